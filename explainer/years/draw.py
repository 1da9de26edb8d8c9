"""Years as lists of events: which threat strikes when, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.rates import HOURS_PER_YEAR
from explainer.years.threats import Threat

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

BLOCK = 16_384  # years that are drawn together: few enough to stop in between, enough to draw fast


@dataclass(frozen=True, eq=False)
class Events:
    """Events of some years.

    Parameters
    ----------
    year, threat
        Positions of its year and of what strikes, shape (e,).
    start_h, hours
        When in its year, and how long it lasts, a year at most [h], shape (e,).
    """

    year: Positions
    threat: Positions
    start_h: Floats
    hours: Floats

    def first(self, years: int) -> Events:
        """Keep those of the first years."""
        kept = self.year < years
        return Events(self.year[kept], self.threat[kept], self.start_h[kept], self.hours[kept])


class Drawer:
    """Draws years, a block at a time; the same seed and block give the same years.

    Parameters
    ----------
    threats
        What can strike.
    clustering
        Shape of the yearly gamma factor; inf for none.
    seed
        Of all years.
    """

    def __init__(self, threats: Sequence[Threat], clustering: float, seed: int) -> None:
        self.clustering, self.seed = clustering, seed
        self._per_year = np.array([threat.per_year for threat in threats])
        self._clustered = np.array([threat.clustered for threat in threats], bool)
        self._mu = np.array([threat.lasting.mu_ln_h for threat in threats])
        self._sigma = np.array([threat.lasting.sigma for threat in threats])

    def block(self, number: int) -> Events:
        """Draw the years of one block, `BLOCK` of them."""
        chance = np.random.default_rng([self.seed, number])
        factor = np.ones(BLOCK)
        if np.isfinite(self.clustering):
            factor = chance.gamma(self.clustering, 1 / self.clustering, BLOCK)
        years, threats = [], []
        for which, luck in ((self._clustered, factor), (~self._clustered, np.ones(BLOCK))):
            numbers = np.flatnonzero(which)
            per_year = self._per_year[numbers]
            count = chance.poisson(per_year.sum() * luck)
            years.append(np.repeat(np.arange(BLOCK), count))
            at = np.searchsorted(np.cumsum(per_year), chance.random(count.sum()) * per_year.sum(), side="right")
            threats.append(numbers[np.minimum(at, len(numbers) - 1)])
        year, threat = np.concatenate(years), np.concatenate(threats)
        start_h = chance.random(len(year)) * HOURS_PER_YEAR
        hours = np.exp(self._mu[threat] + self._sigma[threat] * chance.standard_normal(len(year)))
        return Events(year, threat, start_h, np.minimum(hours, HOURS_PER_YEAR))
