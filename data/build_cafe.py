"""The café city: an invented town, drawn from a short description, cafe/city.toml.

The description names streets, a river with bridges, districts, shops, feeders and the streets that a parade can take.
From it this script draws the houses between the streets, sets the customers down, and works out where one can walk
from one part of town to another: over the bridges, and where a street crosses the street of a parade. Chance comes
from one seed, so two runs give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely
from build_cafe_town import Town
from shapely import affinity
from shapely.geometry import LineString, Point
from shapely.ops import substring, unary_union

HERE = Path(__file__).parent / "cafe"
LESSER_M, ROUND_M = 14.0, 7.5  # width of a street between houses; how far a corner of houses is rounded
CORNER = 1  # points of a rounded corner, less one
LEAST_M2, THIN_M = 1000.0, 21.0  # houses smaller or thinner than this are left out
KERB_M, HEAD_M = 23.0, 13.0  # from the middle of a parade's street to its kerb; from the bank to the head of a bridge
APART_M, OFF_ROUTE_M, OFF_WATER_M, OFF_SHOP_M, OFF_EDGE_M = 37.0, 50.0, 50.0, 48.0, 28.0
SHOP_M = 34.0  # half of what a shop takes on the picture
TRIES = 40_000

Rings = list[list[list[int]]]


def rings(shape: Any) -> Rings:
    """Give the outlines of the polygons of a shape, closed, in whole metres."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return [[[round(x), round(y)] for x, y in part.exterior.coords] for part in parts]


def points(line: Any) -> list[list[int]]:
    """Give the points of a line in whole metres."""
    return [[round(x), round(y)] for x, y in line.coords]


def houses(town: Town, chance: np.random.Generator) -> Any:
    """Draw the houses: each face is cut by lesser streets at its district's angle, and corners are rounded."""
    grids = {district["name"]: district for district in town.told["district"]}
    kept_free = unary_union([town.paved, town.river.buffer(16), *(park.buffer(10) for park in town.parks.values())])
    found = []
    for name, face in town.faces:
        cuts = unary_union(lesser_streets(face, grids[name]["angle"], grids[name]["grid_m"], chance))
        for part in shapely.get_parts(
            face.difference(cuts.buffer(LESSER_M / 2, cap_style="flat")).difference(kept_free)
        ):
            rounded = part.buffer(-ROUND_M, join_style="mitre").buffer(ROUND_M, quad_segs=CORNER)
            if rounded.area > LEAST_M2 and not part.buffer(-THIN_M / 2).is_empty:
                found.append(rounded)
    return shapely.MultiPolygon([part for shape in found for part in shapely.get_parts(shape)])


def lesser_streets(face: Any, angle: float, grid_m: list[float], chance: np.random.Generator) -> list[Any]:
    """Lay the rows of a district, and the lanes across each of them, which do not meet from row to row."""
    (long_m, deep_m), middle = grid_m, face.centroid
    left, low, right, high = affinity.rotate(face, -angle, middle).bounds
    rows = [low + deep_m * chance.uniform(0.2, 0.9)]
    while rows[-1] < high:
        rows.append(rows[-1] + deep_m * chance.uniform(0.86, 1.16))
    lines = [LineString([(left, y), (right, y)]) for y in rows]
    for below, above in zip([low, *rows], [*rows, high], strict=False):
        x = left + long_m * chance.uniform(0.1, 0.9)
        while x < right:
            lean = chance.uniform(-5, 5)
            lines.append(LineString([(x, below), (x + lean, above)]))
            x += long_m * chance.uniform(0.72, 1.3)
    return [affinity.rotate(line, angle, middle) for line in lines]


