"""Every notebook runs from a fresh kernel, and holds prose and calls, nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))
SECONDS = 60


def code(name: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(FOLDER / name, as_version=4).cells if cell.cell_type == "code"]


def test_there_is_a_first_page() -> None:
    assert NOTEBOOKS[0] == "00_world.ipynb"


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_runs_without_an_error_or_a_warning(name: str) -> None:
    notebook = nbformat.read(FOLDER / name, as_version=4)
    resources = {"metadata": {"path": str(FOLDER)}}
    NotebookClient(notebook, timeout=SECONDS, kernel_name="python3", resources=resources).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"] == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_is_stored_without_outputs_and_small(name: str) -> None:
    assert [cell.outputs for cell in code(name) if cell.outputs or cell.execution_count] == []
    assert (FOLDER / name).stat().st_size < 200_000


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_defines_nothing(name: str) -> None:
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    nodes = [node for cell in code(name) for node in ast.walk(ast.parse(cell.source))]
    assert [node.name for node in nodes if isinstance(node, kinds)] == []
    assert not [node for node in nodes if isinstance(node, ast.ImportFrom) and node.names[0].name == "*"]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_has_a_human_title_and_a_python_kernel(name: str) -> None:
    metadata = nbformat.read(FOLDER / name, as_version=4).metadata
    assert metadata["title"].startswith("Parade-proof")
    assert metadata["kernelspec"]["name"] == "python3"


def test_the_app_is_three_code_cells_at_most() -> None:
    assert len(code("00_world.ipynb")) <= 3
