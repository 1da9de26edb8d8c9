"""Own demand and measured round trips: what a visitor brings instead of the committed numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from explainer import InputError, Outage, Placement, Scenario, World, simulate
from explainer.scenario import Scaling

RED_SEA = ("ALX-JED", "ALX-DJI", "JED-DJI")


def test_a_measurement_holds_in_both_directions_and_says_so(aws: World) -> None:
    world = aws.with_measured_rtt(b"us-east-1,eu-west-1,68.5\n")
    for pair in (("us-east-1", "eu-west-1"), ("eu-west-1", "us-east-1")):
        assert world.region_rtt.loc[pair] == 68.5
        assert world.region_rtt_source.loc[pair] == "measured"
    assert (world.region_rtt_source == "measured").to_numpy().sum() == 2
    assert world.region_rtt_source.loc["us-east-1", "us-west-2"] == "modelled"


def test_all_other_pairs_stay_modelled(aws: World) -> None:
    world = aws.with_measured_rtt(b"us-east-1,eu-west-1,68.5\n")
    changed = world.region_rtt.to_numpy() != aws.region_rtt.to_numpy()
    assert changed.sum() == 2
    assert (aws.region_rtt_source == "modelled").all(axis=None)


def test_both_directions_and_repeated_rows_are_averaged(aws: World) -> None:
    world = aws.with_measured_rtt(b"us-east-1,eu-west-1,70\neu-west-1,us-east-1,72\nus-east-1,eu-west-1,77\n")
    assert world.region_rtt.loc["eu-west-1", "us-east-1"] == pytest.approx((70 + 72 + 77) / 3)


def test_a_measurement_made_with_the_cables_up_gives_way_when_its_way_is_cut(aws: World) -> None:
    rows = b"eu-central-1,ap-southeast-1,155\nus-east-1,eu-west-1,68.5\n"
    cut = aws.with_measured_rtt(rows).cut(RED_SEA)
    assert cut.region_rtt_source.loc["eu-central-1", "ap-southeast-1"] == "modelled"
    modelled = aws.cut(RED_SEA).region_rtt
    assert cut.region_rtt["eu-central-1"].equals(modelled["eu-central-1"])
    assert cut.region_rtt.loc["us-east-1", "eu-west-1"] == 68.5  # the Atlantic is untouched


def test_measuring_changes_a_new_world_and_leaves_the_old_one(aws: World) -> None:
    before = aws.region_rtt.copy()
    aws.with_measured_rtt(b"us-east-1,eu-west-1,68.5\n")
    pd.testing.assert_frame_equal(aws.region_rtt, before)
    assert not aws.measured


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"us-east-1,eu-west-1,70\nus-east-1,eu-west-9,70\n",
            r"no Region \(row 2 of your file\) 'eu-west-9'. Did you mean",
        ),
        (
            b"us-east-1,eu-west-1,20\n",
            r"Row 1 .* us-east-1 to eu-west-1 in 20 ms is faster than light in fibre \(53.\d ms\)",
        ),
        (b"us-east-1,us-east-1,1\n", "Row 1 of your file pairs 'us-east-1' with itself. Leave that row out"),
        (b"us-east-1,eu-west-1,70\nus-east-1,us-west-2,quick\n", "Row 2 .* 'quick' is not a number of milliseconds"),
    ],
)
def test_a_bad_measurement_is_told_with_its_row(aws: World, content: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        aws.with_measured_rtt(content)


def test_own_demand_takes_what_it_leaves_out_from_the_nearest_cell(aws: World) -> None:
    world = aws.with_cells(b"name,lat,lon,users\nMy office,48.86,2.34,12\nMy lab,19.1,72.9,30\n")
    told = world.cells.set_index("name")[["country", "country_name", "continent", "timezone", "area"]]
    assert list(told.loc["My office"]) == ["FR", "France", "Europe", "Europe/Paris", "EU"]
    assert list(told.loc["My lab"]) == ["IN", "India", "Asia", "Asia/Kolkata", "SAS"]
    assert world.users.tolist() == [12.0, 30.0]


def test_own_demand_keeps_what_it_says(aws: World) -> None:
    kehl, hilo = b"Kehl,48.58,7.81,5,Europe/Berlin,DE\n", b"Hilo,19.7,-155.1,5,Pacific/Honolulu,US\n"
    world = aws.with_cells(b"name,lat,lon,users,timezone,country\n" + kehl + hilo)
    assert world.cells["country"].tolist() == ["DE", "US"]
    assert world.cells["timezone"].tolist() == ["Europe/Berlin", "Pacific/Honolulu"]
    assert world.cells["country_name"].tolist() == ["Germany", "United States"]


def test_a_country_said_wins_over_that_of_the_nearest_cell(aws: World) -> None:
    strasbourg = "Strasbourg,48.58,7.75,5,,{}\n"
    for country, area in (("DE", "EU"), ("BR", "SA")):
        world = aws.with_cells(("name,lat,lon,users,timezone,country\n" + strasbourg.format(country)).encode())
        assert list(world.cells.loc[0, ["country", "area"]]) == [country, area]


def test_own_demand_is_answered_like_any_other(aws: World) -> None:
    world = aws.with_cells(b"name,lat,lon,users\nOffice,48.86,2.34,4320\nLab,19.1,72.9,8640\n")
    design = Scenario((Placement("eu-west-3"), Placement("ap-south-1")), scaling=Scaling(spare_regions=1))
    whole = simulate(world, design)
    assert whole.cells["region"].tolist() == ["eu-west-3", "ap-south-1"]
    assert whole.summary.offered_rps == pytest.approx(3.0)
    assert simulate(world, design.breaking(Outage("region", "ap-south-1"))).summary.reach == 1.0


def test_own_demand_leaves_the_committed_world_alone(aws: World) -> None:
    before, waits = aws.cells.copy(), aws.wait_by_region.copy()
    aws.with_cells(b"name,lat,lon,users\nOffice,48.86,2.34,4320\n")
    pd.testing.assert_frame_equal(aws.cells, before)
    np.testing.assert_array_equal(aws.wait_by_region, waits)


def test_the_cells_given_back_as_a_file_are_the_same_world(aws: World) -> None:
    world = aws.with_cells(aws.cells[["name", "lat", "lon", "users", "timezone", "country"]])
    np.testing.assert_array_equal(world.users, aws.users)
    np.testing.assert_array_equal(world.utc_offset_h, aws.utc_offset_h)
    np.testing.assert_array_equal(world.wait_by_region, aws.wait_by_region)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a,1,2,3,,XX", "Row 1 .* no country 'XX'. Give its two-letter ISO code, or leave the field empty"),
        ("a,1,2,3,,France", "Row 1 .* no country 'France'"),
        ("a,1,2,3,Mars/Olympus,", "Row 1 .* no time zone 'Mars/Olympus'"),
        ("a,95.2,2,3,,", "Row 1 .* lat 95.2 is not between"),
    ],
)
def test_a_bad_place_is_told_with_its_row(aws: World, row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        aws.with_cells(f"name,lat,lon,users,timezone,country\n{row}\n".encode())


def test_a_street_takes_own_demand_too(street: World) -> None:
    world = street.with_cells(b"name,lat,lon,users\nKiosk,0,0.001,5\n")
    assert list(world.cells.loc[0, ["country_name", "continent"]]) == ["The street", "West side"]
    assert simulate(world, Scenario((Placement("east", 1),), access="on foot")).summary.reach == 1.0
