"""Where a visitor is in a chapter, as it travels in a link.

A link comes from outside: every name in it must be one that the chapter has, and whether an answer was right is worked
out anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from explainer.app.course.chapter import Chapter, Check
from explainer.app.course.state import UNSURE, Given, State, go
from explainer.app.course.texts import SURE
from explainer.errors import check_known
from explainer.sharing.link import PageState
from explainer.sharing.pages import Plain
from explainer.texts import tr


def to_state(chapter: Chapter, state: State) -> PageState:
    """Give a state as it travels in a link."""
    settings: dict[str, Plain] = {
        "number": chapter.number,
        "step": state.step,
        "reached": state.reached,
        "answered": state.said is not None,
        "said": state.said or "",
        "draft": state.draft,
        "frame": state.frame,
        "asked": state.asked,
        "sure": state.sure,
    }
    settings |= {f"control.{key}": value for key, value in state.settings.items()}
    settings |= {f"answer.{key}": f"{one.option}:{one.sure}" for key, one in state.answers.items()}
    return PageState("chapter", (), settings)


def from_state(chapter: Chapter, begun: State, shared: PageState, answerable: Mapping[str, Check]) -> State:
    """Take up what was shared.

    Parameters
    ----------
    chapter
        The chapter.
    begun
        Its first state.
    shared
        What a link holds.
    answerable
        The checks that may be answered, by their key in the state.

    Raises
    ------
    InputError
        If it names a control, a choice or an answer that is not there, or a step beyond the prediction without one.
    """
    of = shared.settings
    said = None
    if of["answered"]:
        said = chapter.question.read(str(of["said"])) if of["said"] else UNSURE
    draft = chapter.question.read(str(of["draft"])) if of["draft"] else ""
    given, offered = {}, [chapter.settings, chapter.reveal[0]]
    for name, value in _family(of, "answer."):
        check_known(tr("question"), [name], answerable)
        solved, (option, _, sure) = answerable[name].solve(), value.rpartition(":")
        check_known(tr("option"), [option], answerable[name].options)
        check_known(tr("answer"), [sure], ("", *SURE))
        given[name] = Given(option, option == solved.right, sure)
        offered.append(solved.settings)
    known = {control.key: set(control.choices) for control in chapter.controls}
    settings = dict(chapter.settings)
    for name, value in _family(of, "control."):
        check_known(tr("control"), [name], settings)
        shown = {one[name] for one in offered if name in one}  # what a check shows may be no choice
        check_known(tr("choice of {control}", control=name), [value], shown | known.get(name, set()))
        settings[name] = value
    here = replace(begun, said=said, draft=draft, given=given or None, reached=str(of["reached"]))
    there = go(chapter, here, str(of["step"]))
    frame = min(int(of["frame"]), chapter.play.frames - 1) if chapter.play and said is not None else 0
    asked = min(int(of["asked"]), len(answerable))
    return replace(there, settings=settings, frame=frame, asked=asked, sure=str(of["sure"]))


def _family(settings: Mapping[str, Plain], beginning: str) -> list[tuple[str, str]]:
    """Give the settings of a family, by what comes after its beginning."""
    return [
        (name.removeprefix(beginning), str(value)) for name, value in settings.items() if name.startswith(beginning)
    ]
