"""The parts of a chapter's page as HTML: trail, card, controls, checks, and what stands below.

Each is a function of the chapter and the state, and used by every chapter; a chapter writes words, never markup for
these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.app.course import contents
from explainer.app.course.chapter import STEPS, Chapter, Check, Shown, Solved, say
from explainer.app.course.questions import NAME
from explainer.app.course.state import UNSURE, Given, State, controls, done, ended, open_to
from explainer.app.course.texts import COURSE, SURE
from explainer.view import words


@dataclass(frozen=True, eq=False)
class Asked:
    """A check as it is asked: whose it is, and its solution.

    Parameters
    ----------
    chapter
        The chapter that it comes from.
    check
        The check.
    solved
        Its solution.
    key
        Its name in the state: that of the check, for another chapter's with the chapter before it.
    last
        Whether no other question follows.
    """

    chapter: Chapter
    check: Check
    solved: Solved
    key: str
    last: bool = False

    @property
    def of_another(self) -> bool:
        """Whether it is asked in the look back on earlier chapters."""
        return self.key != self.check.key


def trail(state: State) -> str:
    """Write the steps: those behind are ticked, those that can be gone to are buttons."""
    here, rows = STEPS.index(state.step), []
    offered = STEPS[: STEPS.index("predict") + 1] if state.teaching.locked else STEPS
    for at, step in enumerate(offered):
        name = COURSE[f"step.{step}"]
        tick = "✓ " if at < STEPS.index(state.reached) and at != here else ""
        mark = f'{tick}{name}<span class="pp-sr"> {COURSE["step.done"]}</span>' if tick else name
        if at == here:
            rows.append(f'<li aria-current="step" data-land tabindex="-1"><b>{name}</b></li>')
        elif open_to(state, step) and (step != "look" or state.reached != "look") and _worth(state, step):
            rows.append(f'<li><button class="pp-link" data-act="go" data-value="{step}">{mark}</button></li>')
        else:
            rows.append(f"<li>{mark}</li>")
    return f'<ol class="pp-trail">{"".join(rows)}</ol><i class="pp-now" data-step="{state.step}" hidden></i>'


def _worth(state: State, step: str) -> bool:
    """Look is the picture itself; there is nothing else to go back to unless questions stand there."""
    return step != "look" or any("/" in key for key in state.answers)


def told(chapter: Chapter, state: State, shown: Shown, values: Mapping[str, str]) -> str:
    """Write what is told beside the picture."""
    if state.step in ("look", "predict"):
        return f'<p class="pp-chapter">{say(chapter.texts, "hook", values)}</p>'
    kind = f'<i class="pp-is-{shown.kind}"></i>' if shown.kind else ""
    strip = f'<div class="pp-strip">{kind}{shown.status}</div>'
    if state.step == "name":
        terms = "".join(
            f'<p class="pp-chapter">{say(chapter.texts, f"term.{term.key}.cafe", values)} '
            f"{say(chapter.texts, f'term.{term.key}.cloud', values)}</p>"
            for term in chapter.terms
        )
        return terms + _sources(chapter)
    return strip if state.step != "check" or done(chapter, state) else ""


def card(chapter: Chapter, state: State, values: Mapping[str, str], asked: Asked | None) -> str:
    """Write the question to answer or the way on, and for paper what was said and where it is defined."""
    return _card(chapter, state, values, asked) + _printed(chapter, state)


def _printed(chapter: Chapter, state: State) -> str:
    if not state.moment.revealed:
        return ""
    return f'<div class="pp-print"><p class="pp-chapter">{_said(chapter, state)}</p>{_sources(chapter)}</div>'


def _card(chapter: Chapter, state: State, values: Mapping[str, str], asked: Asked | None) -> str:
    if state.step == "look":
        skip = COURSE["on.look"] if asked is None else COURSE["review.skip"]
        return (_asked(state, asked) if asked else "") + _on("predict", skip, main=asked is None)
    if state.step == "predict":
        return _prediction(chapter, state, values)
    if state.step == "play":
        return f'<p class="pp-chapter">{_said(chapter, state)} {say(chapter.texts, "play", values)}</p>' + _on(
            "reveal", COURSE["on.play"], ended(chapter, state)
        )
    if state.step == "reveal":
        return f'<p class="pp-chapter">{say(chapter.texts, "conclusion", values)}</p>' + _on(
            "name", say(chapter.texts, "name.button", values)
        )
    if state.step == "name":
        return _on("check", COURSE["on.name"])
    if done(chapter, state) or asked is None:
        return _finished(chapter, state)
    return _asked(state, asked)


def _prediction(chapter: Chapter, state: State, values: Mapping[str, str]) -> str:
    question = f'<h2 class="pp-question" id="pp-question">{say(chapter.texts, "question", values)}</h2>'
    if state.said is not None:
        return f'<div class="pp-card">{question}<p>{_said(chapter, state)}</p>{_on("play", COURSE["on.predict"])}</div>'
    start = state.draft or chapter.question.start
    inside = f'<span data-echoed="{NAME}">{chapter.question.written(chapter.texts, start) if start else "…"}</span>'
    off = "" if start else " disabled"
    lock = (
        f'<button class="pp-button pp-main" data-act="predict" data-takes="{NAME}" data-value="{words.html(start)}"'
        f"{off}>{COURSE['lock'].format(said=inside)}</button>"
    )
    unsure = f'<button class="pp-button pp-unsure" data-act="unsure" data-value="">{COURSE["unsure"]}</button>'
    control = chapter.question.control(chapter.texts, start)
    return (
        f'<div class="pp-card">{question}{control}<div class="pp-ways" id="pp-ways">{lock}{unsure}</div></div>'
        f'<p class="pp-soft pp-before">{COURSE["before"]}</p>'
    )


def _said(chapter: Chapter, state: State) -> str:
    if state.said in (None, UNSURE):
        return COURSE["said.unsure"] if state.said == UNSURE else ""
    return COURSE["said"].format(said=chapter.question.written(chapter.texts, str(state.said)))


def _asked(state: State, asked: Asked) -> str:
    if asked.of_another:
        head = COURSE["review"].format(number=asked.chapter.number)
    else:
        head = COURSE["check.of"].format(at=state.asked + 1, count=len(asked.chapter.checks))
    end = "on.look" if asked.of_another else "check.end"
    return question(asked, head, COURSE[end if asked.last else "check.next"], state.answers.get(asked.key), state.sure)


def question(asked: Asked, head: str, following: str, given: Given | None, sure: str) -> str:
    """Write a check on a card, before or after it is answered.

    Parameters
    ----------
    asked
        The check, solved.
    head
        What stands above it.
    following
        What the button after the feedback says.
    given
        The answer, None before it.
    sure
        How sure the visitor is so far.
    """
    texts, check, values = asked.chapter.texts, asked.check, asked.solved.values
    rows = []
    for option in check.options:
        label, attributes = say(texts, f"check.{check.key}.{option}", values), ""
        if given is not None:
            attributes = " disabled"
            if option == asked.solved.right:
                attributes += ' data-mark="right"'
                label += f" <small>✓ {COURSE['check.answer']}</small>"
            elif option == given.option:
                attributes += ' data-mark="wrong"'
                label += f" <small>✕ {COURSE['check.yours']}</small>"
        rows.append(
            f'<button class="pp-button pp-answer" data-act="answer" data-value="{asked.key}:{option}"{attributes}>'
            f"<span>{label}</span></button>"
        )
    asks = f'<h2 class="pp-question" id="pp-question">{say(texts, f"check.{check.key}", values)}</h2>'
    answers = f'<div class="pp-answers" role="group" aria-labelledby="pp-question">{"".join(rows)}</div>'
    tail = _sure(sure) if given is None else _feedback(asked, given, following)
    return f'<div class="pp-card"><p class="pp-note">{head}</p>{asks}{answers}{tail}</div>'


def _sure(chosen: str) -> str:
    choices = "".join(
        f'<label><input type="radio" name="sure" data-act="sure" data-value="{sure}"'
        f"{' checked' if chosen == sure else ''}> {COURSE[f'sure.{sure}']}</label>"
        for sure in SURE
    )
    return f'<fieldset class="pp-sure-of-it"><legend>{COURSE["sure"]}</legend>{choices}</fieldset>'


def feedback(asked: Asked, option: str) -> str:
    """Write why an option is right or not, with the model's numbers."""
    word = COURSE["check.right" if option == asked.solved.right else "check.wrong"]
    return f"<b>{word}</b> {say(asked.chapter.texts, f'check.{asked.check.key}.{option}.why', asked.solved.values)}"


