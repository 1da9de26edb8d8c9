"""What a page is made of: tables with typed columns, charts with a name, a sentence and a table twin.

A chart is more than its figure. A figure alone says nothing to someone who cannot see it, so each carries a
name, a sentence with the present numbers and, as a rule, a table that holds the same values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

import numpy as np
import plotly.graph_objects as go

from explainer.page.points import Points

Kind: TypeAlias = Literal["text", "ms", "people", "share", "rps", "number", "category"]
Values: TypeAlias = Sequence[Any] | np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a table.

    Parameters
    ----------
    label
        The column's head, as the reader sees it.
    kind
        How the browser writes a value: "ms" as 264 ms, "people" as 480 million, "share" [0..1] as 91 %,
        "rps" as 1.28 M req/s, "number" with thousands apart, "text" as it is, "category" by its name.
    values
        One value a row; NaN and None are written as a dash.
    names
        For a category: the names that the values count into; -1 is a dash.
    unit
        For "ms" and "number": another unit, such as "min".
    """

    label: str
    kind: Kind
    values: Values
    names: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, eq=False)
class Table:
    """A table of a page: its caption, its columns by key, and a line under it.

    Examples
    --------
    >>> Table("Shops", {"name": Column("Shop", "text", ["A", "B"])}).columns["name"].label
    'Shop'
    """

    caption: str
    columns: Mapping[str, Column]
    note: str = ""


@dataclass(frozen=True, eq=False)
class Layer:
    """Points of a map that a pointer can hit.

    Parameters
    ----------
    name
        What the points are, for the log.
    lon, lat
        Where they are [degrees, or the units of the axes]; of points that move, the names of columns of the table.
    radius_px
        How far from the middle they can be hit [px], for each or for all.
    table
        Name of the table whose row i describes point i.
    tip
        Keys of the columns that the tooltip shows; the first is its bold title.
    act
        The act sent on a click, with the point's position in the layer as value; "" sends nothing.
    """

    name: str
    lon: Values | str
    lat: Values | str
    radius_px: Values | float
    table: str
    tip: tuple[str, ...]
    act: str = ""


@dataclass(frozen=True, eq=False)
class Chart:
    """A figure with what makes it readable without seeing it.

    Parameters
    ----------
    figure
        The figure, with all the traces it will ever have, each with a name of its own.
    name
        What assistive technology calls it.
    summary
        One sentence with the present numbers.
    table
        Name of the table that holds the same values, or None.
    layers
        For a map: what can be hit; the first layer with a point under the pointer wins.
    points
        For a map: the points that its lines go through, if they are the same ones again and again.
    """

    figure: go.Figure
    name: str
    summary: str
    table: str | None = None
    layers: tuple[Layer, ...] = field(default=())
    points: Points | None = None


@dataclass(frozen=True)
class Frame:
    """The part of a map to look at.

    Parameters
    ----------
    center_lon, center_lat
        The point in the middle [degrees].
    scale
        How much larger than the whole map.
    lat_range
        Latitudes that the frame is fitted to [degrees], None for those of the figure.

    Examples
    --------
    >>> Frame(center_lon=10, center_lat=50, scale=4).layout()["geo.projection.scale"]
    4
    """

    center_lon: float
    center_lat: float
    scale: float
    lat_range: tuple[float, float] | None = None

    def layout(self) -> dict[str, Any]:
        """Give the layout properties that show this part."""
        part = {
            "geo.center.lon": self.center_lon,
            "geo.center.lat": self.center_lat,
            "geo.projection.scale": self.scale,
        }
        return part if self.lat_range is None else part | {"geo.lataxis.range": list(self.lat_range)}
