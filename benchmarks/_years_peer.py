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
        lost, since, broken = 0.0, 0.0, dict.fromkeys(range(len(self.threats)), 0)
        base = self.outcome(frozenset())
        lost = (1 - base.summary.reach) * YEAR_H * 60
        now = base
        for time, change, number, hours in turns:
            lost += (base.summary.reach - now.summary.reach) * (time - since) * 60
            broken[number] += change
            after = self.outcome(frozenset(n for n, times in broken.items() if times > 0))
            if hours > 0:
                lost += self.moving_min(now, after, hours * 60)
            now, since = after, time
        return lost

    def moving_min(self, before: Outcome, after: Outcome, lasts_min: float) -> float:
        """Minutes until clients, and load balancers, have moved."""
        rules, total = self.scenario.failover, before.summary.offered_rps
        left = before.region_rps[(before.region_rps > 0) & (after.region_rps <= 1e-9 * total)].sum() / total
        moved = max(left - max(before.summary.reach - after.summary.reach, 0.0), 0.0)
        slow_s = rules.slow_share * (rules.ttl_s + rules.slow_tail_min * 60 / 2)
        mean_min = (rules.interval_s * rules.threshold + (1 - rules.slow_share) * rules.ttl_s / 2 + slow_s) / 60
        uneven = sum(max(self.uneven(after, r) - self.uneven(before, r), 0.0) for r in range(len(self.world.regions)))
        return float(moved * min(lasts_min, mean_min) + uneven / total * min(lasts_min, rules.shift_min))

    def uneven(self, told: Outcome, region: int) -> float:
        """Load of a Region that fails while its zones are sent the same [req/s]."""
        plan = plan_of(self.world, self.scenario)
        left = damage_of(self.world, told.scenario).zone
        mine = [z for z in np.flatnonzero(plan.zone_used) if self.world.zone_region[z] == region and left[z] > 0]
        if not mine or all(left[z] == 1 for z in mine):
            return 0.0
        each = told.region_rps[region] / len(mine)
        return float(sum(max(each - plan.zone_rps[z] * left[z], 0.0) for z in mine))
