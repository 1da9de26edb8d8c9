"""The review page: what is due, what comes first, and how well you know what you know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st

from explainer.app.course import Review, contents
from explainer.app.course.chapter import say
from explainer.app.course.review import memory as memories
from explainer.app.course.review.memory import OWN, WAITS_DAYS, Again, Memory, queue
from explainer.app.course.review.review import ROUND
from explainer.app.course.review.texts import TEXTS
from explainer.app.course.state import Given
from explainer.app.course.texts import COURSE, SURE
from explainer.view import calibration, words

TODAY = date(2026, 11, 28)
CHAPTERS = [contents.load(entry.number) for entry in contents.written()]
KEYS = [f"{chapter.number}/{check.key}" for chapter in CHAPTERS for check in chapter.checks]
RIGHT, WRONG = Given("x", True), Given("x", False)


@pytest.fixture
def review() -> Iterator[Review]:
    made = Review(lambda: TODAY)
    yield made
    made.close_all()


def texts(review: Any) -> dict[str, str]:
    return review.children[0].children[0]._texts


def kept(**chapters: Any) -> str:
    return json.dumps({number.strip("_"): json.dumps(value) for number, value in chapters.items()})


def answer(review: Review, right: bool) -> None:
    key = review.state.round[review.state.at]
    asked = review._asked(review.state)
    option = asked.solved.right if right else next(o for o in asked.check.options if o != asked.solved.right)
    review.act("answer", f"{key}:{option}")


def test_missed_questions_come_first_then_known_ones_then_new_ones_and_chapters_take_turns() -> None:
    memory = Memory(first={"1/a": RIGHT, "2/c": WRONG, "2/d": RIGHT})
    assert queue(memory, ["1/a", "1/b", "2/c", "2/d", "3/e"], 1) == ["2/c", "1/a", "2/d", "3/e", "1/b"]


@pytest.mark.parametrize(("streak", "wait"), list(enumerate(WAITS_DAYS, start=1)))
def test_a_question_that_was_right_comes_back_later_each_time(streak: int, wait: int) -> None:
    memory = Memory(again={"1/a": Again(RIGHT, 100, streak)})
    assert queue(memory, ["1/a"], 100 + wait - 1) == []
    assert queue(memory, ["1/a"], 100 + wait) == ["1/a"]


def test_a_miss_begins_anew() -> None:
    memory = Memory()
    for given, day, due in ((RIGHT, 1, 2), (RIGHT, 2, 5), (WRONG, 5, 0), (RIGHT, 5, 6)):
        memory = memory.answered("1/a", given, day)
        assert memory.due_on("1/a") == due


@over(st.dictionaries(st.sampled_from(KEYS), st.booleans()), st.integers(1, 800_000))
def test_what_is_kept_is_read_back(answers: dict[str, bool], day: int) -> None:
    options = {f"{c.number}/{check.key}": check.options[0] for c in CHAPTERS for check in c.checks}
    memory = Memory()
    for key, right in answers.items():
        memory = memory.answered(key, Given(options[key], right, "b"), day)
    text = memories.to_kept(memory)
    assert memories.read(json.dumps({OWN: text}), CHAPTERS).again == memory.again


@over(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)
    )
)
def test_nonsense_in_a_browser_is_no_memory(value: Any) -> None:
    for text in (
        json.dumps(value),
        json.dumps({OWN: value, "1": value}),
        json.dumps({"1": {"said": value, "given": value}}),
    ):
        memory = memories.read(text, CHAPTERS)
        assert memory.again == {}
        assert set(memory.first) <= set(KEYS)


def test_it_opens_with_a_round_of_all_chapters_and_no_result(review: Review) -> None:
    assert len(review.state.round) == ROUND
    assert len({key.partition("/")[0] for key in review.state.round}) >= min(ROUND, len(CHAPTERS)) - 1
    assert TEXTS["said.none"] in texts(review)["said"]
    assert texts(review)["sure"] == TEXTS["calibration.empty"]


def test_a_round_is_answered_marked_kept_and_ended(review: Review) -> None:
    review.act("sure", "c")
    answer(review, right=False)
    assert COURSE["check.wrong"] in texts(review)["card"]
    assert review.state.memory.again[review.state.round[0]].given.sure == "c"
    review.act("next")
    for _ in range(ROUND - 1):
        answer(review, right=True)
        review.act("next")
    assert texts(review)["headline"] == say(TEXTS, "title.round", {"right": str(ROUND - 1), "count": str(ROUND)})
    assert "data-keep" in texts(review)["keep"]
    assert "When certain, you were right 0 of 1 times." in review._page._charts["calibration"]["summary"]
    first = review.state.round[0]
    review.act("more")
    assert review.state.round[0] == first, "what was missed comes back at once"


def test_a_question_is_answered_once_and_only_the_one_on_the_card(review: Review) -> None:
    other = review.state.round[1]
    review.act("answer", f"{other}:x")
    assert "not on the card" in texts(review)["alert"]
    answer(review, right=True)
    before = review.state
    answer(review, right=False)
    assert review.state is before
    review.act("answer", "<script>:<b>")
    assert "<script>" not in texts(review)["alert"]


def test_when_nothing_is_due_it_says_when_and_asks_all_the_same_if_wished() -> None:
    rows = {f"{c.number}/{k.key}": [k.options[0], 1, "", TODAY.toordinal(), 2] for c in CHAPTERS for k in c.checks}
    review = Review(lambda: TODAY)
    review.act("kept", kept(_9={"given": rows}))
    assert review.state.round == ()
    assert say(TEXTS, "none", {"when": "in three days"}) in texts(review)["card"]
    review.act("anyway")
    assert set(review.state.round) == set(KEYS)
    review.close_all()
    later = Review(lambda: TODAY + timedelta(days=3))
    later.act("kept", kept(_9={"given": rows}))
    assert len(later.state.round) == ROUND
    later.close_all()


def test_what_you_said_stands_beside_what_came_out_and_only_there(review: Review) -> None:
    review.act("kept", kept(_1={"said": "20", "at": "check", "given": {"move": ["like", 1, "c"]}}))
    chapter = CHAPTERS[0]
    said = texts(review)["said"]
    assert say(chapter.texts, "headline", {**chapter.facts(), **chapter.results()}) in said
    assert f"You said 20{words.NO_BREAK}%." in said
    assert said.count("<li>") == 1
    assert review.state.memory.by_sureness() == {"a": [], "b": [], "c": [True]}
    assert "When certain, you were right 1 of 1 times." in review._page._charts["calibration"]["summary"]
    review.act("forget")
    assert review.state.memory.first, "answers of chapters stay"


def test_every_term_stands_in_the_glossary_with_its_source(review: Review) -> None:
    html = review._page._skeleton
    for chapter in CHAPTERS:
        for term in chapter.terms:
            assert words.html(term.url) in html
            assert say(chapter.texts, f"term.{term.key}.cloud", chapter.facts()) in html


def test_every_objective_has_a_name_and_its_chapters(review: Review) -> None:
    html = review._page._skeleton
    for chapter in CHAPTERS:
        for objective in chapter.objectives:
            assert f"<b>{objective} · {TEXTS[f'objective.{objective}']}</b>" in html


@over(st.dictionaries(st.sampled_from(SURE), st.lists(st.booleans(), max_size=60), min_size=1))
def test_every_answer_is_one_mark_in_its_row(answers: dict[str, list[bool]]) -> None:
    patch = calibration.patch(answers).traces
    right, wrong = patch[calibration.RIGHT], patch[calibration.WRONG]
    assert len(right["x"]) == sum(map(sum, answers.values()))
    assert len(right["x"]) + len(wrong["x"]) == sum(map(len, answers.values()))
    for marks in (right, wrong):
        assert all(calibration.LEFT_PX <= x <= calibration.RIGHT_PX for x in marks["x"])
    assert list(patch[calibration.COUNTS]["text"]) == [calibration.count(given) for given in answers.values()]
