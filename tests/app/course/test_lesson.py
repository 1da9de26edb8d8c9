"""The lesson: nothing of the result before the prediction, the prediction for good, and every way back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError
from explainer.app.course import Lesson, Start, contents, parts
from explainer.app.course import state as states
from explainer.app.course.chapter import STEPS, Control, Moment, say
from explainer.app.course.chapters.parade import town
from explainer.app.course.lesson import earlier
from explainer.app.course.texts import COURSE
from explainer.page import Page
from explainer.view import hours, prediction, words
from explainer.view.map.dots import LOST as CROSSES

LOST = {cafes: town.day(cafes, town.LONG).lost for cafes in town.SHOPS}


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    made = Lesson(1)
    yield made
    made.close_all()


def page_of(lesson: Any) -> Page:
    return lesson.children[0].children[0]


def texts(lesson: Any) -> dict[str, str]:
    return page_of(lesson)._texts


def trace(lesson: Lesson, chart: str, name: str) -> Any:
    """Give a trace as the page keeps it; making whole figures of all of them takes a third of a second."""
    kept = page_of(lesson)._charts[chart]["data"]
    return SimpleNamespace(**next(trace for trace in kept if trace["name"] == name))


def numbers(value: Any) -> Iterator[float]:
    """Give every number of a widget's state, wherever it stands."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, memoryview | bytes):
        pass
    elif isinstance(value, np.ndarray):
        yield from value.astype(float).ravel().tolist()
    elif isinstance(value, float):
        yield value


def whole(lesson: Lesson) -> dict[str, Any]:
    page = page_of(lesson)
    return {name: getattr(page, name) for name in ("_charts", "_texts", "_tables", "_variants")}


def words_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield value


def play_through(lesson: Lesson) -> None:
    for name, value in (("predict", "20"), ("go", "reveal"), ("go", "name"), ("go", "check")):
        lesson.act(name, value)


def test_the_result_is_nowhere_before_the_prediction(lesson):
    state = whole(lesson)
    said = list(words_of(state))
    for share in (LOST["one"], LOST["three"], LOST["pair"]):
        assert not [
            text for text in said if f"{words.share(share)} lost" in text or f"takes {words.share(share)}" in text
        ]
        assert not [n for n in numbers(state) if n == pytest.approx(share, rel=1e-3)]
    for chart, name in (
        ("result", prediction.LOST), ("result", prediction.KEPT), ("hours", hours.LOST), ("hours", hours.SERVED)
    ):  # fmt: skip
        assert len(trace(lesson, chart, name).x) == 0, name
    assert len(trace(lesson, "picture", CROSSES).x) == 0


def test_no_result_is_computed_for_the_page_before_the_prediction(monkeypatch):
    chapter, asked = contents.load(1), []
    monkeypatch.setattr(
        contents, "load", lambda _: replace(chapter, results=lambda: asked.append(1) or chapter.results())
    )
    lesson = Lesson(1)
    assert not asked
    lesson.act("predict", "20")
    assert asked == [1]
    lesson.close_all()


def test_what_comes_later_cannot_be_reached_before_the_prediction(lesson):
    before = lesson.state
    for name, value in (("go", "reveal"), ("go", "play"), ("tick", ""), ("stride", ""), ("set", "cafes:three")):
        lesson.act(name, value)
        assert lesson.state == before, name
        assert texts(lesson)["alert"], name
    lesson.act("answer", "same-street:same")
    assert lesson.state == before


def test_the_page_is_complete_before_anything_is_done(lesson):
    chapter = lesson.chapter
    assert say(chapter.texts, "conclusion", chapter.facts()) in texts(lesson)["below"]
    assert say(chapter.texts, "work", {}) in texts(lesson)["below"]
    assert len(trace(lesson, "picture", "open").x) == 1
    assert "You see the result once" in texts(lesson)["card"]


