"""Designs one step away from the first, and which of them would have helped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np

from explainer.incidents import Incident
from explainer.model import geo
from explainer.scenario import Placement, Scenario
from explainer.texts import tr, tr_all
from explainer.timeline.timeline import play
from explainer.world import World

FAR_KM = 2_000.0  # Regions at least so far apart do not share a hazard, assumed
WITHOUT = tr_all(
    {
        "compute": "without the compute",
        "database": "without the database",
        "object-store": "without the object store",
        "dns": "without the dns",
        "load-balancer": "without the load balancer",
    }
)
CURED = 0.1  # a design that loses at most this share of what the first one loses cures it


@dataclass(frozen=True)
class Cure:
    """A neighbouring design, and what it would have changed.

    Parameters
    ----------
    label
        What is different.
    scenario
        The design.
    lost_requests, before
        Requests that it loses in the incident, and that the first design loses.
    """

    label: str
    scenario: Scenario
    lost_requests: float
    before: float

    @property
    def cures(self) -> bool:
        """Whether it loses at most a tenth of what the first design loses."""
        return self.lost_requests <= CURED * self.before


def cures(world: World, scenario: Scenario, incident: Incident) -> list[Cure]:
    """Play the neighbouring designs, and say which would have helped.

    Tried are: one more zone, a Region far away, the same with room to carry all, more room for a lost Region, servers
    that run beforehand instead of on demand, and doing without a service that the incident takes away.

    Parameters
    ----------
    world, scenario, incident
        As in `play`.

    Returns
    -------
    list of Cure
        Those that lose the fewest requests first; empty when the design loses nothing.

    Raises
    ------
    InputError
        As `play` does.

    Examples
    --------
    >>> from explainer import load_incidents, load_world
    >>> march = load_incidents()["aws-2026-03-01-mec1"]
    >>> one_zone = Scenario((Placement("me-central-1", ("mec1-az2",)),))
    >>> found = cures(load_world(), one_zone, march)
    >>> found[0].cures, found[0].lost_requests < found[0].before
    (True, True)
    """
    before = play(world, scenario, incident).lost_requests
    if not before:
        return []
    tried = [
        Cure(label, design, play(world, design, incident).lost_requests, before)
        for label, design in _neighbours(world, scenario, incident)
    ]
    return sorted(tried, key=lambda cure: cure.lost_requests)


def _neighbours(world: World, scenario: Scenario, incident: Incident) -> list[tuple[str, Scenario]]:
    """Give the designs one step away, with what is different."""
    scaling, placed = scenario.scaling, scenario.placements
    found = [each for placement in placed for each in _one_more_zone(world, scenario, placement)]
    if scaling.mode == "on-demand":
        beforehand = replace(scenario, scaling=replace(scaling, mode="static"))
        found.append((tr("servers that run beforehand"), beforehand))
    hit = {phase.target.partition("/")[2] for phase in incident.phases if phase.kind == "service"}
    for service in sorted(hit & scenario.depends_on):
        without = scenario.depends_on - {service}
        found.append((WITHOUT[service], replace(scenario, depends_on=without)))
    ample = replace(scaling, mode="static", spare_regions=min(scaling.spare_regions + 1, 3))
    if len(placed) > 1 and scaling.spare_regions < min(len(placed) - 1, 3):
        found.append((tr("room to carry a lost Region"), replace(scenario, scaling=ample)))
    far = _far_region(world, scenario, incident)
    if far is not None:
        zones = min(3, len(world.places.zones_of[far]) or 3)
        more = replace(scenario, placements=(*placed, Placement(far, zones)))
        name = world.regions["name"][far]
        found.append((tr("{region} as another Region", region=name), more))
        roomy = tr("{region} as another Region, with room to carry a lost one", region=name)
        found.append((roomy, replace(more, scaling=ample)))
    return found


def _one_more_zone(world: World, scenario: Scenario, placement: Placement) -> list[tuple[str, Scenario]]:
    listed = world.places.zones_of[placement.region]
    used = listed[: placement.zones] if isinstance(placement.zones, int) else placement.zones
    free = [zone for zone in listed if zone not in used]
    if not free:
        return []
    wider = replace(placement, zones=(*used, free[0]))
    placements = tuple(wider if each is placement else each for each in scenario.placements)
    name = world.regions["name"][placement.region]
    return [(tr("one more zone in {region}", region=name), replace(scenario, placements=placements))]


def _far_region(world: World, scenario: Scenario, incident: Incident) -> str | None:
    """Give the Region that people reach quickest among those far from the design and from what the incident hits."""
    names = {phase.target.partition("/")[0] for phase in incident.phases if phase.kind != "note"}
    near = {world.places.region_of.get(name, name) for name in names} | {each.region for each in scenario.placements}
    at = world.regions[["lat", "lon"]].to_numpy(float)
    hit = at[[world.position(code) for code in sorted(near)]]
    open_to_all = (world.regions["status"] == "launched").to_numpy()
    if "partition" in world.regions and scenario.placements:
        mine = {world.regions["partition"][each.region] for each in scenario.placements}
        open_to_all = open_to_all & world.regions["partition"].isin(sorted(mine)).to_numpy()
    far = open_to_all & (geo.between_km(at, hit).min(axis=1, initial=inf) >= FAR_KM)
    if not far.any():
        return None
    waits = np.where(np.isfinite(world.wait_by_region), world.wait_by_region, 1e6) @ world.users
    return str(world.regions.index[int(np.argmin(np.where(far, waits, inf)))])
