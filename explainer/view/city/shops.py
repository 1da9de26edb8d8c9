"""Shops as squares: a letter where one is open, a cross where one is closed, a small open square where one could be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.texts import tr, tr_all
from explainer.view import words
from explainer.view.city.look import NARROW_PX, phone_px
from explainer.view.map import labels
from explainer.view.palette import FONT, Palette
from explainer.view.patch import Patch
from explainer.world import World
from explainer.world.cafe import STAY_MIN, City

#: state: (symbol, size [px], fill token, line token, line width [px])
MARKS: Mapping[str, tuple[str, float, str, str, float]] = {
    "possible": ("square", 10, "land", "ink2", 1.4),
    "closed": ("square-x", 22, "loss", "land", 2),
    "open": ("square", 22, "ink", "land", 2),
}
STATES = tr_all({"possible": "possible", "closed": "closed", "open": "open"})  # as they are shown
LABELS = {"labels": "ink", "labels closed": "loss"}
LABEL_PX, HALF_PX = 12, 12.0
FULL = 0.9995  # share of its seats from which a shop is called full
LEAST_QUEUE = 0.5  # people


def traces() -> list[go.Scatter]:
    """Build the traces of shops, empty."""
    font = {"family": FONT, "size": LABEL_PX, "weight": 700}
    built = []
    for state, (symbol, size, _, _, width) in MARKS.items():
        lettered = {"mode": "markers+text", "text": [], "textfont": font, "textposition": "middle center"}
        built.append(
            go.Scatter(
                name=state,
                x=[],
                y=[],
                hoverinfo="skip",
                cliponaxis=False,
                marker={"symbol": symbol, "size": size, "opacity": 1, "line": {"width": width}},
                **(lettered if state == "open" else {"mode": "markers"}),
            )
        )
    return built


def label_traces() -> list[go.Scatter]:
    """Build the traces of what stands beside shops, empty."""
    font = {"family": FONT, "size": LABEL_PX, "weight": 700}
    return [go.Scatter(name=name, mode="text", x=[], y=[], text=[], textfont=font, hoverinfo="skip") for name in LABELS]


def patch(world: World, city: City, now: Outcome, blocked: list[labels.Box]) -> Patch:
    """Put every shop into the trace of its state, and say beside those of the design how they are."""
    state = np.array(states(now))
    x, y = (city.shops.loc[world.zones.index, axis].to_numpy(np.float32) for axis in ("x_m", "y_m"))
    letters = np.array(world.zones.index, object)
    changed: dict[str, dict[str, Any]] = {name: {"x": x[state == name], "y": y[state == name]} for name in MARKS}
    changed["open"]["text"] = letters[state == "open"].tolist()
    named = np.flatnonzero(state != "possible")
    text = [label(world, now, int(i)) for i in named]
    at_px = [phone_px(float(x[i]), float(y[i])) for i in range(len(state))]
    small = MARKS["possible"][1] / 2
    others = [
        (x - small, y - small, x + small, y + small) for (x, y), s in zip(at_px, state, strict=True) if s == "possible"
    ]
    sides = labels.sides([at_px[i] for i in named], text, NARROW_PX, HALF_PX, [*others, *blocked])
    for name in LABELS:
        mine = [k for k, i in enumerate(named) if (state[i] == "closed") == (name == "labels closed")]
        changed[name] = {
            "x": x[named[mine]],
            "y": y[named[mine]],
            "text": [labels.beside(words.plot(text[k]), sides[k]) for k in mine],
            "textposition": [sides[k] for k in mine],
        }
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give shops and what stands beside them their colours."""
    colours: dict[str, Mapping[str, Any]] = {
        state: {"marker.color": palette[fill], "marker.line.color": palette[line]}
        for state, (_, _, fill, line, _) in MARKS.items()
    }
    colours["open"] = {**colours["open"], "textfont.color": palette["onink"]}
    return Patch(colours | {name: {"textfont.color": palette[token]} for name, token in LABELS.items()})


def states(now: Outcome) -> list[str]:
    """State of each shop, a name of `MARKS`."""
    return [
        "possible" if not used else "open" if up else "closed"
        for used, up in zip(now.zone_used.tolist(), now.zone_up.tolist(), strict=True)
    ]


def label(world: World, now: Outcome, shop: int) -> str:
    """Say how a shop is: closed; while something is broken full or with a queue; else its seats."""
    region = int(world.zone_region[shop])
    if not now.zone_up[shop]:
        return tr("closed")
    sharing = int((now.zone_used & now.zone_up & (world.zone_region == region)).sum())
    # Little's law: who waits is who comes a minute times how long they wait
    queue = now.region_rps[region] / sharing * 60 * now.region_queue_ms[region]
    waiting = [tr("queue: {count}", count=f"{queue:.0f}")] if queue >= LEAST_QUEUE else []
    full = [tr("full")] if now.region_refused_rps[region] > 0 or now.utilisation[region] > FULL else []
    if now.scenario.outages and full + waiting:
        return ", ".join(full + waiting)
    return tr("{count}\u00a0seats", count=f"{now.region_capacity_rps[region] / sharing * 60 * STAY_MIN:.0f}")
