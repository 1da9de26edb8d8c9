from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.model.routing import nearest, spread
from explainer.outcome import NOBODY

REGIONS, CELLS = 4, 6
waits = arrays(np.float32, (REGIONS, CELLS), elements=st.sampled_from([1.0, 2.5, 40.0, 300.0, np.inf]))
usable = arrays(bool, REGIONS)


@given(waits, usable)
def test_the_quickest_usable_region_answers(wait_by_region: np.ndarray, may: np.ndarray) -> None:
    serving, wait = nearest(wait_by_region, may)
    for cell in range(CELLS):
        choices = [
            (wait_by_region[r, cell], r) for r in range(REGIONS) if may[r] and np.isfinite(wait_by_region[r, cell])
        ]
        if choices:
            assert (wait[cell], serving[cell]) == min(choices)  # of equal waits the first Region
        else:
            assert serving[cell] == NOBODY
            assert np.isnan(wait[cell])


def test_nobody_is_never_an_index_by_accident() -> None:
    serving, wait = nearest(np.full((2, 3), np.inf, np.float32), np.array([True, True]))
    assert serving.tolist() == [NOBODY] * 3
    assert np.isnan(wait).all()


def test_no_region_at_all_serves_nobody() -> None:
    serving, wait = nearest(np.zeros((0, 2), np.float32), np.zeros(0, bool))
    assert serving.tolist() == [NOBODY, NOBODY]
    assert np.isnan(wait).all()


@given(waits, usable)
def test_the_waits_given_are_left_as_they_are(wait_by_region: np.ndarray, may: np.ndarray) -> None:
    before = wait_by_region.copy(), may.copy()
    nearest(wait_by_region, may)
    np.testing.assert_array_equal(wait_by_region, before[0])
    np.testing.assert_array_equal(may, before[1])


@given(arrays(float, CELLS, elements=st.floats(0, 1e6)), arrays(np.intp, CELLS, elements=st.integers(NOBODY, 3)))
def test_spreading_keeps_all_load_that_belongs_to_somebody(load: np.ndarray, group: np.ndarray) -> None:
    found = spread(load, group, REGIONS)
    assert found.shape == (REGIONS,)
    np.testing.assert_allclose(found, [load[group == r].sum() for r in range(REGIONS)])
