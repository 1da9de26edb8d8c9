"""The bill: for each way to be ready what a year costs, what stands ready and what outages cost, on one axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.app.course.chapter import say
from explainer.app.course.chapters.several_regions import standby
from explainer.app.course.chapters.several_regions.areas import Floats, area, box, hatched, polygons
from explainer.app.course.chapters.several_regions.standby import Bill
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.app.course.chapters.several_regions.wording import READY, bills, known
from explainer.view import axes, words
from explainer.view.appraise.shapes import line, segments, sheet, texts
from explainer.view.palette import Palette
from explainer.view.patch import Patch

WIDTH_PX, HEIGHT_PX = 352.0, 148.0
FROM_PX, TO_PX, HIGH_PX, HOUR_AT = 66.0, 266.0, 13.0, 10.0
ROW_AT = 36.0 + 25.0 * np.arange(len(READY))
MOST = 20.0  # monthly bills at the end of the axis; a longer bar is cut there
TICKS = (0.0, 5.0, 10.0, 15.0, 20.0)
STANDING, LOSSES, CUT, GROUND = "standing", "losses", "cut", "ground"
HOUR, WAYS, TOTALS, LEAST, TICK_LABELS = "hour", "ways", "totals", "least", "ticks"
BLANK = words.NO_BREAK


def build() -> go.Figure:
    """Build the chart with its axis, and no bill."""
    foot = ROW_AT[-1] + 12
    traces = [
        line(GROUND, 1).update(segments([(_x(tick), ROW_AT[0] - 11, _x(tick), foot) for tick in TICKS])),
        area(STANDING),
        area(LOSSES, hatched=True),
        line(CUT, 2.4),
        axes.text(HOUR, position="middle right"),
        axes.text(WAYS, position="middle right").update(
            texts([0.0] * len(READY), ROW_AT, [say(TEXTS, f"short.{ready}", known()) for ready in READY])
        ),
        axes.text(TOTALS, position="middle right"),
        axes.text(LEAST, True, "middle right"),
        axes.text(TICK_LABELS, position="middle center").update(
            texts([_x(tick) for tick in TICKS], [foot + 10] * len(TICKS), [f"{tick:g}" for tick in TICKS])
        ),
    ]
    return sheet(traces, WIDTH_PX, HEIGHT_PX).update_layout(height=HEIGHT_PX)


def patch(hour: str, shown: bool) -> Patch:
    """Draw the bills if an hour down costs so much (a key of `standby.HOUR_COSTS`), or none."""
    found = _bills(hour) if shown else {}
    y, least = ROW_AT[: len(found)], standby.cheapest(hour) if shown else ""
    total = np.array([one.total for one in found.values()])
    ends = [_x(one) + 6 for one in total]
    said = [bills(one) for one in total]
    rows = list(zip(found.values(), y.tolist(), strict=True))
    best = [ready == least for ready in found]
    changed: dict[str, Mapping[str, Any]] = {
        STANDING: polygons([_bar(0.0, one.standing, row) for one, row in rows]),
        LOSSES: polygons([_bar(one.standing, one.total, row) for one, row in rows]),
        CUT: segments([(_x(MOST) - 9, row + 9, _x(MOST) - 3, row - 9) for row in y[total > MOST].tolist()]),
        HOUR: texts([0.0], [HOUR_AT], [TEXTS[f"bill.hour.{hour}"] if shown else BLANK]),
        TOTALS: texts(ends, y, [BLANK if one else label for one, label in zip(best, said, strict=True)]),
        LEAST: texts(
            ends,
            y,
            [
                say(TEXTS, "bill.least", {"total": label}) if one else BLANK
                for one, label in zip(best, said, strict=True)
            ],
        ),
    }
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart its colours."""
    colours: dict[str, Mapping[str, Any]] = {
        GROUND: {"line.color": palette["grid"]},
        STANDING: {"fillcolor": palette["ink"]},
        LOSSES: hatched(palette),
        CUT: {"line.color": palette["page"]},
    }
    for name, token in {HOUR: "ink2", WAYS: "ink", TOTALS: "ink2", LEAST: "ink", TICK_LABELS: "ink2"}.items():
        colours[name] = {"textfont.color": palette[token]}
    return Patch(colours, axes.painted(palette))


def table(hour: str, shown: bool) -> dict[str, list[Any]]:
    """Give the bills as rows: way, standing, losses and total, in monthly bills of one Region."""
    found = _bills(hour) if shown else {}
    return {
        "way": [say(TEXTS, f"way.{ready}", known()) for ready in found],
        "standing": [one.standing for one in found.values()],
        "losses": [one.losses for one in found.values()],
        "total": [one.total for one in found.values()],
    }


def summary(hour: str, shown: bool) -> str:
    """Say what the chart shows."""
    if not shown:
        return TEXTS["bill.empty"]
    rows = [
        say(TEXTS, "bill.row", {"way": say(TEXTS, f"way.{ready}", known()), "total": bills(one.total)})
        for ready, one in _bills(hour).items()
    ]
    least = say(TEXTS, f"way.{standby.cheapest(hour)}", known())
    values = {"hour": words.sentence(TEXTS[f"bill.hour.{hour}"]), "rows": "; ".join(rows), "least": least}
    return say(TEXTS, "bill.told", values)


def _bills(hour: str) -> dict[str, Bill]:
    return {ready: standby.bill(ready, hour) for ready in READY}


def _x(monthly_bills: float) -> float:
    return FROM_PX + (TO_PX - FROM_PX) * min(monthly_bills, MOST) / MOST


def _bar(start: float, end: float, row: float) -> Floats:
    return box(_x(start), _x(end), row, HIGH_PX / 2)
