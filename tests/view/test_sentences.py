from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from explainer import Outage, Outcome, Placement, Scenario, World, simulate
from explainer.scenario import Routing, Scaling
from explainer.view import map as world_map
from explainer.view import outages, reaction, sentences, words
from explainer.view.map import Look

SCRIPT = "<script>alert(1)</script>"


def plain(html: str) -> str:
    text = unescape(re.sub("<[^>]+>", "", html)).replace(words.NO_BREAK, " ")
    return " ".join(text.split())


def headline(world: World, scenario: Scenario) -> str:
    return plain(sentences.headline(world, simulate(world, scenario), simulate(world, scenario.restored())))


def status(world: World, then: Scenario, now: Scenario) -> reaction.Status:
    return reaction.status(world, simulate(world, then), simulate(world, now), simulate(world, now.restored()))


def told(world: World, then: Scenario, now: Scenario) -> str:
    return plain(status(world, then, now).html)


def users(outcome: Outcome) -> str:
    return plain(words.people(outcome.summary.users))


def wait(value: float) -> str:
    return plain(words.wait(value))


def test_whole_the_headline_says_who_serves_whom_and_half_of_the_waits(aws, two):
    now = simulate(aws, two)
    assert headline(aws, two) == (
        f"Two Regions serve all {users(now)} people. Half of them wait less than {wait(now.summary.rtt_p50_ms)}."
    )
    assert headline(aws, Scenario(two.placements[:1])).startswith("One Region serves all ")


def test_broken_with_all_served_the_headline_says_how_much_longer_the_slowest_wait(aws, growing):
    broken = growing.breaking(Outage("region", "us-east-1"))
    now, before = simulate(aws, broken).summary, simulate(aws, growing).summary
    assert headline(aws, broken) == (
        f"With N. Virginia down, all {plain(words.people(now.users))} people are still served. "
        f"The slowest 5 % wait {wait(now.rtt_p95_ms)} instead of {words.bare(before.rtt_p95_ms)}."
    )


def test_broken_with_people_lost_the_headline_counts_them(aws, cut_off):
    now = simulate(aws, cut_off)
    said = headline(aws, cut_off)
    share = plain(words.share(now.summary.users_served / now.summary.users))
    lost = plain(words.people(now.summary.users - now.summary.users_served))
    assert f"{share} of {users(now)} people are still served." in said
    assert f"{lost} get no answer" in said


def test_with_nobody_served_the_headline_and_the_summary_say_so(aws, two):
    one = Scenario(two.placements[:1])
    broken = one.breaking(Outage("region", "us-east-1"))
    now = simulate(aws, broken)
    assert headline(aws, broken) == (f"With N. Virginia down, nobody is served. All {users(now)} people get no answer.")
    said = sentences.summaries(aws, now, simulate(aws, one))
    assert said["waiting"] == "Nobody is served."
    assert "nan" not in " ".join(said.values())
    change = status(aws, one, broken)
    assert plain(change.html) == (
        f"You switched off N. Virginia. No Region is left to answer anybody: {users(now)} people are dropped."
    )
    assert change.tone == "loss"


def test_an_empty_design_says_what_to_do(aws, two):
    todo = "Choose one on the map, or start from a design above."
    assert headline(aws, Scenario()) == f"No Region chosen yet. {todo}"
    assert told(aws, two, Scenario()) == f"The design has no Region. {todo}"


def test_a_lost_zone_is_harmless_and_what_is_left_carries_more(aws, two):
    lost = two.breaking(Outage("zone", "euw1-az2"))
    assert told(aws, two, lost) == (
        "You switched off euw1-az2. Everyone is still served: each of the two others carries half as much again."
    )
    pair = Scenario((Placement("eu-west-1", 2),))
    zone = aws.places.zones_of["eu-west-1"][0]
    assert told(aws, pair, pair.breaking(Outage("zone", zone))).endswith("the other carries the double.")


