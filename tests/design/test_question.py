"""What is asked is checked before anything is done: what was given, what is allowed, what to do."""

from __future__ import annotations

from typing import Any

import pytest

from explainer import Demand, InputError, Outage, Placement, Scenario, World
from explainer.design import best_placements, cost_of, pareto
from explainer.design.question import ask

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"k": 33}, "The number of Regions is 33, which is not between 1 and 32"),
    ({"k": 0}, "The number of Regions is 0"),
    ({"k": 2.5}, r"The number of Regions is 2\.5\. Give a whole number"),
    ({"k": True}, "Give a whole number"),
    ({"k": 3, "regions": ["us-east-1", "eu-west-1"]}, "not between 1 and 2"),
    ({"survive": 3}, "3 Regions cannot lose 3 and go on. Choose at least 4"),
    ({"k": 1, "survive": 1}, "1 Region cannot lose 1 and go on"),
    ({"survive": -1}, "The number of Regions to lose is -1"),
    ({"survive": 4, "k": 6}, "not between 0 and 3"),
    ({"slo_ms": 0}, "The SLO is 0"),
    ({"slo_share": 1.2}, "The share of people within the SLO is 1.2"),
    ({"slo_share": float("nan")}, "The share of people within the SLO is nan"),
    ({"most_rps": -1}, "The largest load of a Region is -1"),
    ({"time_limit_s": -1}, "The time limit is -1"),
    ({"zones": 0}, "The number of zones is 0"),
    ({"objective": "price"}, "There is no objective 'price'. Choose one of"),
    ({"regions": ["us-east-9"]}, r"no Region 'us-east-9'. Did you mean us-east"),
    ({"regions": ["me-south-1"]}, "me-south-1 is impaired, which is excluded. Leave it out, or allow that"),
    ({"regions": ["cn-north-1"]}, "cn-north-1 is in aws-cn, which is excluded"),
    ({"exclude_statuses": ["broken"]}, "no status 'broken'"),
    ({"exclude_statuses": ["launched", "announced", "impaired"]}, "No Region is left to choose from"),
    ({"partitions": ["aws-moon"]}, "no partition 'aws-moon'"),
    ({"residency": {"IN": ["cn-north-1"]}}, "IN may be served only from cn-north-1, and none of that may be chosen"),
    ({"residency": {"IN": []}}, "IN may be served only from nowhere"),
    ({"residency": {"XX": ["eu-west-1"]}}, "no country 'XX'"),
    ({"residency": {"IN": ["mumbai"]}}, "no Region 'mumbai'"),
    ({"residency": 7}, "The residency rules are 7. Give countries and their Regions"),
    ({"base": Scenario(access="fax")}, "no access 'fax'"),
    ({"base": Scenario(demand=Demand(growth=0))}, "Nobody asks for anything"),
]


@pytest.mark.parametrize(("wrong", "told"), WRONG)
def test_a_bad_wish_is_told_with_what_to_do(aws: World, wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(InputError, match=told):
        best_placements(aws, **({"k": 3} | wrong))


def test_the_front_checks_too(aws: World) -> None:
    with pytest.raises(InputError, match="number of Regions is 40"):
        pareto(aws, 40)
    with pytest.raises(InputError, match="Nobody asks"):
        pareto(aws, 2, base=Scenario(demand=Demand(growth=0)))


def test_the_cost_of_what_the_world_does_not_have_is_told(aws: World) -> None:
    with pytest.raises(InputError, match="no Region 'nowhere'"):
        cost_of(aws, Scenario((Placement("nowhere"),)))


def test_only_running_regions_of_the_largest_partition_may_be_chosen_unless_asked(aws: World) -> None:
    usual = ask(aws, 3, 100)
    chosen = aws.regions.loc[list(usual.codes(range(len(usual.rows))))]
    assert set(chosen["partition"]) == {"aws"}
    assert set(chosen["status"]) == {"launched"}
    assert len(ask(aws, 3, 100, exclude_statuses=(), partitions=["aws", "aws-cn"]).rows) > len(usual.rows)


def test_what_a_base_has_placed_and_broken_is_not_looked_at(aws: World) -> None:
    base = Scenario((Placement("eu-west-1"),), slo_ms=40).breaking(Outage("region", "us-east-1"))
    assert best_placements(aws, 2, base=base).scenario == best_placements(aws, 2).scenario


def test_a_region_with_fewer_zones_uses_all_it_has(aws: World, street: World) -> None:
    assert [place.zones for place in ask(street, 2, 10).scenario([0, 1]).placements] == [2, 1]
    six = ask(aws, 2, 100, regions=["us-east-1", "eu-west-1"], zones=6)
    assert {place.region: place.zones for place in six.scenario([0, 1]).placements} == {"us-east-1": 6, "eu-west-1": 3}


def test_an_announced_region_can_be_asked_for(aws: World) -> None:
    best = best_placements(aws, 1, regions=["sa-west-1"], exclude_statuses=["impaired"])
    assert best.placements == (Placement("sa-west-1"),)
    assert best.summary.within_slo == pytest.approx(best.objective_value, abs=1e-12)
