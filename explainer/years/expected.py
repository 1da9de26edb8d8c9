"""What a year costs on average, added up event by event: no chance, and no two things at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from explainer.model.availability import MINUTES_PER_YEAR
from explainer.rates import Rates, load_rates
from explainer.scenario import Scenario, check
from explainer.world import World
from explainer.years.states import NOTHING, States
from explainer.years.threats import CAUSES, threats_of


@dataclass(frozen=True)
class Expected:
    """What a year costs on average, to first order.

    Parameters
    ----------
    cause_min
        Minutes a year that the average customer loses, by cause [min/year].
    """

    cause_min: Mapping[str, float]

    @property
    def mean_min(self) -> float:
        """Minutes a year that the average customer loses [min/year]."""
        return sum(self.cause_min.values())

    @property
    def availability(self) -> float:
        """Share of the customers' time with service [0..1]; cut off at 0, where a first order makes no sense."""
        return max(1 - self.mean_min / MINUTES_PER_YEAR, 0.0)


def expected(world: World, scenario: Scenario, *, rates: Rates | None = None, hidden: float = 1.0) -> Expected:
    """Add up how often each thing happens, times how long it lasts, times what it costs.

    Good while things seldom overlap; what two at once cost only `years` tells.

    Parameters
    ----------
    world, scenario, rates, hidden
        As in `years`.

    Examples
    --------
    >>> from explainer import PRESETS, load_world
    >>> told = expected(load_world(), PRESETS["one-data-centre"].scenario)
    >>> 100 < told.mean_min < 1000
    True
    """
    check(scenario, world.places, world.travel.access)
    rates = load_rates() if rates is None else rates
    threats = threats_of(world, scenario, rates, hidden)
    states = States(world, scenario, threats)
    base = states[NOTHING].lost
    sums = dict.fromkeys(CAUSES, 0.0) | {"always": base * MINUTES_PER_YEAR}
    for number, threat in enumerate(threats):
        alone = frozenset({number})
        hours = threat.lasting.mean_within_h()
        moved, uneven = states.starting(NOTHING, alone)
        sums[threat.cause] += threat.per_year * (states[alone].lost - base) * hours * 60
        sums["moving over"] += threat.per_year * (moved * states.moving_min + uneven * scenario.failover.shift_min)
    return Expected({cause: minutes for cause, minutes in sums.items() if minutes})
