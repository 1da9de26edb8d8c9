"""The first page of the course as data: its text with gaps for what a browser knows, and what fills them."""

from __future__ import annotations

import re
from typing import Any

from explainer.app.course.start import BEGUN, DONE, Start
from explainer.app.course.texts import COURSE

_BEGIN = re.compile(r'<a class="pp-button pp-main".*?</a>')
_ROW = re.compile(r"(<li><b>(\d+)</b>.*?)<small>.*?</small>")


def written(start: Start, numbers: tuple[int, ...]) -> dict[str, Any]:
    """Give the text with its gaps, and what fills them.

    Parameters
    ----------
    start
        The page.
    numbers
        Numbers of the chapters that the site has.
    """
    chapters = {entry.number: chapter for entry, chapter in start._chapters if entry.number in numbers}
    begin = {}
    for at, number in enumerate(numbers):
        behind = dict.fromkeys(numbers[:at], DONE)
        begin[number] = [_button(start._texts(marks)["start"]) for marks in (behind, {**behind, number: BEGUN})]
    text = _ROW.sub(lambda row: f"{row[1]}{{mark {row[2]}}}", _BEGIN.sub("{begin}", start._texts({})["start"]))
    return {
        "chapters": [[number, [check.key for check in chapter.checks]] for number, chapter in chapters.items()],
        "begin": begin,
        "words": {BEGUN: COURSE["start.begun"], DONE: f"✓ {COURSE['start.done']}"},
        "text": text,
    }


def fresh(rules: dict[str, Any]) -> str:
    """Give the text of a browser that has kept nothing, from what `written` gives."""
    first = next(iter(rules["begin"].values()), ("", ""))[0]
    return re.sub(r"\{mark \d+\}", "<small></small>", str(rules["text"]).replace("{begin}", first))


def _button(text: str) -> str:
    found = _BEGIN.search(text)
    return found[0] if found else ""
