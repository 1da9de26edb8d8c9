"""The two maps of an appraisal: the small one of two side by side, and the one with the weak spots."""

from __future__ import annotations

import numpy as np
import pytest

from explainer import Outage, Placement, Scenario, simulate
from explainer.survey import shared_causes, survey, weakest
from explainer.view.appraise import blocks, small_map, weak
from explainer.view.map import Look, dots, drawing, regions
from explainer.view.words import NO_BREAK

FAR_APART = ("us-east-1", "us-west-2", "eu-west-1", "sa-east-1", "ap-northeast-1", "ap-southeast-2")


def overlap(one, other) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def spots_of(world, *codes: str, zones: int = 3):
    design = Scenario(tuple(Placement(code, zones) for code in codes))
    return simulate(world, design), weakest(survey(world, design, min(2, len(codes)), "region"))


def test_the_small_map_has_few_traces_and_every_cell_once(aws, draw, cut_off):
    outcome = simulate(aws, cut_off)
    chart = draw("small_map", aws, (outcome,))
    assert len(chart.traces) <= 16
    counts = [len(chart.numbers(name, "lat")) // 2 for name in small_map.DOTS]
    classes = np.bincount(dots.classes(aws, outcome), minlength=7)
    assert counts == classes[1:].tolist()
    assert len(chart.numbers(dots.LOST, "lat")) == classes[0] > 0
    assert len(chart.numbers(small_map.BELOW, "lat")) == 2 * sum(counts)
    table = small_map.table(aws, outcome)
    assert sum(table["share"]) == pytest.approx(1)
    assert table["share"][-1] == pytest.approx(1 - outcome.summary.users_served / aws.users.sum())


def test_the_small_map_names_regions_in_use_and_down_if_asked(aws, draw, two):
    outcome = simulate(aws, two.breaking(Outage("region", "us-east-1")))
    chart = draw("small_map", aws, (outcome,))
    assert len(chart.numbers("in use", "lat")) == len(chart.numbers("down", "lat")) == 1
    names = [text.strip(NO_BREAK) for text in chart.texts(*regions.LABELS)]
    assert names == ["Ireland: full", "N. Virginia: down"]
    silent = draw("small_map", aws, (outcome,), (outcome, False))
    assert silent.texts(*regions.LABELS) == []
    assert len(silent.numbers("in use", "lat")) == 1


def test_each_region_in_use_has_a_ring_as_large_as_its_loss(aws, draw, told):
    now, spots, strait = told["weak"]
    chart = draw("weak", aws, (now, spots, strait))
    share = {code: lost / aws.users.sum() for code, lost in spots["users_lost"].items()}
    assert all(each > 0 for each in share.values())
    sizes = chart[weak.RING].marker.size
    assert sorted(sizes) == pytest.approx(sorted(weak.LEAST_RING_PX + weak.RING_PX * each for each in share.values()))
    said = {text.replace(NO_BREAK, " ").strip() for text in chart.texts(weak.LOST_LABEL)}
    assert said == {f"without it −{100 * each:.0f} %" for each in share.values()}
    assert {text.strip(NO_BREAK) for text in chart.texts("labels")} == {"Ireland", "N. Virginia"}


def test_where_nobody_is_lost_the_ring_is_not_one_of_loss(aws, draw, growing):
    now, spots = simulate(aws, growing), weakest(survey(aws, growing, of="region"))
    assert not spots["users_lost"].any()
    chart = draw("weak", aws, (now, spots, None))
    assert chart.numbers(weak.RING, "lat") == []
    assert len(chart.numbers(weak.CALM_RING, "lat")) == 2
    assert {text.strip(NO_BREAK) for text in chart.texts(weak.HARMLESS_LABEL)} == {weak.NOBODY}
    assert "nobody" in weak.sentence(aws, now, spots, None)


def test_the_cables_of_a_strait_are_drawn_whole_cased_and_named(aws, draw, told):
    now, spots, strait = told["weak"]
    chart = draw("weak", aws, (now, spots, strait))
    points = sum(len(aws.cable_line(cable)) for cable in strait.targets)
    for name in (weak.STRAIT, weak.CASING):
        assert len(chart.numbers(name, "lon")) == points
    names = list(chart.traces)
    assert names.index(weak.CASING) < names.index(weak.STRAIT) < names.index("in use") < names.index(weak.RING)
    assert chart[weak.CASING].line.width > chart[weak.STRAIT].line.width
    assert [text.strip(NO_BREAK) for text in chart.texts(weak.STRAIT_LABEL)] == ["Red Sea: three cables"]
    ends = [point for cable in strait.targets for point in aws.cable_line(cable)]
    (lon,), (lat,) = chart.numbers(weak.STRAIT_LABEL, "lon"), chart.numbers(weak.STRAIT_LABEL, "lat")
    assert min(x for x, _ in ends) <= lon <= max(x for x, _ in ends)
    assert min(y for _, y in ends) <= lat <= max(y for _, y in ends)


def test_the_name_of_an_ocean_across_the_date_line_stands_in_it(aws, draw, told):
    now, spots, _ = told["weak"]
    pacific = next(c for c in shared_causes(aws, now.scenario) if c.code == "strait:Trans-Pacific")
    chart = draw("weak", aws, (now, spots, pacific))
    (lon,) = chart.numbers(weak.STRAIT_LABEL, "lon")
    assert lon % 360 == pytest.approx(190, abs=45)


def test_without_spots_the_map_has_names_and_nothing_to_say(aws, draw, told):
    now, spots, strait = told["weak"]
    chart = draw("weak", aws, (now, spots, strait), (now, None, None))
    for name in (weak.RING, weak.CALM_RING, weak.STRAIT, weak.CASING):
        assert chart.numbers(name, "lon") == []
    assert chart.texts(*weak.TEXTS) == []
    assert len(chart.texts("labels")) == 2
    assert chart.figure.to_json() == draw("weak", aws, (now, None, None)).figure.to_json()


def test_regions_far_apart_all_have_their_words_and_none_covers_another(aws, draw):
    now, spots = spots_of(aws, *FAR_APART)
    found = list(written(aws, draw("weak", aws, (now, spots, None))))
    assert [len(block.lines) for block, _ in found] == [2] * len(FAR_APART)
    boxes = [block.box(side) for block, side in found]
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


def written(world, chart):
    """The blocks of text beside Regions, read from the figure, and their sides."""
    frame, said = drawing(world, Look()), {}
    for name in ("labels", weak.LOST_LABEL, weak.HARMLESS_LABEL):
        trace = chart[name]
        for lon, lat, text, side in zip(trace.lon, trace.lat, trace.text, trace.textposition, strict=True):
            said.setdefault((lon, lat, side), []).append(text.replace("<br>", "").strip(NO_BREAK))
    size = {
        (lon, lat): each
        for name in (weak.RING, weak.CALM_RING)
        for lon, lat, each in zip(chart[name].lon, chart[name].lat, chart[name].marker.size, strict=True)
    }
    for (lon, lat, side), lines in said.items():
        x, y = frame.pixels(lon, lat)
        yield blocks.Block(float(x), float(y), size[lon, lat] / 2, tuple(lines)), side


def test_blocks_without_room_are_cut_down_to_their_names():
    crowd = [blocks.Block(60.0 + 28 * i, 40.0, 13.0, ("name", "without it −12 %")) for i in range(4)]
    found = blocks.placed(crowd, 300.0, 80.0)
    assert {len(block.lines) for block, _ in found} == {1, 2}
    assert all(blocks.free(each, [*found[:i], *found[i + 1 :]]) for i, each in enumerate(found))


@pytest.mark.parametrize("side", blocks.SIDES)
def test_the_lines_of_a_block_are_set_one_below_the_other(side):
    block = blocks.Block(100.0, 100.0, 20.0, ("Ireland", "without it −4 %"))
    one, other = (block.text(line, side).split("<br>") for line in (0, 1))
    assert len(one) == len(other)
    at, below = (next(i for i, line in enumerate(lines) if line.strip(NO_BREAK)) for lines in (one, other))
    assert below == at + 1


@pytest.mark.parametrize("codes", [("us-east-1",), ("us-east-1", "eu-west-1"), ("us-west-2", "ap-southeast-2")])
def test_on_a_phone_no_words_of_a_few_regions_are_cut_or_cover_one_another(aws, draw, codes):
    now, spots = spots_of(aws, *codes)
    found = list(written(aws, draw("weak", aws, (now, spots, None))))
    phone = drawing(aws, Look())
    boxes = [block.seen(block.box(side), weak.PHONE) for block, side in found]
    assert len(boxes) == len(codes)
    assert all(box[0] >= 0 and box[2] <= phone.width_px for box in boxes)
    assert not any(overlap(a, b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_of_sides_that_are_equally_good_the_best_on_a_smaller_drawing_is_taken():
    mark = blocks.Block(250.0, 100.0, 10.0, ("without it",))
    assert blocks.placed([mark], 400.0, 200.0)[0][1] == "middle right"
    assert blocks.placed([mark], 400.0, 200.0, 0.45)[0][1] == "middle left"
