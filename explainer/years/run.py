"""Simulate whole years of a design, as many as asked for, in parts that leave room for a click in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from explainer.errors import InputError, check_between
from explainer.model.availability import MINUTES_PER_YEAR
from explainer.rates import Rates, load_rates
from explainer.scenario import Scenario, check
from explainer.texts import tr
from explainer.world import World
from explainer.years.draw import BLOCK, Drawer
from explainer.years.states import NOTHING, States
from explainer.years.sweep import Spans, names_of, sweep
from explainer.years.tally import Years
from explainer.years.threats import CAUSES, threats_of

Floats = NDArray[np.float64]

PART_S = 0.1  # work between two answers, so that a page stays quick [s]
MOST = 100_000_000
MOVING, ALWAYS = CAUSES.index("moving over"), CAUSES.index("always")


def years(
    world: World,
    scenario: Scenario,
    n: int = 100_000,
    seed: int = 1,
    *,
    rates: Rates | None = None,
    hidden: float = 1.0,
    progress: Callable[[int, int], object] | None = None,
) -> Years:
    """Simulate many years of a design, each with its own failures.

    Zones, Regions, services, control planes and cables fail at random times and last for random times; some years are
    worse than others. What is down is answered by `simulate`, overlaps included; on top comes the time until clients
    have moved.

    Parameters
    ----------
    world
        Places, people and cables.
    scenario
        The design. What is broken in it stays broken; demand is the day's average, whatever hour it names.
    n
        Years.
    seed
        The same seed gives the same years; the first of many are those of few.
    rates
        How often things fail and for how long, by default those of the committed tables.
    hidden
        Events of the provider for each one that is known [1..5].
    progress
        Called with the years done and asked for, several times a second; when it returns False the years end there.

    Returns
    -------
    Years
        What was lost in each; `cancelled` if it was stopped.

    Raises
    ------
    InputError
        For a code that the World does not have, or a number out of range.

    Examples
    --------
    >>> from explainer import PRESETS, load_world
    >>> told = years(load_world(), PRESETS["one-region"].scenario, 2000, seed=7)
    >>> told.n, 0.99 < told.availability < 1
    (2000, True)
    """
    for told in years_in_parts(world, scenario, n, seed, rates=rates, hidden=hidden):
        if progress is not None and progress(told.n, n) is False and told.n < n:
            return replace(told, cancelled=True)
    return told


def years_in_parts(
    world: World,
    scenario: Scenario,
    n: int = 100_000,
    seed: int = 1,
    *,
    rates: Rates | None = None,
    hidden: float = 1.0,
    part_s: float = PART_S,
) -> Iterator[Years]:
    """Simulate the same years, giving those that are done after each part of the work; the last has all.

    What comes out at the end depends on the seed alone, not on how it was parted. A page runs it by
    `for told in years_in_parts(…): show(told); await asyncio.sleep(0)`.

    Parameters
    ----------
    part_s
        Work between two answers [s].
    """
    _check(n, seed)
    check(scenario, world.places, world.travel.access)
    rates = load_rates() if rates is None else rates
    threats = threats_of(world, scenario, rates, hidden)
    none = Years(scenario, rates, hidden, seed, n, False, float(world.users.sum()), np.zeros(0), {}, 0)
    return _parts(none, States(world, scenario, threats), Drawer(threats, rates.clustering, seed), part_s)


def _parts(none: Years, states: States, drawer: Drawer, part_s: float) -> Iterator[Years]:
    """Work through the blocks, answering whenever a part is done."""
    lost_min, cause_sums, done = np.zeros(none.asked), np.zeros(len(CAUSES)), 0
    names, due = names_of(len(states.threats)), perf_counter() + part_s

    def told() -> Years:
        causes = {CAUSES[i]: float(total) / max(done, 1) for i, total in enumerate(cause_sums) if total}
        return replace(none, lost_min=lost_min[:done], cause_min=causes, states=len(states))

    for number in range(-(-none.asked // BLOCK)):
        count = min(BLOCK, none.asked - done)
        spans = sweep(drawer.block(number).first(count), names)
        for active in states.unknown({NOTHING, *spans.states}):
            states[active]
            if perf_counter() > due:
                yield told()
                due = perf_counter() + part_s
        lost, causes = _cost(states, spans, count)
        lost_min[done : done + count] = lost
        cause_sums += causes
        done += count
        if perf_counter() > due and done < none.asked:
            yield told()
            due = perf_counter() + part_s
    yield told()


def _cost(states: States, spans: Spans, count: int) -> tuple[Floats, Floats]:
    """Minutes lost in each year of a block, and laid to each cause."""
    base = states[NOTHING].lost
    more = np.array([states[active].lost - base for active in spans.states])
    cause = np.array([states[active].cause for active in spans.states], np.intp)
    minutes = more[spans.state] * spans.hours * 60
    moving = _moving_min(states, spans)
    lost = base * MINUTES_PER_YEAR + np.bincount(spans.year, minutes, count)
    lost += np.bincount(spans.start_year, moving, count)
    causes = np.bincount(cause[spans.state], minutes, len(CAUSES)).astype(float)
    causes[MOVING] += moving.sum()
    causes[ALWAYS] += base * MINUTES_PER_YEAR * count
    return np.asarray(lost, float), causes


def _moving_min(states: States, spans: Spans) -> Floats:
    """Minutes that each event costs until clients and load balancers have moved, if it lasts that long."""
    size = len(spans.states)
    pairs, which = np.unique(spans.before * size + spans.after, return_inverse=True)
    costs = [states.starting(spans.states[pair // size], spans.states[pair % size]) for pair in pairs.tolist()]
    moved, uneven = (np.array(column)[which] for column in zip(*costs, strict=True)) if costs else (np.zeros(0),) * 2
    lasts_min = spans.start_hours * 60
    shift_min = states.scenario.failover.shift_min
    return np.asarray(moved * np.minimum(lasts_min, states.moving_min) + uneven * np.minimum(lasts_min, shift_min))


def _check(n: int, seed: int) -> None:
    for what, number, low, most in ((tr("The number of years"), n, 1, MOST), (tr("The seed"), seed, 0, 2**63)):
        check_between(what, number, low, most)
        if number != int(number):
            raise InputError(tr("{what} is {given}. Give a whole number.", what=what, given=f"{number:g}"))
