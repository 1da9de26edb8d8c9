"""What holds in each minute whatever clients and servers do: what is broken, and how much is asked."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from math import inf

import numpy as np
from numpy.typing import NDArray

from explainer.incidents import Incident
from explainer.model import demand
from explainer.scenario import Outage, Scenario
from explainer.simulate import offered_rps, plan_of
from explainer.timeline.broken import Broken, outages_at, stands
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Setting:
    """What one run through the minutes begins with, whatever clients and servers then do.

    Parameters
    ----------
    world, scenario, incident, seed
        What is played.
    start
        The minute from which on it is played.
    """

    def __init__(self, world: World, scenario: Scenario, incident: Incident, seed: int | None, start: int) -> None:
        self.world, self.scenario, self.incident, self.seed = world, scenario, incident, seed
        self.start, self.minutes = start, incident.minutes
        self.plan = plan_of(world, scenario)
        self.rows = np.flatnonzero(self.plan.region_used)
        self.zones = np.flatnonzero(self.plan.zone_used)
        self.broken, self.which = self._damages()
        self.unshifted = self._unshifted()

    def broken_at(self, minute: int) -> Broken:
        """Give what stands in a minute."""
        return self.broken[int(self.which[minute + 1])]

    def _damages(self) -> tuple[list[Broken], NDArray[np.intp]]:
        """Give what stands, and which of it in each minute; the first entry is before minute 0."""
        turns = {phase.minute for phase in self.incident.phases}
        turns |= {phase.until for phase in self.incident.phases if phase.until is not None}
        found: dict[frozenset[Outage], int] = {}
        which = np.zeros(self.minutes + 1, np.intp)
        for turn in sorted({-1, *turns}):
            outages = outages_at(self.scenario, self.incident, turn)
            which[turn + 1 :] = found.setdefault(outages, len(found))
        standing = [stands(self.world, self.scenario, self.plan, outages) for outages in found]
        return standing, which

    def _unshifted(self) -> Bools:
        """Zones that are broken in part and that load balancers have not yet left, by minute (row)."""
        parts = np.array([(each.zone_left > 0) & (each.zone_left < 1) for each in self.broken])[self.which]
        since = np.full(parts.shape[1], inf)
        since[parts[0]] = -inf
        found = np.zeros((self.minutes, parts.shape[1]), bool)
        for minute in range(self.minutes):
            begins = parts[minute + 1] & ~parts[minute]
            since[begins] = minute
            found[minute] = parts[minute + 1] & (minute < since + self.scenario.failover.shift_min)
        return found & self.plan.zone_used

    def offered(self, minute: int) -> Floats:
        """Load of every cell in a minute [req/s]."""
        if self._hourly is None:
            return self._average
        factors, zone = self._hourly
        return np.asarray(self._average * factors[minute, zone])

    @cached_property
    def _average(self) -> Floats:
        return offered_rps(self.world, replace(self.scenario.demand, hour_utc=None))

    @cached_property
    def _hourly(self) -> tuple[Floats, NDArray[np.intp]] | None:
        """How many times the average each time zone asks for in each minute (row), and the time zone of each cell."""
        if self.scenario.demand.hour_utc is None:
            return None
        begin = self.incident.start_utc
        hours = (begin.hour + (begin.minute + np.arange(self.minutes)) / 60)[:, None]
        offsets, zone = np.unique(self.world.utc_offset_h, return_inverse=True)
        return demand.hour_factor(hours, offsets, self.scenario.demand.profile), zone
