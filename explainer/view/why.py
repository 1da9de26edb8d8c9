"""Why a wait is as long as it is: the way of the requests as one bar to scale, leg by leg.

Outlined is what does not depend on distance (access, Region, its queue), hatched is fibre over land, solid is sea
cable. Names stand above, milliseconds below; where legs are short, names climb to a second line and words give way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.texts import tr, tr_all
from explainer.view import axes, words
from explainer.view.palette import WAIT_CLASSES, Palette
from explainer.view.patch import Patch
from explainer.world import Leg, Path, World

FIXED_WORDS = tr_all(
    {
        "access": "access at {place}",
        "region": "inside {place}",
        "queue": "queue at {place}",
        "slow": "slowed by an outage in {place}",
    }
)
WIDTH_PX = 1200.0  # the chart is laid out for this width
CHARACTER_PX = 6.6
HATCH = "land"
SOLIDS = tuple(f"sea{c}" for c in range(1, WAIT_CLASSES + 1))
OUTLINE, STOPS, GOAL = "fixed", "stops", "Region"
NAMES, TIMES, KINDS, LINES = "names", "times", "kinds", "leaders"
KIND_WORDS = {"access": "", "region": ""} | tr_all(
    {"land": "over land", "sea": "sea cable", "queue": "queue", "slow": "slow"}
)
ACCESS = tr("access")


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    hatched = {"shape": "/", "size": 6, "solidity": 0.35, "fillmode": "overlay"}
    bars = [go.Bar(name=OUTLINE, x=[], y=[], base=[], orientation="h", width=0.9, marker={"line": {"width": 1.5}})]
    bars += [
        go.Bar(name=name, x=[], y=[], base=[], orientation="h", width=0.9, marker={"line": {"width": 0}})
        for name in SOLIDS
    ]
    bars.append(
        go.Bar(
            name=HATCH,
            x=[],
            y=[],
            base=[],
            orientation="h",
            width=0.9,
            marker={"line": {"width": 1}, "pattern": hatched},
        )
    )
    leaders = go.Scatter(name=LINES, mode="lines", x=[], y=[], line={"width": 1}, cliponaxis=False)
    circle, diamond = {"size": 11, "line": {"width": 2}}, {"symbol": "diamond", "size": 15, "line": {"width": 2}}
    stops = go.Scatter(name=STOPS, mode="markers", x=[], y=[], marker=circle, cliponaxis=False)
    goal = go.Scatter(name=GOAL, mode="markers", x=[], y=[], marker=diamond, cliponaxis=False)
    texts = [
        axes.text(NAMES, bold=True, position="middle center"),
        axes.text(TIMES, bold=True, position="middle center"),
        axes.text(KINDS, position="middle center"),
    ]
    figure = go.Figure(
        [*bars, leaders, stops, goal, *texts],
        axes.layout(
            margin={"l": 8, "r": 12, "t": 2, "b": 2, "pad": 0}, xaxis=axes.axis(0, 1), yaxis=axes.axis(-2.9, 3.1)
        ),
    )
    figure.update_traces(hoverinfo="skip")
    return figure


def patch(world: World, path: Path | None) -> Patch:
    """Draw a way; without one, clear the chart."""
    return _drawn(world, path.legs) if path else _cleared(world)


@lru_cache(maxsize=4)
def _cleared(world: World) -> Patch:
    return _drawn(world, ())


def _drawn(world: World, legs: tuple[Leg, ...]) -> Patch:
    total = sum(leg.rtt_ms for leg in legs) or 1.0
    ends = np.cumsum([leg.rtt_ms for leg in legs]) / total
    starts = np.concatenate([[0.0], ends[:-1]]) if legs else ends
    wait_class = int(np.searchsorted(world.scale.steps, total)) + 1
    changed: dict[str, Mapping[str, Any]] = {}
    for name in (OUTLINE, HATCH, *SOLIDS):
        mine = [i for i, leg in enumerate(legs) if _trace(leg, wait_class) == name]
        changed[name] = {
            "x": (ends[mine] - starts[mine]).astype(np.float32),
            "base": starts[mine].astype(np.float32),
            "y": np.zeros(len(mine), np.float32),
        }
    stops = [(0.0, legs[0].start)] if legs else []
    stops += [(float(ends[i]), leg.end) for i, leg in enumerate(legs) if leg.kind in ("land", "sea")]
    goal = stops.pop() if len(stops) > 1 else None
    changed[STOPS] = {"x": [x for x, _ in stops], "y": [0.0] * len(stops)}
    changed[GOAL] = {"x": [1.0] if goal else [], "y": [0.0] if goal else []}
    names = [*stops, (1.0, legs[-1].end)] if goal else stops
    return Patch(changed | _names(names) | _times(world, legs, starts, ends))


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    ink, page = palette["ink"], palette["page"]
    colours: dict[str, Mapping[str, Any]] = {
        OUTLINE: {"marker.color": page, "marker.line.color": ink},
        HATCH: {"marker.color": page, "marker.line.color": ink, "marker.pattern.fgcolor": ink},
        LINES: {"line.color": palette["ink3"]},
        STOPS: {"marker.color": page, "marker.line.color": ink},
        GOAL: {"marker.color": ink, "marker.line.color": page},
        NAMES: {"textfont.color": ink},
        TIMES: {"textfont.color": ink},
        KINDS: {"textfont.color": palette["ink2"]},
    }
    for c, name in enumerate(SOLIDS, start=1):
        colours[name] = {"marker.color": palette[f"wait{c}"]}
    return Patch(colours, axes.painted(palette))


def told(world: World, path: Path) -> list[tuple[str, float, float]]:
    """Give the legs for a table: what, length [km], time [ms]."""
    rows = []
    for leg in path.legs:
        if leg.kind in ("land", "sea"):
            what = tr("{start} to {end}, {kind}", start=leg.start, end=leg.end, kind=KIND_WORDS[leg.kind])
        else:
            what = FIXED_WORDS[leg.kind].format(place=leg.end)
        rows.append((what, leg.km, leg.rtt_ms))
    return rows


def _trace(leg: Leg, wait_class: int) -> str:
    if leg.kind == "sea":
        return SOLIDS[wait_class - 1]
    return HATCH if leg.kind == "land" else OUTLINE


def _names(stops: list[tuple[float, str]]) -> dict[str, Mapping[str, Any]]:
    """Place the names above their stops; one that would touch its neighbour climbs a line."""
    edge = {1: -1e9, 2: -1e9, 3: -1e9}
    x, y, text, lines_x, lines_y = [], [], [], [], []
    for at, name in stops:
        half = len(name) * CHARACTER_PX / 2 + 5
        middle = min(max(at * WIDTH_PX, half), WIDTH_PX - half)
        level = next((n for n in edge if middle - half > edge[n]), 3)
        edge[level] = middle + half
        x.append(middle / WIDTH_PX)
        y.append(0.55 + 0.75 * level)
        text.append(words.plot(name))
        if level > 1:
            lines_x += [at, at, None]
            lines_y += [0.4, 0.2 + 0.75 * level, None]
    return {NAMES: {"x": x, "y": y, "text": text}, LINES: {"x": lines_x, "y": lines_y}}


def _times(world: World, legs: tuple[Leg, ...], starts: Any, ends: Any) -> dict[str, Mapping[str, Any]]:
    middles = [(float(a) + float(b)) / 2 for a, b in zip(starts, ends, strict=True)]
    times, kinds = [], []
    for leg, a, b in zip(legs, starts, ends, strict=True):
        room = (b - a) * WIDTH_PX
        with_unit = words.wait(leg.rtt_ms, world.words.unit)
        times.append(with_unit if len(with_unit) * CHARACTER_PX < room - 8 else words.bare(leg.rtt_ms))
        long = f"{KIND_WORDS[leg.kind]}, {leg.km:,.0f} km" if leg.km else ""
        short = KIND_WORDS[leg.kind]
        kinds.append(next((t for t in (long, short) if t and len(t) * CHARACTER_PX < room - 6), ""))
    if legs and legs[0].kind == "access":
        kinds[0] = ACCESS if len(ACCESS) * CHARACTER_PX < (ends[0] - starts[0]) * WIDTH_PX else ""
    level = {"y": [-1.25] * len(legs)}
    return {
        TIMES: {"x": middles, "text": times} | level,
        KINDS: {"x": middles, "y": [-2.2] * len(legs), "text": kinds},
    }
