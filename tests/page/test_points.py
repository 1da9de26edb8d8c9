from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explainer.page import Points

LON = np.float32([10.0, -77.25, 0.0, -0.0, 139.7, 10.0])
LAT = np.float32([50.0, 39.0, 51.5, 51.5, 35.6, 50.0])  # the last point is the first one again
GAP = len(LON)


def line(rows):
    lon, lat = np.append(LON, np.float32(np.nan)), np.append(LAT, np.float32(np.nan))
    return {"lon": lon[list(rows)], "lat": lat[list(rows)]}


def looked_up(points, steps):
    """What the page makes of the rows (load.js)."""
    rows = steps.astype(int).tolist()
    for i in range(3, len(rows)):
        rows[i] += rows[i - 3]
    return points.lon[rows], points.lat[rows]


@given(st.lists(st.integers(0, GAP), min_size=1, max_size=40))
def test_every_line_through_the_points_is_found_again_to_the_bit(rows):
    points, given_line = Points(LON, LAT), line(rows)
    (told,) = points.told({"way": given_line}).values()
    assert told.keys() == {"at"}
    for found, side in zip(looked_up(points, told["at"]), ("lon", "lat"), strict=True):
        assert found.tobytes() == given_line[side].tobytes()


@given(st.lists(st.integers(0, GAP), min_size=1, max_size=9), st.integers(0, 9))
def test_a_line_with_a_single_unknown_point_keeps_its_coordinates_and_the_others_do_not(rows, position):
    strange = line(rows)
    strange["lon"][min(position, len(rows) - 1)] = 11.0
    told = Points(LON, LAT).told({"strange": strange, "known": line(rows)})
    assert told["strange"] is strange
    assert told["known"].keys() == {"at"}


def test_a_point_of_which_only_one_coordinate_is_missing_is_no_gap():
    half = {"lon": np.float32([10.0, np.nan]), "lat": np.float32([50.0, 39.0])}
    assert Points(LON, LAT).told({"way": half})["way"] is half


def test_a_line_that_two_traces_share_is_told_once():
    shared = line([0, 1, GAP])
    told = Points(LON, LAT).told({"dot": dict(shared), "rim": dict(shared) | {"line.width": 3}})
    assert told["dot"]["at"] is told["rim"]["at"]
    assert told["rim"]["line.width"] == 3


def test_what_is_no_line_of_numbers_stays_as_it_is():
    others = {
        "words": {"text": ["a"]},
        "nothing": {"lon": np.float32([]), "lat": np.float32([])},
        "a list": {"lon": [10.0], "lat": [50.0]},
        "one side": {"lon": LON},
    }
    assert Points(LON, LAT).told(others) == others
