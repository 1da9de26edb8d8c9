"""The two data centres of chapter 3: what they share, what they can carry, and their failures one after another.

A share of all failures comes from what both have in common and takes both; the rest takes one, and the other has to
carry everybody if it has the room. What a failure costs is asked of `simulate`, what is lost over the years of `years`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from explainer.app.course.chapters.data_centre import centre
from explainer.model import availability
from explainer.model.latency import Travel
from explainer.outcome import Outcome
from explainer.rates import Rates
from explainer.scenario import Failover, Outage, Placement, Scenario
from explainer.simulate import simulate
from explainer.world import Words, World, make_world
from explainer.years import Years, threats_of, years
from explainer.years.draw import Drawer

SITES = ("A", "B")
UP = centre.UP["three"]  # of each site, as in the chapter before
SHARED = {"none": 0.0, "some": 0.1, "half": 0.5, "all": 1.0}  # share of the failures that takes both
BUSY = {"half": 0.5, "sixty": 0.6, "eighty": 0.8}  # share of its room that each site uses while both are up
LOAD_RPS = 120.0
COUNT, SEED, YEARS_SEED = 40, 6, 1  # failures that are shown; of this seed, about as many in common as there should be
LIVED = 20_000  # years behind a rate; failures of both are rare
USERS_PER_RPS = 4320  # people who ask for one request a second on average


@dataclass(frozen=True, eq=False)
class Failures:
    """Failures, one after another.

    Parameters
    ----------
    lost
        Which site each of them takes, shape (n, 2).
    not_served
        Share of the customers who are not served while it lasts [0..1], shape (n,).
    """

    lost: np.ndarray
    not_served: np.ndarray

    def first(self, count: int) -> Failures:
        """Give the first of them."""
        return Failures(self.lost[:count], self.not_served[:count])

    @property
    def both(self) -> np.ndarray:
        """Which of them take both sites, shape (n,)."""
        return np.asarray(self.lost.all(axis=1))


@lru_cache(maxsize=1)
def world() -> World:
    """Give a town with two data centres."""
    place = {"name": ["the town"], "lat": 0.0, "lon": 0.0, "area": "land"}
    regions = pd.DataFrame({"region": ["town"], "status": "launched"} | place).set_index("region")
    zones = pd.DataFrame({"zone": list(SITES), "region": ["town"] * len(SITES)}).set_index("zone")
    people = {"country": "T", "country_name": "Town", "continent": "Land", "timezone": ""}
    cells = pd.DataFrame(place | people | {"users": [int(LOAD_RPS * USERS_PER_RPS)]})
    words = Words(region="town", zone="data centre", zone_short="site")
    return make_world("two data centres", regions, zones, cells, travel=Travel(service=0.0), words=words)


def design(busy: str) -> Scenario:
    """Give the service, in both data centres, each of which is busy to a share of its room."""
    placement = Placement("town", SITES, capacity_rps=LOAD_RPS / BUSY[busy])
    return Scenario((placement,), failover=Failover(shift_min=0.0))


def rates(shared: str) -> Rates:
    """Give the rates of two sites that have a share of their failures in common."""
    return replace(centre.rates(UP), beta=SHARED[shared])


@lru_cache(maxsize=32)
def outcome(busy: str, *lost: str) -> Outcome:
    """Say what is served while some sites are lost."""
    return simulate(world(), design(busy).breaking(*(Outage("zone", site) for site in lost)))


@lru_cache(maxsize=16)
def failures(shared: str, busy: str) -> Failures:
    """Draw the first failures of two sites."""
    threats = threats_of(world(), design(busy), rates(shared), 1.0)
    drawn = Drawer(threats, np.inf, SEED).block(0)
    order = np.lexsort((drawn.start_h, drawn.year))[:COUNT]
    hit = [{outage.target for outage in threat.outages} for threat in threats]
    lost = np.array([[site in hit[threat] for site in SITES] for threat in drawn.threat[order]])
    names = [tuple(site for site, gone in zip(SITES, row, strict=True) if gone) for row in lost.tolist()]
    return Failures(lost, np.array([1 - outcome(busy, *each).summary.reach for each in names]))


@lru_cache(maxsize=16)
def lived(shared: str, busy: str = "half") -> Years:
    """Simulate years of two sites."""
    return years(world(), design(busy), LIVED, YEARS_SEED, rates=rates(shared))


def down_h(shared: str, busy: str = "half") -> float:
    """Give the hours a year that customers lose on average, by the formula [h].

    All of them while both sites are lost, and those for whom there is no room while one is.

    Examples
    --------
    >>> round(down_h("all"), 2), round(down_h("some"), 2), round(down_h("some", "sixty"), 2)
    (8.76, 0.88, 3.51)
    """
    up = [float(availability.common_cause(needed, len(SITES), UP, SHARED[shared])) for needed in (1, 2)]
    both, some = (1 - share for share in up)
    no_room = 1 - outcome(busy, SITES[0]).summary.reach
    return centre.down_h(1 - both - (some - both) * no_room)


def left(shared: str, busy: str = "half") -> float:
    """Give the share of one site's outage that is left with two [0..1]."""
    return down_h(shared, busy) / centre.down_h(UP)
