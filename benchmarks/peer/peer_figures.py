"""The map and the three charts of the World page in ordinary plotly, for pages that are built with other frameworks.

One trace a kind of mark, as one would write it: places are markers with an array of colours, flows are straight. The
numbers are those of `explainer`. `build` makes the figures once; `changes` says what an Outcome changes in them, which
`explainer.view.patch.apply` writes into a figure, or a framework sends as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer import Outcome, World
from explainer.view import load, reach, waiting
from explainer.view.map import dots
from explainer.view.map.regions import positions
from explainer.view.palette import FONT, LIGHT, WAIT_CLASSES
from explainer.view.patch import Patch

CHARTS = {
    "map": "",
    "waiting": "How long people wait · grey is before",
    "reach": "Where · blue is within the SLO",
    "load": "Load by Region · red is refused",
}
HEIGHT_PX = {"map": 440, "waiting": 224, "reach": 200, "load": 150}
TOP_PERCENT = 103
MARGIN = {"l": 110, "r": 12, "t": 4, "b": 22}
CONFIG: Any = {"displayModeBar": False}
CROSSED = "rgba(0,0,0,0)"  # a place that is not served is drawn as a cross instead
WAITS = [CROSSED, *(LIGHT[f"wait{number}"] for number in range(1, WAIT_CLASSES + 1))]
STATES = [LIGHT["land"], LIGHT["ink"], LIGHT["loss"]]  # of a Region: not in the design, in use, down
MOST_FLOWS = 420  # of the places with most people


def build(world: World) -> dict[str, go.Figure]:
    """Build all figures, without an Outcome."""
    made = {"map": _map(world), "waiting": _waiting(world), "reach": _reach(), "load": _load()}
    for name, figure in made.items():
        figure.update_layout(height=HEIGHT_PX[name], showlegend=False, font={"family": FONT, "size": 12})
    return made


def changes(world: World, now: Outcome, before: Outcome) -> dict[str, Patch]:
    """Give what an Outcome changes in each figure, by name of trace."""
    return {
        "map": _map_change(world, now),
        "waiting": _waiting_change(world, now, before),
        "reach": _reach_change(world, now, before),
        "load": _load_change(world, now, before),
    }


def _map(world: World) -> go.Figure:
    land = [point for ring in world.canvas.land for point in (*ring, (np.nan, np.nan))]
    land_lon, land_lat = np.array(land, np.float32).T
    lon, lat = _places(world)
    region_lon, region_lat = positions(world)
    ground = {"fill": "toself", "fillcolor": LIGHT["land"], "line": {"width": 0.7, "color": LIGHT["coast"]}}
    place = {"size": 2 * dots.radius_px(world), "line": {"width": 0.5, "color": LIGHT["land"]}}
    seat = {"line": {"width": 1.3, "color": LIGHT["ink2"]}}
    lost = {"width": 1.5, "color": LIGHT["loss"]}
    bold = {"textposition": "middle right", "textfont": {"weight": 700}}
    data = [
        go.Scattergeo(name="land", mode="lines", lon=land_lon, lat=land_lat, **ground),
        go.Scattergeo(name="flows", mode="lines", line={"width": 0.6, "color": LIGHT["ink3"]}, opacity=0.5),
        go.Scattergeo(name="places", mode="markers", lon=lon, lat=lat, marker=place | _steps(WAITS)),
        go.Scattergeo(name=dots.LOST, mode="markers", marker={"symbol": "x-thin", "size": 7, "line": lost}),
        go.Scattergeo(
            name="Regions", mode="markers+text", lon=region_lon, lat=region_lat, marker=seat | _steps(STATES), **bold
        ),
    ]
    canvas = world.canvas
    geo = {
        "visible": False,  # plotly's own layers come from another host
        "projection": {"type": canvas.projection, "rotation": {"lon": canvas.rotation_lon}},
        "lataxis": {"range": list(canvas.lat_range)},
        "lonaxis": {"range": list(canvas.lon_range)},
        "bgcolor": LIGHT["sea"],
    }
    return go.Figure(data, {"geo": geo, "margin": dict.fromkeys("lrtb", 0), "dragmode": False})


def _map_change(world: World, now: Outcome) -> Patch:
    wait_class = dots.classes(world, now).astype(np.int8)
    state = np.select([~now.region_up, now.region_used], [2, 1]).astype(np.int8)
    largest = np.argsort(-world.users, kind="stable")[:MOST_FLOWS]
    largest = largest[now.served[largest]]
    gap = np.full(len(largest), np.nan, np.float32)
    place_lon, place_lat = _places(world)
    lon, lat = (
        np.column_stack([place[largest], region[now.serving[largest]], gap]).ravel()
        for place, region in zip((place_lon, place_lat), positions(world), strict=True)
    )
    names = [f"<b>{name}</b>" if of else "" for name, of in zip(world.regions["name"], state, strict=True)]
    return Patch(
        {
            "flows": {"lon": lon, "lat": lat},
            "places": {"marker.color": wait_class},
            dots.LOST: {"lon": place_lon[~now.served], "lat": place_lat[~now.served]},
            "Regions": {
                "marker.color": state,
                "marker.size": np.where(state > 0, 18, 8).astype(np.int8),
                "marker.symbol": np.where(state == 2, "diamond-x", "diamond"),
                "text": names,
            },
        }
    )


def _places(world: World) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    return world.cells["lon"].to_numpy(np.float32), world.cells["lat"].to_numpy(np.float32)


def _steps(colours: Sequence[str]) -> dict[str, Any]:
    """Colour markers by a whole number, each with a colour of its own."""
    share = np.linspace(0, 1, len(colours) + 1).tolist()
    scale = [[at, colour] for pair, colour in zip(pairwise(share), colours, strict=True) for at in pair]
    return {"colorscale": scale, "cmin": -0.5, "cmax": len(colours) - 0.5, "opacity": 1}


def _waiting(world: World) -> go.Figure:
    at = [wait for wait, _, _ in world.scale.thresholds]
    words = [meaning for _, meaning, _ in world.scale.thresholds]
    dotted = {"x": np.repeat(at, 3), "y": [0, TOP_PERCENT, None] * len(at), "line": {"width": 1, "dash": "dot"}}
    data = [
        go.Scatter(name="thresholds", mode="lines", line_color=LIGHT["ink3"], **dotted),
        go.Scatter(name="meanings", mode="text", x=at, y=[TOP_PERCENT] * len(at), text=words, textposition="top right"),
        go.Scatter(name="before", mode="lines", line={"width": 1.5, "color": LIGHT["before"]}),
        go.Scatter(name="now", mode="lines", line={"width": 3, "color": LIGHT["ink"]}),
    ]
    figure = go.Figure(data, _axes([0, waiting.axis_end(world)], [0, 1.12 * TOP_PERCENT]))
    return figure.update_layout(margin=MARGIN | {"l": 44}, yaxis_ticksuffix=" %", xaxis_ticksuffix=" ms")


def _waiting_change(world: World, now: Outcome, before: Outcome) -> Patch:
    grid = np.linspace(0, waiting.axis_end(world), waiting.POINTS, dtype=np.float32)
    lines = {"before": before, "now": now}
    return Patch({name: {"x": grid, "y": waiting.cumulative(world, lines[name], grid)} for name in lines})


def _reach() -> go.Figure:
    colours = {"reach": "ink", "within_slo": "wait3"}
    return _bars({name + part: colour for name, colour in colours.items() for part in ("_before", "")}, [0, 100])


def _reach_change(world: World, now: Outcome, before: Outcome) -> Patch:
    shares, names = reach.table(world, now, before), list(world.continents.names)
    return Patch({name: {"x": 100 * np.nan_to_num(values), "y": names} for name, values in shares.items()})


def _load() -> go.Figure:
    return _bars({"before": "before", "now": "ink", "refused": "loss"})


def _load_change(world: World, now: Outcome, before: Outcome) -> Patch:
    rows = load.rows(world, now, before)
    values = {"before": "before_rps", "now": "now_rps", "refused": "refused_rps"}
    names = [row.name for row in rows]
    return Patch({name: {"x": [getattr(row, of) for row in rows], "y": names} for name, of in values.items()})


def _bars(colours: dict[str, str], x: list[float] | None = None) -> go.Figure:
    data = [
        go.Bar(
            name=name,
            orientation="h",
            marker={"color": LIGHT["before" if name.endswith("before") else token]},
        )
        for name, token in colours.items()
    ]
    return go.Figure(data, _axes(x, None) | {"barmode": "group", "margin": MARGIN, "yaxis_autorange": "reversed"})


def _axes(x: list[float] | None, y: list[float] | None) -> dict[str, Any]:
    plain = {"gridcolor": LIGHT["grid"], "fixedrange": True}
    fixed = {"xaxis": plain | {"range": x}, "yaxis": plain | {"range": y}}
    return fixed | {"plot_bgcolor": "rgba(0,0,0,0)", "paper_bgcolor": "rgba(0,0,0,0)"}
