"""A minute in numbers: the columns of the frames."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from explainer.model import demand, routing
from explainer.outcome import REASONS
from explainer.timeline.serving import ROUNDING, Now, Served
from explainer.timeline.setting import Setting
from explainer.world import World

Floats = NDArray[np.float64]

SERVED = 0.9995  # a minute in which less than this share is served is a lost minute
SUMS = (
    "offered_rps", "served_rps", "dropped_rps", *(f"dropped_{reason.replace('-', '_')}_rps" for reason in REASONS),
    "reach", "within_slo", "rtt_p50_ms", "rtt_p95_ms", "attempts_rps",
)  # fmt: skip
NOTED = ("load_rps", "capacity_rps", "utilisation")


def row_of(setting: Setting, now: Now, served: Served) -> tuple[Floats, Floats, Floats, float]:
    """Sum a minute up."""
    offered, by_reason = float(now.offered.sum()), served.lost.sum(axis=1)
    dropped = float(by_reason.sum())
    answered = offered - dropped if dropped > ROUNDING * offered else offered
    answered = answered if answered > ROUNDING * offered else 0.0
    rps, rtt = served.answers.rps, served.rtt_ms
    within = float(rps[rtt <= setting.scenario.slo_ms].sum())
    some = rps > 0
    p50, p95 = demand.weighted_quantiles(rtt[some].astype(float), rps[some], (0.50, 0.95))
    share = 1 / offered if offered else 0.0
    reach, in_time = min(answered * share, 1.0), min(within * share, 1.0)  # sums may differ in the last bit
    told = (offered, answered, dropped, *by_reason, reach, in_time, p50, p95, served.attempts_rps)
    load = routing.spread(rps, served.answers.region, len(now.room))[setting.rows]
    room = now.room[setting.rows]
    used = np.divide(load, room, out=np.full_like(room, np.nan), where=room > 0)
    carrying, zones = served.carrying_rps[setting.zones], served.zone_rps[setting.zones]
    busy = np.divide(zones, carrying, out=np.full_like(zones, np.nan), where=carrying > 0)
    return (
        np.array(told),
        np.array([load, room, used]),
        busy,
        _users_lost(setting.world, now, served) if dropped else 0.0,
    )


def _users_lost(world: World, now: Now, served: Served) -> float:
    lost = served.lost.sum(axis=0)
    part = np.divide(lost, now.offered, out=np.zeros_like(lost), where=now.offered > 0)
    return float(world.users @ part)
