"""A visitor's own numbers put in place of a World's: demand, and measured round trips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explainer.errors import InputError, check_known, shown
from explainer.model import geo
from explainer.texts import tr
from explainer.world.network import chunks

if TYPE_CHECKING:
    from explainer.world.world import World


def own_cells(world: World, table: pd.DataFrame) -> pd.DataFrame:
    """Fill in what an own demand table leaves out, from the nearest cell of a World.

    Raises
    ------
    InputError
        For a country that the World does not have.
    """
    at = table[["lat", "lon"]].to_numpy(float)
    known = world.cells[["lat", "lon"]].to_numpy(float)
    nearest = np.concatenate([geo.between_km(chunk, known).argmin(axis=1) for chunk in chunks(at)])
    by_country = world.cells.drop_duplicates("country").set_index("country")
    for row, country in enumerate(table["country"]):
        if country and country not in by_country.index:
            told = tr(
                "Row {row} of your file: there is no country {country}. "
                "Give its two-letter ISO code, or leave the field empty."
            )
            raise InputError(told.format(row=row + 1, country=shown(country)))
    cells = table.copy()
    neighbours = world.cells.iloc[nearest].reset_index(drop=True)
    for column in ("timezone", "country"):
        cells[column] = table[column].where(table[column] != "", neighbours[column])
    for column in ("country_name", "continent"):
        cells[column] = cells["country"].map(by_country[column])
    same = cells["country"] == neighbours["country"]
    cells["area"] = neighbours["area"].where(same, cells["country"].map(by_country["area"]))
    return cells


def measured_pairs(world: World, rows: Sequence[tuple[str, str, float]]) -> dict[tuple[str, str], float]:
    """Check measured round trips against a World, and average both directions of a pair.

    Parameters
    ----------
    world
        The World.
    rows
        Region, Region, round trip [ms].

    Raises
    ------
    InputError
        For an unknown Region, or a round trip faster than light in fibre.
    """
    pairs: dict[tuple[str, str], list[float]] = {}
    for row, (one, other, rtt_ms) in enumerate(rows):
        check_known(tr("Region (row {row} of your file)", row=row + 1), (one, other), world.places.zones_of)
        _check_light(world, one, other, rtt_ms, row)
        pairs.setdefault((min(one, other), max(one, other)), []).append(rtt_ms)
    return {pair: float(np.mean(values)) for pair, values in pairs.items()}


def _check_light(world: World, one: str, other: str, rtt_ms: float, row: int) -> None:
    if one == other:
        alone = tr("Row {row} of your file pairs {region} with itself. Leave that row out.")
        raise InputError(alone.format(row=row + 1, region=shown(one)))
    here, there = world.regions.loc[one], world.regions.loc[other]
    floor_ms = float(geo.great_circle_km(here["lat"], here["lon"], there["lat"], there["lon"])) * world.travel.per_km
    if rtt_ms < floor_ms:
        told = tr(
            "Row {row} of your file: {one} to {other} in {rtt} ms is faster than light in fibre "
            "({light} ms). Give round trips in milliseconds, not one-way times or seconds."
        )
        gaps = {"one": one, "other": other, "rtt": f"{rtt_ms:g}", "light": f"{floor_ms:.1f}"}
        raise InputError(told.format(row=row + 1, **gaps))
