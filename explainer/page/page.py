"""The one front-end widget of a page: every figure, text and table of it, one message a change.

`Page` is generic: it knows figures, texts and tables by name and nothing of what they show. The whole present
state lives in synced traits. A change is sent as one message with binary buffers, and then written into those
traits in place, so that no further message leaves, yet a second view, a cleared output or a reloaded browser
page shows the present. The browser half is in the .js files beside this one, joined as `_SCRIPTS` says.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from importlib import resources
from typing import Any, TypeGuard

import anywidget
import plotly.graph_objects as go
import traitlets

from explainer.page import plotlyjs
from explainer.page.parts import Chart, Column, Frame, Layer, Table, Values
from explainer.page.plotlyjs import wrap_umd
from explainer.page.points import Points
from explainer.page.state import (
    Changes,
    by_rows,
    chart_state,
    check_names,
    known,
    message_by_rows,
    table_state,
    variants_state,
)
from explainer.page.wire import as_message, as_state, put
from explainer.texts import tr_script
from explainer.view import palette
from explainer.view.patch import Patch

__all__ = ["Chart", "Column", "Frame", "Layer", "Page", "Points", "Table", "wrap_umd"]

_SCRIPTS = (
    "words.js",
    "load.js",
    "copies.js",
    "quick.js",
    "figure.js",
    "pointer.js",
    "clock.js",
    "own.js",
    "following.js",
    "share.js",
    "page.js",
)
_LONGEST_ACT = 64
_LONGEST_VALUE = 2000
_MOST_PARTS = 16  # of a file


def _read(name: str) -> str:
    return (resources.files("explainer.page") / name).read_text(encoding="utf-8")


SCRIPT = "\n".join(map(_read, _SCRIPTS))


def _synced() -> Any:
    return traitlets.Dict().tag(sync=True, to_json=as_state)


def _charts_as_state(charts: dict[str, Any], page: Page) -> Any:
    return as_state(by_rows(charts, page._points))


class Page(anywidget.AnyWidget):
    """Everything a page shows, kept equal in the kernel and in every browser view of it.

    Parameters
    ----------
    skeleton
        HTML with elements marked `data-figure`, `data-text`, `data-table` and `data-status` by name, and
        controls marked `data-act`. A `datalist` suggests the names in a column (`data-names`) of a table (`data-of`),
        those with most in another column (`data-by`) first. It is trusted: names that came from outside must be
        escaped before.
    charts
        Name to chart.
    texts
        Name to HTML; trusted like the skeleton.
    tables
        Name to table.
    variants
        "light", "dark", "narrow" or "wide" to the patches for that look. The browser picks them; a property
        that the picked variants name is theirs, and `show` changes it only where they do not.
    lights
        Name to (on, usable) of the buttons with the class `pp-light-<name>` in the same `pp-app`.

    Raises
    ------
    KeyError
        If the skeleton, a chart, a layer or a variant names something that is not there.

    Examples
    --------
    >>> figure = go.Figure(go.Bar(name="now", x=[3.0], y=["Asia"]))
    >>> chart = Chart(figure, "Reach", "All are served.")
    >>> page = Page('<div data-figure="reach"></div>', {"reach": chart}, {}, {}, {})
    >>> page.show({"reach": Patch({"now": {"x": [2.0]}})})
    >>> page.figures["reach"].data[0].x
    (2.0,)
    """

    _esm = tr_script(SCRIPT)
    _css = palette.css() + "\n" + _read("page.css")

    _skeleton = traitlets.Unicode().tag(sync=True)
    _charts = traitlets.Dict().tag(sync=True, to_json=_charts_as_state)
    _texts = _synced()
    _tables = _synced()
    _variants = _synced()
    _lights = _synced()
    _bundle = _synced()

    def __init__(
        self,
        skeleton: str,
        charts: Mapping[str, Chart],
        texts: Mapping[str, str],
        tables: Mapping[str, Table],
        variants: Mapping[str, Mapping[str, Patch]],
        lights: Mapping[str, tuple[bool, bool]] | None = None,
    ) -> None:
        check_names(skeleton, charts, texts, tables, variants)
        self._listeners: list[Callable[[str, str], None]] = []
        self._takers: list[Callable[[str, bytes], None]] = []
        self._pieces: dict[str, list[bytes]] = {}
        self._said = 0
        self._points = {name: chart.points for name, chart in charts.items() if chart.points}
        memo: dict[int, Any] = {}
        super().__init__(
            _skeleton=skeleton,
            _charts={name: chart_state(chart, memo) for name, chart in charts.items()},
            _texts=dict(texts),
            _tables={name: table_state(table, memo) for name, table in tables.items()},
            _variants=variants_state(variants, memo),
            _lights={name: list(light) for name, light in (lights or {}).items()},
            _bundle={"path": plotlyjs.STATIC, "hash": plotlyjs.static_hash()},
        )
        self.on_msg(self._receive)

    def show(
        self,
        patches: Mapping[str, Patch] | None = None,
        texts: Mapping[str, str] | None = None,
        tables: Mapping[str, Mapping[str, Values]] | None = None,
        summaries: Mapping[str, str] | None = None,
        frames: Mapping[str, Frame | None] | None = None,
        lights: Mapping[str, tuple[bool, bool]] | None = None,
    ) -> None:
        """Show new values: one message with what differs from the present, none if nothing does.

        Parameters
        ----------
        patches
            Chart name to what changes in its figure.
        texts
            Text name to HTML.
        tables
            Table name to {column key: values}.
        summaries
            Chart name to its sentence.
        frames
            Chart name to the part of the map to look at; None is the whole map.
        lights
            Name to (on, usable) of the buttons beside the page.

        Raises
        ------
        KeyError
            If a chart, trace, text, table or column is not on the page; then nothing is changed.
        """
        changes = Changes()
        for name, patch in (patches or {}).items():
            self._compare_patch(changes, name, patch)
        for name, text in (texts or {}).items():
            known("text", name, self._texts)
            changes.compare(self._texts, (name,), text, ("texts", name))
        for name, columns in (tables or {}).items():
            state = known("table", name, self._tables)["columns"]
            for key, values in columns.items():
                column = known(f"column of table {name}", key, state)
                changes.compare(column, "values", values, ("tables", name, key))
        for name, summary in (summaries or {}).items():
            changes.compare(known("chart", name, self._charts), "summary", summary, ("summaries", name))
        for name, frame in (frames or {}).items():
            layout = None if frame is None else frame.layout()
            changes.compare(known("chart", name, self._charts), "frame", layout, ("frames", name))
        for name, light in (lights or {}).items():
            known("light", name, self._lights)
            changes.compare(self._lights, (name,), list(light), ("lights", name))
        if changes.message:
            buffers: list[memoryview] = []
            self._said += 1
            self.send({"show": as_message(message_by_rows(changes.message, self._points), buffers, {})}, buffers)
            changes.write()

    def keep(self, texts: Mapping[str, str]) -> None:
        """Keep texts for later views without a message: for what the browser shows by itself, such as a moved slider.

        Parameters
        ----------
        texts
            Text name to HTML.

        Raises
        ------
        KeyError
            If a text is not on the page; then nothing is changed.
        """
        changes = Changes()
        for name, text in texts.items():
            known("text", name, self._texts)
            changes.compare(self._texts, (name,), text, ("texts", name))
        changes.write()

    def _compare_patch(self, changes: Changes, name: str, patch: Patch) -> None:
        chart = known("chart", name, self._charts)
        traces = {trace.get("name"): trace for trace in chart["data"]}
        for trace_name, properties in patch.traces.items():
            trace = known(f"trace of chart {name}", trace_name, traces)
            for path, value in properties.items():
                changes.compare(trace, path, value, ("charts", name, "traces", trace_name, path))
        for path, value in patch.layout.items():
            changes.compare(chart["layout"], path, value, ("charts", name, "layout", path))

    def save(self, name: str, content: bytes, kind: str = "text/html") -> None:
        """Give the visitor a file to keep.

        Parameters
        ----------
        name
            What the file is called.
        content
            What is in it.
        kind
            Its media type.
        """
        self._said += 1
        self.send({"save": name, "type": kind}, [content])

    def follow(self, code: str, without: Sequence[str] = ()) -> None:
        """Give the address of a page that Voilà serves the code of what is shown.

        Parameters
        ----------
        code
            What stands behind `s=` in a link.
        without
            Other names in the address that do not hold any more.
        """
        self.send({"address": code, "without": list(without)})

    @property
    def figures(self) -> dict[str, go.Figure]:
        """The present figures by name, as copies to read, save or show elsewhere."""
        figures = {}
        for name, chart in self._charts.items():
            layout = copy.deepcopy(chart["layout"])
            for path, value in (chart["frame"] or {}).items():
                put(layout, path, value)
            figures[name] = go.Figure({"data": copy.deepcopy(chart["data"]), "layout": layout})
        return figures

    def on_act(self, callback: Callable[[str, str], None]) -> None:
        """Call back with (act, value) when the visitor uses a control or clicks a point of a map."""
        self._listeners.append(callback)

    def on_file(self, callback: Callable[[str, bytes], None]) -> None:
        """Call back with (name, content) when the visitor picks a file in an input marked `data-file`."""
        self._takers.append(callback)

    def _receive(self, _widget: object, content: Any, buffers: Any) -> None:
        """Take a message from the browser; what is not one of the known kinds is left unheard."""
        if not isinstance(content, dict):
            return
        before = self._said
        if _short(content.get("file"), _LONGEST_ACT) and buffers:
            self._take(content["file"], content.get("part", 0), content.get("parts", 1), bytes(buffers[0]))
            self._answer(content, before)
            return
        if content.get("need") == "plotly":
            code = plotlyjs.module_code()
            self.send({"plotly": code is not None}, [] if code is None else [code])
            return
        act, value = content.get("act"), content.get("value")
        if _short(act, _LONGEST_ACT) and _short(value, _LONGEST_VALUE):
            for listener in list(self._listeners):
                listener(act, value)
        self._answer(content, before)

    def _answer(self, content: dict[str, Any], before: int) -> None:
        """Say that an act is done if it has said nothing itself, so that nobody waits for more."""
        if content.get("waits") is True and self._said == before:
            self.send({"done": True})

    def _take(self, name: str, part: object, parts: object, piece: bytes) -> None:
        """Put a file together from its parts, which come in their order; one that begins anew starts over."""
        if part == 0:
            self._pieces[name] = []
        pieces = self._pieces.get(name, [])
        if part != len(pieces) or parts not in range(1, _MOST_PARTS + 1):
            self._pieces.pop(name, None)
            return
        pieces.append(piece)
        if len(pieces) == parts:
            del self._pieces[name]
            for taker in list(self._takers):
                taker(name, b"".join(pieces))


def _short(value: Any, longest: int) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) <= longest
