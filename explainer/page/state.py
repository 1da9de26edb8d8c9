"""The state of a page as plain data: made from its parts once, then changed value by value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from explainer.page.parts import Chart, Table
from explainer.page.points import Points
from explainer.page.wire import find, plain, put, same
from explainer.view.patch import Patch

LOOKS = ("light", "dark", "narrow", "wide")


class Changes:
    """What a call of `show` changes: the message for the browser and the writes into the kernel's state."""

    def __init__(self) -> None:
        self.message: dict[str, Any] = {}
        self._writes: list[tuple[Any, str | tuple[str, ...], Any]] = []
        self._memo: dict[int, Any] = {}

    def compare(self, tree: Any, path: str | tuple[str, ...], value: Any, place: tuple[str, ...]) -> None:
        """Note a value for its place in the message, unless it is the present one."""
        present = find(tree, path)
        if isinstance(value, np.ndarray) and same(present, value):  # most arrays are, and need no copy
            return
        new = plain(value, self._memo)
        if same(present, new):
            return
        level = self.message
        for key in place[:-1]:
            level = level.setdefault(key, {})
        level[place[-1]] = new
        self._writes.append((tree, path, new))

    def write(self) -> None:
        """Make the noted values the present ones."""
        for tree, path, value in self._writes:
            put(tree, path, value)


def chart_state(chart: Chart, memo: dict[int, Any]) -> dict[str, Any]:
    """Write a chart as plain data; the memo keeps arrays that were already copied."""
    figure = plain(chart.figure.to_plotly_json(), memo)
    layers = [plain(vars(layer), memo) for layer in chart.layers]
    told = {"name": chart.name, "summary": chart.summary, "table": chart.table, "frame": None}
    return {"data": figure["data"], "layout": figure["layout"], "layers": layers, **told}


def by_rows(charts: Mapping[str, Any], points: Mapping[str, Points]) -> dict[str, Any]:
    """Tell the traces of charts by the rows of their points, and give the points."""
    told = dict(charts)
    for name, known in points.items():
        by_name = {trace["name"]: trace for trace in charts[name]["data"]}
        there = {"lon": known.lon, "lat": known.lat}
        told[name] = {**charts[name], "data": [*known.told(by_name).values()], "points": there}
    return told


def message_by_rows(message: dict[str, Any], points: Mapping[str, Points]) -> dict[str, Any]:
    """Tell what changes in the traces of charts by the rows of their points."""
    charts = {
        name: {**patch, "traces": points[name].told(patch["traces"])} if name in points and "traces" in patch else patch
        for name, patch in message.get("charts", {}).items()
    }
    return {**message, "charts": charts} if charts else message


def table_state(table: Table, memo: dict[int, Any]) -> dict[str, Any]:
    """Write a table as plain data."""
    columns = {key: plain(vars(column), memo) for key, column in table.columns.items()}
    return {"caption": table.caption, "note": table.note, "columns": columns}


def variants_state(variants: Mapping[str, Mapping[str, Patch]], memo: dict[int, Any]) -> dict[str, Any]:
    """Write the patches of every look as plain data."""
    return {
        look: {name: plain({"traces": p.traces, "layout": p.layout}, memo) for name, p in patches.items()}
        for look, patches in variants.items()
    }


def known(what: str, name: str, among: Mapping[Any, Any]) -> Any:
    """Look a name up, or raise a KeyError that says which names there are."""
    try:
        return among[name]
    except KeyError:
        raise KeyError(f"no {what} is named {name!r}; there are: {', '.join(map(str, among)) or 'none'}") from None


def check_names(
    skeleton: str,
    charts: Mapping[str, Chart],
    texts: Mapping[str, str],
    tables: Mapping[str, Table],
    variants: Mapping[str, Mapping[str, Patch]],
) -> None:
    """Raise a KeyError if a part of the page names another that is not there."""
    kinds = {"figure": charts, "text": texts, "table": tables, "status": texts, "of": tables}
    for kind, name in re.findall(r'data-(figure|text|table|status|of)="([^"]*)"', skeleton):
        known(kind, name, kinds[kind])
    for chart in charts.values():
        for table in (*filter(None, [chart.table]), *(layer.table for layer in chart.layers)):
            known("table", table, tables)
    for look, patches in variants.items():
        known("variant", look, dict.fromkeys(LOOKS))
        for name, patch in patches.items():
            names = {trace.name: trace for trace in known("chart", name, charts).figure.data}
            for trace in patch.traces:
                known(f"trace of chart {name}", trace, names)
