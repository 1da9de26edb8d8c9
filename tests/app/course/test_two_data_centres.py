"""Chapter 3: a second site helps as far as it fails on its own and has room, by formula, simulation and drawing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from explainer.app.course import Lesson
from explainer.app.course.chapter import Moment
from explainer.app.course.chapters.data_centre import centre
from explainer.app.course.chapters.two_data_centres import CHAPTER, drawing, picture, sites
from explainer.app.course.lesson import earlier
from explainer.view import prediction, words
from explainer.view.patch import Properties

ONE_H = centre.down_h(sites.UP)


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    made = Lesson(3)
    made.act("go", "predict")
    yield made
    made.close_all()


def trace(lesson: Lesson, chart: str, name: str) -> Any:
    kept = lesson.children[0].children[0]._charts[chart]["data"]
    return SimpleNamespace(**next(trace for trace in kept if trace["name"] == name))


def drawn(name: str, shared: str = "some", busy: str = "half", frame: int = picture.LAST) -> Properties:
    shown = picture.show(Moment("play", "half", {"shared": shared, "busy": busy}, frame))
    return shown.patches["picture"].traces[name]


def solved(key: str) -> Any:
    return next(check for check in CHAPTER.checks if check.key == key).solve()


@pytest.mark.parametrize(("shared", "left"), [("none", 0.001), ("some", 0.1), ("half", 0.5), ("all", 1.0)])
def test_about_as_much_of_the_outage_is_left_as_the_sites_share(shared: str, left: float) -> None:
    assert sites.left(shared) == pytest.approx(left, rel=0.01)


@pytest.mark.parametrize("busy", sites.BUSY)
@pytest.mark.parametrize("shared", sites.SHARED)
def test_the_simulated_years_lose_what_the_formula_says(shared: str, busy: str) -> None:
    told = sites.lived(shared, busy)
    assert told.mean_min == pytest.approx(sites.down_h(shared, busy) * 60, abs=3.5 * told.mean_min_error)


def test_two_sites_at_60_per_cent_lose_one_serve_100_of_120_and_drop_a_sixth() -> None:
    whole, broken = sites.outcome("sixty"), sites.outcome("sixty", "A")
    assert whole.utilisation.tolist() == [0.6]
    assert (broken.summary.served_rps, broken.summary.offered_rps) == (100.0, 120.0)
    assert 1 - broken.summary.reach == pytest.approx(1 / 6)
    assert broken.summary.dropped_by_reason == {"no-capacity": 20.0}


def test_at_half_its_room_either_site_carries_everybody_and_no_more() -> None:
    for site in sites.SITES:
        left = sites.outcome("half", site)
        assert left.summary.reach == 1
        assert left.utilisation.tolist() == [1.0]


def test_without_room_a_second_site_leaves_more_of_the_outage_even_with_nothing_in_common() -> None:
    assert sites.left("none", "half") < sites.left("none", "sixty") < sites.left("none", "eighty") < 1


@pytest.mark.parametrize("shared", sites.SHARED)
def test_as_many_failures_take_both_as_the_share_in_common_makes(shared: str) -> None:
    """Of all failures of either site, b / (2 - b) are common when b of each one's are."""
    share = sites.SHARED[shared] / (2 - sites.SHARED[shared])
    both = int(sites.failures(shared, "half").both.sum())
    assert both == pytest.approx(share * sites.COUNT, abs=3 * np.sqrt(share * (1 - share) * sites.COUNT))


def test_customers_go_without_only_when_both_are_lost_or_one_has_no_room() -> None:
    for busy, alone in (("half", 0.0), ("sixty", 1 / 6), ("eighty", 0.375)):
        found = sites.failures("some", busy)
        assert found.not_served[found.both] == pytest.approx(1.0)
        assert found.not_served[~found.both] == pytest.approx(alone)


