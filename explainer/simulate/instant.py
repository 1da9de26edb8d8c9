"""One instant of a design, and the one reason of every request that is dropped in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.model import faults, routing
from explainer.outcome import Assignment, Outcome
from explainer.scenario import Scenario, check
from explainer.simulate.damage import Damage, damage_of
from explainer.simulate.plan import Plan, offered_rps, plan_of
from explainer.simulate.sending import allowed_by, named_by, send
from explainer.simulate.sums import by_cell, queue_ms, summarise, zone_shares
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LAST_BIT = 1e-12  # share by which sums of the same loads may differ


def simulate(world: World, scenario: Scenario) -> Outcome:
    """Say who is served, by whom and how fast.

    Parameters
    ----------
    world
        Places, people and cables.
    scenario
        The design and what is broken in it.

    Returns
    -------
    Outcome
        One number a cell, Region and zone, and their summary.

    Raises
    ------
    InputError
        For a Region, zone, cable, service or access that the World does not have.

    Examples
    --------
    >>> from explainer import Outage, Placement, load_world
    >>> world = load_world()
    >>> one = Scenario((Placement("us-east-1"),))
    >>> simulate(world, one).summary.reach
    1.0
    >>> simulate(world, one.breaking(Outage("region", "us-east-1"))).summary.reach
    0.0
    """
    check(scenario, world.places, world.travel.access)
    return answer(world, scenario, offered_rps(world, scenario.demand))


def answer(world: World, scenario: Scenario, offered: Floats) -> Outcome:
    """Say the same for a load that is given, cell by cell [req/s]."""
    damage, plan = damage_of(world, scenario), plan_of(world, scenario)
    zone_left = damage.zone * damage.region[world.zone_region]
    zone_up, counts = zone_left > 0, plan.zone_used | ~plan.region_used[world.zone_region]
    region_up = faults.regions_up(world.zone_region, zone_up, counts, damage.region <= 0)
    standing = region_up & plan.region_used
    sent_to = routing.healthy(damage.services, standing)
    room = _capacity_rps(world, scenario, plan, damage, zone_left)
    waits = world.cut(damage.cables).wait_by_region
    sent = send(world, scenario, waits, sent_to, offered, room)
    works = damage.services[sent.region]
    answers = Assignment(sent.cell, sent.region, sent.rps * works)
    region_rps = routing.spread(answers.rps, answers.region, len(world.regions))
    asked_rps = routing.spread(sent.rps, sent.region, len(world.regions))
    queue = np.where(np.isfinite(room) & (room > 0), queue_ms(world, asked_rps, room), 0.0)
    shares = zone_shares(world, zone_left * plan.zone_used)
    slow = damage.slow_ms + routing.spread(shares * damage.zone_slow_ms, world.zone_region, len(world.regions))
    extra = world.travel.access[scenario.access] + queue + slow
    rtt = (waits[sent.region, sent.cell] + extra[sent.region]).astype(np.float32)
    served = routing.spread(answers.rps, answers.cell, len(offered))
    # what was sent whole comes back whole: sums of parts may differ in the last bit
    served = np.where(np.abs(served - offered) <= LAST_BIT * offered, offered, served)
    dropped = _dropped(world, scenario, waits, standing, sent_to, offered, served, sent, works)
    serving, wait = by_cell(answers, rtt, offered)
    return Outcome(
        scenario=scenario,
        frames=world.frames,
        serving=serving,
        rtt_ms=wait,
        answers=answers,
        answers_rtt_ms=rtt,
        offered_rps=offered,
        served_rps=served,
        dropped_rps=dropped,
        region_up=region_up,
        region_used=plan.region_used,
        zone_up=zone_up,
        zone_used=plan.zone_used,
        region_rps=region_rps,
        zone_rps=region_rps[world.zone_region] * shares,
        region_capacity_rps=room,
        region_queue_ms=queue,
        region_slow_ms=slow,
        region_refused_rps=routing.spread(sent.refused_rps, np.flatnonzero(sent_to), len(world.regions)),
        cut_cables=damage.cables,
        summary=summarise(world, scenario, answers, rtt, offered, served, dropped),
    )


def _capacity_rps(world: World, scenario: Scenario, plan: Plan, damage: Damage, zone_left: Floats) -> Floats:
    """Say what each Region can carry now [req/s]; inf where it grows with its load."""
    listed = routing.spread(plan.zone_rps * zone_left, world.zone_region, len(world.regions))
    room = listed + plan.region_rps * damage.region
    if scenario.scaling.mode == "static":
        return room
    stands = routing.spread(plan.zone_used * zone_left, world.zone_region, len(world.regions)) > 0
    unlisted = plan.region_used & (np.bincount(world.zone_region[plan.zone_used], minlength=len(room)) == 0)
    grows = (damage.launches >= 1) & (stands | (unlisted & (damage.region > 0)))
    return np.asarray(np.where(grows, np.inf, room * (1 + damage.launches * (damage.launches < 1))))


def _dropped(
    world: World,
    scenario: Scenario,
    waits: NDArray[np.float32],
    standing: Bools,
    sent_to: Bools,
    offered: Floats,
    served: Floats,
    sent: Assignment,
    works: Floats,
) -> dict[str, Floats]:
    """Give every dropped request its one reason."""
    if not (offered - served).any():
        return {}
    size = len(offered)
    failed = routing.spread(sent.rps * (1 - works), sent.cell, size)
    unsent = offered - served - failed
    unsent = np.where(unsent > LAST_BIT * offered, unsent, 0.0)
    rows = np.flatnonzero(standing)
    routed = np.isfinite(waits[rows]) & named_by(world, scenario.routing, rows)
    allowed = routed & allowed_by(world, scenario.routing, rows)
    asked = allowed[sent_to[rows]].any(axis=0)
    short = "no-capacity" if scenario.scaling.mode == "static" else "control-plane"
    # each test is passed only by those who passed the one before: their number says which one failed
    passed = np.sum([routed.any(axis=0), allowed.any(axis=0), asked], axis=0)
    found = np.bincount(passed[unsent > 0], minlength=4)
    reasons = enumerate(("no-route", "not-compliant", "dependency", short))
    dropped = {reason: np.where(passed == number, unsent, 0.0) for number, reason in reasons if found[number]}
    if failed.any():
        dropped["dependency"] = dropped.get("dependency", np.zeros(size)) + failed
    return dropped
