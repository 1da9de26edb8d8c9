"""Spread each country's people online over a few metropolitan places: the cells.

A cell is a centre together with the towns that have no nearer centre in their country. How many centres a
country gets follows from its people online; which ones, from the size of its cities; and no town is left far
from all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from build_countries import apportion

USERS_PER_CENTRE = 9_000_000  # gives about 1,130 cells: enough to see a country, few enough to draw at once
BOROUGH_KM = 25.0  # nearer places are parts of one city
REMOTE_KM = 400.0  # a town farther than this from every centre is one itself
EARTH_KM = 6371.0

Floats = npt.NDArray[np.float64]


def distance_km(lat: float, lon: float, lats: npt.ArrayLike, lons: npt.ArrayLike) -> Floats:
    """Great-circle distance from one place to many [km].

    Examples
    --------
    >>> distance_km(0, 0, [0, 0], [0, 180]).round().tolist()
    [0.0, 20015.0]
    """
    lat1, lat2 = np.radians(lat), np.radians(np.asarray(lats, dtype=float))
    half_lat, half_lon = (lat2 - lat1) / 2, np.radians(np.asarray(lons, dtype=float) - lon) / 2
    haversine: Floats = np.sin(half_lat) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(haversine)), dtype=float)


def read_cities(entries: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Make a frame of GeoNames' cities, the largest first; equal ones in the order of their ids."""
    names = {"countrycode": "country", "latitude": "lat", "longitude": "lon"}
    columns = ["geonameid", "name", *names, "population", "timezone", "admin1code"]
    frame = pd.DataFrame([[entry[column] for column in columns] for entry in entries], columns=columns)
    frame = frame.rename(columns=names)
    return frame.sort_values(["population", "geonameid"], ascending=[False, True], ignore_index=True)


def choose_centres(cities: pd.DataFrame, wanted: int) -> tuple[list[int], npt.NDArray[np.int64]]:
    """Choose the centres of one country and give every city its nearest one.

    Parameters
    ----------
    cities : DataFrame
        One country's cities, the largest first.
    wanted : int
        Number of centres by size; remote towns come on top.

    Returns
    -------
    tuple of list and ndarray
        Positions of the centres in `cities`, and for each city the number of its centre in that list.
    """
    lat, lon = cities["lat"].to_numpy(), cities["lon"].to_numpy()
    nearest_km = np.full(len(cities), np.inf)
    owner = np.zeros(len(cities), dtype=np.int64)
    centres: list[int] = []
    # two passes over the same order: first the largest cities, then towns that are remote from all of these
    for limit_km, most in ((BOROUGH_KM, wanted), (REMOTE_KM, len(cities))):
        for city in range(len(cities)):
            if len(centres) >= most:
                break
            if nearest_km[city] > limit_km:
                away = distance_km(lat[city], lon[city], lat, lon)
                owner[away < nearest_km] = len(centres)
                nearest_km = np.minimum(nearest_km, away)
                centres.append(city)
    return centres, owner


def split_country(cities: pd.DataFrame, users: int) -> pd.DataFrame:
    """Make the cells of one country; their users sum to `users` exactly."""
    centres, owner = choose_centres(cities, max(1, round(users / USERS_PER_CENTRE)))
    # a capital of unknown size (population 0 in GeoNames) still stands for its people
    weights = np.bincount(owner, weights=np.maximum(cities["population"], 1), minlength=len(centres))
    cells = cities.iloc[centres].assign(users=apportion(users, weights))
    twice = cells["name"].duplicated(keep=False)
    cells.loc[twice, "name"] = cells["name"] + " (" + cells["admin1code"] + ")"
    return cells


def build_cells(cities: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Make the cell table: the users of each country, spread over its centres.

    Raises
    ------
    ValueError
        If a country with people online has no city.
    """
    parts = []
    online = countries[countries["users"] > 0]
    for code, users, area in zip(online["country"], online["users"], online["area"], strict=True):
        own = cities[cities["country"] == code]
        if own.empty:
            raise ValueError(f"{code} has {users} people online and no city: add one to places.csv")
        parts.append(split_country(own.reset_index(drop=True), int(users)).assign(area=str(area)))
    cells = pd.concat(parts)
    # the only place of a country that hangs on another gateway than the rest of it
    cells.loc[(cells["country"] == "US") & (cells["admin1code"] == "HI"), "area"] = "HI"
    cells = cells[cells["users"] > 0].round({"lat": 2, "lon": 2})
    cells = cells.sort_values(["users", "name", "country"], ascending=[False, True, True], ignore_index=True)
    return cells[["name", "country", "lat", "lon", "users", "timezone", "area"]]
