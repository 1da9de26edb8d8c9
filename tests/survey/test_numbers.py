"""A survey equals brute force over `simulate`, number for number: by hand on a line, then for any design.

The line has two Regions: A with zones a1 and a2, B with b1. Near A somebody asks once a second, near B two do, and on
an island without cables one does.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, combinations
from math import comb

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import PRESETS, Demand, Outage, Placement, Routing, Scaling, Scenario, World, load_world, simulate
from explainer.survey import asking, shared_causes, survey
from explainer.survey.asking import NUMBERS, numbers_of

ZONES_OF = load_world().places.zones_of
SOME = ("us-east-1", "us-east-2", "eu-west-1", "eu-west-2", "ap-south-1", "me-west-1")  # the last lists no zones
BOTH = Scenario((Placement("A", 2), Placement("B", 1)))
FOLLOW = PRESETS["follow-the-users"].scenario
EVERYWHERE = Scenario(tuple(Placement(code, len(zones)) for code, zones in ZONES_OF.items() if zones))
SEED = 20_26


def by_force(world: World, scenario: Scenario, broken: dict[str, set[Outage]], up_to: int) -> pd.DataFrame:
    """Ask `simulate` about every set, one by one."""
    sets = list(chain.from_iterable(combinations(broken, size) for size in range(1, up_to + 1)))
    asked = [simulate(world, scenario.breaking(*set().union(*(broken[code] for code in lost)))) for lost in sets]
    return pd.DataFrame([numbers_of(told.summary) for told in asked], columns=list(NUMBERS)).assign(targets=sets)


def assert_equal(ranked: pd.DataFrame, forced: pd.DataFrame) -> None:
    """Check that two tables have the same sets, and each of them the same numbers to the last bit."""
    ours, theirs = (table.set_index("targets")[list(NUMBERS)] for table in (ranked, forced))
    assert ours.index.is_unique
    pd.testing.assert_frame_equal(ours.loc[theirs.index], theirs, check_exact=True, check_names=False)
    assert len(ours) == len(theirs)


def outages(of: str, codes: list[str]) -> dict[str, set[Outage]]:
    return {code: {Outage(of, code)} for code in codes}


def test_a_design_without_spare_loses_what_is_worked_out_by_hand(line: World) -> None:
    built_tight = replace(BOTH, scaling=Scaling(spare_zones=0))  # A carries 0.5 a zone, B 2, the island's 1 is lost
    ranked = survey(line, built_tight, up_to=3)
    found = [(targets, reach * 4) for targets, reach in zip(ranked["targets"], ranked["reach"], strict=True)]
    assert found == [
        (("a1", "a2", "b1"), 0),
        (("a1", "b1"), 0.5),
        (("a2", "b1"), 0.5),
        (("b1",), 1),
        (("a1", "a2"), 2),
        (("a1",), 2.5),
        (("a2",), 2.5),
    ]
    told = ranked.set_index("targets").loc[[("b1",)]].iloc[0]
    assert (told["dropped_rps"], told["short_rps"], told["users_lost"]) == (3, 2, 3 * 4320)
    assert ranked.attrs["whole"]["reach"] == 0.75


def test_a_design_that_grows_loses_a_region_only_with_its_last_zone(line: World) -> None:
    ranked = survey(line, replace(BOTH, scaling=Scaling("on-demand")), up_to=3).set_index("targets")
    assert ranked["reach"].to_dict() == {lost: 0.0 if len(lost) == 3 else 0.75 for lost in ranked.index}
    assert ranked["short_rps"].eq(0).all()


@pytest.mark.parametrize("of", ["zone", "region", "cable"])
@pytest.mark.parametrize("scaling", [Scaling(), Scaling(spare_zones=0), Scaling("on-demand")])
def test_the_street_equals_brute_force(street: World, of: str, scaling: Scaling) -> None:
    design = Scenario((Placement("west", 2), Placement("east", 1)), scaling=scaling, slo_ms=10, access="on foot")
    codes = {"zone": street.zones, "region": street.regions, "cable": street.cables}[of].index.tolist()
    assert_equal(survey(street, design, len(codes), of), by_force(street, design, outages(of, codes), len(codes)))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a design of a few Regions, each with a number of zones or named ones, broken in any way."""
    chosen = draw(st.lists(st.sampled_from(SOME), unique=True, min_size=1, max_size=3))
    own = st.none() | st.sampled_from([0.0, 1e4, 1e5])
    design = []
    for code in chosen:
        named = st.lists(st.sampled_from(ZONES_OF[code] or ("",)), unique=True, min_size=1, max_size=3).map(tuple)
        zones = draw(st.integers(1, 3) | named) if ZONES_OF[code] else 3
        design.append(Placement(code, zones, draw(own)))
    mine = st.sampled_from(chosen)
    zone = mine.flatmap(lambda code: st.sampled_from(ZONES_OF[code] or ZONES_OF["us-east-1"]))
    share = st.sampled_from([0.3, 0.9, 1.0])
    broken = st.one_of(
        st.builds(lambda code, part: Outage("zone", code, part), zone, share),
        st.builds(lambda code, part: Outage("slow", code, part, 60.0), zone | mine, share),
        st.builds(lambda code, part: Outage("region", code, part), mine, share),
        st.builds(lambda code, part: Outage("control-plane", code, part), mine, share),
        st.builds(lambda code, part: Outage("service", f"{code}/compute", part), mine, share),
        st.sampled_from([Outage("cable", "MRS-ALX"), Outage("hazard", "51,0,500"), Outage("hazard", "39,-77,90", 0.5)]),
    )
    weights = tuple((code, draw(st.sampled_from([1.0, 5.0]))) for code in chosen)
    return Scenario(
        tuple(design),
        draw(st.sets(broken, max_size=3)),
        draw(
            st.sampled_from(
                [
                    Routing(),
                    Routing(residency=(("IN", tuple(chosen[:1])), ("US", ("eu-central-1",)))),
                    Routing("failover", order=tuple(chosen[::-1])),
                    Routing("weighted", weights=weights),
                    Routing("geolocation", places=(("*", chosen[0]), ("Asia", chosen[-1]))),
                    Routing("geoproximity", bias=((chosen[0], 40.0),)),
                ]
            )
        ),
        scaling=draw(st.builds(Scaling, st.sampled_from(["static", "on-demand"]), st.integers(0, 2))),
        demand=draw(st.builds(Demand, st.none() | st.sampled_from([3.0, 19.5]), st.sampled_from([0.5, 1.0, 40.0]))),
        slo_ms=draw(st.sampled_from([40.0, 100.0, 250.0])),
    )


