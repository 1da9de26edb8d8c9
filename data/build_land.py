"""The land outline: Natural Earth through npm's `world-atlas`, made safe to draw.

A ring that jumps from 180 to -180, or one that is wound the wrong way, fills the whole globe instead of the
land. So each ring is unwrapped to run on without a jump, the world is cut once, at the seam of the map that
is drawn (its middle is at 11 degrees east), and longitudes run from -169 to 191: the tip of Siberia stays in
one piece.
"""

from __future__ import annotations

import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

import geopandas
import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity

PACKAGE = "world-atlas@2.0.2"
MIDDLE_LON = 11  # of the drawn map: its seam runs through the Bering Strait and the open Pacific
# a hair inside the seam: a corner exactly on it belongs to both edges of the map
WINDOW = (MIDDLE_LON - 179.9, -56.0, MIDDLE_LON + 179.9, 84.0)
ANTARCTIC_LAT = -60.0
TOLERANCE = 0.1  # [degrees], a quarter of a pixel on a map 836 pixels wide
GRID = 0.1  # coordinates are rounded to it [degrees]
ISLAND = 0.03  # [square degrees], smaller ones are far below one pixel
APART = 0.5  # [degrees], an island farther out than this is none of the coarse outline's own

Rings = list[list[list[float]]]
Place = tuple[str, int, float, float]  # code, ISO 3166-1 numeric code of the country, latitude, longitude
Coordinates = npt.NDArray[np.float64]


def fetch_atlas(folder: Path) -> Path:
    """Fetch the npm package into a folder and unpack it there; needs npm and its registry.

    Raises
    ------
    subprocess.CalledProcessError
        If npm cannot fetch it; npm has said why.
    """
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def unwrap(ring: shapely.LinearRing) -> Coordinates:
    """Let the longitudes of a ring run on where they jump by 360 degrees.

    Examples
    --------
    >>> unwrap(shapely.LinearRing([(179, 0), (-179, 0), (-179, 1), (179, 1)]))[:, 0].tolist()
    [179.0, 181.0, 181.0, 179.0, 179.0]
    """
    corners = np.asarray(ring.coords, dtype=float)[:, :2].copy()
    corners[:, 0] = np.unwrap(corners[:, 0], period=360)
    return corners


def read_land(path: Path) -> list[shapely.Polygon]:
    """Read the merged land, without Antarctica, cut to the window of the map.

    Raises
    ------
    ValueError
        If a ring runs round a pole, which only Antarctica's may.
    """
    pieces = []
    for polygon in shapely.get_parts(geopandas.read_file(path, layer="land").geometry.to_numpy()):
        outline = unwrap(polygon.exterior)
        if outline[:, 1].max() < ANTARCTIC_LAT:
            continue
        if abs(outline[0, 0] - outline[-1, 0]) > 1:
            raise ValueError(f"a land ring at latitude {outline[0, 1]:.1f} runs round a pole: cut it by hand")
        land = shapely.make_valid(shapely.Polygon(outline))
        # a lake may come a turn of the globe away from its unwrapped shore
        lakes = [turned(shapely.Polygon(unwrap(hole))) for hole in polygon.interiors]
        pieces.append(turned(land).difference(shapely.union_all(lakes)))
    return polygons(shapely.intersection(shapely.union_all(pieces), shapely.box(*WINDOW)))


def turned(shape: shapely.Geometry) -> shapely.Geometry:
    """Give a shape together with itself a turn of the globe to the west and to the east."""
    return shapely.union_all([affinity.translate(shape, turn) for turn in (-360, 0, 360)])


def polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    """Keep the polygons of a shape: cutting may leave lines and points behind."""
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]


def add_islands(coarse: list[shapely.Polygon], fine: list[shapely.Polygon]) -> list[shapely.Polygon]:
    """Add the islands that only the finer outline has; coasts near the coarse one stay as they are."""
    known = shapely.union_all([part.buffer(APART) for part in coarse])
    shapely.prepare(known)
    return coarse + [part for part in fine if part.area >= ISLAND and not known.intersects(part)]


def to_rings(parts: list[shapely.Polygon]) -> tuple[Rings, Rings]:
    """Simplify and round; give the clockwise rings of the land and of the lakes in it, the largest first."""
    simple = shapely.simplify(shapely.MultiPolygon(parts), TOLERANCE)
    kept = sorted(polygons(shapely.set_precision(simple, GRID)), key=lambda part: (-part.area, part.bounds))
    land = [shapely.Polygon(part.exterior) for part in kept]
    lakes = [shapely.Polygon(hole) for part in kept for hole in part.interiors]
    return [clockwise(part) for part in land], [clockwise(part) for part in lakes]


def clockwise(part: shapely.Polygon) -> list[list[float]]:
    """Give a polygon's outline as a closed clockwise ring of [longitude, latitude]."""
    outline = shapely.orient_polygons(part.normalize(), exterior_cw=True).exterior
    return [[round(float(lon), 1), round(float(lat), 1)] for lon, lat in outline.coords]


def build_land(atlas: Path) -> dict[str, Rings]:
    """Make the outline from the unpacked package: {"rings": land, "lakes": lakes in it, drawn over it}."""
    coarse, fine = (read_land(atlas / f"land-{scale}.json") for scale in ("110m", "50m"))
    land, lakes = to_rings(add_islands(coarse, fine))
    return {"rings": land, "lakes": lakes}


def regions_abroad(atlas: Path, regions: list[Place]) -> dict[str, float]:
    """Find Regions outside the borders of the country they are said to be in.

    Parameters
    ----------
    atlas : Path
        The unpacked package.
    regions : list of Place
        Where each Region is said to be.

    Returns
    -------
    dict
        Region code -> distance to its country [degrees]; infinite where the map lacks the country.
    """
    borders = geopandas.read_file(atlas / "countries-50m.json", layer="countries").dropna(subset="id")
    shapes = borders.assign(geometry=borders.geometry.make_valid()).groupby("id")["geometry"].agg(list)
    abroad = {}
    for code, number, lat, lon in regions:
        shape = shapely.union_all(shapes.get(f"{number:03d}", []))
        away = shape.distance(shapely.Point(lon, lat)) if not shape.is_empty else np.inf
        if away > 0:
            abroad[code] = float(away)
    return abroad


def fetch_and_build(regions: list[Place]) -> tuple[dict[str, Rings], dict[str, float]]:
    """Fetch the package into a folder that is thrown away; give the outline and the Regions abroad."""
    with TemporaryDirectory() as folder:
        atlas = fetch_atlas(Path(folder))
        return build_land(atlas), regions_abroad(atlas, regions)
