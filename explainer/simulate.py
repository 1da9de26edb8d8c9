"""One instant: who is served, by whom, how fast.

The model in one place: demand asks, faults say what still stands, routing says who answers whom, and the rest is
adding up. Nothing here is random and nothing is changed; the same World and Scenario give the same Outcome.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.model import demand, faults, routing
from explainer.outcome import NOBODY, Outcome, Summary
from explainer.scenario import Scenario, check, zones_used
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def simulate(world: World, scenario: Scenario) -> Outcome:
    """Say who is served, by whom and how fast.

    Parameters
    ----------
    world
        Places, people and cables.
    scenario
        The design and what is broken in it.

    Returns
    -------
    Outcome
        One number a cell, Region and zone, and their summary.

    Raises
    ------
    InputError
        For a Region, zone, cable or access that the World does not have.

    Examples
    --------
    >>> from explainer import Outage, Placement, load_world
    >>> world = load_world()
    >>> one = Scenario((Placement("us-east-1"),))
    >>> simulate(world, one).summary.reach
    1.0
    >>> simulate(world, one.breaking(Outage("region", "us-east-1"))).summary.reach
    0.0
    """
    check(scenario, world.places, world.travel.access)
    offered = _offered_rps(world, scenario)
    zone_up, region_up, zone_used, region_used = _standing(world, scenario)
    waits = world.cut(scenario.targets("cable")).wait_by_region
    serving, wait = routing.nearest(waits, region_up & region_used)
    wait = wait + np.float32(world.travel.access[scenario.access])
    # where capacity will bind: today a Region answers all that reaches it
    served = np.where(serving == NOBODY, 0.0, offered)
    lost = offered - served
    dropped = {"no-route": lost} if lost.any() else {}
    region_rps = routing.spread(served, serving, len(world.regions))
    return Outcome(
        scenario=scenario,
        frames=world.frames,
        serving=serving,
        rtt_ms=wait,
        offered_rps=offered,
        served_rps=served,
        dropped_rps=dropped,
        region_up=region_up,
        region_used=region_used,
        zone_up=zone_up,
        zone_used=zone_used,
        region_rps=region_rps,
        zone_rps=_zone_rps(world, region_rps, zone_up & zone_used),
        summary=_summary(world, scenario, wait, offered, served, dropped),
    )


def _offered_rps(world: World, scenario: Scenario) -> Floats:
    asked = scenario.demand
    load = demand.average_load_rps(world.users, asked.growth)
    if asked.hour_utc is None:
        return load
    return load * demand.hour_factor(asked.hour_utc, world.utc_offset_h, asked.profile)


def _standing(world: World, scenario: Scenario) -> tuple[Bools, Bools, Bools, Bools]:
    """Say which zones and Regions are up, and which the design uses."""
    zone_out = world.zones.index.isin(sorted(scenario.targets("zone")))
    region_out = world.regions.index.isin(sorted(scenario.targets("region")))
    chosen = {placement.region: placement for placement in scenario.placements}
    used_zones = [
        zone for code, placement in chosen.items() for zone in zones_used(placement, world.places.zones_of[code])
    ]
    zone_used = world.zones.index.isin(used_zones)
    region_used = world.regions.index.isin(sorted(chosen))
    zone_up = faults.zones_up(world.zone_region, zone_out, region_out)
    counts = zone_used | ~region_used[world.zone_region]
    return zone_up, faults.regions_up(world.zone_region, zone_up, counts, region_out), zone_used, region_used


def _zone_rps(world: World, region_rps: Floats, carrying: Bools) -> Floats:
    """Spread each Region's load evenly over its zones that carry it."""
    carriers = np.bincount(world.zone_region[carrying], minlength=len(world.regions))
    share = np.divide(region_rps, carriers, out=np.zeros_like(region_rps), where=carriers > 0)
    return np.asarray(np.where(carrying, share[world.zone_region], 0.0))


def _summary(
    world: World,
    scenario: Scenario,
    wait: NDArray[np.float32],
    offered: Floats,
    served: Floats,
    dropped: dict[str, Floats],
) -> Summary:
    total, answered = float(offered.sum()), float(served.sum())
    share = np.divide(served, offered, out=np.zeros_like(served), where=offered > 0)
    within = float(served[wait <= scenario.slo_ms].sum())
    there = served > 0
    p50, p95, p99 = demand.weighted_quantiles(wait[there].astype(float), served[there], (0.50, 0.95, 0.99))
    return Summary(
        reach=min(answered / total, 1.0) if total else 0.0,
        within_slo=min(within / total, 1.0) if total else 0.0,
        rtt_p50_ms=p50,
        rtt_p95_ms=p95,
        rtt_p99_ms=p99,
        offered_rps=total,
        served_rps=answered,
        dropped_rps=float(sum(lost.sum() for lost in dropped.values())),
        dropped_by_reason={reason: float(lost.sum()) for reason, lost in dropped.items()},
        users=float(world.users.sum()),
        users_served=float((world.users * share).sum()),
    )