def test_what_nobody_uses_can_break_without_effect(aws):
    one = Scenario((Placement("us-east-1"),))
    spare = aws.places.zones_of["us-east-1"][-1]
    assert told(aws, one, one.breaking(Outage("zone", spare))).endswith("This design does not use it: nothing changes.")
    local = Scenario(tuple(Placement(code) for code in ("eu-west-1", "us-east-1", "ap-south-1", "ap-southeast-1")))
    unused = next(
        str(cable)
        for cable in aws.cables.index
        if not (simulate(aws, local).rtt_ms != simulate(aws, local.breaking(Outage("cable", cable))).rtt_ms).any()
    )
    assert told(aws, local, local.breaking(Outage("cable", unused))) == (
        f"You cut cable {unused}. Nobody in this design used it: nothing changes."
    )


def test_all_cables_of_a_passage_have_its_name(aws, two):
    cables = [Outage("cable", str(c)) for c in aws.cables.index[aws.cables["passage"] == "Red Sea"]]
    said = told(aws, two, two.breaking(*cables))
    assert said.startswith("You cut the Red Sea cables. Everyone is still served.")
    assert "With the Red Sea cables cut," in headline(aws, two.breaking(*cables))
    assert "Red Sea" not in told(aws, two, two.breaking(cables[0]))


def test_a_lost_region_names_who_took_over_and_what_it_costs(aws, growing):
    broken = growing.breaking(Outage("region", "us-east-1"))
    then, now = simulate(aws, growing).summary, simulate(aws, broken).summary
    assert told(aws, growing, broken) == (
        "You switched off N. Virginia. Ireland took over: everyone is still served. "
        f"p95 rises from {words.bare(then.rtt_p95_ms)} to {wait(now.rtt_p95_ms)}."
    )


def test_a_region_that_fills_up_drops_people_and_is_named(aws, two):
    broken = two.breaking(Outage("region", "us-east-1"))
    now = simulate(aws, broken)
    lost = plain(words.people(now.summary.users - now.summary.users_served))
    share = plain(words.share(now.summary.users_served / now.summary.users))
    assert told(aws, two, broken) == (
        f"You switched off N. Virginia. Ireland took its users and filled up: {lost} dropped for lack of capacity."
    )
    assert headline(aws, broken).startswith(
        f"With N. Virginia down, {share} of {users(now)} people are still served. {lost} get no answer"
    )
    said = plain(sentences.summaries(aws, now, simulate(aws, two))["load"])
    assert said.endswith(f"Full: Ireland; {plain(words.load(now.summary.dropped_rps))} too much.")


def test_each_reason_to_drop_has_its_sentence(aws, two):
    tight = Scenario((Placement("eu-west-1"),), scaling=Scaling(spare_zones=0))
    half = tight.breaking(Outage("zone", "euw1-az1"))
    assert "What is left of Ireland is full: 2 billion dropped for lack of capacity." in told(aws, tight, half)
    grown = replace(two, scaling=Scaling("on-demand")).breaking(
        Outage("control-plane", "us-east-1"), Outage("control-plane", "eu-west-1")
    )
    said = told(aws, grown, grown.breaking(Outage("region", "us-east-1")))
    assert "Ireland took its users and filled up and cannot grow: " in said
    one = Scenario((Placement("eu-west-1"),), depends_on=frozenset({"compute", "database"}))
    said = told(aws, one, one.breaking(Outage("service", "eu-west-1/database")))
    assert said == (
        "You have the database of Ireland failing. What they depend on fails: 6 billion people are dropped."
    )
    kept = replace(two, routing=Routing(residency=(("US", ("us-east-1",)),)), scaling=Scaling(spare_regions=1))
    said = told(aws, kept, kept.breaking(Outage("region", "us-east-1")))
    assert "No Region that their rules allow is left: " in said


