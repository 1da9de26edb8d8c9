"""Values of many states in little room: each value once, and for each place of a page which of them it has when.

Most places keep their value through most states, and many places change together. So a place names a column, and
columns that are equal are one. A column goes row by row, and most rows are like others: each is kept once as well,
written as runs (value, length, value, length). Values of one place stand together, since they are like each other and
a packed file then has room for the difference alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np

from explainer.page.standalone import as_text
from explainer.page.wire import SHORTEST, plain


class Table:
    """Values and columns, each kept once.

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
        self._arrays: dict[tuple[str, bytes], int] = {}
        self._places: dict[tuple[str, ...], int] = {}
        self._place_of: list[int] = []
        self._rows: dict[tuple[int, ...], int] = {}
        self._columns: dict[tuple[int, ...], int] = {}

    def value(self, value: Any, place: tuple[str, ...] = ()) -> int:
        """Keep a value of a place as the page's front end takes it; give its number."""
        value = _short(value)
        key = (value.dtype.str, value.tobytes()) if isinstance(value, np.ndarray) and value.ndim == 1 else None
        if key in self._arrays:  # most are, and need not be written
            return self._arrays[key]
        number = self._number(json.dumps(as_text(plain(value)), allow_nan=False), place)
        if key:
            self._arrays[key] = number
        return number

    def column(self, values: Sequence[int], width: int) -> int:
        """Keep a column of numbers of values, in rows of a width; give its number."""
        rows = [_runs(values[start : start + width]) for start in range(0, len(values), width)]
        column = _runs([self._rows.setdefault(row, len(self._rows)) for row in rows])
        return self._columns.setdefault(column, len(self._columns))

    def written(self) -> dict[str, Any]:
        """Write all of it as plain data."""
        texts = list(self._values)
        order = sorted(range(len(texts)), key=lambda number: self._place_of[number])
        new = {number: at for at, number in enumerate(order)}
        rows = [[new[part] if at % 2 == 0 else part for at, part in enumerate(row)] for row in self._rows]
        return {
            "values": [json.loads(texts[number]) for number in order],
            "rows_of": rows,
            "columns": [*map(list, self._columns)],
        }

    def _number(self, written: str, place: tuple[str, ...]) -> int:
        if written not in self._values:
            self._values[written] = len(self._values)
            self._place_of.append(self._places.setdefault(place, len(self._places)))
        return self._values[written]


def _runs(values: Sequence[int]) -> tuple[int, ...]:
    return tuple(number for value, run in groupby(values) for number in (value, len(list(run))))


def _short(value: Any) -> Any:
    """Write a long list of fractions as the array that it becomes in the browser."""
    if not isinstance(value, list) or len(value) < SHORTEST or not any(isinstance(item, float) for item in value):
        return value
    if not all(item is None or (isinstance(item, float | int) and not isinstance(item, bool)) for item in value):
        return value
    return np.array([np.nan if item is None else item for item in value], np.float32)
