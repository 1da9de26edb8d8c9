"""What distance buys and what it costs: zones that the storm takes, and the time of a copy, over one axis.

The axis is the one on which you said a distance, so the prediction stands on it as a dashed ring, for good. While the
zones are moved apart the curves are drawn as far as these have come; at the end all of them, with what holds both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.app.course.chapter import say
from explainer.app.course.chapters.zones.apart import (
    CURVE_KM,
    LIMIT_KM,
    SINGLE_DIGIT_MS,
    copies,
    copy_ms,
    good_km,
    light_ms,
    storm,
    taken,
)
from explainer.app.course.chapters.zones.texts import TEXTS
from explainer.app.course.chapters.zones.wording import copied
from explainer.view import axes, words
from explainer.view.appraise.shapes import at, line, mark, segments, sheet, texts, within
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.view.prediction import RING_PX, RING_UID, Scale

WIDTH_PX, HEIGHT_PX, LEFT_PX, RIGHT_PX = 352.0, 216.0, 16.0, 338.0
TAKEN_PX, COPY_PX = (36.0, 66.0), (94.0, 148.0)  # top and foot of each lane
AXIS_PX, TICKS_PX, SAID_PX, GOOD_PX = 168.0, 189.0, 207.0, 10.0
LIGHT_PX = 290.0  # where the words about light stand
MOST_MS = 18.0
SCALE = Scale(1.0, 1000.0, tuple((at_km, f"{at_km:,.0f}") for at_km in (1.0, 10.0, 100.0, 1000.0)), log=True)


def x_px(distance_km: float) -> float:
    """Give the place of a distance along the axis [px]."""
    return LEFT_PX + SCALE.place(distance_km) * (RIGHT_PX - LEFT_PX)


def build() -> go.Figure:
    """Build the chart with its axis and lanes, and no result."""
    ticks = [x_px(value) for value, _ in SCALE.ticks]
    ground = [(LEFT_PX, foot, RIGHT_PX, foot) for _, foot in (TAKEN_PX, COPY_PX)]
    axis = [(LEFT_PX, AXIS_PX, RIGHT_PX, AXIS_PX), *((x, AXIS_PX - 4, x, AXIS_PX + 4) for x in ticks)]
    labels = [
        label + (f"{words.NO_BREAK}km" if i == len(ticks) - 1 else "") for i, (_, label) in enumerate(SCALE.ticks)
    ]
    places = [within(x, label, WIDTH_PX) for x, label in zip(ticks, labels, strict=True)]
    titles = [TEXTS["lane.taken"], TEXTS["lane.copy"]]
    ring = mark("ring", "circle", RING_PX, 2.2)
    ring.uid = RING_UID
    traces = [
        go.Scatter(name="good", mode="lines", fill="toself", line={"width": 0}, x=[], y=[]),
        line("ground", 1).update(segments(ground)),
        line("digit", 1.2, dash="2px 3px"),
        line("light", 1.6, dash="2px 3px"),
        line("taken", 2.6),
        line("copy", 2.6),
        line("now", 1.4),
        line("axis", 1.4).update(segments(axis)),
        ring,
        mark("limit", "circle", 14, 2),
        mark("taken now", "circle", 10, 1.6),
        mark("copy now", "circle", 10, 1.6),
        axes.text("titles", position="middle right").update(
            texts([LEFT_PX - 6] * 2, [TAKEN_PX[0] - 15, COPY_PX[0] - 13], titles)
        ),
        axes.text("ticks", position="middle center").update(texts(places, [TICKS_PX] * 4, labels)),
        axes.text("side labels", position="middle center"),
        axes.text("taken label", True, "middle left"),
        axes.text("copy label", True, "middle left"),
        axes.text("said", True, "middle center"),
        axes.text("limit label", True, "middle center"),
        axes.text("good label", True, "middle center"),
    ]
    return sheet(traces, WIDTH_PX, HEIGHT_PX).update_layout(height=HEIGHT_PX)


def patch(distance_km: float, radius_km: float, said: float | None, committed: bool, revealed: bool) -> Patch:
    """Draw what may be seen of the curves: nothing, as far as a distance [km], or all."""
    same = revealed and said == LIMIT_KM  # then one label says both
    changed: dict[str, Mapping[str, Any]] = _said(said, labelled=not same)
    changed |= _results(distance_km, radius_km, revealed) if committed else _nothing()
    changed |= _reveal(radius_km, "lane.same" if same else "lane.limit") if revealed else _hidden()
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart its colours."""
    lines = {"ground": "hair", "digit": "ink3", "light": "before", "taken": "loss", "copy": "ink", "now": "ink2"}
    colours: dict[str, Mapping[str, Any]] = {
        name: {"line.color": palette[token]} for name, token in (lines | {"axis": "ink2"}).items()
    }
    colours["good"] = {"fillcolor": palette["grid"]}
    for name, token in {"taken now": "loss", "copy now": "ink", "limit": "ink"}.items():
        colours[name] = {"marker.color": palette[token], "marker.line.color": palette["page"]}
    colours["ring"] = {"marker.color": palette["page"], "marker.line.color": palette["ink"]}
    labels = {"titles": "ink2", "ticks": "ink2", "side labels": "ink2", "taken label": "loss", "copy label": "ink"}
    for name, token in (labels | {"said": "ink2", "limit label": "ink", "good label": "ink"}).items():
        colours[name] = {"textfont.color": palette[token]}
    return Patch(colours, axes.painted(palette))


