"""A chapter as a widget: one state, one page, and every step a new value of the state.

What the visitor does arrives as an act, makes a new state, and one observer shows it. The chapter is asked for results
only when there is a prediction, so they are neither on the page nor in anything that was sent to the browser before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

import traitlets

from explainer.app.course import contents, page, parts, shared, teaching
from explainer.app.course import state as states
from explainer.app.course.chapter import Chapter, Check, Solved
from explainer.app.course.page import Now
from explainer.app.course.parts import Asked
from explainer.app.course.state import State
from explainer.app.course.tally import tally
from explainer.app.course.texts import COURSE, SURE
from explainer.app.framed import USUAL, Framed, of_page
from explainer.app.guard import LOG, Guard
from explainer.errors import InputError, check_known
from explainer.sharing.link import PageState
from explainer.texts import tr
from explainer.view import words


class Lesson(Framed):
    """A chapter of the course: say what you expect, see it happen, give it its name.

    Parameters
    ----------
    number
        Number of the chapter.

    Raises
    ------
    InputError
        If there is no such chapter.

    Examples
    --------
    >>> lesson = Lesson(1)
    >>> lesson.state.step
    'predict'
    >>> lesson.act("predict", "20")
    >>> lesson.state.step, lesson.state.said
    ('play', '20')
    """

    state = traitlets.Instance(State)

    def __init__(self, number: int = 1) -> None:
        self.chapter = contents.load(number)
        self._facts: Mapping[str, str] = self.chapter.facts()
        self._results: Mapping[str, str] | None = None
        self._solved: dict[str, Solved] = {}
        self._reviewed = earlier(number)
        first = states.first(self.chapter, bool(self._reviewed))
        self._spoken = self._alert = ""
        self._own = self._visiting = False  # answers of one's own in this browser, and a state of somebody else
        super().__init__(page.build(self._now(first), self.chapter.stage(first.moment)), "pp-lesson", state=first)
        self._page.on_act(self.hear)

    def act(self, name: str, value: str = "") -> None:
        """Do what a control of the page asks for.

        Parameters
        ----------
        name
            "go" (to a step), "predict" (an answer), "unsure", "draft" (an answer that is not locked in), "set"
            ("control:choice"), "tick", "stride", "answer" ("check:option"), "sure" (a name of `SURE`), "next" (from a
            check to the next), "kept" (what the browser has kept), "again", or an act of the chapter's own. In a class
            also "class" (pasted codes), "keys" (answers to the checks, shown or hidden) and "alone" (leave it).
        value
            What it is about.
        """
        try:
            self._alert = ""
            new = self._after(name, value)
            if new == self.state:
                self._page.show(texts={"alert": ""})
            self.state = new
        except InputError as error:
            self._tell(words.html(error))
        except Exception as error:
            LOG.error("an act of a lesson failed", exc_info=error)
            self._tell(COURSE["fault"])

    def to_state(self) -> PageState:
        """Give where the visitor is, with the answers given so far."""
        return shared.to_state(self.chapter, self.state)

    def from_state(self, state: PageState) -> None:
        """Go where somebody else was; whether answers are right is worked out anew."""
        number = of_page(state, "chapter").settings["number"]
        if number != self.chapter.number:
            raise InputError(tr("This link is for chapter {number}. Open it there.", number=number))
        own = {check.key: check for check in self.chapter.checks}
        first = states.first(self.chapter, bool(self._reviewed))
        new = shared.from_state(self.chapter, first, state, own | self._reviewed_checks())
        if self.state.teaching.locked:
            self.state = states.at_question(self.chapter, self.state, new)
        else:
            self._visiting = (self._own and not self._returning) or self.state.teaching.role == "teacher"
            self.state = replace(new, teaching=self.state.teaching)

    def _after(self, name: str, value: str) -> State:
        chapter, state = self.chapter, self.state
        teaching.check_open(state, name)
        if name == "go":
            return states.go(chapter, state, value)
        if name in ("predict", "unsure"):
            return states.predict(chapter, state, value if name == "predict" else None)
        if name == "draft":
            return replace(state, draft=chapter.question.read(value))
        if name == "put" and chapter.put and state.said is None:
            return replace(state, draft=chapter.put(state.draft or chapter.question.start, value))
        if name == "set":
            key, _, choice = value.partition(":")
            return states.choose(chapter, state, key, choice)
        if name in ("tick", "stride"):
            return (states.tick if name == "tick" else states.stride)(chapter, state)
        if name == "answer":
            return self._answered(value)
        if name == "sure":
            check_known(tr("answer"), [value], SURE)
            return replace(state, sure=value)
        if name in ("next", "kept"):
            return self._next() if name == "next" else self._recalled(value)
        if name == "again":
            self._visiting = state.teaching.role == "teacher"
            return replace(states.first(chapter, bool(self._reviewed)), teaching=state.teaching)
        if name in teaching.ACTS:
            return teaching.after(chapter, state, name, value)
        return replace(state, settings=chapter.clicked(state.settings, name, value))

    def _answered(self, value: str) -> State:
        asked, (key, _, option) = self._asked(self.state), value.rpartition(":")
        if asked is None or key != asked.key:
            raise InputError(tr("This question is not on the card. Answer the one that is."))
        given = states.answer(self.state, key, asked.check, asked.solved, option)
        if asked.of_another:
            return given
        settings = {**self.chapter.settings, **asked.solved.settings}
        return replace(given, settings=settings, frame=asked.solved.frame)

    def _next(self) -> State:
        if self.state.step == "look":
            following = self.state.asked + 1
            if following < len(self._reviewed):
                return replace(self.state, asked=following, sure="")
            return states.go(self.chapter, self.state, "predict")
        return states.go(self.chapter, self.state, "check")

    def _recalled(self, value: str) -> State:
        """Take up what the browser has kept, unless this session is already under way."""
        if self.state != states.first(self.chapter, bool(self._reviewed)):
            return self.state
        try:
            kept = json.loads(value)[str(self.chapter.number)]
        except (ValueError, KeyError, TypeError):
            return self.state
        self._own = True
        own = {check.key: check for check in self.chapter.checks}
        found = states.from_kept(self.chapter, self.state, kept, own | self._reviewed_checks())
        if found.step != "look":
            return found
        waiting = [at for at, key in enumerate(self._reviewed) if key not in found.answers]
        return replace(found, asked=waiting[0] if waiting else len(self._reviewed) - 1)

    def _reviewed_checks(self) -> dict[str, Check]:
        return {key: check for key, (_, check) in self._reviewed.items()}

    def _asked(self, state: State) -> Asked | None:
        """Give the check on the card, solved."""
        if state.step == "look":
            key = next(islice(self._reviewed, state.asked, None), "")
            chapter, check = self._reviewed.get(key, (None, None))
        elif state.step == "check" and state.asked < len(self.chapter.checks):
            chapter, check = self.chapter, self.chapter.checks[state.asked]
            key = check.key
        else:
            return None
        if chapter is None or check is None:
            return None
        count = len(self._reviewed if state.step == "look" else self.chapter.checks)
        return Asked(chapter, check, self._solution(key, check), key, last=state.asked + 1 >= count)

    def _keys(self, state: State) -> tuple[Asked, ...]:
        """Give all checks of the chapter, solved, to a teacher who has asked for them."""
        checks = self.chapter.checks if state.teaching.keys else ()
        return tuple(Asked(self.chapter, check, self._solution(check.key, check), check.key) for check in checks)

    def _solution(self, key: str, check: Check) -> Solved:
        if key not in self._solved:
            self._solved[key] = check.solve()
        return self._solved[key]

    def _open(self, address: str) -> None:
        with Guard(self._tell, USUAL):
            role = teaching.role_in(address)
            if role:
                opened = states.in_class(self.chapter, self.state, role)
                self._visiting = role == "teacher" or (self._own and opened.teaching.held is None)
                self.state = opened
        super()._open(address)

    @traitlets.observe("state")
    def _changed(self, change: dict[str, Any]) -> None:
        old, new = change["old"], change["new"]
        if not isinstance(old, State):
            return
        now = self._now(new)
        moved = new.frame != old.frame and replace(new, frame=old.frame) == old
        if not moved:
            self._spoken = self._to_say(old, now)
        page.show(self._page, replace(now, spoken=self._spoken))

    def _to_say(self, old: State, now: Now) -> str:
        """Say what a step, a control or an answer has changed; the play is seen, not read out picture by picture."""
        if now.state.teaching.pasted != old.teaching.pasted:
            return teaching.told(self.chapter, tally(self.chapter, now.state.teaching.pasted))
        if now.asked and now.state.answers != old.answers and now.asked.key in now.state.answers:
            return parts.feedback(now.asked, now.state.answers[now.asked.key].option)
        return now.shown.status if now.state.said is not None else ""

    def _now(self, state: State) -> Now:
        shown = self.chapter.show(state.moment)
        asked, values = self._asked(state), self._values(state)
        keeps, keys, said = not self._visiting, self._keys(state), (self._spoken, self._alert)
        return Now(self.chapter, state, shown, values, self._facts, asked, *said, keeps, keys)

    def _values(self, state: State) -> Mapping[str, str]:
        if state.said is None:
            return self._facts
        if self._results is None:
            self._results = self.chapter.results()
        return {**self._facts, **self._results}

    def _outlived(self) -> tuple[str, ...]:
        return () if self.state.teaching.role else ("class", "teacher")

    def _tell(self, sentence: str) -> None:
        self._alert = sentence
        self._page.show(texts={"alert": sentence})


def earlier(number: int) -> dict[str, tuple[Chapter, Check]]:
    """Give the questions with which a chapter opens: one from the chapter before, one from the third before it.

    Examples
    --------
    >>> earlier(1)
    {}
    """
    found = {}
    for back, which in ((1, 0), (3, -1)):
        if contents.entry(number - back) is not None:
            chapter = contents.load(number - back)
            if chapter.checks:
                found[f"{chapter.number}/{chapter.checks[which].key}"] = (chapter, chapter.checks[which])
    return found
