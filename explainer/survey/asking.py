"""The numbers of one failure set, asked of the model as rarely as can be.

Two things make a survey quick, and neither guesses. Sets that leave every Region the same standing zones, and the
cables the same ways, are the same question to the model: it is asked once. And losses that each leave their Region
room enough change nobody's Region: then each only slows its own Region, and their waits are put side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from explainer.outcome import Outcome, Summary
from explainer.scenario import Outage, Scenario
from explainer.simulate import Plan, answer, damage_of, offered_rps, plan_of, summarise
from explainer.world import World

Floats = NDArray[np.float64]
Key = frozenset[bytes]
Waits = tuple[int, NDArray[np.float32]]

#: what is told of every set: shares [0..1], loads [req/s], people, wait [ms]
NUMBERS = ("reach", "within_slo", "dropped_rps", "short_rps", "users_lost", "rtt_p95_ms")
SHORT = ("no-capacity", "control-plane")  # reasons that mean too little room


@dataclass(frozen=True, eq=False)
class Asking:
    """A design, to be asked about many failure sets.

    Parameters
    ----------
    world, scenario
        The design, and what is broken in all of them.
    """

    world: World
    scenario: Scenario

    def key(self, lost: frozenset[Outage]) -> Key:
        """Say all that the model can see of a failure set: two sets with equal keys have equal numbers."""
        return frozenset(map(self._mark, self._parts(lost))) - {self._mark(frozenset())}

    def numbers(self, lost: frozenset[Outage]) -> tuple[float, ...]:
        """Give the `NUMBERS` of a failure set, equal to what `simulate` answers."""
        told = self._side_by_side(self._parts(lost))
        return numbers_of(self._ask(lost).summary if told is None else told)

    def _parts(self, lost: frozenset[Outage]) -> list[frozenset[Outage]]:
        """Part lost zones by their Region; anything else stays together."""
        if any(outage.kind != "zone" for outage in lost):
            return [lost]
        parts: dict[str, list[Outage]] = {}
        for outage in lost:
            parts.setdefault(self.world.places.region_of[outage.target], []).append(outage)
        return [frozenset(part) for part in parts.values()]

    def _mark(self, part: frozenset[Outage]) -> bytes:
        """Say what a part leaves, as a digest: of each Region its standing zones in order, and the ways there."""
        if part in self._marks:
            return self._marks[part]
        world, plan = self.world, self._plan
        damage = damage_of(world, self.scenario.breaking(*part))
        left = damage.zone * damage.region[world.zone_region] * plan.zone_used
        slow = np.bincount(world.zone_region, damage.zone_slow_ms * plan.zone_used, len(world.regions)) > 0
        # a Region that grows with its load has room while anything stands; zones count only if one of them is slow
        grows = (self.scenario.scaling.mode == "on-demand") & (damage.launches >= 1) & ~slow
        stands = left > 0
        told = np.flatnonzero(stands & ~grows[world.zone_region])
        zones = np.array([world.zone_region[told], plan.zone_rps[told], left[told], damage.zone_slow_ms[told]])
        up = np.bincount(world.zone_region[stands], minlength=len(world.regions)) > 0
        seen = (up, zones, damage.region[self._unlisted], self._ways_km(damage.cables))
        self._marks[part] = blake2b(b"".join(array.tobytes() for array in seen), digest_size=32).digest()
        return self._marks[part]

    def _ask(self, lost: Iterable[Outage]) -> Outcome:
        return answer(self.world, self.scenario.breaking(*lost), self._offered)

    def _side_by_side(self, parts: list[frozenset[Outage]]) -> Summary | None:
        """Sum up losses in several Regions that leave each of them room enough; None if one does not."""
        if len(parts) < 2:
            return None
        whole, waits = self._whole, self._whole.answers_rtt_ms.copy()
        for part in parts:
            alone = self._alone(part)
            if alone is None:
                return None
            region, slowed = alone
            waits[whole.answers.region == region] = slowed
        told = (whole.offered_rps, whole.served_rps, dict(whole.dropped_rps))
        return summarise(self.world, self.scenario, whole.answers, waits, *told)

    def _alone(self, part: frozenset[Outage]) -> Waits | None:
        """Give a Region that lost zones and the waits of its answers; None if anybody had to move."""
        if part not in self._known:
            whole, now = self._whole, self._ask(part)
            one, other = whole.answers, now.answers
            unmoved = all(
                np.array_equal(before, after)
                for before, after in (
                    (whole.region_up, now.region_up),
                    (one.cell, other.cell),
                    (one.region, other.region),
                    (one.rps, other.rps),
                )
            )
            region = self.world.position(self.world.places.region_of[min(part).target])
            self._known[part] = (region, now.answers_rtt_ms[one.region == region]) if unmoved else None
        return self._known[part]

    @cached_property
    def _known(self) -> dict[frozenset[Outage], Waits | None]:
        return {}

    @cached_property
    def _whole(self) -> Outcome:
        return self._ask(())

    @cached_property
    def _offered(self) -> Floats:
        return offered_rps(self.world, self.scenario.demand)

    @cached_property
    def _plan(self) -> Plan:
        return plan_of(self.world, self.scenario)

    @cached_property
    def _unlisted(self) -> NDArray[np.bool_]:
        """Regions in use whose zones are not published."""
        listed = np.bincount(self.world.zone_region[self._plan.zone_used], minlength=len(self.world.regions)) > 0
        return self._plan.region_used & ~listed

    def _ways_km(self, cut: frozenset[str]) -> Floats:
        """Give the lengths of all ways between gateways, from where the design's Regions meet the cables."""
        joined = np.isfinite(self.world.geometry.regions_joined_km[self._plan.region_used]).any(axis=0)
        return self._sea.cut(cut).hops[0][joined]

    @cached_property
    def _marks(self) -> dict[frozenset[Outage], bytes]:
        return {}

    @cached_property
    def _sea(self) -> World:
        """The World's cables alone, quick to cut."""
        world = self.world
        return replace(world, regions=world.regions[:0], zones=world.zones[:0], cells=world.cells[:0], measured={})


def with_used_regions(world: World, scenario: Scenario) -> tuple[World, Scenario]:
    """Give the same question without the Regions that the design does not use: its ways are quicker found."""
    used = [placement.region for placement in scenario.placements]
    if not used:
        return world, scenario
    regions = world.regions[world.regions.index.isin(used)]
    zones = world.zones[world.zones["region"].isin(used)]
    known = {*regions.index, *zones.index}
    kept = frozenset(each for each in scenario.outages if each.kind in ("cable", "hazard") or each.place in known)
    return replace(world, regions=regions, zones=zones, measured={}), replace(scenario, outages=kept)


def numbers_of(summary: Summary) -> tuple[float, ...]:
    """Give the `NUMBERS` of a summary."""
    short = sum(summary.dropped_by_reason.get(reason, 0.0) for reason in SHORT)
    lost = summary.users - summary.users_served
    return (summary.reach, summary.within_slo, summary.dropped_rps, short, lost, summary.rtt_p95_ms)