def summary(distance_km: float, radius_km: float, said: float | None, committed: bool, revealed: bool) -> str:
    """Say what the chart shows."""
    if not committed:
        return TEXTS["trade.empty"]
    values = {
        "km": words.distance(distance_km),
        "taken": words.counted(storm(distance_km, radius_km).taken, "zone"),
        "copy": copied(copy_ms(distance_km)),
    }
    told = [say(TEXTS, "trade.now", values)]
    if revealed:
        good = good_km(radius_km)
        named = dict(zip(("from", "to", "limit"), (*good, LIMIT_KM), strict=True)) if good else {}
        ends = {name: words.distance(km) for name, km in named.items()}
        told.append(say(TEXTS, "trade.good" if good else "trade.never", ends))
        if said is not None:
            told.append(words.sentence(say(TEXTS, "axis.said", {"km": words.distance(said)})) + ".")
    return " ".join(told)


def _x(distances_km: Any) -> list[float]:
    return [x_px(at_km) for at_km in distances_km.tolist()]


def _taken_px(zones: Any) -> Any:
    return TAKEN_PX[1] - np.asarray(zones) / 3 * (TAKEN_PX[1] - TAKEN_PX[0])


def _copy_px(ms: Any) -> Any:
    return COPY_PX[1] - np.minimum(np.asarray(ms) / MOST_MS, 1) * (COPY_PX[1] - COPY_PX[0])


def _results(distance_km: float, radius_km: float, all_of_it: bool) -> dict[str, Mapping[str, Any]]:
    """Draw both curves, up to a distance or whole, and where the zones are now."""
    until_km = CURVE_KM[-1] if all_of_it else distance_km
    (taken_km, count), (copy_km, copy) = taken(radius_km, until_km), copies(until_km)
    here, zones, ms = x_px(distance_km), storm(distance_km, radius_km).taken, copy_ms(distance_km)
    left = here > WIDTH_PX / 2
    beside, side = [here + (-9 if left else 9)], ["middle left" if left else "middle right"]
    taken_at, copy_at = float(_taken_px(zones)), float(_copy_px(ms))
    return {
        "taken": at(_x(taken_km), _taken_px(count)),
        "copy": at(_x(copy_km), _copy_px(copy)),
        "now": segments([(here, taken_at, here, TAKEN_PX[1]), (here, copy_at, here, AXIS_PX)]),
        "taken now": at([here], [taken_at]),
        "copy now": at([here], [copy_at]),
        "taken label": texts(
            beside, [taken_at - 10 if zones < 3 else taken_at + 11], [words.numeral(zones)], textposition=side
        ),
        "copy label": texts(beside, [copy_at - 11], [copied(ms)], textposition=side),
    }


def _nothing() -> dict[str, Mapping[str, Any]]:
    names = ("taken", "copy", "now", "taken now", "copy now")
    empty: dict[str, Mapping[str, Any]] = {name: at([], []) for name in names}
    return empty | {name: texts([], [], [], textposition=[]) for name in ("taken label", "copy label")}


def _reveal(radius_km: float, key: str) -> dict[str, Mapping[str, Any]]:
    """Draw what holds both, what AWS keeps to, and how fast nothing can be beaten."""
    limit, digit = x_px(LIMIT_KM), float(_copy_px(SINGLE_DIGIT_MS))
    label = say(TEXTS, key, {"km": words.distance(LIMIT_KM)})
    good = good_km(radius_km)
    ends = [x_px(end) for end in good] if good else []
    light = [light_ms(at_km) for at_km in CURVE_KM.tolist()]
    corners = at([*ends, *ends[::-1]], [2.0, 2.0, AXIS_PX, AXIS_PX][: 2 * len(ends)])
    return {
        "good": corners,
        "good label": texts(
            [sum(ends) / 2] if ends else [], [GOOD_PX] if ends else [], [TEXTS["lane.good"]] if ends else []
        ),
        "digit": at([LEFT_PX, RIGHT_PX], [digit, digit]),
        "light": at(_x(CURVE_KM), _copy_px(light)),
        "side labels": texts(
            [LEFT_PX - 6, LIGHT_PX],
            [digit - 9, COPY_PX[1] + 10],
            [TEXTS["lane.digit"], TEXTS["lane.light"]],
            textposition=["middle right", "middle center"],
        ),
        "limit": at([limit], [AXIS_PX]),
        "limit label": texts([within(limit, label, WIDTH_PX)], [SAID_PX], [label]),
    }


def _hidden() -> dict[str, Mapping[str, Any]]:
    empty: dict[str, Mapping[str, Any]] = {name: at([], []) for name in ("good", "digit", "light", "limit")}
    return (
        empty
        | {name: texts([], [], []) for name in ("good label", "limit label")}
        | {"side labels": texts([], [], [], textposition=[])}
    )


def _said(said: float | None, labelled: bool) -> dict[str, Mapping[str, Any]]:
    """Put the prediction on the axis."""
    if said is None:
        return {"ring": at([], []), "said": texts([], [], [])}
    label, x = say(TEXTS, "axis.said", {"km": words.distance(said)}), x_px(said)
    under = texts([within(x, label, WIDTH_PX)], [SAID_PX], [label]) if labelled else texts([], [], [])
    return {"ring": at([x], [AXIS_PX]), "said": under}
