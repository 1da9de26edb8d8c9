from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from explainer.model.geo import EARTH_RADIUS_KM, between_km, great_circle_km

QUARTER_KM = EARTH_RADIUS_KM * math.pi / 2
latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)
places = st.tuples(latitudes, longitudes)


@pytest.mark.parametrize(
    ("start", "end", "quarters"),
    [
        ((0, 0), (90, 0), 1),
        ((0, 17), (-90, 120), 1),
        ((0, 10), (0, 100), 1),
        ((0, 0), (0, 180), 2),
        ((90, 0), (-90, 55), 2),
        ((40, -70), (-40, 110), 2),
        ((51.5, -0.1), (51.5, -0.1), 0),
        ((10, 180), (10, -180), 0),
    ],
)
def test_quarters_of_the_globe_have_their_closed_form(
    start: tuple[float, float], end: tuple[float, float], quarters: int
) -> None:
    assert great_circle_km(*start, *end) == pytest.approx(quarters * QUARTER_KM, abs=1e-3)


@given(places, places)
def test_distance_is_within_0_6_percent_of_the_ellipsoid(a: tuple[float, float], b: tuple[float, float]) -> None:
    _, _, metres = Geod(ellps="WGS84").inv(a[1], a[0], b[1], b[0])
    assert great_circle_km(*a, *b) == pytest.approx(metres / 1000, rel=0.006, abs=1e-3)


@given(places, places, places)
def test_distance_is_symmetric_and_never_longer_than_a_detour(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    assert great_circle_km(*a, *b) == great_circle_km(*b, *a)
    assert great_circle_km(*a, *c) <= great_circle_km(*a, *b) + great_circle_km(*b, *c) + 1e-6


def test_every_pair_of_two_lists_is_measured() -> None:
    some, others = np.array([[0.0, 0.0], [50.0, 8.0]]), np.array([[1.0, 1.0], [0.0, 0.0], [-33.9, 151.2]])
    expected = [[float(great_circle_km(*a, *b)) for b in others] for a in some]
    assert between_km(some, others).tolist() == expected
