"""Chapter 4: the storm and the copy by hand, the picture to scale, and nothing of either before the prediction."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.app.course.chapter import Moment
from explainer.app.course.chapters.zones import CHAPTER, apart, pair, picture, trade
from explainer.app.course.chapters.zones.picture import NEVER
from explainer.app.course.chapters.zones.question import QUESTION
from explainer.app.course.chapters.zones.texts import TEXTS
from explainer.errors import InputError
from explainer.view.palette import THEMES
from explainer.view.patch import apply

distances = st.floats(1, 1000)


def moment(step: str, said: str | None, km: float = 1, storm: float = 16) -> Moment:
    return Moment(step, said, {"apart": f"{km:g}", "storm": f"{storm:g}"}, 0)


def numbers(value: Any) -> Iterator[float]:
    """Give every finite number in what is shown, wherever it stands."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from numbers(inner)
    elif isinstance(value, list | tuple | np.ndarray):
        for inner in value:
            yield from numbers(inner)
    elif isinstance(value, int | float | np.number) and value == value:
        yield float(value)


# the model's part


@given(distances, st.floats(1, 300))
def test_a_storm_takes_all_within_a_third_of_the_root_of_three_two_within_half_and_else_one(km: float, radius: float):
    ratio = radius / km
    if min(abs(ratio - 1 / sqrt(3)), abs(ratio - 0.5)) < 0.005:
        return  # the Earth is round: a triangle of 1,000 km is not quite flat
    assert apart.storm(km, radius).taken == (3 if ratio > 1 / sqrt(3) else 2 if ratio > 0.5 else 1)


@pytest.mark.parametrize("km", apart.STEPS_KM)
def test_the_three_places_are_equally_far_apart(km: float):
    found = apart.three(km).geometry.regions_km / apart.FIBRE.land_factor
    assert found[~np.eye(3, dtype=bool)] == pytest.approx(km, rel=0.005)


def test_a_copy_over_a_hundred_kilometres_takes_what_fibre_along_roads_takes():
    assert apart.copy_ms(100) == pytest.approx(100 * 2 * 1.468 / 299.792458 * 1.5 * 1.2, rel=0.001)


@given(distances)
def test_no_copy_is_faster_than_light_and_a_longer_way_takes_longer(km: float):
    assert apart.light_ms(km) < apart.copy_ms(km) < apart.copy_ms(km * 1.1)


def test_a_note_over_a_kilometre_of_streets_takes_half_an_hour_there_and_back():
    assert apart.note_min(100) == pytest.approx(2 * 12 * 1.25, rel=0.001)  # 12 minutes a kilometre, a quarter longer


@pytest.mark.parametrize(("km", "served"), [(10, 0), (30, 0.5), (100, 1)])
def test_two_zones_carry_all_one_half_and_none_nobody(km: float, served: float):
    assert apart.storm(km, 16).served == pytest.approx(served)


def test_who_runs_in_the_zone_that_is_lost_and_nowhere_else_serves_nobody():
    assert apart.storm(100, 16, ("b",)).served == 0


def test_both_hold_from_twice_the_storm_to_single_digit_milliseconds():
    least, most = apart.good_km(16)
    assert least == pytest.approx(32, rel=0.001)
    assert apart.copy_ms(most) == pytest.approx(apart.SINGLE_DIGIT_MS, rel=0.005)
    assert least < apart.LIMIT_KM < most
    assert apart.good_km(400) is None


@given(st.sampled_from(apart.STEPS_KM))
def test_a_curve_up_to_a_distance_ends_there_and_is_the_beginning_of_the_whole(km: float):
    at, zones = apart.taken(16, km)
    whole_at, whole = apart.taken(16, 1000)
    assert at[-1] == km
    assert zones[np.isin(at, whole_at)].tolist() == whole[np.isin(whole_at, at)].tolist()


def test_no_open_region_has_fewer_than_three_zones():
    regions, fewest, most = apart.zones_of_regions()
    assert (fewest, most) == (3, 6)
    assert regions > 30


# the checks


def test_each_check_finds_the_answer_worked_out_by_hand():
    right = {check.key: check.solve().right for check in CHAPTER.checks}
    assert right == {"near": "none", "far": "slower", "one": "none", "count": "least"}


def test_the_checks_examine_regions_and_shared_responsibility_and_one_public_claim():
    assert CHAPTER.objectives == ("2.1", "3.2")
    assert [check.key for check in CHAPTER.checks if check.claim] == ["count"]


# the question


def test_an_answer_is_a_distance_of_the_control():
    control = CHAPTER.controls[0]
    assert set(QUESTION.options) < set(control.choices)
    assert QUESTION.read("100") == "100"
    with pytest.raises(InputError):
        QUESTION.read("101")