def _feedback(asked: Asked, given: Given, following: str) -> str:
    return (
        f'<p class="pp-why" data-land tabindex="-1">{feedback(asked, given.option)}</p>'
        f'<button class="pp-button pp-main" data-act="next" data-value="">{following}</button>'
    )


def _finished(chapter: Chapter, state: State) -> str:
    right = sum(state.answers[check.key].right for check in chapter.checks if check.key in state.answers)
    score = COURSE["done"].format(right=right, count=len(chapter.checks))
    more = f" {COURSE['done.unlocked']}" if len(controls(chapter, state)) > 1 else ""
    return (
        f'<div data-land tabindex="-1"><p class="pp-chapter"><b>{score}</b>{more}</p>'
        f'<p class="pp-chapter">{say(chapter.texts, "work", {})}</p></div>{_next(chapter)}'
    )


def _next(chapter: Chapter) -> str:
    following = contents.entry(chapter.number + 1) or contents.review()
    page, label = contents.START_PAGE, COURSE["done.course"]
    if following is not None:
        page, label = following.page, COURSE["done.next"].format(title=following.title)
    return f'<a class="pp-button pp-main" data-page="{page}">{label}</a>'


def _on(step: str, label: str, main: bool = True) -> str:
    kind = " pp-main" if main else ""
    return f'<button class="pp-button{kind} pp-on-to" data-act="go" data-value="{step}">{label}</button>'


