"""Customers by hour: a normal day as a line, what happens as a hatched band, and what it takes as an area.

Before anything has happened only the normal day and the announced hours are drawn. Then the served line follows the
clock, and what lies between the two lines is what was lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.day import Day
from explainer.texts import tr
from explainer.view import axes, words
from explainer.view.palette import Palette, ink
from explainer.view.patch import Patch

HEIGHT_PX = 138
TOP, FOOT = 1.62, -0.33  # of the busiest hour: room for the words over the band, and for the hours below the line
BAND_TOP, LABEL_AT, HOURS_AT = 1.3, 1.46, -0.05
NORMAL, SERVED, LOST, BAND, BAND_EDGE, GROUND, NOW = "normal", "served", "lost", "band", "band edge", "ground", "now"
HOURS, NORMAL_LABEL, BAND_LABEL, LOST_LABEL = "hours", "normal label", "band label", "lost label"
LEAST_APART_H = 1.4  # hours that stand nearer to each other would touch
PATTERN = {"shape": "/", "size": 8, "solidity": 0.22, "fillmode": "replace", "fgopacity": 0.9}


def build(normal: Day, band_h: tuple[float, float]) -> go.Figure:
    """Build the chart of a normal day, with the hours in which something is announced."""
    opens_h, closes_h = float(normal.hour_h[0]), float(normal.hour_h[-1])
    most = float(normal.asked.max())
    flat = {"mode": "lines", "hoverinfo": "skip", "cliponaxis": False}
    (start, end), top = band_h, BAND_TOP * most
    after = (end + closes_h) / 2
    marked = _apart([opens_h, start, end, round(after), closes_h])
    hours = axes.text(HOURS)
    hours.update(
        x=marked,
        y=[HOURS_AT * most] * len(marked),
        text=[f"{hour:.0f}:00" for hour in marked],
        textposition=["bottom right", *["bottom center"] * (len(marked) - 2), "bottom left"],
    )
    label = axes.text(NORMAL_LABEL, position="top right")
    at = float(np.interp(after - 1, normal.hour_h, normal.asked))
    label.update(x=[after - 1.2], y=[at * 1.06], text=[tr("a normal day")])
    edge = {"x": [start, start, np.nan, end, end], "y": [0, top, np.nan, 0, top]}
    traces = [
        go.Scatter(
            name=BAND,
            x=[start, start, end, end],
            y=[0, top, top, 0],
            fill="toself",
            fillpattern=PATTERN,
            line={"width": 0},
            **flat,
        ),
        go.Scatter(name=BAND_EDGE, line={"width": 1}, **edge, **flat),
        go.Scatter(name=LOST, x=[], y=[], fill="toself", line={"width": 0}, **flat),
        go.Scatter(name=NORMAL, x=normal.hour_h, y=normal.asked, line={"width": 1.6}, **flat),
        go.Scatter(name=SERVED, x=[], y=[], line={"width": 3}, **flat),
        go.Scatter(name=GROUND, x=[opens_h, closes_h], y=[0, 0], line={"width": 1.4}, **flat),
        go.Scatter(name=NOW, x=[], y=[], line={"width": 1.4}, **flat),
        hours,
        label,
        axes.text(BAND_LABEL, bold=True, position="middle center"),
        axes.text(LOST_LABEL, bold=True, position="middle center"),
    ]
    layout = axes.layout(
        height=HEIGHT_PX,
        margin={"l": 8, "r": 8, "t": 0, "b": 0, "pad": 0},
        xaxis=axes.axis(opens_h, closes_h),
        yaxis=axes.axis(FOOT * most, TOP * most),
    )
    return go.Figure(traces, layout)


def patch(normal: Day, band_h: tuple[float, float], label: str, shown: Day | None = None, lost: str = "") -> Patch:
    """Draw what has been served so far.

    Parameters
    ----------
    normal
        The day with nothing broken.
    band_h
        Hours from and to which something happens [h].
    label
        What the band is.
    shown
        The day as far as it has come; None for nothing yet.
    lost
        Words over the band about what is lost, in the place of the label; "" for none.
    """
    most, middle = float(normal.asked.max()), sum(band_h) / 2
    xs = np.zeros(0, np.float32) if shown is None else shown.hour_h.astype(np.float32)
    ends = len(xs) > 0 and xs[-1] < normal.hour_h[-1]
    changed: dict[str, Mapping[str, Any]] = {
        SERVED: {"x": xs, "y": xs if shown is None else shown.served.astype(np.float32)},
        LOST: _area(shown),
        NOW: {"x": [float(xs[-1])] * 2 if ends else [], "y": [0.0, BAND_TOP * most] if ends else []},
    }
    for name, text in ((BAND_LABEL, "" if lost else label), (LOST_LABEL, lost)):
        one = [text] if text else []
        changed[name] = {
            "x": [middle] * len(one),
            "y": [LABEL_AT * most] * len(one),
            "text": list(map(words.plot, one)),
        }
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    clear = ink(palette, "cause", 0.16)
    colours: dict[str, Mapping[str, Any]] = {
        BAND: {"fillpattern.fgcolor": palette["cause"], "fillpattern.bgcolor": clear, "fillcolor": clear},
        BAND_EDGE: {"line.color": palette["cause"]},
        LOST: {"fillcolor": palette["loss"]},
        NORMAL: {"line.color": palette["before"]},
        SERVED: {"line.color": palette["ink"]},
        GROUND: {"line.color": palette["before"]},
        NOW: {"line.color": palette["ink2"]},
        HOURS: {"textfont.color": palette["ink2"]},
        NORMAL_LABEL: {"textfont.color": palette["ink2"]},
        BAND_LABEL: {"textfont.color": palette["ink"]},
        LOST_LABEL: {"textfont.color": palette["loss"]},
    }
    return Patch(colours, axes.painted(palette))


def table(normal: Day, shown: Day | None = None) -> dict[str, list[Any]]:
    """Give customers at full hours: on a normal day and, as far as the day has come, from then on today."""
    hours = np.unique(np.round(normal.hour_h))
    served: list[float | None] = [None] * len(hours)
    if shown is not None and len(shown.hour_h):
        served = [float(shown.served[shown.hour_h == hour][-1]) if hour in shown.hour_h else None for hour in hours]
    return {
        "hour": [f"{hour:.0f}:00" for hour in hours],
        "normal": np.interp(hours, normal.hour_h, normal.asked).tolist(),
        "served": served,
    }


def _area(shown: Day | None) -> dict[str, Any]:
    """Outline what lies between asked and served: there along one, back along the other."""
    if shown is None or not (shown.asked - shown.served > 0).any():
        return {"x": np.zeros(0, np.float32), "y": np.zeros(0, np.float32)}
    gap = np.flatnonzero(shown.asked - shown.served > 0)
    part = slice(max(gap[0] - 1, 0), gap[-1] + 2)
    x, asked, served = shown.hour_h[part], shown.asked[part], shown.served[part]
    there_and_back = {"x": (x, x[::-1]), "y": (asked, served[::-1])}
    return {axis: np.concatenate(parts).astype(np.float32) for axis, parts in there_and_back.items()}


def _apart(hours: Sequence[float]) -> list[float]:
    kept: list[float] = []
    for hour in hours:
        if not kept or hour - kept[-1] >= LEAST_APART_H:
            kept.append(hour)
    return kept
