"""The page of a chapter: its skeleton, and what each of its texts says of a state.

As on every page, `build` makes it once and `show` patches it, both by the same functions. What is not to be seen before
the prediction is not there: texts are filled from facts alone, and the chapter is asked for no result.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources

from explainer.app.bar import bar
from explainer.app.course import parts, teaching
from explainer.app.course.chapter import Chapter, Shown, Stage, say
from explainer.app.course.parts import Asked
from explainer.app.course.state import State, to_kept
from explainer.app.course.texts import COURSE
from explainer.app.marks import symbols
from explainer.app.share import panel
from explainer.page import Page
from explainer.view import words

PAGE = "10_start"  # of the bar
KEPT = "parade-proof/course/"  # what a browser keeps begins with it


@dataclass(frozen=True, eq=False)
class Now:
    """All that the page shows.

    Parameters
    ----------
    chapter
        The chapter.
    state
        Where the visitor is.
    shown
        What the chapter shows of that.
    values
        What fills gaps now: facts, and results once there is a prediction.
    facts
        What fills gaps at any time.
    asked
        The check on the card, if there is one.
    spoken
        What is read out.
    alert
        What went wrong, "" for nothing.
    keeps
        Whether the browser is to keep it: not what somebody else has shared, where there are answers of one's own.
    keys
        The checks of the chapter, solved, once a teacher has asked for them.
    """

    chapter: Chapter
    state: State
    shown: Shown
    values: Mapping[str, str]
    facts: Mapping[str, str]
    asked: Asked | None = None
    spoken: str = ""
    alert: str = ""
    keeps: bool = True
    keys: tuple[Asked, ...] = ()


def build(now: Now, stage: Stage) -> Page:
    """Build the page, showing a state."""
    return Page(skeleton(now.chapter, stage), stage.charts, texts(now) | panel.TEXTS, stage.tables, stage.variants)


def show(page: Page, now: Now) -> None:
    """Show another state: one message with what has changed."""
    page.show(now.shown.patches, texts(now), now.shown.tables, now.shown.summaries)


def texts(now: Now) -> dict[str, str]:
    """Give what each text says."""
    chapter, state, shown = now.chapter, now.state, now.shown
    title = say(chapter.texts, "title", now.values)
    kept = f'<span data-keep="{KEPT}{chapter.number}" data-value="{words.html(to_kept(state))}"></span>'
    revealed = say(chapter.texts, "headline", now.values) if state.moment.revealed else title
    teaches = state.teaching.role == "teacher"
    return {
        "bar-end": parts.bar_end(chapter.number),
        "headline": f"{chapter.number} · {revealed}",
        "alert": now.alert,
        "spoken": now.spoken,
        "keep": kept if now.keeps else "",
        "trail": parts.trail(state),
        "told": parts.told(chapter, state, shown, now.values),
        "card": _card(now),
        "play": parts.play(chapter, state),
        "clock": parts.clock(state, shown),
        "choices": parts.choices(chapter, state, now.values),
        "class": teaching.desk(chapter, now.facts) if teaches else "",
        "drawn": teaching.drawing(chapter, state) if teaches else "",
        "below": _below(now),
    }


def _card(now: Now) -> str:
    held = now.state.teaching.held
    if held is not None:
        return teaching.card(now.chapter, held)
    return parts.card(now.chapter, now.state, now.values, now.asked)


def _below(now: Now) -> str:
    if now.state.teaching.locked:
        return f'<p class="pp-note">{COURSE["class.kept"]}</p>'
    notes, kept = teaching.offer(now.chapter, now.facts), COURSE["kept"]
    if now.state.teaching.role == "teacher":
        notes, kept = teaching.notes(now.chapter, now.facts, teaching.keys(now.keys)), COURSE["class.forgotten"]
    return parts.below(now.chapter, now.facts, notes, kept)


def skeleton(chapter: Chapter, stage: Stage) -> str:
    """Give the HTML that the page fills."""
    places = {
        "bar": bar(PAGE, '<span class="pp-bar-end" data-text="bar-end"></span>'),
        "recall": KEPT,
        "chapter": COURSE["chapter"],
        "steps": COURSE["steps"],
        "kind": stage.kind,
        "key": stage.key,
        "panels": "".join(
            f'<figure class="pp-panel" data-figure="{name}" data-in="{" ".join(steps)}">'
            f"<h2>{say(chapter.texts, f'panel.{name}', {})}</h2><div data-plot></div></figure>"
            for name, steps in stage.shown_in.items()
        ),
    }
    return symbols() + filled("lesson", places)


def filled(name: str, places: Mapping[str, str]) -> str:
    """Read an outline of the course with its style, and fill the places in it."""
    folder = resources.files("explainer.app.course")
    outline = (folder / f"{name}.html").read_text(encoding="utf-8")
    for place, html in places.items():
        outline = outline.replace(f"{{{{{place}}}}}", html)
    return f"<style>{(folder / 'course.css').read_text(encoding='utf-8')}</style>{outline}"
