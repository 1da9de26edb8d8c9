"""The waits of all requests, a line each, the shortest first, over the axis on which the prediction stands.

There are two lengths and nothing between, so what the hit ratio moves is the step from one to the other. The average
lies where nobody waits, and that is seen too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.app.course.chapters.edge.globe import CLASSES
from explainer.app.course.chapters.edge.kiosk import COUNT
from explainer.view import axes
from explainer.view.appraise import shapes
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.view.prediction import RING_PX, RING_UID

WIDTH_PX, HEIGHT_PX, LEFT_PX, RIGHT_PX, MOST_MS = 352.0, 238.0, 14.0, 338.0, 330.0
BEFORE_PX, FIRST_PX, PITCH_PX, HIGH_PX = 8.0, 20.0, 1.12, 1.0  # of the line before, and of the lines of requests
MEAN_PX, AXIS_PX, TICKS_PX, SAID_PX, SHARES_PX = 148.0, 170.0, 191.0, 209.0, 228.0
TICKS_MS = (0.0, 100.0, 200.0, 300.0)
AXIS, TICKS, RING, MEAN, BEFORE, LOST = "axis", "ticks", "ring", "mean", "before", "lost"
LABELS = {"tick labels": "ink2", "before label": "ink2", "mean label": "ink", "said": "ink2", "shares": "ink"}
LOST_LABEL = "lost label"


@dataclass(frozen=True, eq=False)
class Waits:
    """What the chart shows.

    Parameters
    ----------
    waits_ms, classes
        Waits of those answered, the shortest first [ms], and their wait classes, shape (n,).
    lost
        How many got no answer.
    mean, said
        Where the average and the prediction stand [ms], and their words; None for nothing.
    before
        How long each would wait without the edge [ms], and the words.
    shares
        What half of them, and nearly all, do not exceed, as words; "" for not yet.
    lost_label
        Words about those without answer, "" for none.
    """

    waits_ms: NDArray[np.float64]
    classes: NDArray[np.int_]
    lost: int
    mean: tuple[float, str] | None
    said: tuple[float, str] | None
    before: tuple[float, str]
    shares: str
    lost_label: str


def x_px(ms: Any) -> Any:
    """Give the place of a wait along the axis [px]; a longer one than it has room for stands at its end."""
    return LEFT_PX + np.minimum(np.asarray(ms, float), MOST_MS) / MOST_MS * (RIGHT_PX - LEFT_PX)


def build() -> go.Figure:
    """Build the chart with its axis, and no request."""
    ticks = x_px(TICKS_MS)
    ring = shapes.mark(RING, "circle", RING_PX, 2.2)
    ring.uid = RING_UID
    words = [f"{tick:g}" for tick in TICKS_MS[:-1]] + [f"{TICKS_MS[-1]:g}\u00a0ms"]
    traces: list[Any] = [
        shapes.line(BEFORE, 1.5),
        *(shapes.bar(f"waits{c}", HIGH_PX) for c in CLASSES),
        shapes.bar(LOST, HIGH_PX),
        shapes.line(AXIS, 1.4).update(shapes.at([LEFT_PX, RIGHT_PX], [AXIS_PX] * 2)),
        shapes.line(TICKS, 1.2).update(shapes.segments([(x, AXIS_PX - 4, x, AXIS_PX + 4) for x in ticks])),
        ring,
        shapes.mark(MEAN, "circle", 18, 2),
        *(axes.text(name, bold=name in ("mean label", "shares"), position="middle center") for name in LABELS),
        axes.text(LOST_LABEL, bold=True, position="middle right"),
    ]
    figure = shapes.sheet(traces, WIDTH_PX, HEIGHT_PX).update_layout(height=HEIGHT_PX)
    figure.update_traces(shapes.texts(ticks, [TICKS_PX] * 4, words), selector={"name": "tick labels"})
    return figure


def patch(seen: Waits) -> Patch:
    """Draw the waits of a moment."""
    rows = FIRST_PX + PITCH_PX * (np.arange(len(seen.waits_ms) + seen.lost) + 0.5)
    answered, gone = rows[: len(seen.waits_ms)], rows[len(seen.waits_ms) :]
    changed: dict[str, Mapping[str, Any]] = {
        f"waits{c}": _lines(seen.waits_ms[seen.classes == c], answered[seen.classes == c]) for c in CLASSES
    }
    changed[LOST] = _lines(np.full(len(gone), MOST_MS), gone)
    at = float(x_px(seen.before[0]))
    changed[BEFORE] = shapes.at([at, at], [FIRST_PX - 4, FIRST_PX + PITCH_PX * (COUNT + 2)])
    changed["before label"] = _label((at, seen.before[1]), BEFORE_PX)
    mean, said = (None if each is None else (float(x_px(each[0])), each[1]) for each in (seen.mean, seen.said))
    changed[MEAN] = shapes.at([mean[0]] if mean else [], [AXIS_PX] if mean else [])
    changed[RING] = shapes.at([said[0]] if said else [], [AXIS_PX] if said else [])
    changed |= {"mean label": _label(mean, MEAN_PX), "said": _label(said, SAID_PX)}
    changed["shares"] = _label((WIDTH_PX / 2, seen.shares) if seen.shares else None, SHARES_PX)
    middle = [float(gone.mean())] if seen.lost_label and len(gone) else []
    changed[LOST_LABEL] = shapes.texts([LEFT_PX + 4] * len(middle), middle, [seen.lost_label] * len(middle))
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {f"waits{c}": {"marker.color": palette[f"wait{c}"]} for c in CLASSES}
    colours[LOST] = {"marker.color": palette["lossbg"]}
    for name, token in {BEFORE: "before", AXIS: "ink2", TICKS: "ink2"}.items():
        colours[name] = {"line.color": palette[token]}
    colours[RING] = {"marker.color": palette["page"], "marker.line.color": palette["ink"]}
    colours[MEAN] = {"marker.color": palette["ink"], "marker.line.color": palette["page"]}
    colours |= {name: {"textfont.color": palette[token]} for name, token in LABELS.items()}
    return Patch(colours | {LOST_LABEL: {"textfont.color": palette["loss"]}}, axes.painted(palette))


def _lines(waits_ms: NDArray[np.floating[Any]], rows: NDArray[np.floating[Any]]) -> dict[str, Any]:
    return shapes.bars(np.full(len(rows), LEFT_PX), x_px(waits_ms), rows)


def _label(label: tuple[float, str] | None, y_px: float) -> dict[str, Any]:
    if label is None:
        return shapes.texts([], [], [])
    return shapes.texts([shapes.within(label[0], label[1], WIDTH_PX)], [y_px], [label[1]])
