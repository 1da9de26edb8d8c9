from __future__ import annotations

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.view.appraise import spans
from explainer.view.words import NO_BREAK

SIZE = {"s": 1 / 60, "min": 1, "h": 60, "day": 1440, "days": 1440}


@given(st.floats(1 / 60, 525_600))
def test_a_stretch_of_time_is_said_within_half_its_last_digit(minutes):
    number, unit = spans.duration(minutes).split(NO_BREAK)
    value = float(number.replace(",", ""))
    off = 0.05 if value < 10 else 0.5
    assert abs(value - minutes / SIZE[unit]) <= off * (1 + 1e-9)
    assert value < {"s": 60, "min": 60, "h": 24}.get(unit, 366)


@given(st.floats(0.01, 1e5), st.floats(0.001, 1e4))
def test_a_time_and_its_error_have_one_unit_and_as_many_decimals(minutes, error):
    value, spread = spans.give_or_take(minutes, error).split(NO_BREAK)[0].split(" ± ")
    assert len(value.partition(".")[2]) == len(spread.partition(".")[2]) <= spans.MOST_DECIMALS


@given(st.integers(0, 100_000))
def test_a_measured_time_loses_nothing(minutes):
    parts = [part.split(NO_BREAK) for part in spans.to_the_minute(minutes).split(" ")]
    assert sum(int(number) * SIZE[unit] for number, unit in parts) == minutes


@pytest.mark.parametrize("say", [spans.duration, spans.to_the_minute])
def test_what_is_no_number_of_minutes_is_said_too(say):
    assert say(nan) == "–"
    assert say(inf) == spans.ENDLESS
