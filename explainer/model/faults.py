"""What still stands when things break.

A Region serves while it is not out itself and at least one of the zones that the design uses in it is up. Zones
of a Region whose zones are not published cannot be lost one by one; such a Region stands or falls as a whole.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


def zones_up(zone_region: NDArray[np.intp], zone_out: Bools, region_out: Bools) -> Bools:
    """Whether each zone is up: neither it nor its Region is out.

    Parameters
    ----------
    zone_region
        Position of each zone's Region, shape (z,).
    zone_out, region_out
        What is out, shapes (z,) and (r,).

    Returns
    -------
    numpy.ndarray
        Shape (z,).
    """
    return np.asarray(~zone_out & ~region_out[zone_region])


def regions_up(zone_region: NDArray[np.intp], zone_up: Bools, zone_counts: Bools, region_out: Bools) -> Bools:
    """Whether each Region can serve.

    Parameters
    ----------
    zone_region
        Position of each zone's Region, shape (z,).
    zone_up
        Whether each zone is up, shape (z,).
    zone_counts
        Whether each zone counts: used by the design, or any zone of a Region that the design does not use, shape (z,).
    region_out
        Which Regions are out, shape (r,).

    Returns
    -------
    numpy.ndarray
        Shape (r,).

    Examples
    --------
    >>> region = np.array([0, 0, 1])
    >>> up = np.array([True, False, False])
    >>> regions_up(region, up, np.array([True] * 3), np.array([False, False])).tolist()
    [True, False]
    """
    size = len(region_out)
    counted = np.bincount(zone_region[zone_counts], minlength=size)
    standing = np.bincount(zone_region[zone_counts & zone_up], minlength=size)
    return np.asarray(~region_out & ((standing > 0) | (counted == 0)))


def left(hits: list[tuple[int, float]], size: int) -> NDArray[np.float64]:
    """Share of each target that several partial hits leave.

    Parameters
    ----------
    hits
        Position of what is hit, and the share of it that is hit [0..1]; of several hits on one target each takes its
        share of what the others left.
    size
        Number of targets.

    Returns
    -------
    numpy.ndarray
        Share that is left [0..1], shape (size,).

    Examples
    --------
    >>> left([(0, 0.5), (0, 0.5), (2, 1.0)], 3).tolist()
    [0.25, 1.0, 0.0]
    """
    share = np.ones(size)
    for position, severity in sorted(hits):
        share[position] *= 1 - severity
    return share
