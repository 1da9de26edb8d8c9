"""The town itself: houses with streets between them, parks, the river and its bridges, and names."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.tables import Ring
from explainer.texts import tr
from explainer.view.palette import FONT, Palette, ink
from explainer.view.patch import Patch
from explainer.world.cafe import City

LAND, HOUSES, PARKS, RIVER = "land", "houses", "parks", "river"
BRIDGES, RAILS, DISTRICTS = "bridges", "rails", "districts"
BEYOND = 0.2  # land goes this share of the frame beyond it
TRACKING = "\u200a\u200a"
NAME_PX = 12

#: fill and line tokens
TOKENS = {
    LAND: ("land", "land"),
    HOUSES: ("block", "block"),
    PARKS: ("park", "park"),
    RIVER: ("water", "waterline"),
    BRIDGES: ("land", "land"),
}


def below(city: City) -> list[go.Scatter]:
    """Build what lies below everything: land, houses, parks."""
    (width, height), more = city.frame_m, BEYOND
    left, low, right, high = -more * width, -more * height, (1 + more) * width, (1 + more) * height
    land = (((left, low), (left, high), (right, high), (right, low), (left, low)),)
    return [area(LAND, land, 0), area(HOUSES, city.houses, 0), area(PARKS, city.parks, 0)]


def water(city: City) -> list[go.Scatter]:
    """Build the river and the bridges over it."""
    x, y = outline(city.rails)
    rails = go.Scatter(name=RAILS, mode="lines", x=x, y=y, hoverinfo="skip", line={"width": 1, "simplify": False})
    return [area(RIVER, city.river, 1), area(BRIDGES, city.bridges, 0), rails]


def names(city: City) -> list[go.Scatter]:
    """Build the names of the districts, in spaced capitals."""
    spaced = [TRACKING.join(tr(name).upper()) for name, _, _ in city.districts]
    return [
        go.Scatter(
            name=DISTRICTS,
            mode="text",
            x=np.array([x for _, x, _ in city.districts], np.float32),
            y=np.array([y for _, _, y in city.districts], np.float32),
            text=spaced,
            textfont={"family": FONT, "size": NAME_PX},
            hoverinfo="skip",
        )
    ]


def paint(city: City, palette: Palette) -> Patch:
    """Give the town its colours."""
    colours: dict[str, dict[str, Any]] = {
        name: {"fillcolor": palette[fill], "line.color": palette[line]} for name, (fill, line) in TOKENS.items()
    }
    colours[RAILS] = {"line.color": palette["waterline"]}
    colours[DISTRICTS] = {"textfont.color": palette["ink2"]}
    return Patch(colours, {"annotations": _along(city, palette)})


def area(name: str, rings: Iterable[Ring], width: float, **more: Any) -> go.Scatter:
    """Build a trace that fills rings."""
    x, y = outline(rings)
    line = {"width": width}
    return go.Scatter(
        name=name, mode="lines", x=x, y=y, fill="toself", hoverinfo="skip", line=line | {"simplify": False}, **more
    )


def outline(rings: Iterable[Ring]) -> tuple[Any, Any]:
    """Join rings into one line with gaps, x and y [m]."""
    points: list[tuple[float, float]] = []
    for ring in rings:
        points += [*ring, (np.nan, np.nan)]
    line = np.array(points[:-1], np.float32).reshape(-1, 2)
    return line[:, 0], line[:, 1]


def _along(city: City, palette: Palette) -> list[dict[str, Any]]:
    """Names of the river and of streets, turned the way these run."""
    river = city.names[0][0]
    return [
        {
            "x": x,
            "y": y,
            "text": f"<i>{tr(name)}</i>" if name == river else tr(name),
            "textangle": angle,
            "showarrow": False,
            "font": {"family": FONT, "size": NAME_PX, "color": palette["ink2"]},
            "bgcolor": ink(palette, "land", 0) if name == river else ink(palette, "block", 0),
        }
        for name, x, y, angle in city.names
    ]
