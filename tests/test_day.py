"""A day added up: closed forms where the answer is known without the loop, and what any day must keep."""

from __future__ import annotations

import numpy as np
import pytest

from explainer import InputError, World, load_world, simulate
from explainer.day import Day, through_the_day
from explainer.scenario import Outage
from explainer.world import cafes, causes, load_city

OPENS_H = load_city().opens_h
PARADE = causes()["parade-long-street"]


@pytest.fixture(scope="module")
def cafe() -> World:
    return load_world("cafe")


def nothing(hour_h: float) -> frozenset[Outage]:
    return frozenset()


def test_a_day_in_which_nothing_happens_loses_nothing(cafe):
    day = through_the_day(cafe, cafes("A"), OPENS_H, nothing)
    np.testing.assert_array_equal(day.asked, day.served)
    assert day.lost == 0
    assert (day.hour_h[0], day.hour_h[-1]) == OPENS_H


def test_a_café_closed_for_two_hours_loses_what_is_asked_for_in_them(cafe):
    day = through_the_day(cafe, cafes("A"), OPENS_H, PARADE.at, PARADE.hours_h)
    plain = through_the_day(cafe, cafes("A"), OPENS_H, nothing)
    # demand is straight between full hours, so by hand: trapezoids over the full hours
    asked = {hour: 3600 * simulate(cafe, cafes("A", hour_h=hour)).summary.offered_rps for hour in range(8, 21)}
    by_hand = (asked[11] / 2 + asked[12] + asked[13] / 2) / (
        sum(asked[hour] for hour in range(9, 20)) + (asked[8] + asked[20]) / 2
    )
    assert day.lost == pytest.approx(by_hand, rel=1e-9)
    assert plain.lost == 0


def test_a_change_is_sampled_before_and_after(cafe):
    day = through_the_day(cafe, cafes("A"), OPENS_H, PARADE.at, PARADE.hours_h)
    for hour_h, before_served in ((11.0, True), (13.0, False)):
        first, second = np.flatnonzero(day.hour_h == hour_h)
        assert (day.served[first] > 0) == before_served
        assert (day.served[second] > 0) != before_served
    assert (np.diff(day.hour_h) >= 0).all()


def test_finer_steps_hardly_change_what_is_lost(cafe):
    lost = [
        through_the_day(cafe, cafes(*"ADK"), OPENS_H, PARADE.at, PARADE.hours_h, step_h).lost for step_h in (0.5, 0.25)
    ]
    assert lost[0] == pytest.approx(lost[1], abs=5e-4)
    assert 0 < lost[0] < 0.1


def test_the_part_of_a_day_is_what_has_been(cafe):
    day = through_the_day(cafe, cafes("A"), OPENS_H, PARADE.at, PARADE.hours_h)
    part = day.until(11.6)
    assert part.hour_h[-1] == 11.6
    assert part.served[-1] == 0
    assert part.asked[-1] == pytest.approx(np.interp(11.6, day.hour_h, day.asked))
    assert day.until(5).lost == 0
    whole = day.until(24)
    np.testing.assert_array_equal(whole.hour_h, day.hour_h)
    assert whole.lost == day.lost


def test_what_is_lost_until_then_never_exceeds_what_was_asked():
    day = Day(np.array([8.0, 9.0, 10.0]), np.array([2.0, 2.0, 2.0]), np.array([0.0, 0.0, 0.0]))
    assert day.lost == 1.0
    assert day.until(9).lost == 1.0


def test_a_day_is_checked(cafe):
    with pytest.raises(InputError, match="no samples"):
        through_the_day(cafe, cafes("A"), (20, 8), nothing)
    with pytest.raises(InputError, match="no samples"):
        through_the_day(cafe, cafes("A"), OPENS_H, nothing, step_h=0)
