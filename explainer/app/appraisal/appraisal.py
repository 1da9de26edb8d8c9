"""The Appraisal: how good a design is, what breaks it, and what would be better.

What is asked is one value. Its observer says what has to be worked out anew; the works run in parts beside the page,
and each shows what it has as it goes. A click is answered between two parts, and a work that nobody wants any more
ends at its next one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from typing import Any, TypeVar

import traitlets

from explainer.app import acts
from explainer.app.appraisal import appraisal_page, loss
from explainer.app.appraisal import asked as asking
from explainer.app.appraisal.asked import EVERY, FRONT_REGIONS, MOST_REGIONS, UP_TO, YEARS, Asked, Known, Wish
from explainer.app.appraisal.work import Parts, Progress, Works
from explainer.app.framed import Framed, of_page
from explainer.app.guard import Guard
from explainer.design import best_placements_in_parts, compare, pareto_in_parts
from explainer.errors import InputError, unknown
from explainer.footprint import read_footprint
from explainer.scenario import Scenario, check
from explainer.sharing.link import PageState
from explainer.simulate import simulate
from explainer.survey import survey, survey_in_parts, weakest
from explainer.texts import tr
from explainer.view import judging
from explainer.world import World, load_world
from explainer.years import years_in_parts

T = TypeVar("T")


class Appraisal(Framed):
    """The page "How good is it" as a widget: the risks of a design, and better ones.

    Parameters
    ----------
    scenario
        The design; two Regions by default. What is broken in it is left out.
    world
        The World; that of `load_world()` by default.
    n
        Years to simulate at first.

    Raises
    ------
    InputError
        If the scenario names something that the World does not have.

    Examples
    --------
    >>> from explainer import Placement
    >>> app = Appraisal(Scenario((Placement("eu-west-1"),)), n=1000)
    >>> app.known.years.n, len(app.known.ranked)
    (1000, 7)
    """

    asked = traitlets.Instance(Asked)

    def __init__(self, scenario: Scenario | None = None, world: World | None = None, n: int = YEARS[0]) -> None:
        self.world = world or load_world()
        design = Asked().scenario if scenario is None else scenario.restored()
        self._n = n
        first = Asked(design, n=n, wish=Wish(k=min(max(len(design.placements), 1), MOST_REGIONS)))
        check(first.scenario, self.world.places, self.world.travel.access)
        self.known = Known(simulate(self.world, first.scenario))
        self._works = Works(lambda: Guard(self._tell), self._show)
        self._status, self._alert = "", ""
        page = appraisal_page.build(self.world, first, self.known, self._works.progress)
        super().__init__(page, "pp-appraisal", asked=first)
        page.on_act(self.hear)
        page.on_file(self._file)
        self._begin_all()

    def act(self, name: str, value: str = "") -> None:
        """Do what a control of the page asks for.

        Parameters
        ----------
        name
            "preset" (its key), "use" (a Region code), "years" (simulate more), "hidden", "rebuilt", "of", "target",
            "redundancy" and "wish" ("name:value"), "find", "cancel" (a work), "front" (the position of a design of the
            front), "take" (load the best design).
        value
            What it is about.
        """
        with Guard(self._tell):
            self._alert = ""
            changes: dict[str, Callable[[str], None]] = {
                "preset": lambda key: self._redesign(acts.preset(self.world, self.known.whole, key)),
                "use": lambda code: self._redesign(acts.use(self.world, self.known.whole, code)),
                "hidden": lambda text: self._ask(hidden=_number(text)),
                "rebuilt": lambda text: self._ask(rebuilt_days=_number(text)),
                "of": lambda kind: self._ask(of=kind),
                "target": lambda text: self._ask(target=_number(text)),
                "years": lambda _: self._ask(n=YEARS[-1]),
                "redundancy": self._nines,
                "beta": lambda text: self._nines(f"beta:{_number(text) / 100}"),
                "wish": self._wish,
                "find": lambda _: self._works.begin("best", self._best()),
                "cancel": self._cancel,
                "front": self._pick,
                "take": lambda _: self._take(),
            }
            if name not in changes:
                raise unknown(tr("act"), name, changes)
            changes[name](value)

    def load_footprint(self, source: Any) -> None:
        """Take the design from a file of yours; a fault in it is told on the page and changes nothing.

        Parameters
        ----------
        source
            Bytes, path or text: a table, the output of `aws ec2 describe-instances` or of `terraform show -json`.
        """
        with Guard(self._tell):
            found = read_footprint(source, self.world.places)
            self._redesign(found.to_scenario(self.asked.scenario), judging.footprint(self.world, found))
            self.known = replace(self.known, footprint=found)
            self._show()

    def to_state(self) -> PageState:
        """Give the design and what is asked about it."""
        return asking.to_state(self.asked)

    def from_state(self, state: PageState) -> None:
        """Ask what was asked about the design that was shared."""
        asked = asking.from_state(of_page(state, "design"))
        check(asked.scenario, self.world.places, self.world.travel.access)
        self.asked = asked
        self._status = _this_is(self.world, asked.scenario)
        self._show()

    def _file(self, _name: str, content: bytes) -> None:
        self.load_footprint(content)
        self._follow_soon()

    def _ask(self, **changed: Any) -> None:
        self.asked = replace(self.asked, **changed)

    def _redesign(self, scenario: Scenario, said: str = "") -> None:
        self._status = said or _this_is(self.world, scenario)
        self._ask(scenario=scenario.restored(), n=self._n)

    def _nines(self, text: str) -> None:
        name, _, value = text.partition(":")
        now, number = self.asked.redundancy, _number(value)
        changes: dict[str, dict[str, Any]] = {
            "k": {"k": int(number)},
            "n": {"n": int(number), "k": min(now.k, int(number))},
            "a": {"a": number},
            "beta": {"beta": number},
        }
        if name not in changes:
            raise unknown(tr("part of the redundancy"), name, changes)
        self._ask(redundancy=replace(now, **changes[name]))

    def _wish(self, text: str) -> None:
        name, _, value = text.partition(":")
        changes: dict[str, Callable[[], Any]] = {
            "k": lambda: int(_number(value)),
            "survive": lambda: int(_number(value)),
            "slo_ms": lambda: _number(value),
            "slo_share": lambda: _number(value) or None,
            "objective": lambda: value,
        }
        if name not in changes:
            raise unknown(tr("wish"), name, changes)
        changed: dict[str, Any] = {name: changes[name]()}
        self._ask(wish=replace(self.asked.wish, **changed))

    def _pick(self, position: str) -> None:
        front = self.known.front
        if front is None or not position.isdecimal() or int(position) >= len(front):
            raise InputError(tr("That design is not on the chart any more. Choose another point."))
        built = front.attrs["base"]
        regions = front["regions"].iloc[int(position)]
        self._redesign(loss.design(self.world, regions, built))

    def _take(self) -> None:
        if self.known.best is None:
            raise InputError(tr("No best design has been found yet. Press “Find the best” first."))
        self._redesign(replace(self.known.best[0].scenario, slo_ms=self.asked.scenario.slo_ms))

    def _cancel(self, name: str) -> None:
        if name == "years" and self.known.years is not None:
            self.known = replace(self.known, years=replace(self.known.years, cancelled=True))
        self._works.cancel(name)

    @traitlets.validate("asked")
    def _check(self, proposal: dict[str, Any]) -> Asked:
        asked: Asked = proposal["value"]
        check(asked.scenario, self.world.places, self.world.travel.access)
        return asked

    @traitlets.observe("asked")
    def _changed(self, change: dict[str, Any]) -> None:
        if not isinstance(change["old"], Asked):
            return
        with Guard(self._tell):
            old, asked = change["old"], change["new"]
            if asked.scenario != old.scenario:
                kept = self.known
                self.known = Known(simulate(self.world, asked.scenario), front=kept.front, best=kept.best)
                self._begin_all()
            else:
                if (asked.n, asked.hidden, asked.rebuilt_days) != (old.n, old.hidden, old.rebuilt_days):
                    self._works.begin("years", self._years())
                if asked.of != old.of:
                    self._works.begin("survey", self._survey())
                if asked.wish.slo_ms != old.wish.slo_ms:
                    self._works.begin("front", self._front())
            self._show()

    def _begin_all(self) -> None:
        """Work out everything about a design anew; the quick answers come first."""
        if not self.asked.scenario.placements:
            for name in ("spots", "survey", "years", "front", "strategies"):
                self._works.cancel(name)
            self._show()
            return
        works = {
            "spots": self._spots,
            "survey": self._survey,
            "years": self._years,
            "strategies": self._strategies,
            "front": self._front,
        }
        if self.known.best is None:
            works["best"] = self._best
        for name, work in works.items():
            self._works.begin(name, work())

    def _spots(self) -> Parts:
        """Look what each Region is worth, and which strait."""
        spots = weakest(survey(self.world, self.asked.scenario, 1, "region"))
        self.known = replace(self.known, spots=spots)
        yield Progress(1, 2)
        self.known = replace(self.known, strait=loss.worst_strait(self.world, self.asked.scenario))

    def _survey(self) -> Parts:
        asked = self.asked
        of, among = ("zone", "all") if asked.of == EVERY else (asked.of, "used")
        up_to = min(UP_TO[of], loss.things(self.world, asked.scenario, of, among))
        self.known = replace(self.known, ranked=None)
        if not up_to:
            return
        for told in survey_in_parts(self.world, asked.scenario, up_to, of, among=among):
            yield Progress(told.done, told.total)
        self.known = replace(self.known, ranked=told.frame())

    def _years(self) -> Parts:
        asked = self.asked
        for told in years_in_parts(self.world, asked.scenario, asked.n, rates=asked.rates, hidden=asked.hidden):
            self.known = replace(self.known, years=told)
            yield Progress(told.n, asked.n)

    def _strategies(self) -> Parts:
        self.known = replace(self.known, tried=())
        for tried in loss.tried(self.world, self.known.whole):
            self.known = replace(self.known, tried=(*self.known.tried, tried))
            yield Progress(len(self.known.tried), loss.STRATEGIES)

    def _front(self) -> Parts:
        """Find the front once for an SLO, and see the design against it."""
        slo_ms, front = self.asked.wish.slo_ms, self.known.front
        if front is None or front.attrs["base"].slo_ms != slo_ms:
            front = yield from _told(pareto_in_parts(self.world, FRONT_REGIONS, slo_ms, base=self.asked.scenario))
        comparison = compare(self.world, self.asked.scenario, front)
        self.known = replace(self.known, front=front, comparison=comparison)

    def _best(self) -> Parts:
        wish = self.asked.wish
        found = yield from _told(
            best_placements_in_parts(
                self.world,
                wish.k,
                wish.slo_ms,
                wish.survive,
                wish.objective,
                slo_share=wish.slo_share,
                base=self.asked.scenario,
            )
        )
        self.known = replace(self.known, best=(found, simulate(self.world, found.scenario)))

    def _show(self) -> None:
        works = self._works.progress
        appraisal_page.show(self._page, self.world, self.asked, self.known, works, self._status, self._alert)

    def _tell(self, sentence: str) -> None:
        self._alert = sentence
        super()._tell(sentence)


def _told(parts: Generator[tuple[float, float], bool | None, T]) -> Generator[Progress, None, T]:
    """Turn what a search tells of itself into progress; what it returns stays what it returns."""
    while True:
        try:
            done, total = next(parts)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        yield Progress(done, total)


def _this_is(world: World, scenario: Scenario) -> str:
    return tr("This is {design}.", design=judging.designed(world, scenario))


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise InputError(tr("{value} is not a number. Choose a value from the control.", value=repr(text))) from error


__all__ = ["Appraisal", "Asked", "Known", "Wish"]
