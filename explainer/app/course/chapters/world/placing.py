"""Regions placed by hand, the best that there are, and what a rule, a loss or a cable does to them.

Everything is asked of the real World: `simulate` says how long people wait for given Regions, `best_placements` finds
the best of all sets of so many, with proof. The wait of a design is its average over all people, or what all but the
slowest of them do not exceed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb

import numpy as np

from explainer.design import Best, best_placements
from explainer.model.geo import between_km
from explainer.outcome import Outcome
from explainer.scenario import Outage, Placement, Routing, Scaling, Scenario
from explainer.simulate import simulate
from explainer.world import load_world

PLACED, MOST = 3, 6  # Regions that are placed by hand, and at most
AIMS = ("mean", "p95")  # what is to be short
SLOWEST = 0.05  # share of the demand that the second aim leaves out
TODAY = ("us-west-2", "us-east-2", "us-east-1")  # where the three stand at first
BOUND = "BR"  # country whose data stay there, in a check
MARGIN_MS = 10.0  # Regions that differ by less the model cannot rank

Codes = tuple[str, ...]


@dataclass(frozen=True)
class Detour:
    """A place whose nearest Region is not the quickest.

    Parameters
    ----------
    cell
        Its row in the World.
    near, fast
        Codes of the nearest and of the quickest Region.
    via
        The landing on the way to the nearest Region that lies farthest off.
    near_km, fast_km
        How far away they are [km].
    near_ms, fast_ms
        How long a request to them takes [ms].
    people, share
        People online for whom the nearest Region is slower by more than `MARGIN_MS`, and their share of all [0..1].
    """

    cell: int
    near: str
    fast: str
    via: str
    near_km: float
    fast_km: float
    near_ms: float
    fast_ms: float
    people: float
    share: float


@lru_cache(maxsize=1)
def open_regions() -> Codes:
    """Give the Regions that can be chosen: launched, and in the partition with most of them."""
    frame = load_world().regions
    usable = (frame["status"] == "launched") & (frame["partition"] == frame["partition"].mode()[0])
    return tuple(map(str, frame.index[usable]))


@lru_cache(maxsize=1)
def by_continent() -> dict[str, Codes]:
    """Give these Regions by continent, that with most of them first; from west to east."""
    world = load_world()
    continent = dict(zip(world.cells["country"], world.cells["continent"], strict=True))
    frame = world.regions.loc[list(open_regions())].sort_values("lon")
    here = frame["country"].map(continent)
    groups = {name: tuple(map(str, frame.index[here == name])) for name in world.continents.names}
    return {name: groups[name] for name in sorted(groups, key=lambda name: -len(groups[name])) if groups[name]}


@lru_cache(maxsize=64)
def name(code: str) -> str:
    """Give the name of a Region.

    Examples
    --------
    >>> name("eu-west-1")
    'Ireland'
    """
    return str(load_world().regions["name"][code])


def sets(k: int) -> int:
    """Count the ways to choose some of the open Regions.

    Examples
    --------
    >>> sets(1) == len(open_regions())
    True
    """
    return comb(len(open_regions()), k)


@lru_cache(maxsize=64)
def served(codes: Codes, lost: str = "", spare: int = 0, bound: bool = False) -> Outcome:
    """Serve the world from some Regions.

    Parameters
    ----------
    codes
        The Regions; their order does not matter.
    lost
        One of them that is down, "" for none.
    spare
        How many of them may be lost before the rest is too small.
    bound
        Whether data of `BOUND` must stay there.
    """
    design = Scenario(
        tuple(Placement(code) for code in sorted(codes)),
        routing=Routing(residency=rule() if bound else ()),
        scaling=Scaling(spare_regions=spare),
    )
    return simulate(load_world(), design.breaking(*([Outage("region", lost)] if lost else [])))


def wait_ms(outcome: Outcome, aim: str = "mean") -> float:
    """Give the wait of those who are served: their average, or what all but the slowest do not exceed [ms]."""
    if aim == "p95":
        return outcome.summary.rtt_p95_ms
    up = outcome.served
    return float(np.average(outcome.rtt_ms[up].astype(float), weights=outcome.served_rps[up]))


def best(k: int, aim: str = "mean", bound: bool = False) -> Best:
    """Find the best of all sets of so many Regions.

    Parameters
    ----------
    k
        How many.
    aim
        What is to be short, a name of `AIMS`.
    bound
        Whether data of `BOUND` must stay there.
    """
    return _best(k, aim, bound)


@lru_cache(maxsize=64)
def _best(k: int, aim: str, bound: bool) -> Best:
    rules = rule() if bound else ()
    return best_placements(load_world(), k, objective=aim, regions=open_regions(), residency=rules)


def chosen(k: int, aim: str = "mean", bound: bool = False) -> Codes:
    """Give the Regions of the best set."""
    return tuple(placement.region for placement in best(k, aim, bound).placements)


@lru_cache(maxsize=1)
def curve() -> tuple[float, ...]:
    """Give the average wait of the best one, two and so on up to `MOST` Regions [ms]."""
    return tuple(wait_ms(served(chosen(k))) for k in range(1, MOST + 1))


def rule() -> tuple[tuple[str, Codes], ...]:
    """Give the rule that data of `BOUND` stay there, as Routing takes it."""
    country = load_world().regions["country"]
    return ((BOUND, tuple(code for code in open_regions() if country[code] == BOUND)),)


@lru_cache(maxsize=1)
def worst_loss() -> str:
    """Give the one of the best three whose loss leaves most people without an answer."""
    codes = chosen(PLACED)
    return min(codes, key=lambda code: served(codes, lost=code).summary.reach)


@lru_cache(maxsize=1)
def detour() -> Detour:
    """Find where the nearest Region costs most: people times the milliseconds that they lose by it."""
    world, codes = load_world(), open_regions()
    rows = [world.position(code) for code in codes]
    km, ms, cells = world.distance_km[rows], world.wait_by_region[rows].astype(float), np.arange(len(world.cells))
    near, fast = km.argmin(axis=0), ms.argmin(axis=0)
    slower = ms[near, cells] - ms[fast, cells]
    cell = int(np.argmax(slower * world.users))
    people = float(world.users[slower > MARGIN_MS].sum())
    first, second = int(near[cell]), int(fast[cell])
    return Detour(
        cell,
        near=codes[first],
        fast=codes[second],
        via=_farthest(cell, codes[first]),
        near_km=float(km[first, cell]),
        fast_km=float(km[second, cell]),
        near_ms=world.path(cell, codes[first]).rtt_ms,
        fast_ms=world.path(cell, codes[second]).rtt_ms,
        people=people,
        share=people / float(world.users.sum()),
    )


def _farthest(cell: int, code: str) -> str:
    """Give the landing on a way that lies farthest from its two ends together."""
    world = load_world()
    stops = world.gateways.set_index("place").loc[list(world.path(cell, code).gateways), ["lat", "lon"]]
    ends = (world.cells.iloc[[cell]], world.regions.loc[[code]])
    off_km = sum(between_km(stops.to_numpy(float), end[["lat", "lon"]].to_numpy(float)).ravel() for end in ends)
    return str(stops.index[int(np.argmax(off_km))])
