"""How sure a modelled wait is: one tick for the value, a pill for the usual span, a dotted tick for light."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.texts import tr
from explainer.view import axes, words
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import Path, World

PILL_EDGE, PILL, VALUE, LIGHT, GROUND = "band edge", "band", "value", "light", "ground"
ENDS, VALUE_LABEL, LIGHT_LABEL = "ends", "value label", "light label"


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    lines = {GROUND: 1.0, PILL_EDGE: 16.0, PILL: 14.0, VALUE: 3.0, LIGHT: 2.0}
    traces: list[Any] = [
        go.Scatter(
            name=name,
            mode="lines",
            x=[],
            y=[],
            hoverinfo="skip",
            line={"width": width, "dash": "2px 2px" if name == LIGHT else "solid"},
        )
        for name, width in lines.items()
    ]
    traces += [
        axes.text(ENDS, position="top center"),
        axes.text(VALUE_LABEL, bold=True, position="top center"),
        axes.text(LIGHT_LABEL, position="top center"),
    ]
    return go.Figure(traces, axes.layout(xaxis=axes.axis(0, 1), yaxis=axes.axis(-1, 2)))


def patch(world: World, path: Path | None) -> Patch:
    """Draw the band of a way; without one, clear the chart."""
    if not path or not path.legs:
        empty: dict[str, Any] = {"x": [], "y": []}
        labels = {name: empty | {"text": []} for name in (ENDS, VALUE_LABEL, LIGHT_LABEL)}
        return Patch(dict.fromkeys((GROUND, PILL_EDGE, PILL, VALUE, LIGHT), empty) | labels)
    unit, end = world.words.unit, path.band_ms[1] * 1.12
    in_fibre = tr("{wait}: light in fibre", wait=words.bare(path.light_ms))
    low, value, high, light = (x / end for x in (path.band_ms[0], path.rtt_ms, path.band_ms[1], path.light_ms))
    changed: dict[str, Mapping[str, Any]] = {
        GROUND: _line([0, 1], [0, 0]),
        PILL_EDGE: _line([low, high], [0, 0]),
        PILL: _line([low, high], [0, 0]),
        VALUE: _line([value, value], [-0.5, 0.5]),
        LIGHT: _line([light, light], [-0.5, 0.5]),
        ENDS: {
            "x": [low, high],
            "y": [0.55, 0.55],
            "text": [words.bare(path.band_ms[0]), words.wait(path.band_ms[1], unit)],
        },
        VALUE_LABEL: {"x": [value], "y": [0.55], "text": [words.wait(path.rtt_ms, unit)]},
        LIGHT_LABEL: {"x": [max(light, 0.16)], "y": [1.15], "text": [in_fibre]},
    }
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    return Patch(
        {
            GROUND: {"line.color": palette["hair"]},
            PILL_EDGE: {"line.color": palette["before"]},
            PILL: {"line.color": palette["grid"]},
            VALUE: {"line.color": palette["ink"]},
            LIGHT: {"line.color": palette["ink2"]},
            ENDS: {"textfont.color": palette["ink2"]},
            VALUE_LABEL: {"textfont.color": palette["ink"]},
            LIGHT_LABEL: {"textfont.color": palette["ink2"]},
        },
        axes.painted(palette),
    )


def _line(x: list[float], y: list[float]) -> dict[str, Any]:
    return {"x": np.array(x, np.float32), "y": np.array(y, np.float32)}
