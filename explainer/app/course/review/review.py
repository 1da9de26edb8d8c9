"""The review page as a widget: one state, and every step a new value of it.

Questions are those of the chapters, solved by the model as there. A round is a few of them; what is due is worked out
from what the browser tells when the page opens, and goes back to it after each answer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import traitlets

from explainer.app.course import contents
from explainer.app.course.chapter import Chapter, Check, Solved
from explainer.app.course.parts import Asked, feedback
from explainer.app.course.review import memory as memories
from explainer.app.course.review import review_page
from explainer.app.course.review.memory import Memory
from explainer.app.course.state import Given
from explainer.app.course.texts import COURSE, SURE
from explainer.app.framed import Framed
from explainer.app.guard import LOG
from explainer.errors import InputError, check_known
from explainer.texts import tr
from explainer.view import words

ROUND = 8  # questions at a time


@dataclass(frozen=True, eq=False)
class State:
    """Where a visitor is on the review page.

    Parameters
    ----------
    memory
        What was answered so far.
    round
        The questions of this round.
    at
        Number of the one on the card; after the last one the round is over.
    given
        Answers of this round.
    sure
        How sure the visitor is about the one on the card.
    """

    memory: Memory = field(default_factory=Memory)
    round: tuple[str, ...] = ()
    at: int = 0
    given: tuple[Given, ...] = ()
    sure: str = ""

    @property
    def answered(self) -> bool:
        """Whether the question on the card has its answer."""
        return len(self.given) > self.at


class Review(Framed):
    """Questions of all chapters when it is time for them, and what you said beside what came out.

    Parameters
    ----------
    today
        Gives the present day; questions come back some days after they were answered.

    Examples
    --------
    >>> review = Review()
    >>> review.state.round[0]
    '1/same-street'
    """

    state = traitlets.Instance(State)

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._chapters = {entry.number: contents.load(entry.number) for entry in contents.written()}
        self._checks: dict[str, tuple[Chapter, Check]] = {
            f"{number}/{check.key}": (chapter, check)
            for number, chapter in self._chapters.items()
            for check in chapter.checks
        }
        self._solved: dict[str, Solved] = {}
        first = self._round(Memory())
        super().__init__(review_page.build(self._now(first)), "pp-course", state=first)
        self._page.on_act(self.act)

    def act(self, name: str, value: str = "") -> None:
        """Do what a control of the page asks for.

        Parameters
        ----------
        name
            "answer" ("chapter/check:option"), "sure" (a name of `SURE`), "next", "more" (another round), "anyway" (a
            round of all questions), "kept" (what the browser has kept), "forget" (what was answered here).
        value
            What it is about.
        """
        try:
            self.state = self._after(name, value)
        except InputError as error:
            self._tell(words.html(error))
        except Exception as error:
            LOG.error("an act of the review failed", exc_info=error)
            self._tell(COURSE["fault"])

    def _after(self, name: str, value: str) -> State:
        state = self.state
        if name == "answer":
            return self._answered(value)
        if name == "sure":
            check_known(tr("answer"), [value], SURE)
            return replace(state, sure=value)
        if name == "next" and state.answered:
            return replace(state, at=state.at + 1, sure="")
        if name == "more":
            return self._round(state.memory)
        if name == "anyway":
            return State(
                state.memory, tuple(memories.queue(Memory(state.memory.said, state.memory.first), self.questions, 0))
            )
        if name == "kept" and not state.given:
            return self._round(memories.read(value, self._chapters.values()))
        if name == "forget":
            return self._round(replace(state.memory, again={}))
        return state

    @property
    def questions(self) -> list[str]:
        """All questions, as "chapter/check"."""
        return list(self._checks)

    def _round(self, memory: Memory) -> State:
        return State(memory, tuple(memories.queue(memory, self.questions, self._day())[:ROUND]))

    def _answered(self, value: str) -> State:
        state, (key, _, option) = self.state, value.rpartition(":")
        asked = self._asked(state)
        if asked is None or key != asked.key or state.answered:
            raise InputError(tr("This question is not on the card. Answer the one that is."))
        check_known(tr("option"), [option], asked.check.options)
        given = Given(option, option == asked.solved.right, state.sure)
        memory = state.memory.answered(key, given, self._day())
        return replace(state, memory=memory, given=(*state.given, given), sure="")

    def _asked(self, state: State) -> Asked | None:
        """Give the question on the card, solved."""
        if state.at >= len(state.round):
            return None
        key = state.round[state.at]
        chapter, check = self._checks[key]
        if key not in self._solved:
            self._solved[key] = check.solve()
        return Asked(chapter, check, self._solved[key], key, last=state.at + 1 >= len(state.round))

    @traitlets.observe("state")
    def _changed(self, change: dict[str, Any]) -> None:
        if isinstance(change["old"], State):
            review_page.show(self._page, self._now(change["new"]))

    def _now(self, state: State) -> review_page.Now:
        asked, day = self._asked(state), self._day()
        given = state.given[state.at] if state.answered else None
        due = len(memories.queue(state.memory, self.questions, day))
        wait = min((state.memory.due_on(key) for key in self.questions), default=day) - day
        spoken = feedback(asked, given.option) if asked and given else ""
        return review_page.Now(
            tuple(self._chapters.values()), state.memory, asked, given, state.sure, state.at, len(state.round),
            sum(one.right for one in state.given), min(due, ROUND), wait, spoken,
        )  # fmt: skip

    def _day(self) -> int:
        return self._today().toordinal()
