"""Rates of which only a few are not zero, so that the sum can be done by hand."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, log
from typing import Any

import pytest

from explainer.rates import Duration, Rate, Rates

NEVER = Rate(0, 0, 0)


def rate(per_year: float) -> Rate:
    return Rate(per_year, per_year, per_year)


def hours(value: float) -> Duration:
    return Duration(log(value), 0.0)


def only(**given: Any) -> Rates:
    """Nothing happens but what is given; zones are hit whole, no year is worse than another, all takes 40 hours."""
    usual: dict[str, Any] = {
        "zone": NEVER,
        "region": NEVER,
        "control_plane": NEVER,
        "services": (),
        "cable": NEVER,
        "zone_lost": NEVER,
        "region_lost": NEVER,
        "duration": hours(40),
        "cable_duration": hours(40),
        "shares": ((1.0, 1.0),),
        "beta": 0.0,
        "launches_fail": 0.0,
        "clustering": inf,
    }
    numbers = {name: rate(value) if isinstance(value, int) else value for name, value in given.items()}
    return Rates(**usual | numbers)


@pytest.fixture(name="only", scope="session")
def only_fixture() -> Callable[..., Rates]:
    return only


@pytest.fixture(name="hours", scope="session")
def hours_fixture() -> Callable[[float], Duration]:
    return hours
