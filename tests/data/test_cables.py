"""The drawn lines of the sea cables: round the capes, through the straits, off the land."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray

from explainer.model.geo import EARTH_RADIUS_KM, great_circle_km

Line: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]

MOST_LAND_KM = 100
NEAR_A_GATEWAY_KM = 150
STEP_KM = 5
SEAM_LON = -169  # where the map is cut; land.json runs on from here to 191
SUEZ = shapely.box(31.5, 29.0, 33.5, 31.7)
PANAMA = shapely.box(-80.5, 8.3, -78.5, 10.0)
ISTHMUSES = {"ALX-DJI": SUEZ, "ALX-JED": SUEZ, "MIA-PTY": PANAMA, "PTY-BAQ": PANAMA, "PTY-LIM": PANAMA}


def waypoints(cable: Any) -> list[list[float]]:
    return [[float(degrees) for degrees in point.split(" ")] for point in cable.waypoints.split(";") if point]


def great_circle(start: list[float], end: list[float]) -> Line:
    """Give the middles of equal steps [lon, lat] and the length of each step [km]."""
    lon, lat = np.radians([start, end]).T
    a, b = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    km = float(great_circle_km(start[1], start[0], end[1], end[0]))
    count = max(2, round(km / STEP_KM))
    share, angle = ((np.arange(count) + 0.5) / count)[:, None], km / EARTH_RADIUS_KM
    x, y, z = ((np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / np.sin(angle)).T
    on_map = (np.degrees(np.arctan2(y, x)) - SEAM_LON) % 360 + SEAM_LON
    return on_map, np.degrees(np.arcsin(z)), np.full(count, km / count)


def drawn(cable: Any, place: pd.DataFrame) -> Line:
    ends = [place.loc[code, ["lon", "lat"]].tolist() for code in (cable.from_gateway, cable.to_gateway)]
    points = [ends[0], *waypoints(cable), ends[1]]
    legs = [great_circle(a, b) for a, b in pairwise(points)]
    lon, lat, km = (np.concatenate(part) for part in zip(*legs, strict=True))
    return lon, lat, km


@pytest.fixture(scope="module")
def place(gateways: pd.DataFrame) -> pd.DataFrame:
    return gateways.set_index("gateway")


@pytest.fixture(scope="module")
def land(data: Path) -> Any:
    rings = json.loads((data / "land.json").read_text(encoding="utf-8"))["rings"]
    whole = shapely.union_all([shapely.make_valid(shapely.Polygon(ring)) for ring in rings])
    shapely.prepare(whole)
    return whole


def km_over_land(cable: Any, place: pd.DataFrame, land: Any) -> float:
    lon, lat, km = drawn(cable, place)
    over = shapely.contains_xy(land, lon, lat)
    for code in (cable.from_gateway, cable.to_gateway):
        over &= great_circle_km(lat, lon, place["lat"][code], place["lon"][code]) > NEAR_A_GATEWAY_KM
    if cable.cable in ISTHMUSES:
        over &= ~shapely.contains_xy(ISTHMUSES[cable.cable], lon, lat)
    return float(km[over].sum())


def test_waypoints_are_points_of_the_world_map(cables: pd.DataFrame) -> None:
    for cable in cables.itertuples():
        points = waypoints(cable)
        assert cable.waypoints == ";".join(f"{lon:g} {lat:g}" for lon, lat in points), cable.cable
        assert all(-180 <= lon <= 180 and -56 <= lat <= 84 for lon, lat in points), cable.cable
        assert all(a != b for a, b in pairwise(points)), cable.cable


def test_a_cable_is_drawn_off_the_land(cables: pd.DataFrame, place: pd.DataFrame, land: Any) -> None:
    over = {cable.cable: km_over_land(cable, place, land) for cable in cables.itertuples()}
    assert {code: round(km) for code, km in over.items() if km > MOST_LAND_KM} == {}


def test_without_its_waypoints_a_line_runs_over_land(cables: pd.DataFrame, place: pd.DataFrame, land: Any) -> None:
    straight = cables[cables["cable"].isin(["DJI-SIN", "LOS-BUD", "NYC-SAN"])].assign(waypoints="")
    assert len(straight) == 3
    assert all(km_over_land(cable, place, land) > MOST_LAND_KM for cable in straight.itertuples())


def test_only_cables_that_need_it_cross_an_isthmus(cables: pd.DataFrame, place: pd.DataFrame) -> None:
    for cable in cables.itertuples():
        lon, lat, _ = drawn(cable, place)
        crosses = any(shapely.contains_xy(isthmus, lon, lat).any() for isthmus in (SUEZ, PANAMA))
        assert crosses == (cable.cable in ISTHMUSES), cable.cable


def test_the_drawn_line_is_about_as_long_as_the_cable(cables: pd.DataFrame, place: pd.DataFrame) -> None:
    for cable in cables.itertuples():
        _, _, km = drawn(cable, place)
        assert 0.95 < km.sum() / cable.length_km < 1.2, cable.cable
