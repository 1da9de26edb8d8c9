"""The few shapes of these charts, and their ground: a sheet that is measured in pixels from its top left corner.

One axis pair a chart carries marks and texts alike, so what must not touch can be placed before it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import ArrayLike, NDArray

from explainer.view import axes

CHARACTER_PX = 6.4  # width of a character of the house type at its usual size, bold


def sheet(traces: Sequence[Any], width_px: float, height_px: float) -> go.Figure:
    """Lay traces on a sheet of a given size [px]."""
    figure = go.Figure(list(traces), axes.layout(xaxis=axes.axis(0, width_px), yaxis=axes.axis(height_px, 0), bargap=0))
    return figure.update_traces(hoverinfo="skip")


def bar(name: str, height_px: float, **marker: Any) -> go.Bar:
    """Build an empty trace of bars that lie."""
    return go.Bar(
        name=name, x=[], y=[], base=[], orientation="h", width=height_px, marker={"line": {"width": 0}} | marker
    )


def line(name: str, width: float, **more: Any) -> go.Scatter:
    """Build an empty trace of lines."""
    return go.Scatter(name=name, mode="lines", x=[], y=[], line={"width": width} | more, cliponaxis=False)


def mark(name: str, symbol: str, size: float, width: float) -> go.Scatter:
    """Build an empty trace of marks with a rim."""
    marker = {"symbol": symbol, "size": size, "opacity": 1, "line": {"width": width}}
    return go.Scatter(name=name, mode="markers", x=[], y=[], marker=marker, cliponaxis=False)


def bars(left: ArrayLike, right: ArrayLike, y: ArrayLike) -> dict[str, Any]:
    """Give the data of bars from left to right."""
    base = np.atleast_1d(floats(left))
    return {"base": base, "x": np.atleast_1d(floats(right)) - base, "y": floats(y)}


def at(x: ArrayLike, y: ArrayLike) -> dict[str, Any]:
    """Give the data of marks, or of one line."""
    return {"x": floats(x), "y": floats(y)}


def segments(ends: Iterable[tuple[float, float, float, float]]) -> dict[str, Any]:
    """Give the data of separate lines, each from x, y to x, y."""
    given = np.array(list(ends), np.float32).reshape(-1, 2, 2)
    gaps = np.concatenate([given, np.full((len(given), 1, 2), np.nan, np.float32)], axis=1)
    return at(gaps[..., 0].ravel(), gaps[..., 1].ravel())


def texts(x: ArrayLike, y: ArrayLike, said: Iterable[str], **more: Any) -> dict[str, Any]:
    """Give the data of labels."""
    return at(x, y) | {"text": list(said)} | more


def floats(values: ArrayLike) -> NDArray[np.float32]:
    """Give numbers in the precision in which they travel to the page."""
    return np.asarray(values, np.float32)


def width_px(text: str) -> float:
    """Width that a label takes at most [px]."""
    return len(text) * CHARACTER_PX


def within(middle_px: float, text: str, right_px: float) -> float:
    """Move the middle of a label so that it stays on the sheet [px]."""
    half = width_px(text) / 2
    return min(max(middle_px, half), right_px - half)
