"""Choosing Regions as an integer programme, solved with proof by HiGHS.

A switch for each Region, and for each group of Regions a number that must be 1 unless one of them is switched on: what
a set misses is then a sum, and the worst loss a maximum of such sums. Losing a Region that was not chosen hurts
nobody, so every loss is written down whether chosen or not, and none needs a condition.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from itertools import combinations
from threading import Thread
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from explainer.design.misses import Misses

if TYPE_CHECKING:
    from highspy import Highs

Floats = NDArray[np.float64]
Progress = tuple[float, float]  # how much is done, out of how much
TICK_S = 0.02  # how often a running solver lets others have a turn
SURE = 1e-9  # tolerance of the solver, and of the proof


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found.

    Parameters
    ----------
    chosen
        Positions of the chosen Regions among the allowed ones, None where nothing was found.
    value
        What they miss or cost, inf where nothing was found.
    bound
        What no set can beat; inf where it is proved that there is none.
    """

    chosen: NDArray[np.intp] | None
    value: float
    bound: float

    @property
    def proved(self) -> bool:
        """Whether nothing better exists."""
        if self.chosen is None:
            return self.bound == np.inf
        return self.value - self.bound <= SURE * max(1.0, abs(self.value))


class Programme:
    """An integer programme for the best k of some Regions.

    Parameters
    ----------
    size, k
        How many Regions there are, and how many to choose.
    survive
        How many of the chosen may be lost.
    """

    def __init__(self, size: int, k: int, survive: int) -> None:
        import highspy  # here, since it takes a tenth of a second

        self._size, self._losses = size, tuple(combinations(range(size), survive))
        self._survive, self._numbers = survive, dict[bytes, int]()

        class Quiet(highspy.Highs):
            """HiGHS, silent before its first word, which it says while it is made."""

            def enableCallbacks(self) -> None:  # noqa: N802
                self.setOptionValue("output_flag", False)
                super().enableCallbacks()  # type: ignore[no-untyped-call]

        self._solver: Highs = Quiet()  # type: ignore[no-untyped-call]
        for name, value in {
            "random_seed": 0,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": SURE,
            "mip_feasibility_tolerance": SURE,
            "primal_feasibility_tolerance": SURE,
        }.items():
            self._solver.setOptionValue(name, value)
        self._solver.HandleUserInterrupt = True
        for switch in range(size):
            self._solver.addVar(0, 1)
            self._solver.changeColIntegrality(switch, highspy.HighsVarType.kInteger)
        self._row(k, k, range(size), np.ones(size))

    def minimise(self, goal: Misses) -> Generator[Progress, bool | None, bool]:
        """Let the worst of the losses miss as little as possible; in parts, False if it was stopped."""
        self._solver.addVar(goal.always, np.inf)
        most = self._solver.getNumCol() - 1
        self._solver.changeColCost(most, 1.0)
        return (yield from self._limit(goal, most))

    def allow(self, misses: Misses, at_most: float) -> Generator[Progress, bool | None, bool]:
        """Let no loss miss more than this; in parts, False if it was stopped."""
        self._solver.addVar(0, at_most)
        return (yield from self._limit(misses, self._solver.getNumCol() - 1))

    def forbid(self, chosen: NDArray[np.intp]) -> None:
        """Rule out one set."""
        self._row(-np.inf, len(chosen) - 1, chosen, np.ones(len(chosen)))

    def solve(self, deadline: float) -> Generator[Progress, bool | None, tuple[NDArray[np.intp] | None, float]]:
        """Solve in a thread of its own, so that others get a turn.

        Parameters
        ----------
        deadline
            When to stop, by `time.perf_counter` [s].

        Yields
        ------
        tuple
            Seconds gone and left in all; send False to stop.

        Returns
        -------
        tuple
            The best set, or None, and what no set can beat.
        """
        import highspy

        start = perf_counter()
        limit_s = max(deadline - start, 0.01)
        self._solver.setOptionValue("time_limit", self._solver.getRunTime() + limit_s)
        running = Thread(target=self._solver.run, daemon=True)  # it lets other threads run meanwhile
        running.start()
        try:
            while running.is_alive():
                if (yield perf_counter() - start, limit_s) is False:
                    break
                running.join(TICK_S)
        finally:
            if running.is_alive():
                self._solver.cancelSolve()  # type: ignore[no-untyped-call]
                running.join()
        info, status = self._solver.getInfo(), self._solver.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None, np.inf
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None, -np.inf
        switches = np.array(self._solver.getSolution().col_value[: self._size])
        return np.flatnonzero(switches > 0.5), float(info.mip_dual_bound)

    def _limit(self, misses: Misses, most: int) -> Generator[Progress, bool | None, bool]:
        """Let a variable be at least what each loss misses."""
        for loss in self._losses:
            if len(self._losses) > 1 and (yield 0.0, 1.0) is False:
                return False
            left = misses.without(loss) if loss else misses
            numbers = [self._number(group) for group in left.groups.T]
            self._row(left.always, np.inf, [most, *numbers], np.concatenate([[1.0], -left.weight]))
            for group in left.needed.T:
                self._row(1, np.inf, np.flatnonzero(group), np.ones(int(group.sum())))
        return True

    def _number(self, group: NDArray[np.bool_]) -> int:
        """Give the variable that is 1 unless a Region of the group is switched on."""
        key = group.tobytes()
        if key not in self._numbers:
            self._solver.addVar(0, 1)
            number = self._numbers[key] = self._solver.getNumCol() - 1
            switches = np.flatnonzero(group)
            self._row(1, np.inf, [number, *switches], np.ones(len(switches) + 1))
        return self._numbers[key]

    def _row(self, low: float, high: float, columns: object, values: Floats) -> None:
        where = np.asarray(columns if isinstance(columns, np.ndarray) else list(columns), np.int32)  # type: ignore[call-overload]
        self._solver.addRow(low, high, len(where), where, values)
