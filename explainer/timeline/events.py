"""The moments of a run that are worth a sentence."""

from __future__ import annotations

import numpy as np
import pandas as pd

from explainer.texts import tr
from explainer.timeline.course import Course
from explainer.timeline.rows import SERVED

Event = tuple[int, str, str]


def events_of(course: Course, frame: pd.DataFrame) -> list[Event]:
    """Give the moments worth a sentence, in order."""
    found = [(phase.minute, tr(phase.caption), "incident") for phase in course.setting.incident.phases]
    found += _moves(course) + _floods(course, frame)
    fine = ((frame["reach"] >= SERVED) | (frame["offered_rps"] == 0)).to_numpy()
    again = np.flatnonzero(fine[1:] & ~fine[:-1]) + 1
    found += [(int(minute), tr("Everybody is served again."), "recovery") for minute in again]
    return sorted(found, key=lambda event: event[0])


def _moves(course: Course) -> list[Event]:
    """When health checks change their view of a Region, and when those who keep to the TTL have followed."""
    names, found = course.setting.world.regions["name"], list[Event]()
    known = course.setting.plan.region_used & (course.parent.setting.plan.region_used if course.parent else True)
    for row in range(1, len(course.answers.times)):
        minute, later = (
            int(time // 60)
            for time in (course.answers.times[row], course.answers.times[row] + course.setting.scenario.failover.ttl_s)
        )
        working, named = (either[row] for either in (course.answers.found_healthy, course.answers.masks))
        for region in np.flatnonzero(known & (course.answers.found_healthy[row - 1] != working)):
            told = _view(bool(working[region]), bool(working.any()))
            found.append((minute, told.format(region=names.iloc[region]), "health"))
        for region in np.flatnonzero(known & (course.answers.masks[row - 1] != named)):
            told = (
                tr("Clients that keep to the TTL have come back to {region}.")
                if named[region]
                else tr("Clients that keep to the TTL have left {region}.")
            )
            if later < course.minutes:
                found.append((later, told.format(region=names.iloc[region]), "dns"))
    return found


def _view(working: bool, any_working: bool) -> str:
    """Say how health checks find a Region, as a text with a gap for it."""
    if working:
        return tr("Health checks find {region} working.")
    if any_working:
        return tr("Health checks find {region} failing.")
    return tr("Health checks find {region} failing; none is healthy, so DNS does not choose.")


def _floods(course: Course, frame: pd.DataFrame) -> list[Event]:
    """When capacity begins and ceases to be too small, and when retries keep a Region down."""
    names, found = course.setting.world.regions["name"], list[Event]()
    dropped = (frame["dropped_no_capacity_rps"] + frame["dropped_control_plane_rps"]).to_numpy()
    short = np.append(False, dropped > 1e-9 * frame["offered_rps"].to_numpy())
    for minute in np.flatnonzero(short[1:] != short[:-1]):
        begins = bool(short[minute + 1])
        told = (
            tr("There is not room for everybody, and requests are dropped.")
            if begins
            else tr("There is room for everybody again.")
        )
        found.append((int(minute), told, "capacity"))
    down = np.vstack([np.zeros((1, course.down.shape[1]), bool), course.down])
    for minute, region in np.argwhere(down[1:] != down[:-1]):
        name, begins = names.iloc[region], bool(down[minute + 1, region])
        told = (
            tr("Retries keep {region} too busy to answer.") if begins else tr("Retries no longer keep {region} busy.")
        )
        found.append((int(minute), told.format(region=name), "capacity"))
    return found
