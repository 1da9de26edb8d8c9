"""Who answers whom, drawn along the way that requests take.

Each of the largest cells has a thin line to its first stop: the Region itself where there is a way over land, else
the cable landing. From there on many share one way, so the shared hops are drawn once, wider where more people
use them. What the outages moved is darker than what stayed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.view.map.regions import positions
from explainer.view.palette import Palette, ink
from explainer.view.patch import Patch
from explainer.world import World

LARGEST_CELLS = 420
STEADY, MOVED = "flows steady", "flows moved"
TRUNKS = {"trunks thin": 0.8, "trunks": 1.8, "trunks wide": 3.2}  # width [px]
TRUNK_SHARES = (0.03, 0.15)  # shares of all served load where a trunk gets wider
CABLES, CUT = "cables", "cables cut"
Edge = tuple[float, float, float, float]


def traces() -> list[go.Scattergeo]:
    """Build the traces of cables, flows and trunks, empty."""
    widths = {CABLES: 1.1, CUT: 1.8, STEADY: 0.6, MOVED: 0.8} | TRUNKS
    return [
        go.Scattergeo(
            name=name,
            mode="lines",
            lon=[],
            lat=[],
            hoverinfo="skip",
            line={"width": width, "dash": "4px 4px" if name == CUT else "solid"},
        )
        for name, width in widths.items()
    ]


def patch(world: World, now: Outcome, before: Outcome, show_cables: bool) -> Patch:
    """Draw the flows of an Outcome; cables only when they are asked for or cut."""
    present = world.cut(now.cut_cables)
    cells = _largest(world)
    cells = cells[now.served[cells]]
    moved = (now.serving[cells] != before.serving[cells]) | (
        present.ways.from_gateway[now.serving[cells], cells] != world.ways.from_gateway[now.serving[cells], cells]
    )
    changed: dict[str, Mapping[str, Any]] = {
        STEADY: _spokes(present, now, cells[~moved]),
        MOVED: _spokes(present, now, cells[moved]),
    }
    cut = now.cut_cables
    up = [cable for cable in world.cables.index if cable not in cut] if show_cables else []
    changed[CABLES] = _lines([edge for cable in up for edge in _cable_line(world, cable)])
    changed[CUT] = _lines([edge for cable in sorted(cut) for edge in _cable_line(world, cable)])
    return Patch(changed | _trunks(present, now))


def paint(palette: Palette) -> Patch:
    """Give lines their colours."""
    colours: dict[str, Mapping[str, Any]] = {
        CABLES: {"line.color": palette["before"]},
        CUT: {"line.color": palette["loss"]},
        STEADY: {"line.color": ink(palette, "ink", 0.12)},
        MOVED: {"line.color": ink(palette, "ink", 0.28)},
    }
    return Patch(colours | {name: {"line.color": ink(palette, "ink", 0.34)} for name in TRUNKS})


def points(world: World) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give gateways, Regions and bends of cables, where all ways go, lon and lat [degrees], shape (points,)."""
    bends = [point for cable in world.cables.index for point in world.cable_line(cable)[1:-1]]
    stops = (_positions(world, "gateways"), positions(world), np.array(bends, np.float32).reshape(-1, 2).T)
    lon, lat = (np.concatenate(side) for side in zip(*stops, strict=True))
    return lon, lat


def _spokes(world: World, outcome: Outcome, cells: NDArray[np.intp]) -> Mapping[str, Any]:
    """Join each cell to its first stop."""
    region = outcome.serving[cells]
    stop = world.ways.from_gateway[region, cells]
    direct = world.ways.direct[region, cells]
    region_lon, region_lat = positions(world)
    at = {name: _positions(world, name) for name in ("cells", "gateways")}
    gateway = np.where(direct, 0, stop)
    to_lon, to_lat = region_lon[region], region_lat[region]
    if len(world.gateways):
        to_lon = np.where(direct, to_lon, at["gateways"][0][gateway])
        to_lat = np.where(direct, to_lat, at["gateways"][1][gateway])
    lon, lat = at["cells"]
    return _lines(np.column_stack([lon[cells], lat[cells], to_lon, to_lat]))


