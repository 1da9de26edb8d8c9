"""Shares and minutes against the published tables, and back again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError
from explainer.model.downtime import (
    budget_min,
    downtime_min_per_year,
    from_downtime,
    from_nines,
    from_times,
    nines,
)


@pytest.mark.parametrize(
    ("a", "minutes"),
    [
        (0.99, 5256),
        (0.995, 2628),
        (0.999, 525.6),
        (0.9995, 262.8),
        (0.9999, 52.56),
        (0.99995, 26.28),
        (0.99999, 5.256),
        (0.999999, 31.536 / 60),
    ],
)
def test_nines_leave_the_published_minutes_a_year(a: float, minutes: float) -> None:
    assert downtime_min_per_year(a) == pytest.approx(minutes)
    assert from_downtime(minutes) == pytest.approx(a)


@pytest.mark.parametrize(("a", "hours"), [(0.99671, 28.8), (0.99741, 22.7), (0.99982, 1.6), (0.99995, 0.44)])
def test_the_tiers_of_data_centres_leave_their_published_hours(a: float, hours: float) -> None:
    assert downtime_min_per_year(a) / 60 == pytest.approx(hours, rel=0.02)


@pytest.mark.parametrize(("a", "minutes"), [(0.9999, 4.38), (0.995, 219.0), (0.99999, 0.438), (1.0, 0.0)])
def test_a_promise_leaves_its_minutes_a_month(a: float, minutes: float) -> None:
    assert budget_min(a) == pytest.approx(minutes)
    assert budget_min(a, hours=365) == pytest.approx(minutes / 2)


@given(st.floats(0, 525_600))
def test_minutes_come_back(minutes: float) -> None:
    assert downtime_min_per_year(from_downtime(minutes)) == pytest.approx(minutes, abs=1e-9)


@given(st.floats(0, 9))
def test_nines_come_back(count: float) -> None:
    assert nines(from_nines(count)) == pytest.approx(count, abs=1e-6)


def test_what_never_fails_has_endless_nines() -> None:
    assert nines([1.0, 0.0, 0.9]).tolist() == pytest.approx([np.inf, 0.0, 1.0])


@given(st.floats(0.001, 1e6), st.floats(0, 1e6))
def test_availability_is_time_up_of_all_time(mtbf_h: float, mttr_h: float) -> None:
    a = from_times(mtbf_h, mttr_h)
    assert 0 < a <= 1
    assert a * (mtbf_h + mttr_h) == pytest.approx(mtbf_h)


def test_rare_failures_cost_rate_times_repair() -> None:
    # 0.01 a year, 9.6 h each: 6 minutes a year
    up_h = 8760 / 0.01 - 9.6
    assert downtime_min_per_year(from_times(up_h, 9.6)) == pytest.approx(0.01 * 9.6 * 60, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: downtime_min_per_year(1.2), "availability is 1.2"),
        (lambda: from_downtime([10, -1]), "downtime a year is -1"),
        (lambda: from_nines(-1), "nines is -1"),
        (lambda: from_times(0, 1), "MTBF"),
        (lambda: from_times(1, np.inf), "MTTR"),
        (lambda: from_times(1, -2), "MTTR is -2"),
        (lambda: budget_min(0.9, hours=9000), "span is 9000"),
    ],
)
def test_what_cannot_be_is_told_by_its_value(call, named: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match=named):
        call()
