"""What a cache near people saves: a hit is answered there, a miss goes on to the server and comes back the same way.

A request waits for the way to the edge location, and one that finds nothing there also for the way on to where the
content is made. So there are two waits and nothing between, and the hit ratio alone says how many have which. What is
made for each customer anew cannot be kept, and never hits.

Waits are round trips over fibre as everywhere (`latency`): 1.3 times the fibre from people to the edge, 1.2 times from
there on, since that is the provider's own network, as between two Regions, and 5 ms at each door. These constants miss
measured medians by 10 to 14 % and by 5.5 %. Caches are full here: how one fills, and how long a copy is good, is left
out, so whether a request hits does not depend on those before it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.errors import InputError, check_between
from explainer.texts import tr

Floats = NDArray[np.float64]
GOLDEN = (5**0.5 - 1) / 2  # multiples of it, without their whole parts, are spread evenly at any time


def hit_ratio(kept: ArrayLike, static: ArrayLike = 1.0) -> Floats:
    """Share of all requests that the edge answers.

    Parameters
    ----------
    kept
        Share of the requests for what can be kept that find it there [0..1].
    static
        Share of the requests that ask for what can be kept, the same for everybody [0..1].

    Raises
    ------
    InputError
        If one of them is no share.

    Examples
    --------
    >>> round(float(hit_ratio(0.8, static=0.5)), 3)
    0.4
    """
    return _share(tr("What is found"), kept) * _share(tr("What can be kept"), static)


def hits(ratio: float, count: int) -> NDArray[np.bool_]:
    """Say which of some requests hit: as many as the ratio makes, spread over them without chance.

    A request that hits at one ratio hits at every higher one.

    Parameters
    ----------
    ratio
        Share that hits [0..1].
    count
        Number of requests.

    Examples
    --------
    >>> hits(0.5, 6).tolist()
    [False, True, False, True, True, False]
    """
    _share(tr("The hit ratio"), ratio)
    if count < 1:
        raise InputError(tr("{count} requests were given. Give one or more.", count=count))
    rank = np.argsort(np.argsort((1 + np.arange(count)) * GOLDEN % 1))
    return np.asarray(rank < round(ratio * count))


def waits_ms(hit: NDArray[np.bool_], to_edge_ms: float, onward_ms: float, answered: bool = True) -> Floats:
    """Give how long each request waits.

    Parameters
    ----------
    hit
        Which of them the edge answers, shape (n,).
    to_edge_ms, onward_ms
        Round trips from the customer to the edge, and from the edge to the server [ms].
    answered
        Whether the server answers at all.

    Returns
    -------
    numpy.ndarray
        Wait [ms], NaN where nobody answers, shape (n,).

    Examples
    --------
    >>> waits_ms(np.array([True, False]), 25, 275).tolist()
    [25.0, 300.0]
    """
    return np.where(hit, float(to_edge_ms), to_edge_ms + onward_ms if answered else np.nan)


def mean_ms(ratio: ArrayLike, to_edge_ms: ArrayLike, onward_ms: ArrayLike) -> Floats:
    """Give the average wait: all go to the edge, the misses go on.

    Parameters
    ----------
    ratio
        Share of the requests that hit [0..1].
    to_edge_ms, onward_ms
        As for `waits_ms`; arrays that broadcast.

    Examples
    --------
    >>> round(float(mean_ms(0.8, 25, 275)))
    80
    """
    return np.asarray(to_edge_ms + (1 - _share(tr("The hit ratio"), ratio)) * np.asarray(onward_ms, float))


def percentile_ms(share: ArrayLike, ratio: ArrayLike, to_edge_ms: ArrayLike, onward_ms: ArrayLike) -> Floats:
    """Give the wait that a share of the requests does not exceed.

    Parameters
    ----------
    share
        Share of the requests, shortest waits first [0..1].
    ratio, to_edge_ms, onward_ms
        As for `mean_ms`; arrays that broadcast.

    Examples
    --------
    >>> percentile_ms([0.5, 0.95], 0.8, 25, 275).tolist()
    [25.0, 300.0]
    """
    near = np.asarray(to_edge_ms, float)
    inside = _share(tr("The share"), share) <= _share(tr("The hit ratio"), ratio)
    return np.where(inside, near, near + onward_ms)


def _share(what: str, value: ArrayLike) -> Floats:
    shares = np.asarray(value, float)
    for one in (shares.min(), shares.max()):
        check_between(what, float(one), 0.0, 1.0)
    return shares
