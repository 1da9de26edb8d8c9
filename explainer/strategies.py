"""Four ways to be ready for the loss of a Region, as designs that can be played.

They differ in what stands ready in a second Region: a backup, the data, a small copy, or a copy of full size. The
less stands ready, the less it costs, and the more must be launched when the first Region is gone. Nothing about them
is special: each is a Scenario whose standby has so much capacity, needs so long to launch the rest and is so far
behind with its data. What each of them promises is stated by its source; how it fares is for a timeline to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil, isfinite

from explainer.errors import InputError, check_between, check_known
from explainer.scenario import Placement, Routing, Scaling, Scenario
from explainer.simulate import plan_of
from explainer.texts import tr
from explainer.world import World

SOURCE = "AWS Well-Architected Framework, Reliability Pillar, REL13-BP02"

# all assumed, within what the source states
BACKUP_EVERY_S = 86_400.0  # a backup a day: at worst all of the last day is lost
RESTORE_MIN = 480.0  # a working day to build the servers and to fill them from the backup
PILOT_LAG_S = 300.0
PILOT_LAUNCH_MIN = 30.0
WARM_SHARE = 0.2  # of the full size
WARM_LAG_S = 5.0
WARM_LAUNCH_MIN = 5.0
ACTIVE_LAG_S = 1.0
BACKUP_COST = 0.03  # of what the servers of the first Region cost
DATA_COST = 0.15  # likewise, for a copy of the data that is kept up to date
USUAL_ZONES = 3

# how a word of the source is read, as a range [min]
DAY_OR_LESS, HOURS, TENS_OF_MINUTES, MINUTES = (0.0, 1440.0), (60.0, 1440.0), (10.0, 60.0), (1.0, 10.0)
SECONDS, NEAR_ZERO = (0.0, 1.0), (0.0, 0.1)


@dataclass(frozen=True)
class Strategy:
    """A way to be ready for the loss of a Region.

    Parameters
    ----------
    label
        Its name for people.
    scenario
        The design, with nothing more broken than before.
    stated_rpo, stated_rto
        What it promises, in the words of the source: how much data is lost, and how soon it serves again.
    rpo_min, rto_min
        The words read as ranges [min]; "potentially zero" as what health checks and DNS take until clients have moved.
    cost_index
        What all that stands ready in both Regions costs, compared with the first Region alone [-].
    source
        Who states it.
    basis
        Each number, of the scenario too, to "stated", "derived", "modelled" or "assumed".
    """

    label: str
    scenario: Scenario
    stated_rpo: str
    stated_rto: str
    rpo_min: tuple[float, float]
    rto_min: tuple[float, float]
    cost_index: float
    source: str = SOURCE
    basis: Mapping[str, str] = field(default_factory=dict, hash=False)


BASIS = {
    "stated_rpo": "stated",
    "stated_rto": "stated",
    "rpo_min": "derived",
    "rto_min": "derived",
    "capacity_rps": "modelled",
    "standby_share": "assumed",
    "warm_up_min": "assumed",
    "replication_lag_s": "assumed",
    "cost_index": "assumed",
}


def strategies(
    world: World, primary: str, standby: str, base: Scenario | None = None, warm_share: float = WARM_SHARE
) -> dict[str, Strategy]:
    """Give the four strategies for a Region and the one that stands by, the cheapest first.

    In all of them a Region of full size carries everybody with one of its zones lost. What stands ready is running
    beforehand; what is missing is launched when clients come, which needs the control plane of the standby.

    Parameters
    ----------
    world
        Places and people.
    primary, standby
        Region codes.
    base
        Demand, health checks and all else that the strategies share; its placements, routing and scaling give way.
    warm_share
        How large a warm standby is, as a share of the full size [0..1]; 1 is a hot standby, which launches nothing.

    Returns
    -------
    dict
        "backup-restore", "pilot-light", "warm-standby", "active-active".

    Raises
    ------
    InputError
        For a Region that the World does not have, for one Region twice, or for a share that is none.

    Examples
    --------
    >>> from explainer import load_world
    >>> found = strategies(load_world(), "us-east-1", "us-west-2")
    >>> [(strategy.label, round(strategy.cost_index, 2)) for strategy in found.values()]
    [('Backup and restore', 1.03), ('Pilot light', 1.15), ('Warm standby', 1.35), ('Active-active', 2.15)]
    """
    base = Scenario() if base is None else base
    check_known(tr("Region"), (primary, standby), world.places.zones_of)
    if primary == standby:
        alone = tr("{region} cannot stand by for itself. Name another Region as the standby.", region=primary)
        raise InputError(alone)
    check_between(tr("The size of the warm standby"), warm_share, 0, 1)
    sizes = {code: _full_size(world, base, code) for code in (primary, standby)}
    price = _price(world, standby) / _price(world, primary)
    dns_min = (0.0, float(ceil(base.failover.failover_s / 60)))  # what health checks and DNS take, in whole minutes

    def ready(share: float, lag_s: float, launch_min: float) -> Scenario:
        """Give a design whose standby has this share of the full size, and launches the rest."""
        here, there = sizes[primary], sizes[standby]
        there = replace(there, capacity_rps=share * (there.capacity_rps or 0.0))
        late = replace(base.failover, warm_up_min=launch_min, replication_lag_s=lag_s)
        first = Routing("failover", (primary, standby))
        return replace(base, placements=(here, there), failover=late, routing=first, scaling=Scaling("on-demand"))

    def cost(share: float, data: float) -> float:
        here, there = (size.capacity_rps or 0.0 for size in sizes.values())
        return 1.0 + price * (share * there / here + data)

    both = ready(1.0, ACTIVE_LAG_S, base.failover.warm_up_min)
    both = replace(both, routing=Routing("latency"), scaling=Scaling())
    return {
        "backup-restore": Strategy(
            tr("Backup and restore"), ready(0.0, BACKUP_EVERY_S, RESTORE_MIN), tr("hours"), tr("24 hours or less"),
            HOURS, DAY_OR_LESS, cost(0.0, BACKUP_COST), basis=BASIS,
        ),
        "pilot-light": Strategy(
            tr("Pilot light"), ready(0.0, PILOT_LAG_S, PILOT_LAUNCH_MIN), tr("minutes"), tr("tens of minutes"),
            MINUTES, TENS_OF_MINUTES, cost(0.0, DATA_COST), basis=BASIS,
        ),
        "warm-standby": Strategy(
            tr("Warm standby"), ready(warm_share, WARM_LAG_S, WARM_LAUNCH_MIN), tr("seconds"), tr("minutes"),
            SECONDS, MINUTES, cost(warm_share, DATA_COST), basis=BASIS,
        ),
        "active-active": Strategy(
            tr("Active-active"), both, tr("near zero"), tr("potentially zero"),
            NEAR_ZERO, dns_min, cost(1.0, DATA_COST), basis=BASIS,
        ),
    }  # fmt: skip


def _full_size(world: World, base: Scenario, region: str) -> Placement:
    """Give a placement that carries everybody with one of its zones lost."""
    zones = min(USUAL_ZONES, len(world.places.zones_of[region]) or USUAL_ZONES)
    alone = Placement(region, zones)
    plan = plan_of(world, replace(base, placements=(alone,), routing=Routing(), scaling=Scaling()))
    return replace(alone, capacity_rps=float(plan.zone_rps.sum() + plan.region_rps.sum()))


def _price(world: World, region: str) -> float:
    """Give what a server costs there, compared with elsewhere; 1 where no price is known."""
    price = float(world.regions["price_index"][region]) if "price_index" in world.regions else 1.0
    return price if isfinite(price) and price > 0 else 1.0
