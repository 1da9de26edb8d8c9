"""The picture of chapter 7: the map above, and the same way to scale in time below it, on one sheet.

The map is as wide as the sheet and keeps its shape on every page; what is left below is the strip's, on an axis of its
own. So a phone, whose picture is higher for its width, gives the strip more room.
"""

from __future__ import annotations

import plotly.graph_objects as go

from explainer.app.course.chapters.edge import globe, strip
from explainer.app.course.chapters.edge.globe import Globe
from explainer.app.course.chapters.edge.strip import Strip
from explainer.view import axes
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

HEIGHT_PX = {False: 562.0, True: 300.0 * globe.WIDTH_PX / 390}  # of a wide page and of a narrow one
AROUND = {False: 14.0, True: 0.0}  # what stays empty above and below the strip, in its unit


def build(world: World) -> go.Figure:
    """Build the sheet: the ground of the map, and all that moves, empty."""
    layout = axes.layout(
        xaxis=axes.axis(0, globe.WIDTH_PX, anchor="y"),
        yaxis=axes.axis(globe.HEIGHT_PX, 0, anchor="x"),
        yaxis2=axes.axis(strip.HIGH, 0, anchor="x"),
        bargap=0,
    )
    return go.Figure([*globe.traces(world), *strip.traces()], layout).update_traces(hoverinfo="skip")


def patch(above: Globe, below: Strip) -> Patch:
    """Draw a moment."""
    return Patch(globe.patch(above) | strip.patch(below))


def paint(palette: Palette) -> Patch:
    """Give the sheet the colours of a theme."""
    return Patch(globe.paint(palette) | strip.paint(palette), axes.painted(palette))


def sized(narrow: bool) -> Patch:
    """Part the picture between map and strip."""
    foot = 1 - globe.HEIGHT_PX / HEIGHT_PX[narrow]
    ends = [strip.HIGH + AROUND[narrow], -AROUND[narrow]]
    # a phone has no room for names that also stand on the strip
    hidden = {globe.LANDED: {"visible": not narrow}}
    return Patch(hidden, {"yaxis.domain": [foot, 1.0], "yaxis2.domain": [0.0, foot], "yaxis2.range": ends})
