"""How soon each strategy serves again after its Region is lost: what is stated, and what was measured.

Time is on a scale of tenfolds, since the strategies lie a thousandfold apart. Vermilion is without service, ink is
with; the outline is the range that the strategy promises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, log
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.strategies import Strategy
from explainer.texts import tr
from explainer.timeline import Recovery
from explainer.view import axes, words
from explainer.view.appraise import shapes, spans
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

WIDTH_PX, HEIGHT_PX, AXIS_PX = 520.0, 150.0, 26.0
BAR_AT, BAR_TO = 124.0, 408.0
SHORTEST_MIN, LONGEST_MIN = 0.5, 2880.0  # at the ends of the axis
TICKS_MIN = {1: "1 min", 10: "10 min", 60: "1 h", 480: "8 h", 1440: tr("1 day")}
ROWS = 4
ROW_AT = 16.0 + 30.0 * np.arange(ROWS)
STATED, OUT, SERVING = "stated", "without service", "serving again"
NAMES, VALUES, VALUES_NEVER = "names", "values", "values never"
NEVER, ALWAYS = tr("does not come back"), tr("never without")


@dataclass(frozen=True)
class Tried:
    """A strategy, and how it fared in an incident."""

    strategy: Strategy
    recovery: Recovery


def build(world: World) -> go.Figure:
    """Build the empty chart with its axis."""
    traces = [
        shapes.bar(STATED, 21, line={"width": 1.5}, cornerradius=10),
        shapes.bar(OUT, 11),
        shapes.bar(SERVING, 3),
        axes.text(NAMES, position="middle right"),
        axes.text(VALUES, bold=True),
        axes.text(VALUES_NEVER, bold=True),
    ]
    figure = shapes.sheet(traces, WIDTH_PX, HEIGHT_PX - AXIS_PX)
    # gridlines of the axis lie below the bars, lines of a trace would cross them
    ticks = {"tickvals": [_x(minutes) for minutes in TICKS_MIN], "ticktext": list(TICKS_MIN.values())}
    return figure.update_layout(xaxis=ticks | {"showgrid": True, "showticklabels": True}, margin={"b": AXIS_PX})


def patch(world: World, tried: Sequence[Tried]) -> Patch:
    """Draw the strategies that were tried, the cheapest first; with none, clear the chart."""
    found = _in_order(tried)
    y = ROW_AT[: len(found)]
    rto_min = np.array([each.recovery.rto_min for each in found])
    back = np.isfinite(rto_min)
    ends = np.array([_x(minutes) for minutes in rto_min])
    out = ends > BAR_AT
    stated = np.array([[_x(end) for end in each.strategy.rto_min] for each in found]).reshape(-1, 2)
    ranged = stated[:, 0] < stated[:, 1]
    changed: dict[str, Mapping[str, Any]] = {
        STATED: shapes.bars(stated[ranged, 0], stated[ranged, 1], y[ranged]),
        OUT: shapes.bars([BAR_AT] * int(out.sum()), ends[out], y[out]),
        SERVING: shapes.bars(ends[back], [BAR_TO] * int(back.sum()), y[back]),
        NAMES: shapes.texts([0] * len(found), y, [words.plot(each.strategy.label) for each in found]),
    }
    for name, mine in ((VALUES, back), (VALUES_NEVER, ~back)):
        said = [_said(minutes) for minutes in rto_min[mine]]
        changed[name] = shapes.texts([WIDTH_PX] * len(said), y[mine], said)
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        STATED: {"marker.color": palette["page"], "marker.line.color": palette["before"]},
        OUT: {"marker.color": palette["loss"]},
        SERVING: {"marker.color": palette["ink"]},
    }
    tokens = {NAMES: "ink", VALUES: "ink", VALUES_NEVER: "loss"}
    colours |= {name: {"textfont.color": palette[token]} for name, token in tokens.items()}
    return Patch(colours, axes.painted(palette, xaxis=1))


def table(world: World, tried: Sequence[Tried]) -> dict[str, list[Any]]:
    """Give the numbers of the chart: strategy, stated (in words), stated_low_min, stated_high_min, rto_min [min]."""
    found = _in_order(tried)
    return {
        "strategy": [each.strategy.label for each in found],
        "stated": [each.strategy.stated_rto for each in found],
        "stated_low_min": [each.strategy.rto_min[0] for each in found],
        "stated_high_min": [each.strategy.rto_min[1] for each in found],
        "rto_min": [each.recovery.rto_min for each in found],
    }


def sentence(world: World, tried: Sequence[Tried]) -> str:
    """Say how long each strategy was without service."""
    said = [f"{each.strategy.label}: {_said(each.recovery.rto_min)}" for each in _in_order(tried)]
    return f"{tr('Time without service.')} {'; '.join(said)}." if said else tr("No strategy is tried yet.")


def _in_order(tried: Sequence[Tried]) -> list[Tried]:
    return sorted(tried, key=lambda each: each.strategy.cost_index)[:ROWS]


def _said(rto_min: float) -> str:
    if not isfinite(rto_min):
        return NEVER
    return spans.to_the_minute(rto_min) if rto_min else ALWAYS


def _x(minutes: float) -> float:
    """Where a time is on the axis, its ends taking what lies beyond [px]."""
    inside = min(max(minutes, SHORTEST_MIN), LONGEST_MIN)
    return BAR_AT + (BAR_TO - BAR_AT) * log(inside / SHORTEST_MIN) / log(LONGEST_MIN / SHORTEST_MIN)
