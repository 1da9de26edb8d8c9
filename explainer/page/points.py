"""Points that the lines of a figure go through again and again: a change tells their rows, not where they are.

A map draws a thousand dots and hundreds of ways between the same few thousand points. A chart may list these points
once. Then a trace whose points are all in it travels as one array of rows in place of its "lon" and "lat", and the page
looks them up. Most lines are pieces with two ends and a gap, in the order of the list, so a row is told by how far
it is from the one three before: small numbers, much like each other, which compression makes smaller still.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

ROWS = "at"  # what stands in place of both coordinates
PIECE = 3  # two ends and a gap
_GAP = np.uint64(2**64 - 1)  # no pair of numbers is written so

Floats: TypeAlias = NDArray[np.float32]
Traces: TypeAlias = Mapping[str, Mapping[str, Any]]


class Points:
    """The points of a chart.

    Parameters
    ----------
    lon, lat
        Where they are [degrees], shape (points,) each.

    Examples
    --------
    >>> points, there = Points([10.0, 20.0], [50.0, 60.0]), np.float32([20.0, 10.0, np.nan])
    >>> told = points.told({"way": {"lon": there, "lat": there + 40, "text": ["a"]}})
    >>> {name: values if name == "text" else values.tolist() for name, values in told["way"].items()}
    {'text': ['a'], 'at': [1, 0, 2]}
    """

    def __init__(self, lon: Sequence[float] | Floats, lat: Sequence[float] | Floats) -> None:
        self.lon, self.lat = (np.append(np.asarray(side, np.float32), np.float32(np.nan)) for side in (lon, lat))
        keys = _keys(self.lon, self.lat)
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]

    def told(self, traces: Traces) -> dict[str, Mapping[str, Any]]:
        """Tell traces by rows where that is possible.

        Parameters
        ----------
        traces
            Trace name to {property path: value}.

        Returns
        -------
        dict
            The same; where both "lon" and "lat" were arrays of known points, "at" stands for them: rows as int16 or
            int32, shape of either, the first three as they are and each other less the one three before.
        """
        lines = {name: (given["lon"], given["lat"]) for name, given in traces.items() if _is_line(given)}
        if not lines:
            return dict(traces)
        ends = np.cumsum([len(lon) for lon, _ in lines.values()])
        keys = _keys(*(np.concatenate(side) for side in zip(*lines.values(), strict=True)))
        place = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        rows, there = self._order[place], self._sorted[place] == keys
        written: dict[tuple[int, int], NDArray[np.signedinteger[Any]]] = {}  # a line that two traces share is one array
        found = dict(traces)
        for name, line, known, all_of_them in zip(
            lines, lines.values(), np.split(rows, ends[:-1]), np.split(there, ends[:-1]), strict=True
        ):
            if all_of_them.all():
                key = (id(line[0]), id(line[1]))
                steps = written[key] if key in written else written.setdefault(key, _steps(known))
                rest = {path: value for path, value in traces[name].items() if path not in ("lon", "lat")}
                found[name] = rest | {ROWS: steps}
        return found


def _is_line(given: Mapping[str, Any]) -> bool:
    sides = [side for side in (given.get("lon"), given.get("lat")) if isinstance(side, np.ndarray)]
    return len(sides) == 2 and {side.dtype.name for side in sides} == {"float32"} and len(sides[0]) == len(sides[1]) > 0


def _keys(lon: Floats, lat: Floats) -> NDArray[np.uint64]:
    """Write each point as one whole number that no other point has."""
    high, low = (np.ascontiguousarray(side).view(np.uint32).astype(np.uint64) for side in (lon, lat))
    return np.where(np.isnan(lon) & np.isnan(lat), _GAP, high << np.uint64(32) | low)


def _steps(rows: NDArray[np.intp]) -> NDArray[np.signedinteger[Any]]:
    steps = rows.copy()
    steps[PIECE:] -= rows[:-PIECE]
    return steps.astype(np.int16 if np.abs(steps).max() < 2**15 else np.int32)
