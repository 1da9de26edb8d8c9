"""Café and cloud side by side: the same places, the same marks, and both break at once.

The sides of the triangle are as long on the picture whatever they are in truth; what changes is the scale, so the
storm shrinks as the places move apart. Two axis pairs share one unit, the side of the triangle.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import pi
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.app.course.chapter import say
from explainer.app.course.chapters.zones.apart import CAFE_SCALE, CODES, CORNERS, Hit, copy_ms, note_min
from explainer.app.course.chapters.zones.texts import TEXTS
from explainer.app.course.chapters.zones.wording import copied
from explainer.view import axes, words
from explainer.view.appraise.shapes import at, floats, line, mark, segments
from explainer.view.map import labels
from explainer.view.palette import Palette, ink
from explainer.view.patch import Patch, merge

SIDES = ("cafe", "cloud")
WIDTH, GAP = 1.66, 0.02  # of each side, in sides of the triangle; between them, as a share of the picture
RING, SMALLEST, LARGEST, BELOW = 0.77, 0.1, 4.0, 0.015
#: a wide page and a phone: pixels of a unit, highest point, and rows below the ring [px]
PAGES = {"wide": (242.0, 0.98, (20, 40, 80, 108)), "narrow": (115.0, 1.06, (14, 29, 50, 70))}
HEIGHT_PX = {"wide": 562.0, "narrow": 300.0}
TILT = 0.2  # of the streets [rad]
LINKS = ((2, 0), (2, 1), (0, 1))
BLANK = words.NO_BREAK  # a label that is there and says nothing; one that comes and goes is not redrawn
PATTERN = {"shape": "/", "size": 8, "solidity": 0.2, "fillmode": "replace", "fgopacity": 0.5}
ROWS = ("name", "state", "bar", "note")
MARK_PX = {"wide": 28.0, "narrow": 22.0}


def build() -> go.Figure:
    """Build both sides, empty."""
    traces: list[Any] = []
    for side, (x, y) in zip(SIDES, (("x", "y"), ("x2", "y2")), strict=True):
        for trace in _side(side):
            trace.update(xaxis=x, yaxis=y, hoverinfo="skip")
            traces.append(trace)
    half, (_, top, _) = WIDTH / 2, PAGES["wide"]
    low = top - HEIGHT_PX["wide"] / PAGES["wide"][0]
    across = {"xaxis": [0, 0.5 - GAP / 2], "xaxis2": [0.5 + GAP / 2, 1]}
    layout: dict[str, Any] = {
        name: axes.axis(-half, half, domain=ends, anchor=name.replace("xaxis", "y")) for name, ends in across.items()
    }
    layout |= {name: axes.axis(low, top, anchor=name.replace("yaxis", "x")) for name in ("yaxis", "yaxis2")}
    return go.Figure(traces, axes.layout(**layout))


def _side(side: str) -> list[Any]:
    wide, high = WIDTH / 2, 2.5
    ground = {"x": [-wide, wide, wide, -wide], "y": [-high, -high, high, high]}
    angle = np.linspace(0, 2 * pi, 97)
    built: list[Any] = [
        go.Scatter(name=f"ground {side}", mode="lines", fill="toself", line={"width": 0}, **ground),
        line(f"streets {side}", 7 if side == "cafe" else 1),
        go.Scatter(
            name=f"storm {side}", mode="lines", fill="toself", fillpattern=PATTERN, line={"width": 1.2}, x=[], y=[]
        ),
        line(f"ring {side}", 1.7).update(at(RING * np.cos(angle), RING * np.sin(angle))),
        line(f"links {side}", 2.5),
        line(f"links lost {side}", 2.5, dash="4px 4px"),
        line(f"bar {side}", 1.6),
        mark(f"lost {side}", "square-x", 28, 2),
        mark(f"up {side}", "square", 28, 2),
    ]
    built[-1].update(mode="markers+text", text=[], textposition="middle center")
    built[-1].textfont = {"size": 13, "weight": 700}
    for trace in built[1:3]:
        trace.cliponaxis = True
    title = axes.text(f"title {side}", bold=True, position="bottom center")
    title.update(x=[0], y=[0.95], text=[TEXTS[f"side.{side}"]], textfont={"size": 14})
    built += [title, *(axes.text(f"{name} {side}", True, "middle center") for name in ("names", "names lost"))]
    built += [axes.text(f"along {side}", True, "middle center")]
    built += [axes.text(f"{row} {side}", row == "name", "middle center") for row in ROWS if row != "bar"]
    built.append(axes.text(f"length {side}", position="top center"))
    return [*built, axes.text(f"none {side}", True, "middle center")]


def patch(distance_km: float, hit: Hit | None, radius_km: float) -> Patch:
    """Draw the places a distance apart [km] and a storm over them; with no Hit only the places."""
    return merge(*(Patch(_drawn(side, distance_km, hit, radius_km)) for side in SIDES))


def _drawn(side: str, distance_km: float, hit: Hit | None, radius_km: float) -> dict[str, Mapping[str, Any]]:
    up = np.array(hit.up if hit else (True, True, True))
    letters = np.array(CODES if side == "cafe" else ("1", "2", "3"), object)
    joined = [(one, other) for one, other in LINKS if up[one] and up[other]]
    apart = [pair for pair in LINKS if pair not in joined]
    state = ("none", "one", "two", "all")[int(up.sum())]
    told, gone = TEXTS[f"open.{state}"] if hit else BLANK, not up.any()
    alone = hit is not None and hit.taken == 1  # its name then stands below the whole storm
    reach = max(radius_km / distance_km, SMALLEST) if alone else 0.0
    pitch = _pitch(distance_km if hit else 1.0)
    scale = CAFE_SCALE if side == "cafe" else 1.0
    return {
        f"streets {side}": _streets(pitch),
        f"storm {side}": _storm(hit, radius_km / distance_km),
        f"links {side}": _ends(joined),
        f"links lost {side}": _ends(apart),
        f"lost {side}": at(*CORNERS[~up].T),
        f"up {side}": at(*CORNERS[up].T) | {"text": letters[up].tolist()},
        f"names {side}": _names(side, letters, up),
        f"names lost {side}": _names(side, letters, ~up, reach),
        f"along {side}": _along(side, distance_km, hit),
        f"name {side}": {"x": [0], "text": [TEXTS[f"ring.{side}"]]},
        f"state {side}": {"x": [0], "text": [BLANK if gone else told]},
        f"none {side}": {"x": [0], "text": [told if gone else BLANK]},
        f"note {side}": {"x": [0], "text": [TEXTS[f"note.{side}"]]},
        f"bar {side}": {"x": [-pitch, -pitch, np.nan, -pitch, pitch, np.nan, pitch, pitch] if hit else [np.nan] * 8},
        f"length {side}": {"x": [0], "text": [words.distance(2 * pitch * distance_km * scale) if hit else BLANK]},
    }


def paint(palette: Palette) -> Patch:
    """Give both sides their colours."""
    colours: dict[str, Mapping[str, Any]] = {}
    for side, ground, street in (("cafe", "block", "land"), ("cloud", "sea", "coast")):
        colours[f"ground {side}"] = {"fillcolor": palette[ground]}
        colours[f"streets {side}"] = {"line.color": palette[street]}
        clear = ink(palette, "cause", 0.45)
        colours[f"storm {side}"] = {
            "fillpattern.fgcolor": palette["causeink"],
            "fillpattern.bgcolor": clear,
            "fillcolor": clear,
            "line.color": palette["causetext"],
        }
        inked = {"marker.color": palette["ink"], "marker.line.color": palette["land"]}
        colours[f"up {side}"] = inked | {"textfont.color": palette["onink"]}
        colours[f"lost {side}"] = {"marker.color": palette["loss"], "marker.line.color": palette["land"]}
        for name, token in {"ring": "ink", "links": "ink", "links lost": "loss", "bar": "ink"}.items():
            colours[f"{name} {side}"] = {"line.color": palette[token]}
        tokens = {"title": "ink", "names": "ink", "names lost": "loss", "along": "ink", "name": "ink", "state": "ink"}
        for name, token in (tokens | {"none": "loss", "note": "ink2", "length": "ink2"}).items():
            colours[f"{name} {side}"] = {"textfont.color": palette[token]}
    return Patch(colours, axes.painted(palette))


def resized(narrow: bool) -> Patch:
    """Fit the picture to the width of the page: where the rows below the ring stand, and how large the marks are."""
    page = "narrow" if narrow else "wide"
    px, top, rows = PAGES[page]
    low = top - HEIGHT_PX[page] / px
    name, state, bar, note = (-RING - row / px for row in rows)
    changed: dict[str, Mapping[str, Any]] = {}
    for side in SIDES:
        changed |= {f"{row} {side}": {"y": [y]} for row, y in {"name": name, "state": state, "note": note}.items()}
        changed[f"none {side}"] = {"y": [state]}
        tick = 4 / px
        changed[f"bar {side}"] = {
            "y": floats([bar + tick, bar - tick, np.nan, bar, bar, np.nan, bar + tick, bar - tick])
        }
        changed[f"length {side}"] = {"y": [bar + 2 / px]}
        changed[f"title {side}"] = {"y": [top - 9 / px]}
        changed |= {f"{state_} {side}": {"marker.size": MARK_PX[page]} for state_ in ("up", "lost")}
    return Patch(changed, {f"{axis}.range": [low, top] for axis in ("yaxis", "yaxis2")})


def _pitch(distance_km: float) -> float:
    """Distance between streets, in sides of the triangle: a round number of kilometres."""
    power = 10 ** np.floor(np.log10(distance_km) + 1e-9)
    return float(power / distance_km if distance_km > 1.5 * power else 0.2)


def _streets(pitch: float) -> dict[str, Any]:
    reach = 3.0
    steps = np.arange(-np.floor(reach / pitch), np.floor(reach / pitch) + 1) * pitch + pitch / 2
    turn = np.array([[np.cos(TILT), -np.sin(TILT)], [np.sin(TILT), np.cos(TILT)]])
    ends = [((s, -reach), (s, reach)) for s in steps] + [((-reach, s), (reach, s)) for s in steps]
    turned = np.array(ends) @ turn.T
    return segments([tuple(both.ravel().tolist()) for both in turned])


def _storm(hit: Hit | None, radius: float) -> dict[str, Any]:
    if hit is None:
        return at([], [])
    angle, reach = np.linspace(0, 2 * pi, 73), min(max(radius, SMALLEST), LARGEST)
    return at(hit.spot[0] + reach * np.cos(angle), hit.spot[1] + reach * np.sin(angle))


def _ends(pairs: list[tuple[int, int]]) -> dict[str, Any]:
    return segments([(*CORNERS[one].tolist(), *CORNERS[other].tolist()) for one, other in pairs])


def _names(side: str, letters: Any, shown: Any, reach: float | None = None) -> dict[str, Any]:
    """Name places: the one on top at its right, the others below; lost ones below the reach of a storm."""
    key = ("shop" if side == "cafe" else "zone") + ("" if reach is None else ".lost")
    text, place, ys = [], [], []
    for corner in np.flatnonzero(shown).tolist():
        name = words.plot(say(TEXTS, key, {"name": letters[corner]}))
        text.append(labels.beside(name, "middle right") if corner == 0 else name if reach else f"{BLANK}<br>{name}")
        place.append("middle right" if corner == 0 else "bottom center")
        ys.append(CORNERS[corner, 1] - (reach or BELOW) * (corner > 0))
    return at(CORNERS[shown, 0], ys) | {"text": text, "textposition": place}


def _along(side: str, distance_km: float, hit: Hit | None) -> dict[str, Any]:
    """Write along the sides how long they are, and how long a copy takes."""
    (left, below) = CORNERS[[2, 0]].mean(axis=0), CORNERS[[2, 1]].mean(axis=0)
    if hit is None:
        return at([below[0]], [below[1]]) | {"text": [TEXTS["open.distance"]]}
    cafe = side == "cafe"
    text = [words.distance(distance_km * (CAFE_SCALE if cafe else 1))]
    text.append(words.wait(note_min(distance_km), "min") if cafe else copied(copy_ms(distance_km)))
    return at([below[0], left[0]], [below[1], left[1]]) | {"text": text}
