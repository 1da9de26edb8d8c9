"""The committed tables, read once."""

from pathlib import Path

import pandas as pd
import pytest

DATA = Path(__file__).parents[2] / "data"


def read(name: str) -> pd.DataFrame:
    numbers = ("price_index", "launch_year", "online_share", "online_year")
    return pd.read_csv(DATA / f"{name}.csv", keep_default_na=False, na_values=dict.fromkeys(numbers, ""))


@pytest.fixture(scope="session")
def data() -> Path:
    return DATA


@pytest.fixture(scope="session")
def regions() -> pd.DataFrame:
    return read("regions")


@pytest.fixture(scope="session")
def gateways() -> pd.DataFrame:
    return read("gateways")


@pytest.fixture(scope="session")
def cables() -> pd.DataFrame:
    return read("cables")


@pytest.fixture(scope="session")
def countries() -> pd.DataFrame:
    return read("countries")


@pytest.fixture(scope="session")
def cells() -> pd.DataFrame:
    return read("cells")
