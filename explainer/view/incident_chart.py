"""The known incidents on an axis of years: a stem as long as the incident lasted, a mark that says what was hit.

Durations go from minutes to months, so stems grow with each tenfold. Providers are rows, named in words; nothing is
coloured, and the list is what is known to the public, not a ranking.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from explainer.texts import tr
from explainer.view import axes
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

#: what was hit: plotly's symbol and its words; shape says what it is
SCALES: Mapping[str, tuple[str, str]] = {
    "az": ("square", tr("zone")),
    "region": ("diamond", tr("Region")),
    "multi-region": ("diamond-tall", tr("several Regions")),
    "region-service": ("triangle-up", tr("services of a Region")),
    "global-service": ("triangle-down", tr("a service everywhere")),
}
STEMS, OPEN_ENDED, NAMES, PICKED = "stems", "open-ended", "providers", "picked"
DECADES = (0.1, 10_000.0)  # shortest and longest stem [h]
ABOVE = 0.16  # from a mark to the sign over it, in rows
STEM, GAP = 0.66, 0.12  # height of the longest stem and of the foot, in rows
HEIGHT_PX = 300
FIRST_YEAR_MARGIN = 0.4


def hours(known: pd.DataFrame) -> pd.Series[float]:
    """Give how long each incident lasted [h]: until all was back, else the main part; NaN where neither is known."""
    return known["full_h"].fillna(known["main_h"])


def year(starts: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """Give times as years with a fraction.

    Examples
    --------
    >>> year(pd.Series(pd.to_datetime(["2025-07-02T12:00Z"]))).round(1).tolist()
    [2025.5]
    """
    return pd.Series(starts.dt.year + (starts.dt.day_of_year - 1) / 365.25, dtype=float)


def stem(lasted_h: pd.Series[float]) -> pd.Series[float]:
    """Height of the stem of each duration, in rows; 0 where it is not known."""
    low, high = np.log10(DECADES)
    tenfolds = np.log10(lasted_h.clip(*DECADES).to_numpy(float))
    return pd.Series(np.nan_to_num(STEM * (tenfolds - low) / (high - low)), lasted_h.index)


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    marks = [
        go.Scatter(name=_marks(scale), mode="markers", x=[], y=[], marker={"symbol": symbol, "size": 10})
        for scale, (symbol, _) in SCALES.items()
    ]
    stems = go.Scatter(name=STEMS, mode="lines", x=[], y=[], line={"width": 1.6})
    unended = go.Scatter(name=OPEN_ENDED, mode="markers", x=[], y=[], marker={"symbol": "triangle-up", "size": 7})
    ring = go.Scatter(name=PICKED, mode="markers", x=[], y=[], marker={"symbol": "circle-open", "size": 20})
    figure = go.Figure(
        [stems, ring, *marks, unended, axes.text(NAMES, bold=True, position="top right").update(xaxis="x2")],
        axes.layout(
            height=HEIGHT_PX,
            margin={"l": 4, "r": 12, "t": 6, "b": 22, "pad": 0},
            xaxis=axes.axis(2010, 2027, domain=(0.1, 1), showgrid=True, showticklabels=True, tickformat="d"),
            xaxis2=axes.axis(0, 1, domain=(0, 1)),
            yaxis=axes.axis(0, 1),
        ),
    )
    return figure.update_traces(hoverinfo="skip", cliponaxis=False)


def patch(world: World, known: pd.DataFrame, picked: str = "") -> Patch:
    """Draw a list of incidents, with a ring round the one that is replayed."""
    providers = list(known["provider"].value_counts().index)
    foot = known["provider"].map({name: len(providers) - 1 - i for i, name in enumerate(providers)}) + GAP
    at, top = year(known["start_utc"]), foot + stem(hours(known))
    changed: dict[str, Mapping[str, Any]] = {STEMS: _stems(at, foot, top)}
    for scale in SCALES:
        changed[_marks(scale)] = _points(at, top, known["scale"] == scale)
    changed[OPEN_ENDED] = _points(at, top + ABOVE, known["censored"])
    changed[PICKED] = _points(at, top, known["id"] == picked)
    rows = [len(providers) - 1 - i + GAP for i in range(len(providers))]
    changed[NAMES] = {"x": [0.0] * len(providers), "y": rows, "text": providers}
    first, last = int(at.min()), int(at.max()) + 1
    return Patch(
        changed,
        {
            "xaxis.range": [first - FIRST_YEAR_MARGIN, last + FIRST_YEAR_MARGIN],
            "xaxis.tickvals": list(range(first, last + 1, 3)),
            "yaxis.range": [0, len(providers)],
        },
    )


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    ink = palette["ink"]
    colours: dict[str, Mapping[str, Any]] = {
        _marks(scale): {"marker.color": ink, "marker.line.color": palette["page"], "marker.line.width": 1}
        for scale in SCALES
    }
    colours |= {STEMS: {"line.color": palette["before"]}, OPEN_ENDED: {"marker.color": ink}}
    colours |= {PICKED: {"marker.color": palette["you"], "marker.line.width": 3}, NAMES: {"textfont.color": ink}}
    return Patch(colours, axes.painted(palette, xaxis=1))


def _marks(scale: str) -> str:
    return f"hit: {scale}"


def _points(x: pd.Series[float], y: pd.Series[float], mine: pd.Series[bool]) -> dict[str, Any]:
    return {"x": x[mine].to_numpy(np.float32), "y": y[mine].to_numpy(np.float32)}


def _stems(x: pd.Series[float], low: pd.Series[float], high: pd.Series[float]) -> dict[str, Any]:
    gap = np.full(len(x), np.nan)
    return {
        "x": np.column_stack([x, x, gap]).ravel().astype(np.float32),
        "y": np.column_stack([low, high, gap]).ravel().astype(np.float32),
    }
