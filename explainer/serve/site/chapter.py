"""A chapter as data: what its page opens with, and all that its acts can lead to.

The texts beside the pictures depend on little each: the trail on the step and how far one has come, a card on its
question and the answer. `lesson.js` makes the same keys of a state as `_keys_of` here, and finds the text that the
lesson itself would have written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from explainer.app.course import page, parts
from explainer.app.course import state as states
from explainer.app.course.chapter import STEPS, Chapter, Solved
from explainer.app.course.lesson import earlier
from explainer.app.course.page import Now
from explainer.app.course.parts import Asked
from explainer.app.course.state import UNSURE, Given, State
from explainer.app.course.texts import SURE
from explainer.page import Page
from explainer.serve.site import places
from explainer.serve.site.gaps import in_words, two, with_gap
from explainer.serve.site.moments import Moments, settings_key, strips
from explainer.serve.site.offered import kept, predictions
from explainer.serve.site.places import Fewer
from explainer.serve.site.table import Table

TEXTS = ("card", "trail", "headline", "told", "play", "choices")
COMMITTED = STEPS[STEPS.index("play") :]


class Written:
    """A chapter made into data.

    Parameters
    ----------
    chapter
        The chapter.

    Raises
    ------
    CannotBeKeptError
        If its states cannot be listed.
    """

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = kept(chapter)
        self.said = predictions(self.chapter.question)
        self._reviewed = earlier(chapter.number)
        self._solved = {key: check.solve() for key, (_, check) in self._reviewed.items()}
        self._solved |= {check.key: check.solve() for check in chapter.checks}
        self._facts = chapter.facts()
        self._values = {**self._facts, **chapter.results()}
        self._kept: set[str] = set()

    def page(self) -> Page:
        """Build the page that it opens with."""
        first = self._first
        stage = self.chapter.stage(first.moment)
        return page.build(self._now(first), stage)

    def before(self) -> dict[str, Any]:
        """Give all that can be come to before the prediction, and the rules by which."""
        chapter = self.chapter
        look = [one for one in self._looks() if one.said is None]
        predict = replace(self._first, step="predict", reached="predict")
        looked = replace(predict, given={"of/another": Given("", True)})
        texts = self._texts([*look, predict, looked], ("card", "trail", "headline", "told", "play", "clock", "choices"))
        draft: dict[str, Any] = {}
        if isinstance(chapter.question, Fewer):
            texts["card"]["predict|"] = places.gapped(texts["card"]["predict|"], chapter.question)
            draft = {"draft": places.rules(chapter.question)}
        return {
            "number": chapter.number,
            "first": self._first.step,
            "settings": dict(chapter.settings),
            "reveal": [dict(chapter.reveal[0]), chapter.reveal[1]],
            "controls": [[one.key, list(one.choices), one.since] for one in chapter.controls],
            "play": [chapter.play.frames, chapter.play.stride] if chapter.play else None,
            "looks": [self._check(key, check, False) for key, (_, check) in self._reviewed.items()],
            "keep": self._keep(),
            "sure": list(SURE),
            "texts": texts,
            "feedback": self._feedback(self._reviewed),
            **draft,
        }

    def drafts(self) -> dict[str, Any] | None:
        """Give all that can be come to while the prediction is a draft; None where a page does not follow it."""
        return places.drafts(self.chapter) if isinstance(self.chapter.question, Fewer) else None

    def after(self) -> dict[str, Any]:
        """Give all that can be come to after the prediction."""
        table = Table()
        moments = Moments(self.chapter, self.said, tuple(self._solved[check.key] for check in self.chapter.checks))
        self._kept = {f"{step}|{settings_key(settings)}" for step, settings in moments.rows()}
        every = [*self._looks(), *self._steps(moments), *self._checks(moments)]
        return {
            "checks": [self._check(check.key, check, True) for check in self.chapter.checks],
            "texts": self._texts(every, TEXTS),
            "feedback": self._feedback({check.key: (self.chapter, check) for check in self.chapter.checks}),
            "strips": strips(self.chapter),
            **moments.write(table),
            **table.written(),
        }

    @property
    def _first(self) -> State:
        return states.first(self.chapter, bool(self._reviewed))

    def _looks(self) -> Iterator[State]:
        """Give every state of the look back."""
        first = self._first
        if first.step != "look":
            return
        for at, (key, (_, check)) in enumerate(self._reviewed.items()):
            for said, given, sure in product((None, *self._both), (None, *check.options), ("", *SURE)):
                answer = {} if given is None else {key: Given(given, given == self._solved[key].right)}
                for reached in STEPS:
                    yield replace(first, asked=at, said=said, reached=reached, given=answer, sure=sure)
        yield replace(first, asked=len(self._reviewed))

    def _steps(self, moments: Moments) -> Iterator[State]:
        """Give every state of the steps before the checks."""
        answers = [{}, {"of/another": Given("", True)}] if self._reviewed else [{}]
        for reached, said, given in product(COMMITTED, self._both, answers):
            for step in STEPS[1 : STEPS.index(reached) + 1]:
                at_first = State(step, reached, dict(self.chapter.settings), said=said, given=given)
                yield at_first
                yield replace(at_first, frame=moments.frames - 1)
        for step, settings in moments.rows():
            yield State(step, step, dict(settings), said=UNSURE)

    def _checks(self, moments: Moments) -> Iterator[State]:
        """Give every state of the checks, each answered or not, and of their end."""
        checks, settings = self.chapter.checks, dict(self.chapter.settings)
        start = State("check", "check", settings, said=UNSURE)
        for at, check in enumerate(checks):
            for said, given, sure in product(self._both, (None, *check.options), ("", *SURE)):
                answer = {} if given is None else {check.key: self._given(check.key, given)}
                yield replace(start, said=said, asked=at, given=answer, sure=sure)
        for right in range(len(checks) + 1):
            counted = {check.key: Given("", at < right) for at, check in enumerate(checks)}
            end = replace(start, asked=len(checks), given=counted)
            yield from (replace(end, said=said) for said in self._both)
            yield from (replace(end, settings=dict(one)) for step, one in moments.rows() if step == "check")

    def _given(self, key: str, option: str) -> Given:
        return Given(option, option == self._solved[key].right)

    def _texts(self, every: list[State], names: tuple[str, ...]) -> dict[str, dict[str, str]]:
        """Give what each text says, by the key that it depends on."""
        found: dict[str, dict[str, str]] = {name: {} for name in names}
        for one in every:
            keys = self._keys_of(one)
            wanted = [name for name in names if keys[name] is not None and keys[name] not in found[name]]
            if wanted:
                said = self._said(one, wanted)
                for name in wanted:
                    found[name][str(keys[name])] = said[name]
        if "choices" in found:
            found["choices"] = {key: self._usable(key, text) for key, text in found["choices"].items()}
        return found

    def _said(self, one: State, names: list[str]) -> dict[str, str]:
        """Give texts of a state; one that names the prediction has a gap for it."""
        said = page.texts(self._now(one))
        if not one.said:
            return {name: said[name] for name in names}
        first, second = two(self.chapter, self.said)
        other = page.texts(self._now(replace(one, said=second)))
        words = [in_words(self.chapter, each) for each in (first, second)]
        return {name: with_gap(name, dict(zip(words, (said[name], other[name]), strict=True))) for name in names}

    @property
    def _both(self) -> tuple[str, str]:
        """The prediction "I don't know", and one that stands for all others."""
        return UNSURE, two(self.chapter, self.said)[0]

    def _keys_of(self, one: State) -> dict[str, str | None]:
        """Give what each text depends on; None where it is found with the picture. `lesson.js` does the same."""
        asked, finished = self._asked(one), one.step == "check" and states.done(self.chapter, one)
        answered = one.answers.get(asked.key) if asked else None
        option, sure = (answered.option, "") if answered else ("", one.sure)
        question = f"{asked.key}|{option}|{sure}" if asked else ""
        ended, predicted = states.ended(self.chapter, one), one.said is not None
        said = "some" if one.said else "unsure" if predicted else ""
        right = sum(one.answers[check.key].right for check in self.chapter.checks if check.key in one.answers)
        card = {
            "look": f"look|{question}",
            "play": f"play|{int(ended)}",
            "check": f"done|{right}" if finished else f"check|{question}",
        }
        told = one.step if one.step in ("look", "predict", "name") else None
        told = "check" if one.step == "check" and not finished else told
        return {
            "card": f"{card.get(one.step, one.step)}|{said}",
            "trail": f"{one.step}|{one.reached}|{int(any('/' in key for key in one.answers))}",
            "headline": str(int(one.moment.revealed)),
            "told": told,
            "play": f"{int(predicted)}|{int(one.step == 'play')}|{int(ended)}",
            "clock": None if predicted else "",
            "choices": f"{one.step}|{int(finished)}|{settings_key(one.settings.items())}" if predicted else "",
        }

    def _usable(self, key: str, text: str) -> str:
        """Switch off what would lead to a picture that the chapter does not have."""
        step, _, settings = key.rpartition("|")
        step = step.partition("|")[0]
        now = dict(pair.split("=") for pair in settings.split(",") if pair)
        for control in self.chapter.controls:
            for choice in control.choices:
                there = settings_key({**now, control.key: choice}.items())
                if self._kept and f"{step}|{there}" not in self._kept:
                    button = f'data-value="{control.key}:{choice}"'
                    text = text.replace(button, f"{button} disabled")
        return text

    def _asked(self, one: State) -> Asked | None:
        if one.step == "look" and one.asked < len(self._reviewed):
            key, (chapter, check) = list(self._reviewed.items())[one.asked]
            return Asked(chapter, check, self._solved[key], key, one.asked + 1 >= len(self._reviewed))
        if one.step == "check" and one.asked < len(self.chapter.checks):
            check = self.chapter.checks[one.asked]
            return Asked(
                self.chapter, check, self._solved[check.key], check.key, one.asked + 1 >= len(self.chapter.checks)
            )
        return None

    def _now(self, one: State) -> Now:
        values = self._facts if one.said is None else self._values
        return Now(self.chapter, one, self.chapter.show(one.moment), values, self._facts, self._asked(one))

    def _check(self, key: str, check: Any, own: bool) -> list[Any]:
        solved: Solved = self._solved[key]
        return [key, list(check.options), solved.right, *([dict(solved.settings), solved.frame] if own else [])]

    def _feedback(self, checks: Mapping[str, tuple[Chapter, Any]]) -> dict[str, dict[str, str]]:
        return {
            key: {
                option: parts.feedback(Asked(chapter, check, self._solved[key], key), option)
                for option in check.options
            }
            for key, (chapter, check) in checks.items()
        }

    def _keep(self) -> str:
        """Give the text that a browser keeps from, with a gap for what it keeps."""
        text = page.texts(self._now(self._first))["keep"]
        return text.replace('data-value=""', 'data-value="{kept}"')
