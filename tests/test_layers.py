"""The house has floors: imports point down, read from the source of every module.

Floor 0 is a list of modules, each of which may use those before it. The modules of the model do not know each other.
A module of the view, the page, the app or the serving may use others of its own floor, but never in a circle.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import explainer

SOURCE = Path(explainer.__file__).parent
SHARED = tuple(f"sharing.{name}" for name in ("plain", "version_1", "versions", "sealed", "written"))
WORDS = (
    *(
        "texts.catalogue",
        "texts",
        "texts.collect",
        "errors",
        "tables",
        "files",
        "sharing",
        *SHARED,
        "scenario",
        "sharing.pages",
        "sharing.link",
    ),
    *("sharing.classroom", "incidents", "rates", "outcome", "presets"),
)
FLOORS = {
    **dict.fromkeys(WORDS, 0),
    "model": 1,
    **dict.fromkeys(("world", "footprint"), 2),
    "simulate": 3,
    **dict.fromkeys(("timeline", "day", "strategies", "survey", "years", "design"), 4),
    "view": 5,
    "page": 6,
    "app": 7,
    "serve": 8,
}
HEAVY = ("plotly", "anywidget", "ipywidgets", "voila", "geopandas")
NAMES = sorted(
    ".".join(file.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for file in SOURCE.rglob("*.py")
    if file != SOURCE / "__init__.py"
)
modules = pytest.mark.parametrize("name", NAMES)


def part(name: str) -> str:
    return name.split(".")[0]


@cache
def tree(name: str) -> ast.Module:
    file = SOURCE.joinpath(*name.split("."))
    return ast.parse((file / "__init__.py" if file.is_dir() else file.with_suffix(".py")).read_text(encoding="utf-8"))


def imported(name: str, everywhere: bool = True) -> Iterator[str]:
    """Dotted names that a module imports; only those that run on import unless everywhere."""
    for statement in ast.walk(tree(name)) if everywhere else _run_on_import(tree(name).body):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            assert not statement.level, f"{name} imports relatively"
            yield from (f"{statement.module}.{alias.name}" for alias in statement.names)


def _run_on_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            yield from _run_on_import(statement.orelse)
            continue
        yield statement
        for inner in ("body", "orelse", "finalbody"):
            yield from _run_on_import(getattr(statement, inner, []))


def ours(name: str, everywhere: bool = True) -> set[str]:
    """Modules of the house that a module imports."""
    found = set()
    for target in imported(name, everywhere):
        if target == "explainer" or target.startswith("explainer."):
            inner = target.removeprefix("explainer").removeprefix(".")
            while inner and inner not in NAMES:
                inner = inner.rpartition(".")[0]
            found.add(inner)
    return found - {name}


@modules
def test_every_module_has_its_floor(name: str) -> None:
    assert part(name) in FLOORS, f"explainer/{part(name)} is not in the file map of DESIGN"


@modules
def test_imports_point_down(name: str) -> None:
    floor = FLOORS[part(name)]
    for target in ours(name):
        assert target, f"{name} imports the package itself, which knows every floor"
        below = FLOORS[part(target)] < floor
        words = floor == 0 and FLOORS[part(target)] == 0 and WORDS.index(target) < WORDS.index(name)
        own = floor >= 2 and part(target) == part(name)  # the parts of one package; model/ is no package but a floor
        assert below or words or own, f"{name} imports {target}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    # a package's own __init__ gathers its modules, so a module may be reached through it; types are no import
    order = list(TopologicalSorter({name: ours(name, everywhere=False) for name in NAMES}).static_order())
    assert set(order) == set(NAMES)


@pytest.mark.parametrize("name", [name for name in NAMES if FLOORS.get(part(name), 9) <= 4])
def test_floors_0_to_4_import_nothing_that_draws(name: str) -> None:
    drawn = [target for target in imported(name, everywhere=False) if part(target) in HEAVY]
    assert not drawn


def test_the_model_runs_without_what_draws() -> None:
    program = (
        "import sys; from explainer import Placement, Scenario, load_world, simulate; import explainer.simulate;"
        "assert simulate(load_world(), Scenario((Placement('eu-west-1'),))).summary.reach == 1;"
        f"print(*[name for name in {HEAVY} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "", "imported on the way"


def test_every_public_name_can_be_had_and_is_listed() -> None:
    assert set(explainer.__all__) <= set(dir(explainer))
    for name in explainer.__all__:
        assert getattr(explainer, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'Exploder'"):
        getattr(explainer, "Exploder")  # noqa: B009


@pytest.mark.parametrize("name", [name for name in NAMES if part(name) == "model"])
def test_the_model_never_asks_which_world_it_is_in(name: str) -> None:
    assert not re.search(r"\b(aws|caf[eé])\b", ast.unparse(tree(name)), re.IGNORECASE)
