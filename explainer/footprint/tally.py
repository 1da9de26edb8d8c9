"""What was found in a file, added up to what runs in each Region."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import fsum

from explainer.errors import InputError, shown
from explainer.footprint.footprint import Footprint, Presence, Skipped
from explainer.footprint.naming import Naming, Spot
from explainer.tables import Places
from explainer.texts import tr, tr_n

EXAMPLES = 3
LONGEST_EXAMPLE = 60
USUAL_ZONES = 3  # where a file names only a Region, assumed: as a Placement has it

NO_PLACE = tr("without a zone or Region")
UNKNOWN_PLACE = tr("in a place that this map does not have")
AT_THE_EDGE = tr("in a Local Zone or Wavelength Zone, which its Region controls but which is none of its zones")
NONE_RUNS = tr("with no server")


class Tally:
    """What was found in a file so far.

    Parameters
    ----------
    places
        The places that can be named.
    """

    def __init__(self, places: Places) -> None:
        self.places, self.naming = places, Naming(places)
        self.place = lru_cache(maxsize=4096)(self._place)
        self.regions: dict[str, _Region] = {}
        self.zone_by_letter: dict[str, set[str]] = {}
        self.left_out: dict[str, tuple[int, list[str]]] = {}
        self.notes: list[str] = []

    def add(
        self,
        names: Iterable[str],
        what: str,
        instances: int = 1,
        capacity_rps: float | None = None,
        zones: int | None = None,
    ) -> None:
        """Count servers at the place that these names mean; `what` stands for them where they are skipped."""
        given = tuple(name for name in names if name)
        spot = self.place(given)
        if spot is None:
            self.skip(UNKNOWN_PLACE if given else NO_PLACE, given[0] if given else what, instances)
        elif spot.kind == "edge":
            self.skip(AT_THE_EDGE, spot.code, instances)
        elif not instances:
            self.skip(NONE_RUNS, what)
        else:
            self.regions.setdefault(spot.region, _Region()).add(spot, instances, capacity_rps, zones)

    def _place(self, names: tuple[str, ...]) -> Spot | None:
        """Give the most precise place that names of one thing mean, and learn which zone a letter stands for."""
        found = {spot.kind: spot for spot in map(self.naming.spot, names) if spot is not None}
        if "zone" in found and "letter" in found and found["zone"].region == found["letter"].region:
            self.zone_by_letter.setdefault(found["letter"].code, set()).add(found["zone"].code)
        return next((found[kind] for kind in ("zone", "letter", "edge", "region") if kind in found), None)

    def skip(self, reason: str, example: str, count: int = 1) -> None:
        """Count something that is left out."""
        before, examples = self.left_out.get(reason, (0, []))
        clipped = example if len(example) <= LONGEST_EXAMPLE else f"{example[: LONGEST_EXAMPLE - 1]}…"
        sound = clipped.encode("utf-8", "replace").decode()  # half a character cannot be shown
        if len(examples) < EXAMPLES and sound and sound not in examples:
            examples.append(sound)
        self.left_out[reason] = (before + count, examples)

    def footprint(self, kind: str) -> Footprint:
        """Add up.

        Raises
        ------
        InputError
            If nothing runs anywhere.
        """
        most_first = sorted(self.left_out.items(), key=lambda item: -item[1][0])
        skipped = tuple(Skipped(reason, count, tuple(examples)) for reason, (count, examples) in most_first)
        if not self.regions:
            listed = "; ".join(
                f"{each.count:,} {each.reason}" + (f" ({shown(each.examples[0])})" if each.examples else "")
                for each in skipped[:3]
            )
            said = [
                tr("Your file has no running server that can be put on the map."),
                tr("Left out: {reasons}.", reasons=listed) if listed else "",
                tr("Load a file that names at least one running server and its zone."),
            ]
            raise InputError(" ".join(filter(None, said)))
        sure = {letter: next(iter(zones)) for letter, zones in self.zone_by_letter.items() if len(zones) == 1}
        notes: list[str] = []
        zones_of = self.places.zones_of
        regions = [found.presence(code, zones_of[code], sure, notes) for code, found in self.regions.items()]
        return Footprint(kind, tuple(regions), skipped, (*self.notes, *notes))


class _Region:
    """What was found in one Region, by zone; a zone "" is not known."""

    def __init__(self) -> None:
        self.instances: Counter[str] = Counter()
        self.rps: dict[str, list[float]] = {}
        self.told = self.untold = self.least_zones = 0

    def add(self, spot: Spot, instances: int, capacity_rps: float | None, zones: int | None) -> None:
        at = "" if spot.kind == "region" else spot.code
        self.instances[at] += instances
        self.least_zones = max(self.least_zones, zones or 0)
        if capacity_rps is None:
            self.untold += 1
        else:
            self.told += 1
            self.rps.setdefault(at, []).append(capacity_rps)

    def presence(self, code: str, listed: tuple[str, ...], sure: dict[str, str], notes: list[str]) -> Presence:
        """Add up, and note what was assumed."""
        instances = sum(self.instances.values())
        capacity_rps = None
        if self.told and self.untold:
            notes.append(tr("In {region} only a part has a capacity, so its servers are counted instead.", region=code))
        elif self.told:
            capacity_rps = fsum(rps for given in self.rps.values() for rps in given)
        amounts: Mapping[str, float] = self.instances
        if capacity_rps is not None:
            amounts = {at: fsum(given) for at, given in self.rps.items()}
        by_zone: dict[str, float] = {}
        for name, amount in amounts.items():
            zone = sure.get(name, name)
            by_zone[zone] = by_zone.get(zone, 0) + amount
        unknown = by_zone.pop("", 0)
        zones = self._zones(code, listed, by_zone, instances, notes)
        _note_uneven(code, by_zone, capacity_rps is not None, notes)
        return Presence(code, zones, instances, capacity_rps, () if unknown else tuple(sorted(by_zone.items())))

    def _zones(
        self, code: str, listed: tuple[str, ...], by_zone: dict[str, float], instances: int, notes: list[str]
    ) -> int | tuple[str, ...]:
        ids = [zone for zone in listed if zone in by_zone]
        letters = len(by_zone) - len(ids)
        if not by_zone and not self.least_zones:
            count = min(USUAL_ZONES, len(listed) or USUAL_ZONES, instances)
            notes.append(
                tr_n(
                    "In {region} no zone is named. Assumed: {number} zone.",
                    "In {region} no zone is named. Assumed: {number} zones.",
                    count,
                    region=code,
                )
            )
            return count
        count = min(max(len(by_zone), self.least_zones), len(listed) or 99, instances)
        if letters:
            notes.append(
                tr(
                    "In {region} zones are named by letter, and letters differ by account: what is known of these is "
                    "how many there are, {count}.",
                    region=code,
                    count=count - len(ids),
                )
            )
        if len(by_zone) > count:
            notes.append(
                tr(
                    "In {region} {named} zones are named; this map has {count}, and all are used.",
                    region=code,
                    named=len(by_zone),
                    count=count,
                )
            )
        if not ids:
            return count
        free = [zone for zone in listed if zone not in by_zone]
        return tuple(zone for zone in listed if zone in {*ids, *free[: count - len(ids)]})


def _note_uneven(code: str, by_zone: dict[str, float], is_rps: bool, notes: list[str]) -> None:
    amounts = sorted(by_zone.values(), reverse=True)
    uneven = len(amounts) > 1 and amounts[0] - amounts[-1] > (1e-9 * amounts[0] if is_rps else 1)
    if uneven:
        *first, last = (f"{amount:,.10g}" for amount in amounts)
        amount = tr("{names} and {last}", names=", ".join(first), last=last)
        notes.append(
            tr(
                "In {region} zones hold {amounts}. The model spreads a Region's capacity evenly over its zones, so "
                "that losing the largest one looks milder than it is.",
                region=code,
                amounts=f"{amount} req/s" if is_rps else tr("{amounts} servers", amounts=amount),
            )
        )
