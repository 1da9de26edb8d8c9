from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import Demand, Outage, Placement, Scaling, Scenario, World
from explainer.design import cost_of

NONE_SPARE = Scaling(spare_zones=0)


def test_one_region_at_price_1_with_nothing_to_spare_costs_1(aws: World) -> None:
    cost = cost_of(aws, Scenario((Placement("us-east-1"),), scaling=NONE_SPARE))
    assert (cost.index, cost.standby) == (pytest.approx(1), 0)


def test_no_placements_cost_nothing(aws: World) -> None:
    assert cost_of(aws, Scenario()).index == 0


@pytest.mark.parametrize(("zones", "spare"), [(2, 1.0), (3, 1 / 2), (6, 1 / 5)])
def test_a_spare_zone_of_n_costs_one_part_of_n_minus_one(aws: World, zones: int, spare: float) -> None:
    cost = cost_of(aws, Scenario((Placement("us-east-1", zones),)))
    assert cost.standby == pytest.approx(spare * cost.compute)


def test_what_is_paid_for_is_told_part_by_part_in_a_case_by_hand(line: World) -> None:
    # A serves 1 req/s of 4 and B 2, the island nobody; each must carry all 3 when the other is lost; no prices known
    design = Scenario((Placement("A", 2), Placement("B", 1)), scaling=Scaling(spare_zones=0, spare_regions=1))
    cost = cost_of(line, design)
    assert cost.compute == pytest.approx(3 / 4 / 1.1)
    assert cost.standby == pytest.approx(3 / 4 / 1.1)
    assert cost.copies == pytest.approx(0.2 / 1.1)
    assert cost.assumed == ("A", "B")


def test_a_region_without_a_price_is_named(aws: World) -> None:
    assert cost_of(aws, Scenario((Placement("ap-east-2"), Placement("us-east-1")))).assumed == ("ap-east-2",)


def test_an_outage_changes_no_bill(aws: World) -> None:
    design = Scenario((Placement("us-east-1"), Placement("eu-west-1")))
    assert cost_of(aws, design.breaking(Outage("region", "eu-west-1"))) == cost_of(aws, design)


def test_what_scales_on_demand_pays_for_a_tenth_more_than_it_uses(aws: World) -> None:
    cost = cost_of(aws, Scenario((Placement("us-east-1"),), scaling=Scaling("on-demand")))
    assert cost.standby == pytest.approx(0.1 * cost.compute)


def test_an_hour_of_the_day_means_capacity_for_the_busiest(aws: World) -> None:
    usual = Scenario((Placement("us-east-1"),))
    late, early = (
        cost_of(aws, Scenario(usual.placements, demand=Demand(hour_utc=hour, growth=3))) for hour in (3.0, 15.0)
    )
    assert late == early
    assert late.compute == pytest.approx(cost_of(aws, usual).compute)
    assert late.standby > cost_of(aws, usual).standby


@given(st.sets(st.sampled_from(["us-east-1", "eu-west-1", "ap-south-1", "sa-east-1"]), min_size=2))
def test_more_to_spare_never_costs_less(aws: World, codes: set[str]) -> None:
    placed = tuple(Placement(code) for code in sorted(codes))
    costs = [cost_of(aws, Scenario(placed, scaling=Scaling(spare_regions=lost))).index for lost in range(3)]
    assert costs == sorted(costs)


def test_the_street_has_its_costs_too(street: World) -> None:
    both = Scenario((Placement("west", 2), Placement("east", 1)), scaling=NONE_SPARE, access="on foot")
    assert cost_of(street, both).index == pytest.approx((1 + 0.2) / 1.1)
