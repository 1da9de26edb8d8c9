"""The start page of the course: what you will be able to say, and the chapters that there are.

Which of them are begun or done is known to the browser alone; it tells the page's own session when it opens, for the
ticks, and nothing is stored anywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from explainer.app.bar import bar
from explainer.app.course import contents, page
from explainer.app.course.chapter import Chapter, say
from explainer.app.course.texts import COURSE
from explainer.app.framed import Framed
from explainer.app.marks import symbols
from explainer.page import Page

BEGUN, DONE = "begun", "done"


class Start(Framed):
    """The first page of the course as a widget.

    Examples
    --------
    >>> start = Start()
    >>> start.act("kept", '{"1": "{}"}')
    """

    def __init__(self) -> None:
        self._chapters = tuple((entry, contents.load(entry.number)) for entry in contents.written())
        outline = page.filled("start", {"bar": bar(page.PAGE, shared=False), "recall": page.KEPT})
        super().__init__(Page(symbols() + outline, {}, self._texts({}), {}, {}), "pp-course")
        self._page.on_act(self.act)

    def act(self, name: str, value: str = "") -> None:
        """Take up what the browser has kept ("kept"); nothing else can be done here."""
        if name == "kept":
            self._page.show(texts=self._texts(progress(value, self._chapters)))

    def _texts(self, reached: Mapping[int, str]) -> dict[str, str]:
        rows, going = [], None
        for entry, chapter in self._chapters:
            mark = reached.get(entry.number, "")
            word = {BEGUN: COURSE["start.begun"], DONE: f"✓ {COURSE['start.done']}"}.get(mark, "")
            going = going or (None if mark == DONE else entry)
            link = f'<a data-page="{entry.page}">{entry.title}</a>'
            about = say(chapter.texts, "able", {})
            rows.append(f"<li><b>{entry.number}</b>{link}<span>{about}</span><small>{word}</small></li>")
        begin, review, again = "", contents.review(), ""
        if going is not None:
            label = COURSE["start.on" if reached else "start.begin"].format(title=going.title)
            begin = f'<a class="pp-button pp-main" data-page="{going.page}">{label}</a>'
        if review is not None:
            link = f'<a data-page="{review.page}">{review.title}</a>'
            again = f"<li><b></b>{link}<span>{COURSE['start.review']}</span><small></small></li>"
        return {
            "title": COURSE["start.title"],
            "start": (
                f'<p class="pp-chapter">{COURSE["start.lead"]}</p>'
                f"{begin}"
                f'<div><h2>{COURSE["start.able"]}</h2><ol class="pp-chapters">{"".join(rows)}{again}</ol></div>'
                f"<p>{COURSE['start.time']} {COURSE['kept']}</p>"
                f'<p class="pp-note">{COURSE["start.not"]}</p>'
            ),
        }


def progress(kept: str, chapters: tuple[tuple[contents.Entry, Chapter], ...]) -> dict[int, str]:
    """Read which chapters are begun and which are done, from what a browser has kept; nonsense is nothing.

    Examples
    --------
    >>> progress("nonsense", ())
    {}
    """
    found = {}
    try:
        said = dict(json.loads(kept))
    except (ValueError, TypeError):
        return {}
    for entry, chapter in chapters:
        try:
            given = dict(json.loads(said[str(entry.number)]).get("given", {}))
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        checks = {check.key for check in chapter.checks}
        found[entry.number] = DONE if checks and checks <= set(given) else BEGUN
    return found
