from __future__ import annotations

import json

import pytest

from explainer.page import plotlyjs


@pytest.fixture
def share(tmp_path, monkeypatch):
    """A Jupyter data folder that is searched first."""
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    plotlyjs.module_code.cache_clear()
    yield tmp_path / "labextensions" / "parade-proof" / "static"
    plotlyjs.module_code.cache_clear()


def test_the_built_file_and_its_hash_are_found_where_jupyter_looks(share):
    share.mkdir(parents=True)
    (share / "plotly.js").write_text("export default 1;")
    (share / "plotly.json").write_text(json.dumps({"hash": "abc"}))
    assert plotlyjs.static_file() == share / "plotly.js"
    assert plotlyjs.static_hash() == "abc"
    assert plotlyjs.module_code() == b"export default 1;"


def test_without_a_built_file_the_wheels_script_is_wrapped(share, monkeypatch):
    monkeypatch.setattr(plotlyjs, "jupyter_path", lambda *_: [])
    assert plotlyjs.static_hash() == ""
    code = plotlyjs.module_code()
    assert b"plotly.js v" in code[:400]
    assert code.endswith(b"export default module.exports;\n")
