"""How values travel to the browser, and where they sit in the state that both sides keep.

Numbers go as binary buffers: float32 and int32 at most, since plotly.js turns int64 into text and a float64
is twice as long for no visible gain. Everything else is plain JSON. A value's place is a path in plotly's way
of writing: "line.color", "annotations[0].text".
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

SHORTEST, GAP = 16, -32768  # shorter arrays are not worth a second form; what a gap is among whole parts
PARTS = (100, 10)  # what fractions are told as whole parts of
_WHOLE = (np.int8, np.int16, np.int32, np.int64)
_NARROW = {
    np.dtype(wide): np.dtype(narrow)
    for narrow, wides in ((np.float32, (np.float64, np.float16)), (np.int32, (np.int64, np.uint64)))
    for wide in wides
}


def plain(value: Any, memo: dict[int, Any] | None = None) -> Any:
    """Copy a value into the form the state keeps: small number arrays, lists, dictionaries and scalars.

    Parameters
    ----------
    value
        An array, a list, a mapping, a text, a number, a truth value, None, or nests of these.
    memo
        Arrays already copied, by identity: the same array given twice becomes the same copy.

    Raises
    ------
    TypeError
        If there is something in it that JSON and buffers cannot carry.

    Examples
    --------
    >>> plain({"x": np.array([1.0, 2.0]), "y": (1, float("nan"))})
    {'x': array([1., 2.], dtype=float32), 'y': [1, None]}
    """
    memo = {} if memo is None else memo
    if isinstance(value, str | bool | int | None):
        return value
    if isinstance(value, float):
        return value if np.isfinite(value) else None
    if isinstance(value, np.generic):
        return plain(value.item(), memo)
    if isinstance(value, np.ndarray):
        return _array(value, memo)
    if isinstance(value, list | tuple):
        if all(type(item) is str for item in value):
            return list(value)
        return [plain(item, memo) for item in value]
    if isinstance(value, Mapping):
        if "bdata" in value and "dtype" in value:
            return plain(_from_base64(value), memo)
        return {str(key): plain(item, memo) for key, item in value.items()}
    raise TypeError(f"a page cannot carry a {type(value).__name__}: give an array, a list, text or a number")


def _array(value: np.ndarray[Any, Any], memo: dict[int, Any]) -> Any:
    if value.ndim != 1 or value.dtype.kind not in "fiu":
        return plain(value.tolist(), memo)
    if id(value) not in memo:
        narrow = _NARROW.get(value.dtype, value.dtype).newbyteorder("<")
        # the original is kept beside its copy, so that no new array can take its identity meanwhile
        memo[id(value)] = (np.array(value, dtype=narrow, order="C"), value)
    return memo[id(value)][0]


def _from_base64(spec: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """Undo the text form in which plotly's Python writes number arrays."""
    array = np.frombuffer(base64.b64decode(spec["bdata"]), dtype=np.dtype(spec["dtype"]).newbyteorder("<"))
    shape = [int(length) for length in str(spec.get("shape", array.size)).split(",")]
    return array.reshape(shape)


