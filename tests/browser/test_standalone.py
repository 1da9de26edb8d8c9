"""A page in a file of its own, opened from a disk by a browser without a network."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from explainer import PRESETS, Outage, load_incidents, load_world, play, simulate
from explainer.app.course import Lesson
from explainer.app.designs import HIT, designs
from explainer.app.explainer import Explainer
from explainer.app.replay import FIRST, Replay
from explainer.page.standalone import STILL, html_of
from explainer.view import reach, waiting, words
from explainer.view.map import dots
from explainer.view.map import regions as marks

expect.set_options(timeout=30_000)
WORLD = load_world()
BEFORE = simulate(WORLD, PRESETS["two-regions"].scenario)
BROKEN = PRESETS["two-regions"].scenario.breaking(Outage("region", "us-east-1"))
NOW = simulate(WORLD, BROKEN)
DATA = """([chart, name, axis]) => {
  const plot = document.querySelector(`[data-figure=${chart}] [data-plot]`);
  return [...plot.data.find((trace) => trace.name === name)[axis]];
}"""
PATHS = """() => [...document.querySelectorAll("[data-figure=map] path.js-line")]
  .reduce((sum, path) => sum + (path.getAttribute("d")?.match(/M/g) ?? []).length, 0)"""
SPOT = """([lon, lat]) => {
  const plot = document.querySelector("[data-figure=map] [data-plot]");
  const corner = plot.getBoundingClientRect();
  const [x, y] = plot._fullLayout.geo._subplot.projection([lon, lat]);
  return [corner.left + x, corner.top + y];
}"""
Open = Callable[..., Page]


def plain(text: str) -> str:
    return " ".join(text.replace(words.NO_BREAK, " ").split())


def data(tab: Page, chart: str, name: str, axis: str = "x") -> Any:
    return np.array(tab.evaluate(DATA, [chart, name, axis]), float)


def until(tab: Page, met: Callable[[], bool]) -> None:
    """Wait for something; playwright's own way would evaluate a text, which the file's policy forbids."""
    end = time.monotonic() + 30
    while not met():
        assert time.monotonic() < end
        tab.wait_for_timeout(50)


def spot(tab: Page, code: str) -> tuple[float, float]:
    lon, lat = marks.positions(WORLD)
    row = WORLD.regions.index.get_loc(code)
    x, y = tab.evaluate(SPOT, [float(lon[row]), float(lat[row])])
    return x, y


@pytest.fixture
def open_file(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Write a file and open it from the disk, the network off; it must make no error and ask for nothing."""
    contexts, errors, asked = [], [], []

    def open_(file: str, width: int = 1280, height: int = 800, theme: Any = "light") -> Page:
        path = tmp_path / "page.html"
        path.write_text(file, encoding="utf-8")
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=theme, offline=True)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tab.on("console", lambda said: said.type in ("error", "warning") and errors.append(said.text))
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.on("request", lambda request: asked.append(request.url))
        tab.goto(path.as_uri())
        expect(tab.locator(".main-svg").first).to_be_attached()
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert not errors
    assert [url for url in asked if not url.startswith(("data:", tmp_path.as_uri()))] == []
    assert len([url for url in asked if url.startswith("file:")]) == len(contexts)


@pytest.fixture(scope="module")
def world_file() -> str:
    app = Explainer()
    app.scenario = BROKEN
    return html_of(app._page, "N. Virginia down", "pp-world")


def world(open_file: Open, world_file: str, **options: Any) -> Page:
    tab = open_file(world_file, **options)
    expect(tab.locator("[data-figure=load] .main-svg .bars .point path").first).to_be_attached()
    expect(tab.locator("[data-figure=map] path.js-line").nth(10)).to_be_attached()
    return tab


def test_the_numbers_in_the_file_are_the_models_now_and_before(open_file, world_file):
    tab = world(open_file, world_file)
    assert tab.title() == "N. Virginia down"
    share = plain(words.share(NOW.summary.users_served / NOW.summary.users))
    assert plain(tab.locator("[data-text=headline]").inner_text()).startswith(f"With N. Virginia down, {share} of ")
    for name, outcome in ((waiting.NOW, NOW), (waiting.BEFORE, BEFORE)):
        grid = data(tab, "waiting", name).astype(np.float32)
        expected = waiting.cumulative(WORLD, outcome, grid).round(2)
        np.testing.assert_allclose(data(tab, "waiting", name, "y"), expected, rtol=1e-5, atol=1e-4)
    shares = NOW.by(WORLD.continents)
    for measure in reach.MEASURES:
        np.testing.assert_allclose(data(tab, "reach", measure), 100 * shares[measure], rtol=1e-5, atol=1e-4)
    assert tab.locator("[data-figure=reach] .main-svg .point").count() > 2 * len(shares)  # bars, and ticks of before


