from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.demand import (
    DAILY_SHAPES,
    Floats,
    average_load_rps,
    hour_factor,
    utc_offset_h,
    weighted_quantiles,
)
from explainer.scenario import PROFILES

offsets = st.floats(-12, 14).map(lambda hour: np.array([hour]))


def test_twenty_requests_a_day_are_the_load_of_one_user() -> None:
    assert average_load_rps(np.array([86_400.0, 0.0])).tolist() == [20.0, 0.0]


@given(st.lists(st.integers(0, 10**8), min_size=1), st.floats(0.001, 1000))
def test_growth_is_a_factor_on_everybody(users: list[int], growth: float) -> None:
    load = average_load_rps(np.array(users, float), growth)
    np.testing.assert_allclose(load, growth * average_load_rps(np.array(users, float)), rtol=1e-12)


@pytest.mark.parametrize("profile", PROFILES)
@given(offset=offsets)
def test_the_hours_of_a_day_add_up_to_the_day_in_every_time_zone(profile: str, offset: Floats) -> None:
    hours = [hour_factor(hour, offset, profile)[0] for hour in range(24)]
    assert np.mean(hours) == pytest.approx(1.0)


@pytest.mark.parametrize("profile", PROFILES)
@given(hour=st.floats(0, 24), offset=offsets)
def test_only_local_time_matters(profile: str, hour: float, offset: Floats) -> None:
    here = hour_factor(hour, offset, profile)
    there = hour_factor((hour + float(offset[0])) % 24, np.array([0.0]), profile)
    np.testing.assert_allclose(here, there, rtol=1e-9, atol=1e-12)


def test_the_evening_peak_comes_to_india_before_it_comes_to_new_york() -> None:
    india, new_york = utc_offset_h(["Asia/Kolkata", "America/New_York"])
    peak = {
        name: max(range(48), key=lambda half: hour_factor(half / 2, np.array([offset]), "consumer")[0]) / 2
        for name, offset in (("india", india), ("new york", new_york))
    }
    assert peak == {"india": 15.5, "new york": 2.0}  # 21:00 on the clock of each


def test_midnight_is_both_ends_of_the_day() -> None:
    for profile in PROFILES:
        assert hour_factor(0, np.zeros(1), profile) == hour_factor(24, np.zeros(1), profile)


def test_every_profile_of_a_scenario_has_a_daily_shape() -> None:
    assert set(DAILY_SHAPES) == set(PROFILES)
    for name, shape in DAILY_SHAPES.items():
        assert len(shape) == 24, name
        assert max(shape) == 1.0, name
        assert min(shape) > 0, name


@given(
    st.lists(st.tuples(st.floats(0, 1000), st.integers(0, 50)), min_size=1).filter(
        lambda rows: any(w for _, w in rows)
    ),
    st.sampled_from([0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1.0]),
)
def test_weighted_quantiles_are_numpys_inverted_cdf(rows: list[tuple[float, int]], share: float) -> None:
    values, weights = np.array(rows, float).T
    expected = np.percentile(values, 100 * share, method="inverted_cdf", weights=weights)
    assert weighted_quantiles(values, weights, [share]) == [expected]


@given(
    st.lists(st.tuples(st.floats(0, 1000), st.integers(0, 9)), min_size=1).filter(lambda rows: any(w for _, w in rows))
)
def test_a_weight_is_as_many_equal_values(rows: list[tuple[float, int]]) -> None:
    values, weights = np.array(rows, float).T
    repeated = np.repeat(values, weights.astype(int))
    for share in (0.5, 0.95):
        expected = np.percentile(repeated, 100 * share, method="inverted_cdf")
        assert weighted_quantiles(values, weights, [share]) == [expected]


def test_without_weight_there_is_no_quantile() -> None:
    assert np.isnan(weighted_quantiles(np.array([]), np.array([]), [0.5, 0.95])).all()
    assert np.isnan(weighted_quantiles(np.array([3.0]), np.array([0.0]), [0.5])).all()
