"""How much a design can carry, and what happens when it is asked for more.

Static stability is a choice of how much to build: to survive the loss of some zones without doing anything, the
rest must carry everything. What exceeds the capacity of the quickest Region spills over to the next, the users
nearest to it first, and what no Region can take is dropped. Near the limit everybody waits longer.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from explainer.outcome import Assignment

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Positions = NDArray[np.intp]

ROUNDING = 1e-9  # share of a room by which sums of the same loads may differ
RATED = 0.9  # capacity is what is carried well: this share of what the workers could do at most, assumed


def needed_per_zone(load_rps: Floats, zones: Floats, spare_zones: float) -> Floats:
    """Capacity that each zone needs so that the Region carries its load with some zones lost.

    Parameters
    ----------
    load_rps
        Load of each Region [req/s], shape (r,).
    zones
        Zones in use, shape (r,).
    spare_zones
        How many may be lost; of a Region with no more zones than that, each can carry all.

    Returns
    -------
    numpy.ndarray
        Capacity of one zone [req/s], 0 where there is none, shape (r,).

    Examples
    --------
    >>> needed_per_zone(np.array([100.0] * 4), np.array([2.0, 3, 4, 6]), 1).tolist()  # +100, 50, 33, 20 %
    [100.0, 50.0, 33.333333333333336, 20.0]
    """
    carrying = np.minimum(zones, np.maximum(zones - spare_zones, 1.0))
    return np.asarray(np.divide(load_rps, carrying, out=np.zeros_like(load_rps), where=carrying > 0))


def assign(cost: Floats, load_rps: Floats, capacity_rps: Floats) -> Assignment:
    """Send every cell to its cheapest Region, and what finds no room to the next.

    Parameters
    ----------
    cost
        What a Region (row) costs a cell (column), inf where it must not or cannot answer; shape (r, n).
    load_rps
        Load of each cell [req/s], shape (n,).
    capacity_rps
        What each Region can take [req/s], shape (r,).

    Returns
    -------
    Assignment
        What is answered, and the load that found no room, by the Region that it asked first.

    Examples
    --------
    >>> sent = assign(np.array([[1.0, 2.0], [5.0, 9.0]]), np.array([60.0, 60.0]), np.array([100.0, 10.0]))
    >>> sent.cell.tolist(), sent.region.tolist(), sent.rps.tolist()
    ([0, 1, 1], [0, 0, 1], [60.0, 40.0, 10.0])
    >>> sent.refused_rps.tolist()
    [10.0, 0.0]
    """
    left, free = load_rps.copy(), capacity_rps.astype(float).copy()
    cost = cost.copy()
    first = cost.argmin(axis=0) if len(cost) else np.zeros(len(load_rps), np.intp)
    allowed = asking = np.isfinite(cost).any(axis=0)  # who asks for nothing is told once where it would go
    parts: list[tuple[Positions, Positions, Floats]] = []
    for _ in range(len(cost)):
        waiting = np.flatnonzero(asking & np.isfinite(cost).any(axis=0))
        if not len(waiting):
            break
        choice = cost[:, waiting].argmin(axis=0)
        for region in np.unique(choice):
            cells = waiting[choice == region]
            taken = _fill(cost[region, cells], left[cells], free[region])
            left[cells] -= taken
            free[region] -= min(float(taken.sum()), free[region])
            some = (taken > 0) | (load_rps[cells] == 0)
            parts.append((cells[some], np.full(some.sum(), region, np.intp), taken[some]))
            cost[region, cells] = np.inf  # who was turned away asks the next
        asking = left > 0
    cell, region_of, rps = (np.concatenate(column) for column in zip(*parts, strict=True)) if parts else _nothing()
    refused = (left > 0) & allowed
    return Assignment(cell, region_of, rps, np.bincount(first[refused], left[refused], len(free)).astype(float))


def share_out(shares: Sequence[float], reachable: Bools, load_rps: Floats, capacity_rps: Floats) -> Assignment:
    """Send every cell to all Regions by fixed shares; what a Region has no room for is not sent elsewhere.

    Parameters
    ----------
    shares
        Weight of each Region, shape (r,).
    reachable
        Which Region (row) can answer which cell (column), shape (r, n); weights of the others go to the rest.
    load_rps, capacity_rps
        Load of each cell and what each Region can take [req/s], shapes (n,) and (r,).

    Returns
    -------
    Assignment
        What is answered, and the load that found no room, by the Region that it was sent to.

    Examples
    --------
    >>> sent = share_out([3.0, 1.0], np.ones((2, 1), bool), np.array([100.0]), np.array([60.0, 60.0]))
    >>> sent.region.tolist(), sent.rps.tolist()
    ([0, 1], [60.0, 25.0])
    """
    weight = np.asarray(shares, float)[:, None] * reachable
    total = weight.sum(axis=0)
    wanted = load_rps * np.divide(weight, total, out=np.zeros_like(weight), where=total > 0)
    asked = wanted.sum(axis=1)
    room = np.minimum(1.0, np.divide(capacity_rps, asked, out=np.ones_like(asked), where=asked > 0))
    region, cell = np.nonzero(weight)
    return Assignment(cell, region, (wanted * room[:, None])[region, cell], asked * (1 - room))


def queue_ms(utilisation: Floats, workers: int, service_ms: float) -> Floats:
    """Mean time in the queue, by Erlang's C formula for M/M/c.

    Parameters
    ----------
    utilisation
        Share of what the workers can do at most [0..1); 1 would be an endless queue.
    workers, service_ms
        Servers behind one queue, and time that a request keeps one busy [ms].

    Returns
    -------
    numpy.ndarray
        Wait in the queue [ms].

    Examples
    --------
    >>> queue_ms(np.array([0.0, 0.5]), workers=1, service_ms=10).tolist()  # M/M/1: u / (1 - u) x service
    [0.0, 10.0]
    """
    used = np.asarray(utilisation, float)
    offered = used * workers
    term, below = np.ones_like(offered), np.zeros_like(offered)
    for busy in range(workers):
        below += term
        term = term * offered / (busy + 1)
    queued = term / (1 - used)
    return np.asarray(queued / (below + queued) * service_ms / (workers * (1 - used)))


def _fill(cost: Floats, left_rps: Floats, room_rps: float) -> Floats:
    """Take load up to a room, the cheapest cells first; the last one may be taken in part."""
    if left_rps.sum() <= room_rps * (1 + ROUNDING):  # built for just this load, it is not refused for its last bit
        return left_rps.copy()
    order = np.argsort(cost, kind="stable")
    before = np.cumsum(left_rps[order]) - left_rps[order]
    taken = np.zeros_like(left_rps)
    taken[order] = np.clip(room_rps - before, 0.0, left_rps[order])
    return np.where(taken > ROUNDING * left_rps, taken, 0.0)  # the last bit of a room serves nobody


def _nothing() -> tuple[Positions, Positions, Floats]:
    return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)
