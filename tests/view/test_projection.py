from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Proj

from explainer.view.map.look import Look, drawing
from explainer.view.projection import Drawing, bulge, forward, inverse, unbulge
from explainer.world import Canvas, World

lons, lats = st.floats(-168.9, 190.9), st.floats(-85, 85)


@given(lon=lons, lat=lats)
def test_the_inverse_undoes_the_projection(lon: float, lat: float) -> None:
    back = inverse(*forward(lon, lat, 11), 11)
    np.testing.assert_allclose(back, (lon, lat), atol=1e-6)


@given(lon=st.floats(-179, 179), lat=st.floats(-89, 89))
def test_places_are_where_proj_puts_them(lon: float, lat: float) -> None:
    known = Proj(proj="natearth", R=1)(lon, lat)
    np.testing.assert_allclose(forward(lon, lat, 0), known, atol=1e-6)


def test_the_equator_and_the_pole_have_their_published_lengths() -> None:
    (right, _), (_, top) = forward(180, 0, 0), forward(0, 90, 0)
    assert float(right) == pytest.approx(0.8707 * np.pi)
    assert float(top / right) == pytest.approx(0.52, abs=1e-4)


def test_the_edge_of_the_map_is_where_it_is_cut() -> None:
    right, _ = forward(191, 0, 11)
    left, _ = forward(-169, 0, 11)
    assert (float(right), float(left)) == pytest.approx((np.pi * 0.8707, -np.pi * 0.8707))


@given(lat=st.floats(-89, 89))
def test_the_bulge_of_a_frame_is_undone(lat: float) -> None:
    assert unbulge(bulge(lat)) == pytest.approx(lat, abs=1e-6)
    assert abs(bulge(lat)) >= abs(lat) - 1e-12  # the smallest numbers have no radians


@given(lon=st.floats(-160, 180), lat=st.floats(-55, 70), scale=st.floats(1, 6))
def test_a_place_on_the_drawing_is_found_again(lon: float, lat: float, scale: float) -> None:
    frame = Drawing(Canvas(), center_lon=20, center_lat=30, scale=scale)
    np.testing.assert_allclose(frame.degrees(*frame.pixels(lon, lat)), (lon, lat), atol=1e-6)


def test_the_whole_map_fits_its_drawing_and_the_middle_is_in_the_middle() -> None:
    frame = Drawing(Canvas())
    x, y = frame.pixels([-168.9, 190.9], [0, 0])
    assert x.min() >= 0
    assert x.max() <= frame.width_px
    middle = frame.pixels(*frame.middle)
    np.testing.assert_allclose(middle, (frame.width_px / 2, frame.height_px / 2))
    assert y[0] == pytest.approx(y[1])


def test_north_is_up_and_east_is_right() -> None:
    frame = Drawing(Canvas())
    (west, east), (south, north) = frame.pixels([0, 40], [0, 0])[0], frame.pixels([0, 0], [0, 40])[1]
    assert west < east
    assert south > north


def test_an_explained_way_is_wholly_in_the_picture(aws: World) -> None:
    for place in ("Jayapura", "Lima", "Tokyo", "Reykjavík"):
        cell = aws.cell(place)
        path = aws.path(cell, "eu-west-1")
        way = tuple((float(leg.lon), float(leg.lat)) for leg in path.legs)
        frame = drawing(aws, Look(cell=cell), way)
        x, y = frame.pixels([lon for lon, _ in way], [lat for _, lat in way])
        assert x.min() >= 0, place
        assert x.max() <= frame.width_px, place
        assert y.min() >= 0, place
        assert y.max() <= frame.height_px, place
        assert frame.scale >= 1
