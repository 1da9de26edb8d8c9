"""Incidents minute by minute: by hand on a line, as laws on the committed World, and what real ones would have done.

The line has two Regions: A with zones a1 and a2, B with b1. Near A somebody asks once a second, near B two do, and on
an island without cables one does. Times are minutes of an incident; sums are worked out in the comments.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import (
    Cure,
    Demand,
    Failover,
    Incident,
    InputError,
    Outage,
    Phase,
    Placement,
    Routing,
    Scaling,
    Scenario,
    Timeline,
    World,
    cures,
    load_incidents,
    load_world,
    play,
    simulate,
)
from explainer.model import routing
from explainer.outcome import REASONS
from explainer.simulate import plan_of
from explainer.timeline import Recovery, recovery

QUICK = Failover(interval_s=10, ttl_s=60, slow_share=0)  # noticed after 30 s, moved after 60 s more
BOTH = (Placement("A", 2), Placement("B", 1))
AMPLE = Scenario(BOTH, failover=QUICK, scaling=Scaling(spare_regions=1))
ZONES_OF = load_world().places.zones_of
LISTED = sorted(code for code, zones in ZONES_OF.items() if zones)
INCIDENTS = load_incidents()
MARCH, APRIL, OCTOBER = (INCIDENTS[name] for name in ("aws-2026-03-01-mec1", "aws-2026-04-mes1", "aws-2025-10-20-use1"))
CALLS_DATABASE = frozenset({"compute", "database"})


def incident(*phases: Phase, minutes: int = 3) -> Incident:
    begin = datetime(2026, 1, 1, 6, 30, tzinfo=UTC)
    return Incident("toy", "A toy", "", begin, minutes, "", "made up", "It breaks.", "", False, phases)


def broken(kind: str, target: str, begin: int, end: int | None = None, severity: float = 1.0) -> Phase:
    return Phase(begin, kind, f"{target} is hit.", target, end, severity)


def told(timeline: Timeline, column: str) -> list[float]:
    return [round(float(value), 9) for value in timeline.frame[column]]


def in_region(timeline: Timeline, region: str, column: str) -> list[float]:
    return [round(float(value), 9) for value in timeline.regions[column].xs(region, level="region")]


def dropped(timeline: Timeline) -> pd.DataFrame:
    return timeline.frame[[f"dropped_{reason.replace('-', '_')}_rps" for reason in REASONS]]


# by hand: one Region of two is lost


def test_three_minutes_by_hand(line: World) -> None:
    timeline = play(line, AMPLE, incident(broken("region", "A", 1)))
    # A is lost at 60 s and that is noticed at 90 s; half the clients have moved at 120 s, all at 150 s. Of the minute
    # from 60 s on a client near A is elsewhere for 30 s x 0.25 on the mean, of the next one for 30 s x 0.75 + 30 s
    assert told(timeline, "dropped_waiting_for_dns_rps") == [0, 1 - 7.5 / 60, 1 - 52.5 / 60]
    assert told(timeline, "dropped_no_route_rps") == [1, 1, 1]
    assert told(timeline, "served_rps") == [3, 2.125, 2.875]
    assert in_region(timeline, "A", "load_rps") == [1, 0, 0]
    assert in_region(timeline, "B", "load_rps") == [2, 2.125, 2.875]
    assert in_region(timeline, "A", "share_moved") == [0, 0.125, 0.875]
    assert in_region(timeline, "A", "healthy") == [True, False, False]
    assert in_region(timeline, "B", "utilisation") == [round(load / 3, 9) for load in (2, 2.125, 2.875)]
    assert timeline.lost_requests == pytest.approx(60 * 3 + 60)
    assert timeline.lost_minutes == 3
    # 4,320 people on the island for three minutes, 4,320 near A for one minute in all
    assert timeline.lost_user_minutes == pytest.approx(4320 * (3 + 1))
    assert timeline.rpo_s == 1.0


@pytest.mark.parametrize(
    ("rules", "seconds"),
    [(Failover(), 150), (Failover(interval_s=10), 90), (Failover(interval_s=10, threshold=1), 70)],
)
def test_the_last_client_moves_after_detection_and_ttl(line: World, rules: Failover, seconds: float) -> None:
    timeline = play(line, replace(AMPLE, failover=replace(rules, slow_share=0)), incident(broken("region", "A", 0)))
    waiting = timeline.frame["dropped_waiting_for_dns_rps"].to_numpy() * 60
    assert waiting.sum() == pytest.approx(rules.detection_s + rules.ttl_s / 2)  # every client its own wait
    last = int(np.flatnonzero(waiting > 1e-9)[-1])
    assert last == int((seconds - 1e-9) // 60)


def test_slow_resolvers_lose_requests_for_half_an_hour_more(line: World) -> None:
    rules = Failover(interval_s=10, slow_share=0.1, slow_tail_min=30)
    timeline = play(line, replace(AMPLE, failover=rules), incident(broken("region", "A", 0), minutes=60))
    waiting = timeline.frame["dropped_waiting_for_dns_rps"] * 60
    assert waiting.sum() == pytest.approx(0.9 * (30 + 30) + 0.1 * (30 + 60 + 900))
    assert waiting.loc[31] > 0
    assert waiting.loc[32:].abs().max() < 1e-9


def test_on_the_way_back_nobody_waits_since_both_regions_answer(line: World) -> None:
    timeline = play(line, AMPLE, incident(broken("region", "A", 1, 10), minutes=15))
    assert told(timeline, "served_rps")[3:] == [3] * 12
    # mended at 600 s, noticed at 630 s, all back at 690 s
    assert in_region(timeline, "A", "load_rps")[9:13] == [0, 0.125, 0.875, 1]
    # on the island nobody is ever served, so that there is no recovery to tell of
    assert [event[2] for event in timeline.events] == ["incident", "health", "dns", "health", "dns"]


def test_a_region_alone_is_back_at_once_since_name_servers_fail_open(line: World) -> None:
    alone = replace(AMPLE, placements=BOTH[:1])
    timeline = play(line, alone, incident(broken("region", "A", 1, 5), minutes=7))
    assert told(timeline, "served_rps") == [3, 0, 0, 0, 0, 3, 3]
    assert told(timeline, "dropped_no_route_rps") == [1, 4, 4, 4, 4, 1, 1]
    assert told(timeline, "dropped_waiting_for_dns_rps") == [0] * 7
    assert in_region(timeline, "A", "healthy") == [True, False, False, False, False, True, True]
    assert in_region(timeline, "A", "share_moved") == [0] * 7


def test_an_outage_shorter_than_the_checks_moves_nobody(line: World) -> None:
    slow = replace(AMPLE, failover=replace(QUICK, interval_s=30))
    timeline = play(line, slow, incident(broken("region", "A", 1, 2), minutes=5))
    assert in_region(timeline, "A", "share_moved") == [0] * 5
    assert told(timeline, "dropped_waiting_for_dns_rps") == [0, 1, 0, 0, 0]


def test_who_may_only_use_the_lost_region_is_not_waiting_for_dns(line: World) -> None:
    only_a = replace(AMPLE, routing=Routing(residency=(("LA", ("A",)),)))
    timeline = play(line, only_a, incident(broken("region", "A", 1), minutes=10))
    assert told(timeline, "dropped_waiting_for_dns_rps") == [0] * 10
    assert told(timeline, "dropped_not_compliant_rps") == [0] + [3] * 9


# by hand: zones


def test_a_zone_lost_wholly_is_left_at_once(line: World) -> None:
    alone = replace(AMPLE, placements=(Placement("A", 2, capacity_rps=6),))
    timeline = play(line, alone, incident(broken("zone", "a1", 1)))
    assert told(timeline, "served_rps") == [3, 3, 3]
    busy = timeline.zones["utilisation"]
    assert busy.xs("a2", level="zone").tolist() == [0.5, 1, 1]
    assert busy.xs("a1", level="zone").isna().tolist() == [False, True, True]


def test_a_zone_broken_in_part_gets_its_share_until_the_shift(line: World) -> None:
    alone = replace(AMPLE, placements=(Placement("A", 2, capacity_rps=4),))
    timeline = play(line, alone, incident(broken("zone", "a1", 1, severity=0.5), minutes=8))
    # each zone is asked 1.5 and can carry 2, the broken one 1; after five minutes both share what is left, 3
    assert told(timeline, "dropped_no_capacity_rps") == [0, 0.5, 0.5, 0.5, 0.5, 0.5, 0, 0]
    assert timeline.zones["utilisation"].xs("a2", level="zone").tolist() == pytest.approx([0.75] * 6 + [1, 1])


# by hand: capacity and retries


def test_static_capacity_drops_what_it_was_not_built_for(line: World) -> None:
    tight = replace(AMPLE, scaling=Scaling(spare_zones=0))
    timeline = play(line, tight, incident(broken("region", "A", 0), minutes=10))
    assert told(timeline, "dropped_no_capacity_rps")[5] == 1
    assert in_region(timeline, "B", "utilisation")[5] == 1


def test_what_must_launch_is_cold_for_the_warm_up_and_never_comes_without_the_control_plane(line: World) -> None:
    on_demand = replace(AMPLE, scaling=Scaling("on-demand"))
    timeline = play(line, on_demand, incident(broken("region", "A", 1), minutes=12))
    # B runs 2.2 for its 2; 2.875 and then 3 ask; each load is ordered in its minute, with a tenth more, and comes
    # five minutes later: 2.2 until minute 5, then 2.3375, then 3.1625
    assert told(timeline, "dropped_no_capacity_rps") == [0, 0, 0.675, 0.8, 0.8, 0.8, 0.6625, 0, 0, 0, 0, 0]
    fixed = play(line, on_demand, incident(broken("control-plane", "B", 0), broken("region", "A", 1), minutes=12))
    assert told(fixed, "dropped_control_plane_rps") == [0, 0, 0.675] + [0.8] * 9
    assert told(fixed, "dropped_no_capacity_rps") == [0] * 12


STORM = Failover(retries=1, backoff=False)


def storm(line: World, capacity_rps: float, rules: Failover = STORM, minutes: int = 12) -> Timeline:
    """Three requests a second on one Region, of which a tenth is left from minute 2 to 5."""
    design = Scenario((Placement("A", 2, capacity_rps=capacity_rps),), failover=rules)
    return play(line, design, incident(broken("region", "A", 2, 5, 0.9), minutes=minutes))


def test_retries_keep_a_region_down_after_its_trigger_above_one_of_one_plus_retries(line: World) -> None:
    stuck, back = storm(line, 5.99), storm(line, 6.0)  # 3 x (1 + 1) = 6
    assert told(stuck, "served_rps") == [3, 3] + [0] * 10
    assert told(back, "served_rps") == [3, 3, 0, 0, 0] + [3] * 7
    assert told(stuck, "attempts_rps")[-1] == 4 * 2  # everybody tries twice, the island too
    assert any(kind == "capacity" and "Retries keep A" in caption for _, caption, kind in stuck.events)


@pytest.mark.parametrize(
    "cure", [replace(STORM, backoff=True), replace(STORM, retry_budget=0.1), replace(STORM, retries=0)]
)
def test_backoff_a_budget_or_no_retries_end_it_and_load_is_shed(line: World, cure: Failover) -> None:
    timeline = storm(line, 5.0, cure)
    served = told(timeline, "served_rps")
    assert served[:2] + served[5:] == [3] * 9
    # all zones are broken in part, so there is no better one to shift to: a tenth of 5 is carried
    assert served[2:5] == [0.5] * 3
    if cure.retry_budget:
        assert max(told(timeline, "attempts_rps")) <= 4 * 1.1 + 1e-9


def test_a_fork_with_backoff_ends_what_retries_keep_down(line: World) -> None:
    stuck = storm(line, 5.0)
    cured = stuck.fork(8, replace(stuck.scenario, failover=replace(STORM, backoff=True)))
    assert told(stuck.fork(8, stuck.scenario), "served_rps") == told(stuck, "served_rps") == [3, 3] + [0] * 10
    assert told(cured, "served_rps") == [3, 3] + [0] * 6 + [3] * 4


def test_shed_load_is_tried_until_it_fits(line: World) -> None:
    timeline = storm(line, 5.0, replace(STORM, backoff=True))
    # of 3 requests 0.5 are answered: p^2 = 5/6; tries are 0.5 / (1 - p), and two for the one on the island
    p = (5 / 6) ** 0.5
    assert timeline.frame["attempts_rps"][3] == pytest.approx(0.5 / (1 - p) + 2)


# by hand: data, hours, forks


@pytest.mark.parametrize(
    ("design", "phases", "rpo_s"),
    [
        (BOTH, [broken("region", "A", 1)], 1.0),
        (BOTH, [broken("region", "A", 1, 2)], 0.0),
        (BOTH, [broken("zone", "a1", 1)], 0.0),
        (BOTH, [broken("zone", "a1", 1), broken("zone", "a2", 2)], 1.0),
        (BOTH, [broken("region", "A", 1), broken("region", "B", 2)], inf),
        (BOTH[:1], [broken("region", "A", 1)], inf),
        (BOTH[:1], [broken("region", "A", 1, severity=0.9)], 0.0),
        (BOTH[:1], [broken("region", "B", 1)], 0.0),
    ],
)
def test_what_is_lost_for_good_takes_the_lag_or_everything(
    line: World, design: tuple[Placement, ...], phases: list[Phase], rpo_s: float
) -> None:
    assert play(line, replace(AMPLE, placements=design), incident(*phases)).rpo_s == rpo_s


def test_a_region_added_after_the_data_was_lost_does_not_bring_it_back(line: World) -> None:
    alone = play(line, replace(AMPLE, placements=BOTH[:1]), incident(broken("region", "A", 1), minutes=8))
    assert alone.fork(4, AMPLE).rpo_s == inf
    assert alone.fork(0, AMPLE).rpo_s == 1.0


def test_with_an_hour_the_day_moves_on_from_the_incident_and_without_demand_is_constant(line: World) -> None:
    moving = play(line, replace(AMPLE, demand=Demand(0)), incident(minutes=180))
    for minute in (0, 45, 179):
        hour = 6.5 + minute / 60
        asked = simulate(line, replace(AMPLE, demand=Demand(hour))).summary.offered_rps
        assert moving.frame["offered_rps"][minute] == pytest.approx(asked)
    assert set(told(play(line, AMPLE, incident(minutes=180)), "offered_rps")) == {4}


def test_of_phases_on_one_target_the_largest_severity_counts(line: World) -> None:
    phases = [broken("region", "A", 0, severity=0.5), broken("region", "A", 1, 2, severity=0.9)]
    timeline = play(line, replace(AMPLE, placements=(Placement("A", 2, 10),)), incident(*phases))
    assert in_region(timeline, "A", "capacity_rps") == [5, 1, 5]


def test_a_fork_equals_the_first_until_its_minute_and_leaves_it_as_it_was(line: World) -> None:
    first = play(line, replace(AMPLE, placements=BOTH[:1]), incident(broken("region", "A", 2), minutes=10))
    before = first.frame.copy(), first.regions.copy(), first.zones.copy(), first.events
    forked = first.fork(5, AMPLE)
    assert told(forked, "served_rps")[:5] == told(first, "served_rps")[:5] == [3, 3, 0, 0, 0]
    # B is new to the clients: half have heard of it in the middle of the TTL, nobody needs the health checks
    assert told(forked, "served_rps")[5:] == [1.5, 3, 3, 3, 3]
    assert told(forked, "dropped_waiting_for_dns_rps")[5:] == [1.5, 0, 0, 0, 0]
    for frame, kept in zip((first.frame, first.regions, first.zones), before[:3], strict=True):
        pd.testing.assert_frame_equal(frame, kept)
    assert first.events == before[3]
    assert forked.outcome(4).scenario == first.outcome(4).scenario
    assert forked.outcome(6).summary.served_rps == pytest.approx(3)


def test_events_are_in_order_and_of_known_kinds(line: World) -> None:
    timeline = play(line, replace(AMPLE, placements=BOTH[:1]), incident(broken("region", "A", 2, 5), minutes=10))
    assert timeline.events[0] == (2, "A is hit.", "incident")
    assert [event[0] for event in timeline.events] == sorted(event[0] for event in timeline.events)
    assert {event[2] for event in timeline.events} <= {"incident", "health", "dns", "capacity", "recovery"}


def test_jitter_is_seeded_and_notices_no_later_than_without(line: World) -> None:
    story = incident(broken("region", "A", 0), minutes=6)
    plain, seeded, again = (play(line, AMPLE, story, seed) for seed in (None, 7, 7))
    assert plain.lost_requests > seeded.lost_requests >= plain.lost_requests - QUICK.interval_s
    pd.testing.assert_frame_equal(seeded.frame, again.frame)
    assert seeded.lost_requests != play(line, AMPLE, story, 8).lost_requests


@pytest.mark.parametrize(
    ("do", "message"),
    [
        (lambda world, told: play(world, AMPLE, incident(broken("region", "C", 1))), "toy: There is no Region 'C'"),
        (lambda world, told: play(world, AMPLE, incident(broken("zone", "a9", 1))), "toy: There is no zone 'a9'"),
        (lambda world, told: play(world, Scenario((Placement("C"),)), incident()), "There is no Region 'C'"),
        (lambda world, told: told.outcome(3), "The minute is 3, which is not between 0 and 2"),
        (lambda world, told: told.outcome(-1), "The minute is -1"),
        (lambda world, told: told.outcome(0.5), "The minute is 0.5. Give a whole number"),
        (lambda world, told: told.fork(3, AMPLE), "The minute is 3"),
        (lambda world, told: told.fork(1, Scenario((Placement("C"),))), "There is no Region 'C'"),
        (lambda world, told: Failover(threshold=0), "threshold of the health checks is 0"),
        (lambda world, told: Failover(ttl_s=-1), "TTL is -1"),
        (lambda world, told: Failover(slow_share=1.5), "share of slow clients is 1.5"),
        (lambda world, told: Failover(retries=1.5), "number of retries is 1.5. Give a whole number"),  # type: ignore[arg-type]
        (lambda world, told: Failover(retry_budget=-0.1), "retry budget is -0.1"),
        (lambda world, told: Failover(interval_s=float("nan")), "time between health checks is nan"),
    ],
)
def test_bad_input_is_told(line: World, do: Callable[[World, Timeline], object], message: str) -> None:
    timeline = play(line, AMPLE, incident())
    with pytest.raises(InputError, match=message):
        do(line, timeline)


def test_a_design_without_regions_drops_everything(line: World) -> None:
    timeline = play(line, Scenario(), incident(broken("region", "A", 1)))
    assert told(timeline, "dropped_no_route_rps") == [4, 4, 4]
    assert timeline.regions.empty
    assert timeline.rpo_s == 0


def test_nobody_asking_loses_nothing(line: World) -> None:
    timeline = play(line, replace(AMPLE, demand=Demand(growth=0)), incident(broken("region", "A", 1)))
    assert (timeline.lost_requests, timeline.lost_minutes, timeline.lost_user_minutes) == (0, 0, 0)


# laws on the committed World


@st.composite
def designs(draw: st.DrawFn) -> Scenario:
    chosen = draw(st.lists(st.sampled_from(LISTED), unique=True, min_size=1, max_size=4))
    placements = tuple(Placement(code, draw(st.integers(1, min(3, len(ZONES_OF[code]))))) for code in chosen)
    scaling = Scaling(draw(st.sampled_from(["static", "on-demand"])), draw(st.integers(0, 2)), draw(st.integers(0, 1)))
    rules = Failover(
        interval_s=draw(st.sampled_from([10.0, 30.0])),
        threshold=draw(st.integers(1, 3)),
        ttl_s=draw(st.sampled_from([0.0, 60.0, 300.0])),
        slow_tail_min=draw(st.sampled_from([0.0, 10.0])),
        retries=draw(st.sampled_from([0, 0, 2])),
        backoff=draw(st.booleans()),
    )
    weights = tuple((code, 1.0 + place) for place, code in enumerate(chosen))
    routing = draw(
        st.sampled_from([Routing(), Routing("failover", order=tuple(chosen)), Routing("weighted", weights=weights)])
    )
    depends_on = draw(st.sampled_from([frozenset({"compute"}), CALLS_DATABASE]))
    return Scenario(placements, routing=routing, failover=rules, scaling=scaling, depends_on=depends_on)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Scenario, Incident]:
    """A design, and an incident of an hour that hits it from minute 5 on and is over, or lasts, after minute 30."""
    design = draw(designs())
    kinds = ["zone", "region", "service", *(["control-plane"] if design.scaling.mode == "static" else [])]
    phases = []
    for begin in sorted(draw(st.lists(st.integers(5, 20), min_size=1, max_size=4))):
        region, kind = draw(st.sampled_from(design.placements)).region, draw(st.sampled_from(kinds))
        zone = draw(st.sampled_from(ZONES_OF[region]))
        target = {"zone": zone, "service": f"{region}/database"}.get(kind, region)
        end = draw(st.none() | st.integers(begin + 1, 30))
        phases.append(broken(kind, target, begin, end, draw(st.sampled_from([1.0, 1.0, 0.5]))))
    return design, incident(*phases, minutes=60)


few = settings(max_examples=25)


@few
@given(stories())
def test_offered_is_served_plus_dropped_in_every_minute_and_cell_and_over_the_whole(
    aws: World, story: tuple[Scenario, Incident]
) -> None:
    timeline = play(aws, *story)
    frame = timeline.frame
    np.testing.assert_allclose(frame["offered_rps"], frame["served_rps"] + frame["dropped_rps"], rtol=1e-9)
    np.testing.assert_allclose(dropped(timeline).sum(axis=1), frame["dropped_rps"], rtol=1e-9, atol=1e-6)
    assert (dropped(timeline) >= 0).all(axis=None)
    assert (frame["attempts_rps"] >= frame["offered_rps"] * (1 - 1e-12)).all()
    carried = timeline.regions["load_rps"].groupby("minute").sum()
    np.testing.assert_allclose(carried, frame["served_rps"], rtol=1e-9, atol=1e-6)
    for minute in (0, 6, 12, 25, 59):
        outcome = timeline.outcome(minute)
        lost = sum(outcome.dropped_rps.values(), np.zeros(len(aws.cells)))
        np.testing.assert_allclose(outcome.offered_rps, outcome.served_rps + lost, rtol=1e-9)
        told_now, row = outcome.summary, frame.loc[minute]
        assert told_now.served_rps == pytest.approx(row["served_rps"])
        np.testing.assert_allclose(
            [told_now.within_slo, told_now.rtt_p50_ms, told_now.rtt_p95_ms],
            row[["within_slo", "rtt_p50_ms", "rtt_p95_ms"]].to_numpy(float),
        )


@few
@given(stories())
def test_before_the_first_phase_and_long_after_the_last_it_is_the_model_of_an_instant(
    aws: World, story: tuple[Scenario, Incident]
) -> None:
    design, events = replace(story[0], failover=replace(story[0].failover, retries=0)), story[1]
    timeline = play(aws, design, events)
    lasting = timeline.outcome(59).scenario
    for minute, scenario in ((0, design), (4, design), (59, lasting)):
        now, then = timeline.outcome(minute).summary, simulate(aws, scenario).summary
        assert now.served_rps == pytest.approx(then.served_rps, abs=1e-3)
        assert {name: rps for name, rps in now.dropped_by_reason.items() if rps > 1e-3} == pytest.approx(
            {name: rps for name, rps in then.dropped_by_reason.items() if rps > 1e-3}, abs=1e-3
        )
        np.testing.assert_allclose([now.rtt_p50_ms, now.rtt_p95_ms], [then.rtt_p50_ms, then.rtt_p95_ms], rtol=1e-5)


@few
@given(stories())
def test_more_headroom_never_serves_less(aws: World, story: tuple[Scenario, Incident]) -> None:
    design, events = replace(story[0], scaling=Scaling()), story[1]
    played = [play(aws, replace(design, scaling=Scaling("static", spare)), events) for spare in (0, 1, 2)]
    for less, more in pairwise(played):
        assert (more.frame["served_rps"] >= less.frame["served_rps"] * (1 - 1e-9) - 1e-6).all()


@few
@given(stories(), st.integers(0, 59))
def test_it_is_deterministic_and_a_fork_with_the_same_design_changes_nothing(
    aws: World, story: tuple[Scenario, Incident], minute: int
) -> None:
    first, again = play(aws, *story), play(aws, *story)
    forked = first.fork(minute, story[0])
    for other in (again, forked):
        pd.testing.assert_frame_equal(first.frame, other.frame, check_exact=other is again)
        pd.testing.assert_frame_equal(first.regions, other.regions, check_exact=other is again)
        pd.testing.assert_frame_equal(first.zones, other.zones, check_exact=other is again)
        assert first.events == other.events
        assert (first.rpo_s, first.lost_minutes) == (other.rpo_s, other.lost_minutes)


def test_the_same_failover_written_as_processes_agrees_within_1_percent(aws: World) -> None:
    source = spec_from_file_location("simpy_peer", Path(__file__).parents[1] / "benchmarks" / "_simpy_peer.py")
    assert source is not None
    assert source.loader is not None
    peer = module_from_spec(source)
    sys.modules["simpy_peer"] = peer  # its dataclass looks its module up
    source.loader.exec_module(peer)
    design = Scenario((Placement("us-east-1"), Placement("eu-west-1")), scaling=Scaling(spare_regions=1))
    timeline = play(aws, design, incident(broken("region", "us-east-1", 5, 40), minutes=60))
    rows = [aws.position("us-east-1"), aws.position("eu-west-1")]
    room = routing.spread(plan_of(aws, design).zone_rps, aws.zone_region, len(aws.regions))[rows]
    run = peer.Failing(design.failover, aws.wait_by_region[rows].astype(float), timeline.outcome(0).offered_rps, room)
    totals = run.run(60, [(0, 5, 40)])
    assert totals.offered == pytest.approx(timeline.frame["offered_rps"].sum() * 60, rel=1e-6)
    assert totals.served == pytest.approx(timeline.frame["served_rps"].sum() * 60, rel=0.01)
    assert totals.waiting == pytest.approx(timeline.lost_requests, rel=0.01)
    assert totals.no_room == 0


# what real incidents would have done


def gulf(*regions: str, needs: frozenset[str] = CALLS_DATABASE) -> Scenario:
    placements = tuple(Placement(region) for region in regions)
    return Scenario(placements, scaling=Scaling(spare_regions=len(regions) - 1), depends_on=needs)


def after(timeline: Timeline, minute: int) -> float:
    """Share of the requests that are answered from a minute on."""
    rest = timeline.frame.loc[minute:]
    return float(rest["served_rps"].sum() / rest["offered_rps"].sum())


@pytest.mark.parametrize("needs", [frozenset({"compute"}), CALLS_DATABASE])
def test_march_2026_three_zones_survive_the_first_loss_and_not_the_second(aws: World, needs: frozenset[str]) -> None:
    timeline = play(aws, gulf("me-central-1", needs=needs), MARCH)
    assert timeline.frame["reach"].loc[:315].min() == 1
    assert timeline.frame["reach"].loc[316:].max() <= 0.5 + 1e-9


def test_april_2026_bahrain_as_second_region_does_not_save_it_and_a_far_one_does(aws: World) -> None:
    near, far = gulf("me-central-1", "me-south-1"), gulf("me-central-1", "eu-west-1")
    assert after(play(aws, near, MARCH), 400) > 0.999  # in March it still did
    assert after(play(aws, near, APRIL), 180) < 0.1
    assert after(play(aws, far, MARCH), 400) > 0.999
    assert after(play(aws, far, APRIL), 180) > 0.999
    assert play(aws, gulf("me-south-1"), APRIL).rpo_s == inf


def test_october_2025_running_servers_go_on_and_what_calls_the_database_does_not(aws: World) -> None:
    running = Scenario((Placement("us-east-1"),))
    assert play(aws, running, OCTOBER).lost_minutes == 0
    assert play(aws, replace(running, demand=Demand(0)), OCTOBER).lost_minutes == 0
    calls = play(aws, replace(running, depends_on=CALLS_DATABASE), OCTOBER)
    assert calls.lost_minutes == 172
    assert calls.frame["dropped_dependency_rps"].loc[:171].min() == calls.frame["offered_rps"][0]


def test_october_2025_what_must_launch_as_the_day_begins_falls_short(aws: World) -> None:
    launching = Scenario((Placement("us-east-1"),), scaling=Scaling("on-demand"), demand=Demand(0))
    timeline = play(aws, launching, OCTOBER)
    assert timeline.lost_minutes > 300
    assert dropped(timeline).sum().idxmax() == "dropped_control_plane_rps"
    in_peace = play(aws, launching, replace(OCTOBER, phases=()))
    assert in_peace.lost_minutes == 0


def test_october_2025_a_second_region_saves_both(aws: World) -> None:
    two = Scenario((Placement("us-east-1"), Placement("us-west-2")), scaling=Scaling(spare_regions=1))
    calls = replace(two, depends_on=CALLS_DATABASE)
    alone = play(aws, replace(calls, placements=two.placements[:1]), OCTOBER)
    assert play(aws, calls, OCTOBER).lost_requests < 0.02 * alone.lost_requests
    launching = replace(two, scaling=Scaling("on-demand"), demand=Demand(0))
    short = play(aws, replace(launching, placements=two.placements[:1]), OCTOBER)
    assert play(aws, launching, OCTOBER).lost_requests < 0.1 * short.lost_requests


def test_cures_are_played_and_the_best_comes_first(aws: World) -> None:
    design = replace(gulf("me-central-1"), scaling=Scaling())
    found = cures(aws, design, MARCH)
    assert [cure.lost_requests for cure in found] == sorted(cure.lost_requests for cure in found)
    best = found[0]
    assert isinstance(best, Cure)
    assert best.cures
    assert "another Region" in best.label
    assert play(aws, best.scenario, MARCH).lost_requests == best.lost_requests
    assert best.before == play(aws, design, MARCH).lost_requests
    without = next(cure for cure in found if cure.label == "without the database")
    assert not without.cures
    assert cures(aws, gulf("eu-west-1"), MARCH) == []


def test_each_kind_of_neighbour_is_tried(aws: World) -> None:
    design = Scenario(
        (Placement("us-east-1", 2), Placement("us-west-2")), scaling=Scaling("on-demand"), demand=Demand(0)
    )
    labels = [cure.label for cure in cures(aws, replace(design, depends_on=CALLS_DATABASE), OCTOBER)]
    assert "one more zone in N. Virginia" in labels
    assert "servers that run beforehand" in labels
    assert "without the database" in labels
    assert "room to carry a lost Region" in labels


@pytest.mark.parametrize("name", sorted(INCIDENTS))
def test_every_committed_incident_can_be_played_and_hits_only_what_it_names(aws: World, name: str) -> None:
    hit = {phase.target.partition("/")[0] for phase in INCIDENTS[name].phases}
    hit |= {aws.places.region_of.get(target, target) for target in hit}
    assert "eu-north-1" not in hit
    timeline = play(aws, Scenario((Placement("eu-north-1"),), frozenset({Outage("zone", "eun1-az1")})), INCIDENTS[name])
    assert timeline.lost_requests == 0
    assert len(timeline.frame) == INCIDENTS[name].minutes
    assert {caption for _, caption, kind in timeline.events if kind == "incident"} == {
        phase.caption for phase in INCIDENTS[name].phases
    }


# how soon it served again, and what was lost


def test_recovery_by_hand(line: World) -> None:
    # as in the three minutes by hand: B answers all near A from minute 3 on; the island is never served
    measured = recovery(play(line, AMPLE, incident(broken("region", "A", 1), minutes=6)))
    assert measured == Recovery(1, 3, 1 / 60, pytest.approx(60 * 6 + 60))
    assert measured.rto_min == 2
    cut_short = recovery(play(line, AMPLE, incident(broken("region", "A", 1), minutes=3)))
    assert (cut_short.served_minute, cut_short.rto_min) == (None, inf)


def test_what_breaks_and_is_back_before_anybody_moves_loses_no_data(line: World) -> None:
    short = recovery(play(line, replace(AMPLE, failover=Failover()), incident(broken("region", "A", 1, 2), minutes=9)))
    assert (short.rto_min, short.data_lost_min) == (1, 0)
    moved = recovery(play(line, AMPLE, incident(broken("region", "A", 1, 5), minutes=30)))
    assert moved.data_lost_min == 1 / 60  # B took over without the last second


def test_the_longest_time_without_service_counts(line: World) -> None:
    twice = incident(broken("region", "A", 1, 2), broken("region", "A", 20, 22), minutes=40)
    alone = Scenario((Placement("A", 2),), failover=Failover(slow_share=0))
    measured = recovery(play(line, alone, twice))
    assert (measured.out_minute, measured.served_minute, measured.rto_min) == (20, 22, 2)


def test_the_loss_of_the_only_region_has_no_end_and_leaves_no_data(line: World) -> None:
    measured = recovery(play(line, Scenario((Placement("A", 2),)), incident(broken("region", "A", 1), minutes=9)))
    assert (measured.rto_min, measured.data_lost_min) == (inf, inf)


def test_a_standby_that_is_lost_costs_no_data(line: World) -> None:
    first = replace(AMPLE, routing=Routing("failover", ("A", "B")))
    measured = recovery(play(line, first, incident(broken("region", "B", 1, 6), minutes=9)))
    assert measured == Recovery(None, None, 0.0, pytest.approx(60 * 9))


def test_clients_that_keep_old_answers_too_long_do_not_hold_the_recovery_up(line: World) -> None:
    rules = Failover(interval_s=10, slow_share=0.1, slow_tail_min=30)
    timeline = play(line, replace(AMPLE, failover=rules), incident(broken("region", "A", 1), minutes=60))
    assert timeline.lost_minutes == 60  # somebody waits, and the island always does
    # 3 of 4 are usual, a tenth of them may wait: minute 2 has (2 + 0.9 x 52.5 / 60) / 4 of all, and 0.697 is enough
    assert recovery(timeline).rto_min == 1
