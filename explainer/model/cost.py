"""What a design costs, as an index.

Money is told as a ratio, never as a quote: 1.0 is everybody served from one Region at price index 1, with nothing
to spare. Capacity is what is paid for, used or not, at the list price of its Region; and every Region costs something
before its first request. So another Region is never free, and capacity that waits for a failure is seen.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

#: What a Region costs before its first request, as a share of one that serves everybody; assumed. It stands for a copy
#: of the data, its replication, load balancers and the smallest fleet that one would run.
COPY_SHARE = 0.1


def price_or_median(price_index: Floats) -> tuple[Floats, Bools]:
    """Fill in prices that are not known.

    Parameters
    ----------
    price_index
        List price of each Region relative to one of them [-], NaN where it is not known, shape (r,).

    Returns
    -------
    price_index : numpy.ndarray
        The same, with the median of the known prices where there was none; 1 if none is known.
    assumed : numpy.ndarray
        Where that was done.

    Examples
    --------
    >>> price, assumed = price_or_median(np.array([1.0, np.nan, 1.2]))
    >>> price.round(3).tolist(), assumed.tolist()
    ([1.0, 1.1, 1.2], [False, True, False])
    """
    assumed = np.isnan(price_index)
    substitute = 1.0 if assumed.all() else float(np.median(price_index[~assumed]))
    return np.where(assumed, substitute, price_index), assumed


def capacity_cost(price_index: Floats, capacity_rps: Floats, everybody_rps: float) -> Floats:
    """Cost of capacity in each Region, as a share of one Region for everybody.

    Parameters
    ----------
    price_index
        List price of each Region [-], any shape.
    capacity_rps
        What is paid for [req/s], the same shape.
    everybody_rps
        What everybody asks for on the day's average [req/s].

    Returns
    -------
    numpy.ndarray
        Index [-], the same shape; it adds up with `copy_cost`.

    Examples
    --------
    >>> capacity_cost(np.array([1.0, 1.2]), np.array([110.0, 55.0]), 100.0).round(3).tolist()
    [1.0, 0.6]
    """
    share = capacity_rps / everybody_rps if everybody_rps > 0 else np.zeros_like(capacity_rps)
    return np.asarray(price_index * share / (1 + COPY_SHARE))


def copy_cost(price_index: Floats) -> Floats:
    """Cost of each Region before its first request, as a share of one Region for everybody.

    Parameters
    ----------
    price_index
        List price of each Region in use [-], any shape.

    Returns
    -------
    numpy.ndarray
        Index [-], the same shape.

    Examples
    --------
    >>> one = np.array([1.0])  # one Region that carries everybody, and its copy, cost 1
    >>> float((capacity_cost(one, np.array([100.0]), 100.0) + copy_cost(one)).sum())
    1.0
    """
    return np.asarray(price_index * COPY_SHARE / (1 + COPY_SHARE))
