"""Designs to replay an incident on: what it hit, the same with something changed, and those of the World page.

The first is the plainest design that the incident can hurt: one Region, three zones with those that were lost among
them, and the services that failed first. All others keep the services, so that two designs differ in one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from explainer.incidents import Incident
from explainer.presets import PRESETS
from explainer.scenario import Placement, Scaling, Scenario, zones_used
from explainer.texts import tr
from explainer.view import sentences, words
from explainer.view.spans import CALLS, region_of
from explainer.world import World

ZONES = 3
HIT, BARE, ON_DEMAND, TWO = "hit", "bare", "on-demand", "two"


@dataclass(frozen=True)
class Choice:
    """A design with its name in the list."""

    label: str
    scenario: Scenario


def designs(world: World, incident: Incident) -> Mapping[str, Choice]:
    """Give the designs for an incident by key, the one that it hit first."""
    region = hit_region(world, incident)
    name = str(world.regions["name"][region])
    home = Placement(region, _zones(world, incident, region))
    services = _services(incident, region)
    hit = Scenario((home,), depends_on=frozenset({"compute", *services}))
    count = len(zones_used(home, world.places.zones_of[region]))
    one = tr("{name}, {count} zones", name=name, count=count)
    label = one
    if services:
        called = words.listed([CALLS[service] for service in services], at_most=len(services))
        label = tr("{design}, calls the {services}", design=one, services=called)
    found = {HIT: Choice(label, hit)}
    if services:
        found[BARE] = Choice(tr("{design}, calls nothing", design=one), replace(hit, depends_on=frozenset({"compute"})))
    found[ON_DEMAND] = Choice(
        tr("{design}, launches on demand", design=one), replace(hit, scaling=Scaling("on-demand"))
    )
    far = spare_region(world, incident, region)
    if far:
        both = replace(hit, placements=(home, Placement(far)), scaling=Scaling(spare_regions=1))
        label = tr("{name} and {other}, each for all", name=name, other=world.regions["name"][far])
        found[TWO] = Choice(label, both)
    for key, preset in PRESETS.items():
        if all(placement.region in world.places.zones_of for placement in preset.scenario.placements):
            found[key] = Choice(preset.label, replace(preset.scenario, depends_on=hit.depends_on))
    return found


def hit_region(world: World, incident: Incident) -> str:
    """Give the code of the Region that an incident hit first."""
    return next(region_of(world, phase) for phase in incident.phases if phase.kind != "note")


def spare_region(world: World, incident: Incident, region: str) -> str:
    """Give the nearest open Region in another country that the incident leaves alone, "" if there is none."""
    hit = {region_of(world, phase) for phase in incident.phases if phase.kind != "note"}
    regions = world.regions
    open_to_all = [
        code
        for code in world.region_rtt[region].sort_values().index
        if code not in hit
        and regions["status"][code] == "launched"
        and regions["country"][code] != regions["country"][region]
        and not sentences.apart(world, code)
    ]
    return str(open_to_all[0]) if open_to_all else ""


def key_of(found: Mapping[str, Choice], scenario: Scenario | None) -> str:
    """Give the key of a design in the list, "" where it is not in it."""
    return next((key for key, choice in found.items() if choice.scenario == scenario), "")


def _zones(world: World, incident: Incident, region: str) -> int | tuple[str, ...]:
    zones = world.places.zones_of[region]
    hit = [phase.target for phase in incident.phases if phase.kind == "zone" and phase.target in zones]
    chosen = list(dict.fromkeys([*hit, *zones]))[:ZONES]
    return tuple(sorted(chosen)) if chosen else 1


def _services(incident: Incident, region: str) -> list[str]:
    """Give the services of a Region that failed first."""
    there = [phase for phase in incident.phases if phase.kind == "service" and phase.target.startswith(f"{region}/")]
    first = min((phase.minute for phase in there), default=0)
    return sorted({phase.target.partition("/")[2] for phase in there if phase.minute == first})
