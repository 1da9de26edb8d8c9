from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from itertools import permutations

import pytest

from explainer import Demand, InputError, Outage, Placement, Scenario, World
from explainer.errors import unknown
from explainer.scenario import OUTAGE_KINDS, Routing, Scaling, check, zones_used

DESIGN = Scenario((Placement("us-east-1"), Placement("eu-west-1", 2)))
LOST_ZONE, LOST_REGION, CUT = Outage("zone", "use1-az1"), Outage("region", "eu-west-1"), Outage("cable", "JED-DJI")


def checked(world: World, scenario: Scenario) -> None:
    check(scenario, world.places, world.travel.access)


def test_a_scenario_is_a_value() -> None:
    again = Scenario((Placement("us-east-1"), Placement("eu-west-1", 2)))
    assert again == DESIGN
    assert hash(again) == hash(DESIGN)
    assert {DESIGN: "seen"}[again] == "seen"
    with pytest.raises(FrozenInstanceError):
        DESIGN.slo_ms = 5  # type: ignore[misc]


def test_lists_given_by_hand_become_hashable() -> None:
    loose = Scenario([Placement("us-east-1", ["use1-az1"])], [CUT])  # type: ignore[arg-type]
    assert loose == Scenario((Placement("us-east-1", ("use1-az1",)),), frozenset({CUT}))
    assert isinstance(hash(loose), int)


def test_breaking_in_any_order_gives_one_scenario() -> None:
    broken = set()
    for order in permutations((LOST_ZONE, LOST_REGION, CUT)):
        scenario = DESIGN
        for outage in order:
            scenario = scenario.breaking(outage)
        broken.add(scenario)
    assert broken == {DESIGN.breaking(LOST_ZONE, LOST_REGION, CUT)}


def test_mending_and_restoring_give_the_first_scenario_back() -> None:
    broken = DESIGN.breaking(LOST_ZONE, CUT)
    assert broken.mending(CUT) == DESIGN.breaking(LOST_ZONE)
    assert broken.mending(CUT, LOST_ZONE) == broken.restored() == DESIGN
    assert DESIGN.mending(LOST_REGION) == DESIGN


def test_what_else_was_chosen_survives_breaking_and_restoring() -> None:
    chosen = replace(DESIGN, demand=Demand(20, 3.0, "business"), slo_ms=50.0, access="wired")
    assert chosen.breaking(CUT).restored() == chosen


def test_targets_are_told_by_kind() -> None:
    broken = DESIGN.breaking(LOST_ZONE, LOST_REGION, CUT)
    broken = broken.breaking(Outage("service", "us-east-1/dns"), Outage("hazard", "39,-77.5,80", 0.5))
    assert {kind: set(broken.targets(kind)) for kind in OUTAGE_KINDS} == {
        "zone": {"use1-az1"},
        "region": {"eu-west-1"},
        "cable": {"JED-DJI"},
        "hazard": {"39,-77.5,80"},
        "slow": set(),
        "control-plane": set(),
        "service": {"us-east-1/dns"},
    }


def test_a_placement_runs_in_its_first_zones_or_in_those_named() -> None:
    zones = ("a", "b", "c")
    assert zones_used(Placement("r", 2), zones) == ("a", "b")
    assert zones_used(Placement("r", ("c", "a")), zones) == ("c", "a")
    assert zones_used(Placement("r", 3), ()) == ()


