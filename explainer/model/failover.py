"""What takes its time after something breaks: being noticed, new answers, new servers, and retries.

Health checks must fail several times before they count. Then name servers answer differently, and every client asks
again when its old answer is too old: spread evenly over the time that answers may be kept, and some much later. New
servers need minutes to warm up. Clients that ask again at once can keep a full service full. Times are in seconds,
counted from the first minute; what is told for a minute is its mean, worked out exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MINUTE_S = 60.0


def noticed(states: Bools, delay_s: Floats) -> tuple[Floats, Bools]:
    """When a change is noticed that must last for some time to count.

    Parameters
    ----------
    states
        What is so in each minute (row) of each thing (column), the first row before minute 0; shape (m + 1, c).
    delay_s
        How long each thing must have changed until it is noticed [s], shape (c,).

    Returns
    -------
    times, seen
        When something is noticed [s], the first -inf; and what is seen from then on, shapes (k,) and (k, c).

    Examples
    --------
    >>> up = np.array([[True], [False], [False], [False]])  # out from minute 0
    >>> times, seen = noticed(up, np.array([90.0]))
    >>> times.tolist(), seen[:, 0].tolist()
    ([-inf, 90.0], [True, False])
    """
    changes: list[tuple[float, int, bool]] = []
    for column, delay in enumerate(delay_s):
        minutes = np.flatnonzero(states[1:, column] != states[:-1, column])
        lasts_s = np.diff(np.append(minutes, np.inf)) * MINUTE_S
        counts = minutes[lasts_s >= delay]
        changes += [(float(at * MINUTE_S + delay), column, bool(states[at + 1, column])) for at in counts]
    times, seen = [-np.inf], [states[0].copy()]
    for time, column, state in sorted(changes):
        if seen[-1][column] == state:
            continue
        if time > times[-1]:
            times.append(time)
            seen.append(seen[-1].copy())
        seen[-1][column] = state
    return np.array(times), np.array(seen)


def moved(after_s: Floats, ttl_s: float, slow_share: float, slow_tail_s: float) -> Floats:
    """Share of the clients that have asked again some time after an answer changed.

    Parameters
    ----------
    after_s
        Time since the change [s].
    ttl_s
        How long an answer may be kept [s]; clients asked before at times spread evenly over it.
    slow_share
        Share of the clients that keep it longer [0..1], spread evenly over `slow_tail_s` more [s].

    Examples
    --------
    >>> moved(np.array([-1.0, 0, 30, 60, 160, 260]), 60, 0.1, 200).round(6).tolist()
    [0.0, 0.0, 0.45, 0.9, 0.95, 1.0]
    """
    quick = _ramp(after_s, ttl_s)
    return np.asarray((1 - slow_share) * quick + slow_share * _ramp(after_s - ttl_s, slow_tail_s))


def mean_moved(start_s: Floats, ttl_s: float, slow_share: float, slow_tail_s: float) -> Floats:
    """Mean of `moved` over the minute that begins so long after the change [s]; -inf: not changed, inf: long ago.

    Examples
    --------
    >>> mean_moved(np.array([-60.0, 0.0, 60.0, np.inf]), 60, 0, 0).tolist()
    [0.0, 0.5, 1.0, 1.0]
    """
    quick = _ramp_mean(start_s, ttl_s)
    return np.asarray((1 - slow_share) * quick + slow_share * _ramp_mean(start_s - ttl_s, slow_tail_s))


def shares_held(times_s: Floats, minutes: int, ttl_s: float, slow_share: float, slow_tail_s: float) -> Floats:
    """Share of the clients that hold each of the answers given one after another, as means of minutes.

    Parameters
    ----------
    times_s
        When each answer was first given [s], rising, shape (k,).
    minutes
        How many minutes to tell.

    Returns
    -------
    numpy.ndarray
        Shape (minutes, k); every row adds up to 1.

    Examples
    --------
    >>> shares_held(np.array([-np.inf, 60.0]), 4, 60, 0, 0).tolist()
    [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0], [0.0, 1.0]]
    """
    since = np.arange(minutes)[:, None] * MINUTE_S - times_s
    newer = mean_moved(since, ttl_s, slow_share, slow_tail_s)
    return np.asarray(newer - np.append(newer[:, 1:], np.zeros((minutes, 1)), axis=1))


def launched_rps(wanted: Floats, usual: Floats, left: Floats, launches: Floats, warm_up_min: int) -> Floats:
    """Capacity that runs when servers are started on demand.

    The fleet follows the usual load, with the warm-up late, and stays as it is while launches fail; it lies evenly
    over the zones, so a lost zone takes its part. What is missing to what is wanted is launched where zones stand;
    while only some launches work, at most that share of the fleet.

    Parameters
    ----------
    wanted, usual
        Capacity for the load that is sent to each Region, and for its load with nothing broken [req/s], shape (m, r).
    left
        Share of each Region that stands [0..1], shape (m, r).
    launches
        Share of the launches that work [0..1], shape (m, r).
    warm_up_min
        Time from a launch until the server answers [min].

    Returns
    -------
    numpy.ndarray
        Capacity [req/s], shape (m, r).

    Examples
    --------
    >>> wanted, usual = np.array([[100.0], [150.0], [150.0], [150.0]]), np.full((4, 1), 100.0)
    >>> launched_rps(wanted, usual, np.ones((4, 1)), np.ones((4, 1)), 2)[:, 0].tolist()
    [100.0, 100.0, 100.0, 150.0]
    """
    running = np.empty_like(wanted)
    fleet, extra = usual[0], np.zeros_like(usual[0])
    for minute in range(len(wanted)):
        ordered = max(minute - warm_up_min, 0)
        works, whole = launches[ordered] > 0, launches[ordered] >= 1
        fleet = np.where(whole, usual[ordered], fleet)
        most = np.where(whole, np.inf, launches[ordered] * fleet)
        missing = np.where(left[ordered] > 0, np.clip(wanted[ordered] - fleet * left[ordered], 0.0, most), 0.0)
        if minute and (left[minute] < left[minute - 1]).any():
            before = np.where(left[minute - 1] > 0, left[minute - 1], 1.0)
            extra = extra * np.minimum(left[minute] / before, 1.0)
        extra = np.where(works, missing, extra) * (left[minute] > 0)
        running[minute] = fleet * left[minute] + extra
    return running


def attempts_per_request(failing: Floats, retries: int) -> Floats:
    """How many times a request is tried: (1 - p^(R+1)) / (1 - p).

    Parameters
    ----------
    failing
        Chance that a try fails [0..1].
    retries
        Tries after the first.

    Examples
    --------
    >>> attempts_per_request(np.array([0.0, 0.5, 1.0]), 3).tolist()
    [1.0, 1.875, 4.0]
    """
    p = np.asarray(failing, float)
    return np.asarray(sum(p**tried for tried in range(retries + 1)))


def failing_when_shed(answered_share: Floats, retries: int) -> Floats:
    """Chance that a try fails where load is shed, so that this share of the requests gets its answer [0..1].

    A request is lost when all its tries fail: p^(R+1) = 1 - answered.

    Examples
    --------
    >>> failing_when_shed(np.array([1.0, 0.75]), 1).tolist()
    [0.0, 0.5]
    """
    return np.asarray((1 - np.asarray(answered_share, float)) ** (1 / (retries + 1)))


def stays_down(load_rps: Floats, capacity_rps: Floats, retries: int) -> Bools:
    """Say whether a service that answers nobody is kept so by retries alone: when load x (1 + R) is over its capacity.

    Examples
    --------
    >>> stays_down(np.array([51.0, 50.0]), np.array([100.0, 100.0]), 1).tolist()
    [True, False]
    """
    return np.asarray(load_rps * (1 + retries) > capacity_rps)


def _ramp(after: Floats, length: float) -> Floats:
    return np.clip(after / length, 0.0, 1.0) if length > 0 else np.asarray(after >= 0, float)


def _ramp_mean(start: Floats, length: float) -> Floats:
    """Mean of a ramp from 0 to 1 over the minute after each start."""
    begun = np.clip(start, -MINUTE_S, length + 1)  # outside it is 0 or 1, and infinities have no difference
    return (_ramp_area(begun + MINUTE_S, length) - _ramp_area(begun, length)) / MINUTE_S


def _ramp_area(until: Floats, length: float) -> Floats:
    on_ramp = np.clip(until, 0.0, length)
    rising = on_ramp**2 / (2 * length) if length > 0 else 0.0
    return np.asarray(rising + np.maximum(until - length, 0.0))
