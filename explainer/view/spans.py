"""Stretches of time for the lanes of a replay: what is broken, how full a place is, whom the health checks trust.

A lane of states says few things for long, so it is kept as stretches: from a minute to a minute, one value. They are
plain data here; the page draws them as bars on the same axis as the curves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.incidents import Incident, Phase
from explainer.texts import tr, tr_all
from explainer.timeline import Timeline
from explainer.view import words
from explainer.world import World

STEPS = 5  # of ink, 20 % of the capacity each
MOST_ROWS = 6
CHARACTER = 0.0086  # width of a character of a label, as a share of the time axis
NOWHERE = ("*",)  # no Region is healthy
FULLY = 0.995  # a ramp that has come so far is over
CALLS = tr_all({"database": "database", "object-store": "object store", "dns": "DNS", "load-balancer": "load balancer"})


@dataclass(frozen=True)
class Span:
    """A stretch of time with one value.

    Parameters
    ----------
    start, stop
        From which minute to which [min], the last no longer included.
    value
        What holds meanwhile.
    """

    start: int
    stop: int
    value: Any


@dataclass(frozen=True)
class Cause:
    """A bar of the lane of what broke.

    Parameters
    ----------
    start, stop
        From which minute to which [min].
    label
        What is broken, in few words.
    row
        Its row, from 0; bars of one row do not cover each other.
    """

    start: int
    stop: int
    label: str
    row: int


def runs(values: Sequence[Any] | NDArray[Any]) -> list[Span]:
    """Cut a series, one value a minute, into stretches of equal values.

    Examples
    --------
    >>> runs(["up", "up", "down"])
    [Span(start=0, stop=2, value='up'), Span(start=2, stop=3, value='down')]
    """
    spans, at = [], 0
    for value, same in groupby(values.tolist() if isinstance(values, np.ndarray) else values):
        length = sum(1 for _ in same)
        spans.append(Span(at, at + length, value))
        at += length
    return spans


def ink_steps(utilisation: NDArray[np.float64]) -> NDArray[np.int8]:
    """Give the step of ink for each utilisation [0..1]: 1 to 5, and 0 where there is nothing to be used.

    Examples
    --------
    >>> ink_steps(np.array([0.0, 0.2, 0.21, 0.99, 1.4, np.nan])).tolist()
    [1, 1, 2, 5, 5, 0]
    """
    steps = np.clip(np.ceil(np.nan_to_num(utilisation) * STEPS - 1e-9), 1, STEPS)
    return np.where(np.isnan(utilisation), 0, steps).astype(np.int8)


def causes(world: World, incident: Incident) -> list[Cause]:
    """Give the bars of what broke: what begins and ends together in one Region is one bar."""
    grouped: dict[tuple[int, int, str], list[Phase]] = {}
    for phase in incident.phases:
        if phase.kind != "note":
            stop = incident.minutes if phase.until is None else phase.until
            grouped.setdefault((phase.minute, stop, region_of(world, phase)), []).append(phase)
    several = len({region for _, _, region in grouped}) > 1
    bars: list[Cause] = []
    free: list[float] = []  # from where each row is free
    for (start, stop, region), phases in grouped.items():
        label = ", ".join(dict.fromkeys(named(world, phase) for phase in phases))
        if several and not all(phase.kind == "region" for phase in phases):
            label = f"{world.regions['name'][region]}: {label}"
        row = next((i for i, until in enumerate(free) if until <= start), len(free))
        free[row : row + 1] = [max(stop, start + CHARACTER * (len(label) + 3) * incident.minutes)]
        code_first = phases[0].kind == "zone" and not several
        bars.append(Cause(start, stop, label if code_first else words.sentence(label), row))
    return bars


def region_of(world: World, phase: Phase) -> str:
    """Give the code of the Region that a phase is about."""
    return str(world.places.region_of.get(phase.target, phase.target.partition("/")[0]))


def named(world: World, phase: Phase) -> str:
    """Say what a phase breaks, in few words."""
    if phase.severity < 1 and phase.kind != "slow":
        return _partly(world, phase, f"{100 * phase.severity:.0f}{words.NO_BREAK}%")
    if phase.kind == "zone":
        return tr("{zone} lost", zone=phase.target)
    if phase.kind == "region":
        return tr("{region} down", region=world.regions["name"][phase.target])
    if phase.kind == "service":
        return tr("{service} fails", service=CALLS[phase.target.partition("/")[2]])
    if phase.kind == "control-plane":
        return tr("nothing launches")
    return tr("{ms} ms slower", ms=f"{phase.added_ms:g}")


def _partly(world: World, phase: Phase, share: str) -> str:
    """Say the same of what breaks in part."""
    if phase.kind == "zone":
        return tr("{share} of {zone} lost", share=share, zone=phase.target)
    if phase.kind == "region":
        return tr("{share} of {region} down", share=share, region=world.regions["name"][phase.target])
    if phase.kind == "service":
        return tr("{share} of {service} calls fail", share=share, service=CALLS[phase.target.partition("/")[2]])
    return tr("{share} of launches fail", share=share)


def trust(timeline: Timeline) -> list[Span]:
    """Say which Regions the health checks hold to be unhealthy, as tuples of codes; `NOWHERE` when all are."""
    healthy = timeline.regions["healthy"].unstack()
    codes, sick = [str(code) for code in healthy.columns], ~healthy.to_numpy(bool)
    said = [tuple(code for code, out in zip(codes, row, strict=True) if out) for row in sick]
    return runs([NOWHERE if row and len(row) == len(codes) else row for row in said])


def answers(timeline: Timeline) -> list[Span]:
    """Say from which Regions DNS moves people away: tuples of (code, whether the ramp is over)."""
    moved = timeline.regions["share_moved"].unstack()
    codes, share = [str(code) for code in moved.columns], moved.to_numpy(float)
    return runs(
        [tuple((code, bool(part >= FULLY)) for code, part in zip(codes, row, strict=True) if part > 0) for row in share]
    )


def rows(timeline: Timeline) -> dict[str, NDArray[np.float64]]:
    """Give the utilisation of each zone (of a design in one Region) or Region, a value a minute [0..1]."""
    by = timeline.regions["utilisation"].unstack()
    if by.shape[1] == 1:
        by = timeline.zones["utilisation"].unstack()
    found = {str(name): by[name].to_numpy(float) for name in by.columns}
    busiest = sorted(found, key=lambda name: -float(np.nan_to_num(found[name]).max()))[:MOST_ROWS]
    return {name: found[name] for name in found if name in busiest}
