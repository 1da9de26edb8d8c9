"""What a design loses: the strait it would miss most, and the strategies for the loss of its busiest Region."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from math import isfinite

import numpy as np

from explainer.app.acts import busiest
from explainer.incidents import Incident, Phase
from explainer.outcome import Outcome
from explainer.scenario import Placement, Scenario
from explainer.simulate import simulate
from explainer.strategies import strategies
from explainer.survey import Cause, shared_causes
from explainer.texts import tr
from explainer.timeline import play, recovery
from explainer.view import sentences
from explainer.view.appraise.recovering import Tried
from explainer.world import World

STRATEGIES = 4
LOST_AT_MIN = 10  # the Region is lost so long after the replay begins
REPLAY_MIN = 1440
BEGIN_UTC = datetime(2026, 1, 1, 6, 30, tzinfo=UTC)
ZONES = 3


def things(world: World, scenario: Scenario, of: str, among: str) -> int:
    """Count what a survey could take away."""
    if among == "all":
        return len(world.zones)
    if of == "zone":
        return int(simulate(world, scenario).zone_used.sum())
    if of == "region":
        return len(scenario.placements)
    return len(world.cables) if of == "cable" else len(shared_causes(world, scenario))


def worst_strait(world: World, scenario: Scenario) -> Cause | None:
    """Find the strait without whose cables fewest are served, of these the slowest; None if none matters."""
    whole = simulate(world, scenario).summary
    straits = [cause for cause in shared_causes(world, scenario) if cause.kind == "strait"]
    without = [simulate(world, scenario.breaking(*cause.outages)).summary for cause in straits]
    ranked = sorted(zip(without, straits, strict=True), key=lambda pair: (pair[0].reach, -pair[0].rtt_p95_ms))
    if not ranked or (ranked[0][0].reach, ranked[0][0].rtt_p95_ms) == (whole.reach, whole.rtt_p95_ms):
        return None
    return ranked[0][1]


def design(world: World, regions: Iterable[str], base: Scenario) -> Scenario:
    """Give the design of some Regions, each with as many zones as the search takes."""
    known = world.places.zones_of
    return replace(
        base, placements=tuple(Placement(code, min(ZONES, len(known[code]) or ZONES)) for code in regions)
    ).restored()


def pair(world: World, whole: Outcome) -> tuple[str, str] | None:
    """Give the busiest Region of a design, and the one that stands by for it: its second, or the nearest abroad."""
    first = busiest(world, whole, "region")
    if not first:
        return None
    others = [placement.region for placement in whole.scenario.placements if placement.region != first]
    if others:
        return first, max(others, key=lambda code: whole.region_rps[world.position(code)])
    rtt = world.region_rtt[first].sort_values()
    regions = world.regions
    far = [
        str(code)
        for code in rtt.index
        if code != first
        and isfinite(float(rtt[code]))
        and regions["status"][code] == "launched"
        and not sentences.apart(world, str(code))
        and ("country" not in regions or regions["country"][code] != regions["country"][first])
    ]
    return (first, far[0]) if far else None


def tried(world: World, whole: Outcome) -> Iterator[Tried]:
    """Lose the busiest Region of a design for good, with each of the four strategies."""
    places = pair(world, whole)
    if places is None:
        return
    primary, standby = places
    name = str(world.regions["name"][primary])
    title = tr("{region} is lost", region=name)
    lost = Phase(LOST_AT_MIN, "region", tr("{region} is lost.", region=name), primary)
    incident = Incident("region-lost", title, "", BEGIN_UTC, REPLAY_MIN, "", "assumed", "", "", False, (lost,))
    base = replace(whole.scenario, routing=replace(whole.scenario.routing, residency=()))
    for strategy in strategies(world, primary, standby, base).values():
        yield Tried(strategy, recovery(play(world, strategy.scenario, incident)))


def share_lost(users_lost: float, world: World) -> float:
    """Share of all people that a number of people is [0..1]."""
    return float(np.divide(users_lost, max(float(world.users.sum()), 1.0)))
