from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from explainer.page import Chart, Column, Frame, Layer, Page, Points, Table
from explainer.view.patch import Patch

SKELETON = """<h1 data-text="headline"></h1><p data-status="status"></p>
<section data-figure="map"></section><section data-figure="bars"></section><div data-table="places"></div>"""
RTT = np.array([12.0, 30.0, np.nan])


def make_page(skeleton: str = SKELETON, **changes: object) -> Page:
    lon, lat = np.array([0.0, 10.0, 20.0]), np.array([50.0, 51.0, 52.0])
    world = go.Figure(go.Scattergeo(name="cells", lon=lon, lat=lat), layout={"geo": {"visible": False}})
    bars = go.Figure(go.Bar(name="now", x=[1.0, 1.0], y=["served", "fast"], marker={"color": "red"}))
    columns = {
        "name": Column("Place", "text", ["A", "B", "C"]),
        "rtt": Column("Wait", "ms", RTT),
        "region": Column("Region", "category", np.array([0, 0, -1], np.int16), ("Ireland",)),
    }
    layer = Layer("cells", lon, lat, np.full(3, 4.0), "places", ("name", "rtt"), "cell")
    parts: dict[str, object] = {
        "charts": {
            "map": Chart(world, "Map", "All are served.", "places", (layer,)),
            "bars": Chart(bars, "Reach", "100 %."),
        },
        "texts": {"headline": "All", "status": ""},
        "tables": {"places": Table("Places", columns)},
        "variants": {"dark": {"bars": Patch({"now": {"marker.color": "white"}})}},
    }
    return Page(skeleton, **(parts | changes))  # type: ignore[arg-type]


def sent(wire):
    """What the page has sent since it was opened."""
    return [data["content"] for data, _ in wire[-1].kept[1:] if data.get("method") == "custom"]


def test_a_change_of_figures_texts_and_tables_is_one_message(wire):
    page = make_page()
    page.show(
        {
            "map": Patch({"cells": {"lon": np.array([1.0, 2.0, 3.0])}}),
            "bars": Patch({"now": {"x": [0.5, 0.5]}}),
        },
        {"headline": "Half"},
        {"places": {"rtt": np.array([1.0, 2.0, 3.0])}},
        {"map": "Half are served."},
        {"map": Frame(10, 50, 3)},
    )
    assert len(wire[-1].kept) == 2
    (message,) = sent(wire)
    assert set(message["show"]) == {"charts", "texts", "tables", "summaries", "frames"}
    json.dumps(message, allow_nan=False)


def test_what_equals_the_present_is_not_sent(wire):
    page = make_page()
    page.show(
        {
            "map": Patch({"cells": {"lon": np.array([0.0, 10.0, 20.0])}}),
            "bars": Patch({"now": {"x": (1.0, 1.0)}}),
        },
        {"headline": "All"},
        {"places": {"rtt": RTT, "name": ["A", "B", "C"]}},
        {"map": "All are served."},
        {"map": None},
    )
    assert sent(wire) == []
    page.show({"bars": Patch({"now": {"x": [1.0, 0.5], "marker.color": "red"}})}, {"headline": "All"})
    assert sent(wire) == [{"show": {"charts": {"bars": {"traces": {"now": {"x": [1.0, 0.5]}}}}}}]


def test_an_empty_change_sends_nothing(wire):
    make_page().show()
    assert sent(wire) == []


def test_the_same_array_travels_once_and_as_float32(wire):
    lon = np.array([1.0, 2.0, np.nan])
    make_page().show({"map": Patch({"cells": {"lon": lon, "lat": lon}})}, tables={"places": {"rtt": lon}})
    _, buffers = wire[-1].kept[-1]
    assert len(buffers) == 1
    np.testing.assert_array_equal(np.frombuffer(buffers[0], np.float32), lon.astype(np.float32))


def test_integers_travel_as_short_as_they_are_and_empty_arrays_as_empty_lists(wire):
    page = make_page()
    for largest, dtype, length in ((3, "int8", 3), (300, "int16", 6), (100_000, "int32", 12)):
        page.show({"map": Patch({"cells": {"lon": np.array([1, 2, largest]), "lat": np.array([])}})})
        data, buffers = wire[-1].kept[-1]
        values = data["content"]["show"]["charts"]["map"]["traces"]["cells"]
        assert values["lon"] == {"$b": 0, "dtype": dtype}
        assert [len(buffer) for buffer in buffers] == [length]
        assert values.get("lat", []) == []


def test_a_line_through_known_points_travels_as_rows_and_is_kept_as_coordinates(wire):
    figure = go.Figure(go.Scattergeo(name="way", mode="lines", lon=np.array([1.0, 2.0]), lat=np.array([5.0, 6.0])))
    chart = Chart(figure, "Map", "A way.", points=Points([1.0, 2.0, 3.0], [5.0, 6.0, 7.0]))
    page = Page('<div data-figure="map"></div>', {"map": chart}, {}, {}, {})
    opened = page.get_state()["_charts"]["map"]["data"][0]
    assert (opened["at"]["bdata"].tolist(), "lon" in opened) == ([0, 1], False)
    page.show({"map": Patch({"way": {"lon": np.array([3.0, 1.0, np.nan]), "lat": np.array([7.0, 5.0, np.nan])}})})
    data, buffers = wire[-1].kept[-1]
    assert data["content"]["show"]["charts"]["map"]["traces"] == {"way": {"at": {"$b": 0, "dtype": "int8"}}}
    assert np.frombuffer(buffers[0], np.int8).tolist() == [2, 0, 3]
    np.testing.assert_array_equal(page.figures["map"].data[0].lon, [3.0, 1.0, np.nan])


