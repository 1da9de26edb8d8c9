"""Lengths: between places over land, and along the shortest way that the cables leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.model import geo, latency

Floats = NDArray[np.float64]
CELL_CHUNK = 20_000  # rows of a distance table made at a time, to bound memory


@dataclass(frozen=True, eq=False)
class Geometry:
    """Lengths over land that no cable changes.

    Parameters
    ----------
    gateways_km
        Between gateways [km], shape (g, g), great circle.
    gateway_area
        Area of each gateway as a number, shape (g,).
    cable_ends
        Gateways that each cable joins, shape (c, 2).
    cells_joined_km, regions_joined_km
        From places to the gateways of their area [km], shapes (n, g) and (r, g); inf elsewhere.
    regions_to_cells_km, regions_km
        Straight over land where both lie in one area [km], shapes (r, n) and (r, r); inf elsewhere.
    """

    gateways_km: Floats
    gateway_area: NDArray[np.intp]
    cable_ends: NDArray[np.intp]
    cells_joined_km: Floats
    regions_joined_km: Floats
    regions_to_cells_km: Floats
    regions_km: Floats

    @classmethod
    def of(cls, places: Mapping[str, pd.DataFrame], cables: pd.DataFrame, land_factor: float) -> Geometry:
        """Measure the places of a World.

        Parameters
        ----------
        places
            "gateways", "regions" and "cells", each with lat, lon and area.
        cables
            from_gateway and to_gateway.
        land_factor
            How much longer a way over land is than the great circle [-].
        """
        areas = sorted(set().union(*(frame["area"] for frame in places.values())))
        number = {area: position for position, area in enumerate(areas)}
        area = {what: frame["area"].map(number).to_numpy(np.intp) for what, frame in places.items()}
        at = {what: frame[["lat", "lon"]].to_numpy(float) for what, frame in places.items()}

        def over_land(one: str, other: str) -> Floats:
            km = np.vstack([geo.between_km(chunk, at[other]) for chunk in chunks(at[one])])
            return latency.joined_km(km, area[one], area[other], land_factor)

        ends = cables[["from_gateway", "to_gateway"]]
        return cls(
            gateways_km=geo.between_km(at["gateways"], at["gateways"]),
            gateway_area=area["gateways"],
            cable_ends=places["gateways"].index.get_indexer(pd.Index(ends.to_numpy().ravel())).reshape(-1, 2),
            cells_joined_km=over_land("cells", "gateways"),
            regions_joined_km=over_land("regions", "gateways"),
            regions_to_cells_km=over_land("cells", "regions").T,
            regions_km=over_land("regions", "regions"),
        )


@dataclass(frozen=True, eq=False)
class Ways:
    """The shortest way of every Region (row) to every cell (column).

    Parameters
    ----------
    km
        Length, land counted `land_factor` times [km], inf where there is no way, shape (r, n).
    direct
        Whether it stays on land, in one area, without a gateway, shape (r, n).
    from_gateway, to_gateway
        The gateways next to the cell and next to the Region, shape (r, n); without meaning where direct.
    """

    km: Floats
    direct: NDArray[np.bool_]
    from_gateway: NDArray[np.integer]
    to_gateway: NDArray[np.integer]


def chunks(rows: Floats) -> list[Floats]:
    """Split rows of latitude and longitude, so that a table of distances never gets too large."""
    return np.array_split(rows, max(1, -(-len(rows) // CELL_CHUNK)))