def shops_of(town: Town) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables of blocks and shops; a block stands where its first shop does."""
    blocks, shops = [], []
    for told in town.told["block"]:
        places = {shop: town.place(told["street"], at_m) for shop, at_m in told["shops"].items()}
        x, y = next(iter(places.values()))
        row = {name: told[name] for name in ("block", "name", "street", "feeder")}
        blocks.append(row | {"x_m": x, "y_m": y, "area": told.get("area") or town.area(x, y)})
        shops += [{"shop": shop, "block": told["block"], "x_m": x, "y_m": y} for shop, (x, y) in places.items()]
    return pd.DataFrame(blocks), pd.DataFrame(shops)


def passages(town: Town) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make the tables of bridges and crossings, and of the places at their two ends."""
    over = [
        (told["bridge"], told["name"], town.streets[told["street"]], town.river, HEAD_M, town.told["river"]["name"])
        for told in town.told["bridge"]
    ]
    for route in town.told["route"]:
        band = town.streets[route["street"]].buffer(KERB_M, cap_style="flat")
        for street, line in town.streets.items():
            if street != route["street"] and line.intersects(town.streets[route["street"]]):
                code = f"{route['route']}-at-{street.lower().replace(' ', '-')}"
                over.append((code, f"{route['street']} at {street}", line, band, 0.0, route["street"]))
    ends, ways = [], []
    for code, name, line, band, beyond, passage in over:
        crossed = line.intersection(band)
        start, end = (line.project(Point(crossed.coords[i])) for i in (0, -1))
        south, north = line.interpolate(start - beyond), line.interpolate(end + beyond)
        for side, at in (("south", south), ("north", north)):
            place = {"gateway": f"{code}-{side}", "place": f"{name}, {side} side"}
            ends.append(place | {"x_m": round(at.x), "y_m": round(at.y), "area": town.area(at.x, at.y)})
        way = {"bridge": code, "name": name, "from_gateway": f"{code}-north", "to_gateway": f"{code}-south"}
        ways.append(way | {"length_m": round(south.distance(north)), "passage": passage})
    return pd.DataFrame(ends), pd.DataFrame(ways)


def customers_of(
    town: Town, shops: pd.DataFrame, walk_free: Callable[[int, int], bool], chance: np.random.Generator
) -> pd.DataFrame:
    """Set the customers of each district down, apart from each other and off water, routes, shops and names."""
    routes = unary_union([town.streets[route["street"]] for route in town.told["route"]])
    shut = unary_union(
        [
            routes.buffer(OFF_ROUTE_M),
            town.river.buffer(OFF_WATER_M),
            *(Point(x, y).buffer(OFF_SHOP_M) for x, y in shops[["x_m", "y_m"]].to_numpy()),
            *(shapely.box(x - 90, y, x + 90, y + 84) for x, y in shops[["x_m", "y_m"]].to_numpy()),  # for a label
            *(name_box(d["name"], d["x_m"], d["y_m"]) for d in town.told["district"]),
            *(name_box(s["name"], s["label"]["x_m"], s["label"]["y_m"]) for s in town.told["street"] if "label" in s),
            *(park.buffer(6) for park in town.parks.values()),
        ]
    )
    rows: list[dict[str, Any]] = []
    for told in town.told["district"]:
        home = unary_union([face for name, face in town.faces if name == told["name"]])
        home = home.intersection(town.frame.buffer(-OFF_EDGE_M)).difference(shut)
        mine: list[dict[str, Any]] = []
        left, low, right, high = home.bounds
        for _ in range(TRIES):
            if len(mine) == told["customers"]:
                break
            x, y = round(chance.uniform(left, right)), round(chance.uniform(low, high))
            near = any(np.hypot(x - row["x_m"], y - row["y_m"]) < APART_M for row in rows + mine)
            if near or not home.contains(Point(x, y)) or not walk_free(x, y):
                continue
            mine.append({"name": f"{told['name']} {len(mine) + 1}", "district": told["name"], "x_m": x, "y_m": y})
        if len(mine) < told["customers"]:
            raise ValueError(f"{told['name']} has room for {len(mine)} customers only: ask for fewer in city.toml")
        rows += mine
    people = {"people": town.told["people_per_customer"]}
    return pd.DataFrame([row | people | {"area": town.area(row["x_m"], row["y_m"])} for row in rows])


def name_box(name: str, x: float, y: float) -> Any:
    """Give the room that a name takes on the picture."""
    return shapely.box(x - 14 * len(name) - 18, y - 27, x + 14 * len(name) + 18, y + 27)


def free_way(town: Town, blocks: pd.DataFrame, shops: pd.DataFrame, ends: pd.DataFrame) -> Callable[[int, int], bool]:
    """Say of a place whether straight ways to every shop and crossing of its part of town stay dry and off routes."""
    wet = town.river.buffer(-5)
    lines = [town.streets[route["street"]] for route in town.told["route"]]
    area_of = blocks.set_index("block")["area"]
    goals = [(x, y, area_of[block]) for block, x, y in shops[["block", "x_m", "y_m"]].to_numpy()]
    goals += [tuple(row) for row in ends[["x_m", "y_m", "area"]].to_numpy()]

    def free(x: int, y: int) -> bool:
        area = town.area(x, y)
        ways = [LineString([(x, y), (gx, gy)]) for gx, gy, where in goals if where == area]
        return not any(
            way.intersects(wet) or any(substring(way, 0, max(way.length - 4, 1)).crosses(line) for line in lines)
            for way in ways
        )

    return free


