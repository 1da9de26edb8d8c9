"""A cache by hand, and the laws of it: more hits are never slower, and what hits keeps hitting."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.errors import InputError
from explainer.model.edge import hit_ratio, hits, mean_ms, percentile_ms, waits_ms

ratios = st.floats(0, 1)
ms = st.floats(0, 1000)
counts = st.integers(1, 300)


def test_eighty_of_a_hundred_at_25_and_the_rest_at_300_average_80() -> None:
    waits = waits_ms(hits(0.8, 100), 25, 275)
    assert sorted(waits.tolist()) == [25.0] * 80 + [300.0] * 20
    assert waits.mean() == pytest.approx(80)
    assert float(mean_ms(0.8, 25, 275)) == pytest.approx(80)


@given(ratios, ms, ms)
def test_the_average_lies_between_all_hits_and_none(ratio: float, near: float, onward: float) -> None:
    mean = float(mean_ms(ratio, near, onward))
    assert near - 1e-9 <= mean <= near + onward + 1e-9
    assert float(mean_ms(1.0, near, onward)) == near
    assert float(mean_ms(0.0, near, onward)) == near + onward


@given(ratios, ratios, ms, ms)
def test_more_hits_are_never_slower(one: float, other: float, near: float, onward: float) -> None:
    few, many = sorted((one, other))
    assert float(mean_ms(many, near, onward)) <= float(mean_ms(few, near, onward)) + 1e-9
    for share in (0.5, 0.95):
        assert float(percentile_ms(share, many, near, onward)) <= float(percentile_ms(share, few, near, onward))


@given(ratios, counts)
def test_as_many_requests_hit_as_the_ratio_makes(ratio: float, count: int) -> None:
    assert int(hits(ratio, count).sum()) == round(ratio * count)


@given(ratios, ratios, counts)
def test_what_hits_at_one_ratio_hits_at_a_higher_one(one: float, other: float, count: int) -> None:
    few, many = (hits(ratio, count) for ratio in sorted((one, other)))
    assert not (few & ~many).any()


def test_hits_are_spread_so_that_the_first_half_has_about_half_of_them() -> None:
    for ratio in (0.2, 0.5, 0.8):
        assert int(hits(ratio, 100)[:50].sum()) == pytest.approx(50 * ratio, abs=2)


@given(st.sampled_from([i / 100 for i in range(101)]), st.floats(0.01, 1))
def test_the_percentile_is_that_of_the_sorted_waits(ratio: float, share: float) -> None:
    waits = waits_ms(hits(ratio, 100), 25, 275)
    of_the_list = np.quantile(waits, share, method="inverted_cdf")
    if abs(share - ratio) > 0.01:
        assert float(percentile_ms(share, ratio, 25, 275)) == of_the_list


def test_the_slowest_twentieth_waits_as_before_until_nearly_all_hit() -> None:
    assert percentile_ms(0.95, [0.0, 0.5, 0.9, 0.94, 0.95, 0.99], 25, 275).tolist() == [300, 300, 300, 300, 25, 25]


def test_content_that_cannot_be_kept_never_hits() -> None:
    assert float(hit_ratio(0.99, static=0.0)) == 0
    assert hit_ratio([0.5, 0.8], 0.5).tolist() == [0.25, 0.4]


def test_without_a_server_hits_are_answered_and_misses_are_not() -> None:
    waits = waits_ms(np.array([True, False]), 25, 275, answered=False)
    assert waits[0] == 25
    assert np.isnan(waits[1])


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_a_share_that_is_none_is_told(wrong: float) -> None:
    for ask in (lambda: hit_ratio(wrong), lambda: hits(wrong, 5), lambda: mean_ms(wrong, 1, 1)):
        with pytest.raises(InputError, match="not between 0 and 1"):
            ask()
    with pytest.raises(InputError, match="0 requests"):
        hits(0.5, 0)
