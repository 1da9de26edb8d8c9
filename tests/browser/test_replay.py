"""The Replay page as visitors meet it: played, scrubbed and forked in a real browser, beside the model's numbers."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from explainer import Timeline, load_incidents, load_world, play
from explainer.app.designs import HIT, TWO, designs
from explainer.app.replay import FIRST
from explainer.view import lanes, replay_words, words

expect.set_options(timeout=30_000)
ROOT = Path(__file__).parents[2]
REPLAY = "/voila/render/01_replay.ipynb"
WORLD = load_world()
OCTOBER = load_incidents()[FIRST]
CHOICES = designs(WORLD, OCTOBER)
DATA = """(name) => {
  const trace = document.querySelector("[data-figure=lanes] [data-plot]").data.find((t) => t.name === name);
  return [...trace.y];
}"""
#: moves the slider as a hand does, a step a frame
SCRUB = """async (steps) => {
  const slider = document.querySelector("input[data-clock]");
  for (let i = 0; i < steps; i++) {
    slider.value = (i * 37) % 960;
    slider.dispatchEvent(new Event("input", {bubbles: true}));
    await new Promise(requestAnimationFrame);
  }
}"""


def plain(text: str) -> str:
    return " ".join(text.replace(words.NO_BREAK, " ").split())


def drawn(tab: Page) -> Page:
    expect(tab.locator("[data-figure=lanes] .main-svg .scatterlayer .js-line").first).to_be_attached()
    expect(tab.locator("[data-figure=years] .main-svg .point").first).to_be_attached()
    return tab


def shows(tab: Page, trace: str, timeline: Timeline) -> None:
    found = np.array(tab.evaluate(DATA, trace), float)
    np.testing.assert_allclose(found, 100 * timeline.frame["reach"], atol=1e-3)


def minute(tab: Page) -> int:
    return int(tab.locator("input[data-clock]").input_value())


def button(tab: Page, name: str) -> Any:
    return tab.get_by_role("button", name=name, exact=True)


@pytest.fixture(scope="module")
def a() -> Timeline:
    return play(WORLD, CHOICES[HIT].scenario, OCTOBER)


@pytest.fixture(scope="module")
def b() -> Timeline:
    return play(WORLD, CHOICES[TWO].scenario, OCTOBER)


@pytest.fixture
def open_replay(open_page, voila_url):
    """Open the real page; in the end it must have made no error and asked no other host."""
    logs = []

    def open_(**options: Any) -> tuple[Page, Any]:
        tab, log = open_page(voila_url + REPLAY, **options)
        logs.append(log)
        return drawn(tab), log

    yield open_
    for log in logs:
        log.assert_clean()


Open = Callable[..., tuple[Page, Any]]


def test_the_first_screen_shows_both_designs_and_fits(open_replay: Open, a: Timeline, b: Timeline) -> None:
    tab, _ = open_replay()
    shows(tab, lanes.A, a)
    shows(tab, lanes.B, b)
    headline = plain(tab.locator("h1[data-text=headline]").inner_text())
    assert plain(words.people(a.lost_requests)) in headline
    assert plain(words.people(b.lost_requests)) in headline
    assert tab.locator("main h1:visible").count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    box = tab.locator(".pp-lanes").bounding_box()
    assert box["y"] + box["height"] <= 800
    expect(button(tab, "▶ Play")).to_be_visible()
    tab.wait_for_timeout(500)
    assert minute(tab) == 0, "nothing starts by itself"


def test_a_moved_slider_changes_every_lane_at_once_and_asks_the_kernel_for_nothing(
    open_replay: Open, a: Timeline
) -> None:
    tab, log = open_replay()
    slider = tab.locator("input[data-clock]")
    slider.focus()
    tab.keyboard.press("End")
    tab.keyboard.press("ArrowLeft")
    assert minute(tab) == OCTOBER.minutes - 2
    slider.fill("60")
    expect(slider).to_have_attribute("aria-valuetext", "minute 60 · 07:48 UTC")
    expect(tab.locator("[data-now]")).to_contain_text("Minute 60")
    served = tab.locator('[data-pick="minutes:served"]')
    assert plain(served.inner_text()) == plain(words.share(float(a.frame["reach"][60])))
    told = [moment for moment in replay_words.moments(a) if moment.minute <= 60][-1]
    expect(tab.locator("[data-moment]")).to_contain_text(f"{replay_words.clock(OCTOBER, told.minute)}. {told.text}")
    slider.fill("400")
    assert plain(served.inner_text()) == plain(words.share(float(a.frame["reach"][400])))
    expect(tab.locator("[data-moment]")).to_contain_text("Some load balancers drop servers")
    cursor, track = (tab.locator(place).bounding_box() for place in (".pp-cursor", ".pp-track"))
    middle = cursor["x"] + cursor["width"] / 2 - track["x"]
    assert middle / track["width"] == pytest.approx(400 / OCTOBER.minutes, abs=0.003)
    tab.wait_for_timeout(1500)  # at rest the kernel is told the minute, and then the address follows
    log.reset()
    tab.evaluate(SCRUB, 60)
    assert minute(tab) == (59 * 37) % 960
    assert log.frames_in == 0, "the picture moved without the kernel"


def test_the_lanes_are_scrubbed_by_the_pointer(open_replay: Open) -> None:
    tab, _ = open_replay()
    track = tab.locator(".pp-track").bounding_box()
    tab.mouse.click(track["x"] + track["width"] / 2, track["y"] + 120)
    assert minute(tab) == pytest.approx(OCTOBER.minutes / 2, abs=3)


def test_it_plays_pauses_at_once_and_steps(open_replay: Open) -> None:
    tab, _ = open_replay()
    tab.get_by_label("Speed").select_option("1 hour in 1 s")
    button(tab, "▶ Play").click()
    expect(button(tab, "Pause")).to_be_visible()
    tab.wait_for_function("Number(document.querySelector('input[data-clock]').value) > 20")
    button(tab, "Pause").click()
    stopped = minute(tab)
    tab.wait_for_timeout(500)
    assert minute(tab) == stopped
    button(tab, "1 min ›").click()
    button(tab, "1 min ›").click()
    button(tab, "‹ 1 min").click()
    assert minute(tab) == stopped + 1
    tab.locator("input[data-clock]").fill("100")
    button(tab, "Next event ›").click()
    assert minute(tab) == 157
    tab.locator("input[data-clock]").fill("955")
    button(tab, "▶ Play").click()
    expect(button(tab, "▶ Play")).to_be_visible()
    assert minute(tab) == OCTOBER.minutes - 1


def test_with_reduced_motion_play_is_a_step(open_replay: Open) -> None:
    tab, _ = open_replay(reduced_motion="reduce")
    button(tab, "Step ›").click()
    first = minute(tab)
    assert first == 6
    tab.wait_for_timeout(400)
    assert minute(tab) == first


def test_a_fork_and_a_cure_become_design_b(open_replay: Open, a: Timeline) -> None:
    tab, _ = open_replay()
    tab.locator("input[data-clock]").fill("100")
    button(tab, "Fork here with another design").click()
    forked = a.fork(100, CHOICES[TWO].scenario)
    expect(tab.locator("[data-text=designs]")).to_contain_text("from minute 100")
    shows(tab, lanes.B, forked)
    shows(tab, lanes.A, a)
    assert minute(tab) == 100
    cure = tab.locator(".pp-cure").first
    label = cure.inner_text()
    cure.click()
    expect(tab.locator(".pp-cure").first).to_have_attribute("aria-pressed", "true")
    expect(tab.locator("[data-text=designs]")).not_to_contain_text("from minute")
    assert re.match(r"Without the database", label)
    tab.get_by_label("Design B").select_option("none")
    expect(tab.locator(".pp-line-b")).to_have_count(0)
    expect(tab.locator(".pp-dot-b")).to_be_hidden()


def test_another_incident_begins_anew_and_all_are_in_a_table(open_replay: Open) -> None:
    tab, _ = open_replay()
    tab.locator(".pp-pick").filter(has_text="Two of three zones in the UAE").click()
    expect(tab.locator("h1[data-text=headline]")).to_contain_text("1 March 2026, 12:30 UTC.")
    assert tab.locator("h1[data-text=headline] .pp-lost").count() == 0
    expect(tab.locator("[data-text=account]")).to_contain_text("AWS Health Dashboard")
    assert minute(tab) == 0
    expect(tab.locator("input[data-clock]")).to_have_attribute("max", "2879")
    tab.locator("details.pp-twin:has([data-text=known]) summary").click()
    expect(tab.locator("[data-text=known] tbody tr")).to_have_count(41)


def test_on_a_phone_incidents_are_a_list_and_controls_are_high(open_replay: Open) -> None:
    tab, _ = open_replay()
    tab.set_viewport_size({"width": 390, "height": 844})
    expect(tab.locator("select.pp-pick-short")).to_be_visible()
    expect(tab.locator(".pp-picks")).to_be_hidden()
    for control in tab.locator(".pp-controls button:visible").all():
        assert control.bounding_box()["height"] >= 44
    tab.locator("select.pp-pick-short").select_option(label="A second zone in Bahrain, April 2026")
    expect(tab.locator("h1[data-text=headline]")).to_contain_text("A second zone in Bahrain.")


def test_in_jupyterlab_it_replays_and_a_reloaded_page_shows_the_present(
    open_page, serve_lab, tmp_path: Path, a: Timeline, run_cell: Any
) -> None:
    shutil.copy(ROOT / "notebooks" / "01_replay.ipynb", tmp_path)
    tab, log = open_page(f"{serve_lab(tmp_path)}/lab/tree/01_replay.ipynb?reset", width=1400, height=1000)
    tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
    run_cell(tab)
    drawn(tab)
    shows(tab, lanes.A, a)
    tab.locator("input[data-clock]").fill("412")
    expect(tab.locator("[data-moment]")).to_contain_text("Some load balancers drop servers")
    tab.wait_for_timeout(600)
    tab.keyboard.press("Control+s")
    tab.wait_for_selector(".jp-mod-current[data-type=document-title]:not(.jp-mod-dirty)")
    tab.reload()
    drawn(tab)
    expect(tab.locator("[data-now]")).to_contain_text("Minute 412")
    assert not log.page_errors
    assert not log.foreign