def feeder_areas(town: Town) -> dict[str, Any]:
    """Give what each feeder feeds; the street of a parade, with the shops on it, hangs with the part south of it."""
    streets = [town.streets[route["street"]].buffer(SHOP_M, cap_style="flat") for route in town.told["route"]]
    _, low, _, high = town.sheet.bounds
    areas = {}
    for feeder in town.told["feeder"]:
        parts = []
        for fed in feeder["feeds"]:
            part = unary_union([face for _, face in town.faces if town.area_of(face) == fed["area"]])
            for street in streets:
                south = part.centroid.y < street.centroid.y
                part = part.union(street) if south and part.intersects(street) else part.difference(street)
            parts.append(part.intersection(shapely.box(fed["x_m"][0], low, fed["x_m"][1], high)))
        areas[feeder["feeder"]] = unary_union(parts).difference(town.river).intersection(town.sheet)
    return areas


def plan(town: Town, chance: np.random.Generator) -> dict[str, Any]:
    """Make what only the picture and the causes need: outlines, names, routes, feeders and the flood plain."""
    told = town.told
    banks = town.river.buffer(told["flood"][0]["reach_m"]).intersection(town.sheet)
    street_of = {bridge["bridge"]: bridge["street"] for bridge in told["bridge"]}
    widths = {street["name"]: street["width_m"] for street in told["street"]}
    over = {street: town.streets[street].intersection(town.river.buffer(HEAD_M)) for street in street_of.values()}
    decks = [line.buffer(widths[street] / 2, cap_style="flat") for street, line in over.items()]
    rails = [deck.boundary.intersection(town.river) for deck in decks]
    fed = feeder_areas(town)
    return {
        "frame_m": told["frame_m"],
        "opens_h": told["opens_h"],
        "river": rings(town.river.intersection(town.sheet)),
        "parks": [ring for park in town.parks.values() for ring in rings(park)],
        "houses": rings(houses(town, chance)),
        "bridges": [ring for deck in decks for ring in rings(deck)],
        "rails": [points(rail) for pair in rails for rail in shapely.get_parts(shapely.line_merge(pair))],
        "districts": [[d["name"], d["x_m"], d["y_m"]] for d in told["district"]],
        "names": [
            [each["name"], *(each["label"][key] for key in ("x_m", "y_m", "angle"))]
            for each in (told["river"], *told["street"])
            if "label" in each
        ],
        "routes": {
            route["route"]: {
                "name": route["street"],
                "from_h": route["from_h"],
                "to_h": route["to_h"],
                "points": points(town.streets[route["street"]].intersection(town.frame)),
            }
            for route in told["route"]
        },
        "feeders": {f["feeder"]: {"name": f["name"], "rings": rings(fed[f["feeder"]])} for f in told["feeder"]},
        "floods": {
            told["flood"][0]["flood"]: {
                "name": told["flood"][0]["name"],
                "bridges": told["flood"][0]["bridges"],
                "rings": rings(banks),
            }
        },
    }


def as_json(plan: dict[str, Any]) -> str:
    """Write a plan with one entry a line, so that a change shows as such."""
    lines = []
    for name, value in plan.items():
        if isinstance(value, list) and value and isinstance(value[0], list):
            value_text = "[\n" + ",\n".join(json.dumps(each, separators=(",", ":")) for each in value) + "\n]"
        else:
            value_text = json.dumps(value, separators=(",", ":"))
        lines.append(f'"{name}":{value_text}')
    return "{" + ",\n".join(lines) + "}\n"


def build_city(target: Path) -> None:
    """Write the derived tables of the café city into a folder."""
    town = Town(tomllib.loads((HERE / "city.toml").read_text(encoding="utf-8")))
    chance = np.random.default_rng(town.told["seed"])
    blocks, shops = shops_of(town)
    ends, ways = passages(town)
    customers = customers_of(town, shops, free_way(town, blocks, shops, ends), chance)
    target.mkdir(parents=True, exist_ok=True)
    tables = {"blocks": blocks, "shops": shops, "gateways": ends, "bridges": ways, "customers": customers}
    texts = {f"{name}.csv": table.to_csv(index=False, lineterminator="\n") for name, table in tables.items()}
    for name, text in (texts | {"plan.json": as_json(plan(town, chance))}).items():
        (target / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"cafe/{name}: {len(text.encode()) / 1000:.0f} kB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Draw the café city from cafe/city.toml.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: cafe/ beside this file)")
    build_city(parser.parse_args().out)
