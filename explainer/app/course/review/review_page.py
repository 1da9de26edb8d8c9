"""The review page: what each of its texts and its one figure say of a state."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.app.bar import bar
from explainer.app.course import contents, page, parts
from explainer.app.course.chapter import Chapter, say
from explainer.app.course.figures import Rows
from explainer.app.course.parts import Asked
from explainer.app.course.review import memory as memories
from explainer.app.course.review.memory import Memory
from explainer.app.course.review.texts import TEXTS
from explainer.app.course.state import Given
from explainer.app.course.texts import COURSE, SURE
from explainer.app.marks import symbols
from explainer.page import Chart, Page
from explainer.texts import tr
from explainer.view import calibration, words
from explainer.view.palette import THEMES
from explainer.view.patch import apply

FIGURE = "calibration"
ROWS = Rows(
    TEXTS["calibration.caption"],
    {
        "sure": {"label": tr("You were"), "kind": "text"},
        "right": {"label": tr("Right"), "kind": "number"},
        "count": {"label": tr("Answers"), "kind": "number"},
    },
)


@dataclass(frozen=True, eq=False)
class Now:
    """All that the page shows.

    Parameters
    ----------
    chapters
        The chapters that there are.
    memory
        What was said and answered.
    asked
        The question on the card, None when the round is over or nothing is due.
    given
        Its answer, None before it.
    sure
        How sure the visitor is about it so far.
    at, count
        Its number, and how many questions the round has.
    right
        How many of them were answered right.
    due
        How many another round would have.
    wait_days
        Days until a question is due.
    spoken
        What is read out.
    """

    chapters: tuple[Chapter, ...]
    memory: Memory
    asked: Asked | None
    given: Given | None
    sure: str
    at: int
    count: int
    right: int
    due: int
    wait_days: int
    spoken: str


def build(now: Now) -> Page:
    """Build the page, showing a state."""
    places = {
        "bar": bar(page.PAGE, '<span class="pp-bar-end" data-text="bar-end"></span>', shared=False),
        "recall": page.KEPT,
        "question": TEXTS["title"],
        "words": _glossary(now.chapters),
        "map": _objectives(now.chapters),
        **{name: TEXTS[name] for name in ("lead", "calibration", "said", "glossary", "objectives")},
    }
    answers = now.memory.by_sureness()
    figure = calibration.build([COURSE[f"sure.{sure}"] for sure in SURE])
    apply(figure, calibration.patch(answers))
    chart = Chart(figure, TEXTS["calibration.name"], _calibrated(now.memory), FIGURE)
    variants = {theme: {FIGURE: calibration.paint(palette)} for theme, palette in THEMES.items()}
    outline = symbols() + page.filled("review/review", places)
    return Page(outline, {FIGURE: chart}, texts(now), {FIGURE: ROWS.of(_counted(now.memory))}, variants)


def show(target: Page, now: Now) -> None:
    """Show another state."""
    patch = calibration.patch(now.memory.by_sureness())
    target.show({FIGURE: patch}, texts(now), {FIGURE: _counted(now.memory)}, {FIGURE: _calibrated(now.memory)})


def texts(now: Now) -> dict[str, str]:
    """Give what each text says."""
    over = now.count > 0 and now.asked is None
    score = {"right": f"{now.right}", "count": f"{now.count}"}
    kept = words.html(memories.to_kept(now.memory))
    forget = f'<button class="pp-link" data-act="forget" data-value="">{TEXTS["forget"]}</button>'
    return {
        "bar-end": f'<a data-page="{contents.START_PAGE}">{COURSE["done.course"]}</a>',
        "headline": say(TEXTS, "title.round", score) if over else TEXTS["title"],
        "alert": "",
        "spoken": now.spoken,
        "keep": f'<span data-keep="{page.KEPT}{memories.OWN}" data-value="{kept}"></span>',
        "card": _card(now),
        "sure": _sure(now.memory),
        "said": _said(now),
        "forget": f"{COURSE['kept']} {forget if now.memory.again else ''}",
    }


def _card(now: Now) -> str:
    if now.asked:
        values = {"number": str(now.asked.chapter.number), "at": str(now.at + 1), "count": str(now.count)}
        following = COURSE["check.end" if now.asked.last else "check.next"]
        return parts.question(now.asked, say(TEXTS, "head", values), following, now.given, now.sure)
    if now.count:
        told = say(TEXTS, "round.done", {"right": str(now.right), "count": str(now.count)})
        more = f'<p><button class="pp-button pp-main" data-act="more" data-value="">{_more(now.due)}</button></p>'
        return f'<div data-land tabindex="-1"><p class="pp-chapter">{told}</p></div>{more if now.due else ""}'
    when = TEXTS["none.tomorrow"]
    if now.wait_days > 1:
        when = say(TEXTS, "none.days", {"days": words.counted(now.wait_days, "day")})
    return (
        f'<div data-land tabindex="-1"><p class="pp-chapter">{say(TEXTS, "none", {"when": when})}</p></div>'
        f'<button class="pp-button" data-act="anyway" data-value="">{TEXTS["none.anyway"]}</button>'
    )


def _more(due: int) -> str:
    return say(TEXTS, "round.more", {"count": words.counted(due, "question")})


def _sure(memory: Memory) -> str:
    answers = memory.by_sureness()
    return TEXTS["calibration.key"] if any(answers.values()) else TEXTS["calibration.empty"]


def _calibrated(memory: Memory) -> str:
    """Say for each degree of being sure how often it was right."""
    told = [
        say(
            TEXTS,
            "calibration.told",
            {"sure": COURSE[f"sure.{sure}"], "right": str(sum(given)), "count": str(len(given))},
        )
        for sure, given in memory.by_sureness().items()
        if given
    ]
    return " ".join(told) or TEXTS["calibration.empty"]


def _counted(memory: Memory) -> dict[str, list[object]]:
    answers = memory.by_sureness()
    return {
        "sure": [COURSE[f"sure.{sure}"] for sure in answers],
        "right": [sum(given) for given in answers.values()],
        "count": [len(given) for given in answers.values()],
    }


def _said(now: Now) -> str:
    """Write each prediction beside what came out; results of chapters without one are not asked for."""
    rows = []
    for chapter in now.chapters:
        said = now.memory.said.get(chapter.number)
        if said is None:
            continue
        values = {**chapter.facts(), **chapter.results()}
        yours = TEXTS["said.unsure"]
        if said:
            yours = COURSE["said"].format(said=chapter.question.written(chapter.texts, said))
        title = say(chapter.texts, "title", values)
        rows.append(
            f'<li><b>{chapter.number}</b><div><a data-page="{_page_of(chapter)}">{title}</a> '
            f"<span>{say(chapter.texts, 'question', values)} {yours}</span> "
            f"<p>{say(chapter.texts, 'headline', values)}</p></div></li>"
        )
    return f'<ol class="pp-said">{"".join(rows)}</ol>' if rows else f'<p class="pp-note">{TEXTS["said.none"]}</p>'


def _glossary(chapters: tuple[Chapter, ...]) -> str:
    """Write every word of the cloud with its café word, from what is known before any prediction."""
    rows = []
    for chapter in chapters:
        facts = chapter.facts()
        for term in chapter.terms:
            name, cafe, cloud = (
                say(chapter.texts, f"term.{term.key}{part}", facts) for part in ("", ".cafe", ".cloud")
            )
            source = COURSE["source"].format(source=words.html(term.source), read=term.read)
            where = say(TEXTS, "glossary.chapter", {"number": str(chapter.number)})
            rows.append(
                f"<dt>{words.sentence(name)}</dt><dd>{cafe} {cloud} "
                f'<small><a data-page="{_page_of(chapter)}">{where}</a> · '
                f'<a href="{words.html(term.url)}" target="_blank" rel="noopener">{source}</a></small></dd>'
            )
    return f'<dl class="pp-glossary">{"".join(rows)}</dl>'


def _objectives(chapters: tuple[Chapter, ...]) -> str:
    """Write in which chapters questions examine each objective of the exam guide."""
    rows = []
    for objective in sorted({objective for chapter in chapters for objective in chapter.objectives}):
        asking = []
        for chapter in chapters:
            count = sum(objective in check.objectives for check in chapter.checks)
            if count:
                title = say(chapter.texts, "title", chapter.facts())
                link = f'<a data-page="{_page_of(chapter)}">{chapter.number} · {title}</a>'
                asking.append(f"<li>{link}: {words.counted(count, 'question')}</li>")
        name = say(TEXTS, "objectives.row", {"objective": objective, "name": TEXTS[f"objective.{objective}"]})
        rows.append(f"<li><b>{name}</b><ul>{''.join(asking)}</ul></li>")
    return f'<ul class="pp-map">{"".join(rows)}</ul>'


def _page_of(chapter: Chapter) -> str:
    entry = contents.entry(chapter.number)
    return entry.page if entry else contents.START_PAGE
