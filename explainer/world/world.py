"""A World: places, people, cables, and how long everything takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.errors import InputError, check_known, unknown
from explainer.files import Source, read_demand, read_measured_rtt
from explainer.model import demand, geo, latency
from explainer.model.latency import Travel
from explainer.tables import Grouping, Places
from explainer.texts import tr
from explainer.world.idiom import Canvas, Scale, Words
from explainer.world.network import Geometry, Ways, chunks
from explainer.world.own import measured_pairs, own_cells
from explainer.world.path import Path, walk

Floats = NDArray[np.float64]


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
    def passages(self) -> dict[str, frozenset[str]]:
        """The straits and sea routes that cables share, each with its cables."""
        named = self.cables[self.cables["passage"] != ""]
        return {str(name): frozenset(those.index) for name, those in named.groupby("passage")}

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
        places = {"gateways": self.gateways, "regions": self.regions, "cells": self.cells}
        return Geometry.of(places, self.cables, self.travel.land_factor)

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
    def distance_km(self) -> Floats:
        """Great-circle distance of every Region (row) to every cell (column) [km]."""
        cells, regions = (frame[["lat", "lon"]].to_numpy(float) for frame in (self.cells, self.regions))
        return np.vstack([geo.between_km(chunk, regions) for chunk in chunks(cells)]).T

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
        check_known(tr("cable"), sorted(wanted), self.places.cables)
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
        >>> from explainer import load_world
        >>> load_world().path("Jayapura", "eu-west-1").gateways[0]
        'Singapore'
        """
        check_known(tr("access"), [access], self.travel.access)
        return walk(self, self.cell(cell), self.position(region), access)

    def position(self, region: str) -> int:
        """Give the row of a Region.

        Raises
        ------
        InputError
            For a Region that the World does not have.
        """
        check_known(tr("Region"), [region], self.places.zones_of)
        return self._positions[region]

    @cached_property
    def zone_positions(self) -> dict[str, int]:
        """Zone to its row."""
        return {str(zone): row for row, zone in enumerate(self.zones.index)}

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
                raise unknown(tr("place"), place, self.cells["name"])
            return int(rows[np.argmax(self.users[rows])])
        if not 0 <= place < len(self.cells):
            told = tr("There is no cell {place}. Give a row from 0 to {last}.", place=place, last=len(self.cells) - 1)
            raise InputError(told)
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
        return replace(self, cells=own_cells(self, read_demand(source)))

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
        return replace(self, measured=measured_pairs(self, read_measured_rtt(source)))


@lru_cache(maxsize=128)
def _cut(world: World, cables: frozenset[str]) -> World:
    other = replace(world, cut_cables=cables)
    for name in (
        "geometry",
        "frames",
        "places",
        "passages",
        "users",
        "zone_region",
        "zone_positions",
        "continents",
        "countries",
    ):
        other.__dict__[name] = getattr(world, name)  # cables change none of these
    rerouted = (other.modelled_rtt - world.modelled_rtt).abs() > 0
    kept = {pair: rtt for pair, rtt in world.measured.items() if not rerouted.loc[pair]}
    object.__setattr__(other, "measured", kept)
    return other
