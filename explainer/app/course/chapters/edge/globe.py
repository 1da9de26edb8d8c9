"""The map of chapter 7: edge cities, the way to the Region, and requests on it.

It is the World's map in its own projection, but on plain axes: many marks move ten times a second here, and only what
has moved is then drawn anew. Marks are those of the large map; an edge city is a pin, whose tip is the place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from explainer.tables import Ring
from explainer.view import axes
from explainer.view.appraise import shapes
from explainer.view.palette import WAIT_CLASSES, Palette, rim
from explainer.view.projection import forward
from explainer.world import World
from explainer.world.edge import edge_cities

WIDTH_PX, MIDDLE_LON = 820.0, 11.0
SCALE_PX = WIDTH_PX / 2 / float(forward(191.0, 0.0, MIDDLE_LON)[0])  # of a radian of the plane
TOP_Y, FOOT_Y = (float(forward(0.0, lat, 0.0)[1]) for lat in (79.0, -56.0))
HEIGHT_PX = (TOP_Y - FOOT_Y) * SCALE_PX
CLASSES = tuple(range(1, WAIT_CLASSES + 1))
SEA, LAND, LAKES, HALO, PINS, STOPS = "sea", "land", "lakes", "way halo", "edge cities", "landings"
REGION, DOWN, USED, OUT = "region", "region down", "edge in use", "out on map"
PLACES, LOST_PLACE, LANDED, SEAM = "places", "place lost", "landing names", "seam"
PIN_PX, USED_PX, CUSTOMERS_PX = 7.0, 16.0, 17.0
Points = tuple[ArrayLike, ArrayLike]  # longitudes, latitudes [degrees]
Name = tuple[str, float, float, str, str]
NOWHERE: Points = ((), ())


@dataclass(frozen=True, eq=False)
class Globe:
    """What the map shows.

    Parameters
    ----------
    way, way_class
        Points of the way [degrees], and the wait class of its total.
    customers, customers_class
        Where they are [degrees], and the class of their wait.
    edge
        Where the edge city in use is [degrees], none before there is one.
    region, down
        Where the Region is [degrees], and whether it is lost.
    landings
        Where cables land on the way [degrees].
    places
        Names: trace, longitude, latitude [degrees], words, side.
    seam
        Latitude [degrees] at which the way leaves the map on the right and comes back on the left, and the words there.
    out, back, back_class
        Requests on their way there and back [degrees], and the wait class of the latter.
    """

    way: Points
    way_class: int
    customers: Points
    customers_class: int
    edge: Points
    region: Points
    down: bool
    landings: Points
    places: Sequence[Name]
    seam: tuple[float, str, str] | None
    out: Points = NOWHERE
    back: Points = NOWHERE
    back_class: ArrayLike = ()


def pixels(lon: ArrayLike, lat: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Place on the map [px], from its top left corner.

    Examples
    --------
    >>> [round(float(px)) for px in pixels(11, 0)]
    [410, 199]
    """
    x, y = forward(lon, lat, MIDDLE_LON)
    return WIDTH_PX / 2 + x * SCALE_PX, (TOP_Y - y) * SCALE_PX


def traces(world: World) -> list[Any]:
    """Build the traces: the ground as it is, all else empty."""
    sea = shapes.at([0, 0, WIDTH_PX, WIDTH_PX], [0, HEIGHT_PX, HEIGHT_PX, 0])
    built: list[Any] = [
        go.Scatter(name=name, mode="lines", fill="toself", line={"width": width}, **points)
        for name, width, points in (
            (SEA, 0, sea),
            (LAND, 0.7, _outline(world.canvas.land)),
            (LAKES, 0.7, _outline(world.canvas.lakes)),
        )
    ]
    cities = edge_cities()
    pins = shapes.mark(PINS, "triangle-down", PIN_PX, 0.8)
    pins.update(_pins((cities["lon"], cities["lat"]), PIN_PX))
    built += [shapes.line(HALO, 7, simplify=False), *(shapes.line(f"way{c}", 3.2, simplify=False) for c in CLASSES)]
    for trace in built:
        trace.cliponaxis = True
    built += [pins, shapes.mark(STOPS, "circle", 9, 2.4)]
    built += [shapes.mark(REGION, "diamond", 19, 2), shapes.mark(DOWN, "diamond-x", 24, 2)]
    built += [shapes.mark(f"customers{c}", "circle", CUSTOMERS_PX, 1.2) for c in CLASSES]
    built += [shapes.mark(USED, "triangle-down", USED_PX, 1.6), shapes.mark(OUT, "circle", 8, 1.6)]
    built += [shapes.mark(f"answers on map{c}", "circle", 9, 1) for c in CLASSES]
    return [*built, axes.text(SEAM), *(axes.text(name, bold=name != LANDED) for name in (LANDED, PLACES, LOST_PLACE))]


