"""The `parade-proof` command: build what a page needs, open the app, serve it to many or behind a hub, open JupyterLab.

Jupyter looks for templates and lab extensions in a few folders. This package carries its own such folder,
`serve/jupyter`, and settings, `serve/settings/voila.json` and `labconfig/` beside it, in which JupyterLab's news are
switched off; `serve` and `hub-page` add `settings/many/voila.json`. `app`, `serve`, `hub-page` and `lab` simply name
them to Jupyter for the run (`JUPYTER_PATH`, `JUPYTER_CONFIG_PATH`), so they work alike from a checkout and from an
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

from explainer.errors import InputError
from explainer.serve import bundle, forked

HERE = Path(__file__).parent
JUPYTER = HERE / "jupyter"
SETTINGS = HERE / "settings"
FOR_MANY = SETTINGS / "many"
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


def point_jupyter_here(settings: Sequence[Path] = (SETTINGS,)) -> None:
    """Name this package's folders to Jupyter, for this process and the kernels it starts; the first one decides."""
    for name, folders in (("JUPYTER_PATH", [JUPYTER]), ("JUPYTER_CONFIG_PATH", settings)):
        first = [str(folder) for folder in folders]
        known = [path for path in os.environ.get(name, "").split(os.pathsep) if path and path not in first]
        os.environ[name] = os.pathsep.join([*first, *known])


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
    verbs = top.add_subparsers(dest="verb", required=True, metavar="build | app | serve | hub-page | lab | site")
    make = verbs.add_parser("build", help="make plotly.js for the browser and show it to Jupyter")
    make.add_argument(
        "--full", action="store_true", help="take the whole plotly.js of the plotly package, without node"
    )
    app = verbs.add_parser("app", help="open the map in the browser; further options go to Voilà")
    app.add_argument("--port", type=int, default=8866, help="first port to try (8866)")
    app.add_argument("--no-browser", action="store_true", help="only say the address")
    app.add_argument("--no-preheat", action="store_true", help="start a kernel only when a page is opened")
    app.add_argument("--notebooks", type=Path, default=None, help="another folder of notebooks")
    many = verbs.add_parser("serve", help="serve the pages to many visitors; further options go to Voilà")
    many.add_argument("--port", type=int, default=8866, help="the port (8866)")
    many.add_argument("--places", type=int, default=None, help="pages open at once (20); each needs 32 to 130 MB")
    many.add_argument("--per-address", type=int, default=None, help="pages open at once from one address (12)")
    many.add_argument("--notebooks", type=Path, default=None, help="another folder of notebooks")
    own = verbs.add_parser("hub-page", help="serve the pages to one person, as a JupyterHub starts it")
    own.add_argument("--places", type=int, default=6, help="pages open at once (6); each needs 32 to 130 MB")
    own.add_argument("--notebooks", type=Path, default=None, help="another folder of notebooks")
    for verb in (app, many, own):
        verb.add_argument("--no-fork", action="store_true", help="start each kernel from nothing: slower, more memory")
    lab = verbs.add_parser("lab", help="open the notebooks in JupyterLab; further options go to JupyterLab")
    lab.add_argument("--notebooks", type=Path, default=None, help="another folder of notebooks")
    site = verbs.add_parser("site", help="write the course as plain files that any web host can serve")
    site.add_argument("--out", type=Path, required=True, help="the folder to write into")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; the answer is the exit status."""
    known, extra = parser().parse_known_args(argv)
    if known.verb == "build":
        if extra:
            parser().error(f"build does not know {' '.join(extra)}")
        return _build(known.full)
    if known.verb == "site":
        if extra:
            parser().error(f"site does not know {' '.join(extra)}")
        return _site(known.out)
    folder = (known.notebooks or notebooks()).resolve()
    if not folder.is_dir():
        print(f"There is no folder of notebooks at {folder}. Install the package again.", file=sys.stderr)
        return 1
    if bundle.outdated():
        _build(full=False, visible=False)
    if known.verb == "lab":
        point_jupyter_here()
        return _lab(folder, extra)
    if known.verb == "hub-page":
        return _hub_page(folder, known, extra)
    extra = [*forked.switch_on(not known.no_fork), *extra]
    if known.verb == "serve":
        return _serve(folder, known, extra)
    point_jupyter_here()
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


def _site(folder: Path) -> int:
    from explainer.serve.site import build as build_site

    if bundle.outdated() and _build(full=False, visible=False):
        return 1
    try:
        made = build_site(folder)
    except OSError as error:
        print(f"The site could not be written: {error}. Name another folder.", file=sys.stderr)
        return 1
    except RuntimeError as error:
        print(f"The site could not be written: {error}", file=sys.stderr)
        return 1
    print(f"The site is ready in {made.folder}: open its index.html through any web host.")
    for page, size in made.sizes.items():
        print(f"  {page}: {size / 1e6:.2f} MB with all that it loads")
    for number, reason in made.left_out.items():
        print(f"  chapter {number} is only in the app: {reason}.")
    return 0


def _app(folder: Path, known: argparse.Namespace, extra: list[str]) -> int:
    from explainer.serve.voila_app import serve

    serve(folder, known.port, browser=not known.no_browser, preheat=not known.no_preheat, extra=extra)
    return 0


def _serve(folder: Path, known: argparse.Namespace, extra: list[str]) -> int:
    point_jupyter_here((FOR_MANY, SETTINGS))
    from explainer.serve.many.server import serve_many

    limits = {"places": known.places, "per_address": known.per_address}
    given = [f"--Server.{name}={value}" for name, value in limits.items() if value is not None]
    serve_many(folder, known.port, [*given, *extra])
    return 0


def _hub_page(folder: Path, known: argparse.Namespace, extra: list[str]) -> int:
    point_jupyter_here((FOR_MANY, SETTINGS))
    try:
        from explainer.serve.hub import server

        port, told = server.told_by_hub()
    except ModuleNotFoundError as error:
        print(f"{error.name} is missing. Install it: pip install jupyterhub", file=sys.stderr)
        return 1
    except InputError as error:
        print(error, file=sys.stderr)
        return 1
    places = [f"--Server.{limit}={known.places}" for limit in ("places", "per_address")]
    server.serve_one(folder, port, [*forked.switch_on(not known.no_fork), *told, *places, *extra])
    return 0


def _lab(folder: Path, extra: list[str]) -> int:
    from jupyterlab.labapp import main as jupyterlab  # type: ignore[import-untyped]

    jupyterlab([f"--ServerApp.root_dir={folder}", f"--LabApp.default_url=/lab/tree/{FIRST_PAGE}", *extra])
    return 0
