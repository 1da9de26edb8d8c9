"""A scenario as JSON: it comes back equal in every field, and nothing else comes in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import PRESETS, InputError, Outage, Placement, Scenario, World, simulate
from explainer.sharing.written import FORMAT, LONGEST

DESIGN = Scenario((Placement("us-east-1", ("use1-az1",)), Placement("eu-west-1", 2, 50.0)), slo_ms=50)
BROKEN = DESIGN.breaking(Outage("slow", "us-east-1", 0.5, 30.0))


def document(**changes: Any) -> str:
    """The JSON of a design with some fields changed."""
    return json.dumps(json.loads(BROKEN.to_json()) | changes)


@given(st.data())
def test_a_scenario_comes_back_equal_in_every_field(
    any_scenario: st.SearchStrategy[Scenario], data: st.DataObject
) -> None:
    scenario = data.draw(any_scenario)
    again = Scenario.from_json(scenario.to_json())
    assert again == scenario
    assert repr(again.placements) == repr(scenario.placements)  # 2 stays 2, 2.0 stays 2.0
    assert hash(again) == hash(scenario)


@pytest.mark.parametrize("key", PRESETS)
def test_a_design_gives_the_same_numbers_after_a_journey(aws: World, key: str) -> None:
    scenario = PRESETS[key].scenario.breaking(Outage("region", "us-east-1"))
    by_json, by_link = Scenario.from_json(scenario.to_json()), Scenario.from_link(scenario.to_link())
    summaries = {repr(simulate(aws, each).summary) for each in (scenario, by_json, by_link)}
    assert len(summaries) == 1


def test_the_document_is_one_that_people_can_read() -> None:
    lines = BROKEN.to_json().splitlines()
    assert lines[1:3] == [f'  "format": "{FORMAT}",', '  "version": 1,']
    assert '      "region": "us-east-1",' in lines
    assert '  "slo_ms": 50,' in lines


def test_what_is_left_out_by_hand_is_as_version_1_had_it() -> None:
    short = {"format": FORMAT, "version": 1, "placements": [{"region": "eu-west-1"}], "demand": {"growth": 2}}
    expected = Scenario((Placement("eu-west-1"),))
    assert Scenario.from_json(json.dumps(short)) == replace(expected, demand=replace(expected.demand, growth=2))


def test_a_document_may_begin_with_the_mark_that_some_editors_write() -> None:
    assert Scenario.from_json("\ufeff" + BROKEN.to_json()) == BROKEN


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot be read from line 1, column 1 on"),
        ("{", "cannot be read from line 1"),
        (BROKEN.to_json()[:-30], "cannot be read from line"),
        ("[]", "not a design of Parade-proof"),
        ("3", "not a design of Parade-proof"),
        ("null", "not a design of Parade-proof"),
        ('{"format": "other", "version": 1}', "not a design of Parade-proof"),
        (document(version=2), "made by a newer Parade-proof. Open it there, or update this one"),
        (document(version=0), "says it is of version 0, which there never was"),
        (document(version=-1), "says it is of version -1"),
        (document(version=True), "has no version"),
        (document(version="1"), "has no version"),
        (document(colour="red"), "no field of the design 'colour'"),
        (document(placements={}), r"placements is \{\}. Give a list"),
        (document(placements=["us-east-1"]), r"placements\[0\] is 'us-east-1'. Give a record"),
        (document(placements=[{"zones": 1}]), r"placements\[0\] has no region. Add it"),
        (document(placements=[{"region": 5}]), r"placements\[0\].region is 5. Give a text"),
        (document(placements=[{"region": "a", "zones": 1.5}]), "zones is 1.5. Give a whole number or a list"),
        (document(placements=[{"region": "a", "zones": True}]), "zones is True. Give a whole number or a list"),
        (document(placements=[{"region": "a", "zones": []}]), "a names no zone"),
        (document(placements=[{"region": "a", "zones": [1]}]), r"zones\[0\] is 1. Give a text"),
        (document(placements=[{"region": "a", "capacity_rps": "9"}]), "'9'. Give a number or null"),
        (document(placements=[{"region": "a"}, {"region": "a"}]), "a is placed twice"),
        (document(placements=[{"region": "a" * 101}]), "has 101 characters. Give at most 100"),
        (document(placements=[{"region": str(number)} for number in range(501)]), "has 501 entries. Give at most 500"),
        (document(outages=[{"kind": "volcano", "target": "a"}]), "no kind of outage 'volcano'"),
        (document(outages=[{"kind": "hazard", "target": "<script>"}]), "not a circle"),
        (document(slo_ms=-5), "SLO is -5, which is not between"),
        (document(slo_ms=False), "slo_ms is False. Give a number"),
        (document(failover={"backoff": 1}), "backoff is 1. Give true or false"),
        (document(failover={"threshold": 2.5}), "threshold is 2.5. Give a whole number"),
        (document(routing={"weights": [["a"]]}), r"weights\[0\] has 1 entries. Give 2"),
        (document(demand=None), "demand is None. Give a record"),
        (document(access=["wifi"]), r"access is \['wifi'\]. Give a text"),
        (document().replace("30.0", "NaN"), "has NaN where a number should be"),
        (document().replace("30.0", "-Infinity"), "has -Infinity where a number should be"),
        (document().replace("30.0", "1e999"), "added_ms is inf. Give a number"),
        (document().replace("30.0", "9" * 19), "a number of 19 digits. Give at most 18"),
        (document().replace('"zones": 2', '"zones": 2, "zones": 3'), "has 'zones' twice in one place"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 50_000, "nested too deeply"),
        (" " * (LONGEST + 1), "has 500,001 characters, and one may have 500,000"),
    ],
)
def test_anything_else_is_refused_in_words(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Scenario.from_json(text)


@pytest.mark.parametrize("write", [Scenario.to_json, Scenario.to_link])
@pytest.mark.parametrize(
    ("scenario", "message"),
    [
        (Scenario((Placement("a" * 101),)), "has 101 characters"),
        (DESIGN.breaking(*(Outage("zone", f"z{number}") for number in range(501))), "has 501 entries"),
    ],
)
def test_what_could_not_be_read_again_is_not_written(
    write: Callable[[Scenario], str], scenario: Scenario, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        write(scenario)


def test_a_link_to_a_page_without_a_design_has_none_for_python(chapter_link: str) -> None:
    with pytest.raises(InputError, match="has no design"):
        Scenario.from_link(chapter_link)
