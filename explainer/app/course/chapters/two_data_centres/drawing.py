"""Two sites with their load above, and their failures one after another below, on one sheet.

A site is a square and its load a bar, as on every page. Below stands a column a failure: which site it took, and how
many customers went without. Whatever both sites need hangs over both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.app.course.chapters.two_data_centres.sites import COUNT, SITES, Failures
from explainer.texts import tr
from explainer.view import axes
from explainer.view.appraise import shapes
from explainer.view.palette import Palette, ink
from explainer.view.patch import Patch

WIDTH_PX, HEIGHT_PX = 820.0, 562.0
MIDDLE = (190.0, 570.0)  # of each site, across
LINE_AT, SITE_AT, BAR_AT, LOAD_AT = 56.0, 128.0, 178.0, 207.0
BAR_PX = (190.0, 22.0)
LANES_AT, LANE_AT, LOST_TOP, LOST_FOOT = 268.0, (306.0, 336.0), 404.0, 524.0
FIRST, PITCH, SIDE, SIDE_DOWN = 76.0, 17.8, 12.6, 13.0  # of the columns and their squares
FEED, FEED_HIT, WIRES, WIRES_HIT, FEED_NAME = "feed", "feed hit", "wires", "wires hit", "feed name"
UP, LOST, NAMES = "up", "lost", "names"
ROOM, LOAD, OVER, LOADS = "room", "load", "over", "loads"
TO_COME, HELD, GONE, NOT_SERVED = "to come", "held", "gone", "not served"
GROUND, NOW, TITLES, ENDS = "ground", "now", "titles", "ends"
INDENT = "\u00a0" * 7  # of a name, past the mark of its site on any screen
HATCH = {"shape": "/", "size": 8, "solidity": 0.5, "fgopacity": 1}
CROSSED = {"shape": "x", "size": 6, "solidity": 0.3, "fgopacity": 1}  # so that colour alone says nothing


@dataclass(frozen=True, eq=False)
class Seen:
    """What is drawn.

    Parameters
    ----------
    common
        Whether the sites hang on one line; it fails when both are lost at once.
    lost
        Which site is lost now.
    used, over
        How much of its room each site uses, and how much more is asked of it, of that room [0..1].
    past
        The failures so far.
    at
        How far along the failures the play is, as a number of columns; None for no cursor.
    names, loads
        What stands beside each site and under its bar.
    line
        What stands over the lines.
    titles
        What stands over the lanes and over the customers not served.
    """

    common: bool
    lost: Sequence[bool]
    used: Sequence[float]
    over: Sequence[float]
    past: Failures
    at: float | None
    names: Sequence[str]
    loads: Sequence[str]
    line: str
    titles: Sequence[str]


def build() -> go.Figure:
    """Build the sheet, nothing on it."""
    ends = axes.text(ENDS)
    at = [
        (FIRST - 6, y, said)
        for y, said in zip((*LANE_AT, LOST_TOP, LOST_FOOT), (*SITES, tr("all"), tr("none")), strict=True)
    ]
    below = [(_column(column), LOST_FOOT + 20, f"{column + 1}") for column in (0, COUNT - 1)]
    sides = ["middle left"] * len(at) + ["middle center"] * len(below)
    ends.update(shapes.texts(*zip(*at, *below, strict=True), textposition=sides))
    to_come = shapes.bar(TO_COME, SIDE_DOWN, line={"width": 1})
    to_come.update(_squares(np.arange(COUNT).repeat(2), np.tile([0, 1], COUNT)))
    ground = shapes.line(GROUND, 1)
    end = FIRST + PITCH * COUNT
    ground.update(shapes.segments([(FIRST, LOST_FOOT, end, LOST_FOOT), (FIRST, LOST_TOP, end, LOST_TOP)]))
    traces = [
        shapes.line(WIRES, 2),
        shapes.line(WIRES_HIT, 2.5, dash="4px 4px"),
        shapes.mark(FEED, "circle", 13, 2),
        shapes.mark(FEED_HIT, "triangle-up", 20, 1.3),
        axes.text(FEED_NAME, position="middle center"),
        shapes.mark(UP, "square", 30, 2),
        shapes.mark(LOST, "square-x", 30, 2),
        axes.text(NAMES, bold=True, position="middle right"),
        shapes.bar(ROOM, BAR_PX[1]),
        shapes.bar(LOAD, BAR_PX[1]),
        shapes.bar(OVER, BAR_PX[1], pattern=HATCH),
        axes.text(LOADS, position="middle center"),
        ground,
        to_come,
        shapes.bar(HELD, SIDE_DOWN),
        shapes.bar(GONE, SIDE_DOWN, pattern=CROSSED),
        shapes.bar(NOT_SERVED, 1),
        shapes.line(NOW, 1.6),
        axes.text(TITLES, bold=True, position="middle right"),
        ends,
    ]
    return shapes.sheet(traces, WIDTH_PX, HEIGHT_PX)


def patch(seen: Seen) -> Patch:
    """Draw a moment."""
    lost = np.array(seen.lost, bool)
    x, half = np.array(MIDDLE), BAR_PX[0] / 2
    hit = bool(seen.common and lost.all())
    feed = [sum(MIDDLE) / 2] if seen.common else list(MIDDLE)
    wires = [(at, LINE_AT, at, SITE_AT) for at in MIDDLE]
    if seen.common:
        wires.append((MIDDLE[0], LINE_AT, MIDDLE[1], LINE_AT))
    changed: dict[str, Mapping[str, Any]] = {
        FEED: shapes.at([] if hit else feed, [] if hit else [LINE_AT] * len(feed)),
        FEED_HIT: shapes.at(feed if hit else [], [LINE_AT] * len(feed) if hit else []),
        WIRES: shapes.segments([] if hit else wires),
        WIRES_HIT: shapes.segments(wires if hit else []),
        FEED_NAME: shapes.texts([sum(MIDDLE) / 2], [26.0], [seen.line]),
        UP: shapes.at(x[~lost], [SITE_AT] * int((~lost).sum())),
        LOST: shapes.at(x[lost], [SITE_AT] * int(lost.sum())),
        NAMES: shapes.texts(x, [SITE_AT] * 2, [f"{INDENT}{name}" for name in seen.names]),
        ROOM: shapes.bars(x - half, x + half, [BAR_AT] * 2),
        LOAD: shapes.bars(x - half, x - half + BAR_PX[0] * np.array(seen.used), [BAR_AT] * 2),
        OVER: shapes.bars(x + half, x + half + BAR_PX[0] * np.array(seen.over), [BAR_AT] * 2),
        LOADS: shapes.texts(x, [LOAD_AT] * 2, seen.loads),
        TITLES: shapes.texts([FIRST - 40] * 2, [LANES_AT, LOST_TOP - 24], seen.titles),
    }
    now = [] if seen.at is None else [FIRST + PITCH * seen.at] * 2
    changed[NOW] = shapes.at(now, [LANE_AT[0] - SIDE_DOWN, LOST_FOOT][: len(now)])
    return Patch(changed | _columns(seen.past))


def paint(palette: Palette) -> Patch:
    """Give the sheet the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        WIRES: {"line.color": palette["ink2"]},
        WIRES_HIT: {"line.color": palette["loss"]},
        FEED: {"marker.color": palette["page"], "marker.line.color": palette["ink2"]},
        FEED_HIT: {"marker.color": palette["cause"], "marker.line.color": palette["causeink"]},
        GROUND: {"line.color": palette["before"]},
        NOW: {"line.color": palette["ink"]},
        TO_COME: {"marker.color": "rgba(0,0,0,0)", "marker.line.color": ink(palette, "before", 0.44)},
        OVER: _patterned(palette["loss"], palette["lossbg"]),
        GONE: _patterned(palette["land"], palette["loss"]),
    }
    colours |= {
        name: {"marker.color": palette[token], "marker.line.color": palette["land"]}
        for name, token in ((UP, "ink"), (LOST, "loss"))
    }
    bars = {LOAD: "ink", HELD: "ink", NOT_SERVED: "loss"}
    colours[ROOM] = {"marker.color": ink(palette, "before", 0.3)}
    colours |= {name: {"marker.color": palette[token]} for name, token in bars.items()}
    tokens = {NAMES: "ink", TITLES: "ink", LOADS: "ink2", FEED_NAME: "ink2", ENDS: "ink2"}
    colours |= {name: {"textfont.color": palette[token]} for name, token in tokens.items()}
    return Patch(colours, axes.painted(palette))


def _columns(past: Failures) -> dict[str, Mapping[str, Any]]:
    """Draw a column a failure: a square a site, and how many customers went without."""
    failure, site = (each.ravel() for each in np.indices(past.lost.shape))
    gone = past.lost.ravel()
    squares = {name: _squares(failure[kept], site[kept]) for name, kept in ((HELD, ~gone), (GONE, gone))}
    some = past.not_served > 0
    high = past.not_served[some] * (LOST_FOOT - LOST_TOP)
    at = _column(np.flatnonzero(some))
    upright = shapes.bars(at - SIDE / 2, at + SIDE / 2, LOST_FOOT - high / 2) | {"width": shapes.floats(high)}
    return squares | {NOT_SERVED: upright}


def _squares(failure: Any, site: Any) -> dict[str, Any]:
    middle = _column(failure)
    return shapes.bars(middle - SIDE / 2, middle + SIDE / 2, np.take(LANE_AT, site))


def _patterned(lines: str, ground: str) -> dict[str, Any]:
    return {"marker.color": ground, "marker.pattern.bgcolor": ground, "marker.pattern.fgcolor": lines}


def _column(failure: Any) -> Any:
    return FIRST + PITCH * (np.asarray(failure) + 0.5)
