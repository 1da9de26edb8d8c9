"""An incident, played on a design, as frames, events and totals."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from explainer.errors import InputError, check_between, shown
from explainer.incidents import Incident
from explainer.model import failover
from explainer.outcome import Outcome
from explainer.scenario import Scenario, check
from explainer.texts import tr
from explainer.timeline.broken import data_lost_s, outage_of
from explainer.timeline.course import Course
from explainer.timeline.events import Event, events_of
from explainer.timeline.rows import NOTED, SERVED, SUMS
from explainer.world import World


@dataclass(frozen=True, eq=False)
class Timeline:
    """An incident, played on a design.

    Parameters
    ----------
    world, scenario, incident, seed
        What was played.
    frame
        One row a minute: offered_rps, served_rps, dropped_rps, dropped_<reason>_rps, attempts_rps [req/s], reach,
        within_slo [0..1], rtt_p50_ms, rtt_p95_ms [ms]; means of the minute that begins then.
    regions
        One row a minute and Region of the design: load_rps, capacity_rps [req/s], utilisation [0..1], healthy (as
        the health checks have it at the end of the minute), share_moved (clients whose answer leaves the Region out)
        [0..1].
    zones
        One row a minute and zone in use: utilisation [0..1], NaN where nothing is left of it.
    events
        (minute, caption, kind) in order; kind: "incident", "health", "dns", "capacity" or "recovery".
    rpo_s
        How much of the latest data is lost for good [s]: 0 while a zone of the Region stands, the replication lag
        when a whole Region is lost for good, inf when it was the only one.
    """

    world: World = field(repr=False)
    scenario: Scenario
    incident: Incident
    seed: int | None
    frame: pd.DataFrame = field(repr=False)
    regions: pd.DataFrame = field(repr=False)
    zones: pd.DataFrame = field(repr=False)
    events: tuple[Event, ...]
    rpo_s: float
    _course: Course = field(repr=False)

    @property
    def lost_requests(self) -> float:
        """Requests that got no answer."""
        return float(self.frame["dropped_rps"].sum() * failover.MINUTE_S)

    @property
    def lost_minutes(self) -> int:
        """Minutes in which less than 99.95 % of the requests were answered."""
        return int(((self.frame["reach"] < SERVED) & (self.frame["offered_rps"] > 0)).sum())

    @property
    def lost_user_minutes(self) -> float:
        """Minutes without service, added up over all people."""
        return float(self._course.lost_users.sum())

    def outcome(self, minute: int) -> Outcome:
        """Give everything about one minute.

        Raises
        ------
        InputError
            For a minute that the replay does not have.
        """
        return self._course.outcome(_checked(minute, self.incident))

    def fork(self, minute: int, scenario: Scenario) -> Timeline:
        """Play the same incident with another design from a minute on; this Timeline stays as it is.

        Clients keep the answers that they hold at that minute, and servers that run in a Region of both designs go
        on running; what the new design adds elsewhere is there at once.

        Raises
        ------
        InputError
            For a minute that the replay does not have, or a scenario that the World does not know.
        """
        minute = _checked(minute, self.incident)
        _check(self.world, scenario, self.incident)
        return _told(Course(self.world, scenario, self.incident, self.seed, self._course, minute), self)


def play(world: World, scenario: Scenario, incident: Incident, seed: int | None = None) -> Timeline:
    """Play an incident on a design, minute by minute.

    With an hour of the day in the scenario's demand, the hour moves on from the incident's start; without, demand
    stays at the day's average.

    Parameters
    ----------
    world
        Places, people and cables.
    scenario
        The design, and what is broken besides the incident.
    incident
        What breaks, and when; it hits only what it names.
    seed
        For health checks that begin at a random time of their interval; None: the longest time to notice.

    Returns
    -------
    Timeline
        Every minute, events and totals.

    Raises
    ------
    InputError
        For a place in the scenario or the incident that the World does not have.

    Examples
    --------
    >>> from explainer import Placement, load_incidents, load_world
    >>> october = load_incidents()["aws-2025-10-20-use1"]
    >>> running = Scenario((Placement("us-east-1"),))
    >>> play(load_world(), running, october).lost_minutes
    0
    """
    _check(world, scenario, incident)
    return _told(Course(world, scenario, incident, seed))


def _check(world: World, scenario: Scenario, incident: Incident) -> None:
    check(scenario, world.places, world.travel.access)
    try:
        broken = [outage_of(phase) for phase in incident.phases if phase.kind != "note"]
        check(Scenario(outages=frozenset(broken), access=scenario.access), world.places, world.travel.access)
    except InputError as fault:
        raise InputError(f"{incident.id}: {fault}") from fault


def _checked(minute: int, incident: Incident) -> int:
    if isinstance(minute, bool) or not isinstance(minute, int | np.integer):
        raise InputError(tr("The minute is {given}. Give a whole number.", given=shown(minute)))
    check_between(tr("The minute"), int(minute), 0, incident.minutes - 1)
    return int(minute)


def _told(course: Course, before: Timeline | None = None) -> Timeline:
    """Run a course and tell it as frames, events and totals, after what was told before a fork."""
    sums, noted, busy = course.run()
    setting = course.setting
    world, start = setting.world, course.start
    minutes = np.arange(start, course.minutes)
    frame = pd.DataFrame(sums, columns=list(SUMS), index=pd.Index(minutes, name="minute"))
    codes, zones = world.regions.index[setting.rows], world.zones.index[setting.zones]
    healthy, away = course.answers.seen()
    columns = dict(zip(NOTED, noted.transpose(1, 0, 2).reshape(len(NOTED), -1), strict=True))
    seen = {"healthy": healthy[start:].reshape(-1), "share_moved": away[start:].reshape(-1)}
    regions = pd.DataFrame(
        columns | seen, index=pd.MultiIndex.from_product([minutes, codes], names=["minute", "region"])
    )
    by_zone = pd.MultiIndex.from_product([minutes, zones], names=["minute", "zone"])
    zone_frame = pd.DataFrame({"utilisation": busy.reshape(-1)}, index=by_zone)
    events: tuple[Event, ...] = ()
    rpo_s = data_lost_s(world, setting.scenario, setting.incident, start, course.minutes)
    if before is not None:
        frame = pd.concat([before.frame.loc[: start - 1], frame])
        regions = pd.concat([before.regions.loc[: start - 1], regions])
        zone_frame = pd.concat([before.zones.loc[: start - 1], zone_frame])
        events = tuple(event for event in before.events if event[0] < start)
        rpo_s = max(rpo_s, data_lost_s(before.world, before.scenario, before.incident, 0, start))
    events += tuple(event for event in events_of(course, frame) if event[0] >= start)
    return Timeline(
        world, setting.scenario, setting.incident, setting.seed, frame, regions, zone_frame, events, rpo_s, course
    )
