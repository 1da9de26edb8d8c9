"""Regions, gateways and cables: kept by hand, so every count and code is checked."""

import numpy as np
import pandas as pd

# eastern Oregon is thinly settled: the nearest cell is Portland
FAR_FROM_ANY_CELL = {"us-west-2", "us-gov-west-1"}


def great_circle_km(lat, lon, lats, lons):
    a, b = np.radians(lat), np.radians(np.asarray(lats))
    cosine = np.sin(a) * np.sin(b) + np.cos(a) * np.cos(b) * np.cos(np.radians(np.asarray(lons) - lon))
    return 6371 * np.arccos(np.clip(cosine, -1, 1))


def test_launched_and_announced_regions_are_all_there(regions: pd.DataFrame) -> None:
    launched = regions[regions["status"] != "announced"]
    assert len(launched) == 39
    assert launched["zones"].str.split().str.len().sum() == 124
    assert regions.loc[regions["status"] == "announced", "region"].tolist() == ["me-west-1", "sa-west-1"]


def test_zone_count_is_the_number_of_zone_ids(regions: pd.DataFrame) -> None:
    announced = regions["status"] == "announced"
    counted = regions["zones"].str.split().str.len()
    assert (counted == regions["zone_count"])[~announced].all()
    assert (counted == 0)[announced].all()
    assert regions.loc[announced, "launch_year"].isna().all()


def test_zone_ids_belong_to_one_region_each(regions: pd.DataFrame) -> None:
    zones = regions["zones"].str.split().explode().dropna()
    assert zones.is_unique
    assert zones.str.fullmatch(r"[a-z]+\d+-az\d").all()


def test_the_gulf_regions_are_impaired_with_date_and_source(regions: pd.DataFrame) -> None:
    impaired = regions[regions["status"] == "impaired"]
    assert impaired["region"].tolist() == ["me-central-1", "me-south-1"]
    assert (impaired["status_date"] == "2026-09-15").all()
    assert impaired["status_source"].str.startswith("AWS Health Dashboard").all()


def test_every_status_has_a_date_and_a_source(regions: pd.DataFrame) -> None:
    assert regions["status"].isin(["launched", "announced", "impaired"]).all()
    assert regions["status_date"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
    assert regions["status_source"].ne("").all()


def test_codes_and_short_names_are_unmistakable(regions: pd.DataFrame) -> None:
    assert regions["region"].is_unique
    assert regions["region"].is_monotonic_increasing
    assert regions["name"].is_unique
    assert not regions["name"].isin(["Central", "US-West", "US-East", "Germany"]).any()


def test_each_region_is_nearest_to_cells_of_its_own_country(regions: pd.DataFrame, cells: pd.DataFrame) -> None:
    for row in regions.itertuples():
        away = great_circle_km(row.lat, row.lon, cells["lat"], cells["lon"])
        nearest = int(np.argmin(away))
        assert cells["country"][nearest] == row.country, row.region
        assert away[nearest] < (250 if row.region in FAR_FROM_ANY_CELL else 60), row.region


def test_a_region_has_the_area_of_its_country(regions: pd.DataFrame, countries: pd.DataFrame) -> None:
    expected = regions["country"].map(countries.set_index("country")["area"])
    assert (regions["area"] == expected).all()


def test_every_area_in_use_has_a_gateway(gateways, regions, countries, cells) -> None:
    known = set(gateways["area"])
    for table in (regions, countries, cells):
        assert set(table["area"]) <= known


def test_cables_join_two_known_gateways_and_are_no_shorter_than_the_great_circle(cables, gateways) -> None:
    place = gateways.set_index("gateway")
    assert cables["cable"].is_unique
    assert (cables["cable"] == cables["from_gateway"] + "-" + cables["to_gateway"]).all()
    for row in cables.itertuples():
        a, b = place.loc[row.from_gateway], place.loc[row.to_gateway]
        # lengths were computed from landing points with one more decimal than the gateways carry
        assert row.length_km > great_circle_km(a.lat, a.lon, b.lat, b.lon) - 20, row.cable


def test_the_red_sea_is_one_passage_of_three_cables(cables: pd.DataFrame) -> None:
    assert cables["passage"].ne("").all()
    assert cables.loc[cables["passage"] == "Red Sea", "cable"].tolist() == ["ALX-DJI", "ALX-JED", "JED-DJI"]


def test_all_areas_can_reach_each_other_by_cable(cables: pd.DataFrame, gateways: pd.DataFrame) -> None:
    area = gateways.set_index("gateway")["area"]
    ends = list(zip(cables["from_gateway"].map(area), cables["to_gateway"].map(area), strict=True))
    reached = {"EU"}
    while grown := {b for a, b in ends if a in reached} | {a for a, b in ends if b in reached}:
        if grown <= reached:
            break
        reached |= grown
    assert reached == set(area)
