"""What can be had: designs that no other beats in cost, reach within the SLO and wait at once.

Every set of Regions is looked at, so a shown point is beaten by none. A set is dropped as soon as a design of the
front is known to be as cheap, as wide and as quick; most are dropped before their wait is reckoned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Unpack

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.design import goals
from explainer.design.best import Allowed
from explainer.design.cost import cost_of
from explainer.design.expense import Expense, Loads
from explainer.design.misses import Sets
from explainer.design.question import Question, ask
from explainer.design.search import Parts, every_set, finish
from explainer.errors import InputError
from explainer.scenario import Outage, Scenario
from explainer.simulate import simulate
from explainer.texts import tr
from explainer.world import World

Floats = NDArray[np.float64]
DIGITS = 12  # sums of the same numbers may differ in a later one
BATCH = 2048  # sets whose waits are reckoned at a time


@dataclass(frozen=True)
class Comparison:
    """A design, seen against the front.

    Parameters
    ----------
    cost_index, within_slo, rtt_p95_ms
        What the design costs [-], serves within the SLO [0..1], and its 95th percentile of waits [ms].
    cheapest
        The cheapest Regions that serve as many people within the SLO; empty where none on the front does.
    dearer
        By which share the design is dearer than those [0..]; NaN where there are none, below 0 where it is cheaper.
    widest
        The Regions that serve most people within the SLO for no more money; empty where none is as cheap.
    missed
        Share of the demand that they serve within the SLO and the design does not; NaN where there are none.
    beaten
        Whether a design of the front is as good in all three numbers and better in one.
    """

    cost_index: float
    within_slo: float
    rtt_p95_ms: float
    cheapest: tuple[str, ...]
    dearer: float
    widest: tuple[str, ...]
    missed: float
    beaten: bool


def pareto(
    world: World,
    k_max: int = 6,
    slo_ms: float = 100.0,
    survive: int = 0,
    *,
    progress: Callable[[float, float], object] | None = None,
    **allowed: Unpack[Allowed],
) -> pd.DataFrame:
    """Find the designs of up to so many Regions that no other beats in cost, reach and wait at once.

    Parameters
    ----------
    world
        Places and people.
    k_max
        How many Regions a design has at most.
    slo_ms
        A wait that still counts as quick enough [ms].
    survive
        How many Regions may be lost at once [0..3]; reach and wait are those of the worst loss.
    progress
        Called with the sets looked at and their number; when it returns False, what was found so far is given.
    **allowed
        regions, residency, exclude_statuses, partitions, zones, base: as for `best_placements`.

    Returns
    -------
    pandas.DataFrame
        One row a design, the cheapest first: regions (tuple of codes), cost_index [-], within_slo [0..1], rtt_p95_ms
        [ms], within_slo_one_lost (with the Region lost that hurts most) [0..1], survives_one (nobody is dropped
        then). `attrs` hold what was asked, and "complete": whether every set was looked at.

    Raises
    ------
    InputError
        For what the World does not have.

    Examples
    --------
    >>> from explainer import load_world
    >>> front = pareto(load_world(), k_max=2)
    >>> front["cost_index"].is_monotonic_increasing, front.attrs["complete"]
    (True, True)
    """
    return finish(pareto_in_parts(world, k_max, slo_ms, survive, **allowed), progress)


def pareto_in_parts(
    world: World, k_max: int = 6, slo_ms: float = 100.0, survive: int = 0, **allowed: Unpack[Allowed]
) -> Parts[pd.DataFrame]:
    """Find the same in parts, for a page that has other things to do; see `best_placements_in_parts`."""
    question = ask(world, k_max, slo_ms, survive, **allowed)
    if not question.load_rps.any():
        raise InputError(tr("Nobody asks for anything. Give people, or a growth above 0."))
    return _in_parts(question)


def compare(world: World, scenario: Scenario, front: pd.DataFrame) -> Comparison:
    """See a design against the front: how much dearer than it need be, and how many more it could serve.

    The design is taken undisturbed, with its own zones, scaling and routing; the SLO, the demand and the access are
    those of the front.

    Parameters
    ----------
    world
        The World that the front was found in.
    scenario
        The design.
    front
        What `pareto` gave.

    Raises
    ------
    InputError
        For a frame that `pareto` did not give, or a place that the World does not have.
    """
    asked = front.attrs.get("base")
    if not isinstance(asked, Scenario):
        raise InputError("This is no front. Give the frame that pareto gave, as it is.")
    same = {"slo_ms": asked.slo_ms, "demand": asked.demand, "access": asked.access}
    own = replace(scenario.restored(), **same)  # type: ignore[arg-type]
    summary, cost_index = simulate(world, own).summary, cost_of(world, own).index
    costs, reached, waits = (front[name].to_numpy(float) for name in ("cost_index", "within_slo", "rtt_p95_ms"))
    as_wide = np.flatnonzero(reached >= summary.within_slo - goals.SAME)
    as_cheap = np.flatnonzero(costs <= cost_index + goals.SAME)
    cheapest = as_wide[costs[as_wide].argmin()] if len(as_wide) else None
    widest = as_cheap[reached[as_cheap].argmax()] if len(as_cheap) else None
    gains = np.vstack([cost_index - costs, reached - summary.within_slo, summary.rtt_p95_ms - waits])
    codes = front["regions"].tolist()
    return Comparison(
        cost_index=cost_index,
        within_slo=summary.within_slo,
        rtt_p95_ms=summary.rtt_p95_ms,
        cheapest=() if cheapest is None else codes[cheapest],
        dearer=float("nan") if cheapest is None else float(cost_index / costs[cheapest] - 1),
        widest=() if widest is None else codes[widest],
        missed=float("nan") if widest is None else max(float(reached[widest] - summary.within_slo), 0.0),
        beaten=bool(((gains >= -goals.SAME).all(axis=0) & (gains > goals.SAME).any(axis=0)).any()),
    )


def _in_parts(question: Question) -> Parts[pd.DataFrame]:
    sizes = [question.choosing(k) for k in range(question.survive + 1, question.k + 1)]
    front, done, total = _Front(question), 0, sum(size.sets for size in sizes)
    order = np.argsort(question.price, kind="stable")
    for sets in (some for size in sizes for some in every_set(order, size.k)):
        front.look_at(sets)
        done += len(sets)
        if (yield done, total) is False:
            break
    rows = np.lexsort(front.values.T[::-1])
    designs = [question.scenario(front.sets[row].tolist()) for row in rows]
    after = []
    for design in designs:
        after.append(_one_lost(question.world, design))
        yield done, total
    columns = {
        "regions": pd.Series([tuple(place.region for place in design.placements) for design in designs], dtype=object),
        "cost_index": front.values[rows, 0],
        "within_slo": 1 - front.values[rows, 1],
        "rtt_p95_ms": front.values[rows, 2],
        "within_slo_one_lost": [share for share, _ in after],
        "survives_one": [whole for _, whole in after],
    }
    told = pd.DataFrame(columns)
    told.attrs |= {"base": question.base, "survive": question.survive, "complete": done == total}
    return told


class _Front:
    """Sets that none beats so far, the quickest first, and their cost, misses and wait; less is better in all three."""

    def __init__(self, question: Question) -> None:
        self.expense = Expense(question, Loads.of(question))
        self.within, self.wait = goals.within(question), goals.p95(question)
        self.sets: list[NDArray[np.intp]] = []
        self.values = np.zeros((0, 3))

    def look_at(self, sets: Sets) -> None:
        """Take what no other beats out of some more sets."""
        missed = self.within.misses.worst(sets, self.within.survive).round(DIGITS)
        least, quickest = self.expense.at_least(sets), self.wait.bound
        order = np.argsort(least, kind="stable")
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            rows = rows[self._to_beat(least[rows] - goals.SAME, missed[rows]) > quickest]
            costs = self.expense.costs(sets[rows]).round(DIGITS)
            quick = self.wait.quicker(sets[rows], self._to_beat(costs, missed[rows]))
            for row in quick[np.lexsort((missed[rows][quick], costs[quick]))]:
                if self._to_beat(costs[[row]], missed[rows[[row]]])[0] > quickest:
                    chosen = sets[rows[row]]
                    self._take(chosen, np.array([costs[row], missed[rows[row]], self.wait.exact(chosen)]))

    def _to_beat(self, costs: Floats, missed: Floats) -> Floats:
        """Give the shortest wait of those that are as cheap and as wide as each set [ms]."""
        if not len(self.values):
            return np.full(len(costs), np.inf)
        beats = (self.values[:, 0] <= costs[:, None]) & (self.values[:, 1] <= missed[:, None])
        first = beats.argmax(axis=1)  # the quickest come first
        return np.where(beats[np.arange(len(costs)), first], self.values[first, 2], np.inf)

    def _take(self, chosen: NDArray[np.intp], values: Floats) -> None:
        if (self.values <= values).all(axis=1).any():
            return
        stays = np.flatnonzero((values > self.values).any(axis=1))
        sets, found = [*(self.sets[row] for row in stays), chosen], np.vstack([self.values[stays], values])
        order = np.argsort(found[:, 2], kind="stable")
        self.sets, self.values = [sets[row] for row in order], found[order]


def _one_lost(world: World, design: Scenario) -> tuple[float, bool]:
    """Give what is served within the SLO with the worst Region lost, and whether nobody more is dropped by any."""
    usual = simulate(world, design).summary
    left = [simulate(world, design.breaking(Outage("region", each.region))).summary for each in design.placements]
    return min(each.within_slo for each in left), min(each.reach for each in left) >= usual.reach
