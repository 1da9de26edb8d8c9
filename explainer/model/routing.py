"""Who answers whom.

Routing takes the waits of every cell to every Region and says which Region answers. A cell that no Region can
answer is an ordinary row: position -1, wait NaN; the smallest of no numbers would be an index by accident.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.outcome import NOBODY


def nearest(
    wait_by_region: NDArray[np.float32], usable: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Let the quickest usable Region answer each cell.

    Parameters
    ----------
    wait_by_region
        Wait of every Region (row) to every cell (column) [ms], inf where there is no way; shape (r, n).
    usable
        Which Regions may answer, shape (r,).

    Returns
    -------
    serving : numpy.ndarray
        Position of the answering Region, or `NOBODY`, shape (n,). Of equal waits the first Region in order wins.
    wait : numpy.ndarray
        Its wait [ms], NaN where nobody answers, shape (n,).

    Examples
    --------
    >>> serving, wait = nearest(np.array([[9, np.inf], [5, np.inf]], np.float32), np.array([True, True]))
    >>> serving.tolist(), wait.tolist()
    ([1, -1], [5.0, nan])
    """
    size = wait_by_region.shape[1]
    serving = np.full(size, NOBODY, np.intp)
    wait = np.full(size, np.inf, np.float32)
    for region in np.flatnonzero(usable):
        quicker = wait_by_region[region] < wait
        serving[quicker] = region
        np.minimum(wait, wait_by_region[region], out=wait)
    return serving, np.where(np.isfinite(wait), wait, np.float32(np.nan))


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
    return np.asarray(np.bincount(group + 1, load, size + 1)[1:])
