"""Who asks, how much and when.

Load follows people: everybody online is taken to make the same number of requests a day, spread over the day by
the local hour. The daily curve is modelled, not measured: it is drawn through what has been published about
traffic peaks, and its mean is taken out, so that the hour changes when people ask and never how much.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

REQUESTS_PER_USER_PER_DAY = 20.0  # assumed
SECONDS_PER_DAY = 86_400.0

#: share of the daily peak at each local hour 0..23, modelled on published traffic peaks (data/README.md)
DAILY_SHAPES: dict[str, tuple[float, ...]] = {
    "consumer": (
        0.72, 0.55, 0.43, 0.36, 0.33, 0.34, 0.40, 0.47, 0.53, 0.57, 0.60, 0.62,
        0.64, 0.64, 0.65, 0.68, 0.72, 0.77, 0.83, 0.90, 0.97, 1.00, 0.96, 0.85,
    ),
    "business": (
        0.18, 0.16, 0.15, 0.15, 0.16, 0.20, 0.30, 0.48, 0.72, 0.90, 1.00, 0.99,
        0.90, 0.93, 0.99, 0.96, 0.86, 0.68, 0.50, 0.40, 0.34, 0.29, 0.25, 0.21,
    ),
    "flat": (1.0,) * 24,
}  # fmt: skip

#: the offset of a time zone is taken on this day, northern winter, so that numbers do not change with the season
OFFSET_DAY = datetime(2026, 1, 15, 12, tzinfo=UTC)


def average_load_rps(users: Floats, growth: float = 1.0) -> Floats:
    """Load of the day's average.

    Parameters
    ----------
    users
        People online in each cell, shape (n,).
    growth
        Factor on everybody's demand [-].

    Returns
    -------
    numpy.ndarray
        Load [req/s], shape (n,).

    Examples
    --------
    >>> average_load_rps(np.array([86_400.0])).tolist()
    [20.0]
    """
    return users * (REQUESTS_PER_USER_PER_DAY * growth / SECONDS_PER_DAY)


def hour_factor(hour_utc: float | Floats, offset_h: Floats, profile: str) -> Floats:
    """How many times the day's average people ask for at an hour.

    Parameters
    ----------
    hour_utc
        Hour of the day [h, UTC], or a column of them.
    offset_h
        Local time minus UTC of each cell [h], shape (n,).
    profile
        A name of `DAILY_SHAPES`.

    Returns
    -------
    numpy.ndarray
        Factor, shape (n,); its mean over the 24 full hours is 1.

    Examples
    --------
    >>> hour_factor(21, np.array([0.0]), "consumer").round(2).tolist()
    [1.55]
    """
    shape = np.array(DAILY_SHAPES[profile])
    local = (hour_utc + offset_h) % 24
    return np.asarray(np.interp(local, np.arange(25), np.append(shape, shape[0])) / shape.mean())


def utc_offset_h(timezones: Sequence[str]) -> Floats:
    """Local time minus UTC of IANA time zones, on a day of northern winter.

    Parameters
    ----------
    timezones
        IANA names; "" counts as UTC.

    Returns
    -------
    numpy.ndarray
        Offset [h], shape (n,).

    Examples
    --------
    >>> utc_offset_h(["Asia/Kolkata", "America/New_York"]).tolist()
    [5.5, -5.0]
    """
    offset = {name: _offset_h(name) for name in set(timezones)}
    return np.array([offset[name] for name in timezones])


def weighted_quantiles(values: Floats, weights: Floats, shares: Sequence[float]) -> list[float]:
    """Smallest values that given shares of the weight do not exceed.

    Parameters
    ----------
    values, weights
        Shape (n,); NaN values must have been left out.
    shares
        Shares of the weight [0..1].

    Returns
    -------
    list of float
        One value a share (numpy's "inverted_cdf"), NaN where there is no weight.

    Examples
    --------
    >>> weighted_quantiles(np.array([10.0, 20.0]), np.array([1.0, 3.0]), [0.25, 0.5])
    [10.0, 20.0]
    """
    order = np.argsort(values)  # not stable, six times faster: which of equal values comes first changes nothing
    reached = np.cumsum(weights[order])
    if not len(reached) or reached[-1] <= 0:
        return [float("nan")] * len(shares)
    # a share that is met exactly must not be missed by rounding
    found = np.searchsorted(reached, np.array(shares) * reached[-1] * (1 - 1e-12))
    return [float(value) for value in values[order][found]]


def _offset_h(timezone: str) -> float:
    if not timezone:
        return 0.0
    offset = OFFSET_DAY.astimezone(ZoneInfo(timezone)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0
