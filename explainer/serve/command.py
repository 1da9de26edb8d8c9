"""The `parade-proof` command: build what a page needs, open the app, open JupyterLab.

Jupyter looks for templates and lab extensions in a few folders. This package carries its own such folder,
`serve/jupyter`, and one settings file, `serve/settings/voila.json`. `app` and `lab` simply name both to
Jupyter for the run (`JUPYTER_PATH`, `JUPYTER_CONFIG_PATH`), so they work alike from a checkout and from an
installed wheel, and never see an older copy. `build` makes plotly.js and copies the folder to
`share/jupyter` of the environment, so that a plain `jupyter lab` or `jupyter notebook` finds it as well; it
copies because Jupyter's servers refuse to follow links out of their folders. The settings are never copied:
they would change every other Voilà page of the environment.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from explainer.serve import bundle

HERE = Path(__file__).parent
JUPYTER = HERE / "jupyter"
SETTINGS = HERE / "settings"
PACKAGE = HERE.parent
FIRST_PAGE = "00_world.ipynb"


def notebooks() -> Path:
    """Folder of the notebooks: `notebooks` of a checkout, `_notebooks` inside an installed package."""
    checkout = PACKAGE.parent
    return checkout / "notebooks" if (checkout / "pyproject.toml").is_file() else PACKAGE / "_notebooks"


def make_visible(prefix: Path | None = None) -> Path:
    """Copy the lab extension and the template to where Jupyter of an environment looks.

    Parameters
    ----------
    prefix
        The environment's folder; by default the one of the running Python.

    Raises
    ------
    OSError
        If that folder cannot be written.
    """
    target = (prefix or Path(sys.prefix)) / "share" / "jupyter"
    shutil.copytree(JUPYTER, target, dirs_exist_ok=True)
    return target


def point_jupyter_here() -> None:
    """Name this package's folders to Jupyter, for this process and the kernels it starts."""
    for name, folder in (("JUPYTER_PATH", JUPYTER), ("JUPYTER_CONFIG_PATH", SETTINGS)):
        known = [path for path in os.environ.get(name, "").split(os.pathsep) if path]
        os.environ[name] = os.pathsep.join([str(folder), *(path for path in known if path != str(folder))])


def parser() -> argparse.ArgumentParser:
    """Give the parser of the command line.

    Examples
    --------
    >>> parser().parse_args(["app", "--port", "9000"]).port
    9000
    """
    top = argparse.ArgumentParser(
        prog="parade-proof", description="Cloud Regions, Availability Zones and what breaks them."
    )
    verbs = top.add_subparsers(dest="verb", required=True, metavar="build | app | lab")
    make = verbs.add_parser("build", help="make plotly.js for the browser and show it to Jupyter")
    make.add_argument(
        "--full", action="store_true", help="take the whole plotly.js of the plotly package, without node"
    )
    app = verbs.add_parser("app", help="open the map in the browser; further options go to Voilà")
    app.add_argument("--port", type=int, default=8866, help="first port to try (8866)")
    app.add_argument("--no-browser", action="store_true", help="only say the address")
    app.add_argument("--no-preheat", action="store_true", help="start a kernel only when a page is opened")
    app.add_argument("--notebooks", type=Path, default=None, help="another folder of notebooks")
    lab = verbs.add_parser("lab", help="open the notebooks in JupyterLab; further options go to JupyterLab")
    lab.add_argument("--notebooks", type=Path, default=None, help="another folder of notebooks")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the answer is the exit status."""
    known, extra = parser().parse_known_args(argv)
    if known.verb == "build":
        if extra:
            parser().error(f"build does not know {' '.join(extra)}")
        return _build(known.full)
    folder = (known.notebooks or notebooks()).resolve()
    if not folder.is_dir():
        print(f"There is no folder of notebooks at {folder}. Install the package again.", file=sys.stderr)
        return 1
    if bundle.outdated():
        _build(full=False, visible=False)
    point_jupyter_here()
    if known.verb == "lab":
        return _lab(folder, extra)
    return _app(folder, known, extra)


def _build(full: bool, visible: bool = True) -> int:
    try:
        made = bundle.build(force_full=full)
        why = f", whole because {made.reason}" if made.reason else ""
        print(f"plotly.js {made.version} is ready: {made.kind}, {made.bytes / 1e6:.2f} MB{why}.")
        if visible:
            print(f"Jupyter finds it in {make_visible()}.")
    except OSError as error:
        print(
            f"plotly.js could not be written: {error}. Pages take it from the kernel instead, slower.",
            file=sys.stderr,
        )
        return 1
    return 0


def _app(folder: Path, known: argparse.Namespace, extra: list[str]) -> int:
    from explainer.serve.voila_app import serve

    serve(folder, known.port, browser=not known.no_browser, preheat=not known.no_preheat, extra=extra)
    return 0


def _lab(folder: Path, extra: list[str]) -> int:
    from jupyterlab.labapp import main as jupyterlab  # type: ignore[import-untyped]

    jupyterlab([f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}", *extra])
    return 0