def test_of_several_reasons_the_main_one_is_told_as_such(aws, two):
    kept = replace(two, routing=Routing(residency=(("IE", ("us-east-1",)),)))
    said = told(aws, kept, kept.breaking(Outage("region", "us-east-1")))
    assert "dropped, most of them for lack of capacity." in said
    summary = plain(
        sentences.summaries(aws, simulate(aws, kept.breaking(Outage("region", "us-east-1"))), simulate(aws, kept))[
            "map"
        ]
    )
    assert "for lack of capacity; " in summary
    assert summary.endswith("because the rules allow no other place.")


def test_everything_that_can_break_has_a_name_and_a_state(aws):
    found = {
        Outage("region", "eu-west-1"): "Ireland down",
        Outage("zone", "euw1-az2", 0.5): "euw1-az2 lost in part",
        Outage("slow", "euw1-az2", added_ms=9): "euw1-az2 slow",
        Outage("control-plane", "eu-west-1"): "launches in Ireland failing",
        Outage("service", "us-east-1/load-balancer"): "the load balancer of N. Virginia failing",
        Outage("hazard", "39,-77.5,1500"): "a hazard of 1,500 km round 39, -77.5",
        Outage("cable", "JED-DJI"): "cable JED-DJI cut",
    }
    for outage, said in found.items():
        assert outages.broken(aws, [outage]) == said
    assert (
        outages.cause(aws, frozenset([Outage("control-plane", "eu-west-1")])) == "You have launches in Ireland failing."
    )


def test_restoring_all_says_so_and_one_of_two_names_it(aws, two):
    zone, region = Outage("zone", "euw1-az2"), Outage("region", "us-east-1")
    both = two.breaking(zone, region)
    assert told(aws, both, two) == "Everything is back. The numbers are those of the start."
    assert status(aws, both, two).tone == "calm"
    assert told(aws, both, two.breaking(zone)).startswith("N. Virginia is back.")


