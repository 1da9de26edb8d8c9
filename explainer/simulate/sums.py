"""What answers add up to: for each cell, each zone, each Region and everybody."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.model import capacity, demand, routing
from explainer.outcome import NOBODY, Assignment, Summary
from explainer.scenario import Scenario
from explainer.world import World

Floats = NDArray[np.float64]


def queue_ms(world: World, asked_rps: Floats, room_rps: Floats) -> Floats:
    """Mean wait for a free worker in each Region [ms], by what it is asked and what it can carry [req/s]."""
    used = np.divide(asked_rps, room_rps, out=np.zeros_like(asked_rps), where=room_rps > 0)
    return capacity.queue_ms(np.minimum(used, 1.0) * capacity.RATED, world.travel.workers, world.travel.service)


def zone_shares(world: World, carrying: Floats) -> Floats:
    """Share of its Region's load that each zone carries, in proportion to what is left of it."""
    total = routing.spread(carrying, world.zone_region, len(world.regions))[world.zone_region]
    return np.divide(carrying, total, out=np.zeros_like(carrying), where=total > 0)


def by_cell(
    answers: Assignment, rtt: NDArray[np.float32], offered: Floats
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Give each cell the Region that answers most of it, and its mean wait."""
    size = len(offered)
    serving = np.full(size, NOBODY, np.intp)
    part = np.where(offered[answers.cell] > 0, answers.rps, 1.0)  # who asks for nothing would still be answered
    some = part > 0
    cell, region, part = answers.cell[some], answers.region[some], part[some]
    order = np.argsort(part, kind="stable")  # the largest part of a cell is written last
    serving[cell[order]] = region[order]
    total = routing.spread(part, cell, size)
    weighted = routing.spread(part * rtt[some], cell, size)
    mean = np.divide(weighted, total, out=np.full(size, np.nan), where=total > 0)
    return serving, mean.astype(np.float32)


def summarise(
    world: World,
    scenario: Scenario,
    answers: Assignment,
    rtt: NDArray[np.float32],
    offered: Floats,
    served: Floats,
    dropped: dict[str, Floats],
) -> Summary:
    """Sum up an instant: shares served and served in time, waits, loads and people."""
    total, answered = float(offered.sum()), float(served.sum())
    share = np.divide(served, offered, out=np.zeros_like(served), where=offered > 0)
    in_time = rtt <= scenario.slo_ms
    # added up in the order of the cells, so that the sum of more is never a last bit less
    within = float(routing.spread(answers.rps[in_time], answers.cell[in_time], len(offered)).sum())
    some = answers.rps > 0
    p50, p95, p99 = demand.weighted_quantiles(rtt[some].astype(float), answers.rps[some], (0.50, 0.95, 0.99))
    return Summary(
        reach=min(answered / total, 1.0) if total else 0.0,
        within_slo=min(within / total, 1.0) if total else 0.0,
        rtt_p50_ms=p50,
        rtt_p95_ms=p95,
        rtt_p99_ms=p99,
        offered_rps=total,
        served_rps=answered,
        dropped_rps=float(sum(lost.sum() for lost in dropped.values())),
        dropped_by_reason={reason: float(lost.sum()) for reason, lost in dropped.items()},
        users=float(world.users.sum()),
        users_served=float((world.users * share).sum()),
    )
