"""Availability against the numbers of the published pages, by hand, and as laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError
from explainer.model.availability import (
    MINUTES_PER_YEAR,
    active_passive,
    common_cause,
    k_of_n,
    k_of_n_approximate,
    parallel,
    series,
    shocks,
    two_regions,
)

shares = st.floats(0, 1)
counts = st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LAST_BITS = 1e-12


@pytest.mark.parametrize(
    ("n", "spares", "a", "exact", "approximate"),
    [
        (3, 1, 0.99, 0.999702, 0.999700),
        (3, 1, 0.995, 0.99992525, 0.999925),
        (3, 2, 0.995, 0.999999875, 0.999999875),
        (6, 2, 0.99, 0.999980446, 0.99998),
    ],
)
def test_spares_give_the_published_numbers(n: int, spares: int, a: float, exact: float, approximate: float) -> None:
    assert k_of_n(n - spares, n, a) == pytest.approx(exact, abs=5e-10)
    assert k_of_n_approximate(n - spares, n, a) == pytest.approx(approximate, abs=5e-10)


@pytest.mark.parametrize(
    ("k", "n", "q", "down"),
    [
        (1, 2, 1e-3, (1.000e-6, 1.098e-5, 5.090e-5, 1.008e-4)),
        (2, 3, 1e-3, (2.998e-6, 1.294e-5, 5.271e-5, 1.024e-4)),
        (1, 2, 5e-3, (2.500e-5, 7.450e-5, 2.726e-4, 5.202e-4)),
        (2, 3, 5e-3, (7.475e-5, 1.233e-4, 3.175e-4, 5.605e-4)),
    ],
)
def test_common_causes_give_the_published_unavailability(
    k: int, n: int, q: float, down: tuple[float, float, float, float]
) -> None:
    # four digits were published, so the last may be off by one half
    np.testing.assert_allclose(1 - common_cause(k, n, 1 - q, [0, 0.01, 0.05, 0.1]), down, rtol=6e-4)


def test_with_a_common_cause_one_of_three_is_as_good_as_that_cause() -> None:
    down = 1 - common_cause(1, 3, 0.999, [0, 0.01, 0.05, 0.1])
    np.testing.assert_allclose(down, [1.0e-9, 1.0e-5, 5.0e-5, 1.0e-4], rtol=0.01)


def test_three_zones_lose_minutes_to_what_they_share() -> None:
    # the published 262.9 counts the own failures whole; with (1 - beta) of them, as its formula has it, it is 262.85
    minutes = (1 - common_cause(1, 3, 0.995, [0, 0.01, 0.05, 0.1])) * MINUTES_PER_YEAR
    np.testing.assert_allclose(minutes, [0.07, 26.3, 131.5, 262.9], atol=0.06)
    beta, q = np.array([0, 0.01, 0.05, 0.1]), 0.005
    np.testing.assert_allclose(minutes / MINUTES_PER_YEAR, ((1 - beta) * q) ** 3 + beta * q, rtol=1e-4)


def test_two_at_99_percent_make_four_nines_and_in_series_lose_one_more_percent() -> None:
    assert parallel([0.99, 0.99]) == pytest.approx(0.9999)
    assert series([0.99, 0.99]) == pytest.approx(0.9801)


def test_five_dependencies_at_five_nines_use_half_of_what_four_nines_allow() -> None:
    used = (1 - series([0.99999] * 5)) * MINUTES_PER_YEAR
    assert used == pytest.approx(26, abs=0.5)
    assert 1e-4 * MINUTES_PER_YEAR - used == pytest.approx(27, abs=0.8)


def test_redundant_zones_do_not_multiply_as_some_pages_say() -> None:
    assert series([0.995, 0.995]) == pytest.approx(0.990025)  # "99.99 % is .995 x .995"
    assert parallel([0.995, 0.995]) == pytest.approx(0.999975)
    assert parallel([0.9995, 0.9995]) == pytest.approx(0.99999975)  # and not 1 - 0.9995^2


@given(counts, shares)
def test_no_common_cause_is_k_of_n_and_only_that_is_one_part(kn: tuple[int, int], a: float) -> None:
    k, n = kn
    assert common_cause(k, n, a, 0.0) == pytest.approx(k_of_n(k, n, a), abs=LAST_BITS)
    assert common_cause(k, n, a, 1.0) == pytest.approx(a if k else 1.0, abs=LAST_BITS)


@given(counts, shares, shares, shares)
def test_every_availability_is_a_share(kn: tuple[int, int], a: float, beta: float, region: float) -> None:
    k, n = kn
    for got in (
        k_of_n(k, n, a),
        k_of_n_approximate(k, n, a),
        common_cause(k, n, a, beta, region),
        parallel([a, region]),
        series([a, region]),
        two_regions(a, beta, region, 3, 100),
        active_passive(1000, a * 1e4, 1, 1, region),
    ):
        assert 0 <= got <= 1


@given(counts, shares, shares, shares)
def test_better_parts_never_make_it_worse(kn: tuple[int, int], a: float, better: float, beta: float) -> None:
    (k, n), low, high = kn, min(a, better), max(a, better)
    for rule in (k_of_n, k_of_n_approximate, lambda *given: common_cause(*given, beta)):
        assert rule(k, n, low) <= rule(k, n, high) + LAST_BITS


@given(counts, shares, shares)
def test_one_more_zone_never_makes_it_worse(kn: tuple[int, int], a: float, beta: float) -> None:
    k, n = kn
    assert common_cause(k, n + 1, a, beta) >= common_cause(k, n, a, beta) - LAST_BITS


@given(st.integers(2, 12), st.floats(0.9, 1), shares, shares)
def test_more_common_cause_never_helps_where_one_of_n_is_enough(n: int, a: float, beta: float, more: float) -> None:
    assert common_cause(1, n, a, max(beta, more)) <= common_cause(1, n, a, min(beta, more)) + LAST_BITS


@given(st.lists(shares, min_size=1, max_size=6))
def test_series_needs_the_worst_and_parallel_has_the_best(a: list[float]) -> None:
    assert series(a) <= min(a) + LAST_BITS
    assert parallel(a) >= max(a) - LAST_BITS
    assert parallel(a) == pytest.approx(1 - series(1 - np.array(a)), abs=LAST_BITS)


@given(st.integers(1, 10), shares)
def test_all_of_n_is_series_and_one_of_n_is_parallel(n: int, a: float) -> None:
    assert k_of_n(n, n, a) == pytest.approx(series([a] * n), abs=LAST_BITS)
    assert k_of_n(1, n, a) == pytest.approx(parallel([a] * n), abs=LAST_BITS)
    assert k_of_n(0, n, a) == 1


def test_the_approximation_is_better_the_better_the_parts() -> None:
    a = np.array([0.9, 0.99, 0.999])
    off = np.abs(k_of_n(2, 3, a) - k_of_n_approximate(2, 3, a)) / (1 - k_of_n(2, 3, a))
    assert (np.diff(off) < 0).all()
    assert off[-1] < 0.001


def test_a_small_availability_keeps_its_digits() -> None:
    assert k_of_n(3, 3, 1e-6) == pytest.approx(1e-18, rel=1e-9)


@given(st.integers(1, 10), shares, st.floats(0, 50))
def test_a_shock_hits_some_number_of_parts_and_on_average_p_of_them(n: int, p: float, per_year: float) -> None:
    often = shocks(n, p, per_year)
    assert often.sum() == pytest.approx(per_year, abs=1e-9)
    assert often @ np.arange(n + 1) == pytest.approx(per_year * n * p, abs=1e-9)


def test_shocks_are_binomial() -> None:
    np.testing.assert_allclose(shocks(3, 0.1, 2.0), [2 * 0.729, 2 * 0.243, 2 * 0.027, 2 * 0.001])
    assert shocks(3, [0.1, 0.2]).shape == (2, 4)


def test_an_event_of_the_whole_region_is_a_limit_whatever_the_zones_do() -> None:
    assert common_cause(1, 6, 0.9999, 0.0, region=0.9995) == pytest.approx(0.9995)
    assert common_cause(2, 3, 0.99, 0.0, region=0.999) == pytest.approx(0.999 * 0.999702, abs=1e-9)


def test_two_regions_are_limited_by_what_they_share_and_by_moving_over() -> None:
    assert 1 - two_regions(0.999, 0.998) == pytest.approx(2e-6)
    assert 1 - two_regions(0.999, 0.998, shared=1e-4) == pytest.approx(1e-4 + 2e-6, rel=1e-3)
    # half a Region event a year, 2.5 minutes until clients have moved
    moving = two_regions(1.0, 1.0, failovers_per_year=0.5, failover_min=2.5)
    assert (1 - moving) * MINUTES_PER_YEAR == pytest.approx(1.25)


def test_a_standby_costs_noticing_deciding_and_moving_each_time_and_both_down() -> None:
    down = active_passive(0.5, 1.5, 10, 1, both_down=1e-5)
    assert down * MINUTES_PER_YEAR == pytest.approx(0.5 * 12.5 + 5.256)


def test_arrays_go_in_and_come_out() -> None:
    a = np.array([[0.9, 0.99], [0.5, 1.0]])
    assert k_of_n(1, 2, a).shape == common_cause(1, 2, a, 0.1).shape == (2, 2)
    assert series(a).tolist() == pytest.approx([0.891, 0.5])
    assert np.ndim(k_of_n(1, 2, 0.9)) == 0
    assert common_cause(1, 2, 0.9, [0.0, 0.5, 1.0]).shape == (3,)
    assert a.tolist() == [[0.9, 0.99], [0.5, 1.0]]


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: series([0.9, 1.1]), "availability is 1.1"),
        (lambda: parallel([-0.1]), "availability is -0.1"),
        (lambda: k_of_n(1, 2, float("nan")), "availability is nan"),
        (lambda: k_of_n(4, 3, 0.9), "needed is 4, which is not between 0 and 3"),
        (lambda: k_of_n(1.5, 3, 0.9), "needed is 1.5"),  # type: ignore[arg-type]
        (lambda: k_of_n_approximate(1, 0, 0.9), "parts is 0"),
        (lambda: common_cause(1, 3, 0.9, 1.5), "Beta is 1.5"),
        (lambda: common_cause(1, 3, 0.9, 0.5, 2), "Region is 2"),
        (lambda: shocks(3, 2.0), "probability is 2"),
        (lambda: shocks(3, 0.5, -1), "shocks a year is -1"),
        (lambda: two_regions(0.9, 0.9, shared=-1), "shared hazard is -1"),
        (lambda: active_passive(-1, 1), "failures a year is -1"),
        (lambda: active_passive(1, -2), "detect is -2"),
    ],
)
def test_what_cannot_be_is_told_by_its_value(call, named: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=named):
        call()
