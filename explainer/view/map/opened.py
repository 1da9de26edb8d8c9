"""A Region opened into its zones: a diagram in empty water, tied to the Region's point.

Where zones are is not published, so they are drawn on a clock face, and the drawing says so. The face is put where
it covers the fewest people, and its outline is worked out in pixels of the drawing and turned back into degrees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.texts import tr
from explainer.view import words
from explainer.view.map import labels
from explainer.view.map.look import Look
from explainer.view.map.regions import positions
from explainer.view.palette import FONT, Palette
from explainer.view.patch import Patch
from explainer.view.projection import Drawing
from explainer.world import World

RADIUS_PX, ORBIT_PX = 92.0, 48.0
NOTE_WIDTH_PX, NOTE_HEIGHT_PX = 190.0, 52.0
FACE, LEADERS, LINKS, LINKS_LOST = "opened face", "opened leaders", "zone links", "zone links lost"
UP, LOST, SPARE, HEART = "zones up", "zones lost", "zones not used", "opened Region"
NAMES, NAMES_LOST, NOTE = "zone names", "zone names lost", "opened note"
ALL = (FACE, LEADERS, LINKS, LINKS_LOST, UP, LOST, SPARE, HEART, NAMES, NAMES_LOST, NOTE)
#: where a face may be put, as shares of the drawing's width and height
SEATS = tuple((x / 20, y) for y in (0.52, 0.7, 0.34) for x in range(2, 20))
NEAR_PX = 34.0  # marks and ways keep so far off the face, which leaves room for their names


def traces() -> list[go.Scattergeo]:
    """Build the traces of an opened Region, empty."""
    lines = {LEADERS: 1.0, FACE: 1.7, LINKS: 2.5, LINKS_LOST: 2.5}
    built = [
        go.Scattergeo(
            name=name,
            mode="lines",
            lon=[],
            lat=[],
            hoverinfo="skip",
            fill="toself" if name == FACE else "none",
            line={"width": width, "dash": "4px 4px" if name == LINKS_LOST else "solid"},
        )
        for name, width in lines.items()
    ]
    marks = {UP: ("square", 24.0), LOST: ("square-x", 24.0), SPARE: ("square", 16.0), HEART: ("diamond", 18.0)}
    for name, (symbol, size) in marks.items():
        marker = {"symbol": symbol, "size": size, "opacity": 1, "line": {"width": 2 if name != SPARE else 1.4}}
        built.append(go.Scattergeo(name=name, mode="markers", lon=[], lat=[], hoverinfo="skip", marker=marker))
    for name in (NAMES, NAMES_LOST, NOTE):
        font = {"family": FONT, "size": 12, "weight": 400 if name == NOTE else 700}
        built.append(go.Scattergeo(name=name, mode="text", lon=[], lat=[], text=[], textfont=font, hoverinfo="skip"))
    return built


def patch(world: World, outcome: Outcome, look: Look, frame: Drawing, seat: tuple[float, float] | None) -> Patch:
    """Draw the opened Region on its seat; without one, clear it."""
    if seat is None:
        empty = np.array([], np.float32)
        texts: dict[str, dict[str, Any]] = {
            name: {"lon": empty, "lat": empty, "text": []} for name in (NAMES, NAMES_LOST, NOTE)
        }
        for name in (NAMES, NAMES_LOST):
            texts[name]["textposition"] = []
        marks: dict[str, dict[str, Any]] = {name: {"lon": empty, "lat": empty} for name in ALL}
        return Patch(marks | texts)
    changed = _outline(frame, seat, _point(world, look.region, frame))
    return Patch(changed | _zones(world, outcome, look.region, frame, seat))


def paint(palette: Palette) -> Patch:
    """Give the opened Region its colours."""
    ink, land, loss = palette["ink"], palette["land"], palette["loss"]
    return Patch(
        {
            FACE: {"line.color": ink, "fillcolor": palette["page"]},
            LEADERS: {"line.color": ink},
            LINKS: {"line.color": ink},
            LINKS_LOST: {"line.color": loss},
            UP: {"marker.color": ink, "marker.line.color": land},
            LOST: {"marker.color": loss, "marker.line.color": land},
            SPARE: {"marker.color": palette["page"], "marker.line.color": palette["ink2"]},
            HEART: {"marker.color": ink, "marker.line.color": land},
            NAMES: {"textfont.color": ink},
            NAMES_LOST: {"textfont.color": loss},
            NOTE: {"textfont.color": ink},
        }
    )


def shown(visible: bool) -> Patch:
    """Show or hide the diagram: on a narrow page the panel below the map tells the same."""
    return Patch({name: {"visible": visible} for name in ALL})


def seat(
    world: World, outcome: Outcome, look: Look, frame: Drawing, avoid: tuple[tuple[float, float], ...]
) -> tuple[float, float] | None:
    """Choose the middle of the face [px]: few people below it, no mark of the design and no explained way.

    Parameters
    ----------
    world, outcome, look
        What is shown; without an opened Region there is no seat.
    frame
        The drawing.
    avoid
        Points of the explained way [lon, lat].
    """
    if not look.region:
        return None
    point = _point(world, look.region, frame)
    x, y = frame.pixels(world.cells["lon"], world.cells["lat"])
    lon, lat = positions(world)
    used = outcome.region_used
    marks_x, marks_y = frame.pixels(lon[used], lat[used])
    way_x, way_y = frame.pixels([at[0] for at in avoid], [at[1] for at in avoid])
    if len(avoid) > 1:
        along = np.linspace(0, len(avoid) - 1, 12 * len(avoid))
        way_x, way_y = (np.interp(along, np.arange(len(avoid)), end) for end in (way_x, way_y))
    marks_x, marks_y = np.concatenate([marks_x, way_x]), np.concatenate([marks_y, way_y])

    def cost(seat: tuple[float, float]) -> float:
        covered = world.users[np.hypot(x - seat[0], y - seat[1]) < RADIUS_PX + 4].sum() / world.users.sum()
        crossed = (np.hypot(marks_x - seat[0], marks_y - seat[1]) < RADIUS_PX + NEAR_PX).sum()
        far = np.hypot(point[0] - seat[0], point[1] - seat[1]) / frame.width_px
        return float(20 * crossed + 10 * covered + far)

    wide, high = max(RADIUS_PX, NOTE_WIDTH_PX / 2) + 10, RADIUS_PX + 8
    seats = [
        (
            min(max(x_share * frame.width_px, wide), frame.width_px - wide),
            min(max(y_share * frame.height_px, high), frame.height_px - high - NOTE_HEIGHT_PX),
        )
        for x_share, y_share in SEATS
    ]
    return min(_on_globe(frame, seats) or seats, key=cost)


def _rim(seat: Any) -> tuple[Any, Any]:
    """Give the outline of a face round its middle [px], clockwise from 12 h."""
    turn = np.linspace(0, 2 * np.pi, 73)
    return seat[0] + RADIUS_PX * np.sin(turn), seat[1] - RADIUS_PX * np.cos(turn)


def _on_globe(frame: Drawing, seats: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out the seats where a part of the face would lie beyond the cut and so come in on the other side."""
    lon, _ = frame.degrees(*_rim(np.array(seats).T[:, :, None]))
    low, high = frame.canvas.lon_range
    inside = np.all((lon > low) & (lon < high), axis=1).tolist()
    return [seat for seat, on in zip(seats, inside, strict=True) if on]


