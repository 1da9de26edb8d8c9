"""Chapter 5: the law holds back whatever the rest is worth, by hand, by chance and by the model, and so it is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.app.course import Lesson
from explainer.app.course.chapter import Moment
from explainer.app.course.chapters.choose_region import CHAPTER, drawing, gates, ground, picture, sieve
from explainer.app.course.chapters.choose_region.sieve import CASES, CRITERIA, FRANKFURT, LIMIT_MS, LONDON, PARIS
from explainer.app.course.chapters.choose_region.texts import TEXTS
from explainer.app.course.lesson import earlier
from explainer.model.routing import spread
from explainer.view.palette import THEMES
from explainer.view.patch import Properties, apply
from explainer.view.prediction import KEPT, LOST, RING
from explainer.world import load_world

WAYS = ("weight", "filter")
NORTH = CASES["north"]
each_case = pytest.mark.parametrize("case", CASES)
each_way = pytest.mark.parametrize("way", WAYS)
four_bools = st.lists(st.booleans(), min_size=4, max_size=4).map(np.array)
four_numbers = st.lists(st.floats(0.5, 60), min_size=4, max_size=4).map(np.array)
anything = st.builds(sieve.Judged, four_bools, four_bools, four_numbers, four_numbers)


def moment(step: str = "play", said: str | None = PARIS, frame: int = picture.LAST, **settings: str) -> Moment:
    return Moment(step, said, {**picture.START, **settings}, frame)


def drawn(name: str, *args: Any, **settings: Any) -> Properties:
    return picture.show(moment(*args, **settings)).patches["picture"].traces[name]


def solved(key: str) -> Any:
    return next(check for check in CHAPTER.checks if check.key == key).solve()


# the model's part


@each_case
def test_the_rule_lets_people_be_served_from_where_its_countries_are(case: str) -> None:
    asked = CASES[case]
    countries = load_world().regions["country"].loc[list(asked.regions)]
    assert sieve.judge(asked).lawful.tolist() == countries.isin(sieve.RULES[asked.rule]).tolist()


@each_case
def test_a_wait_is_the_round_trip_of_the_people_with_access_and_queue(case: str) -> None:
    asked = CASES[case]
    world = sieve.world_of(asked.clinics)
    for code, wait_ms in zip(asked.regions, sieve.judge(asked).wait_ms.tolist(), strict=True):
        row = world.position(code)
        way_ms = np.average(world.round_trip[:, row], weights=world.users)
        queue_ms = sieve.opened(asked, code, ruled=False).region_queue_ms[row]
        assert wait_ms == pytest.approx(way_ms + world.travel.access[sieve.ACCESS] + queue_ms, rel=1e-5)


def test_prices_are_those_of_the_table() -> None:
    prices = load_world().regions["price_index"]
    assert sieve.judge(NORTH).price.tolist() == [prices[code] for code in NORTH.regions]


def test_the_genome_service_is_where_the_list_of_endpoints_says() -> None:
    botocore = pytest.importorskip("botocore")
    if f"botocore {botocore.__version__}" != sieve.SERVICE_SOURCE:
        pytest.skip("another version than the one that was read")
    session = pytest.importorskip("botocore.session").get_session()
    listed = set(session.get_available_regions("omics"))
    known = {code for case in CASES.values() for code in case.regions}
    assert sieve.SERVICES["genomes"] == listed & known


def test_by_hand_the_points_pick_london_and_the_sieve_leaves_frankfurt() -> None:
    judged = sieve.judge(NORTH)
    nearest, second, third, farthest = judged.wait_ms.tolist()
    waits = [(farthest - ms) / (farthest - nearest) for ms in (nearest, second, third, farthest)]
    prices = [1.0, 0.75, 0.0, 0.75]  # (1.20 - price) / (1.20 - 1.16)
    by_hand = [
        law + wait + service + price
        for law, wait, service, price in zip([0, 1, 1, 1], waits, [1, 0, 1, 0], prices, strict=True)
    ]
    assert judged.total == pytest.approx(by_hand)
    assert NORTH.regions[judged.leader] == LONDON
    assert NORTH.regions[judged.passed] == FRANKFURT
    assert [CRITERIA[row] for row in np.delete(judged.held_by, judged.passed)] == ["law", "service", "wait"]
    assert judged.price[judged.passed] == judged.price.max(), "what is left is the dearest of the four"


def test_no_wait_of_the_question_is_near_the_limit() -> None:
    assert np.abs(sieve.judge(NORTH).wait_ms - LIMIT_MS).min() > 0.08 * LIMIT_MS


@given(anything)
def test_what_passes_is_lawful_quick_complete_and_no_other_such_is_cheaper(judged: sieve.Judged) -> None:
    good = judged.lawful & (judged.wait_ms <= LIMIT_MS) & judged.has
    if judged.passed is None:
        assert not good.any()
    else:
        assert good[judged.passed]
        assert judged.price[judged.passed] == judged.price[good].min()


@given(anything)
def test_a_criterion_gives_its_best_one_point_its_worst_none_and_keeps_the_order(judged: sieve.Judged) -> None:
    for row, value in zip(judged.points, (judged.lawful, -judged.wait_ms, judged.has, -judged.price), strict=True):
        spread_out = np.ptp(value.astype(float)) > 0
        assert (row.min(), row.max()) == ((0, 1) if spread_out else (1, 1))
        order = np.argsort(value, kind="stable")
        assert (np.diff(row[order]) >= 0).all()


@given(anything)
def test_a_weight_that_nothing_can_outweigh_is_a_filter(judged: sieve.Judged) -> None:
    if judged.lawful.any():
        heavy = judged.total + (len(CRITERIA) - 1) * judged.points[0]
        assert heavy[judged.lawful].min() > heavy[~judged.lawful].max(initial=0.0)


def test_with_the_rule_kept_a_forbidden_region_serves_nobody_on_the_worst_day_either() -> None:
    down, lawful = (sieve.opened(NORTH, FRANKFURT, spare, down=FRANKFURT) for spare in (LONDON, PARIS))
    assert down.summary.reach == 0
    assert set(down.summary.dropped_by_reason) == {"not-compliant"}
    assert lawful.summary.reach == 1


# the checks


@pytest.mark.parametrize(("check", "right"), [("hospital", "law"), ("price", "price"), ("spare", "none")])
def test_the_model_finds_the_answer_of_each_check(check: str, right: str) -> None:
    assert solved(check).right == right


def test_after_the_filter_the_hospital_has_frankfurt_and_no_feature() -> None:
    case = CASES["hospital"]
    judged = sieve.judge(case)
    assert [code for code, lawful in zip(case.regions, judged.lawful, strict=True) if lawful] == [FRANKFURT]
    assert not judged.has[judged.lawful].any()
    assert solved("hospital").values["left"] == "Frankfurt"


def test_between_two_that_are_quick_enough_the_cheaper_wins_though_the_other_is_quicker() -> None:
    judged, regions = sieve.judge(CASES["plain"]), CASES["plain"].regions
    one, other = regions.index(FRANKFURT), regions.index(PARIS)
    assert judged.wait_ms[one] < judged.wait_ms[other] < LIMIT_MS
    assert judged.passed == other
    assert judged.decided_by == "price"


def test_the_checks_examine_regions_prices_reliability_and_shared_responsibility() -> None:
    assert set(CHAPTER.objectives) == {"1.2", "1.4", "2.1", "3.2", "4.1"}


# the picture


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    made = Lesson(5)
    made.act("go", "predict")
    yield made
    made.close_all()


@each_case
@each_way
def test_nothing_is_judged_before_the_prediction_whatever_is_set(case: str, way: str) -> None:
    shown = picture.show(moment("predict", None, law=way, case=case))
    for name in (gates.THREADS, gates.STOPS, gates.BARS, gates.TOTALS, gates.WON, gates.STUCK, ground.CHOSEN):
        assert len(shown.patches["picture"].traces[name]["x"]) == 0, name
    for name in (ground.FLOWS, ground.LOST, ground.CROSS):
        assert len(shown.patches["picture"].traces[name]["x"]) == 0, name
    assert set(shown.tables["picture"]["points"]) == {""}
    assert set(shown.tables["picture"]["state"]) == {"to choose from"}
    assert shown.status == ""


def test_no_result_is_on_the_page_before_the_prediction(lesson: Lesson) -> None:
    texts = " ".join(lesson.children[0].children[0]._texts.values())
    assert "is left" not in texts
    assert "most points" not in texts


def test_the_reveal_names_both_choices_and_puts_them_beside_what_was_said(lesson: Lesson) -> None:
    lesson.act("predict", PARIS)
    lesson.act("go", "reveal")
    headline = lesson.children[0].children[0]._texts["headline"]
    assert all(name in headline for name in ("London", "Frankfurt"))
    shown = picture.show(lesson.state.moment)
    judged = sieve.judge(NORTH)
    for name, scale, value in (("wait", picture.WAIT, judged.wait_ms), ("price", picture.PRICE, judged.price)):
        traces = shown.patches[name].traces
        for mark, at in ((RING, 1), (LOST, judged.leader), (KEPT, judged.passed)):
            assert traces[mark]["x"] == [scale.place(float(value[at]))]


def test_who_does_not_know_gets_no_ring_and_a_ring_stands_only_in_the_case_of_the_question() -> None:
    assert drawn(gates.RING)["x"].tolist() == [1]
    assert not len(drawn(gates.RING, said="")["x"])
    assert not len(drawn(gates.RING, case="ireland")["x"])


@each_case
def test_each_region_falls_to_the_row_that_holds_it_back(case: str) -> None:
    judged = sieve.judge(CASES[case])
    threads, won = (drawn(name, law="filter", case=case) for name in (gates.THREADS, gates.WON))
    for column, row in enumerate(judged.held_by.tolist()):
        end = np.nanmax(threads["y"][threads["x"] == column])
        assert end == pytest.approx(gates.TRAY if row == len(CRITERIA) else row + 1)
    assert won["x"].tolist() == ([] if judged.passed is None else [judged.passed])


@each_case
def test_a_bar_is_as_long_as_its_points_and_the_most_points_win(case: str) -> None:
    judged = sieve.judge(CASES[case])
    long = drawn(gates.BARS, case=case)["x"].reshape(judged.points.shape)
    assert long == pytest.approx(2 * gates.BAR_HALF * judged.points, abs=1e-5)
    assert drawn(gates.WON, case=case)["x"].tolist() == [judged.leader]
    assert drawn(gates.TOTAL_MOST, case=case)["text"] == [f"{judged.total.max():.1f}"]
    barred = drawn(gates.BARRED, case=case)["text"][0]
    assert (barred == TEXTS["row.barred"]) == (not judged.lawful[judged.leader])


@each_case
@each_way
def test_each_picture_of_the_play_differs_from_the_one_before(case: str, way: str) -> None:
    """A page waits for the kernel to answer a tick, and an unchanged picture is no answer."""
    for one, other in pairwise(range(picture.FRAMES)):
        names = (gates.CURSOR, gates.WON, gates.BARS)
        before, after = ([drawn(name, frame=at, law=way, case=case) for name in names] for at in (one, other))
        assert any(
            not np.array_equal(a[key], b[key]) for a, b in zip(before, after, strict=True) for key in ("x", "y")
        ), (one, other)


def test_by_points_all_are_turned_away_and_by_the_sieve_all_are_served_from_frankfurt() -> None:
    cells = len(sieve.world_of(NORTH.clinics).cells)
    assert len(drawn(ground.LOST)["x"]) == cells
    assert not len(drawn(ground.FLOWS)["x"])
    assert not len(drawn(ground.LOST, law="filter")["x"])
    ways, chosen = drawn(ground.FLOWS, law="filter"), drawn(ground.CHOSEN, law="filter")
    assert ways["x"].reshape(-1, 3)[:, 1].tolist() == [chosen["x"][0]] * cells
    served = sieve.opened(NORTH, FRANKFURT)
    assert spread(served.answers.rps, served.answers.cell, cells) == pytest.approx(served.offered_rps)


def test_what_is_held_back_stays_on_the_picture_crossed_out() -> None:
    for name in (ground.HELD, ground.CROSS, gates.STUCK, gates.STUCK_CROSS):
        assert len(drawn(name, law="filter")["x"]) == 3, name
    said = drawn(gates.HEADS_HELD, law="filter")["text"]
    assert said == ["London", "Paris", "Milan"]
    values = [drawn(name, law="filter")["text"] for name in (gates.VALUES, gates.VALUES_HELD, gates.VALUES_PAST)]
    assert sum(map(len, values)) == len(CRITERIA) * len(NORTH.regions)


def test_the_lost_region_is_drawn_down_and_its_spare_serves_nobody() -> None:
    found = solved("spare")
    shown = picture.show(Moment("check", PARIS, {**picture.START, **found.settings}, found.frame))
    traces = shown.patches["picture"].traces
    assert len(traces[ground.DOWN]["x"]) == len(traces[ground.CHOSEN]["x"]) == 1
    assert len(traces[ground.LOST]["x"]) == len(sieve.world_of(NORTH.clinics).cells)
    assert "Frankfurt is down" in shown.summaries["picture"]


@each_case
@pytest.mark.parametrize("narrow", [False, True])
def test_all_marks_of_the_map_are_within_its_frame(case: str, narrow: bool) -> None:
    layout = drawing.sized(narrow).layout
    names = (ground.ASKING, ground.CANDIDATE, ground.NAMES, ground.PEOPLE)
    for name in names:
        put = drawn(name, frame=0, case=case)
        for axis in "xy":
            low, high = layout[f"{axis}axis.range"]
            assert ((low < put[axis]) & (put[axis] < high)).all(), name


def test_a_region_stands_on_the_map_at_its_place_whatever_the_page() -> None:
    put = drawn(ground.CANDIDATE, frame=0)
    assert (np.diff(put["x"])[[0, 1]] > 0).all(), "London, Paris, Frankfurt from west to east"
    assert np.argsort(put["y"]).tolist() == [3, 1, 2, 0], "Milan, Paris, Frankfurt, London from south to north"
    for narrow in (False, True):
        layout = drawing.sized(narrow).layout
        (left, right), (low, high) = layout["xaxis.range"], layout["yaxis.range"]
        wide = drawing.NARROW_PX if narrow else drawing.MAP_PX
        tall = drawing.NARROW_MAP_PX if narrow else drawing.HEIGHT_PX
        assert wide / (right - left) == pytest.approx(tall / (high - low)), "as long in both directions"


@each_case
@each_way
def test_all_that_is_shown_and_painted_fits_the_figures(case: str, way: str) -> None:
    built = CHAPTER.stage(picture.NEVER)
    for step, said, frame in (("predict", None, 0), ("play", PARIS, 14), ("reveal", "", picture.LAST)):
        for name, patch in picture.show(moment(step, said, frame, law=way, case=case)).patches.items():
            apply(built.charts[name].figure, patch)
    for variant in (*THEMES, "narrow", "wide"):
        for name, patch in built.variants[variant].items():
            apply(built.charts[name].figure, patch)
    assert all(trace.name for chart in built.charts.values() for trace in chart.figure.data)


def test_when_nothing_is_left_it_is_said_and_nobody_is_drawn_as_served() -> None:
    shown = picture.show(moment(law="filter", case="ireland"))
    assert "None of the four is left" in shown.status
    assert not len(shown.patches["picture"].traces[ground.FLOWS]["x"])
    assert len(shown.patches["picture"].traces[ground.ASKING]["x"]) == 1


def test_the_chapter_opens_with_a_question_from_the_one_before() -> None:
    assert next(iter(earlier(5))) == "4/near"
