"""The map of chapter 5: where the clinics are, where the Regions are, and who is served from where.

It is the house's land in the house's projection, drawn on plain axes so that the sieve can stand beside it on one
sheet. Regions stand at their city, people at the cells of the World.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.view import axes, words
from explainer.view.appraise.shapes import at, line, mark, segments, texts
from explainer.view.map import dots, labels
from explainer.view.palette import WAIT_CLASSES, Palette, rim
from explainer.view.patch import Patch
from explainer.view.projection import forward
from explainer.world import Canvas, World

MILLI = 1000.0  # the axes are in thousandths of a radian of the plane
BOX = (-40.0, 62.0, 24.0, 76.0)  # of the land that is drawn [degrees]: left, right, bottom, top
LARGEST_PX, LARGEST_PEOPLE = 9.5, 12e6
#: where the name of a country stands [lon, lat, degrees], off its clinics and off the Regions
NAMED_AT: Mapping[str, tuple[float, float]] = {
    "IE": (-8.7, 54.4),
    "BE": (4.9, 49.8),
    "NL": (5.6, 53.5),
    "FR": (-4.4, 46.0),
    "DE": (6.8, 54.4),
}
AWAY = (-8.4, 46.4)  # where the name of a Region stands that is not on this map
SIDES: Mapping[str, str] = {"eu-west-2": "middle left", "eu-west-3": "middle left"}  # of a Region's name
WAITS = tuple(f"wait{c}" for c in range(1, WAIT_CLASSES + 1))
LAND, FLOWS, ASKING, LOST = "land", "flows", "asking", "not served"
CANDIDATE, HELD, CROSS, CHOSEN, DOWN = "candidate", "held", "held cross", "chosen", "down"
NAMES, NAMES_HELD, NAMES_DOWN = "region names", "region names held", "region names down"
PEOPLE, PEOPLE_LOST = "people", "people lost"


@dataclass(frozen=True, eq=False)
class Seen:
    """What the map shows.

    Parameters
    ----------
    world
        The World in which only the clinics' countries ask.
    regions, names
        Codes of the Regions to choose from, and how each is written.
    held
        Whether each is held back by now.
    outcome
        Who is served from where, None while nothing is chosen.
    people
        Country to what is written of its clinics.
    """

    world: World
    regions: Sequence[str]
    names: Sequence[str]
    held: Sequence[bool]
    outcome: Outcome | None
    people: Mapping[str, str]


def traces(world: World) -> list[Any]:
    """Build the traces: the land, and all others empty."""
    ground = go.Scatter(name="sea", mode="lines", fill="toself", line={"width": 0}, x=_CORNERS[0], y=_CORNERS[1])
    land = go.Scatter(name=LAND, mode="lines", fill="toself", line={"width": 0.7}, **_land(world))
    people = [mark(name, "circle", 8, dots.RIM_PX[0]) for name in (ASKING, *reversed(WAITS))]
    regions = [
        mark(CANDIDATE, "diamond", 14, 1.6),
        mark(HELD, "diamond", 14, 1.4),
        mark(CROSS, "x-thin", 9, 2.4),
        mark(DOWN, "diamond-x", 24, 2),
        mark(CHOSEN, "diamond", 20, 2),
    ]
    named = [axes.text(NAMES, True), axes.text(NAMES_HELD), axes.text(NAMES_DOWN, True)]
    told = [axes.text(name, name != PEOPLE, "middle center") for name in (PEOPLE, PEOPLE_LOST)]
    return [ground, land, line(FLOWS, 1.4), *people, mark(LOST, "x-thin", 10, 2.4), *regions, *named, *told]


def patch(seen: Seen) -> Patch:
    """Draw a moment."""
    world, outcome = seen.world, seen.outcome
    x, y = _plane(world.cells["lon"], world.cells["lat"])
    size = 2 * np.maximum(LARGEST_PX * np.sqrt(world.users / LARGEST_PEOPLE), 3.0)
    changed: dict[str, Mapping[str, Any]] = {}
    found = dots.classes(world, outcome) if outcome else np.full(len(x), -1)
    for name, wanted in {ASKING: -1, LOST: 0, **{name: c for c, name in enumerate(WAITS, start=1)}}.items():
        here = found == wanted
        changed[name] = at(x[here], y[here]) | ({} if name == LOST else {"marker.size": size[here].astype(np.float32)})
    changed[FLOWS] = segments(_flows(world, outcome, x, y) if outcome else [])
    lost = {country for country, wait in zip(world.cells["country"], found, strict=True) if wait == 0}
    for name, mine in ((PEOPLE, set(seen.people) - lost), (PEOPLE_LOST, lost)):
        countries = sorted(mine)
        put = _plane(*np.array([NAMED_AT[country] for country in countries]).reshape(-1, 2).T)
        changed[name] = texts(*put, [seen.people[country] for country in countries])
    return Patch(changed | _regions(seen))


def paint(palette: Palette) -> dict[str, Mapping[str, Any]]:
    """Give the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        "sea": {"fillcolor": palette["sea"]},
        LAND: {"fillcolor": palette["land"], "line.color": palette["coast"]},
        FLOWS: {"line.color": palette["ink"]},
        ASKING: {"marker.color": palette["land"], "marker.line.color": palette["ink2"]},
        LOST: {"marker.line.color": palette["loss"]},
        CROSS: {"marker.line.color": palette["loss"]},
        CANDIDATE: {"marker.color": palette["land"], "marker.line.color": palette["ink"]},
        HELD: {"marker.color": palette["land"], "marker.line.color": palette["before"]},
        CHOSEN: {"marker.color": palette["ink"], "marker.line.color": palette["land"]},
        DOWN: {"marker.color": palette["loss"], "marker.line.color": palette["land"]},
    }
    for c, name in enumerate(WAITS, start=1):
        colours[name] = {"marker.color": palette[name], "marker.line.color": rim(palette, c)}
    tokens = {NAMES: "ink", NAMES_HELD: "ink2", NAMES_DOWN: "loss", PEOPLE: "ink2", PEOPLE_LOST: "loss"}
    return colours | {name: {"textfont.color": palette[token]} for name, token in tokens.items()}


