"""What can happen to a design in a year, as things that strike at random."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explainer.errors import check_between
from explainer.rates import HIDDEN_RANGE, Duration, Rates
from explainer.scenario import Outage, Placement, Scenario, zones_used
from explainer.texts import tr
from explainer.world import World

#: what a lost minute can be laid to: one kind of event, several at once, moving over, or the design itself
CAUSES = (
    "zone",
    "zones together",
    "region",
    "service",
    "control plane",
    "cable",
    "zone lost",
    "region lost",
    "several at once",
    "moving over",
    "always",
)


@dataclass(frozen=True)
class Threat:
    """Something that strikes at random, breaks something, and is mended after a while.

    Parameters
    ----------
    cause
        What its minutes are laid to, one of `CAUSES`.
    outages
        What it breaks.
    per_year
        How often [1/year].
    lasting
        For how long; nothing counts longer than a year.
    clustered
        Whether it is more frequent in bad years.
    """

    cause: str
    outages: frozenset[Outage]
    per_year: float
    lasting: Duration
    clustered: bool = True


def threats_of(world: World, scenario: Scenario, rates: Rates, hidden: float) -> tuple[Threat, ...]:
    """List all that can happen to a design.

    Parameters
    ----------
    world, scenario
        The design.
    rates
        How often, and for how long.
    hidden
        Events of the provider for each one that is known [1..5]; what is lost for good, and cables, would be known.
    """
    check_between(tr("The number of events for each one that is known"), hidden, *HIDDEN_RANGE)
    found = [
        threat
        for placement in sorted(scenario.placements, key=lambda placement: placement.region)
        for threat in _in_region(world, scenario, rates, hidden, placement)
    ]
    for cable in sorted(world.places.cables):
        cut = frozenset({Outage("cable", cable)})
        found.append(Threat("cable", cut, rates.cable.per_year, rates.cable_duration, clustered=False))
    return tuple(threat for threat in found if threat.per_year > 0)


def _in_region(world: World, scenario: Scenario, rates: Rates, hidden: float, placement: Placement) -> Iterator[Threat]:
    """List what can happen in one Region: to each zone, to all alike, and to the Region."""
    code, usual = placement.region, rates.duration
    zones = [("zone", zone) for zone in zones_used(placement, world.places.zones_of[code])]
    parts = zones or [("region", code)]  # where no zones are published, the Region stands or falls as one
    launches = frozenset({Outage("control-plane", code)})
    grows = scenario.scaling.mode == "on-demand"  # others need no launches
    fails = rates.launches_fail if grows else 0.0
    zone_rate = rates.zone.per_year * hidden
    for share, often in rates.shares:
        hit = [Outage(kind, name, share) for kind, name in parts]
        for outages, also in ((frozenset(), 1 - fails), (launches, fails)):
            own = zone_rate * often * also * (1 - rates.beta)
            yield from (Threat("zone", outages | {outage}, own, usual) for outage in hit)
            yield Threat("zones together", outages | set(hit), zone_rate * often * also * rates.beta, usual)
    for kind, name in parts:
        yield Threat("zone lost", frozenset({Outage(kind, name)}), rates.zone_lost.per_year, rates.lost_duration)
    whole = frozenset({Outage("region", code)})
    yield Threat("region", whole, rates.region.per_year * hidden, usual)
    yield Threat("region lost", whole, rates.region_lost.per_year, rates.lost_duration)
    if grows:
        yield Threat("control plane", launches, rates.control_plane.per_year * hidden, usual)
    for family, rate in rates.services:
        if family in scenario.depends_on:
            fails_there = frozenset({Outage("service", f"{code}/{family}")})
            yield Threat("service", fails_there, rate.per_year * hidden, usual)
