"""One take, one observer, one message: what a control of the Replay page changes, and what it leaves to the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import numpy as np
import pytest

from explainer import InputError, Placement, Replay, Scenario, World, load_incidents, play
from explainer.app import replay as module
from explainer.app.designs import HIT, TWO, designs
from explainer.app.replay import FIRST, Take
from explainer.view import words

INCIDENTS = load_incidents()
GULF = "aws-2026-03-01-mec1"


@pytest.fixture
def replayed() -> Iterator[Callable[..., Replay]]:
    """Open Replays and close them in the end."""
    apps: list[Replay] = []

    def open_(*args: Any, **options: Any) -> Replay:
        apps.append(Replay(*args, **options))
        return apps[-1]

    yield open_
    for app in apps:
        app.close_all()


@pytest.fixture
def app(replayed: Callable[..., Replay]) -> Replay:
    return replayed()


def text(app: Replay, name: str) -> str:
    html = app._page.get_state()["_texts"][name]
    return " ".join(unescape(re.sub("<[^>]+>", " ", html)).replace(words.NO_BREAK, " ").split())


def column(app: Replay, key: str) -> np.ndarray:
    return np.asarray(app._page._tables["minutes"]["columns"][key]["values"], float)


def test_it_opens_on_what_the_incident_hit_beside_a_second_region(app):
    found = designs(app.world, INCIDENTS[FIRST])
    assert app.take == Take(FIRST, found[HIT].scenario, found[TWO].scenario)
    assert app.timeline.lost_requests > app.other.lost_requests > 0
    assert text(app, "headline").startswith("Design A loses ")


def test_the_cursor_reads_the_numbers_of_the_model(app):
    np.testing.assert_allclose(column(app, "served"), app.timeline.frame["reach"], atol=1e-6)
    np.testing.assert_allclose(column(app, "served_b"), app.other.frame["reach"], atol=1e-6)
    np.testing.assert_allclose(column(app, "p95"), app.timeline.frame["rtt_p95_ms"], rtol=1e-6)
    assert len(column(app, "use0")) == INCIDENTS[FIRST].minutes


def test_another_design_plays_and_sends_one_message_and_one_for_what_helps(app, sent):
    app.act("b", "five-regions")
    assert len(sent.contents) == 1
    sent.clear()
    app.act("a", "one-data-centre")
    assert len(sent.contents) == 2
    assert set(sent.contents[1]["show"]) == {"texts"}
    app.act("a", "bare")
    assert app.take.a.depends_on == frozenset({"compute"})
    assert text(app, "cures") == ""
    assert text(app, "headline").startswith("Design A answers every request.")


def test_moving_the_cursor_sends_nothing_and_is_kept_for_the_next_view(app, sent):
    app.act("minute", "412")
    assert sent.contents == []
    assert app.minute == 412
    assert 'value="412"' in app._page.get_state()["_texts"]["clock"]
    app.act("minute", "99999")
    assert app.minute == INCIDENTS[FIRST].minutes - 1


def test_a_new_incident_begins_at_its_first_minute(app):
    app.act("minute", "412")
    app.act("incident", GULF)
    assert app.minute == 0
    assert app.take.fork == 0
    assert app.take.a.placements[0].region == "me-central-1"


def test_a_fork_leaves_everything_before_its_minute_as_it_was(app):
    a = app.timeline.frame.copy()
    app.act("fork", "100")
    assert app.take.fork == 100
    before = app.other.frame.loc[:99, ["served_rps", "dropped_rps"]]
    np.testing.assert_allclose(before, a.loc[:99, ["served_rps", "dropped_rps"]])
    assert app.other.lost_requests < app.timeline.lost_requests
    assert app.timeline.frame.equals(a)
    assert "from minute 100" in text(app, "designs")


def test_a_fork_without_b_takes_a_second_region(app):
    app.act("b", "")
    assert app.other is None
    assert "B:" not in text(app, "over")
    app.act("fork", "30")
    assert app.take.b == designs(app.world, INCIDENTS[FIRST])[TWO].scenario


def test_what_would_have_helped_is_from_numbers_and_becomes_b(app):
    best = app._cures[0]
    saved = words.share(1 - best.lost_requests / app.timeline.lost_requests).replace(words.NO_BREAK, " ")
    assert f"{words.sentence(best.label)}: {saved} of the loss" in text(app, "cures")
    app.act("cure", "0")
    assert app.take.b == best.scenario
    assert app.other.lost_requests == pytest.approx(best.lost_requests)


@pytest.mark.parametrize("incident", sorted(INCIDENTS))
def test_every_incident_can_be_opened_with_its_source(app, incident):
    app.act("incident", incident)
    known = INCIDENTS[incident]
    assert text(app, "alert") == ""
    assert known.summary in text(app, "account")
    assert (known.url in app._page._texts["account"]) if known.url else (known.source in text(app, "account"))
    assert f'data-value="{incident}" aria-pressed="true"' in app._page._texts["list"]


def test_incidents_that_hurt_people_are_told_plainly(app):
    app.act("incident", GULF)
    headline = app._page._texts["headline"]
    assert "1 March 2026" in headline
    assert "pp-lost" not in headline
    assert "lose" not in headline


@pytest.mark.parametrize(
    ("act", "value", "fault"),
    [
        ("incident", "aws-1999", "aws-1999"),
        ("a", "ten-regions", "ten-regions"),
        ("fork", "5000", "Minute 5000"),
        ("fork", "-1", "not a whole number"),
        ("minute", "<script>", "not a whole number"),
        ("cure", "77", "no cure number 77"),
    ],
)
def test_a_bad_value_is_a_sentence_and_changes_nothing(app, act, value, fault):
    take, headline = app.take, text(app, "headline")
    app.act(act, value)
    assert fault in text(app, "alert")
    assert "<script>" not in app._page._texts["alert"]
    assert (app.take, text(app, "headline")) == (take, headline)


def test_an_unknown_region_or_incident_is_refused_when_it_enters(replayed):
    with pytest.raises(InputError, match="nowhere-1"):
        replayed(design=Scenario((Placement("nowhere-1"),)))
    with pytest.raises(InputError, match="parade"):
        replayed("parade")


def test_an_authors_own_designs_are_named_in_the_lists(replayed):
    own = Scenario((Placement("eu-west-1"),))
    app = replayed(design=own, other=Scenario((Placement("eu-west-3"),)))
    assert "Ireland (three zones)" in text(app, "designs")
    assert "Paris (three zones)" in text(app, "designs")
    app.act("a", "own")
    assert app.take.a == own


def test_a_design_seen_before_is_not_played_again(app, monkeypatch):
    asked: list[Scenario] = []

    def counted(world: World, scenario: Scenario, incident: Any) -> Any:
        asked.append(scenario)
        return play(world, scenario, incident)

    monkeypatch.setattr(module, "play", counted)
    app.act("b", "five-regions")
    app.act("b", TWO)
    app.act("b", "five-regions")
    assert len(asked) == 1


def test_all_known_incidents_are_listed_with_their_pages(app):
    table = app._page._texts["known"]
    assert table.count("<tr>") == 42
    assert table.count('data-act="incident"') == len(INCIDENTS)
    assert 'href="https://aws.amazon.com/message/101925/"' in table


def test_figures_are_those_of_the_page(app):
    reach = app.timeline.frame["reach"].to_numpy()
    np.testing.assert_allclose(np.array(app.figures["lanes"].data[0].y, float), 100 * reach, atol=1e-3)
