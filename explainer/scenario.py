"""What the user chooses, as values.

A `Scenario` says where copies of a service run, what is broken, who asks and what counts as quick enough. It is
frozen and hashable: the app's whole state is one Scenario, undo is a list of them, and the same Scenario gives
the same Outcome everywhere. Values are checked when they are made; codes (a Region, a zone, a cable) are checked
against the World that they are used with, by `check`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from explainer.errors import InputError, check_between, check_known, shown, unknown

if TYPE_CHECKING:
    from explainer.tables import Places

OUTAGE_KINDS = ("zone", "region", "cable")
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

    Examples
    --------
    >>> Placement("eu-west-1", zones=2)
    Placement(region='eu-west-1', zones=2)
    """

    region: str
    zones: int | tuple[str, ...] = 3

    def __post_init__(self) -> None:
        if isinstance(self.zones, str | float) or self.zones is None:
            raise InputError(
                f"The zones of {self.region} are {shown(self.zones)}. Give a whole number, or a tuple of AZ IDs."
            )
        if isinstance(self.zones, int):
            check_between(f"The number of zones in {self.region}", self.zones, 1, 99)
        elif not self.zones:
            raise InputError(f"The placement in {self.region} names no zone. Name at least one, or give a number.")
        else:
            object.__setattr__(self, "zones", tuple(self.zones))


@dataclass(frozen=True, order=True)
class Outage:
    """Something that is broken.

    Parameters
    ----------
    kind
        "zone", "region" or "cable".
    target
        The code of what is broken: an AZ ID, a Region code, a cable.

    Examples
    --------
    >>> Outage("zone", "use1-az1").target
    'use1-az1'
    """

    kind: str
    target: str

    def __post_init__(self) -> None:
        if self.kind not in OUTAGE_KINDS:
            raise unknown("kind of outage", self.kind, OUTAGE_KINDS)


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
            check_between("The hour of the day", self.hour_utc, 0, 24, "(UTC)")
        check_between("The growth of demand", self.growth, 0, 1000)
        if self.profile not in PROFILES:
            raise unknown("demand profile", self.profile, PROFILES)


@dataclass(frozen=True)
class Scenario:
    """A design, what is broken in it, who asks, and what is quick enough.

    Parameters
    ----------
    placements
        Where the service runs; each Region at most once. The order does not matter.
    outages
        What is broken.
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
    demand: Demand = field(default_factory=Demand)
    slo_ms: float = 100.0
    access: str = "wifi"

    def __post_init__(self) -> None:
        object.__setattr__(self, "placements", tuple(self.placements))
        object.__setattr__(self, "outages", frozenset(self.outages))
        check_between("The SLO", self.slo_ms, 0.001, 100_000)
        regions = [placement.region for placement in self.placements]
        twice = sorted({region for region in regions if regions.count(region) > 1})
        if twice:
            raise InputError(f"{twice[0]} is placed twice. Give each Region one placement with all its zones.")

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

    def _with(self, outages: Iterable[Outage]) -> Scenario:
        return Scenario(self.placements, frozenset(outages), self.demand, self.slo_ms, self.access)


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
    check_known("access", [scenario.access], access)
    check_known("Region", (placement.region for placement in scenario.placements), places.zones_of)
    for placement in scenario.placements:
        _check_zones(placement, places.zones_of[placement.region])
    known = {"zone": places.region_of, "region": places.zones_of, "cable": places.cables}
    for outage in sorted(scenario.outages):
        check_known(WHAT_BREAKS[outage.kind], [outage.target], known[outage.kind])


WHAT_BREAKS = {"zone": "zone", "region": "Region", "cable": "cable"}


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
        check_known(f"zone of {placement.region}", placement.zones, zones)
        if len(set(placement.zones)) < len(placement.zones):
            raise InputError(f"The placement in {placement.region} names a zone twice: {shown(placement.zones)}.")
    elif zones and placement.zones > len(zones):
        raise InputError(
            f"{placement.region} has {len(zones)} zones, and the placement asks for {placement.zones}. "
            f"Ask for at most {len(zones)}."
        )
