from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from explainer import InputError, World
from explainer.errors import SHOWN_CHARACTERS
from explainer.incidents import Incidents, Phase, check_incident, incident_list, load_incidents
from explainer.tables import Places

GOOD = """
id = "flood"
title = "Flood"
provider = "AWS"
start_utc = 2020-02-02T01:00:00+01:00
minutes = 100
url = ""
source = "a report"
summary = "Water comes. It goes."
lesson = "Stand higher."
sober = true
basis = {start_utc = "stated"}

[[phase]]
minute = 0
until = 60
kind = "zone"
target = "w1"
severity = 0.5
caption = "Half of the zone is under water."
basis = {minute = "stated", until = "derived", target = "stated", severity = "assumed"}

[[phase]]
minute = 10
kind = "service"
target = "west/database"
caption = "The database fails."
basis = {minute = "stated", target = "stated"}
"""
PLACES = Places({"west": ("w1", "w2")}, {"w1": "west", "w2": "west"}, frozenset())


def folder_of(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def altered(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


def test_a_file_becomes_an_incident(tmp_path: Path) -> None:
    loaded = load_incidents(folder_of(tmp_path, flood=GOOD), PLACES)
    assert loaded.faults == ()
    flood = loaded["flood"]
    assert flood.start_utc == datetime(2020, 2, 2, tzinfo=UTC)
    assert flood.start_utc.tzinfo is UTC
    assert (flood.title, flood.minutes, flood.source, flood.url, flood.sober) == ("Flood", 100, "a report", "", True)
    assert flood.phases[0] == Phase(
        0,
        "zone",
        "Half of the zone is under water.",
        "w1",
        until=60,
        severity=0.5,
        basis={"minute": "stated", "until": "derived", "target": "stated", "severity": "assumed"},
    )
    assert (flood.phases[1].until, flood.phases[1].severity, flood.phases[1].added_ms) == (None, 1.0, 0.0)
    assert hash(flood) == hash(load_incidents(tmp_path)["flood"])


def test_a_phase_holds_from_its_minute_up_to_its_end() -> None:
    phase = Phase(10, "zone", "", "w1", until=20)
    assert [phase.active(minute) for minute in (9, 9.9, 10, 19.9, 20, 21)] == [False, False, True, True, False, False]
    assert Phase(10, "zone", "", "w1").active(1e9)
    assert not Phase(10, "note", "").active(10)


def test_a_slow_phase_says_how_slow_and_a_note_breaks_nothing(tmp_path: Path) -> None:
    slow = '[[phase]]\nminute = 20\nkind = "slow"\ntarget = "west"\nadded_ms = 80\ncaption = "Slow."\n'
    slow += 'basis = {minute = "stated", target = "stated", added_ms = "assumed"}\n'
    note = '[[phase]]\nminute = 20\nkind = "note"\ncaption = "Post."\nbasis = {minute = "stated"}\n'
    phases = load_incidents(folder_of(tmp_path, flood=GOOD + slow + note), PLACES)["flood"].phases
    assert (phases[2].kind, phases[2].added_ms) == ("slow", 80)
    assert (phases[3].kind, phases[3].target) == ("note", "")


def test_incidents_come_in_the_order_of_their_start(tmp_path: Path) -> None:
    early = altered('id = "flood"', 'id = "z"').replace("2020-02-02", "2010-02-02")
    assert list(load_incidents(folder_of(tmp_path, flood=GOOD, z=early))) == ["z", "flood"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("minute = 10", "minute = -1", "flood.toml, phase 2: Minute -1 is outside the replay of 100 .* lengthen"),
        ("minute = 10", "minute = 100", "phase 2: Minute 100 is outside the replay of 100 minutes. Move it"),
        ("minute = 0", "minute = 11", "phase 2: Minute 10 is before minute 11 of the phase above. Put phases in their"),
        ("until = 60", "until = 101", "phase 1: It is over at minute 101, beyond the replay .* Leave until out"),
        ("until = 60", "until = 0", "phase 1: It is over at minute 0 and begins at minute 0. Give a later end"),
        ("minute = 10", "minute = 1.5", "phase 2: The value of minute is 1.5. Give a whole number"),
        ("minute = 10", "minute = true", "phase 2: The value of minute is True. Give a whole number"),
        ('"zone"', '"zome"', "phase 1: There is no kind of phase 'zome'. Did you mean zone"),
        ('kind = "zone"', "kind = [1]", r"phase 1: There is no kind of phase \[1\]. Choose one of control-plane"),
        ('kind = "zone"\n', "", "phase 1: The key 'kind' is missing. Add it: a text"),
        ('kind = "zone"', 'kind = "slow"', "phase 1: The key 'added_ms' is missing. Add it: a number"),
        ('kind = "zone"', 'kind = "note"', "phase 1: The key 'severity' has no meaning for the kind 'note'. Take it"),
        ("severity = 0.5", "added_ms = 5", "phase 1: The key 'added_ms' has no meaning for the kind 'zone'"),
        ("severity = 0.5", "sevrity = 0.5", "phase 1: There is no key 'sevrity'. Did you mean severity"),
        ("severity = 0.5", "severity = 1.5", "phase 1: The severity is 1.5, which is not between 0 and 1. Give"),
        ("severity = 0.5", "severity = -0.1", "phase 1: The severity is -0.1, which is not between 0 and 1"),
        ("severity = 0.5", "severity = nan", "phase 1: The severity is nan, which is not between 0 and 1"),
        ("severity = 0.5", 'severity = "half"', "phase 1: The value of severity is 'half'. Give a number"),
        ('target = "w1"\n', "", "phase 1: The key 'target' is missing. Add it"),
        ('target = "w1"', 'target = "w3"', "phase 1: There is no zone 'w3'. Choose one of w1, w2"),
        ('kind = "zone"', 'kind = "region"', "phase 1: There is no Region 'w1'. Choose one of west"),
        ('"west/database"', '"wast/database"', "phase 2: There is no Region 'wast'. Did you mean west"),
        ('"west/database"', '"west/databse"', "phase 2: There is no service 'databse'. Did you mean database"),
        (
            '"west/database"',
            '"database"',
            "phase 2: The service 'database' names no Region. Write it as Region/service",
        ),
        ('caption = "The database fails."', 'caption = ""', "phase 2: The value of caption is empty. Give a text"),
        ('severity = "assumed"', 'severity = "guessed"', "phase 1: There is no basis 'guessed'. Choose one of assumed"),
        (
            ', severity = "assumed"',
            "",
            "phase 1: The value of severity has no basis. Say whether it is stated, derived",
        ),
        (
            '"stated", target = "stated"}',
            '"stated", target = "stated", until = "stated"}',
            "There is no value with the name 'until'",
        ),
        ("minutes = 100\n", "", "flood.toml: The key 'minutes' is missing. Add it: a whole number"),
        ("minutes = 100", "minutes = 0", "The length of the replay is 0, which is not between 1 and 100000 min"),
        ('title = "Flood"', 'titel = "Flood"', "flood.toml: There is no key 'titel'. Did you mean title"),
        ('id = "flood"', 'id = "fire"', "flood.toml: The id is 'fire' and the file is named 'flood'. Give both one"),
        ("2020-02-02T01:00:00+01:00", "2020-02-02T01:00:00", "start_utc has no offset. Write it with a Z"),
        ("2020-02-02T01:00:00+01:00", "2020-02-02", "The value of start_utc is .* Give a date and time"),
        ("2020-02-02", "0001-01-01", "The year of the start is 1, which is not between 1990 and 2100"),
        ('start_utc = "stated"}', "}", "flood.toml: The value of start_utc has no basis"),
        ('url = ""', 'url = "http://x"', "The url is 'http://x'. Give an https:// address, or leave it empty"),
        ('source = "a report"', 'source = ""', "There is neither a url nor a source. Give the official page"),
        ("sober = true", "sober = 1", "The value of sober is 1. Give true or false"),
    ],
)
def test_a_fault_is_told_with_file_phase_and_remedy_and_the_others_load(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    folder_of(tmp_path, flood=altered(old, new), good=altered('id = "flood"', 'id = "good"'))
    loaded = load_incidents(tmp_path, PLACES)
    assert list(loaded) == ["good"]
    assert len(loaded.faults) == 1
    assert loaded.faults[0].startswith("flood.toml")
    assert re.search(message, loaded.faults[0])


@pytest.mark.parametrize("content", [b"minute 5", b"id = \xff", b"\x00", b"id = 1\nid = 2", b""])
def test_what_is_not_an_incident_at_all_is_told_too(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd.toml").write_bytes(content)
    (tmp_path / "folder.toml").mkdir()
    folder_of(tmp_path, flood=GOOD)
    loaded = load_incidents(tmp_path)
    assert list(loaded) == ["flood"]
    assert [fault.split(":")[0] for fault in loaded.faults] == ["folder.toml", "odd.toml"]


def test_no_phases_or_phases_that_are_none_are_told() -> None:
    head = {**dict.fromkeys(("id", "title", "provider", "source", "summary", "lesson"), "x"), "url": "", "sober": False}
    head |= {"start_utc": datetime(2020, 1, 1, tzinfo=UTC), "minutes": 9, "basis": {"start_utc": "stated"}}
    with pytest.raises(InputError, match=r"x.toml: The value of phase is empty. Give one or more \[\[phase\]\] tables"):
        check_incident({**head, "phase": []}, "x.toml")
    with pytest.raises(InputError, match=r"x.toml, phase 1: This is 'a+…. Write each phase as a \[\[phase\]\] table"):
        check_incident({**head, "phase": ["a" * 2 * SHOWN_CHARACTERS]}, "x.toml")


def test_without_a_world_targets_are_taken_as_they_are(tmp_path: Path) -> None:
    loaded = load_incidents(folder_of(tmp_path, flood=altered('target = "w1"', 'target = "elsewhere"')))
    assert loaded["flood"].phases[0].target == "elsewhere"


def test_a_folder_that_is_not_there_is_told_and_an_empty_one_is_empty(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"There is no folder .* Name the folder"):
        load_incidents(tmp_path / "nowhere")
    assert load_incidents(tmp_path) == Incidents() == {}


def test_the_committed_incidents_fit_the_committed_world(aws: World) -> None:
    assert load_incidents(places=aws.places).faults == ()


def test_the_list_has_times_and_hours_and_knows_what_it_does_not_know() -> None:
    known = incident_list().set_index("id")
    assert known["start_utc"].is_monotonic_increasing
    assert str(known.loc["aws-2025-10-20-use1", "start_utc"]) == "2025-10-20 06:48:00+00:00"
    assert known.index[~known["hour_known"]].tolist() == ["aws-2026-03-02-mes1", "aws-2026-04-mes1"]
    assert known.loc["aws-2013-12-18-sae1", ["main_h", "full_h"]].isna().all()
    assert known.loc["aws-2026-03-01-mec1", "censored"]
    assert known["censored"].dtype == bool
