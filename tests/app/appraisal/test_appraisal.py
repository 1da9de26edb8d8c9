"""The Appraisal: every number on the page is the model's, and what is asked is answered anew."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest

from explainer import PRESETS, Placement, Scenario, best_placements, simulate, survey, years
from explainer.app.appraisal import appraisal, forms, loss
from explainer.app.appraisal.appraisal import Appraisal
from explainer.app.appraisal.asked import Asked, Wish
from explainer.errors import InputError
from explainer.view.appraise.nines import Redundancy

N = 2000


@pytest.fixture(scope="module")
def app():
    return Appraisal(n=N)


@pytest.fixture
def one(monkeypatch):
    """An Appraisal that a test may change: a small design, and few designs to compare it with."""
    monkeypatch.setattr(appraisal, "FRONT_REGIONS", 2)
    return Appraisal(Scenario((Placement("eu-west-1"),)), n=500)


def text(app: Appraisal, name: str) -> str:
    return str(app._page._texts[name]).replace("\u00a0", " ")


def test_it_opens_with_everything_known_of_a_design_and_the_best_beside_it(app, aws):
    two = PRESETS["two-regions"].scenario
    assert app.known.years.lost_min.tolist() == years(aws, two, N, rates=app.asked.rates).lost_min.tolist()
    assert app.known.ranked.equals(survey(aws, two, 3))
    best, outcome = app.known.best
    assert best.placements == best_placements(aws, 2).placements
    assert outcome.summary.within_slo == best.summary.within_slo
    assert len(app.known.front) > 10
    assert [each.strategy.label for each in app.known.tried][-1] == "Active-active"
    assert app.known.spots.index.tolist() == ["eu-west-1", "us-east-1"]


def test_every_figure_is_drawn_and_has_its_sentence(app):
    for name, figure in app.figures.items():
        drawn = [trace.lon if trace.type == "scattergeo" else trace.x for trace in figure.data]
        assert any(points is not None and len(points) for points in drawn), name
    assert all(chart["summary"] for chart in app._page._charts.values())


def test_the_headline_says_what_a_year_costs_and_what_most_of_it_comes_from(app):
    told = text(app, "headline")
    assert told.startswith("With two Regions, each person goes ")
    assert "of the years nobody loses anything" in told


def test_each_region_lost_alone_is_what_the_model_says(app, aws):
    two = PRESETS["two-regions"].scenario
    for code, spot in app.known.spots.iterrows():
        outage = survey(aws, two, 1, "region").set_index("targets").loc[[(code,)]].iloc[0]
        assert spot["reach"] == outage["reach"]
    assert "without it −46 %" in str(app.figures["weak"]).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("beta", "said"), [("0", "0.07 min"), ("1", "26.3 min"), ("5", "131.5 min"), ("10", "262.8 min")]
)
def test_the_correlation_slider_gives_the_published_minutes(one, beta, said):
    one.act("beta", beta)
    assert said in text(one, "redundancy")


def test_more_zones_than_are_needed_can_be_chosen_and_fewer_take_the_need_along(one):
    for change in ("n:4", "k:3", "a:0.999", "n:2"):
        one.act("redundancy", change)
    assert one.asked.redundancy == Redundancy(2, 2, 0.999, 0.05)


def test_another_design_is_worked_out_anew_and_keeps_the_front(one):
    before, front = one.known.years.mean_min, one.known.front
    one.act("preset", "five-regions")
    assert one.asked.scenario == PRESETS["five-regions"].scenario
    assert one.known.years.mean_min != before
    assert one.known.front is front
    assert one.known.comparison.cost_index > 1
    assert "N. Virginia" in text(one, "status")


def test_a_point_of_the_front_and_the_best_design_can_be_loaded(one, aws):
    regions = one.known.front["regions"].iloc[3]
    one.act("front", "3")
    assert tuple(placement.region for placement in one.asked.scenario.placements) == regions
    one.act("wish", "k:2")
    one.act("find")
    one.act("take")
    assert one.asked.scenario.placements == best_placements(aws, 2).placements


def test_what_is_wished_is_what_is_searched(one, aws):
    for wish in ("k:3", "survive:1", "slo_ms:150", "objective:cost", "slo_share:0.5"):
        one.act("wish", wish)
    assert one.asked.wish == Wish(3, 150, 1, "cost", 0.5)
    one.act("find")
    found = one.known.best[0]
    assert found.placements == best_placements(aws, 3, 150, 1, "cost", slo_share=0.5).placements
    assert found.proved
    assert "Proved" in text(one, "best")


def test_a_wish_that_nothing_keeps_is_told_with_the_nearest_and_changes_nothing(one):
    before = one.known.best
    for wish in ("k:1", "slo_ms:50", "slo_share:0.95"):
        one.act("wish", wish)
    one.act("find")
    assert "Your design has not changed." in text(one, "alert")
    assert "%" in text(one, "alert")
    assert one.known.best is before


@pytest.mark.parametrize(
    ("act", "value"),
    [
        ("preset", "ten-regions"),
        ("use", "us-east-9"),
        ("of", "planet"),
        ("front", "9999"),
        ("front", "<b>"),
        ("wish", "k:99"),
        ("wish", "colour:blue"),
        ("hidden", "0"),
        ("hidden", "many"),
        ("redundancy", "a:2"),
        ("redundancy", "size:2"),
        ("nonsense", ""),
    ],
)
def test_what_makes_no_sense_is_told_and_changes_nothing(one, act, value):
    asked, known = one.asked, one.known
    one.act(act, value)
    if act == "wish" and value == "k:99":
        one.act("find")
    assert text(one, "alert") != ""
    assert one.known is known
    assert one.asked.scenario == asked.scenario


def test_every_kind_of_failure_can_be_ranked(one):
    for kind in forms.KINDS:
        one.act("of", kind)
        assert not one.known.ranked.empty, kind
        assert text(one, "smallest"), kind
        assert text(one, "alert") == "", kind
    assert len(one.known.ranked) == sum(comb(len(one.world.zones), size) for size in (1, 2, 3))


def test_more_events_than_are_known_cost_more_and_quicker_building_costs_less(one):
    usual = one.known.years.mean_min
    one.act("hidden", "5")
    assert one.known.years.mean_min > usual
    one.act("hidden", "1")
    one.act("rebuilt", "1")
    assert one.known.years.mean_min < usual


def test_a_footprint_becomes_the_design_and_its_left_overs_are_told_as_text(one):
    one.load_footprint(b"az_id,instances\nuse1-az1,3\nuse1-az2,3\n<script>,1\n")
    assert one.asked.scenario.placements == (Placement("us-east-1", ("use1-az1", "use1-az2")),)
    assert "&lt;script&gt;" in text(one, "footprint")
    assert "<script>" not in text(one, "footprint")
    kept = one.asked
    one.load_footprint(b"\x00\x01nothing")
    assert one.asked is kept
    assert text(one, "alert") != ""


def test_taking_out_the_last_region_leaves_an_empty_page_that_says_what_to_do(one):
    one.act("use", "eu-west-1")
    assert one.asked.scenario.placements == ()
    assert "Choose a design" in text(one, "headline")
    one.act("preset", "one-region")
    assert one.known.years is not None


def test_the_four_numbers_stand_side_by_side(app):
    told = text(app, "four")
    for word in ("SLA", "SLO", "Designed for", "Measured"):
        assert f'scope="row">{word}</th>' in told
    assert "4.4 min" in told
    assert "131.5 min" in told


def test_no_region_is_ranked_by_its_rate(app):
    for name in ("four", "about", "worst"):
        assert "us-east-1" not in text(app, name)


def test_it_runs_on_another_world(street):
    app = Appraisal(Scenario((Placement("west", 2), Placement("east", 1)), access="on foot", slo_ms=8), street, n=200)
    assert app.known.years.n == 200
    assert "blocks" in text(app, "headline")
    assert np.isfinite(app.known.best[0].cost_index)


@pytest.mark.parametrize("changed", [{"of": "planet"}, {"hidden": 9}, {"target": 2}, {"rebuilt_days": 0}])
def test_an_asked_value_out_of_range_is_refused(changed):
    with pytest.raises(InputError):
        replace(Asked(), **changed)


def test_a_strait_is_marked_only_where_its_cables_are_missed(aws):
    strait = loss.worst_strait(aws, PRESETS["two-regions"].scenario)
    whole = simulate(aws, PRESETS["two-regions"].scenario).summary
    cut = simulate(aws, PRESETS["two-regions"].scenario.breaking(*strait.outages)).summary
    assert (cut.reach, -cut.rtt_p95_ms) < (whole.reach, -whole.rtt_p95_ms)
