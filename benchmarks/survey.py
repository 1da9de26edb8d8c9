"""How quick a survey is: every set of up to three of all zones, against `simulate` asked set by set.

Run it with `python benchmarks/survey.py`. The peer answers a seeded sample of the same sets in the same run, and its
numbers must be ours to the last bit. Two designs have what the survey lives on: zones that are alike. The others do
not: each zone stands alone in its Region, so that every set is a question of its own.
"""

from __future__ import annotations

import resource
from collections.abc import Mapping
from dataclasses import replace
from os import getloadavg
from time import perf_counter

import numpy as np
import pandas as pd

from explainer import PRESETS, Outage, Placement, Scaling, Scenario, World, load_world, simulate
from explainer.survey import survey
from explainer.survey.asking import NUMBERS, numbers_of

SEED = 20_26
SAMPLE = 300
FOLLOW = PRESETS["follow-the-users"].scenario


def peer_ms(world: World, scenario: Scenario, of: str, ranked: pd.DataFrame) -> float:
    """Ask `simulate` about a sample of the sets; check its numbers and give its time a set [ms]."""
    rows = np.random.default_rng(SEED).choice(len(ranked), min(SAMPLE, len(ranked)), replace=False)
    sets, numbers = ranked["targets"].iloc[rows].tolist(), ranked[list(NUMBERS)].iloc[rows].to_numpy()
    simulate(world, scenario)
    start = perf_counter()
    told = [simulate(world, scenario.breaking(*(Outage(of, code) for code in lost))).summary for lost in sets]
    spent = perf_counter() - start
    np.testing.assert_array_equal(numbers, [numbers_of(summary) for summary in told])
    return 1000 * spent / len(sets)


def measure(title: str, world: World, scenario: Scenario, wanted: str = "", **asked: object) -> None:
    """Print our time, the peer's and the ratio."""
    start = perf_counter()
    ranked = survey(world, scenario, **asked)  # type: ignore[arg-type]
    ours_s = perf_counter() - start
    theirs_ms = peer_ms(world, scenario, str(asked.get("of", "zone")), ranked)
    ratio = theirs_ms / (1000 * ours_s / len(ranked))
    print(f"{title:<52} {len(ranked):>9,} {ours_s:>8.2f} s {theirs_ms:>8.2f} ms {ratio:>9,.0f} times   {wanted}")


def everywhere(world: World, zones: int | None) -> Scenario:
    """Give a design in every Region that lists its zones: in so many of them, or in all."""
    listed: Mapping[str, tuple[str, ...]] = {code: has for code, has in world.places.zones_of.items() if has}
    return Scenario(tuple(Placement(code, zones or len(has)) for code, has in listed.items()))


def peak_mb() -> float:
    """Give the most memory that this run has held [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print all figures."""
    world = load_world()
    alone, grows = everywhere(world, 1), Scaling("on-demand")
    print(f"load of the machine {getloadavg()[0]:.1f}; simulate is asked {SAMPLE} sets of each, the numbers are equal")
    print(f"{'sets of up to three zones':<52} {'sets':>9} {'survey':>10} {'simulate a set':>11} {'ratio a set':>12}")
    most = "(under 20 s and at least 100 times wanted)"
    measure("6 Regions, 3 zones each, among all zones", world, FOLLOW, most, up_to=3, among="all")
    measure("39 Regions, all zones in use", world, everywhere(world, None), most, up_to=3)
    print(f"most memory so far {peak_mb():,.0f} MB   (under 1,000 wanted)")
    print("where no two sets are alike: one zone in each of 39 Regions")
    measure("built for their own load, capacity binds", world, alone, up_to=2)
    measure("growing on demand", world, replace(alone, scaling=grows), up_to=2)
    measure("cables, up to two, 6 Regions", world, FOLLOW, up_to=2, of="cable")
    start = perf_counter()
    ranked = survey(world, FOLLOW, up_to=4, among="all", worst=1000)
    print(f"sets of up to four, the worst {len(ranked):,} kept {perf_counter() - start:>42.2f} s")
    print(f"most memory {peak_mb():,.0f} MB   (under 1,000 wanted)")


if __name__ == "__main__":
    main()
