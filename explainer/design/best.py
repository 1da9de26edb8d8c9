"""The best placements: which Regions to choose for a number of them, a target and a price."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from time import perf_counter
from typing import TypedDict, Unpack

import numpy as np

from explainer.design import goals
from explainer.design.advice import OutOfTime, not_feasible
from explainer.design.cost import Cost, cost_of
from explainer.design.expense import Expense, Loads
from explainer.design.programme import Found
from explainer.design.question import Question, Residency, ask
from explainer.design.search import Parts, finish, search
from explainer.errors import InputError, check_between, unknown
from explainer.outcome import Summary
from explainer.scenario import Outage, Placement, Scenario
from explainer.simulate import simulate
from explainer.texts import tr
from explainer.world import World

OBJECTIVES = ("within_slo", "cost", "p95", "mean")


class Allowed(TypedDict, total=False):
    """What a design may use, and who asks; `best_placements` and `pareto` say what each means."""

    regions: Iterable[str] | None
    residency: Residency | None
    exclude_statuses: Iterable[str]
    partitions: Iterable[str] | None
    zones: int
    base: Scenario | None


@dataclass(frozen=True, eq=False)
class Best:
    """The best design for a question, and how sure that is.

    Parameters
    ----------
    scenario
        The design, with nothing broken.
    objective, objective_value
        What was sought and reached: a share [0..1], a wait [ms] or a cost index [-]; in the worst state, with every
        Region as full as it is built to be.
    proved, gap
        Whether nothing better exists, and by which share of the value something might be better [0..1].
    cost
        What the design costs, part by part.
    summary
        What `simulate` says of it, undisturbed.
    lost, worst
        The Regions whose loss hurts most (for "p95" the wait, else reach within the SLO), and what `simulate` says
        without them; none, and `summary`, where no loss is to be survived.
    """

    scenario: Scenario
    objective: str
    objective_value: float
    proved: bool
    gap: float
    cost: Cost
    summary: Summary
    lost: tuple[str, ...] = ()
    worst: Summary = field(kw_only=True)

    @property
    def placements(self) -> tuple[Placement, ...]:
        """Where the service runs."""
        return self.scenario.placements

    @property
    def cost_index(self) -> float:
        """What the design costs [-]; 1.0 is everybody served from one Region, nothing to spare."""
        return self.cost.index


def best_placements(
    world: World,
    k: int,
    slo_ms: float = 100.0,
    survive: int = 0,
    objective: str = "within_slo",
    regions: Iterable[str] | None = None,
    *,
    slo_share: float | None = None,
    most_rps: float | None = None,
    residency: Residency | None = None,
    exclude_statuses: Iterable[str] = ("announced", "impaired"),
    partitions: Iterable[str] | None = None,
    zones: int = 3,
    base: Scenario | None = None,
    time_limit_s: float = 60.0,
    progress: Callable[[float, float], object] | None = None,
) -> Best:
    """Find the best placements under a target, with proof.

    Of designs that are equally good, any may be found; it is the same at every run that has the time. Waits are
    compared as `simulate` does, in single precision.

    Parameters
    ----------
    world
        Places and people.
    k
        How many Regions to choose, exactly.
    slo_ms
        A wait that still counts as quick enough [ms].
    survive
        How many of the chosen Regions may be lost at once [0..3]: the target, and the objective but for "cost", are
        those of the worst loss, and the design is built to carry the rest.
    objective
        "within_slo" (as many people as can be within the SLO), "cost" (as cheap as can be), "p95" or "mean" (the
        95th percentile of waits, or their mean, as short as can be).
    regions
        Codes of the Regions to choose from; None: all.
    slo_share
        Share of all demand that has to be served within the SLO [0..1]; None: no such target.
    most_rps
        The largest load that one Region may be built for [req/s]; None: any.
    residency
        Country ISO2 to its allowed Regions: served there or not at all; None: the rules of `base`.
    exclude_statuses, partitions
        Which Regions to leave out; partitions None: the one with most Regions, since a design cannot span two.
    zones
        How many zones of each Region to use, or all if it has fewer.
    base
        Whose demand, access, scaling and failover to take; its placements and outages are not looked at, and
        everybody goes to the quickest Region.    time_limit_s
        When to stop with the best that was found [s].
    progress
        Called with what is done and out of how much (sets looked at, or seconds where an integer programme is solved);
        when it returns False, the search stops as if time were up.

    Raises
    ------
    NotFeasible
        If no design keeps the target, with the nearest that one does.
    InputError
        For what the World does not have, or if nothing was found in time.

    Examples
    --------
    >>> from explainer import load_world
    >>> best = best_placements(load_world(), 2)
    >>> [placement.region for placement in best.placements], best.proved
    (['ap-southeast-1', 'eu-west-2'], True)
    >>> round(best.objective_value, 3) == round(best.summary.within_slo, 3)
    True
    """
    parts = best_placements_in_parts(
        world,
        k,
        slo_ms,
        survive,
        objective,
        slo_share=slo_share,
        most_rps=most_rps,
        time_limit_s=time_limit_s,
        regions=regions,
        residency=residency,
        exclude_statuses=exclude_statuses,
        partitions=partitions,
        zones=zones,
        base=base,
    )
    return finish(parts, progress)


def best_placements_in_parts(
    world: World,
    k: int,
    slo_ms: float = 100.0,
    survive: int = 0,
    objective: str = "within_slo",
    *,
    slo_share: float | None = None,
    most_rps: float | None = None,
    time_limit_s: float = 60.0,
    **allowed: Unpack[Allowed],
) -> Parts[Best]:
    """Find the same in parts, for a page that has other things to do.

    Parameters are those of `best_placements`. Everything is checked at once, before the first part.

    Returns
    -------
    generator
        Gives what is done and out of how much; send it False to stop as if time were up, close it to give up. Its
        return value is the Best.
    """
    if objective not in OBJECTIVES:
        raise unknown(tr("objective"), objective, OBJECTIVES)
    question = ask(world, k, slo_ms, survive, **allowed)
    if slo_share is not None:
        check_between(tr("The share of people within the SLO"), slo_share, 0, 1)
    if most_rps is not None:
        check_between(tr("The largest load of a Region"), most_rps, 0, 1e12, "req/s")
    check_between(tr("The time limit"), time_limit_s, 0, 86_400, "s")
    return _in_parts(question, objective, slo_share, most_rps, time_limit_s)


def _in_parts(
    question: Question, objective: str, slo_share: float | None, most_rps: float | None, time_limit_s: float
) -> Parts[Best]:
    goal = _goal(question, objective)
    found = yield from search(question, goal, perf_counter() + time_limit_s, slo_share, most_rps)
    if found.chosen is None:
        if not found.proved:
            raise OutOfTime
        raise (yield from not_feasible(question, perf_counter() + time_limit_s, slo_share, most_rps))
    return _told(question, objective, found)


def _goal(question: Question, objective: str) -> goals.Goal:
    if objective == "cost":
        return Expense(question, Loads.of(question))
    if not question.load_rps.any():
        raise InputError(tr("Nobody asks for anything. Give people, or a growth above 0."))
    if objective == "within_slo":
        return goals.within(question)
    if not (np.isfinite(question.waits_ms).any(axis=0) & (question.load_rps > 0)).any():
        raise InputError(tr("No Region to choose from can serve anybody. Allow other Regions."))
    return goals.p95(question) if objective == "p95" else goals.mean(question)


def _told(question: Question, objective: str, found: Found) -> Best:
    assert found.chosen is not None
    scenario = question.scenario(found.chosen.tolist())
    value, bound = found.value, found.bound
    if objective == "within_slo":
        value, bound = 1 - value, 1 - bound
    gap = 0.0 if found.proved else abs(value - bound) / abs(value) if value else 1.0
    lost, worst = _worst(question, scenario, objective)
    return Best(
        scenario=scenario,
        objective=objective,
        objective_value=value,
        proved=found.proved,
        gap=min(gap, 1.0),
        cost=cost_of(question.world, scenario),
        summary=simulate(question.world, scenario).summary,
        lost=lost,
        worst=worst,
    )


def _worst(question: Question, scenario: Scenario, objective: str) -> tuple[tuple[str, ...], Summary]:
    """Simulate every loss to be survived, and give the one that hurts the objective most."""
    states = {}
    for lost in combinations([placement.region for placement in scenario.placements], question.survive):
        broken = scenario.breaking(*(Outage("region", code) for code in lost))
        states[lost] = simulate(question.world, broken).summary
    slowest = objective == "p95"
    return min(states.items(), key=lambda state: -state[1].rtt_p95_ms if slowest else state[1].within_slo)
