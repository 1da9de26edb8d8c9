"""What a state costs: simulated once for each set of broken things, then remembered.

A year visits few states, but the same ones again and again. Each is answered by `simulate`, in a World that has only
the Regions that the design could use, which gives the same answer sooner.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from explainer.scenario import Scenario
from explainer.simulate import damage_of, plan_of, simulate, zone_shares
from explainer.world import World
from explainer.years.areas import Areas
from explainer.years.threats import CAUSES, Threat

Floats = NDArray[np.float64]

SAME = 1e-9  # shares so near are one
Active = frozenset[int]
NOTHING: Active = frozenset()


@dataclass(frozen=True, eq=False)
class State:
    """What one set of broken things does.

    Parameters
    ----------
    lost
        Share of the customers who are not served [0..1].
    cause
        What the loss is laid to, a position in `CAUSES`.
    region_share
        Share of the customers whom each Region serves [0..1].
    uneven_share
        Share of the customers who are not served while a load balancer still spreads evenly over zones of which some
        are broken in part, beside `lost`, by Region [0..1].
    """

    lost: float
    cause: int
    region_share: Floats
    uneven_share: Floats


class States:
    """The states of a design, each simulated when it is first met.

    Parameters
    ----------
    world, scenario
        The design; what is broken in it stays broken. It is taken at the day's average demand, since a year has every
        hour.
    threats
        What can happen to it.
    """

    def __init__(self, world: World, scenario: Scenario, threats: Sequence[Threat]) -> None:
        self.scenario = replace(scenario, demand=replace(scenario.demand, hour_utc=None))
        self.world = only_needed(world, self.scenario)
        self.threats = threats
        rules = scenario.failover
        slow_s = rules.slow_share * (rules.ttl_s + rules.slow_tail_min * 30)
        self.moving_min = (rules.detection_s + (1 - rules.slow_share) * rules.ttl_s / 2 + slow_s) / 60
        self._areas = Areas(self.world, self.scenario)
        self._known: dict[Active, State] = {}
        self.starting = cache(self._starting)

    def __len__(self) -> int:
        """How many states have been met."""
        return len(self._known)

    def __getitem__(self, active: Active) -> State:
        """Tell what a set of threats that have struck does."""
        if active not in self._known:
            cuts = [number for number in sorted(active) if self.threats[number].cause == "cable"]
            self._known[active] = self._simulated(active) if len(cuts) < 2 else self._summed(active, cuts)
        return self._known[active]

    def unknown(self, actives: Iterable[Active]) -> list[Active]:
        """Those not met yet, always in the same order."""
        return sorted((active for active in actives if active not in self._known), key=sorted)

    def _starting(self, before: Active, after: Active) -> tuple[float, float]:
        """Shares of the customers whom a change leaves without service until clients, or load balancers, have moved."""
        old, new = self[before], self[after]
        left = float(old.region_share[(old.region_share > SAME) & (new.region_share <= SAME)].sum())
        moved = max(left - max(new.lost - old.lost, 0.0), 0.0)
        return moved, float(np.maximum(new.uneven_share - old.uneven_share, 0.0).sum())

    def _simulated(self, active: Active) -> State:
        outages = [outage for number in active for outage in self.threats[number].outages]
        broken = self.scenario.breaking(*outages)
        told = simulate(self.world, broken)
        total = told.summary.offered_rps or 1.0
        left = damage_of(self.world, broken).zone
        uneven = self._uneven_rps(told.region_rps, left) if ((left > 0) & (left < 1)).any() else told.region_rps * 0
        lost = 1 - told.summary.reach
        return State(lost, self._cause(active, lost), told.region_rps / total, uneven / total)

    def _summed(self, active: Active, cuts: list[int]) -> State:
        """Add up what each of several cuts costs on top of the rest, and who is cut off only by all of them.

        Cuts last for weeks, so that pairs of them are by far the most states, and working out the ways of every pair
        would take longer than all the rest. Left out is only what capacity makes of two cuts beyond their sum.
        """
        rest = active - frozenset(cuts)
        base, each = self[rest].lost, [self[rest | {cut}] for cut in cuts]
        names = [outage.target for cut in cuts for outage in self.threats[cut].outages]
        uncut = self._areas.cut_off_share()
        together = self._areas.cut_off_share(*names) - uncut
        together -= sum(self._areas.cut_off_share(name) - uncut for name in names)
        lost = float(np.clip(base + sum(state.lost - base for state in each) + together, base, 1.0))
        return replace(max(each, key=lambda state: state.lost), lost=lost, cause=self._cause(active, lost))

    def _uneven_rps(self, region_rps: Floats, left: Floats) -> Floats:
        """Load that fails while each zone that stands is sent the same, by Region [req/s]."""
        plan, region, size = plan_of(self.world, self.scenario), self.world.zone_region, len(region_rps)
        stands = (plan.zone_used & (left > 0)).astype(float)
        built_rps = np.bincount(region, plan.zone_rps * left, size)
        room_rps = np.maximum(built_rps, region_rps)  # what grows has grown to its load
        carried = room_rps[region] * zone_shares(self.world, plan.zone_used * left)
        even = region_rps[region] * zone_shares(self.world, stands)
        return np.bincount(region, np.maximum(even - carried, 0.0), size).astype(float)

    def _cause(self, active: Active, lost: float) -> int:
        """Lay a loss to the one thing that alone would cost as much, else to several at once."""
        if not active:
            return CAUSES.index("always")
        alone = {number: lost if len(active) == 1 else self[frozenset({number})].lost for number in sorted(active)}
        worst = max(alone, key=lambda number: alone[number])
        return CAUSES.index(self.threats[worst].cause if alone[worst] >= lost - SAME else "several at once")


def only_needed(world: World, scenario: Scenario) -> World:
    """Give the same World with only those Regions that a scenario names."""
    named = {placement.region for placement in scenario.placements} | scenario.routing.regions
    targets = {outage.place for outage in scenario.outages}
    named |= targets | {world.places.region_of[target] for target in targets if target in world.places.region_of}
    regions, zones = world.regions, world.zones
    return replace(
        world, regions=regions[regions.index.isin(named)], zones=zones[zones["region"].isin(named)], measured={}
    )
