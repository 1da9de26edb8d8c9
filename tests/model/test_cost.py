from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.cost import COPY_SHARE, capacity_cost, copy_cost, price_or_median

prices = st.lists(st.floats(0.5, 3), min_size=1, max_size=8).map(np.array)


def test_one_region_at_price_1_that_carries_everybody_costs_1() -> None:
    one = np.ones(1)
    assert float((capacity_cost(one, one * 70.0, 70.0) + copy_cost(one)).sum()) == pytest.approx(1, abs=1e-15)


def test_twice_the_capacity_costs_twice_as_much_and_the_copy_does_not() -> None:
    price = np.array([1.25])
    np.testing.assert_allclose(capacity_cost(price, np.array([200.0]), 100.0), 2 * 1.25 / (1 + COPY_SHARE))
    np.testing.assert_allclose(copy_cost(price), 1.25 * COPY_SHARE / (1 + COPY_SHARE))


def test_where_nobody_asks_capacity_costs_nothing() -> None:
    assert capacity_cost(np.ones(2), np.zeros(2), 0.0).tolist() == [0, 0]


@given(prices, st.floats(0, 1))
def test_how_load_is_split_over_regions_of_one_price_does_not_matter(price: np.ndarray, share: float) -> None:
    same = np.full(2, price[0])
    split = capacity_cost(same, np.array([share, 1 - share]) * 90.0, 60.0)
    np.testing.assert_allclose(split.sum(), capacity_cost(price[:1], np.array([90.0]), 60.0)[0])


@given(prices)
def test_another_region_is_never_free(price: np.ndarray) -> None:
    assert (copy_cost(price) > 0).all()


def test_a_price_that_is_not_known_is_the_median_of_the_others_and_says_so() -> None:
    price, assumed = price_or_median(np.array([1.0, np.nan, 3.0, 1.2, np.nan]))
    assert price.tolist() == [1.0, 1.2, 3.0, 1.2, 1.2]
    assert assumed.tolist() == [False, True, False, False, True]


def test_where_no_price_is_known_all_are_1() -> None:
    assert price_or_median(np.full(3, np.nan))[0].tolist() == [1, 1, 1]