def play(chapter: Chapter, state: State) -> str:
    """Write the buttons that move the picture."""
    if chapter.play is None or state.teaching.locked:
        return ""
    off = " disabled" if state.said is None else ""
    over = ended(chapter, state)
    main = " pp-main" if state.step == "play" and not over else ""
    end = " data-ended" if over else ""
    return (
        f'<button class="pp-button pp-tick{main}" data-tick="tick" data-step="stride"{end}{off}>'
        f"{say(chapter.texts, 'play.button', {})}</button>"
        f'<button class="pp-button pp-stride" data-act="stride" data-value=""{off}>{COURSE["step"]}</button>'
    )


def clock(state: State, shown: Shown) -> str:
    """Write where the play stands."""
    if not shown.clock or state.teaching.locked:
        return ""
    waits = f" <span>{COURSE['waiting']}</span>" if state.said is None else ""
    return f"<b>{shown.clock}</b>{waits}"


def choices(chapter: Chapter, state: State, values: Mapping[str, str]) -> str:
    """Write the choices beside the picture."""
    rows = []
    for control in controls(chapter, state):
        buttons = "".join(
            f'<button class="pp-button" data-act="set" data-value="{control.key}:{choice}" '
            f'aria-pressed="{str(state.settings[control.key] == choice).lower()}">'
            f"{say(chapter.texts, f'control.{control.key}.{choice}', values)}</button>"
            for choice in control.choices
        )
        label = say(chapter.texts, f"control.{control.key}", values)
        rows.append(f'<div class="pp-segments" role="group" aria-label="{label}"><b>{label}</b>{buttons}</div>')
    return "".join(rows)


def below(chapter: Chapter, facts: Mapping[str, str], notes: str, kept: str) -> str:
    """Write what stands for all to read: the principle, a question for work, notes for teachers, what is kept."""
    return (
        f"<section><h2>{COURSE['short']}</h2>"
        f'<p class="pp-chapter">{say(chapter.texts, "conclusion", facts)}</p></section>'
        f'<section><h2>{COURSE["work"]}</h2><p class="pp-chapter">{say(chapter.texts, "work", facts)}</p></section>'
        f"{notes}"
        f'<p class="pp-note">{kept} '
        f'<button class="pp-link" data-act="again" data-value="">{COURSE["again"]}</button></p>'
    )


def _sources(chapter: Chapter) -> str:
    links = "; ".join(
        f'<a href="{words.html(term.url)}" target="_blank" rel="noopener">'
        f"{COURSE['source'].format(source=words.html(term.source), read=term.read)}</a>"
        for term in chapter.terms
    )
    return f'<p class="pp-note">{COURSE["sources"].format(links=links)}</p>'


def bar_end(number: int) -> str:
    """Write where in the course this is, and what comes next."""
    here = COURSE["place"].format(number=number, count=len(contents.written()))
    following = contents.entry(number + 1) or contents.review()
    if following is None:
        return f"<span>{here}</span>"
    return f'<span>{here} · </span><a data-page="{following.page}">{COURSE["next"].format(title=following.title)}</a>'
