"""What shares a cause: straits, metros, storms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError, Outage, Placement, Scenario, World, load_world, simulate
from explainer.model.geo import great_circle_km
from explainer.survey import shared_causes, survey
from explainer.survey.causes import NEAR_KM

REGIONS = load_world().regions
GULF = Scenario((Placement("me-central-1"), Placement("me-south-1", zones=2), Placement("sa-east-1", zones=1)))


def test_the_gulf_shares_its_storm_its_metros_and_the_straits(aws: World) -> None:
    causes = {cause.code: cause for cause in shared_causes(aws, GULF)}
    assert causes["metro:me-central-1"].targets == aws.places.zones_of["me-central-1"]
    assert causes["metro:me-south-1"].targets == ("mes1-az1", "mes1-az2")
    assert "metro:sa-east-1" not in causes  # one zone shares with nobody
    storms = [cause for cause in causes.values() if cause.kind == "storm"]
    assert [storm.targets[:2] for storm in storms] == [("me-central-1", "me-south-1")]
    assert set(storms[0].targets[2:]) <= set(aws.cables.index)
    straits = {cause.code: cause.targets for cause in causes.values() if cause.kind == "strait"}
    in_red_sea = aws.cables.index[aws.cables["passage"] == "Red Sea"]
    assert straits["strait:Red Sea"] == tuple(in_red_sea)
    assert all(len(cables) > 1 for cables in straits.values())


def test_a_storm_does_what_is_written_in_it(aws: World) -> None:
    storm = next(cause for cause in shared_causes(aws, GULF) if cause.kind == "storm")
    told = simulate(aws, GULF.breaking(*storm.outages))
    assert told.regions["up"][["me-central-1", "me-south-1", "sa-east-1"]].tolist() == [False, False, True]
    assert set(storm.targets[2:]) == told.cut_cables
    ranked = survey(aws, GULF, 1, "cause").set_index("targets")
    assert ranked.loc[[(storm.code,)], "reach"].iloc[0] == told.summary.reach


def test_what_is_lost_already_cannot_be_taken_again(aws: World) -> None:
    broken = GULF.breaking(
        Outage("region", "me-south-1"),
        Outage("zone", "mec1-az1"),
        *(Outage("cable", cable) for cable in aws.cables.index[aws.cables["passage"] == "Red Sea"][:-1]),
    )
    causes = {cause.code: cause for cause in shared_causes(aws, broken)}
    assert {"metro:me-south-1", "strait:Red Sea"}.isdisjoint(causes)
    assert causes["metro:me-central-1"].targets == ("mec1-az2", "mec1-az3")
    assert not [code for code in causes if code.startswith("storm")]


def test_the_street_and_a_world_without_cables_have_their_causes(street: World, line: World) -> None:
    shops = Scenario((Placement("west", 2), Placement("east", 1)), access="on foot")
    storm = shared_causes(street, shops)[-1]
    assert [cause.code for cause in shared_causes(street, shops)] == ["metro:west", "storm:west+east"]
    assert storm.targets == ("west", "east", "bridge")
    ranked = survey(street, shops, 1, "cause")
    assert ranked["reach"].tolist() == [0.0, simulate(street, shops.breaking(Outage("region", "west"))).summary.reach]
    alone = [cause.code for cause in shared_causes(line, Scenario((Placement("A", 2), Placement("B", 1))))]
    assert alone == ["metro:A"]


@given(st.sets(st.sampled_from(sorted(REGIONS.index)), min_size=2, max_size=8), st.sampled_from([300.0, 500.0, 3000.0]))
def test_regions_share_a_storm_just_when_they_are_near(aws: World, codes: set[str], near_km: float) -> None:
    design = Scenario(tuple(Placement(code) for code in sorted(codes)))
    at = aws.regions.loc[:, ["lat", "lon"]]
    near = {
        (one, other)
        for one in codes
        for other in codes
        if one < other and float(great_circle_km(*at.loc[one], *at.loc[other])) <= near_km
    }
    storms = [cause for cause in shared_causes(aws, design, near_km) if cause.kind == "storm"]
    pairs = [tuple(sorted(storm.code.removeprefix("storm:").split("+"))) for storm in storms]
    assert set(pairs) == near
    assert len(pairs) == len(near)
    for storm, (one, other) in zip(storms, pairs, strict=True):
        assert {one, other} <= set(storm.targets)


def test_regions_across_the_date_line_are_near(aws: World) -> None:
    moved = aws.regions.copy()
    moved.loc["eu-west-1", ["lat", "lon"]] = [0.0, 179.0]
    moved.loc["eu-west-2", ["lat", "lon"]] = [0.0, -179.0]
    world = type(aws)(
        "moved", moved, aws.zones, aws.cells, aws.gateways, aws.cables, travel=aws.travel, words=aws.words
    )
    design = Scenario((Placement("eu-west-1", 1), Placement("eu-west-2", 1)))
    storm = next(cause for cause in shared_causes(world, design) if cause.kind == "storm")
    assert {"eu-west-1", "eu-west-2"} <= set(storm.targets)


@pytest.mark.parametrize("km", [-1.0, 30_000.0, float("nan")])
def test_a_distance_out_of_range_is_told(aws: World, km: float) -> None:
    with pytest.raises(InputError, match="The distance of near Regions is"):
        shared_causes(aws, GULF, km)
    assert NEAR_KM == 500
