"""What outages leave of zones, Regions, services and cables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explainer.model import faults, geo
from explainer.scenario import Outage, Scenario
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Damage:
    """What the outages leave of everything.

    Parameters
    ----------
    zone, region
        Share of each zone and Region that is left [0..1].
    services, launches
        Share of its requests that each Region can still answer, and of launches that still work [0..1].
    slow_ms, zone_slow_ms
        Mean wait that each Region, and each zone, adds [ms].
    cables
        Cables that are cut.
    """

    zone: Floats
    region: Floats
    services: Floats
    launches: Floats
    slow_ms: Floats
    zone_slow_ms: Floats
    cables: frozenset[str]


def damage_of(world: World, scenario: Scenario) -> Damage:
    """Say what the outages leave; their order does not matter."""
    return _damage(world, scenario.outages, scenario.depends_on)


@lru_cache(maxsize=512)
def _damage(world: World, outages: frozenset[Outage], depends_on: frozenset[str]) -> Damage:
    zones, regions = world.zone_positions, len(world.regions)
    hits: dict[str, list[tuple[int, float]]] = {kind: [] for kind in ("zone", "region", "service", "control-plane")}
    slow, zone_slow, cables = np.zeros(regions), np.zeros(len(zones)), set[str]()
    for outage in sorted(outages):
        name = outage.place
        if outage.kind == "cable":
            cables |= {outage.target} if outage.severity > 0 else set()
        elif outage.kind == "zone":
            hits["zone"].append((zones[name], outage.severity))
        elif outage.kind == "hazard":
            inside, landing = _inside(world, outage)
            hits["region"] += [(int(region), outage.severity) for region in inside]
            cables |= landing if outage.severity > 0 else set()
        elif outage.kind == "slow" and name in zones:
            zone_slow[zones[name]] += outage.added_ms * outage.severity
        elif outage.kind == "slow":
            slow[world.position(name)] += outage.added_ms * outage.severity
        elif outage.kind != "service" or outage.service in depends_on:
            hits[outage.kind].append((world.position(name), outage.severity))
    return Damage(
        faults.left(hits["zone"], len(zones)),
        faults.left(hits["region"], regions),
        faults.left(hits["service"], regions),
        faults.left(hits["control-plane"], regions),
        slow,
        zone_slow,
        frozenset(cables),
    )


def _inside(world: World, hazard: Outage) -> tuple[NDArray[np.intp], set[str]]:
    """Give the Regions whose point lies in a circle, and the cables that land in it."""
    lat, lon, radius_km = hazard.circle

    def within(frame_lat: Floats, frame_lon: Floats) -> Bools:
        return np.asarray(geo.great_circle_km(frame_lat, frame_lon, lat, lon) <= radius_km)

    regions = np.flatnonzero(within(world.regions["lat"].to_numpy(float), world.regions["lon"].to_numpy(float)))
    hit = within(world.gateways["lat"].to_numpy(float), world.gateways["lon"].to_numpy(float))
    gateways = set(world.gateways.index[hit])
    ends = world.cables[["from_gateway", "to_gateway"]]
    return regions, {str(cable) for cable in world.cables.index[ends.isin(gateways).any(axis=1)]}
