"""The rates that a simulated year is made from: as counted, as judged, and lognormals by their identities."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError
from explainer.rates import HIDDEN_RANGE, Duration, Rate, load_rates
from explainer.tables import committed

RATES = load_rates()
COUNTED = [RATES.zone, RATES.region, RATES.control_plane, *(rate for _, rate in RATES.services)]
JUDGED = [RATES.cable, RATES.zone_lost, RATES.region_lost]


def test_what_is_counted_comes_from_the_table_with_its_interval() -> None:
    assert (RATES.zone.count, RATES.zone.per_year) == (18, pytest.approx(0.018, abs=0.0005))
    assert all(rate.low < rate.per_year < rate.high and not rate.judged for rate in COUNTED)
    assert RATES.duration.count == 26
    assert RATES.duration.mu_ln_h == pytest.approx(1.55, abs=0.02)
    assert RATES.duration.sigma == pytest.approx(1.14, abs=0.03)


def test_what_is_judged_says_so_and_has_a_range() -> None:
    assert all(rate.judged and rate.low < rate.per_year < rate.high for rate in JUDGED)
    assert RATES.cable_duration.count is None
    assert HIDDEN_RANGE == (1, 5)
    assert (RATES.beta, RATES.launches_fail, RATES.clustering) == (0.03, 0.4, 2.5)


def test_every_region_gets_the_average_and_none_its_own() -> None:
    table = committed("rates").set_index(["events", "regions", "per"])
    assert RATES.zone.per_year == table.loc[("zone", "all", "zone"), "per_year"]
    assert RATES.control_plane.count == table.loc[("control-plane", "all", "region"), "count"]


def test_beta_lies_where_none_of_13_events_puts_it() -> None:
    # Jeffreys: beta distribution of 0 + 1/2 and 13 + 1/2, mean 0.036
    assert RATES.beta == pytest.approx(0.5 / 14, abs=0.006)
    assert (np.random.default_rng(1).beta(0.5, 13.5, 200_000) < 0.135).mean() == pytest.approx(0.95, abs=0.003)


def test_half_of_the_zone_events_hit_about_a_tenth_of_the_zone() -> None:
    shares = dict(RATES.shares)
    assert sum(shares.values()) == 1
    # the middles of 0.05 to 0.15, 0.15 to 0.6 and 0.6 to 1
    assert shares == {(0.05 + 0.15) / 2: 0.5, (0.15 + 0.6) / 2: 0.25, (0.6 + 1) / 2: 0.25}
    assert sum(share * often for share, often in shares.items()) == pytest.approx(0.34, abs=0.01)  # about a third


def test_a_lognormal_has_its_median_tail_and_mean() -> None:
    usual = Duration(1.55, 1.14)
    assert usual.median_h == pytest.approx(4.7, abs=0.05)
    assert usual.p90_h == pytest.approx(exp(1.55 + 1.2816 * 1.14), rel=1e-4)
    assert usual.mean_h == pytest.approx(9, abs=0.1)
    drawn = np.random.default_rng(3).lognormal(1.55, 1.14, 400_000)
    assert np.median(drawn) == pytest.approx(usual.median_h, rel=0.01)
    assert np.quantile(drawn, 0.9) == pytest.approx(usual.p90_h, rel=0.01)
    assert drawn.mean() == pytest.approx(usual.mean_h, rel=0.01)
    for limit_h in (2.0, 10.0, 100.0):
        assert np.minimum(drawn, limit_h).mean() == pytest.approx(usual.mean_within_h(limit_h), rel=0.01)


@given(st.floats(-3, 6), st.floats(0, 3), st.floats(0.1, 1e4))
def test_a_limit_only_shortens(mu: float, sigma: float, limit_h: float) -> None:
    lasting = Duration(mu, sigma)
    assert 0 < lasting.mean_within_h(limit_h) <= min(limit_h, lasting.mean_h) * (1 + 1e-9)
    assert lasting.mean_within_h(limit_h) <= lasting.mean_within_h(2 * limit_h) * (1 + 1e-9)


def test_a_duration_without_spread_is_always_the_same() -> None:
    four = Duration(log(4), 0)
    assert (four.median_h, four.p90_h, four.mean_h, four.mean_within_h(3)) == pytest.approx((4, 4, 4, 3))


def test_they_are_values() -> None:
    assert hash(RATES) == hash(load_rates())
    assert replace(RATES, beta=0.1) != RATES
    with pytest.raises(FrozenInstanceError):
        RATES.beta = 0.5  # type: ignore[misc]


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (lambda: Rate(-1, 0, 1), "rate is -1"),
        (lambda: Rate(1, 2, 3), "low end of a rate is 2"),
        (lambda: Rate(1, 0, 0.5), "high end of a rate is 0.5"),
        (lambda: Duration(1, -1), "sigma of a duration is -1"),
        (lambda: Duration(inf, 1), "logarithm of a duration is inf"),
        (lambda: replace(RATES, beta=2.0), "Beta is 2"),
        (lambda: replace(RATES, clustering=0.0), "clustering is 0"),
        (lambda: replace(RATES, launches_fail=-0.1), "zone event is -0.1"),
        (lambda: replace(RATES, shares=((1.5, 1.0),)), "hit is 1.5"),
        (lambda: replace(RATES, shares=((0.5, 0.5),)), "happen 0.5 times"),
    ],
)
def test_what_cannot_be_is_told_by_its_value(make, named: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=named):
        make()
