"""How long people wait: the share of all people who wait at most so long, before and now.

The horizontal axis is also the colour key of the map: below it lies the scale of the six wait classes. People who
are not served never arrive, so the line of now ends below the line of before; the gap is what was lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.texts import tr
from explainer.view import axes, words
from explainer.view.palette import WAIT_CLASSES, Palette
from explainer.view.patch import Patch
from explainer.world import World

BEFORE, NOW, BRACKET = "before", "now", "dropped"
THRESHOLDS, THRESHOLD_WORDS = "thresholds", "threshold words"
BEFORE_LABEL, NOW_LABEL, BRACKET_LABEL, TAIL_LABEL = "before label", "now label", "dropped label", "tail label"
STRIP = "wait classes"
POINTS = 201
AXIS_REACH = 1.4  # the axis ends at so many times the last step
LOWEST_PERCENT, STRIP_PERCENT, TOP_PERCENT = -9.0, -2.6, 103.0
TAIL_PERCENT = 9.0  # where the words about the tail stand, below any line that reaches so far


def axis_end(world: World) -> float:
    """Right end of the wait axis [the World's unit]."""
    return float(world.scale.steps[-1] * AXIS_REACH)


def build(world: World) -> go.Figure:
    """Build the empty chart of a World, with its thresholds and its colour scale."""
    end = axis_end(world)
    edges = [0.0, *world.scale.steps, end]
    strip = go.Bar(
        name=STRIP,
        x=[high - low for low, high in pairwise(edges)],
        y=[STRIP_PERCENT] * WAIT_CLASSES,
        base=edges[:-1],
        width=4.2,
        orientation="h",
        hoverinfo="skip",
    )
    lines = [
        go.Scatter(name=name, mode="lines", x=[], y=[], hoverinfo="skip", line={"width": width, "shape": "linear"})
        for name, width in ((BEFORE, 1.5), (NOW, 3.0), (BRACKET, 3.0))
    ]
    labels = [
        axes.text(BEFORE_LABEL, position="middle left"),
        axes.text(NOW_LABEL, bold=True, position="middle right"),
        axes.text(BRACKET_LABEL, bold=True, position="middle left"),
        axes.text(TAIL_LABEL, position="middle left"),
    ]
    return go.Figure(
        [strip, *_thresholds(world, end), *lines, *labels],
        axes.layout(
            margin={"l": 34, "r": 10, "t": 20, "b": 20, "pad": 0},
            xaxis=axes.axis(
                0,
                end,
                showticklabels=True,
                tickvals=[0, *world.scale.steps[1:], end],
                ticktext=["0", *(f"{step:g}" for step in world.scale.steps[1:]), world.words.unit],
                ticklabelshift=0,
            ),
            yaxis=axes.axis(
                LOWEST_PERCENT,
                TOP_PERCENT,
                showgrid=True,
                showticklabels=True,
                tickvals=[0, 50, 100],
                ticktext=["0", "50", "100 %"],
            ),
        ),
    )


def patch(world: World, now: Outcome, before: Outcome) -> Patch:
    """Draw both lines, label them where they part most, and bracket what was lost."""
    grid, lines = _grid(world), {BEFORE: _line(world, before), NOW: _line(world, now)}
    changed: dict[str, Mapping[str, Any]] = {name: {"x": grid, "y": y} for name, y in lines.items()}
    changed[TAIL_LABEL] = _tail(world, now, float(lines[NOW][-1]))
    return Patch(changed | _labels(grid, lines[BEFORE], lines[NOW]) | _lost(world, now, before))


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    classes = [palette[f"wait{c}"] for c in range(1, WAIT_CLASSES + 1)]
    colours: dict[str, Mapping[str, Any]] = {STRIP: {"marker.color": classes, "marker.line.width": 0}}
    colours[BEFORE] = {"line.color": palette["before"]}
    colours[NOW] = {"line.color": palette["ink"]}
    colours[BRACKET] = {"line.color": palette["loss"]}
    for label, token in ((BEFORE_LABEL, "ink2"), (NOW_LABEL, "ink"), (BRACKET_LABEL, "loss"), (TAIL_LABEL, "ink2")):
        colours[label] = {"textfont.color": palette[token]}
    colours[THRESHOLDS] = {"line.color": palette["ink3"]}
    colours[THRESHOLD_WORDS] = {"textfont.color": palette["ink2"]}
    layout = axes.painted(palette, xaxis=1, yaxis=1)
    return Patch(colours, layout)


def cumulative(world: World, outcome: Outcome, grid: NDArray[np.float32]) -> NDArray[np.float32]:
    """Share of all people who are served within each wait of a grid [%], shape of the grid."""
    there = outcome.served
    waits = outcome.rtt_ms[there]
    order = np.argsort(waits)
    reached = np.concatenate([[0.0], np.cumsum(outcome.users_served[there][order])])
    total = max(float(world.users.sum()), 1e-9)
    return (100 * reached[np.searchsorted(waits[order], grid, side="right")] / total).astype(np.float32)


def table(world: World, now: Outcome, before: Outcome) -> dict[str, list[Any]]:
    """Give the numbers of the chart at each step and threshold: wait, word and source, share before and now [0..1]."""
    named = {at: (word, source) for at, word, source in world.scale.thresholds}
    at = np.array(sorted({*world.scale.steps, *named}), np.float32)
    return {
        "wait": [float(value) for value in at],
        "meaning": [f"{named[value][0]} ({named[value][1]})" if value in named else "" for value in at.tolist()],
        "before": (cumulative(world, before, at) / 100).tolist(),
        "now": (cumulative(world, now, at) / 100).tolist(),
    }


def _grid(world: World) -> NDArray[np.float32]:
    return np.linspace(0, axis_end(world), POINTS, dtype=np.float32)


@lru_cache(maxsize=8)
def _line(world: World, outcome: Outcome) -> NDArray[np.float32]:
    """Give the line of an Outcome, to a hundredth of a percent; that of before is asked for again at every change."""
    return cumulative(world, outcome, _grid(world)).round(2)


def _thresholds(world: World, end: float) -> list[go.Scatter]:
    """Build the upright lines of the thresholds that the axis reaches, and their words on top."""
    marks = [(float(at), f"{at:g}: {word}") for at, word, _ in world.scale.thresholds if at < end]
    upright = go.Scatter(
        name=THRESHOLDS,
        mode="lines",
        x=[x for at, _ in marks for x in (at, at, None)],
        y=[y for _ in marks for y in (0, TOP_PERCENT, None)],
        hoverinfo="skip",
        line={"width": 1, "dash": "2px 3px"},
    )
    said = axes.text(THRESHOLD_WORDS, position="top center")
    said.update(x=[at for at, _ in marks], y=[TOP_PERCENT] * len(marks), text=[words.plot(word) for _, word in marks])
    return [upright, said]


def _labels(
    grid: NDArray[np.float32], before: NDArray[np.float32], now: NDArray[np.float32]
) -> dict[str, Mapping[str, Any]]:
    apart = np.abs(before - now)
    if apart.max() < 0.5:
        i = int(np.argmin(np.abs(now - 50)))
        same = {"x": [float(grid[i])], "y": [float(now[i])], "text": [words.NO_BREAK + tr("now, and before")]}
        side = {"textposition": "bottom right"}
        return {BEFORE_LABEL: _none() | side, NOW_LABEL: same | side}
    # the words above the chart and the scale below it need their room
    free = apart * ((before > 12) & (before < 86))
    i = int((free if free.max() > 0 else apart).argmax())
    above, below = ("top left", "bottom right") if before[i] >= now[i] else ("bottom right", "top left")
    if now[i] < 10:
        below = "top right"
    return {
        BEFORE_LABEL: {"x": [float(grid[i])], "y": [float(before[i])], "text": [tr("before")], "textposition": above},
        NOW_LABEL: {"x": [float(grid[i])], "y": [float(now[i])], "text": [tr("now")], "textposition": below},
    }


def _tail(world: World, now: Outcome, last_percent: float) -> Mapping[str, Any]:
    """Say how many wait longer than the axis reaches."""
    beyond = 100 * now.summary.users_served / max(float(world.users.sum()), 1e-9) - last_percent
    if beyond < 0.5:
        return _none()
    text = tr("{share} wait longer", share=words.share(beyond / 100)) + words.NO_BREAK
    return {"x": [axis_end(world)], "y": [TAIL_PERCENT], "text": [text]}


def _lost(world: World, now: Outcome, before: Outcome) -> dict[str, Mapping[str, Any]]:
    total = max(float(world.users.sum()), 1e-9)
    high = 100 * before.summary.users_served / total
    low = 100 * now.summary.users_served / total
    if high - low < 0.5:
        nothing = np.array([], np.float32)
        return {BRACKET: {"x": nothing, "y": nothing}, BRACKET_LABEL: _none()}
    x = axis_end(world) * 0.965
    text = tr("{share} dropped", share=words.share((high - low) / 100)) + words.NO_BREAK * 2
    return {
        BRACKET: {"x": np.array([x, x], np.float32), "y": np.array([low, high], np.float32)},
        BRACKET_LABEL: {"x": [x], "y": [(low + high) / 2 if high - low > 12 else low - 6], "text": [text]},
    }


def _none() -> dict[str, Any]:
    return {"x": [], "y": [], "text": []}
