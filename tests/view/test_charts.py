"""Each chart, drawn into a plotly figure, shows the numbers of the Outcome and nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from explainer import Outage, Placement, Scenario, simulate
from explainer.view import load, reach, sure, waiting, why, words
from explainer.view import map as world_map
from explainer.view.palette import DARK, LIGHT

CHARTS = {"map": world_map, "waiting": waiting, "reach": reach, "load": load, "why": why, "sure": sure}
SCRIPT = "<script>alert(1)</script>"


def patches(world, now, before, path=None):
    """What each chart shows of an Outcome."""
    first = {name: CHARTS[name].patch(world, now, before) for name in ("map", "waiting", "reach", "load")}
    return first | {"why": why.patch(world, path), "sure": sure.patch(world, path)}


@pytest.fixture
def broken(two):
    return two.breaking(Outage("region", "us-east-1"))


def test_the_waiting_curve_is_the_share_of_people_served_within_each_wait(aws, answers, drawn, cut_off):
    now, before = answers(aws, cut_off)
    chart = drawn(waiting, aws, waiting.patch(aws, now, before))
    for name, outcome in ((waiting.NOW, now), (waiting.BEFORE, before)):
        grid, percent = chart[name].x, chart[name].y
        for i in (0, 20, 57, 130, 200):
            with np.errstate(invalid="ignore"):
                within = aws.users[outcome.rtt_ms <= grid[i]].sum() / aws.users.sum()
            assert percent[i] == pytest.approx(100 * within, abs=0.006)  # drawn to a hundredth
        assert (np.diff(percent) >= 0).all()


def test_the_table_of_the_waiting_chart_has_every_step_and_threshold_with_its_source(aws, answers, broken):
    now, before = answers(aws, broken)
    table = waiting.table(aws, now, before)
    assert table["wait"] == [20, 50, 100, 150, 250]
    for at, share in zip(table["wait"], table["now"], strict=True):
        assert share == pytest.approx(aws.users[now.rtt_ms <= at].sum() / aws.users.sum(), abs=1e-6)
    sources = dict(zip(table["wait"], table["meaning"], strict=True))
    assert all("WWW 2021" in sources[at] for at in (20, 100, 250))


def test_what_was_lost_is_bracketed_between_before_and_now(aws, answers, drawn, cut_off):
    now, before = answers(aws, cut_off)
    chart = drawn(waiting, aws, waiting.patch(aws, now, before))
    low, high = chart.numbers(waiting.BRACKET, "y")
    assert high == pytest.approx(100)
    assert low == pytest.approx(100 * now.summary.users_served / aws.users.sum(), abs=1e-3)
    assert chart.texts(waiting.BRACKET_LABEL)[0].startswith(words.share((high - low) / 100))
    assert chart.texts(waiting.NOW_LABEL, waiting.BEFORE_LABEL) == ["now", "before"]


def test_with_nothing_broken_one_label_names_both_lines_and_nothing_is_lost(aws, answers, drawn, two):
    chart = drawn(waiting, aws, waiting.patch(aws, *answers(aws, two)))
    assert chart.texts(waiting.NOW_LABEL, waiting.BEFORE_LABEL) == ["now, and before"]
    assert chart.texts(waiting.BRACKET_LABEL) == []
    assert chart.numbers(waiting.BRACKET) == []


def test_those_beyond_the_axis_are_counted_in_words(aws, answers, drawn):
    now, before = answers(aws, Scenario((Placement("ap-southeast-2"),), access="mobile"))
    chart = drawn(waiting, aws, waiting.patch(aws, now, before))
    beyond = aws.users[now.rtt_ms > waiting.axis_end(aws)].sum() / aws.users.sum()
    assert beyond > 0.005
    assert chart.texts(waiting.TAIL_LABEL) == [f"{words.share(beyond)} wait longer"]


def test_the_bars_of_reach_are_the_shares_of_each_continent(aws, answers, drawn, cut_off):
    now, before = answers(aws, cut_off)
    chart, table = drawn(reach, aws, reach.patch(aws, now, before)), now.by(aws.continents)
    was = before.by(aws.continents)
    assert chart.texts(reach.NAMES) == table.index.tolist()
    for measure, left in zip(reach.MEASURES, reach.BARS_AT, strict=True):
        assert chart.numbers(measure) == pytest.approx((100 * table[measure]).tolist(), abs=1e-4)
        assert chart.numbers(measure, "base") == [left] * len(table)
        assert chart.numbers(f"{measure} before") == pytest.approx((left + 100 * was[measure]).tolist(), abs=1e-4)
        told = sorted(chart.texts(f"{measure} value", f"{measure} value changed"))
        assert told == sorted(words.share(share).replace("under ", "<") for share in table[measure])
    assert chart.texts(reach.HEADS) == ["still served", "within 100 ms"]


def test_rows_of_reach_keep_their_order_by_people(aws):
    people = [aws.users[aws.continents.codes == i].sum() for i in range(len(aws.continents.names))]
    assert people == sorted(people, reverse=True)


def test_a_continent_whose_share_fell_has_a_line_of_loss(aws, answers, drawn, cut_off):
    now, before = answers(aws, cut_off)
    chart = drawn(reach, aws, reach.patch(aws, now, before))
    fell = np.flatnonzero(before.by(aws.continents)["reach"] - now.by(aws.continents)["reach"] > reach.CHANGED)
    assert len(fell)
    assert sorted(set(chart.numbers("reach lost", "y"))) == fell.tolist()


def test_load_rows_are_the_regions_of_the_design_the_busiest_first(aws, answers, drawn, broken):
    now, before = answers(aws, broken)
    chart = drawn(load, aws, load.patch(aws, now, before))
    rows = load.rows(aws, now, before)
    assert {row.name for row in rows} == {"N. Virginia", "Ireland"}
    assert [row.before_rps for row in rows] == sorted((row.before_rps for row in rows), reverse=True)
    assert sum(row.now_rps for row in rows) == pytest.approx(now.summary.served_rps)
    assert chart.texts(load.NAME_DOWN) == ["N. Virginia"]
    assert chart.texts(load.NAME) == ["Ireland"]
    most = now.summary.served_rps * (1 + load.GAP) + now.region_refused_rps.sum() * (1 + load.GAP)
    assert chart.numbers(load.NOW) == pytest.approx([row.now_rps / most for row in rows], abs=1e-6)
    ticks = [load.BAR_AT + row.before_rps / most for row in rows]
    assert chart.numbers(load.BEFORE) == pytest.approx(ticks, abs=1e-6)
    assert sorted(chart.texts(load.VALUE, load.VALUE_CHANGED)) == sorted(words.load(row.now_rps) for row in rows)


def test_the_empty_part_of_a_bar_is_capacity_and_past_its_end_is_what_was_dropped(aws, answers, drawn, broken, two):
    now, before = answers(aws, broken)
    chart, rows = drawn(load, aws, load.patch(aws, now, before)), load.rows(aws, now, before)
    full = next(i for i, row in enumerate(rows) if row.name == "Ireland")
    down = 1 - full
    ground, bar = chart.numbers(load.GROUND), chart.numbers(load.NOW)
    assert ground[full] == pytest.approx(bar[full])  # full
    assert ground[down] / ground[full] == pytest.approx(rows[down].capacity_rps / rows[full].capacity_rps, abs=1e-5)
    assert rows[down].capacity_rps == pytest.approx(1.5 * rows[down].before_rps)  # what it was built with
    (width,), (base,) = chart.numbers(load.REFUSED), chart.numbers(load.REFUSED, "base")
    assert width / bar[full] == pytest.approx(now.summary.dropped_rps / now.summary.served_rps, abs=1e-5)
    assert ground[full] < base - load.BAR_AT < base - load.BAR_AT + width <= 1 + 1e-6
    assert chart.numbers(load.REFUSED, "y") == [full]
    calm = drawn(load, aws, load.patch(aws, *answers(aws, two)))
    assert calm.numbers(load.REFUSED) == []
    room = zip(calm.numbers(load.NOW), calm.numbers(load.GROUND), strict=True)
    assert [used / built for used, built in room] == pytest.approx([2 / 3, 2 / 3], abs=1e-5)


def test_where_capacity_grows_with_the_load_the_ground_has_no_end(aws, answers, drawn, growing):
    lost = growing.breaking(Outage("region", "us-east-1"))
    chart = drawn(load, aws, load.patch(aws, *answers(aws, lost)))
    assert chart.numbers(load.GROUND) == [1.0, 1.0]
    assert max(chart.numbers(load.NOW)) == 1.0


def test_of_many_regions_the_rest_is_one_row_and_nothing_is_lost(aws, answers, drawn):
    design = Scenario(tuple(Placement(code) for code in aws.regions.index[aws.regions["zone_count"] >= 3][:12]))
    now, before = answers(aws, design)
    rows = load.rows(aws, now, before)
    assert len(rows) == load.ROWS
    assert rows[-1].name == "7 others"
    assert sum(row.now_rps for row in rows) == pytest.approx(now.summary.served_rps)
    assert "7 others" in drawn(load, aws, load.patch(aws, now, before)).texts(load.NAME)
    assert len(load.rows(aws, now, before, limit=99)) == 12


def test_the_way_is_drawn_to_scale_leg_by_leg(aws, answers, drawn):
    path = aws.path("Jayapura", "eu-west-1")
    chart = drawn(why, aws, why.patch(aws, path))
    bars = (why.OUTLINE, why.HATCH, *why.SOLIDS)
    widths = {name: chart.numbers(name) for name in bars}
    assert sum(map(sum, widths.values())) == pytest.approx(1, abs=1e-6)
    assert widths[why.OUTLINE] == pytest.approx([20 / path.rtt_ms, 5 / path.rtt_ms], abs=1e-6)
    assert [name for name in why.SOLIDS if widths[name]] == ["sea6"]
    for kind, name in (("land", why.HATCH), ("sea", "sea6")):
        assert widths[name] == pytest.approx([leg.rtt_ms / path.rtt_ms for leg in path.legs if leg.kind == kind])
    spans = sorted(
        (base, base + x) for n in bars for base, x in zip(chart.numbers(n, "base"), chart.numbers(n), strict=True)
    )
    assert all(one[1] == pytest.approx(other[0], abs=1e-6) for one, other in pairwise(spans))


def test_the_names_of_a_way_are_its_stops_and_its_times_are_its_legs(aws, drawn):
    path = aws.path("Jayapura", "eu-west-1")
    chart = drawn(why, aws, why.patch(aws, path))
    assert chart.texts(why.NAMES) == ["Jayapura", *path.gateways, "Ireland"]
    told = [float(text.split(words.NO_BREAK)[0]) for text in chart.texts(why.TIMES)]
    assert told == [float(words.bare(leg.rtt_ms)) for leg in path.legs]
    rows = why.told(aws, path)
    assert sum(row[2] for row in rows) == pytest.approx(path.rtt_ms)
    assert rows[0][0] == "access at Jayapura"
    assert rows[-1][0] == "inside Ireland"


def test_names_above_a_way_do_not_touch_on_one_line(aws, drawn):
    for place in ("Jayapura", "Lima", "Cairo", "Paris"):
        chart = drawn(why, aws, why.patch(aws, aws.path(place, "eu-west-1")))
        names = chart[why.NAMES]
        ends: dict[float, float] = {}
        for x, y, text in zip(names.x, names.y, names.text, strict=True):
            half = len(text) * why.CHARACTER_PX / 2
            assert half <= x * why.WIDTH_PX <= why.WIDTH_PX - half
            assert x * why.WIDTH_PX - half >= ends.get(y, -1), place
            ends[y] = x * why.WIDTH_PX + half


def test_the_band_holds_the_value_and_light_stays_below_it(aws, drawn):
    path = aws.path("Jayapura", "eu-west-1")
    chart = drawn(sure, aws, sure.patch(aws, path))
    low, high = chart.numbers(sure.PILL)
    assert chart.numbers(sure.LIGHT)[0] <= low <= chart.numbers(sure.VALUE)[0] <= high <= 1
    assert high / low == pytest.approx(path.band_ms[1] / path.band_ms[0], abs=1e-5)
    assert chart.texts(sure.ENDS) == [words.bare(path.band_ms[0]), words.wait(path.band_ms[1])]
    assert chart.texts(sure.VALUE_LABEL) == [words.wait(path.rtt_ms)]
    assert chart.texts(sure.LIGHT_LABEL) == [f"{words.bare(path.light_ms)}: light in fibre"]


@pytest.mark.parametrize("chart", ["why", "sure"])
def test_without_a_way_its_charts_are_empty_again(aws, drawn, chart):
    module = CHARTS[chart]
    figure = drawn(module, aws, module.patch(aws, aws.path("Lima", "eu-west-1")), module.patch(aws, None))
    assert not any(figure.numbers(name) or figure.texts(name) for name in figure.traces)


@pytest.mark.parametrize("chart", CHARTS)
def test_a_patch_says_all_so_that_the_way_to_a_state_leaves_no_trace(aws, answers, drawn, two, cut_off, chart):
    calm, rough = answers(aws, two), answers(aws, cut_off)
    path = aws.path("Lima", "eu-west-1")
    there = patches(aws, *rough)[chart], patches(aws, *calm, path)[chart]
    straight = drawn(CHARTS[chart], aws, there[1]).figure.to_json()
    assert drawn(CHARTS[chart], aws, *there).figure.to_json() == straight


@pytest.mark.parametrize("chart", CHARTS)
def test_both_themes_colour_the_same_properties_and_no_data(aws, drawn, chart):
    light, dark = (CHARTS[chart].paint(palette) for palette in (LIGHT, DARK))
    assert {n: set(p) for n, p in light.traces.items()} == {n: set(p) for n, p in dark.traces.items()}
    assert set(light.layout) == set(dark.layout)
    assert not {"x", "y", "lon", "lat", "text"} & {key for values in light.traces.values() for key in values}
    assert drawn(CHARTS[chart], aws, light, dark, light).figure == drawn(CHARTS[chart], aws, light).figure


@pytest.mark.parametrize("chart", ["waiting", "reach", "load", "why", "sure"])
def test_axes_are_fixed_and_nothing_of_the_library_shows(aws, chart):
    layout = CHARTS[chart].build(aws).layout.to_plotly_json()
    axes = [value for key, value in layout.items() if key.startswith(("xaxis", "yaxis"))]
    assert axes
    assert all(axis["fixedrange"] and len(axis["range"]) == 2 for axis in axes)
    assert (layout["showlegend"], layout["dragmode"], layout["hovermode"]) == (False, False, False)


@pytest.mark.parametrize(
    "outages", [(), (Outage("region", "west"),), (Outage("cable", "bridge"), Outage("region", "west"))]
)
def test_the_street_goes_through_every_chart(street, answers, drawn, shops, outages):
    now, before = answers(street, shops.breaking(*outages))
    path = street.path(3, "east", "on foot")
    figures = {n: drawn(CHARTS[n], street, p) for n, p in patches(street, now, before, path).items()}
    assert figures["waiting"].figure.layout.xaxis.ticktext[-1] == "min"
    assert figures["reach"].texts(reach.HEADS) == ["still served", "within 8 min"]
    shares = now.by(street.continents)["reach"]
    assert figures["reach"].numbers("reach") == pytest.approx((100 * shares).tolist())
    assert figures["why"].texts(why.NAMES) == ["Park", "East block"]
    assert sum(sum(figures["why"].numbers(n)) for n in (why.OUTLINE, why.HATCH, *why.SOLIDS)) == pytest.approx(1)
    assert figures["sure"].texts(sure.VALUE_LABEL) == [words.wait(path.rtt_ms, "min")]
    assert not [t for f in figures.values() for n in f.traces for t in f.texts(n) if "Region" in t or "ms" in t]


def test_names_with_code_in_them_are_text_in_every_chart(street, drawn, shops):
    regions, cells = street.regions.copy(), street.cells.copy()
    regions["name"] = cells["name"] = cells["continent"] = SCRIPT
    banks = street.gateways.assign(place=SCRIPT)
    world = replace(street, regions=regions.assign(name=SCRIPT), cells=cells, gateways=banks)
    now = simulate(world, shops)
    look = world_map.Look(region="west", cell=0)
    parts = patches(world, now, now, world.path(0, "east", "on foot"))
    parts["map"] = world_map.patch(world, now, now, look)
    told = [
        text
        for name, part in parts.items()
        for figure in [drawn(CHARTS[name], world, part)]
        for trace in figure.traces
        for text in figure.texts(trace)
    ]
    assert any("&lt;script" in text for text in told)
    assert not [text for text in told if "<script" in text]
