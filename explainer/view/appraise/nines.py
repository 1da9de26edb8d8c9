"""What redundancy gives if all fail independently, and what is left of it when they share causes.

One scale of nines, each a tenth of the downtime of the one before. On it stand one zone, some zones that have nothing
in common, and the same zones when a share of the failures takes all of them: between these two lies what sharing costs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from explainer.model import availability, downtime
from explainer.texts import tr
from explainer.view import axes, words
from explainer.view.appraise import shapes, spans
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

WIDTH_PX, HEIGHT_PX = 368.0, 110.0
LEFT, RIGHT = 8.0, 360.0
LOWEST, HIGHEST = 1.5, 8.0  # nines at the ends of the scale
TICKS = (2, 3, 4, 5, 6, 7)
SCALE_AT, SHARES_AT, ABOVE_AT, BELOW_AT, LOWER_AT, TIMES_AT = 47.0, 8.0, 29.0, 66.0, 80.0, 99.0
SCALE, TICK, SHARES, TIMES = "scale", "ticks", "shares", "times a year"
ONE, ALONE, SHARED, COST = "one", "independent", "shared", "cost of sharing"
ONE_LABEL, ALONE_LABEL, SHARED_LABEL = "one label", "independent label", "shared label"


@dataclass(frozen=True)
class Redundancy:
    """A question about redundancy.

    Parameters
    ----------
    k, n
        Zones that are needed, and that there are.
    a
        Availability of one zone [0..1].
    beta
        Share of its failures that take all zones [0..1].
    """

    k: int = 1
    n: int = 3
    a: float = 0.995
    beta: float = 0.05


def build(world: World) -> go.Figure:
    """Build the chart with its scale, no marks on it."""
    x = [_x(count) for count in TICKS]
    scale, tick = shapes.line(SCALE, 1), shapes.line(TICK, 1)
    scale.update(shapes.at([LEFT, RIGHT], [SCALE_AT] * 2))
    tick.update(shapes.segments((at, SCALE_AT - 8, at, SCALE_AT + 8) for at in x))
    share, times = (axes.text(name, position="middle center") for name in (SHARES, TIMES))
    shares_of = [downtime.from_nines(count) for count in TICKS]
    said = [f"{100 * float(each):.{max(count - 2, 0)}f}" for count, each in zip(TICKS, shares_of, strict=True)]
    said[0] += f"{words.NO_BREAK}%"
    a_year = [spans.duration(float(downtime.downtime_min_per_year(each))) for each in shares_of]
    end = RIGHT - 10
    share.update(shapes.texts([*x, end], [SHARES_AT] * (len(x) + 1), [*said, "%"]))
    times.update(shapes.texts([*x, end - 8], [TIMES_AT] * (len(x) + 1), [*a_year, tr("a year")]))
    traces = [
        scale,
        tick,
        share,
        times,
        shapes.line(COST, 2, dash="3px 2px"),
        shapes.mark(ONE, "square", 10, 1.4),
        shapes.mark(ALONE, "line-ns", 18, 2.5),
        shapes.mark(SHARED, "diamond", 15, 1.5),
        *(axes.text(name, position="middle center") for name in (ONE_LABEL, ALONE_LABEL)),
        axes.text(SHARED_LABEL, bold=True, position="middle center"),
    ]
    return shapes.sheet(traces, WIDTH_PX, HEIGHT_PX)


def patch(world: World, asked: Redundancy) -> Patch:
    """Draw the answer to a question.

    Raises
    ------
    InputError
        For shares that are none, or more zones needed than there are.
    """
    x = {name: _x(float(downtime.nines(a))) for name, a in availabilities(asked).items()}
    said = _said(world, asked)
    changed: dict[str, Mapping[str, Any]] = {name: shapes.at([at], [SCALE_AT]) for name, at in x.items()}
    changed[COST] = shapes.at([x[SHARED], x[ALONE]], [SCALE_AT] * 2)
    middle = {name: shapes.within(x[name], said[name], WIDTH_PX) for name in said}
    apart = abs(middle[ONE] - middle[ALONE]) > (shapes.width_px(said[ONE]) + shapes.width_px(said[ALONE])) / 2
    heights = {ONE: BELOW_AT, ALONE: BELOW_AT if apart else LOWER_AT, SHARED: ABOVE_AT}
    for name, label in ((ONE, ONE_LABEL), (ALONE, ALONE_LABEL), (SHARED, SHARED_LABEL)):
        changed[label] = shapes.texts([middle[name]], [heights[name]], [said[name]])
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        SCALE: {"line.color": palette["ink3"]},
        TICK: {"line.color": palette["ink3"]},
        COST: {"line.color": palette["loss"]},
        ONE: {"marker.color": palette["page"], "marker.line.color": palette["ink2"]},
        ALONE: {"marker.line.color": palette["before"]},
        SHARED: {"marker.color": palette["ink"], "marker.line.color": palette["page"]},
    }
    tokens = {SHARES: "ink2", TIMES: "ink2", ONE_LABEL: "ink2", ALONE_LABEL: "ink2", SHARED_LABEL: "ink"}
    colours |= {name: {"textfont.color": palette[token]} for name, token in tokens.items()}
    return Patch(colours, axes.painted(palette))


def availabilities(asked: Redundancy) -> dict[str, float]:
    """Give the availability of one zone, of all if they fail independently, and with shared causes [0..1].

    Examples
    --------
    >>> found = availabilities(Redundancy())
    >>> [round(float(downtime.downtime_min_per_year(a)), 2) for a in found.values()]
    [2628.0, 0.07, 131.46]
    """
    return {
        ONE: asked.a,
        ALONE: float(availability.k_of_n(asked.k, asked.n, asked.a)),
        SHARED: float(availability.common_cause(asked.k, asked.n, asked.a, asked.beta)),
    }


def table(world: World, asked: Redundancy) -> dict[str, list[Any]]:
    """Give the numbers of the chart: what, availability [0..1], nines, and downtime_min_per_year [min/year]."""
    found = availabilities(asked)
    return {
        "what": [_one(world), *_cases(asked)],
        "availability": list(found.values()),
        "nines": [float(downtime.nines(a)) for a in found.values()],
        "downtime_min_per_year": [float(downtime.downtime_min_per_year(a)) for a in found.values()],
    }


def sentence(world: World, asked: Redundancy) -> str:
    """Say what sharing costs."""
    one, alone, shared = (spans.in_minutes(each) for each in table(world, asked)["downtime_min_per_year"])
    there = words.sentence(words.counted(asked.n, world.words.zone_short))
    return tr(
        "{zones}, {needed} needed: {alone} a year are lost if they fail independently; "
        "with {share} of their failures in common, {shared}; {one_zone}: {one}.",
        zones=there,
        needed=words.numeral(asked.k),
        alone=alone,
        share=_percent(asked.beta),
        shared=shared,
        one_zone=_one(world),
        one=one,
    )


def _said(world: World, asked: Redundancy) -> dict[str, str]:
    names = dict(zip((ONE, ALONE, SHARED), (_one(world), *_cases(asked)), strict=True))
    lost = {name: float(downtime.downtime_min_per_year(a)) for name, a in availabilities(asked).items()}
    return {name: f"{names[name]}: {spans.in_minutes(lost[name])}" for name in names}


def _one(world: World) -> str:
    return words.counted(1, world.words.zone_short)


def _cases(asked: Redundancy) -> tuple[str, str]:
    return tr("independent"), tr("{share} shared", share=_percent(asked.beta))


def _percent(share: float) -> str:
    """Write a share that was set, to its last digit."""
    return f"{100 * share:.3g}{words.NO_BREAK}%"


def _x(nines: float) -> float:
    """Where a number of nines is on the scale, its ends taking what lies beyond [px]."""
    share = (min(max(nines, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)
    return LEFT + share * (RIGHT - LEFT)
