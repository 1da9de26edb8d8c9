"""Every kind of question: its control has a name, and what comes back is brought into one form or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError
from explainer.app.course.questions import Choice, Number, Ranking, Share
from explainer.view.words import NO_BREAK

TEXTS = {"question.a": "half", "question.b": "a tenth", "question.c": "the same"}
KINDS = {
    "share": (Share(), "20"),
    "number": (Number(0, 8760, "hours"), "8.8"),
    "choice": (Choice(("a", "b", "c")), "b"),
    "ranking": (Ranking(("a", "b", "c")), "b,a,c"),
}
each = pytest.mark.parametrize(("question", "answer"), KINDS.values(), ids=KINDS)


@each
def test_a_control_is_named_by_its_question(question, answer):
    assert 'aria-labelledby="pp-question"' in question.control(TEXTS, "")


@each
def test_an_answer_in_its_fixed_form_stays_as_it_is(question, answer):
    assert question.read(answer) == answer
    assert question.read(question.read(answer)) == answer


@each
def test_a_draft_stands_on_the_control(question, answer):
    assert question.control(TEXTS, answer) != question.control(TEXTS, "")


@each
@given(text=st.text(max_size=20))
def test_anything_else_is_refused_in_words(question, answer, text):
    try:
        fixed = question.read(text)
    except InputError:
        return
    assert question.read(fixed) == fixed
    assert question.written(TEXTS, fixed)


def test_answers_are_written_for_people():
    written = [question.written(TEXTS, answer).replace(NO_BREAK, " ") for question, answer in KINDS.values()]
    assert written == ["20 %", "8.8 hours", "a tenth", "a tenth, half, the same"]


def test_a_slider_says_its_value_and_unit():
    control = Share().control(TEXTS, "")
    assert f'aria-valuetext="50{NO_BREAK}%"' in control
    assert 'type="range"' in control


def test_a_ranking_can_be_moved_one_place_at_a_time():
    question = Ranking(("a", "b", "c"))
    control = question.control(TEXTS, "a,b,c")
    for order in ("b,a,c", "a,c,b"):
        assert f'data-value="{order}"' in control
        assert question.read(order) == order
    assert control.count("<button") == 4


def test_nothing_is_locked_in_that_was_not_chosen():
    assert [question.start for question, _ in KINDS.values()] == ["50", "", "", "a,b,c"]
