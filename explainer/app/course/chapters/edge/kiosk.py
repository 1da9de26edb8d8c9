"""The kiosk of chapter 7: customers in Sydney, a server in Ireland, and copies at the edge location nearest to them.

Ways come from the World through `edge_way`, waits from the model, and whether a Region answers from `simulate`. A
hundred requests are followed one by one; as many of them hit as the hit ratio says, so their average is the model's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from explainer.app.course.chapter import Settings
from explainer.model import edge
from explainer.scenario import Outage, Placement, Scenario
from explainer.simulate import simulate
from explainer.world import World, load_world
from explainer.world.edge import EdgeWay, edge_way

PLACE, FAR, NEAR = "Sydney", "eu-west-1", "ap-southeast-2"
HITS: Mapping[str, float] = {"0": 0.0, "50": 0.5, "80": 0.8, "90": 0.9, "99": 0.99}  # of what can be kept
PAGES: Mapping[str, float] = {"same": 1.0, "half": 0.5, "fresh": 0.0}  # share of the requests that can be kept
SERVERS: Mapping[str, str] = {"far": FAR, "near": NEAR, "lost": FAR}
COUNT = 100
ASKED = "80"  # hit ratio of the question

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Orders:
    """Requests, in the order in which they are sent.

    Parameters
    ----------
    server
        Where the server is, a name of `SERVERS`.
    way
        Their way.
    ratio
        Share of all requests that hit [0..1].
    hit
        Which of them hit, shape (n,).
    waits_ms
        How long each waits [ms], NaN for no answer, shape (n,).
    """

    server: str
    way: EdgeWay
    ratio: float
    hit: NDArray[np.bool_]
    waits_ms: Floats

    @property
    def answered(self) -> float:
        """Share of the requests that get an answer [0..1]."""
        return float(np.isfinite(self.waits_ms).mean())

    @property
    def mean_ms(self) -> float:
        """Average wait of those that get one [ms], by the model."""
        return self.way.mean_ms(self.ratio) if self.answered == 1 else self.way.hit_ms

    def percentile_ms(self, share: float) -> float:
        """Give the wait that a share of them does not exceed [ms], NaN where that many get no answer."""
        if self.answered == 1:
            near, onward = self.way.near.rtt_ms, self.way.onward.rtt_ms
            return float(edge.percentile_ms(share, self.ratio, near, onward))
        return self.way.hit_ms if share <= self.ratio else float("nan")


def world() -> World:
    """Give the World."""
    return load_world()


@lru_cache(maxsize=8)
def way(server: str = "far", place: str = PLACE) -> EdgeWay:
    """Give the way of customers to a server, over the edge city nearest to them."""
    return edge_way(world(), place, SERVERS[server])


@lru_cache(maxsize=8)
def reachable(server: str) -> bool:
    """Say whether the Region of a server answers the customers."""
    design = Scenario((Placement(SERVERS[server]),))
    broken = design.breaking(Outage("region", SERVERS[server])) if server == "lost" else design
    return bool(simulate(world(), broken).served[world().cell(PLACE)])


def ratio(settings: Settings) -> float:
    """Give the share of all requests that the edge answers, in whole requests [0..1]."""
    share = float(edge.hit_ratio(HITS[settings["hits"]], PAGES[settings["page"]]))
    return round(share * COUNT) / COUNT


def orders(settings: Settings) -> Orders:
    """Give the requests of a setting."""
    return _orders(settings["server"], ratio(settings))


@lru_cache(maxsize=64)
def _orders(server: str, share: float) -> Orders:
    through, hit = way(server), edge.hits(share, COUNT)
    waits = edge.waits_ms(hit, through.near.rtt_ms, through.onward.rtt_ms, reachable(server))
    return Orders(server, through, share, hit, waits)


def gained_ms(kept: float, static: float) -> float:
    """Say what copies at the edge take off the average wait [ms], against the same way without any."""
    through = way()
    return through.mean_ms(0.0) - through.mean_ms(float(edge.hit_ratio(kept, static)))
