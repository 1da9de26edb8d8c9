"""The freshness check says what has changed and never fails."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def fresh(data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("fresh", data / "fresh.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_it_compares_with_both_packages_and_ends_well(data: Path) -> None:
    done = subprocess.run([sys.executable, str(data / "fresh.py")], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "botocore" in done.stdout
    assert "moto" in done.stdout


def test_it_ends_well_without_the_packages(data: Path) -> None:
    done = subprocess.run([sys.executable, "-S", str(data / "fresh.py")], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("is not installed") == 2


def test_equal_facts_have_not_changed(fresh: ModuleType) -> None:
    same = {"us-east-1": "aws"}
    assert "nothing has changed (1 compared)" in fresh.report("pandas", "Region", same, lambda: same)[0]


def test_new_gone_and_moved_regions_are_named(fresh: ModuleType) -> None:
    ours, theirs = {"us-east-1": "aws", "old-1": "aws"}, {"us-east-1": "aws-us-gov", "new-1": "aws"}
    lines = fresh.report("pandas", "Region", ours, lambda: theirs)
    assert [line.split(": ", 1)[1] for line in lines] == [
        "new Region: new-1 (aws)",
        "Region gone: old-1 (aws)",
        "Region us-east-1: aws-us-gov, in the table aws",
    ]


@pytest.mark.parametrize("error", [KeyError("partitions"), TypeError("list"), ValueError("no JSON"), OSError("gone")])
def test_an_odd_format_is_a_sentence(fresh: ModuleType, error: Exception) -> None:
    def broken() -> dict[str, str]:
        raise error

    assert "another format than expected" in fresh.report("pandas", "Region", {}, broken)[0]
