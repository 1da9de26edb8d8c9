from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.model.routing import by_biased_distance, by_order, by_place, healthy, spread
from explainer.outcome import NOBODY

REGIONS, CELLS = 4, 6


@pytest.mark.parametrize(
    ("working", "standing", "asked"),
    [
        ([1.0, 1.0, 1.0], [True, True, True], [True, True, True]),
        ([1.0, 1.0, 1.0], [True, False, True], [True, False, True]),
        ([0.18, 0.19, 1.0], [True, True, True], [False, True, True]),  # more than 18 % of the checkers must say so
        ([0.1, 0.0, 1.0], [True, True, False], [True, True, False]),  # none is healthy: all that stand are asked
        ([1.0, 1.0, 1.0], [False, False, False], [False, False, False]),
    ],
)
def test_the_healthy_are_asked_and_when_nobody_is_all_are(
    working: list[float], standing: list[bool], asked: list[bool]
) -> None:
    assert healthy(np.array(working), np.array(standing)).tolist() == asked


def test_an_order_comes_before_any_wait_and_equal_ranks_go_by_the_wait() -> None:
    wait = np.array([[900.0, 5.0], [1.0, 7.0], [2.0, 6.0]])
    cost = by_order(wait, np.array([0.0, 1.0, 1.0]))
    assert cost.argmin(axis=0).tolist() == [0, 0]
    assert cost[1:].argmin(axis=0).tolist() == [0, 1]


def test_an_order_does_not_make_a_way_where_there_is_none() -> None:
    assert np.isinf(by_order(np.array([[np.inf]]), np.array([0.0]))).all()


def test_a_bias_bends_distance_as_the_current_formula_says() -> None:
    km = np.full((4, 1), 1000.0)
    assert by_biased_distance(km, np.array([0.0, 50.0, -50.0, 99.0])).ravel() == pytest.approx([1000, 500, 1500, 10])


def test_of_several_rules_the_most_precise_counts() -> None:
    country, continent = np.array(["FR", "DE", "JP"], object), np.array(["Europe", "Europe", "Asia"], object)
    cost = by_place([("*", 0), ("Europe", 1), ("DE", 2)], 3, country, continent)
    assert cost.argmin(axis=0).tolist() == [1, 2, 0]
    assert by_place([("FR", 0)], 1, country, continent).tolist() == [[0.0, np.inf, np.inf]]


@given(arrays(float, CELLS, elements=st.floats(0, 1e6)), arrays(np.intp, CELLS, elements=st.integers(NOBODY, 3)))
def test_spreading_keeps_all_load_that_belongs_to_somebody(load: np.ndarray, group: np.ndarray) -> None:
    found = spread(load, group, REGIONS)
    assert found.shape == (REGIONS,)
    np.testing.assert_allclose(found, [load[group == r].sum() for r in range(REGIONS)])


def test_of_no_loads_at_all_the_sums_are_still_numbers_with_a_point() -> None:
    assert spread(np.zeros(0), np.zeros(0, np.intp), 2).dtype == float
