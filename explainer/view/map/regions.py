"""Regions as marks: in use, down, impaired, announced, unused, each with its own shape.

A Region in use or down is always named, with its state as a word. Labels try the right, the left, above and
below of their mark and take the first place where they cover neither another label nor a mark of the design.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.texts import tr
from explainer.view import words
from explainer.view.map import labels
from explainer.view.palette import FONT, Palette
from explainer.view.patch import Patch
from explainer.view.projection import Drawing, forward
from explainer.world import World

#: state: (symbol, size [px], fill token, line token, line width [px])
MARKS: Mapping[str, tuple[str, float, str, str, float]] = {
    "unused": ("diamond", 9, "land", "ink2", 1.3),
    "announced": ("diamond-open-dot", 11, "ink2", "ink2", 1.2),
    "impaired": ("triangle-up", 14, "cause", "causeink", 1.3),
    "down": ("diamond-x", 24, "loss", "land", 2),
    "in use": ("diamond", 19, "ink", "land", 2),
}
STATES = tuple(MARKS)
BELOW = "announced ground"  # open symbols are see-through, so a filled one lies below
LABELS = {"labels": "ink", "labels down": "loss"}
LABEL_PX = 12
FULL = 0.9995  # share of its capacity from which a Region is called full
SAME_PLACE_DEGREES = 1.6


def traces() -> list[go.Scattergeo]:
    """Build the traces of all Region marks, empty."""
    built = [go.Scattergeo(name=BELOW, mode="markers", lon=[], lat=[], hoverinfo="skip", marker={"symbol": "diamond"})]
    for state, (symbol, size, _, _, width) in MARKS.items():
        marker = {"symbol": symbol, "size": size, "opacity": 1, "line": {"width": width}}
        built.append(go.Scattergeo(name=state, mode="markers", lon=[], lat=[], hoverinfo="skip", marker=marker))
    return built


def label_traces() -> list[go.Scattergeo]:
    """Build the traces of the Region names, empty."""
    font = {"family": FONT, "size": LABEL_PX, "weight": 700}
    return [
        go.Scattergeo(name=name, mode="text", lon=[], lat=[], text=[], textfont=font, hoverinfo="skip")
        for name in LABELS
    ]


def patch(world: World, outcome: Outcome, frame: Drawing, blocked: Sequence[labels.Box] = ()) -> Patch:
    """Put every Region into the trace of its state, and name those in use or down."""
    state = np.array(states(world, outcome))
    lon, lat = positions(world)
    changed: dict[str, Mapping[str, Any]] = {
        name: {"lon": lon[state == name], "lat": lat[state == name]} for name in STATES
    }
    changed[BELOW] = changed["announced"]
    named = [i for i in range(len(state)) if state[i] == "down" or outcome.region_used[i]]
    return Patch(changed | _labels(world, outcome, state, named, frame, blocked))


def paint(palette: Palette) -> Patch:
    """Give marks and labels their colours."""
    colours: dict[str, Mapping[str, Any]] = {
        state: {"marker.color": palette[fill], "marker.line.color": palette[line]}
        for state, (_, _, fill, line, _) in MARKS.items()
    }
    colours[BELOW] = {"marker.color": palette["land"], "marker.size": 11}
    return Patch(colours | {name: {"textfont.color": palette[token]} for name, token in LABELS.items()})


def states(world: World, outcome: Outcome) -> list[str]:
    """State of each Region, a name of `STATES`."""
    _, status = _columns(world)
    used, up = outcome.region_used.tolist(), outcome.region_up.tolist()
    return [
        "down" if not up[i] else "in use" if used[i] else status[i] if status[i] in MARKS else "unused"
        for i in range(len(status))
    ]


@lru_cache(maxsize=16)
def positions(world: World) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where Regions are drawn [degrees]; of two on one point the later one is moved a little east."""
    lon = world.regions["lon"].to_numpy(np.float32).copy()
    lat = world.regions["lat"].to_numpy(np.float32)
    taken: set[tuple[float, float]] = set()
    for i in range(len(lon)):
        while (float(lon[i]), float(lat[i])) in taken:
            lon[i] += SAME_PLACE_DEGREES
        taken.add((float(lon[i]), float(lat[i])))
    return lon, lat


@lru_cache(maxsize=16)
def _plane(world: World) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give where Regions lie in the plane of the map [radians]."""
    return forward(*positions(world), world.canvas.rotation_lon)


@lru_cache(maxsize=16)
def _columns(world: World) -> tuple[list[str], list[str]]:
    """Give names and status of the Regions."""
    return world.regions["name"].astype(str).tolist(), world.regions["status"].astype(str).tolist()


def _labels(
    world: World,
    outcome: Outcome,
    state: NDArray[np.str_],
    named: list[int],
    frame: Drawing,
    blocked: Sequence[labels.Box],
) -> dict[str, Mapping[str, Any]]:
    lon, lat = positions(world)
    x, y = frame.placed(*(plane[named] for plane in _plane(world)))
    text = _said(world, outcome, state, named)
    sides = labels.sides(list(zip(x, y, strict=True)), text, frame.width_px, blocked=blocked)
    found: dict[str, Mapping[str, Any]] = {}
    for name in LABELS:
        mine = [k for k, i in enumerate(named) if (state[i] == "down") == (name == "labels down")]
        found[name] = {
            "lon": lon[named][mine],
            "lat": lat[named][mine],
            "text": [labels.beside(words.plot(text[k]), sides[k]) for k in mine],
            "textposition": [sides[k] for k in mine],
        }
    return found


def _said(world: World, outcome: Outcome, state: NDArray[np.str_], named: list[int]) -> list[str]:
    """Give the labels: names, with the state as a word where it is not the usual one."""
    names, status = _columns(world)
    refused, full = outcome.region_refused_rps > 0, outcome.utilisation > FULL
    full = refused | (full & bool(outcome.scenario.outages))
    said = []
    for i in named:
        if state[i] == "down":
            said.append(tr("{region}: down", region=names[i]))
        elif full[i]:
            said.append(tr("{region}: full", region=names[i]))
        elif status[i] == "impaired":
            said.append(tr("{region}: impaired", region=names[i]))
        else:
            said.append(names[i])
    return said
