from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from explainer.view.patch import Patch, apply, merge


def lines() -> go.Figure:
    return go.Figure([go.Scatter(name=name, x=[0, 1], y=[0, 1]) for name in ("before", "now")])


def test_values_reach_the_named_trace_and_the_layout_by_dotted_paths():
    figure = lines()
    x = np.array([2, 3], np.float32)
    apply(figure, Patch({"now": {"x": x, "line.color": "#123456", "line.width": 3}}, {"xaxis.range": [0, 5]}))
    np.testing.assert_array_equal(figure.data[1].x, x)
    assert (figure.data[1].line.color, figure.data[1].line.width) == ("#123456", 3)
    assert figure.layout.xaxis.range == (0, 5)
    assert tuple(figure.data[0].x) == (0, 1)


def test_an_unknown_trace_is_refused_by_name_and_nothing_is_changed():
    figure = lines()
    before = figure.to_dict()
    with pytest.raises(KeyError, match="no trace named later; this figure has before, now"):
        apply(figure, Patch({"now": {"x": [9]}, "later": {"x": [1]}}))
    assert figure.to_dict() == before


def test_traces_keep_their_order_and_number():
    figure = lines()
    apply(figure, Patch({"now": {"x": []}, "before": {"y": []}}))
    assert [trace.name for trace in figure.data] == ["before", "now"]


def test_a_shorter_array_replaces_a_longer_one_whole():
    figure = lines()
    apply(figure, Patch({"now": {"x": [7.0]}}))
    assert tuple(figure.data[1].x) == (7.0,)


def test_merging_keeps_what_differs_and_lets_the_later_win():
    merged = merge(
        Patch({"a": {"x": [1], "y": [1]}}, {"width": 1}), Patch({"a": {"y": [2]}, "b": {"x": [3]}}, {"width": 2})
    )
    assert merged.traces == {"a": {"x": [1], "y": [2]}, "b": {"x": [3]}}
    assert merged.layout == {"width": 2}
    assert merge().traces == {}


def test_merging_leaves_its_parts_as_they_were():
    one = Patch({"a": {"x": [1]}})
    merge(one, Patch({"a": {"x": [2]}}))
    assert one.traces == {"a": {"x": [1]}}
