"""Words that everybody can read: how hard the prose is, which terms are explained, and what is claimed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from explainer.app.course import contents
from explainer.app.course.chapter import Chapter, say
from explainer.app.course.review import Review
from explainer.app.course.texts import COURSE
from explainer.view import words

ROOT = Path(__file__).parents[3]
HIGHEST_GRADE = 9.0
CHAPTERS = [contents.load(entry.number) for entry in contents.written()]


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", text).replace(words.NO_BREAK, " ").split())


def syllables(word: str) -> int:
    """Count groups of vowels, without an e that is not spoken."""
    word = word.lower()
    silent = re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$", word) is not None
    return max(len(re.findall("[aeiouyé]+", word)) - silent, 1)


def grade(text: str) -> float:
    """Give the school grade that a text asks for (Kincaid, Fishburne, Rogers and Chissom, 1975)."""
    sentences = [one for one in re.split(r"[.!?]+(?:\s|$)", text) if re.search(r"[^\W\d_]", one)]
    found = re.findall(r"[^\W\d_][^\W\d_’']*", text)
    return 0.39 * len(found) / len(sentences) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def prose(chapter: Chapter) -> dict[str, str]:
    """Give all that a chapter tells, filled with the model's numbers."""
    values = {**chapter.facts(), **chapter.results()}
    keys = ["able", "hook", "question", "play", "headline", "conclusion", "work", "teacher"]
    keys += [f"term.{term.key}.{part}" for term in chapter.terms for part in ("cafe", "cloud")]
    told = {key: say(chapter.texts, key, values) for key in keys}
    for check in chapter.checks:
        solved = check.solve().values
        told[check.key] = say(chapter.texts, f"check.{check.key}", solved)
        told |= {f"{check.key}.{o}": say(chapter.texts, f"check.{check.key}.{o}.why", solved) for o in check.options}
    return {key: plain(text) for key, text in told.items()}


def test_point_15_the_grade_of_known_sentences() -> None:
    assert [syllables(word) for word in ("café", "table", "closed", "people", "availability")] == [2, 2, 1, 2, 6]
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    official = "Asynchronous replication inevitably necessitates reconciliation of inconsistent geographical databases."
    assert grade(official) > 20


@pytest.mark.parametrize("chapter", CHAPTERS, ids=[f"chapter {chapter.number}" for chapter in CHAPTERS])
def test_point_15_a_chapter_is_read_by_a_ninth_grader(chapter: Chapter) -> None:
    told = prose(chapter)
    assert grade(" ".join(told.values())) <= HIGHEST_GRADE
    hard = {key: round(grade(text), 1) for key, text in told.items() if len(text.split()) > 20}
    assert {key: found for key, found in hard.items() if found > HIGHEST_GRADE + 2} == {}
    assert grade(" ".join(text for text in COURSE.values() if text.count(" ") > 5)) <= HIGHEST_GRADE


def test_point_15_the_review_explains_every_term_with_its_source() -> None:
    page = Review()._page._skeleton
    rows = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL))
    terms = [(chapter, term) for chapter in CHAPTERS for term in chapter.terms]
    names = {words.sentence(say(chapter.texts, f"term.{term.key}", chapter.facts())): term for chapter, term in terms}
    assert set(rows) == set(names)
    assert all(f'href="{words.html(term.url)}"' in rows[name] for name, term in names.items())
    told = {name.lower() for name in names}
    for word in ("region", "availability zone", "high availability", "edge location", "rto and rpo"):
        assert any(word in name for name in told), word


def test_point_16_what_is_claimed_is_written_down_with_its_gaps_its_date_and_a_way_to_report() -> None:
    told = (ROOT / "ACCESSIBILITY.md").read_text(encoding="utf-8")
    for said in ("WCAG 2.2", "AA", "Voilà", "JupyterLab", "best effort", "Known gaps", "Report"):
        assert said in told
    assert re.search(
        r"\b\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d",
        told,
    )