def same(a: Any, b: Any) -> bool:
    """Tell whether two plain values are equal; gaps (NaN) equal gaps, nothing in a list equals nothing in an array.

    Examples
    --------
    >>> same(np.float32([1, np.nan]), np.float32([1, np.nan])), same(1, True), same([1], np.int32([1]))
    (True, False, False)
    """
    if type(a) is not type(b):
        return isinstance(a, list | np.ndarray) and isinstance(b, list | np.ndarray) and len(a) == len(b) == 0
    if isinstance(a, np.ndarray):
        return bool(a.dtype == b.dtype) and a.tobytes() == b.tobytes()
    if isinstance(a, list):
        return len(a) == len(b) and all(x is y or same(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(same(item, b[key]) for key, item in a.items())
    return bool(a == b)


@lru_cache(maxsize=1024)
def steps(path: str | tuple[str, ...]) -> tuple[str | int, ...]:
    """Cut a path into keys and positions; a tuple is keys already.

    Examples
    --------
    >>> steps("annotations[0].font.color")
    ('annotations', 0, 'font', 'color')
    """
    if isinstance(path, tuple):
        return path
    parts = path.replace("[", ".").replace("]", "").split(".")
    return tuple(int(part) if part.isdigit() else part for part in parts)


def find(tree: Any, path: str | tuple[str, ...]) -> Any:
    """Look a path up in nested dictionaries and lists; None where there is nothing.

    Examples
    --------
    >>> find({"line": {"color": "red"}}, "line.color"), find({}, "line.color")
    ('red', None)
    """
    for step in steps(path):
        try:
            tree = tree[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def put(tree: Any, path: str | tuple[str, ...], value: Any) -> None:
    """Write a value at a path, making the dictionaries on the way.

    Examples
    --------
    >>> tree = {"marks": [{}]}
    >>> put(tree, "marks[0].font.size", 12)
    >>> tree
    {'marks': [{'font': {'size': 12}}]}
    """
    *parents, last = steps(path)
    for step in parents:
        if isinstance(tree, dict) and not isinstance(tree.get(step), dict | list):
            tree[step] = {}
        tree = tree[step]
    tree[last] = value


def as_state(value: Any, _widget: object = None) -> Any:
    """Write plain values in the form that the widget protocol splits into JSON and buffers.

    Numbers travel as short as in messages.

    Examples
    --------
    >>> as_state({"x": np.int32([1, 200])})["x"]["dtype"]
    'int16'
    """
    if isinstance(value, np.ndarray):
        array, form = shortest(value)
        return {"dtype": array.dtype.name, "bdata": array.data.cast("B") if array.size else b""} | form
    if isinstance(value, dict):
        return {key: as_state(item) for key, item in value.items()}
    if isinstance(value, list):
        return value if all(type(item) is str for item in value) else [as_state(item) for item in value]
    return value


def as_message(value: Any, buffers: list[memoryview], sent: dict[int, Any]) -> Any:
    """Write plain values as JSON that points into a list of buffers; an array used twice is in it once.

    A hundred pointers travel with a change of a map, so they are short: float32 goes without saying, and an empty
    array is an empty list.

    Examples
    --------
    >>> x, buffers = np.float32([1, 2]), []
    >>> as_message({"x": x, "y": x}, buffers, {})
    {'x': {'$b': 0}, 'y': {'$b': 0}}
    >>> len(buffers)
    1
    """
    if isinstance(value, np.ndarray):
        if not value.size:
            return []
        if id(value) not in sent:
            array, form = shortest(value)
            dtype = {} if "of" in form or array.dtype == np.float32 else {"dtype": array.dtype.name}
            buffers.append(array.view(np.uint8).data)
            sent[id(value)] = {"$b": len(buffers) - 1} | dtype | form
        return sent[id(value)]
    if isinstance(value, dict):
        return {key: as_message(item, buffers, sent) for key, item in value.items()}
    if isinstance(value, list):
        return value if all(type(item) is str for item in value) else [as_message(v, buffers, sent) for v in value]
    return value


def shortest(value: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], dict[str, int]]:
    """Write numbers in as few bytes as they need, and say what they then are parts of.

    Coordinates and shares with two decimals, and waits with one, travel as whole hundredths or tenths in int16, half
    as long, a gap as the smallest; whole numbers as int8 or int16 where these hold them. What would lose anything
    stays as it is.

    Examples
    --------
    >>> array, form = shortest(np.float32([1.25] * 15 + [np.nan]))
    >>> array[-2:].tolist(), form
    ([125, -32768], {'of': 100})
    >>> shortest(np.float32([400.5] * 16))[1], shortest(np.float32([0.123] * 16))[1]
    ({'of': 10}, {})
    >>> shortest(np.int32([-1, 100]))[0].dtype.name
    'int8'
    """
    if value.dtype.kind == "i" and value.size:
        low, high = int(value.min()), int(value.max())
        least = next(kind for kind in _WHOLE if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
        return value.astype(least, copy=False), {}
    if value.dtype == np.float32 and value.size >= SHORTEST:
        gaps = np.isnan(value)
        for of in PARTS:
            scaled = np.rint(np.where(gaps, 0, value.astype(np.float64)) * of)
            if np.abs(scaled).max() < -GAP and (((scaled / of).astype(np.float32) == value) | gaps).all():
                scaled[gaps] = GAP
                return scaled.astype(np.int16), {"of": of}
    return value, {}
