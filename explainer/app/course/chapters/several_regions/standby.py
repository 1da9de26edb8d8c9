"""Two Regions of chapter 6: what stands ready in the second one, and how that fares when the first is lost.

The four ways are those of `strategies`, between two real Regions and for the people who live in the part of the map
that is shown. Losing the Region is an incident like any other: `play` runs it, `recovery` measures it. What it costs
over the years is the price of what stands ready, and how often a Region fails times what is then lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explainer.incidents import Incident, Phase, load_incidents
from explainer.model import routing
from explainer.outcome import Outcome
from explainer.scenario import Outage, Placement, Scaling, Scenario
from explainer.simulate import simulate
from explainer.strategies import Strategy, strategies
from explainer.tables import committed
from explainer.timeline import Recovery, Timeline, play, recovery
from explainer.view.projection import forward
from explainer.world import World, load_world

Floats = NDArray[np.float64]

PRIMARY, STANDBY = "eu-west-1", "eu-central-1"
READY = {"backup": "backup-restore", "data": "pilot-light", "some": "warm-standby", "all": "active-active"}
LAUNCHES = ("work", "none")  # whether new servers start in the standby
BEGIN_UTC = datetime(2026, 1, 1, 14, 20, tzinfo=UTC)
REPLAY_MIN = 1440
#: what is shown of the map, in radians of its plane: left, right, bottom, top
FRAME = (-0.415, 0.155, 0.828, 1.008)
MONTHS, DAYS = 12.0, 365.0  # of a year
HOUR_COSTS = {"day": MONTHS / DAYS, "year": MONTHS, "decade": 10 * MONTHS}  # an hour down, in bills of a month
OCTOBER, OCTOBER_REGION, OTHER_REGION = "aws-2025-10-20-use1", "us-east-1", "us-west-2"


@dataclass(frozen=True)
class Bill:
    """What a year costs on average, in monthly bills of the first Region alone.

    Parameters
    ----------
    standing
        For what stands ready.
    losses
        For the hours down and the hours of data that are lost.
    """

    standing: float
    losses: float

    @property
    def total(self) -> float:
        """Both together."""
        return self.standing + self.losses


@lru_cache(maxsize=1)
def world() -> World:
    """Give the World with the people of the part that is shown."""
    whole = load_world()
    x, y = forward(whole.cells["lon"], whole.cells["lat"], whole.canvas.rotation_lon)
    left, right, bottom, top = FRAME
    shown = (left <= x) & (x <= right) & (bottom <= y) & (y <= top)
    return replace(whole, cells=whole.cells[shown].reset_index(drop=True))


@lru_cache(maxsize=1)
def ways() -> Mapping[str, Strategy]:
    """Give the four ways to be ready, the cheapest first."""
    found = strategies(world(), PRIMARY, STANDBY)
    return {ready: found[key] for ready, key in READY.items()}


@lru_cache(maxsize=8)
def played(ready: str, launches: str = "work") -> Timeline:
    """Lose the first Region for good, with something ready in the second one."""
    phases = [Phase(0, "region", f"{PRIMARY} is lost.", PRIMARY)]
    if launches == "none":
        phases.append(Phase(0, "control-plane", f"Nothing launches in {STANDBY}.", STANDBY))
    lost = Incident("lost", "A Region is lost", "", BEGIN_UTC, REPLAY_MIN, "", "assumed", "", "", False, tuple(phases))
    return play(world(), ways()[ready].scenario, lost)


@lru_cache(maxsize=8)
def fared(ready: str, launches: str = "work") -> Recovery:
    """Measure how soon customers are served again, and what is lost."""
    return recovery(played(ready, launches))


@lru_cache(maxsize=256)
def outcome(ready: str, launches: str, minute: int | None) -> Outcome:
    """Say who is served in a minute after the loss; None: before it."""
    if minute is None:
        return simulate(world(), ways()[ready].scenario)
    return played(ready, launches).outcome(min(minute, REPLAY_MIN - 1))


def not_served(ready: str, launches: str = "work") -> Floats:
    """Share of the demand that is not served in each minute after the loss [0..1]."""
    return np.asarray(1 - played(ready, launches).frame["reach"].to_numpy(float))


def running(ready: str, launches: str, minute: int | None) -> float:
    """Share of the servers that runs in the second Region, of as many as the first one has [0..1]."""
    here, there = ways()[ready].scenario.placements
    full_rps = here.capacity_rps or 0.0
    if minute is None:
        return (there.capacity_rps or 0.0) / full_rps
    frame = played(ready, launches).regions["capacity_rps"]
    return float(frame[min(minute, REPLAY_MIN - 1), STANDBY]) / full_rps


def lost_h(ready: str) -> float:
    """Hours of service that are lost in one event, part of the customers counting as part of an hour [h]."""
    return float(not_served(ready).sum()) / 60


def data_lost_h(ready: str) -> float:
    """Hours of data that are lost in one event [h]."""
    return fared(ready).data_lost_min / 60


@lru_cache(maxsize=1)
def events() -> tuple[int, float, float]:
    """Give what is counted of events that hit a whole Region: how many, in how many Region-years, and their rate."""
    rows = committed("rates")
    row = rows[(rows["events"] == "region") & (rows["regions"] == "all") & (rows["per"] == "region")].iloc[0]
    return int(row["count"]), float(row["exposure_years"]), float(row["per_year"])


def bill(ready: str, hour: str) -> Bill:
    """Give what a year costs when an hour down, like an hour of lost data, costs so much (a key of `HOUR_COSTS`)."""
    hours = lost_h(ready) + data_lost_h(ready)
    return Bill(MONTHS * (ways()[ready].cost_index - 1), events()[2] * hours * HOUR_COSTS[hour])


def cheapest(hour: str) -> str:
    """Give the way that costs least over the years."""
    return min(READY, key=lambda ready: bill(ready, hour).total)


def zones_only() -> Outcome:
    """Run in three zones of the first Region and nowhere else, and lose the Region."""
    alone = Scenario((Placement(PRIMARY, 3),))
    return simulate(world(), alone.breaking(Outage("region", PRIMARY)))


@lru_cache(maxsize=2)
def october(two_regions: bool) -> Timeline:
    """Replay October 2025 on a service that needs the database, in three zones of N. Virginia or in Oregon too."""
    regions = (OCTOBER_REGION, OTHER_REGION) if two_regions else (OCTOBER_REGION,)
    scaling = Scaling(spare_regions=len(regions) - 1)
    service = Scenario(
        tuple(Placement(code, 3) for code in regions), depends_on=frozenset({"compute", "database"}), scaling=scaling
    )
    return play(load_world(), service, load_incidents()[OCTOBER])


def still_healthy(reporting_healthy: float) -> bool:
    """Say whether a place counts as healthy when a share of the health checkers says so [0..1]."""
    both = routing.healthy(np.array([reporting_healthy, 1.0]), np.array([True, True]))
    return bool(both[0])
