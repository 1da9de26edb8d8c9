"""Many simulated years of a design, and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.model.availability import MINUTES_PER_YEAR
from explainer.rates import Rates
from explainer.scenario import Scenario

Floats = NDArray[np.float64]

CHECKPOINTS = 50
LAST_BITS_MIN = 1e-6  # minutes by which sums of the same years may differ


@dataclass(frozen=True, eq=False)
class Years:
    """Simulated years of a design: how many minutes its customers lost in each.

    Parameters
    ----------
    scenario, rates, hidden, seed
        What was simulated.
    asked
        Years that were asked for; fewer are there while it runs and when it was cancelled.
    cancelled
        Whether it was stopped before its end.
    users
        People online.
    lost_min
        Minutes without service of the average customer in each year [min], shape (n,).
    cause_min
        What these are laid to, in minutes a year [min/year]: a kind of event that alone would cost as much, "several
        at once", "moving over" (until clients or load balancers have moved) or "always" (the design itself).
    states
        How many different sets of broken things occurred.
    """

    scenario: Scenario
    rates: Rates = field(repr=False)
    hidden: float
    seed: int
    asked: int
    cancelled: bool
    users: float
    lost_min: Floats = field(repr=False)
    cause_min: Mapping[str, float]
    states: int

    @property
    def n(self) -> int:
        """Years that were simulated."""
        return len(self.lost_min)

    @cached_property
    def mean_min(self) -> float:
        """Minutes a year that the average customer loses [min/year]; NaN while there is no year."""
        return float(self.lost_min.mean()) if self.n else float("nan")

    @cached_property
    def mean_min_error(self) -> float:
        """Standard error of `mean_min` [min/year]; NaN below two years."""
        return float(self.lost_min.std(ddof=1) / self.n**0.5) if self.n > 1 else float("nan")

    @property
    def lost_user_minutes(self) -> float:
        """Minutes a year without service, added up over all people [min/year]."""
        return self.mean_min * self.users

    @property
    def availability(self) -> float:
        """Share of the customers' time with service [0..1]."""
        return 1 - self.mean_min / MINUTES_PER_YEAR

    @property
    def availability_error(self) -> float:
        """Standard error of `availability`."""
        return self.mean_min_error / MINUTES_PER_YEAR

    @cached_property
    def share_without_loss(self) -> float:
        """Share of the years in which nobody lost anything beyond what is lost always [0..1]."""
        always = self.cause_min.get("always", 0.0)
        return float((self.lost_min <= always + LAST_BITS_MIN).mean()) if self.n else float("nan")

    def quantiles(self, *shares: float) -> tuple[float, ...]:
        """Minutes that such shares of the years do not exceed [min]."""
        return tuple(np.quantile(self.lost_min, shares).tolist()) if self.n else (float("nan"),) * len(shares)

    @cached_property
    def shares_by_cause(self) -> dict[str, float]:
        """Share of the lost minutes that each cause has [0..1], the largest first; empty when none is lost."""
        total = sum(self.cause_min.values())
        most = sorted(self.cause_min.items(), key=lambda each: (-each[1], each[0]))
        return {cause: minutes / total for cause, minutes in most if minutes > 0}

    @cached_property
    def convergence(self) -> pd.DataFrame:
        """How the mean settles: a row after each fiftieth of the years: years, mean_min, mean_min_error [min/year]."""
        at = np.unique(np.linspace(self.n / CHECKPOINTS, self.n, CHECKPOINTS).round().astype(int))
        at = at[at > 1]
        # sums of squares about a fixed middle, so that no digits are lost where the spread is small
        middle = self.lost_min[0] if self.n else 0.0
        off = self.lost_min - middle
        mean = np.cumsum(off)[at - 1] / at
        square = np.cumsum(off**2)[at - 1] / at
        error = np.sqrt(np.maximum(square - mean**2, 0.0) / (at - 1))
        return pd.DataFrame({"years": at, "mean_min": middle + mean, "mean_min_error": error})
