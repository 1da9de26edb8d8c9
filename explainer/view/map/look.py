"""What the visitor looks at: nothing that changes the answer, only what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from explainer.view.projection import Drawing, bulge, forward, inverse, unbulge
from explainer.world import World

ZOOM = 1.7
WHOLE_PX, EXPLAINING_PX = 440.0, 330.0  # height of the map, alone and above an explained wait
ROOM = 0.72  # of the drawing that a way may take, so that names and the opened Region fit beside it
LIFT, EDGE = 0.06, 0.12  # the usual band lies a little north; points keep off its edges [radians of the plane]


@dataclass(frozen=True)
class Look:
    """What is opened and shown on the map.

    Parameters
    ----------
    region
        Code of the Region that is opened into its zones, "" for none.
    cell
        Row of the cell whose way is explained, None for none.
    cables
        Whether all sea cables are drawn.
    """

    region: str = ""
    cell: int | None = None
    cables: bool = False

    def closed(self) -> Look:
        """Give the same look with nothing opened."""
        return replace(self, region="", cell=None)


def drawing(world: World, look: Look, way: tuple[tuple[float, float], ...] = ()) -> Drawing:
    """Say which part of the map is shown: all of it, or a lower band of it, closer to an explained way.

    Parameters
    ----------
    world
        Whose canvas it is.
    look
        What is opened.
    way
        Points of the explained way [lon, lat], empty for none.
    """
    whole = Drawing(world.canvas, height_px=WHOLE_PX)
    if look.cell is None:
        return whole
    points = way or ((float(world.cells["lon"].iloc[look.cell]), float(world.cells["lat"].iloc[look.cell])),)
    band = _band(whole, points)
    x, y = band.pixels([lon for lon, _ in points], [lat for _, lat in points])
    wide, high = max(float(np.ptp(x)), 1.0), max(float(np.ptp(y)), 1.0)
    scale = max(min(ZOOM, ROOM * band.width_px / wide, ROOM * band.height_px / high), 1.0)
    # the middle stays where the enlarged drawing still fills its frame
    half_x, half_y = band.width_px / 2, band.height_px / 2
    x_px = min(max(float(x.max() + x.min()) / 2, half_x / scale), band.width_px - half_x / scale)
    y_px = min(max(float(y.max() + y.min()) / 2, half_y / scale), band.height_px - half_y / scale)
    lon, lat = band.degrees(x_px, y_px)
    return replace(band, center_lon=float(lon), center_lat=float(lat), scale=scale)


def _band(whole: Drawing, points: tuple[tuple[float, float], ...]) -> Drawing:
    """Cut the map to a lower height, full width, round the latitudes of some points."""
    low, high = (float(forward(0, bulge(lat), 0)[1]) for lat in whole.canvas.lat_range)
    tall = EXPLAINING_PX / whole.px_per_radian
    _, y = forward([lon for lon, _ in points], [lat for _, lat in points], whole.canvas.rotation_lon)
    usual = (low + high) / 2 + LIFT
    middle = min(max(usual, float(y.max()) - tall / 2 + EDGE), float(y.min()) + tall / 2 - EDGE)
    middle = min(max(middle, low + tall / 2), high - tall / 2)
    lats = [unbulge(float(inverse(0, end, 0)[1])) for end in (middle - tall / 2, middle + tall / 2)]
    return Drawing(replace(whole.canvas, lat_range=(lats[0], lats[1])), height_px=EXPLAINING_PX)
