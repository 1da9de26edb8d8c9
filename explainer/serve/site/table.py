"""Values of many states in little room: each value once, and for each place of a page which of them it has when.

Most places keep their value through most states, and many places change together. So a place names a column, and
columns that are equal are one. A column goes row by row, and most rows are like others: each is kept once as well,
written as runs (value, length, value, length).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np

from explainer.page.standalone import as_text
from explainer.page.wire import SHORTEST, plain


class Table:
    """Values and columns, each kept once.

    An array is kept as what differs from the one that its place had before: a play adds to its pictures.

    Examples
    --------
    >>> table = Table()
    >>> column = table.column([table.value(word) for word in ("calm", "calm", "parade") * 2], 3)
    >>> table.column([0, 0, 1, 0, 0, 1], 3) == column
    True
    >>> table.written()
    {'values': ['calm', 'parade'], 'rows_of': [[0, 2, 1, 1]], 'columns': [[0, 2]]}
    """

    def __init__(self) -> None:
        self._values: dict[str, int] = {}
        self._rows: dict[tuple[int, ...], int] = {}
        self._columns: dict[tuple[int, ...], int] = {}
        self._last: dict[tuple[str, ...], int] = {}
        self._before: dict[int, int] = {}

    def value(self, value: Any, place: tuple[str, ...] = ()) -> int:
        """Keep a value of a place as the page's front end takes it; give its number."""
        written = json.dumps(as_text(plain(_short(value))), allow_nan=False)
        if written not in self._values:
            self._values[written] = len(self._values)
            if place in self._last:
                self._before[self._values[written]] = self._last[place]
        number = self._values[written]
        if place:
            self._last[place] = number
        return number

    def column(self, values: Sequence[int], width: int) -> int:
        """Keep a column of numbers of values, in rows of a width; give its number."""
        rows = [_runs(values[start : start + width]) for start in range(0, len(values), width)]
        column = _runs([self._rows.setdefault(row, len(self._rows)) for row in rows])
        return self._columns.setdefault(column, len(self._columns))

    def written(self) -> dict[str, Any]:
        """Write all of it as plain data."""
        values = [json.loads(value) for value in self._values]
        short = [_differing(value, values, self._before.get(number)) for number, value in enumerate(values)]
        return {"values": short, "rows_of": [*map(list, self._rows)], "columns": [*map(list, self._columns)]}


def _differing(value: Any, values: Sequence[Any], number: int | None) -> Any:
    """Write an array as the middle in which it differs from another, if that is shorter."""
    other = None if number is None else values[number]
    if not (isinstance(value, dict) and isinstance(other, dict)) or "bdata" not in value or "bdata" not in other:
        return value
    new, old = base64.b64decode(value["bdata"]), base64.b64decode(other["bdata"])
    head = _alike(new, old)
    tail = _alike(new[head:][::-1], old[head:][::-1])
    if head + tail < len(new) / 4:
        return value
    middle = base64.b64encode(new[head : len(new) - tail]).decode()
    return {**value, "bdata": middle, "like": number, "head": head, "tail": tail}


def _runs(values: Sequence[int]) -> tuple[int, ...]:
    return tuple(number for value, run in groupby(values) for number in (value, len(list(run))))


def _short(value: Any) -> Any:
    """Write a long list of fractions as the array that it becomes in the browser."""
    if not isinstance(value, list) or len(value) < SHORTEST or not any(isinstance(item, float) for item in value):
        return value
    if not all(item is None or (isinstance(item, float | int) and not isinstance(item, bool)) for item in value):
        return value
    return np.array([np.nan if item is None else item for item in value], np.float32)


def _alike(one: bytes, other: bytes) -> int:
    """Give how many bytes two begin with together."""
    length = min(len(one), len(other))
    differs = np.frombuffer(one[:length], np.uint8) != np.frombuffer(other[:length], np.uint8)
    return int(differs.argmax()) if differs.any() else length
