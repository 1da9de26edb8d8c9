"""The tables of the café city: complete, consistent with each other, and made from city.toml by the script."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

COLUMNS = {
    "blocks": ["block", "name", "street", "feeder", "x_m", "y_m", "area"],
    "shops": ["shop", "block", "x_m", "y_m"],
    "gateways": ["gateway", "place", "x_m", "y_m", "area"],
    "bridges": ["bridge", "name", "from_gateway", "to_gateway", "length_m", "passage"],
    "customers": ["name", "district", "x_m", "y_m", "people", "area"],
}
tables = pytest.mark.parametrize("name", COLUMNS)


@pytest.fixture(scope="module")
def read(data: Path) -> Callable[[str], pd.DataFrame]:
    return lambda name: pd.read_csv(data / "cafe" / f"{name}.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def plan(data: Path) -> dict[str, Any]:
    return json.loads((data / "cafe" / "plan.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told(data: Path) -> dict[str, Any]:
    return tomllib.loads((data / "cafe" / "city.toml").read_text(encoding="utf-8"))


def test_a_rebuild_gives_the_same_bytes(data: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(data / "build_cafe.py"), "--out", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    kept = {file.name for file in (data / "cafe").iterdir()} - {"city.toml"}
    assert {file.name for file in tmp_path.iterdir()} == kept
    for file in tmp_path.iterdir():
        assert file.read_bytes() == (data / "cafe" / file.name).read_bytes(), f"run make data: {file.name} is old"


@pytest.mark.parametrize("name", ["build_cafe.py", "build_cafe_town.py"])
def test_documented_examples_hold(data: Path, name: str) -> None:
    done = subprocess.run([sys.executable, "-m", "doctest", str(data / name)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@tables
def test_columns_are_those_of_the_readme(read, data: Path, name: str) -> None:
    assert list(read(name).columns) == COLUMNS[name]
    readme = (data / "README.md").read_text(encoding="utf-8")
    assert f"| cafe/{name}.csv | {len(read(name))} |" in readme


@tables
def test_codes_are_unique_and_nothing_is_empty(read, name: str) -> None:
    frame = read(name)
    assert frame.iloc[:, 0].is_unique
    assert not (frame == "").any().any()


def test_tables_refer_to_each_other(read, plan) -> None:
    blocks, gateways, bridges = read("blocks"), read("gateways"), read("bridges")
    assert set(read("shops")["block"]) == set(blocks["block"])
    assert set(blocks["feeder"]) == set(plan["feeders"])
    assert set(bridges["from_gateway"]) | set(bridges["to_gateway"]) == set(gateways["gateway"])
    areas = gateways.set_index("gateway")["area"]
    assert (bridges["from_gateway"].map(areas).to_numpy() != bridges["to_gateway"].map(areas).to_numpy()).all()
    assert set(blocks["area"]) | set(read("customers")["area"]) <= set(gateways["area"])
    assert set(plan["floods"]["river-lune"]["bridges"]) < set(bridges["bridge"])


def test_a_block_is_one_street_and_one_feeder_that_feeds_its_shops_and_no_other_does(read, plan) -> None:
    feeder = read("blocks").set_index("block")["feeder"]
    areas = {code: [Polygon(ring) for ring in told["rings"]] for code, told in plan["feeders"].items()}
    for shop, block, x, y in read("shops").itertuples(index=False):
        here = [code for code, rings in areas.items() if any(ring.contains(Point(x, y)) for ring in rings)]
        assert here == [feeder[block]], shop


def test_customers_stand_dry_inside_the_frame_and_apart(read, plan, told) -> None:
    customers = read("customers")
    assert customers.groupby("district").size().to_dict() == {d["name"]: d["customers"] for d in told["district"]}
    at = customers[["x_m", "y_m"]].to_numpy(float)
    frame, water = box(0, 0, *plan["frame_m"]), Polygon(plan["river"][0])
    assert all(frame.contains(Point(place)) and not water.contains(Point(place)) for place in at)
    away = np.hypot(*(at[:, None] - at).T)
    assert away[~np.eye(len(at), dtype=bool)].min() >= 30  # [m], two dots side by side


def test_no_straight_walk_to_a_shop_or_crossing_of_ones_own_side_gets_wet_or_crosses_a_parade(read, plan) -> None:
    river = Polygon(plan["river"][0]).buffer(-6)
    streets = [LineString(route["points"]) for route in plan["routes"].values()]
    area = read("blocks").set_index("block")["area"]
    shops, customers = read("shops"), read("customers")
    goals = [(x, y, area[block]) for _, block, x, y in shops.itertuples(index=False)]
    goals += [(x, y, where) for _, _, x, y, where in read("gateways").itertuples(index=False)]
    for _, _, x, y, _, mine in customers.itertuples(index=False):
        for to_x, to_y, theirs in goals:
            if mine == theirs:
                way = LineString([(x, y), (to_x, to_y)])
                assert not way.intersects(river), (x, y, to_x, to_y)
                assert not any(way.crosses(street) and way.intersection(street).distance(Point(to_x, to_y)) > 5
                               for street in streets), (x, y, to_x, to_y)  # fmt: skip


def test_no_house_stands_in_the_river_or_on_a_named_street(plan, told) -> None:
    river = Polygon(plan["river"][0])
    houses = [Polygon(ring) for ring in plan["houses"]]
    assert len(houses) > 300
    assert not any(house.intersects(river) for house in houses)
    streets = [LineString(route["points"]) for route in plan["routes"].values()]
    assert not any(house.intersects(street) for house in houses for street in streets)


def test_texts_are_utf8_with_line_feeds_and_small(data: Path) -> None:
    files = list((data / "cafe").iterdir())
    for file in files:
        content = file.read_bytes()
        assert content.decode("utf-8").endswith("\n")
        assert b"\r" not in content, file.name
    assert sum(file.stat().st_size for file in files) < 150_000