@settings(max_examples=60)
@given(scenarios(), st.sets(st.sampled_from(ZONES_OF["us-east-1"] + ZONES_OF["sa-east-1"]), max_size=3))
def test_sets_of_zones_equal_brute_force_for_any_design(aws: World, scenario: Scenario, more: set[str]) -> None:
    used = simulate(aws, scenario).zones
    among = [zone for zone in used.index if used.loc[zone, "used"] or zone in more][:7]
    if among:
        up_to = min(3, len(among))
        ranked = survey(aws, scenario, up_to, among=among)
        assert_equal(ranked, by_force(aws, scenario, outages("zone", among), up_to))


@settings(max_examples=25)
@given(scenarios())
def test_sets_of_regions_equal_brute_force_for_any_design(aws: World, scenario: Scenario) -> None:
    among = sorted({placement.region for placement in scenario.placements} | {"sa-east-1"})
    ranked = survey(aws, scenario, 2, "region", among=among)
    assert_equal(ranked, by_force(aws, scenario, outages("region", among), 2))


@settings(max_examples=10)
@given(scenarios(), st.lists(st.sampled_from(sorted(load_world().cables.index)), unique=True, min_size=2, max_size=4))
def test_sets_of_cables_equal_brute_force_for_any_design(aws: World, scenario: Scenario, among: list[str]) -> None:
    ranked = survey(aws, scenario, 2, "cable", among=among)
    assert_equal(ranked, by_force(aws, scenario, outages("cable", sorted(among)), 2))