def test_every_failure_has_a_square_for_each_site_and_a_bar_where_customers_are_lost() -> None:
    found = sites.failures("some", "half")
    assert len(drawn(drawing.HELD)["y"]) + len(drawn(drawing.GONE)["y"]) == 2 * sites.COUNT
    assert len(drawn(drawing.GONE)["y"]) == found.lost.sum()
    assert len(drawn(drawing.NOT_SERVED)["y"]) == found.both.sum()
    assert drawn(drawing.NOT_SERVED)["width"] == pytest.approx(drawing.LOST_FOOT - drawing.LOST_TOP)
    assert drawn(drawing.NOT_SERVED, busy="sixty", frame=1)["width"] == pytest.approx(
        (drawing.LOST_FOOT - drawing.LOST_TOP) / 6
    )


def test_all_that_is_drawn_stays_on_the_sheet_however_busy_the_sites_are() -> None:
    for busy in sites.BUSY:
        over = drawn(drawing.OVER, busy=busy, frame=1)
        assert (over["base"] + over["x"]).max() < drawing.WIDTH_PX
        a_ends, b_begins = (drawn(drawing.ROOM, busy=busy)["base"] + [drawing.BAR_PX[0], 0]).tolist()
        assert a_ends + over["x"].max() < b_begins


def test_what_both_hang_on_fails_only_when_both_are_lost_by_it() -> None:
    found = sites.failures("some", "half")
    for frame in range(1, picture.FRAMES, picture.EACH):
        both = bool(found.both[(frame - 1) // picture.EACH])
        assert len(drawn(drawing.FEED_HIT, frame=frame)["x"]) == both
    assert len(drawn(drawing.FEED, "none", frame=0)["x"]) == len(sites.SITES)


def test_each_picture_of_the_play_differs_from_the_one_before() -> None:
    """A page waits for the kernel to answer a tick, and an unchanged picture is no answer."""
    at = [drawn(drawing.NOW, frame=frame)["x"].tolist() for frame in range(picture.FRAMES)]
    assert all(one != other for one, other in pairwise(at[:-1]))
    assert at[0] == at[-1] == []


def test_no_failure_and_no_result_is_shown_before_the_prediction(lesson: Lesson) -> None:
    for name in (drawing.HELD, drawing.GONE, drawing.NOT_SERVED, drawing.LOST):
        assert len(trace(lesson, "picture", name).x) == 0
    for name in (prediction.LOST, prediction.KEPT):
        assert len(trace(lesson, "result", name).x) == 0
    told = " ".join(lesson.children[0].children[0]._texts.values())
    assert not [value for value in CHAPTER.results().values() if value in told]


def test_the_reveal_puts_what_is_left_beside_what_was_said(lesson: Lesson) -> None:
    lesson.act("predict", "thousandth")
    lesson.act("go", "reveal")
    places = {name: trace(lesson, "result", name).x for name in (prediction.RING, prediction.LOST, prediction.KEPT)}
    assert places[prediction.RING] == [picture.SCALE.place(0.001)]
    assert places[prediction.LOST] == [picture.SCALE.place(sites.left("some"))]
    assert places[prediction.KEPT] == [picture.SCALE.place(sites.left("none"))]
    headline = lesson.children[0].children[0]._texts["headline"]
    assert all(value in headline for value in CHAPTER.results().values())


@pytest.mark.parametrize(("check", "right"), [("room", "some"), ("pair", "apart"), ("bracket", "down")])
def test_the_model_finds_the_answer_of_each_check(check: str, right: str) -> None:
    assert solved(check).right == right


def test_the_check_on_room_shows_one_site_lost_and_the_other_full() -> None:
    found = solved("room")
    assert found.values["not_served"] == f"16.7{words.NO_BREAK}%"
    assert found.values["most"] == words.share(0.5)
    assert len(drawn(drawing.GONE, busy="sixty", frame=found.frame)["x"]) == 1
    assert drawn(drawing.OVER, busy="sixty", frame=found.frame)["x"].max() == pytest.approx(drawing.BAR_PX[0] / 5)


def test_the_claim_is_taken_at_its_word_and_put_right() -> None:
    values = solved("bracket").values
    assert values["written"] == f"0.1{words.NO_BREAK}%"  # 1 - 0.9995 ** 2
    assert values["pair"] == f"99.999975{words.NO_BREAK}%"


def test_the_chapter_opens_with_a_question_from_the_one_before() -> None:
    assert next(iter(earlier(3))) == "2/series"
