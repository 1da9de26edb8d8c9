"""The way of one cell's requests, drawn on the map from landing to landing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.view import words
from explainer.view.map import labels
from explainer.view.palette import FONT, WAIT_CLASSES, Palette
from explainer.view.patch import Patch
from explainer.view.projection import Drawing
from explainer.world import Leg, Path, World

HALO, STOPS, NAMES, SELECTED = "way halo", "landings", "way names", "selected"
LEAST_MS = 0.05  # a queue that is worth a leg
WAYS = tuple(f"way{c}" for c in range(1, WAIT_CLASSES + 1))


def traces() -> list[go.Scattergeo]:
    """Build the traces of a way, empty: a halo, one line a wait class, the landings and their names."""
    lines = {HALO: 7.0} | dict.fromkeys(WAYS, 3.2)
    built = [
        go.Scattergeo(name=name, mode="lines", lon=[], lat=[], hoverinfo="skip", line={"width": width})
        for name, width in lines.items()
    ]
    marker = {"symbol": "circle", "size": 9, "line": {"width": 2.4}}
    built.append(go.Scattergeo(name=STOPS, mode="markers", lon=[], lat=[], hoverinfo="skip", marker=marker))
    ring = {"symbol": "circle-open", "size": 20, "line": {"width": 3}}
    built.append(go.Scattergeo(name=SELECTED, mode="markers", lon=[], lat=[], hoverinfo="skip", marker=ring))
    return built


def label_traces() -> list[go.Scattergeo]:
    """Build the trace of the names along a way, empty."""
    font = {"family": FONT, "size": 12, "weight": 700}
    return [go.Scattergeo(name=NAMES, mode="text", lon=[], lat=[], text=[], textfont=font, hoverinfo="skip")]


def patch(
    world: World, path: Path | None, cell: int | None, drawing: Drawing, blocked: Sequence[labels.Box] = ()
) -> Patch:
    """Draw a way in the class of its total; without one, clear it."""
    line = drawn(world, path)
    at = {"lon": np.array([p[0] for p in line], np.float32), "lat": np.array([p[1] for p in line], np.float32)}
    nothing = {"lon": np.array([], np.float32), "lat": np.array([], np.float32)}
    wait_class = int(np.searchsorted(world.scale.steps, path.rtt_ms)) + 1 if path and path.legs else 0
    changed: dict[str, Mapping[str, Any]] = {
        name: at if c == wait_class else nothing for c, name in enumerate(WAYS, start=1)
    }
    changed[HALO] = at
    landings = [leg for leg in path.legs if leg.kind in ("land", "sea")][:-1] if path else []
    changed[STOPS] = {
        "lon": np.array([leg.lon for leg in landings], np.float32),
        "lat": np.array([leg.lat for leg in landings], np.float32),
    }
    return Patch(changed | _selected(world, cell) | _names(world, path, landings, cell, drawing, blocked))


def loaded(path: Path, queue_ms: float, slow_ms: float) -> Path:
    """Add to a way what load and outages add at its end: a queue, and what an outage slows down.

    Parameters
    ----------
    path
        The way of a request when nobody else asks.
    queue_ms, slow_ms
        What is added [ms]; less than 0.05 is left out.
    """
    added = {"queue": queue_ms, "slow": slow_ms}
    felt = {kind: ms for kind, ms in added.items() if ms >= LEAST_MS}
    if not path.legs or not felt:
        return path
    legs = [replace(path.legs[-1], kind=kind, rtt_ms=ms) for kind, ms in felt.items()]
    more, (low, high) = sum(felt.values()), path.band_ms
    return replace(path, legs=(*path.legs, *legs), band_ms=(low + more, high + more))


def drawn(world: World, path: Path | None) -> list[tuple[float, float]]:
    """Points of the drawn line of a way [lon, lat]: its stops, and round the capes where a cable goes round them."""
    line: list[tuple[float, float]] = []
    for leg in path.legs if path else ():
        if leg.cable:
            line_of = world.cable_line(leg.cable)[1:-1]
            start = world.gateways["place"][world.cables["from_gateway"][leg.cable]]
            line += line_of if start == leg.start else line_of[::-1]
        if leg.kind in ("access", "land", "sea"):
            line.append((float(leg.lon), float(leg.lat)))
    return line


def paint(palette: Palette) -> Patch:
    """Give the way its colours."""
    colours: dict[str, Mapping[str, Any]] = {
        name: {"line.color": palette[f"wait{c}"]} for c, name in enumerate(WAYS, start=1)
    }
    colours[HALO] = {"line.color": palette["land"]}
    colours[STOPS] = {"marker.color": palette["page"], "marker.line.color": palette["wait6"]}
    colours[SELECTED] = {"marker.color": palette["you"], "marker.line.color": palette["you"]}
    colours[NAMES] = {"textfont.color": palette["ink"]}
    return Patch(colours)


def _selected(world: World, cell: int | None) -> dict[str, Mapping[str, Any]]:
    at = slice(0, 0) if cell is None else slice(cell, cell + 1)
    return {SELECTED: {name: world.cells[name].to_numpy(np.float32)[at] for name in ("lon", "lat")}}


def _names(
    world: World,
    path: Path | None,
    landings: list[Leg],
    cell: int | None,
    drawing: Drawing,
    blocked: Sequence[labels.Box],
) -> dict[str, Mapping[str, Any]]:
    named = [(leg.lon, leg.lat, leg.end) for leg in landings]
    if cell is not None:
        place = world.cells.iloc[cell]
        wait = f", {words.wait(path.rtt_ms, world.words.unit)}" if path and path.legs else ""
        named.insert(0, (place["lon"], place["lat"], f"{place['name']}{wait}"))
    lon = np.array([at[0] for at in named], np.float32)
    lat = np.array([at[1] for at in named], np.float32)
    text = [name for _, _, name in named]
    if not named:
        return {NAMES: {"lon": lon, "lat": lat, "text": text, "textposition": []}}
    sides = labels.sides(
        list(zip(*drawing.pixels(lon, lat), strict=True)), text, drawing.width_px, half_px=9, blocked=blocked
    )
    spaced = [labels.beside(words.plot(name), side, spaces=3) for name, side in zip(text, sides, strict=True)]
    return {NAMES: {"lon": lon, "lat": lat, "text": spaced, "textposition": sides}}
