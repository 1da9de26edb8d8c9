"""A World: places, people, cables, and how long everything takes.

A World is made once from tables and then only read. It knows where the Regions and their zones are, where people
are, which sea cables join the continents, and, from these, the round trip of every cell to every Region. Cutting
cables gives another World of the same places. What its places are called, what a wait is measured in and what it
is drawn on are the World's too, so that a café city and the cloud can be asked the same questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.errors import InputError, check_known, shown, unknown
from explainer.model import demand, geo, latency
from explainer.model.latency import Travel
from explainer.tables import Grouping, Places, Ring, Source, committed, outline, read_demand, read_measured_rtt

Floats = NDArray[np.float64]
CELL_CHUNK = 20_000  # rows of a distance table made at a time, to bound memory


@dataclass(frozen=True)
class Words:
    """What a World calls things.

    Parameters
    ----------
    region, zone, zone_short, cable
        Names of the places, in the singular.
    continent
        What the coarse division of the cells is called.
    unit
        Unit of a wait.
    """

    region: str = "Region"
    zone: str = "Availability Zone"
    zone_short: str = "zone"
    cable: str = "cable"
    continent: str = "continent"
    unit: str = "ms"


@dataclass(frozen=True)
class Scale:
    """How a World's waits are read.

    Parameters
    ----------
    steps
        Upper ends of the first five of the six wait classes [the World's unit]; a value on a step belongs below it.
    thresholds
        Waits that mean something to people: value, word, source.
    """

    steps: tuple[float, ...] = (20, 50, 100, 150, 250)
    thresholds: tuple[tuple[float, str, str], ...] = (
        (20, "VR", "motion-to-photon limit of virtual reality; Surrounded by the Clouds, WWW 2021"),
        (100, "feels instant", "human perceivable latency; WWW 2021, IMC 2021, Nielsen"),
        (250, "reaction time", "human reaction time; WWW 2021, IMC 2021"),
    )


@dataclass(frozen=True)
class Canvas:
    """What a World is drawn on.

    Parameters
    ----------
    land, lakes
        Closed clockwise rings of (lon, lat) [degrees].
    projection, rotation_lon
        Map projection and its central meridian [degrees].
    lat_range, lon_range
        What is shown [degrees].
    """

    land: tuple[Ring, ...] = ()
    lakes: tuple[Ring, ...] = ()
    projection: str = "natural earth"
    rotation_lon: float = 11.0
    lat_range: tuple[float, float] = (-72.0, 90.0)
    lon_range: tuple[float, float] = (-169.0, 191.0)


@dataclass(frozen=True)
class Leg:
    """One part of the way of a request.

    Parameters
    ----------
    kind
        "access", "land", "sea" or "region".
    start, end
        Names of the places at its ends.
    km
        Length [km], before inflation; 0 for access and Region.
    rtt_ms
        Its part of the round trip [ms].
    lat, lon
        Position of its end [degrees].
    cable
        The sea cable, "" elsewhere.
    """

    kind: str
    start: str
    end: str
    km: float
    rtt_ms: float
    lat: float
    lon: float
    cable: str = ""


@dataclass(frozen=True)
class Path:
    """The way of a cell's requests to a Region, and why it takes as long as it takes.

    Parameters
    ----------
    legs
        Parts of the way, from the user to the Region; their times add up to the wait.
    light_ms
        Light in straight fibre, there and back [ms]: nothing is faster.
    band_ms
        Span in which the wait is usually measured [ms].
    """

    legs: tuple[Leg, ...]
    light_ms: float
    band_ms: tuple[float, float]

    @property
    def rtt_ms(self) -> float:
        """The whole round trip [ms], NaN when there is no way."""
        return sum(leg.rtt_ms for leg in self.legs) if self.legs else float("nan")

    @property
    def gateways(self) -> tuple[str, ...]:
        """Names of the cable landings on the way, in order."""
        stops = [leg.end for leg in self.legs if leg.kind in ("land", "sea")]
        return tuple(stops[:-1])


@dataclass(frozen=True, eq=False)
class World:
    """Places, people, cables, and how long everything takes.

    Make one with `load_world` or `make_world`.

    Parameters
    ----------
    name
        "aws", "cafe", or a name of your own.
    regions
        Index Region code: name, country, lat, lon, area, partition, status, zone_count, launch_year, price_index, …
    zones
        Index AZ ID: region.
    cells
        name, country, country_name, continent, lat, lon, users, timezone, area.
    gateways
        Index gateway: place, lat, lon, area.
    cables
        Index cable: from_gateway, to_gateway, length_km, passage.
    cut_cables
        Cables that carry nothing.
    measured
        Round trips between Regions that were measured: (Region, Region) to [ms].
    travel
        Constants of the latency model.
    words, scale, canvas
        What places are called, how waits are read, what is drawn on.
    """

    name: str
    regions: pd.DataFrame
    zones: pd.DataFrame
    cells: pd.DataFrame
    gateways: pd.DataFrame
    cables: pd.DataFrame
    cut_cables: frozenset[str] = frozenset()
    measured: Mapping[tuple[str, str], float] = field(default_factory=dict)
    travel: Travel = field(default_factory=Travel)
    words: Words = field(default_factory=Words)
    scale: Scale = field(default_factory=Scale)
    canvas: Canvas = field(default_factory=Canvas)

    @cached_property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The frames that an Outcome is aligned to: cells, regions, zones."""
        return {"cells": self.cells, "regions": self.regions, "zones": self.zones}

    @cached_property
    def places(self) -> Places:
        """The codes that a scenario may name."""
        zones_of: dict[str, list[str]] = {code: [] for code in self.regions.index}
        for zone, region in self.zones["region"].items():
            zones_of[region].append(str(zone))
        return Places(
            {code: tuple(zones) for code, zones in zones_of.items()},
            {str(zone): str(region) for zone, region in self.zones["region"].items()},
            frozenset(self.cables.index),
        )

    @cached_property
    def users(self) -> Floats:
        """People online in each cell, shape (cells,)."""
        return self.cells["users"].to_numpy(float)

    @cached_property
    def utc_offset_h(self) -> Floats:
        """Local time minus UTC of each cell [h], shape (cells,)."""
        return demand.utc_offset_h(self.cells["timezone"].tolist())

    @cached_property
    def zone_region(self) -> NDArray[np.intp]:
        """Position of each zone's Region, shape (zones,)."""
        return self.regions.index.get_indexer(pd.Index(self.zones["region"]))

    @cached_property
    def continents(self) -> Grouping:
        """The cells by continent, most people first."""
        return Grouping.of("continent", self.cells["continent"], self.cells["users"])

    @cached_property
    def countries(self) -> Grouping:
        """The cells by country, most people first."""
        return Grouping.of("country", self.cells["country_name"], self.cells["users"])

    @cached_property
    def geometry(self) -> Geometry:
        """Lengths that no cable changes; shared with the Worlds made by `cut`."""
        return Geometry.of(self)

    @cached_property
    def hops(self) -> tuple[Floats, NDArray[np.intp]]:
        """Shortest lengths between gateways [km] and where to go next, with the cut cables gone."""
        ends, km = self.geometry.cable_ends, self.cables["length_km"].to_numpy(float).copy()
        km[self.cables.index.isin(sorted(self.cut_cables))] = np.inf
        area = self.geometry.gateway_area
        return latency.gateway_km(
            latency.direct_hops_km(self.geometry.gateways_km, area, ends, km, self.travel.land_factor)
        )

    @cached_property
    def ways(self) -> Ways:
        """The shortest way of every Region (row) to every cell (column)."""
        joined = self.geometry.regions_joined_km
        km, first, last = latency.via_gateways_km(joined, self.hops[0], self.geometry.cells_joined_km)
        direct = self.geometry.regions_to_cells_km <= km
        return Ways(np.minimum(km, self.geometry.regions_to_cells_km), direct, last, first)

    @cached_property
    def wait_by_region(self) -> NDArray[np.float32]:
        """Round trip of every Region (row) to every cell (column) without access [ms], inf where there is no way."""
        travel = self.travel
        return latency.wait(self.ways.km, travel.region, travel.user_inflation, travel.per_km).astype(np.float32)

    def gateways_between(self, first: int, last: int) -> tuple[int, ...]:
        """Positions of the gateways on the shortest way between two of them, both ends included."""
        stops = [first]
        while stops[-1] != last:
            stops.append(int(self.hops[1][stops[-1], last]))
        return tuple(stops)

    @property
    def round_trip(self) -> NDArray[np.float32]:
        """Round trip of every cell to every Region without access [ms], inf where there is no way; (cells, regions)."""
        return self.wait_by_region.T

    @cached_property
    def modelled_rtt(self) -> pd.DataFrame:
        """Modelled round trip between every two Regions [ms]."""
        joined = self.geometry.regions_joined_km
        km = np.minimum(latency.via_gateways_km(joined, self.hops[0], joined)[0], self.geometry.regions_km)
        km = np.minimum(km, km.T)  # sums taken in the other order may differ in the last bit
        rtt = latency.wait(km, self.travel.region, self.travel.region_inflation, self.travel.per_km)
        np.fill_diagonal(rtt, self.travel.same_region)
        return pd.DataFrame(rtt, index=self.regions.index, columns=self.regions.index)

    @cached_property
    def region_rtt(self) -> pd.DataFrame:
        """Round trip between every two Regions [ms]: measured where the World has a measurement, else modelled."""
        rtt = self.modelled_rtt.copy()
        for (one, other), measured_ms in self.measured.items():
            rtt.loc[one, other] = rtt.loc[other, one] = measured_ms
        return rtt

    @cached_property
    def region_rtt_source(self) -> pd.DataFrame:
        """Where each number of `region_rtt` comes from: "measured" or "modelled"."""
        source = pd.DataFrame("modelled", index=self.regions.index, columns=self.regions.index)
        for one, other in self.measured:
            source.loc[one, other] = source.loc[other, one] = "measured"
        return source

    def cut(self, cables: Iterable[str]) -> World:
        """Give the same World with cables cut.

        A measured round trip whose modelled way changes falls back to the model: it was measured with the cables up.

        Raises
        ------
        InputError
            For a cable that the World does not have.
        """
        wanted = self.cut_cables | frozenset(cables)
        check_known("cable", sorted(wanted), self.places.cables)
        return self if wanted == self.cut_cables else _cut(self, wanted)

    def path(self, cell: int | str, region: str, access: str = "wifi") -> Path:
        """Explain the wait of a cell for a Region.

        Parameters
        ----------
        cell
            Row of `cells`, or the name of a place.
        region
            Region code.
        access
            A name of `travel.access`.

        Returns
        -------
        Path
            Gateways on the way and milliseconds of each leg; no legs when there is no way.

        Raises
        ------
        InputError
            For a place, Region or access that the World does not have.

        Examples
        --------
        >>> load_world().path("Jayapura", "eu-west-1").gateways[0]
        'Singapore'
        """
        check_known("access", [access], self.travel.access)
        return _path(self, self.cell(cell), self.position(region), access)

    def position(self, region: str) -> int:
        """Give the row of a Region.

        Raises
        ------
        InputError
            For a Region that the World does not have.
        """
        check_known("Region", [region], self.places.zones_of)
        return self._positions[region]

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {str(code): row for row, code in enumerate(self.regions.index)}

    def cable_line(self, cable: str) -> tuple[tuple[float, float], ...]:
        """Points through which a cable is drawn [lon, lat, degrees]: gateways, and waypoints that keep it at sea."""
        row = {str(name): str(value) for name, value in self.cables.loc[cable].items()}
        start, end = (
            (float(self.gateways["lon"][row[at]]), float(self.gateways["lat"][row[at]]))
            for at in ("from_gateway", "to_gateway")
        )
        between = [point.split() for point in row.get("waypoints", "").split(";") if point]
        return (start, *((float(lon), float(lat)) for lon, lat in between), end)

    def cell(self, place: int | str) -> int:
        """Give the row of a place: the row itself, or the largest cell of that name.

        Raises
        ------
        InputError
            For a place that the World does not have.
        """
        if isinstance(place, str):
            rows = np.flatnonzero(self.cells["name"].to_numpy() == place)
            if not len(rows):
                raise unknown("place", place, self.cells["name"])
            return int(rows[np.argmax(self.users[rows])])
        if not 0 <= place < len(self.cells):
            raise InputError(f"There is no cell {place}. Give a row from 0 to {len(self.cells) - 1}.")
        return int(place)

    def with_cells(self, source: Source) -> World:
        """Give the same World with your own demand.

        Parameters
        ----------
        source
            Path, bytes or frame: name, lat, lon, users, and if known timezone and country (ISO2). What is left out is
            taken from the nearest cell of this World.

        Raises
        ------
        InputError
            Naming row and column of the first fault.
        """
        return replace(self, cells=_own_cells(self, read_demand(source)))

    def with_measured_rtt(self, source: Source) -> World:
        """Give the same World with measured round trips between Regions.

        Parameters
        ----------
        source
            Path, bytes or frame of rows Region, Region, round trip [ms]. Both directions of a pair are averaged.

        Raises
        ------
        InputError
            For an unknown Region, or a round trip faster than light in fibre.
        """
        pairs: dict[tuple[str, str], list[float]] = {}
        for row, (one, other, rtt_ms) in enumerate(read_measured_rtt(source)):
            check_known(f"Region (row {row + 1} of your file)", (one, other), self.regions.index)
            self._check_light(one, other, rtt_ms, row)
            pairs.setdefault((min(one, other), max(one, other)), []).append(rtt_ms)
        return replace(self, measured={pair: float(np.mean(values)) for pair, values in pairs.items()})

    def _check_light(self, one: str, other: str, rtt_ms: float, row: int) -> None:
        if one == other:
            raise InputError(f"Row {row + 1} of your file pairs {shown(one)} with itself. Leave that row out.")
        here, there = self.regions.loc[one], self.regions.loc[other]
        floor_ms = float(geo.great_circle_km(here["lat"], here["lon"], there["lat"], there["lon"])) * self.travel.per_km
        if rtt_ms < floor_ms:
            raise InputError(
                f"Row {row + 1} of your file: {one} to {other} in {rtt_ms:g} ms is faster than light in fibre "
                f"({floor_ms:.1f} ms). Give round trips in milliseconds, not one-way times or seconds."
            )


@dataclass(frozen=True, eq=False)
class Geometry:
    """Lengths over land that no cable changes.

    Parameters
    ----------
    gateways_km
        Between gateways [km], shape (g, g), great circle.
    gateway_area
        Area of each gateway as a number, shape (g,).
    cable_ends
        Gateways that each cable joins, shape (c, 2).
    cells_joined_km, regions_joined_km
        From places to the gateways of their area [km], shapes (n, g) and (r, g); inf elsewhere.
    regions_to_cells_km, regions_km
        Straight over land where both lie in one area [km], shapes (r, n) and (r, r); inf elsewhere.
    """

    gateways_km: Floats
    gateway_area: NDArray[np.intp]
    cable_ends: NDArray[np.intp]
    cells_joined_km: Floats
    regions_joined_km: Floats
    regions_to_cells_km: Floats
    regions_km: Floats

    @classmethod
    def of(cls, world: World) -> Geometry:
        """Measure a World."""
        areas = sorted({*world.gateways["area"], *world.regions["area"], *world.cells["area"]})
        number = {area: position for position, area in enumerate(areas)}
        area = {what: frame["area"].map(number).to_numpy(np.intp) for what, frame in _located(world).items()}
        at = {what: frame[["lat", "lon"]].to_numpy(float) for what, frame in _located(world).items()}

        def over_land(one: str, other: str) -> Floats:
            km = np.vstack([geo.between_km(chunk, at[other]) for chunk in _chunks(at[one])])
            return latency.joined_km(km, area[one], area[other], world.travel.land_factor)

        ends = world.cables[["from_gateway", "to_gateway"]]
        return cls(
            gateways_km=geo.between_km(at["gateways"], at["gateways"]),
            gateway_area=area["gateways"],
            cable_ends=world.gateways.index.get_indexer(pd.Index(ends.to_numpy().ravel())).reshape(-1, 2),
            cells_joined_km=over_land("cells", "gateways"),
            regions_joined_km=over_land("regions", "gateways"),
            regions_to_cells_km=over_land("cells", "regions").T,
            regions_km=over_land("regions", "regions"),
        )


@dataclass(frozen=True, eq=False)
class Ways:
    """The shortest way of every Region (row) to every cell (column).

    Parameters
    ----------
    km
        Length, land counted `land_factor` times [km], inf where there is no way, shape (r, n).
    direct
        Whether it stays on land, in one area, without a gateway, shape (r, n).
    from_gateway, to_gateway
        The gateways next to the cell and next to the Region, shape (r, n); without meaning where direct.
    """

    km: Floats
    direct: NDArray[np.bool_]
    from_gateway: NDArray[np.integer]
    to_gateway: NDArray[np.integer]


def make_world(
    name: str,
    regions: pd.DataFrame,
    zones: pd.DataFrame,
    cells: pd.DataFrame,
    gateways: pd.DataFrame | None = None,
    cables: pd.DataFrame | None = None,
    travel: Travel | None = None,
    words: Words | None = None,
    scale: Scale | None = None,
    canvas: Canvas | None = None,
) -> World:
    """Make a World from frames.

    Parameters
    ----------
    name
        What to call it.
    regions, zones, cells, gateways, cables
        Frames as `World` describes them; without gateways, places reach each other only within their area.
    travel, words, scale, canvas
        How the World measures, speaks and is drawn; those of the cloud by default.
    """
    no_gateways = pd.DataFrame({"place": [], "lat": [], "lon": [], "area": []}, index=pd.Index([], name="gateway"))
    no_cables = pd.DataFrame(
        {"from_gateway": [], "to_gateway": [], "length_km": [], "passage": []}, index=pd.Index([], name="cable")
    )
    return World(
        name,
        regions,
        zones,
        cells,
        no_gateways if gateways is None else gateways,
        no_cables if cables is None else cables,
        travel=travel or Travel(),
        words=words or Words(),
        scale=scale or Scale(),
        canvas=canvas or Canvas(),
    )


@lru_cache(maxsize=2)
def load_world(name: str = "aws") -> World:
    """Load a World from the committed tables.

    Parameters
    ----------
    name
        "aws".

    Returns
    -------
    World
        The same object at each call; read it, do not change it.

    Raises
    ------
    InputError
        For another name.

    Examples
    --------
    >>> world = load_world()
    >>> round(float(world.region_rtt.loc["us-east-1", "eu-west-1"]))
    71
    """
    if name != "aws":
        raise unknown("World", name, ["aws"])
    regions = committed("regions").set_index("region")
    zones = [(zone, code) for code, listed in regions["zones"].items() for zone in str(listed).split()]
    countries = committed("countries").set_index("country")
    cells = committed("cells")
    cells["country_name"] = cells["country"].map(countries["name"])
    cells["continent"] = cells["country"].map(countries["continent"])
    return make_world(
        name,
        regions.drop(columns="zones"),
        pd.DataFrame(zones, columns=["zone", "region"]).set_index("zone"),
        cells,
        committed("gateways").set_index("gateway"),
        committed("cables").set_index("cable"),
        canvas=Canvas(outline("rings"), outline("lakes")),
    )


@lru_cache(maxsize=128)
def _cut(world: World, cables: frozenset[str]) -> World:
    other = replace(world, cut_cables=cables)
    for name in ("geometry", "frames", "places", "users", "zone_region", "continents", "countries"):
        other.__dict__[name] = getattr(world, name)  # cables change none of these
    rerouted = (other.modelled_rtt - world.modelled_rtt).abs() > 0
    kept = {pair: rtt for pair, rtt in world.measured.items() if not rerouted.loc[pair]}
    object.__setattr__(other, "measured", kept)
    return other


def _own_cells(world: World, table: pd.DataFrame) -> pd.DataFrame:
    """Fill in what an own demand table leaves out, from the nearest cell."""
    at = table[["lat", "lon"]].to_numpy(float)
    known = world.cells[["lat", "lon"]].to_numpy(float)
    nearest = np.concatenate([geo.between_km(chunk, known).argmin(axis=1) for chunk in _chunks(at)])
    by_country = world.cells.drop_duplicates("country").set_index("country")
    for row, country in enumerate(table["country"]):
        if country and country not in by_country.index:
            raise InputError(
                f"Row {row + 1} of your file: there is no country {shown(country)}. "
                "Give its two-letter ISO code, or leave the field empty."
            )
    cells = table.copy()
    neighbours = world.cells.iloc[nearest].reset_index(drop=True)
    for column in ("timezone", "country"):
        cells[column] = table[column].where(table[column] != "", neighbours[column])
    for column in ("country_name", "continent"):
        cells[column] = cells["country"].map(by_country[column])
    same = cells["country"] == neighbours["country"]
    cells["area"] = neighbours["area"].where(same, cells["country"].map(by_country["area"]))
    return cells


def _path(world: World, cell: int, region: int, access: str) -> Path:
    """Walk the shortest way of a cell to a Region and give each leg its time."""
    place, target, travel = world.cells.iloc[cell], world.regions.iloc[region], world.travel
    light_km = float(geo.great_circle_km(place["lat"], place["lon"], target["lat"], target["lon"]))
    light_ms, ways = light_km * travel.per_km, world.ways
    if not np.isfinite(ways.km[region, cell]):
        return Path((), light_ms, (np.nan, np.nan))
    stops: tuple[int, ...] = ()
    if not ways.direct[region, cell]:
        stops = world.gateways_between(int(ways.from_gateway[region, cell]), int(ways.to_gateway[region, cell]))
    legs = _legs(world, cell, region, stops, access)
    rtt_ms = sum(leg.rtt_ms for leg in legs)
    low, high = travel.band
    return Path(legs, light_ms, (max(low * rtt_ms, light_ms), high * rtt_ms))


def _legs(world: World, cell: int, region: int, stops: tuple[int, ...], access: str) -> tuple[Leg, ...]:
    """Turn the stops of a way into its legs, leaving out those of no length."""
    place, target, travel, geometry = world.cells.iloc[cell], world.regions.iloc[region], world.travel, world.geometry
    hops = list(pairwise(stops))
    ends = [(g["place"], g["lat"], g["lon"]) for g in (world.gateways.iloc[stop] for stop in stops)]
    ends.append((target["name"], target["lat"], target["lon"]))
    km = [geometry.regions_to_cells_km[region, cell]]
    if stops:
        inner = [world.hops[0][hop] for hop in hops]
        km = [geometry.cells_joined_km[cell, stops[0]], *inner, geometry.regions_joined_km[region, stops[-1]]]
    cables = ["", *(_cable(world, *hop) for hop in hops), ""]
    start = place["name"]
    legs = [Leg("access", start, start, 0.0, travel.access[access], place["lat"], place["lon"])]
    for (end, lat, lon), length, cable in zip(ends, km, cables, strict=False):
        if length > 0:
            rtt_ms = float(length) * travel.user_inflation * travel.per_km
            legs.append(Leg("sea" if cable else "land", start, end, float(length), rtt_ms, lat, lon, cable))
        start = end
    legs.append(Leg("region", target["name"], target["name"], 0.0, travel.region, target["lat"], target["lon"]))
    return tuple(legs)


def _cable(world: World, one: int, other: int) -> str:
    """Give the cable of a hop between gateways, "" for a hop over land."""
    ends = world.geometry.cable_ends
    joins = ((ends == (one, other)).all(axis=1) | (ends == (other, one)).all(axis=1)) & ~world.cables.index.isin(
        sorted(world.cut_cables)
    )
    sea_km = world.cables["length_km"].to_numpy(float)
    at_sea = joins & (sea_km <= world.hops[0][one, other])
    return str(world.cables.index[at_sea.argmax()]) if at_sea.any() else ""


def _located(world: World) -> dict[str, pd.DataFrame]:
    return {"gateways": world.gateways, "regions": world.regions, "cells": world.cells}


def _chunks(rows: Floats) -> list[Floats]:
    return np.array_split(rows, max(1, -(-len(rows) // CELL_CHUNK)))