def test_an_option_says_its_kilometres_and_locks_in_nothing_else():
    written = QUESTION.control(TEXTS, "10")
    assert "In one city: 10\u00a0km" in written
    assert 'data-said="10\u00a0km"' in written
    assert "{km}" not in written


# the picture


@pytest.mark.parametrize("km", apart.STEPS_KM)
def test_nothing_of_the_result_is_shown_before_the_prediction_whatever_is_set(km: float):
    unset, shown = picture.show(NEVER), picture.show(moment("predict", None, km))
    assert shown.summaries == unset.summaries
    assert shown.status == ""
    drawn = [list(numbers(dict(each.patches["trade"].traces))) for each in (unset, shown)]
    assert drawn == [[], []]
    assert all(value is None for name in ("taken", "copy", "note") for value in shown.tables["trade"][name])
    assert not list(numbers(dict(shown.patches["picture"].traces["storm cloud"])))
    assert len(shown.patches["picture"].traces["up cloud"]["x"]) == 3


def test_while_playing_the_curves_end_where_the_zones_are():
    shown = picture.show(moment("play", "10", 30)).patches["trade"].traces
    for name in ("taken", "copy"):
        assert max(shown[name]["x"]) == pytest.approx(trade.x_px(30), abs=0.01)
    assert not len(shown["good"]["x"])
    assert not len(shown["limit"]["x"])


def test_the_reveal_shows_the_whole_curves_the_limit_and_what_you_said_on_one_axis():
    shown = picture.show(moment("reveal", "10", 100)).patches["trade"].traces
    assert max(shown["copy"]["x"]) == pytest.approx(trade.x_px(1000), abs=0.01)
    assert shown["ring"]["y"] == shown["limit"]["y"]
    assert float(shown["ring"]["x"][0]) == pytest.approx(trade.x_px(10), abs=0.01)
    assert float(shown["limit"]["x"][0]) == pytest.approx(trade.x_px(100), abs=0.01)


def test_who_said_the_limit_reads_both_in_one_label():
    traces = [picture.show(moment(step, "100", 100)).patches["trade"].traces for step in ("play", "reveal")]
    assert [len(shown["said"]["text"]) for shown in traces] == [1, 0]
    assert traces[1]["limit label"]["text"][0].count("100") == 2


def test_who_does_not_know_gets_no_ring_and_all_the_rest():
    shown = picture.show(moment("reveal", "", 100)).patches["trade"].traces
    assert not len(shown["ring"]["x"])
    assert len(shown["copy"]["x"])


@pytest.mark.parametrize("km", [10, 30, 100])
def test_both_sides_stand_alike_and_break_at_once(km: float):
    shown = picture.show(moment("play", "10", km)).patches["picture"].traces
    for name in ("up", "lost", "storm", "links", "links lost"):
        for axis in "xy":
            cafe, cloud = (shown[f"{name} {side}"][axis] for side in pair.SIDES)
            assert np.array_equal(cafe, cloud, equal_nan=True), name


@pytest.mark.parametrize("km", [30, 100])
def test_the_storm_is_drawn_to_the_scale_of_the_bar(km: float):
    shown = picture.show(moment("play", "10", km)).patches["picture"].traces
    across = np.ptp(shown["storm cloud"]["x"])
    bar = np.nanmax(shown["bar cloud"]["x"]) - np.nanmin(shown["bar cloud"]["x"])
    length_km = float(shown["length cloud"]["text"][0].split("\u00a0")[0])
    assert across / bar * length_km == pytest.approx(2 * 16, rel=0.01)


def test_the_picture_says_that_it_is_no_map():
    text = picture.show(NEVER).patches["picture"].traces["note cloud"]["text"][0]
    assert "not published" in text
    assert "not a map" in text


@pytest.mark.parametrize("page", pair.PAGES)
def test_every_label_below_the_ring_stays_on_the_picture(page: str):
    look = pair.resized(page == "narrow")
    low, top = look.layout["yaxis.range"]
    assert top - low == pytest.approx(pair.HEIGHT_PX[page] / pair.PAGES[page][0])
    for name, changed in look.traces.items():
        if "y" in changed:
            assert low < np.nanmin(changed["y"]), name
            assert np.nanmax(changed["y"]) < top, name


def test_all_that_is_shown_and_painted_fits_the_figures():
    built = CHAPTER.stage(NEVER)
    for step, said, km in (("predict", None, 1), ("play", "10", 300), ("reveal", "", 100), ("check", "1000", 1000)):
        for storm in apart.STORMS_KM:
            for name, patch in picture.show(moment(step, said, km, storm)).patches.items():
                apply(built.charts[name].figure, patch)
    for variant in (*THEMES, *pair.PAGES):
        for name, patch in built.variants[variant].items():
            apply(built.charts[name].figure, patch)
    assert all(trace.name for chart in built.charts.values() for trace in chart.figure.data)
