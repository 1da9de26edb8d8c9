"""The shapes of the café city that follow from its description: streets, water, parks, and the parts between them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import polygonize, unary_union

PARK_GAP_M, PARK_ROUND_M = 5.0, 22.0  # between a park and a street; how far a corner of a park is rounded

Array = npt.NDArray[np.float64]


def smooth(points: list[list[float]], times: int = 3) -> Array:
    """Round the corners of a line by cutting them, after Chaikin; its ends stay.

    Examples
    --------
    >>> smooth([[0, 0], [4, 0], [4, 4]], times=1).tolist()
    [[0.0, 0.0], [3.0, 0.0], [4.0, 1.0], [4.0, 4.0]]
    """
    line = np.array(points, float)
    for _ in range(times):
        one, other = line[:-1], line[1:]
        cut = np.stack([0.75 * one + 0.25 * other, 0.25 * one + 0.75 * other], axis=1).reshape(-1, 2)
        line = np.vstack([line[:1], cut[1:-1], line[-1:]])
    return line


@dataclass(frozen=True, eq=False)
class Town:
    """The description, and the shapes that follow from it.

    Parameters
    ----------
    told
        What city.toml holds.
    """

    told: dict[str, Any]

    @cached_property
    def sheet(self) -> Any:
        """What is drawn: the frame and a margin round it."""
        (width, height), margin = self.told["frame_m"], self.told["margin_m"]
        return shapely.box(-margin, -margin, width + margin, height + margin)

    @cached_property
    def frame(self) -> Any:
        """What is shown at the usual shape of the picture."""
        return shapely.box(0, 0, *self.told["frame_m"])

    @cached_property
    def streets(self) -> dict[str, Any]:
        """Middle lines of the named streets."""
        return {street["name"]: LineString(smooth(street["points"])) for street in self.told["street"]}

    @cached_property
    def course(self) -> Any:
        """Middle line of the river."""
        return LineString(smooth(self.told["river"]["points"]))

    @cached_property
    def river(self) -> Any:
        """The water."""
        return self.course.buffer(self.told["river"]["width_m"] / 2, cap_style="flat")

    @cached_property
    def paved(self) -> Any:
        """The named streets in their width."""
        widths = {street["name"]: street["width_m"] for street in self.told["street"]}
        return unary_union([line.buffer(widths[name] / 2, cap_style="flat") for name, line in self.streets.items()])

    @cached_property
    def parks(self) -> dict[str, Any]:
        """Parks, without the streets through them."""
        return {
            park["name"]: Polygon(park["points"])
            .difference(self.paved.buffer(PARK_GAP_M))
            .buffer(-PARK_ROUND_M)
            .buffer(PARK_ROUND_M, quad_segs=4)
            for park in self.told["park"]
        }

    @cached_property
    def partings(self) -> list[Any]:
        """Lines that part the town, from the north: streets of parades and the river."""
        lines = [self.streets[route["street"]] for route in self.told["route"]] + [self.course]
        return sorted(lines, key=lambda line: -line.interpolate(0.5, normalized=True).y)

    def area(self, x: float, y: float) -> str:
        """Part of town of a place."""
        north = [height_at(line, x) > y for line in self.partings]
        return str(self.told["part"][sum(north)]["area"])

    def area_of(self, face: Any) -> str:
        """Part of town of a face, which lies in one of them."""
        inner = face.representative_point()
        return self.area(inner.x, inner.y)

    @cached_property
    def faces(self) -> list[tuple[str, Any]]:
        """What lies between the streets from edge to edge and the water, each with its district."""
        edge = self.sheet.exterior
        across = [line for line in self.streets.values() if shapely.get_num_geometries(line.intersection(edge)) > 1]
        edges = unary_union([*across, self.course, edge])
        found = [face.intersection(self.sheet) for face in polygonize(edges) if self.sheet.contains(face.centroid)]
        return [(self._district(face), face) for face in found]

    def _district(self, face: Any) -> str:
        districts = self.told["district"]
        inside = [d["name"] for d in districts if face.contains(Point(d["x_m"], d["y_m"]))]
        middle = face.intersection(self.frame).centroid if face.intersects(self.frame) else face.centroid
        same = [d for d in districts if self.area(d["x_m"], d["y_m"]) == self.area_of(face)] or districts
        return str(inside[0] if inside else min(same, key=lambda d: middle.distance(Point(d["x_m"], d["y_m"])))["name"])

    def place(self, street: str, at_m: float) -> tuple[int, int]:
        """Where a shop stands: on the middle of its street, at an x, or at a y of one that runs north."""
        runs = next(told["runs"] for told in self.told["street"] if told["name"] == street)
        line = self.streets[street]
        x, y = (at_m, height_at(line, at_m)) if runs == "east" else (across_at(line, at_m), at_m)
        return round(x), round(y)


def height_at(line: Any, x: float) -> float:
    """How far north a line that runs east is at an x [m]."""
    along = np.array(line.coords)
    return float(np.interp(x, along[:, 0], along[:, 1]))


def across_at(line: Any, y: float) -> float:
    """How far east a line that runs north is at a y [m]."""
    along = np.array(line.coords)
    return float(np.interp(y, along[:, 1], along[:, 0]))
