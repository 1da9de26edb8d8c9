"""What each further Region brings: the shortest wait of one, two and more Regions, and yours beside it.

Your three stand on the same axis, as a dashed ring, for good; what they lose against the best three is drawn between.
The row below holds what diminishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from explainer.app.course.chapter import say
from explainer.app.course.chapters.world.placing import MOST, PLACED
from explainer.app.course.chapters.world.texts import TEXTS
from explainer.view import axes, words
from explainer.view.appraise.shapes import at, line, mark, segments, sheet, texts, within
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.view.prediction import RING_PX, RING_UID

WIDTH_PX, HEIGHT_PX = 352.0, 238.0
LEFT_PX, STEP_PX = 48.0, 55.0  # place of one Region, and to the next
TOP_PX, FOOT_PX, EDGE_PX = 22.0, 162.0, 28.0  # of the lane, and where its lines begin
ROWS_PX = {"ticks": 176.0, "heading": 202.0, "gains": 221.0}
BESIDE_PX = 20.0  # your ring stands so far to the right, and leaves the best three to be seen
MOST_MS = 240.0  # longer than any three Regions make it
GRID_MS = (0.0, 100.0, 200.0)


def x_px(k: int) -> float:
    """Give the place of a number of Regions [px]."""
    return LEFT_PX + (k - 1) * STEP_PX


def y_px(wait_ms: float) -> float:
    """Give the height of a wait [px from the top]; what is longer than the lane is put at its top."""
    return FOOT_PX - min(wait_ms / MOST_MS, 1.0) * (FOOT_PX - TOP_PX)


def build() -> go.Figure:
    """Build the empty chart with its axis."""
    ring = mark("ring", "circle", RING_PX, 2.2)
    ring.uid = RING_UID
    heights = [y_px(tick) for tick in GRID_MS]
    numbers = [x_px(k) for k in range(1, MOST + 1)]
    traces = [
        line("grid", 1).update(segments([(EDGE_PX, y, WIDTH_PX - 4, y) for y in heights])),
        line("best", 3),
        line("gap", 2),
        ring,
        mark("dots", "diamond", 11, 1.6),
        mark("now", "diamond", 19, 2),
        axes.text("scale", position="middle left").update(
            texts([EDGE_PX - 3] * len(heights), heights, [f"{tick:g}" for tick in GRID_MS])
        ),
        axes.text("numbers", position="middle center").update(
            texts(numbers, [ROWS_PX["ticks"]] * MOST, [f"{k}" for k in range(1, MOST + 1)])
        ),
        axes.text("waits", True, "middle center"),
        axes.text("heading", position="middle right").update(texts([0], [ROWS_PX["heading"]], [TEXTS["curve.gains"]])),
        axes.text("gains", True, "middle center"),
        axes.text("said", True, "middle center"),
    ]
    return sheet(traces, WIDTH_PX, HEIGHT_PX).update_layout(height=HEIGHT_PX)


def patch(waits: Sequence[float], yours: float | None, now: int = 0, against: float | None = None) -> Patch:
    """Draw the best waits so far and yours.

    Parameters
    ----------
    waits
        Of the best one, two and so on Regions, as many as may be seen [ms].
    yours
        Wait of your three [ms], None for none.
    now
        The number of Regions on the map, 0 for another.
    against
        Wait of the best three, to which yours are compared [ms]; None while they are not.
    """
    x, y = [x_px(k) for k in range(1, len(waits) + 1)], [y_px(wait) for wait in waits]
    gains = [before - after for before, after in pairwise(waits)]
    here = slice(now - 1, now) if 0 < now <= len(waits) else slice(0, 0)
    ring = [] if yours is None else [y_px(yours)]
    beside = x_px(PLACED) + BESIDE_PX
    return Patch(
        {
            "best": at(x, y),
            "dots": at(x, y),
            "now": at(x[here], y[here]),
            "gap": _gap(beside, yours, against),
            "ring": at([beside] * len(ring), ring),
            "waits": texts(x, [top + 18 for top in y], [words.bare(wait) for wait in waits]),
            "heading": {"text": [TEXTS["curve.gains"] if gains else words.NO_BREAK]},
            "gains": texts(
                [left + STEP_PX / 2 for left in x[:-1]],
                [ROWS_PX["gains"]] * len(gains),
                [f"−{words.bare(ms)}" for ms in gains],
            ),
            "said": _said(beside, yours, against),
        }
    )


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    rim = {"marker.line.color": palette["page"]}
    return Patch(
        {
            "grid": {"line.color": palette["grid"]},
            "best": {"line.color": palette["ink"]},
            "gap": {"line.color": palette["loss"]},
            "ring": {"marker.color": palette["page"], "marker.line.color": palette["ink"]},
            "dots": {"marker.color": palette["ink"]} | rim,
            "now": {"marker.color": palette["ink"]} | rim,
            **{name: {"textfont.color": palette["ink2"]} for name in ("scale", "numbers", "heading")},
            **{name: {"textfont.color": palette["ink"]} for name in ("waits", "gains", "said")},
        },
        axes.painted(palette),
    )


def more(yours: float, best: float) -> str:
    """Say by which share a wait is longer than the best."""
    return words.share(max(yours / best - 1, 0.0))


def as_good(yours: float, best: float) -> bool:
    """Say whether a wait is that of the best, as far as a reader can see."""
    return words.wait(yours) == words.wait(best) or yours <= best


def _gap(x: float, yours: float | None, against: float | None) -> dict[str, Any]:
    """Draw what yours lose against the best three: up from the best to the height of yours, and over to the ring."""
    if yours is None or against is None or as_good(yours, against):
        return segments([])
    corner, low, high = x_px(PLACED), y_px(against), y_px(yours)
    return segments([(corner, low, corner, high), (corner, high, x - RING_PX / 2, high)])


def _said(x: float, yours: float | None, against: float | None) -> dict[str, Any]:
    if yours is None:
        return texts([], [], [])
    values = {"wait": words.wait(yours)}
    if against is None:
        said = say(TEXTS, "yours", values)
    elif as_good(yours, against):
        said = say(TEXTS, "yours.best", values)
    else:
        said = say(TEXTS, "yours.more", values | {"more": more(yours, against)})
    return texts([within(x, said, WIDTH_PX)], [y_px(yours) - 22], [said])
