"""Upper half of the picture: the part of the map with both Regions, the people there, and the copies on their way.

A Region is a ring with its zones, a copy a short stroke: three of them are the data of a Region, one alone is a copy
that travels. All places are on the plane of the house's map projection, so a phone shows the same smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import pi
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.app.course.chapters.several_regions.standby import FRAME, PRIMARY, STANDBY, world
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.outcome import Outcome
from explainer.view import axes
from explainer.view.appraise.shapes import at, floats, line, mark, segments, texts
from explainer.view.map import dots
from explainer.view.palette import WAIT_CLASSES, Palette, rim
from explainer.view.patch import Patch
from explainer.view.projection import forward

Floats = NDArray[np.float64]

RING = 0.0305  # radius of a Region's ring, in radians of the plane
CORNERS = RING * 0.62 * np.array([(np.sin(a), np.cos(a)) for a in (0, 2 * pi / 3, 4 * pi / 3)])  # its zones
STROKE, PITCH = 0.0062, 0.0046  # half a stroke of data, and from one to the next
PIECES = 5  # copies on their way at once, where they never stop
BEYOND = 0.03  # land is kept so far outside the frame
EDGE, LAND, SEA, WAY, LOST_WAY, COPIES = "edge", "land", "sea", "way", "way lost", "copies"
DATA, DATA_OLD = "data", "data old"
RINGS = {"ring": "ink", "ring idle": "ink2", "ring lost": "loss"}
ZONES = {"zones": ("square", 18, 13), "zones some": ("square", 10, 7), "zones idle": ("square", 13, 9)}
ZONES_LOST = "zones lost"
NAMES, NAME_LOST, STATES, WAY_LABEL, NOTE = "names", "name lost", "states", "way label", "note"
WIDE_SIZE, NARROW_SIZE = (820.0, 262.0), (390.0, 160.0)  # [px]
NARROW = (-0.325, 0.065, 0.815, 0.975)
#: where the words of the first and of the second Region stand beside their rings: in ring radii, and to which side
WIDE_AT = ((-1.2, 0.14, "middle left"), (1.2, 0.72, "middle right"))
NARROW_AT = ((0.0, -1.1, "bottom center"), (0.0, -1.1, "bottom center"))
BLANK = "\u00a0"


@dataclass(frozen=True, eq=False)
class Seen:
    """What is drawn.

    Parameters
    ----------
    outcome
        Who is served, by whom.
    lost
        Whether the first Region is lost.
    running
        Share of the servers that runs in the second Region [0..1].
    old
        Whether the data in the second Region is an old copy.
    copies
        Where copies are on their way [0..1].
    names, states
        Names of the two Regions, and what is said of each.
    copied
        What is said of the way between them.
    """

    outcome: Outcome
    lost: bool
    running: float
    old: bool
    copies: tuple[float, ...]
    names: tuple[str, str]
    states: tuple[str, str]
    copied: str


def traces() -> list[Any]:
    """Build the traces, empty but for land and sea."""
    left, right, bottom, top = FRAME
    sea = at([left, right, right, left], [bottom - BEYOND, bottom - BEYOND, top, top])
    built: list[Any] = [
        go.Scatter(name=SEA, mode="lines", fill="toself", line={"width": 0}).update(sea),
        go.Scatter(name=LAND, mode="lines", fill="toself", line={"width": 0.7}).update(at(*_land().T)),
    ]
    built += [_dots(f"wait{c}", "circle") for c in range(1, WAIT_CLASSES + 1)]
    built += [
        line(EDGE, 1),
        _dots("not served", "x-thin"),
        line(WAY, 1.4),
        line(LOST_WAY, 2.5, dash="4px 4px"),
        line(COPIES, 4),
    ]
    built += [mark(name, "circle", 88, 1.2 if name == "ring idle" else 1.8) for name in RINGS]
    built += [mark(name, symbol, size, 1.6) for name, (symbol, size, _) in ZONES.items()]
    built += [mark(ZONES_LOST, "square-x", 18, 1.6), line(DATA, 2.2), line(DATA_OLD, 2.2)]
    built += [axes.text(WAY_LABEL, True, "middle center"), axes.text(NOTE, position="top right")]
    built += [axes.text(NAMES, True), axes.text(NAME_LOST, True), axes.text(STATES)]
    return built


def patch(seen: Seen) -> Patch:
    """Draw a moment."""
    (first, second), idle = places(), seen.running <= 0
    inked = [place for place, drawn in ((first, not seen.lost), (second, not idle)) if drawn]
    zones = {"zones": [first] * (not seen.lost), "zones some": [], "zones idle": []}
    zones["zones idle" if idle else "zones some" if seen.running < 0.5 else "zones"].append(second)
    data: dict[str, list[Any]] = {DATA: [first] * (not seen.lost), DATA_OLD: []}
    data[DATA_OLD if seen.old else DATA].append(second)
    changed: dict[str, Mapping[str, Any]] = _people(seen.outcome)
    changed |= {
        "ring": _points(inked),
        "ring idle": _points([second] * idle),
        "ring lost": _points([first] * seen.lost),
        ZONES_LOST: _points([first + corner for corner in CORNERS] * seen.lost),
        WAY: segments([] if seen.lost else [_way()]),
        LOST_WAY: segments([_way()] if seen.lost else []),
        COPIES: segments([] if seen.lost else map(_piece, seen.copies)),
        NAMES: {"text": [BLANK if seen.lost else seen.names[0], seen.names[1]]},
        NAME_LOST: {"text": [seen.names[0] if seen.lost else BLANK]},
        STATES: {"text": list(seen.states)},
        WAY_LABEL: {"text": [seen.copied]},
    }
    changed |= {name: _points([one + corner for one in those for corner in CORNERS]) for name, those in zones.items()}
    changed |= {name: segments(stroke for one in those for stroke in _stack(one)) for name, those in data.items()}
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the map its colours."""
    colours: dict[str, Mapping[str, Any]] = {
        SEA: {"fillcolor": palette["sea"]},
        LAND: {"fillcolor": palette["land"], "line.color": palette["coast"]},
        "not served": {"marker.color": palette["loss"], "marker.line.color": palette["loss"]},
        ZONES_LOST: {"marker.color": palette["loss"], "marker.line.color": palette["land"]},
        "zones idle": {"marker.color": palette["land"], "marker.line.color": palette["ink2"]},
    }
    for c in range(1, WAIT_CLASSES + 1):
        colours[f"wait{c}"] = {"marker.color": palette[f"wait{c}"], "marker.line.color": rim(palette, c)}
    for name, token in RINGS.items():
        colours[name] = {"marker.color": palette["land"], "marker.line.color": palette[token]}
    for name in ("zones", "zones some"):
        colours[name] = {"marker.color": palette["ink"], "marker.line.color": palette["land"]}
    for name, token in {
        EDGE: "coast",
        WAY: "before",
        LOST_WAY: "loss",
        COPIES: "ink",
        DATA: "ink",
        DATA_OLD: "before",
    }.items():
        colours[name] = {"line.color": palette[token]}
    for name, token in {NAMES: "ink", NAME_LOST: "loss", STATES: "ink2", WAY_LABEL: "ink", NOTE: "ink2"}.items():
        colours[name] = {"textfont.color": palette[token]}
    return Patch(colours)


