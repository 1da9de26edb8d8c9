"""Chapter 8: yours against the best that is proved, the checks by hand, and a map that shows no wait too early."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.app.course import Lesson
from explainer.app.course.chapter import Moment
from explainer.app.course.chapters.world import CHAPTER, atlas, curve, picture, placing, wording
from explainer.app.course.chapters.world.picture import NEVER
from explainer.app.course.chapters.world.question import QUESTION
from explainer.app.course.chapters.world.texts import TEXTS
from explainer.errors import InputError
from explainer.view.map import dots, regions
from explainer.view.palette import THEMES
from explainer.view.patch import apply
from explainer.view.projection import Drawing
from explainer.world import load_world

GUESS = "us-east-1,eu-west-1,ap-southeast-1"
SHOWN = (*wording.BESTS, wording.YOURS, wording.NEAR, wording.BOUND, wording.LOST)
codes = st.sampled_from(placing.open_regions())
threes = st.lists(codes, min_size=3, max_size=3, unique=True).map(tuple)


def moment(step: str, said: str | None, show: str = wording.YOURS, aim: str = "mean") -> Moment:
    return Moment(step, said, {"show": show, "aim": aim}, 0)


def coloured(shown: Any) -> int:
    """Count the dots that say how long somebody waits, or that nobody serves them."""
    traces = shown.patches["picture"].traces
    return sum(len(values["lon"]) for name, values in traces.items() if name.startswith("wait") or name == dots.LOST)


# the model's part


def test_the_best_one_and_two_regions_are_those_of_a_search_through_all():
    for k in (1, 2):
        waits = {
            each: placing.wait_ms(placing.served.__wrapped__(each)) for each in combinations(placing.open_regions(), k)
        }
        assert set(min(waits, key=waits.__getitem__)) == set(placing.chosen(k))


@pytest.mark.parametrize("aim", placing.AIMS)
@settings(max_examples=30, deadline=None)
@given(three=threes)
def test_nobody_places_three_better_than_the_best_three(aim: str, three: tuple[str, ...]):
    best = placing.wait_ms(placing.served(placing.chosen(3, aim)), aim)
    assert placing.wait_ms(placing.served(three), aim) >= best - 1e-4


@pytest.mark.parametrize("k", range(1, placing.MOST + 1))
def test_the_best_is_proved_and_its_wait_is_what_the_search_promised(k: int):
    found = placing.best(k)
    assert found.proved
    assert placing.curve()[k - 1] == pytest.approx(found.objective_value, rel=1e-6)


def test_each_further_region_takes_off_less_than_the_one_before():
    gains = -np.diff(placing.curve())
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()


def test_no_regions_make_people_wait_longer_than_the_chart_is_high():
    farthest = [placing.wait_ms(placing.served((code,))) for code in placing.open_regions()]
    worst = sorted(zip(farthest, placing.open_regions(), strict=True))[-5:]
    threes = combinations([code for _, code in worst], 3)
    assert max(placing.wait_ms(placing.served(each)) for each in threes) < curve.MOST_MS


def test_only_open_regions_of_the_one_partition_can_be_chosen():
    frame = load_world().regions.loc[list(placing.open_regions())]
    assert set(frame["status"]) == {"launched"}
    assert set(frame["partition"]) == {"aws"}
    grouped = [code for group in placing.by_continent().values() for code in group]
    assert sorted(grouped) == sorted(placing.open_regions())


def test_the_nearest_region_of_the_detour_is_nearest_and_another_quickest():
    world, found = load_world(), placing.detour()
    km = {code: world.distance_km[world.position(code), found.cell] for code in placing.open_regions()}
    ms = {code: world.path(found.cell, code).rtt_ms for code in placing.open_regions()}
    assert min(km, key=km.__getitem__) == found.near != found.fast == min(ms, key=ms.__getitem__)
    assert found.near_ms == pytest.approx(ms[found.near])
    assert found.via in world.path(found.cell, found.near).gateways


def test_the_people_whose_nearest_region_is_slower_are_counted_one_by_one():
    world, found = load_world(), placing.detour()
    rows = [world.position(code) for code in placing.open_regions()]
    people = 0.0
    for cell, users in enumerate(world.users):
        near = rows[int(np.argmin(world.distance_km[rows, cell]))]
        slower = world.wait_by_region[near, cell] - world.wait_by_region[rows, cell].min()
        people += users if slower > placing.MARGIN_MS else 0
    assert found.people == pytest.approx(people)
    assert found.share == pytest.approx(people / world.users.sum())


def test_the_rule_keeps_a_country_in_its_own_regions_and_costs_the_others_time():
    ((country, allowed),) = placing.rule()
    chosen = placing.chosen(3, bound=True)
    outcome = placing.served(chosen, bound=True)
    there = outcome.cells["region"][load_world().cells["country"] == country]
    assert set(there) == set(allowed) & set(chosen)
    assert outcome.summary.reach == 1
    assert placing.wait_ms(outcome) > placing.curve()[2]


def test_a_lost_region_leaves_some_without_an_answer_and_nobody_if_there_is_room_for_it():
    three, lost = placing.chosen(3), placing.worst_loss()
    assert 0 < placing.served(three, lost=lost).summary.reach < 1
    assert placing.served(three, lost=lost, spare=1).summary.reach == 1


# the checks


def test_each_check_finds_the_answer_worked_out_by_hand():
    right = {check.key: check.solve().right for check in CHAPTER.checks}
    assert right == {"near": "fast", "more": "tenth", "bound": "all", "lose": "some"}


def test_the_checks_answer_one_public_claim_and_examine_cost_and_responsibility_too():
    assert CHAPTER.objectives == ("1.1", "1.2", "1.4", "2.1", "3.2")
    assert [check.claim for check in CHAPTER.checks if check.claim] == ["Nearest Region = lowest latency"]


def test_what_is_called_proved_was_proved():
    found = placing.best(3)
    assert "Proved" in wording.proof(found, 3)
    assert wording.proof(replace(found, proved=False, gap=0.02), 3).startswith("Not proved")


# the question


@given(threes, codes)
def test_the_region_that_stood_longest_goes_where_one_more_is_chosen(three: tuple[str, ...], code: str):
    after = QUESTION.codes(QUESTION.put(",".join(three), code))
    assert after[-1] == code
    assert len(set(after)) == 3
    assert after[:2] == tuple(each for each in three if each != code)[-2:]


def test_all_regions_stand_on_the_card_and_those_chosen_are_pressed():
    written = QUESTION.control(TEXTS, GUESS)
    assert 'aria-labelledby="pp-question"' in written
    assert written.count("<button") == len(placing.open_regions())
    assert written.count('aria-pressed="true"') == 3
    assert f'data-value="{QUESTION.put(GUESS, "ap-south-1")}" aria-pressed="false">Mumbai<' in written
    for value in written.split('data-value="')[1:]:
        assert QUESTION.read(value.partition('"')[0])


def test_a_chip_that_was_chosen_keeps_its_value_so_that_the_focus_stays_on_it():
    value = QUESTION.put(GUESS, "ap-south-1")
    assert f'data-value="{value}" aria-pressed="true">Mumbai<' in QUESTION.control(TEXTS, value)


@pytest.mark.parametrize(
    "answer",
    ["", "eu-west-1", "eu-west-1,eu-west-1,us-east-1", GUESS + ",ap-south-1", "eu-west-1,us-east-1,mars-1", "a,b,c"],
)
def test_anything_but_three_different_open_regions_is_refused_in_words(answer: str):
    with pytest.raises(InputError, match="Region"):
        QUESTION.read(answer)


@given(st.text(max_size=40))
def test_an_answer_in_its_fixed_form_stays_as_it_is(text: str):
    try:
        fixed = QUESTION.read(text)
    except InputError:
        return
    assert QUESTION.read(fixed) == fixed


def test_an_answer_may_come_with_spaces_and_is_written_as_names():
    assert QUESTION.read("us-east-1, eu-west-1 ,ap-southeast-1") == GUESS
    assert QUESTION.written(TEXTS, GUESS) == "N. Virginia, Ireland and Singapore"


def test_the_three_can_be_placed_one_after_the_other_and_locked_in():
    lesson = Lesson(8)
    lesson.act("go", "predict")
    for code in GUESS.split(","):
        lesson.act("draft", QUESTION.put(lesson.state.draft or QUESTION.start, code))
    assert lesson.state.draft == GUESS
    lesson.act("predict", lesson.state.draft)
    assert lesson.state.said == GUESS


def test_a_click_on_the_map_moves_the_one_that_has_stood_longest_and_its_ring():
    lesson, codes = Lesson(8), placing.open_regions()
    lesson.act("go", "predict")
    rings = lesson.chapter.show(lesson.state.moment).patches["picture"].traces["yours wide"]["lon"]
    lesson.act("put", str(codes.index("eu-west-1")))
    assert lesson.state.draft == ",".join([*placing.TODAY[1:], "eu-west-1"])
    moved = lesson.chapter.show(lesson.state.moment).patches["picture"].traces["yours wide"]["lon"]
    assert len(moved) == len(rings)
    assert not np.array_equal(moved, rings, equal_nan=True)
    before = lesson.state
    lesson.act("put", str(len(codes)))
    assert lesson.state is before, "there is no such Region"
    lesson.act("predict", lesson.state.draft)
    lesson.act("put", "0")
    assert lesson.state.said == before.draft, "what is locked in stays"


# the picture


@pytest.mark.parametrize("show", SHOWN)
def test_before_the_prediction_all_dots_are_grey_and_no_region_is_in_use(show: str):
    shown = picture.show(moment("predict", None, show))
    traces = shown.patches["picture"].traces
    assert coloured(shown) == 0
    assert sum(len(traces[name]["lon"]) for name in atlas.PEOPLE) == 3 * len(load_world().cells)
    assert len(traces["unused"]["lon"]) == len(placing.open_regions())
    assert not len(traces["in use"]["lon"])
    assert not any(len(traces[name]["lon"]) for name in atlas.LINES)
    assert np.isnan(shown.tables["people"]["wait"]).all()
    assert not shown.tables["curve"]["wait"]
    assert shown.status == ""


def test_after_it_every_dot_has_the_colour_of_its_wait():
    shown = picture.show(moment("play", GUESS))
    traces = shown.patches["picture"].traces
    assert coloured(shown) == 3 * len(load_world().cells)
    assert not any(len(traces[name]["lon"]) for name in atlas.PEOPLE)
    assert [text.strip() for text in traces["labels"]["text"]] == ["Singapore", "Ireland", "N. Virginia"]


@pytest.mark.parametrize("page", atlas.SIZES_PX)
def test_the_dashed_rings_go_round_your_three_whatever_is_shown(page: str):
    drawn = picture.show(moment("reveal", GUESS, "3")).patches["picture"].traces[atlas.RINGS[page]]
    frame = Drawing(load_world().canvas, *atlas.SIZES_PX[page])
    at = dict(zip(load_world().regions.index, zip(*regions.positions(load_world()), strict=True), strict=True))
    rings = np.split(np.array(frame.pixels(drawn["lon"], drawn["lat"])), 3, axis=1)
    for ring, code in zip(rings, GUESS.split(","), strict=True):
        middle = np.array(frame.pixels(*at[code]))[:, None]
        assert np.nanmax(np.abs(np.hypot(*(ring - middle)) - atlas.RING_PX)) < 0.2


def test_while_playing_the_curve_ends_where_the_map_is_and_the_reveal_shows_all_of_it():
    for k in (1, 2, 4):
        drawn = picture.show(moment("play", GUESS, str(k))).patches["curve"].traces
        assert len(drawn["best"]["x"]) == k
        assert not len(drawn["gap"]["x"])
    drawn = picture.show(moment("reveal", GUESS, "3")).patches["curve"].traces
    assert drawn["best"]["y"] == pytest.approx([curve.y_px(wait) for wait in placing.curve()], abs=0.01)
    assert [float(text.strip("−")) for text in drawn["gains"]["text"]] == pytest.approx(-np.diff(placing.curve()), 0.05)


def test_yours_stand_on_the_axis_of_the_best_with_what_they_lose():
    yours = placing.wait_ms(placing.served(tuple(GUESS.split(","))))
    drawn = picture.show(moment("reveal", GUESS, "3")).patches["curve"].traces
    assert float(drawn["ring"]["y"][0]) == pytest.approx(curve.y_px(yours), abs=0.01)
    assert np.nanmin(drawn["gap"]["y"]) == pytest.approx(curve.y_px(yours), abs=0.01)
    assert np.nanmax(drawn["gap"]["y"]) == pytest.approx(curve.y_px(placing.curve()[2]), abs=0.01)
    assert f"{yours:.0f}" in drawn["said"]["text"][0]
    assert f"{yours / placing.curve()[2] - 1:.0%}".strip("%") in drawn["said"]["text"][0]


def test_who_placed_the_best_reads_that_nothing_is_lost():
    said = ",".join(placing.chosen(3))
    shown = picture.show(moment("reveal", said, "3"))
    assert not len(shown.patches["curve"].traces["gap"]["x"])
    assert "as good as the best" in shown.patches["curve"].traces["said"]["text"][0]
    assert "Yours are as good" in shown.status


def test_who_does_not_know_gets_no_ring_and_sees_the_three_of_today():
    shown = picture.show(moment("play", ""))
    assert not len(shown.patches["curve"].traces["ring"]["x"])
    assert not any(len(shown.patches["picture"].traces[ring]["lon"]) for ring in atlas.RINGS.values())
    assert all(placing.name(code) in shown.status for code in placing.TODAY)


def test_both_ways_of_the_detour_are_drawn_each_in_its_class_with_its_time():
    traces = picture.show(moment("check", GUESS, wording.NEAR)).patches["picture"].traces
    found = placing.detour()
    lines = [name for name in atlas.WAYS if name.startswith("way") and name[3:].isdigit()]
    drawn = [name for name in lines if np.isfinite(np.array(traces[name]["lon"], float)).any()]
    assert len(drawn) == 2
    for code, ms in ((found.near, found.near_ms), (found.fast, found.fast_ms)):
        assert any(f"{placing.name(code)}: {ms:.0f}" in text for text in traces["labels"]["text"])
    assert coloured(picture.show(moment("check", GUESS, wording.NEAR))) == 0


def test_a_lost_region_is_marked_and_so_are_all_whom_nobody_answers():
    shown = picture.show(moment("check", GUESS, wording.LOST))
    traces, lost = shown.patches["picture"].traces, placing.worst_loss()
    assert len(traces["down"]["lon"]) == 1
    outcome = placing.served(placing.chosen(3), lost=lost)
    assert len(traces[dots.LOST]["lon"]) == int((~outcome.served).sum()) > 0
    states = dict(zip(shown.tables["picture"]["name"], shown.tables["picture"]["state"], strict=True))
    assert states[placing.name(lost)] == "down"
    assert shown.kind == "loss"


def test_the_slowest_are_shortened_by_other_regions_than_the_average():
    assert placing.chosen(3, "p95") != placing.chosen(3)
    shown = picture.show(moment("check", GUESS, "3", "p95"))
    assert all(placing.name(code) in shown.status for code in placing.chosen(3, "p95"))


def test_the_pointer_finds_each_region_that_can_be_chosen_and_each_place():
    chart = CHAPTER.stage(NEVER).charts["picture"]
    at = {layer.name: len(layer.lon) for layer in chart.layers}
    assert at == {"regions": len(placing.open_regions()), "people": len(load_world().cells)}


def test_all_that_is_shown_and_painted_fits_the_figures():
    built = CHAPTER.stage(NEVER)
    for show in SHOWN:
        for said in (GUESS, ""):
            for name, patch in picture.show(moment("check", said, show)).patches.items():
                apply(built.charts[name].figure, patch)
    for variant in (*THEMES, *atlas.SIZES_PX):
        for name, patch in built.variants[variant].items():
            apply(built.charts[name].figure, patch)
    assert all(trace.name for chart in built.charts.values() for trace in chart.figure.data)
