"""The café city by hand: how long a walk takes, what a cause closes, and what a parade costs one café and three."""

from __future__ import annotations

from math import hypot

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError, Outage, World, load_world, simulate
from explainer.world import cafes, causes, load_city
from explainer.world.cafe import capacity_rps

LONG_STREET, MILL_STREET = "parade-long-street", "parade-mill-street"
SHOPS = "ABCDEFGHIJKL"
#: three shops in three districts: on Long Street, north of it, south of the river
APART = ("A", "D", "K")


@pytest.fixture(scope="module")
def cafe() -> World:
    return load_world("cafe")


def day(cafe: World, shops: tuple[str, ...], *names: str, seats: float = 60.0) -> tuple[float, float]:
    """People who ask for a coffee while shops are open, and those who get one; every hour by its middle."""
    asked = served = 0.0
    opens_h, closes_h = load_city().opens_h
    for hour in range(int(opens_h), int(closes_h)):
        middle_h = hour + 0.5
        scenario = cafes(*shops, seats=seats, hour_h=middle_h)
        summary = simulate(cafe, scenario.breaking(*(o for name in names for o in causes()[name].at(middle_h)))).summary
        asked += 3600 * summary.offered_rps
        served += 3600 * summary.served_rps
    return asked, served


def lost(cafe: World, shops: tuple[str, ...], *names: str) -> float:
    """Share of a normal day's guests that a cause takes [0..1]."""
    return 1 - day(cafe, shops, *names)[1] / day(cafe, shops)[1]


def test_a_walk_on_one_side_is_the_straight_way_a_quarter_longer_at_12_minutes_a_kilometre(cafe):
    # St Anne 1 at (659, 909), shop A at (1110, 1002)
    by_hand = 12 * 1.25 * hypot(1.110 - 0.659, 1.002 - 0.909)
    assert by_hand == pytest.approx(6.907, abs=1e-3)
    assert cafe.path("St Anne 1", "long-street", "on foot").rtt_ms == pytest.approx(by_hand, rel=1e-6)


def test_a_walk_from_the_south_goes_over_mill_street_and_the_old_bridge(cafe):
    # Mills 3 at (1064, 159); Mill Street at Bridge Street from (1105, 251) to (1110, 298), 47 m; the Old Bridge from
    # (1130, 503) to (1134, 693), 190 m; A at (1110, 1002). Streets count 1.25 times, bridges and crossings once.
    streets_km = hypot(0.041, 0.092) + hypot(0.020, 0.205) + hypot(0.024, 0.309)
    by_hand = 12 * (1.25 * streets_km + 0.047 + 0.190)
    assert by_hand == pytest.approx(12.093, abs=1e-3)
    path = cafe.path("Mills 3", "long-street", "on foot")
    assert path.rtt_ms == pytest.approx(by_hand, rel=1e-5)
    assert [leg.cable for leg in path.legs if leg.cable] == ["mill-street-at-bridge-street", "old-bridge"]


def test_the_day_has_one_coffee_for_everybody_and_one_café_with_60_seats_serves_all_of_it(cafe):
    average = simulate(cafe, cafes("A")).summary
    assert average.offered_rps * 86_400 == pytest.approx(cafe.users.sum())
    asked, served = day(cafe, ("A",))
    assert served == pytest.approx(asked)
    assert 0 < asked < cafe.users.sum()  # some would like theirs at night


def test_seats_bind(cafe):
    scenario = cafes("A", seats=20, hour_h=10)
    outcome = simulate(cafe, scenario)
    assert outcome.summary.served_rps * 3600 == pytest.approx(20 * 2)  # half an hour each: two guests a seat and hour
    assert set(outcome.dropped_rps) == {"no-capacity"}
    assert simulate(cafe, cafes("A", seats=200, hour_h=10)).summary.reach == 1.0
    assert capacity_rps(20) * 3600 == pytest.approx(40)


