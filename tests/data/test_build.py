"""The derived tables come from the packages and from nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "name", ["build_cells.py", "build_countries.py", "build_land.py", "build_rates.py", "fresh.py"]
)
def test_documented_examples_hold(name: str) -> None:
    done = subprocess.run([sys.executable, "-m", "doctest", str(ROOT / "data" / name)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_rebuild_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(data / "build.py"), "--no-land", "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    built = sorted(file.name for file in tmp_path.iterdir())
    assert built == ["cells.csv", "countries.csv", "durations.csv", "rates.csv"]
    for file in tmp_path.iterdir():
        assert file.read_bytes() == (data / file.name).read_bytes(), f"run make data: {file.name} is old"


def test_tables_are_utf8_with_line_feeds(data: Path) -> None:
    for file in [*data.glob("*.csv"), *data.glob("sources/*.csv"), data / "land.json"]:
        content = file.read_bytes()
        assert content.decode("utf-8").endswith("\n")
        assert b"\r" not in content, file.name


def test_the_readme_counts_what_is_there(data: Path) -> None:
    readme = (data / "README.md").read_text(encoding="utf-8")
    rings = len(json.loads((data / "land.json").read_text(encoding="utf-8"))["rings"])
    assert f"| land.json | {rings} rings |" in readme
    for file in [*data.glob("*.csv"), *data.glob("sources/*.csv")]:
        rows = len(file.read_text(encoding="utf-8").splitlines()) - 1
        assert f"| {file.relative_to(data).as_posix()} | {rows:,} |" in readme
