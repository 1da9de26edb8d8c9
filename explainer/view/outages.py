"""What is broken, by name and state, as sentences need it.

"Down" is said of a Region, "lost" of a zone, "cut" of a cable. Cables have the name of their passage when all of it
is cut. Names from outside are escaped here, because sentences are shown as HTML.
"""

from __future__ import annotations

from collections.abc import Iterable

from explainer.scenario import Outage
from explainer.view import words
from explainer.world import World


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
        states["cut"] = cut
    return words.listed([f"{words.listed(names)} {state}".strip() for state, names in states.items()])


def cause(world: World, added: frozenset[Outage]) -> str:
    """Say what the visitor broke."""
    kinds = {outage.kind for outage in added}
    if kinds == {"cable"}:
        return f"You cut {words.listed(cables(world, added))}."
    if kinds <= {"region", "zone", "cable"} and all(outage.severity >= 1 for outage in added):
        return f"You switched off {named(world, added)}."
    return f"You have {broken(world, added)}."


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
            found.append(f"the {words.html(passage)} {world.words.cable}{'s' if len(those) > 1 else ''}")
            cut -= those
    return found + [f"{world.words.cable} {words.html(cable)}" for cable in sorted(cut)]


def _said(world: World, outage: Outage) -> tuple[str, str]:
    """Give the name of what is broken and its state."""
    name = words.html(world.regions["name"].get(outage.place, outage.place))
    part = " in part" if outage.severity < 1 else ""
    if outage.kind == "hazard":
        lat, lon, km = outage.circle
        return f"a hazard of {km:,.0f} km round {lat:g}, {lon:g}{part}", ""
    said = {
        "region": (name, f"down{part}"),
        "zone": (name, f"lost{part}"),
        "slow": (name, f"slow{part}"),
        "control-plane": (f"launches in {name}", f"failing{part}"),
        "service": (f"the {outage.service.replace('-', ' ')} of {name}", f"failing{part}"),
    }
    return said[outage.kind]
