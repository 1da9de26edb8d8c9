"""Every act takes a scenario and gives another, and changes nothing else."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from explainer import PRESETS, InputError, Outage, Placement, Scenario, simulate
from explainer.app import acts

TWO = PRESETS["two-regions"].scenario


def after(world, scenario, name, value=""):
    return acts.ACTS[name](world, simulate(world, scenario), value)


def broken(world, scenario, kind, seed=0):
    return acts.break_something(world, simulate(world, scenario), kind, random.Random(seed))


@pytest.mark.parametrize("key", PRESETS)
def test_a_preset_gives_its_design_with_nothing_broken_and_is_recognised(aws, key):
    start = replace(TWO, outages=frozenset([Outage("region", "us-east-1")]), slo_ms=50.0, access="wired")
    scenario = after(aws, start, "preset", key)
    assert scenario == replace(PRESETS[key].scenario, slo_ms=50.0, access="wired")
    assert acts.preset_of(scenario) == key


def test_a_design_of_ones_own_is_no_preset_and_the_order_of_a_design_does_not_matter():
    assert acts.preset_of(Scenario((Placement("us-east-1", 2),))) == ""
    assert acts.preset_of(Scenario(TWO.placements[::-1])) == "two-regions"
    assert acts.preset_of(TWO.breaking(Outage("region", "us-east-1"))) == "two-regions"


def test_using_a_region_twice_gives_the_design_back(aws):
    added = after(aws, TWO, "use", "ap-south-1")
    assert added.placements == (*TWO.placements, Placement("ap-south-1", 3))
    assert after(aws, added, "use", "ap-south-1") == TWO


def test_a_region_with_two_zones_or_none_published_can_be_used(aws):
    for code in aws.regions.index:
        scenario = after(aws, Scenario(), "use", code)
        assert scenario.placements[0].region == code
        simulate(aws, scenario)


def test_zones_are_chosen_by_number_and_only_for_the_region_named(aws):
    scenario = after(aws, TWO, "zones", "us-east-1:5")
    assert scenario.placements == (Placement("us-east-1", 5), TWO.placements[1])
    assert after(aws, TWO, "zones", "ap-south-1:2") == TWO


@pytest.mark.parametrize("value", ["us-east-1", "us-east-1:", "us-east-1:two", "us-east-1:²", "us-east-1:0", ":-1"])
def test_what_is_not_a_number_of_zones_is_refused(aws, value):
    with pytest.raises(InputError):
        after(aws, TWO, "zones", value)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [("preset", "nine-regions", "no design 'nine-regions'"), ("use", "mars-1", "no Region 'mars-1'")],
)
def test_what_does_not_exist_is_refused_by_name(aws, name, value, message):
    with pytest.raises(InputError, match=message):
        after(aws, TWO, name, value)


def test_switches_break_and_mend(aws):
    out = after(aws, TWO, "region-out", "us-east-1")
    assert out.outages == {Outage("region", "us-east-1")}
    assert after(aws, out, "region-out", "us-east-1") == TWO
    lost = after(aws, TWO, "zone-out", "euw1-az2")
    assert after(aws, lost, "zone-out", "euw1-az2") == lost
    assert after(aws, lost, "zone-up", "euw1-az2") == TWO
    assert after(aws, after(aws, lost, "region-out", "us-east-1"), "restore") == TWO


@pytest.mark.parametrize("kind", ["zone", "region", "passage"])
def test_a_break_button_breaks_and_then_mends(aws, kind):
    scenario = broken(aws, TWO, kind)
    assert scenario.outages
    assert acts.broken(aws, simulate(aws, scenario)) == {kind}
    assert broken(aws, scenario, kind) == TWO


def test_the_busiest_zone_and_region_break(aws):
    now = simulate(aws, TWO)
    region = aws.regions.index[now.region_rps.argmax()]
    assert broken(aws, TWO, "region").outages == {Outage("region", region)}
    (lost,) = broken(aws, TWO, "zone").outages
    assert now.zone_rps[aws.zones.index.get_loc(lost.target)] == now.zone_rps.max()


def test_with_nothing_to_carry_there_is_nothing_to_break(aws):
    for kind in ("zone", "region"):
        assert broken(aws, Scenario(), kind) == Scenario()
    assert acts.usable(aws, simulate(aws, Scenario())) == {"passage", "surprise"}
    assert acts.usable(aws, simulate(aws, TWO)) == {"zone", "region", "passage", "surprise"}


def test_what_is_broken_can_be_mended_even_when_nothing_is_left_to_break(aws):
    down = TWO.breaking(*(Outage("region", p.region) for p in TWO.placements))
    assert "region" in acts.usable(aws, simulate(aws, down))
    assert broken(aws, down, "region") == TWO


def test_a_surprise_is_the_same_for_the_same_seed_and_never_twice_the_same(aws):
    for seed in range(5):
        scenario, dice = TWO, random.Random(seed)
        for _ in range(4):
            more = acts.break_something(aws, simulate(aws, scenario), "surprise", dice)
            assert scenario.outages < more.outages
            scenario = more
        again, dice = TWO, random.Random(seed)
        for _ in range(4):
            again = acts.break_something(aws, simulate(aws, again), "surprise", dice)
        assert again == scenario
    assert len({broken(aws, TWO, "surprise", seed) for seed in range(20)}) > 3


def test_surprises_come_to_an_end(aws):
    scenario, dice = TWO, random.Random(1)
    for _ in range(60):
        scenario = acts.break_something(aws, simulate(aws, scenario), "surprise", dice)
    assert acts.break_something(aws, simulate(aws, scenario), "surprise", dice) == scenario
    assert "surprise" not in acts.usable(aws, simulate(aws, scenario))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("preset", "one-region"),
        ("use", "ap-south-1"),
        ("zones", "us-east-1:2"),
        ("region-out", "us-east-1"),
        ("zone-out", "euw1-az1"),
        ("zone-up", "euw1-az1"),
        ("restore", ""),
        ("access", "mobile"),
    ],
)
def test_no_act_changes_what_it_is_given(aws, name, value):
    now = simulate(aws, TWO)
    first = acts.ACTS[name](aws, now, value)
    assert now.scenario == TWO
    assert acts.ACTS[name](aws, now, value) == first


def test_the_street_breaks_in_its_own_words_and_offers_only_designs_it_has(street, aws):
    assert acts.breaks(street) == {"zone": "A shop", "region": "The block", "surprise": "Surprise me"}
    assert acts.presets(street) == {}
    assert list(acts.presets(aws)) == list(PRESETS)
    assert acts.breaks(aws)["passage"] == "Red Sea cables"
    design = Scenario((Placement("west", 2), Placement("east", 1)), access="on foot")
    assert broken(street, design, "zone").outages == {Outage("zone", "e1")}
    assert broken(street, design, "passage") == design
    assert {next(iter(broken(street, design, "surprise", seed).outages)).kind for seed in range(30)} == {
        "zone",
        "region",
        "cable",
    }
