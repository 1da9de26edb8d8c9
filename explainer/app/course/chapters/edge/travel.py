"""Where a request is: along its way in time, and on the map.

A way is measured in round-trip milliseconds, so a leg is as long as its part of the wait, and a request that goes
there and back moves along it at twice its own clock. What takes time in one place is a leg that stands still.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from explainer.app.course.chapters.edge import kiosk
from explainer.app.course.chapters.edge.kiosk import Orders
from explainer.model.geo import EARTH_RADIUS_KM, great_circle_km
from explainer.view.map.way import drawn
from explainer.world import Leg, Path

Floats = NDArray[np.float64]
STEP_MS = 6.0  # what a picture goes on
POINT_KM = 120.0  # from one point of a drawn way to the next, at most


@dataclass(frozen=True, eq=False)
class Moving:
    """Requests that are under way.

    Parameters
    ----------
    at_ms
        How far along the way each is, in round-trip time [ms].
    back
        Whether it is on its way back with the answer.
    wait_ms
        How long it will have waited [ms], NaN for one that gets no answer.
    """

    at_ms: Floats
    back: NDArray[np.bool_]
    wait_ms: Floats


def under_way(sent: Orders, frame: int) -> Moving:
    """Give the requests that are under way in a picture: one is sent in each."""
    elapsed = (frame - np.arange(len(sent.hit))) * STEP_MS
    out = np.where(np.isfinite(sent.waits_ms), sent.waits_ms, sent.way.miss_ms)  # nobody knows yet that none answers
    lasts = np.where(np.isfinite(sent.waits_ms), out, out / 2)
    moving = (elapsed > 0) & (elapsed < lasts)
    e, whole = elapsed[moving], out[moving]
    back = e > whole / 2
    return Moving(np.where(back, 2 * (whole - e), 2 * e), back, sent.waits_ms[moving])


def done(sent: Orders, frame: int) -> tuple[Floats, int]:
    """Give the waits of those that have been answered by a picture [ms], and how many have given up."""
    elapsed = (frame - np.arange(len(sent.hit))) * STEP_MS
    over = np.isfinite(sent.waits_ms) & (elapsed >= sent.waits_ms)
    lost = ~np.isfinite(sent.waits_ms) & (elapsed >= sent.way.miss_ms / 2)
    return sent.waits_ms[over], int(lost.sum())


def frames(server: str = "far") -> int:
    """Count the pictures until the last of the requests is back."""
    return kiosk.COUNT + int(np.ceil(kiosk.way(server).direct.rtt_ms / STEP_MS)) + 1


@dataclass(frozen=True, eq=False)
class Line:
    """A way as it is drawn on the map.

    Parameters
    ----------
    lon, lat
        Its points [degrees], the longitudes running on where the way crosses the seam of the map.
    at_ms
        How far along the way each point is [ms].
    """

    lon: Floats
    lat: Floats
    at_ms: Floats

    def places(self, at_ms: Floats) -> tuple[Floats, Floats]:
        """Give where on the globe some distances along the way are [degrees]."""
        return np.interp(at_ms, self.at_ms, self.lon), np.interp(at_ms, self.at_ms, self.lat)


@lru_cache(maxsize=8)
def line(server: str = "far") -> Line:
    """Give the line of the way from the customers to a server, over the edge city."""
    way = kiosk.way(server)
    return _line((*way.near.legs, *way.onward.legs))


def _line(legs: Sequence[Leg]) -> Line:
    lons, lats, times, start_ms = [], [], [], 0.0
    at = (float(legs[0].lon), float(legs[0].lat))
    for leg in legs:
        points = [at, *drawn(kiosk.world(), Path((leg,), 0.0, (0.0, 0.0)))] if leg.km else [at, at]
        lon, lat, km = _great_circles(points)
        along = km / km[-1] if km[-1] else np.linspace(0, 1, len(km))
        lons.append(lon)
        lats.append(lat)
        times.append(start_ms + along * leg.rtt_ms)
        start_ms += leg.rtt_ms
        at = (float(lon[-1]), float(lat[-1]))
    return Line(np.degrees(np.unwrap(np.radians(np.concatenate(lons)))), np.concatenate(lats), np.concatenate(times))


def _great_circles(points: Sequence[tuple[float, float]]) -> tuple[Floats, Floats, Floats]:
    """Give points along great circles from each given point to the next [lon, lat], and the length up to each [km]."""
    lon, lat, km = ([np.array([each])] for each in (*points[0], 0.0))
    for start, end in pairwise(points):
        length = float(great_circle_km(start[1], start[0], end[1], end[0]))
        share = np.linspace(0, 1, max(2, int(length / POINT_KM)) + 1)[1:, None]
        # a little of the angle keeps the middle defined where both are one point
        angle = max(length / EARTH_RADIUS_KM, 1e-9)
        mixed = np.sin((1 - share) * angle) * _on_sphere(start) + np.sin(share * angle) * _on_sphere(end)
        x, y, z = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).T
        lon.append(np.degrees(np.arctan2(y, x)))
        lat.append(np.degrees(np.arcsin(z)))
        km.append(km[-1][-1] + share[:, 0] * length)
    return np.concatenate(lon), np.concatenate(lat), np.concatenate(km)


def _on_sphere(point: tuple[float, float]) -> Floats:
    lon, lat = np.radians(point)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
