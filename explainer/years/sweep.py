"""Events turned into spans of one state each, overlaps included.

A year is a ring: what outlasts its end goes on at its beginning, as if the year before had been alike. So an event
counts whole, and the share of the time in which something is down is exactly that of a process without a beginning.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.rates import HOURS_PER_YEAR
from explainer.years.draw import Events
from explainer.years.states import Active

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Keys = NDArray[np.uint64]

STRIDE_H = HOURS_PER_YEAR + 1  # years lie apart on the line of time, so that no two touch


@dataclass(frozen=True, eq=False)
class Spans:
    """What is broken from when to when, over some years.

    Parameters
    ----------
    year, hours
        Position of each span's year, and its length [h], shape (s,).
    state
        Position of its state in `states`, shape (s,).
    start_year, start_hours
        Year of each event, and how long the event lasts [h], shape (e,).
    before, after
        Positions of the states before and after an event strikes, shape (e,).
    states
        The sets of threats that occur.
    """

    year: Positions
    hours: Floats
    state: Positions
    start_year: Positions
    start_hours: Floats
    before: Positions
    after: Positions
    states: list[Active]


def names_of(threats: int) -> Keys:
    """Give each threat a random number, so that the sum of some of them names the set; two sets never share a sum."""
    return np.random.default_rng(0).integers(1, 2**64, threats, np.uint64)


def sweep(events: Events, names: Keys) -> Spans:
    """Turn events into spans.

    Parameters
    ----------
    events
        What strikes when.
    names
        The number of each threat, `names_of`.
    """
    ends = events.start_h + events.hours
    late = np.flatnonzero(ends > HOURS_PER_YEAR)  # these go on at the beginning of their year
    year = np.concatenate([events.year, events.year[late]])
    threat = np.concatenate([events.threat, events.threat[late]])
    begin = year * STRIDE_H + np.concatenate([events.start_h, np.zeros(len(late))])
    end = year * STRIDE_H + np.concatenate([np.minimum(ends, HOURS_PER_YEAR), ends[late] - HOURS_PER_YEAR])
    times = np.concatenate([begin, end])
    order = np.argsort(times, kind="stable")
    times = times[order]
    # unsigned sums wrap around, so that adding the complement takes a name away again
    held = np.cumsum(np.concatenate([names[threat], ~names[threat] + np.uint64(1)])[order], dtype=np.uint64)
    before = np.concatenate([[np.uint64(0)], held[:-1]])
    lasts = np.diff(times, append=times[-1:])
    some = np.flatnonzero((held != 0) & (lasts > 0))
    struck = np.empty(len(order), np.intp)
    struck[order] = np.arange(len(order))
    struck = struck[: len(events.year)]
    found, first, position = np.unique(
        np.concatenate([held[some], before[struck], held[struck]]), return_index=True, return_inverse=True
    )
    at = np.concatenate([some, np.maximum(struck - 1, 0), struck])[first]
    states = [
        frozenset() if name == 0 else _active(threat, begin, end, float(times[where]))
        for name, where in zip(found.tolist(), at.tolist(), strict=True)
    ]
    parts = np.split(position, [len(some), len(some) + len(struck)])
    day = (times[some] // STRIDE_H).astype(np.intp)
    return Spans(day, lasts[some], parts[0], events.year, events.hours, parts[1], parts[2], states)


def _active(threat: Positions, begin: Floats, end: Floats, time: float) -> Active:
    """Say which threats hold just after a time."""
    return frozenset(threat[(begin <= time) & (time < end)].tolist())
