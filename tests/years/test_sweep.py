"""Events become spans: by hand, and as laws over random events."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explainer.rates import HOURS_PER_YEAR
from explainer.years.draw import Events
from explainer.years.sweep import Spans, names_of, sweep

NAMES = names_of(5)


def events(*rows: tuple[int, int, float, float]) -> Events:
    year, threat, start, hours = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Events(np.array(year, np.intp), np.array(threat, np.intp), np.array(start, float), np.array(hours, float))


def told(spans: Spans) -> list[tuple[int, float, set[int]]]:
    """Year, hours and what is broken, in the order of time."""
    return [
        (int(year), round(float(hours), 6), set(spans.states[state]))
        for year, hours, state in zip(spans.year, spans.hours, spans.state, strict=True)
    ]


def starts(spans: Spans) -> list[tuple[set[int], set[int]]]:
    return [
        (set(spans.states[before]), set(spans.states[after]))
        for before, after in zip(spans.before, spans.after, strict=True)
    ]


def test_one_event_is_one_span() -> None:
    spans = sweep(events((2, 1, 100.0, 7.0)), NAMES)
    assert told(spans) == [(2, 7.0, {1})]
    assert starts(spans) == [(set(), {1})]


def test_two_that_overlap_are_three_spans() -> None:
    #  threat 0: 10 ---- 20      threat 3: 15 ---- 40
    spans = sweep(events((0, 3, 15.0, 25.0), (0, 0, 10.0, 10.0)), NAMES)
    assert told(spans) == [(0, 5.0, {0}), (0, 5.0, {0, 3}), (0, 20.0, {3})]
    assert starts(spans) == [({0}, {0, 3}), (set(), {0})]  # in the order of the events


def test_the_same_thing_twice_at_once_is_broken_once() -> None:
    spans = sweep(events((0, 2, 10.0, 10.0), (0, 2, 15.0, 10.0)), NAMES)
    assert told(spans) == [(0, 5.0, {2}), (0, 5.0, {2}), (0, 5.0, {2})]


def test_what_outlasts_the_year_goes_on_at_its_beginning() -> None:
    spans = sweep(events((0, 1, HOURS_PER_YEAR - 4, 10.0), (0, 0, 5.0, 2.0)), NAMES)
    assert told(spans) == [(0, 5.0, {1}), (0, 1.0, {0, 1}), (0, 1.0, {0}), (0, 4.0, {1})]
    assert starts(spans) == [(set(), {1}), ({1}, {0, 1})]  # the going on is no new start


def test_what_lasts_a_year_is_broken_all_year() -> None:
    spans = sweep(events((1, 4, 3000.0, HOURS_PER_YEAR), (1, 0, 100.0, 1.0)), NAMES)
    assert sum(hours for _, hours, _ in told(spans)) == HOURS_PER_YEAR
    assert all(4 in broken and year == 1 for year, _, broken in told(spans))


def test_years_do_not_touch() -> None:
    spans = sweep(events((0, 1, HOURS_PER_YEAR - 1, 1.0), (1, 1, 0.0, 2.0)), NAMES)
    assert told(spans) == [(0, 1.0, {1}), (1, 2.0, {1})]


def test_no_events_are_no_spans() -> None:
    spans = sweep(events(), NAMES)
    assert told(spans) == []
    assert starts(spans) == []


row = st.tuples(
    st.integers(0, 3),
    st.integers(0, 4),
    st.floats(0, HOURS_PER_YEAR, exclude_max=True),
    st.floats(0.001, HOURS_PER_YEAR),
)


@given(st.lists(row, max_size=12))
def test_every_moment_has_the_state_of_the_events_that_cover_it(rows: list[tuple[int, int, float, float]]) -> None:
    spans = told(sweep(events(*rows), NAMES))
    for year in range(4):
        mine = [(threat, start, hours) for y, threat, start, hours in rows if y == year]
        for threat in range(5):
            covered = sum(hours for y, hours, broken in spans if y == year and threat in broken)
            pieces = sorted((start % HOURS_PER_YEAR, hours) for t, start, hours in mine if t == threat)
            assert abs(covered - _union(pieces)) < 1e-3
        assert sum(hours for y, hours, _ in spans if y == year) <= HOURS_PER_YEAR + 1e-5


def _union(pieces: list[tuple[float, float]]) -> float:
    """Length of the union of arcs on the ring of a year."""
    parts = []
    for start, hours in pieces:
        end = start + hours
        parts += [(start, min(end, HOURS_PER_YEAR))] + ([(0.0, end - HOURS_PER_YEAR)] if end > HOURS_PER_YEAR else [])
    length, reached = 0.0, 0.0
    for start, end in sorted(parts):
        length += max(end - max(start, reached), 0.0)
        reached = max(reached, end)
    return length
