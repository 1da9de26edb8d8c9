"""What the visitor looks at: nothing that changes the answer, only what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explainer.view.projection import Drawing
from explainer.world import World

ZOOM = 1.55


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
    """Say which part of the map is shown: all of it, or the surroundings of a way.

    Parameters
    ----------
    world
        Whose canvas it is.
    look
        What is opened.
    way
        Stops of the explained way [lon, lat], empty for none.
    """
    whole = Drawing(world.canvas)
    if look.cell is None or len(way) < 2:
        return whole
    x, y = whole.pixels([lon for lon, _ in way], [lat for _, lat in way])
    wide, high = float(x.max() - x.min()), float(y.max() - y.min())
    room = 0.72  # of the drawing, so that labels and the opened Region fit beside the way
    scale = min(ZOOM, room * whole.width_px / max(wide, 1), room * whole.height_px / max(high, 1))
    if scale <= 1.05:
        return whole
    # the middle stays where the enlarged drawing still fills its frame
    half_x, half_y = whole.width_px / 2, whole.height_px / 2
    x_px = min(max((float(x.max() + x.min())) / 2, half_x / scale), whole.width_px - half_x / scale)
    y_px = min(max((float(y.max() + y.min())) / 2, half_y / scale), whole.height_px - half_y / scale)
    lon, lat = whole.degrees(x_px, y_px)
    return replace(whole, center_lon=float(lon), center_lat=float(lat), scale=scale)
