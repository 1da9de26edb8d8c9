"""Ways through the edge: near people, never faster than light, and nothing for those who live beside the server."""

from __future__ import annotations

import pytest

from explainer import InputError, World, load_world
from explainer.model.geo import great_circle_km
from explainer.world.edge import edge_cities, edge_way


@pytest.fixture(scope="module")
def world() -> World:
    return load_world()


def test_people_in_a_city_with_an_edge_reach_that_one(world: World) -> None:
    for place in ("Sydney", "Dublin", "Perth", "Singapore"):
        assert edge_way(world, place, "eu-west-1").city == place


def test_the_way_on_is_a_little_straighter_than_the_public_one(world: World) -> None:
    """By hand: the fibre of the direct way, at 1.2 in place of 1.3 times its length, and two doors."""
    way, travel = edge_way(world, "Sydney", "eu-west-1"), world.travel
    fibre_ms = way.direct.rtt_ms - travel.access["wifi"] - travel.region
    by_hand = travel.access["wifi"] + 2 * travel.region + fibre_ms * 1.2 / 1.3
    assert way.miss_ms == pytest.approx(by_hand, abs=1.0)
    assert way.hit_ms == pytest.approx(travel.access["wifi"] + travel.region, abs=0.5)


def test_the_legs_of_a_miss_add_up_to_it_and_begin_with_the_only_access(world: World) -> None:
    way = edge_way(world, "Sydney", "eu-west-1")
    legs = (*way.near.legs, *way.onward.legs)
    assert sum(leg.rtt_ms for leg in legs) == pytest.approx(way.miss_ms)
    assert [leg.kind for leg in legs].count("access") == 1
    assert [leg.cable for leg in legs if leg.cable] == ["SYD-LAX", "NYC-DUB"]


def test_next_to_the_server_an_edge_saves_nothing_and_a_miss_costs_its_door(world: World) -> None:
    way = edge_way(world, "Dublin", "eu-west-1")
    assert way.hit_ms == pytest.approx(way.direct.rtt_ms, abs=0.5)
    assert way.miss_ms == pytest.approx(way.direct.rtt_ms + world.travel.region, abs=0.5)


def test_no_way_is_faster_than_light(world: World) -> None:
    for place in ("Sydney", "Jayapura", "Lagos", "Anchorage"):
        way, city = edge_way(world, place, "eu-west-1"), edge_cities()
        cell, at = world.cells.iloc[world.cell(place)], world.regions.loc["eu-west-1"]
        km = float(great_circle_km(cell["lat"], cell["lon"], at["lat"], at["lon"]))
        assert way.miss_ms > km * world.travel.per_km
        km = float(great_circle_km(cell["lat"], cell["lon"], city["lat"][way.edge], city["lon"][way.edge]))
        assert way.hit_ms > km * world.travel.per_km


def test_the_nearest_edge_is_the_one_with_the_shortest_way(world: World) -> None:
    way = edge_way(world, "Jayapura", "eu-west-1")
    cell = world.cells.iloc[world.cell("Jayapura")]
    same_area = edge_cities()[edge_cities()["area"] == cell["area"]]
    km = great_circle_km(cell["lat"], cell["lon"], same_area["lat"], same_area["lon"])
    assert way.edge == same_area.index[km.argmin()]


def test_a_cut_cable_leaves_hits_alone_and_sends_misses_another_way(world: World) -> None:
    whole, cut = edge_way(world, "Sydney", "eu-west-1"), edge_way(world.cut(["SYD-LAX"]), "Sydney", "eu-west-1")
    assert cut.hit_ms == whole.hit_ms
    assert cut.miss_ms > whole.miss_ms
    assert "SYD-LAX" not in [leg.cable for leg in cut.onward.legs]


def test_a_place_or_region_that_is_none_is_told(world: World) -> None:
    with pytest.raises(InputError, match="There is no place 'Atlantis'"):
        edge_way(world, "Atlantis", "eu-west-1")
    with pytest.raises(InputError, match="Region 'eu-west-9'"):
        edge_way(world, "Sydney", "eu-west-9")
