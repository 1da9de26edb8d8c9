"""The data centre of chapter 2: how often it fails so that it is up a given share of the time, and its years.

Failures last as long as those of the committed tables do; how often they come is what makes the nines. So more nines
mean fewer failures here, not shorter ones, and the long ones stay as long.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from math import inf, log

import pandas as pd

from explainer.model import availability, downtime
from explainer.model.latency import Travel
from explainer.rates import HOURS_PER_YEAR, Rate, Rates, load_rates
from explainer.scenario import Placement, Scenario
from explainer.world import World, make_world
from explainer.years import Years, years

COUNT, SEED = 1000, 1
UP = {"two": 0.99, "three": 0.999, "four": 0.9999}  # by the number of nines
PARTS = {"one": ("compute",), "both": ("compute", "database")}  # all of them are needed
ROOM_RPS = 1000.0  # more than anybody asks for: what is lost is lost to failures alone


def up(nines: str, parts: str = "one") -> float:
    """Give the availability of a setting, by the formula [0..1]."""
    return float(availability.series([UP[nines]] * len(PARTS[parts])))


def down_h(a: float) -> float:
    """Give the hours a year that an availability leaves, by the formula [h].

    Examples
    --------
    >>> round(down_h(0.999), 2)
    8.76
    """
    return float(downtime.downtime_min_per_year(a)) / 60


@lru_cache(maxsize=1)
def world() -> World:
    """Give a town with one data centre and the people who use it."""
    place = {"name": ["the town"], "lat": 0.0, "lon": 0.0, "area": "land"}
    regions = pd.DataFrame({"region": ["town"], "status": "launched"} | place).set_index("region")
    zones = pd.DataFrame({"zone": ["centre"], "region": ["town"]}).set_index("zone")
    cells = pd.DataFrame(
        place | {"country": "T", "country_name": "Town", "continent": "Land", "users": [100_000], "timezone": ""}
    )
    return make_world("data centre", regions, zones, cells, travel=Travel(service=0.0))


def design(parts: str) -> Scenario:
    """Give the service, in one data centre, with the parts that it needs."""
    return Scenario((Placement("town", 1, capacity_rps=ROOM_RPS),), depends_on=frozenset(PARTS[parts]))


def rates(a: float) -> Rates:
    """Give the rates of parts that are each up a share of the time [0..1]; nothing else ever happens.

    Failures come by chance and may overlap, so that a part is up by exp(-rate x mean time to repair).
    """
    lasting = load_rates().duration
    often = -log(a) * HOURS_PER_YEAR / lasting.mean_within_h()
    part, never = Rate(often, often, often), Rate(0.0, 0.0, 0.0)
    return replace(
        load_rates(),
        zone=part,
        services=(("database", part),),
        region=never,
        control_plane=never,
        cable=never,
        zone_lost=never,
        region_lost=never,
        shares=((1.0, 1.0),),
        beta=0.0,
        clustering=inf,
    )


@lru_cache(maxsize=8)
def lived(nines: str, parts: str = "one") -> Years:
    """Simulate the years of a setting."""
    return years(world(), design(parts), COUNT, SEED, rates=rates(UP[nines]))


def first(told: Years, count: int) -> Years:
    """Give the first of some years."""
    return replace(told, lost_min=told.lost_min[:count])
