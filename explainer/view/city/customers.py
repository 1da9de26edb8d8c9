"""Customers as dots, one size, in the colours of their walk; those without a coffee as crosses.

As on the map a dot is a line of almost no length with a round cap, and all dots of one class are one trace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.view.map.dots import LOST, RIM_PX, RIMMED, classes
from explainer.view.palette import WAIT_CLASSES, Palette, rim
from explainer.view.patch import Patch
from explainer.world import World
from explainer.world.cafe import metres

RADIUS_PX, NARROW_FACTOR = 4.0, 0.8
CROSS_PX, CROSS_LINE_PX = 7.5, 1.9
DOT_M = 0.25
RIM = "rim"
WAITS = tuple(f"wait{c}" for c in range(1, WAIT_CLASSES + 1))


def traces(world: World) -> list[go.Scatter]:
    """Build the traces of all dots, empty but for the rim that is common to all."""
    built = [_dots(RIM, RADIUS_PX + RIM_PX[-1], *_at(world, np.arange(len(world.cells))))]
    for wait_class, name in enumerate(WAITS, start=1):
        if wait_class in RIMMED:
            built.append(_dots(f"rim{wait_class}", RADIUS_PX + RIM_PX[wait_class - 1]))
        built.append(_dots(name, RADIUS_PX))
    marker = {"symbol": "x-thin", "size": CROSS_PX, "opacity": 1, "line": {"width": CROSS_LINE_PX}}
    built.append(go.Scatter(name=LOST, mode="markers", x=[], y=[], hoverinfo="skip", marker=marker))
    return built


def patch(world: World, outcome: Outcome) -> Patch:
    """Put every dot into the trace of its walk."""
    wait_class = classes(world, outcome)
    changed: dict[str, Mapping[str, Any]] = {}
    for c, name in enumerate(WAITS, start=1):
        x, y = _at(world, np.flatnonzero(wait_class == c))
        changed[name] = {"x": x, "y": y}
        if c in RIMMED:
            changed[f"rim{c}"] = changed[name]
    x, y = _at(world, np.flatnonzero(wait_class > 0))
    changed[RIM] = {"x": x, "y": y}  # a cross has none
    lost_x, lost_y = (places[wait_class == 0].astype(np.float32) for places in metres(world, "cells"))
    changed[LOST] = {"x": lost_x, "y": lost_y}
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the dots their colours."""
    colours: dict[str, Mapping[str, Any]] = {name: {"line.color": palette[name]} for name in WAITS}
    colours |= {f"rim{c}": {"line.color": rim(palette, c)} for c in RIMMED}
    colours[RIM] = {"line.color": palette["land"]}
    colours[LOST] = {"marker.color": palette["loss"], "marker.line.color": palette["loss"]}
    return Patch(colours)


def resized(narrow: bool) -> Patch:
    """Make the dots a little smaller on a narrow page."""
    radius = RADIUS_PX * (NARROW_FACTOR if narrow else 1)
    sizes: dict[str, Mapping[str, Any]] = {name: {"line.width": 2 * radius} for name in WAITS}
    sizes |= {f"rim{c}": {"line.width": 2 * (radius + RIM_PX[c - 1])} for c in RIMMED}
    return Patch(sizes | {RIM: {"line.width": 2 * (radius + RIM_PX[-1])}})


def _dots(name: str, radius: float, x: Any = (), y: Any = ()) -> go.Scatter:
    # simplified, a line of almost no length would be left out
    line = {"width": 2 * radius, "simplify": False}
    return go.Scatter(name=name, mode="lines", x=x, y=y, hoverinfo="skip", line=line)


def _at(world: World, cells: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give cells as lines of almost no length: x, x + a little, gap."""
    x, y = (places[cells] for places in metres(world, "cells"))
    gap = np.full_like(x, np.nan)
    return (
        np.column_stack([x, x + DOT_M, gap]).astype(np.float32).ravel(),
        np.column_stack([y, y, gap]).astype(np.float32).ravel(),
    )