def test_a_later_view_reads_the_present_from_the_state_without_a_further_message(wire):
    page = make_page()
    page.show({"map": Patch({"cells": {"lon": np.array([7.0, 8.0, 9.0])}})}, {"headline": "Half"})
    state = page.get_state()
    assert np.frombuffer(state["_charts"]["map"]["data"][0]["lon"]["bdata"], np.float32)[0] == 7
    assert state["_texts"]["headline"] == "Half"
    assert len(wire[-1].kept) == 2


def test_an_array_changed_later_by_its_owner_changes_nothing_on_the_page(wire):
    page, lon = make_page(), np.array([7.0, 8.0, 9.0], np.float32)
    page.show({"map": Patch({"cells": {"lon": lon}})})
    lon[0] = 0
    assert page.figures["map"].data[0].lon[0] == 7
    page.show({"map": Patch({"cells": {"lon": lon}})})
    assert len(sent(wire)) == 2


def test_figures_are_the_present_ones_and_copies():
    page = make_page()
    page.show(
        {"bars": Patch({"now": {"marker.color": "blue"}}, {"title.text": "Now"})},
        frames={"map": Frame(10, 50, 3)},
    )
    figures = page.figures
    assert figures["bars"].data[0].marker.color == "blue"
    assert figures["bars"].layout.title.text == "Now"
    assert figures["map"].layout.geo.projection.scale == 3
    figures["bars"].data[0].marker.color = "green"
    assert page.figures["bars"].data[0].marker.color == "blue"


def test_a_frame_is_kept_and_none_gives_the_whole_map_back():
    page = make_page()
    page.show(frames={"map": Frame(10, 50, 3)})
    page.show(frames={"map": None})
    assert page.figures["map"].layout.geo.projection.scale is None


@pytest.mark.parametrize(
    "change",
    [
        {"patches": {"mpa": Patch({"cells": {"lon": []}})}},
        {"patches": {"map": Patch({"sells": {"lon": []}})}},
        {"texts": {"haedline": "x"}},
        {"tables": {"place": {"rtt": []}}},
        {"tables": {"places": {"rrt": []}}},
        {"summaries": {"mpa": "x"}},
        {"frames": {"mpa": None}},
    ],
)
def test_an_unknown_name_is_refused_and_nothing_is_changed(wire, change):
    page = make_page()
    with pytest.raises(KeyError, match="there are: "):
        page.show(**{"texts": {"headline": "Half"}, **change})
    assert sent(wire) == []
    assert page.get_state()["_texts"]["headline"] == "All"


@pytest.mark.parametrize(
    "wrong",
    [
        {"skeleton": '<p data-figure="mpa"></p>'},
        {"tables": {}},
        {"variants": {"dusk": {}}},
        {"variants": {"dark": {"bars": Patch({"then": {"x": []}})}}},
    ],
)
def test_a_page_whose_parts_do_not_fit_is_refused(wrong):
    with pytest.raises(KeyError, match="there are: "):
        make_page(**wrong)


def test_a_value_that_cannot_travel_is_refused_by_name():
    with pytest.raises(TypeError, match="cannot carry a set"):
        make_page().show({"bars": Patch({"now": {"x": {1, 2}}})})


def hear(page, content):
    page._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})


def test_an_act_is_told_to_every_listener():
    page, heard = make_page(), []
    page.on_act(lambda act, value: heard.append((act, value)))
    page.on_act(lambda act, value: heard.append((value, act)))
    hear(page, {"act": "break", "value": "eu-west-1"})
    assert heard == [("break", "eu-west-1"), ("eu-west-1", "break")]


@pytest.mark.parametrize(
    "content",
    [
        {"act": "break"},
        {"act": 1, "value": "x"},
        {"act": "break", "value": {"a": 1}},
        {"act": "x" * 65, "value": "x"},
        {"act": "break", "value": "x" * 2001},
        {},
        [],
        "break",
        None,
    ],
)
def test_an_act_that_is_not_two_short_texts_is_ignored(content):
    page, heard = make_page(), []
    page.on_act(lambda act, value: heard.append((act, value)))
    hear(page, content)
    assert heard == []


def test_who_waits_is_answered_once_even_if_nothing_has_changed(wire):
    page = make_page()
    page.on_act(lambda act, value: page.show(texts={"headline": value}))
    hear(page, {"act": "say", "value": "new", "waits": True})
    assert sent(wire) == [{"show": {"texts": {"headline": "new"}}}]
    hear(page, {"act": "say", "value": "new", "waits": True})
    assert sent(wire)[1:] == [{"done": True}]
    hear(page, {"act": "say", "value": "new"})
    assert len(sent(wire)) == 2, "who does not wait hears nothing"


def test_a_browser_without_the_static_file_is_given_plotly_by_the_kernel(wire):
    hear(make_page(), {"need": "plotly"})
    data, (code,) = wire[-1].kept[-1]
    assert data["content"] == {"plotly": True}
    assert b"export default" in bytes(code) or b"export{" in bytes(code)


def test_the_state_of_a_page_holds_no_number_array_as_text(wire):
    page = make_page()
    data, buffers = wire[-1].kept[0]
    assert "bdata" not in json.dumps(data["state"]["_charts"]["map"]["layers"])
    assert len(buffers) >= 6
    assert page.get_state()["_tables"]["places"]["columns"]["region"]["values"]["dtype"] == "int8"
