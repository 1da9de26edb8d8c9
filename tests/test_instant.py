"""One instant, worked out by hand: capacity, routing, each kind of outage, and each reason to drop.

The line has two Regions, A (zones a1, a2) and B (b1); people near A ask for 1 req/s, near B for 2, on an island without
cables for 1. The pair has two Regions of 60 req/s each. Nobody queues in either; the queue has its own tests.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from explainer import Demand, Outage, Outcome, Placement, Scenario, World, make_world, simulate
from explainer.model.capacity import RATED, queue_ms
from explainer.model.latency import Travel
from explainer.outcome import REASONS
from explainer.scenario import Routing, Scaling

A, B = Placement("A", 2), Placement("B", 1)
GROWS = Scaling("on-demand")
BOTH = Scenario((A, B), scaling=GROWS)
LOST_A, LOST_B = Outage("region", "A"), Outage("region", "B")
NEAR, FAR = 44.112, 197.005  # wait of each cell for the Region nearby and for the other one, test_simulate says why


@pytest.fixture(scope="module")
def pair() -> World:
    """Two Regions with one zone each, 60 req/s near the one and 60 near the other (20 requests a day of 259,200)."""
    places = {"name": ["X", "Y"], "lat": 0.0, "lon": [0.0, 40.0], "area": "land"}
    regions = pd.DataFrame({"region": ["X", "Y"], "status": "launched"} | places).set_index("region")
    zones = pd.DataFrame({"zone": ["x1", "y1"], "region": ["X", "Y"]}).set_index("zone")
    cells = pd.DataFrame(places | {"country": ["LX", "LY"], "users": 259_200, "timezone": ["", "Asia/Tokyo"]})
    cells = cells.assign(country_name=cells["country"], continent="Land")
    return make_world("pair", regions, zones, cells, travel=Travel(service=0.0))


def of_each(outcome: Outcome, regions: tuple[str, ...] = ("A", "B")) -> list[float]:
    """Load that each Region serves."""
    return outcome.regions.loc[list(regions), "load_rps"].round(9).tolist()


# Capacity


def test_two_sites_at_60_per_cent_lose_one_serve_100_of_120_and_drop_a_sixth(pair: World) -> None:
    design = Scenario((Placement("X", 1, capacity_rps=100), Placement("Y", 1, capacity_rps=100)))
    whole, broken = simulate(pair, design), simulate(pair, design.breaking(Outage("region", "X")))
    assert whole.utilisation.tolist() == [0.6, 0.6]
    assert (broken.summary.served_rps, broken.summary.offered_rps) == (100.0, 120.0)
    assert broken.summary.dropped_by_reason == {"no-capacity": 20.0}
    assert 1 - broken.summary.reach == pytest.approx(0.167, abs=0.0005)
    assert broken.served_rps.tolist() == [40.0, 60.0]  # Y serves its own users first
    assert broken.region_refused_rps.tolist() == [0.0, 20.0]
    assert broken.users_served.sum() == pytest.approx(432_000.0)


@pytest.mark.parametrize(("zones", "busy"), [(2, 0.5), (3, 2 / 3), (4, 0.75), (6, 5 / 6)])
def test_statically_stable_a_region_carries_all_without_one_zone(aws: World, zones: int, busy: float) -> None:
    code = next(code for code, known in aws.places.zones_of.items() if len(known) >= zones)
    design = Scenario((Placement(code, zones),))
    whole = simulate(aws, design)
    broken = simulate(aws, design.breaking(Outage("zone", aws.places.zones_of[code][0])))
    row = aws.position(code)
    assert whole.utilisation[row] == pytest.approx(busy)
    assert whole.region_capacity_rps[row] == pytest.approx(whole.summary.offered_rps * zones / (zones - 1))
    assert broken.utilisation[row] == pytest.approx(1.0)
    assert broken.summary.reach == 1.0


def test_without_a_spare_zone_a_lost_one_takes_its_share_along(line: World) -> None:
    tight = Scenario((A, B), scaling=Scaling(spare_zones=0))
    assert simulate(line, tight).region_capacity_rps.tolist() == [1.0, 2.0]
    broken = simulate(line, tight.breaking(Outage("zone", "a1")))
    assert of_each(broken) == [0.5, 2.0]
    assert broken.summary.dropped_by_reason == {"no-capacity": 0.5, "no-route": 1.0}


def test_a_spare_region_lets_any_one_be_lost(line: World) -> None:
    design = Scenario((A, B), scaling=Scaling(spare_regions=1))
    assert (simulate(line, design).region_capacity_rps >= [3.0, 3.0]).all()
    for lost in (LOST_A, LOST_B):
        assert simulate(line, design.breaking(lost)).summary.dropped_by_reason == {"no-route": 1.0}


def test_what_finds_no_room_goes_to_the_next_region_and_then_nowhere(line: World) -> None:
    near_b_full = (Placement("A", 2, capacity_rps=1.75), Placement("B", 1, capacity_rps=0.5))
    outcome = simulate(line, Scenario(near_b_full))
    # B takes 0.5 of the 2 near it, A its own 1 and 0.75 of the rest; 0.75 find no room
    assert of_each(outcome) == [1.75, 0.5]
    assert outcome.served_rps.tolist() == [1.0, 1.25, 0.0]
    assert outcome.region_refused_rps.tolist() == [0.0, 0.75]
    assert outcome.cells["region"].tolist()[:2] == ["A", "A"]  # the Region that answers most of a cell
    assert outcome.rtt_ms[1] == pytest.approx((0.5 * NEAR + 0.75 * FAR) / 1.25, abs=0.001)


def test_capacity_of_a_placement_is_spread_evenly_over_its_zones(line: World) -> None:
    design = Scenario((Placement("A", 2, capacity_rps=8.0), B))
    assert simulate(line, design).region_capacity_rps[0] == 8.0
    assert simulate(line, design.breaking(Outage("zone", "a2"))).region_capacity_rps[0] == 4.0


def test_on_demand_is_built_for_its_load_and_a_tenth_and_grows_while_launches_work(line: World) -> None:
    assert np.isinf(simulate(line, BOTH.breaking(LOST_A)).region_capacity_rps[1])
    frozen = BOTH.breaking(Outage("control-plane", "A"), Outage("control-plane", "B"))
    assert simulate(line, frozen).region_capacity_rps == pytest.approx([1.1, 2.2])
    assert simulate(line, frozen).summary.reach == 0.75
    lost = simulate(line, frozen.breaking(LOST_A)).summary
    assert lost.dropped_by_reason == pytest.approx({"control-plane": 0.8, "no-route": 1.0})


def test_what_is_built_ahead_does_not_ask_the_control_plane(line: World) -> None:
    ahead = Scenario((A, B))
    frozen = ahead.breaking(Outage("control-plane", "A"), Outage("control-plane", "B"), Outage("zone", "a1"))
    assert simulate(line, frozen).summary == simulate(line, ahead).summary


def test_capacity_is_built_for_the_busiest_hour_whatever_hour_it_is(pair: World) -> None:
    def at(hour: float) -> Outcome:
        return simulate(pair, Scenario((Placement("X", 1), Placement("Y", 1)), demand=Demand(hour)))

    asked = [at(hour).offered_rps[0] for hour in range(24)]
    busiest = max(asked)
    assert np.mean(asked) == pytest.approx(60)  # hours change when people ask, not how much
    assert all(at(hour).region_capacity_rps == pytest.approx([busiest] * 2) for hour in (3, 12, 21.5))
    assert at(21).utilisation[0] == pytest.approx(1.0)  # 21 h at X, and 6 h at Y
    assert at(12).utilisation[1] == pytest.approx(1.0)  # 21 h at Y
    assert at(21).utilisation[1] == pytest.approx(0.40)


# The queue


def test_who_waits_for_a_busy_region_waits_in_its_queue_too(pair: World) -> None:
    busy = replace(pair, travel=Travel(service=30.0, workers=4))
    design = Scenario((Placement("X", 1, capacity_rps=100), Placement("Y", 1, capacity_rps=240)))
    still, outcome = simulate(pair, design), simulate(busy, design)
    expected = [queue_ms(np.array([used * RATED]), 4, 30.0)[0] for used in (0.6, 0.25)]
    assert outcome.region_queue_ms == pytest.approx(expected)
    assert outcome.rtt_ms - still.rtt_ms == pytest.approx(expected, abs=1e-4)
    assert outcome.regions["queue_ms"].tolist() == outcome.region_queue_ms.tolist()


def test_the_queue_grows_with_the_load(aws: World) -> None:
    own = Scenario((Placement("eu-west-1", 3, capacity_rps=2e6),))
    waits = [
        simulate(aws, replace(own, demand=Demand(growth=g))).region_queue_ms.max() for g in (0.2, 0.8, 1.2, 1.4, 9)
    ]
    assert waits == sorted(waits)
    assert waits[-1] == pytest.approx(queue_ms(np.array([RATED]), aws.travel.workers, aws.travel.service)[0])


# Routing


def routed(line: World, **rules: object) -> list[str]:
    """Region that answers each of the two cells on the line."""
    outcome = simulate(line, replace(BOTH, routing=Routing(**rules)))  # type: ignore[arg-type]
    return [str(code) for code in outcome.cells["region"][:2]]


def test_by_latency_everybody_goes_to_the_quickest(line: World) -> None:
    assert routed(line, policy="latency") == ["A", "B"]


def test_by_failover_everybody_goes_to_the_first_that_is_healthy(line: World) -> None:
    assert routed(line, policy="failover", order=("B", "A")) == ["B", "B"]
    assert routed(line, policy="failover", order=("B",)) == ["B", "B"]
    ordered = replace(BOTH, routing=Routing("failover", order=("B", "A")))
    assert of_each(simulate(line, ordered.breaking(LOST_B))) == [3.0, 0.0]


def test_by_weight_each_cell_is_shared_out(line: World) -> None:
    weighted = replace(BOTH, routing=Routing("weighted", weights=(("A", 3), ("B", 1))))
    outcome = simulate(line, weighted)
    assert of_each(outcome) == [2.25, 0.75]
    assert outcome.rtt_ms[:2] == pytest.approx([(3 * NEAR + FAR) / 4, (NEAR + 3 * FAR) / 4], abs=0.001)
    assert of_each(simulate(line, weighted.breaking(LOST_A))) == [0.0, 3.0]


def test_by_place_the_most_precise_rule_counts_and_without_one_there_is_no_answer(line: World) -> None:
    assert routed(line, policy="geolocation", places=(("*", "B"), ("LA", "A"))) == ["A", "A"]
    assert routed(line, policy="geolocation", places=(("*", "A"), ("Land", "B"))) == ["B", "B"]
    ruled = replace(BOTH, routing=Routing("geolocation", places=(("LA", "A"),)))
    assert simulate(line, ruled.breaking(LOST_A)).summary.dropped_by_reason == {"no-route": 4.0}


def test_a_bias_draws_people_from_further_away(line: World) -> None:
    # near B: 9 degrees to B, 81 to A; a bias of 90 makes 8.1 of the 81, one of -90 makes 17.1 of the 9
    assert routed(line, policy="geoproximity") == ["A", "B"]
    assert routed(line, policy="geoproximity", bias=(("A", 90),)) == ["A", "A"]
    assert routed(line, policy="geoproximity", bias=(("A", 88),)) == ["A", "B"]
    assert routed(line, policy="geoproximity", bias=(("B", -90),)) == ["A", "B"]


def test_people_who_must_stay_are_served_at_home_or_not_at_all(pair: World) -> None:
    kept = replace(
        Scenario((Placement("X", 1), Placement("Y", 1)), scaling=GROWS), routing=Routing(residency=(("LX", ("Y",)),))
    )
    assert simulate(pair, kept).cells["region"].tolist() == ["Y", "Y"]
    told = simulate(pair, kept.breaking(Outage("region", "Y"))).summary
    assert told.dropped_by_reason == {"not-compliant": 60.0}
    assert told.served_rps == 60.0  # those of LY may go anywhere


def test_when_nobody_is_healthy_all_are_asked_again(line: World) -> None:
    sick = BOTH.breaking(Outage("service", "A/compute", 0.9), Outage("service", "B/compute", 0.9))
    told = simulate(line, sick).summary
    assert told.served_rps == pytest.approx(0.3)  # a tenth of 3, from Regions that no check calls healthy
    assert told.dropped_by_reason == pytest.approx({"dependency": 2.7, "no-route": 1.0})
    one = BOTH.breaking(Outage("service", "A/compute", 0.9))
    assert of_each(simulate(line, one)) == [0.0, 3.0]


# Outages


def test_a_lost_zone_leaves_the_others_its_load(line: World) -> None:
    outcome = simulate(line, BOTH.breaking(Outage("zone", "a1")))
    assert outcome.zones["load_rps"].tolist() == [0.0, 1.0, 2.0]
    assert outcome.summary.reach == 0.75


def test_a_region_hit_in_part_carries_a_part(pair: World) -> None:
    design = Scenario((Placement("X", 1, capacity_rps=100), Placement("Y", 1, capacity_rps=70)))
    outcome = simulate(pair, design.breaking(Outage("region", "X", severity=0.75)))
    assert outcome.region_capacity_rps.tolist() == [25.0, 70.0]
    assert of_each(outcome, ("X", "Y")) == [25.0, 70.0]
    assert outcome.region_up.all()
    zone = simulate(pair, design.breaking(Outage("zone", "x1", severity=0.75)))
    assert zone.summary == outcome.summary


def test_what_is_hit_to_no_part_is_as_it_was(aws: World) -> None:
    design = Scenario((Placement("us-east-1"), Placement("eu-west-1")))
    none = [
        Outage("region", "us-east-1", 0.0), Outage("zone", "euw1-az1", 0.0), Outage("cable", "JED-DJI", 0.0),
        Outage("hazard", "39,-77.5,80", 0.0), Outage("slow", "us-east-1", 0.0, 90.0),
        Outage("control-plane", "us-east-1", 0.0), Outage("service", "us-east-1/compute", 0.0),
    ]  # fmt: skip
    whole, broken = simulate(aws, design), simulate(aws, design.breaking(*none))
    assert broken.summary == whole.summary
    np.testing.assert_array_equal(broken.rtt_ms, whole.rtt_ms)


def test_a_cut_cable_makes_a_detour(aws: World) -> None:
    cable = next(leg.cable for leg in aws.path("Jayapura", "eu-west-1").legs if leg.cable)
    design = Scenario((Placement("eu-west-1"),), scaling=GROWS)
    cell = aws.cell("Jayapura")
    whole, broken = simulate(aws, design), simulate(aws, design.breaking(Outage("cable", cable)))
    assert broken.rtt_ms[cell] > whole.rtt_ms[cell]
    assert (whole.cut_cables, broken.cut_cables) == (frozenset(), {cable})


def test_a_hazard_takes_the_regions_and_landings_that_lie_in_its_circle(aws: World) -> None:
    design = Scenario((Placement("us-east-1"), Placement("us-east-2"), Placement("eu-west-1")), scaling=GROWS)
    storm = Outage("hazard", "39.0,-77.5,150")
    outcome = simulate(aws, design.breaking(storm))
    down = set(aws.regions.index[~outcome.region_up])
    assert down == {"us-east-1"}
    assert not outcome.cut_cables
    assert not outcome.zone_up[aws.zones["region"].to_numpy() == "us-east-1"].any()
    flood = simulate(aws, design.breaking(Outage("hazard", "21.5,39.2,200")))  # Jeddah
    assert flood.region_up[[aws.position(code) for code in ("us-east-1", "us-east-2", "eu-west-1")]].all()
    assert flood.cut_cables
    assert all("JED" in cable for cable in flood.cut_cables)


def test_a_slow_region_adds_its_wait_to_whom_it_answers(line: World) -> None:
    outcome = simulate(line, BOTH.breaking(Outage("slow", "A", added_ms=60.0)))
    assert outcome.rtt_ms[:2] == pytest.approx([NEAR + 60, NEAR], abs=0.001)
    half = simulate(line, BOTH.breaking(Outage("slow", "A", 0.5, 60.0)))
    assert half.rtt_ms[0] == pytest.approx(NEAR + 30, abs=0.001)


def test_a_slow_zone_adds_the_share_that_it_carries(line: World) -> None:
    slow = Outage("slow", "a1", added_ms=60.0)
    assert simulate(line, BOTH.breaking(slow)).rtt_ms[0] == pytest.approx(NEAR + 30, abs=0.001)
    assert simulate(line, BOTH.breaking(slow, Outage("zone", "a2"))).rtt_ms[0] == pytest.approx(NEAR + 60, abs=0.001)
    elsewhere = replace(BOTH, placements=(Placement("A", ("a2",)), B))
    assert simulate(line, elsewhere.breaking(slow)).rtt_ms[0] == pytest.approx(NEAR, abs=0.001)


def test_a_service_that_fails_hits_only_those_who_depend_on_it(line: World) -> None:
    fails = Outage("service", "A/database", 0.4)
    free, bound = BOTH, replace(BOTH, depends_on=frozenset({"compute", "database"}))
    assert simulate(line, free.breaking(fails)).summary == simulate(line, free).summary
    outcome = simulate(line, bound.breaking(fails))
    assert of_each(outcome) == [pytest.approx(0.6), 2.0]
    assert outcome.summary.dropped_by_reason == pytest.approx({"dependency": 0.4, "no-route": 1.0})
    gone = simulate(line, bound.breaking(Outage("service", "A/database")))
    assert of_each(gone) == [0.0, 3.0]  # not healthy, so B is asked


# Reasons


def test_every_reason_of_an_instant_occurs_and_is_the_right_one(pair: World) -> None:
    """One scenario a reason; "waiting-for-dns" takes time, and is told by the timeline."""
    own = (Placement("X", 1, capacity_rps=50), Placement("Y", 1, capacity_rps=50))
    two = Scenario((Placement("X", 1), Placement("Y", 1)), scaling=GROWS)
    frozen = [Outage("control-plane", code) for code in ("X", "Y")]
    found = {
        "no-route": two.breaking(Outage("region", "X"), Outage("region", "Y")),
        "no-capacity": Scenario(own),
        "control-plane": two.breaking(*frozen, Outage("region", "X")),
        "not-compliant": replace(two, routing=Routing(residency=(("LX", ()),))),
        "dependency": two.breaking(Outage("service", "X/compute", 0.5)),
    }
    for reason, scenario in found.items():
        outcome = simulate(pair, scenario)
        assert set(outcome.dropped_rps) == {reason}
        assert outcome.summary.dropped_rps > 0
    assert set(found) | {"waiting-for-dns"} == set(REASONS)


def test_who_must_ask_a_sick_region_fails_for_its_dependency(pair: World) -> None:
    kept = Scenario(
        (Placement("X", 1), Placement("Y", 1)), routing=Routing(residency=(("LX", ("X",)),)), scaling=GROWS
    ).breaking(Outage("service", "X/compute"))
    assert simulate(pair, kept).summary.dropped_by_reason == {"dependency": 60.0}


def test_a_rule_that_forbids_all_that_has_weight_is_named_as_the_reason(pair: World) -> None:
    rules = Routing("weighted", weights=(("X", 1),), residency=(("LX", ("Y",)),))
    told = simulate(pair, Scenario((Placement("X", 1), Placement("Y", 1)), routing=rules, scaling=GROWS)).summary
    assert told.dropped_by_reason == {"not-compliant": 60.0}


def test_what_works_half_and_is_full_has_two_reasons(pair: World) -> None:
    design = Scenario((Placement("X", 1, capacity_rps=40), Placement("Y", 1, capacity_rps=40)))
    told = simulate(pair, design.breaking(Outage("service", "X/compute", 0.5))).summary
    assert told.dropped_by_reason == {"dependency": 20.0, "no-capacity": 40.0}
    assert told.served_rps == 60.0
