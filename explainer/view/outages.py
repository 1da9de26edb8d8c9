"""What is broken, by name and state, as sentences need it.

"Down" is said of a Region, "lost" of a zone, "cut" of a cable. Cables have the name of their passage when all of it
is cut. Names from outside are escaped here, because sentences are shown as HTML.
"""

from __future__ import annotations

from collections.abc import Iterable

from explainer.scenario import Outage
from explainer.texts import tr, tr_all
from explainer.view import words
from explainer.world import World

STATES = tr_all(
    {
        "region": "{names} down",
        "zone": "{names} lost",
        "slow": "{names} slow",
        "control-plane": "{names} failing",
        "service": "{names} failing",
        "cable": "{names} cut",
    }
)
PARTLY = tr_all(
    {
        "region": "{names} down in part",
        "zone": "{names} lost in part",
        "slow": "{names} slow in part",
        "control-plane": "{names} failing in part",
        "service": "{names} failing in part",
    }
)
SERVICES = tr_all(
    {
        "compute": "compute",
        "database": "database",
        "object-store": "object store",
        "dns": "dns",
        "load-balancer": "load balancer",
    }
)
ITSELF = "{names}"  # of what has its state in its name


def broken(world: World, outages: Iterable[Outage]) -> str:
    """Name what is broken, with its state.

    Examples
    --------
    >>> from explainer import load_world
    >>> broken(load_world(), [Outage("region", "us-east-1"), Outage("zone", "euw1-az2")])
    'N. Virginia down and euw1-az2 lost'
    >>> broken(load_world(), [Outage("service", "us-east-1/database"), Outage("region", "eu-west-1", severity=0.5)])
    'Ireland down in part and the database of N. Virginia failing'
    """
    found = sorted(outages)
    states: dict[str, list[str]] = {}
    for outage in found:
        if outage.kind != "cable":
            name, state = _said(world, outage)
            states.setdefault(state, []).append(name)
    if cut := cables(world, found):
        states[STATES["cable"]] = cut
    return words.listed([state.format(names=words.listed(names)) for state, names in states.items()])


def cause(world: World, added: frozenset[Outage]) -> str:
    """Say what the visitor broke."""
    kinds = {outage.kind for outage in added}
    if kinds == {"cable"}:
        return tr("You cut {cables}.", cables=words.listed(cables(world, added)))
    if kinds <= {"region", "zone", "cable"} and all(outage.severity >= 1 for outage in added):
        return tr("You switched off {what}.", what=named(world, added))
    return tr("You have {broken}.", broken=broken(world, added))


def named(world: World, outages: Iterable[Outage]) -> str:
    """Name what is or was broken, without its state."""
    found = sorted(outages)
    order = sorted((o for o in found if o.kind != "cable"), key=lambda outage: outage.kind != "region")
    return words.listed([*(_said(world, outage)[0] for outage in order), *cables(world, found)])


def cables(world: World, outages: Iterable[Outage]) -> list[str]:
    """Name cut cables: by their passage when all of it is cut, else one by one."""
    cut = {outage.target for outage in outages if outage.kind == "cable"}
    found = []
    for passage, those in world.passages.items() if cut else ():
        if those <= cut:
            noun = words.named(len(those), world.words.cable)
            found.append(tr("the {passage} {cables}", passage=words.html(tr(passage)), cables=noun))
            cut -= those
    one = tr(world.words.cable)
    return found + [tr("{cable} {name}", cable=one, name=words.html(cable)) for cable in sorted(cut)]


def _said(world: World, outage: Outage) -> tuple[str, str]:
    """Give the name of what is broken, and its state as a text with a gap for names."""
    name = words.html(world.regions["name"].get(outage.place, outage.place))
    if outage.kind == "hazard":
        return _hazard(outage), ITSELF
    if outage.kind == "control-plane":
        name = tr("launches in {region}", region=name)
    elif outage.kind == "service":
        name = tr("the {service} of {region}", service=SERVICES[outage.service], region=name)
    return name, (PARTLY if outage.severity < 1 else STATES)[outage.kind]


def _hazard(outage: Outage) -> str:
    lat, lon, km = outage.circle
    where = {"km": f"{km:,.0f}", "lat": f"{lat:g}", "lon": f"{lon:g}"}
    if outage.severity < 1:
        return tr("a hazard of {km} km round {lat}, {lon} in part", **where)
    return tr("a hazard of {km} km round {lat}, {lon}", **where)
