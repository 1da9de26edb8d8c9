"""Chapter 2: the formula and the years agree, and the field of years shows what the years are."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from explainer.app.course import Lesson
from explainer.app.course.chapter import Moment
from explainer.app.course.chapters.data_centre import CHAPTER, centre, field, picture
from explainer.model import availability
from explainer.rates import load_rates
from explainer.view import prediction, words
from explainer.view.appraise import settling
from explainer.view.patch import Patch

SETTINGS = [(nines, parts) for nines in centre.UP for parts in centre.PARTS]


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    made = Lesson(2)
    made.act("go", "predict")
    yield made
    made.close_all()


def trace(lesson: Lesson, chart: str, name: str) -> Any:
    kept = lesson.children[0].children[0]._charts[chart]["data"]
    return SimpleNamespace(**next(trace for trace in kept if trace["name"] == name))


def moment(step: str, nines: str = "three", parts: str = "one", frame: int = 0, said: str | None = "20") -> Moment:
    return Moment(step, said, {"nines": nines, "parts": parts}, frame)


def placed(patch: Patch, name: str) -> np.ndarray:
    return np.asarray(patch.traces[name]["y"])


@pytest.mark.parametrize(
    ("nines", "hours"), [("two", 87.6), ("three", 8.76), ("four", 0.876)], ids=["99 %", "99.9 %", "99.99 %"]
)
def test_nines_are_hours_of_a_year_of_365_days(nines: str, hours: float) -> None:
    assert centre.down_h(centre.up(nines)) == pytest.approx(hours)


@pytest.mark.parametrize(("nines", "parts"), SETTINGS)
def test_the_simulated_years_come_to_what_the_formula_says(nines: str, parts: str) -> None:
    told = centre.lived(nines, parts)
    assert told.n == centre.COUNT == field.COLUMNS * field.ROWS
    assert told.mean_min / 60 == pytest.approx(centre.down_h(centre.up(nines, parts)), abs=3 * told.mean_min_error / 60)
    assert set(told.cause_min) <= {"zone", "service", "several at once"}  # nothing else ever happens


@pytest.mark.parametrize("nines", centre.UP)
def test_as_many_years_are_calm_as_chance_says(nines: str) -> None:
    """Failures come by chance, so that a year has none with probability exp(-rate)."""
    told, often = centre.lived(nines), centre.rates(centre.UP[nines]).zone.per_year
    expected = np.exp(-often)
    error = np.sqrt(expected * (1 - expected) / told.n)
    assert told.share_without_loss == pytest.approx(expected, abs=4 * error + 1 / told.n)


def test_failures_last_as_long_as_those_of_the_tables_whatever_the_nines() -> None:
    assert {centre.rates(a).duration for a in centre.UP.values()} == {load_rates().duration}


def test_parts_in_series_multiply() -> None:
    assert centre.up("three", "both") == pytest.approx(0.998001)


def test_a_square_is_larger_the_more_hours_were_lost_and_there_is_none_without() -> None:
    lost_h = np.array([0.0, 0.3, 5.0, 50.0, 500.0])
    drawn = field.patch(lost_h, "").traces[field.LOST]
    assert len(drawn["y"]) == 4
    assert (np.diff(drawn["width"]) > 0).all()
    assert (drawn["width"] <= field.PITCH_PX[1]).all()


def test_every_year_has_a_square_of_its_own_inside_the_picture() -> None:
    squares = field.patch(np.ones(centre.COUNT), "").traces[field.PASSED]
    left, right, y = squares["base"], squares["base"] + squares["x"], squares["y"]
    assert len(set(zip(left.tolist(), y.tolist(), strict=True))) == centre.COUNT
    assert left.min() > 0
    assert right.max() < field.WIDTH_PX
    assert y.max() + field.PITCH_PX[1] / 2 < field.HEIGHT_PX


def test_the_picture_shows_as_many_years_as_have_passed_and_fills_those_that_lost() -> None:
    for frame in (0, 1, 7, picture.LAST):
        shown = picture.show(moment("play", frame=frame))
        lost = centre.lived("three").lost_min[: frame * field.COLUMNS]
        assert len(placed(shown.patches["picture"], field.PASSED)) == len(lost)
        assert len(placed(shown.patches["picture"], field.LOST)) == (lost > 0).sum()
        assert shown.tables["picture"]["hours"].tolist() == (lost / 60).tolist()


@pytest.mark.parametrize("nines", centre.UP)
def test_the_dotted_line_is_the_formula_on_the_scale_of_the_average(nines: str) -> None:
    told = centre.lived(nines)
    level = picture.show(moment("play", nines, frame=picture.LAST)).patches["settling"].traces[settling.LEVEL]["y"]
    high = (settling.ZERO - level[0]) / (settling.ZERO - settling.TOP)
    assert high == pytest.approx(centre.down_h(centre.UP[nines]) * 60 / told.mean_min / 2, rel=1e-5)


def test_no_year_and_no_hour_is_shown_before_the_prediction(lesson: Lesson) -> None:
    for chart, names in (("picture", (field.LOST, field.PASSED)), ("settling", (settling.MEAN,))):
        assert [len(trace(lesson, chart, name).x) for name in names] == [0] * len(names)
    for name in (prediction.LOST, prediction.KEPT):
        assert len(trace(lesson, "result", name).x) == 0
    told = " ".join(lesson.children[0].children[0]._texts.values())
    assert CHAPTER.results()["formula"] not in told
    lesson.act("predict", "20")
    lesson.act("go", "reveal")
    assert CHAPTER.results()["formula"] in lesson.children[0].children[0]._texts["headline"]


def test_the_reveal_puts_formula_and_years_beside_what_was_said(lesson: Lesson) -> None:
    lesson.act("predict", "20")
    lesson.act("go", "reveal")
    assert lesson.state.frame == picture.LAST
    places = {name: trace(lesson, "result", name).x for name in (prediction.RING, prediction.LOST, prediction.KEPT)}
    assert places[prediction.RING] == [picture.SCALE.place(20)]
    assert places[prediction.LOST] == [picture.SCALE.place(centre.down_h(0.999))]
    assert places[prediction.KEPT] == [picture.SCALE.place(centre.lived("three").mean_min / 60)]


@pytest.mark.parametrize(("check", "right"), [("series", "product"), ("claim", "downs"), ("bad-year", "no")])
def test_the_model_finds_the_answer_of_each_check(check: str, right: str) -> None:
    assert {each.key: each.solve().right for each in CHAPTER.checks}[check] == right


def test_the_claim_is_answered_with_both_ways_to_multiply() -> None:
    values = next(check for check in CHAPTER.checks if check.key == "claim").solve().values
    assert values["pair"] == words.percent(1 - 0.005**2) == f"99.9975{words.NO_BREAK}%"
    assert values["product"] == words.percent(0.995**2)
    assert values["pair_h"] == f"{0.005**2 * availability.MINUTES_PER_YEAR:.0f}{words.NO_BREAK}min"


def test_the_check_on_series_shows_its_own_years_in_the_picture(lesson: Lesson) -> None:
    for name, value in (("predict", "20"), ("go", "reveal"), ("go", "name"), ("go", "check")):
        lesson.act(name, value)
    lesson.act("answer", "series:product")
    assert lesson.state.settings["parts"] == "both"
    lost = centre.lived("three", "both").lost_min
    assert len(trace(lesson, "picture", field.LOST).x) == (lost > 0).sum()
