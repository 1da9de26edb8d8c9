"""What makes one set of Regions better than another.

A goal looks at many sets at once and finds the best that beats a limit; what cannot beat it is dropped as early as
that is known. Every goal is a number of which less is better, taken in the worst state: with as many of the chosen
Regions lost as are to be survived, those whose loss hurts most.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from explainer.design.misses import Misses, Sets, late, waiting
from explainer.design.question import Question
from explainer.model.demand import weighted_quantiles

Floats = NDArray[np.float64]
SAME = 1e-12  # shares that differ by less are equal


class Goal(Protocol):
    """A number of which less is better."""

    def improve(self, sets: Sets, limit: float) -> tuple[int, float] | None:
        """Give the row and the value of the best set that is better than a limit, if there is one."""

    @property
    def bound(self) -> float:
        """A value that no set can beat."""


@dataclass(frozen=True, eq=False)
class Missed:
    """The weight that is missed: people out of time, or the mean wait."""

    misses: Misses
    survive: int

    def improve(self, sets: Sets, limit: float) -> tuple[int, float] | None:
        """Give the row and the value of the best set that is better than a limit, if there is one."""
        return best_of(self.misses.worst(sets, self.survive, limit), limit)

    @property
    def bound(self) -> float:
        """A value that no set can beat: all Regions together."""
        return float(self.misses.worst(np.arange(len(self.misses.groups))[None])[0])


@dataclass(frozen=True, eq=False)
class Quantile:
    """The wait that a share of the people does not exceed; who is not served waits for ever.

    Parameters
    ----------
    waits_ms, load
        Wait for each Region (row) of each cell (column) [ms], and what each cell weighs; the total is 1.
    share
        Share of the people [0..1].
    survive
        How many Regions are lost.
    """

    waits_ms: NDArray[np.float32]
    load: Floats
    share: float
    survive: int

    @property
    def missable(self) -> float:
        """Share of the people who may wait longer."""
        return 1 - self.share * (1 - SAME)

    def misses(self, limit_ms: float) -> Misses:
        """Give who waits longer than this [ms]."""
        return late(self.waits_ms, limit_ms, self.load)

    def exact(self, chosen: NDArray[np.intp]) -> float:
        """Give the quantile of one set [ms]."""
        kept = combinations(chosen.tolist(), len(chosen) - self.survive)
        waits = (self.waits_ms[list(some)].min(axis=0).astype(float) for some in kept)
        return max(weighted_quantiles(wait, self.load, [self.share])[0] for wait in waits)

    def improve(self, sets: Sets, limit: float) -> tuple[int, float] | None:
        """Give the row and the value of the best set that is better than a limit, if there is one."""
        better, rows, misses = None, np.arange(len(sets)), self._just_below(limit)
        while len(rows):
            missed = misses.worst(sets[rows], self.survive, self.missable)
            rows, missed = rows[missed <= self.missable], missed[missed <= self.missable]
            if len(rows):
                row = int(rows[missed.argmin()])
                better = row, self.exact(sets[row])
                misses = self._just_below(better[1])
        return better if better and better[1] < limit else None

    @property
    def bound(self) -> float:
        """A value that no set can beat: all Regions together."""
        return float(weighted_quantiles(self.waits_ms.min(axis=0).astype(float), self.load, [self.share])[0])

    def quicker(self, sets: Sets, limits: Floats) -> NDArray[np.intp]:
        """Give the rows of the sets whose quantile is below a limit of their own [ms]."""
        rows = [np.zeros(0, np.intp)]
        for limit in np.unique(limits):
            mine = np.flatnonzero(limits == limit)
            missed = self._just_below(limit).worst(sets[mine], self.survive, self.missable)
            rows.append(mine[missed <= self.missable])
        return np.concatenate(rows)

    def _just_below(self, limit_ms: float) -> Misses:
        if limit_ms not in self._known:
            self._known[limit_ms] = self.misses(float(np.nextafter(np.float32(limit_ms), np.float32(-np.inf))))
        return self._known[limit_ms]

    @cached_property
    def _known(self) -> dict[float, Misses]:
        return {}


def shares_of(question: Question) -> Floats:
    """Give the share of all demand that each cell asks for, 0 where nobody asks."""
    total = question.load_rps.sum()
    return question.load_rps / total if total else question.load_rps


def within(question: Question) -> Missed:
    """Count who is not served within the SLO, as a share of all who ask."""
    return Missed(late(question.waits_ms, question.base.slo_ms, shares_of(question)), question.survive)


def mean(question: Question) -> Missed:
    """Reckon the mean wait of those whom an allowed Region can answer [ms]."""
    return Missed(waiting(question.waits_ms, question.load_rps), question.survive)


def p95(question: Question) -> Quantile:
    """Reckon the wait that 95 % of those whom an allowed Region can answer do not exceed [ms]."""
    some = np.isfinite(question.waits_ms).any(axis=0) & (question.load_rps > 0)
    load = question.load_rps[some]
    return Quantile(question.waits_ms[:, some], load / load.sum(), 0.95, question.survive)


def best_of(values: Floats, limit: float) -> tuple[int, float] | None:
    """Give the row and the value of the least, if it is below a limit."""
    if not len(values) or not values.min() < limit:
        return None
    row = int(values.argmin())
    return row, float(values[row])
