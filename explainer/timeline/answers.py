"""What health checks find, which answers DNS gives by it, and which of them clients still hold."""

from __future__ import annotations

from math import inf

import numpy as np
from numpy.typing import NDArray

from explainer.model import failover, routing
from explainer.outcome import Assignment
from explainer.simulate import send
from explainer.timeline.broken import Broken
from explainer.timeline.setting import Setting

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Answers:
    """The answers that DNS gives, and who holds which.

    Parameters
    ----------
    setting
        What the run begins with.
    parent
        The answers of the run that this one is a fork of.
    """

    def __init__(self, setting: Setting, parent: Answers | None = None) -> None:
        self.setting, self.parent = setting, parent
        self.times, self.masks = self._answers()
        self.held = self._held()
        self._first_choice: dict[tuple[int, frozenset[str]], Assignment] = {}

    def _answers(self) -> tuple[Floats, list[Bools]]:
        """When DNS began to give each answer [s], and the Regions in it."""
        size = len(self.setting.world.regions)
        rules = self.setting.scenario.failover
        delay = np.full(size, rules.detection_s)
        if self.setting.seed is not None:
            late = np.random.default_rng(self.setting.seed).uniform(0, rules.interval_s, size)
            delay = delay - rules.interval_s + late
        good = np.array(
            [each.standing & (each.damage.services > routing.HEALTHY_ABOVE) for each in self.setting.broken]
        )
        stands = np.array([each.standing for each in self.setting.broken])
        times, seen = failover.noticed(np.hstack([good, stands])[self.setting.which], np.append(delay, delay))
        self.found_healthy = [row[:size] for row in seen]
        masks = []
        for row in seen:
            # fail open: where none is healthy answers name what stands, and where nothing stands the whole design
            found = next((names for names in (row[:size], row[size:]) if names.any()), self.setting.plan.region_used)
            masks.append(found)
        return self._after_parent(times, masks)

    def _after_parent(self, times: Floats, masks: list[Bools]) -> tuple[Floats, list[Bools]]:
        """Put the answers that a parent gave before the ones from the fork on."""
        if self.parent is None:
            return times, masks
        forked_s = self.setting.start * failover.MINUTE_S
        kept, now = int((self.parent.times < forked_s).sum()), int(np.searchsorted(times, forked_s, side="right")) - 1
        self.found_healthy = [*self.parent.found_healthy[:kept], *self.found_healthy[now:]]
        times = np.concatenate([self.parent.times[:kept], [forked_s], times[now + 1 :]])
        return times, [*self.parent.masks[:kept], *masks[now:]]

    def _held(self) -> list[tuple[tuple[int, float], ...]]:
        """Which answers clients hold in each minute, and which share of them, the newest last."""
        rules = self.setting.scenario.failover
        shares = failover.shares_held(
            self.times, self.setting.minutes, rules.ttl_s, rules.slow_share, rules.slow_tail_min * failover.MINUTE_S
        )
        first = {mask.tobytes(): row for row, mask in reversed(list(enumerate(self.masks)))}
        same = [first[mask.tobytes()] for mask in self.masks]
        newest = np.searchsorted(self.times, (np.arange(self.setting.minutes) + 1) * failover.MINUTE_S) - 1
        held = []
        for minute in range(self.setting.minutes):
            now: dict[int, float] = {}
            for row in np.flatnonzero(shares[minute] > 0):
                now[same[row]] = now.get(same[row], 0.0) + float(shares[minute, row])
            newest_share = now.pop(same[newest[minute]], 0.0)
            held.append((*now.items(), (same[newest[minute]], newest_share)))
        return held

    def first_choice(self, answer: int, broken: Broken) -> Assignment:
        """Where clients with an answer go while there is room, as shares of each cell's load."""
        key = (answer, broken.damage.cables)
        if key not in self._first_choice:
            size = len(self.setting.world.regions)
            ones, endless = np.ones(len(self.setting.world.cells)), np.full(size, inf)
            sent = send(self.setting.world, self.setting.scenario, broken.waits, self.masks[answer], ones, endless)
            self._first_choice[key] = sent
        return self._first_choice[key]

    def wanted(self, minute: int) -> Floats:
        """Load that clients would send to each Region [req/s], by the answers that they hold."""
        broken, load = self.setting.broken_at(minute), self.setting.offered(minute)
        wanted = np.zeros(len(self.setting.world.regions))
        for answer, share in self.held[minute]:
            first = self.first_choice(answer, broken)
            wanted += routing.spread(first.rps * load[first.cell] * share, first.region, len(wanted))
        return wanted

    def seen(self) -> tuple[Bools, Floats]:
        """Give what DNS sees of each Region at the end of each minute, and the share of clients moved away."""
        masks = np.array(self.masks)[:, self.setting.rows]
        ends = (np.arange(self.setting.minutes) + 1) * failover.MINUTE_S
        healthy = np.array(self.found_healthy)[:, self.setting.rows][np.searchsorted(self.times, ends) - 1]
        away = np.zeros((self.setting.minutes, len(self.setting.rows)))
        for minute, held in enumerate(self.held):
            for answer, share in held:
                away[minute] += share * ~masks[answer]
        return healthy, np.clip(away, 0.0, 1.0)