def test_a_prediction_is_kept_and_stands_beside_the_result(lesson):
    lesson.act("predict", "20")
    assert (lesson.state.step, lesson.state.said) == ("play", "20")
    lesson.act("predict", "90")
    assert lesson.state.said == "20"
    assert "already" in texts(lesson)["alert"]
    lesson.act("go", "reveal")
    assert texts(lesson)["alert"] == ""
    assert trace(lesson, "result", prediction.RING).x == [0.2]
    assert trace(lesson, "result", prediction.LOST).x == pytest.approx([LOST["one"]])
    assert trace(lesson, "result", prediction.KEPT).x == pytest.approx([LOST["three"]])
    headline = texts(lesson)["headline"]
    assert words.share(LOST["one"]) in headline
    assert words.share(LOST["three"]) in headline
    lesson.act("go", "predict")
    assert f"You said 20{words.NO_BREAK}%." in texts(lesson)["card"]
    assert 'data-act="predict"' not in texts(lesson)["card"]
    assert texts(lesson)["headline"] == "1 · The parade"


def test_who_does_not_know_may_say_so(lesson):
    lesson.act("unsure")
    assert lesson.state.said == ""
    assert COURSE["said.unsure"] in texts(lesson)["card"]
    lesson.act("go", "reveal")
    assert len(trace(lesson, "result", prediction.RING).x) == 0
    assert trace(lesson, "result", prediction.LOST).x == pytest.approx([LOST["one"]])


@pytest.mark.parametrize("value", ["", "much", "101", "-1", "nan", "<b>"])
def test_a_prediction_is_checked(lesson, value):
    lesson.act("predict", value)
    assert lesson.state.said is None
    assert "Say another one." in texts(lesson)["alert"]
    assert "<b>" not in texts(lesson)["alert"]


def test_the_parade_plays_to_its_end_and_begins_anew(lesson):
    lesson.act("predict", "20")
    frames = lesson.chapter.play.frames
    heads = []
    for _ in range(frames - 1):
        lesson.act("tick")
        heads.append(trace(lesson, "picture", "flag pole").x)
    assert lesson.state.frame == frames - 1
    assert "data-ended" in texts(lesson)["play"]
    assert "pp-main" not in texts(lesson)["play"], "now the way on is the main thing"
    walked = [head[0] for head in heads if head is not None and len(head)]
    assert walked == sorted(walked), "a parade walks one way"
    assert len(set(walked)) == pytest.approx(town.WALK_DOWN_H / town.STEP_H, abs=2)
    lesson.act("tick")
    assert lesson.state.frame == 0


def test_while_it_plays_the_day_is_drawn_up_to_now(lesson):
    lesson.act("predict", "20")
    for _ in range(5):
        lesson.act("stride")
    now = town.hour_h(lesson.state.frame)
    assert max(trace(lesson, "hours", hours.SERVED).x) == pytest.approx(now)
    assert len(trace(lesson, "picture", CROSSES).x) == len(town.world().cells)
    lesson.act("set", "cafes:three")
    assert 0 < len(trace(lesson, "picture", CROSSES).x) < len(town.world().cells)
    assert 'data-value="cafes:three" aria-pressed="true"' in texts(lesson)["choices"]


def test_a_step_of_the_play_is_not_read_out_but_a_control_is(lesson):
    lesson.act("predict", "20")
    spoken = texts(lesson)["spoken"]
    for _ in range(4):
        lesson.act("stride")
    assert texts(lesson)["spoken"] == spoken
    lesson.act("set", "cafes:three")
    assert "Café A is closed" in texts(lesson)["spoken"]


def test_a_check_is_answered_once_and_its_feedback_runs_the_model(lesson):
    play_through(lesson)
    assert "Question 1 of 2" in texts(lesson)["card"]
    lesson.act("sure", "b")
    lesson.act("answer", "same-street:half")
    given = lesson.state.answers["same-street"]
    assert (given.option, given.right, given.sure) == ("half", False, "b")
    card = texts(lesson)["card"]
    assert COURSE["check.wrong"] in card
    assert words.share(LOST["pair"]) in card
    assert trace(lesson, "result", prediction.LOST).x == pytest.approx([LOST["pair"]])
    assert len(trace(lesson, "picture", "closed").x) == 2
    assert COURSE["check.wrong"] in texts(lesson)["spoken"]
    lesson.act("answer", "same-street:same")
    assert lesson.state.answers["same-street"].option == "half"
    lesson.act("next")
    lesson.act("answer", "move:like")
    assert COURSE["check.right"] in texts(lesson)["card"]
    lesson.act("next")
    assert "You answered 1 of 2 right." in texts(lesson)["card"]