def clock(count: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Angles of the zones on the clock face [rad, clockwise from 12 h]: even steps, the first at 12 h.

    Examples
    --------
    >>> np.degrees(clock(4)).tolist()
    [0.0, 90.0, 180.0, 270.0]
    """
    return np.arange(count) * 2 * np.pi / max(count, 1)


def face_box(seat: tuple[float, float]) -> tuple[float, float, float, float]:
    """Give the rectangle that the face covers [left, top, right, bottom, px]."""
    return (seat[0] - RADIUS_PX, seat[1] - RADIUS_PX, seat[0] + RADIUS_PX, seat[1] + RADIUS_PX)


def _point(world: World, code: str, frame: Drawing) -> tuple[float, float]:
    region = world.position(code)
    lon, lat = positions(world)
    x, y = frame.pixels(lon[region], lat[region])
    return float(x), float(y)


def _outline(frame: Drawing, seat: tuple[float, float], point: tuple[float, float]) -> dict[str, Mapping[str, Any]]:
    # clockwise on the globe is clockwise on the drawing; the other way round everything else would be filled
    face = frame.degrees(*_rim(seat))
    to_x, to_y = point[0] - seat[0], point[1] - seat[1]
    reach = np.hypot(to_x, to_y)
    leaders_x, leaders_y = [], []
    for side in (-1, 1) if reach > RADIUS_PX else ():
        touch = np.arctan2(to_y, to_x) + side * np.arccos(RADIUS_PX / reach)
        # many short pieces, since long ones would be drawn as great circles
        leaders_x += [*np.linspace(point[0], seat[0] + RADIUS_PX * np.cos(touch), 24), np.nan]
        leaders_y += [*np.linspace(point[1], seat[1] + RADIUS_PX * np.sin(touch), 24), np.nan]
    heart = frame.degrees(*seat)
    return {
        FACE: _at(*face),
        LEADERS: _at(*frame.degrees(leaders_x, leaders_y)),
        HEART: _at(*np.atleast_1d(*heart)),
        NOTE: _at(*np.atleast_1d(*frame.degrees(seat[0], seat[1] + RADIUS_PX + 20)))
        | {"text": [tr("Zone positions are not published.<br>This is a diagram, not a map.")]},
    }


def _zones(
    world: World, outcome: Outcome, code: str, frame: Drawing, seat: tuple[float, float]
) -> dict[str, Mapping[str, Any]]:
    rows = np.flatnonzero(world.zones["region"].to_numpy() == code)
    turn = clock(len(rows))
    x, y = seat[0] + ORBIT_PX * np.sin(turn), seat[1] - ORBIT_PX * np.cos(turn)
    used = outcome.zone_used[rows]
    lost, spare = ~outcome.zone_up[rows], ~used & outcome.zone_up[rows]
    up = used & ~lost
    found: dict[str, Mapping[str, Any]] = {}
    for name, mine in ((UP, up), (LOST, lost), (SPARE, spare)):
        found[name] = _at(*frame.degrees(x[mine], y[mine]))
    for name, mine in ((LINKS, up), (LINKS_LOST, lost & used)):
        ends_x = np.column_stack([np.full(mine.sum(), seat[0]), x[mine], np.full(mine.sum(), np.nan)]).ravel()
        ends_y = np.column_stack([np.full(mine.sum(), seat[1]), y[mine], np.full(mine.sum(), np.nan)]).ravel()
        found[name] = _at(*frame.degrees(ends_x, ends_y))
    short = [zone.rsplit("-", 1)[-1] for zone in world.zones.index[rows]]
    sides = ["middle left" if np.sin(angle) < -0.1 else "middle right" for angle in turn]
    for name, mine in ((NAMES, ~lost), (NAMES_LOST, lost)):
        which = np.flatnonzero(mine)
        said = tr("{zone} lost") if name == NAMES_LOST else "{zone}"
        text = [said.format(zone=words.plot(short[i])) for i in which]
        found[name] = _at(*frame.degrees(x[mine], y[mine])) | {
            "text": [labels.beside(t, sides[i]) for t, i in zip(text, which, strict=True)],
            "textposition": [sides[i] for i in which],
        }
    return found


def _at(lon: Any, lat: Any) -> dict[str, Any]:
    return {"lon": np.asarray(lon, np.float32), "lat": np.asarray(lat, np.float32)}
