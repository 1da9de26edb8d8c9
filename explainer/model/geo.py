"""Distances on the globe.

Everything that is modelled about waiting begins with how far apart two places are. The great-circle distance on
a sphere is within 0.6 % of the true one, far inside what is known about the path that a cable takes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088  # mean radius of the WGS 84 ellipsoid, IUGG


def great_circle_km(
    from_lat: ArrayLike, from_lon: ArrayLike, to_lat: ArrayLike, to_lon: ArrayLike
) -> NDArray[np.float64]:
    """Distance along the great circle, by the haversine formula.

    Parameters
    ----------
    from_lat, from_lon, to_lat, to_lon
        Latitudes and longitudes [degrees]; shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Distance [km] in the broadcast shape.

    Examples
    --------
    >>> float(great_circle_km(0, 0, 0, 180).round())  # half way round
    20015.0
    """
    lat1, lon1, lat2, lon2 = (
        np.radians(np.asarray(degrees, float)) for degrees in (from_lat, from_lon, to_lat, to_lon)
    )
    half_chord = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    # rounding can carry the half chord of antipodes a hair above 1
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(half_chord, 1.0))))


def between_km(from_places: NDArray[np.float64], to_places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Distances of every pair of two lists of places.

    Parameters
    ----------
    from_places, to_places
        Rows of latitude, longitude [degrees]: shapes (n, 2) and (m, 2).

    Returns
    -------
    numpy.ndarray
        Distance [km], shape (n, m).

    Examples
    --------
    >>> between_km(np.array([[0.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 90.0]])).round().tolist()
    [[0.0, 10008.0]]
    """
    return great_circle_km(from_places[:, :1], from_places[:, 1:], to_places[None, :, 0], to_places[None, :, 1])
