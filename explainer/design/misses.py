"""Who is missed by a set of Regions, with people alike merged.

Two questions have one shape. Who waits too long? Those for whom no chosen Region is quick enough. How long do people
wait on average? As long as for their quickest Region of all, and longer by a step for every Region on their list that
is not chosen and after which none before it is either. Both add up weights of groups of which no Region was chosen;
there are few different groups, however many people.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Sets = NDArray[np.intp]  # one row a set of Regions, shape (s, k)


@dataclass(frozen=True, eq=False)
class Misses:
    """Weights that count when none of a group of Regions is chosen, least is best.

    Parameters
    ----------
    groups, weight
        Which Region (row) is in which group (column), shape (a, m), and what missing the group weighs, shape (m,).
    always
        What counts whatever is chosen.
    needed
        Groups of which a Region has to be chosen, shape (a, q).
    """

    groups: Bools
    weight: Floats
    always: float
    needed: Bools

    @classmethod
    def of(cls, groups: Bools, weight: Floats, always: float = 0.0, needed: Bools | None = None) -> Misses:
        """Merge groups that are alike; nobody's group weighs always."""
        groups, weight = _merged(groups, weight)
        empty = ~groups.any(axis=0)
        none = np.zeros((len(groups), 0), bool)
        wanted = none if needed is None else _merged(needed, np.ones(needed.shape[1]))[0]
        return cls(groups[:, ~empty], weight[~empty], always + float(weight[empty].sum()), wanted)

    def without(self, lost: tuple[int, ...]) -> Misses:
        """Give what is missed when these Regions are lost, chosen or not."""
        stays = np.ones((len(self.groups), 1), bool)
        stays[list(lost)] = False
        return Misses.of(self.groups & stays, self.weight, self.always, self.needed & stays)

    def worst(self, sets: Sets, lost: int = 0, limit: float = np.inf) -> Floats:
        """Say what each set misses when as many of its Regions are lost as hurt most.

        Parameters
        ----------
        sets
            Sets of Regions, shape (s, k).
        lost
            How many of each are lost.
        limit
            A set that misses more than this may be told as inf, which is quicker.
        """
        every = range(sets.shape[1])
        found = self._missed(sets)
        for kept in combinations(every, len(every) - lost) if lost else ():
            still = np.flatnonzero(found <= limit)
            if not len(still):
                break
            found[still] = np.maximum(found[still], self._missed(sets[still][:, list(kept)]))
        return np.where(found <= limit, found, np.inf)

    def _missed(self, sets: Sets) -> Floats:
        """Look up, eight groups at a time, what the groups weigh of which no Region is in a set."""
        groups, needed = _united(self._packed, sets), _united(self._packed_needed, sets)
        found = self._weights.take(groups + 256 * np.arange(groups.shape[1])).sum(axis=1) + self.always
        return np.where((needed == self._all_needed).all(axis=1), found, np.inf)

    @cached_property
    def _packed(self) -> Bytes:
        return np.packbits(self.groups, axis=1)

    @cached_property
    def _packed_needed(self) -> Bytes:
        return np.packbits(self.needed, axis=1)

    @cached_property
    def _all_needed(self) -> Bytes:
        return np.packbits(np.ones(self.needed.shape[1], bool))

    @cached_property
    def _weights(self) -> Floats:
        """What is missed by each value of each byte of the packed groups, shape (bytes, 256)."""
        absent = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1) == 0
        weight = np.zeros(8 * self._packed.shape[1])
        weight[: len(self.weight)] = self.weight
        return np.asarray(weight.reshape(-1, 8) @ absent.T)


def late(waits_ms: NDArray[np.float32], limit_ms: float, load: Floats) -> Misses:
    """Weigh those who wait longer than a limit, or are not served.

    Parameters
    ----------
    waits_ms
        Wait for each Region (row) of each cell (column) [ms], inf where it cannot answer.
    limit_ms
        The longest wait that is quick enough [ms].
    load
        What each cell weighs; the total is 1.

    Examples
    --------
    >>> waits = np.array([[10, 90, 300], [80, 20, 300]], np.float32)
    >>> quick = late(waits, 50, np.array([0.5, 0.3, 0.2]))
    >>> quick.worst(np.array([[0], [1]])).tolist()
    [0.5, 0.7]
    >>> quick.worst(np.array([[0, 1]])).tolist(), quick.worst(np.array([[0, 1]]), lost=1).tolist()
    ([0.2], [0.7])
    """
    return Misses.of(waits_ms <= limit_ms, load)


def waiting(waits_ms: NDArray[np.float32], load: Floats) -> Misses:
    """Weigh the mean wait of those whom some Region can answer; all of them have to be.

    Examples
    --------
    >>> waits = np.array([[10, 90], [80, 20]], np.float32)
    >>> mean = waiting(waits, np.array([0.5, 0.5]))
    >>> mean.worst(np.array([[0], [1], [0]])).tolist(), mean.worst(np.array([[0, 1]])).tolist()
    ([50.0, 50.0, 50.0], [15.0])
    """
    some = np.isfinite(waits_ms).any(axis=0) & (load > 0)
    waits = waits_ms[:, some].astype(float)
    return by_quickest(waits, waits, load[some] / load[some].sum(), needed=np.isfinite(waits))


def by_quickest(waits_ms: Floats, amount: Floats, load: Floats, needed: Bools | None = None) -> Misses:
    """Weigh an amount that depends on the quickest Region of each cell; 0 of those whom no Region answers.

    Parameters
    ----------
    waits_ms
        Wait for each Region (row) of each cell (column) [ms], inf where it cannot answer; the first of equals counts.
    amount
        What a unit of load weighs in each Region, the same shape.
    load
        Load of each cell.
    needed
        Groups of which a Region has to be chosen.
    """
    order = np.argsort(waits_ms, axis=0, kind="stable")
    answers = np.isfinite(np.take_along_axis(waits_ms, order, axis=0))
    sorted_amount = np.where(answers, np.take_along_axis(amount, order, axis=0), 0.0)
    step = np.diff(sorted_amount, axis=0, append=0.0) * load
    if needed is not None:
        step[:-1][~answers[1:]] = 0.0  # they never get there
        step[-1] = 0.0
    groups, weights, tried = [np.zeros((len(order), 0), bool)], [np.zeros(0)], np.zeros(order.shape, bool)
    for place in range(len(order)):
        np.put_along_axis(tried, order[place : place + 1], True, axis=0)
        group, weight = _merged(tried, step[place])
        groups.append(group)
        weights.append(weight)
    return Misses.of(np.hstack(groups), np.concatenate(weights), float(sorted_amount[0] @ load), needed)


def _united(packed: Bytes, sets: Sets) -> Bytes:
    """Give the bits that any Region of each set has."""
    united = packed[sets[:, 0]]
    for place in range(1, sets.shape[1]):
        united |= packed[sets[:, place]]
    return united


def _merged(groups: Bools, weight: Floats) -> tuple[Bools, Floats]:
    """Merge columns that are alike, and add up their weights."""
    if not groups.shape[1]:
        return groups, weight
    packed = np.ascontiguousarray(np.packbits(groups, axis=0).T)
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)
    return groups[:, first], np.bincount(number, weight, len(first)).astype(float)
