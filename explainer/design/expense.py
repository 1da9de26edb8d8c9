"""What the Regions of a set have to carry, and what that costs.

Everybody goes to the quickest Region that is left, so what one carries depends on all others, and what it is built
for on which of them may be lost. Many people rank the Regions alike, which makes this quick.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.design.goals import best_of
from explainer.design.misses import Misses, Sets, by_quickest
from explainer.design.question import Question
from explainer.model import cost

Floats = NDArray[np.float64]
Ranks = NDArray[np.unsignedinteger[Any]]
BATCH = 1024  # sets that are reckoned at a time


@dataclass(frozen=True, eq=False)
class Loads:
    """What each chosen Region has to carry, with people merged who prefer Regions in the same order.

    Parameters
    ----------
    rank
        Place of each Region (row) in the order of each group (column), `len(rank)` where it cannot answer, (a, m).
    busiest_rps
        What each group asks for at each hour that may be the busiest [req/s], shape (t, m).
    survive
        How many Regions are lost.
    """

    rank: Ranks
    busiest_rps: Floats
    survive: int

    @classmethod
    def of(cls, question: Question) -> Loads:
        """Merge the people of a question."""
        waits = np.where(np.isfinite(question.waits_ms), question.world.wait_by_region[question.rows], np.inf)
        places = np.argsort(np.argsort(waits, axis=0, kind="stable"), axis=0)
        places = np.where(np.isfinite(waits), places, len(waits))
        small: np.dtype[Any] = np.min_scalar_type(len(waits) + 1)
        rank, number = np.unique(places.astype(small), axis=1, return_inverse=True)
        loads = [np.bincount(number.ravel(), load, rank.shape[1]) for load in question.busiest_rps]
        return cls(rank, np.vstack(loads).astype(float), question.built_to_lose)

    def peak_rps(self, sets: Sets, lost: int) -> Floats:
        """Give the largest load of each Region of each set, with so many lost at once [req/s], shape (s, k)."""
        most = np.zeros(sets.shape)
        for kept in combinations(range(sets.shape[1]), sets.shape[1] - lost):
            first = np.minimum.reduce([self.rank[sets[:, place]] for place in kept])
            first[first == len(self.rank)] = np.iinfo(first.dtype).max  # nobody's
            for place in kept:
                mine = (self.rank[sets[:, place]] == first) @ self.busiest_rps.T
                most[:, place] = np.maximum(most[:, place], mine.max(axis=1))
        return most


@dataclass(frozen=True, eq=False)
class Expense:
    """What a set costs: what its Regions were built to carry, at their prices, and a copy in each."""

    question: Question
    loads: Loads

    def improve(self, sets: Sets, limit: float) -> tuple[int, float] | None:
        """Give the row and the value of the best set that is better than a limit, if there is one."""
        least, better = self.at_least(sets), None
        order = np.argsort(least, kind="stable")
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            rows = rows[least[rows] < limit]
            found = best_of(self.costs(sets[rows]), limit)
            if found:
                better, limit = (int(rows[found[0]]), found[1]), found[1]
        return better

    def costs(self, sets: Sets) -> Floats:
        """Give the cost index of each set [-]."""
        copies = cost.copy_cost(self.question.price[sets]).sum(axis=1)
        if not self.loads.survive and len(self.loads.busiest_rps) == 1:
            return np.asarray(self._usual.worst(sets) + copies)
        built = [self._built(part) for part in _parts(sets)]
        return np.asarray(np.concatenate([np.zeros(0), *built]) + copies)

    def _built(self, sets: Sets) -> Floats:
        capacity_rps = self.loads.peak_rps(sets, self.loads.survive) * self.question.room[sets]
        paid = cost.capacity_cost(self.question.price[sets], capacity_rps, self.question.everybody_rps)
        return np.asarray(paid.sum(axis=1))

    @cached_property
    def _usual(self) -> Misses:
        """What everybody costs where Regions are built for what they are sent anyway: each cell pays for itself."""
        asked = self.question
        waits = np.where(np.isfinite(asked.waits_ms), asked.world.wait_by_region[asked.rows], np.inf)
        price = np.broadcast_to((asked.price * asked.room)[:, None], waits.shape)
        return by_quickest(waits, price, cost.capacity_cost(np.ones(1), asked.busiest_rps[0], asked.everybody_rps))

    def at_least(self, sets: Sets) -> Floats:
        """Give what each set costs at least: as if the cheapest of its Regions carried everybody."""
        cheapest = (self.question.price * self.question.room)[sets].min(axis=1)
        spread_out = self._spread_out(sets.shape[1]) * cheapest
        return np.asarray(spread_out + cost.copy_cost(self.question.price[sets]).sum(axis=1))

    @property
    def bound(self) -> float:
        """A value that no set can beat: only the cheapest Regions."""
        asked = self.question
        cheapest = np.sort(asked.price)[: asked.k]
        carried = self._spread_out(asked.k) * (asked.price * asked.room).min()
        return float(cost.copy_cost(cheapest).sum() + carried)

    def _spread_out(self, k: int) -> float:
        """Give what k Regions must carry in all, at price 1: each loss leaves everybody to the others."""
        everywhere = (self.loads.rank < len(self.loads.rank)).all(axis=0)
        total = self.loads.busiest_rps[:, everywhere].sum(axis=1).max() * k / (k - self.loads.survive)
        return float(cost.capacity_cost(np.ones(1), np.array([total]), self.question.everybody_rps)[0])


@dataclass(frozen=True, eq=False)
class Fullest:
    """The largest load that one Region has to be built for [req/s]."""

    loads: Loads

    def most_rps(self, sets: Sets) -> Floats:
        """Give the largest load in each set [req/s]."""
        peaks = [self.loads.peak_rps(part, self.loads.survive).max(axis=1) for part in _parts(sets)]
        return np.concatenate([np.zeros(0), *peaks])

    def improve(self, sets: Sets, limit: float) -> tuple[int, float] | None:
        """Give the row and the value of the best set that is better than a limit, if there is one."""
        return best_of(self.most_rps(sets), limit)

    @property
    def bound(self) -> float:
        """A value that no set can beat."""
        return 0.0


def _parts(sets: Sets) -> list[Sets]:
    return [sets[start : start + BATCH] for start in range(0, len(sets), BATCH)]
