"""The way of a request through an edge location: near people first, then on to a Region over the provider's network.

Edge cities come from an illustrative list (data/README.md). The ways are those of the World: once with the edge cities
in place of its Regions, which gives the way of people to the nearest one, and once with them in place of its people,
which gives the way on. That second way is well peered, as between two Regions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from explainer.model.edge import mean_ms
from explainer.tables import committed
from explainer.world.path import Path
from explainer.world.world import World

SOURCE, READ = (
    "@adaptivelink/pops 0.5.8",
    "2026-11-28",
)  # of the list, and when it was read; it tells no date of its own
BACKBONE = "backbone"  # access of an edge location to the network, which takes no time


@dataclass(frozen=True)
class EdgeWay:
    """How people reach a Region through the edge city nearest to them.

    Parameters
    ----------
    edge, city
        Code and name of the edge city.
    near
        The way from people to the edge city, access and all.
    onward
        The way from there to the Region.
    direct
        The way to the Region without an edge location.
    """

    edge: str
    city: str
    near: Path
    onward: Path
    direct: Path

    @property
    def hit_ms(self) -> float:
        """Round trip of what the edge answers [ms]."""
        return self.near.rtt_ms

    @property
    def miss_ms(self) -> float:
        """Round trip of what goes on to the Region [ms], NaN where there is no way."""
        return self.near.rtt_ms + self.onward.rtt_ms

    def mean_ms(self, ratio: float) -> float:
        """Average round trip when a share of the requests hits [ms]."""
        return float(mean_ms(ratio, self.near.rtt_ms, self.onward.rtt_ms))


@lru_cache(maxsize=1)
def edge_cities() -> pd.DataFrame:
    """Read the edge cities: index edge; name, country, lat, lon [degrees], area.

    Examples
    --------
    >>> str(edge_cities()["name"]["SYD"])
    'Sydney'
    """
    return committed("edge_cities").set_index("edge")


def edge_way(world: World, place: int | str, region: str, access: str = "wifi") -> EdgeWay:
    """Find the edge city that people reach first, and the ways over it.

    Parameters
    ----------
    world
        Where they live; cables that it has cut carry nothing.
    place
        Row of its cells, or the name of a place.
    region
        Code of the Region where content is made.
    access
        A name of `travel.access`.

    Raises
    ------
    InputError
        For a place, Region or access that the World does not have.

    Examples
    --------
    >>> from explainer import load_world
    >>> way = edge_way(load_world(), "Sydney", "eu-west-1")
    >>> way.city, round(way.hit_ms), round(way.miss_ms), round(way.direct.rtt_ms)
    ('Sydney', 25, 302, 319)
    """
    direct = world.path(place, region, access)
    fronts, cell = _fronts(world), world.cell(place)
    nearest = int(fronts.ways.km[:, cell].argmin())
    code = str(fronts.regions.index[nearest])
    near, onward = fronts.path(cell, code, access), _backs(world).path(nearest, region, BACKBONE)
    return EdgeWay(code, str(fronts.regions["name"][code]), near, replace(onward, legs=onward.legs[1:]), direct)


@lru_cache(maxsize=16)
def _fronts(world: World) -> World:
    """Give the World with the edge cities as its Regions."""
    regions = edge_cities().assign(status="launched").rename_axis("region")
    return replace(world, regions=regions, zones=world.zones.iloc[:0], measured={})


@lru_cache(maxsize=16)
def _backs(world: World) -> World:
    """Give the World with the edge cities as its people, on the provider's network."""
    cells = edge_cities().reset_index(drop=True).assign(users=0, timezone="", country_name="", continent="")
    travel = replace(world.travel, user_inflation=world.travel.region_inflation, access={BACKBONE: 0.0})
    return replace(world, cells=cells, travel=travel)
