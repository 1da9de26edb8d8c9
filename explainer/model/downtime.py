"""An availability in minutes: a year of 365 days, the month of a promise, and the nines that people count.

A promise (SLA), an aim (SLO), what a thing was designed for and what was measured are four different numbers; the
arithmetic between shares and minutes is the same for all. Anything outside its range raises InputError.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.errors import InputError, check_between
from explainer.texts import tr

Floats = NDArray[np.float64]

MINUTES_PER_YEAR = 525_600.0  # of a year of 365 days
HOURS_PER_MONTH = 730.0  # the month of service level agreements, a twelfth of that year


def downtime_min_per_year(a: ArrayLike) -> Floats:
    """Minutes a year that an availability leaves [min/year].

    Examples
    --------
    >>> round(float(downtime_min_per_year(0.9999)), 2)
    52.56
    """
    return _plain((1 - _within(tr("The availability"), a)) * MINUTES_PER_YEAR)


def from_downtime(min_per_year: ArrayLike) -> Floats:
    """Availability by the minutes a year that are lost [0..1].

    Examples
    --------
    >>> float(from_downtime(525.6))
    0.999
    """
    return _plain(1 - _within(tr("The downtime a year"), min_per_year, 0, MINUTES_PER_YEAR) / MINUTES_PER_YEAR)


def nines(a: ArrayLike) -> Floats:
    """How many nines an availability has, with fractions: 0.999 has 3; inf for 1.

    Examples
    --------
    >>> round(float(nines(0.9995)), 2)
    3.3
    """
    down = 1 - _within(tr("The availability"), a)
    return _plain(-np.log10(down, out=np.full_like(down, -np.inf), where=down > 0))


def from_nines(count: ArrayLike) -> Floats:
    """Availability that has so many nines [0..1].

    Examples
    --------
    >>> float(from_nines(3))
    0.999
    """
    return _plain(1 - 10.0 ** -_within(tr("The number of nines"), count, 0, np.inf))


def budget_min(a: ArrayLike, hours: float = HOURS_PER_MONTH) -> Floats:
    """Minutes that a promise leaves in a span of time, by default the month of a service level agreement [min].

    Examples
    --------
    >>> round(float(budget_min(0.9999)), 1)
    4.4
    """
    check_between(tr("The span"), hours, 0, MINUTES_PER_YEAR / 60, "h")
    return _plain((1 - _within(tr("The availability"), a)) * hours * 60)


def from_times(mtbf_h: ArrayLike, mttr_h: ArrayLike) -> Floats:
    """Availability by the mean time up between failures and the mean time to repair, detection included.

    Parameters
    ----------
    mtbf_h, mttr_h
        Mean times [h], the first above 0.

    Examples
    --------
    >>> float(from_times(999, 1))
    0.999
    """
    up, repair = _within(tr("The MTBF"), mtbf_h, 0, np.inf), _within(tr("The MTTR"), mttr_h, 0, np.inf)
    if (up == 0).any() or np.isinf(up).any() or np.isinf(repair).any():
        endless = tr("The MTBF or MTTR is 0 or endless, which has no availability. Give a number of hours.")
        raise InputError(endless)
    return _plain(up / (up + repair))


def _within(what: str, values: ArrayLike, low: float = 0.0, high: float = 1.0) -> Floats:
    """Give numbers as an array, all of them in a range."""
    numbers = np.asarray(values, float)
    for end in (numbers.min(), numbers.max()) if numbers.size else ():
        check_between(what, float(end), low, high)
    return numbers


def _plain(values: Floats) -> Floats:
    """Give a number for a number, an array for an array."""
    plain: Floats = np.asarray(values, float)[()]
    return plain