def test_the_second_control_waits_for_the_last_check(lesson):
    play_through(lesson)
    assert "street" not in texts(lesson)["choices"]
    for value in ("same-street:same", "move:like"):
        lesson.act("answer", value)
        lesson.act("next")
    assert "control" not in texts(lesson)["alert"]
    lesson.act("set", f"street:{town.MILL}")
    assert lesson.state.settings["street"] == town.MILL
    assert trace(lesson, "result", prediction.KEPT).x == pytest.approx([town.day("three", town.MILL).lost])


def test_all_answers_of_the_checks_are_what_the_model_says():
    for check in contents.load(1).checks:
        assert check.solve().right == {"same-street": "same", "move": "like"}[check.key]
    assert LOST["pair"] == pytest.approx(LOST["one"])
    assert LOST["three"] < LOST["one"] / 3


def test_what_a_browser_keeps_brings_a_visitor_back(lesson):
    assert 'data-value=""' in texts(lesson)["keep"]
    play_through(lesson)
    lesson.act("answer", "same-street:half")
    kept = states.to_kept(lesson.state)
    other = Lesson(1)
    other.act("kept", json.dumps({"1": kept, "7": "nonsense"}))
    assert (other.state.step, other.state.said) == ("check", "20")
    assert other.state.answers == lesson.state.answers
    assert "Question 2 of 2" in texts(other)["card"]
    other.act("kept", json.dumps({"1": ""}))
    assert other.state.said == "20", "a session under way is not put back"
    other.act("again")
    assert (other.state.step, other.state.said) == ("predict", None)
    assert 'data-value=""' in texts(other)["keep"]
    other.close_all()


PIECES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["said", "at", "given", "move"]), inner)
    ),
)


@given(st.text(max_size=60) | PIECES.map(json.dumps))
def test_nonsense_from_a_browser_is_left_out(text):
    chapter = contents.load(1)
    first = states.first(chapter, reviewed=False)
    state = states.from_kept(chapter, first, text, {check.key: check for check in chapter.checks})
    assert state.step in STEPS
    assert state.said is None or state.said == "" or 0 <= float(state.said) <= 100
    assert set(state.answers) <= {"same-street", "move"}


def test_an_unknown_act_changes_nothing(lesson):
    before = lesson.state
    lesson.act("dance", "now")
    assert lesson.state == before


def test_a_fault_is_told_and_the_page_stays(lesson, monkeypatch):
    monkeypatch.setattr(states, "predict", lambda *_: 1 / 0)
    lesson.act("predict", "20")
    assert texts(lesson)["alert"] == COURSE["fault"]
    assert lesson.state.step == "predict"


def test_there_is_no_other_chapter_than_those_written():
    with pytest.raises(InputError, match="There is no chapter 99"):
        Lesson(99)


def test_later_chapters_open_with_a_question_from_the_one_before_and_the_third_before(monkeypatch):
    parade = contents.load(1)
    monkeypatch.setattr(contents, "entry", lambda number: contents.CONTENTS[number - 1] if number in (1, 3) else None)
    monkeypatch.setattr(contents, "load", lambda number: parade)
    assert list(earlier(4)) == ["1/same-street", "1/move"]
    assert list(earlier(2)) == ["1/same-street"]
    assert earlier(1) == {}


def test_a_look_back_is_answered_before_the_chapter_begins(monkeypatch):
    parade = contents.load(1)
    monkeypatch.setattr("explainer.app.course.lesson.earlier", lambda _: {"1/move": (parade, parade.checks[1])})
    lesson = Lesson(1)
    assert lesson.state.step == "look"
    assert "from chapter 1" in texts(lesson)["card"]
    lesson.act("answer", "1/move:more")
    assert COURSE["check.wrong"] in texts(lesson)["card"]
    assert lesson.state.settings == parade.settings, "the picture is this chapter's own"
    lesson.act("next")
    assert lesson.state.step == "predict"
    lesson.act("go", "look")
    assert "✕" in texts(lesson)["card"]
    lesson.close_all()


