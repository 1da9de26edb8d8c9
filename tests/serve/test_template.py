import re

import pytest
from jupyter_core.paths import jupyter_path
from voila.paths import collect_template_paths

from explainer.serve import command
from explainer.view import palette

HOUSE = command.JUPYTER / "voila" / "templates" / "parade-proof"
FILES = sorted(path for path in HOUSE.iterdir() if path.is_file())


def test_the_template_is_a_child_of_lab():
    roots = [str(command.JUPYTER), *jupyter_path()]
    paths = collect_template_paths(["voila", "nbconvert"], "parade-proof", prune=True, root_dirs=roots)
    names = [path.replace("\\", "/").rsplit("/templates/", 1)[1] for path in paths if "/templates/" in path]
    assert names[0] == "parade-proof"
    assert names.index("parade-proof") < names.index("lab") < names.index("base")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_of_the_template_names_another_host(path):
    assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("theme", "tokens"), [(0, palette.LIGHT), (1, palette.DARK)])
def test_the_ground_has_the_colours_of_the_palette(theme, tokens):
    blocks = re.findall(r":root \{([^}]*--page:[^}]*)\}", (HOUSE / "house.css").read_text(encoding="utf-8"))
    used = dict(re.findall(r"--([a-z0-9]+): (#[0-9A-F]{6})", blocks[theme]))
    assert len(used) > 10
    assert used == {name: tokens[name] for name in used}


def test_the_spinner_stands_still_for_those_who_asked_for_less_motion():
    css = (HOUSE / "house.css").read_text(encoding="utf-8")
    assert re.search(r"prefers-reduced-motion: reduce\) \{ \.pp-wheel \{ animation: none", css)
