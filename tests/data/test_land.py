"""The land outline: what would fill the globe or streak across the map must not be in it."""

import itertools
import json
from pathlib import Path

import pytest

SEAM_WEST, SEAM_EAST = -169, 191  # the drawn map has its middle at 11 degrees east


@pytest.fixture(scope="module")
def land(data: Path) -> dict[str, list[list[list[float]]]]:
    return json.loads((data / "land.json").read_text(encoding="utf-8"))


def doubled_area(ring) -> float:
    """Twice the signed area: below zero when the ring runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))


def holds(ring, lon: float, lat: float) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def test_rings_are_closed_and_clockwise(land) -> None:
    for ring in land["rings"] + land["lakes"]:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert doubled_area(ring) < 0


def test_rings_stay_between_the_seams_of_the_map(land) -> None:
    for ring in land["rings"] + land["lakes"]:
        assert all(SEAM_WEST < lon < SEAM_EAST and -56 <= lat <= 84 for lon, lat in ring)


def test_no_ring_jumps_across_the_globe(land) -> None:
    for ring in land["rings"] + land["lakes"]:
        assert max(abs(a[0] - b[0]) for a, b in itertools.pairwise(ring)) < 20


@pytest.mark.parametrize(
    ("place", "lon", "lat"),
    [
        ("Sahara", 10, 24),
        ("Kansas", -98, 38),
        ("Amazonia", -60, -5),
        ("Alice Springs", 133.9, -23.7),
        ("Ireland", -8, 53),
        ("New Zealand", 170, -44),
        ("Hawaii", -155.5, 19.6),
        ("Singapore", 103.8, 1.35),
        ("the tip of Siberia, east of 180", 185, 67),
    ],
)
def test_land_is_where_land_is(land, place: str, lon: float, lat: float) -> None:
    assert any(holds(ring, lon, lat) for ring in land["rings"]), place


@pytest.mark.parametrize(("lon", "lat"), [(-30, 30), (75, -20), (0, 0), (-150, 0), (18, 35), (38, 20)])
def test_sea_is_where_sea_is(land, lon: float, lat: float) -> None:
    assert not any(holds(ring, lon, lat) for ring in land["rings"])


def test_the_caspian_sea_is_a_lake(land) -> None:
    assert any(holds(ring, 51, 42) for ring in land["lakes"])


def test_the_file_is_small(data: Path) -> None:
    assert (data / "land.json").stat().st_size < 70_000