def resized(narrow: bool) -> Patch:
    """Fit the map to a page: what it shows, how large marks are, and where words stand."""
    left, right, bottom, top = NARROW if narrow else FRAME
    px = (NARROW_SIZE if narrow else WIDE_SIZE)[0] / (right - left)
    words_at = NARROW_AT if narrow else WIDE_AT
    named = [place + RING * np.array(off[:2]) for place, off in zip(places(), words_at, strict=True)]
    below = (14 if narrow else 16) / px  # from a name to what is said of its Region
    sides = [side for *_, side in words_at]
    changed: dict[str, Mapping[str, Any]] = {name: {"marker.size": 2 * RING * px} for name in RINGS}
    changed |= {name: {"marker.size": small if narrow else large} for name, (_, large, small) in ZONES.items()}
    changed[ZONES_LOST] = {"marker.size": 14 if narrow else 19}
    changed[NAMES] = _points(named) | {"textposition": sides}
    changed[NAME_LOST] = _points(named[:1]) | {"textposition": sides[:1]}
    changed[STATES] = _points([one - (0, below) for one in named]) | {"textposition": sides}
    x0, y0, x1, y1 = _way()
    changed[WAY_LABEL] = at([(x0 + x1) / 2], [(y0 + y1) / 2 + 30 / px])
    changed[EDGE] = at([left, right], [bottom, bottom])
    changed[NOTE] = texts([left + 8 / px], [bottom + 4 / px], [TEXTS["note.short" if narrow else "note"]])
    return Patch(changed, {"xaxis.range": [left, right], "yaxis.range": [bottom, top]})