def patch(seen: Globe) -> dict[str, Mapping[str, Any]]:
    """Draw the map of a moment."""
    way = _broken(*pixels(*seen.way))
    region = shapes.at(*_spots(seen.region))
    changed: dict[str, Mapping[str, Any]] = {
        HALO: way,
        STOPS: shapes.at(*_spots(seen.landings)),
        REGION: _none() if seen.down else region,
        DOWN: region if seen.down else _none(),
        USED: _pins(seen.edge, USED_PX + CUSTOMERS_PX),
        OUT: shapes.at(*_spots(seen.out)),
        **{
            name: _names([place[1:] for place in seen.places if place[0] == name])
            for name in (PLACES, LOST_PLACE, LANDED)
        },
        SEAM: _seam(seen.seam),
    }
    x, y = _spots(seen.back)
    classes = np.asarray(seen.back_class, int)
    for c in CLASSES:
        changed[f"way{c}"] = way if c == seen.way_class else _none()
        changed[f"customers{c}"] = shapes.at(*_spots(seen.customers)) if c == seen.customers_class else _none()
        changed[f"answers on map{c}"] = shapes.at(x[classes == c], y[classes == c])
    return changed


def paint(palette: Palette) -> dict[str, Mapping[str, Any]]:
    """Give the map its colours."""
    grounds = {SEA: ("sea", "sea"), LAND: ("land", "coast"), LAKES: ("sea", "coast")}
    colours: dict[str, Mapping[str, Any]] = {
        name: {"fillcolor": palette[fill], "line.color": palette[line]} for name, (fill, line) in grounds.items()
    }
    colours[HALO] = {"line.color": palette["land"]}
    marks = {
        PINS: ("ink2", "land"),
        STOPS: ("page", "wait6"),
        REGION: ("ink", "land"),
        DOWN: ("loss", "land"),
        USED: ("ink", "land"),
        OUT: ("page", "ink"),
    }
    colours |= {
        name: {"marker.color": palette[fill], "marker.line.color": palette[line]}
        for name, (fill, line) in marks.items()
    }
    for c in CLASSES:
        colours[f"way{c}"] = {"line.color": palette[f"wait{c}"]}
        answer = {"marker.color": palette[f"wait{c}"], "marker.line.color": rim(palette, c)}
        colours |= {f"customers{c}": answer, f"answers on map{c}": answer}
    texts = {PLACES: "ink", LOST_PLACE: "loss", LANDED: "ink2", SEAM: "ink2"}
    return colours | {name: {"textfont.color": palette[token]} for name, token in texts.items()}


def _spots(points: Points) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    x, y = pixels(*points)
    return np.atleast_1d(x), np.atleast_1d(y)


def _pins(points: Points, size_px: float) -> dict[str, Any]:
    """Stand pins on places: the tip of a triangle is half its size below its middle."""
    x, y = _spots(points)
    return shapes.at(x, y - size_px / 2)


def _broken(x: NDArray[np.float64], y: NDArray[np.float64]) -> dict[str, Any]:
    """Break a line where it leaves the map at one end and comes back at the other."""
    leaps = np.flatnonzero(np.abs(np.diff(x)) > WIDTH_PX / 2) + 1
    return shapes.at(np.insert(x, leaps, np.nan), np.insert(y, leaps, np.nan))


def _names(places: Sequence[tuple[float, float, str, str]]) -> dict[str, Any]:
    x, y = _spots(([place[0] for place in places], [place[1] for place in places]))
    return shapes.texts(x, y, [place[2] for place in places], textposition=[place[3] for place in places])


def _seam(seam: tuple[float, str, str] | None) -> dict[str, Any]:
    """Write at both ends of the map where the way goes on: above it on the right, below it on the left."""
    if seam is None:
        return shapes.texts([], [], [], textposition=[])
    lat, right, left = seam
    y = float(pixels(MIDDLE_LON, lat)[1])
    x, rows = [WIDTH_PX - 6, 6], [y - 16, y + 16]
    return shapes.texts(x, rows, [right, left], textposition=["middle left", "middle right"])


def _outline(rings: tuple[Ring, ...]) -> dict[str, Any]:
    points = np.array([point for ring in rings for point in (*ring, (np.nan, np.nan))])
    return shapes.at(*pixels(*points.T))


def _none() -> dict[str, Any]:
    return shapes.at([], [])
