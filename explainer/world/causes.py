"""What can happen in the café city, each a set of outages like any other.

A parade closes the shops on its street and every crossing of it, a flood what stands in the plain of the river, a
power cut the blocks on one feeder, a broken machine one shop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from explainer.scenario import Outage
from explainer.tables import Ring
from explainer.texts import tr
from explainer.world.cafe import Line, city_table, load_city

ON_ROUTE_M = 25.0  # a shop this near to the middle of a parade's street stands on it


@dataclass(frozen=True)
class CityCause:
    """Something that can happen in the city.

    Parameters
    ----------
    kind
        "parade", "flood", "power" or "machine".
    place
        Code of its route, flood, feeder or shop.
    label
        What a button says.
    outages
        What it breaks while it lasts.
    hours_h
        Local hours from and to which it lasts [h], None for as long as one likes.
    """

    kind: str
    place: str
    label: str
    outages: frozenset[Outage]
    hours_h: tuple[float, float] | None = None

    def at(self, hour_h: float) -> frozenset[Outage]:
        """Give what is broken at an hour of the day [h].

        Examples
        --------
        >>> parade = causes()["parade-long-street"]
        >>> len(parade.at(10.9)), parade.at(11) == parade.outages, len(parade.at(13))
        (0, True, 0)
        """
        here = self.hours_h is None or self.hours_h[0] <= hour_h < self.hours_h[1]
        return self.outages if here else frozenset()


@lru_cache(maxsize=1)
def causes() -> Mapping[str, CityCause]:
    """Give what can happen in the city, by name.

    Returns
    -------
    Mapping
        "parade-<route>", "flood-<river>", "power-<feeder>" and "machine-<shop>".

    Examples
    --------
    >>> sorted(outage.target for outage in causes()["power-old-town"].outages)
    ['long-street', 'west-street']
    """
    city, bridges = load_city(), city_table("bridges")
    found = {}
    for code, route in city.routes.items():
        on_it = _distance_m(city.shops, route.line) <= ON_ROUTE_M
        crossings = bridges["bridge"][bridges["passage"] == route.name]
        broken = _outages("zone", city.shops.index[on_it]) | _outages("cable", crossings)
        hours, label = (route.from_h, route.to_h), tr("Parade on {street}", street=tr(route.name))
        found[f"parade-{code}"] = CityCause("parade", code, label, broken, hours)
    for code, plain in city.floods.items():
        wet = [shop for shop, x, y in city.shops[["x_m", "y_m"]].itertuples() if _inside(x, y, plain.rings)]
        broken = _outages("zone", wet) | _outages("cable", plain.bridges)
        found[f"flood-{code}"] = CityCause("flood", code, tr("{river} floods", river=tr(plain.name)), broken)
    for code, feeder in city.feeders.items():
        dark = city.shops["block"][city.shops["feeder"] == code].unique()
        label = tr("Power cut: {feeder}", feeder=tr(feeder.name))
        found[f"power-{code}"] = CityCause("power", code, label, _outages("region", dark))
    for shop in city.shops.index:
        label = tr("Broken machine in {shop}", shop=shop)
        found[f"machine-{shop}"] = CityCause("machine", shop, label, _outages("zone", [shop]))
    return found


def _outages(kind: str, targets: Iterable[object]) -> frozenset[Outage]:
    return frozenset(Outage(kind, str(target)) for target in targets)


def _distance_m(shops: pd.DataFrame, line: Line) -> NDArray[np.float64]:
    """Distance of each shop to a line [m]."""
    at, stops = shops[["x_m", "y_m"]].to_numpy(float)[:, None], np.array(line)
    start, along = stops[:-1], np.diff(stops, axis=0)
    share = ((at - start) * along).sum(axis=-1) / (along**2).sum(axis=-1)
    foot = start + np.clip(share, 0, 1)[..., None] * along
    return np.asarray(np.hypot(*np.moveaxis(at - foot, -1, 0)).min(axis=1))


def _inside(x: float, y: float, rings: tuple[Ring, ...]) -> bool:
    """Say whether a place lies in one of some rings: a ray from it to the east meets the outline an odd time."""
    for ring in rings:
        (x1, y1), (x2, y2) = np.array(ring[:-1]).T, np.array(ring[1:]).T
        meets = (y1 > y) != (y2 > y)
        rise = np.where(y2 == y1, 1.0, y2 - y1)
        if (meets & (x < x1 + (y - y1) * (x2 - x1) / rise)).sum() % 2:
            return True
    return False
