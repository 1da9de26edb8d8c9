"""Customers by hour: the normal day, what has come of it so far, and the area between the two."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from shapely.geometry import Polygon

from explainer import load_world
from explainer.day import Day, through_the_day
from explainer.view import hours
from explainer.view.hours import BAND, BAND_LABEL, HOURS, LOST, LOST_LABEL, NORMAL, NOW, SERVED
from explainer.view.palette import THEMES
from explainer.world import cafes, causes, load_city

PARADE = causes()["parade-long-street"]
BAND_H = PARADE.hours_h
OPENS_H = load_city().opens_h


@pytest.fixture(scope="module")
def normal() -> Day:
    return through_the_day(load_world("cafe"), cafes("A"), OPENS_H, lambda _: frozenset())


@pytest.fixture(scope="module")
def apart() -> Day:
    return through_the_day(load_world("cafe"), cafes(*"ADK"), OPENS_H, PARADE.at, BAND_H)


@pytest.fixture
def show(drawn, normal):
    module = SimpleNamespace(build=lambda day: hours.build(day, BAND_H))
    return lambda *patches: drawn(module, normal, *patches)


def test_before_anything_has_happened_there_is_a_normal_day_and_an_announcement(show, normal):
    chart = show(hours.patch(normal, BAND_H, "parade 11 to 13"))
    assert chart.numbers(NORMAL, "y") == pytest.approx(normal.asked.tolist())
    for name in (SERVED, LOST, NOW):
        assert not chart.numbers(name), name
    assert (min(chart.numbers(BAND)), max(chart.numbers(BAND))) == BAND_H
    assert chart.texts(BAND_LABEL, LOST_LABEL) == ["parade 11 to 13"]
    assert chart.texts(HOURS) == ["8:00", "11:00", "13:00", "16:00", "20:00"]


def test_the_served_line_follows_the_clock(show, normal, apart):
    chart = show(hours.patch(normal, BAND_H, "parade", apart.until(11.5)))
    assert max(chart.numbers(SERVED)) == chart.numbers(NOW)[0] == 11.5
    assert max(chart.numbers(LOST)) == 11.5
    assert not show(hours.patch(normal, BAND_H, "parade", apart.until(10.5))).numbers(LOST)


def test_the_area_is_what_was_lost(show, normal, apart):
    chart = show(hours.patch(normal, BAND_H, "parade", apart, "4 % lost"))
    area = Polygon(list(zip(chart[LOST].x, chart[LOST].y, strict=True))).area
    total = np.trapezoid(apart.asked, apart.hour_h)
    assert area / total == pytest.approx(apart.lost, rel=1e-3)
    assert chart.texts(BAND_LABEL, LOST_LABEL) == ["4 % lost"]
    assert not chart.numbers(NOW), "a whole day has no now"


def test_a_day_without_loss_has_no_area(show, normal):
    assert not show(hours.patch(normal, BAND_H, "parade", normal)).numbers(LOST)


def test_a_patch_takes_back_what_another_drew(show, normal, apart):
    before = hours.patch(normal, BAND_H, "parade")
    again = show(hours.patch(normal, BAND_H, "parade", apart, "4 % lost"), before)
    assert again.figure.to_json() == show(before).figure.to_json()


def test_the_table_holds_full_hours(normal, apart):
    rows = hours.table(normal, apart.until(12))
    assert rows["hour"][:4] == ["8:00", "9:00", "10:00", "11:00"]
    assert len(rows["normal"]) == 13
    assert rows["served"][3] < rows["normal"][3], "at eleven the street is closed"
    assert rows["served"][5] is None
    assert hours.table(normal)["served"] == [None] * 13


@pytest.mark.parametrize("theme", THEMES)
def test_every_trace_is_painted(show, theme):
    chart, plain = show(hours.paint(THEMES[theme])), show()
    assert [name for name in chart.traces if chart[name] == plain[name]] == []
