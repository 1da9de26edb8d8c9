"""The lanes of a replay hold the numbers of its Timelines; the stretches beside them say the same in words."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from explainer import Outage, Placement, Scaling, Scenario, Timeline, World, load_incidents, play
from explainer.incidents import Incident, Phase, incident_list
from explainer.outcome import REASONS
from explainer.view import incident_chart, lanes, replay_words, spans, words
from explainer.view.palette import DARK, LIGHT
from explainer.view.spans import Span

INCIDENTS = load_incidents()
OCTOBER, MARCH = INCIDENTS["aws-2025-10-20-use1"], INCIDENTS["aws-2026-03-01-mec1"]
HOME = Scenario((Placement("us-east-1"),), depends_on=frozenset({"compute", "database"}))
BOTH = replace(HOME, placements=(*HOME.placements, Placement("ca-central-1")), scaling=Scaling(spare_regions=1))


@pytest.fixture(scope="module")
def a(aws: World) -> Timeline:
    return play(aws, HOME, OCTOBER)


@pytest.fixture(scope="module")
def b(aws: World) -> Timeline:
    return play(aws, BOTH, OCTOBER)


def plain(text: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", text).replace(words.NO_BREAK, " ").split())


def test_the_areas_stack_up_to_all_that_was_asked_for(drawn, aws, a):
    figure = drawn(lanes, aws, lanes.patch(aws, a))
    names = [lanes.SERVED, *(lanes.dropped(reason) for reason in reversed(REASONS))]
    assert [trace.name for trace in figure.figure.data][: len(names)] == names
    heights = np.array([figure.numbers(name, "y") for name in names])
    assert (np.diff(heights, axis=0) >= -1e-4).all()
    np.testing.assert_allclose(heights[-1], 100, atol=1e-3)
    share = 100 * a.frame["served_rps"] / a.frame["offered_rps"]
    np.testing.assert_allclose(heights[0], share, atol=1e-3)
    np.testing.assert_allclose(figure.numbers(lanes.A, "y"), share, atol=1e-3)


def test_each_area_is_as_thick_as_its_reason(drawn, aws, a):
    figure = drawn(lanes, aws, lanes.patch(aws, a))
    below = np.array(figure.numbers(lanes.SERVED, "y"))
    for reason in reversed(REASONS):
        top = np.array(figure.numbers(lanes.dropped(reason), "y"))
        column = a.frame[f"dropped_{reason.replace('-', '_')}_rps"]
        np.testing.assert_allclose(top - below, 100 * column / a.frame["offered_rps"], atol=1e-3)
        below = top


def test_b_lies_on_the_same_axes_and_can_be_taken_away(drawn, aws, a, b):
    figure = drawn(lanes, aws, lanes.patch(aws, a, b))
    np.testing.assert_allclose(figure.numbers(lanes.B, "y"), 100 * b.frame["reach"], atol=1e-3)
    np.testing.assert_allclose(figure.numbers(lanes.WAIT_B, "y"), b.frame["rtt_p95_ms"], rtol=1e-4)
    assert (figure[lanes.A].line.dash, figure[lanes.B].line.dash) == ("solid", "8px 4px")
    assert figure[lanes.B].xaxis in (None, "x")
    gone = drawn(lanes, aws, lanes.patch(aws, a, b), lanes.patch(aws, a))
    assert gone.numbers(lanes.B) == gone.numbers(lanes.WAIT_B) == []


def test_the_wait_axis_begins_at_nothing_and_holds_every_wait(drawn, aws, a, b):
    low, high = drawn(lanes, aws, lanes.patch(aws, a, b)).figure.layout.yaxis2.range
    assert low == 0
    assert high > max(a.frame["rtt_p95_ms"].max(), b.frame["rtt_p95_ms"].max())


def test_a_minute_without_anybody_served_is_a_gap_in_the_wait(drawn, aws, a):
    figure = drawn(lanes, aws, lanes.patch(aws, a))
    nobody = a.frame["reach"].to_numpy() == 0
    assert nobody.any()
    assert np.isnan(np.array(figure[lanes.WAIT_A].y, float)[nobody]).all()


def test_every_reason_has_a_fill_of_its_own_in_both_themes(drawn, aws):
    for palette in (LIGHT, DARK):
        figure = drawn(lanes, aws, lanes.paint(palette))
        fills = {
            (figure[lanes.dropped(reason)].fillpattern.shape, figure[lanes.dropped(reason)].fillcolor)
            for reason in REASONS
        }
        assert len(fills) == len(REASONS)
        assert figure[lanes.dropped("dependency")].fillcolor == palette["loss"]
        assert figure[lanes.B].line.color == palette["you"]


def test_a_label_stands_inside_its_area(a):
    (label,) = lanes.labels(a)
    assert label.reason == "dependency"
    assert a.frame["dropped_dependency_rps"][label.minute] > 0
    assert 0 < label.share < 1


def test_runs_cover_every_minute_once(a, b):
    for found in (spans.trust(a), spans.trust(b), spans.answers(b)):
        assert [span.start for span in found] == [0, *(span.stop for span in found[:-1])]
        assert found[-1].stop == OCTOBER.minutes
        assert all(one.value != other.value for one, other in pairwise(found))


def test_health_checks_find_the_region_that_failed_and_dns_moves_away(a, b):
    sick = [span for span in spans.trust(b) if span.value]
    assert [span.value for span in sick] == [("us-east-1",)]
    assert [span.value for span in spans.trust(a) if span.value] == [spans.NOWHERE]
    moved = [span.value for span in spans.answers(b)]
    assert (("us-east-1", True),) in moved
    assert moved[-1] == ()


def test_what_broke_is_drawn_once_for_each_phase_and_bars_of_a_row_do_not_touch(aws):
    for incident in INCIDENTS.values():
        bars = spans.causes(aws, incident)
        assert max(bar.row for bar in bars) <= 3
        for row in range(4):
            here = sorted((bar for bar in bars if bar.row == row), key=lambda bar: bar.start)
            assert all(one.stop <= other.start for one, other in pairwise(here))
        for phase in incident.phases:
            if phase.kind != "note":
                said = [bar.label.lower() for bar in bars if bar.start == phase.minute]
                assert any(spans.named(aws, phase).lower() in label for label in said)


def test_a_slow_phase_says_how_slow(aws):
    phase = Phase(0, "slow", "It is slow.", "eu-west-1", added_ms=80)
    assert spans.named(aws, phase) == "80 ms slower"


def test_the_rows_of_use_are_zones_of_one_region_or_the_regions(a, b):
    assert list(spans.rows(a)) == ["use1-az1", "use1-az2", "use1-az3"]
    assert set(spans.rows(b)) == {"us-east-1", "ca-central-1"}
    assert len(spans.rows(a)["use1-az1"]) == OCTOBER.minutes


def test_the_headline_says_what_both_designs_lost(a, b):
    text = plain(replay_words.headline(OCTOBER, a, b))
    assert f"Design A loses {plain(words.people(a.lost_requests))} requests in three hours." in text
    assert f"Design B loses {plain(words.people(b.lost_requests))} in" in text
    assert "Database name in N. Virginia" in text


def test_a_design_that_loses_nothing_is_said_to(aws, a):
    fine = play(aws, replace(HOME, depends_on=frozenset({"compute"})), OCTOBER)
    assert replay_words.totals(fine, None) == "Design A answers every request."
    assert replay_words.totals(a, fine).endswith("Design B loses none.")


def test_where_people_were_hurt_the_headline_is_plain_ink(aws):
    timeline = play(aws, Scenario((Placement("me-central-1"),)), MARCH)
    text = replay_words.headline(MARCH, timeline, None)
    assert plain(text).startswith("1 March 2026, 12:30 UTC. Two of three zones in the UAE.")
    assert "pp-lost" not in text
    assert "lose" not in text


def test_moments_are_in_order_and_one_a_minute(a):
    found = replay_words.moments(a)
    minutes = [moment.minute for moment in found]
    assert minutes == sorted(set(minutes))
    assert found[0].minute == 0
    assert found[0].text.startswith(OCTOBER.phases[0].caption)
    assert all(len(moment.text) <= replay_words.LONGEST_CAPTION + 40 for moment in found)


def test_times_of_more_than_a_day_name_the_day():
    assert plain(replay_words.clock(OCTOBER, 412)) == "13:40 UTC"
    assert plain(replay_words.clock(MARCH, 1020)) == "2 Mar, 05:30 UTC"


def test_a_month_of_captions_in_one_minute_is_cut_and_counted():
    captions = [f"Caption {i} {'x' * 60}." for i in range(6)]
    text = replay_words.together(captions)
    assert text.startswith(captions[0])
    assert text.endswith("And four things more.")


def test_all_41_incidents_are_drawn_and_stems_grow_with_the_time(drawn, aws):
    known = incident_list()
    figure = drawn(
        incident_chart, aws, incident_chart.patch(aws, known, "aws-2025-10-20-use1"), incident_chart.paint(LIGHT)
    )
    marks = sum(len(figure.numbers(f"hit: {scale}")) for scale in incident_chart.SCALES)
    assert marks == len(known) == 41
    assert set(known["scale"]) == set(incident_chart.SCALES)
    assert len(figure.numbers(incident_chart.PICKED)) == 1
    assert len(figure.numbers(incident_chart.OPEN_ENDED)) == known["censored"].sum() > 0
    assert set(figure.texts(incident_chart.NAMES)) == set(known["provider"])
    stems, hours = incident_chart.stem(incident_chart.hours(known)), incident_chart.hours(known)
    assert stems[hours.idxmax()] == stems.max()
    assert (stems[hours.isna()] == 0).all()
    assert stems.max() + incident_chart.GAP < 1


def test_the_street_is_replayed_like_the_world(drawn, street):
    shops = Scenario((Placement("west", 2), Placement("east", 1)), slo_ms=8, access="on foot")
    parade = Incident(
        "parade", "A parade", "City", OCTOBER.start_utc, 30, "", "seen", "A parade passes.", "Two blocks.", False,
        (Phase(5, "region", "The parade stands in the west.", "west", until=20),),
    )  # fmt: skip
    timeline = play(street, shops, parade)
    figure = drawn(lanes, street, lanes.patch(street, timeline))
    assert len(figure.numbers(lanes.A)) == 30
    assert [bar.label for bar in spans.causes(street, parade)] == ["West block down"]
    assert spans.trust(timeline)[0] == Span(0, spans.trust(timeline)[0].stop, ())


def test_outages_of_the_scenario_itself_stay_all_the_time(aws):
    timeline = play(aws, HOME.breaking(Outage("zone", "use1-az1")), OCTOBER)
    assert np.isnan(spans.rows(timeline)["use1-az1"]).all()
    assert (spans.ink_steps(spans.rows(timeline)["use1-az1"]) == 0).all()
