"""Collect all texts of the project in `texts.pot`: `python -m explainer.texts.collect`, or `make texts`.

Texts are literals, so the source says them all without being run: those in `tr`, `tr_n` and `tr_all`, nouns that are
counted, what Worlds call things, what scripts and templates say, the titles of notebooks, the prose of the incident
files and the names of the invented town.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

from babel.messages import Catalog
from babel.messages.pofile import write_po

from explainer.texts import WRITTEN, plural
from explainer.texts.catalogue import COLLECTED, HERE

PACKAGE = Path(__file__).parents[1]
DATA = PACKAGE.parent / "data"
PROSE = ("title", "summary", "lesson", "caption")  # of an incident and its phases
WRITE = (".js", ".html", ".j2")  # files that say texts beside the modules
NOTED = re.compile(r'"(?:title|opening)": "(?P<text>[^"]+)"')  # of a notebook, shown around its page

Text: TypeAlias = str | tuple[str, str]


class NotLiteralError(Exception):
    """A text that is put together where it is said, so that nobody could translate it."""


def collect() -> Catalog:
    """Give all texts, each with the files that say it.

    Raises
    ------
    NotLiteralError
        If a text is no literal; the message says where.
    """
    found = Catalog()
    for file in sorted(PACKAGE.rglob("*.py")):
        for text in _of_module(file):
            _add(found, text, file)
    others = [file for file in PACKAGE.rglob("*") if file.suffix in WRITE and "labextensions" not in file.parts]
    for pattern, files in ((WRITTEN, others), (NOTED, (PACKAGE.parent / "notebooks").glob("*.ipynb"))):
        for file in sorted(files):
            for match in pattern.finditer(file.read_text(encoding="utf-8")):
                _add(found, match["text"], file)
    for file in sorted((DATA / "incidents").glob("*.toml")):
        incident = tomllib.loads(file.read_text(encoding="utf-8"))
        for table in (incident, *incident.get("phase", ())):
            for text in (table[key] for key in PROSE if table.get(key)):
                _add(found, text, file)
    for text in _of_town(json.loads((DATA / "cafe" / "plan.json").read_text(encoding="utf-8"))):
        _add(found, text, DATA / "cafe" / "plan.json")
    return found


def written(catalog: Catalog) -> bytes:
    """Write texts as gettext's template."""
    file = BytesIO()
    write_po(file, catalog, width=110, omit_header=True, include_lineno=False, sort_by_file=True)
    return file.getvalue()


def _of_town(plan: dict[str, Any]) -> Iterator[str]:
    """Give the names on the café's map, which are invented, so that they may be others in another language."""
    yield from (name for name, *_ in (*plan["districts"], *plan["names"]))
    yield from (one["name"] for kind in ("routes", "feeders", "floods") for one in plan[kind].values())


def _add(found: Catalog, text: Text, file: Path) -> None:
    found.add(text, locations=[(file.relative_to(PACKAGE.parent).as_posix(), 1)])


def _of_module(file: Path) -> Iterator[Text]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and node.name == "Words":
            defaults = (part.value for part in node.body if isinstance(part, ast.AnnAssign) and part.value)
            yield from ((noun, plural(noun)) for part in defaults for noun in _literal(part, str(file)))
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        where = f"{file}:{node.lineno}"
        if name == "tr":
            yield from _literal(node.args[0], where)
        elif name == "tr_n":
            yield from zip(*(tuple(_literal(part, where)) for part in node.args[:2]), strict=True)
        elif name == "tr_all" and isinstance(node.args[0], ast.Dict):
            for value in node.args[0].values:
                yield from _literal(value, where)
        elif name == "counted" and len(node.args) > 1:
            yield from ((noun, plural(noun)) for noun in _literal(node.args[1], where))
        elif name == "Words":
            yield from ((noun, plural(noun)) for part in node.keywords for noun in _literal(part.value, where))


def _literal(node: ast.expr, where: str) -> Iterator[str]:
    """Give the literals of an expression: itself, or those that it chooses from."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literal(node.body, where)
        yield from _literal(node.orelse, where)
    elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
        raise NotLiteralError(f"{where}: a text must be one literal with named gaps, so that it can be translated")


def main() -> int:
    """Write the file; with --check only say whether it is up to date."""
    file, found = HERE / COLLECTED, collect()
    now = written(found)
    if "--check" in sys.argv[1:]:
        return int(file.read_bytes() != now)
    file.write_bytes(now)
    print(f"{file.relative_to(PACKAGE.parent)}: {len(list(found))} texts")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