def test_every_committed_region_zone_and_cable_can_be_named(aws: World) -> None:
    placements = tuple(Placement(code, zones or 1) for code, zones in aws.places.zones_of.items())
    outages = [Outage("zone", zone) for zone in aws.places.region_of]
    outages += [Outage("region", code) for code in aws.places.zones_of]
    outages += [Outage("cable", cable) for cable in aws.places.cables]
    checked(aws, Scenario(placements).breaking(*outages))


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (Scenario((Placement("us-east-9"),)), "no Region 'us-east-9'. Did you mean us-east-"),
        (Scenario((Placement("moon"),)), r"no Region 'moon'. Choose one of af-south-1, .* and \d+ more"),
        (Scenario((Placement("us-east-1", ("euw1-az1",)),)), "no zone of us-east-1 'euw1-az1'"),
        (
            Scenario((Placement("eu-west-1", 7),)),
            "eu-west-1 has 3 zones, and the placement asks for 7. Ask for at most 3",
        ),
        (Scenario((Placement("eu-west-1", ("euw1-az1",) * 2),)), "eu-west-1 names a zone twice"),
        (Scenario(access="pigeon"), "no access 'pigeon'. Choose one of mobile, wifi, wired"),
        (DESIGN.breaking(Outage("region", "us-east-9")), "no Region 'us-east-9'"),
        (DESIGN.breaking(Outage("zone", "use1-az9")), "no zone 'use1-az9'. Did you mean use1-az"),
        (DESIGN.breaking(Outage("cable", "NYC-MARS")), "no cable 'NYC-MARS'"),
        (DESIGN.breaking(Outage("region", "use1-az1")), "no Region 'use1-az1'"),
        (Scenario((Placement("<script>" * 40),)), "no Region '<script><script>.*…. Choose"),
    ],
)
def test_an_unknown_code_is_told_with_what_exists(aws: World, scenario: Scenario, message: str) -> None:
    with pytest.raises(InputError, match=message):
        checked(aws, scenario)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Outage("volcano", "us-east-1"), "no kind of outage 'volcano'. Choose one of cable, control-plane, "),
        (
            lambda: Outage("region", "us-east-1", severity=1.5),
            "severity of us-east-1 is 1.5, which is not between 0 and 1",
        ),
        (lambda: Outage("slow", "us-east-1", added_ms=-1), "wait added at us-east-1 is -1"),
        (
            lambda: Outage("hazard", "Virginia"),
            "hazard 'Virginia' is not a circle. Give latitude, longitude and radius",
        ),
        (lambda: Outage("hazard", "95,0,10"), "latitude of the hazard is 95"),
        (lambda: Outage("hazard", "39,-77,-5"), "radius of the hazard is -5"),
        (lambda: Outage("service", "us-east-1/coffee"), "no service 'coffee'. Choose one of compute, "),
        (lambda: Outage("service", "us-east-1"), "no service ''"),
        (lambda: Routing("nearest"), "no routing policy 'nearest'. Choose one of failover, "),
        (lambda: Routing("weighted"), "has no weight above 0. Give at least one Region a weight"),
        (lambda: Routing("weighted", weights=(("a", -1),)), "weight of a is -1"),
        (lambda: Routing("geoproximity", bias=(("a", 100),)), "bias of a is 100, which is not between -99 and 99"),
        (lambda: Scaling("magic"), "no scaling mode 'magic'"),
        (lambda: Scaling(spare_zones=-1), "number of spare zones is -1"),
        (lambda: Scaling(spare_regions=9), "number of spare Regions is 9"),
        (lambda: Scenario(depends_on=frozenset({"coffee"})), "no service 'coffee'"),
        (lambda: Placement("a", capacity_rps=-1), "capacity in a is -1"),
        (
            lambda: Demand(25),
            r"hour of the day is 25, which is not between 0 and 24 \(UTC\). Give a number in that range",
        ),
        (lambda: Demand(-1), "hour of the day is -1, which is not between"),
        (lambda: Demand(float("nan")), "hour of the day is nan"),
        (lambda: Demand("noon"), "hour of the day is 'noon', which is not"),  # type: ignore[arg-type]
        (lambda: Demand(growth=-0.5), "growth of demand is -0.5, which is not between 0 and 1000"),
        (lambda: Demand(profile="nightly"), "no demand profile 'nightly'. Choose one of business, consumer, flat"),
        (lambda: Scenario(slo_ms=0), "SLO is 0, which is not between 0.001 and 100000"),
        (lambda: Scenario(slo_ms=float("inf")), "SLO is inf"),
        (lambda: Placement("eu-west-1", 0), "number of zones in eu-west-1 is 0, which is not between 1 and 99"),
        (
            lambda: Placement("eu-west-1", ()),
            "placement in eu-west-1 names no zone. Name at least one, or give a number",
        ),
        (lambda: Placement("eu-west-1", 100), "number of zones in eu-west-1 is 100"),
        (lambda: Placement("eu-west-1", True), "number of zones in eu-west-1 is True"),
        (lambda: Scenario((Placement("a"), Placement("a", 1))), "a is placed twice. Give each Region one placement"),
    ],
)
def test_a_bad_value_is_refused_where_it_is_made(make: Callable[[], object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()


def test_an_input_error_is_a_value_error() -> None:
    assert issubclass(InputError, ValueError)
    assert isinstance(unknown("Region", "x", ["y"]), ValueError)


def test_an_error_for_a_name_offers_the_closest_ones() -> None:
    assert str(unknown("Region", "eu-wst-1", ["eu-west-1", "sa-east-1"])) == (
        "There is no Region 'eu-wst-1'. Did you mean eu-west-1?"
    )
    assert str(unknown("Region", "", list("abc"), remedy="Leave it out.")) == "There is no Region ''. Leave it out."
