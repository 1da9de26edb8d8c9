"""How the mean settles: the more years are simulated, the less one bad year moves it.

The height is measured in the last mean, so the picture of one design is as readable as that of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.texts import tr
from explainer.view import axes
from explainer.view.appraise import shapes, spans
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World
from explainer.years import Years

WIDTH_PX, HEIGHT_PX = 368.0, 90.0
LEFT, RIGHT = 0.0, 256.0
TOP, ZERO = 6.0, 66.0  # of twice the mean, and of none
AXIS_WORDS_AT = 81.0
ERRORS = 2  # half the band, in standard errors
GROUND, BAND, MEAN, LEVEL = "ground", "band", "mean", "level"
VALUE, UNIT, ENDS = "value", "unit", "ends"


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    band = shapes.line(BAND, 1)
    band.update(fill="toself")
    traces = [
        shapes.line(GROUND, 1),
        band,
        shapes.line(LEVEL, 1, dash="2px 3px"),
        shapes.line(MEAN, 2.4),
        axes.text(VALUE, bold=True, position="middle right"),
        axes.text(UNIT, position="middle right"),
        axes.text(ENDS, position="middle left"),
    ]
    return shapes.sheet(traces, WIDTH_PX, HEIGHT_PX)


def patch(world: World, told: Years | None) -> Patch:
    """Draw how the mean has settled by now; without two years, clear the chart."""
    if told is None or told.n < 2:
        nothing, silent = shapes.at([], []), shapes.texts([], [], [])
        return Patch(dict.fromkeys((GROUND, BAND, LEVEL, MEAN), nothing) | dict.fromkeys((VALUE, UNIT, ENDS), silent))
    way = told.convergence
    x = LEFT + (RIGHT - LEFT) * way["years"].to_numpy() / told.asked
    mean, error = (way[name].to_numpy() for name in ("mean_min", "mean_min_error"))
    low, high, middle = (_height(each, told.mean_min) for each in (mean - ERRORS * error, mean + ERRORS * error, mean))
    end = float(middle[-1])
    middle = np.where(mean > 2 * told.mean_min, np.nan, middle)  # the line comes into the picture from above
    return Patch(
        {
            GROUND: shapes.at([LEFT, RIGHT], [ZERO, ZERO]),
            BAND: shapes.at(np.concatenate([x, x[::-1], x[:1]]), np.concatenate([low, high[::-1], low[:1]])),
            LEVEL: shapes.at([x[-1], RIGHT], [end, end]),
            MEAN: shapes.at(x, middle),
            VALUE: shapes.texts([RIGHT + 4], [end], [spans.give_or_take(told.mean_min, ERRORS * told.mean_min_error)]),
            UNIT: shapes.texts([RIGHT + 4], [end + 16], [tr("a year")]),
            ENDS: shapes.texts([LEFT + 8, RIGHT], [AXIS_WORDS_AT] * 2, ["0", _years(told.asked)]),
        }
    )


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        GROUND: {"line.color": palette["grid"]},
        BAND: {"line.color": palette["before"], "fillcolor": palette["grid"]},
        LEVEL: {"line.color": palette["ink3"]},
        MEAN: {"line.color": palette["ink"]},
        VALUE: {"textfont.color": palette["ink"]},
        UNIT: {"textfont.color": palette["ink2"]},
        ENDS: {"textfont.color": palette["ink2"]},
    }
    return Patch(colours, axes.painted(palette))


def table(world: World, told: Years | None) -> dict[str, list[Any]]:
    """Give the numbers of the chart: years, mean_min and its standard error mean_min_error [min/year]."""
    names = ("years", "mean_min", "mean_min_error")
    if told is None or told.n < 2:
        return {name: [] for name in names}
    return {name: told.convergence[name].tolist() for name in names}


def sentence(world: World, told: Years | None) -> str:
    """Say where the mean stands, and how sure that is."""
    if told is None or told.n < 2:
        return tr("No years are simulated yet.")
    mean = spans.give_or_take(told.mean_min, ERRORS * told.mean_min_error)
    count = _years(told.asked)
    if told.n != told.asked:
        count = tr("{number} of {years}", number=f"{told.n:,}", years=count)
    return tr("After {years} the average customer loses {time} a year (two standard errors).", years=count, time=mean)


def _years(count: int) -> str:
    return tr("{number} years", number=f"{count:,}")


def _height(minutes: Any, mean_min: float) -> Any:
    """Where minutes a year are drawn, within twice the mean [px]."""
    return ZERO - (ZERO - TOP) * np.clip(minutes / (2 * mean_min) if mean_min > 0 else minutes * 0, 0, 1)
