"""The best set of Regions, with proof: by an integer programme, or by looking at every set.

A programme needs no list of sets and is quick when nothing is lost. With losses its proofs may grow slow, and looking
at every set is quicker as long as there are a few million. What a set costs depends on who is nearest to whom, which a
programme tells badly; costs are always searched set by set. Either way a search that runs out of time says how far
from the best its answer may be.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from itertools import chain, combinations, islice
from time import perf_counter
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from explainer.design import goals
from explainer.design.expense import Fullest, Loads
from explainer.design.goals import Goal, Missed, Quantile
from explainer.design.misses import Misses, Sets
from explainer.design.programme import SURE, Found, Programme, Progress
from explainer.design.question import Question

T = TypeVar("T")
Parts: TypeAlias = Generator[Progress, bool | None, T]

CHUNK = 8192  # sets looked at between two turns of others
FEW_SETS = 1_000  # up to so many sets are looked at one by one
FEW_WITH_LOSSES = 6_000_000  # the same where Regions may be lost


def finish(parts: Parts[T], progress: Callable[[float, float], object] | None = None) -> T:
    """Run a search in parts to its end, telling how far it is.

    Parameters
    ----------
    parts
        A search that gives its turn away now and then.
    progress
        Called with what is done, and out of how much; when it returns False the search stops with what it has.
    """
    going: bool | None = None
    try:
        while True:
            done, total = parts.send(going)
            going = None if progress is None else progress(done, total) is not False
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def search(
    question: Question, goal: Goal, deadline: float, slo_share: float | None = None, most_rps: float | None = None
) -> Parts[Found]:
    """Find the best set for a goal, of those that keep the limits.

    Parameters
    ----------
    question, goal
        Which sets there are, and which of two is better.
    deadline
        When to stop, by `time.perf_counter` [s].
    slo_share
        Share of all demand that has to be served within the SLO after any loss [0..1].
    most_rps
        The largest load that a Region may be built for [req/s].
    """
    needed = None if slo_share is None else goals.within(question)
    may_miss = 1.0 if slo_share is None else 1 - slo_share + goals.SAME
    listed = question.sets <= (FEW_WITH_LOSSES if question.survive else FEW_SETS)
    if isinstance(goal, Missed | Quantile) and most_rps is None and not listed:
        limit = None if needed is None else (needed.misses, may_miss)
        if isinstance(goal, Missed):
            return (yield from _least_missed(question, goal.misses, limit, deadline))
        return (yield from _least_quantile(question, goal, limit, deadline))
    fullest = None if most_rps is None else Fullest(Loads.of(question))

    def keeps(sets: Sets) -> NDArray[np.intp]:
        kept = np.arange(len(sets))
        if needed is not None:
            kept = kept[needed.misses.worst(sets, question.survive, may_miss) <= may_miss]
        if fullest is not None and most_rps is not None:
            kept = kept[fullest.most_rps(sets[kept]) <= most_rps * (1 + SURE)]
        return kept

    return (yield from _every_set(question, goal, keeps, deadline))


def every_set(order: NDArray[np.intp], k: int) -> Iterator[Sets]:
    """Give all sets of k, a chunk at a time, those of the first in an order first."""
    every = combinations(order.tolist(), k)
    while len(some := np.fromiter(chain.from_iterable(islice(every, CHUNK)), np.intp)):
        yield np.sort(some.reshape(-1, k), axis=1)


def _every_set(
    question: Question, goal: Goal, keeps: Callable[[Sets], NDArray[np.intp]], deadline: float
) -> Parts[Found]:
    best, value, done = None, np.inf, 0
    for sets in every_set(np.argsort(question.price, kind="stable"), question.k):
        kept = keeps(sets)
        better = goal.improve(sets[kept], value)
        if better:
            best, value = sets[kept[better[0]]], better[1]
        done += len(sets)
        if (yield done, question.sets) is False or perf_counter() > deadline:
            break
    return Found(best, value, value if done == question.sets else min(goal.bound, value))


def _least_missed(
    question: Question,
    misses: Misses,
    limit: tuple[Misses, float] | None,
    deadline: float,
    enough: float | None = None,
) -> Parts[Found]:
    """Find the set that misses least, or one that misses little enough."""
    programme = Programme(len(question.rows), question.k, question.survive)
    written = limit is None or (yield from programme.allow(*limit))
    goal = programme.minimise(misses) if enough is None else programme.allow(misses, enough)
    if not written or not (yield from goal):
        return Found(None, np.inf, -np.inf)
    while True:
        chosen, bound = yield from programme.solve(deadline)
        if chosen is None:
            return Found(None, np.inf, bound)
        value = float(misses.worst(chosen[None], question.survive)[0])
        small = enough is None or value <= enough
        if small and (limit is None or limit[0].worst(chosen[None], question.survive)[0] <= limit[1]):
            return Found(chosen, value, min(bound, value))
        programme.forbid(chosen)  # it keeps the limit only by the tolerance of the solver


def _least_quantile(
    question: Question, goal: Quantile, limit: tuple[Misses, float] | None, deadline: float
) -> Parts[Found]:
    """Halve the waits that may be the best until one is left; each half is proved to hold a set, or none."""
    waits = np.unique(goal.waits_ms[np.isfinite(goal.waits_ms)])
    waits = waits[waits >= goal.bound]
    best, value, low = None, np.inf, 0  # the answer is waits[low] or larger
    high = len(waits)  # `value` if that was found
    while low < high:
        middle = (low + high - 1) // 2 if best is not None else high - 1
        late = goal.misses(float(waits[middle]))
        found = yield from _least_missed(question, late, limit, deadline, enough=goal.missable)
        if found.chosen is not None:
            best, value = found.chosen, goal.exact(found.chosen)
            high = int(np.searchsorted(waits, value))
        elif found.bound == np.inf:
            low = middle + 1
        else:
            break
    if best is None:
        return Found(None, np.inf, np.inf if low >= high else goal.bound)
    return Found(best, value, value if low >= high else float(waits[low]))
