from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.model.latency import Floats, Travel, direct_hops_km, gateway_km, joined_km, via_gateways_km, wait

GATEWAYS = 5
lengths = st.one_of(st.floats(1, 1000), st.just(np.inf))


@st.composite
def graphs(draw: st.DrawFn) -> Floats:
    upper = np.triu(draw(arrays(float, (GATEWAYS, GATEWAYS), elements=lengths)), 1)
    hops = np.where(np.tri(GATEWAYS, dtype=bool), 0.0, upper)
    return hops + hops.T


def brute_force_km(hops: Floats, start: int, end: int) -> float:
    """Try every way that visits no gateway twice."""
    if start == end:
        return 0.0
    between = [stop for stop in range(len(hops)) if stop not in (start, end)]
    ways = ([start, *middle, end] for size in range(len(between) + 1) for middle in permutations(between, size))
    return min(float(sum(hops[hop] for hop in pairwise(way))) for way in ways)


@given(graphs())
def test_floyd_warshall_equals_brute_force(hops: Floats) -> None:
    km, _ = gateway_km(hops)
    expected = [[brute_force_km(hops, i, j) for j in range(GATEWAYS)] for i in range(GATEWAYS)]
    np.testing.assert_allclose(km, expected, rtol=1e-12)


@given(graphs())
def test_following_the_next_gateway_walks_the_shortest_length(hops: Floats) -> None:
    km, following = gateway_km(hops)
    for start, end in np.argwhere(np.isfinite(km)):
        walked, at = 0.0, start
        while at != end:
            walked += hops[at, following[at, end]]
            at = following[at, end]
        assert walked == pytest.approx(km[start, end])


@given(graphs())
def test_ways_through_gateways_are_the_smallest_sums(hops: Floats) -> None:
    km, _ = gateway_km(hops)
    left, right = hops[:2] + 3.0, hops[2:] + 7.0
    found, first, last = via_gateways_km(left, km, right)
    sums = left[:, None, :, None] + km[None, None] + right[None, :, None, :]
    np.testing.assert_allclose(found, sums.min(axis=(2, 3)), rtol=1e-12)
    for n, m in np.argwhere(np.isfinite(found)):
        assert sums[n, m, first[n, m], last[n, m]] == pytest.approx(found[n, m])


def test_without_gateways_there_is_no_way() -> None:
    found, _, _ = via_gateways_km(np.zeros((2, 0)), np.zeros((0, 0)), np.zeros((3, 0)))
    assert np.isinf(found).all()
    assert found.shape == (2, 3)


def test_hops_go_over_land_in_one_area_and_by_cable_between_areas() -> None:
    # two gateways of area 0 are 10 km apart, 15 km by land; the cable to area 1 is 7 km, a second one is cut
    km = np.array([[0, 10, 4], [10, 0, 5], [4, 5, 0.0]])
    hops = direct_hops_km(km, np.array([0, 0, 1]), np.array([[0, 2], [1, 2]]), np.array([7.0, np.inf]), 1.5)
    assert hops.tolist() == [[0, 15, 7], [15, 0, np.inf], [7, np.inf, 0]]


def test_of_two_cables_the_shorter_one_is_the_hop() -> None:
    ends = np.array([[0, 1], [1, 0]])
    assert direct_hops_km(np.zeros((2, 2)), np.array([0, 1]), ends, np.array([9.0, 8.0]), 1.5)[0, 1] == 8.0


def test_places_join_only_the_gateways_of_their_area() -> None:
    assert joined_km(np.array([[10.0, 20.0]]), np.array([3]), np.array([3, 4]), 1.5).tolist() == [[15.0, np.inf]]


def test_light_needs_two_refractions_a_kilometre_there_and_back() -> None:
    assert Travel().per_km == pytest.approx(2 * 1.468 / 299.792458)
    assert 100 * Travel().per_km == pytest.approx(0.98, abs=0.001)  # "about 0.98 ms per 100 km"


@given(st.floats(0, 40_000), st.floats(0, 50), st.floats(1, 3))
def test_wait_is_the_fixed_part_plus_inflated_light(km: float, fixed: float, inflation: float) -> None:
    rtt = float(wait(np.array([km]), fixed, inflation, Travel().per_km)[0])
    assert rtt == pytest.approx(fixed + inflation * 2 * km * 1.468 / 299.792458)
    assert rtt >= km * Travel().per_km


def test_no_way_is_no_wait() -> None:
    assert np.isinf(wait(np.array([np.inf]), 5.0, 1.2, 0.01)).all()
