"""Every set of targets, and which of them are alike.

Sets are rows of positions, one array a size, never Python objects: ten million of them fit. Sorted by the labels of
their targets, sets that are alike become the same row of labels; the first of each kind is the sample that is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.errors import InputError, shown
from explainer.scenario import Outage
from explainer.survey.asking import NUMBERS
from explainer.survey.targets import NOTHING, Targets
from explainer.texts import tr, tr_all

Positions = NDArray[np.int16]
Counts = NDArray[np.int32]

MOST_ROWS = 1_000_000  # sets in a table; each takes about 150 bytes
MOST_SETS = 10_000_000  # sets at all
PLURAL = tr_all({"zone": "zones", "region": "Regions", "cable": "cables", "cause": "shared causes"})


@dataclass(frozen=True, eq=False)
class Sets:
    """Every set of 1 to `up_to` targets, small sets first, each size in the order of the targets.

    Parameters
    ----------
    targets
        What is lost.
    rows
        Positions of the targets of each set, one array a size, shape (sets, size).
    sample
        Which of the samples each set is like, shape (all sets,).
    samples
        Targets of each sample, without those that change nothing; the first is the empty set.
    """

    targets: Targets
    rows: tuple[Positions, ...]
    sample: Counts
    samples: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, targets: Targets, up_to: int) -> Sets:
        """List the sets and find the samples."""
        label = np.unique(targets.alike, return_inverse=True)[1] if NOTHING in targets.alike else targets.alike
        number: dict[tuple[int, ...], int] = {(): 0}
        samples: list[tuple[int, ...]] = [()]
        rows, sample = [], []
        for size in range(1, up_to + 1):
            sets = _combinations(len(targets.codes), size)
            first, like = _kinds(np.sort(label[sets], axis=1), int(label.max()) + 1)
            found = np.zeros(len(first), np.int32)
            for kind in np.argsort(first).tolist():
                some = [target for target in sets[first[kind]].tolist() if label[target] != NOTHING]
                name = tuple(sorted(label[some].tolist()))
                if name not in number:
                    number[name] = len(samples)
                    samples.append(tuple(some))
                found[kind] = number[name]
            rows.append(sets)
            sample.append(found[like])
        return cls(targets, tuple(rows), np.concatenate(sample), tuple(samples))

    def lost(self, sample: int) -> frozenset[Outage]:
        """Give the outages of a sample."""
        return frozenset(chain.from_iterable(self.targets.outages[target] for target in self.samples[sample]))

    def frame(self, numbers: NDArray[np.float64], worst: int | None) -> pd.DataFrame:
        """Rank the sets whose numbers are known, the worst first.

        Parameters
        ----------
        numbers
            The `NUMBERS` of each sample, NaN in the first while they are not known; shape (samples, numbers).
        worst
            How many to keep of each size, None: all.
        """
        order = np.lexsort((numbers[:, 1], numbers[:, 0]))
        changes = np.ones(len(order), bool)
        changes[1:] = (np.diff(numbers[order, :2], axis=0) != 0).any(axis=1)
        rank = np.empty(len(order), np.int32)
        rank[order] = np.cumsum(changes)
        ranked = np.argsort(rank[self.sample], kind="stable")  # equal losses: the smaller set first
        ranked = ranked[~np.isnan(numbers[self.sample[ranked], 0])]
        size = np.repeat(np.arange(1, len(self.rows) + 1, dtype=np.int8), [len(sets) for sets in self.rows])
        if worst is not None:
            kept = [np.flatnonzero(size[ranked] == number)[:worst] for number in range(1, len(self.rows) + 1)]
            ranked = ranked[np.sort(np.concatenate(kept))]
        columns = {name: numbers[self.sample[ranked], column] for column, name in enumerate(NUMBERS)}
        return pd.DataFrame({"targets": self._named(ranked, size[ranked]), "size": size[ranked]} | columns)

    def _named(self, chosen: NDArray[np.intp], size: NDArray[np.int8]) -> NDArray[np.object_]:
        """Give the codes of the targets of each chosen set."""
        codes, named, start = np.array(self.targets.codes, object), np.empty(len(chosen), object), 0
        for number, sets in enumerate(self.rows, 1):
            at = np.flatnonzero(size == number)
            columns = codes[sets[chosen[at] - start].T]
            named[at] = np.fromiter(zip(*columns, strict=True), object, len(at))
            start += len(sets)
        return named


def check_size(targets: Targets, of: str, up_to: int, worst: int | None) -> None:
    """Check that there are as many targets as a set is to have, and not too many sets.

    Raises
    ------
    InputError
        Saying how many there are, and how to ask for fewer.
    """
    there, things = len(targets.codes), PLURAL[of]
    for what, given in (("up_to", up_to), ("worst", 1 if worst is None else worst)):
        if isinstance(given, bool) or not isinstance(given, int | np.integer) or given < 1:
            raise InputError(tr("{what} is {given}. Give a whole number from 1.", what=what, given=shown(given)))
    if not there:
        raise InputError(tr("There are no {things} to lose. Choose another design, or among='all'.", things=things))
    if up_to > there:
        told = tr("up_to is {given}, and there are {count} {things} to lose. Give at most {count}.")
        raise InputError(told.format(given=up_to, count=there, things=things))
    count = sum(comb(there, size) for size in range(1, up_to + 1))
    if count > MOST_SETS or (count > MOST_ROWS and worst is None):
        most = MOST_SETS if count > MOST_SETS else MOST_ROWS
        told = tr("{number} {things} have {count} sets of up to {size}; at most {most} can be ranked.")
        told = told.format(number=there, things=things, count=f"{count:,}", size=up_to, most=f"{most:,}")
        fewer = (
            tr("To ask for fewer, lower up_to, or name some {things} in among.")
            if count > MOST_SETS
            else tr(
                "To ask for fewer, keep only the worst of each size (worst=1000), "
                "lower up_to, or name some {things} in among."
            )
        )
        raise InputError(f"{told} {fewer.format(things=things)}")


def _combinations(count: int, size: int) -> Positions:
    every = chain.from_iterable(combinations(range(count), size))
    return np.fromiter(every, np.int16, comb(count, size) * size).reshape(-1, size)


def _kinds(labels: NDArray[np.intp], base: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Find the different rows: where each is first, and which of them every row is."""
    size = labels.shape[1]
    if base**size < np.iinfo(np.int64).max:
        labels = labels @ base ** np.arange(size)[::-1]
    _, first, which = np.unique(labels, return_index=True, return_inverse=True, axis=0)
    return first, which.reshape(-1)
