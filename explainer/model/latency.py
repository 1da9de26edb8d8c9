"""How long a request travels: a graph of cable landings.

Places in one network area reach each other over land; between areas traffic must take a sea cable from one
gateway to another. The shortest way through this graph, with land counted 1.5 times because roads and railways
wind, gives a length of fibre; light in fibre gives the time. The way itself is the explanation of a wait, and a
cut cable is just an edge that is gone.

Constants and areas: fitted on public measurements of three clouds and rounded; on pairs of Regions the model
misses the measured median by 5.5 %, on users and Regions by 10 to 14 %. Hence the band.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Positions = NDArray[np.integer]
REFRACTION = 1.468  # of light in glass fibre
LIGHT_KM_PER_MS = 299.792458


@dataclass(frozen=True)
class Travel:
    """What turns kilometres into a wait, in the World's unit.

    Parameters
    ----------
    per_km
        Round trip over a kilometre of straight fibre [ms/km].
    land_factor
        How much longer a way over land is than the great circle [-].
    region
        Time inside the Region [ms].
    same_region
        Round trip between zones of one Region [ms].
    region_inflation, user_inflation
        How much longer real fibre is than the graph, between Regions and from users to Regions [-].
    access
        Access presets: name to time from the user to the network [ms].
    access_band
        The same presets, usual low and high [ms].
    band
        Factors on a modelled wait that span what is usually measured [-].
    workers, service
        Servers behind one queue of a Region, and time that a request keeps one of them busy [ms]; assumed.

    Examples
    --------
    >>> round(Travel().per_km * 1000, 1)  # a thousand kilometres there and back
    9.8
    """

    per_km: float = 2 * REFRACTION / LIGHT_KM_PER_MS
    land_factor: float = 1.5
    region: float = 5.0
    same_region: float = 2.0
    region_inflation: float = 1.2
    user_inflation: float = 1.3
    access: Mapping[str, float] = field(default_factory=lambda: {"wired": 8.0, "wifi": 20.0, "mobile": 20.0})
    access_band: Mapping[str, tuple[float, float]] = field(
        default_factory=lambda: {"wired": (3.5, 17.0), "wifi": (13.0, 33.0), "mobile": (12.0, 30.0)}
    )
    band: tuple[float, float] = (0.8, 1.5)
    workers: int = 8
    service: float = 20.0


def gateway_km(hop_km: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Shortest ways between all gateways, by Floyd and Warshall.

    Parameters
    ----------
    hop_km
        Length of the direct hop of each pair [km], inf where there is none, 0 on the diagonal; shape (g, g).

    Returns
    -------
    km : numpy.ndarray
        Shortest length of each pair [km], shape (g, g).
    next_gateway : numpy.ndarray
        The gateway to go to first on the way from row to column, shape (g, g).

    Examples
    --------
    >>> inf = np.inf
    >>> km, following = gateway_km(np.array([[0, 1, inf], [1, 0, 2], [inf, 2, 0.0]]))
    >>> float(km[0, 2]), int(following[0, 2])
    (3.0, 1)
    """
    km = hop_km.copy()
    next_gateway = np.broadcast_to(np.arange(len(km)), km.shape).copy()
    for via in range(len(km)):
        around = km[:, via, None] + km[None, via, :]
        shorter = around < km
        km = np.where(shorter, around, km)
        next_gateway = np.where(shorter, next_gateway[:, via, None], next_gateway)
    return km, next_gateway


def direct_hops_km(
    distance_km: Floats, area: NDArray[np.int_], cable_ends: NDArray[np.intp], cable_km: Floats, land_factor: float
) -> Floats:
    """Lengths of the direct hops between gateways: over land in one area, by cable between areas.

    Parameters
    ----------
    distance_km
        Great-circle distances of the gateways [km], shape (g, g).
    area
        Area of each gateway, shape (g,).
    cable_ends
        Gateways that each cable joins, shape (c, 2).
    cable_km
        Length of each cable [km], shape (c,); inf for one that is cut.
    land_factor
        How much longer a way over land is [-].

    Returns
    -------
    numpy.ndarray
        Length of the hop [km], inf where there is none, shape (g, g), symmetric.
    """
    hops = np.where(area[:, None] == area[None, :], distance_km * land_factor, np.inf)
    for (one, other), km in zip(cable_ends, cable_km, strict=True):
        hops[one, other] = hops[other, one] = min(hops[one, other], km)
    return hops


def joined_km(distance_km: Floats, place_area: NDArray[np.int_], area: NDArray[np.int_], land_factor: float) -> Floats:
    """Lengths from places to gateways: over land in one area, none otherwise.

    Parameters
    ----------
    distance_km
        Great-circle distances [km], shape (n, g).
    place_area, area
        Areas of the places and of the gateways, shapes (n,) and (g,).
    land_factor
        How much longer a way over land is [-].

    Returns
    -------
    numpy.ndarray
        Length [km], inf where place and gateway lie in different areas, shape (n, g).
    """
    return np.where(place_area[:, None] == area[None, :], distance_km * land_factor, np.inf)


def via_gateways_km(
    from_joined_km: Floats, between_gateways_km: Floats, to_joined_km: Floats
) -> tuple[Floats, Positions, Positions]:
    """Shortest length from places to places through the gateways.

    Parameters
    ----------
    from_joined_km, to_joined_km
        Lengths from the places to the gateways [km], shapes (n, g) and (m, g).
    between_gateways_km
        Shortest lengths between gateways [km], shape (g, g).

    Returns
    -------
    km : numpy.ndarray
        Shortest length [km], inf where there is no way, shape (n, m).
    first, last : numpy.ndarray
        The gateways next to the two ends, shape (n, m); without meaning where there is no way.
    """
    onward, last_of = _min_plus(between_gateways_km, to_joined_km.T)
    km, first = _min_plus(from_joined_km, onward)
    last = last_of[first, np.arange(km.shape[1])] if len(onward) else first
    return km, first, last


def wait(km: Floats, fixed: float, inflation: float, per_km: float) -> Floats:
    """Round trip over a length of fibre.

    Parameters
    ----------
    km
        Length of the way [km], any shape; inf where there is none.
    fixed
        Time that does not depend on the length [ms].
    inflation
        How much longer real fibre is [-].
    per_km
        Round trip over a kilometre [ms/km].

    Returns
    -------
    numpy.ndarray
        Round trip [ms], inf where there is no way.

    Examples
    --------
    >>> wait(np.array([1000.0]), 5, 1.2, 0.01).tolist()
    [17.0]
    """
    return np.asarray(fixed + inflation * per_km * km)


def _min_plus(left: Floats, right: Floats) -> tuple[Floats, Positions]:
    """Shortest sums over the shared index, min over g of left[n, g] + right[g, m], and the g that gives them."""
    shortest = np.full((left.shape[0], right.shape[1]), np.inf)
    best = np.zeros(shortest.shape, np.int16)
    for via in range(left.shape[1]):
        rows = np.flatnonzero(np.isfinite(left[:, via]))
        columns = np.flatnonzero(np.isfinite(right[via]))
        if not len(rows) or not len(columns):
            continue
        block = np.ix_(rows, columns)
        length = left[rows, via, None] + right[via, columns]
        shorter = length < shortest[block]
        shortest[block] = np.where(shorter, length, shortest[block])
        best[block] = np.where(shorter, via, best[block])
    return shortest, best
