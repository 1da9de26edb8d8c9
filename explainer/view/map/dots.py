"""Cells as dots: how many people, and how long they wait.

A thousand SVG markers are too slow to repaint on every click. So each dot is a line of almost no length with a
round cap (the page sets the cap), all dots of one wait class and one size step are one trace, and so one path of
the drawing. Sizes come in a few steps, big ones are drawn first, and rims are wider lines below.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.view.palette import WAIT_CLASSES, Palette, rim
from explainer.view.patch import Patch
from explainer.world import World

RADII_PX = (8.0, 5.4, 3.5, 2.3, 1.5)  # big to small
LARGEST_PX = 9.0  # radius that the largest cell would have by area
RIM_PX = (0.9, 0.9, 0.6, 0.6, 0.6, 0.6)  # by wait class
RIMMED = (1, 2)  # classes whose rim has a colour of its own; the others share one below-layer
DOT_DEGREES = 0.01
LOST = "not served"


def traces(world: World) -> list[go.Scattergeo]:
    """Build the traces of all dots, empty but for the rims that never change."""
    size = size_step(world)
    built = []
    for step, radius in enumerate(RADII_PX):
        lon, lat = _line_dots(world, np.flatnonzero(size == step))
        built.append(_line(f"rim s{step}", 2 * (radius + 0.6), lon, lat))
        for wait_class in range(1, WAIT_CLASSES + 1):
            if wait_class in RIMMED:
                built.append(_line(f"rim{wait_class} s{step}", 2 * (radius + RIM_PX[wait_class - 1])))
            built.append(_line(f"wait{wait_class} s{step}", 2 * radius))
    built.append(
        go.Scattergeo(
            name=LOST, mode="markers", lon=[], lat=[], hoverinfo="skip", marker={"symbol": "x-thin", "size": 5}
        )
    )
    return built


def patch(world: World, outcome: Outcome) -> Patch:
    """Put every dot into the trace of its size and wait."""
    step, wait_class = size_step(world), classes(world, outcome)
    key = step * (WAIT_CLASSES + 1) + wait_class
    order = np.argsort(key, kind="stable")
    ends = (3 * np.searchsorted(key[order], np.arange(len(RADII_PX) * (WAIT_CLASSES + 1) + 1))).tolist()
    lon, lat = _line_dots(world, order)  # all of them once, then cut into traces
    changed: dict[str, Mapping[str, Any]] = {}
    for s in range(len(RADII_PX)):
        for c in range(1, WAIT_CLASSES + 1):
            position = s * (WAIT_CLASSES + 1) + c
            mine = slice(ends[position], ends[position + 1])
            changed[f"wait{c} s{s}"] = dots = {"lon": lon[mine], "lat": lat[mine]}
            if c in RIMMED:
                changed[f"rim{c} s{s}"] = dots
    changed[LOST] = _lost(world, np.flatnonzero(wait_class == 0), step)
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the dots their colours."""
    colours: dict[str, Mapping[str, Any]] = {}
    for s in range(len(RADII_PX)):
        colours[f"rim s{s}"] = {"line.color": palette["land"]}
        for c in range(1, WAIT_CLASSES + 1):
            colours[f"wait{c} s{s}"] = {"line.color": palette[f"wait{c}"]}
            if c in RIMMED:
                colours[f"rim{c} s{s}"] = {"line.color": rim(palette, c)}
    colours[LOST] = {"marker.color": palette["loss"], "marker.line.color": palette["loss"]}
    return Patch(colours)


def resized(factor: float) -> Patch:
    """Give the dots another size, for a narrow page."""
    sizes: dict[str, Mapping[str, Any]] = {}
    for s, radius in enumerate(RADII_PX):
        scaled = max(radius * factor, 1.0)
        sizes[f"rim s{s}"] = {"line.width": 2 * (scaled + 0.5)}
        for c in range(1, WAIT_CLASSES + 1):
            sizes[f"wait{c} s{s}"] = {"line.width": 2 * scaled}
            if c in RIMMED:
                sizes[f"rim{c} s{s}"] = {"line.width": 2 * (scaled + RIM_PX[c - 1])}
    return Patch(sizes)


def classes(world: World, outcome: Outcome) -> NDArray[np.intp]:
    """Wait class of each cell, 1 to 6, or 0 where nobody serves, shape (cells,)."""
    # float32 waits are compared with float32 steps, so that 100 ms stays in the class below
    steps = np.array(world.scale.steps, np.float32)
    found = np.searchsorted(steps, outcome.rtt_ms, side="left") + 1
    return np.asarray(np.where(outcome.served, found, 0))


@lru_cache(maxsize=16)
def size_step(world: World) -> NDArray[np.intp]:
    """Position in `RADII_PX` of each cell's size, shape (cells,): area by people, rounded to a step."""
    radius = LARGEST_PX * np.sqrt(world.users / max(world.users.max(), 1.0))
    middles = np.sqrt(np.array(RADII_PX[:-1]) * np.array(RADII_PX[1:]))
    return np.asarray(np.searchsorted(-middles, -radius, side="left"))


def radius_px(world: World) -> NDArray[np.float32]:
    """Radius of each cell's dot [px], shape (cells,)."""
    return np.array(RADII_PX, np.float32)[size_step(world)]


def points(world: World) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give both ends of every dot, lon and lat [degrees], shape (points,): all beginnings, then all ends."""
    lon, lat = _dots(world)
    return lon[:, :2].T.ravel(), lat[:, :2].T.ravel()


def _line(name: str, width: float, lon: Any = (), lat: Any = ()) -> go.Scattergeo:
    return go.Scattergeo(name=name, mode="lines", lon=lon, lat=lat, hoverinfo="skip", line={"width": width})


def _lost(world: World, cells: NDArray[np.intp], step: NDArray[np.intp]) -> Mapping[str, Any]:
    lon, lat = _at(world)
    size = np.maximum(3.0, 1.7 * np.array(RADII_PX))[step[cells]]
    width = np.interp(size, (3.0, 16.0), (1.0, 2.4))
    return {
        "lon": lon[cells],
        "lat": lat[cells],
        "marker.size": size.astype(np.float32),
        "marker.line.width": width.round(2).astype(np.float32),
    }


def _line_dots(world: World, cells: NDArray[np.intp]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    lon, lat = _dots(world)
    return lon[cells].ravel(), lat[cells].ravel()


@lru_cache(maxsize=16)
def _dots(world: World) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give each cell as a line of almost no length: lon, lon + a little, gap; shapes (cells, 3)."""
    lon, lat = _at(world)
    gap = np.full_like(lon, np.nan)
    # whole hundredths of a degree, which travel to the browser at half the length
    end = (np.rint(lon.astype(float) * 100) / 100 + DOT_DEGREES).round(2).astype(np.float32)
    return np.column_stack([lon, end, gap]), np.column_stack([lat, lat, gap])


@lru_cache(maxsize=16)
def _at(world: World) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return world.cells["lon"].to_numpy(np.float32), world.cells["lat"].to_numpy(np.float32)
