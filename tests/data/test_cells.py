"""Countries and cells: the people online, each counted once."""

import zoneinfo

import pandas as pd

WORLD_ONLINE = 6_000_000_000
WORLD_SHARE = 0.74


def test_people_online_are_itus_world_total_of_2025(countries: pd.DataFrame) -> None:
    assert countries["users"].sum() == WORLD_ONLINE
    assert round(WORLD_ONLINE / countries["population"].sum(), 4) == WORLD_SHARE


def test_users_are_population_times_share(countries: pd.DataFrame) -> None:
    known = countries.dropna(subset="online_share")
    assert known["online_share"].between(0, 1).all()
    # the share is rounded to four decimals
    assert (
        (known["users"] - known["population"] * known["online_share"]).abs() <= known["population"] * 6e-5 + 1
    ).all()


def test_a_country_without_an_estimate_has_no_users(countries: pd.DataFrame) -> None:
    unknown = countries["online_share"].isna()
    assert (countries["users"] == 0).equals(unknown)
    assert countries["online_year"].isna().equals(unknown)


def test_the_readme_names_every_country_left_out(data, countries: pd.DataFrame) -> None:
    readme = (data / "README.md").read_text(encoding="utf-8")
    left_out = countries[(countries["users"] == 0) & (countries["population"] > 0)]
    assert [row.name for row in left_out.itertuples(index=False) if f"{row.name} ({row.country})" not in readme] == []


def test_namibia_is_a_country_and_not_a_missing_value(countries: pd.DataFrame, cells: pd.DataFrame) -> None:
    assert countries.loc[countries["country"] == "NA", "name"].tolist() == ["Namibia"]
    assert "Windhoek" in set(cells.loc[cells["country"] == "NA", "name"])


def test_countries_lie_on_six_continents(countries: pd.DataFrame) -> None:
    assert countries["country"].is_unique
    assert countries["country"].is_monotonic_increasing
    assert set(countries["continent"]) == {
        "Africa",
        "Asia",
        "Europe",
        "North America",
        "Oceania",
        "South America",
    }


def test_there_are_enough_cells_and_not_too_many_to_draw(cells: pd.DataFrame) -> None:
    assert 1050 <= len(cells) <= 1200


def test_cells_of_a_country_sum_to_its_users(cells: pd.DataFrame, countries: pd.DataFrame) -> None:
    summed = cells.groupby("country")["users"].sum()
    online = countries[countries["users"] > 0].set_index("country")["users"]
    assert summed.to_dict() == online.to_dict()


def test_every_cell_has_people_a_name_of_its_own_and_a_place(cells: pd.DataFrame) -> None:
    assert (cells["users"] > 0).all()
    assert cells["name"].str.strip().ne("").all()
    assert not cells.duplicated(["country", "name"]).any()
    assert cells["lat"].between(-90, 90).all()
    assert cells["lon"].between(-180, 180).all()


def test_time_zones_are_known(cells: pd.DataFrame) -> None:
    for timezone in cells["timezone"].unique():
        zoneinfo.ZoneInfo(timezone)


def test_cells_are_sorted_by_users_then_name(cells: pd.DataFrame) -> None:
    wanted = cells.sort_values(["users", "name"], ascending=[False, True], kind="stable")
    assert cells.index.equals(wanted.index)


def test_a_cell_has_the_area_of_its_country_but_for_hawaii(cells: pd.DataFrame, countries: pd.DataFrame) -> None:
    other = cells[cells["area"] != cells["country"].map(countries.set_index("country")["area"])]
    assert other[["name", "area"]].to_numpy().tolist() == [["Honolulu", "HI"]]
    assert set(cells.loc[cells["country"].isin(["GU", "MP"]), "area"]) == {"GU"}
