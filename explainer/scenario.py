"""What the user chooses, as values.

A `Scenario` says where copies of a service run, what is broken, who asks and what counts as quick enough. It is
frozen and hashable: the app's whole state is one Scenario, undo is a list of them, and the same Scenario gives
the same Outcome everywhere. Values are checked when they are made; codes (a Region, a zone, a cable) are checked
against the World that they are used with, by `check`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from explainer.errors import InputError, check_between, check_known, shown, unknown
from explainer.sharing import written
from explainer.texts import tr

if TYPE_CHECKING:
    from explainer.tables import Places

OUTAGE_KINDS = ("zone", "region", "cable", "hazard", "slow", "control-plane", "service")
SERVICES = ("compute", "database", "object-store", "dns", "load-balancer")
POLICIES = ("latency", "failover", "weighted", "geolocation", "geoproximity")
SCALING_MODES = ("static", "on-demand")
EVERYWHERE = "*"  # in a geolocation rule: all who have no rule of their own
PROFILES = ("consumer", "business", "flat")


@dataclass(frozen=True)
class Placement:
    """A copy of the service in a Region.

    Parameters
    ----------
    region
        Region code.
    zones
        How many of the Region's zones it is spread over (its first n), or their AZ IDs.
    capacity_rps
        What it can carry with all its zones [req/s], spread evenly over them; None leaves it to `Scaling`.

    Examples
    --------
    >>> Placement("eu-west-1", zones=2)
    Placement(region='eu-west-1', zones=2, capacity_rps=None)
    """

    region: str
    zones: int | tuple[str, ...] = 3
    capacity_rps: float | None = None

    def __post_init__(self) -> None:
        if isinstance(self.zones, str | float) or self.zones is None:
            raise InputError(
                tr(
                    "The zones of {region} are {zones}. Give a whole number, or a tuple of AZ IDs.",
                    region=self.region,
                    zones=shown(self.zones),
                )
            )
        if isinstance(self.zones, int):
            check_between(tr("The number of zones in {region}", region=self.region), self.zones, 1, 99)
        elif not self.zones:
            raise InputError(
                tr("The placement in {region} names no zone. Name at least one, or give a number.", region=self.region)
            )
        else:
            object.__setattr__(self, "zones", tuple(self.zones))
        if self.capacity_rps is not None:
            check_between(tr("The capacity in {region}", region=self.region), self.capacity_rps, 0, 1e12, "req/s")


@dataclass(frozen=True, order=True)
class Outage:
    """Something that is broken, wholly or in part.

    Parameters
    ----------
    kind
        "zone", "region", "cable", "hazard" (all that lies in a circle), "slow", "control-plane" (nothing launches or
        scales) or "service" (a family of services of a Region).
    target
        What is hit: an AZ ID, a Region code, a cable; "latitude,longitude,km" of a hazard; "Region/service" of a
        service.
    severity
        Share of the target that is hit [0..1]; a cable is always cut as a whole.
    added_ms
        Wait that a slow Region or zone adds [the World's unit, ms].

    Examples
    --------
    >>> Outage("service", "us-east-1/database").target
    'us-east-1/database'
    """

    kind: str
    target: str
    severity: float = 1.0
    added_ms: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in OUTAGE_KINDS:
            raise unknown(tr("kind of outage"), self.kind, OUTAGE_KINDS)
        check_between(tr("The severity of {target}", target=self.target), self.severity, 0, 1)
        check_between(tr("The wait added at {target}", target=self.target), self.added_ms, 0, 100_000)
        if self.kind == "hazard":
            self.circle  # noqa: B018  a bad circle is told here, where it enters
        if self.kind == "service" and self.service not in SERVICES:
            raise unknown(tr("service"), self.service, SERVICES)

    @property
    def place(self) -> str:
        """Code of what is hit: of a service its Region, else the target itself."""
        return self.target.partition("/")[0] if self.kind == "service" else self.target

    @property
    def service(self) -> str:
        """Name of the service that is hit, "" for other kinds."""
        return self.target.partition("/")[2] if self.kind == "service" else ""

    @property
    def circle(self) -> tuple[float, float, float]:
        """Latitude, longitude [degrees] and radius [km] of a hazard."""
        try:
            lat, lon, km = (float(part) for part in self.target.split(","))
        except ValueError as error:
            raise InputError(
                tr(
                    "The hazard {hazard} is not a circle. Give latitude, longitude and radius in km: '39.0,-77.5,80'.",
                    hazard=shown(self.target),
                )
            ) from error
        check_between(tr("The latitude of the hazard"), lat, -90, 90)
        check_between(tr("The longitude of the hazard"), lon, -180, 180)
        check_between(tr("The radius of the hazard"), km, 0, 20_038, "km")
        return lat, lon, km


@dataclass(frozen=True)
class Routing:
    """Who is sent where.

    Parameters
    ----------
    policy
        "latency" (to the quickest), "failover" (to the first in `order` that is healthy), "weighted" (shares by
        `weights`), "geolocation" (by `places`) or "geoproximity" (to the nearest, distances bent by `bias`).
    order
        Region codes, for "failover"; Regions left out come last, the quickest first.
    weights
        (Region, weight), for "weighted"; a Region left out gets nothing.
    places
        (country ISO2, continent or "*", Region), for "geolocation"; the most precise rule counts.
    bias
        (Region, bias), for "geoproximity" [-99..99]: distance x (1 - bias / 100).
    residency
        (country ISO2, its allowed Regions): the cells of that country are served there or not at all.
    """

    policy: str = "latency"
    order: tuple[str, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    bias: tuple[tuple[str, float], ...] = ()
    residency: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        if self.policy not in POLICIES:
            raise unknown(tr("routing policy"), self.policy, POLICIES)
        for region, weight in self.weights:
            check_between(tr("The weight of {region}", region=region), weight, 0, 1e9)
        for region, bias in self.bias:
            check_between(tr("The bias of {region}", region=region), bias, -99, 99)
        if self.policy == "weighted" and not any(weight > 0 for _, weight in self.weights):
            raise InputError(tr("Weighted routing has no weight above 0. Give at least one Region a weight."))

    @property
    def regions(self) -> frozenset[str]:
        """Every Region code that the rules name."""
        named = {*self.order, *(region for region, _ in (*self.weights, *self.bias))}
        named |= {region for _, region in self.places}
        return frozenset(named.union(*(regions for _, regions in self.residency)))


@dataclass(frozen=True)
class Failover:
    """How fast the design and its clients notice, move and recover.

    The times are those of DNS failover with health checks, as Route 53 documents them; how clients that keep old
    answers behave is modelled on a published measurement of resolvers (8.74 % extend the TTL).

    Parameters
    ----------
    interval_s, threshold
        Time between health checks [s], and how many in a row must fail, or succeed, before it counts.
    ttl_s
        How long clients keep an answer [s].
    slow_share, slow_tail_min
        Share of the clients that keep it longer [0..1], and over how long they move after the others [min].
    retries
        How many times a client tries again.
    backoff
        Whether tries are spread out, so that a full service sheds load and goes on with what it can carry.
    retry_budget
        Extra tries that clients allow themselves, as a share of the requests [-]; None: no limit.
    shift_min
        Time until a load balancer leaves a zone that is broken in part [min]; one that is lost it leaves at once.
    warm_up_min
        Time until a launched server answers [min].
    replication_lag_s
        How far copies of the data in other Regions are behind [s].

    Examples
    --------
    >>> Failover().failover_s, Failover(interval_s=10).failover_s, Failover(interval_s=10, threshold=1).failover_s
    (150.0, 90.0, 70.0)
    """

    interval_s: float = 30.0
    threshold: int = 3
    ttl_s: float = 60.0
    slow_share: float = 0.0874
    slow_tail_min: float = 30.0
    retries: int = 0
    backoff: bool = True
    retry_budget: float | None = None
    shift_min: float = 5.0
    warm_up_min: float = 5.0
    replication_lag_s: float = 1.0

    def __post_init__(self) -> None:
        check_between(tr("The time between health checks"), self.interval_s, 0, 3600, "s")
        check_between(tr("The threshold of the health checks"), self.threshold, 1, 10)
        check_between(tr("The TTL"), self.ttl_s, 0, 86_400, "s")
        check_between(tr("The share of slow clients"), self.slow_share, 0, 1)
        check_between(tr("The tail of slow clients"), self.slow_tail_min, 0, 1440, "min")
        check_between(tr("The number of retries"), self.retries, 0, 10)
        if self.retry_budget is not None:
            check_between(tr("The retry budget"), self.retry_budget, 0, 10)
        check_between(tr("The time of a zonal shift"), self.shift_min, 0, 1440, "min")
        check_between(tr("The warm-up"), self.warm_up_min, 0, 1440, "min")
        check_between(tr("The replication lag"), self.replication_lag_s, 0, 86_400, "s")
        if self.threshold != int(self.threshold):
            raise InputError(tr("The threshold is {number}. Give a whole number.", number=f"{self.threshold:g}"))
        if self.retries != int(self.retries):
            raise InputError(tr("The number of retries is {number}. Give a whole number.", number=f"{self.retries:g}"))

    @property
    def detection_s(self) -> float:
        """Time until health checks count a failure [s]."""
        return self.interval_s * self.threshold

    @property
    def failover_s(self) -> float:
        """Time until every client that obeys the TTL has moved [s]."""
        return self.detection_s + self.ttl_s


@dataclass(frozen=True)
class Scaling:
    """How much the design can carry.

    Parameters
    ----------
    mode
        "static": built ahead and left so. "on-demand": built for the undisturbed load, grows while launches work.
    spare_zones
        Zones of each Region that may be lost before the rest is too small ("static").
    spare_regions
        Regions of the design that may be lost before the rest is too small ("static").
    """

    mode: str = "static"
    spare_zones: int = 1
    spare_regions: int = 0

    def __post_init__(self) -> None:
        if self.mode not in SCALING_MODES:
            raise unknown(tr("scaling mode"), self.mode, SCALING_MODES)
        check_between(tr("The number of spare zones"), self.spare_zones, 0, 99)
        check_between(tr("The number of spare Regions"), self.spare_regions, 0, 3)


@dataclass(frozen=True)
class Demand:
    """How much people ask for.

    Parameters
    ----------
    hour_utc
        Hour of the day [h, UTC, 0..24], or None for the day's average.
    growth
        Factor on everybody's demand [-].
    profile
        "consumer" (evening peak), "business" (office hours) or "flat"; it matters only with an hour.
    """

    hour_utc: float | None = None
    growth: float = 1.0
    profile: str = "consumer"

    def __post_init__(self) -> None:
        if self.hour_utc is not None:
            check_between(tr("The hour of the day"), self.hour_utc, 0, 24, "(UTC)")
        check_between(tr("The growth of demand"), self.growth, 0, 1000)
        if self.profile not in PROFILES:
            raise unknown(tr("demand profile"), self.profile, PROFILES)


@dataclass(frozen=True)
class Scenario:
    """A design, what is broken in it, who asks, and what is quick enough.

    Parameters
    ----------
    placements
        Where the service runs; each Region at most once. The order does not matter.
    outages
        What is broken.
    routing
        Who is sent where.
    failover
        How fast it notices, moves and recovers; it matters only over minutes.
    scaling
        How much the design can carry.
    depends_on
        Services that every request needs; "compute" runs in the zones.
    demand
        How much people ask for.
    slo_ms
        A wait that still counts as quick enough [the World's unit, ms].
    access
        How people are connected: a name of the World's access presets ("wired", "wifi", "mobile").

    Examples
    --------
    >>> design = Scenario((Placement("us-east-1"), Placement("eu-west-1")))
    >>> broken = design.breaking(Outage("region", "us-east-1"))
    >>> broken.restored() == design
    True
    """

    placements: tuple[Placement, ...] = ()
    outages: frozenset[Outage] = frozenset()
    routing: Routing = field(default_factory=Routing)
    failover: Failover = field(default_factory=Failover)
    scaling: Scaling = field(default_factory=Scaling)
    depends_on: frozenset[str] = frozenset({"compute"})
    demand: Demand = field(default_factory=Demand)
    slo_ms: float = 100.0
    access: str = "wifi"

    def __post_init__(self) -> None:
        object.__setattr__(self, "placements", tuple(self.placements))
        object.__setattr__(self, "outages", frozenset(self.outages))
        object.__setattr__(self, "depends_on", frozenset(self.depends_on))
        check_known(tr("service"), sorted(self.depends_on), SERVICES)
        check_between(tr("The SLO"), self.slo_ms, 0.001, 100_000)
        regions = [placement.region for placement in self.placements]
        twice = sorted({region for region in regions if regions.count(region) > 1})
        if twice:
            raise InputError(
                tr("{region} is placed twice. Give each Region one placement with all its zones.", region=twice[0])
            )

    def breaking(self, *outages: Outage) -> Scenario:
        """Give the same scenario with these outages added."""
        return self._with(self.outages | set(outages))

    def mending(self, *outages: Outage) -> Scenario:
        """Give the same scenario without these outages."""
        return self._with(self.outages - set(outages))

    def restored(self) -> Scenario:
        """Give the same scenario with nothing broken."""
        return self._with(())

    def targets(self, kind: str) -> frozenset[str]:
        """Give the codes of what is broken of one kind."""
        return frozenset(outage.target for outage in self.outages if outage.kind == kind)

    def to_json(self) -> str:
        """Write it as JSON, every field by its name, with the version of the form."""
        return written.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """Read what `to_json` of this or an older version has written; InputError for anything else."""
        return written.from_json(cls, text)

    def to_link(self) -> str:
        """Write it as a link to the World page, the part of an address after `?s=`: at most 1,500 characters.

        Examples
        --------
        >>> design = Scenario((Placement("us-east-1"), Placement("eu-west-1", 2)), slo_ms=50)
        >>> Scenario.from_link(design.to_link()) == design
        True
        """
        return written.to_link(self)

    @classmethod
    def from_link(cls, text: str) -> Scenario:
        """Read the first design of a link, alone or in an address; InputError if there is none."""
        return written.from_link(cls, text)

    def _with(self, outages: Iterable[Outage]) -> Scenario:
        return replace(self, outages=frozenset(outages))


def check(scenario: Scenario, places: Places, access: Mapping[str, float]) -> None:
    """Check every code of a scenario against the places of a World.

    Parameters
    ----------
    scenario
        What to check.
    places
        The World's Regions, zones and cables.
    access
        The World's access presets [ms].

    Raises
    ------
    InputError
        Naming the first code that the World does not know, with what to do.
    """
    check_known(tr("access"), [scenario.access], access)
    check_known(tr("Region"), (placement.region for placement in scenario.placements), places.zones_of)
    for placement in scenario.placements:
        _check_zones(placement, places.zones_of[placement.region])
    check_known(tr("Region"), sorted(scenario.routing.regions), places.zones_of)
    for outage in sorted(scenario.outages):
        _check_target(outage, places)


def zones_used(placement: Placement, zones: tuple[str, ...]) -> tuple[str, ...]:
    """Give the zones that a placement runs in, out of the Region's.

    Examples
    --------
    >>> zones_used(Placement("r", zones=2), ("a", "b", "c"))
    ('a', 'b')
    """
    return zones[: placement.zones] if isinstance(placement.zones, int) else placement.zones


def _check_zones(placement: Placement, zones: tuple[str, ...]) -> None:
    if isinstance(placement.zones, tuple):
        check_known(tr("zone of {region}", region=placement.region), placement.zones, zones)
        if len(set(placement.zones)) < len(placement.zones):
            raise InputError(
                tr(
                    "The placement in {region} names a zone twice: {zones}.",
                    region=placement.region,
                    zones=shown(placement.zones),
                )
            )
    elif zones and placement.zones > len(zones):
        raise InputError(
            tr(
                "{region} has {most} zones, and the placement asks for {count}. Ask for at most {most}.",
                region=placement.region,
                most=len(zones),
                count=placement.zones,
            )
        )


def _check_target(outage: Outage, places: Places) -> None:
    if outage.kind == "hazard":
        return  # its circle was checked when it was made
    if outage.kind == "slow":
        check_known(tr("Region or zone"), [outage.target], {**places.zones_of, **places.region_of})
        return
    known: dict[str, tuple[str, Collection[str]]] = {
        "zone": (tr("zone"), places.region_of),
        "cable": (tr("cable"), places.cables),
    }
    what, names = known.get(outage.kind, (tr("Region"), places.zones_of))
    check_known(what, [outage.place], names)
