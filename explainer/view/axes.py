"""What all charts share: fixed axes, no frame, no library controls, type of the house."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from explainer.view.palette import FONT, Palette

TEXT_PX = 12


def layout(**more: Any) -> dict[str, Any]:
    """Give the layout that every chart begins with."""
    return {
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": TEXT_PX},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "dragmode": False,
        "hovermode": False,
        "barmode": "overlay",
    } | more


def axis(low: float, high: float, **more: Any) -> dict[str, Any]:
    """Give an axis of fixed range without lines, ticks or zoom."""
    return {
        "range": [low, high],
        "fixedrange": True,
        "showgrid": False,
        "showline": False,
        "zeroline": False,
        "ticks": "",
        "showticklabels": False,
    } | more


def text(name: str, bold: bool = False, position: str = "middle left") -> go.Scatter:
    """Build an empty trace of labels."""
    font = {"family": FONT, "size": TEXT_PX, "weight": 700 if bold else 400}
    return go.Scatter(
        name=name,
        mode="text",
        x=[],
        y=[],
        text=[],
        textposition=position,
        textfont=font,
        hoverinfo="skip",
        cliponaxis=False,
    )


def painted(palette: Palette, **axes: Any) -> dict[str, Any]:
    """Give the layout colours of a theme: text and gridlines."""
    colours: dict[str, Any] = {"font.color": palette["ink2"]}
    for name in axes:
        colours[f"{name}.gridcolor"] = palette["grid"]
        colours[f"{name}.tickfont.color"] = palette["ink2"]
    return colours
