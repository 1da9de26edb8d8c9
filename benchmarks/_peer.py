"""The obvious notebook: what a careful learner writes first, with pandas and a row at a time.

It answers the same questions as the model, from the same round trips, and serves as its peer in the benchmarks:
which Region serves each cell, how long people wait and queue, who finds no room, who is reached on each continent,
what each Region carries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import factorial

import numpy as np
import pandas as pd

REQUESTS_PER_SECOND = 20 / 86_400  # of one user
WAITS_MS = range(0, 351, 5)
WORKERS, SERVICE_MS, RATED = 8, 20, 0.9  # of the queue in each Region


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


def standing(zones: pd.DataFrame, used: dict[str, list[str]], lost: Iterable[str]) -> dict[str, int]:
    """Give the zones left of each Region of the design that can serve: not lost, with a zone that is not lost."""
    lost = set(lost)
    up = {}
    for region, names in used.items():
        alive = [
            zone for zone, row in zones.iterrows() if zone in names and zone not in lost and row["region"] == region
        ]
        if alive and region not in lost:
            up[region] = len(alive)
    return up


def queue_ms(used: float) -> float:
    """Give the mean wait for one of the workers, by Erlang's formula."""
    busy = used * RATED
    offered = busy * WORKERS
    waiting = offered**WORKERS / factorial(WORKERS) / (1 - busy)
    queued = waiting / (sum(offered**k / factorial(k) for k in range(WORKERS)) + waiting)
    return queued * SERVICE_MS / (WORKERS * (1 - busy))


def sent(cells: pd.DataFrame, waits: pd.DataFrame, room: dict[str, float]) -> pd.DataFrame:
    """Send each cell to its quickest Region, and who finds no room there to the next, the nearest served first."""
    wishes = waits.apply(lambda row: list(row[row < np.inf].sort_values(kind="stable").index), axis=1)
    left, free, parts = dict(cells["load_rps"]), dict(room), []
    for turn in range(len(waits.columns)):
        asking = [cell for cell in cells.index if left[cell] > 0 and len(wishes[cell]) > turn]
        rows = [(cell, wishes[cell][turn], waits.loc[cell, wishes[cell][turn]]) for cell in asking]
        asked = pd.DataFrame(rows, columns=["cell", "region", "wait"])
        for region, group in asked.sort_values("wait", kind="stable").groupby("region"):
            for cell, wait in zip(group["cell"], group["wait"], strict=True):
                taken = left[cell] if left[cell] <= free[region] * (1 + 1e-9) else max(free[region], 0.0)
                taken = taken if taken > 1e-9 * left[cell] else 0.0
                left[cell] -= taken
                free[region] -= taken
                if taken > 0:
                    parts.append((cell, region, taken, wait))
    return pd.DataFrame(parts, columns=["cell", "region", "rps", "wait"])


def answer(
    cells: pd.DataFrame, round_trip: pd.DataFrame, room: dict[str, float], access_ms: float, slo_ms: float
) -> Answer:
    """Answer a scenario.

    Parameters
    ----------
    cells
        name, continent, users, …
    round_trip
        Cells by Regions [ms], the same index as the cells.
    room
        What each Region that can serve can carry [req/s].
    access_ms
        Wait between the user and the network [ms].
    slo_ms
        A wait that still counts as quick enough [ms].
    """
    cells = cells.copy()
    cells["load_rps"] = cells.apply(lambda row: row["users"] * REQUESTS_PER_SECOND, axis=1)
    parts = sent(cells, round_trip[list(room)], room)
    load = parts.groupby("region")["rps"].sum()
    queue = {region: queue_ms(min(load.get(region, 0.0) / room[region], 1.0)) for region in room}
    parts["rtt_ms"] = parts.apply(lambda row: row["wait"] + access_ms + queue[row["region"]], axis=1)
    parts["quick_rps"] = parts.apply(lambda row: row["rps"] if row["rtt_ms"] <= slo_ms else 0.0, axis=1)
    parts["weighted"] = parts.apply(lambda row: row["rps"] * row["rtt_ms"], axis=1)
    largest = parts.sort_values("rps", kind="stable").groupby("cell").last()
    by_cell = parts.groupby("cell")[["rps", "quick_rps", "weighted"]].sum()
    cells["region"] = largest["region"]
    cells["rtt_ms"] = by_cell["weighted"] / by_cell["rps"]
    cells["served_rps"] = by_cell["rps"].reindex(cells.index, fill_value=0.0)
    cells["quick_rps"] = by_cell["quick_rps"].reindex(cells.index, fill_value=0.0)
    by_wait = parts.sort_values("rtt_ms", kind="stable")
    so_far = by_wait["rps"].cumsum() / by_wait["rps"].sum()
    percentiles = [float(by_wait["rtt_ms"][so_far >= share * (1 - 1e-12)].iloc[0]) for share in (0.50, 0.95, 0.99)]
    offered = cells["load_rps"].sum()
    curve = [float(parts[parts["rtt_ms"] <= wait]["rps"].sum() / offered) for wait in WAITS_MS]
    by_continent = cells.groupby("continent")
    reach = by_continent.apply(lambda group: group["served_rps"].sum() / group["load_rps"].sum())
    within_slo = by_continent.apply(lambda group: group["quick_rps"].sum() / group["load_rps"].sum())
    return Answer(cells, percentiles, curve, reach, within_slo, load)
