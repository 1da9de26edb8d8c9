"""How quick a million years are, against a plain loop over years and events.

Run it with `python benchmarks/years.py`. The loop meets its states in a run that does not count; of ours the second
half is compared, when nearly all are known, and the whole run is printed beside it. Given the same events both lose
the same in each year; given their own, their means agree within three standard errors.
"""

from __future__ import annotations

import os
from random import Random
from time import perf_counter

import _years_peer as peer
import numpy as np

from explainer import PRESETS, World, load_world
from explainer.rates import load_rates
from explainer.years import Years, threats_of, years
from explainer.years.draw import BLOCK, Drawer

YEARS, LOOPED = 1_000_000, 50_000
LIMIT_S, WANTED = 10.0, 10.0
DESIGN = PRESETS["two-regions"].scenario
SEED = 1


def timed(world: World) -> tuple[list[tuple[int, float]], Years]:
    """Simulate a million years; give when how many were done [s]."""
    moments = [(0, perf_counter())]
    told = years(world, DESIGN, YEARS, SEED, progress=lambda done, _: moments.append((done, perf_counter())))
    return moments, told


def looped(loop: peer.Loop) -> tuple[float, list[float]]:
    """Loop over fewer years twice, once to meet their states; give the time of the second [s]."""
    for _ in range(2):
        chance, start = Random(SEED), perf_counter()
        lost = [loop.lost_min(loop.draw(chance)) for _ in range(LOOPED)]
    return perf_counter() - start, lost


def check_same_events(loop: peer.Loop, drawer: Drawer, told: Years) -> None:
    """Check that the loop loses the same in the first years that we drew."""
    events = drawer.block(0)
    rows: list[list[peer.Event]] = [[] for _ in range(BLOCK)]
    for year, *event in zip(
        events.year, events.threat.tolist(), events.start_h.tolist(), events.hours.tolist(), strict=True
    ):
        rows[year].append(tuple(event))
    theirs = np.array([loop.lost_min(row) for row in rows])
    off = np.abs(theirs - told.lost_min[:BLOCK])
    print(f"  same events, {BLOCK:,} years         {(off < 1e-6).mean():9.2%} the same, all within {off.max():.2g} min")
    assert (off < 1e-6).mean() > 0.99  # in some years two cables are cut at once, whose costs we add up
    assert abs(theirs.mean() - told.lost_min[:BLOCK].mean()) < 1e-4 * theirs.mean()


def main() -> None:
    """Print all figures."""
    world, rates = load_world(), load_rates()
    threats = threats_of(world, DESIGN, rates, 1.0)
    moments, told = timed(world)
    ours_s, longest_s = moments[-1][1] - moments[0][1], max(np.diff([moment for _, moment in moments]))
    done, at_half = next((done, moment) for done, moment in moments if done >= YEARS / 2)
    later_s = (moments[-1][1] - at_half) / (YEARS - done)  # a year, when most states are known
    loop = peer.Loop(world, DESIGN, threats, rates.clustering)
    theirs_s, lost = looped(loop)
    print(f"{YEARS:,} years of two Regions, load of the machine {os.getloadavg()[0]:.1f}")
    print(f"  years                          {ours_s:9.2f} s   (under {LIMIT_S:.0f} wanted on 2 cores)")
    print(f"  longest wait for an answer     {1000 * longest_s:9.0f} ms")
    print(f"  different states               {told.states:9,}")
    print(f"  plain loop, {LOOPED:,} years       {theirs_s:9.2f} s   (its states known beforehand)")
    print(f"  a year, states known           {1e6 * later_s:9.2f} µs")
    print(f"  a year, plain loop             {1e6 * theirs_s / LOOPED:9.2f} µs")
    print(f"  ratio, states known            {theirs_s / LOOPED / later_s:9.0f} times   (at least {WANTED:.0f} wanted)")
    print(f"  ratio, ours with its states    {theirs_s / LOOPED / (ours_s / YEARS):9.0f} times")
    check_same_events(loop, Drawer(threats, rates.clustering, SEED), told)
    mean, error = float(np.mean(lost)), float(np.std(lost) / LOOPED**0.5)
    print(f"  lost, ours                     {told.mean_min:9.2f} ± {told.mean_min_error:.2f} min/year")
    print(f"  lost, loop                     {mean:9.2f} ± {error:.2f} min/year")
    assert abs(mean - told.mean_min) <= 3 * np.hypot(error, told.mean_min_error)


if __name__ == "__main__":
    main()
