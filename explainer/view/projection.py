"""Where things lie on the drawn map.

The map is drawn in the Natural Earth projection (Patterson and Šavrič, 2011), whose polynomials are repeated here
so that what must not overlap (labels, an opened Region) can be placed in pixels of the drawing before it is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.world import Canvas

Floats = NDArray[np.float64]
X = (0.8707, -0.131979, -0.013791, 0.003971, -0.001529)
Y = (1.007226, 0.015085, -0.044475, 0.028874, -0.005916)
MARGIN_PX = 1.0


def forward(lon: ArrayLike, lat: ArrayLike, rotation_lon: float) -> tuple[Floats, Floats]:
    """Project to the plane.

    Parameters
    ----------
    lon, lat
        Degrees; shapes that broadcast.
    rotation_lon
        Central meridian [degrees].

    Returns
    -------
    x, y : numpy.ndarray
        Radians of the unit sphere, y up.

    Examples
    --------
    >>> x, y = forward(191, 0, 11)
    >>> float(x.round(3)), float(y)
    (2.735, 0.0)
    """
    lam = np.radians((np.asarray(lon, float) - rotation_lon + 180) % 360 - 180)
    lam = np.where(np.isclose(lam, -np.pi) & (np.asarray(lon, float) > rotation_lon), np.pi, lam)
    phi = np.radians(np.asarray(lat, float))
    p2 = phi * phi
    p4 = p2 * p2
    x = lam * (X[0] + p2 * X[1] + p4 * (X[2] + p4 * (p2 * X[3] + p4 * X[4])))
    y = phi * (Y[0] + p2 * (Y[1] + p4 * (Y[2] + Y[3] * p2 + Y[4] * p4)))
    return np.asarray(x), np.asarray(y)


def inverse(x: ArrayLike, y: ArrayLike, rotation_lon: float) -> tuple[Floats, Floats]:
    """Find the place of a point of the plane, by Newton's method.

    Examples
    --------
    >>> lon, lat = inverse(*forward(2.35, 48.86, 11), 11)
    >>> float(lon.round(6)), float(lat.round(6))
    (2.35, 48.86)
    """
    target = np.asarray(y, float)
    phi = target.copy()
    for _ in range(8):
        p2 = phi * phi
        p4 = p2 * p2
        value = phi * (Y[0] + p2 * (Y[1] + p4 * (Y[2] + Y[3] * p2 + Y[4] * p4))) - target
        slope = Y[0] + p2 * (3 * Y[1] + p4 * (7 * Y[2] + 9 * Y[3] * p2 + 11 * Y[4] * p4))
        phi = phi - value / slope
    p2 = phi * phi
    p4 = p2 * p2
    lam = np.asarray(x, float) / (X[0] + p2 * X[1] + p4 * (X[2] + p4 * (p2 * X[3] + p4 * X[4])))
    return np.asarray(np.degrees(lam) + rotation_lon), np.asarray(np.degrees(phi))


def bulge(lat: float) -> float:
    """Give the latitude that plotly really fits into the frame for an end of a range [degrees].

    It fits a box whose upper and lower edges are great circles over a quarter of the globe each; these bend towards
    the pole.

    Examples
    --------
    >>> round(bulge(74), 1), round(unbulge(bulge(74)), 1)
    (78.5, 74.0)
    """
    return float(np.degrees(np.arctan(np.tan(np.radians(lat)) / np.cos(np.pi / 4)))) if abs(lat) < 90 else lat


def unbulge(lat: float) -> float:
    """Give the end of a range for which plotly fits a latitude into the frame [degrees]; undoes `bulge`."""
    return float(np.degrees(np.arctan(np.tan(np.radians(lat)) * np.cos(np.pi / 4)))) if abs(lat) < 90 else lat


@dataclass(frozen=True)
class Drawing:
    """The part of the world that is shown, in a drawing of a given size.

    Parameters
    ----------
    canvas
        Projection and ranges of the whole map.
    width_px, height_px
        Size of the drawing [px].
    center_lon, center_lat
        Place in the middle [degrees]; by default the whole map is shown.
    scale
        How many times larger than the whole map [-].
    """

    canvas: Canvas
    width_px: float = 836
    height_px: float = 440
    center_lon: float | None = None
    center_lat: float | None = None
    scale: float = 1.0

    @property
    def px_per_radian(self) -> float:
        """Pixels a radian of the plane."""
        (left, right), (bottom, top) = self._edges()
        return self.scale * min(self.width_px / (right - left), self.height_px / (top - bottom))

    @property
    def middle(self) -> tuple[float, float]:
        """Place in the middle [lon, lat, degrees]."""
        lon, lat = inverse(*self._middle(), self.canvas.rotation_lon)
        return float(lon), float(lat)

    def pixels(self, lon: ArrayLike, lat: ArrayLike) -> tuple[Floats, Floats]:
        """Place on the drawing [px], from its top left corner."""
        return self.placed(*forward(lon, lat, self.canvas.rotation_lon))

    def placed(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Place points of the plane [radians] on the drawing [px]."""
        (mid_x, mid_y), scale = self._middle(), self.px_per_radian
        return self.width_px / 2 + (x - mid_x) * scale, self.height_px / 2 - (y - mid_y) * scale

    def degrees(self, x_px: ArrayLike, y_px: ArrayLike) -> tuple[Floats, Floats]:
        """Place on the globe [degrees] of a point of the drawing [px]."""
        mid_x, mid_y = self._middle()
        x = mid_x + (np.asarray(x_px, float) - self.width_px / 2) / self.px_per_radian
        y = mid_y - (np.asarray(y_px, float) - self.height_px / 2) / self.px_per_radian
        return inverse(x, y, self.canvas.rotation_lon)

    def _edges(self) -> tuple[tuple[float, float], tuple[float, float]]:
        return _edges(self.canvas.lat_range, self.canvas.lon_range, self.canvas.rotation_lon)

    def _middle(self) -> tuple[float, float]:
        if self.center_lon is None or self.center_lat is None:
            (left, right), (bottom, top) = self._edges()
            return (left + right) / 2, (bottom + top) / 2
        x, y = forward(self.center_lon, self.center_lat, self.canvas.rotation_lon)
        return float(x), float(y)


@lru_cache(maxsize=256)
def _edges(
    lat_range: tuple[float, float], lon_range: tuple[float, float], rotation_lon: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Left and right, bottom and top of what plotly fits into the frame [radians of the plane]."""
    low, high = (bulge(lat) for lat in lat_range)
    right = float(forward(lon_range[1], min(max(low, 0.0), high), rotation_lon)[0])
    return (-right, right), (float(forward(0, low, 0)[1]), float(forward(0, high, 0)[1]))
