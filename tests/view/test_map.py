"""The map shows every place once, in the mark of its state, and nothing from anywhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import Outage, Placement, Scenario, load_world, simulate
from explainer.view import map as world_map
from explainer.view import words
from explainer.view.map import Look, dots, flows, opened, regions, way
from explainer.view.palette import LIGHT
from explainer.view.words import NO_BREAK

PLACES = sorted(load_world().places.zones_of)
CABLES = sorted(load_world().places.cables)


def at(chart, name: str) -> set[tuple[float, float]]:
    """Places of a trace, the small pieces of line that are dots counted once."""
    lon, lat = np.asarray(chart[name].lon, np.float32), np.asarray(chart[name].lat, np.float32)
    step = 3 if chart[name].mode == "lines" else 1
    return set(zip(lon[::step].tolist(), lat[::step].tolist(), strict=True))


def cells_at(world, mask) -> set[tuple[float, float]]:
    lon, lat = (world.cells[name].to_numpy(np.float32)[mask] for name in ("lon", "lat"))
    return set(zip(lon.tolist(), lat.tolist(), strict=True))


def drawn_cells(patch) -> dict[str, int]:
    """How many dots or marks each trace of cells has."""
    names = [f"wait{c} s{s}" for c in range(1, 7) for s in range(len(dots.RADII_PX))]
    return {name: len(patch.traces[name]["lon"]) // 3 for name in names} | {
        dots.LOST: len(patch.traces[dots.LOST]["lon"])
    }


@pytest.fixture
def show(drawn, answers):
    def show_(world, scenario, look=None):
        now, before = answers(world, scenario)
        return drawn(world_map, world, world_map.patch(world, now, before, look)), now

    return show_


def test_the_land_is_the_first_trace_and_every_layer_of_the_library_is_off(aws):
    figure = world_map.build(aws)
    land = figure.data[0]
    assert (land.type, land.name) == ("scattergeo", world_map.LAND)
    assert len(land.lon) == len(land.lat) > 1000
    geo = figure.layout.geo.to_plotly_json()
    assert geo["visible"] is False
    assert {f"show{layer}" for layer in world_map.HIDDEN_LAYERS} <= set(geo)
    assert not any(value for key, value in geo.items() if key.startswith("show"))


def test_rings_of_land_run_clockwise_and_none_crosses_the_cut(aws):
    for ring in aws.canvas.land + aws.canvas.lakes:
        points = np.array(ring)
        turn = (points[1:, 0] - points[:-1, 0]) * (points[1:, 1] + points[:-1, 1])
        assert turn.sum() > 0
        assert np.abs(np.diff(points[:, 0])).max() < 180


@settings(max_examples=25)
@given(
    used=st.sets(st.sampled_from(PLACES), max_size=6),
    down=st.sets(st.sampled_from(PLACES), max_size=3),
    cut=st.sets(st.sampled_from(CABLES), max_size=20),
)
def test_every_cell_is_drawn_once_in_its_class_or_as_not_served(used, down, cut):
    world = load_world()
    outages = [Outage("region", code) for code in down] + [Outage("cable", code) for code in cut]
    placements = tuple(Placement(code, 1) for code in sorted(used) if world.places.zones_of[code])
    outcome = simulate(world, Scenario(placements, frozenset(outages)))
    counts = drawn_cells(dots.patch(world, outcome))
    assert sum(counts.values()) == len(world.cells)
    assert counts[dots.LOST] == (~outcome.served).sum()


def test_dots_of_a_class_really_have_that_wait(aws, show, two):
    chart, now = show(aws, two)
    edges = [0.0, *aws.scale.steps, np.inf]
    for c in range(1, 7):
        with np.errstate(invalid="ignore"):
            wanted = cells_at(aws, (now.rtt_ms > edges[c - 1]) & (now.rtt_ms <= edges[c]))
        found = set().union(*(at(chart, f"wait{c} s{s}") for s in range(len(dots.RADII_PX))))
        assert found == wanted, c
    assert not at(chart, dots.LOST)


def test_cells_without_an_answer_are_crosses(aws, show, cut_off):
    chart, now = show(aws, cut_off)
    assert at(chart, dots.LOST) == cells_at(aws, ~now.served)
    assert chart[dots.LOST].marker.symbol == "x-thin"
    assert min(chart[dots.LOST].marker.size) >= 3


def test_a_wait_on_a_step_belongs_to_the_class_below_it(aws, two):
    outcome = simulate(aws, two)
    waits = np.array([20, 20.1, 50, 100, 100.01, 150, 250, 250.1], np.float32)
    made = replace(
        outcome,
        rtt_ms=np.resize(waits, len(aws.cells)),
    )
    assert dots.classes(aws, made)[: len(waits)].tolist() == [1, 2, 2, 3, 4, 4, 5, 6]


def test_rims_lie_under_their_dots(aws, show, two):
    chart, _ = show(aws, two)
    names = list(chart.traces)
    for s in range(len(dots.RADII_PX)):
        for c in dots.RIMMED:
            rim, dot = f"rim{c} s{s}", f"wait{c} s{s}"
            assert at(chart, rim) == at(chart, dot)
            assert names.index(rim) < names.index(dot)
            assert chart[rim].line.width > chart[dot].line.width


def test_the_more_people_the_larger_the_dot_and_big_ones_lie_below(aws):
    size = dots.size_step(aws)
    radius = dots.radius_px(aws)
    order = np.argsort(aws.users)
    assert (np.diff(radius[order]) >= 0).all()
    assert set(size) == set(range(len(dots.RADII_PX)))
    names = [trace.name for trace in dots.traces(aws)]
    assert names.index("wait1 s0") < names.index("wait1 s1")


def test_every_region_has_the_mark_of_its_state(aws, show, two):
    chart, now = show(aws, two.breaking(Outage("region", "us-east-1")))
    lon, lat = regions.positions(aws)
    state = np.array(regions.states(aws, now))
    assert set(zip(lon.tolist(), lat.tolist(), strict=True)) == set().union(*(at(chart, s) for s in regions.STATES))
    for name in regions.STATES:
        assert at(chart, name) == set(zip(lon[state == name].tolist(), lat[state == name].tolist(), strict=True))
    assert state[aws.regions.index.get_loc("us-east-1")] == "down"
    assert state[aws.regions.index.get_loc("eu-west-1")] == "in use"
    symbols = [chart[name].marker.symbol for name in regions.STATES]
    assert len(set(symbols)) >= 4
    assert chart.texts("labels down") == ["N. Virginia: down"]
    assert [t.strip(NO_BREAK) for t in chart.texts("labels")] == ["Ireland: full"]
    calm, _ = show(aws, two)
    assert sorted(t.strip(NO_BREAK) for t in calm.texts("labels")) == ["Ireland", "N. Virginia"]


def test_no_two_regions_lie_on_one_point(aws):
    lon, lat = regions.positions(aws)
    assert len(set(zip(lon.tolist(), lat.tolist(), strict=True))) == len(lon)


def test_flows_are_one_line_a_cell_and_darker_where_the_outage_moved_them(aws, show, growing):
    calm, _ = show(aws, growing)
    assert len(at(calm, flows.STEADY)) == flows.LARGEST_CELLS
    assert not at(calm, flows.MOVED)
    broken, now = show(aws, growing.breaking(Outage("region", "us-east-1")))
    moved = (now.serving != simulate(aws, growing).serving)[
        np.argsort(-aws.users, kind="stable")[: flows.LARGEST_CELLS]
    ]
    assert len(broken[flows.MOVED].lon) // 3 >= moved.sum() > 0
    lines = len(broken[flows.MOVED].lon) + len(broken[flows.STEADY].lon)
    assert lines // 3 == flows.LARGEST_CELLS


def test_cables_show_when_asked_for_and_cut_ones_always(aws, show, two):
    red_sea = [Outage("cable", str(c)) for c in aws.cables.index[aws.cables["passage"] == "Red Sea"]]
    hidden, _ = show(aws, two.breaking(*red_sea))
    assert not at(hidden, flows.CABLES)
    assert at(hidden, flows.CUT)
    shown, _ = show(aws, two.breaking(*red_sea), Look(cables=True))
    assert at(shown, flows.CABLES)
    assert at(shown, flows.CUT) == at(hidden, flows.CUT)
    assert not at(show(aws, two)[0], flows.CUT)


def test_an_opened_region_shows_every_zone_by_its_state_and_says_what_it_is(aws, show, two):
    lost = two.breaking(Outage("zone", "euw1-az2"))
    chart, _ = show(aws, lost, Look(region="eu-west-1"))
    assert [len(at(chart, name)) for name in (opened.UP, opened.LOST, opened.SPARE)] == [2, 1, 0]
    assert [t.strip(NO_BREAK) for t in chart.texts(opened.NAMES_LOST)] == ["az2 lost"]
    assert "Zone positions are not published." in chart.texts(opened.NOTE)[0]
    virginia, _ = show(aws, two, Look(region="us-east-1"))
    count = len(aws.places.zones_of["us-east-1"])
    assert [len(at(virginia, name)) for name in (opened.UP, opened.LOST, opened.SPARE)] == [3, 0, count - 3]


def test_every_region_can_be_opened_inside_the_drawing(aws, show, two):
    for code in aws.regions.index:
        look = Look(region=code)
        chart, _ = show(aws, two, look)
        frame = world_map.drawing(aws, look)
        x, y = frame.pixels(chart[opened.FACE].lon, chart[opened.FACE].lat)
        assert x.min() >= 0, code
        assert x.max() <= frame.width_px, code
        assert y.min() >= 0, code
        assert y.max() <= frame.height_px, code
        np.testing.assert_allclose(np.hypot(x - x.mean(), y - y.mean()), opened.RADIUS_PX, rtol=0.03)


def test_an_explained_way_goes_from_the_cell_by_its_landings_to_its_region(aws, show, two):
    cell = aws.cell("Jayapura")
    chart, _ = show(aws, two, Look(region="eu-west-1", cell=cell))
    path = aws.path(cell, "eu-west-1")
    wait = words.wait(simulate(aws, two).rtt_ms[cell])
    assert at(chart, way.SELECTED) == cells_at(aws, [cell])
    assert len(at(chart, way.STOPS)) == len(path.gateways)
    names = [text.strip(NO_BREAK) for text in chart.texts(way.NAMES)]
    assert names[0] == f"Jayapura, {wait}"
    assert names[1:] == list(path.gateways)
    assert [name for name in way.WAYS if len(chart[name].lon)] == ["way6"]


def test_an_explained_way_holds_the_queue_and_what_an_outage_adds_and_makes_up_the_wait(aws, answers, two):
    slow = two.breaking(Outage("zone", "euw1-az1"), Outage("slow", "eu-west-1", added_ms=40.0))
    for place, scenario in (("Jayapura", two), ("Paris", slow), ("Lima", replace(slow, access="wired"))):
        now, _ = answers(aws, scenario)
        cell = aws.cell(place)
        path = world_map.explained(aws, now, Look(cell=cell))
        assert path.rtt_ms == pytest.approx(now.rtt_ms[cell], abs=0.01)
        bare = aws.path(cell, str(aws.regions.index[now.serving[cell]]), scenario.access)
        assert path.legs[: len(bare.legs)] == bare.legs
        added = {leg.kind: leg.rtt_ms for leg in path.legs[len(bare.legs) :]}
        row = now.regions.iloc[now.serving[cell]]
        assert added.pop("queue") == row["queue_ms"] > 0.05
        assert added == ({"slow": 40.0} if scenario.outages and row.name == "eu-west-1" else {})
        assert path.band_ms[0] - bare.band_ms[0] == pytest.approx(path.rtt_ms - bare.rtt_ms)
        assert way.drawn(aws, path) == way.drawn(aws, bare)


def test_a_way_past_a_hazard_goes_where_the_cables_still_are(aws, answers, two):
    now, before = answers(aws, two.breaking(Outage("hazard", "21.5,39.2,200")))  # Jeddah
    look = Look(cell=aws.cell("Jayapura"))
    path = world_map.explained(aws, now, look)
    assert "Jeddah" in world_map.explained(aws, before, look).gateways
    assert "Jeddah" not in path.gateways
    assert path.rtt_ms == pytest.approx(now.rtt_ms[look.cell], abs=0.01)


def test_a_cell_without_an_answer_has_no_way_and_is_still_selected(aws, show, cut_off):
    cell = int((~simulate(aws, cut_off).served).argmax())
    chart, _ = show(aws, cut_off, Look(cell=cell))
    assert at(chart, way.SELECTED) == cells_at(aws, [cell])
    assert not any(len(chart[name].lon) for name in way.WAYS)


def test_what_was_opened_and_closed_leaves_nothing_behind(aws, answers, drawn, two):
    now, before = answers(aws, two)
    look = Look(region="us-east-1", cell=aws.cell("Lima"), cables=True)
    twice = drawn(world_map, aws, world_map.patch(aws, now, before, look), world_map.patch(aws, now, before))
    assert twice.figure.to_json() == drawn(world_map, aws, world_map.patch(aws, now, before)).figure.to_json()


def test_a_narrow_page_has_smaller_dots_and_no_diagram_and_a_wide_one_gives_them_back(aws, drawn, two):
    narrow, wide = world_map.resized(narrow=True), world_map.resized(narrow=False)
    chart = drawn(world_map, aws, narrow)
    assert chart["wait1 s0"].line.width < 2 * dots.RADII_PX[0]
    assert all(chart[name].visible is False for name in opened.ALL)
    assert set(narrow.traces) == set(wide.traces)
    assert drawn(world_map, aws, wide)["wait1 s0"].line.width == 2 * dots.RADII_PX[0]


def test_every_trace_is_painted(aws, drawn):
    chart = drawn(world_map, aws, world_map.paint(LIGHT))
    plain = drawn(world_map, aws)
    assert [name for name in chart.traces if chart[name] == plain[name]] == []


def test_a_pointer_can_hit_every_region_and_every_cell(aws):
    layers = world_map.layers(aws)
    assert list(layers) == ["regions", "cells"]
    assert [len(layers["regions"][0]), len(layers["cells"][0])] == [len(aws.regions), len(aws.cells)]
    assert {array.dtype for layer in layers.values() for array in layer} == {np.dtype(np.float32)}


def test_the_street_is_drawn_with_the_same_marks(street, show, shops):
    chart, now = show(street, shops.breaking(Outage("zone", "w1"), Outage("region", "east")), Look(region="west"))
    assert sum(len(at(chart, f"wait{c} s{s}")) for c in range(1, 7) for s in range(len(dots.RADII_PX))) == 4
    assert [t.strip(NO_BREAK) for t in chart.texts("labels down")] == ["East block: down"]
    assert [len(at(chart, name)) for name in (opened.UP, opened.LOST)] == [1, 1]
    assert sorted(t.strip(NO_BREAK) for t in chart.texts(opened.NAMES, opened.NAMES_LOST)) == ["w1 lost", "w2"]
    assert len(at(chart, flows.STEADY)) + len(at(chart, flows.MOVED)) == now.served.sum()
