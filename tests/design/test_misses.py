from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.design.misses import late, waiting

SIZE = 5
seeds = st.integers(0, 10**6)


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Waits with ties and Regions that cannot answer, loads that add up to 1, and all sets of three."""
    dice = np.random.default_rng(seed)
    waits = dice.integers(1, 9, (SIZE, 12)).astype(np.float32) * 10
    waits[dice.random(waits.shape) < 0.15] = np.inf
    load = dice.random(12)
    return waits, load / load.sum(), np.array(list(combinations(range(SIZE), 3)))


@given(seeds, st.integers(0, 2))
def test_who_is_late_is_counted_cell_by_cell(seed: int, lost: int) -> None:
    waits, load, sets = drawn(seed)
    by_hand = [
        max(load[waits[list(kept)].min(axis=0) > 40].sum() for kept in combinations(chosen, 3 - lost))
        for chosen in sets
    ]
    np.testing.assert_allclose(late(waits, 40, load).worst(sets, lost), by_hand, atol=1e-12)


@given(seeds, st.integers(0, 1))
def test_the_mean_wait_is_reckoned_cell_by_cell(seed: int, lost: int) -> None:
    waits, load, sets = drawn(seed)
    some = np.isfinite(waits).any(axis=0)
    by_hand = [
        max(
            (waits[list(kept)].min(axis=0)[some] @ load[some]) / load[some].sum()
            for kept in combinations(each, 3 - lost)
        )
        for each in sets
    ]
    np.testing.assert_allclose(waiting(waits, load).worst(sets, lost), by_hand, rtol=1e-6)


@given(seeds)
def test_a_loss_that_is_written_down_misses_what_the_rest_misses(seed: int) -> None:
    waits, load, sets = drawn(seed)
    for chosen in sets:
        rest = late(waits, 40, load).without((int(chosen[0]),)).worst(chosen[None])[0]
        assert rest == pytest.approx(late(waits, 40, load).worst(chosen[None, 1:])[0])


def test_what_is_worse_than_a_limit_may_be_left_out() -> None:
    waits, load, sets = drawn(3)
    every = late(waits, 40, load).worst(sets, 1)
    limit = float(np.median(every))
    np.testing.assert_array_equal(late(waits, 40, load).worst(sets, 1, limit), np.where(every <= limit, every, np.inf))


def test_people_alike_are_merged() -> None:
    waits, load = np.repeat(np.array([[10, 90], [90, 10]], np.float32), 500, axis=1), np.full(1000, 0.001)
    assert late(waits, 50, load).groups.shape == (2, 2)
