"""What a careful reader would compute: every set of Regions, one array at a time, without anything of the search."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from explainer import World
from explainer.model.capacity import RATED, queue_ms

Floats = NDArray[np.float64]
QUEUE_MS = float(queue_ms(np.array([2 / 3 * RATED]), 8, 20.0)[0])  # three zones, of which two would do


class Brute:
    """All sets of some Regions of a World, and what each gives when its people are at home on wifi."""

    def __init__(self, world: World, codes: list[str]) -> None:
        self.world, self.codes = world, codes
        rows = world.regions.index.get_indexer(codes)
        self.path = world.wait_by_region[rows]
        self.waits = (self.path + np.float64(20.0 + QUEUE_MS)).astype(np.float32)
        self.share = world.users / world.users.sum()
        price = world.regions["price_index"].to_numpy(float)
        self.price = np.where(np.isnan(price), np.nanmedian(price), price)[rows]

    def sets(self, k: int) -> NDArray[np.intp]:
        return np.array(list(combinations(range(len(self.codes)), k)))

    def _told(self, sets: NDArray[np.intp], waits: NDArray[np.float32], one: object) -> Floats:
        parts = np.array_split(sets, max(1, len(sets) // 2000))
        return np.concatenate([one(np.minimum.reduce(waits[part.T])) for part in parts])  # type: ignore[operator]

    def within(self, sets: NDArray[np.intp], slo_ms: float = 100.0) -> Floats:
        return self._told(sets, self.waits, lambda quickest: (quickest <= slo_ms) @ self.share)

    def mean(self, sets: NDArray[np.intp]) -> Floats:
        return self._told(sets, self.waits, lambda quickest: quickest.astype(float) @ self.share)

    def p95(self, sets: NDArray[np.intp]) -> Floats:
        def of(quickest: NDArray[np.float32]) -> Floats:
            order = np.argsort(quickest, axis=1)
            reached = np.cumsum(self.share[order], axis=1)
            place = (reached < 0.95 * reached[:, -1:] * (1 - 1e-12)).sum(axis=1)
            return np.take_along_axis(quickest, order, axis=1)[np.arange(len(quickest)), place].astype(float)

        return self._told(sets, self.waits, of)

    def loads(self, chosen: tuple[int, ...]) -> Floats:
        """Share of everybody that each of a set carries."""
        return np.bincount(self.path[list(chosen)].argmin(axis=0), self.share, len(chosen))

    def cost(self, chosen: tuple[int, ...], lost: int = 0) -> float:
        peak = dict.fromkeys(chosen, 0.0)
        for kept in combinations(chosen, len(chosen) - lost):
            for region, load in zip(kept, self.loads(kept), strict=True):
                peak[region] = max(peak[region], load)
        return sum(self.price[region] * (1.5 * load + 0.1) for region, load in peak.items()) / 1.1

    def worst(self, of: object, sets: NDArray[np.intp]) -> Floats:
        """Give the least of a measure when any one Region of each set is lost."""
        return np.min([of(np.delete(sets, place, axis=1)) for place in range(sets.shape[1])], axis=0)  # type: ignore[operator]


@pytest.fixture(scope="session")
def running(aws: World) -> Brute:
    """The 39 Regions that run, in any partition, whole or impaired."""
    return Brute(aws, [str(code) for code in aws.regions.index[aws.regions["status"] != "announced"]])


@pytest.fixture(scope="session")
def dozen(aws: World) -> Brute:
    """Twelve Regions of all prices and continents."""
    codes = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "eu-north-1", "ap-south-1", "ap-southeast-5"]
    wanted = [*codes, "ap-northeast-1", "ap-east-2", "sa-east-1", "af-south-1", "ap-southeast-2"]
    return Brute(aws, [str(code) for code in aws.regions.index if code in wanted])
