"""What the model answers.

An `Outcome` holds one number a cell, Region and zone for one instant, as arrays; its frames and tables are made
when somebody looks, because the next outage may come first. A `Summary` is the Outcome in ten numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.scenario import Scenario

if TYPE_CHECKING:
    from explainer.tables import Grouping

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NOBODY = -1  # in `serving`: no Region answers this cell

#: why a request is dropped, in the order in which the reasons are drawn
REASONS = ("dependency", "control-plane", "no-capacity", "waiting-for-dns", "no-route", "not-compliant")


@dataclass(frozen=True, eq=False)
class Assignment:
    """Which load is answered where; a cell can be answered by several Regions.

    Parameters
    ----------
    cell, region
        Positions, shape (a,).
    rps
        Load that is answered [req/s], shape (a,).
    refused_rps
        Load that no Region had room for, by the Region that was asked first [req/s]; empty when it was not counted.
    """

    cell: NDArray[np.intp]
    region: NDArray[np.intp]
    rps: Floats
    refused_rps: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True)
class Summary:
    """An Outcome in ten numbers.

    Parameters
    ----------
    reach
        Share of the demand that is served [0..1].
    within_slo
        Share of the demand that is served within the SLO [0..1].
    rtt_p50_ms, rtt_p95_ms, rtt_p99_ms
        Wait that half, 95 %, 99 % of the served demand does not exceed [ms]; NaN when nobody is served.
    offered_rps, served_rps, dropped_rps
        Load that people ask for, that is answered, that is not [req/s].
    dropped_by_reason
        Dropped load by reason [req/s]; reasons that do not occur are left out.
    users, users_served
        People online, and those of them who are served.
    """

    reach: float
    within_slo: float
    rtt_p50_ms: float
    rtt_p95_ms: float
    rtt_p99_ms: float
    offered_rps: float
    served_rps: float
    dropped_rps: float
    dropped_by_reason: Mapping[str, float]
    users: float
    users_served: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """Who is served, by whom, how fast, at one instant.

    Parameters
    ----------
    scenario
        The scenario that this answers.
    frames
        The World's own frames (cells, regions, zones) that the arrays are aligned to.
    serving
        Position of the Region that answers most of each cell, or `NOBODY`.
    rtt_ms
        Mean wait of each cell [ms], NaN where nobody serves.
    answers, answers_rtt_ms
        Which load is answered where, and its wait [ms].
    offered_rps, served_rps
        Load of each cell, asked for and answered [req/s].
    dropped_rps
        Reason to the dropped load of each cell [req/s]; reasons that do not occur are left out.
    region_up, region_used
        Whether each Region could serve, and whether the design uses it.
    zone_up, zone_used
        The same for each zone.
    region_rps, zone_rps
        Load that each Region and each zone serves [req/s].
    region_capacity_rps
        What each Region can carry now [req/s], inf where it grows with its load.
    region_queue_ms
        Time that requests wait in the queue of each Region [ms].
    region_slow_ms
        Time that an outage adds in each Region [ms].
    region_refused_rps
        Load that found no room anywhere, by the Region that was asked first [req/s].
    cut_cables
        Cables that carry nothing.
    summary
        The ten numbers.
    """

    scenario: Scenario
    frames: Mapping[str, pd.DataFrame]
    serving: NDArray[np.intp]
    rtt_ms: NDArray[np.float32]
    answers: Assignment
    answers_rtt_ms: NDArray[np.float32]
    offered_rps: Floats
    served_rps: Floats
    dropped_rps: Mapping[str, Floats]
    region_up: Bools
    region_used: Bools
    zone_up: Bools
    zone_used: Bools
    region_rps: Floats
    zone_rps: Floats
    region_capacity_rps: Floats
    region_queue_ms: Floats
    region_slow_ms: Floats
    region_refused_rps: Floats
    cut_cables: frozenset[str]
    summary: Summary

    @cached_property
    def served(self) -> Bools:
        """Whether each cell is served, shape (cells,)."""
        return np.asarray(self.serving != NOBODY)

    @cached_property
    def users_served(self) -> Floats:
        """People served in each cell, shape (cells,)."""
        users = self.frames["cells"]["users"].to_numpy(float)
        share = np.divide(self.served_rps, self.offered_rps, out=self.served.astype(float), where=self.offered_rps > 0)
        return np.asarray(users * share)

    @cached_property
    def utilisation(self) -> Floats:
        """Share of its capacity that each Region uses [0..1], NaN where it has none, shape (regions,)."""
        capacity = np.where(self.region_capacity_rps > 0, self.region_capacity_rps, np.nan)
        return np.asarray(self.region_rps / capacity)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """One row a cell, aligned to the World's: region (missing where nobody serves), rtt_ms, load_rps, served."""
        codes = self.frames["regions"].index.to_numpy(object)
        region = codes[self.serving]
        region[~self.served] = None
        columns = {"region": region, "rtt_ms": self.rtt_ms, "load_rps": self.offered_rps, "served": self.served}
        return pd.DataFrame(columns, index=self.frames["cells"].index)

    @cached_property
    def regions(self) -> pd.DataFrame:
        """One row a Region, aligned to the World's: used, up, load_rps, capacity_rps, utilisation [0..1], queue_ms."""
        columns = {
            "used": self.region_used,
            "up": self.region_up,
            "load_rps": self.region_rps,
            "capacity_rps": self.region_capacity_rps,
            "utilisation": self.utilisation,
            "queue_ms": self.region_queue_ms,
        }
        return pd.DataFrame(columns, index=self.frames["regions"].index)

    @cached_property
    def zones(self) -> pd.DataFrame:
        """One row a zone, aligned to the World's: region, used, up, load_rps."""
        region = self.frames["zones"]["region"]
        columns = {"region": region, "used": self.zone_used, "up": self.zone_up, "load_rps": self.zone_rps}
        return pd.DataFrame(columns, index=self.frames["zones"].index)

    def totals(self, grouping: Grouping) -> Mapping[str, Floats]:
        """Add up by continent or country: users, users_served, offered_rps, served_rps, reach, within_slo; cached."""
        if grouping.kind not in self._totals:
            self._totals[grouping.kind] = self._added_up(grouping)
        return self._totals[grouping.kind]

    def by(self, grouping: Grouping) -> pd.DataFrame:
        """Reach and within-SLO by continent or country.

        Parameters
        ----------
        grouping
            The World's grouping of its cells: `world.continents` or `world.countries`.

        Returns
        -------
        pandas.DataFrame
            One row a group: users, users_served, offered_rps, served_rps, reach, within_slo [0..1].
        """
        return pd.DataFrame(dict(self.totals(grouping)), index=pd.Index(grouping.names, name=grouping.kind))

    @cached_property
    def _totals(self) -> dict[str, Mapping[str, Floats]]:
        return {}

    def _added_up(self, grouping: Grouping) -> Mapping[str, Floats]:
        in_time = self.answers_rtt_ms <= self.scenario.slo_ms
        quick = np.bincount(self.answers.cell[in_time], self.answers.rps[in_time], len(self.served_rps))
        users = self.frames["cells"]["users"].to_numpy(float)
        sums = {
            name: np.bincount(grouping.codes, weights, len(grouping.names)).astype(float)
            for name, weights in {
                "users": users,
                "users_served": self.users_served,
                "offered_rps": self.offered_rps,
                "served_rps": self.served_rps,
                "within_slo": quick,
            }.items()
        }
        offered = np.where(sums["offered_rps"] > 0, sums["offered_rps"], np.nan)
        return sums | {"reach": sums["served_rps"] / offered, "within_slo": sums["within_slo"] / offered}
