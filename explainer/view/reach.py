"""Where people are served, and where quickly: two bars a continent, before and now.

Rows keep the order of their people whatever happens. The bar is now, the grey tick is before, a dashed line is
what was lost between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.texts import tr
from explainer.view import axes, words
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

MEASURES = ("reach", "within_slo")
NAMES = "names"
# one axis carries both bars, since every further axis costs plotly milliseconds at each change; its unit is a per cent
# of a bar, and the whole width is so many of them
WIDTH = 526.0
BARS_AT = (152.5, 360.5)  # left ends of the bars
VALUES_AT = (318.0, WIDTH)  # right edges of the numbers
HEADS = "heads"
CHANGED = 0.005  # a share that moved by less is shown as unchanged


def build(world: World) -> go.Figure:
    """Build the empty chart of a World, a row a continent."""
    rows = len(world.continents.names)
    traces: list[Any] = []
    at = list(range(rows))
    for measure, left in zip(MEASURES, BARS_AT, strict=True):
        bar = {"base": [left] * rows, "y": at, "orientation": "h", "width": 0.42}
        tick = {"symbol": "line-ns", "size": 15, "line": {"width": 2.5}}
        traces += [
            go.Bar(name=f"{measure} ground", x=[100] * rows, **bar),
            go.Bar(name=measure, x=[], **bar),
            go.Scatter(name=f"{measure} lost", mode="lines", x=[], y=[], line={"width": 1.6, "dash": "3px 2px"}),
            go.Scatter(name=f"{measure} before", mode="markers", x=[], y=[], marker=tick, cliponaxis=False),
            axes.text(f"{measure} value"),
            axes.text(f"{measure} value changed", bold=True),
        ]
    heads = axes.text(HEADS, position="middle right")
    heads.update(x=list(BARS_AT), y=[-0.95] * len(MEASURES))
    names = axes.text(NAMES, position="middle right")
    names.update(x=[0.0] * rows, y=at, text=[words.plot(tr(name)) for name in world.continents.names])
    traces += [heads, names]
    for trace in traces:
        trace.update(hoverinfo="skip")
    return go.Figure(traces, _layout(rows))


def patch(world: World, now: Outcome, before: Outcome) -> Patch:
    """Draw the shares of an Outcome."""
    here, start = now.totals(world.continents), before.totals(world.continents)
    rows = np.arange(len(world.continents.names), dtype=np.float32)
    changed: dict[str, Mapping[str, Any]] = {}
    for measure, left, right in zip(MEASURES, BARS_AT, VALUES_AT, strict=True):
        value, was = (np.nan_to_num(totals[measure]) for totals in (here, start))
        moved = np.abs(value - was) > CHANGED
        fell = was - value > CHANGED
        gap = np.full(fell.sum(), np.nan)
        changed[measure] = {"x": (100 * value).astype(np.float32)}
        changed[f"{measure} before"] = {"x": (left + 100 * was).astype(np.float32), "y": rows}
        changed[f"{measure} lost"] = {
            "x": np.column_stack([left + 100 * value[fell], left + 100 * was[fell], gap]).ravel().astype(np.float32),
            "y": np.column_stack([rows[fell], rows[fell], gap]).ravel().astype(np.float32),
        }
        for name, mine in ((f"{measure} value", ~moved), (f"{measure} value changed", moved)):
            text = [_short(share) for share in value[mine]]
            changed[name] = {"x": [right] * int(mine.sum()), "y": rows[mine], "text": text}
    in_time = tr("within {wait}", wait=f"{now.scenario.slo_ms:g} {world.words.unit}")
    changed[HEADS] = {"text": [tr("still served"), in_time]}
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {}
    for measure in MEASURES:
        colours[f"{measure} ground"] = {"marker.color": palette["grid"], "marker.line.width": 0}
        colours[measure] = {"marker.color": palette["ink"], "marker.line.width": 0}
        colours[f"{measure} lost"] = {"line.color": palette["loss"]}
        colours[f"{measure} before"] = {"marker.line.color": palette["before"]}
        for name in (f"{measure} value", f"{measure} value changed"):
            colours[name] = {"textfont.color": palette["ink"]}
    colours[HEADS] = {"textfont.color": palette["ink2"]}
    colours[NAMES] = {"textfont.color": palette["ink"]}
    return Patch(colours, axes.painted(palette))


def table(world: World, now: Outcome, before: Outcome) -> dict[str, list[float]]:
    """Give the shares of the chart, one a continent [0..1]: reach and within SLO, before and now."""
    here, start = now.totals(world.continents), before.totals(world.continents)
    return {
        "reach_before": start["reach"].tolist(),
        "reach": here["reach"].tolist(),
        "within_slo_before": start["within_slo"].tolist(),
        "within_slo": here["within_slo"].tolist(),
    }


def _short(share: float) -> str:
    """Write a share; a little one with a sign, since there is no room for words."""
    return f"<1{words.NO_BREAK}%" if 0 < share < 0.01 else words.share(share)


def _layout(rows: int) -> dict[str, Any]:
    return axes.layout(xaxis=axes.axis(0, WIDTH), yaxis=axes.axis(rows - 0.5, -1.35))
