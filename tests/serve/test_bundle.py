import json
import shutil
import subprocess

import plotly
import pytest

from explainer.serve import bundle


@pytest.fixture(scope="module")
def built():
    """The bundle that setup made."""
    made = bundle.build()
    assert made.path == bundle.bundle_path()
    return made


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    return bundle.build(force_full=True, folder=tmp_path_factory.mktemp("full"))


def test_the_version_is_that_of_the_installed_wheel(built, full):
    assert built.version == full.version == bundle.plotly_version()
    assert f"plotly.js v{built.version}" in built.path.read_text(encoding="utf-8")[:400]
    assert int(plotly.__version__.split(".")[0]) == 7


def test_where_node_is_at_hand_the_bundle_is_cut(built):
    assert built.kind == ("cut" if shutil.which("npm") else "full")
    assert built.bytes < (1_400_000 if built.kind == "cut" else 6_000_000)


@pytest.mark.parametrize("kind", ["built", "full"])
def test_a_bundle_is_an_es_module_with_a_default_export(kind, request):
    made = request.getfixturevalue(kind)
    text = made.path.read_text(encoding="utf-8")
    assert "export default" in text or "as default}" in text
    node = shutil.which("node")
    if node:
        subprocess.run([node, "--check", "--input-type=module"], input=text.encode(), check=True, capture_output=True)


@pytest.mark.parametrize("kind", ["built", "full"])
def test_facts_and_licences_lie_beside_the_bundle(kind, request):
    made = request.getfixturevalue(kind)
    facts = json.loads(made.path.with_name("plotly.json").read_text(encoding="utf-8"))
    assert {key: facts[key] for key in ("version", "hash", "kind", "bytes")} == {
        "version": made.version,
        "hash": made.hash,
        "kind": made.kind,
        "bytes": made.path.stat().st_size,
    }
    licences = made.path.with_name("plotly.LICENSES.txt").read_text(encoding="utf-8")
    assert "Permission is hereby granted" in licences
    assert "Plotly" in licences


def test_a_bundle_that_is_up_to_date_is_not_built_again(built):
    before = built.path.stat().st_mtime_ns
    again = bundle.build()
    assert again.hash == built.hash == bundle.bundle_hash()
    assert built.path.stat().st_mtime_ns == before


def test_another_plotly_or_none_built_yet_asks_for_a_build(built, tmp_path, monkeypatch):
    assert not bundle.outdated()
    monkeypatch.setattr(bundle, "STATIC", tmp_path)
    assert bundle.outdated()
    assert bundle.bundle_hash() == ""
    shutil.copy(built.path, tmp_path / "plotly.js")
    (tmp_path / "plotly.json").write_text('{"version": "0.0.1", "hash": "x"}')
    assert bundle.outdated()


def test_a_damaged_or_outdated_cut_does_not_count_as_up_to_date(built, tmp_path):
    if built.kind != "cut":
        pytest.fail("node and npm are needed to test the cut")
    for name in ("plotly.js", "plotly.json"):
        shutil.copy(built.path.with_name(name), tmp_path / name)
    assert bundle._ready_cut(tmp_path, built.version)
    assert bundle._ready_cut(tmp_path, "0.0.1") is None
    with (tmp_path / "plotly.js").open("a") as file:
        file.write("// changed")
    assert bundle._ready_cut(tmp_path, built.version) is None


def test_without_node_the_whole_file_is_taken_and_the_reason_told(tmp_path, monkeypatch, full):
    monkeypatch.setenv("PATH", str(tmp_path))
    made = bundle.build(folder=tmp_path)
    assert made.kind == "full"
    assert made.reason == "node and npm are not installed"
    assert made.hash == full.hash


def test_a_failing_npm_leads_to_the_whole_file_and_its_message_is_told(tmp_path, monkeypatch):
    for name, script in (("node", "exit 0"), ("npm", "echo no way through >&2; exit 1")):
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    made = bundle.build(folder=tmp_path / "static")
    assert (made.kind, made.reason) == ("full", "npm failed: no way through")
