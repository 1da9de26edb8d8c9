"""The world as the picture of the chapter: people as dots, Regions as diamonds, yours in a dashed ring.

Ground, marks and lines are those of the large map. Before the prediction the dots are grey, because how long people
wait is the result. A mark on a map cannot be dashed, so the ring is drawn as a line, once for each width of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import pi
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.app.course.chapters.world.placing import Codes, Detour, name, open_regions, served
from explainer.outcome import Outcome
from explainer.view import map as world_map
from explainer.view import words
from explainer.view.map import dots, flows, regions, way
from explainer.view.palette import Palette
from explainer.view.patch import Patch, merge
from explainer.view.projection import Drawing
from explainer.world import World

SIZES_PX = {"wide": (820.0, 450.0), "narrow": (390.0, 210.0)}
RINGS = {page: f"yours {page}" for page in SIZES_PX}
RING_PX = 15.0  # radius
PEOPLE = tuple(f"people s{step}" for step in range(len(dots.RADII_PX)))
LINES = (*flows.TRUNKS, flows.STEADY, flows.MOVED)
WAYS = (way.HALO, *way.WAYS, way.SELECTED)


@dataclass(frozen=True, eq=False)
class Seen:
    """What the map shows.

    Parameters
    ----------
    now, before
        Who is served and how fast, and the same with nothing broken; None before the prediction.
    yours
        Codes of the Regions in a dashed ring.
    detour
        A place and its two Regions, whose ways are drawn in place of the waits of all.
    """

    now: Outcome | None = None
    before: Outcome | None = None
    yours: Codes = ()
    detour: Detour | None = None


def build(world: World) -> go.Figure:
    """Build the empty map."""
    large = world_map.build(world)
    taken: dict[str, Any] = {trace.name: trace for trace in large.data}
    people, dashed = dict(zip(PEOPLE, _people(world), strict=True)), {"width": 2.2, "dash": "4px 3px"}
    order = [taken[each] for each in (world_map.LAND, world_map.LAKES, *LINES)]
    for trace in dots.traces(world):
        order.append(taken[trace.name])
        if trace.name.startswith("rim s"):  # grey dots have the rim of all
            order.append(go.Scattergeo(name=f"people {trace.name[4:]}", mode="lines", hoverinfo="skip"))
    order += [taken[each] for each in (*WAYS, regions.BELOW, *regions.STATES)]
    order += [go.Scattergeo(name=ring, mode="lines", hoverinfo="skip", line=dashed) for ring in RINGS.values()]
    order += [taken[each] for each in (*regions.LABELS, way.NAMES)]
    figure = go.Figure(order, large.layout)
    return figure.for_each_trace(lambda trace: trace.update(people.get(trace.name, {})))


def patch(world: World, seen: Seen) -> Patch:
    """Say what the map shows."""
    frame = Drawing(world.canvas, *SIZES_PX["narrow"])  # names that have room there have it everywhere
    now, coloured = seen.now or served(()), seen.now is not None and seen.detour is None
    lines = {each: flows.patch(world, now, seen.before or now, False).traces[each] for each in LINES}
    waits = dots.patch(world, now).traces
    marks = dict(regions.patch(world, now, frame).traces) | _unused(world, now)
    if not coloured:
        lines, waits = _emptied(lines), _emptied(waits)
    grey = dict(zip(PEOPLE, _people(world), strict=True))
    shown = (lines, waits, _emptied(grey) if coloured else grey, marks, _rings(world, seen.yours), _ways(world, seen))
    drawn = merge(*map(Patch, shown))
    return merge(drawn, Patch({label: _timed(drawn.traces[label], world, seen.detour) for label in regions.LABELS}))


def paint(palette: Palette) -> Patch:
    """Give the map the colours of a theme."""
    whole = world_map.paint(palette).traces
    colours = {each: values for each, values in whole.items() if each in _names()}
    colours |= {each: {"line.color": palette["before"]} for each in PEOPLE}
    colours |= {ring: {"line.color": palette["ink"]} for ring in RINGS.values()}
    return Patch(colours, {"paper_bgcolor": palette["sea"]})


def resized(narrow: bool) -> Patch:
    """Fit the map to the width of the page: its height, the size of dots, and the ring that belongs to it."""
    factor = world_map.NARROW_DOTS if narrow else 1.0
    sizes: dict[str, Mapping[str, Any]] = dict(dots.resized(factor).traces)
    for each, radius in zip(PEOPLE, dots.RADII_PX, strict=True):
        sizes[each] = {"line.width": 2 * max(radius * factor, 1.0)}
    page = "narrow" if narrow else "wide"
    sizes |= {ring: {"visible": each == page} for each, ring in RINGS.items()}
    return Patch(sizes, {"height": SIZES_PX[page][1]})


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Give the traces that are taken from the large map."""
    sized = [f"{kind} s{step}" for step in range(len(PEOPLE)) for kind in ("rim", "rim1", "rim2", *_waits())]
    marks = (regions.BELOW, *regions.STATES, *regions.LABELS)
    return frozenset((world_map.LAND, world_map.LAKES, *LINES, *sized, dots.LOST, *WAYS, *marks, way.NAMES))