@lru_cache(maxsize=1)
def places() -> tuple[Floats, Floats]:
    """Give where the two Regions are on the plane."""
    regions, lon = world().regions, world().canvas.rotation_lon
    both = [np.array(forward(regions["lon"][code], regions["lat"][code], lon)) for code in (PRIMARY, STANDBY)]
    return both[0], both[1]


def _points(where: Iterable[Floats]) -> dict[str, Any]:
    return at(*np.array(list(where), float).reshape(-1, 2).T)


def _way() -> tuple[float, float, float, float]:
    """Give the ends of the way between the rings."""
    first, second = places()
    along = (second - first) / np.hypot(*(second - first)) * RING
    return (*(first + along).tolist(), *(second - along).tolist())


def _piece(share: float) -> tuple[float, float, float, float]:
    """Give the ends of a copy that has come a share of the way [0..1]."""
    x0, y0, x1, y1 = _way()
    start, way = np.array([x0, y0]), np.array([x1 - x0, y1 - y0])
    half = STROKE / float(np.hypot(*way))
    ends = [start + way * min(max(share + side, 0.0), 1.0) for side in (-half, half)]
    return (*ends[0].tolist(), *ends[1].tolist())


def _stack(place: Floats) -> list[tuple[float, float, float, float]]:
    """Give the strokes that are the data of a Region."""
    x, y = place.tolist()
    return [(x - STROKE, y + off * PITCH, x + STROKE, y + off * PITCH) for off in (-1, 0, 1)]


def _dots(name: str, symbol: str) -> go.Scatter:
    marker = {"symbol": symbol, "size": [], "opacity": 1, "line": {"width": 0.9}}
    return go.Scatter(name=name, mode="markers", x=[], y=[], marker=marker)


def _people(outcome: Outcome) -> dict[str, Mapping[str, Any]]:
    """Draw people by how long they wait, those who are not served as crosses."""
    wait, radius, where = dots.classes(world(), outcome), dots.radius_px(world()), _people_at()
    changed: dict[str, Mapping[str, Any]] = {}
    for c in range(WAIT_CLASSES + 1):
        mine = wait == c
        if c:
            changed[f"wait{c}"] = _points(where[mine]) | {"marker.size": floats(2 * radius[mine])}
        else:
            size = np.maximum(3.0, 1.7 * radius[mine])
            width = np.interp(size, (3.0, 16.0), (1.0, 2.4))
            changed["not served"] = _points(where[mine]) | {
                "marker.size": floats(size), "marker.line.width": floats(width)
            }  # fmt: skip
    return changed


@lru_cache(maxsize=1)
def _people_at() -> Floats:
    cells = world().cells
    return np.column_stack(forward(cells["lon"], cells["lat"], world().canvas.rotation_lon))


@lru_cache(maxsize=1)
def _land() -> Floats:
    """Give the outline of the land that is shown; what lies far outside is drawn together on the edge."""
    left, right, bottom, top = FRAME
    low, high = (left - BEYOND, bottom - BEYOND), (right + BEYOND, top + BEYOND)
    kept: list[Floats] = []
    for ring in world().canvas.land:
        lon, lat = np.array(ring, float).T
        points = np.column_stack(forward(lon, lat, world().canvas.rotation_lon)).clip(low, high)
        moved = points[np.append(True, (np.diff(points, axis=0) != 0).any(axis=1))]
        if np.ptp(moved, axis=0).min() > 0:
            kept += [moved, np.full((1, 2), np.nan)]
    return np.vstack(kept)
