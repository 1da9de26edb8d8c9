"""What is asked of a design: which Regions it may use, who asks, and how long each would wait.

Everything is checked here, once. Waits are those of Regions as full as they are built to be, so that what a search
promises holds at every hour and after every loss that was asked for: in quieter Regions people wait a little less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import comb

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.design.cost import prices
from explainer.errors import InputError, check_between, check_known, shown, unknown
from explainer.model import capacity, demand
from explainer.scenario import Placement, Routing, Scenario, check
from explainer.simulate import ON_DEMAND_ROOM, allowed_by, offered_rps, queue_ms
from explainer.texts import tr, tr_n
from explainer.world import World

Floats = NDArray[np.float64]
Residency = Mapping[str, Iterable[str]] | Iterable[tuple[str, Iterable[str]]]
STATUSES = ("launched", "announced", "impaired")
SURVIVABLE = 3  # more Regions lost at once than that, no design is built for


@dataclass(frozen=True, eq=False)
class Question:
    """What is asked of a design, as arrays.

    Parameters
    ----------
    world, base
        Where, and a Scenario without placements that holds all that the search does not choose.
    rows, zones
        Positions of the a allowed Regions in the World, in its order, and how many zones each would use; shape (a,).
    k, survive
        How many of them to choose, and how many of the chosen may be lost at once.
    waits_ms
        Wait of each cell for each allowed Region at its fullest [ms], inf where it must not or cannot answer, (a, n).
    load_rps
        What each cell asks for [req/s], shape (n,).
    busiest_rps
        The same at each hour at which a Region may be busiest [req/s], shape (t, n).
    everybody_rps
        What everybody asks for on the day's average [req/s].
    price, room
        Price index, and capacity paid for per load to carry, of each allowed Region [-], shape (a,).
    """

    world: World
    base: Scenario
    rows: NDArray[np.intp]
    zones: NDArray[np.intp]
    k: int
    survive: int
    waits_ms: NDArray[np.float32]
    load_rps: Floats
    busiest_rps: Floats
    everybody_rps: float
    price: Floats
    room: Floats

    @property
    def sets(self) -> int:
        """How many sets of k there are."""
        return comb(len(self.rows), self.k)

    @property
    def built_to_lose(self) -> int:
        """How many Regions the rest is built to replace; what scales on demand is not built ahead."""
        return self.survive if self.base.scaling.mode == "static" else 0

    def codes(self, chosen: Iterable[int]) -> tuple[str, ...]:
        """Give the codes of chosen allowed Regions."""
        return tuple(str(self.world.regions.index[self.rows[each]]) for each in chosen)

    def scenario(self, chosen: Iterable[int]) -> Scenario:
        """Give the design that uses these allowed Regions."""
        chosen = list(chosen)
        placed = zip(self.codes(chosen), self.zones[chosen], strict=True)
        return replace(self.base, placements=tuple(Placement(code, int(zones)) for code, zones in placed))

    def choosing(self, k: int) -> Question:
        """Give the same question about another number of Regions."""
        return replace(self, k=k)


def ask(
    world: World,
    k: int,
    slo_ms: float,
    survive: int = 0,
    regions: Iterable[str] | None = None,
    residency: Residency | None = None,
    exclude_statuses: Iterable[str] = ("announced", "impaired"),
    partitions: Iterable[str] | None = None,
    zones: int = 3,
    base: Scenario | None = None,
) -> Question:
    """Check what is asked, and lay it out as arrays; the parameters are those of `best_placements`.

    Raises
    ------
    InputError
        For what the World does not have, or no design can be.
    """
    check_whole(tr("The number of Regions to lose"), survive, 0, SURVIVABLE)
    check_whole(tr("The number of zones"), zones, 1, 99)
    access = Scenario.access if Scenario.access in world.travel.access else next(iter(world.travel.access))
    base = base or Scenario(access=access)
    base = replace(
        base,
        placements=(),
        outages=frozenset(),
        routing=Routing(residency=_pairs(base.routing.residency if residency is None else residency)),
        scaling=replace(base.scaling, spare_regions=survive),
        slo_ms=slo_ms,
    )
    check(base, world.places, world.travel.access)
    rows = _allowed(world, regions, tuple(exclude_statuses), None if partitions is None else tuple(partitions))
    check_whole(tr("The number of Regions"), k, 1, len(rows))
    if survive >= k:
        told = tr_n(
            "{number} Region cannot lose {lost} and go on. Choose at least {least}, or lose fewer.",
            "{number} Regions cannot lose {lost} and go on. Choose at least {least}, or lose fewer.",
            k,
            lost=survive,
            least=survive + 1,
        )
        raise InputError(told)
    _check_residency(world, base.routing, rows)
    return _laid_out(world, base, rows, _zones(world, rows, zones), k, survive)


def check_whole(what: str, given: object, low: int, high: int) -> None:
    """Check that something is a whole number in a range.

    Raises
    ------
    InputError
        If it is not.
    """
    if isinstance(given, bool) or not isinstance(given, int | np.integer):
        told = tr("{what} is {given}. Give a whole number between {low} and {high}.")
        raise InputError(told.format(what=what, given=shown(given), low=low, high=high))
    check_between(what, int(given), low, high)


def _pairs(residency: Residency) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = residency.items() if isinstance(residency, Mapping) else residency
    try:
        return tuple(
            (str(country), (allowed,) if isinstance(allowed, str) else tuple(allowed)) for country, allowed in pairs
        )
    except (TypeError, ValueError) as error:
        told = tr("The residency rules are {given}. Give countries and their Regions: {example}.")
        raise InputError(told.format(given=shown(residency), example="{'IN': ('ap-south-1',)}")) from error


def _allowed(
    world: World, regions: Iterable[str] | None, excluded: tuple[str, ...], partitions: tuple[str, ...] | None
) -> NDArray[np.intp]:
    """Give the positions of the Regions that a design may use."""
    frame = world.regions
    status = frame.get("status")
    check_known(tr("status"), excluded, {*STATUSES, *(() if status is None else status)})
    barred = {} if status is None else {code: state for code, state in status.items() if state in excluded}
    if "partition" in frame:
        # a design stays in one partition; that with most Regions is meant unless another is named
        inside = (frame["partition"].mode()[0],) if partitions is None else partitions
        check_known(tr("partition"), inside, set(frame["partition"]))
        barred |= {
            code: tr("in {partition}", partition=part)
            for code, part in frame["partition"].items()
            if part not in inside
        }
    if regions is None:
        chosen = [code for code in frame.index if code not in barred]
        if not chosen:
            none = tr("No Region is left to choose from. Exclude fewer statuses, or allow another partition.")
            raise InputError(none)
        return frame.index.get_indexer(pd.Index(chosen))
    named = [regions] if isinstance(regions, str) else list(regions)
    check_known(tr("Region"), named, world.places.zones_of)
    for code in named:
        if code in barred:
            told = tr("{region} is {state}, which is excluded. Leave it out, or allow that.")
            raise InputError(told.format(region=code, state=barred[code]))
    return np.sort(frame.index.get_indexer(pd.Index(sorted(set(named)))))


def _check_residency(world: World, rules: Routing, rows: NDArray[np.intp]) -> None:
    allowed, countries = set(world.regions.index[rows]), set(world.cells["country"])
    for country, regions in rules.residency:
        if country not in countries:
            raise unknown(tr("country"), country, countries)
        if not allowed.intersection(regions):
            told = tr(
                "{country} may be served only from {regions}, and none of that may be chosen. "
                "Allow one of these Regions, or drop the rule."
            )
            raise InputError(told.format(country=country, regions=", ".join(regions) or tr("nowhere")))


def _zones(world: World, rows: NDArray[np.intp], wanted: int) -> NDArray[np.intp]:
    """Say how many zones each Region would use: as many as wanted, or all it has."""
    listed = np.bincount(world.zone_region, minlength=len(world.regions))[rows]
    return np.where(listed > 0, np.minimum(listed, wanted), wanted)


def _laid_out(
    world: World, base: Scenario, rows: NDArray[np.intp], zones: NDArray[np.intp], k: int, survive: int
) -> Question:
    listed = np.bincount(world.zone_region, minlength=len(world.regions))[rows]
    planned = world.regions["zone_count"].to_numpy(float)[rows] if "zone_count" in world.regions else np.ones(len(rows))
    built = np.where(listed > 0, zones, planned)
    if base.scaling.mode == "static":
        room = capacity.needed_per_zone(np.ones(len(rows)), built, base.scaling.spare_zones) * built
        # people take the quickest way, not the shortest queue: the longest queue of any Region counts for all
        queue = float(queue_ms(world, np.ones(len(rows)), room).max())
    else:
        room, queue = np.full(len(rows), ON_DEMAND_ROOM), 0.0
    may = np.isfinite(world.wait_by_region[rows]) & allowed_by(world, base.routing, rows)
    waits = (world.wait_by_region[rows] + np.float64(world.travel.access[base.access] + queue)).astype(np.float32)
    asked = base.demand
    return Question(
        world=world,
        base=base,
        rows=rows,
        zones=zones,
        k=int(k),
        survive=int(survive),
        waits_ms=np.where(may, waits, np.float32(np.inf)),
        load_rps=offered_rps(world, asked),
        busiest_rps=np.vstack([offered_rps(world, replace(asked, hour_utc=hour)) for hour in _turns(world, base)]),
        everybody_rps=float(demand.average_load_rps(world.users, asked.growth).sum()),
        price=prices(world)[0][rows],
        room=room,
    )


def _turns(world: World, base: Scenario) -> list[float | None]:
    """Hours at which a load can be largest [h, UTC]: the full hours of every time zone."""
    if base.demand.hour_utc is None:
        return [None]
    return [float(hour) for hour in np.unique((np.arange(24)[:, None] - np.unique(world.utc_offset_h)) % 24)]
