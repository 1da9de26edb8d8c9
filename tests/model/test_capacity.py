from __future__ import annotations

from itertools import pairwise
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.model.capacity import assign, needed_per_zone, queue_ms, share_out

REGIONS, CELLS = 3, 5
costs = arrays(float, (REGIONS, CELLS), elements=st.sampled_from([1.0, 2.0, 3.5, 80.0, np.inf]))
loads = arrays(float, CELLS, elements=st.sampled_from([0.0, 0.3, 1.0, 7.0]))
rooms = arrays(float, REGIONS, elements=st.sampled_from([0.0, 0.5, 2.0, 9.0, np.inf]))


@pytest.mark.parametrize(("zones", "more"), [(2, 1.0), (3, 0.5), (4, 1 / 3), (6, 0.2)])
def test_static_stability_for_one_zone_needs_so_much_more(zones: int, more: float) -> None:
    each = needed_per_zone(np.array([120.0]), np.array([float(zones)]), 1)[0]
    assert zones * each == pytest.approx(120 * (1 + more))
    assert (zones - 1) * each == pytest.approx(120)


@given(st.floats(0, 1e6), st.integers(1, 6), st.integers(0, 8))
def test_one_more_spare_zone_is_never_built_smaller(load: float, zones: int, spare: int) -> None:
    fewer, more = (needed_per_zone(np.array([load]), np.array([float(zones)]), s)[0] for s in (spare, spare + 1))
    assert load / zones * (1 - 1e-12) <= fewer <= more <= load


def test_no_zone_needs_nothing() -> None:
    assert needed_per_zone(np.array([50.0]), np.array([0.0]), 1).tolist() == [0.0]


def test_the_nearest_are_served_first_then_the_next_region_then_nobody() -> None:
    # three cells of 10 want Region 0, which has room for 15; Region 1 takes 8 of the rest
    cost = np.array([[3.0, 1.0, 2.0], [30.0, 10.0, 20.0]])
    sent = assign(cost, np.full(3, 10.0), np.array([15.0, 8.0]))
    answered = {(int(c), int(r)): float(x) for c, r, x in zip(sent.cell, sent.region, sent.rps, strict=True)}
    assert answered == {(1, 0): 10.0, (2, 0): 5.0, (2, 1): 5.0, (0, 1): 3.0}
    assert sent.refused_rps.tolist() == [7.0, 0.0]


@given(costs, loads, rooms)
def test_nothing_is_sent_twice_and_no_room_is_overfilled(cost: np.ndarray, load: np.ndarray, room: np.ndarray) -> None:
    before = cost.copy(), load.copy(), room.copy()
    sent = assign(cost, load, room)
    by_cell, by_region = np.bincount(sent.cell, sent.rps, CELLS), np.bincount(sent.region, sent.rps, REGIONS)
    assert (by_cell <= load * (1 + 1e-9)).all()
    assert (by_region <= room * (1 + 1e-8) + 1e-12).all()
    assert np.isfinite(cost[sent.region, sent.cell]).all()
    reachable = np.isfinite(cost).any(axis=0)
    assert sent.refused_rps.sum() == pytest.approx((load - by_cell)[reachable].sum(), abs=1e-9)
    for given_, kept in zip((cost, load, room), before, strict=True):
        np.testing.assert_array_equal(given_, kept)


@given(costs, loads, rooms, arrays(float, REGIONS, elements=st.sampled_from([0.0, 0.2, 3.0])))
def test_more_room_never_serves_anybody_less(
    cost: np.ndarray, load: np.ndarray, room: np.ndarray, more: np.ndarray
) -> None:
    fewer, sent = assign(cost, load, room), assign(cost, load, room + more)
    assert (np.bincount(sent.cell, sent.rps, CELLS) >= np.bincount(fewer.cell, fewer.rps, CELLS) - 1e-8).all()


@given(costs, loads)
def test_with_room_for_all_everybody_goes_to_the_cheapest(cost: np.ndarray, load: np.ndarray) -> None:
    sent = assign(cost, load, np.full(REGIONS, np.inf))
    assert (cost[sent.region, sent.cell] == cost.min(axis=0)[sent.cell]).all()
    assert set(sent.cell) == set(np.flatnonzero(np.isfinite(cost).any(axis=0)))  # also who asks for nothing


def test_without_regions_nobody_is_sent_anywhere() -> None:
    sent = assign(np.zeros((0, 2)), np.ones(2), np.zeros(0))
    assert (len(sent.cell), len(sent.refused_rps)) == (0, 0)


def test_a_room_built_for_just_this_load_refuses_nothing() -> None:
    load = np.array([0.1] * 10)  # ten tenths are a little less than one
    assert assign(np.ones((1, 10)), load, np.array([1.0 - 1e-15])).refused_rps.tolist() == [0.0]


def test_the_last_bit_of_a_room_serves_nobody() -> None:
    sent = assign(np.array([[1.0, 2.0]]), np.array([5.0, 5.0]), np.array([5.0 + 1e-12]))
    assert sent.cell.tolist() == [0]
    assert sent.refused_rps.tolist() == [5.0]


def test_weights_are_kept_and_what_finds_no_room_is_not_sent_elsewhere() -> None:
    sent = share_out([3.0, 1.0, 0.0], np.ones((3, 2), bool), np.array([100.0, 20.0]), np.array([45.0, 60.0, 99.0]))
    assert np.bincount(sent.region, sent.rps, 3).tolist() == [45.0, 30.0, 0.0]
    assert sent.refused_rps.tolist() == [45.0, 0.0, 0.0]


def test_weights_of_regions_that_cannot_answer_go_to_the_rest() -> None:
    sent = share_out([3.0, 1.0], np.array([[True, False], [True, True]]), np.array([4.0, 4.0]), np.full(2, np.inf))
    assert np.bincount(sent.region, sent.rps, 2).tolist() == [3.0, 5.0]


@pytest.mark.parametrize("used", [0.0, 0.3, 0.5, 0.9, 0.99])
def test_one_worker_queues_as_the_closed_form_of_mm1_says(used: float) -> None:
    assert queue_ms(np.array([used]), workers=1, service_ms=20.0)[0] == pytest.approx(used / (1 - used) * 20)


@pytest.mark.parametrize("used", [0.1, 0.6, 0.9])
@pytest.mark.parametrize("workers", [2, 8, 30])
def test_many_workers_queue_as_erlang_says(used: float, workers: int) -> None:
    offered = used * workers
    waiting = offered**workers / factorial(workers) / (1 - used)
    queued = waiting / (sum(offered**k / factorial(k) for k in range(workers)) + waiting)
    expected = queued * 20 / (workers * (1 - used))
    assert queue_ms(np.array([used]), workers, 20.0)[0] == pytest.approx(expected)


def test_the_queue_grows_with_use_and_is_shorter_with_more_workers() -> None:
    used = np.linspace(0, 0.99, 100)
    waits = [queue_ms(used, workers, 20.0) for workers in (1, 2, 8, 16)]
    assert all((np.diff(wait) > 0).all() for wait in waits)
    assert all((more[1:] < fewer[1:]).all() for fewer, more in pairwise(waits))
