"""A page in a file of its own: nothing asked for, nothing let out, and the state that the page has."""

from __future__ import annotations

import base64
import json
import re
from html.parser import HTMLParser
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from explainer import Outage
from explainer.app.appraisal.appraisal import Appraisal
from explainer.app.course import Lesson, contents
from explainer.app.explainer import Explainer
from explainer.app.replay import Replay
from explainer.page import Chart, Column, Page, Table, plotlyjs
from explainer.page.standalone import STILL, as_data, as_script, html_of
from explainer.serve import bundle
from explainer.view import words

NASTY = "</script><script>alert(1)</script><!-- <script> ]]> \u2028\u2029 \ud800 & \" ' {{state}} {{front}}"
SMALL_BYTES, REST_BYTES = 3_000_000, 1_000_000


class Read(HTMLParser):
    """What a browser would find in a file: elements, their attributes, and the text in each script and title."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "title": []}
        self._in = ""
        self.feed(file)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag in self.inside:
            self._in = tag
            self.inside[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in:
            self.inside[self._in][-1] += data


def arrays(value: Any) -> Any:
    """Read a state back as the page's front end does."""
    if isinstance(value, dict) and "bdata" in value:
        found = np.frombuffer(base64.b64decode(value["bdata"]), value["dtype"])
        if "of" not in value:
            return found
        return np.where(found == -32768, np.nan, found / value["of"]).astype(np.float32)
    if isinstance(value, dict):
        return {key: arrays(item) for key, item in value.items()}
    return [arrays(item) for item in value] if isinstance(value, list) else value


def state(file: str) -> dict[str, Any]:
    return arrays(json.loads(Read(file).inside["script"][0]))


def nasty_page() -> Page:
    figure = go.Figure(go.Bar(name=NASTY, x=np.arange(20) / 4, y=[NASTY] * 20))
    columns = {"name": Column(NASTY, "category", np.array([0, -1], np.int16), (NASTY,))}
    return Page(
        '<p data-text="said"></p><div data-figure="bars"></div><div data-table="rows"></div>',
        {"bars": Chart(figure, NASTY, NASTY)},
        {"said": words.html(NASTY)},
        {"rows": Table(NASTY, columns, NASTY)},
        {},
    )


def alike(a: Any, b: Any) -> bool:
    """Tell whether two plain values are equal, gaps of any make included."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        kinds = {a.dtype.kind, b.dtype.kind}  # whole numbers are told as short as they are
        return (kinds == {"i"} or a.dtype == b.dtype) and np.array_equal(a, b, equal_nan=kinds == {"f"})
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(alike(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(alike, a, b))
    return type(a) is type(b) and a == b


def holds(file: str, page: Page) -> None:
    found = state(file)
    for name in ("_skeleton", "_charts", "_texts", "_tables", "_variants", "_lights"):
        assert alike(found[name], getattr(page, name)), name


def test_what_visitors_wrote_stays_where_it_was_put():
    page = nasty_page()
    file = html_of(page, NASTY, f'pp-world" onload="{NASTY}')
    read = Read(file)
    scripts = [attributes for tag, attributes in read.found if tag == "script"]
    assert [one["type"] for one in scripts] == ["application/json", "module", "module"]
    assert read.inside["title"] == [NASTY]
    assert not any("onload" in attributes for _, attributes in read.found)
    (data,) = re.findall(r'id="pp-state">(.*)</script>\n<script type="module">const TEXTS', file)
    assert not re.search(r"[<>&\u2028\u2029\ud800]", data)
    holds(file, page)


def test_only_scripts_of_the_house_can_be_hashed_into_the_policy():
    with pytest.raises(RuntimeError, match="end of a script element"):
        as_script('const a = "</SCRIPT >"; export{a as default};')
    with pytest.raises(RuntimeError, match="no default export"):
        as_script("const a = 1;")
    assert as_script(plotlyjs.wrap_umd("module.exports = 42;")).endswith("(module.exports);\n")


def test_values_that_json_has_no_word_for_are_refused_not_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        as_data({"x": float("nan")})


def test_a_file_names_no_host_that_a_browser_would_ask():
    file = html_of(nasty_page(), "Page")
    for tag, attributes in Read(file).found:
        assert "src" not in attributes, tag
        assert tag != "link" or attributes["href"] == "data:,"
    policy = next(a["content"] for t, a in Read(file).found if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r"https?:|\*|'self'|unsafe-eval|script-src[^;]*unsafe-inline", policy)
    style = file[file.index("<style>") : file.index("</style>")]
    assert not re.search(r"url\(|@import", style)


def test_the_file_of_a_broken_world_holds_now_and_before():
    app = Explainer()
    app.scenario = app.scenario.breaking(Outage("region", "us-east-1"))
    file = html_of(app._page, "World", "pp-world")
    holds(file, app._page)
    charts = state(file)["_charts"]
    for chart, now, before in (
        ("waiting", "now", "before"),
        ("reach", "reach", "reach before"),
        ("load", "now", "before"),
    ):
        traces = {trace["name"]: trace for trace in charts[chart]["data"]}
        assert len(traces[now]["x"]) == len(traces[before]["x"]) > 1
        assert not all(alike(traces[now][axis], traces[before][axis]) for axis in "xy")
    assert state(file)["said"] == STILL


OPENED = {
    "world": lambda: Explainer()._page,
    "replay": lambda: Replay()._page,
    "appraisal": lambda: Appraisal()._page,
    **{f"chapter {each.number}": lambda number=each.number: Lesson(number)._page for each in contents.written()},
}


@pytest.mark.parametrize("name", OPENED)
def test_every_page_fits_in_three_megabytes(name):
    code = plotlyjs.module_code()
    assert code is not None
    size = len(html_of(OPENED[name](), name).encode())
    assert size - len(code) < REST_BYTES
    if bundle.bundle_path() and len(code) == bundle.bundle_path().stat().st_size and len(code) < 2e6:  # the cut
        assert size < SMALL_BYTES