@settings(max_examples=10)
@given(scenarios())
def test_sets_of_causes_equal_brute_force_for_any_design(aws: World, scenario: Scenario) -> None:
    causes = {cause.code: set(cause.outages) for cause in shared_causes(aws, scenario)}
    among = sorted(causes, key=lambda code: code.startswith("strait"))[:5]  # what hits Regions first
    ranked = survey(aws, scenario, 2, "cause", among=among)
    assert_equal(ranked, by_force(aws, scenario, {code: causes[code] for code in causes if code in among}, 2))


@settings(max_examples=20)
@given(scenarios(), st.sampled_from([1, 2]))
def test_a_larger_set_never_reaches_more_people(aws: World, scenario: Scenario, spare: int) -> None:
    roomy = replace(
        scenario,
        placements=tuple(replace(each, capacity_rps=None) for each in scenario.placements),
        outages=frozenset(),
        routing=Routing(),
        scaling=Scaling("on-demand", spare),
    )
    zones = [zone for zone, used in simulate(aws, roomy).zones["used"].items() if used]
    if not zones:
        return
    reach = survey(aws, roomy, min(3, len(zones))).set_index("targets")["reach"]
    for lost, share in reach.items():
        for fewer in combinations(lost, len(lost) - 1):  # type: ignore[arg-type]
            assert not fewer or share <= reach[fewer]


def test_all_zones_of_the_world_equal_simulate_in_a_sample(aws: World) -> None:
    ranked = survey(aws, FOLLOW, up_to=3, among="all")
    assert len(ranked) == comb(124, 1) + comb(124, 2) + comb(124, 3) == 317_874
    assert ranked["targets"].is_unique
    dice = np.random.default_rng(SEED)
    rows = [*range(20), *dice.choice(len(ranked), 60)]
    for row in ranked.iloc[rows].itertuples():
        told = simulate(aws, FOLLOW.breaking(*(Outage("zone", zone) for zone in row.targets))).summary
        np.testing.assert_array_equal([getattr(row, name) for name in NUMBERS], numbers_of(told))


def test_a_design_in_every_zone_equals_simulate_in_a_sample(aws: World) -> None:
    ranked = survey(aws, EVERYWHERE, up_to=2)
    assert len(ranked) == comb(124, 1) + comb(124, 2)
    for row in ranked.iloc[np.random.default_rng(SEED).choice(len(ranked), 80)].itertuples():
        told = simulate(aws, EVERYWHERE.breaking(*(Outage("zone", zone) for zone in row.targets))).summary
        np.testing.assert_array_equal([getattr(row, name) for name in NUMBERS], numbers_of(told))


@pytest.mark.parametrize(
    ("scaling", "most"),
    [
        # whole, 1 to 3 zones of a Region, 2 of one and 1 of another; 1 each of several only slow their own Region,
        # for which the whole and what each Region loses are asked once more
        (Scaling(), 1 + 6 * 3 + 6 * 5 + 1 + 6 * 2),
        (Scaling("on-demand"), 1 + 6),  # whole, and each Region lost
    ],
)
def test_the_model_is_asked_only_what_differs(
    aws: World, monkeypatch: pytest.MonkeyPatch, scaling: Scaling, most: int
) -> None:
    asked = []

    def counted(*question: object) -> object:
        asked.append(question)
        return answer(*question)  # type: ignore[arg-type]

    answer = asking.answer
    monkeypatch.setattr(asking, "answer", counted)
    assert len(survey(aws, replace(FOLLOW, scaling=scaling), up_to=3)) == 987
    assert len(asked) <= most


def test_outages_that_are_there_stay_and_are_not_lost_again(aws: World) -> None:
    broken = PRESETS["two-regions"].scenario.breaking(Outage("zone", "use1-az1"), Outage("region", "eu-west-1"))
    ranked = survey(aws, broken)
    assert set(ranked["targets"]) == {("use1-az2",), ("use1-az3",), ("use1-az2", "use1-az3")}
    assert ranked["reach"].iloc[0] == 0
    every = survey(aws, broken, among="all", up_to=1).set_index("targets")
    assert every.loc[[("use1-az1",)], "reach"].iloc[0] == every.attrs["whole"]["reach"]
