"""The obvious notebook: what a careful learner writes first, with pandas and a row at a time.

It answers the same questions as the model, from the same round trips, and serves as its peer in the benchmarks:
which Region serves each cell, how long people wait, who is reached on each continent, what each Region carries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

REQUESTS_PER_SECOND = 20 / 86_400  # of one user
WAITS_MS = range(0, 351, 5)


@dataclass(frozen=True)
class Answer:
    """What the notebook finds.

    Parameters
    ----------
    cells
        The cells with their Region, rtt_ms and load_rps.
    percentiles
        Wait that 50, 95 and 99 % of the served load does not exceed [ms].
    curve
        Share of all load that is served within each wait of `WAITS_MS`.
    reach, within_slo
        Share of the load that is served, and that is served in time, by continent.
    load
        Load that each Region of the design carries [req/s].
    """

    cells: pd.DataFrame
    percentiles: list[float]
    curve: list[float]
    reach: pd.Series
    within_slo: pd.Series
    load: pd.Series


def standing(zones: pd.DataFrame, used: dict[str, list[str]], lost: Iterable[str]) -> list[str]:
    """Give the Regions of the design that can serve: not lost, with a zone that is not lost."""
    lost = set(lost)
    up = []
    for region, names in used.items():
        alive = [
            zone for zone, row in zones.iterrows() if zone in names and zone not in lost and row["region"] == region
        ]
        if alive and region not in lost:
            up.append(region)
    return up


def answer(cells: pd.DataFrame, round_trip: pd.DataFrame, up: list[str], access_ms: float, slo_ms: float) -> Answer:
    """Answer a scenario.

    Parameters
    ----------
    cells
        name, continent, users, …
    round_trip
        Cells by Regions [ms], the same index as the cells.
    up
        Regions that can serve.
    access_ms
        Wait between the user and the network [ms].
    slo_ms
        A wait that still counts as quick enough [ms].
    """
    waits = round_trip[up]
    cells = cells.copy()
    cells["region"] = waits.apply(lambda row: row.idxmin(), axis=1)
    cells["rtt_ms"] = waits.apply(lambda row: row.min() + np.float32(access_ms), axis=1)
    cells["load_rps"] = cells.apply(lambda row: row["users"] * REQUESTS_PER_SECOND, axis=1)
    cells["served_rps"] = cells.apply(lambda row: row["load_rps"] if row["rtt_ms"] < np.inf else 0.0, axis=1)
    cells["quick_rps"] = cells.apply(lambda row: row["served_rps"] if row["rtt_ms"] <= slo_ms else 0.0, axis=1)
    by_wait = cells.sort_values("rtt_ms", kind="stable")
    so_far = by_wait["served_rps"].cumsum() / by_wait["served_rps"].sum()
    percentiles = [float(by_wait["rtt_ms"][so_far >= share * (1 - 1e-12)].iloc[0]) for share in (0.50, 0.95, 0.99)]
    offered = cells["load_rps"].sum()
    curve = [float(cells[cells["rtt_ms"] <= wait]["served_rps"].sum() / offered) for wait in WAITS_MS]
    by_continent = cells.groupby("continent")
    reach = by_continent.apply(lambda group: group["served_rps"].sum() / group["load_rps"].sum())
    within_slo = by_continent.apply(lambda group: group["quick_rps"].sum() / group["load_rps"].sum())
    return Answer(cells, percentiles, curve, reach, within_slo, cells.groupby("region")["served_rps"].sum())
