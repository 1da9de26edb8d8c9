"""A Patch: what changes in a figure, as plain data.

Charts are built once and then only patched. The page applies a patch in the browser, tests apply it to a
`plotly.graph_objects.Figure`, an export stores it: all three see the same data, so all three see the same
picture. A patch names traces by their `name`; it never adds, removes or reorders them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import plotly.graph_objects as go

Properties: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Patch:
    """What changes in one figure.

    Parameters
    ----------
    traces
        Trace name to {property path: value}; paths are plotly's, dotted ("line.color").
    layout
        {property path: value} of the layout.

    Examples
    --------
    >>> Patch({"land": {"line.color": "#BFC9CF"}}).traces["land"]
    {'line.color': '#BFC9CF'}
    """

    traces: Mapping[str, Properties] = field(default_factory=dict)
    layout: Properties = field(default_factory=dict)


def apply(figure: go.Figure, patch: Patch) -> None:
    """Write a patch into a figure.

    Parameters
    ----------
    figure
        The figure to change in place.
    patch
        What to change; its traces must all be in the figure.

    Raises
    ------
    KeyError
        If the patch names a trace that the figure does not have.

    Examples
    --------
    >>> figure = go.Figure(go.Scatter(name="now", x=[0, 1], y=[0, 1]))
    >>> apply(figure, Patch({"now": {"line.width": 3}}))
    >>> figure.data[0].line.width
    3
    """
    by_name = {trace.name: trace for trace in figure.data}
    missing = sorted(set(patch.traces) - set(by_name))
    if missing:
        raise KeyError(f"no trace named {', '.join(missing)}; this figure has {', '.join(by_name)}")
    for name, properties in patch.traces.items():
        by_name[name].update(_nested(properties))
    if patch.layout:
        figure.update_layout(_nested(patch.layout))


def merge(*patches: Patch) -> Patch:
    """Join patches into one; later values win.

    Examples
    --------
    >>> merge(Patch({"a": {"x": [1]}}), Patch({"a": {"y": [2]}})).traces
    {'a': {'x': [1], 'y': [2]}}
    """
    traces: dict[str, dict[str, Any]] = {}
    layout: dict[str, Any] = {}
    for patch in patches:
        for name, properties in patch.traces.items():
            traces.setdefault(name, {}).update(properties)
        layout.update(patch.layout)
    return Patch(traces, layout)


def _nested(properties: Properties) -> dict[str, Any]:
    """Turn dotted paths into the nested dictionaries that plotly's update takes."""
    nested: dict[str, Any] = {}
    for path, value in properties.items():
        *parents, last = path.split(".")
        level = nested
        for parent in parents:
            level = level.setdefault(parent, {})
        level[last] = value
    return nested
