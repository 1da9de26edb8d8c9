"""What a page says while it is used: read out calmly, told apart without colour, and done without dragging."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

QUICK_MS, CALM_MS = 500, 1000
BUSY = 3  # times as long, on a machine that others use too
APART = 5  # of 100 steps of grey
STRUCTURE = {"edge", "base"}  # lines that order a picture; their colour means nothing


def test_point_04_a_change_is_in_the_status_at_once_and_read_out_at_most_once_a_second(
    visit: Any, changing: None
) -> None:
    tab = visit.tab
    visit.audit("listen")
    tab.wait_for_timeout(CALM_MS)
    took = []
    for _ in range(3):
        visit.audit("act", 1)
        tab.wait_for_function("region.changedAt > acted")
        took.append(tab.evaluate("region.changedAt - acted"))
    assert min(took) <= QUICK_MS * BUSY, took
    visit.audit("act", 12)
    tab.wait_for_timeout(2 * CALM_MS)
    times = [one["at"] for one in tab.evaluate("said")]
    assert times, "something was read out"
    assert all(later - sooner >= CALM_MS - 30 for sooner, later in pairwise(times)), times
    visit.state = ""  # it is another one now


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_point_06_what_differs_in_colour_differs_in_shape_or_in_grey(visit: Any, theme: str) -> None:
    visit.look(theme=theme)
    marks = visit.audit("marks")
    visit.look()
    alike = [
        (one["figure"], one["name"], other["name"])
        for one, other in combinations(marks, 2)
        if one["figure"] == other["figure"]
        and not {one["name"], other["name"]} <= STRUCTURE
        and one["shape"] == other["shape"]
        and one["colour"] != other["colour"]
        and None not in (one["grey"], other["grey"])
        and abs(one["grey"] - other["grey"]) < APART
    ]
    assert alike == []


def test_point_11_a_drag_over_the_lanes_and_the_keys_come_to_the_same_minute(
    open_page: Callable[..., Any], voila_url: str
) -> None:
    tab, log = open_page(f"{voila_url}/voila/render/01_replay.ipynb")
    expect(tab.locator("[data-figure=lanes] .main-svg .js-line").first).to_be_attached()
    track, slider = tab.locator(".pp-track").bounding_box(), tab.locator("input[data-clock]")
    told = "[data-now], [data-pick], [data-moment]"
    tab.mouse.move(track["x"] + 40, track["y"] + 100)
    tab.mouse.down()
    tab.mouse.move(track["x"] + track["width"] / 2, track["y"] + 100, steps=5)
    tab.mouse.up()
    minute, dragged = int(slider.input_value()), tab.locator(told).all_inner_texts()
    assert minute > 100
    slider.focus()
    tab.keyboard.press("Home")
    assert tab.locator(told).all_inner_texts() != dragged
    slider.fill(str(minute - 1))
    tab.keyboard.press("ArrowRight")
    assert tab.locator(told).all_inner_texts() == dragged
    log.assert_clean()


def test_point_14_a_lost_connection_is_told_within_ten_seconds_with_what_to_do(
    open_page: Callable[..., Any], voila_url: str
) -> None:
    tab, _ = open_page(f"{voila_url}/voila/render/11_parade.ipynb")
    expect(tab.locator("[data-figure=picture] .main-svg").first).to_be_attached()
    tab.context.set_offline(True)
    alert = tab.get_by_role("alert").filter(has_text="The connection is lost")
    expect(alert).to_be_visible(timeout=10_000)
    expect(alert.get_by_role("button", name="Reload")).to_be_visible()
    tab.context.set_offline(False)
    expect(alert).to_be_hidden()
