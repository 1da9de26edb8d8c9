"""How quickly the best placements are found: against spopt on the same p-median problem, and with losses and costs.

Run it with `python benchmarks/placements.py`. Both get the same waits of the same people for the same Regions, and both
prove their answer; that the answers are equal is checked. Times hold everything from the waits to the proved answer:
building the problem and solving it, by HiGHS here and by CBC, its default solver, there.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from time import perf_counter
from typing import TypeVar

import numpy as np

from explainer import Scaling, Scenario, World, load_world
from explainer.design import best_placements, pareto

T = TypeVar("T")
K = 6
BASE = Scenario(scaling=Scaling("on-demand"))  # nobody queues, so that waits are ways and 20 ms of wifi


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Do something and time it [s]."""
    start = perf_counter()
    done = work()
    return done, perf_counter() - start


def spopt_mean_ms(world: World) -> tuple[float, float]:
    """Solve the p-median problem with spopt; gives the mean wait [ms] and the time that it took [s]."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of geopandas and pulp
        import pulp
        from spopt.locate import PMedian

        frame = world.regions
        allowed = np.flatnonzero((frame["partition"] == "aws") & (frame["status"] == "launched"))
        waits = (world.round_trip[:, allowed] + np.float64(20)).astype(np.float32).astype(float)
        solver = pulp.PULP_CBC_CMD(msg=False, threads=os.cpu_count())
        solved, taken_s = timed(lambda: PMedian.from_cost_matrix(waits, world.users, p_facilities=K).solve(solver))
    return solved.problem.objective.value() / world.users.sum(), taken_s


def against_spopt(world: World) -> None:
    """Print our time and spopt's for the shortest mean wait."""
    ours, ours_s = timed(lambda: best_placements(world, K, objective="mean", base=BASE))
    theirs_ms, theirs_s = spopt_mean_ms(world)
    assert ours.proved
    assert abs(ours.objective_value - theirs_ms) <= 1e-6 * theirs_ms, (ours.objective_value, theirs_ms)
    print(f"shortest mean wait of {len(world.cells):,} cells, {K} of 32 Regions, proved: {theirs_ms:.3f} ms by both")
    print(f"  best_placements   {ours_s:8.2f} s")
    print(f"  spopt PMedian     {theirs_s:8.2f} s")
    print(f"  ratio             {theirs_s / ours_s:8.0f} times   (more than 1 wanted)")


def surviving(world: World) -> None:
    """Print how long each objective takes when any one Region, or any two, may be lost."""
    print(f"{K} of 32 Regions, and how they do after the worst loss")
    for survive, objective, share in (
        (1, "within_slo", None),
        (1, "p95", None),
        (1, "mean", None),
        (1, "cost", 0.7),
        (2, "within_slo", None),
    ):
        best, taken_s = timed(
            lambda: best_placements(world, K, survive=survive, objective=objective, slo_share=share)  # noqa: B023
        )
        sure = "proved" if best.proved else f"within {best.gap:.1%}"
        goal = "   (under 60 wanted)" if survive == 1 else ""
        print(f"  {objective:<11} any {survive} lost {taken_s:8.2f} s{goal}   {best.objective_value:.4g}, {sure}")


def front(world: World) -> None:
    """Print how long the front takes."""
    for k_max in (4, K):
        told, taken_s = timed(lambda: pareto(world, k_max))  # noqa: B023
        print(f"front of 1 to {k_max} Regions: {len(told)} designs, {taken_s:.1f} s")


def main() -> None:
    """Print all figures."""
    world = load_world()
    best_placements(world, 1)  # imports
    against_spopt(world)
    surviving(world)
    front(world)
    print(f"load average {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
