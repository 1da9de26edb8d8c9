"""One sheet for both halves of the picture: the map, and what each Region has of what is wanted."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from explainer.app.course.chapters.choose_region import gates, ground
from explainer.view import axes
from explainer.view.palette import Palette
from explainer.view.patch import Patch, merge
from explainer.world import World

WIDTH_PX, HEIGHT_PX, MAP_PX = 820.0, 562.0, 400.0  # a wide page: the map on the left
NARROW_PX, NARROW_MAP_PX, NARROW_GATES_PX = 390.0, 190.0, 310.0  # a phone: the map above
#: pixels a degree, and place in the middle [lon, lat, degrees] of the map, by whether the page is narrow
SHOWN = {False: (20.5, (1.9, 50.3)), True: (13.0, (2.4, 49.4))}


def build(world: World) -> go.Figure:
    """Build the sheet with the map's land and nothing else on it."""
    traces = [*ground.traces(world), *gates.traces()]
    figure = go.Figure(traces, axes.layout(xaxis=axes.axis(0, 1), yaxis=axes.axis(0, 1)))
    figure.update_layout(
        xaxis2=axes.axis(gates.LEFT, gates.RIGHT, anchor="y2"), yaxis2=axes.axis(gates.BOTTOM, gates.TOP, anchor="x2")
    )
    figure.update_traces(hoverinfo="skip")
    return figure


def patch(seen: ground.Seen, asked: gates.Seen) -> Patch:
    """Draw a moment on both halves."""
    return merge(ground.patch(seen), gates.patch(asked))


def paint(palette: Palette) -> Patch:
    """Give the sheet the colours of a theme."""
    return Patch(ground.paint(palette) | gates.paint(palette), axes.painted(palette))


def sized(narrow: bool) -> Patch:
    """Put the halves beside each other, or on a narrow page one above the other."""
    if narrow:
        height = NARROW_MAP_PX + NARROW_GATES_PX
        size, part = (NARROW_PX, NARROW_MAP_PX), NARROW_GATES_PX / height
        domains: dict[str, Any] = {"xaxis": [0, 1], "yaxis": [part, 1], "xaxis2": [0, 1], "yaxis2": [0, part]}
    else:
        height, size, part = HEIGHT_PX, (MAP_PX, HEIGHT_PX), MAP_PX / WIDTH_PX
        domains = {"xaxis": [0, part], "yaxis": [0, 1], "xaxis2": [part, 1], "yaxis2": [0, 1]}
    across, up = ground.ranges(*size, *SHOWN[narrow])
    layout: dict[str, Any] = {f"{axis}.domain": domain for axis, domain in domains.items()}
    rest = (NARROW_PX, NARROW_GATES_PX) if narrow else (WIDTH_PX - MAP_PX, HEIGHT_PX)
    layout |= {"xaxis.range": across, "yaxis.range": up, "height": height}
    return Patch({gates.GAP: gates.gap(narrow, *rest)}, layout)
