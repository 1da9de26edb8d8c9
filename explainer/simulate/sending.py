"""Who is sent where: the routing policy and the residency rules, as far as there is room."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.model import capacity, routing
from explainer.outcome import Assignment
from explainer.scenario import Routing, Scenario
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def send(
    world: World, scenario: Scenario, waits: NDArray[np.float32], sent_to: Bools, offered: Floats, room: Floats
) -> Assignment:
    """Send every cell where routing and capacity let it go."""
    rows = np.flatnonzero(sent_to)
    rules = scenario.routing
    reachable = np.isfinite(waits[rows]) & allowed_by(world, rules, rows)
    if rules.policy == "weighted":
        weights = dict(rules.weights)
        shares = [weights.get(str(code), 0.0) for code in world.regions.index[rows]]
        sent = capacity.share_out(shares, reachable, offered, room[rows])
    else:
        cost = np.where(reachable, _cost(world, rules, waits[rows].astype(float), rows), np.inf)
        sent = capacity.assign(cost, offered, room[rows])
    return Assignment(sent.cell, rows[sent.region], sent.rps, sent.refused_rps)


def _cost(world: World, rules: Routing, waits: Floats, rows: NDArray[np.intp]) -> Floats:
    """Say what each Region costs each cell by the routing policy."""
    if rules.policy == "latency":
        return waits
    codes = [str(code) for code in world.regions.index[rows]]
    if rules.policy == "failover":
        rank = np.array([rules.order.index(code) if code in rules.order else len(rules.order) for code in codes], float)
        return np.asarray(routing.by_order(waits, rank))
    if rules.policy == "geoproximity":
        bias = dict(rules.bias)
        return np.asarray(
            routing.by_biased_distance(world.distance_km[rows], np.array([bias.get(code, 0.0) for code in codes]))
        )
    listed = [(place, codes.index(region)) for place, region in rules.places if region in codes]
    country, continent = (world.cells[name].to_numpy(object) for name in ("country", "continent"))
    return np.asarray(routing.by_place(listed, len(codes), country, continent))


def allowed_by(world: World, rules: Routing, rows: NDArray[np.intp]) -> Bools:
    """Which Region (row) may serve which cell (column), by the residency rules."""
    allowed = np.ones((len(rows), len(world.cells)), bool)
    if not rules.residency:
        return allowed
    country = world.cells["country"].to_numpy(object)
    codes = world.regions.index[rows]
    for place, regions in rules.residency:
        elsewhere, theirs = np.flatnonzero(~codes.isin(list(regions))), np.flatnonzero(country == place)
        allowed[np.ix_(elsewhere, theirs)] = False
    return allowed


def named_by(world: World, rules: Routing, rows: NDArray[np.intp]) -> Bools:
    """Which Region (row) the rules would ever send which cell (column) to."""
    shape = (len(rows), len(world.cells))
    if rules.policy == "weighted":
        weights = dict(rules.weights)
        some = np.array([weights.get(str(code), 0.0) > 0 for code in world.regions.index[rows]], bool)
        return np.asarray(np.broadcast_to(some[:, None], shape))
    if rules.policy == "geolocation":
        return np.isfinite(_cost(world, rules, np.zeros(shape), rows))
    return np.ones(shape, bool)
