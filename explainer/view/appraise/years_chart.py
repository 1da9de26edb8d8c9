"""How the years of a design part: in how many nothing is lost, and in how many how much.

What the design always loses is taken off first, so that the first row is the years in which nothing happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.texts import tr
from explainer.view import axes, words
from explainer.view.appraise import shapes, spans
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World
from explainer.years import Years

HOURS = "1–6 h"
LABELS = (
    *(tr("nothing lost"), tr("under 1 min"), "1–10 min", "10–60 min"),
    *(HOURS, "6–24 h", tr("over a day")),
)
EDGES_MIN = (1e-6, 1.0, 10.0, 60.0, 360.0, 1440.0)  # below the first the same sums differ in their last bits only
WIDTH_PX, HEIGHT_PX = 368.0, 170.0
BAR_AT, BAR_TO = 84.0, 304.0
LONG = LABELS.index(HOURS)  # the first row of years that the sentence calls long
ROW_AT = 13.0 + 24.0 * np.arange(len(LABELS))
GROUND, CALM, LOSS, ERROR = "ground", "calm years", "years of loss", "error"
NAMES, VALUES = "names", "values"


@dataclass(frozen=True)
class Row:
    """A row of the chart: a share of the years, and its standard error [0..1]."""

    label: str
    share: float
    error: float


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    traces = [
        shapes.bar(GROUND, 12),
        shapes.bar(ERROR, 18, line={"width": 1}),
        shapes.bar(CALM, 12),
        shapes.bar(LOSS, 12, line={"width": 1}),
        axes.text(NAMES, position="middle right"),
        axes.text(VALUES, bold=True),
    ]
    return shapes.sheet(traces, WIDTH_PX, HEIGHT_PX)


def patch(world: World, told: Years | None) -> Patch:
    """Draw the shares of the years; without any, clear the chart."""
    found = rows(told)
    y, share = ROW_AT[: len(found)], np.array([row.share for row in found])
    spread = 2 * np.array([row.error for row in found])
    known, lossy = spread > 0, (share > 0) & (np.arange(len(found)) > 0)
    scale = BAR_TO - BAR_AT
    end = BAR_AT + scale * share
    low, high = (BAR_AT + scale * np.clip(each, 0, 1)[known] for each in (share - spread, share + spread))
    return Patch(
        {
            GROUND: shapes.bars([BAR_AT] * len(found), [BAR_TO] * len(found), y),
            CALM: shapes.bars([BAR_AT] * len(found[:1]), end[:1], y[:1]),
            LOSS: shapes.bars([BAR_AT] * int(lossy.sum()), end[lossy], y[lossy]),
            ERROR: shapes.bars(low, high, y[known]),
            NAMES: shapes.texts([0] * len(found), y, [row.label for row in found]),
            VALUES: shapes.texts([WIDTH_PX] * len(found), y, [words.share(row.share) for row in found]),
        }
    )


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        name: {"marker.color": palette[token]} for name, token in ((GROUND, "grid"), (CALM, "ink"))
    }
    for name, token in ((LOSS, "loss"), (ERROR, "before")):  # their rim keeps the thinnest bar visible
        colours[name] = {"marker.color": palette[token], "marker.line.color": palette[token]}
    colours |= {name: {"textfont.color": palette["ink"]} for name in (NAMES, VALUES)}
    return Patch(colours, axes.painted(palette))


def rows(told: Years | None) -> list[Row]:
    """Give the rows of the chart, none where there are no years."""
    if told is None or not told.n:
        return []
    excess_min = told.lost_min - told.cause_min.get("always", 0.0)
    row = np.searchsorted(EDGES_MIN, excess_min, side="left")
    share = np.bincount(row, minlength=len(LABELS)) / told.n
    error = np.sqrt(share * (1 - share) / told.n)
    return [Row(*each) for each in zip(LABELS, share.tolist(), error.tolist(), strict=True)]


def table(world: World, told: Years | None) -> dict[str, list[Any]]:
    """Give the numbers of the chart: label, share of the years and its standard error [0..1]."""
    found = rows(told)
    return {name: [getattr(row, name) for row in found] for name in ("label", "share", "error")}


def sentence(world: World, told: Years | None) -> str:
    """Say in how many years nothing is lost, and in how many more than an hour."""
    found = rows(told)
    if told is None or not found:
        return tr("No years are simulated yet.")
    always_min, long = told.cause_min.get("always", 0.0), words.share(sum(row.share for row in found[LONG:]))
    gaps = {"years": f"{told.n:,}", "quiet": words.share(found[0].share), "long": long}
    if not always_min:
        return tr("Of {years} simulated years, {quiet} lose nothing, and {long} lose over an hour.", **gaps)
    return tr(
        "Of {years} simulated years, {quiet} lose nothing more, and {long} lose over an hour more. "
        "{time} a year are lost whatever happens.",
        time=words.sentence(spans.duration(always_min)),
        **gaps,
    )
