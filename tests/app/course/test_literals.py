"""Words of the course: no number is typed in, every gap is filled, and what comes before the prediction is short."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from string import Formatter

import pytest

from explainer.app.course import contents
from explainer.app.course.chapter import DONE, Chapter, say
from explainer.app.course.questions import Choice, Ranking
from explainer.app.course.review.texts import TEXTS as REVIEW
from explainer.app.course.texts import COURSE

NAMES = ("CLF-C02",)  # proper names that hold a digit
NUMBERS = re.compile(
    r"\d|\b(thir|four|fif|six|seven|eigh|nine)teen\b|\b(twen|thir|for|fif|six|seven|eigh|nine)ty\b"
    r"|\b(dozen|hundred|thousand|million|billion|per ?cent)s?\b",
    re.IGNORECASE,
)
BEFORE = ("title", "hook", "question")
LONGEST_START = 120  # words before the first control
OBJECTIVES = ("1.1", "1.2", "1.4", "2.1", "3.1", "3.2", "3.5", "4.1")  # of the exam guide CLF-C02
EXAMINED = {"1.1", "1.2", "2.1", "3.2"}
CHAPTERS = [contents.load(entry.number) for entry in contents.written()]
each = pytest.mark.parametrize("chapter", CHAPTERS, ids=[f"chapter {chapter.number}" for chapter in CHAPTERS])


def prose(text: str) -> str:
    """Give a text without markup, gaps and proper names."""
    bare = re.sub(r"<[^>]+>|\{[^}]*\}", "", text)
    for name in NAMES:
        bare = bare.replace(name, "")
    return bare


def typed(texts: Mapping[str, str]) -> list[str]:
    return [key for key, text in texts.items() if NUMBERS.search(prose(text))]


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_search_for_typed_numbers_finds_them():
    assert typed({"a": "You lose 19 % of it.", "b": "Eighty seats", "c": "{lost} of <b style='top:1px'>it</b>"}) == [
        "a",
        "b",
    ]


def test_no_number_is_typed_into_what_chapters_and_the_review_share():
    assert typed(COURSE) == typed(REVIEW) == []


@each
def test_no_number_is_typed_into_a_chapter(chapter: Chapter):
    assert typed(chapter.texts) == []


@each
def test_what_stands_there_before_the_prediction_knows_no_result(chapter: Chapter):
    facts = chapter.facts()
    for key in (*BEFORE, "conclusion", "work", "teacher"):
        assert gaps(chapter.texts[key]) <= set(facts), key
    assert not set(chapter.results()) & set(facts)


@each
def test_every_text_that_the_lesson_asks_for_is_there_and_can_be_filled(chapter: Chapter):
    facts = chapter.facts()
    values = {**facts, **chapter.results()}
    for key in (*BEFORE, "able", "play", "headline", "conclusion", "name.button", "work", "teacher"):
        assert say(chapter.texts, key, values)
    for term in chapter.terms:
        for part in ("", ".cafe", ".cloud"):
            assert say(chapter.texts, f"term.{term.key}{part}", facts), "the glossary shows it before any result"
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", term.read)
        assert term.url.startswith("https://")
    for control in chapter.controls:
        for part in ("", *(f".{choice}" for choice in control.choices)):
            assert say(chapter.texts, f"control.{control.key}{part}", values)
        assert chapter.settings[control.key] in control.choices
    if isinstance(chapter.question, Choice | Ranking):
        assert all(chapter.texts[f"question.{option}"] for option in chapter.question.options)
    for check in chapter.checks:
        solved = check.solve()
        for option in check.options:
            assert say(chapter.texts, f"check.{check.key}.{option}", solved.values)
            assert say(chapter.texts, f"check.{check.key}.{option}.why", solved.values)


@each
def test_no_text_is_left_over(chapter: Chapter):
    """What the lesson does not ask for is read by the chapter's own modules."""
    shared = {*BEFORE, "able", "play", "play.button", "headline", "conclusion", "name.button", "work", "teacher"}
    asked = ("check.", "control.", "term.", "question.", "panel.")
    own = [key for key in chapter.texts if key not in shared and not key.startswith(asked)]
    entry = contents.entry(chapter.number)
    found = find_spec(f"{contents.PACKAGE}.{entry.name}").origin
    files = [path for path in sorted(Path(found).parent.glob("*.py")) if path.stem != "texts"]
    source = "".join(path.read_text(encoding="utf-8") for path in files)
    assert [
        key for key in own if f'"{key.split(".")[0]}' not in source and f'.{key.split(".")[-1]}"' not in source
    ] == []
    keys = {check.key for check in chapter.checks} | {c.key for c in chapter.controls} | {t.key for t in chapter.terms}
    assert {key.split(".")[1] for key in chapter.texts if key.startswith(("check.", "control.", "term."))} <= keys


@each
def test_the_first_control_comes_soon(chapter: Chapter):
    facts = chapter.facts()
    said = " ".join(prose(say(chapter.texts, key, facts)) for key in BEFORE)
    assert len(said.split()) <= LONGEST_START


@each
def test_sentences_are_short(chapter: Chapter):
    values = {**chapter.facts(), **chapter.results()}
    for key in ("hook", "conclusion", "work"):
        sentences = re.split(r"[.?;]\s", prose(say(chapter.texts, key, values)))
        assert max(len(sentence.split()) for sentence in sentences) <= 25, key


@each
def test_there_is_at_most_one_new_control_before_the_check(chapter: Chapter):
    assert len([control for control in chapter.controls if control.since not in ("check", DONE)]) <= 1


@each
def test_a_chapter_has_checks_that_the_model_can_mark_and_an_objective_for_each(chapter: Chapter):
    assert len(chapter.checks) >= 2
    for check in chapter.checks:
        assert check.solve().right in check.options
        assert len(set(check.options)) == len(check.options) >= 2
        assert check.objectives
        assert set(check.objectives) <= set(OBJECTIVES)


def test_a_whole_course_examines_every_objective():
    if len(CHAPTERS) == len(contents.CONTENTS):
        assert {objective for chapter in CHAPTERS for objective in chapter.objectives} >= EXAMINED
        checks = [check for chapter in CHAPTERS for check in chapter.checks]
        assert len(checks) >= 16
        assert len({check.claim for check in checks if check.claim}) >= 6
    else:
        assert {"1.1", "3.2"} <= {objective for chapter in CHAPTERS for objective in chapter.objectives}