def test_a_parade_closes_the_shops_on_its_street_and_every_crossing(cafe):
    parade = causes()[LONG_STREET].outages
    assert {outage.target for outage in parade if outage.kind == "zone"} == {"A", "B", "C"}
    crossings = set(cafe.cables.index[cafe.cables["passage"] == "Long Street"])
    assert {outage.target for outage in parade if outage.kind == "cable"} == crossings
    assert {outage.target for outage in causes()[MILL_STREET].outages if outage.kind == "zone"} == {"K"}


def test_a_flood_takes_the_quay_and_the_low_bridges_and_a_feeder_its_blocks():
    assert causes()["flood-river-lune"].outages == {
        Outage("zone", "I"), Outage("zone", "J"), Outage("cable", "west-bridge"), Outage("cable", "harbour-bridge"),
    }  # fmt: skip
    assert causes()["power-north"].outages == {Outage("region", "high-street"), Outage("region", "hill")}
    assert causes()["machine-B"].outages == {Outage("zone", "B")}
    fed = [o.target for name, cause in causes().items() if cause.kind == "power" for o in cause.outages]
    assert sorted(fed) == sorted(load_city().shops["block"].unique())


@pytest.mark.parametrize("name", [LONG_STREET, MILL_STREET])
@given(shops=st.sets(st.sampled_from(SHOPS), min_size=1, max_size=5))
def test_nobody_crosses_a_parade(name, shops):
    cafe = load_world("cafe")
    outcome = simulate(cafe, cafes(*sorted(shops), seats=1000, hour_h=12).breaking(*causes()[name].outages))
    north = {LONG_STREET: ["north"], MILL_STREET: ["north", "centre", "south-bank"]}[name]
    cell_north = cafe.cells["area"].isin(north).to_numpy()
    region_north = cafe.regions["area"].isin(north).to_numpy()
    served = outcome.served
    assert (cell_north[served] == region_north[outcome.serving[served]]).all()


def test_one_café_on_the_route_loses_all_that_it_would_serve_while_the_parade_passes(cafe):
    from_h, to_h = causes()[LONG_STREET].hours_h
    passing = sum(
        3600 * simulate(cafe, cafes("A", hour_h=hour + 0.5)).summary.served_rps
        for hour in range(int(from_h), int(to_h))
    )
    assert lost(cafe, ("A",), LONG_STREET) == pytest.approx(passing / day(cafe, ("A",))[1])
    assert 0.15 < lost(cafe, ("A",), LONG_STREET) < 0.25


def test_the_same_seats_in_three_districts_lose_little_and_in_one_street_as_much_as_one(cafe):
    one = lost(cafe, ("A",), LONG_STREET)
    assert 0 < lost(cafe, APART, LONG_STREET) < one / 4
    assert lost(cafe, ("A", "B", "C"), LONG_STREET) == pytest.approx(one)


def test_a_spare_third_of_the_seats_makes_a_closed_shop_harmless_where_all_can_walk(cafe):
    broken = cafes(*APART, seats=90, hour_h=12).breaking(*causes()["machine-A"].outages)
    assert simulate(cafe, broken).summary.reach == pytest.approx(1.0)
    assert simulate(cafe, cafes(*APART, seats=60, hour_h=12).breaking(*broken.outages)).summary.reach < 1


def test_causes_are_scenarios_like_any_other(cafe):
    scenario = cafes(*APART, hour_h=12)
    for cause in causes().values():
        broken = scenario.breaking(*cause.outages)
        outcome = simulate(cafe, broken)
        assert outcome.summary.reach <= simulate(cafe, scenario).summary.reach
        np.testing.assert_array_equal(simulate(cafe, broken.restored()).rtt_ms, simulate(cafe, scenario).rtt_ms)


def test_shops_and_seats_are_checked():
    with pytest.raises(InputError, match="no shop 'Z'"):
        cafes("Z")
    with pytest.raises(InputError, match="each of them once"):
        cafes("A", "A")
    with pytest.raises(InputError, match="Name at least one"):
        cafes()
    with pytest.raises(InputError, match="seats"):
        cafes("A", seats=-1)
