"""Chapter 7: waits by hand, a hundred requests that follow the model, and nothing of them before the prediction."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.app.course import Lesson
from explainer.app.course.chapter import Moment
from explainer.app.course.chapters.edge import CHAPTER, globe, kiosk, moments, picture, sheet, strip, travel, waits
from explainer.errors import InputError
from explainer.model.geo import great_circle_km
from explainer.view.palette import THEMES
from explainer.view.patch import apply
from explainer.world.edge import edge_cities

WAY = kiosk.way()
frames = st.integers(0, picture.LAST)
settings = st.fixed_dictionaries(
    {
        "hits": st.sampled_from(list(kiosk.HITS)),
        "page": st.sampled_from(list(kiosk.PAGES)),
        "server": st.sampled_from(list(kiosk.SERVERS)),
    }
)


def moment(step: str = "play", said: str | None = "150", frame: int = picture.LAST, **changed: str) -> Moment:
    return Moment(step, said, picture.START | changed, frame)


def drawn(name: str, figure: str = "picture", **of: Any) -> Any:
    return SimpleNamespace(**picture.show(moment(**of)).patches[figure].traces[name])


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


def solved(key: str) -> Any:
    return next(check for check in CHAPTER.checks if check.key == key).solve()


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    made = Lesson(7)
    made.act("go", "predict")
    yield made
    made.close_all()


# the model's part


def test_a_hit_is_wifi_and_a_door_and_a_miss_nearly_the_whole_way() -> None:
    assert pytest.approx(20 + 5, abs=0.5) == WAY.hit_ms
    fibre_km = 12_069 + 1.5 * great_circle_km(34.0, -118.3, 40.7, -74.0) + 5_115  # two cables, and America by land
    per_km = 2 * 1.468 / 299.792458
    assert pytest.approx(20 + 5 + fibre_km * 1.2 * per_km + 5, abs=0.5) == WAY.miss_ms
    assert pytest.approx(20 + fibre_km * 1.3 * per_km + 5, abs=0.5) == WAY.direct.rtt_ms


@given(settings)
def test_the_requests_that_are_followed_average_what_the_model_says(of: dict[str, str]) -> None:
    sent = kiosk.orders(of)
    assert sent.hit.mean() == pytest.approx(sent.ratio)
    assert float(np.nanmean(sent.waits_ms)) == pytest.approx(sent.mean_ms) if sent.answered else not sent.ratio
    assert sent.answered == pytest.approx(1.0 if of["server"] != "lost" else sent.ratio)


@given(settings)
def test_percentiles_are_those_of_the_requests(of: dict[str, str]) -> None:
    sent = kiosk.orders(of)
    ordered = np.sort(sent.waits_ms)
    for share in (0.5, moments.MOST):
        at = float(ordered[int(np.ceil(share * kiosk.COUNT)) - 1])
        assert sent.percentile_ms(share) == pytest.approx(at, nan_ok=True)


def test_the_median_falls_long_before_the_slowest_twentieth() -> None:
    half, most = (
        [kiosk.orders(picture.START | {"hits": hits}).percentile_ms(share) for hits in kiosk.HITS]
        for share in (0.5, moments.MOST)
    )
    near, far = pytest.approx(WAY.hit_ms), pytest.approx(WAY.miss_ms)
    assert half == [far, near, near, near, near]
    assert most == [far, far, far, far, near]


def test_only_a_lost_region_does_not_answer() -> None:
    assert [kiosk.reachable(server) for server in kiosk.SERVERS] == [True, True, False]


# the checks


def test_each_check_finds_the_answer_worked_out_by_hand() -> None:
    right = {check.key: check.solve().right for check in CHAPTER.checks}
    assert right == {"page": "points", "ratio": "half", "lost": "kept", "fresh": "region"}


def test_exactly_one_page_gains_nothing_and_the_others_gain_their_share_of_the_way_on() -> None:
    values = solved("page").values
    assert values["points"] == "0\u00a0ms"
    assert kiosk.gained_ms(0.9, 1.0) == pytest.approx(0.9 * WAY.onward.rtt_ms)
    assert kiosk.gained_ms(0.9, 0.5) == pytest.approx(0.45 * WAY.onward.rtt_ms)


def test_from_ninety_to_ninety_nine_the_average_falls_as_by_hand() -> None:
    before, after = WAY.hit_ms + 0.1 * WAY.onward.rtt_ms, WAY.hit_ms + 0.01 * WAY.onward.rtt_ms
    assert solved("ratio").values["fall"] == f"{100 * (1 - after / before):.0f}\u00a0%"
    assert solved("ratio").values["miss_to"] == "1\u00a0%"


def test_a_server_near_the_customers_is_two_doors_away() -> None:
    assert kiosk.way("near").miss_ms == pytest.approx(20 + 5 + 5, abs=0.5)
    assert kiosk.way("near").direct.rtt_ms == pytest.approx(20 + 5, abs=0.5)


def test_the_checks_examine_the_network_the_infrastructure_and_the_benefits() -> None:
    assert CHAPTER.objectives == ("1.1", "3.2", "3.5")


# the requests on their way


@given(settings, frames)
def test_every_request_is_to_come_under_way_answered_or_given_up(of: dict[str, str], frame: int) -> None:
    sent = kiosk.orders(of)
    answered, lost = travel.done(sent, frame)
    to_come = max(kiosk.COUNT - frame, 0)
    under_way = len(travel.under_way(sent, frame).at_ms)
    assert to_come + under_way + len(answered) + lost == kiosk.COUNT


@given(settings)
def test_in_the_last_picture_none_is_under_way(of: dict[str, str]) -> None:
    assert not len(travel.under_way(kiosk.orders(of), picture.LAST).at_ms)


@given(settings, frames)
def test_a_hit_turns_back_at_the_edge_and_no_request_goes_beyond_the_server(of: dict[str, str], frame: int) -> None:
    sent = kiosk.orders(of)
    moving = travel.under_way(sent, frame)
    hit = np.isclose(moving.wait_ms, sent.way.hit_ms)
    assert (moving.at_ms >= 0).all()
    assert (moving.at_ms[hit] <= sent.way.hit_ms).all()
    assert (moving.at_ms <= sent.way.miss_ms).all()


def test_every_picture_of_the_play_shows_something_new() -> None:
    for hits in kiosk.HITS:
        shown = [picture.show(moment(frame=frame, hits=hits)) for frame in range(picture.FRAMES)]
        assert all(one.clock != other.clock for one, other in pairwise(shown))
    told = [travel.done(kiosk.orders(picture.START), frame)[0] for frame in range(picture.FRAMES)]
    assert all(len(one) <= len(other) for one, other in pairwise(told))


def test_the_line_goes_from_the_customers_over_the_landings_to_the_region() -> None:
    line = travel.line()
    assert (line.lon[0], line.lat[0]) == pytest.approx((151.21, -33.87), abs=0.2)
    assert line.lat[-1] == pytest.approx(53.35, abs=0.1)
    assert line.lon[-1] - 360 == pytest.approx(-6.26, abs=0.1)
    assert line.at_ms[-1] == pytest.approx(WAY.miss_ms)
    assert (np.diff(line.at_ms) >= 0).all()
    los_angeles_ms = WAY.hit_ms + sum(leg.rtt_ms for leg in WAY.onward.legs[:2])
    lon, lat = line.places(np.array([los_angeles_ms]))
    assert (float(lon[0]) - 360, float(lat[0])) == pytest.approx((-118.3, 34.0), abs=0.5)


# the picture


@given(settings)
def test_nothing_of_the_result_is_shown_before_the_prediction_whatever_is_set(of: dict[str, str]) -> None:
    shown = picture.show(Moment("predict", None, of | {"server": "far"}, 60))
    unset = picture.show(Moment("predict", None, picture.START, 0))
    assert (shown.status, shown.summaries) == ("", unset.summaries)
    for c in globe.CLASSES:
        assert not list(numbers(shown.patches["waits"].traces[f"waits{c}"]))
        assert not list(numbers(shown.patches["picture"].traces[f"answers{c}"]))
    assert not list(numbers(shown.patches["picture"].traces[globe.USED]))
    assert shown.patches["waits"].traces["mean label"]["text"] == []
    assert len(shown.tables["waits"]["wait"]) == 0
    said = [text for name in strip.TEXTS for text in shown.patches["picture"].traces[name]["text"]]
    assert not [text for text in said if "answered" in text or "25" in text or "302" in text]


@pytest.mark.parametrize("hits", kiosk.HITS)
def test_a_line_is_drawn_for_each_request_as_long_as_its_wait(hits: str) -> None:
    sent = kiosk.orders(picture.START | {"hits": hits})
    shown = picture.show(moment(hits=hits)).patches["waits"].traces
    longs = np.concatenate([np.atleast_1d(shown[f"waits{c}"]["x"]) for c in globe.CLASSES])
    expected = waits.x_px(np.sort(sent.waits_ms)) - waits.LEFT_PX
    assert np.sort(longs) == pytest.approx(expected, abs=0.01)
    assert float(shown["mean"]["x"][0]) == pytest.approx(float(waits.x_px(sent.mean_ms)), abs=0.01)


def test_the_prediction_stands_on_the_axis_of_the_average_and_stays() -> None:
    for step in ("play", "reveal", "check"):
        ring, mean = (drawn(name, "waits", step=step) for name in ("ring", "mean"))
        assert float(ring.x[0]) == pytest.approx(float(waits.x_px(150)), abs=0.01)
        assert ring.y == mean.y
    assert not len(drawn("ring", "waits", said="").x)
    assert len(drawn("mean", "waits", said="").x)


@given(frames)
def test_as_many_requests_are_drawn_on_the_strip_as_are_under_way(frame: int) -> None:
    moving = travel.under_way(kiosk.orders(picture.START), frame)
    shown = picture.show(moment(frame=frame)).patches["picture"].traces
    back = sum(len(shown[f"answers{c}"]["x"]) for c in globe.CLASSES)
    assert (len(shown["out"]["x"]), back) == (int((~moving.back).sum()), int(moving.back.sum()))
    beyond = int((moving.at_ms > WAY.hit_ms).sum())
    on_map = sum(len(shown[f"answers on map{c}"]["x"]) for c in globe.CLASSES)
    assert len(shown[globe.OUT]["x"]) + on_map == beyond


def test_the_strip_is_drawn_to_scale() -> None:
    sea = drawn("bar sea")
    per_px = strip.MOST_MS / (strip.RIGHT_PX - strip.LEFT_PX)
    cables = [leg.rtt_ms for leg in WAY.onward.legs if leg.kind == "sea"]
    assert np.asarray(sea.x) * per_px == pytest.approx(cables, rel=0.001)
    assert float(drawn(strip.SERVER).x[0]) == pytest.approx(float(strip.x_px(WAY.miss_ms)), abs=0.01)


def test_a_pin_stands_on_each_edge_city() -> None:
    pins = next(trace for trace in sheet.build(kiosk.world()).data if trace.name == globe.PINS)
    x, y = globe.pixels(edge_cities()["lon"], edge_cities()["lat"])
    assert np.asarray(pins.x) == pytest.approx(x, abs=0.1)
    assert np.asarray(pins.y) + globe.PIN_PX / 2 == pytest.approx(y, abs=0.1)
    assert (np.asarray(pins.y) < globe.HEIGHT_PX).all()


def test_a_lost_region_is_named_down_and_its_requests_are_dropped() -> None:
    shown = picture.show(moment(server="lost"))
    assert len(shown.patches["picture"].traces[globe.DOWN]["x"]) == 1
    assert not len(shown.patches["picture"].traces[globe.REGION]["x"])
    assert "Ireland: down" in shown.patches["picture"].traces[globe.LOST_PLACE]["text"][0]
    assert len(shown.patches["waits"].traces["lost"]["x"]) == 20
    assert shown.kind == "loss"


@pytest.mark.parametrize("server", kiosk.SERVERS)
def test_every_label_of_the_strip_stays_on_a_phone(server: str) -> None:
    shown = picture.show(moment(server=server)).patches["picture"].traces
    for name in strip.TEXTS:
        label = shown[name]
        for x, text, side in zip(label["x"], label["text"], label["textposition"], strict=True):
            at, width = float(x) * strip.PHONE, len(text) * 6.4
            left = at if side == "middle right" else at - width if side == "middle left" else at - width / 2
            assert left > -2, text
            assert left + width < 392, text


def test_the_map_keeps_its_shape_on_a_phone() -> None:
    for narrow, (width, height) in {False: (820, 562), True: (390, 300)}.items():
        foot, top = sheet.sized(narrow).layout["yaxis.domain"]
        high = (top - foot) * height
        assert width / globe.WIDTH_PX == pytest.approx(high / globe.HEIGHT_PX, rel=0.001)


def test_the_page_says_that_the_list_of_edge_cities_is_not_official() -> None:
    assert "not an official list" in picture.key()
    assert f"{len(edge_cities())} cities" in picture.key()


def test_all_that_is_shown_and_painted_fits_the_figures() -> None:
    built = CHAPTER.stage(moment("predict", None, 0))
    for server in kiosk.SERVERS:
        for frame in (0, 1, 40, picture.LAST):
            for name, patch in picture.show(moment(frame=frame, server=server)).patches.items():
                apply(built.charts[name].figure, patch)
    for variant in (*THEMES, "wide", "narrow"):
        for name, patch in built.variants[variant].items():
            apply(built.charts[name].figure, patch)


def test_an_answer_is_a_wait_on_the_axis() -> None:
    assert picture.QUESTION.read("80") == "80"
    with pytest.raises(InputError):
        picture.QUESTION.read("331")


def test_a_lesson_goes_from_the_prediction_to_the_end(lesson: Lesson) -> None:
    lesson.act("predict", "150")
    for _ in range(picture.LAST):
        lesson.act("tick")
    lesson.act("go", "reveal")
    lesson.act("go", "name")
    lesson.act("go", "check")
    for check in CHAPTER.checks:
        lesson.act("answer", f"{check.key}:{check.solve().right}")
        lesson.act("next")
    assert [given.right for given in lesson.state.answers.values()] == [True] * len(CHAPTER.checks)
    lesson.act("set", "page:fresh")
    assert lesson.state.settings["page"] == "fresh"
