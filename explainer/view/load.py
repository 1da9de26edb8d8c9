"""What each Region of the design carries and could carry: a row a Region, before and now.

The bar is the load, the empty part behind it is capacity, and hatched past the end is what people asked of this
Region first and nobody had room for. A Region that is down keeps the ground that it was built with. There is room
for a few rows; of a larger design the busiest Regions are shown and the rest is one row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.texts import tr_n
from explainer.view import axes, words
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

ROWS = 6
UP, DOWN = "Region up", "Region down"
GROUND, NOW, REFUSED, BEFORE, LOST = "ground", "now", "refused", "before", "lost"
NAME, NAME_DOWN, VALUE, VALUE_CHANGED = "name", "name down", "value", "value changed"
# one axis carries marks, names, bars and numbers, since every further axis costs plotly milliseconds at each change;
# its unit is the longest bar, and the whole width is so many of them
WIDTH = 2.41
BAR_AT = 0.735  # left end of the bars
MARK_AT, NAME_AT = 0.053, 0.133
CHANGED = 0.001
GAP = 0.012  # between a full bar and what was dropped past it, as a share of the longest


@dataclass(frozen=True)
class Row:
    """One row of the chart: a Region of the design, or several together; loads in req/s."""

    name: str
    up: bool
    now_rps: float
    before_rps: float
    capacity_rps: float
    refused_rps: float


def rows(world: World, now: Outcome, before: Outcome, limit: int = ROWS) -> list[Row]:
    """Give the Regions of the design, the busiest before the outage first."""
    used = np.flatnonzero(now.region_used)
    order = sorted(used, key=lambda i: (-before.region_rps[i], i))
    names = world.regions["name"].to_numpy(object)
    up = now.region_up
    capacity = np.where(up, now.region_capacity_rps, before.region_capacity_rps)
    loads = np.column_stack([now.region_rps, before.region_rps, capacity, now.region_refused_rps])
    found = [Row(str(names[i]), bool(up[i]), *loads[i].tolist()) for i in order]
    if len(found) <= limit:
        return found
    rest = found[limit - 1 :]
    together = Row(
        tr_n("{number} other", "{number} others", len(rest)),
        any(row.up for row in rest),
        sum(row.now_rps for row in rest),
        sum(row.before_rps for row in rest),
        sum(row.capacity_rps for row in rest),
        sum(row.refused_rps for row in rest),
    )
    return [*found[: limit - 1], together]


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    marks = [
        go.Scatter(name=UP, mode="markers", x=[], y=[], marker={"symbol": "diamond", "size": 11}),
        go.Scatter(name=DOWN, mode="markers", x=[], y=[], marker={"symbol": "diamond-x", "size": 14}),
    ]
    bars = [go.Bar(name=name, x=[], y=[], base=BAR_AT, orientation="h", width=0.46) for name in (GROUND, NOW)]
    hatched = {"shape": "/", "size": 5, "solidity": 0.4, "fgopacity": 1}
    over = {"line": {"width": 1.3}, "pattern": hatched}
    bars.append(go.Bar(name=REFUSED, x=[], y=[], base=[], orientation="h", width=0.46, marker=over))
    lost = go.Scatter(name=LOST, mode="lines", x=[], y=[], line={"width": 1.6, "dash": "3px 2px"})
    tick = {"symbol": "line-ns", "size": 16, "line": {"width": 2.5}}
    before = go.Scatter(name=BEFORE, mode="markers", x=[], y=[], marker=tick, cliponaxis=False)
    texts = [
        axes.text(NAME, bold=True, position="middle right"),
        axes.text(NAME_DOWN, bold=True, position="middle right"),
        axes.text(VALUE),
        axes.text(VALUE_CHANGED, bold=True),
    ]
    figure = go.Figure(
        [*marks, *bars, lost, before, *texts],
        axes.layout(
            xaxis=axes.axis(0, WIDTH),
            yaxis=axes.axis(ROWS - 0.5, -0.5),
        ),
    )
    figure.update_traces(hoverinfo="skip")
    return figure


def patch(world: World, now: Outcome, before: Outcome) -> Patch:
    """Draw the loads of an Outcome; the longest row is the most that one can carry or is asked for."""
    shown = rows(world, now, before)
    at = np.arange(len(shown), dtype=np.float32)
    load = np.array([row.now_rps for row in shown])
    was = np.array([row.before_rps for row in shown])
    up = np.array([row.up for row in shown], bool)
    room, refused = np.array([row.capacity_rps for row in shown]), np.array([row.refused_rps for row in shown])
    gap_rps = GAP * max(float((load + refused).max(initial=0)), 1e-9) * (refused > 0)
    finite = room[np.isfinite(room)]
    most = float(np.concatenate([load + refused + gap_rps, was, finite, [1e-9]]).max())
    ground = np.where(np.isfinite(room), np.maximum(room, load), most)
    over = refused > 0
    fell, moved = load < was * (1 - CHANGED), np.abs(load - was) > CHANGED * most
    gap = np.full(fell.sum(), np.nan)
    name = [words.plot(row.name) for row in shown]
    changed: dict[str, Mapping[str, Any]] = {
        UP: {"x": [MARK_AT] * int(up.sum()), "y": at[up]},
        DOWN: {"x": [MARK_AT] * int((~up).sum()), "y": at[~up]},
        GROUND: {"x": (ground / most).astype(np.float32), "y": at},
        NOW: {"x": (load / most).astype(np.float32), "y": at},
        REFUSED: {
            "x": (refused[over] / most).astype(np.float32),
            "base": (BAR_AT + (ground + gap_rps)[over] / most).astype(np.float32),
            "y": at[over],
        },
        BEFORE: {"x": (BAR_AT + was / most).astype(np.float32), "y": at},
        LOST: {
            "x": np.column_stack([BAR_AT + load[fell] / most, BAR_AT + was[fell] / most, gap])
            .ravel()
            .astype(np.float32),
            "y": np.column_stack([at[fell], at[fell], gap]).ravel().astype(np.float32),
        },
    }
    for label, mine in ((NAME, up), (NAME_DOWN, ~up)):
        changed[label] = {
            "x": [NAME_AT] * int(mine.sum()),
            "y": at[mine],
            "text": [name[i] for i in np.flatnonzero(mine)],
        }
    for label, mine in ((VALUE, ~moved), (VALUE_CHANGED, moved)):
        text = [words.load(load[i]) for i in np.flatnonzero(mine)]
        changed[label] = {"x": [WIDTH] * int(mine.sum()), "y": at[mine], "text": text}
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
            REFUSED: {
                "marker.color": palette["lossbg"],
                "marker.line.color": loss,
                "marker.pattern.fgcolor": loss,
                "marker.pattern.bgcolor": palette["lossbg"],
            },
            BEFORE: {"marker.line.color": palette["before"]},
            LOST: {"line.color": loss},
            NAME: {"textfont.color": ink},
            NAME_DOWN: {"textfont.color": loss},
            VALUE: {"textfont.color": ink},
            VALUE_CHANGED: {"textfont.color": ink},
        },
        axes.painted(palette),
    )
