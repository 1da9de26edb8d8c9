"""The city's picture: every place once, in the mark of its state, and what happens where it happens."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString, Polygon

from explainer import InputError, Outage, World, load_world
from explainer.view import city as picture
from explainer.view.city import Look, customers, events, flows, ground, shops
from explainer.view.city.look import NARROW, WIDE, m_per_px
from explainer.view.map.dots import LOST
from explainer.view.palette import THEMES
from explainer.view.words import NO_BREAK
from explainer.world import cafes, causes, load_city
from explainer.world.cafe import metres

PARADE = "parade-long-street"


@pytest.fixture(scope="module")
def cafe() -> World:
    return load_world("cafe")


@pytest.fixture
def show(cafe, drawn, answers):
    def show_(*letters, what=(), progress=0.5, hour_h=12.0, seats=60.0, walks=True):
        scenario = cafes(*letters, seats=seats, hour_h=hour_h)
        now, before = answers(cafe, scenario.breaking(*(o for name in what for o in causes()[name].outages)))
        look = Look(tuple(what), progress, walks)
        return drawn(picture, cafe, picture.patch(cafe, now, before, look)), now

    return show_


def at(chart, name: str, step: int = 1) -> set[tuple[float, float]]:
    x, y = (np.asarray(chart[name][axis], np.float32)[::step].tolist() for axis in ("x", "y"))
    return set(zip(x, y, strict=True))


def lines(chart, name: str) -> list[LineString]:
    """Lines of a trace that has two points and a gap each."""
    x, y = (np.asarray(chart[name][axis], float).reshape(-1, 3) for axis in ("x", "y"))
    return [LineString([(a[0], b[0]), (a[1], b[1])]) for a, b in zip(x, y, strict=True)]


def test_the_ground_comes_first_and_nothing_is_fetched(cafe):
    figure = picture.build(cafe)
    assert [trace.name for trace in figure.data[:3]] == [ground.LAND, ground.HOUSES, ground.PARKS]
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert figure.layout.yaxis.scaleanchor == "x"
    assert (figure.layout.xaxis.fixedrange, figure.layout.yaxis.fixedrange) == (True, True)
    assert list(figure.layout.xaxis.range) == [0, load_city().frame_m[0]]


def test_every_customer_is_one_dot_of_its_class_or_a_cross(cafe, show):
    chart, now = show(*"ADK", what=(PARADE,))
    x, y = (places.astype(np.float32) for places in metres(cafe, "cells"))
    edges = [0.0, *cafe.scale.steps, np.inf]
    found = 0
    for c, name in enumerate(customers.WAITS, start=1):
        with np.errstate(invalid="ignore"):
            mine = (now.rtt_ms > edges[c - 1]) & (now.rtt_ms <= edges[c])
        assert at(chart, name, 3) == set(zip(x[mine].tolist(), y[mine].tolist(), strict=True)), name
        found += mine.sum()
    assert len(at(chart, LOST)) == (~now.served).sum() > 0
    assert found + (~now.served).sum() == len(cafe.cells)
    assert chart[LOST].marker.symbol == "x-thin"


def test_shops_are_squares_by_their_state(show):
    chart, _ = show(*"ADK", what=(PARADE,))
    assert [len(at(chart, name)) for name in shops.MARKS] == [9, 1, 2]
    assert chart.texts("open") == ["D", "K"]
    assert [chart[name].marker.symbol for name in shops.MARKS] == ["square", "square-x", "square"]
    assert [chart[name].marker.size for name in shops.MARKS] == [10, 22, 22]
    assert [text.strip(NO_BREAK) for text in chart.texts("labels closed")] == ["closed"]


def test_a_whole_design_says_its_seats_and_a_broken_one_how_its_shops_are(show):
    def said(chart):
        return [text.strip(NO_BREAK).replace(NO_BREAK, " ") for text in chart.texts("labels")]

    assert said(show("A")[0]) == ["60 seats"]
    assert said(show(*"ABD")[0]) == ["20 seats"] * 3
    chart, now = show(*"ADK", what=(PARADE,))
    assert [text.split(",")[0] for text in said(chart)] == ["full", "full"]
    region = list(now.regions.index).index("mill-street")
    queue = now.region_rps[region] * 60 * now.region_queue_ms[region]  # Little's law
    assert said(chart)[1] == f"full, queue: {queue:.0f}"


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_chevrons_stand_17_pixels_apart_on_the_band_and_point_the_way_of_the_parade(show, size):
    chart, _ = show(*"ADK", what=(PARADE,))
    name = events.CHEVRONS + size
    x, y = (np.asarray(chart[name][axis], float).reshape(-1, 4) / m_per_px(size) for axis in ("x", "y"))
    tips = np.column_stack([x[:, 1], y[:, 1]])
    np.testing.assert_allclose(np.hypot(*np.diff(tips, axis=0).T), 17, atol=0.1)
    assert (x[:, 1] > x[:, [0, 2]].max(axis=1)).all()  # a parade walks east
    band = LineString(list(zip(chart[events.BAND].x, chart[events.BAND].y, strict=True)))
    assert len(tips) == pytest.approx(band.length / m_per_px(size) / 17, abs=1.1)


def test_the_head_of_the_parade_carries_the_flag_and_the_rest_of_the_street_is_dotted(show):
    chart, _ = show("A", what=(PARADE,), progress=0.4)
    route = LineString(load_city().routes["long-street"].line)
    band, ahead = (
        LineString(list(zip(chart[name].x, chart[name].y, strict=True))) for name in (events.BAND, events.STREET)
    )
    assert band.length == pytest.approx(0.4 * route.length, rel=1e-3)
    assert band.length + ahead.length == pytest.approx(route.length, rel=1e-4)
    assert chart[events.POLE].x[0] == pytest.approx(band.coords[-1][0], abs=0.01)
    assert (chart[events.EDGE].line.width, chart[events.BAND].line.width) == (13, 11)
    assert not chart.texts(events.START)


def test_a_parade_that_is_only_announced_waits_at_its_start(cafe, drawn, answers):
    now, before = answers(cafe, cafes("A", hour_h=10.5))
    chart = drawn(picture, cafe, picture.patch(cafe, now, before, Look((PARADE,))))
    assert chart.texts(events.START) == ["parade from 11:00"]
    assert not at(chart, LOST)


def test_nobody_is_drawn_across_the_parade_or_through_the_water(show):
    chart, _ = show(*"ADK", what=(PARADE,))
    street = LineString(load_city().routes["long-street"].line)
    water = Polygon(load_city().river[0]).buffer(-12)
    dry = [Polygon(ring).buffer(15) for ring in load_city().bridges]
    drawn_lines = [line for name in flows.LINES for line in lines(chart, name)]
    assert len(drawn_lines) > 150
    assert not any(line.crosses(street) for line in drawn_lines)
    wet = [line for line in drawn_lines if line.intersects(water)]
    assert all(any(bridge.contains(line) for bridge in dry) for line in wet)


def test_walks_end_at_the_nearest_open_shop_of_a_block(show):
    chart, _ = show(*"ABC", what=("machine-B",))
    city = load_city().shops
    ends = {(line.coords[1][0], line.coords[1][1]) for line in lines(chart, flows.STEADY)}
    spots = {letter: tuple(city.loc[letter, ["x_m", "y_m"]].astype(float)) for letter in "ABC"}

    def near(letter):
        return any(np.hypot(x - spots[letter][0], y - spots[letter][1]) < 1 for x, y in ends)

    assert [near(letter) for letter in "ABC"] == [True, False, True]


def test_walks_can_be_left_out(show):
    chart, _ = show("A", walks=False)
    assert not any(len(chart[name].x) for name in flows.LINES)


def test_a_flood_is_hatched_and_closes_its_bridges(show):
    chart, now = show(*"DIK", what=("flood-river-lune",))
    assert len(chart[events.AREA].x) > 20
    assert chart[events.AREA].fillpattern.shape == "/"
    assert len(lines(chart, flows.CUT)) == 2 == len(now.cut_cables)
    crossings, _ = show("A", what=(PARADE,))
    assert not lines(crossings, flows.CUT)


def test_a_power_cut_and_a_broken_machine_are_hatched_where_they_are(show):
    power, _ = show(*"ADK", what=("power-old-town",))
    spot = load_city().shops.loc["A", ["x_m", "y_m"]].to_numpy(float)
    area = Polygon(list(zip(power[events.AREA].x, power[events.AREA].y, strict=True)))
    assert area.contains(LineString([spot, spot + 1]))
    machine, _ = show(*"ADK", what=("machine-A",))
    ring = np.column_stack([machine[events.MACHINE].x, machine[events.MACHINE].y])
    np.testing.assert_allclose(np.hypot(*(ring - spot).T) / m_per_px(), events.MACHINE_PX, rtol=1e-3)
    assert not len(machine[events.AREA].x)


def test_everything_over_clears_the_picture(cafe, show, drawn, answers):
    plain, _ = show(*"ADK")
    now, before = answers(cafe, cafes(*"ADK", hour_h=12).breaking(*causes()[PARADE].outages))
    broken = picture.patch(cafe, now, before, Look((PARADE,), 0.5))
    whole = picture.patch(cafe, before, before)
    again = drawn(picture, cafe, broken, whole)
    assert again.figure.to_json() == plain.figure.to_json()
    assert set(broken.traces) == set(whole.traces)


@pytest.mark.parametrize("theme", THEMES)
def test_every_trace_is_painted_from_the_palette_and_from_nothing_else(cafe, drawn, theme):
    palette = THEMES[theme]
    chart, plain = drawn(picture, cafe, picture.paint(palette)), drawn(picture, cafe)
    assert [name for name in chart.traces if chart[name] == plain[name]] == []
    known = {value.lower() for value in palette.values()}
    known_rgb = {tuple(int(value[i : i + 2], 16) for i in (1, 3, 5)) for value in palette.values()}
    patch = picture.paint(palette)
    values = [value for trace in patch.traces.values() for path, value in trace.items()]
    values += [colour for note in patch.layout["annotations"] for colour in (note["font"]["color"], note["bgcolor"])]
    for value in values:
        if value.startswith("rgba"):
            assert tuple(int(part) for part in value[5:-1].split(",")[:3]) in known_rgb
        else:
            assert value.lower() in known


def test_a_narrow_page_crops_hides_districts_and_gives_everything_back(cafe, drawn):
    narrow, wide = picture.resized(narrow=True), picture.resized(narrow=False)
    chart = drawn(picture, cafe, narrow)
    assert chart[ground.DISTRICTS].visible is False
    assert chart["wait3"].line.width < 2 * customers.RADIUS_PX
    assert [chart[name].visible for name in (events.CHEVRONS, events.CHEVRONS + NARROW)] == [False, True]
    assert set(narrow.traces) == set(wide.traces)
    assert set(narrow.layout) == set(wide.layout)
    left, right = narrow.layout["xaxis.range"]
    low, high = narrow.layout["yaxis.range"]
    assert (right - left) / (high - low) == pytest.approx(390 / 300, rel=0.01)
    back = drawn(picture, cafe, wide)
    assert list(back.figure.layout.xaxis.range) == [0, load_city().frame_m[0]]
    # names that are not hidden lie wholly inside
    for name, x, y, _ in load_city().names:
        half = len(name) * 3.5 * m_per_px(NARROW)
        assert left < x - half
        assert x + half < right
        assert low < y < high


def test_a_pointer_can_hit_every_shop_and_every_customer(cafe):
    layers = picture.layers(cafe)
    assert {name: len(layer[0]) for name, layer in layers.items()} == {"shops": 12, "customers": len(cafe.cells)}
    assert {array.dtype for layer in layers.values() for array in layer} == {np.dtype(np.float32)}


def test_a_look_is_checked():
    with pytest.raises(InputError, match="no cause 'rain'"):
        Look(("rain",))
    with pytest.raises(InputError, match="progress"):
        Look((), 1.5)


def test_a_shop_that_is_not_open_stays_possible_when_its_street_is_closed(cafe, drawn, answers):
    now, before = answers(cafe, cafes("D").breaking(Outage("zone", "A")))
    chart = drawn(picture, cafe, picture.patch(cafe, now, before))
    assert [len(at(chart, name)) for name in shops.MARKS] == [11, 0, 1]
