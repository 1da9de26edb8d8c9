"""The committed incidents say what is known, how it is known, and in plain words."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from explainer.incidents import Incident, Phase, incident_list, load_incidents

INCIDENTS = load_incidents()
each = pytest.mark.parametrize("incident", INCIDENTS.values(), ids=list(INCIDENTS))

# minutes at which something begins or ends, by hand from the accounts of the incidents
MINUTES = {
    "aws-2011-04-21-use1": {0, 643, 660, 3928, 5023},
    "aws-2016-06-05-apse2": {0, 81, 155, 264, 575},
    "aws-2017-02-28-use1": {0, 169, 221, 257},
    "aws-2019-08-23-apne1": {0, 45, 165, 354},
    "aws-2021-06-10-euc1": {0, 188, 195, 336},
    "aws-2021-12-07-use1": {0, 118, 364, 412, 670},
    "aws-2021-12-22-use1": {0, 24, 88, 317, 619},
    "aws-2025-10-20-use1": {0, 157, 172, 342, 648, 842, 861, 872},
    "aws-2026-03-01-mec1": {0, 316, 1020},
    "aws-2026-04-mes1": {0, 60, 120},
    "aws-2026-05-07-use1": {0, 46, 65, 351, 1290, 1440},
}
SOBER = ("aws-2026-03-01-mec1", "aws-2026-04-mes1")


def broken(name: str, minute: int) -> dict[tuple[str, str], float]:
    hits: dict[tuple[str, str], float] = {}
    for phase in INCIDENTS[name].phases:
        if phase.active(minute):
            key = (phase.kind, phase.target)
            hits[key] = max(phase.severity, hits.get(key, 0))
    return hits


def sentences(text: str) -> int:
    return len(re.findall(r"[.?!](?= |$)", text.replace("N. Virginia", "Virginia")))


def test_every_file_loads(data: Path) -> None:
    assert INCIDENTS.faults == ()
    assert sorted(INCIDENTS) == sorted(file.stem for file in data.glob("incidents/*.toml")) == sorted(MINUTES)


@each
def test_something_happens_only_at_the_minutes_of_the_accounts(incident: Incident) -> None:
    ends = {phase.until for phase in incident.phases if phase.until is not None}
    assert {phase.minute for phase in incident.phases} | ends == MINUTES[incident.id]


@each
def test_every_value_has_a_basis(incident: Incident, data: Path) -> None:
    written = tomllib.loads((data / "incidents" / f"{incident.id}.toml").read_text(encoding="utf-8"))
    assert set(written["basis"]) == {"start_utc"}
    for phase in written["phase"]:
        assert set(phase["basis"]) == set(phase) - {"kind", "caption", "basis"}


@each
def test_it_says_where_to_read_more(incident: Incident) -> None:
    assert incident.url.startswith("https://aws.amazon.com/message/") or len(incident.source) > 20


@each
def test_its_words_are_plain(incident: Incident) -> None:
    captions = [phase.caption for phase in incident.phases]
    for text in (incident.title, incident.summary, incident.lesson, *captions):
        assert "!" not in text
        if incident.sober:
            assert not re.search(r"\byou", text, re.IGNORECASE)
    assert all(sentences(caption) == 1 and caption.endswith(".") for caption in captions)
    assert sentences(incident.summary) == 2
    assert sentences(incident.lesson) == 1


def test_those_that_hurt_people_are_marked() -> None:
    assert tuple(name for name, incident in INCIDENTS.items() if incident.sober) == SOBER


@each
def test_it_agrees_with_the_list(incident: Incident) -> None:
    row = incident_list().set_index("id").loc[incident.id]
    assert row["start_utc"] == incident.start_utc
    assert row["provider"] == incident.provider
    assert row["official_url"] == incident.url
    zones = {phase.target for phase in incident.phases if phase.kind == "zone" and phase.basis["target"] == "stated"}
    assert set(filter(None, row["az_ids"].split(";"))) <= zones


def test_october_2025_takes_the_database_the_launches_and_some_load_balancers() -> None:
    database, launches = ("service", "us-east-1/database"), ("control-plane", "us-east-1")
    balancer = ("service", "us-east-1/load-balancer")
    name = "aws-2025-10-20-use1"
    assert broken(name, 0) == {database: 1, launches: 0.5}
    assert broken(name, 160) == {database: 1, launches: 1}
    assert broken(name, 171).keys() == {database, launches}
    assert broken(name, 172) == {launches: 1}
    assert broken(name, 400) == {launches: 1, balancer: 0.3}
    assert broken(name, 648) == {launches: 0.5, balancer: 0.3}
    assert broken(name, 842).keys() == {balancer}
    assert broken(name, 861) == {}


def test_the_uae_loses_one_zone_then_a_second_and_gets_neither_back() -> None:
    name = "aws-2026-03-01-mec1"
    assert broken(name, 315) == {("zone", "mec1-az2"): 1}
    second = {("zone", "mec1-az2"), ("zone", "mec1-az3"), ("control-plane", "me-central-1")}
    second |= {("service", "me-central-1/object-store"), ("service", "me-central-1/database")}
    assert broken(name, 316).keys() == second
    assert broken(name, INCIDENTS[name].minutes - 1).keys() == second | {("zone", "mes1-az2")}


def test_bahrain_loses_a_second_zone_then_the_region_while_the_uae_is_down() -> None:
    name = "aws-2026-04-mes1"
    uae = {("zone", "mec1-az2"), ("zone", "mec1-az3"), ("control-plane", "me-central-1")}
    uae |= {("service", "me-central-1/object-store"), ("service", "me-central-1/database")}
    first, second = ("zone", "mes1-az2"), ("zone", "mes1-az1")
    assert broken(name, 0).keys() == uae | {first}
    assert broken(name, 60).keys() == uae | {first, second}
    assert broken(name, 120).keys() == uae | {first, second, ("region", "me-south-1")}


@pytest.mark.parametrize("name", [name for name in INCIDENTS if name not in SOBER and name != "aws-2026-05-07-use1"])
def test_everything_is_back_before_the_replay_ends(name: str) -> None:
    assert broken(name, INCIDENTS[name].minutes - 1) == {}


def test_a_part_of_a_zone_is_never_taken_for_a_whole_one() -> None:
    zones = [phase for name in INCIDENTS if name not in SOBER for phase in INCIDENTS[name].phases if whole(phase)]
    assert zones == []


def whole(phase: Phase) -> bool:
    return phase.kind == "zone" and phase.severity == 1


def test_the_list_is_in_order_and_each_row_is_an_incident_of_its_own(data: Path) -> None:
    rows = (data / "incidents.csv").read_text(encoding="utf-8")
    assert "memory" not in rows.replace("memory leak", "")
    known = incident_list()
    assert known["id"].is_unique
    assert not known["id"].str.contains("azure-2018").any()
    assert set(known["checked"]) == {"primary", "derived", "secondary"}
    assert set(known["scale"]) == {"az", "region", "region-service", "multi-region", "global-service"}
    for column in ("provider", "regions", "plane", "cause", "cause_detail", "official_title"):
        assert known[column].ne("").all(), column
    assert known["official_url"].str.fullmatch(r"(https://\S+)?").all()
    assert (known["main_h"].isna() | known["full_h"].isna() | (known["main_h"] <= known["full_h"])).all()
    assert known["full_h"][known["censored"]].notna().all()


def test_the_start_and_the_length_of_the_conflict_rows_add_up_to_the_day_they_were_last_checked() -> None:
    known = incident_list()
    conflict = known[known["id"].isin(SOBER)]
    seen = conflict["start_utc"] + pd.to_timedelta(conflict["full_h"], unit="h")
    assert len(seen) == 2
    assert set(seen.dt.strftime("%Y-%m-%d")) <= {"2026-09-14", "2026-09-15"}
