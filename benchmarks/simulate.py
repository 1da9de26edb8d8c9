"""How quick an answer is: simulate and every patch, against the obvious notebook, and from 1 k to 1 M cells.

Run it with `python benchmarks/simulate.py`. Both compute the same numbers of the same scenarios, which is checked
first; the notebook only computes, while our time also holds what all figures of the page need.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median
from time import perf_counter

import _peer as peer
import numpy as np
import pandas as pd

from explainer import Outage, Outcome, Placement, Scenario, World, load_world, simulate
from explainer.app.world_page import Scene, patches
from explainer.scenario import zones_used
from explainer.view.map import Look
from explainer.view.reaction import Status

SEED = 20_26
FEW, ROUNDS = 1_000, 40
SIZES = (1_000, 10_000, 100_000, 1_000_000)
DESIGN = Scenario(tuple(Placement(code) for code in ("us-east-1", "eu-west-1", "ap-northeast-1", "ap-south-1")))
SCENARIOS = (
    DESIGN,
    DESIGN.breaking(Outage("zone", "use1-az1")),
    DESIGN.breaking(Outage("region", "us-east-1")),
    DESIGN.breaking(Outage("region", "eu-west-1"), Outage("region", "ap-south-1")),
)


def sampled(world: World, cells: int) -> World:
    """Sample cells where people are, each moved a little, so that no two are alike."""
    dice = np.random.default_rng(SEED)
    rows = dice.choice(len(world.cells), cells, p=world.users / world.users.sum())
    frame = world.cells.iloc[rows].reset_index(drop=True)
    frame["lat"] += dice.normal(0, 0.2, cells)
    frame["lon"] += dice.normal(0, 0.2, cells)
    frame["users"] = dice.integers(1_000, 1_000_000, cells)
    return replace(world, cells=frame)


def timed_ms(work: Callable[[Scenario], object], rounds: int, scenarios: Sequence[Scenario] = SCENARIOS) -> list[float]:
    """Time the work on each scenario in turn, as a visitor who toggles would, after one round to warm up."""
    times = []
    for turn in range(rounds + 1):
        for scenario in scenarios:
            start = perf_counter()
            work(scenario)
            if turn:
                times.append(1000 * (perf_counter() - start))
    return times


def notebook(world: World) -> Callable[[Scenario], peer.Answer]:
    """Give the notebook's answer as a function of the scenario; its matrix is a frame of the World's."""
    round_trip = pd.DataFrame(world.round_trip, columns=world.regions.index)
    access_ms = world.travel.access[DESIGN.access]
    used = {p.region: list(zones_used(p, world.places.zones_of[p.region])) for p in DESIGN.placements}
    # in the World's order, so that equal waits go to the same Region
    used = {code: used[code] for code in world.regions.index if code in used}
    usual = world.users * peer.REQUESTS_PER_SECOND
    nearest = round_trip[list(used)].idxmin(axis=1)
    # each zone is built so that its Region carries its usual load without one of them
    built = {code: usual[nearest == code].sum() / (len(zones) - 1) for code, zones in used.items()}

    def answered(scenario: Scenario) -> peer.Answer:
        left = peer.standing(world.zones, used, [outage.target for outage in scenario.outages])
        room = {code: zones * built[code] for code, zones in left.items()}
        return peer.answer(world.cells, round_trip, room, access_ms, scenario.slo_ms)

    return answered


def check_equal(world: World, ours: Outcome, theirs: peer.Answer) -> None:
    """Check that the notebook finds what the model finds."""
    told = ours.summary
    assert theirs.cells["region"].fillna("").tolist() == ours.cells["region"].fillna("").tolist()
    np.testing.assert_allclose(theirs.cells["rtt_ms"], ours.rtt_ms, rtol=1e-5)
    np.testing.assert_allclose(theirs.percentiles, [told.rtt_p50_ms, told.rtt_p95_ms, told.rtt_p99_ms], rtol=1e-5)
    by_continent = ours.by(world.continents)
    np.testing.assert_allclose(theirs.reach[by_continent.index], by_continent["reach"])
    np.testing.assert_allclose(theirs.within_slo[by_continent.index], by_continent["within_slo"])
    in_time = [ours.answers.rps[ours.answers_rtt_ms <= wait].sum() / told.offered_rps for wait in peer.WAITS_MS]
    np.testing.assert_allclose(theirs.curve, in_time)
    load = ours.regions["load_rps"]
    np.testing.assert_allclose(theirs.load.reindex(load.index, fill_value=0.0), load)


def against_the_notebook(world: World) -> None:
    """Print our time and the notebook's at a thousand cells."""
    before, ask = simulate(world, DESIGN), notebook(world)
    for scenario in SCENARIOS:
        check_equal(world, simulate(world, scenario), ask(scenario))

    def shown(scenario: Scenario) -> object:
        now = simulate(world, scenario)
        return patches(Scene(world, now, before, Look(), False, Status("", ""), {}))

    alone, all_of_it, theirs = timed_ms(partial(simulate, world), ROUNDS), timed_ms(shown, ROUNDS), timed_ms(ask, 3)
    print(f"{len(world.cells):,} cells, {len(SCENARIOS)} scenarios in turn, medians; the answers are equal")
    print(f"  simulate                    {median(alone):8.2f} ms")
    print(f"  simulate and all patches    {median(all_of_it):8.2f} ms   (at most 3 wanted; p95 {p95(all_of_it):.2f})")
    print(f"  obvious notebook            {median(theirs):8.2f} ms")
    print(f"  ratio                       {median(theirs) / median(all_of_it):8.0f} times   (at least 20 wanted)")


def p95(times: list[float]) -> float:
    """Give the time that 95 of 100 do not exceed."""
    return float(np.percentile(times, 95))


def by_size(world: World) -> None:
    """Print how the time grows with the cells."""
    print("cells        World made     simulate    per 1,000 cells")
    for size in SIZES:
        large = sampled(world, size)
        start = perf_counter()
        assert large.wait_by_region.shape[1] == size
        made = 1000 * (perf_counter() - start)
        found = median(timed_ms(partial(simulate, large), max(2, 20_000 // size)))
        print(f"{size:>9,} {made:>10,.0f} ms {found:>9.2f} ms {1000 * found / size:>14.3f} ms")


def main() -> None:
    """Print all figures."""
    world = load_world()
    against_the_notebook(sampled(world, FEW))
    by_size(world)


if __name__ == "__main__":
    main()
