"""Cutting plotly.js down to the chart kinds that pages use, with node, npm and esbuild.

Only plotly.js and esbuild are named, with their versions; what plotly.js itself needs, npm picks by plotly's
own rules. Nothing that comes along may run a script of its own while it is installed.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

ESBUILD = "0.28.2"
TRACES = ("bar", "scattergeo")  # plotly's core brings scatter along

_ENTRY = (
    "import Plotly from 'plotly.js/lib/core';\n"
    + "".join(f"import {trace} from 'plotly.js/lib/{trace}';\n" for trace in TRACES)
    + f"Plotly.register([{', '.join(TRACES)}]);\nexport default Plotly;\n"
)
# Places are drawn by their coordinates, so a list of all countries' names has nobody to ask it.
_NO_COUNTRIES = "export const COUNTRIES = [];\nexport const createLookup = () => ({lookupAlpha3() {}});\n"
_FLAGS = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=es2020",
    "--define:global=globalThis",
    "--define:define.amd=false",  # a page with require.js must not swallow plotly's parts
    "--alias:country-iso-search=./countries.js",
    "--loader:.css=empty",  # the style sheet of a map kind that is not part of the cut
    "--legal-comments=eof",
    "--metafile=meta.json",
    "--outfile=plotly.js",
    "--log-level=error",
)
RECIPE = hashlib.sha256("\n".join((ESBUILD, _ENTRY, _NO_COUNTRIES, *_FLAGS)).encode()).hexdigest()[:12]


class CutError(Exception):
    """The cut could not be made; the message says why in words."""


def cut(version: str) -> tuple[bytes, str]:
    """Make the cut of a version of plotly.js; answers with the module and the licences of what is in it.

    Raises
    ------
    CutError
        If node or npm are missing or one of the steps fails.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise CutError("node and npm are not installed")
    with tempfile.TemporaryDirectory(prefix="parade-proof-") as name:
        work = Path(name)
        (work / "package.json").write_text('{"private": true}', encoding="utf-8")
        (work / "entry.js").write_text(_ENTRY, encoding="utf-8")
        (work / "countries.js").write_text(_NO_COUNTRIES, encoding="utf-8")
        quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
        _run([npm, "install", *quiet, f"plotly.js@{version}", f"esbuild@{ESBUILD}"], work, "npm")
        modules = work / "node_modules"
        _run([node, str(modules / "esbuild" / "bin" / "esbuild"), "entry.js", *_FLAGS], work, "esbuild")
        banner = f"/*! plotly.js v{version}, MIT licence, Plotly, Inc.; cut to scatter, {', '.join(TRACES)}. */\n"
        source = banner.encode() + (work / "plotly.js").read_bytes()
        return source, _bundled_licences(work)


def _run(command: list[str], folder: Path, what: str) -> None:
    try:
        subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True, timeout=300)
    except subprocess.CalledProcessError as error:
        lines = error.stderr.strip().splitlines() or ["no message"]
        raise CutError(f"{what} failed: {lines[0]}") from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CutError(f"{what} did not finish: {error}") from error


def _bundled_licences(work: Path) -> str:
    """Licence text of plotly.js and of each package that esbuild took something from."""
    inputs = json.loads((work / "meta.json").read_text(encoding="utf-8"))["outputs"]["plotly.js"]["inputs"]
    found = {re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", name) for name in inputs}
    names = sorted({match[1] for match in found if match}, key=lambda name: (name != "plotly.js", name))
    return "\n\n".join(_package_licence(work / "node_modules" / name, name) for name in names) + "\n"


def _package_licence(folder: Path, name: str) -> str:
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    texts = sorted(path for path in folder.iterdir() if re.match(r"(?i)(licen[cs]e|copying)", path.name))
    text = texts[0].read_text(encoding="utf-8").strip() if texts else f"Licence: {about.get('license', 'not stated')}"
    return f"{name} {about['version']}\n{'-' * 40}\n{text}"
