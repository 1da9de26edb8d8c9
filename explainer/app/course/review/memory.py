"""What a visitor has answered so far, and which questions are due: wrong ones first, then those of long ago.

A question that was answered right comes back after a day, then after three, a week, three weeks and two months; one
that was answered wrong comes back at once. What a browser has kept is from outside: it is read piece by piece, and a
piece that makes no sense is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from explainer.app.course.chapter import Chapter, Check
from explainer.app.course.state import Given
from explainer.app.course.texts import SURE

WAITS_DAYS = (1, 3, 7, 21, 60)  # after being right once, twice and so on, without a miss between
OWN = "9"  # under which a browser keeps what was answered here; chapters are 1 to 8
MOST_DAY = 4_000_000  # the last day that a date can be


@dataclass(frozen=True)
class Again:
    """The last answer to a question on this page.

    Parameters
    ----------
    given
        The answer.
    day
        The day on which it was given, counted from the year 1 [d].
    streak
        How often it has been right without a miss between.
    """

    given: Given
    day: int
    streak: int


@dataclass(frozen=True, eq=False)
class Memory:
    """What was said and answered.

    Parameters
    ----------
    said
        Chapter number to prediction in its fixed form, "" for "I don't know".
    first
        Question ("chapter/check") to the answer that was given in its chapter.
    again
        Question to the last answer on this page.
    """

    said: Mapping[int, str] = field(default_factory=dict)
    first: Mapping[str, Given] = field(default_factory=dict)
    again: Mapping[str, Again] = field(default_factory=dict)

    def answered(self, key: str, given: Given, day: int) -> Memory:
        """Give the memory after another answer on this page."""
        before = self.again.get(key)
        streak = (before.streak + 1 if before else 1) if given.right else 0
        return replace(self, again={**self.again, key: Again(given, day, streak)})

    def due_on(self, key: str) -> int:
        """Give the day from which a question is due; 0 is at once."""
        last = self.again.get(key)
        if last is None or not last.given.right:
            return 0
        return last.day + WAITS_DAYS[min(last.streak, len(WAITS_DAYS)) - 1]

    def missed(self, key: str) -> bool:
        """Say whether the last answer to a question was wrong."""
        last = self.again.get(key)
        given = last.given if last else self.first.get(key)
        return given is not None and not given.right

    def by_sureness(self) -> dict[str, list[bool]]:
        """Give for each name of `SURE` which answers were right, those of chapters before those of this page."""
        every = [*self.first.values(), *(one.given for one in self.again.values())]
        return {sure: [given.right for given in every if given.sure == sure] for sure in SURE}


def queue(memory: Memory, keys: Sequence[str], day: int) -> list[str]:
    """Put the questions that are due into the order in which to ask them.

    Missed ones come first, then those that were answered, then new ones; chapters take turns.

    Examples
    --------
    >>> memory = Memory(first={"1/a": Given("x", True), "2/c": Given("x", False)})
    >>> queue(memory, ["1/a", "1/b", "2/c"], 1)
    ['2/c', '1/a', '1/b']
    """
    turn: dict[str, int] = {}
    seen: dict[str, int] = {}
    for key in keys:
        chapter = key.partition("/")[0]
        turn[key] = seen.get(chapter, 0)
        seen[chapter] = turn[key] + 1

    def rank(key: str) -> tuple[int, int]:
        known = key in memory.first or key in memory.again
        return (0 if memory.missed(key) else 1 if known else 2, turn[key])

    return sorted((key for key in keys if memory.due_on(key) <= day), key=rank)


def read(kept: str, chapters: Iterable[Chapter]) -> Memory:
    """Take up what a browser has kept for the whole course; nonsense is nothing.

    Examples
    --------
    >>> read("nonsense", ()).said
    {}
    """
    everything = _mapping(kept)
    own = _mapping(_mapping(everything.get(OWN)).get("given"))
    said: dict[int, str] = {}
    first: dict[str, Given] = {}
    again: dict[str, Again] = {}
    for chapter in chapters:
        there = _mapping(everything.get(str(chapter.number)))
        if isinstance(there.get("said"), str):
            said |= _said(chapter, there["said"])
        given = _mapping(there.get("given"))
        for check in chapter.checks:
            key = f"{chapter.number}/{check.key}"
            if one := _given(check, given.get(check.key)):
                first[key] = one
            if last := _again(check, own.get(key)):
                again[key] = last
    return Memory(said, first, again)


def to_kept(memory: Memory) -> str:
    """Write what a browser keeps of this page's answers; nothing before the first.

    Examples
    --------
    >>> to_kept(Memory().answered("1/a", Given("x", True, "b"), 739000))
    '{"given":{"1/a":["x",1,"b",739000,1]}}'
    """
    rows = {
        key: [one.given.option, int(one.given.right), one.given.sure, one.day, one.streak]
        for key, one in memory.again.items()
    }
    return json.dumps({"given": rows}, separators=(",", ":")) if rows else ""


def _mapping(value: Any) -> dict[str, Any]:
    """Read a mapping, given as one or as JSON."""
    try:
        found = json.loads(value) if isinstance(value, str) else value
        return dict(found) if isinstance(found, dict) else {}
    except (ValueError, RecursionError):
        return {}


def _said(chapter: Chapter, value: str) -> dict[int, str]:
    try:
        return {chapter.number: chapter.question.read(value) if value else ""}
    except ValueError:
        return {}


def _given(check: Check, row: Any) -> Given | None:
    if isinstance(row, list) and len(row) >= 3 and row[0] in check.options and row[2] in ("", *SURE):
        return Given(str(row[0]), bool(row[1]), str(row[2]))
    return None


def _again(check: Check, row: Any) -> Again | None:
    given = _given(check, row)
    if given is None or len(row) != 5 or not all(isinstance(n, int) and 0 <= n <= MOST_DAY for n in row[3:]):
        return None
    return Again(given, row[3], max(row[4], 1) if given.right else 0)
