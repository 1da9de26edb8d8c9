"""The same years as one would write them first: year by year, event by event, a set of broken things at a time.

Each state is simulated in the whole World when it is first met, pairs of cut cables too, and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

import numpy as np

from explainer import Outcome, Scenario, World, simulate
from explainer.simulate import damage_of, plan_of
from explainer.years import Threat

YEAR_H = 8760.0
Event = tuple[int, float, float]  # threat, start [h], hours


class Loop:
    """A design whose years are walked through one by one."""

    def __init__(self, world: World, scenario: Scenario, threats: Sequence[Threat], clustering: float) -> None:
        self.world, self.scenario, self.threats = world, scenario, threats
        self.clustering = clustering
        self.known: dict[frozenset[int], Outcome] = {}
        self.starts: dict[tuple[frozenset[int], frozenset[int]], tuple[float, float]] = {}
        self.groups = []
        for clustered in (True, False):
            numbers = [n for n, threat in enumerate(threats) if threat.clustered == clustered]
            rates = [threats[n].per_year for n in numbers]
            self.groups.append((clustered, numbers, rates, sum(rates)))

    def outcome(self, active: frozenset[int]) -> Outcome:
        if active not in self.known:
            outages = [outage for number in active for outage in self.threats[number].outages]
            self.known[active] = simulate(self.world, self.scenario.breaking(*outages))
        return self.known[active]

    def draw(self, chance: Random) -> list[Event]:
        """One year's events, by waiting times."""
        luck = chance.gammavariate(self.clustering, 1 / self.clustering)
        events = []
        for clustered, numbers, rates, total in self.groups:
            often = total * (luck if clustered else 1.0)
            time = chance.expovariate(often)
            while time < 1:
                number = chance.choices(numbers, rates)[0]
                lasting = self.threats[number].lasting
                hours = min(chance.lognormvariate(lasting.mu_ln_h, lasting.sigma), YEAR_H)
                events.append((number, time * YEAR_H, hours))
                time += chance.expovariate(often)
        return events

    def lost_min(self, events: Iterable[Event]) -> float:
        """Minutes that the average customer loses in a year of these events."""
        turns = []
        for number, start, hours in events:
            end = start + hours
            turns.append((start, 1, number, hours))
            turns.append((min(end, YEAR_H), -1, number, 0.0))
            if end > YEAR_H:  # it goes on at the beginning
                turns += [(0.0, 1, number, 0.0), (end - YEAR_H, -1, number, 0.0)]
        turns.sort()
        lost, since, broken, whole = 0.0, 0.0, list[int](), self.outcome(frozenset())
        before, now = frozenset[int](), whole
        for time, change, number, hours in turns:
            lost += (whole.summary.reach - now.summary.reach) * (time - since) * 60
            if change > 0:
                broken.append(number)
            else:
                broken.remove(number)
            after = frozenset(broken)
            if hours > 0:
                lost += self.moving_min(before, after, hours * 60)
            before, now, since = after, self.outcome(after), time
        return lost + (1 - whole.summary.reach) * YEAR_H * 60

    def moving_min(self, before: frozenset[int], after: frozenset[int], lasts_min: float) -> float:
        """Minutes until clients, and load balancers, have moved."""
        if (before, after) not in self.starts:
            self.starts[before, after] = self.start(self.outcome(before), self.outcome(after))
        moved, uneven = self.starts[before, after]
        rules = self.scenario.failover
        slow_s = rules.slow_share * (rules.ttl_s + rules.slow_tail_min * 60 / 2)
        mean_min = (rules.interval_s * rules.threshold + (1 - rules.slow_share) * rules.ttl_s / 2 + slow_s) / 60
        return moved * min(lasts_min, mean_min) + uneven * min(lasts_min, rules.shift_min)

    def start(self, before: Outcome, after: Outcome) -> tuple[float, float]:
        """Shares of the customers who wait until clients, or load balancers, have moved."""
        total = before.summary.offered_rps
        left = before.region_rps[(before.region_rps > 0) & (after.region_rps <= 1e-9 * total)].sum() / total
        moved = max(float(left) - max(before.summary.reach - after.summary.reach, 0.0), 0.0)
        uneven = sum(max(self.uneven(after, r) - self.uneven(before, r), 0.0) for r in range(len(self.world.regions)))
        return moved, uneven / total

    def uneven(self, told: Outcome, region: int) -> float:
        """Load of a Region that fails while its zones are sent the same [req/s]."""
        plan = plan_of(self.world, self.scenario)
        left = damage_of(self.world, told.scenario).zone
        mine = [z for z in np.flatnonzero(plan.zone_used) if self.world.zone_region[z] == region and left[z] > 0]
        if not mine or all(left[z] == 1 for z in mine):
            return 0.0
        each = told.region_rps[region] / len(mine)
        return float(sum(max(each - plan.zone_rps[z] * left[z], 0.0) for z in mine))
