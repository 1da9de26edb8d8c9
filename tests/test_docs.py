"""What the README and its companions say can be done can be done."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCS = [*sorted(path.name for path in ROOT.glob("*.md")), "data/README.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def examples(name: str) -> list[str]:
    return [body for language, body in FENCE.findall(text(name)) if language in ("python", "pycon")]


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


def headings(file: Path) -> set[str]:
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", file.read_text("utf-8"), re.MULTILINE)}


def test_the_readme_says_what_to_do() -> None:
    assert text("README.md").startswith("# ")
    assert examples("README.md")


@pytest.mark.parametrize("name", DOCS)
def test_python_examples_run_and_print_what_they_say(name: str) -> None:
    told = "\n".join(body for body in examples(name) if ">>>" in body)  # one after the other, as a reader does
    test = doctest.DocTestParser().get_doctest(told, {}, name, name, 0)
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0
    for body in examples(name):
        if ">>>" not in body:
            command = [sys.executable, "-W", "error", "-c", body]
            ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
            assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("name", DOCS)
def test_links_to_files_and_headings_exist(name: str) -> None:
    here = (ROOT / name).parent
    missing = []
    for target in (one or other for one, other in LINK.findall(FENCE.sub("", text(name)))):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        file = here / path if path else ROOT / name
        if not file.exists() or (anchor and slug(anchor) not in headings(file)):
            missing.append(target)
    assert missing == []


@pytest.mark.parametrize("name", DOCS)
def test_every_make_verb_that_is_named_exists(name: str) -> None:
    verbs = set(re.findall(r"^([a-z ]+):", text("Makefile"), re.MULTILINE))
    known = {verb for line in verbs for verb in line.split()}
    named = set(re.findall(r"(?:^|`)make ([a-z]+)", text(name), re.MULTILINE))
    assert named - known == set()


def test_the_readme_names_the_verbs_that_start_and_test_it() -> None:
    assert {"app", "test", "lab"} <= set(re.findall(r"make ([a-z]+)", text("README.md")))


@pytest.mark.parametrize("name", DOCS)
def test_files_named_in_code_marks_exist(name: str) -> None:
    named = re.findall(r"`((?:explainer|data|notebooks|tests|benchmarks|binder|\.ci)/[a-z0-9_./-]+)`", text(name))
    assert [path for path in named if not (ROOT / path).exists()] == []
