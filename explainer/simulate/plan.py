"""What a design uses, and what it was built to carry: its busiest hour, with as much lost as it has to spare."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from explainer.model import capacity, demand, routing
from explainer.scenario import Demand, Scenario, zones_used
from explainer.simulate.sending import send
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ON_DEMAND_ROOM = 1.1  # what scales on demand is built this many times its usual load, assumed


@dataclass(frozen=True, eq=False)
class Plan:
    """What a design uses and what it was built to carry.

    Parameters
    ----------
    zone_used, region_used
        Which zones and Regions the design uses.
    zone_rps
        Capacity of each used zone [req/s].
    region_rps
        Capacity of each Region whose zones are not published [req/s].
    """

    zone_used: Bools
    region_used: Bools
    zone_rps: Floats
    region_rps: Floats


def offered_rps(world: World, asked: Demand) -> Floats:
    """Load that every cell asks for [req/s], shape (cells,)."""
    load = demand.average_load_rps(world.users, asked.growth)
    if asked.hour_utc is None:
        return load
    return load * demand.hour_factor(asked.hour_utc, world.utc_offset_h, asked.profile)


def plan_of(world: World, scenario: Scenario) -> Plan:
    """Say what a design uses, and what it was built to carry, whatever is broken now."""
    asked = scenario.demand
    built_for = replace(asked, hour_utc=None if asked.hour_utc is None else 0.0)  # the peak hour, whatever hour it is
    built = replace(scenario, outages=frozenset(), demand=built_for, slo_ms=100.0)
    return _plan(world, built)


@lru_cache(maxsize=512)
def _plan(world: World, built: Scenario) -> Plan:
    chosen = {placement.region: placement for placement in built.placements}
    zones_of = world.places.zones_of
    used = [zone for code, placement in chosen.items() for zone in zones_used(placement, zones_of[code])]
    zone_used = np.asarray(world.zones.index.isin(used))
    region_used = np.asarray(world.regions.index.isin(sorted(chosen)))
    count = np.bincount(world.zone_region[zone_used], minlength=len(world.regions)).astype(float)
    planned = world.regions["zone_count"].to_numpy(float) if "zone_count" in world.regions else np.ones(len(count))
    unlisted = region_used & (count == 0)
    zones = np.where(unlisted, planned, count)
    spare = built.scaling.spare_zones if built.scaling.mode == "static" else 0
    each = capacity.needed_per_zone(_built_for_rps(world, built, region_used), zones, spare)
    if built.scaling.mode == "on-demand":
        each = each * ON_DEMAND_ROOM
    for code, placement in chosen.items():
        if placement.capacity_rps is not None:
            each[world.position(code)] = placement.capacity_rps / max(zones[world.position(code)], 1.0)
    zone_rps = np.where(zone_used, each[world.zone_region], 0.0)
    return Plan(zone_used, region_used, zone_rps, np.where(unlisted, each * zones, 0.0))


def _built_for_rps(world: World, built: Scenario, region_used: Bools) -> Floats:
    """Load that each Region was built for [req/s]: its busiest hour, with so many Regions lost as are to spare."""
    asked = built.demand
    loads = [offered_rps(world, replace(asked, hour_utc=hour)) for hour in _turns(world, asked)]
    used = np.flatnonzero(region_used)
    lost_at_once = min(built.scaling.spare_regions, max(len(used) - 1, 0)) if built.scaling.mode == "static" else 0
    most = np.zeros(len(region_used))
    unlimited = np.full(len(region_used), np.inf)
    for number in range(lost_at_once + 1):
        for lost in combinations(used.tolist(), number):
            left = region_used.copy()
            left[list(lost)] = False
            sent = send(world, built, world.wait_by_region, left, np.ones(len(world.cells)), unlimited)
            for load in loads:
                carried = routing.spread(load[sent.cell] * sent.rps, sent.region, len(region_used))
                most = np.maximum(most, carried)
    return most


def _turns(world: World, asked: Demand) -> list[float | None]:
    """Hours at which a load can be largest [h, UTC]: the full hours of every time zone, between them it is straight."""
    if asked.hour_utc is None:
        return [None]
    turns = (np.arange(24)[:, None] - np.unique(world.utc_offset_h)) % 24
    return [float(hour) for hour in np.unique(turns)]
