"""How often something is up, by rules that fit on a page.

Parts in series are all needed; of parallel parts one is enough; of n parts k may be. All of it holds only if the parts
fail independently, which zones and Regions do not: a beta factor, shocks that hit several at once, events that take a
whole Region and hazards that Regions share say how far. Availabilities and probabilities are shares [0..1], numbers or
arrays that broadcast; anything else raises InputError. Formulas: Amazon, "Availability and Beyond"; beta factor: IEC
61508-6; shocks: Atwood, "The binomial failure rate common cause model", Technometrics 28 (1986).
"""

from __future__ import annotations

from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.errors import InputError, check_between
from explainer.texts import tr

Floats = NDArray[np.float64]

MINUTES_PER_YEAR = 525_600.0  # of a year of 365 days


def series(a: ArrayLike) -> Floats:
    """Availability of parts that are all needed: the product along the last axis.

    Parameters
    ----------
    a
        Availability of each part [0..1], shape (..., n).

    Examples
    --------
    >>> round(float(series([0.999, 0.999])), 6)
    0.998001
    """
    return _plain(_within(tr("The availability"), np.atleast_1d(a)).prod(axis=-1))


def parallel(a: ArrayLike) -> Floats:
    """Availability of parts of which any one is enough, along the last axis: down only when all are.

    Parameters
    ----------
    a
        Availability of each part [0..1], shape (..., n).

    Examples
    --------
    >>> round(float(parallel([0.99, 0.99])), 6)
    0.9999
    """
    return _plain(1 - (1 - _within(tr("The availability"), np.atleast_1d(a))).prod(axis=-1))


def k_of_n(k: int, n: int, a: ArrayLike) -> Floats:
    """Availability of n equal independent parts of which k are needed, exactly.

    Parameters
    ----------
    k, n
        Parts that are needed, and that there are.
    a
        Availability of one part [0..1].

    Examples
    --------
    >>> round(float(k_of_n(2, 3, 0.99)), 6)
    0.999702
    """
    _check_counts(k, n)
    up = _within(tr("The availability"), a)
    # the sum of the smaller side, so that neither a small availability nor a small unavailability is lost in the other
    works = sum((comb(n, j) * up**j * (1 - up) ** (n - j) for j in range(k, n + 1)), np.zeros_like(up))
    fails = sum((comb(n, j) * up**j * (1 - up) ** (n - j) for j in range(k)), np.zeros_like(up))
    return _plain(np.clip(np.where(works < fails, works, 1 - fails), 0, 1))


def k_of_n_approximate(k: int, n: int, a: ArrayLike) -> Floats:
    """Give the same by the published approximation, 1 - C(n, s + 1) (1 - a)^(s + 1) with s = n - k spares.

    It counts only the smallest set of failures that is too large, so it is good for parts that seldom fail; far from
    there it is cut off at 0.

    Examples
    --------
    >>> round(float(k_of_n_approximate(2, 3, 0.99)), 6)
    0.9997
    """
    _check_counts(k, n)
    down = 1 - _within(tr("The availability"), a)
    return _plain(np.maximum(1 - comb(n, n - k + 1) * down ** (n - k + 1), 0))


def common_cause(k: int, n: int, a: ArrayLike, beta: ArrayLike, region: ArrayLike = 1.0) -> Floats:
    """Availability of n equal parts of which k are needed, when a share of the failures takes all of them.

    The published rule, made for parts that seldom fail: it takes own and common failures as independent.

    Parameters
    ----------
    k, n
        Parts that are needed, and that there are.
    a
        Availability of one part [0..1], counting both its own failures and the common ones.
    beta
        Share of a part's unavailability that all have in common [0..1]; 0 is `k_of_n`, 1 a single part.
    region
        Share of the time without an event that takes the whole Region, whatever its zones do [0..1].

    Examples
    --------
    >>> alone, common = (1 - common_cause(1, 3, 0.995, [0.0, 0.1])) * MINUTES_PER_YEAR
    >>> round(float(alone), 2), round(float(common), 1)  # minutes a year
    (0.07, 262.8)
    """
    down, share = 1 - _within(tr("The availability"), a), _within(tr("Beta"), beta)
    all_lost = share * down if k else 0.0  # whoever needs no part does not mind that all are lost
    whole = _within(tr("The availability of the Region"), region)
    return _plain(whole * (1 - all_lost) * k_of_n(k, n, 1 - (1 - share) * down))


