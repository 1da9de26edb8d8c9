"""Who is asked first.

A routing policy turns waits, distances, orders and places into one table: what each Region costs each cell, inf
where it must not or cannot answer. The cheapest is asked first, the next when it has no room. A cell that no Region
can answer is an ordinary column of infinities; the smallest of no numbers would be an index by accident.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Labels = NDArray[np.object_]
WAIT_SCALE = 1e6  # larger than any wait, so that a wait never outweighs a rank


HEALTHY_ABOVE = 0.18  # Route 53: an endpoint is healthy if more than 18 % of its checkers say so


def healthy(working: NDArray[np.float64], standing: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which Regions are sent traffic; when none is healthy, all that are chosen are (Route 53 fails open).

    Parameters
    ----------
    working
        Share of its requests that each Region can answer [0..1], shape (r,).
    standing
        Which Regions of the design stand, shape (r,).

    Examples
    --------
    >>> healthy(np.array([0.1, 0.9]), np.array([True, True])).tolist()
    [False, True]
    >>> healthy(np.array([0.1, 0.0]), np.array([True, True])).tolist()
    [True, True]
    """
    good = standing & (working > HEALTHY_ABOVE)
    return good if good.any() else standing


def by_order(wait: Floats, rank: NDArray[np.float64]) -> Floats:
    """Cost of failover routing: the first of an order counts, equal ranks go by the wait; shape (r, n)."""
    return rank[:, None] + wait / WAIT_SCALE


def by_biased_distance(distance_km: Floats, bias: NDArray[np.float64]) -> Floats:
    """Cost of geoproximity routing: distance x (1 - bias / 100), as Route 53 bends it; shape (r, n).

    Examples
    --------
    >>> by_biased_distance(np.array([[1000.0]]), np.array([50.0])).tolist()
    [[500.0]]
    """
    return distance_km * (1 - bias[:, None] / 100)


def by_place(rules: Sequence[tuple[str, int]], size: int, country: Labels, continent: Labels) -> Floats:
    """Cost of geolocation routing: a rule for the country comes before one for the continent, before "*".

    Parameters
    ----------
    rules
        (country, continent or "*", position of the Region).
    size
        Number of Regions.
    country, continent
        Labels of each cell, shape (n,).

    Returns
    -------
    numpy.ndarray
        0, 1 or 2 by how precise the rule is, inf where there is none, shape (size, n).
    """
    cost = np.full((size, len(country)), np.inf)
    for place, region in rules:
        for tier, matches in enumerate((country == place, continent == place, np.full(len(country), place == "*"))):
            cost[region, matches] = np.minimum(cost[region, matches], tier)
    return cost


def spread(load: NDArray[np.float64], group: NDArray[np.intp], size: int) -> NDArray[np.float64]:
    """Add up loads by the group that they belong to; group -1 belongs to nobody.

    Parameters
    ----------
    load
        Load [req/s], shape (n,).
    group
        Group of each load, or -1, shape (n,).
    size
        Number of groups.

    Returns
    -------
    numpy.ndarray
        Load of each group [req/s], shape (size,).

    Examples
    --------
    >>> spread(np.array([1.0, 2.0, 4.0]), np.array([0, -1, 0]), 2).tolist()
    [5.0, 0.0]
    """
    return np.bincount(group + 1, load, size + 1)[1:].astype(float)  # of no loads at all, numpy counts in integers
