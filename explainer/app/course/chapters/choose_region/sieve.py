"""Four Regions and what one wants of them: the law kept, a short wait, a service, a low price.

The same facts are judged in two ways. As points, each criterion gives the best of the four one point and the worst
none, and the points are added up: then much of the others can outweigh the law. As a sieve, one criterion after the
other lets a Region pass or holds it back, and price, the last, lets the cheapest through.

Where people live, waits and prices are the World's own; a rule is a residency rule of `simulate`, so what it forbids
is not a matter of this module. Assumed: clinics stand where people online live, are wired, and draw on scans together
for as long as the average wait is short enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.scenario import Outage, Placement, Routing, Scaling, Scenario
from explainer.simulate import simulate
from explainer.world import World, load_world

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CRITERIA = ("law", "wait", "service", "price")
LIMIT_MS = 25.0  # average wait up to which two doctors can draw on one scan; assumed
ACCESS = "wired"
LONDON, PARIS, FRANKFURT, MILAN, VIRGINIA = "eu-west-2", "eu-west-3", "eu-central-1", "eu-south-1", "us-east-1"
FOUR = (LONDON, PARIS, FRANKFURT, MILAN)
EU = "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"  # members since 2020-02-01
#: countries in which a rule lets data lie, ISO 3166-1 alpha-2
RULES: Mapping[str, frozenset[str]] = {
    "EU": frozenset(EU.split()),
    "DE": frozenset({"DE"}),
}
PRICE_SOURCE = "apache-libcloud 3.9.1, 2025-03-02"  # of `price_index`, see data/README.md
SERVICE_SOURCE, SERVICE_READ = "botocore 1.44.5", "2026-11-28"  # list of the endpoints of "omics" (AWS HealthOmics)
#: Regions that have a service: one that reads genomes, as listed there; one that no other Region has, assumed
SERVICES: Mapping[str, frozenset[str]] = {
    "genomes": frozenset({LONDON, FRANKFURT, VIRGINIA}),
    "only": frozenset({VIRGINIA}),
}


@dataclass(frozen=True)
class Case:
    """Who wants to open, and where.

    Parameters
    ----------
    clinics
        Countries in which the clinics stand.
    regions
        The Regions to choose from.
    rule
        What they are under: a name of `RULES`.
    service
        What they need: a name of `SERVICES`, "" for nothing special.
    """

    clinics: tuple[str, ...]
    regions: tuple[str, ...] = FOUR
    rule: str = "EU"
    service: str = "genomes"


CASES: Mapping[str, Case] = {
    "north": Case(("IE", "BE", "NL")),
    "middle": Case(("DE", "FR")),
    "ireland": Case(("IE",)),
    "plain": Case(("DE", "FR"), service=""),
    "hospital": Case(("DE",), (VIRGINIA, LONDON, PARIS, FRANKFURT), "DE", "only"),
}


@dataclass(frozen=True, eq=False)
class Judged:
    """Four Regions, judged; all arrays in the order of the case's Regions.

    Parameters
    ----------
    lawful, has
        Whether the rule lets people be served from there, and whether the service is there.
    wait_ms
        Average wait of the people, law or not [ms].
    price
        List price relative to N. Virginia [-].
    """

    lawful: Bools
    has: Bools
    wait_ms: Floats
    price: Floats

    @property
    def points(self) -> Floats:
        """What each criterion gives each Region: 1 for the best of them, 0 for the worst; (criteria, Regions)."""
        return np.array([_best_first(row) for row in (self.lawful, -self.wait_ms, self.has, -self.price)])

    @property
    def total(self) -> Floats:
        """Points of each Region, every criterion counting alike [0..4]."""
        return np.asarray(self.points.sum(axis=0))

    @property
    def leader(self) -> int:
        """Position of the Region with the most points."""
        return int(self.total.argmax())

    @property
    def held_by(self) -> NDArray[np.int_]:
        """Number of the sieve that holds each Region back, `len(CRITERIA)` for the one that none does."""
        quick = self.wait_ms <= LIMIT_MS
        held = np.select([~self.lawful, ~quick, ~self.has], [0, 1, 2], 3)
        left = np.flatnonzero(held == 3)
        if len(left):
            held[left[np.lexsort((self.wait_ms[left], self.price[left]))[0]]] = len(CRITERIA)
        return np.asarray(held)

    @property
    def passed(self) -> int | None:
        """Position of the Region that passes all sieves, None if there is none."""
        through = np.flatnonzero(self.held_by == len(CRITERIA))
        return int(through[0]) if len(through) else None

    @property
    def decided_by(self) -> str:
        """Criterion that chooses between the last two, "" if none is left."""
        return CRITERIA[int(np.sort(self.held_by)[-2])] if self.passed is not None else ""


@lru_cache(maxsize=16)
def world_of(clinics: tuple[str, ...]) -> World:
    """Give the World in which only some countries ask."""
    whole = load_world()
    return replace(whole, cells=whole.cells[whole.cells["country"].isin(clinics)].reset_index(drop=True))


@lru_cache(maxsize=128)
def opened(case: Case, *regions: str, ruled: bool = True, down: str = "") -> Outcome:
    """Open in some Regions, each with room for all, and ask the model who is served.

    Parameters
    ----------
    case
        Who asks, under which rule.
    regions
        Where it is opened; one that is named twice is opened once.
    ruled
        Whether the rule is kept.
    down
        A Region that is lost.
    """
    world, opened_in = world_of(case.clinics), tuple(dict.fromkeys(regions))
    design = Scenario(
        tuple(Placement(code) for code in opened_in),
        frozenset({Outage("region", down)} if down else ()),
        Routing(residency=tuple((country, allowed(case.rule)) for country in case.clinics) if ruled else ()),
        scaling=Scaling(spare_regions=len(opened_in) - 1),
        access=ACCESS,
    )
    return simulate(world, design)


@lru_cache(maxsize=4)
def allowed(rule: str) -> tuple[str, ...]:
    """Give the Regions in which a rule lets data lie."""
    countries = load_world().regions["country"]
    return tuple(str(code) for code in countries.index[countries.isin(sorted(RULES[rule]))])


def average_ms(outcome: Outcome) -> float:
    """Give the wait, averaged over the requests that are served [ms], NaN if there are none."""
    served = outcome.served_rps
    return float(np.average(outcome.rtt_ms[served > 0], weights=served[served > 0])) if served.any() else float("nan")


@lru_cache(maxsize=16)
def judge(case: Case) -> Judged:
    """Judge the Regions of a case."""
    regions = list(case.regions)
    return Judged(
        lawful=np.array([opened(case, code).summary.reach > 0 for code in regions]),
        has=np.array([not case.service or code in SERVICES[case.service] for code in regions]),
        wait_ms=np.array([average_ms(opened(case, code, ruled=False)) for code in regions]),
        price=load_world().regions["price_index"].loc[regions].to_numpy(float),
    )


def _best_first(value: NDArray[Any]) -> Floats:
    """Put values between 0 for the least and 1 for the largest; equal ones all get 1."""
    given = value.astype(float)
    span = float(np.ptp(given))
    return np.ones_like(given) if span == 0 else np.asarray((given - given.min()) / span)