def shocks(n: int, p: ArrayLike, per_year: ArrayLike = 1.0) -> Floats:
    """How often shocks hit exactly j of n parts at once.

    Parameters
    ----------
    n
        Parts that a shock can hit.
    p
        Probability that it hits any one of them [0..1].
    per_year
        Shocks a year [1/year]; 1 gives the probabilities of one shock.

    Returns
    -------
    numpy.ndarray
        Of j = 0 to n along the last axis [1/year], shape (..., n + 1).

    Examples
    --------
    >>> shocks(3, 0.5).tolist()
    [0.125, 0.375, 0.375, 0.125]
    """
    _check_counts(0, n)
    hit = _within(tr("The probability"), p)[..., None]
    often = _within(tr("The number of shocks a year"), per_year, 0, 1e9)
    j = np.arange(n + 1)
    ways = np.array([comb(n, hits) for hits in range(n + 1)], float)
    return _plain(often[..., None] * ways * hit**j * (1 - hit) ** (n - j))


def two_regions(
    one: ArrayLike,
    other: ArrayLike,
    shared: ArrayLike = 0.0,
    failovers_per_year: ArrayLike = 0.0,
    failover_min: ArrayLike = 0.0,
) -> Floats:
    """Availability of two Regions of which either is enough.

    Down while both are, while a hazard that they share lasts, and while clients move over. For rare events this is the
    published sum U = h + U1 U2 + failovers x time.

    Parameters
    ----------
    one, other
        Availability of each Region without the shared hazard [0..1].
    shared
        Share of the time in which a hazard takes both [0..1].
    failovers_per_year, failover_min
        How often clients must move [1/year], and how long each is without service then [min].

    Examples
    --------
    >>> round(float(two_regions(0.999, 0.999)), 6), round(float(two_regions(0.999, 0.999, shared=0.001)), 6)
    (0.999999, 0.998999)
    """
    down = (1 - _within(tr("The availability"), one)) * (1 - _within(tr("The availability"), other))
    moving = active_passive(failovers_per_year, failover_min)
    return _plain((1 - _within(tr("The share of the shared hazard"), shared)) * (1 - down) * (1 - moving))


def active_passive(
    failures_per_year: ArrayLike,
    detect_min: ArrayLike,
    decide_min: ArrayLike = 0.0,
    move_min: ArrayLike = 0.0,
    both_down: ArrayLike = 0.0,
) -> Floats:
    """Unavailability of a standby that takes over: failures x (detect + decide + move), plus both down.

    Parameters
    ----------
    failures_per_year
        How often the active side fails [1/year].
    detect_min, decide_min, move_min
        Time until it is noticed, until somebody decides, until clients have moved [min].
    both_down
        Share of the time in which both are down [0..1].

    Returns
    -------
    numpy.ndarray
        Unavailability [0..1], at most 1.

    Examples
    --------
    >>> round(float(active_passive(2, 1.5, 0, 1)) * MINUTES_PER_YEAR, 6)  # minutes a year
    5.0
    """
    often = _within(tr("The number of failures a year"), failures_per_year, 0, 1e9)
    takes = sum(
        _within(what, minutes, 0, MINUTES_PER_YEAR)
        for what, minutes in (
            (tr("The time to detect"), detect_min),
            (tr("The time to decide"), decide_min),
            (tr("The time to move"), move_min),
        )
    )
    return _plain(np.minimum(often * takes / MINUTES_PER_YEAR + _within(tr("The share of both down"), both_down), 1))


def _within(what: str, values: ArrayLike, low: float = 0.0, high: float = 1.0) -> Floats:
    """Give numbers as an array, all of them in a range."""
    numbers = np.asarray(values, float)
    for end in (numbers.min(), numbers.max()) if numbers.size else ():
        check_between(what, float(end), low, high)
    return numbers


def _check_counts(k: int, n: int) -> None:
    parts, needed = tr("The number of parts"), tr("The number of parts needed")
    for what, count, low, high in ((parts, n, 1, 1000), (needed, k, 0, n)):
        check_between(what, count, low, high)
        if count != int(count):
            raise InputError(tr("{what} is {given}. Give a whole number.", what=what, given=f"{count:g}"))


def _plain(values: Floats) -> Floats:
    """Give a number for a number, an array for an array."""
    plain: Floats = np.asarray(values, float)[()]
    return plain
