"""What could be had for the money: designs that no other beats, and where the visitor's own one stands.

To the right is dearer, up is better. The line is the most people that can be served in time for the money; a dot
below it is there because its slowest people wait less, which its colour shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.design import Comparison
from explainer.texts import tr
from explainer.view import axes, words
from explainer.view.appraise import shapes
from explainer.view.map import labels
from explainer.view.palette import WAIT_CLASSES, Palette, rim
from explainer.view.patch import Patch
from explainer.world import World

WIDTH_PX, HEIGHT_PX = 420.0, 260.0
X_RANGE, Y_RANGE = (-0.12, 1.02), (-0.17, 1.13)
TICKS_AT, WORDS_AT, HEAD_AT, SHARES_AT = -0.055, -0.13, 1.09, -0.02
STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)  # of the cost axis, times one Region
MOST_STEPS = 5
ROOM = 1.05  # so much longer is the axis than the dearest design
DOT_PX, OWN_PX = 9.0, 14.0
GRID, STEP_LINE, OWN, CHOSEN = "grid", "front", "own", "chosen"
DOTS = tuple(f"wait{c}" for c in range(1, WAIT_CLASSES + 1))
SHARES, COSTS, COST_WORDS, REACH_WORDS, OWN_LABEL = "shares", "costs", "cost words", "reach words", "own label"
YOURS = tr("yours")
OWN_SPACES = 4


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    rims = [0.9 if c <= 2 else 0.6 for c in range(1, WAIT_CLASSES + 1)]
    grid = shapes.line(GRID, 1)
    grid.update(shapes.segments((0, y, 1, y) for y in (0, 0.5, 1)))
    shares = axes.text(SHARES, position="middle left")
    shares.update(shapes.texts([SHARES_AT] * 3, [0, 0.5, 1], [words.share(y) for y in (0, 0.5, 1)]))
    step = shapes.line(STEP_LINE, 1.5, shape="hv")
    traces = [
        grid,
        step,
        *(shapes.mark(name, "circle", DOT_PX, width) for name, width in zip(DOTS, rims, strict=True)),
        shapes.mark(OWN, "diamond-open", OWN_PX, 2.5),
        shapes.mark(CHOSEN, "circle-open", DOT_PX + 10, 3),
        shares,
        axes.text(COSTS, position="middle center"),
        axes.text(COST_WORDS, position="middle left"),
        axes.text(REACH_WORDS, position="middle right"),
        axes.text(OWN_LABEL, bold=True),
    ]
    return go.Figure(traces, axes.layout(xaxis=axes.axis(*X_RANGE), yaxis=axes.axis(*Y_RANGE))).update_traces(
        hoverinfo="skip"
    )


def patch(world: World, front: pd.DataFrame | None, own: Comparison | None, chosen: int | None = None) -> Patch:
    """Draw a front, the visitor's own design and a chosen one; without a front, clear the chart.

    Parameters
    ----------
    world
        The World of the front.
    front
        What `pareto` gave, or None.
    own
        What `compare` says of the visitor's design, or None.
    chosen
        Row of the front that is chosen, None for none.
    """
    x, y = points(front, own)
    wait_class = _classes(world, front)
    changed: dict[str, Mapping[str, Any]] = {
        name: shapes.at(x[wait_class == c], y[wait_class == c]) for c, name in enumerate(DOTS, start=1)
    }
    best = np.maximum.accumulate(y) if len(y) else y
    changed[STEP_LINE] = shapes.at(x, best)
    picked = slice(0, 0) if chosen is None else slice(chosen, chosen + 1)
    changed[CHOSEN] = shapes.at(x[picked], y[picked])
    return Patch(changed | _own(x, y, front, own) | _axis_words(world, front, own))


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        name: {"marker.color": palette[name], "marker.line.color": rim(palette, c)}
        for c, name in enumerate(DOTS, start=1)
    }
    colours[GRID] = {"line.color": palette["grid"]}
    colours[STEP_LINE] = {"line.color": palette["before"]}
    colours |= {name: {"marker.color": palette["you"], "marker.line.color": palette["you"]} for name in (OWN, CHOSEN)}
    colours |= {name: {"textfont.color": palette["ink2"]} for name in (SHARES, COSTS, COST_WORDS, REACH_WORDS)}
    colours[OWN_LABEL] = {"textfont.color": palette["you"]}
    return Patch(colours, axes.painted(palette))


def points(
    front: pd.DataFrame | None, own: Comparison | None = None
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Where the designs of a front are drawn, on the axes of the chart [0..1]: cost against its top, share in time.

    Parameters
    ----------
    front
        What `pareto` gave, or None.
    own
        The design drawn with it, which a dearer one needs room for.
    """
    if front is None:
        return shapes.floats([]), shapes.floats([])
    top, _ = _scale(front, own)
    return shapes.floats(front["cost_index"] / top), shapes.floats(front["within_slo"])


