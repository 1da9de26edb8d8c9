"""Servers as the cloud's own listing prints them, whole or cut down by a query.

A query may leave anything of an instance: its zone alone, a list of some of its values, an object with names of the
visitor's own. Whatever is one instance is read the same way: as a few texts, of which one names a place and one may
name a state.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from explainer.footprint.naming import Naming
from explainer.footprint.tally import Tally
from explainer.texts import tr

RUNS = frozenset({"running", "pending"})
STATES = RUNS | {"shutting-down", "terminated", "stopping", "stopped"}
NOT_RUNNING = tr("not running")
LISTED_TWICE = tr("listed twice")
NAMELESS = tr("an instance")


def is_listing(document: Any) -> bool:
    """Say whether a document can hold instances: a listing, an instance, or the list that a query leaves."""
    return isinstance(document, list) or (
        isinstance(document, dict) and bool({"Reservations", "Instances", "Placement"} & set(document))
    )


def count_instances(document: Any, tally: Tally, seen: set[str]) -> None:
    """Count the instances of a document.

    Parameters
    ----------
    document
        What was read from JSON.
    tally
        What was found so far.
    seen
        Instance IDs that were met before; a page that is there twice counts once.
    """
    for texts, state, name, times in _instances(document, tally.naming):
        if state and state not in RUNS:
            tally.skip(NOT_RUNNING, f"{name or NAMELESS}: {state}")
        elif name and name in seen:
            tally.skip(LISTED_TWICE, name)
        else:
            seen.add(name)
            tally.add(texts, name or NAMELESS, times)


class Found(NamedTuple):
    """An instance: the texts that may name its place, its state, its ID, and how many there are of it."""

    texts: list[str]
    state: str = ""
    name: str = ""
    times: int = 1


def _instances(document: Any, naming: Naming) -> Iterator[Found]:
    """Give what may be an instance, however deep it lies."""
    nodes = [document]
    while nodes:
        node = nodes.pop()
        if isinstance(node, dict):
            inner = [node[key] for key in ("Instances", "Reservations") if isinstance(node.get(key), list)]
            if inner:
                nodes.extend(inner)
            else:
                yield _from_object(node)
            continue
        texts = [item for item in node if isinstance(item, str)]
        nested = [item for item in node if isinstance(item, dict | list)]
        if texts or (node and not nested):
            yield from _from_list(texts, naming)
        else:
            nodes.extend(reversed(nested))


def _from_object(node: dict[str, Any]) -> Found:
    placement, state = node.get("Placement"), node.get("State")
    if isinstance(state, dict):
        state = state.get("Name")
    if isinstance(placement, dict):
        keys = ("AvailabilityZoneId", "AvailabilityZone")
        texts = [placement[key] for key in keys if isinstance(placement.get(key), str)]
    else:
        texts = [value for value in node.values() if isinstance(value, str)]
        state = state if isinstance(state, str) else next((text for text in texts if text in STATES), "")
    name = node.get("InstanceId")
    return Found(texts, state if isinstance(state, str) else "", name if isinstance(name, str) else "")


def _from_list(texts: list[str], naming: Naming) -> Iterator[Found]:
    """Read a list of texts: some values of one instance, or the zones of several."""
    spots = [(text, spot) for text in texts if (spot := naming.spot(text)) is not None]
    if len({spot.kind for _, spot in spots}) < len(spots):
        yield from (Found([text], times=times) for text, times in Counter(texts).items())
        return
    state = next((text for text in texts if text in STATES), "")
    name = next((text for text in texts if text.startswith("i-")), "")
    yield Found([text for text, _ in spots] or texts, state, name)
