"""One scenario, one observer, one message: what an act changes, what a fault leaves alone."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest

from explainer import PRESETS, Explainer, InputError, Outage, Placement, Scenario, simulate
from explainer.app import explainer as module
from explainer.app import world_page, world_tables
from explainer.app.guard import OUR_FAULT
from explainer.scenario import Scaling
from explainer.view import waiting, words

DOWN = Outage("region", "us-east-1")
PEOPLE = b"name,lat,lon,users\nParis,48.86,2.34,12000000\nMumbai,19.1,72.9,20000000\n"


def texts(app: Explainer) -> dict[str, str]:
    """What the page says, without tags."""
    return {
        name: " ".join(unescape(re.sub("<[^>]+>", " ", html)).replace(words.NO_BREAK, " ").split())
        for name, html in app._page.get_state()["_texts"].items()
    }


def state(app: Explainer) -> str:
    """All that a page shows, to be compared."""
    shown = {name: figure.to_json() for name, figure in app.figures.items()}
    tables = {
        name: {key: [str(v) for v in column["values"]] for key, column in table["columns"].items()}
        for name, table in app._page._tables.items()
    }
    said = {name: html for name, html in app._page._texts.items() if name != "status"}
    return repr((shown, tables, said, app._page._charts["map"]["frame"]))


def lit(app: Explainer) -> set[str]:
    """Labels of the buttons that are lit."""
    return {label for label, (on, _) in _lights(app).items() if on}


def dark(app: Explainer, label: str) -> bool:
    """Whether a button cannot be used."""
    return not _lights(app)[label][1]


def _lights(app: Explainer) -> dict[str, list[bool]]:
    """What the page tells the buttons, by their labels: each button must be named by one light."""
    buttons = [b for row in app.children[0].children[:2] for b in row.children if hasattr(b, "on_click")]
    label = {name.removeprefix("pp-light-"): b.description for b in buttons for name in b._dom_classes}
    return {label[name]: light for name, light in app._page._lights.items()}


def test_a_click_runs_the_model_once_and_sends_one_message(app, runs, sent):
    app.act("break", "region")
    assert runs == [app.scenario]
    assert len(sent.contents) == 1
    restore = next(b for b in app.children[0].children[1].children if b.description == "Restore everything")
    restore.click()
    assert runs[1:] == [app.scenario]
    assert len(sent.contents) == 2


def test_a_new_design_runs_the_model_once_more_only_when_it_is_broken(app, runs):
    app.act("preset", "five-regions")
    assert set(runs) == {app.scenario}
    runs.clear()
    app.scenario = app.scenario.breaking(DOWN)
    assert runs == [app.scenario]


def test_an_equal_scenario_runs_nothing_and_sends_nothing(app, runs, sent):
    app.scenario = Scenario(PRESETS["two-regions"].scenario.placements)
    app.act("preset", "two-regions")
    app.act("restore")
    app.act("undo")
    assert (runs, sent.contents) == ([], [])


def test_the_scenario_is_all_that_an_author_has_to_set(app):
    app.scenario = app.scenario.breaking(DOWN)
    clicked = Explainer()
    clicked.act("region-out", "us-east-1")
    assert state(app) == state(clicked)
    assert texts(app)["status"] == texts(clicked)["status"]


def test_controls_take_their_look_from_the_scenario(app):
    assert lit(app) == {"Two Regions"}
    assert dark(app, "↶ Undo")
    assert dark(app, "Restore everything")
    app.scenario = replace(PRESETS["one-region"].scenario, outages=frozenset([DOWN]))
    assert lit(app) == {"One Region", "The Region"}
    assert not dark(app, "Restore everything")
    app.act("use", "ap-south-1")
    assert lit(app) == {"Choose…", "The Region"}
    app.act("undo")
    assert not dark(app, "↷ Redo")
    assert lit(app) == {"One Region", "The Region"}


def test_the_short_list_of_designs_does_what_the_buttons_do(app):
    app.act("start", "five-regions")
    assert app.scenario == PRESETS["five-regions"].scenario
    app.act("preset", "one-region")
    assert '<option value="one-region" selected>' in app._page._texts["short"]
    app.act("start", "")
    assert "Your own design" in texts(app)["panel"]


def test_undo_and_redo_give_every_number_back(app):
    states = [state(app)]
    for act in (
        ("break", "region"),
        ("preset", "five-regions"),
        ("break", "passage"),
        ("access", "wired"),
        ("slo", "50"),
    ):
        app.act(*act)
        states.append(state(app))
    for earlier in states[-2::-1]:
        app.act("undo")
        assert state(app) == earlier
    for later in states[1:]:
        app.act("redo")
        assert state(app) == later


@pytest.mark.parametrize(
    "acts", [[("break", "region")], [("break", "passage"), ("break", "zone")], [("break", "surprise")] * 3]
)
def test_restoring_all_gives_the_first_state_back_exactly(app, acts):
    first = state(app)
    for act in acts:
        app.act(*act)
        assert state(app) != first
    app.act("restore")
    assert state(app) == first
    assert texts(app)["status"] == "Everything is back. The numbers are those of the start."


def test_surprises_are_the_same_for_the_same_seed(opened):
    def surprised(seed: int) -> Scenario:
        app = opened(seed=seed)
        for _ in range(3):
            app.act("break", "surprise")
        return app.scenario

    assert surprised(7) == surprised(7)
    assert len({surprised(seed) for seed in range(5)}) > 1


def test_an_invalid_scenario_is_refused_and_changes_nothing(app, sent):
    before, scenario = state(app), app.scenario
    for bad in (Scenario((Placement("mars-1"),)), scenario.breaking(Outage("zone", "x")), Scenario(access="pigeon")):
        with pytest.raises(InputError):
            app.scenario = bad
    assert app.scenario is scenario
    assert state(app) == before
    assert sent.contents == []
    with pytest.raises(InputError, match="mars-1"):
        Explainer(Scenario((Placement("mars-1"),)))


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (("use", "mars-1"), "There is no Region 'mars-1'."),
        (("preset", "<script>"), "There is no design '<script>'."),
        (("zones", "us-east-1:99"), "us-east-1 has 6 zones, and the placement asks for 99. Ask for at most 6."),
        (("zone-out", "use1-az99"), "There is no zone 'use1-az99'."),
        (("access", "pigeon"), "There is no access 'pigeon'."),
        (("slo", "-5"), "The SLO is -5, which is not between 0.001 and 100000."),
        (("slo", "nan"), "The SLO is nan"),
    ],
)
def test_a_bad_value_is_told_in_a_sentence_and_changes_nothing(app, caplog, act, said):
    before, scenario = state(app), app.scenario
    app.act(*act)
    assert texts(app)["alert"].startswith(said)
    assert texts(app)["alert"].endswith("Your design has not changed.")
    assert "<script" not in app._page._texts["alert"]
    assert app.scenario is scenario
    app._page.show(texts={"alert": ""})
    assert state(app) == before
    assert caplog.records == []


def test_the_next_act_that_works_clears_the_alert(app):
    app.act("use", "mars-1")
    app.act("break", "zone")
    assert texts(app)["alert"] == ""


@pytest.mark.parametrize("act", [("region", "nowhere"), ("cell", "1e9"), ("region", "100000"), ("slo", "quick")])
def test_a_fault_of_ours_is_told_in_a_sentence_and_logged(app, caplog, act):
    before, scenario = state(app), app.scenario
    app.act(*act)
    assert texts(app)["alert"] == OUR_FAULT
    assert [record.levelno for record in caplog.records] == [logging.ERROR]
    assert caplog.records[0].exc_info
    app._page.show(texts={"alert": ""})
    assert (state(app), app.scenario) == (before, scenario)


def test_an_unknown_act_is_logged_and_does_nothing(app, caplog, sent):
    app.act("explode", "all")
    assert sent.contents == []
    assert "unknown act 'explode'" in caplog.text


def test_when_the_model_fails_the_picture_stays_and_undo_leads_back(app, monkeypatch, caplog):
    before, first, outcome = state(app), app.scenario, app.outcome

    def failing(world, scenario):
        raise RuntimeError("the secret detail")

    with monkeypatch.context() as patched:
        patched.setattr(module, "simulate", failing)
        app.act("break", "region")
    assert texts(app)["alert"] == OUR_FAULT
    assert "secret" in caplog.text
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) == 1
    assert app.outcome is outcome
    app._page.show(texts={"alert": ""})
    assert state(app) == before
    assert not dark(app, "↶ Undo")
    app.act("undo")
    assert app.scenario == first
    assert state(app) == before
    app.act("redo")
    assert app.outcome.scenario == app.scenario


def test_looking_changes_the_page_and_not_the_scenario(app, runs, sent):
    first, scenario = state(app), app.scenario
    app.act("region", str(app.world.regions.index.get_loc("eu-west-1")))
    assert "euw1-az2" in texts(app)["panel"]
    app.act("cell", str(app.world.cell("Jayapura")))
    assert texts(app)["headline"].startswith("Jayapura waits 288 ms for Ireland")  # 287 of them the way, 0.9 the queue
    assert texts(app)["why-title"].startswith("Why is this 288 ms?")
    app.act("cables")
    assert "Hide cables" in texts(app)["cables"]
    assert not texts(app)["headline"].startswith("Jayapura")
    app.act("close")
    assert state(app) == first
    assert app.scenario is scenario
    assert runs == []
    assert len(sent.contents) == 4


def test_an_opened_cell_follows_when_another_region_answers_it(app):
    app.act("cell", str(app.world.cell("Lima")))
    assert "for N. Virginia" in texts(app)["headline"]
    app.act("region-out", "us-east-1")
    assert "for Ireland" in texts(app)["headline"]
    assert "eu-west-1" in texts(app)["panel"]
    app.act("region-out", "eu-west-1")
    assert texts(app)["headline"].startswith("Lima gets no answer.")
    assert texts(app)["why-title"] == ""


def test_an_opened_region_says_how_busy_each_of_its_zones_is(app):
    app.act("open", "eu-west-1")
    assert texts(app)["panel"].count("67 % busy") == 3
    app.act("zone-out", "euw1-az2")
    assert texts(app)["panel"].count("100 % busy") == 2
    app.scenario = replace(app.scenario.restored(), scaling=Scaling("on-demand"))
    assert "busy" not in texts(app)["panel"]
    assert texts(app)["panel"].count("req/s") == 3


def test_the_table_of_loads_has_capacity_and_what_was_dropped_for_lack_of_it(app):
    app.scenario = app.scenario.breaking(DOWN)
    columns = {key: column["values"] for key, column in app._page._tables["loads"]["columns"].items()}
    full = columns["name"].index("Ireland")
    told = app.outcome.summary
    assert columns["now"][full] == pytest.approx(columns["room"][full]) == pytest.approx(told.served_rps)
    assert columns["refused"][full] == pytest.approx(told.dropped_rps)
    app.scenario = replace(app.scenario, scaling=Scaling("on-demand"))
    columns = {key: column["values"] for key, column in app._page._tables["loads"]["columns"].items()}
    assert columns["room"][full] is None


def test_what_is_assumed_about_capacity_is_said_with_its_numbers(app):
    said = texts(app)["about"]
    assert "with one zone lost, so three zones are two thirds busy" in said
    assert "one of 8 workers, each busy 20 ms" in said
    assert "a full Region uses 90 % of what its workers could do at most, and adds 18 ms" in said


def test_a_nearer_region_is_offered_and_adding_it_shortens_the_wait(app):
    cell = app.world.cell("Jayapura")
    app.act("cell", str(cell))
    offer = re.search(r'data-act="use" data-value="([^"]+)"', app._page._texts["nearer"])
    assert offer
    was = app.outcome.rtt_ms[cell]
    app.act("use", offer[1])
    assert app.outcome.rtt_ms[cell] < was
    assert app.world.regions.index[app.outcome.serving[cell]] == offer[1]
    assert "No other Region would answer sooner." in texts(app)["nearer"]


def test_where_all_regions_are_used_none_is_offered(app):
    open_ = app.world.regions.index[app.world.regions["status"] == "launched"]
    app.scenario = Scenario(tuple(Placement(code, 1) for code in open_))
    app.act("cell", "0")
    assert texts(app)["nearer"] == "No other Region would answer sooner."


def test_choosing_shows_every_region_with_its_zones(app):
    app.act("choose")
    said = app._page._texts["panel"]
    assert all(f'data-value="{code}"' in said for code in app.world.regions.index)
    assert said.count(" checked") == 2
    assert "Choose…" in lit(app)
    app.act("zones", "us-east-1:5")
    assert 'value="us-east-1:5" selected' in app._page._texts["panel"]
    assert int(app.outcome.zone_used.sum()) == 8


def test_figures_are_the_present_ones_and_copies(app):
    app.act("break", "region")
    names = [trace.name for trace in app.figures["waiting"].data]
    grid = np.asarray(app.figures["waiting"].data[names.index(waiting.BEFORE)].x)
    now = app.figures["waiting"].data[names.index(waiting.NOW)]
    np.testing.assert_allclose(now.y, waiting.cumulative(app.world, app.outcome, grid).round(2))
    app.figures["waiting"].data[0].x = [1]
    assert list(app.figures) == list(world_page.CHARTS)
    assert app.figures["waiting"].data[0].x != (1,)


def test_tables_hold_the_numbers_of_the_model(app):
    app.act("break", "region")
    tables = {n: {k: c["values"] for k, c in t["columns"].items()} for n, t in app._page._tables.items()}
    world, now = app.world, app.outcome
    np.testing.assert_array_equal(tables["cells"]["region"], now.serving)
    np.testing.assert_array_equal(tables["cells"]["wait"], words.tenths(now.rtt_ms))
    np.testing.assert_allclose(tables["regions"]["load"], now.region_rps, rtol=1e-6)
    state_of = [world_tables.STATES[i] for i in tables["regions"]["state"]]
    assert state_of[world.regions.index.get_loc("us-east-1")] in ("down", "in use")
    assert state_of.count("down") == 1
    np.testing.assert_allclose(tables["parts"]["reach"], now.by(world.continents)["reach"])
    np.testing.assert_allclose(tables["parts"]["within_slo"], now.by(world.continents)["within_slo"])
    assert sum(tables["loads"]["now"]) == pytest.approx(now.summary.served_rps)
    within = [world.users[now.rtt_ms <= at].sum() / world.users.sum() for at in tables["waits"]["wait"]]
    np.testing.assert_allclose(tables["waits"]["now"], within, atol=1e-6)
    assert tables["legs"] == {"leg": [], "km": [], "time": []}


def test_every_figure_has_a_name_a_sentence_and_a_table(app):
    charts = app._page._charts
    assert all(chart["name"] and chart["summary"].endswith(".") for chart in charts.values())
    assert {name for name, chart in charts.items() if not chart["table"]} == {"map", "sure"}
    assert {layer["table"] for layer in charts["map"]["layers"]} == {"regions", "cells"}
    before = {name: chart["summary"] for name, chart in charts.items()}
    app.act("break", "region")
    assert all(app._page._charts[name]["summary"] != before[name] for name in ("map", "waiting", "load"))


@pytest.mark.parametrize(
    "acts",
    [
        [("break", "region"), ("restore", "")],
        [("break", "zone"), ("break", "passage"), ("break", "surprise")],
        [("preset", key) for key in PRESETS],
        [("cell", "3"), ("close", ""), ("region", "0"), ("cables", "")],
    ],
)
def test_the_usual_acts_send_one_message_below_60_kb(app, sent, acts):
    for act in acts:
        sent.clear()
        app.act(*act)
        assert len(sent.contents) <= 1, act
        assert sum(sent.sizes) < 60_000, act


def test_own_people_replace_the_built_in_ones_and_go_back(app):
    first = state(app)
    app.load_demand(PEOPLE)
    assert app.world.users.tolist() == [12e6, 20e6]
    assert texts(app)["status"].startswith("The map now shows your two places.")
    assert "32 million people" in texts(app)["headline"]
    assert app.outcome.summary.users == 32e6
    app.act("break", "region")
    assert app.outcome.scenario == app.scenario
    app.act("restore")
    app.act("own-reset")
    assert state(app) == first


def test_measured_round_trips_are_said_to_be_measured(app):
    app.load_rtt(b"us-east-1,eu-west-1,68.5\n")
    assert texts(app)["status"].startswith("One pair of Regions is now measured.")
    assert texts(app)["pairs"].endswith("Ireland – N. Virginia 68 ms measured")


@pytest.mark.parametrize(
    ("load", "source", "said"),
    [
        ("load_demand", b"name,lat,lon,users\nA,95.2,0,1\n", "Row 1 of your file: lat 95.2 is not between −90 and 90."),
        ("load_demand", b"name,lat\nA,1\n", "Your file lacks the column"),
        ("load_demand", b"<script>,lat,lon,users,name\nA,1,1,1,x\n", "Your file has the unknown column '<script>'."),
        ("load_demand", b"", "Your file lacks the column"),
        ("load_demand", bytes(range(256)) * 40, "is not"),
        ("load_demand", b"x" * 10_000_000, "Your file has 10.0 MB; at most 5 MB can be read."),
        ("load_demand", "name,lat,lon,users\nZoë,1,1,1\n".encode("latin-1"), "Line 2 of your file is not UTF-8 text."),
        ("load_rtt", b"us-east-1,eu-west-1,5\n", "faster than light in fibre"),
        ("load_rtt", b"us-east-1,mars-1,70\n", "'mars-1'"),
        ("load_rtt", b"rubbish", "has 1 fields, not 3."),
    ],
)
def test_a_bad_file_is_told_in_a_sentence_and_changes_nothing(app, caplog, load, source, said):
    before, world = state(app), app.world
    getattr(app, load)(source)
    assert said in texts(app)["alert"]
    assert "<script" not in app._page._texts["alert"]
    assert texts(app)["alert"].endswith("Your design has not changed.")
    app._page.show(texts={"alert": ""})
    assert app.world is world
    assert state(app) == before
    assert caplog.records == []


def test_more_places_than_a_map_can_show_are_refused(app):
    rows = pd.DataFrame({"name": "x", "lat": 1.0, "lon": 1.0, "users": 1.0}, index=range(module.MOST_CELLS + 1))
    app.load_demand(rows)
    assert "10,001 places; the map can show 10,000." in texts(app)["alert"]
    assert len(app.world.cells) < module.MOST_CELLS


def test_names_with_code_in_them_are_shown_as_text(app):
    names = "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"
    app.load_demand(f"name,lat,lon,users\n{names[0]},48.8,2.3,5\n{names[1]},1,1,9\n".encode())
    for cell, name in enumerate(names):
        app.act("cell", str(cell))
        assert unescape(app._page._texts["headline"]).startswith(f"<span>{name} waits")
        assert not [n for n, html in app._page._texts.items() if "<script" in html or "<img" in html]
        shown = [
            str(t) for f in app.figures.values() for trace in f.data for t in (trace.to_plotly_json().get("text") or ())
        ]
        assert not [text for text in shown if "<script" in text or "<img" in text]


def test_a_fault_while_entering_own_people_leaves_all_as_it_was(app, monkeypatch):
    before, world = state(app), app.world
    with monkeypatch.context() as patched:
        patched.setattr(module, "simulate", lambda world, scenario: 1 / 0)
        app.load_demand(PEOPLE)
    assert texts(app)["alert"] == OUR_FAULT
    app._page.show(texts={"alert": ""})
    assert app.world is world
    assert state(app) == before


def test_files_and_acts_of_the_page_reach_the_app(app):
    app._page._receive(None, {"act": "break", "value": "region"}, [])
    assert app.scenario.outages
    app._page._receive(None, {"file": "demand"}, [memoryview(PEOPLE)])
    assert len(app.world.cells) == 2
    app._page._receive(None, {"act": "restore", "value": ""}, [])
    assert not app.scenario.outages


def test_the_street_is_explored_in_its_own_words(opened, street, shops_on_foot):
    app = opened(shops_on_foot, street)
    first = state(app)
    seen = []
    for act in (
        ("break", "zone"),
        ("break", "region"),
        ("cell", "0"),
        ("region", "1"),
        ("choose", ""),
        ("close", ""),
        ("break", "surprise"),
    ):
        app.act(*act)
        assert texts(app)["alert"] == ""
        seen += [*texts(app).values(), *(chart["summary"] for chart in app._page._charts.values())]
    seen += [b.description for row in app.children[0].children[:2] for b in row.children if hasattr(b, "description")]
    seen.append(re.sub("<style>.*</style>", "", world_page.skeleton(street), flags=re.DOTALL))
    told = " ".join(seen)
    assert not re.findall(r".{20}\bRegions?\b.{20}", told)
    assert not re.findall(r".{20}\bAvailability\b.{20}", told)
    assert not re.findall(r".{20}\d\sms\b.{20}", told)
    for word in ("A shop", "The block", "34 min", "shops", "blocks"):
        assert word in told, word
    app.act("restore")
    assert state(app) == first


@pytest.fixture
def shops_on_foot() -> Scenario:
    return Scenario((Placement("west", 2), Placement("east", 1)), slo_ms=8, access="on foot")


def test_the_outcome_shown_is_that_of_the_model(app):
    for act in (("break", "region"), ("access", "mobile"), ("use", "ap-south-1"), ("restore", "")):
        app.act(*act)
        fresh = simulate(app.world, app.scenario)
        assert app.outcome.summary == fresh.summary
        np.testing.assert_array_equal(app.outcome.rtt_ms, fresh.rtt_ms)
