"""The café city: the map's marks on a town that one can walk through.

Houses, parks and the river lie below; people are coloured by their walk, shops stand as squares, walks are thin lines
over the bridges, and what happens is hatched. Built once with a fixed list of named traces, then only patched, like
the map; the axes are fixed and a metre is as long up as across.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.texts import tr
from explainer.view.city import customers, events, flows, ground, shops
from explainer.view.city.look import NARROW_M, Look, m_per_px, phone_box
from explainer.view.map.labels import Box
from explainer.view.palette import Palette
from explainer.view.patch import Patch, merge
from explainer.world import World, load_city
from explainer.world.cafe import metres

NAME_HALF_PX = (5.0, 8.0)  # half the width of a letter of a name, and half its height

__all__ = ["Look", "build", "layers", "paint", "patch", "resized"]


def build(world: World) -> go.Figure:
    """Build the empty picture of the city: the town and all traces that patches will fill."""
    city = load_city()
    width, height = city.frame_m
    # "domain": else a resized or printed page would keep the wider view that it once needed
    axis = {"visible": False, "fixedrange": True, "constrain": "domain"}
    layout = {
        "xaxis": axis | {"range": [0, width]},
        "yaxis": axis | {"range": [0, height], "scaleanchor": "x", "scaleratio": 1},
        "showlegend": False,
        "margin": dict.fromkeys("lrtb", 0),
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "dragmode": False,
        "hovermode": False,
    }
    parts = (
        ground.below(city),
        events.areas(),
        ground.water(city),
        ground.names(city),
        events.traces(),
        flows.traces(),
        customers.traces(world),
        shops.traces(),
        events.flag_traces(),
        shops.label_traces(),
    )
    return go.Figure([trace for part in parts for trace in part], layout)


def patch(world: World, now: Outcome, before: Outcome, look: Look | None = None) -> Patch:
    """Say what the picture shows of an Outcome.

    Parameters
    ----------
    world
        The café city's World.
    now, before
        The present Outcome, and that of the same design with nothing broken.
    look
        What is drawn beside the answer; nothing by default.
    """
    city, look = load_city(), look or Look()
    return merge(
        events.patch(city, now, look),
        flows.patch(world, city, now, before, look.walks),
        customers.patch(world, now),
        shops.patch(world, city, now, [*_name_boxes(), *events.flag_boxes(city, look)]),
    )


def paint(palette: Palette) -> Patch:
    """Give the whole picture the colours of a theme."""
    return merge(
        ground.paint(load_city(), palette), *(part.paint(palette) for part in (events, flows, customers, shops))
    )


def resized(narrow: bool) -> Patch:
    """Fit the picture to the width of the page: a narrow one shows the middle of town, without names of districts."""
    width, height = load_city().frame_m
    x_m, y_m = NARROW_M if narrow else ((0, width), (0, height))
    cropped = Patch({ground.DISTRICTS: {"visible": not narrow}}, {"xaxis.range": list(x_m), "yaxis.range": list(y_m)})
    return merge(cropped, customers.resized(narrow), events.resized(narrow))


def layers(world: World) -> Mapping[str, tuple[Any, Any, Any]]:
    """Give what a pointer can hit: name to x, y [m] and radius [px]; shops before customers."""
    at = load_city().shops.loc[world.zones.index]
    shop_x, shop_y = (at[axis].to_numpy(np.float32) for axis in ("x_m", "y_m"))
    x, y = (places.astype(np.float32) for places in metres(world, "cells"))
    return {
        "shops": (shop_x, shop_y, np.full(len(at), shops.MARKS["open"][1] / 2, np.float32)),
        "customers": (x, y, np.full(len(x), customers.RADIUS_PX, np.float32)),
    }


def _name_boxes() -> list[Box]:
    """Places of the names on the picture; other labels keep off them."""
    city, (half, high) = load_city(), (size * m_per_px() for size in NAME_HALF_PX)
    named = [*city.districts, *((name, x, y) for name, x, y, _ in city.names)]
    wide = [(half * len(tr(name)), x, y) for name, x, y in named]
    return [phone_box(x - across, y - high, x + across, y + high) for across, x, y in wide]