def ranges(
    width_px: float, height_px: float, px_per_degree: float, center: tuple[float, float]
) -> tuple[list[float], list[float]]:
    """Give the ranges of both axes for a map of a size [px], at a scale [px/degree], round a place [degrees]."""
    x, y = _plane([center[0]], [center[1]])
    milli_per_px = MILLI * np.pi / 180 / px_per_degree
    across, up = width_px / 2 * milli_per_px, height_px / 2 * milli_per_px
    return [float(x[0] - across), float(x[0] + across)], [float(y[0] - up), float(y[0] + up)]


def _regions(seen: Seen) -> dict[str, Mapping[str, Any]]:
    """Put each Region into the trace of its state, with its name beside it."""
    place = seen.world.regions.loc[list(seen.regions), ["lon", "lat"]].to_numpy(float)
    left, right, low, high = BOX
    away = ~((left < place[:, 0]) & (place[:, 0] < right) & (low < place[:, 1]) & (place[:, 1] < high))
    place[away] = AWAY
    x, y = _plane(*place.T)
    state = np.array([_state(seen, code, held) for code, held in zip(seen.regions, seen.held, strict=True)], object)
    changed: dict[str, Mapping[str, Any]] = {}
    for name in (CANDIDATE, HELD, CHOSEN, DOWN):
        here = (state == name) & ~away
        changed[name] = at(x[here], y[here])
    crossed = np.array(seen.held, bool) & ~away
    changed[CROSS] = at(x[crossed], y[crossed])
    for name, states in ((NAMES, (CANDIDATE, CHOSEN)), (NAMES_HELD, (HELD,)), (NAMES_DOWN, (DOWN,))):
        here = np.flatnonzero(np.isin(state, states))
        usual = "bottom center" if name == NAMES_DOWN else "middle right"
        sides = [usual if away[i] else SIDES.get(seen.regions[i], usual) for i in here.tolist()]
        said = [labels.beside(words.plot(seen.names[i]), side) for i, side in zip(here.tolist(), sides, strict=True)]
        changed[name] = texts(x[here], y[here], said, textposition=sides)
    return changed


def _state(seen: Seen, code: str, held: bool) -> str:
    if seen.outcome is not None:
        at_row = seen.world.position(code)
        if not seen.outcome.region_up[at_row]:
            return DOWN
        if seen.outcome.region_used[at_row]:
            return CHOSEN
    return HELD if held else CANDIDATE


def _flows(world: World, outcome: Outcome, x: Any, y: Any) -> list[tuple[float, float, float, float]]:
    to_x, to_y = _plane(world.regions["lon"], world.regions["lat"])
    return [
        (float(x[cell]), float(y[cell]), float(to_x[region]), float(to_y[region]))
        for cell, region in zip(outcome.answers.cell.tolist(), outcome.answers.region.tolist(), strict=True)
    ]


def _plane(lon: Any, lat: Any) -> tuple[Any, Any]:
    x, y = forward(lon, lat, Canvas().rotation_lon)
    return x * MILLI, y * MILLI


def _land(world: World) -> dict[str, Any]:
    """Give the outline of the land near the map, cut to a box that is wider than it."""
    left, right, low, high = BOX
    points: list[Any] = []
    for ring in world.canvas.land:
        corners = np.array(ring)
        inside = np.clip(corners, (left, low), (right, high))
        if (np.ptp(inside, axis=0) > 0).all():
            kept = np.append(True, (np.diff(inside, axis=0) != 0).any(axis=1))
            points += [inside[kept], np.full((1, 2), np.nan)]
    lon, lat = np.concatenate(points).T
    return at(*_plane(lon, lat))


_CORNERS = tuple(values.tolist() for values in _plane([-60, 80, 80, -60], [15, 15, 80, 80]))
