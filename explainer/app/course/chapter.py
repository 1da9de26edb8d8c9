"""What a chapter is: words, a question, a picture that answers it, and checks that the model marks.

A chapter describes, the lesson does. Its words live in one place as texts with {named} gaps, and every number reaches
them through a gap, so a sentence can neither go stale nor be typed in. What is known before the prediction (`facts`)
and what comes out (`results`) are two functions: a text shown before is filled from the first alone, and a text that
asks it for a result fails at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from explainer.app.course.questions import Question
from explainer.page import Chart, Table
from explainer.page.parts import Values
from explainer.view.patch import Patch

Texts = Mapping[str, str]
Settings = Mapping[str, str]

STEPS = ("look", "predict", "play", "reveal", "name", "check")
DONE = "done"  # after the last check: controls that wait for it


@dataclass(frozen=True, eq=False)
class Moment:
    """What a chapter is asked to show.

    Parameters
    ----------
    step
        One of `STEPS`.
    said
        The prediction, None when nothing was said yet, "" for "I don't know".
    settings
        The value of every control.
    frame
        How far the play has come, 0 at its start.
    draft
        A prediction that is not locked in, "" for an untouched one or none.
    """

    step: str
    said: str | None
    settings: Settings
    frame: int
    draft: str = ""

    @property
    def committed(self) -> bool:
        """Whether there is a prediction, so that results may be seen."""
        return self.said is not None

    @property
    def revealed(self) -> bool:
        """Whether the result is shown beside the prediction."""
        return self.committed and STEPS.index(self.step) >= STEPS.index("reveal")


@dataclass(frozen=True, eq=False)
class Shown:
    """What a moment looks like.

    Parameters
    ----------
    patches, summaries
        Figure name to what it shows, and to the sentence that says so.
    tables
        Table name to {column key: values}.
    status
        Sentence about what is happening (HTML), read out when it changes with a step or a control.
    kind
        "" for a plain status, "cause" for something that happens, "loss" for something lost.
    clock
        Where the play stands, as a word of the picture.
    """

    patches: Mapping[str, Patch]
    summaries: Mapping[str, str]
    tables: Mapping[str, Mapping[str, Values]] = field(default_factory=dict)
    status: str = ""
    kind: str = ""
    clock: str = ""


@dataclass(frozen=True, eq=False)
class Stage:
    """The figures of a chapter, built once.

    Parameters
    ----------
    charts
        Figure name to chart; "picture" is the large one, the others stand beside it in this order.
    tables
        Table name to table.
    variants
        "light", "dark", "narrow" and "wide" to their patches.
    shown_in
        Name of each figure beside the picture to the steps in which it is shown.
    key
        HTML under the picture that explains its marks.
    kind
        Class of the picture, which says how high it is.
    """

    charts: Mapping[str, Chart]
    tables: Mapping[str, Table]
    variants: Mapping[str, Mapping[str, Patch]]
    shown_in: Mapping[str, tuple[str, ...]]
    key: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Control:
    """A choice beside the picture.

    Parameters
    ----------
    key
        Its name in the settings. Texts "control.<key>" (its label) and "control.<key>.<choice>" belong to it.
    choices
        The values to choose from.
    since
        The step from which it is there, or `DONE`.
    """

    key: str
    choices: tuple[str, ...]
    since: str = "play"


@dataclass(frozen=True)
class Play:
    """How the picture moves. Text "play.button" is its button.

    Parameters
    ----------
    frames
        Number of pictures; one tenth of a second each.
    stride
        Pictures that Step goes on.
    """

    frames: int
    stride: int


@dataclass(frozen=True)
class Term:
    """A word of the cloud, introduced after its café word.

    Parameters
    ----------
    key
        Texts "term.<key>" (the word itself), "term.<key>.cafe" and "term.<key>.cloud" belong to it.
    url, source
        Where it is defined, and the name of that page.
    read
        The day on which it was read there, as year-month-day.
    """

    key: str
    url: str
    source: str
    read: str


@dataclass(frozen=True, eq=False)
class Solved:
    """A check, solved by the model.

    Parameters
    ----------
    right
        The option that is right.
    values
        What fills the gaps of the check's texts.
    settings, frame
        What the picture then shows.
    """

    right: str
    values: Texts
    settings: Settings = field(default_factory=dict)
    frame: int = 0


@dataclass(frozen=True, eq=False)
class Check:
    """A question in a new context, with feedback that runs the model.

    Parameters
    ----------
    key
        Texts "check.<key>" (the question), "check.<key>.<option>" (each option) and "check.<key>.<option>.why" (the
        feedback to who chose it) belong to it.
    options
        The options in the order in which they stand.
    solve
        Runs the model; called when the question is asked.
    objectives
        What it examines, of the exam guide CLF-C02.
    claim
        The public claim that it tests, if that is a wrong one: "" for none.
    """

    key: str
    options: tuple[str, ...]
    solve: Callable[[], Solved]
    objectives: tuple[str, ...]
    claim: str = ""


def _kept(settings: Settings, act: str, value: str) -> Settings:
    return settings


@dataclass(frozen=True, eq=False)
class Chapter:
    """A chapter of the course.

    Parameters
    ----------
    number
        Its number in the contents.
    texts
        Its words: "title", "hook", "question", "play", "headline" (after the reveal), "conclusion", "work", "teacher",
        "objectives", "name.button", and those of its terms, checks and controls.
    question
        What is predicted.
    stage
        Builds the figures, showing the moment before the prediction.
    show
        Says what a moment looks like.
    facts
        What fills gaps before the prediction.
    results
        What fills gaps after it; asked for only then. It knows the facts too.
    settings
        The value of every control at the start.
    controls
        Choices beside the picture; at most one of them before the check.
    play
        How the picture moves, None if it stands.
    reveal
        Settings and frame that the reveal shows.
    terms, checks
        Words of the cloud, and questions.
    put
        Draft after a click on the picture before the prediction: of (draft, what was clicked); None: clicks do nothing.
    clicked
        Settings after a click on a figure or another act of the chapter's own: of (settings, act, value).
    answer
        The right answer in the fixed form of the question, worked out by the model; None where there is no single one.
    options
        What an answer is made of, in the order of the card, where the question itself has no `options`.

    Raises
    ------
    ValueError
        If two controls are new before the check.
    """

    number: int
    texts: Texts
    question: Question
    stage: Callable[[Moment], Stage]
    show: Callable[[Moment], Shown]
    facts: Callable[[], Texts]
    results: Callable[[], Texts]
    settings: Settings
    controls: tuple[Control, ...] = ()
    play: Play | None = None
    reveal: tuple[Settings, int] = field(default_factory=lambda: ({}, 0))
    terms: tuple[Term, ...] = ()
    checks: tuple[Check, ...] = ()
    put: Callable[[str, str], str] | None = None
    clicked: Callable[[Settings, str, str], Settings] = _kept
    answer: Callable[[], str] | None = None
    options: Callable[[], tuple[str, ...]] | None = None

    def __post_init__(self) -> None:
        early = [control.key for control in self.controls if control.since not in ("check", DONE)]
        if len(early) > 1:
            raise ValueError(f"chapter {self.number} has more than one new control before the check: {early}")

    @property
    def objectives(self) -> tuple[str, ...]:
        """Objectives of the exam guide that its checks examine."""
        return tuple(sorted({objective for check in self.checks for objective in check.objectives}))


def say(texts: Texts, key: str, values: Mapping[str, Any]) -> str:
    """Give a text with its gaps filled.

    Raises
    ------
    KeyError
        If there is no such text, or nothing for one of its gaps.

    Examples
    --------
    >>> say({"hook": "It has {seats} seats."}, "hook", {"seats": "60"})
    'It has 60 seats.'
    """
    try:
        return texts[key].format_map(values)
    except KeyError as missing:
        raise KeyError(f"text {key!r} needs {missing}") from None
