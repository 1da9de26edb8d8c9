"""Time before and after the loss along one axis, with the loss in its middle and every tenfold as long as the next."""

from __future__ import annotations

from math import log

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.texts import tr

Floats = NDArray[np.float64]

SOONEST_S, FURTHEST_S = 0.2, 172_800.0  # before the loss, at the middle and at the end of the axis
SHORTEST_MIN, LONGEST_MIN = 0.5, 1440.0  # likewise after it
TICKS_S = {86_400.0: tr("1 day"), 3600.0: "1 h", 60.0: "1 min", 1.0: "1 s"}
TICKS_MIN = {1.0: "1 min", 10.0: "10 min", 60.0: "1 h", 1440.0: tr("1 day")}


def before(seconds: ArrayLike) -> Floats:
    """Give the place of a time before the loss along the axis [-1..0].

    Examples
    --------
    >>> before([0.2, 172_800]).tolist()
    [-0.0, -1.0]
    """
    inside = np.clip(np.asarray(seconds, float), SOONEST_S, FURTHEST_S)
    return np.asarray(-np.log(inside / SOONEST_S) / log(FURTHEST_S / SOONEST_S))


def after(minutes: ArrayLike) -> Floats:
    """Give the place of a time after the loss along the axis [0..1].

    Examples
    --------
    >>> after([0, 0.5, 1440]).tolist()
    [0.0, 0.0, 1.0]
    """
    inside = np.clip(np.asarray(minutes, float), SHORTEST_MIN, LONGEST_MIN)
    return np.asarray(np.log(inside / SHORTEST_MIN) / log(LONGEST_MIN / SHORTEST_MIN))


def minutes(place: float) -> float:
    """Give the time at a place of the axis [min]: negative before the loss, 0 at it.

    Examples
    --------
    >>> round(minutes(float(after(33))), 6), round(minutes(float(before(300))), 6), minutes(0)
    (33.0, -5.0, 0.0)
    """
    if place == 0:
        return 0.0
    if place > 0:
        return float(SHORTEST_MIN * (LONGEST_MIN / SHORTEST_MIN) ** place)
    return float(-SOONEST_S * (FURTHEST_S / SOONEST_S) ** -place / 60)
