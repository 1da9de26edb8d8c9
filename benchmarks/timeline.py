"""How quick a day is: play 24 hours minute by minute, against the same failover as SimPy processes.

Run it with `python benchmarks/timeline.py`. Both have the same cells, Regions, room, rules and outages; their totals
agree within 1 %, which is checked. Ours also works out waits, zones and every reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

import _simpy_peer as simpy_peer
import numpy as np

from explainer import PRESETS, Demand, Incident, Phase, Scaling, Scenario, Timeline, World, load_world, play
from explainer.simulate import offered_rps, plan_of

ROUNDS = 7
AGREE = 0.01
MINUTES = 1440
DESIGN = replace(PRESETS["follow-the-users"].scenario, scaling=Scaling(spare_regions=1))
DAY = Incident(
    id="a-day",
    title="A day with two outages",
    provider="",
    start_utc=datetime(2026, 1, 1, tzinfo=UTC),
    minutes=MINUTES,
    url="",
    source="made up",
    summary="Two Regions are lost, one after the other.",
    lesson="",
    sober=False,
    phases=(
        Phase(120, "region", "Ireland is lost.", "eu-west-1", 480),
        Phase(700, "region", "Hong Kong is lost.", "ap-east-1", 1000),
    ),
)


def timed(world: World, scenario: Scenario) -> tuple[float, Timeline]:
    """Play the day some times, after one to warm up; give the median [s]."""
    told, times = play(world, scenario, DAY), []
    for _ in range(ROUNDS):
        start = perf_counter()
        play(world, scenario, DAY)
        times.append(perf_counter() - start)
    return median(times), told


def by_processes(world: World) -> tuple[float, simpy_peer.Totals]:
    """Run the day with SimPy; give its time [s]."""
    rows = [world.position(placement.region) for placement in DESIGN.placements]
    plan, codes = plan_of(world, DESIGN), [placement.region for placement in DESIGN.placements]
    room = np.bincount(world.zone_region, plan.zone_rps, len(world.regions))[rows]
    outages = [(codes.index(phase.target), phase.minute, phase.until or MINUTES) for phase in DAY.phases]
    start = perf_counter()
    run = simpy_peer.Failing(
        DESIGN.failover, world.wait_by_region[rows].astype(float), offered_rps(world, DESIGN.demand), room.tolist()
    )
    totals = run.run(MINUTES, outages)
    return perf_counter() - start, totals


def check_agreement(told: Timeline, totals: simpy_peer.Totals) -> None:
    """Check that both lose the same, within 1 %."""
    sums = told.frame.sum() * 60
    for name, ours, theirs in (
        ("offered", sums["offered_rps"], totals.offered),
        ("served", sums["served_rps"], totals.served),
        ("waiting for DNS", sums["dropped_waiting_for_dns_rps"], totals.waiting),
    ):
        print(f"  {name:<28} {ours / 1e6:12,.2f} {theirs / 1e6:12,.2f} million requests")
        assert abs(ours - theirs) <= AGREE * theirs, name
    assert abs(sums["dropped_no_capacity_rps"] - totals.no_room) <= AGREE * sums["dropped_rps"]


def main() -> None:
    """Print all figures."""
    world = load_world()
    ours_s, told = timed(world, DESIGN)
    theirs_s, totals = by_processes(world)
    print(f"{MINUTES:,} minutes, {len(world.cells):,} cells, {len(DESIGN.placements)} Regions      ours     processes")
    check_agreement(told, totals)
    hours_s = timed(world, replace(DESIGN, demand=Demand(hour_utc=0.0)))[0]
    print(f"  play                         {1000 * ours_s:10,.0f} ms   (median of {ROUNDS})")
    print(f"  play, demand by the hour     {1000 * hours_s:10,.0f} ms   (under 1,000 wanted)")
    print(f"  SimPy processes              {1000 * theirs_s:10,.0f} ms")
    print(f"  ratio                        {theirs_s / ours_s:10,.0f} times   (at least 20 wanted)")


if __name__ == "__main__":
    main()
