"""The way of a request, leg by leg: the explanation of a wait."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from explainer.model import geo

if TYPE_CHECKING:
    from explainer.world.world import World


@dataclass(frozen=True)
class Leg:
    """One part of the way of a request.

    Parameters
    ----------
    kind
        "access", "land", "sea" or "region"; "queue" or "slow" for what load or an outage adds in the Region.
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


def walk(world: World, cell: int, region: int, access: str) -> Path:
    """Walk the shortest way of a cell to a Region and give each leg its time.

    Parameters
    ----------
    world
        The World.
    cell, region
        Rows of its cells and Regions.
    access
        A name of `world.travel.access`.

    Returns
    -------
    Path
        Without legs when there is no way.
    """
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
