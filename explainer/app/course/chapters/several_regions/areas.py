"""Filled areas with straight edges, several to a trace, and the hatch of what is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.view.appraise.shapes import at
from explainer.view.palette import Palette

Floats = NDArray[np.float64]
HATCH = {"shape": "/", "size": 7, "solidity": 0.35, "fillmode": "replace", "fgopacity": 1}


def area(name: str, hatched: bool = False) -> go.Scatter:
    """Build an empty trace of areas."""
    more: Mapping[str, Any] = {"fillpattern": HATCH} if hatched else {}
    return go.Scatter(name=name, mode="lines", fill="toself", line={"width": 0}, x=[], y=[], **more)


def polygons(corners: Sequence[Floats]) -> dict[str, Any]:
    """Give the data of areas, each with its corners, shape (n, 2)."""
    gap = np.full((1, 2), np.nan)
    joined = [part for one in corners if len(one) for part in (one, gap)]
    return at(*(np.vstack(joined) if joined else np.zeros((0, 2))).T)


def box(left: float, right: float, middle: float, half: float) -> Floats:
    """Give the corners of a bar that lies."""
    return np.array([(left, middle - half), (right, middle - half), (right, middle + half), (left, middle + half)])


def hatched(palette: Palette) -> dict[str, str]:
    """Give the colours of what is lost for good."""
    ground, lines = palette["lossbg"], palette["loss"]
    return {"fillcolor": ground, "fillpattern.bgcolor": ground, "fillpattern.fgcolor": lines}
