"""Who walks where: the map's own flows, laid on the city's plan.

Lines to a block end at the nearest of its open shops, and only what crosses the river is drawn as a bridge: the
crossings of a parade's street are as short as the street is wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.view.map.flows import CUT, MOVED, STEADY, TRUNKS
from explainer.view.map.flows import paint as map_paint
from explainer.view.map.flows import patch as map_patch
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World
from explainer.world.cafe import DEGREES_PER_M, City, metres

WIDTHS = {CUT: 1.8, STEADY: 0.6, MOVED: 0.8} | TRUNKS
LINES = (STEADY, MOVED, *TRUNKS)
SAME_PLACE_M = 2.0

Floats = NDArray[np.float64]


def traces() -> list[go.Scatter]:
    """Build the traces of flows and of closed bridges, empty."""
    return [
        go.Scatter(
            name=name,
            mode="lines",
            x=[],
            y=[],
            hoverinfo="skip",
            line={"width": width, "dash": "4px 4px" if name == CUT else "solid", "simplify": False},
        )
        for name, width in WIDTHS.items()
    ]


def patch(world: World, city: City, now: Outcome, before: Outcome, walks: bool) -> Patch:
    """Draw the flows of an Outcome if they are asked for, and the bridges that are closed."""
    drawn = map_patch(world, now, before, show_cables=False).traces
    changed: dict[str, Mapping[str, Any]] = {}
    for name in LINES:
        x, y = (np.asarray(drawn[name][axis], float).reshape(-1, 3) / DEGREES_PER_M for axis in ("lon", "lat"))
        x, y = (x, y) if walks else (x[:0], y[:0])
        _end_at_shops(world, city, now, x, y)
        changed[name] = {"x": x.astype(np.float32).ravel(), "y": y.astype(np.float32).ravel()}
    changed[CUT] = _closed(world, city, now)
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give lines the colours that they have on the map."""
    return Patch({name: values for name, values in map_paint(palette).traces.items() if name in WIDTHS})


def _end_at_shops(world: World, city: City, now: Outcome, x: Floats, y: Floats) -> None:
    """Move the ends of lines (rows: start, end, gap) from the point of a block to the nearest of its open shops."""
    at_x, at_y = metres(world, "regions")
    for region in range(len(world.regions)):
        ends = np.flatnonzero(np.hypot(x[:, 1] - at_x[region], y[:, 1] - at_y[region]) < SAME_PLACE_M)
        mine = (world.zone_region == region) & now.zone_used & now.zone_up
        if not len(ends) or not mine.any():
            continue
        shops = city.shops.loc[world.zones.index[mine], ["x_m", "y_m"]].to_numpy(float)
        away = np.hypot(x[ends, 0, None] - shops[:, 0], y[ends, 0, None] - shops[:, 1])
        x[ends, 1], y[ends, 1] = shops[away.argmin(axis=1)].T


def _closed(world: World, city: City, now: Outcome) -> Mapping[str, Any]:
    streets = {route.name for route in city.routes.values()}
    cut = world.cables[world.cables.index.isin(sorted(now.cut_cables)) & ~world.cables["passage"].isin(streets)]
    x, y = metres(world, "gateways")
    ends = [world.gateways.index.get_indexer(pd.Index(cut[end])) for end in ("from_gateway", "to_gateway")]
    gap = np.full(len(cut), np.nan)
    return {
        axis: np.column_stack([at[ends[0]], at[ends[1]], gap]).astype(np.float32).ravel()
        for axis, at in (("x", x), ("y", y))
    }