def test_every_place_is_drawn(open_file, world_file):
    tab = world(open_file, world_file)
    kinds = dots.classes(WORLD, NOW)
    served = (kinds > 0).sum()
    assert tab.evaluate(PATHS) >= 2 * served + np.isin(kinds, dots.RIMMED).sum()
    drawn = tab.locator("[data-figure=map] path.point").count()
    assert drawn >= len(WORLD.regions) + (kinds == 0).sum()


def test_tables_open_and_tips_say_what_is_under_the_pointer(open_file, world_file):
    tab = world(open_file, world_file)
    tab.locator("details.pp-twin:has([data-table=regions]) summary").click()
    expect(tab.locator("[data-table=regions] tbody tr")).to_have_count(len(WORLD.regions))
    expect(tab.locator("[data-table=cells] tbody tr")).to_have_count(len(WORLD.cells))
    tab.locator("[data-figure=reach] details summary").click()
    expect(tab.locator("[data-figure=reach] tbody tr").first).to_contain_text("%")
    tab.mouse.move(*spot(tab, "us-east-1"))
    tip = tab.locator(".pp-tip:not([hidden])")
    expect(tip).to_contain_text("N. Virginia")
    expect(tip).to_contain_text("down")
    tab.mouse.move(5, 5)
    expect(tip).to_have_count(0)


def test_what_needs_the_app_cannot_be_used_and_a_click_on_the_map_is_told_so(open_file, world_file):
    tab = world(open_file, world_file)
    said, status = tab.locator("#pp-said"), plain(tab.locator("[data-status=status]").inner_text())
    expect(said).to_be_empty()
    tab.mouse.click(*spot(tab, "eu-west-1"))
    expect(said).to_have_text(STILL)
    assert plain(tab.locator("[data-status=status]").inner_text()) == status
    assert tab.locator("[data-act]:enabled, [data-file]:enabled").count() == 0
    assert tab.locator("[data-file]:visible, [data-act=place]:visible, a[data-page]:visible[href]").count() == 0
    expect(said).to_be_empty(timeout=10_000)


def test_it_takes_the_theme_and_the_width_of_its_reader(open_file, world_file):
    tab = world(open_file, world_file, width=390, height=844, theme="dark")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert tab.evaluate(ground) == "rgb(16, 22, 29)"
    expect(tab.locator(".pp-app")).to_have_class("jupyter-widgets pp-app pp-world pp-narrow")
    ink = "document.querySelector('[data-figure=load] [data-plot]').data.find((t) => t.name === 'now').marker.color"
    dark = tab.evaluate(ink)
    tab.emulate_media(color_scheme="light")
    until(tab, lambda: tab.evaluate(ink) != dark)
    assert tab.evaluate(ground) == "rgb(253, 252, 249)"


def test_a_replay_plays_on_its_own_clock(open_file):
    tab = open_file(html_of(Replay()._page, "Replay", "pp-replay"))
    incident = load_incidents()[FIRST]
    timeline = play(WORLD, designs(WORLD, incident)[HIT].scenario, incident)
    slider = tab.locator("input[data-clock]")
    slider.focus()
    tab.keyboard.press("End")
    last = len(timeline.frame) - 1
    assert int(slider.input_value()) == last
    served = tab.locator('[data-pick="minutes:served"]')
    expect(served).to_have_text(words.share(timeline.frame["reach"].iloc[last]))
    tab.keyboard.press("Home")
    expect(served).to_have_text(words.share(timeline.frame["reach"].iloc[0]))
    tab.locator("[data-go=play]").click()
    until(tab, lambda: int(slider.input_value()) > 3)
    tab.keyboard.press("Escape")
    expect(tab.locator("#pp-said")).to_be_empty()


def test_a_chapter_keeps_the_prediction_beside_the_result(open_file):
    lesson = Lesson(1)
    lesson.act("predict", "20")
    lesson.act("go", "reveal")
    tab = open_file(html_of(lesson._page, "The parade", "pp-lesson"))
    expect(tab.locator("[data-figure=result] .main-svg .point").first).to_be_attached()
    assert list(data(tab, "result", "said")) == [0.2]
    expect(tab.locator("h1")).to_contain_text(lesson._page._texts["headline"].replace("&nbsp;", " "))
    assert tab.locator("[data-act]:enabled, [data-tick]:enabled").count() == 0
