"""One run through the minutes, each of which may depend on the one before."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from explainer.incidents import Incident
from explainer.model import failover, routing
from explainer.outcome import REASONS, Outcome
from explainer.scenario import Scenario
from explainer.simulate import by_cell, summarise
from explainer.timeline.answers import Answers
from explainer.timeline.broken import outages_at
from explainer.timeline.rows import row_of
from explainer.timeline.running import Running
from explainer.timeline.serving import ROUNDING, Now, Served, serve
from explainer.timeline.setting import Setting
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Course:
    """One run through the minutes; a fork begins with what its parent left."""

    def __init__(
        self,
        world: World,
        scenario: Scenario,
        incident: Incident,
        seed: int | None,
        parent: Course | None = None,
        start: int = 0,
    ) -> None:
        self.parent, self.start, self.minutes = parent, start, incident.minutes
        self.setting = Setting(world, scenario, incident, seed, start)
        self.answers: Answers = Answers(self.setting, parent.answers if parent else None)
        self.running: Running = Running(self.answers, parent.running if parent else None)
        self.down = np.zeros((self.minutes, len(world.regions)), bool)
        self.lost_users = np.zeros(self.minutes)

    def step(self, minute: int, before: Bools) -> tuple[Now, Served]:
        """Work out a minute after another, with the Regions that retries keep down."""
        rules, now = self.setting.scenario.failover, self.running.at(minute, np.zeros_like(before))
        if not rules.retries or rules.backoff or rules.retry_budget is not None:
            return now, serve(self.answers, now)
        stays = before & now.broken.standing & failover.stays_down(self.answers.wanted(minute), now.room, rules.retries)
        while True:
            now = replace(now, down=stays)
            served = serve(self.answers, now)
            full = served.refused_rps > 1e-9 * max(float(now.offered.sum()), 1e-300)
            more = stays | (full & now.broken.standing)
            if (more == stays).all():
                return now, served
            stays = more

    def outcome(self, minute: int) -> Outcome:
        """Give everything about a minute, in the words of one instant."""
        if minute < self.start and self.parent is not None:
            return self.parent.outcome(minute)
        world, scenario, plan = self.setting.world, self.setting.scenario, self.setting.plan
        before = self.down[minute - 1] if minute > self.start else self._down_before()
        now, served = self.step(minute, before)
        broken, offered, answers = now.broken, now.offered, served.answers
        outages = outages_at(scenario, self.setting.incident, minute)
        answered = offered - served.lost.sum(axis=0)
        answered = np.where(answered > ROUNDING * offered, answered, 0.0)
        dropped = {reason: served.lost[row] for row, reason in enumerate(REASONS) if served.lost[row].any()}
        serving, wait = by_cell(answers, served.rtt_ms, offered)
        asked = replace(scenario, outages=outages)
        return Outcome(
            scenario=asked,
            frames=world.frames,
            serving=serving,
            rtt_ms=wait,
            answers=answers,
            answers_rtt_ms=served.rtt_ms,
            offered_rps=offered,
            served_rps=answered,
            dropped_rps=dropped,
            region_up=broken.standing,
            region_used=plan.region_used,
            zone_up=broken.zone_left > 0,
            zone_used=plan.zone_used,
            region_rps=routing.spread(answers.rps, answers.region, len(world.regions)),
            zone_rps=served.zone_rps,
            region_capacity_rps=now.room,
            region_queue_ms=served.queue_ms,
            region_slow_ms=broken.slow_ms,
            region_refused_rps=served.refused_rps,
            cut_cables=broken.damage.cables,
            summary=summarise(world, asked, answers, served.rtt_ms, offered, answered, dropped),
        )

    def _down_before(self) -> Bools:
        if self.parent is None or not self.start:
            return np.zeros(len(self.setting.world.regions), bool)
        return np.asarray(self.parent.down[self.start - 1] & self.setting.plan.region_used)

    def run(self) -> tuple[Floats, Floats, Floats]:
        """Work out every minute: sums, what is noted of Regions, utilisation of zones."""
        known: dict[tuple[object, ...], int] = {}
        rows: list[tuple[Floats, Floats, Floats, float, Bools]] = []
        which = np.zeros(self.minutes, np.intp)
        before = self._down_before()
        for minute in range(self.start, self.minutes):
            key = self._key(minute, before)
            if key not in known:
                known[key] = len(rows)
                now, served = self.step(minute, before)
                rows.append((*row_of(self.setting, now, served), now.down))
            which[minute] = known[key]
            before = self.down[minute] = rows[which[minute]][4]
        told = which[self.start :]
        self.lost_users[self.start :] = np.array([row[3] for row in rows])[told]
        if self.parent is not None:
            self.lost_users[: self.start] = self.parent.lost_users[: self.start]
            self.down[: self.start] = self.parent.down[: self.start]
        return (
            np.array([row[0] for row in rows])[told],
            np.array([row[1] for row in rows])[told],
            np.array([row[2] for row in rows])[told],
        )

    def _key(self, minute: int, before: Bools) -> tuple[object, ...]:
        """Minutes with equal keys are equal."""
        hour = None if self.setting.scenario.demand.hour_utc is None else minute
        room = b"" if self.running.rps is None else self.running.rps[minute].tobytes()
        unshifted = self.setting.unshifted[minute].tobytes()
        return (self.setting.which[minute + 1], self.answers.held[minute], hour, room, before.tobytes(), unshifted)
