from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from explainer.model.faults import left, regions_up, zones_up

ZONE_REGION = np.array([0, 0, 0, 1, 1, 3])  # Region 2 has no published zones
REGIONS = 4
zone_flags, region_flags = arrays(bool, 6), arrays(bool, REGIONS)


def up(*lost: int, out: tuple[int, ...] = (), counts: tuple[int, ...] = (0, 1, 2, 3, 4, 5)) -> list[bool]:
    zone_out, region_out = np.isin(np.arange(6), lost), np.isin(np.arange(REGIONS), out)
    zone_up = zones_up(ZONE_REGION, zone_out, region_out)
    return list(regions_up(ZONE_REGION, zone_up, np.isin(np.arange(6), counts), region_out))


def test_a_region_serves_while_one_zone_is_up() -> None:
    assert up(0, 1) == [True, True, True, True]


def test_a_lost_last_zone_equals_a_lost_region() -> None:
    assert up(0, 1, 2) == up(out=(0,)) == [False, True, True, True]


def test_only_the_zones_of_the_design_hold_a_region_up() -> None:
    assert up(0, counts=(0, 3)) == [False, True, True, True]


def test_a_region_without_published_zones_stands_or_falls_as_a_whole() -> None:
    assert up(0, 1, 2, 3, 4, 5) == [False, False, True, False]
    assert up(out=(2,)) == [True, True, False, True]


@given(zone_flags, region_flags, zone_flags)
def test_a_region_is_up_exactly_when_a_loop_says_so(
    zone_out: np.ndarray, region_out: np.ndarray, counts: np.ndarray
) -> None:
    zone_up = zones_up(ZONE_REGION, zone_out, region_out)
    found = regions_up(ZONE_REGION, zone_up, counts, region_out)
    for region in range(REGIONS):
        mine = [zone for zone in range(6) if ZONE_REGION[zone] == region and counts[zone]]
        stands = any(not zone_out[zone] for zone in mine) or not mine
        assert found[region] == (stands and not region_out[region])


def test_several_hits_on_one_target_each_take_their_share_of_what_is_left() -> None:
    assert left([(1, 0.25), (1, 0.5), (0, 1.0), (0, 0.3)], 3).tolist() == [0.0, 0.375, 1.0]


@given(st.permutations([(0, 0.3), (0, 0.7), (1, 0.1), (2, 1.0), (0, 0.9)]))
def test_the_order_of_hits_does_not_matter_to_the_last_bit(hits: list[tuple[int, float]]) -> None:
    assert left(hits, 3).tolist() == left([(0, 0.3), (0, 0.7), (1, 0.1), (2, 1.0), (0, 0.9)], 3).tolist()
