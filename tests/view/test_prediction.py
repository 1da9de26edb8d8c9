"""What you said and what came out: each at its place, each with its words, and none over another."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError
from explainer.view import prediction
from explainer.view.palette import THEMES
from explainer.view.patch import apply
from explainer.view.prediction import KEPT, LOST, RING, SAID, TICK_LABELS, Result, Scale, per_cent

SCALE = per_cent()
ONE, THREE = Result(0.31, "one café: 31 % lost", True), Result(0.03, "three cafés: 3 % lost", False)
shares = st.floats(0, 1)


@pytest.fixture
def show(drawn):
    module = SimpleNamespace(build=prediction.build)
    return lambda *patches, scale=SCALE: drawn(module, scale, *patches)


def test_before_anything_was_said_only_the_axis_is_there(show):
    chart = show(prediction.patch(SCALE, None))
    for name in (RING, SAID, LOST, KEPT, f"{LOST} label", f"{KEPT} label"):
        assert not chart.numbers(name), name
    assert [text.replace("\u00a0", " ") for text in chart.texts(TICK_LABELS)] == [
        "0 %",
        "25 %",
        "50 %",
        "75 %",
        "100 %",
    ]


def test_what_was_said_stays_beside_what_came_out(show):
    chart = show(
        prediction.patch(SCALE, (0.2, "you said 20 %")), prediction.patch(SCALE, (0.2, "you said 20 %"), [ONE, THREE])
    )
    assert chart.numbers(RING) == [0.2]
    assert [text.strip("\u00a0") for text in chart.texts(SAID)] == ["you said 20 %"]
    assert chart.numbers(LOST) == [0.31]
    assert chart.numbers(KEPT) == [0.03]
    assert chart.texts(f"{LOST} label") == [ONE.label]
    assert (chart[LOST].marker.symbol, chart[KEPT].marker.symbol) == ("square-x", "circle")
    assert chart[RING].uid == prediction.RING_UID


def test_who_does_not_know_has_no_ring(show):
    chart = show(prediction.patch(SCALE, None, [ONE]))
    assert not chart.numbers(RING)
    assert chart.numbers(LOST) == [0.31]


def test_a_patch_takes_back_what_another_drew(show):
    plain = show(prediction.patch(SCALE, None))
    again = show(prediction.patch(SCALE, (0.5, "you said 50 %"), [ONE, THREE]), prediction.patch(SCALE, None))
    assert again.figure.to_json() == plain.figure.to_json()


def reaches(trace) -> list[tuple[float, float]]:
    """From where to where each label of a trace goes [px]."""
    sides = trace.textposition
    sides = [sides] * len(trace.x) if isinstance(sides, str) else sides
    found = []
    for x, text, side in zip(trace.x, trace.text, sides, strict=True):
        width = len(text) * prediction.LETTER_PX
        start = {"middle right": 0.0, "middle center": width / 2, "middle left": width}[side]
        left = x * prediction.WIDTH_PX - start
        found.append((left, left + width))
    return found


@given(said=shares, one=shares, three=shares)
def test_no_word_is_cut_off_and_no_leader_crosses_what_was_said(said, one, three):
    figure = prediction.build(SCALE)
    results = [Result(one, "one café: 31 % lost", True), Result(three, "three cafés, same seats: 3 % lost", False)]
    apply(figure, prediction.patch(SCALE, (said, "you said 20 %"), results))
    traces = {trace.name: trace for trace in figure.data}
    margin = prediction.MARGIN_PX
    for name in (SAID, f"{LOST} label", f"{KEPT} label", TICK_LABELS):
        for left, right in reaches(traces[name]):
            assert -margin <= left, name
            assert right <= prediction.WIDTH_PX + margin, name
    ((left, right),) = reaches(traces[SAID])
    leader = traces[f"{LOST} leader"].x[0] * prediction.WIDTH_PX
    assert not left + 1 < leader < right - 1
    taken = traces[KEPT].x[0]
    assert all(abs(x - taken) * prediction.WIDTH_PX > 12 for x in traces[TICK_LABELS].x)


def test_a_long_axis_counts_in_tenfolds():
    scale = Scale(0.1, 1000, ((1, "1 h"),), log=True)
    assert [round(scale.place(value), 3) for value in (0.1, 1, 10, 1000)] == [0, 0.25, 0.5, 1]
    assert (scale.place(0), scale.place(1e9)) == (0, 1)


def test_an_axis_and_its_results_are_checked():
    with pytest.raises(InputError, match="no length"):
        Scale(1, 1, ())
    with pytest.raises(InputError, match="no length"):
        Scale(0, 1, (), log=True)
    with pytest.raises(InputError, match="room for one"):
        prediction.patch(SCALE, None, [ONE, ONE])


def test_the_table_holds_what_is_on_the_axis():
    rows = prediction.table((0.2, "you said 20 %"), [ONE, THREE])
    assert rows == {"what": ["you said 20 %", ONE.label, THREE.label], "value": [0.2, 0.31, 0.03]}
    assert prediction.table(None, []) == {"what": [], "value": []}


@pytest.mark.parametrize("theme", THEMES)
def test_every_trace_is_painted(show, theme):
    patch = prediction.paint(THEMES[theme])
    chart, plain = show(patch), show()
    assert [name for name in chart.traces if chart[name] == plain[name]] == []
    known = {value.lower() for value in THEMES[theme].values()}
    assert {value.lower() for trace in patch.traces.values() for value in trace.values()} <= known