def _trunks(world: World, outcome: Outcome) -> dict[str, Mapping[str, Any]]:
    """Draw each hop that several cells share once, in the width of its load."""
    cells = np.flatnonzero(outcome.served)
    cells = cells[~world.ways.direct[outcome.serving[cells], cells]]
    region = outcome.serving[cells]
    first, last = world.ways.from_gateway[region, cells], world.ways.to_gateway[region, cells]
    size = max(len(world.gateways), 1)
    key = (region.astype(np.int64) * size + first) * size + last
    groups, group = np.unique(key, return_inverse=True)
    load = np.bincount(group, outcome.served_rps[cells], len(groups))
    on_edge: dict[Edge, float] = {}
    for code, rps in zip(groups.tolist(), load.tolist(), strict=True):
        for edge in _hops(world, code // (size * size), code // size % size, code % size):
            on_edge[edge] = on_edge.get(edge, 0.0) + rps
    shares = np.array(list(on_edge.values())) / max(outcome.summary.served_rps, 1e-9)
    edges, step = np.array(list(on_edge), np.float32).reshape(-1, 4), np.searchsorted(TRUNK_SHARES, shares)
    return {name: _lines(edges[step == width]) for width, name in enumerate(TRUNKS)}


@lru_cache(maxsize=4096)
def _hops(world: World, region: int, first: int, last: int) -> tuple[Edge, ...]:
    """Give the lines from the first gateway of a way to its Region."""
    stops = world.gateways_between(first, last)
    edges: list[Edge] = []
    for one, other in pairwise(stops):
        edges += _gateway_line(world, one, other)
    lon, lat = positions(world)
    gateway_lon, gateway_lat = _positions(world, "gateways")
    edges.append((gateway_lon[last], gateway_lat[last], lon[region], lat[region]))
    return tuple(edges)


@lru_cache(maxsize=1024)
def _gateway_line(world: World, one: int, other: int) -> tuple[Edge, ...]:
    """Give the drawn line between two gateways: round the capes where a cable goes round them."""
    pair = {world.gateways.index[one], world.gateways.index[other]}
    for cable, ends in zip(world.cables.index, world.cables[["from_gateway", "to_gateway"]].to_numpy(), strict=True):
        if set(ends) == pair and cable not in world.cut_cables:
            return _cable_line(world, cable)
    lon, lat = _positions(world, "gateways")
    return ((float(lon[one]), float(lat[one]), float(lon[other]), float(lat[other])),)


@lru_cache(maxsize=1024)
def _cable_line(world: World, cable: str) -> tuple[Edge, ...]:
    """Give the drawn line of a cable, in one direction for all, so that a hop used both ways is one line."""
    return tuple((*one, *other) for one, other in pairwise(world.cable_line(cable)))


def _lines(edges: Sequence[Edge] | NDArray[np.float32]) -> Mapping[str, Any]:
    """Turn edges into one trace with gaps."""
    ends = np.asarray(edges, np.float32).reshape(-1, 4)
    line = np.full((2, len(ends), 3), np.nan, np.float32)
    line[0, :, :2], line[1, :, :2] = ends[:, ::2], ends[:, 1::2]
    return {"lon": line[0].ravel(), "lat": line[1].ravel()}


@lru_cache(maxsize=16)
def _largest(world: World) -> NDArray[np.intp]:
    return np.argsort(-world.users, kind="stable")[:LARGEST_CELLS]


@lru_cache(maxsize=64)
def _positions(world: World, what: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    frame = world.gateways if what == "gateways" else world.cells
    return frame["lon"].to_numpy(np.float32), frame["lat"].to_numpy(np.float32)
