"""Where a visitor is in a chapter, as one value, and every way it can change.

The state is small enough to be kept in a browser as a line of text, and what comes back from there is from outside:
it is read piece by piece, and a piece that makes no sense is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from explainer.app.course.chapter import DONE, STEPS, Chapter, Check, Moment, Solved
from explainer.app.course.texts import SURE
from explainer.errors import InputError, check_known
from explainer.texts import tr

UNSURE = ""  # an answer that is none


@dataclass(frozen=True)
class Given:
    """An answer to a check.

    Parameters
    ----------
    option
        What was chosen.
    right
        Whether it was right.
    sure
        How sure the visitor was, a name of `SURE`, "" for not said.
    """

    option: str
    right: bool
    sure: str = ""


@dataclass(frozen=True)
class Teaching:
    """What a class does with a chapter.

    Parameters
    ----------
    role
        "" for nobody's class, "teacher", or "pupil": then all that follows the prediction is locked.
    held
        The pupil's prediction in its fixed form while it is locked, None for not yet.
    pasted
        What the teacher has pasted to be drawn; text from outside.
    keys
        Whether the teacher has asked for the answers to the checks.
    """

    role: str = ""
    held: str | None = None
    pasted: str = ""
    keys: bool = False

    @property
    def locked(self) -> bool:
        """Whether the chapter ends with the prediction."""
        return self.role == "pupil"


@dataclass(frozen=True)
class State:
    """Where a visitor is.

    Parameters
    ----------
    step
        One of `STEPS`.
    reached
        The furthest step so far.
    said
        The prediction in its fixed form, "" for "I don't know", None for not yet.
    draft
        A prediction that is not locked in, "" for an untouched one.
    settings
        The value of every control.
    frame
        How far the play has come.
    given
        Check key to answer, in the order of answering.
    asked
        Number of the question that is on the card: of the look back, or of the checks.
    sure
        How sure the visitor is about it.
    teaching
        The class that it is part of.
    """

    step: str
    reached: str
    settings: Mapping[str, str]
    said: str | None = None
    draft: str = ""
    frame: int = 0
    given: Mapping[str, Given] | None = None
    asked: int = 0
    sure: str = ""
    teaching: Teaching = Teaching()

    @property
    def answers(self) -> Mapping[str, Given]:
        """The answers to checks."""
        return self.given or {}

    @property
    def moment(self) -> Moment:
        """What the chapter is to show."""
        return Moment(self.step, self.said, self.settings, self.frame, self.draft if self.said is None else "")


def first(chapter: Chapter, reviewed: bool) -> State:
    """Begin a chapter; one that opens with questions from earlier ones begins with a look back."""
    step = "look" if reviewed else "predict"
    return State(step, step, dict(chapter.settings))


def open_to(state: State, step: str) -> bool:
    """Say whether a step can be gone to: what was reached, and nothing beyond the prediction without one."""
    return STEPS.index(step) <= STEPS.index(state.reached)


def go(chapter: Chapter, state: State, step: str) -> State:
    """Go to a step; the one after the furthest is the furthest that can be gone to."""
    check_known(tr("step"), [step], STEPS)
    there = STEPS.index(step)
    if there > STEPS.index(state.reached) + 1 or (there > STEPS.index("predict") and state.said is None):
        raise InputError(tr("This step comes later. Answer the question on the card first."))
    further = step if there > STEPS.index(state.reached) else state.reached
    settings, frame = _set_for(chapter, step)
    asked = 0 if step == "look" else len([check for check in chapter.checks if check.key in state.answers])
    return replace(state, step=step, reached=further, settings=settings, frame=frame, asked=asked, sure="")


def predict(chapter: Chapter, state: State, value: str | None) -> State:
    """Commit a prediction, None for "I don't know"; what was said once stays said. A locked chapter holds it."""
    if state.said is not None or state.teaching.held is not None:
        raise InputError(tr("You have already given an answer. It stays beside the result."))
    said = UNSURE if value is None else chapter.question.read(value)
    if state.teaching.locked:
        return replace(state, draft=said, teaching=replace(state.teaching, held=said))
    return go(chapter, replace(state, said=said), "play")


def in_class(chapter: Chapter, state: State, role: str) -> State:
    """Open the question for a class; a pupil whose own answer went no further than the play stays with it."""
    held = state.said if role == "pupil" and state.reached == "play" else None
    return replace(first(chapter, reviewed=False), draft=held or "", teaching=Teaching(role, held))


def at_question(chapter: Chapter, state: State, shared: State) -> State:
    """Take the draft of a shared state into a locked chapter, and nothing else."""
    draft = shared.draft if state.teaching.held is None else state.draft
    return replace(first(chapter, reviewed=False), draft=draft, teaching=state.teaching)


def alone(chapter: Chapter, state: State) -> State:
    """Leave the class, with the answer that was held."""
    held = state.teaching.held
    if held is None:
        raise InputError(tr("Your class waits for your answer. Answer the question on the card first."))
    return predict(chapter, replace(state, draft="", teaching=Teaching()), held or None)


def choose(chapter: Chapter, state: State, key: str, value: str) -> State:
    """Move a control."""
    usable = {control.key: control.choices for control in controls(chapter, state)}
    check_known(tr("control"), [key], usable)
    check_known(tr("choice"), [value], usable[key])
    return replace(state, settings={**state.settings, key: value})


def controls(chapter: Chapter, state: State) -> tuple[Any, ...]:
    """Give the controls that are there by now."""
    if state.said is None:
        return ()
    finished = state.step == "check" and done(chapter, state)
    here = STEPS.index(state.step)
    return tuple(
        control
        for control in chapter.controls
        if (finished if control.since == DONE else STEPS.index(control.since) <= here)
    )


def tick(chapter: Chapter, state: State) -> State:
    """Go on by a picture; from the end, back to the start."""
    return _moved(chapter, state, 1)


def stride(chapter: Chapter, state: State) -> State:
    """Go on by a step of several pictures."""
    return _moved(chapter, state, chapter.play.stride if chapter.play else 0)


def _moved(chapter: Chapter, state: State, by: int) -> State:
    if chapter.play is None or state.said is None:
        raise InputError(tr("The picture waits for your answer. Answer the question on the card first."))
    last = chapter.play.frames - 1
    frame = 0 if state.frame >= last else min(state.frame + by, last)
    return replace(state, frame=frame)


def ended(chapter: Chapter, state: State) -> bool:
    """Say whether the play is over."""
    return chapter.play is None or state.frame >= chapter.play.frames - 1


def answer(state: State, key: str, check: Check, solved: Solved, option: str) -> State:
    """Answer a check, once; it goes by its key in the state."""
    check_known(tr("option"), [option], check.options)
    if key in state.answers:
        raise InputError(tr("You have already answered this question. Go on to the next one."))
    given = {**state.answers, key: Given(option, option == solved.right, state.sure)}
    return replace(state, given=given, sure="")


def done(chapter: Chapter, state: State) -> bool:
    """Say whether all checks are answered and the last feedback was read."""
    return bool(chapter.checks) and state.asked >= len(chapter.checks)


def to_kept(state: State) -> str:
    """Write what a browser keeps; nothing before the first answer.

    Examples
    --------
    >>> to_kept(State("play", "play", {}, said="20", given={"same": Given("half", False, "b")}))
    '{"said":"20","at":"play","given":{"same":["half",0,"b"]}}'
    """
    said, at = state.said, state.reached
    if state.teaching.held is not None:
        said, at = state.teaching.held, "play"
    if said is None and not state.given:
        return ""
    given = {key: [one.option, int(one.right), one.sure] for key, one in state.answers.items()}
    kept = {"said": said, "at": at, "given": given}
    return json.dumps(kept, separators=(",", ":"))


def from_kept(chapter: Chapter, state: State, text: str, answerable: Mapping[str, Check]) -> State:
    """Take up what a browser has kept; what makes no sense is left out."""
    try:
        kept = json.loads(text)
        said, at, given = kept["said"], kept["at"], dict(kept["given"])
        said = said if said in (None, UNSURE) else chapter.question.read(str(said))
    except (ValueError, KeyError, TypeError):
        return state
    answers = {key: Given(*one) for key, one in _readable(given, answerable).items()}
    state = replace(state, said=said, given=answers)
    if said is None:
        return state
    at = at if at in STEPS[STEPS.index("play") :] else "play"
    return go(chapter, replace(state, reached=at), at)


def _readable(given: Mapping[Any, Any], answerable: Mapping[str, Check]) -> dict[str, tuple[str, bool, str]]:
    found = {}
    for key, one in given.items():
        check = answerable.get(key)
        if check and isinstance(one, list) and len(one) == 3 and one[0] in check.options and one[2] in ("", *SURE):
            found[key] = (str(one[0]), bool(one[1]), str(one[2]))
    return found


def _set_for(chapter: Chapter, step: str) -> tuple[Mapping[str, str], int]:
    """Give the settings and the frame with which a step begins."""
    if step in ("look", "predict", "play"):
        return dict(chapter.settings), 0
    settings, frame = chapter.reveal
    return {**chapter.settings, **settings}, frame
