"""Simulated years against sums that can be done by hand, within three standard errors.

On the line everybody but the island (a quarter of the people) can be served from A (zones a1, a2) or B (zone b1).
Events that last D hours and come L times a year leave a thing up for exp(-L D / 8760) of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import exp, inf

import numpy as np
import pytest

from explainer import Failover, Placement, Scaling, Scenario, World
from explainer.model.availability import MINUTES_PER_YEAR, common_cause, k_of_n, parallel, two_regions
from explainer.rates import Duration, Rates, load_rates
from explainer.years import Years, years

Only = Callable[..., Rates]

N = 40_000
ISLAND = 0.25
AT_ONCE = Failover(interval_s=0, ttl_s=0, slow_share=0, shift_min=0)
ANY_ONE = Scaling(spare_zones=99)
D_H = 40.0


def up(per_year: float, hours: float = D_H) -> float:
    """Share of the time in which something is up that fails so often for so long."""
    return exp(-per_year * hours / 8760)


def assert_agrees(told: Years, lost: float, at_most: float = 0.03) -> None:
    """The mean is what is expected within three standard errors, and these are small."""
    minutes = lost * MINUTES_PER_YEAR
    assert told.mean_min_error < at_most * minutes
    assert abs(told.mean_min - minutes) <= 3 * told.mean_min_error


def test_one_zone(line: World, only: Only) -> None:
    one = Scenario((Placement("B", 1),))
    assert_agrees(years(line, one, N, 1, rates=only(zone=20)), ISLAND + 0.75 * (1 - up(20)))


def test_one_zone_with_lognormal_times(line: World, only: Only) -> None:
    lasting = Duration(3.0, 1.14)
    told = years(line, Scenario((Placement("B", 1),)), N, 2, rates=only(zone=5, duration=lasting))
    assert_agrees(told, ISLAND + 0.75 * (1 - up(5, lasting.mean_within_h())))


def test_a_part_of_a_zone(line: World, only: Only) -> None:
    # built without any room to spare, a zone hit for 60 % drops 60 %; twice at once 84 %
    one = Scenario((Placement("B", 1),), scaling=Scaling(spare_zones=0), failover=AT_ONCE)
    told = years(line, one, N, 3, rates=only(zone=2, shares=((0.6, 1.0),)))
    assert_agrees(told, ISLAND + 0.75 * 0.6 * (1 - up(2)), 0.005)


def test_two_zones_of_which_one_is_enough(line: World, only: Only) -> None:
    two = Scenario((Placement("A", 2),), scaling=ANY_ONE)
    told = years(line, two, N, 4, rates=only(zone=20))
    assert_agrees(told, ISLAND + 0.75 * float(1 - parallel([up(20)] * 2)))


def test_three_zones_of_which_two_carry_all(aws: World, only: Only) -> None:
    # with one zone to spare, two that are down leave half
    three = Scenario((Placement("eu-west-1", 3),), scaling=Scaling(spare_zones=1))
    a = up(20)
    assert_agrees(years(aws, three, N, 5, rates=only(zone=20)), 1.5 * (1 - a) ** 2 * a + (1 - a) ** 3)


def test_three_zones_of_which_any_is_enough_fail_by_what_they_share(aws: World, only: Only) -> None:
    three, a, beta = Scenario((Placement("eu-west-1", 3),), scaling=ANY_ONE), up(20), 0.1
    told = years(aws, three, N, 6, rates=only(zone=20, beta=beta))
    exact = up(20 * beta) * float(k_of_n(1, 3, up(20 * (1 - beta))))
    assert_agrees(told, 1 - exact)
    # the published rule takes shares of a small unavailability, here one of 9 %
    assert 1 - exact == pytest.approx(float(1 - common_cause(1, 3, a, beta)), rel=0.06)


def test_a_region_fails_whatever_its_zones_do(aws: World, only: Only) -> None:
    three = Scenario((Placement("eu-west-1", 3),), scaling=ANY_ONE)
    told = years(aws, three, N, 7, rates=only(zone=20, region=10))
    assert_agrees(told, 1 - up(10) * float(k_of_n(1, 3, up(20))))


def test_two_regions_without_delay_are_down_when_both_are(line: World, only: Only) -> None:
    both = Scenario((Placement("A", 1), Placement("B", 1)), scaling=Scaling(spare_regions=1), failover=AT_ONCE)
    told = years(line, both, N, 8, rates=only(region=20))
    assert_agrees(told, ISLAND + 0.75 * float(1 - two_regions(up(20), up(20))))
    assert "moving over" not in told.cause_min


def test_moving_over_costs_detection_and_half_the_ttl_each_time(line: World, only: Only) -> None:
    # detected after 90 s, moved within 60 s more, nobody late: 2 minutes on average; A serves a quarter and B a half
    rules = Failover(slow_share=0)
    both = Scenario((Placement("A", 1), Placement("B", 1)), scaling=Scaling(spare_regions=1), failover=rules)
    told = years(line, both, N, 9, rates=only(region=20))
    moves = 20 * up(20) ** 2  # while both are up
    assert told.cause_min["moving over"] == pytest.approx(moves * 0.75 * 2, rel=0.01)
    standby = 1 - two_regions(up(20), up(20), failovers_per_year=moves, failover_min=2)
    assert_agrees(told, ISLAND + 0.75 * float(standby))


def test_short_events_are_over_before_clients_have_moved(
    line: World, only: Only, hours: Callable[..., Duration]
) -> None:
    both = Scenario((Placement("A", 1), Placement("B", 1)), scaling=Scaling(spare_regions=1))
    told = years(line, both, N, 10, rates=only(region=50, duration=hours(1 / 60)))
    assert told.cause_min["moving over"] == pytest.approx(50 * 0.75 * 1, rel=0.01)


@pytest.mark.parametrize("kind", ["zone_lost", "region_lost"])
def test_what_is_lost_for_good_counts_for_a_year(line: World, only: Only, kind: str) -> None:
    told = years(line, Scenario((Placement("B", 1),)), N, 11, rates=only(**{kind: 1}))
    assert_agrees(told, ISLAND + 0.75 * (1 - exp(-1)))
    assert set(told.lost_min.round()) == {round(ISLAND * MINUTES_PER_YEAR), MINUTES_PER_YEAR}


def test_a_service_counts_for_those_who_need_it(line: World, only: Only) -> None:
    rates = only(region=0)
    rates = replace(rates, services=(("database", load_rates().zone),))
    alone = Scenario((Placement("B", 1),))
    needs = replace(alone, depends_on=frozenset({"compute", "database"}))
    assert years(line, alone, 2000, 12, rates=rates).share_without_loss == 1
    often = replace(rates, services=(("database", replace(load_rates().zone, per_year=10, high=10, low=1)),))
    assert_agrees(years(line, needs, N, 12, rates=often), ISLAND + 0.75 * (1 - up(10)))


def test_cut_cables_cost_who_has_no_other_way(street: World, only: Only) -> None:
    # half of the people live beyond the bridge
    west = Scenario((Placement("west", 2),), access="on foot")
    assert_agrees(years(street, west, N, 13, rates=only(cable=20)), 0.5 * (1 - up(20)))


def test_a_world_without_cables_does_not_mind(line: World, only: Only) -> None:
    one = Scenario((Placement("B", 1),))
    with_cables, without = (years(line, one, 5000, 14, rates=only(zone=5, cable=c)) for c in (1000, 0))
    np.testing.assert_array_equal(with_cables.lost_min, without.lost_min)


def test_bad_years_come_together_but_the_mean_hardly_moves(line: World, only: Only) -> None:
    shape, one = 2.5, Scenario((Placement("B", 1),))
    told = years(line, one, N, 15, rates=only(zone=4, clustering=shape))
    # the mean of exp(-x g) over a gamma factor g of mean 1
    assert_agrees(told, ISLAND + 0.75 * (1 - (1 + 4 * D_H / 8760 / shape) ** -shape))
    # a year without any event: likewise
    quiet = (1 + 4 / shape) ** -shape
    assert told.share_without_loss == pytest.approx(quiet, abs=3 * (quiet * (1 - quiet) / N) ** 0.5)
    even = years(line, one, N, 15, rates=only(zone=4, clustering=inf))
    assert even.share_without_loss == pytest.approx(exp(-4), abs=3 * (exp(-4) / N) ** 0.5)
    # variance of a count: L, and L + L^2 / shape
    assert (told.lost_min.std() / even.lost_min.std()) ** 2 == pytest.approx(1 + 4 / shape, rel=0.06)


def test_hidden_events_multiply_what_the_provider_does_not_tell(line: World, only: Only) -> None:
    one = Scenario((Placement("B", 1),))
    assert_agrees(years(line, one, N, 16, rates=only(zone=4), hidden=5), ISLAND + 0.75 * (1 - up(20)))
    lost = years(line, one, N, 16, rates=only(zone_lost=1), hidden=5)
    assert_agrees(lost, ISLAND + 0.75 * (1 - exp(-1)))
