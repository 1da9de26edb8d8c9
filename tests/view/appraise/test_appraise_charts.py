"""What all charts of an appraisal promise alike."""

from __future__ import annotations

import re

import pytest

from explainer.view import appraise
from explainer.view.palette import DARK, LIGHT

CHARTS = {name: getattr(appraise, name) for name in appraise.__all__ if name != "spans"}
EMPTY = {
    "years_chart": (None,),
    "settling": (None,),
    "failure_sets": (None,),
    "front": (None, None),
    "recovering": ((),),
}
SHEETS = sorted(set(CHARTS) - {"small_map", "weak"})
charts = pytest.mark.parametrize("name", CHARTS)
COLOUR = re.compile(r"#[0-9A-Fa-f]{6}$")


def colours(value):
    """All colours in the properties of a figure."""
    if isinstance(value, dict):
        return {found for each in value.values() for found in colours(each)}
    if isinstance(value, list | tuple):
        return {found for each in value for found in colours(each)}
    return {value} if isinstance(value, str) and COLOUR.match(value) else set()


@charts
def test_both_themes_colour_the_same_properties_and_no_data(aws, drawn, name):
    light, dark = (CHARTS[name].paint(palette) for palette in (LIGHT, DARK))
    assert {n: set(p) for n, p in light.traces.items()} == {n: set(p) for n, p in dark.traces.items()}
    assert set(light.layout) == set(dark.layout)
    assert not {"x", "y", "lon", "lat", "text"} & {key for values in light.traces.values() for key in values}
    assert drawn(CHARTS[name], aws, light, dark, light).figure == drawn(CHARTS[name], aws, light).figure


@charts
def test_every_trace_is_painted_and_only_in_colours_of_the_palette(aws, drawn, name):
    for palette in (LIGHT, DARK):
        paint = CHARTS[name].paint(palette)
        figure = drawn(CHARTS[name], aws, paint).figure.to_plotly_json()
        figure["layout"].pop("template", None)
        assert colours(figure) <= {*palette.values()}
        assert set(paint.traces) == {trace["name"] for trace in figure["data"]}


@pytest.mark.parametrize("name", EMPTY)
def test_with_nothing_known_a_chart_is_as_it_was_built(aws, draw, told, name):
    again = draw(name, aws, told[name], EMPTY[name])
    blank = draw(name, aws)
    for trace in blank.traces:
        for key in ("x", "y", "base"):
            if key in blank[trace]:
                assert again.numbers(trace, key) == blank.numbers(trace, key)
        assert again.texts(trace) == blank.texts(trace)
    assert not any(CHARTS[name].table(aws, *EMPTY[name]).values())
    assert CHARTS[name].sentence(aws, *EMPTY[name]).startswith("No ")


@pytest.mark.parametrize("name", EMPTY)
def test_a_patch_says_all_so_that_the_way_to_a_state_leaves_no_trace(aws, draw, told, name):
    straight = draw(name, aws, told[name]).figure.to_json()
    assert draw(name, aws, told[name], EMPTY[name], told[name]).figure.to_json() == straight


@charts
def test_the_columns_of_a_table_are_equally_long_and_its_sentence_is_plain(aws, told, name):
    columns = CHARTS[name].table(aws, *told[name])
    assert {len(column) for column in columns.values()} == {max(len(column) for column in columns.values())}
    assert all(columns.values())
    said = CHARTS[name].sentence(aws, *told[name])
    assert said.endswith(".")
    assert said[0].isupper() or said[0].isdigit()
    assert not {"<", "nan", "None"} & set(re.findall(r"<|nan|None", said))


@pytest.mark.parametrize("name", SHEETS)
def test_axes_are_fixed_and_nothing_of_the_library_shows(aws, name):
    layout = CHARTS[name].build(aws).layout.to_plotly_json()
    axes = [value for key, value in layout.items() if key.startswith(("xaxis", "yaxis"))]
    assert len(axes) == 2
    assert all(axis["fixedrange"] and len(axis["range"]) == 2 for axis in axes)
    assert (layout["showlegend"], layout["dragmode"], layout["hovermode"]) == (False, False, False)


@pytest.mark.parametrize("name", SHEETS)
def test_no_patch_changes_the_layout(aws, told, name):
    assert not CHARTS[name].patch(aws, *told[name]).layout


@charts
def test_the_street_goes_through_every_chart_in_its_own_words(street, draw, told_of_street, name):
    chart, known = draw(name, street, told_of_street[name]), told_of_street[name]
    shown = [text for trace in chart.traces for text in chart.texts(trace)]
    said = [*shown, CHARTS[name].sentence(street, *known), *CHARTS[name].table(street, *known)]
    assert not [text for text in said if re.search(r"Region|zone\b|zones\b|cable| ms", text)]
