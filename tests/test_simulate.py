"""What simulate answers, worked out by hand; the laws that hold for any scenario are in test_laws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explainer import Demand, InputError, Outage, Placement, Scenario, World, simulate
from explainer.scenario import Routing, Scaling

GROWS = Scaling("on-demand")  # while launches work, nothing is ever full
BOTH = Scenario((Placement("A", 2), Placement("B", 1)), scaling=GROWS)
LOST_A, LOST_A1, LOST_A2 = Outage("region", "A"), Outage("zone", "a1"), Outage("zone", "a2")
STREET = Scenario((Placement("west", 2), Placement("east", 1)), scaling=GROWS, slo_ms=8, access="on foot")

#: the line, with wi-fi (20 ms) and the Region (5 ms), 2.123516 ms a degree:
NEAR = 20 + 5 + 9 * 2.123516  #   44.112 ms from each cell to the Region nearby
FAR = 20 + 5 + 81 * 2.123516  #  197.005 ms to the other one


def test_each_cell_is_answered_by_the_region_nearby(line: World) -> None:
    outcome = simulate(line, BOTH)
    assert outcome.cells["region"].tolist()[:2] == ["A", "B"]
    assert outcome.rtt_ms[:2] == pytest.approx([NEAR, NEAR], abs=0.001)
    assert outcome.regions["load_rps"].to_dict() == {"A": 1.0, "B": 2.0}


def test_the_ten_numbers_of_two_regions(line: World) -> None:
    told = simulate(line, BOTH).summary
    # 3 of 4 requests a second are served, all in 44 ms; the island is not reached
    assert (told.offered_rps, told.served_rps, told.dropped_rps) == (4.0, 3.0, 1.0)
    assert told.dropped_by_reason == {"no-route": 1.0}
    assert (told.reach, told.within_slo) == (0.75, 0.75)
    assert [told.rtt_p50_ms, told.rtt_p95_ms, told.rtt_p99_ms] == pytest.approx([NEAR] * 3, abs=0.001)
    assert (told.users, told.users_served) == (17_280.0, 12_960.0)


def test_the_ten_numbers_with_a_region_lost(line: World) -> None:
    outcome = simulate(line, BOTH.breaking(LOST_A))
    told = outcome.summary
    assert outcome.cells["region"].tolist()[:2] == ["B", "B"]
    assert outcome.regions["load_rps"].to_dict() == {"A": 0.0, "B": 3.0}
    # 2 of the 3 served wait 44 ms, the third one 197 ms: half and two thirds are quick, the last third is not
    assert (told.reach, told.within_slo) == (0.75, 0.5)
    assert [told.rtt_p50_ms, told.rtt_p95_ms, told.rtt_p99_ms] == pytest.approx([NEAR, FAR, FAR], abs=0.001)


def test_with_both_regions_lost_nobody_is_served(line: World) -> None:
    told = simulate(line, BOTH.breaking(LOST_A, Outage("zone", "b1"))).summary
    assert (told.reach, told.within_slo, told.served_rps, told.dropped_rps) == (0.0, 0.0, 0.0, 4.0)
    assert np.isnan([told.rtt_p50_ms, told.rtt_p95_ms, told.rtt_p99_ms]).all()


def test_a_region_serves_while_one_of_its_zones_is_up(line: World) -> None:
    whole, broken = simulate(line, BOTH), simulate(line, BOTH.breaking(LOST_A1))
    assert broken.summary == whole.summary
    assert broken.regions["up"].all()


def test_a_lost_last_zone_equals_a_lost_region(line: World) -> None:
    zones, region = simulate(line, BOTH.breaking(LOST_A1, LOST_A2)), simulate(line, BOTH.breaking(LOST_A))
    assert zones.summary == region.summary
    assert zones.regions.equals(region.regions)
    assert zones.zones.equals(region.zones)


def test_a_zone_that_the_design_does_not_use_holds_nothing_up(line: World) -> None:
    thin = Scenario((Placement("A", 1), Placement("B", 1)), scaling=GROWS)
    assert simulate(line, thin.breaking(LOST_A2)).summary == simulate(line, thin).summary
    assert simulate(line, thin.breaking(LOST_A1)).summary == simulate(line, thin.breaking(LOST_A)).summary


def test_zones_named_by_hand_are_the_ones_that_count(line: World) -> None:
    second = Scenario((Placement("A", ("a2",)), Placement("B", 1)))
    assert simulate(line, second.breaking(LOST_A1)).regions.loc["A", "up"]
    assert not simulate(line, second.breaking(LOST_A2)).regions.loc["A", "up"]


def test_an_empty_design_drops_everything(line: World) -> None:
    outcome = simulate(line, Scenario())
    assert not outcome.served.any()
    assert outcome.summary.dropped_by_reason == {"no-route": 4.0}


def test_the_slo_itself_is_still_in_time(street: World) -> None:
    longest = simulate(street, STREET).rtt_ms.max()
    at, below = (
        simulate(street, replace(STREET, slo_ms=float(slo))) for slo in (longest, np.nextafter(longest, np.float32(0)))
    )
    assert at.summary.within_slo == 1.0
    assert below.summary.within_slo < 1.0
    assert at.by(street.continents)["within_slo"].tolist() == [1.0, 1.0]
    assert below.by(street.continents)["within_slo"].min() < 1.0


def test_access_is_added_to_every_wait(aws: World) -> None:
    design = Scenario((Placement("eu-west-1"),))
    wired, wifi = (simulate(aws, replace(design, access=access)).rtt_ms for access in ("wired", "wifi"))
    np.testing.assert_allclose(wifi - wired, 12.0, atol=1e-4)


def test_growth_changes_the_load_and_nobodys_wait(aws: World) -> None:
    design = Scenario((Placement("eu-west-1"), Placement("us-east-1")))
    one, three = simulate(aws, design), simulate(aws, replace(design, demand=Demand(growth=3.0)))
    np.testing.assert_allclose(three.offered_rps, 3 * one.offered_rps)
    np.testing.assert_array_equal(three.rtt_ms, one.rtt_ms)
    assert three.summary.reach == one.summary.reach


@pytest.mark.parametrize("profile", ["consumer", "business", "flat"])
def test_the_24_hours_add_up_to_the_day(aws: World, profile: str) -> None:
    design = Scenario((Placement("eu-west-1"),))
    for growth in (1.0, 2.5):
        hours = [
            simulate(aws, replace(design, demand=Demand(hour, growth, profile))).summary.offered_rps
            for hour in range(24)
        ]
        day = simulate(aws, replace(design, demand=Demand(None, growth, profile))).summary.offered_rps
        assert sum(hours) / 24 == pytest.approx(day)


def test_load_follows_local_time(aws: World) -> None:
    def asked(hour: float) -> float:
        outcome = simulate(aws, Scenario((Placement("eu-west-1"),), demand=Demand(hour, profile="consumer")))
        return float(outcome.offered_rps[aws.cell("Tokyo")])

    assert max(range(24), key=asked) == 12  # 21:00 in Tokyo
    assert min(range(24), key=asked) == 19  # 04:00 in Tokyo


def test_red_sea_cables_cut_move_people_and_drop_nobody(aws: World) -> None:
    design = Scenario((Placement("eu-west-1"), Placement("us-east-1")), scaling=GROWS)
    cut = [Outage("cable", str(cable)) for cable in aws.cables.index[aws.cables["passage"] == "Red Sea"]]
    whole, broken = simulate(aws, design), simulate(aws, design.breaking(*cut))
    assert broken.summary.reach == 1.0
    assert broken.summary.rtt_p95_ms > whole.summary.rtt_p95_ms
    assert (broken.rtt_ms >= whole.rtt_ms).all()


def test_cells_that_cut_cables_leave_without_a_way_are_dropped(aws: World) -> None:
    design = Scenario((Placement("eu-west-1"),))
    broken = simulate(aws, design.breaking(*(Outage("cable", str(cable)) for cable in aws.cables.index)))
    at_home = aws.cells["area"].to_numpy() == aws.regions.loc["eu-west-1", "area"]
    np.testing.assert_array_equal(broken.served, at_home)
    np.testing.assert_array_equal(broken.dropped_rps["no-route"], np.where(at_home, 0.0, broken.offered_rps))
    assert broken.cells.loc[~at_home, "region"].isna().all()


@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (Scenario((Placement("us-east-9"),)), "no Region 'us-east-9'"),
        (Scenario(access="pigeon"), "no access 'pigeon'"),
        (Scenario().breaking(Outage("zone", "use1-az9")), "no zone 'use1-az9'"),
        (Scenario().breaking(Outage("cable", "NYC-MARS")), "no cable 'NYC-MARS'"),
        (Scenario((Placement("eu-west-1", 9),)), "eu-west-1 has 3 zones, and the placement asks for 9"),
        (Scenario().breaking(Outage("slow", "moon")), "no Region or zone 'moon'"),
        (Scenario().breaking(Outage("control-plane", "use1-az1")), "no Region 'use1-az1'"),
        (Scenario().breaking(Outage("service", "moon/database")), "no Region 'moon'"),
        (Scenario(routing=Routing("failover", order=("moon",))), "no Region 'moon'"),
        (Scenario(routing=Routing(residency=(("DE", ("moon",)),))), "no Region 'moon'"),
    ],
)
def test_a_code_that_the_world_does_not_have_is_told(aws: World, scenario: Scenario, message: str) -> None:
    with pytest.raises(InputError, match=message):
        simulate(aws, scenario)


def test_an_announced_region_serves_when_chosen_on_purpose(aws: World) -> None:
    announced = aws.regions.index[aws.regions["status"] == "announced"]
    for code in announced:
        outcome = simulate(aws, Scenario((Placement(code),)))
        assert outcome.summary.reach == 1.0
        assert outcome.regions.loc[code, "load_rps"] == pytest.approx(outcome.summary.served_rps)


def test_the_street_is_asked_the_same_way_as_the_cloud(street: World) -> None:
    whole = simulate(street, STREET)
    # minutes: Mill and Church 7 to the west block, Quay 7 and Park 4 to the east one; 50, 50 of 100 people
    assert whole.cells["region"].tolist() == ["west", "west", "east", "east"]
    assert whole.rtt_ms.round(3).tolist() == [7, 7, 7, 4]
    assert whole.regions["load_rps"].tolist() == pytest.approx([50 * 20 / 86_400] * 2)
    assert whole.zones["load_rps"].tolist() == pytest.approx([25 * 20 / 86_400] * 2 + [50 * 20 / 86_400])
    assert whole.by(street.continents)["reach"].to_dict() == {"East side": 1.0, "West side": 1.0}


def test_losing_the_only_shop_of_a_block_sends_people_over_the_bridge(street: World) -> None:
    shut = STREET.breaking(Outage("zone", "e1"))
    over = simulate(street, shut)
    assert over.rtt_ms.round(3).tolist() == [7, 7, 25, 34]
    assert (over.summary.reach, over.summary.within_slo) == pytest.approx((1.0, 0.5))
    closed = simulate(street, shut.breaking(Outage("cable", "bridge")))
    assert closed.cells["served"].tolist() == [True, True, False, False]
    assert closed.summary.users_served == pytest.approx(50.0)
    assert (
        simulate(street, shut.breaking(Outage("cable", "bridge")).restored()).summary
        == simulate(street, STREET).summary
    )