def test_people_who_come_back_are_counted(aws, cut_off):
    half = cut_off.mending(*sorted(cut_off.outages)[: len(cut_off.outages) // 2])
    back = simulate(aws, half).summary.users_served - simulate(aws, cut_off).summary.users_served
    assert f"{plain(words.people(back))} people are served again." in told(aws, cut_off, half)


def test_an_impaired_an_announced_and_a_separate_region_come_with_a_warning(aws, two):
    def chosen(status: str) -> str:
        code = str(aws.regions.index[aws.regions["status"] == status][0])
        count = len(aws.places.zones_of[code]) or 3
        return told(aws, two, Scenario((*two.placements, Placement(code, min(3, count)))))

    assert "is impaired: on 2026-" in chosen("impaired")
    assert "is announced, not open." in chosen("announced")
    china = told(aws, two, Scenario((*two.placements, Placement("cn-north-1"))))
    assert "Beijing is in the partition aws-cn" in china
    assert "impaired" not in told(aws, Scenario(), two)


def test_a_change_of_access_names_it(aws, two):
    wired = Scenario(two.placements, access="wired")
    assert told(aws, two, wired).startswith("People now use wired access.")


def test_an_explained_wait_adds_up_in_words(aws, two):
    now, cell = simulate(aws, two), aws.cell("Jayapura")
    path = world_map.explained(aws, now, Look(cell=cell))
    said = plain(sentences.explained(aws, now, cell, path))
    assert said.startswith(f"Jayapura waits {wait(now.rtt_ms[cell])} for Ireland, and most of it is distance.")
    assert f"20 ms is wifi, 5 ms the Region and {wait(path.legs[-1].rtt_ms)} its queue." in said
    bare = plain(sentences.explained(aws, now, cell, aws.path(cell, "eu-west-1")))
    assert "20 ms is wifi and 5 ms the Region." in bare


def test_a_cell_without_an_answer_is_told_so(aws, cut_off):
    now = simulate(aws, cut_off)
    cell = int((~now.served).argmax())
    said = plain(sentences.explained(aws, now, cell, None))
    assert "gets no answer." in said


def test_a_cell_that_finds_every_region_full_is_told_so(aws, two):
    now, cell = simulate(aws, two.breaking(Outage("region", "eu-west-1"))), aws.cell("Jayapura")
    said = plain(sentences.explained(aws, now, cell, None))
    assert said == "Jayapura gets no answer. Every Region that it can reach is full."


def test_numbers_of_the_summaries_are_those_of_the_outcome(aws, two):
    broken = two.breaking(Outage("region", "us-east-1"))
    now, before = simulate(aws, broken), simulate(aws, two)
    said = {name: plain(text) for name, text in sentences.summaries(aws, now, before).items()}
    served = plain(words.people(now.summary.users_served))
    assert said["map"] == (
        f"Two Regions in the design, one Region down; {served} of {users(now)} people are served. "
        f"Dropped: {plain(words.load(now.summary.dropped_rps))} for lack of capacity."
    )
    for outcome in (now, before):
        assert wait(outcome.summary.rtt_p50_ms) in said["waiting"]
        assert wait(outcome.summary.rtt_p95_ms) in said["waiting"]
    assert all(name in said["reach"] for name in aws.continents.names)
    assert said["load"].startswith(f"Load goes to Ireland: {plain(words.load(now.summary.served_rps))} in all.")


@pytest.fixture
def hostile(street: World) -> World:
    """The street, with names that would be code if they were not escaped."""
    regions, cells = street.regions.copy(), street.cells.copy()
    regions["name"], cells["name"] = SCRIPT, SCRIPT
    cells["continent"] = cells["country_name"] = SCRIPT
    zones = street.zones.rename(index={"w1": SCRIPT})
    cables = street.cables.rename(index={"bridge": SCRIPT}).assign(passage="")
    return replace(street, regions=regions, cells=cells, zones=zones, cables=cables)


def test_names_with_code_in_them_are_text_in_every_sentence(hostile, shops):
    broken = shops.breaking(Outage("region", "east"), Outage("zone", SCRIPT), Outage("cable", SCRIPT))
    now, before = simulate(hostile, broken), simulate(hostile, shops)
    said = [
        sentences.headline(hostile, now, before),
        *sentences.summaries(hostile, now, before).values(),
        *(reaction.status(hostile, then, then_now, before).html for then, then_now in ((before, now), (now, before))),
        sentences.explained(hostile, before, 0, hostile.path(0, "west", "on foot")),
        sentences.explained(hostile, now, 3, None),
        *(status(hostile, Scenario(access="on foot"), design).html for design in (shops, broken)),
        outages.broken(hostile, [Outage("slow", SCRIPT)]),
        *(status(hostile, shops, shops.breaking(outage)).html for outage in broken.outages),
        *(status(hostile, broken, broken.mending(outage)).html for outage in broken.outages),
    ]
    assert not [text for text in said if "<script" in text]
    assert any("&lt;script" in text for text in said)


def test_the_street_is_told_in_its_own_words(street, shops):
    west = shops.breaking(Outage("region", "west"))
    assert headline(street, shops) == "Two blocks serve all 100 people. Half of them wait less than 7 min."
    assert headline(street, west) == (
        "With West block down, all 100 people are still served. The slowest 5 % wait 37 min instead of 7."
    )
    assert told(street, shops, shops.breaking(Outage("zone", "w2"))) == (
        "You switched off w2. Everyone is still served: the other carries the double."
    )
    assert told(street, shops, shops.breaking(Outage("cable", "bridge"))).startswith("You cut the canal bridge.")
    cut = west.breaking(Outage("cable", "bridge"))
    assert (
        told(street, west, cut) == "You cut the canal bridge. No block is left to answer them: 50 people are dropped."
    )
    assert not sentences.warnings(street, simulate(street, shops))