def test_each_question_of_a_look_back_shows_its_feedback_before_the_next_one(monkeypatch):
    parade = contents.load(1)
    both = {f"1/{check.key}": (parade, check) for check in parade.checks}
    monkeypatch.setattr("explainer.app.course.lesson.earlier", lambda _: both)
    lesson = Lesson(1)
    lesson.act("answer", "1/same-street:half")
    assert COURSE["check.wrong"] in texts(lesson)["card"]
    assert COURSE["check.next"] in texts(lesson)["card"]
    lesson.act("next")
    assert lesson.state.step == "look"
    assert COURSE["check.wrong"] not in texts(lesson)["card"]
    kept = lesson.state
    lesson.act("answer", "1/move:like")
    assert COURSE["check.right"] in texts(lesson)["card"]
    assert COURSE["on.look"] in texts(lesson)["card"]
    lesson.act("next")
    assert lesson.state.step == "predict"
    again = Lesson(1)
    again.act("kept", json.dumps({"1": states.to_kept(kept)}))
    assert (again.state.step, again.state.asked) == ("look", 1), "a reloaded page goes on with the second"
    for one in (lesson, again):
        one.close_all()


@pytest.mark.parametrize("number", [entry.number for entry in contents.written()])
def test_after_any_check_every_control_can_be_moved(number):
    chapter = contents.load(number)
    said = chapter.question.start or (chapter.question.options[0] if hasattr(chapter.question, "options") else "7")
    for check in chapter.checks:
        solved = check.solve()
        for control in chapter.controls:
            for choice in control.choices:
                settings = {**chapter.settings, **solved.settings, control.key: choice}
                assert chapter.show(Moment("check", said, settings, solved.frame)).patches


def test_two_new_controls_before_the_check_are_refused():
    parade = contents.load(1)
    with pytest.raises(ValueError, match="more than one new control"):
        replace(parade, controls=(Control("cafes", ("one",)), Control("street", (town.LONG,))))


def test_the_start_page_lists_what_there_is_and_ticks_what_was_done():
    start = Start()
    said = texts(start)["start"]
    assert said.count("<li><b>") == len(contents.written()) + 1, "every chapter and the review"
    assert f'data-page="{contents.REVIEW.page}"' in said
    assert all(f'data-page="{entry.page}"' in said for entry in contents.written())
    assert "Begin: The parade" in said
    done = json.dumps({"said": "20", "at": "check", "given": {"same-street": ["same", 1, ""], "move": ["like", 1, ""]}})
    start.act("kept", json.dumps({"1": done}))
    assert "✓ done" in texts(start)["start"]
    start.act("kept", json.dumps({"1": json.dumps({"said": "20", "at": "play", "given": {}})}))
    assert "begun" in texts(start)["start"]
    assert "Go on: The parade" in texts(start)["start"]
    start.close_all()


def test_every_written_chapter_has_its_notebook_and_every_notebook_its_chapter():
    folder = Path(__file__).parents[3] / "notebooks"
    pages = {path.stem for path in folder.glob("1[0-9]_*.ipynb")}
    there = {contents.START_PAGE, *(entry.page for entry in contents.written())}
    review = contents.review()
    assert pages == there | ({review.page} if review else set())


def test_the_bar_leads_only_to_what_there_is(monkeypatch):
    two = contents.CONTENTS[:2]
    monkeypatch.setattr(contents, "written", lambda: two)
    assert "Chapter 1 of 2" in parts.bar_end(1)
    assert 'data-page="12_data_centre"' in parts.bar_end(1)
    assert 'data-page="19_review"' in parts.bar_end(2)
    monkeypatch.setattr(contents, "review", lambda: None)
    assert "data-page" not in parts.bar_end(2)