def _waits() -> tuple[str, ...]:
    return tuple(each.replace("way", "wait") for each in way.WAYS)


@lru_cache(maxsize=1)
def _people(world: World) -> list[Mapping[str, Any]]:
    """Give the dots of all people, by size: the rims of the large map hold them already."""
    rims = {trace.name: trace for trace in dots.traces(world) if trace.name.startswith("rim s")}
    return [{"lon": rim.lon, "lat": rim.lat} for rim in rims.values()]


def _emptied(traces: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {each: {key: [] for key in values} for each, values in traces.items()}


def _unused(world: World, now: Outcome) -> dict[str, Mapping[str, Any]]:
    """Show the Regions that can be chosen and are not in use, and none of those that cannot."""
    lon, lat = regions.positions(world)
    rows = [row for row in map(world.position, open_regions()) if not now.region_used[row]]
    hidden = ("announced", "impaired", regions.BELOW)
    nothing: Mapping[str, Any] = {"lon": [], "lat": []}
    return {"unused": {"lon": lon[rows], "lat": lat[rows]}, **dict.fromkeys(hidden, nothing)}


def _rings(world: World, codes: Codes) -> dict[str, Mapping[str, Any]]:
    """Draw a circle round each Region, as large on the screen whatever the width."""
    lon, lat = regions.positions(world)
    rows = [world.position(code) for code in codes]
    angle = np.linspace(0, 2 * pi, 49)
    drawn: dict[str, Mapping[str, Any]] = {}
    for page, ring in RINGS.items():
        frame = Drawing(world.canvas, *SIZES_PX[page])
        x, y = frame.pixels(lon[rows], lat[rows])
        round_lon, round_lat = frame.degrees(x[:, None] + RING_PX * np.cos(angle), y[:, None] + RING_PX * np.sin(angle))
        gap = np.full((len(rows), 1), np.nan)
        drawn[ring] = {
            place: np.concatenate([circle, gap], axis=1).ravel().astype(np.float32)
            for place, circle in (("lon", round_lon), ("lat", round_lat))
        }
    return drawn


def _ways(world: World, seen: Seen) -> dict[str, Mapping[str, Any]]:
    """Draw the two ways of a detour, each in the colour of its wait."""
    frame, nothing = Drawing(world.canvas, *SIZES_PX["narrow"]), way.patch(world, None, None, Drawing(world.canvas))
    kept = (*WAYS, way.NAMES)
    if seen.detour is None:
        return {each: nothing.traces[each] for each in kept}
    cell = seen.detour.cell
    both = [way.patch(world, world.path(cell, code), cell, frame) for code in (seen.detour.near, seen.detour.fast)]
    drawn: dict[str, Mapping[str, Any]] = {}
    for each in (way.HALO, *way.WAYS):
        ends = [part.traces[each] for part in both]
        drawn[each] = {place: np.concatenate([ends[0][place], [np.nan], ends[1][place]]) for place in ("lon", "lat")}
    place = str(world.cells["name"].iloc[cell])
    label = {key: values[:1] for key, values in both[0].traces[way.NAMES].items()}
    label |= {"text": [f"{place}{words.NO_BREAK * 5}"], "textposition": ["middle left"]}
    return drawn | {way.SELECTED: both[0].traces[way.SELECTED], way.NAMES: label}


def _timed(label: Mapping[str, Any], world: World, detour: Detour | None) -> Mapping[str, Any]:
    """Write beside the Regions of a detour how long a request to them takes."""
    said = list(label["text"])
    for code, ms in ((detour.near, detour.near_ms), (detour.fast, detour.fast_ms)) if detour else ():
        said = [text.replace(name(code), f"{name(code)}: {words.wait(ms)}") for text in said]
    return dict(label) | {"text": said}
