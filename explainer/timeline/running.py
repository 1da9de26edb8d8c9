"""Which servers run: all that were planned, or those that were launched when they were wanted."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, inf

import numpy as np
from numpy.typing import NDArray

from explainer.model import failover, routing
from explainer.outcome import REASONS
from explainer.simulate import ON_DEMAND_ROOM, send
from explainer.timeline.answers import Answers
from explainer.timeline.broken import share_left, stands
from explainer.timeline.serving import Now, sent_by

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Running:
    """Servers that run, minute by minute.

    Parameters
    ----------
    answers
        What clients ask by.
    parent
        The servers of the run that this one is a fork of.
    """

    def __init__(self, answers: Answers, parent: Running | None = None) -> None:
        self.answers, self.setting, self.parent = answers, answers.setting, parent
        self.rps: Floats | None = None
        self.rps = self._running()

    def _running(self) -> Floats | None:
        """Capacity that runs in each minute (row) where servers are launched on demand, else nothing to tell."""
        if self.setting.scenario.scaling.mode == "static":
            return None
        self.book = (
            self._usual(),
            ON_DEMAND_ROOM * np.array([self.answers.wanted(minute) for minute in range(self.setting.minutes)]),
        )
        if self.parent is not None and self.parent.rps is not None:
            both = self.setting.plan.region_used & self.parent.setting.plan.region_used
            for mine, theirs in zip(self.book, self.parent.book, strict=True):
                mine[: self.setting.start, both] = theirs[: self.setting.start, both]
        running = self._launched()
        return self._launched() if self._spills(running) else running

    def _usual(self) -> Floats:
        """Capacity that runs in each minute (row) while nothing is broken [req/s]."""
        size, ones = len(self.setting.world.regions), np.ones(len(self.setting.world.cells))
        whole = replace(self.setting.scenario, outages=frozenset())
        unbroken = stands(self.setting.world, whole, self.setting.plan, frozenset())
        first = send(self.setting.world, whole, unbroken.waits, self.setting.plan.region_used, ones, np.full(size, inf))
        given = [each.region for each in whole.placements if each.capacity_rps is not None]
        loads = (self.setting.offered(minute) for minute in range(self.setting.minutes))
        sent = np.array([routing.spread(first.rps * load[first.cell], first.region, size) for load in loads])
        return np.where(np.isin(self.setting.world.regions.index, given), unbroken.room, ON_DEMAND_ROOM * sent)

    def _launched(self) -> Floats:
        """Give what runs by the book of what is usual and wanted; before minute 0 it had all the time to start."""
        rules, (usual, wanted) = self.setting.scenario.failover, self.book
        warm_up = ceil(rules.warm_up_min)
        left = np.array([share_left(self.setting.world, self.setting.plan, each) for each in self.setting.broken])
        launches = np.array([each.damage.launches for each in self.setting.broken])
        which = np.append(np.full(warm_up + 1, self.setting.which[0]), self.setting.which[1:])
        usual, wanted = (np.vstack([np.repeat(book[:1], warm_up + 1, axis=0), book]) for book in (usual, wanted))
        return failover.launched_rps(wanted, usual, left[which], launches[which], warm_up)[warm_up + 1 :]

    def _spills(self, running: Floats) -> bool:
        """Enter into the book what Regions that cannot launch pass on to others; say whether there is such."""
        wanted, some = self.book[1], False
        for minute in range(self.setting.start, self.setting.minutes):
            broken = self.setting.broken_at(minute)
            fixed = broken.standing & (broken.damage.launches < 1)
            if not (wanted[minute] > ON_DEMAND_ROOM * running[minute])[fixed].any():
                continue
            now = self.at(minute, np.zeros(len(fixed), bool), running)
            sent, _ = sent_by(
                self.answers, now, np.where(fixed, running[minute], inf), np.zeros((len(REASONS), len(now.offered)))
            )
            wanted[minute] = ON_DEMAND_ROOM * routing.spread(sent.rps, sent.region, len(fixed))
            some = True
        return some

    def at(self, minute: int, down: Bools, running: Floats | None = None) -> Now:
        """Gather what a minute is worked out from."""
        broken, running = self.setting.broken_at(minute), self.rps if running is None else running
        if running is None:
            room, growing = broken.room, np.zeros(len(broken.room), bool)
        else:
            room = np.where(broken.standing, running[minute], 0.0)
            ample = ON_DEMAND_ROOM * room >= self.book[1][minute]
            growing = (broken.damage.launches >= 1) & (room > 0) & ample
        setting, held = self.setting, self.answers.held[minute]
        return Now(broken, held, room, growing, down, setting.unshifted[minute], setting.offered(minute))
