"""Three places some distance apart, a storm over the worst spot of them, and the time that a copy takes.

The cloud's zones and the café's shops stand alike: a triangle of equal sides. A storm is a circle, and it comes where
it takes most. In a World zones share the point of their Region, so each place here is a Region of one zone; what the
storm takes and what is served then is the answer of `simulate`, and the round trip is the World's own.

Assumed: the storm reaches 16 km (10 miles); the café is a hundred times smaller; fibre follows roads as everywhere in
the model; each place carries half of what is asked, so two of three are enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import pi, sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.model.demand import REQUESTS_PER_USER_PER_DAY
from explainer.model.geo import EARTH_RADIUS_KM
from explainer.model.latency import Travel
from explainer.outcome import Outcome
from explainer.scenario import Outage, Placement, Scenario
from explainer.simulate import simulate
from explainer.world import World, load_world, make_world
from explainer.world.cafe import ON_FOOT

STEPS_KM = (1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0)
STORMS_KM = (16.0, 60.0)
CAFE_SCALE = 1 / 100  # of a distance in the cloud
LIMIT_KM, LIMIT_MILES, SINGLE_DIGIT_MS = 100.0, 60.0, 10.0  # AWS Fault Isolation Boundaries, "Availability Zones"
#: corners of a triangle of side 1 round its middle: a above, b right, c left
CORNERS = np.array([(0, 1 / sqrt(3)), (0.5, -1 / sqrt(12)), (-0.5, -1 / sqrt(12))])
#: where a storm can hurt most, and how many it then has in reach: the middle of all, the middle of two, one of them
SPOTS = ((0.0, 0.0, 3), (*CORNERS[:2].mean(axis=0).tolist(), 2), (*CORNERS[1].tolist(), 1))
CODES = ("a", "b", "c")
FIBRE = Travel(region=0.0)  # the way between zones, without the time inside them
PEOPLE_EACH = 10_000
IN_A_ROW = 10  # copies of which each waits for the one before, as a page that saves step by step makes them
EDGE = 1e-6  # share of a distance to both sides of a change
CURVE_KM = np.logspace(0, 3, 31)

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Hit:
    """A storm over three places.

    Parameters
    ----------
    outcome
        The model's answer.
    spot
        Where the middle of the storm is, in sides of the triangle from its middle.
    """

    outcome: Outcome
    spot: tuple[float, float]

    @property
    def up(self) -> tuple[bool, ...]:
        """Whether each place is still there."""
        return tuple(self.outcome.zone_up.tolist())

    @property
    def taken(self) -> int:
        """How many places the storm takes."""
        return self.up.count(False)

    @property
    def served(self) -> float:
        """Share of the demand that is still served [0..1]."""
        return self.outcome.summary.reach


@lru_cache(maxsize=256)
def three(km: float, on_foot: bool = False) -> World:
    """Make a World of three places a distance apart [km], joined by fibre or on foot."""
    lon, lat = CORNERS.T * km * 180 / (pi * EARTH_RADIUS_KM)
    at = {"name": list(CODES), "lat": lat, "lon": lon, "area": "land"}
    regions = pd.DataFrame(at | {"region": list(CODES), "status": "launched"}).set_index("region")
    zones = pd.DataFrame({"zone": [f"{code}1" for code in CODES], "region": list(CODES)}).set_index("zone")
    cells = pd.DataFrame(
        at | {"users": PEOPLE_EACH, "timezone": "", "country": "", "country_name": "", "continent": ""}
    )
    return make_world("three", regions, zones, cells, travel=ON_FOOT if on_foot else FIBRE)


@lru_cache(maxsize=512)
def storm(km: float, radius_km: float, used: tuple[str, ...] = CODES) -> Hit:
    """Let a storm come where it takes most.

    Parameters
    ----------
    km
        How far apart the places are [km].
    radius_km
        How far the storm reaches [km].
    used
        Places in which the service runs.
    """
    world = three(km)
    asked_rps = len(CODES) * PEOPLE_EACH * REQUESTS_PER_USER_PER_DAY / 86_400
    each_rps = asked_rps / max(len(used) - 1, 1) * (1 + 1e-9)  # rounding must not drop anybody
    design = Scenario(tuple(Placement(code, 1, each_rps) for code in used))
    degrees = km * 180 / (pi * EARTH_RADIUS_KM)
    for x, y, within in SPOTS:
        hazard = Outage("hazard", f"{y * degrees},{x * degrees},{radius_km}")
        hit = Hit(simulate(world, design.breaking(hazard)), (x, y))
        if hit.taken >= within:
            break
    return hit


def copy_ms(km: float) -> float:
    """Time until another zone has confirmed a copy: a round trip over fibre along roads [ms]."""
    return float(three(km).region_rtt.to_numpy()[0, 1])


def light_ms(km: float) -> float:
    """Give the same in straight fibre: nothing is faster [ms].

    Examples
    --------
    >>> round(light_ms(100), 2)
    0.98
    """
    return FIBRE.per_km * km


def note_min(km: float) -> float:
    """Time to carry a note to another shop and come back, in a café that is smaller by `CAFE_SCALE` [min]."""
    return 2 * float(three(km * CAFE_SCALE, on_foot=True).region_rtt.to_numpy()[0, 1])  # a walk is one way


def taken(radius_km: float, until_km: float) -> tuple[Floats, NDArray[np.int_]]:
    """Give distances up to one [km], and how many zones a storm takes there; where that changes, on both sides."""
    edges = np.outer(radius_km * np.array([sqrt(3), 2]), [1 - EDGE, 1 + EDGE]).ravel()
    km = np.unique([*CURVE_KM[::3], *edges, until_km])
    km = km[km <= until_km]
    return km, np.array([storm(at, radius_km).taken for at in km.tolist()])


def copies(until_km: float) -> tuple[Floats, Floats]:
    """Give distances up to one [km], and the time of a copy there [ms]."""
    km = np.unique([*CURVE_KM[until_km > CURVE_KM], until_km])
    return km, np.array([copy_ms(at) for at in km.tolist()])


def good_km(radius_km: float) -> tuple[float, float] | None:
    """Give between which distances a storm takes one zone and a copy single-digit ms [km], None if there are none."""
    km, count = taken(radius_km, STEPS_KM[-1])
    least = float(km[count <= 1][0]) if (count <= 1).any() else np.inf
    most = SINGLE_DIGIT_MS / copy_ms(1.0)  # a copy takes longer in proportion
    return (least, most) if least < most else None


@lru_cache(maxsize=1)
def zones_of_regions() -> tuple[int, int, int]:
    """Count the Regions that are open to customers, and give the fewest and the most zones of one."""
    regions = load_world().regions
    count = regions.loc[regions["status"] != "announced", "zone_count"].astype(int)
    return len(count), int(count.min()), int(count.max())
