"""A link opens for ever: those of old versions say what they said, and a newer one is told from a broken one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from explainer import InputError, Scenario
from explainer.sharing import version_1
from explainer.sharing.link import PageState, from_link, to_link
from explainer.sharing.pages import PAGES
from explainer.sharing.plain import plain_of
from explainer.sharing.versions import FORMS, MIGRATIONS, VERSION, brought_up


def saved(version: int) -> list[tuple[str, Any]]:
    """Links as they were made by a version, and what each says."""
    lines = (Path(__file__).parent / f"links_v{version}.txt").read_text(encoding="utf-8").splitlines()
    kept = [line.split(" ", 1) for line in lines if not line.startswith("#")]
    return [(link, json.loads(said)) for link, said in kept]


GRANTED, DICTIONARY = 0x2FD9EB0A, 0xEE8BB1DE  # check sums of what was so when version 1 was made
SAVED = {version: saved(version) for version in range(1, VERSION + 1)}
OLD = [pytest.param(*each, id=f"v{version}-{place}") for version in SAVED for place, each in enumerate(SAVED[version])]


@pytest.mark.parametrize(("link", "said"), OLD)
def test_an_old_link_says_what_it_said(link: str, said: Mapping[str, Any]) -> None:
    state = from_link(link)
    scenarios = tuple(Scenario.from_json(json.dumps(document)) for document in said["scenarios"])
    assert state == PageState(said["page"], scenarios, said["settings"], frozenset(said["own"]))
    assert said["settings"].items() <= state.settings.items()
    assert from_link(to_link(state)) == state


def test_the_saved_links_hold_every_page_and_every_field() -> None:
    assert all(len(links) >= 20 for links in SAVED.values())
    said = [said for links in SAVED.values() for _, said in links]
    assert {each["page"] for each in said} == set(PAGES)
    documents = [document for each in said for document in each["scenarios"]]
    for name, default in version_1.DEFAULTS.items():
        inner = [(name, key) for key in default] if isinstance(default, dict) else [(name,)]
        for path in inner:
            seen = {json.dumps(_at(document, path)) for document in documents}
            assert len(seen) > 1, f"no saved link has another {'.'.join(path)}"


def _at(document: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    for name in path:
        document = document[name]
    return document


def test_every_older_version_is_read_and_brought_up() -> None:
    assert set(FORMS) == set(range(1, VERSION + 1))
    assert set(MIGRATIONS) == set(range(1, VERSION))


def test_migrations_follow_each_other() -> None:
    steps = {1: lambda content: {"slo_ms": content["slo"]}, 2: lambda content: content | {"access": "wifi"}}
    assert brought_up({"slo": 50}, 1, 3, steps) == {"slo_ms": 50, "access": "wifi"}
    assert brought_up({"slo_ms": 50}, 2, 3, steps) == {"slo_ms": 50, "access": "wifi"}
    assert brought_up({"slo_ms": 50}, 3, 3, steps) == {"slo_ms": 50}


def test_a_new_field_of_a_scenario_needs_a_new_version() -> None:
    now, then = plain_of(Scenario()), version_1.DEFAULTS
    assert VERSION > 1 or set(now) == set(then)
    for name, default in then.items():
        if isinstance(default, dict):
            assert VERSION > 1 or set(now[name]) == set(default), name


def test_what_version_1_takes_for_granted_never_changes() -> None:
    granted = json.dumps([version_1.DEFAULTS, version_1.PLACEMENT, version_1.OUTAGE])
    assert crc32(granted.encode()) == GRANTED
    assert crc32(version_1.DICTIONARY) == DICTIONARY


@pytest.mark.parametrize("page", PAGES)
def test_the_default_of_a_setting_never_changes(page: str) -> None:
    untouched = next(said["settings"] for _, said in SAVED[1] if said["page"] == page)  # the first of each page
    now = {name: setting.default for name, setting in PAGES[page].settings.items()}
    assert untouched.items() <= now.items()


@pytest.mark.parametrize("link", ["2.abc.00000000", "12.AAAA.zzz", "999.", "2.with a form of its own"])
def test_a_link_of_a_newer_version_says_so(link: str) -> None:
    with pytest.raises(InputError, match=r"made by a newer Parade-proof. Open it there, or update this one\."):
        from_link(link)
