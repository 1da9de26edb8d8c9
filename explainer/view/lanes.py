"""Requests and waits of a replay over its minutes, for design A and, beside it, design B.

The upper lane is what people asked for: served below, dropped above it by reason, each with its own pattern. The line
of A is ink and solid, that of B blue and dashed. The areas are drawn once a replay; the cursor that moves over them
belongs to the page, so that a moved slider repaints nothing here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import REASONS
from explainer.timeline import Timeline
from explainer.view import axes
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.view.spans import runs
from explainer.world import World

SERVED, A, B, WAIT_A, WAIT_B = "served", "A", "B", "wait of A", "wait of B"
PATTERNS = {"control-plane": "x", "no-capacity": "/", "waiting-for-dns": "-", "no-route": ".", "not-compliant": "|"}
HEIGHT_PX = 226
ORDERS_PX, WAIT_PX = (16, 124), (168, 48)  # top and height of each lane
MARGINS_PX = {"wide": (132, 8), "narrow": (44, 6)}  # left and right
AIR = 1.08
LABELLED, THICK = 0.03, 0.08  # an area is labelled if it lasts so long, or is so thick


@dataclass(frozen=True)
class Label:
    """A word on an area: at which minute, at which share of what was asked for [0..1], which reason."""

    minute: int
    share: float
    reason: str


def build(world: World) -> go.Figure:
    """Build the empty lanes."""
    areas = [_area(SERVED, "tozeroy"), *(_area(dropped(reason), "tonexty") for reason in reversed(REASONS))]
    lines = [
        _line(A, 2.8, "solid"),
        _line(B, 2.4, "8px 4px"),
        _line(WAIT_A, 2.8, "solid").update(yaxis="y2"),
        _line(WAIT_B, 2.4, "8px 4px").update(yaxis="y2"),
    ]
    left, right = MARGINS_PX["wide"]
    grid = {"showgrid": True, "showticklabels": True}
    return go.Figure(
        [*areas, *lines],
        axes.layout(
            height=HEIGHT_PX,
            margin={"l": left, "r": right, "t": 0, "b": 0, "pad": 0, "autoexpand": False},
            xaxis=axes.axis(0, 1, anchor="y"),
            yaxis=axes.axis(
                0,
                100,
                domain=_domain(ORDERS_PX),
                tickvals=[0, 50, 100],
                ticktext=["0 %", "50 %", "100 %"],
                **grid,
            ),
            yaxis2=axes.axis(0, 300, domain=_domain(WAIT_PX), tickvals=[0, 300], **grid),
        ),
    )


def patch(world: World, a: Timeline, b: Timeline | None = None) -> Patch:
    """Draw a replay of design A, and of design B if there is one."""
    minutes = a.frame.index.to_numpy(np.float32)
    shares = parts(a)
    level = 100 * shares[SERVED]
    changed: dict[str, Mapping[str, Any]] = {SERVED: {"x": minutes, "y": level.astype(np.float32)}}
    for reason in reversed(REASONS):
        level = level + 100 * shares[reason]
        changed[dropped(reason)] = {"x": minutes, "y": level.astype(np.float32)}
    none = np.array([], np.float32)
    for line, wait, timeline in ((A, WAIT_A, a), (B, WAIT_B, b)):
        there = timeline is not None
        x = minutes if there else none
        changed[line] = {"x": x, "y": (100 * parts(timeline)[SERVED]).astype(np.float32) if timeline else none}
        changed[wait] = {"x": x, "y": timeline.frame["rtt_p95_ms"].to_numpy(np.float32) if timeline else none}
    top = wait_top(a, b)
    return Patch(
        changed,
        {
            "xaxis.range": [0, int(a.incident.minutes)],
            "yaxis2.range": [0, top],
            "yaxis2.tickvals": [0, top],
        },
    )


def paint(palette: Palette) -> Patch:
    """Give the lanes the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        SERVED: {"fillcolor": palette["grid"]},
        dropped("dependency"): {"fillcolor": palette["loss"]},
        A: {"line.color": palette["ink"]},
        B: {"line.color": palette["you"]},
        WAIT_A: {"line.color": palette["ink"]},
        WAIT_B: {"line.color": palette["you"]},
    }
    for reason in PATTERNS:
        colours[dropped(reason)] = {
            "fillcolor": palette["lossbg"],
            "fillpattern.bgcolor": palette["lossbg"],
            "fillpattern.fgcolor": palette["loss"],
        }
    return Patch(colours, axes.painted(palette, yaxis=1, yaxis2=1))


def resized(narrow: bool) -> Patch:
    """Give the lanes the margins of a phone or of a desk."""
    left, right = MARGINS_PX["narrow" if narrow else "wide"]
    return Patch({}, {"margin.l": left, "margin.r": right})


def dropped(reason: str) -> str:
    """Name the area of a reason."""
    return f"dropped: {reason}"


def parts(timeline: Timeline) -> dict[str, NDArray[np.float64]]:
    """Share of what was asked for that is served and that is dropped for each reason [0..1], a value a minute."""
    frame = timeline.frame
    offered = frame["offered_rps"].to_numpy(float)
    columns = {SERVED: "served_rps"} | {reason: f"dropped_{reason.replace('-', '_')}_rps" for reason in REASONS}
    asked = np.where(offered > 0, offered, np.nan)
    return {name: np.nan_to_num(frame[column].to_numpy(float) / asked) for name, column in columns.items()}


def labels(timeline: Timeline) -> list[Label]:
    """Say where the words on the areas stand: in the middle of the longest stretch in which an area is thick enough."""
    shares = parts(timeline)
    below, found = shares[SERVED], []
    for reason in reversed(REASONS):
        share = shares[reason]
        thick = [span for span in runs(share >= THICK) if span.value]
        longest = max(thick, key=lambda span: span.stop - span.start, default=None)
        if longest and longest.stop - longest.start >= LABELLED * len(share):
            middle = (longest.start + longest.stop - 1) // 2
            found.append(Label(middle, float(below[middle] + share[middle] / 2), reason))
        below = below + share
    return found


def wait_top(*timelines: Timeline | None) -> int:
    """Upper end of the axis of waits [ms]: a step of 100 with some air above the longest."""
    waits = [timeline.frame["rtt_p95_ms"].to_numpy(float) for timeline in timelines if timeline is not None]
    longest = max((float(np.nanmax(wait)) for wait in waits if np.isfinite(wait).any()), default=100.0)
    return int(np.ceil(AIR * max(longest, 1.0) / 100) * 100)


def _domain(lane_px: tuple[int, int]) -> list[float]:
    top, height = lane_px
    return [1 - (top + height) / HEIGHT_PX, 1 - top / HEIGHT_PX]


def _area(name: str, fill: str) -> go.Scatter:
    area = go.Scatter(name=name, mode="lines", x=[], y=[], fill=fill, line={"width": 0}, hoverinfo="skip")
    shape = PATTERNS.get(name.removeprefix("dropped: "))
    if shape:
        area.fillpattern = {"shape": shape, "size": 7, "solidity": 0.28, "fgopacity": 1}
    return area


def _line(name: str, width: float, dash: str) -> go.Scatter:
    line = {"width": width, "dash": dash}
    return go.Scatter(name=name, mode="lines", x=[], y=[], line=line, hoverinfo="skip", cliponaxis=False)
