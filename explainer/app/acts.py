"""What a visitor can do: each act takes a scenario and gives another.

Pure functions, so that a click, a key and a test do the same thing. What an act would do nothing about is told by
`usable`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from explainer.errors import InputError, shown, unknown
from explainer.outcome import Outcome
from explainer.presets import PRESETS, Preset
from explainer.scenario import Outage, Placement, Scenario
from explainer.texts import tr
from explainer.view import words
from explainer.world import World

PASSAGE = "Red Sea"


@lru_cache(maxsize=256)
def passage_cables(world: World, passage: str = PASSAGE) -> frozenset[Outage]:
    """Give the cables of a passage as outages."""
    cables = world.cables.index[world.cables["passage"] == passage]
    return frozenset(Outage("cable", str(cable)) for cable in cables)


def breaks(world: World) -> dict[str, str]:
    """Give what can be broken at a click, in the words of the World: key and label."""
    names = world.words
    likeliest = {
        "zone": tr("A {zone}", zone=tr(names.zone_short)),
        "region": tr("The {region}", region=tr(names.region)),
    }
    cables = tr("{passage} {cables}", passage=PASSAGE, cables=words.named(2, names.cable))
    return likeliest | ({"passage": cables} if passage_cables(world) else {}) | {"surprise": tr("Surprise me")}


def presets(world: World) -> dict[str, Preset]:
    """Give the designs whose Regions the World has."""
    known = world.places.zones_of
    return {key: each for key, each in PRESETS.items() if all(p.region in known for p in each.scenario.placements)}


def preset(world: World, now: Outcome, key: str) -> Scenario:
    """Start from a design: nothing broken, demand and access as they are."""
    if key not in presets(world):
        raise unknown(tr("design"), key, presets(world))
    return replace(now.scenario, placements=PRESETS[key].scenario.placements, outages=frozenset())


def use(world: World, now: Outcome, region: str) -> Scenario:
    """Add a Region to the design, or take it out."""
    placements = tuple(p for p in now.scenario.placements if p.region != region)
    if len(placements) == len(now.scenario.placements):
        if region not in world.places.zones_of:
            raise unknown(tr(world.words.region), region, world.places.zones_of)
        zones = len(world.places.zones_of[region]) or int(world.regions["zone_count"][region])
        placements += (Placement(region, min(3, zones)),)
    return replace(now.scenario, placements=placements)


def zones(world: World, now: Outcome, value: str) -> Scenario:
    """Spread a Region over another number of zones; the value is "region:number"."""
    region, _, number = value.partition(":")
    if not number.isdecimal():
        raise InputError(tr("{value} is not a Region and a number of zones. Choose from the list.", value=shown(value)))
    placements = tuple(Placement(region, int(number)) if p.region == region else p for p in now.scenario.placements)
    return replace(now.scenario, placements=placements)


def region_out(world: World, now: Outcome, region: str) -> Scenario:
    """Switch a Region off, or back on."""
    return _toggled(now.scenario, frozenset([Outage("region", region)]))


def zone_out(world: World, now: Outcome, zone: str) -> Scenario:
    """Lose a zone."""
    return now.scenario.breaking(Outage("zone", zone))


def zone_up(world: World, now: Outcome, zone: str) -> Scenario:
    """Bring a zone back."""
    return now.scenario.mending(Outage("zone", zone))


def cable(world: World, now: Outcome, code: str) -> Scenario:
    """Cut a cable, or mend it."""
    return _toggled(now.scenario, frozenset([Outage("cable", code)]))


def passage(world: World, now: Outcome, name: str) -> Scenario:
    """Cut all cables of a passage, or mend them."""
    cables = passage_cables(world, name)
    if not cables:
        raise unknown(tr("passage"), name, world.cables["passage"])
    return _toggled(now.scenario, cables)


def break_something(world: World, now: Outcome, kind: str, dice: random.Random) -> Scenario:
    """Break the likeliest zone, Region or cables, or something by chance; what is broken so already is mended."""
    if kind == "surprise":
        choices = [outage for outage in _breakable(world, now) if not outage <= now.scenario.outages]
        return now.scenario.breaking(*dice.choice(choices)) if choices else now.scenario
    if kind == "passage":
        return _toggled(now.scenario, passage_cables(world))
    active = frozenset(outage for outage in now.scenario.outages if outage.kind == kind)
    if active:
        return now.scenario.mending(*active)
    target = busiest(world, now, kind)
    return now.scenario.breaking(Outage(kind, target)) if target else now.scenario


def busiest(world: World, now: Outcome, kind: str) -> str:
    """Give the zone or Region that carries most, "" when none carries anything."""
    load, frame = (now.zone_rps, world.zones) if kind == "zone" else (now.region_rps, world.regions)
    return str(frame.index[int(load.argmax())]) if len(load) and load.max() > 0 else ""


def broken(world: World, now: Outcome) -> frozenset[str]:
    """Say which of the break buttons are in force."""
    outages = now.scenario.outages
    cables = passage_cables(world)
    found = {outage.kind for outage in outages if outage.kind in ("zone", "region")}
    return frozenset(found | ({"passage"} if cables and cables <= outages else set()))


def usable(world: World, now: Outcome) -> frozenset[str]:
    """Say which of the break buttons would do something."""
    found = {kind for kind in ("zone", "region") if busiest(world, now, kind)} | broken(world, now)
    if len(passage_cables(world)):
        found.add("passage")
    if any(not outage <= now.scenario.outages for outage in _breakable(world, now)):
        found.add("surprise")
    return frozenset(found)


def preset_of(scenario: Scenario) -> str:
    """Give the key of the design that a scenario has, "" for an own one."""
    chosen = set(scenario.placements)
    return next((key for key, each in PRESETS.items() if set(each.scenario.placements) == chosen), "")


#: acts that take a value and give a scenario
ACTS: Mapping[str, Callable[[World, Outcome, str], Scenario]] = {
    "preset": preset,
    "use": use,
    "zones": zones,
    "region-out": region_out,
    "zone-out": zone_out,
    "zone-up": zone_up,
    "cable": cable,
    "passage": passage,
    "restore": lambda world, now, value: now.scenario.restored(),
    "access": lambda world, now, value: replace(now.scenario, access=value),
}


def _toggled(scenario: Scenario, outages: frozenset[Outage]) -> Scenario:
    return scenario.mending(*outages) if outages <= scenario.outages else scenario.breaking(*outages)


def _breakable(world: World, now: Outcome) -> list[frozenset[Outage]]:
    """Give everything that the design rests on: its zones, its Regions, the cables by passage."""
    found = [frozenset([Outage("zone", str(zone))]) for zone in world.zones.index[np.flatnonzero(now.zone_used)]]
    found += [frozenset([Outage("region", str(code))]) for code in world.regions.index[np.flatnonzero(now.region_used)]]
    return [*found, *_passages(world)]


@lru_cache(maxsize=16)
def _passages(world: World) -> tuple[frozenset[Outage], ...]:
    names = sorted({str(passage) for passage in world.cables["passage"] if passage})
    return tuple(passage_cables(world, name) for name in names)