def table(
    world: World, front: pd.DataFrame | None, own: Comparison | None, chosen: int | None = None
) -> dict[str, list[Any]]:
    """Give the designs drawn, the visitor's own last: design, cost_index [-], within_slo [0..1], rtt_p95, chosen."""
    told: dict[str, list[Any]] = {"design": [], "cost_index": [], "within_slo": [], "rtt_p95": [], "chosen": []}
    if front is None:
        return told
    told["design"] = [_named(world, codes) for codes in front["regions"]]
    for key, name in (("cost_index", "cost_index"), ("within_slo", "within_slo"), ("rtt_p95", "rtt_p95_ms")):
        told[key] = front[name].tolist()
    told["chosen"] = [row == chosen for row in range(len(front))]
    if own is not None:
        for key, value in zip(told, (YOURS, own.cost_index, own.within_slo, own.rtt_p95_ms, False), strict=True):
            told[key].append(value)
    return told


def sentence(world: World, front: pd.DataFrame | None, own: Comparison | None, chosen: int | None = None) -> str:
    """Say how many designs there are, and how the visitor's own one compares."""
    if front is None or not len(front):
        return tr("No designs are compared yet.")
    low, high = (f"{front['cost_index'].agg(end):.2f}" for end in ("min", "max"))
    ends = {"count": len(front), "low": low, "high": high, "region": tr(world.words.region)}
    said = [tr("{count} designs that no other beats cost {low} to {high} × one {region}.", **ends)]
    if own is not None:
        yours = tr("Yours costs {cost} × and serves {share} {in_time}.")
        cost, share = f"{own.cost_index:.2f}", words.share(own.within_slo)
        said.append(yours.format(cost=cost, share=share, in_time=_in_time(world, front)))
        if own.widest and own.missed > 0:
            more, names = words.share(own.within_slo + own.missed), _named(world, own.widest)
            said.append(tr("For no more money, {regions} would serve {share}.", regions=names, share=more))
    if chosen is not None:
        row = front.iloc[chosen]
        cost, share, names = f"{row['cost_index']:.2f}", words.share(row["within_slo"]), _named(world, row["regions"])
        said.append(tr("Chosen is {regions}: {cost} ×, {share}.", regions=names, cost=cost, share=share))
    return " ".join(said)


def _named(world: World, codes: tuple[str, ...]) -> str:
    return words.listed([str(world.regions["name"][code]) for code in codes], at_most=len(codes))


def _classes(world: World, front: pd.DataFrame | None) -> NDArray[np.intp]:
    """Wait class of each design's slowest people, 1 to 6."""
    waits = np.array([] if front is None else front["rtt_p95_ms"], np.float32)
    return np.searchsorted(np.array(world.scale.steps, np.float32), waits, side="left") + 1


def _own(
    x: NDArray[np.float32], y: NDArray[np.float32], front: pd.DataFrame | None, own: Comparison | None
) -> dict[str, Mapping[str, Any]]:
    if front is None or own is None:
        return {OWN: shapes.at([], []), OWN_LABEL: shapes.texts([], [], [], textposition=[])}
    at = own.cost_index / _scale(front, own)[0], own.within_slo
    (middle,), dots = _pixels([at[0]], [at[1]]), _pixels(x, y)
    half = DOT_PX / 2
    blocked = [(left - half, top - half, left + half, top + half) for left, top in dots]
    (side,) = labels.sides([middle], [YOURS], WIDTH_PX, half_px=OWN_PX / 2, blocked=blocked)
    text = labels.beside(YOURS, side, spaces=OWN_SPACES)
    return {OWN: shapes.at([at[0]], [at[1]]), OWN_LABEL: shapes.texts([at[0]], [at[1]], [text], textposition=[side])}


def _axis_words(world: World, front: pd.DataFrame | None, own: Comparison | None) -> dict[str, Mapping[str, Any]]:
    if front is None:
        return {name: shapes.texts([], [], []) for name in (COSTS, COST_WORDS, REACH_WORDS)}
    top, step = _scale(front, own)
    at = np.arange(0, top, step)
    return {
        COSTS: shapes.texts(at / top, [TICKS_AT] * len(at), [f"{cost:.2g}" for cost in at]),
        COST_WORDS: shapes.texts([1.0], [WORDS_AT], [tr("cost, × one {region}", region=tr(world.words.region))]),
        REACH_WORDS: shapes.texts([X_RANGE[0]], [HEAD_AT], [_in_time(world, front)]),
    }


def _in_time(world: World, front: pd.DataFrame) -> str:
    """Say what "in time" means on a front."""
    lost = front.attrs.get("survive", 0)
    wait = f"{front.attrs['base'].slo_ms:g} {world.words.unit}"
    if not lost:
        return tr("within {wait}", wait=wait)
    return tr("within {wait}, with {regions} lost", wait=wait, regions=words.counted(lost, world.words.region))


def _scale(front: pd.DataFrame, own: Comparison | None) -> tuple[float, float]:
    """Give the top of the cost axis and the step of its ticks, times one Region."""
    dearest = max([*front["cost_index"], own.cost_index if own else 0.0, STEPS[0]])
    step = next((each for each in STEPS if dearest <= each * MOST_STEPS), dearest / MOST_STEPS)
    return dearest * ROOM, step


def _pixels(x: Any, y: Any) -> list[tuple[float, float]]:
    """Where points of the chart are on a drawing of its usual size [px]."""
    left = (np.asarray(x, float) - X_RANGE[0]) / (X_RANGE[1] - X_RANGE[0]) * WIDTH_PX
    top = (Y_RANGE[1] - np.asarray(y, float)) / (Y_RANGE[1] - Y_RANGE[0]) * HEIGHT_PX
    return list(zip(left.tolist(), top.tolist(), strict=True))
