"""Chapter 6: the loss of a Region by hand, drawn as it came out, and nothing of it before the prediction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.app.course import Lesson
from explainer.app.course.chapter import Moment, Solved
from explainer.app.course.chapters.several_regions import CHAPTER, axis, bill, ground, lanes, picture, standby
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.model.failover import MINUTE_S
from explainer.model.routing import HEALTHY_ABOVE
from explainer.strategies import BACKUP_EVERY_S, PILOT_LAUNCH_MIN, RESTORE_MIN, WARM_LAUNCH_MIN
from explainer.view import prediction, words
from explainer.view.palette import THEMES
from explainer.view.patch import Properties, apply

READY = tuple(standby.READY)
NOTICED_MIN = 3  # 90 s until health checks count, 60 s until answers are too old: in full from the third minute on
REPLAY_S = standby.REPLAY_MIN * MINUTE_S


@pytest.fixture
def lesson() -> Iterator[Lesson]:
    made = Lesson(6)
    made.act("go", "predict")
    yield made
    made.close_all()


def moment(step: str = "play", said: str | None = "3", frame: int = picture.LAST, **settings: str) -> Moment:
    return Moment(step, said, {**picture.START, **settings}, frame)


def drawn(name: str, at: Moment | None = None) -> Properties:
    return picture.show(at or moment()).patches["picture"].traces[name]


def solved(key: str) -> Solved:
    return next(check for check in CHAPTER.checks if check.key == key).solve()


def corners(trace: Properties) -> list[np.ndarray]:
    """Give the corners of each area of a trace."""
    points = np.column_stack([trace["x"], trace["y"]])
    ends = np.flatnonzero(np.isnan(points[:, 0]))
    return [points[start:end] for start, end in zip([0, *(ends[:-1] + 1)], ends, strict=True)] if len(ends) else []


def lost_area(row: np.ndarray) -> float:
    """Size of an area, by the shoelace formula."""
    x, y = row.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


# the model's part


@pytest.mark.parametrize(
    ("ready", "down_min"),
    [
        ("backup", NOTICED_MIN + RESTORE_MIN),
        ("data", NOTICED_MIN + PILOT_LAUNCH_MIN),
        ("some", NOTICED_MIN + WARM_LAUNCH_MIN),
    ],
)
def test_customers_are_served_again_when_the_loss_is_noticed_and_the_rest_has_started(ready: str, down_min: float):
    assert standby.fared(ready).rto_min == down_min


def test_with_all_serving_most_move_before_the_third_minute():
    assert 0 < standby.fared("all").rto_min <= NOTICED_MIN


def test_a_backup_a_day_loses_a_day_and_copies_in_step_what_they_are_behind():
    lags_s = [standby.ways()[ready].scenario.failover.replication_lag_s for ready in READY]
    assert lags_s[0] == BACKUP_EVERY_S == 86_400
    assert [standby.data_lost_h(ready) * 3600 for ready in READY] == pytest.approx(lags_s)


def test_who_pays_more_is_down_shorter_and_loses_less():
    for values in ([standby.ways()[ready].cost_index for ready in reversed(READY)],
                   [standby.fared(ready).rto_min for ready in READY],
                   [standby.lost_h(ready) for ready in READY],
                   [standby.data_lost_h(ready) for ready in READY]):  # fmt: skip
        assert values == sorted(values, reverse=True)
        assert len(set(values)) == len(READY)


@pytest.mark.parametrize("ready", READY)
def test_each_way_stays_within_what_its_source_states(ready: str):
    way, fared = standby.ways()[ready], standby.fared(ready)
    assert way.rto_min[0] <= fared.rto_min <= way.rto_min[1]
    assert way.rpo_min[0] <= fared.data_lost_min <= way.rpo_min[1]


@pytest.mark.parametrize("ready", READY)
def test_the_hours_lost_are_the_requests_without_answer(ready: str):
    asked_rps = float(standby.played(ready).frame["offered_rps"].iloc[0])
    assert standby.lost_h(ready) * 3600 * asked_rps == pytest.approx(standby.fared(ready).lost_requests)


def test_customers_are_the_people_on_the_map_in_real_places():
    x, y = ground._people_at().T
    left, right, bottom, top = standby.FRAME
    assert ((left <= x) & (x <= right) & (bottom <= y) & (y <= top)).all()
    assert {"London", "Paris", "Berlin", "Warsaw"} <= set(standby.world().cells["name"])
    assert "Madrid" not in set(standby.world().cells["name"])


def test_what_must_start_never_comes_where_nothing_starts():
    never = [standby.fared(ready, "none").served_minute is None for ready in READY]
    assert never == [True, True, True, False]
    assert standby.not_served("some", "none")[-1] == pytest.approx(1 - 0.2 * 1.5)  # a fifth of what outlasts a zone


# the bill


@pytest.mark.parametrize("hour", standby.HOUR_COSTS)
@pytest.mark.parametrize("ready", READY)
def test_a_year_costs_what_stands_ready_and_the_events_times_the_hours_they_cost(ready: str, hour: str):
    count, exposure, rate = standby.events()
    assert rate == pytest.approx(count / exposure, rel=1e-3)
    one = standby.bill(ready, hour)
    hours = standby.lost_h(ready) + standby.fared(ready).data_lost_min / 60
    assert one.standing == pytest.approx(12 * standby.ways()[ready].cost_index - 12)
    assert one.losses == pytest.approx(rate * hours * standby.HOUR_COSTS[hour])
    assert one.total == one.standing + one.losses


def test_the_dearer_an_hour_the_more_readiness_pays():
    assert [standby.cheapest(hour) for hour in ("day", "year", "decade")] == ["backup", "data", "some"]


def test_the_bill_is_drawn_to_its_axis_and_cut_where_it_ends():
    for hour in standby.HOUR_COSTS:
        traces = bill.patch(hour, True).traces
        for ready, row in zip(READY, corners(traces[bill.STANDING]), strict=True):
            share = np.ptp(row[:, 0]) / (bill.TO_PX - bill.FROM_PX)
            assert share * bill.MOST == pytest.approx(standby.bill(ready, hour).standing, rel=1e-3)
        assert max(row[:, 0].max() for row in corners(traces[bill.LOSSES])) <= bill.TO_PX
        over = [ready for ready in READY if standby.bill(ready, hour).total > bill.MOST]
        assert int(np.isnan(traces[bill.CUT]["x"]).sum()) == len(over)
        assert sum("least" in label for label in traces[bill.LEAST]["text"]) == 1


# the time axis


@given(st.floats(31, 86_400))
def test_times_before_and_after_the_loss_are_read_back_from_the_axis(seconds: float):
    assert axis.minutes(float(axis.before(seconds))) * 60 == pytest.approx(-seconds)
    assert axis.minutes(float(axis.after(seconds / 60))) == pytest.approx(seconds / 60)


# the picture


@pytest.mark.parametrize("ready", READY)
def test_the_hatch_reaches_from_the_last_copy_to_the_loss(ready: str):
    (area,) = corners(drawn(lanes.DATA_LOST, moment(ready=ready)))
    lag_s = standby.ways()[ready].scenario.failover.replication_lag_s
    assert area[:, 0].min() == pytest.approx(float(axis.before(lag_s)), abs=1e-6)
    assert area[:, 0].max() == 0
    assert float(drawn(lanes.COPY, moment(ready=ready))["x"][0]) == pytest.approx(float(axis.before(lag_s)), abs=1e-6)


@pytest.mark.parametrize("launches", standby.LAUNCHES)
@pytest.mark.parametrize("ready", READY)
def test_the_red_area_is_who_is_not_served_minute_by_minute(ready: str, launches: str):
    (area,) = corners(drawn(lanes.DOWN, moment(ready=ready, launches=launches)))
    share = standby.not_served(ready, launches)
    wide = np.diff(axis.after(np.arange(len(share) + 1)))
    assert lost_area(area) == pytest.approx(2 * lanes.HALF * float((share * wide).sum()), rel=1e-3)


def test_while_it_plays_no_lane_shows_what_comes_later():
    for frame in range(picture.FRAMES):
        at = moment(frame=frame, ready="some")
        place = picture.place_of(at)
        for name in (lanes.SERVED, lanes.WRITTEN, lanes.DOWN):
            for area in corners(drawn(name, at)):
                assert area[:, 0].max() <= place + 1e-6
        assert (len(corners(drawn(lanes.DATA_LOST, at))) == 1) == (place >= 0)


def test_only_the_chosen_way_is_shown_before_the_reveal_and_all_after_it():
    assert len(corners(drawn(lanes.DATA_LOST, moment()))) == 1
    assert len(corners(drawn(lanes.DATA_LOST, moment("reveal")))) == len(READY)


@pytest.mark.parametrize("ready", READY)
def test_every_picture_of_the_play_differs_from_the_one_before(ready: str):
    """A page waits for the kernel to answer a tick, and an unchanged picture is no answer."""
    at = [drawn(lanes.NOW, moment(frame=frame, ready=ready))["x"].tolist() for frame in range(picture.FRAMES)]
    assert all(one != other for one, other in pairwise(at))
    assert at[0] == at[-1] == []


def test_crosses_are_the_people_whom_the_model_does_not_serve():
    for frame in (picture.COMING - 1, picture.COMING, picture.COMING + 20, picture.LAST):
        at = moment(frame=frame, ready="some")
        minutes = axis.minutes(picture.place_of(at))
        now = standby.outcome("some", "work", None if minutes < 0 else int(minutes))
        assert len(drawn("not served", at)["x"]) == int((~now.served).sum())


def test_zones_are_lost_with_their_region_and_filled_where_servers_run():
    before, after = moment(frame=0, ready="backup"), moment(ready="backup")
    counts = {
        name: [len(drawn(name, at)["x"]) for at in (before, after)] for name in (*ground.ZONES, ground.ZONES_LOST)
    }
    assert counts == {"zones": [3, 3], "zones some": [0, 0], "zones idle": [3, 0], ground.ZONES_LOST: [0, 3]}
    assert len(drawn("zones some", moment(frame=0, ready="some"))["x"]) == 3


def test_a_backup_arrives_when_it_is_the_last_copy():
    under_way = [frame for frame in range(picture.COMING) if len(drawn(ground.COPIES, moment(frame=frame))["x"])]
    assert under_way == list(range(len(under_way)))
    last, next_ = (picture.place_of(moment(frame=under_way[-1] + more)) for more in (0, 1))
    assert last <= picture.ARRIVES < next_
    assert len(drawn(ground.COPIES, moment(frame=1, ready="data"))["x"]) == 3 * ground.PIECES


def test_the_land_under_the_map_is_land_and_the_sea_is_sea():
    def inside(lon: float, lat: float) -> bool:
        x, y = ground.forward(lon, lat, standby.world().canvas.rotation_lon)
        count = 0
        for ring in corners({"x": ground._land()[:, 0], "y": ground._land()[:, 1]}):
            for (x0, y0), (x1, y1) in pairwise(np.vstack([ring, ring[:1]])):
                count += (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0
        return count % 2 == 1

    cities = {"Paris": (2.35, 48.86), "Berlin": (13.4, 52.5), "Prague": (14.4, 50.1), "Birmingham": (-1.9, 52.5)}
    seas = {"Atlantic": (-15.0, 50.0), "North Sea": (3.0, 55.0), "Irish Sea": (-5.2, 53.6)}
    assert [name for name, at in cities.items() if not inside(*at)] == []
    assert [name for name, at in seas.items() if inside(*at)] == []


@pytest.mark.parametrize("narrow", [False, True])
def test_both_regions_and_all_that_is_written_stay_on_the_page(narrow: bool):
    look = picture.resized(narrow)
    for axes_, names in (("", (ground.NAMES, ground.STATES, ground.NOTE, ground.WAY_LABEL)),
                         ("2", (lanes.NAMES, lanes.COSTS, lanes.HEADS, lanes.LOSS_LABEL, lanes.TICKS))):  # fmt: skip
        (left, right), vertical = look.layout[f"xaxis{axes_}.range"], sorted(look.layout[f"yaxis{axes_}.range"])
        for name in names:
            x, y = (np.asarray(look.traces[name][key], float) for key in "xy")
            assert ((left <= x) & (x <= right) & (vertical[0] <= y) & (y <= vertical[1])).all(), name
    for place in ground.places():
        left, right = look.layout["xaxis.range"]
        low, top = look.layout["yaxis.range"]
        assert left < place[0] - ground.RING < place[0] + ground.RING < right
        assert low < place[1] - ground.RING < place[1] + ground.RING < top


def test_the_map_has_one_scale_in_both_directions():
    for narrow, (width, height) in ((False, ground.WIDE_SIZE), (True, ground.NARROW_SIZE)):
        layout = picture.resized(narrow).layout
        across, up = (np.ptp(layout[f"{axis_}axis.range"]) for axis_ in "xy")
        assert width / across == pytest.approx(height / up, rel=0.02)


def test_all_that_is_shown_and_painted_fits_the_figures():
    first = moment("predict", None, 0)
    built = CHAPTER.stage(first)
    for step, said, frame in (("predict", None, 0), ("play", "3", 30), ("reveal", "", 60), ("check", "168", 60)):
        for ready in READY:
            for name, patch in picture.show(moment(step, said, frame, ready=ready)).patches.items():
                apply(built.charts[name].figure, patch)
    for variant in (*THEMES, "wide", "narrow"):
        for name, patch in built.variants[variant].items():
            apply(built.charts[name].figure, patch)
    assert all(trace.name for chart in built.charts.values() for trace in chart.figure.data)


# before and after the prediction


def test_nothing_of_the_result_is_shown_before_the_prediction():
    shown = picture.show(moment("predict", None, 40, ready="all"))
    traces = shown.patches["picture"].traces
    for name in (lanes.SERVED, lanes.DATA_LOST, lanes.DOWN, lanes.COPY, lanes.PRICE, lanes.MORE, lanes.DATA_LABEL):
        assert len(traces[name]["x"]) == 0, name
    assert all(value is None for name in ("data", "down", "cost") for value in shown.tables["picture"][name])
    assert len(traces["not served"]["x"]) == 0
    assert shown.status == ""
    assert shown.summaries["bill"] == TEXTS["bill.empty"]


def test_the_loss_is_not_even_played_before_the_prediction():
    standby.played.cache_clear()
    standby.fared.cache_clear()
    CHAPTER.stage(moment("predict", None, 0))
    CHAPTER.facts()
    assert standby.played.cache_info().currsize == 0


def test_no_result_is_among_the_words_before_the_prediction(lesson: Lesson):
    told = " ".join(lesson.children[0].children[0]._texts.values())
    results = CHAPTER.results()
    assert not [results[name] for name in ("down_backup", "down_all") if results[name] in told]


def test_the_reveal_puts_both_ends_beside_what_was_said(lesson: Lesson):
    lesson.act("predict", "3")
    lesson.act("go", "reveal")

    def trace(name: str) -> Any:
        kept: list[Mapping[str, Any]] = lesson.children[0].children[0]._charts["result"]["data"]
        return SimpleNamespace(**next(one for one in kept if one["name"] == name))

    assert trace(prediction.RING).x == [picture.SCALE.place(3)]
    assert trace(prediction.LOST).x == [picture.SCALE.place(standby.fared("backup").rto_min / 60)]
    assert trace(prediction.KEPT).x == [picture.SCALE.place(standby.fared("all").rto_min / 60)]
    headline = lesson.children[0].children[0]._texts["headline"]
    assert all(value in headline for value in CHAPTER.results().values())


# the checks


def test_each_check_finds_the_answer_worked_out_by_hand():
    right = {check.key: check.solve().right for check in CHAPTER.checks}
    assert right == {"zones": "none", "launch": "all", "checkers": "stays", "loyalty": "backup"}


def test_two_checks_answer_wrong_public_claims():
    assert {check.key for check in CHAPTER.checks if check.claim} == {"zones", "checkers"}
    assert CHAPTER.objectives == ("1.2", "1.4", "3.2", "3.5")


def test_a_region_takes_all_its_zones_and_did_in_october():
    found = standby.zones_only()
    assert found.summary.reach == 0
    assert int((found.zone_used & ~found.zone_up).sum()) == 3
    one, two = (standby.october(both) for both in (False, True))
    assert one.frame["reach"].max() == 1
    assert int((one.frame["reach"] == 0).sum()) == 172  # as the provider states it for the database
    assert two.frame["reach"].loc[5:].min() > 0.9
    assert solved("zones").values["out"] == "2\u00a0h 52\u00a0min"


def test_a_place_is_healthy_when_more_than_the_limit_say_so_not_unhealthy_when_more_say_that():
    assert HEALTHY_ABOVE == 0.18
    assert standby.still_healthy(0.75)
    assert standby.still_healthy(0.19)
    assert not standby.still_healthy(0.18)
    values = solved("checkers").values
    assert [values[name] for name in ("limit", "up", "most")] == [words.share(share) for share in (0.18, 0.75, 0.82)]


def test_the_loyalty_card_is_cheapest_with_a_backup_and_a_dear_hour_is_not():
    values = solved("loyalty").values
    assert float(values["backup"]) < float(values["data"]) < float(values["some"]) < float(values["all"])
    assert float(values["data_year"]) < float(values["backup_year"])
