"""Being noticed, moving on, launching and trying again, against numbers that are done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.model.failover import (
    attempts_per_request,
    failing_when_shed,
    launched_rps,
    mean_moved,
    moved,
    noticed,
    shares_held,
    stays_down,
)
from explainer.scenario import Failover

seconds = st.floats(0, 4000)


def column(*states: bool) -> np.ndarray:
    return np.array(states)[:, None]


@pytest.mark.parametrize(
    ("rules", "detection_s", "failover_s"),
    [
        (Failover(), 90, 150),
        (Failover(interval_s=10), 30, 90),
        (Failover(interval_s=10, threshold=1), 10, 70),
        (Failover(ttl_s=300), 90, 390),
    ],
)
def test_failover_takes_interval_times_threshold_plus_ttl(
    rules: Failover, detection_s: float, failover_s: float
) -> None:
    assert (rules.detection_s, rules.failover_s) == (detection_s, failover_s)
    after = np.array([detection_s, failover_s - 0.001, failover_s]) - detection_s
    assert moved(after, rules.ttl_s, 0, 0)[0] == 0
    assert moved(after, rules.ttl_s, 0, 0)[1] < 1
    assert moved(after, rules.ttl_s, 0, 0)[2] == 1


def test_with_the_usual_rules_913_of_1000_clients_have_moved_after_150_s_and_all_after_half_an_hour_more() -> None:
    rules = Failover()
    since_noticed = np.array([rules.failover_s - rules.detection_s, rules.ttl_s + 900, rules.ttl_s + 1800])
    share = moved(since_noticed, rules.ttl_s, rules.slow_share, rules.slow_tail_min * 60)
    np.testing.assert_allclose(share, [0.9126, 0.9563, 1.0])


@given(
    st.floats(-4000, 4000), st.sampled_from([0.0, 10.0, 60.0, 300.0]), st.floats(0, 1), st.sampled_from([0.0, 1800.0])
)
def test_the_mean_of_a_minute_is_the_mean_of_its_moments(start: float, ttl: float, slow: float, tail: float) -> None:
    moments = moved(start + (np.arange(6000) + 0.5) / 100, ttl, slow, tail)
    assert mean_moved(np.array([start]), ttl, slow, tail)[0] == pytest.approx(moments.mean(), abs=2e-4)


@given(st.lists(seconds, max_size=6, unique=True), seconds, st.floats(0, 1), seconds)
def test_every_client_holds_one_answer(times: list[float], ttl: float, slow: float, tail: float) -> None:
    held = shares_held(np.array([-np.inf, *sorted(times)]), 90, ttl, slow, tail)
    np.testing.assert_allclose(held.sum(axis=1), 1)
    assert (held >= -1e-12).all()


def test_a_change_that_does_not_last_is_not_noticed() -> None:
    times, seen = noticed(column(True, True, False, True, True, False, False), np.array([90.0]))
    assert times.tolist() == [-np.inf, 4 * 60 + 90]
    assert seen[:, 0].tolist() == [True, False]


def test_a_change_that_lasts_just_long_enough_is_noticed_and_so_is_the_way_back() -> None:
    times, seen = noticed(column(True, False, True, True), np.array([60.0]))
    assert times.tolist() == [-np.inf, 60, 120]
    assert seen[:, 0].tolist() == [True, False, True]


def test_changes_at_one_moment_make_one_answer() -> None:
    times, seen = noticed(np.array([[True, True], [False, False]]), np.array([30.0, 30.0]))
    assert times.tolist() == [-np.inf, 30]
    assert seen.tolist() == [[True, True], [False, False]]


@pytest.mark.parametrize("retries", range(6))
@given(st.floats(0, 0.999))
def test_attempts_are_the_sum_of_a_geometric_series(retries: int, p: float) -> None:
    assert attempts_per_request(np.array(p), retries) == pytest.approx((1 - p ** (retries + 1)) / (1 - p))
    assert attempts_per_request(np.array(1.0), retries) == retries + 1


@given(st.floats(0, 1), st.integers(0, 5))
def test_shed_load_answers_just_the_share_that_there_is_room_for(share: float, retries: int) -> None:
    p = failing_when_shed(np.array(share), retries)
    assert 1 - p ** (retries + 1) == pytest.approx(share)
    # tries that succeed are what is carried: attempts x (1 - p)
    assert attempts_per_request(p, retries) * (1 - p) == pytest.approx(share)


@pytest.mark.parametrize("retries", range(1, 5))
def test_retries_keep_down_what_is_used_above_one_of_one_plus_retries(retries: int) -> None:
    edge = np.array([1.0, 0.999, 1.001]) * 120 / (1 + retries)
    assert stays_down(edge, np.full(3, 120.0), retries).tolist() == [False, False, True]


def test_without_retries_nothing_stays_down_that_has_room() -> None:
    assert not stays_down(np.array([100.0]), np.array([100.0]), 0).any()


def launched(wanted: list[float], left: list[float], launches: list[float], warm_up: int) -> list[float]:
    columns = [np.array(values)[:, None] for values in (wanted, [100.0] * len(wanted), left, launches)]
    return launched_rps(*columns, warm_up_min=warm_up)[:, 0].tolist()


def test_servers_come_when_they_are_warm_and_go_when_nobody_wants_them() -> None:
    assert launched([100, 180, 180, 100, 100, 100], [1] * 6, [1] * 6, 2) == [100, 100, 100, 180, 180, 100]


def test_nothing_launches_while_launches_fail_and_what_runs_stays() -> None:
    assert launched([150, 150, 200, 200, 200], [1] * 5, [1, 1, 0, 0, 0], 1) == [150, 150, 150, 150, 150]
    assert launched([100, 200, 200, 200], [1] * 4, [0] * 4, 1) == [100, 100, 100, 100]


def test_while_some_launches_work_the_fleet_grows_by_at_most_that_share() -> None:
    assert launched([100, 200, 200], [1] * 3, [0.5] * 3, 1) == [100, 100, 150]


def test_what_a_lost_zone_takes_is_launched_elsewhere_after_the_warm_up() -> None:
    assert launched([100] * 5, [1, 0.5, 0.5, 0.5, 0.5], [1] * 5, 2) == [100, 50, 50, 100, 100]
    assert launched([100] * 4, [1, 0.5, 0.5, 1], [1, 0, 0, 0], 1) == [100, 50, 50, 100]


def test_nothing_runs_where_nothing_stands() -> None:
    assert launched([200] * 4, [1, 0, 0, 0], [1] * 4, 1) == [200, 0, 0, 0]
