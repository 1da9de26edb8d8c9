"""The one large script of a page, plotly.js, made into a file that a browser can keep.

The plotly wheel carries plotly.js with every kind of chart, 5 MB that take a second to evaluate. Pages here
draw scatter, scattergeo and bar only. Where node and npm are at hand, esbuild cuts plotly.js down to these,
otherwise the wheel's own file is used whole; either way the result is one ES module whose default export is
`Plotly`. It is built, never committed, and always of the version inside the installed wheel, so that
Python's figures and the browser's drawing agree.

The file lies in a lab extension folder, because JupyterLab, Notebook and Voilà all serve those. There is no
`package.json` in it: the folder is a place for a file, not an extension to start.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from explainer.serve import cut

STATIC = Path(__file__).parent / "jupyter" / "labextensions" / "parade-proof" / "static"


@dataclass(frozen=True)
class Bundle:
    """A built plotly.js: where it lies and what it is.

    `kind` is "cut" or "full", `hash` the start of the file's SHA-256, `bytes` its size [bytes]; `reason`
    says in words why a full one was taken.
    """

    path: Path
    version: str
    hash: str
    kind: str
    bytes: int
    reason: str = ""


def plotly_version() -> str:
    """Version of plotly.js inside the installed plotly wheel.

    Raises
    ------
    RuntimeError
        If the wheel's file does not say its version.

    Examples
    --------
    >>> plotly_version().count(".")
    2
    """
    found = re.search(r"plotly\.js v(\d+\.\d+\.\d+)", _wheel_source()[:400])
    if found is None:
        raise RuntimeError("The plotly package's plotly.min.js does not say its version: reinstall plotly.")
    return found[1]


def bundle_path() -> Path | None:
    """Path of the built plotly.js, or None before the first build."""
    path = STATIC / "plotly.js"
    return path if path.is_file() else None


def bundle_hash() -> str:
    """Content hash of the built plotly.js, for the `?v=` of its address; empty before the first build."""
    facts = _facts(STATIC)
    return str(facts.get("hash", "")) if bundle_path() else ""


def outdated() -> bool:
    """Tell whether plotly.js has to be built: there is none, or plotly has changed since.

    Raises
    ------
    RuntimeError
        If the wheel's file does not say its version.
    """
    return bundle_path() is None or _facts(STATIC).get("version") != plotly_version()


def build(force_full: bool = False, folder: Path = STATIC) -> Bundle:
    """Build plotly.js into `folder` unless what lies there is up to date.

    Parameters
    ----------
    force_full
        Take the plotly wheel's own file even where the cut could be made.
    folder
        Where `plotly.js`, `plotly.json` and `plotly.LICENSES.txt` go.

    Raises
    ------
    RuntimeError
        If the wheel's file does not say its version.
    OSError
        If the folder cannot be written.
    """
    version = plotly_version()
    if not force_full:
        ready = _ready_cut(folder, version)
        if ready:
            return ready
        try:
            source, licences = cut.cut(version)
            return _write(folder, source, licences, version, "cut")
        except cut.CutError as why:
            reason = str(why)
    else:
        reason = "it was asked for"
    return _write(folder, _full(), _wheel_licence(), version, "full", reason)


def _ready_cut(folder: Path, version: str) -> Bundle | None:
    facts, path = _facts(folder), folder / "plotly.js"
    wanted = {"kind": "cut", "version": version, "recipe": cut.RECIPE}
    if any(facts.get(key) != value for key, value in wanted.items()) or not path.is_file():
        return None
    source = path.read_bytes()
    if _digest(source) != facts.get("hash"):
        return None
    return Bundle(path, version, _digest(source), "cut", len(source))


def _full() -> bytes:
    from explainer.page.plotlyjs import wrap_umd

    return wrap_umd(_wheel_source()).encode()


def _wheel_source() -> str:
    return (resources.files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")


def _wheel_licence() -> str:
    files = metadata.files("plotly") or []
    texts = [Path(str(file.locate())) for file in files if "dist-info" in str(file) and "LICENSE" in file.name]
    return "\n\n".join(path.read_text(encoding="utf-8") for path in texts)


def _write(folder: Path, source: bytes, licences: str, version: str, kind: str, reason: str = "") -> Bundle:
    bundle = Bundle(folder / "plotly.js", version, _digest(source), kind, len(source), reason)
    facts = {"version": version, "hash": bundle.hash, "kind": kind, "bytes": bundle.bytes}
    if kind == "cut":
        facts["recipe"] = cut.RECIPE
    folder.mkdir(parents=True, exist_ok=True)
    _replace(folder / "plotly.LICENSES.txt", licences.encode())
    _replace(bundle.path, source)
    _replace(folder / "plotly.json", (json.dumps(facts) + "\n").encode())
    return bundle


def _replace(path: Path, content: bytes) -> None:
    """Write in one step, so that a server never hands out half a file."""
    if path.is_file() and path.read_bytes() == content:
        return
    draft = path.with_suffix(f".{os.getpid()}.part")
    draft.write_bytes(content)
    draft.replace(path)


def _facts(folder: Path) -> dict[str, object]:
    try:
        facts = json.loads((folder / "plotly.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _digest(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()[:16]
