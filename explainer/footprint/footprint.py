"""A footprint as a value, and its way to a scenario and back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

from explainer.errors import check_between
from explainer.scenario import Placement, Scenario
from explainer.texts import tr

COLUMNS = ("az_id", "zones", "instances", "capacity_rps")


@dataclass(frozen=True)
class Presence:
    """What runs in a Region.

    Parameters
    ----------
    region
        Region code.
    zones
        The AZ IDs that it runs in; a number where the file names zones by letter or not at all.
    instances
        Servers that run.
    capacity_rps
        What it can carry [req/s], where the file says so for all that runs there; else None.
    by_zone
        (zone, its servers, or its [req/s] where `capacity_rps` is known); empty where a part is in no named zone.
    """

    region: str
    zones: int | tuple[str, ...]
    instances: int
    capacity_rps: float | None = None
    by_zone: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Skipped:
    """What a file names and a footprint leaves out.

    Parameters
    ----------
    reason
        Why.
    count
        How many.
    examples
        A few of them, as the file names them: text from outside, to be escaped where it is shown.
    """

    reason: str
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Footprint:
    """Where a visitor's servers run.

    Parameters
    ----------
    kind
        What was read: "table", "instances", "terraform", or "scenario" when it was not read.
    regions
        What runs where, in the file's order.
    skipped
        What was left out, by reason.
    notes
        What a reader should know: what was assumed, what the model shows otherwise.
    """

    kind: str
    regions: tuple[Presence, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def instances(self) -> int:
        """Servers that run, in all Regions."""
        return sum(presence.instances for presence in self.regions)

    @property
    def shares(self) -> dict[str, float]:
        """Share of each Region [0..1]: of the capacity where all Regions have one, else of the servers."""
        amounts: list[float] = [presence.instances for presence in self.regions]
        given = [presence.capacity_rps for presence in self.regions if presence.capacity_rps is not None]
        if len(given) == len(amounts):
            amounts = given
        total = sum(amounts) or 1.0
        return {presence.region: amount / total for presence, amount in zip(self.regions, amounts, strict=True)}

    def to_placements(self, rps_per_instance: float | None = None) -> tuple[Placement, ...]:
        """Give the same as placements of a scenario.

        Parameters
        ----------
        rps_per_instance
            What one server can carry [req/s]; a load divided by `instances` shares that load out by servers. Without
            it, and without a capacity in the file, capacity is None: how much is built is then `Scaling`'s to say.

        Raises
        ------
        InputError
            For a number of requests that is not one.
        """
        if rps_per_instance is not None:
            check_between(tr("What one server can carry"), rps_per_instance, 0, 1e9, "req/s")
        return tuple(Placement(each.region, each.zones, _capacity_rps(each, rps_per_instance)) for each in self.regions)

    def to_scenario(self, base: Scenario, rps_per_instance: float | None = None) -> Scenario:
        """Give a scenario with these placements, in everything else as another.

        Raises
        ------
        InputError
            As `to_placements` does.

        Examples
        --------
        >>> Footprint("table", (Presence("eu-west-1", 2, 8),)).to_scenario(Scenario(), 50).placements
        (Placement(region='eu-west-1', zones=2, capacity_rps=400),)
        """
        return replace(base, placements=self.to_placements(rps_per_instance))

    def to_csv(self) -> str:
        r"""Write the table that `read_footprint` reads: a row for each zone, or for a Region and a number of zones.

        Examples
        --------
        >>> Footprint("table", (Presence("eu-west-1", 2, 8),)).to_csv()
        'az_id,zones,instances,capacity_rps\neu-west-1,2,8,\n'
        """
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        for presence in self.regions:
            writer.writerows(_rows(presence))
        return text.getvalue()


def footprint_of(scenario: Scenario) -> Footprint:
    """Give the footprint of a scenario's placements.

    How many servers there are a scenario does not say; one a zone is counted.

    Examples
    --------
    >>> footprint_of(Scenario((Placement("eu-west-1", 2),))).regions[0].instances
    2
    """
    counts = [each.zones if isinstance(each.zones, int) else len(each.zones) for each in scenario.placements]
    placed = zip(scenario.placements, counts, strict=True)
    return Footprint(
        "scenario", tuple(Presence(each.region, each.zones, count, each.capacity_rps) for each, count in placed)
    )


def _capacity_rps(presence: Presence, rps_per_instance: float | None) -> float | None:
    if presence.capacity_rps is not None or rps_per_instance is None:
        return presence.capacity_rps
    return presence.instances * rps_per_instance


def _rows(presence: Presence) -> Iterator[tuple[object, ...]]:
    """Rows of a Region: of zones that are known one each, as even as servers can be where the file left it open."""
    capacity_rps = presence.capacity_rps
    if isinstance(presence.zones, int):
        yield presence.region, presence.zones, presence.instances, _field(capacity_rps)
        return
    zones, by_zone = presence.zones, dict(presence.by_zone)
    known = set(by_zone) == set(zones)
    each, more = divmod(presence.instances, len(zones))
    for turn, zone in enumerate(zones):
        instances = each + (turn < more)
        if capacity_rps is not None:
            yield zone, "", instances, _field(by_zone[zone] if known else capacity_rps / len(zones))
        else:
            yield zone, "", int(by_zone[zone]) if known else instances, ""


def _field(capacity_rps: float | None) -> str:
    return "" if capacity_rps is None else repr(float(capacity_rps))
