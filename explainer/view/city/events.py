"""What happens: a parade along its street, a flood along the river, a quarter without power, a broken machine.

The parade is a band with chevrons in walking direction and a flag at its head; before it, the street that is closed
for it is dotted. Chevrons and flag are drawn in pixels, so once for a wide page and once for a narrow one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.tables import Ring
from explainer.texts import tr
from explainer.view import words
from explainer.view.city.ground import area, outline
from explainer.view.city.look import NARROW, NARROW_M, WIDE, Look, m_per_px, phone_px
from explainer.view.map.labels import Box
from explainer.view.palette import FONT, Palette, ink
from explainer.view.patch import Patch
from explainer.world import City, CityCause, causes
from explainer.world.cafe import Route

AREA, MACHINE = "hit area", "hit shop"
STREET, EDGE, BAND = "closed street", "parade edge", "parade"
CHEVRONS, POLE, PENNANT, START = IN_PIXELS = ("chevrons", "flag pole", "flag", "parade start")
BAND_PX, PITCH_PX, LEAST_BAND_PX = 13.0, 17.0, 42.0
CHEVRON_PX = (4.6, 3.4)  # length and half its height
POLE_PX, POLE_WIDTH_PX, PENNANT_PX = 33.0, 3.4, ((0, 33), (24, 28.5), (17, 24), (24, 19.5), (0, 15), (0, 33))
MACHINE_PX = 21.0
PATTERN = {"shape": "/", "size": 8, "solidity": 0.2, "fillmode": "replace", "fgopacity": 0.5}
SIZES = (WIDE, NARROW)

Floats = NDArray[np.float64]


def areas() -> list[go.Scatter]:
    """Build the hatched area of what happens, empty; the river lies over it."""
    return [area(AREA, (), 1, fillpattern=PATTERN)]


def traces() -> list[go.Scatter]:
    """Build the traces of a parade and of a broken machine, empty."""
    flat = {"simplify": False}
    lines = {STREET: (1.6, "1.6px 4.4px"), EDGE: (BAND_PX, "solid"), BAND: (BAND_PX - 2, "solid")}
    built = [area(MACHINE, (), 1, fillpattern=PATTERN)]
    for name, (width, dash) in lines.items():
        built.append(_line(name, {"width": width, "dash": dash} | flat))
    return built + [_line(CHEVRONS + size, {"width": 1.7} | flat, visible=size == WIDE) for size in SIZES]


def flag_traces() -> list[go.Scatter]:
    """Build the flag, which stands above shops, and the word at the start of a parade."""
    built = []
    for size in SIZES:
        built.append(_line(POLE + size, {"width": POLE_WIDTH_PX, "simplify": False}, visible=size == WIDE))
        built.append(area(PENNANT + size, (), 1.3, visible=size == WIDE))
        built.append(
            go.Scatter(
                name=START + size,
                mode="text",
                x=[],
                y=[],
                text=[],
                textfont={"family": FONT, "size": 12, "weight": 700},
                textposition="top right",
                hoverinfo="skip",
                visible=size == WIDE,
            )
        )
    return built


def patch(city: City, now: Outcome, look: Look) -> Patch:
    """Draw what happens."""
    shown = [causes()[name] for name in look.causes]
    hit, broken = (_filled(_rings(city, shown, kinds)) for kinds in (("flood", "power"), ("machine",)))
    parade = next((cause for cause in shown if cause.kind == "parade"), None)
    return Patch({AREA: hit, MACHINE: broken} | _parade(city, now, parade, look.progress))


def paint(palette: Palette) -> Patch:
    """Give what happens its colours."""
    cause, edge, dark = palette["cause"], palette["causeink"], palette["causetext"]
    hatched = {"fillpattern.fgcolor": edge, "line.color": dark}
    colours: dict[str, Mapping[str, Any]] = {
        AREA: hatched | {"fillpattern.bgcolor": ink(palette, "cause", 0.45), "fillcolor": ink(palette, "cause", 0.45)},
        MACHINE: hatched | {"fillpattern.bgcolor": cause, "fillcolor": cause},
        STREET: {"line.color": dark},
        EDGE: {"line.color": edge},
        BAND: {"line.color": cause},
    }
    for size in SIZES:
        colours[START + size] = {"textfont.color": dark}
        colours[CHEVRONS + size] = {"line.color": edge}
        colours[POLE + size] = {"line.color": palette["ink"]}
        colours[PENNANT + size] = {"line.color": edge, "fillcolor": cause}
    return Patch(colours)


def resized(narrow: bool) -> Patch:
    """Show the chevrons and the flag that are drawn for this width."""
    return Patch({name + size: {"visible": (size == NARROW) == narrow} for size in SIZES for name in IN_PIXELS})


def _parade(city: City, now: Outcome, cause: CityCause | None, progress: float) -> dict[str, Mapping[str, Any]]:
    if cause is None:
        names = [STREET, EDGE, BAND, *(name + size for size in SIZES for name in IN_PIXELS)]
        return {name: _xy(np.zeros((0, 2))) | ({"text": []} if name.startswith(START) else {}) for name in names}
    stops, reached = _walked(city.routes[cause.place])
    head_m = _head_m(reached, progress)
    head = _at(stops, reached, head_m)
    band, ahead = np.vstack([stops[reached < head_m], head]), np.vstack([head, stops[reached > head_m]])
    waits = progress == 0 and not cause.outages & now.scenario.outages
    text = []
    if waits and cause.hours_h:
        text = [words.NO_BREAK + tr("parade from {time}", time=f"{cause.hours_h[0]:.0f}:00")]
    drawn: dict[str, Mapping[str, Any]] = {STREET: _xy(ahead), EDGE: _xy(band), BAND: _xy(band)}
    for size in SIZES:
        px = m_per_px(size)
        drawn[CHEVRONS + size] = _xy(chevrons(stops, reached, head_m, px))
        drawn[POLE + size] = _xy(head + np.array([(0, -8 * px), (0, POLE_PX * px)]))
        drawn[PENNANT + size] = _xy(head + np.array(PENNANT_PX) * px)
        left = 0.0 if size == WIDE else NARROW_M[0][0]
        label = np.array([[left, head[1] + (POLE_PX + 2) * px]])[: len(text)]
        drawn[START + size] = _xy(label) | {"text": text}
    return drawn


def flag_boxes(city: City, look: Look) -> list[Box]:
    """Give the place that the flag takes, if there is one; labels keep off it."""
    boxes = []
    for cause in (causes()[name] for name in look.causes):
        if cause.kind == "parade":
            stops, reached = _walked(city.routes[cause.place])
            x, y = phone_px(*_at(stops, reached, _head_m(reached, look.progress)))
            boxes.append((x - 2, y - POLE_PX, x + PENNANT_PX[1][0], y))
    return boxes


def _head_m(reached: Floats, progress: float) -> float:
    """How far the head of a parade has come [m]; what waits at its start can be seen."""
    return float(max(progress * reached[-1], LEAST_BAND_PX * m_per_px()))


def chevrons(stops: Floats, reached: Floats, head_m: float, px: float) -> Floats:
    """Give the chevrons on a band, each three points and a gap, a pitch apart up to its head."""
    length, half = CHEVRON_PX[0] * px, CHEVRON_PX[1] * px
    tips_m = np.arange(PITCH_PX * px / 2, head_m - BAND_PX * px / 2, PITCH_PX * px)
    drawn = []
    for tip_m in tips_m:
        tip, back = _at(stops, reached, tip_m + length / 2), _at(stops, reached, tip_m - length / 2)
        forth = (tip - back) / np.hypot(*(tip - back))
        aside = np.array([-forth[1], forth[0]]) * half
        drawn += [back + aside, tip, back - aside, np.full(2, np.nan)]
    return np.array(drawn).reshape(-1, 2)


def _walked(route: Route) -> tuple[Floats, Floats]:
    """Points of a route in walking direction [m], shape (n, 2), and how far it is to each of them [m], shape (n,)."""
    stops = np.array(route.line, float)
    return stops, np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(stops, axis=0).T))])


def _at(stops: Floats, reached: Floats, along_m: float) -> Floats:
    return np.array([np.interp(along_m, reached, stops[:, axis]) for axis in (0, 1)])


def _rings(city: City, shown: list[CityCause], kinds: tuple[str, ...]) -> list[Ring]:
    """Outlines of what some causes hit."""
    found: list[Ring] = []
    for cause in (cause for cause in shown if cause.kind in kinds):
        if cause.kind == "machine":
            x, y = city.shops.loc[cause.place, ["x_m", "y_m"]].to_numpy(float)
            turn, radius = np.linspace(0, 2 * np.pi, 49), MACHINE_PX * m_per_px()
            found.append(tuple(zip(x + radius * np.sin(turn), y + radius * np.cos(turn), strict=True)))
        else:
            found += (city.floods if cause.kind == "flood" else city.feeders)[cause.place].rings
    return found


def _filled(rings: list[Ring]) -> dict[str, Any]:
    x, y = outline(rings)
    return {"x": x, "y": y}


def _xy(line: Floats) -> dict[str, Any]:
    return {"x": line[:, 0].astype(np.float32), "y": line[:, 1].astype(np.float32)}


def _line(name: str, line: Mapping[str, Any], **more: Any) -> go.Scatter:
    return go.Scatter(name=name, mode="lines", x=[], y=[], hoverinfo="skip", line=line, **more)
