"""How soon a design served again in an incident, and which data it lost: its RTO and RPO, measured."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from explainer.simulate import simulate
from explainer.timeline.timeline import Timeline

Floats = NDArray[np.float64]

ROUNDING = 1e-9


@dataclass(frozen=True)
class Recovery:
    """How soon a design served again, and what was lost.

    Parameters
    ----------
    out_minute, served_minute
        When service went out for longest, and when it was there again; None if it never was.
    data_lost_min
        The latest data that is lost [min]: what the copy that took over lacks, inf where no copy is left.
    lost_requests
        Requests that got no answer.
    """

    out_minute: int | None
    served_minute: int | None
    data_lost_min: float
    lost_requests: float

    @property
    def rto_min(self) -> float:
        """The longest time without service [min]: 0 if it never was out, inf if it does not come back."""
        if self.out_minute is None:
            return 0.0
        return inf if self.served_minute is None else float(self.served_minute - self.out_minute)


def recovery(timeline: Timeline) -> Recovery:
    """Measure how soon a design served again in what was played.

    Service is there while all are served who usually are, but for as many as keep an old answer longer than they may
    (`Failover.slow_share`): these wait for their own resolver, whatever the design does.

    Examples
    --------
    >>> from explainer import Placement, Scenario, load_incidents, load_world, play
    >>> march = load_incidents()["aws-2026-03-01-mec1"]
    >>> recovery(play(load_world(), Scenario((Placement("eu-west-1"),)), march)).rto_min
    0.0
    """
    usual = simulate(timeline.world, timeline.scenario)
    frame = timeline.frame
    enough = usual.summary.reach * (1 - timeline.scenario.failover.slow_share) - ROUNDING
    out = ((frame["reach"] < enough) & (frame["offered_rps"] > 0)).to_numpy()
    turns = np.flatnonzero(np.diff(np.concatenate([[False], out, [False]])))
    begins, ends = turns[::2], turns[1::2]
    out_minute = served_minute = None
    if len(begins):
        # one that is still open is the longest: nobody knows its end
        longest = len(begins) - 1 if out[-1] else int(np.argmax(ends - begins))
        out_minute = int(frame.index[begins[longest]])
        served_minute = None if out[-1] else int(frame.index[ends[longest]])
    lag_s = timeline.scenario.failover.replication_lag_s if _taken_over(timeline, usual.region_rps) else 0.0
    return Recovery(out_minute, served_minute, max(timeline.rpo_s, lag_s) / 60, timeline.lost_requests)


def _taken_over(timeline: Timeline, usual_rps: Floats) -> bool:
    """Say whether a Region ever served in place of another that usually has load and that clients had left."""
    by_region = timeline.regions[["load_rps", "share_moved"]].unstack("region")
    load, left = (by_region[name].fillna(0.0) for name in ("load_rps", "share_moved"))
    busy = usual_rps[timeline.world.regions.index.get_indexer(load.columns)] > 0
    elsewhere = left.to_numpy() > 0
    return bool(((elsewhere & busy).any(axis=1) & (load.to_numpy() * ~elsewhere > 0).any(axis=1)).any())
