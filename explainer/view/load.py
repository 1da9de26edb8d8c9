"""What each Region of the design carries: a row a Region, before and now.

There is room for a few rows; of a larger design the busiest Regions are shown and the rest is one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.view import axes, words
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

ROWS = 6
UP, DOWN = "Region up", "Region down"
GROUND, NOW, BEFORE, LOST = "ground", "now", "before", "lost"
NAME, NAME_DOWN, VALUE, VALUE_CHANGED = "name", "name down", "value", "value changed"
BAR_DOMAIN = (0.305, 0.72)
CHANGED = 0.001


@dataclass(frozen=True)
class Row:
    """One row of the chart: a Region of the design, or several together."""

    name: str
    up: bool
    now_rps: float
    before_rps: float


def rows(world: World, now: Outcome, before: Outcome, limit: int = ROWS) -> list[Row]:
    """Give the Regions of the design, the busiest before the outage first."""
    used = np.flatnonzero(now.region_used)
    order = sorted(used, key=lambda i: (-before.region_rps[i], i))
    names = world.regions["name"].to_numpy(object)
    found = [Row(str(names[i]), bool(now.region_up[i]), now.region_rps[i], before.region_rps[i]) for i in order]
    if len(found) <= limit:
        return found
    rest = found[limit - 1 :]
    together = Row(
        f"{len(rest)} others",
        any(row.up for row in rest),
        sum(row.now_rps for row in rest),
        sum(row.before_rps for row in rest),
    )
    return [*found[: limit - 1], together]


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    marks = [
        go.Scatter(name=UP, mode="markers", x=[], y=[], marker={"symbol": "diamond", "size": 11}, xaxis="x2"),
        go.Scatter(name=DOWN, mode="markers", x=[], y=[], marker={"symbol": "diamond-x", "size": 14}, xaxis="x2"),
    ]
    bars = [go.Bar(name=name, x=[], y=[], orientation="h", width=0.46) for name in (GROUND, NOW)]
    lost = go.Scatter(name=LOST, mode="lines", x=[], y=[], line={"width": 1.6, "dash": "3px 2px"})
    tick = {"symbol": "line-ns", "size": 16, "line": {"width": 2.5}}
    before = go.Scatter(name=BEFORE, mode="markers", x=[], y=[], marker=tick, cliponaxis=False)
    texts = [
        axes.text(NAME, bold=True, position="middle right").update(xaxis="x2"),
        axes.text(NAME_DOWN, bold=True, position="middle right").update(xaxis="x2"),
        axes.text(VALUE).update(xaxis="x2"),
        axes.text(VALUE_CHANGED, bold=True).update(xaxis="x2"),
    ]
    figure = go.Figure(
        [*marks, *bars, lost, before, *texts],
        axes.layout(
            xaxis=axes.axis(0, 1, domain=BAR_DOMAIN),
            xaxis2=axes.axis(0, 1, domain=(0, 1)),
            yaxis=axes.axis(ROWS - 0.5, -0.5),
        ),
    )
    figure.update_traces(hoverinfo="skip")
    return figure


def patch(world: World, now: Outcome, before: Outcome) -> Patch:
    """Draw the loads of an Outcome; a full bar is the most that a row carries before or now."""
    shown = rows(world, now, before)
    at = np.arange(len(shown), dtype=np.float32)
    load = np.array([row.now_rps for row in shown])
    was = np.array([row.before_rps for row in shown])
    up = np.array([row.up for row in shown], bool)
    most = max(float(np.concatenate([load, was, [1e-9]]).max()), 1e-9)
    fell, moved = load < was * (1 - CHANGED), np.abs(load - was) > CHANGED * most
    gap = np.full(fell.sum(), np.nan)
    name = [words.plot(row.name) for row in shown]
    changed: dict[str, Mapping[str, Any]] = {
        UP: {"x": [0.022] * int(up.sum()), "y": at[up]},
        DOWN: {"x": [0.022] * int((~up).sum()), "y": at[~up]},
        GROUND: {"x": np.ones(len(shown), np.float32), "y": at},
        NOW: {"x": (load / most).astype(np.float32), "y": at},
        BEFORE: {"x": (was / most).astype(np.float32), "y": at},
        LOST: {
            "x": np.column_stack([load[fell] / most, was[fell] / most, gap]).ravel().astype(np.float32),
            "y": np.column_stack([at[fell], at[fell], gap]).ravel().astype(np.float32),
        },
    }
    for label, mine in ((NAME, up), (NAME_DOWN, ~up)):
        changed[label] = {
            "x": [0.055] * int(mine.sum()),
            "y": at[mine],
            "text": [name[i] for i in np.flatnonzero(mine)],
        }
    for label, mine in ((VALUE, ~moved), (VALUE_CHANGED, moved)):
        text = [words.load(load[i]) for i in np.flatnonzero(mine)]
        changed[label] = {"x": [1.0] * int(mine.sum()), "y": at[mine], "text": text}
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    ink, loss = palette["ink"], palette["loss"]
    return Patch(
        {
            UP: {"marker.color": ink, "marker.line.color": palette["land"]},
            DOWN: {"marker.color": loss, "marker.line.color": palette["land"]},
            GROUND: {"marker.color": palette["grid"], "marker.line.width": 0},
            NOW: {"marker.color": ink, "marker.line.width": 0},
            BEFORE: {"marker.line.color": palette["before"]},
            LOST: {"line.color": loss},
            NAME: {"textfont.color": ink},
            NAME_DOWN: {"textfont.color": loss},
            VALUE: {"textfont.color": ink},
            VALUE_CHANGED: {"textfont.color": ink},
        },
        axes.painted(palette),
    )
