"""What is broken in a minute, what stands all the same, and which data is gone for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from explainer.incidents import Incident, Phase
from explainer.model import faults, routing
from explainer.outcome import REASONS
from explainer.scenario import Outage, Scenario
from explainer.simulate import Damage, Plan, allowed_by, damage_of, named_by, plan_of, zone_shares
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

REASON = {reason: row for row, reason in enumerate(REASONS)}


def outage_of(phase: Phase) -> Outage:
    """Give what breaks in a phase."""
    return Outage(phase.kind, phase.target, float(phase.severity), float(phase.added_ms))


def outages_at(scenario: Scenario, incident: Incident, minute: int) -> frozenset[Outage]:
    """Give what is broken in a minute; of several hits on one target the largest counts."""
    worst: dict[tuple[str, str], Outage] = {}
    phases = [outage_of(phase) for phase in incident.phases if phase.active(minute)]
    for outage in [*sorted(scenario.outages), *phases]:
        named = (outage.kind, outage.target)
        known = worst.get(named, outage)
        hit = max(known.severity, outage.severity), max(known.added_ms, outage.added_ms)
        worst[named] = replace(outage, severity=hit[0], added_ms=hit[1])
    return frozenset(worst.values())


@dataclass(frozen=True, eq=False)
class Broken:
    """What stands while nothing more breaks.

    `could` says which cells a healthy Region could answer; `otherwise` is the row of the reason for the others, `short`
    that of each Region for those it has no room for.
    """

    damage: Damage
    zone_left: Floats
    standing: Bools
    sent_to: Bools
    room: Floats
    waits: NDArray[np.float32]
    could: Bools
    otherwise: NDArray[np.intp]
    short: NDArray[np.intp]
    zone_share: Floats
    slow_ms: Floats


def stands(world: World, scenario: Scenario, plan: Plan, outages: frozenset[Outage]) -> Broken:
    """Say what stands with these outages."""
    damage = damage_of(world, replace(scenario, outages=outages))
    left = damage.zone * damage.region[world.zone_region]
    counts = plan.zone_used | ~plan.region_used[world.zone_region]
    standing = faults.regions_up(world.zone_region, left > 0, counts, damage.region <= 0) & plan.region_used
    sent_to = routing.healthy(damage.services, standing)
    room = routing.spread(plan.zone_rps * left, world.zone_region, len(world.regions))
    room = np.where(standing, room + plan.region_rps * damage.region, 0.0)
    waits = world.cut(damage.cables).wait_by_region
    rows = np.flatnonzero(standing)
    routed = np.isfinite(waits[rows]) & named_by(world, scenario.routing, rows)
    allowed = routed & allowed_by(world, scenario.routing, rows)
    reasons = [REASON["no-route"], REASON["not-compliant"]]
    otherwise = np.select([~routed.any(axis=0), ~allowed.any(axis=0)], reasons, REASON["dependency"])
    could = np.asarray(allowed[sent_to[rows]].any(axis=0))
    cannot_launch = (scenario.scaling.mode == "on-demand") & (damage.launches < 1)
    short = np.where(cannot_launch, REASON["control-plane"], REASON["no-capacity"])
    share = zone_shares(world, plan.zone_used * left)
    slow = damage.slow_ms + routing.spread(share * damage.zone_slow_ms, world.zone_region, len(room))
    return Broken(damage, left, standing, sent_to, room, waits, could, otherwise, short, share, slow)


def share_left(world: World, plan: Plan, broken: Broken) -> Floats:
    """Share of each Region of the design that stands [0..1]."""
    zones = routing.spread(plan.zone_used.astype(float), world.zone_region, len(world.regions))
    left = routing.spread(plan.zone_used * broken.zone_left, world.zone_region, len(world.regions))
    share = np.divide(left, zones, out=broken.damage.region.copy(), where=zones > 0)
    return np.asarray(share * plan.region_used)


def data_lost_s(world: World, scenario: Scenario, incident: Incident, begin: int, end: int) -> float:
    """Latest data that is lost for good by what breaks in a span of minutes and is not mended in the replay [s]."""
    used = plan_of(world, scenario).region_used
    kinds = ("zone", "region")
    lasting = [p for p in incident.phases if p.kind in kinds and p.until is None and p.severity >= 1]

    def standing(until: int) -> Bools:
        gone = {outage_of(phase) for phase in lasting if phase.minute < until}
        gone |= {outage for outage in scenario.outages if outage.kind in kinds and outage.severity >= 1}
        left = damage_of(world, replace(scenario, outages=frozenset(gone)))
        plan = plan_of(world, scenario)
        counts = plan.zone_used | ~used[world.zone_region]
        zone_up = left.zone * left.region[world.zone_region] > 0
        return faults.regions_up(world.zone_region, zone_up, counts, left.region <= 0) & used

    worst, before = 0.0, standing(begin)
    for minute in sorted({phase.minute for phase in lasting if begin <= phase.minute < end}):
        after = standing(minute + 1)
        if (before & ~after).any():
            worst = max(worst, scenario.failover.replication_lag_s if after.any() else inf)
        before = after
    return worst
