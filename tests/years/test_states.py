"""A state costs what `simulate` says, and an event what the replay of it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import numpy as np
import pytest

from explainer import (
    PRESETS,
    Demand,
    Incident,
    Outage,
    Phase,
    Placement,
    Routing,
    Scaling,
    Scenario,
    World,
    play,
    simulate,
)
from explainer.rates import Duration, load_rates
from explainer.years import CAUSES, Threat, expected, threats_of
from explainer.years.states import NOTHING, States

RATES = load_rates()
LATE = replace(PRESETS["two-regions"].scenario, scaling=Scaling(spare_regions=1))
DESIGNS = {
    "two": PRESETS["two-regions"].scenario,
    "two to spare": LATE,
    "one": PRESETS["one-region"].scenario,
    "nothing to spare": replace(PRESETS["one-region"].scenario, scaling=Scaling(spare_zones=0)),
    "five": PRESETS["five-regions"].scenario,
    "five on demand": replace(PRESETS["five-regions"].scenario, scaling=Scaling("on-demand")),
    "first choice": replace(LATE, routing=Routing("failover", order=("eu-west-1", "us-east-1"))),
    "needs all": replace(LATE, depends_on=frozenset({"compute", "database", "dns"})),
}
designs = pytest.mark.parametrize("name", DESIGNS)


def states_of(world: World, scenario: Scenario) -> States:
    return States(world, scenario, threats_of(world, scenario, RATES, 1.0))


@designs
def test_a_state_loses_what_simulate_says_with_all_regions_of_the_world(aws: World, name: str) -> None:
    scenario, chance = DESIGNS[name], np.random.default_rng(5)
    states = states_of(aws, scenario)
    kinds = [threat.cause for threat in states.threats]
    for _ in range(25):
        chosen = frozenset(chance.choice(len(kinds), chance.integers(0, 4), replace=False).tolist())
        if sum(kinds[number] == "cable" for number in chosen) > 1:
            continue  # these are summed
        broken = scenario.breaking(*(outage for number in chosen for outage in states.threats[number].outages))
        assert states[chosen].lost == 1 - simulate(aws, broken).summary.reach


@pytest.mark.parametrize("name", ["two", "one", "five"])
def test_summing_cuts_is_off_by_less_than_a_thousandth_of_what_cables_cost(aws: World, name: str) -> None:
    scenario = DESIGNS[name]
    states = states_of(aws, scenario)
    base = states[NOTHING].lost
    cables = [number for number, threat in enumerate(states.threats) if threat.cause == "cable"]
    pairs = list(combinations(cables, 2))
    off = []
    for pair in pairs[::9]:
        broken = scenario.breaking(*(outage for number in pair for outage in states.threats[number].outages))
        off.append(abs(1 - simulate(states.world, broken).summary.reach - states[frozenset(pair)].lost))
    both_cut = (RATES.cable.per_year * RATES.cable_duration.mean_within_h() / 8760) ** 2
    off_min = np.mean(off) * len(pairs) * both_cut * 525_600
    assert base == 0
    assert off_min < 0.001 * expected(aws, scenario).cause_min["cable"]


def incident(threat: Threat) -> Incident:
    """The event of a threat, from minute 10 to minute 310."""
    phases = tuple(
        Phase(10, each.kind, "It breaks.", each.target, 310, each.severity) for each in sorted(threat.outages)
    )
    return Incident("toy", "A toy", "", datetime(2026, 1, 1, tzinfo=UTC), 400, "", "made up", "", "", False, phases)


@pytest.mark.parametrize(
    "name", ["two", "two to spare", "one", "nothing to spare", "five", "first choice", "needs all"]
)
def test_an_event_costs_what_its_replay_says(aws: World, name: str) -> None:
    scenario = DESIGNS[name]
    states = states_of(aws, scenario)
    base = states[NOTHING].lost
    first = scenario.placements[0].region
    for number, threat in enumerate(states.threats):
        mine = any(outage.place.startswith((first, aws.places.zones_of[first][0])) for outage in threat.outages)
        if threat.cause == "cable" or not mine:
            continue
        moved, uneven = states.starting(NOTHING, frozenset({number}))
        ours = (states[frozenset({number})].lost - base) * 300 + moved * states.moving_min + uneven * 5
        replayed = play(aws, scenario, incident(threat)).lost_user_minutes / aws.users.sum()
        # while some clients still wait there is more room for others, which the sum does not count
        assert ours == pytest.approx(replayed, rel=0.03, abs=1e-9), threat.cause


def test_what_grows_on_demand_costs_about_what_its_replay_says(aws: World) -> None:
    scenario = DESIGNS["five on demand"]
    lasting = Duration(1.0, 1.0)
    whole = Threat("region", frozenset({Outage("region", "us-east-1")}), 1.0, lasting)
    part = Threat("zone", frozenset({Outage("zone", "use1-az1", 0.375)}), 1.0, lasting)
    states = States(aws, scenario, [whole, part])
    for number, threat in enumerate(states.threats):
        moved, uneven = states.starting(NOTHING, frozenset({number}))
        replayed = play(aws, scenario, incident(threat)).lost_user_minutes / aws.users.sum()
        assert moved * states.moving_min + uneven * 5 == pytest.approx(replayed, rel=0.05)


def test_a_loss_is_laid_to_the_one_thing_that_alone_would_cost_as_much(line: World) -> None:
    both = Scenario((Placement("A", 2), Placement("B", 1)), scaling=Scaling(spare_regions=1))
    lasting = Duration(1.0, 1.0)
    parts = {name: Threat("zone", frozenset({Outage("zone", name)}), 1.0, lasting) for name in ("a1", "a2", "b1")}
    whole = Threat("region", frozenset({Outage("region", "B")}), 1.0, lasting)
    # only B stands out: with A it is everybody's loss, alone nobody's
    states = States(line, both, [*parts.values(), whole])
    laid = {active: CAUSES[states[frozenset(active)].cause] for active in ((), (0,), (2, 3), (0, 1, 3))}
    assert laid == {(): "always", (0,): "zone", (2, 3): "zone", (0, 1, 3): "several at once"}
    half = Threat("zone", frozenset({Outage("zone", "b1", 0.5)}), 1.0, lasting)
    only_b = States(line, Scenario((Placement("B", 1),)), [half, whole])
    assert CAUSES[only_b[frozenset({0, 1})].cause] == "region"  # what is down already cannot lose a half more


def test_demand_is_the_average_of_the_day(aws: World) -> None:
    evening = replace(LATE, demand=Demand(hour_utc=20.0))
    ours, average = States(aws, evening, []), States(aws, LATE, [])
    np.testing.assert_array_equal(ours[NOTHING].region_share, average[NOTHING].region_share)


def test_what_is_broken_in_the_scenario_stays_broken(aws: World) -> None:
    broken = DESIGNS["two"].breaking(
        Outage("region", "us-east-1"), Outage("zone", "euw1-az1"), Outage("cable", "NYC-DUB")
    )
    states = States(aws, broken, [])
    assert states[NOTHING].lost == 1 - simulate(aws, broken).summary.reach > 0.1
