"""A day of a design: how many people come, hour by hour, and how many of them are served.

One instant says who is served now. Whether that matters depends on how many ask at that hour and on how long it
lasts, so a day is asked many times and added up. Between two hours at which something begins or ends the curve is
sampled evenly, ends included, and added up by trapezoids; at such an hour it is sampled just before and just after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explainer.errors import InputError
from explainer.scenario import Outage, Scenario
from explainer.simulate import simulate
from explainer.world import World

Floats = NDArray[np.float64]

STEP_H = 0.5  # the daily curve is straight between full hours
PER_HOUR = 3600.0


@dataclass(frozen=True, eq=False)
class Day:
    """What people ask for and get through a day.

    Parameters
    ----------
    hour_h
        Local hours [h], rising; an hour at which something changes stands twice, before and after.
    asked, served
        What is asked for and what is served at each of them [per hour].
    """

    hour_h: Floats
    asked: Floats
    served: Floats

    @property
    def lost(self) -> float:
        """Share of the day's demand that is not served [0..1]."""
        asked = float(np.trapezoid(self.asked, self.hour_h))
        return 0.0 if asked <= 0 else float(np.trapezoid(self.asked - self.served, self.hour_h)) / asked

    def until(self, hour_h: float) -> Day:
        """Give the part of the day up to an hour [h].

        Examples
        --------
        >>> Day(np.array([8.0, 9.0]), np.array([2.0, 4.0]), np.array([2.0, 3.0])).until(8.5).asked.tolist()
        [2.0, 3.0]
        """
        so_far = self.hour_h <= hour_h
        if so_far.all() or not so_far.any():
            return Day(self.hour_h[so_far], self.asked[so_far], self.served[so_far])
        last = [float(np.interp(hour_h, self.hour_h, values)) for values in (self.asked, self.served)]
        return Day(*(np.append(v[so_far], x) for v, x in zip(vars(self).values(), [hour_h, *last], strict=True)))


def through_the_day(
    world: World,
    scenario: Scenario,
    opens_h: tuple[float, float],
    broken: Callable[[float], frozenset[Outage]],
    changes_h: Sequence[float] = (),
    step_h: float = STEP_H,
) -> Day:
    """Ask a design all through a day.

    Parameters
    ----------
    world
        Places and people.
    scenario
        The design; its demand tells the shape of the day.
    opens_h
        Hours from and to which it counts [h, the World's own clock].
    broken
        What is broken at an hour [h], besides what the scenario breaks.
    changes_h
        Hours at which `broken` changes [h].
    step_h
        Longest time between two samples [h].

    Returns
    -------
    Day
        The samples.

    Raises
    ------
    InputError
        If the day ends before it begins, or a step is not longer than nothing.

    Examples
    --------
    >>> from explainer.world import cafes, causes, load_world
    >>> parade = causes()["parade-long-street"]
    >>> day = through_the_day(load_world("cafe"), cafes("A"), (8, 20), parade.at, parade.hours_h)
    >>> 0.15 < day.lost < 0.25
    True
    """
    if not opens_h[0] < opens_h[1] or step_h <= 0:
        raise InputError(f"A day from {opens_h[0]:g} to {opens_h[1]:g} in steps of {step_h:g} hours has no samples.")
    inside = sorted({hour for hour in changes_h if opens_h[0] < hour < opens_h[1]})
    hours: list[Floats] = []
    totals: list[tuple[float, float]] = []
    for start, end in pairwise([opens_h[0], *inside, opens_h[1]]):
        sampled = np.linspace(start, end, int(np.ceil((end - start) / step_h)) + 1)
        outages = broken((start + end) / 2)
        hours.append(sampled)
        totals += [_at(world, scenario, float(hour), outages) for hour in sampled]
    asked, served = np.array(totals).T
    return Day(np.concatenate(hours), asked, served)


def _at(world: World, scenario: Scenario, hour_h: float, outages: frozenset[Outage]) -> tuple[float, float]:
    demand = replace(scenario.demand, hour_utc=hour_h)
    summary = simulate(world, replace(scenario, demand=demand).breaking(*outages)).summary
    return PER_HOUR * summary.offered_rps, PER_HOUR * summary.served_rps
