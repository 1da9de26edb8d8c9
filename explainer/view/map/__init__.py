"""The map: land, people coloured by their wait, Regions by their state, and the ways between.

Built once with a fixed list of named traces, then only patched. The first trace is the land, a scattergeo with
coordinates, and every layer of the library's own is off: nothing is fetched from anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.tables import Ring
from explainer.view.map import dots, flows, opened, regions, way
from explainer.view.map.look import Look, drawing
from explainer.view.palette import Palette
from explainer.view.patch import Patch, merge
from explainer.world import Path, World

LAND, LAKES = "land", "lakes"
HIDDEN_LAYERS = ("land", "lakes", "coastlines", "countries", "ocean", "rivers", "subunits", "frame")
NARROW_DOTS = 0.6

__all__ = ["Look", "build", "drawing", "explained", "layers", "paint", "patch", "points", "resized"]


def build(world: World) -> go.Figure:
    """Build the empty map of a World: land and all traces that patches will fill."""
    ground = [
        go.Scattergeo(name=name, mode="lines", lon=lon, lat=lat, fill="toself", hoverinfo="skip", line={"width": 0.7})
        for name, (lon, lat) in ((LAND, _outline(world.canvas.land)), (LAKES, _outline(world.canvas.lakes)))
    ]
    canvas = world.canvas
    geo = {f"show{layer}": False for layer in HIDDEN_LAYERS} | {
        "visible": False,
        "projection": {"type": canvas.projection, "rotation": {"lon": canvas.rotation_lon}},
        "lataxis": {"range": list(canvas.lat_range)},
        "lonaxis": {"range": list(canvas.lon_range)},
        "bgcolor": "rgba(0,0,0,0)",
    }
    layout = {
        "geo": geo,
        "showlegend": False,
        "margin": dict.fromkeys("lrtb", 0),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
    }
    lines, *rest = flows.traces(), dots.traces(world), regions.traces(), way.traces(), opened.traces()
    labels = [*regions.label_traces(), *way.label_traces()]
    return go.Figure([*ground, *lines, *[trace for part in rest for trace in part], *labels], layout)


def patch(world: World, now: Outcome, before: Outcome, look: Look | None = None) -> Patch:
    """Say what the map shows of an Outcome.

    Parameters
    ----------
    world
        The World that the map was built for.
    now, before
        The present Outcome, and that of the same design with nothing broken.
    look
        What is opened and shown; nothing by default.
    """
    look = look or Look()
    path = explained(world, now, look)
    stops = tuple(way.drawn(world, path))
    shown = drawing(world, look, stops)
    seat = opened.seat(world, now, look, shown, stops)
    blocked = [] if seat is None else [opened.face_box(seat)]
    return merge(
        flows.patch(world, now, before, look.cables or look.cell is not None),
        dots.patch(world, now),
        regions.patch(world, now, shown, blocked),
        way.patch(world, path, look.cell, shown, blocked),
        opened.patch(world, now, look, shown, seat),
    )


def explained(world: World, now: Outcome, look: Look) -> Path | None:
    """Give the way of the cell that the visitor asks about, None for none or where nobody answers."""
    if look.cell is None or not now.served[look.cell]:
        return None
    serving = int(now.serving[look.cell])
    path = world.cut(now.cut_cables).path(look.cell, str(world.regions.index[serving]), now.scenario.access)
    return way.loaded(path, float(now.region_queue_ms[serving]), float(now.region_slow_ms[serving]))


def paint(palette: Palette) -> Patch:
    """Give the whole map the colours of a theme."""
    ground = Patch(
        {
            LAND: {"line.color": palette["coast"], "fillcolor": palette["land"]},
            LAKES: {"line.color": palette["coast"], "fillcolor": palette["sea"]},
        }
    )
    return merge(ground, *(part.paint(palette) for part in (flows, dots, regions, way, opened)))


def resized(narrow: bool) -> Patch:
    """Fit the marks to the width of the page: smaller dots and no diagram on a narrow one."""
    return merge(dots.resized(NARROW_DOTS if narrow else 1.0), opened.shown(not narrow))


def layers(world: World) -> Mapping[str, tuple[Any, Any, Any]]:
    """Give what a pointer can hit: name to lon, lat [degrees] and radius [px]; Regions before cells."""
    lon, lat = regions.positions(world)
    cells = world.cells
    return {
        "regions": (lon, lat, np.full(len(lon), 10, np.float32)),
        "cells": (cells["lon"].to_numpy(np.float32), cells["lat"].to_numpy(np.float32), dots.radius_px(world)),
    }


def points(world: World) -> tuple[Any, Any]:
    """Give the points that dots and ways go through, lon and lat [degrees], shape (points,)."""
    lon, lat = (np.concatenate(side) for side in zip(dots.points(world), flows.points(world), strict=True))
    return lon, lat


def _outline(rings: tuple[Ring, ...]) -> tuple[Any, Any]:
    points: list[tuple[float, float]] = []
    for ring in rings:
        points += [*ring, (np.nan, np.nan)]
    line = np.array(points, np.float32).reshape(-1, 2)
    return line[:, 0], line[:, 1]
