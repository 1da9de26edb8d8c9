import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from explainer.serve import command


def test_app_knows_its_options_and_leaves_the_rest_to_voila():
    known, extra = command.parser().parse_known_args(["app", "--port", "9000", "--no-preheat", "--Voila.ip=0.0.0.0"])
    assert (known.port, known.no_browser, known.no_preheat) == (9000, False, True)
    assert extra == ["--Voila.ip=0.0.0.0"]


@pytest.mark.parametrize("line", [[], ["dance"], ["app", "--port", "many"], ["build", "--shallow"]])
def test_a_wrong_line_ends_with_a_usage_message(line, capsys):
    with pytest.raises(SystemExit) as stopped:
        command.main(line)
    assert stopped.value.code == 2
    assert "usage: parade-proof" in capsys.readouterr().err


def test_a_missing_folder_of_notebooks_is_told_in_a_sentence(tmp_path, capsys):
    assert command.main(["app", "--notebooks", str(tmp_path / "none")]) == 1
    assert "There is no folder of notebooks at" in capsys.readouterr().err


def test_a_checkout_serves_its_own_notebooks_and_a_wheel_those_it_carries(monkeypatch, tmp_path):
    assert command.notebooks() == Path(command.__file__).parents[2] / "notebooks"
    monkeypatch.setattr(command, "PACKAGE", tmp_path / "explainer")
    assert command.notebooks() == tmp_path / "explainer" / "_notebooks"


def test_what_jupyter_needs_is_copied_not_linked(tmp_path):
    target = command.make_visible(tmp_path)
    assert target == tmp_path / "share" / "jupyter"
    for part in ("labextensions/parade-proof/static/plotly.js", "voila/templates/parade-proof/index.html.j2"):
        assert (target / part).is_file()
        assert not (target / part).is_symlink()
    command.make_visible(tmp_path)


def test_pointing_jupyter_here_comes_first_and_only_once(monkeypatch):
    monkeypatch.setenv("JUPYTER_PATH", "/other")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    command.point_jupyter_here()
    command.point_jupyter_here()
    assert os.environ["JUPYTER_PATH"] == os.pathsep.join([str(command.JUPYTER), "/other"])
    assert os.environ["JUPYTER_CONFIG_PATH"] == str(command.SETTINGS)


def test_the_command_imports_no_server_before_it_serves():
    code = (
        "import sys; from explainer.serve.command import parser; parser(); "
        "print({'voila', 'jupyterlab'} & set(sys.modules))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "set()"


def test_only_the_first_page_keeps_a_kernel_ready():
    settings = json.loads((command.SETTINGS / "voila.json").read_text(encoding="utf-8"))
    pools = settings["VoilaKernelManager"]["kernel_pools_config"]
    assert pools == {"default": {"pool_size": 0}, command.FIRST_PAGE: {"pool_size": 1}}
    assert settings["MappingKernelManager"]["cull_idle_timeout"] > 0
    assert settings["VoilaConfiguration"]["show_tracebacks"] is False
