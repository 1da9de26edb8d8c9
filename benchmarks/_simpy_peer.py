"""The same failover as processes: health checkers, clients that ask again, Regions with room for so much.

This is how one would write it with SimPy: a process for each health checker, for each group of clients (the people of
one cell, those who keep old answers apart) and for each thing that breaks. A group holds room in a Region for its load
while the Region is its answer, and every time that it asks again it counts what was answered since.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
import simpy
from numpy.typing import NDArray

from explainer import Failover

Floats = NDArray[np.float64]
Process = Generator[simpy.Event, None, None]
JUST_AFTER_S = 1e-6  # what breaks at a full minute breaks after the check of that moment
GOLDEN = (5**0.5 - 1) / 2  # multiples of it fill [0, 1) evenly, so that clients ask at times spread over the TTL

SLOW_PARTS = 4  # groups that a cell's slow clients make, since they move over half an hour


@dataclass
class Totals:
    """Requests over the whole run."""

    offered: float = 0.0
    served: float = 0.0
    waiting: float = 0.0
    no_room: float = 0.0


class Region:
    """A Region that is up or not, and has room for so many requests a second."""

    def __init__(self, env: simpy.Environment, room_rps: float) -> None:
        self.env, self.up, self.healthy = env, True, True
        self.room = simpy.Container(env, capacity=max(room_rps, 1e-9), init=max(room_rps, 1e-9))
        self._up_s, self._since = 0.0, 0.0

    def turn(self, up: bool) -> None:
        """Break it, or mend it."""
        self._up_s, self._since, self.up = self.up_s(), self.env.now, up

    def up_s(self) -> float:
        """For how long it has been up [s]."""
        return self._up_s + (self.env.now - self._since if self.up else 0.0)


class Failing:
    """All processes of a run."""

    def __init__(self, rules: Failover, waits: Floats, load_rps: Floats, room_rps: Sequence[float]) -> None:
        self.env, self.rules, self.load = simpy.Environment(), rules, load_rps
        self.regions = [Region(self.env, room) for room in room_rps]
        self.order = np.argsort(waits, axis=0, kind="stable").T.tolist()
        self.changed, self.totals = self.env.event(), Totals()

    def run(self, minutes: int, outages: Sequence[tuple[int, float, float]]) -> Totals:
        """Run for some minutes; an outage is a Region, the minute it begins and the minute it ends."""
        for region, begin, end in outages:
            self.env.process(self.incident(self.regions[region], begin * 60.0, end * 60.0))
        for region in self.regions:
            self.env.process(self.checker(region))
        for cell, load in enumerate(self.load.tolist()):
            slow, spread = load * self.rules.slow_share, (cell * GOLDEN) % 1
            self.env.process(self.quick(self.order[cell], load - slow, spread * self.rules.ttl_s, minutes * 60.0))
            for part in range(SLOW_PARTS):
                late = (part + spread) / SLOW_PARTS
                self.env.process(self.slow(self.order[cell], slow / SLOW_PARTS, late, minutes * 60.0))
        self.env.run(until=minutes * 60.0 + 1)
        return self.totals

    def incident(self, region: Region, begin_s: float, end_s: float) -> Process:
        """Break a Region for a while."""
        yield self.env.timeout(begin_s + JUST_AFTER_S)
        region.turn(up=False)
        yield self.env.timeout(end_s - begin_s)
        region.turn(up=True)

    def checker(self, region: Region) -> Process:
        """Check a Region, and tell all when enough checks in a row say otherwise than before."""
        against = 0
        while True:
            against = against + 1 if region.up != region.healthy else 0
            if against == self.rules.threshold:
                region.healthy, against = region.up, 0
                self.changed.succeed()
                self.changed = self.env.event()
            yield self.env.timeout(self.rules.interval_s)

    def quick(self, order: Sequence[int], load: float, asks_at_s: float, end_s: float) -> Process:
        """Ask again whenever the answer is too old."""
        answer, since = self.take(order, load), 0.0
        up_s = self.up_s(answer)
        wait = asks_at_s
        while self.env.now < end_s:
            yield self.env.timeout(min(wait, end_s - self.env.now))
            self.count(answer, load, since, up_s)
            self.give(answer, load)
            answer, since, wait = self.take(order, load), self.env.now, self.rules.ttl_s
            up_s = self.up_s(answer)

    def slow(self, order: Sequence[int], load: float, spread: float, end_s: float) -> Process:
        """Keep an answer until long after it was changed."""
        late_s = self.rules.ttl_s + spread * self.rules.slow_tail_min * 60
        end = self.env.timeout(end_s)
        answer, since = self.take(order, load), 0.0
        up_s = self.up_s(answer)
        while not end.processed:
            yield self.changed | end
            if not end.triggered or self.env.now < end_s:
                yield self.env.timeout(min(late_s, end_s - self.env.now))
            self.count(answer, load, since, up_s)
            self.give(answer, load)
            answer, since = self.take(order, load), self.env.now
            up_s = self.up_s(answer)

    def take(self, order: Sequence[int], load: float) -> int:
        """Take room in the quickest healthy Region that has it; -1 where none has."""
        for region in order:
            at = self.regions[region]
            if at.healthy and at.room.level >= load:
                if load > 0:
                    at.room.get(load)
                return region
        return -1

    def give(self, answer: int, load: float) -> None:
        """Give the room back."""
        if answer >= 0 and load > 0:
            self.regions[answer].room.put(load)

    def up_s(self, answer: int) -> float:
        """For how long the Region of an answer has been up [s]."""
        return self.regions[answer].up_s() if answer >= 0 else 0.0

    def count(self, answer: int, load: float, since_s: float, up_s: float) -> None:
        """Count the requests since the last time."""
        asked = load * (self.env.now - since_s)
        served = load * (self.up_s(answer) - up_s) if answer >= 0 else 0.0
        self.totals.offered += asked
        self.totals.served += served
        if answer >= 0:
            self.totals.waiting += asked - served
        else:
            self.totals.no_room += asked
