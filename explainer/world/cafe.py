"""The café city: the same engine at walking pace, and what can happen to it.

A shop is a zone and its block, one street on one feeder, a Region; bridges and the places where a street crosses
that of a parade are cables. So everything that is asked of the cloud can be asked of the city: a parade is a set of
outages like any other, the shops on its street and every crossing of it, and nobody crosses a parade because there is
no way.

The city is invented. People walk 12 minutes a kilometre (5 km/h), and a way through streets is taken to be 1.25 times
the straight line; a grid of streets gives 1.27 on average. A guest keeps a seat for half an hour, two people make
coffee in each block, 54 seconds a cup: assumed.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.errors import InputError, check_between, check_known
from explainer.model.demand import REQUESTS_PER_USER_PER_DAY
from explainer.model.geo import EARTH_RADIUS_KM
from explainer.model.latency import Travel
from explainer.scenario import Demand, Placement, Scenario
from explainer.tables import FOLDER, Ring
from explainer.texts import tr
from explainer.world.idiom import Scale, Words

if TYPE_CHECKING:
    from explainer.world.world import World

DEGREES_PER_M = 180 / (math.pi * EARTH_RADIUS_KM * 1000)  # the city lies where a degree is the same both ways
STAY_MIN = 30.0  # how long a guest keeps a seat
PATIENCE_MIN = 12.0  # how far people like to walk for a coffee
ON_FOOT = Travel(
    per_km=12.0,
    land_factor=1.25,
    region=0.0,
    same_region=1.0,
    region_inflation=1.0,
    user_inflation=1.0,
    access={"on foot": 0.0},
    access_band={"on foot": (0.0, 0.0)},
    band=(0.9, 1.2),
    workers=2,
    service=0.9,
)
WORDS = Words(region="block", zone="shop", zone_short="shop", cable="bridge", continent="district", unit="min")
SCALE = Scale((2, 4, 8, 12, 16), ((PATIENCE_MIN, tr("patience"), tr("assumed")),))

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Route:
    """A street that a parade can take.

    Parameters
    ----------
    name
        Name of the street.
    from_h, to_h
        Local hours between which the street is closed [h].
    line
        Its points in walking direction [m].
    """

    name: str
    from_h: float
    to_h: float
    line: Line


@dataclass(frozen=True)
class Quarter:
    """A part of the city that one event takes: what a feeder feeds, or where a river can rise.

    Parameters
    ----------
    name
        Its name in a sentence.
    rings
        Its outlines [m].
    bridges
        Bridges that are closed with it.
    """

    name: str
    rings: tuple[Ring, ...]
    bridges: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class City:
    """The plan of the café city, in metres east and north of the south-west corner of its frame.

    Parameters
    ----------
    frame_m
        Width and height of what is shown [m].
    opens_h
        Local hours from and to which shops are open [h].
    houses, parks, river, bridges
        Outlines [m].
    rails
        The sides of bridges over the water, as lines [m].
    districts
        Name and place of each district [m].
    names
        Name, place [m] and angle [degrees] of the river and of streets that are named.
    routes, feeders, floods
        By code.
    shops
        Index shop: block, feeder, x_m, y_m.
    """

    frame_m: tuple[float, float]
    opens_h: tuple[float, float]
    houses: tuple[Ring, ...]
    parks: tuple[Ring, ...]
    river: tuple[Ring, ...]
    bridges: tuple[Ring, ...]
    rails: tuple[Line, ...]
    districts: tuple[tuple[str, float, float], ...]
    names: tuple[tuple[str, float, float, float], ...]
    routes: Mapping[str, Route]
    feeders: Mapping[str, Quarter]
    floods: Mapping[str, Quarter]
    shops: pd.DataFrame


@lru_cache(maxsize=1)
def load_city() -> City:
    """Load the plan of the café city from the committed tables.

    Examples
    --------
    >>> load_city().frame_m, load_city().routes["long-street"].name
    ((2240, 1536), 'Long Street')
    """
    plan = json.loads((FOLDER / "cafe" / "plan.json").read_text(encoding="utf-8"))
    shops = city_table("shops").set_index("shop")
    feeder = city_table("blocks").set_index("block")["feeder"]
    return City(
        frame_m=tuple(plan["frame_m"]),
        opens_h=tuple(plan["opens_h"]),
        districts=tuple(map(tuple, plan["districts"])),
        names=tuple(map(tuple, plan["names"])),
        routes={
            code: Route(told["name"], told["from_h"], told["to_h"], _line(told["points"]))
            for code, told in plan["routes"].items()
        },
        feeders={code: Quarter(told["name"], _rings(told["rings"])) for code, told in plan["feeders"].items()},
        floods={
            code: Quarter(told["name"], _rings(told["rings"]), tuple(told["bridges"]))
            for code, told in plan["floods"].items()
        },
        shops=shops.assign(feeder=shops["block"].map(feeder)),
        **{what: _rings(plan[what]) for what in ("houses", "parks", "river", "bridges", "rails")},
    )


def cafes(*shops: str, seats: float = 60.0, hour_h: float | None = None) -> Scenario:
    """Open cafés: the same seats, spread evenly over some shops.

    Parameters
    ----------
    shops
        Letters of the shops.
    seats
        Seats of all of them together.
    hour_h
        Hour of the day [h], None for the day's average.

    Returns
    -------
    Scenario
        People ask for one coffee a day each, and walk.

    Raises
    ------
    InputError
        For a shop that the city does not have or that is named twice, or none at all.

    Examples
    --------
    >>> [(opened.region, opened.zones) for opened in cafes("A", "D").placements]
    [('long-street', ('A',)), ('high-street', ('D',))]
    """
    block_of = load_city().shops["block"]
    check_known(tr("shop"), shops, set(block_of.index))
    check_between(tr("The number of seats"), seats, 0, 100_000)
    if not shops or len(set(shops)) < len(shops):
        named = ", ".join(shops) or tr("none")
        raise InputError(tr("The shops are {named}. Name at least one, and each of them once.", named=named))
    each_rps = capacity_rps(seats / len(shops))
    blocks = dict.fromkeys(block_of[list(shops)])
    in_block = {block: tuple(shop for shop in shops if block_of[shop] == block) for block in blocks}
    return Scenario(
        tuple(Placement(block, mine, each_rps * len(mine)) for block, mine in in_block.items()),
        demand=Demand(hour_h, 1 / REQUESTS_PER_USER_PER_DAY, "business"),
        slo_ms=PATIENCE_MIN,
        access="on foot",
    )


def capacity_rps(seats: float) -> float:
    """Give what a number of seats can carry [guests/s].

    Examples
    --------
    >>> round(capacity_rps(60) * 3600)  # each seat has two guests an hour
    120
    """
    return seats / (STAY_MIN * 60)


def city_frames() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read regions, zones, cells, gateways and cables of the city's World, placed near a point of the equator."""
    blocks, shops, customers = city_table("blocks"), city_table("shops"), city_table("customers")
    count = shops.groupby("block").size()
    regions = blocks.rename(columns={"block": "region"}).assign(
        country=blocks["area"],
        zone_count=blocks["block"].map(count),
        partition="city",
        status="launched",
        launch_year=np.nan,
        price_index=1.0,
    )
    cells = customers.rename(columns={"people": "users", "district": "continent"}).assign(
        country=customers["area"], country_name=customers["area"], timezone="UTC"
    )
    bridges = city_table("bridges").rename(columns={"bridge": "cable"})
    return (
        _placed(regions).set_index("region"),
        shops.rename(columns={"shop": "zone", "block": "region"}).set_index("zone")[["region"]],
        _placed(cells),
        _placed(city_table("gateways")).set_index("gateway"),
        bridges.assign(length_km=bridges["length_m"] / 1000).set_index("cable").drop(columns="length_m"),
    )


def metres(world: World, what: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places of a frame of the city's World on its plan: east and north [m].

    Parameters
    ----------
    world
        The World.
    what
        "cells", "regions" or "gateways".
    """
    frame = getattr(world, what)
    east, north = (frame[axis].to_numpy(float) / DEGREES_PER_M for axis in ("lon", "lat"))
    return east, north


def city_table(name: str) -> pd.DataFrame:
    """Read a table of the city."""
    return pd.read_csv(FOLDER / "cafe" / f"{name}.csv", keep_default_na=False)


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    at = {"lat": frame["y_m"] * DEGREES_PER_M, "lon": frame["x_m"] * DEGREES_PER_M}
    return frame.drop(columns=["x_m", "y_m"]).assign(**at)


def _line(points: list[list[float]]) -> Line:
    return tuple((x, y) for x, y in points)


def _rings(rings: list[list[list[float]]]) -> tuple[Ring, ...]:
    return tuple(_line(ring) for ring in rings)
