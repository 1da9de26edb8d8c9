"""What is shared opens with the same numbers: links of every page, notebook cells, and links that make no sense."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from explainer import PRESETS, Appraisal, Explainer, InputError, Outage, Placement, Replay, Scenario, open_link
from explainer.app import framed
from explainer.app.course import Lesson, contents
from explainer.app.framed import USUAL, Framed
from explainer.app.share.panel import cell, panel
from explainer.sharing.link import PageState, to_link
from explainer.view import words


@pytest.fixture
def close() -> Iterator[list[Framed]]:
    made: list[Framed] = []
    yield made
    for app in made:
        app.close_all()


def texts(app: Any) -> dict[str, str]:
    return app._page._texts


def shown(app: Any) -> dict[str, Any]:
    """Give all words and numbers of a page but the panel itself."""
    said = {name: text for name, text in texts(app).items() if name not in ("share", "status", "spoken", "alert")}
    return {"texts": said, "summaries": {name: chart["summary"] for name, chart in app._page._charts.items()}}


def opened(app: Framed, close: list[Framed]) -> Framed:
    again = open_link(to_link(app.to_state()))
    close += [app, again]
    return again


def test_the_world_opens_with_its_design_and_what_is_broken_and_opened(close) -> None:
    app = Explainer(PRESETS["follow-the-users"].scenario.breaking(Outage("region", "eu-west-1")))
    app.act("place", "Jayapura, Indonesia")
    again = opened(app, close)
    assert again.scenario == app.scenario
    assert again.outcome.summary == app.outcome.summary
    assert shown(again) == shown(app)


def test_a_replay_opens_with_both_designs_the_fork_and_the_minute(close) -> None:
    app = Replay()
    app.act("fork", "120")
    app.act("minute", "200")
    again = opened(app, close)
    assert again.take == app.take
    assert again.minute == 200
    pd.testing.assert_frame_equal(again.other.frame, app.other.frame)
    assert texts(again)["clock"] == texts(app)["clock"]


def test_an_appraisal_opens_with_what_was_asked(close) -> None:
    app = Appraisal(Scenario((Placement("eu-west-1"),)), n=1000)
    for name, value in (("hidden", "2"), ("of", "region"), ("wish", "survive:0"), ("redundancy", "k:2")):
        app.act(name, value)
    again = opened(app, close)
    assert again.asked == app.asked
    assert again.known.years.mean_min == app.known.years.mean_min


@pytest.mark.parametrize("entry", contents.written(), ids=lambda entry: entry.name)
def test_a_chapter_opens_where_it_was_with_its_answers(entry, close) -> None:
    app = Lesson(entry.number)
    app.act("go", "predict")
    app.act("unsure")
    for step in ("reveal", "name", "check"):
        app.act("go", step)
    check = app.chapter.checks[0]
    app.act("sure", "b")
    app.act("answer", f"{check.key}:{check.options[-1]}")
    again = opened(app, close)
    assert again.state == app.state
    assert shown(again) == shown(app)


def test_what_somebody_shared_does_not_replace_your_own_answers_in_this_browser(close) -> None:
    link = to_link(PageState("chapter", (), {"answered": True, "said": "70", "step": "play", "reached": "play"}))
    new, old = Lesson(1), Lesson(1)
    close += [new, old]
    old.hear("kept", json.dumps({"1": json.dumps({"said": "20", "at": "play", "given": {}})}))
    for lesson in (new, old):
        lesson.hear("opened", link)
        assert lesson.state.said == "70"
    assert "data-keep" in texts(new)["keep"]
    assert texts(old)["keep"] == ""
    old.hear("again", "")
    assert "data-keep" in texts(old)["keep"]


def test_a_link_cannot_say_that_an_answer_was_right(close) -> None:
    check = contents.load(1).checks[0]
    wrong = next(option for option in check.options if option != check.solve().right)
    settings = {"step": "check", "reached": "check", "answered": True, f"answer.{check.key}": f"{wrong}:c"}
    app = open_link(to_link(PageState("chapter", (), settings)))
    close.append(app)
    assert not app.state.answers[check.key].right


@pytest.mark.parametrize(
    "settings",
    [
        {"step": "reveal", "reached": "check"},
        {"control.cafes": "hundred"},
        {"control.rent": "low"},
        {"answer.same-street": "nobody:c"},
        {"answered": True, "said": "<b>twenty</b>"},
    ],
)
def test_a_chapters_link_that_makes_no_sense_is_told_and_changes_nothing(settings, close) -> None:
    app = Lesson(1)
    close.append(app)
    before = app.state
    app.hear("opened", f"?s={to_link(PageState('chapter', (), settings))}")
    assert app.state == before
    assert texts(app)["alert"].endswith(USUAL)
    assert "<b>" not in texts(app)["alert"]


def test_links_of_other_pages_and_chapters_are_told(close) -> None:
    app, lesson = Explainer(), Lesson(1)
    close += [app, lesson]
    app.hear("opened", to_link(PageState("chapter", (), {})))
    lesson.hear("opened", to_link(PageState("chapter", (), {"number": 2})))
    assert "another page" in texts(app)["alert"]
    assert "for chapter 2" in texts(lesson)["alert"]


def test_a_thousand_broken_links_open_the_usual_page_with_a_sentence(close) -> None:
    app, dice = Explainer(), random.Random(1)
    close.append(app)
    before, whole = app.scenario, to_link(app.to_state())
    for _ in range(1000):
        cut = list(whole[: dice.randint(0, len(whole))])
        for _ in range(dice.randint(1, 3)):
            cut.insert(dice.randint(0, len(cut)), dice.choice(["A", "9", "_", "<script>", "'", "\u2028"]))
        app.hear("opened", "?s=" + "".join(cut))
        assert app.scenario == before
        assert "<script>" not in texts(app)["alert"]
    assert USUAL in texts(app)["alert"]


def test_an_address_without_a_link_changes_nothing(close) -> None:
    app = Explainer()
    close.append(app)
    for address in ("", "?", "?reset", "?voila-theme=light"):
        app.hear("opened", address)
        assert texts(app)["alert"] == ""


def test_the_panel_follows_the_state_once_it_is_opened(close) -> None:
    app = Explainer()
    close.append(app)
    assert texts(app)["share"] == ""
    app.hear("share", "")
    first = texts(app)["share"]
    assert words.html(cell(to_link(app.to_state()))) in first
    app.hear("region", "0")
    app.scenario = app.scenario.breaking(Outage("region", "us-east-1"))
    app.hear("close", "")
    assert texts(app)["share"] == panel(app.to_state()) != first


@pytest.fixture
def followed(close, monkeypatch) -> Callable[..., list[tuple[str, tuple[str, ...]]]]:
    """Let acts come in quick succession; give what the address is then told."""
    monkeypatch.setattr(framed, "REST_S", 0.02)

    def visit(app: Any, *acts: tuple[str, str]) -> list[tuple[str, tuple[str, ...]]]:
        told: list[tuple[str, tuple[str, ...]]] = []
        monkeypatch.setattr(type(app._page), "follow", lambda _page, code, without: told.append((code, without)))

        async def going() -> None:
            for act in acts:
                app.hear(*act)
            await asyncio.sleep(0.1)

        asyncio.run(going())
        return told

    return visit


@pytest.mark.parametrize(
    ("page", "acts"),
    [
        (Explainer, [("slo", "80"), ("break", "region"), ("cables", "")]),
        (Replay, [("fork", "120"), ("minute", "200")]),
        (lambda: Appraisal(Scenario((Placement("eu-west-1"),)), n=1000), [("target", "0.5"), ("wish", "survive:0")]),
        (lambda: Lesson(1), [("predict", "20"), ("go", "reveal")]),
    ],
)
def test_the_address_follows_every_page_once_its_visitor_rests(page, acts, close, followed) -> None:
    app = page()
    close.append(app)
    assert [code for code, _ in followed(app, *acts)] == [to_link(app.to_state())]
    assert followed(app, ("share", "")) == [], "nothing has changed"


def test_what_a_page_opens_with_is_not_followed(close, followed) -> None:
    app, lesson = Explainer(), Lesson(1)
    close += [app, lesson]
    link = to_link(PageState("world", (PRESETS["one-region"].scenario,)))
    assert followed(app, ("opened", f"?s={link}")) == followed(app, ("opened", "?s=1.abc.00000000")) == []
    assert [code for code, _ in followed(app, ("opened", to_link(Explainer().to_state())))] != []
    kept = json.dumps({"1": json.dumps({"said": "20", "at": "play", "given": {}})})
    assert followed(lesson, ("kept", kept)) == []
    assert len(followed(lesson, ("go", "reveal"))) == 1


def test_a_state_that_is_too_large_for_a_link_leaves_the_address_as_it_was(close, followed) -> None:
    app, dice = Explainer(), random.Random(3)
    close.append(app)
    places = [Placement(code, capacity_rps=round(dice.uniform(1e5, 1e6), 6)) for code in app.world.places.zones_of]
    outages = (Outage("slow", each.region, dice.random(), round(dice.uniform(1, 99), 6)) for each in places)
    app.hear("share", "")
    app.scenario = Scenario(tuple(places)).breaking(*outages)
    with pytest.raises(InputError, match="A link to this would have"):
        to_link(app.to_state())
    assert followed(app, ("share", "")) == []
    assert "A link to this would have" in texts(app)["alert"]
    assert len(followed(app, ("preset", "one-region"))) == 1


def test_who_comes_back_to_an_address_of_their_own_goes_on_being_kept(close) -> None:
    def link_of(said: str) -> str:
        state = {"answered": True, "said": said, "step": "play", "reached": "play"}
        return to_link(PageState("chapter", (), state))

    for act, keeps in (("opened", False), ("returned", True)):
        lesson = Lesson(1)
        close.append(lesson)
        lesson.hear("kept", json.dumps({"1": json.dumps({"said": "20", "at": "play", "given": {}})}))
        lesson.hear(act, f"?s={link_of('20')}")
        assert ("data-keep" in texts(lesson)["keep"]) == keeps
        lesson.hear("opened", link_of("70"))
        assert texts(lesson)["keep"] == "", "a pasted link is somebody else's"


def test_who_leaves_a_class_leaves_it_in_the_address_too(close, followed) -> None:
    pupil, teacher = Lesson(1), Lesson(1)
    close += [pupil, teacher]
    assert followed(pupil, ("opened", "?class=1"), ("predict", "20"))[0][1] == ()
    assert followed(pupil, ("alone", ""))[0][1] == ("class", "teacher")
    assert followed(teacher, ("opened", "?teacher=1"), ("predict", "20"))[0][1] == ()


def test_a_file_of_ones_own_is_not_undone_by_the_address_that_the_page_came_with(close) -> None:
    app = Explainer()
    close.append(app)
    address = f"?s={to_link(app.to_state())}"
    app.hear("opened", address)
    app.hear("preset", "one-region")
    app.load_rtt(b"us-east-1,eu-west-1,68.5\n")
    app.hear("opened", address)  # the page is a new one
    assert app.scenario == PRESETS["one-region"].scenario
    assert texts(app)["alert"] == ""


def test_json_in_the_panel_is_the_design(close) -> None:
    scenario = replace(PRESETS["two-regions"].scenario, slo_ms=80.0)
    text = panel(PageState("world", (scenario,)))
    assert words.html(scenario.to_json()) in text
    assert Scenario.from_json(scenario.to_json()) == scenario


def test_own_files_do_not_travel_and_the_link_says_so(close) -> None:
    app = Explainer()
    close.append(app)
    app.load_rtt(b"us-east-1,eu-west-1,68.5\n")
    link = to_link(app.to_state())
    again = open_link(link)
    close.append(again)
    assert app.to_state().without_own
    assert words.html(app.to_state().without_own) in texts(again)["status"]


def test_what_is_not_a_link_is_refused_in_a_notebook() -> None:
    with pytest.raises(InputError):
        open_link("hello")


def test_the_file_holds_what_the_page_shows(close, monkeypatch) -> None:
    app, sent = Explainer(), []
    close.append(app)
    monkeypatch.setattr(app._page, "save", lambda name, content: sent.append((name, content)))
    app.hear("file", "")
    name, content = sent[0]
    assert name.endswith(".html")
    assert len(content) < 3_000_000
    assert b"http-equiv" in content
