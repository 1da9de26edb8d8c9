"""The course as visitors meet it: predicted, played, revealed and checked in a real browser, also by keys alone."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer.app.course import contents
from explainer.app.course.chapters.parade import town
from explainer.app.course.texts import COURSE
from explainer.view import hours, prediction, words
from explainer.view.map.dots import LOST

expect.set_options(timeout=30_000)
ROOT = Path(__file__).parents[2]
START, PARADE = "/voila/render/10_start.ipynb", "/voila/render/11_parade.ipynb"
CHAPTER = contents.load(1)
TAKEN = {cafes: town.day(cafes, town.LONG).lost for cafes in town.SHOPS}
DATA = """([chart, name]) => {
  const trace = document.querySelector(`[data-figure=${chart}] [data-plot]`).data?.find((t) => t.name === name);
  return trace ? [...(trace.x ?? [])].filter((x) => !Number.isNaN(x)) : [];
}"""
KEPT = "localStorage.getItem('parade-proof/course/1')"


def plain(text: str) -> str:
    return " ".join(text.replace(words.NO_BREAK, " ").split())


def drawn(tab: Page) -> Page:
    expect(tab.locator("[data-figure=picture] .main-svg .point").first).to_be_attached()
    expect(tab.locator("[data-figure=hours] .main-svg .js-line").first).to_be_attached()
    return tab


def data(tab: Page, chart: str, name: str) -> list[float]:
    found: list[float] = tab.evaluate(DATA, [chart, name])
    return found


def filled(tab: Page, chart: str, name: str) -> list[float]:
    """What plotly holds of a trace, once it holds something: a figure may be drawn after the words."""
    tab.wait_for_function(f"(which) => ({DATA})(which).length > 0", arg=[chart, name])
    return data(tab, chart, name)


def button(tab: Page, name: str | re.Pattern[str]) -> Any:
    return tab.get_by_role("button", name=name, exact=isinstance(name, str))


def at_step(tab: Page, step: str) -> None:
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", step)


def headline(tab: Page) -> str:
    return plain(tab.locator("h1[data-text=headline]").inner_text())


@pytest.fixture
def open_chapter(open_page, voila_url):
    """Open the real page; in the end it must have made no error and asked no other host."""
    logs = []

    def open_(path: str = PARADE, **options: Any) -> tuple[Page, Any]:
        tab, log = open_page(voila_url + path, **options)
        logs.append(log)
        return (drawn(tab) if path == PARADE else tab), log

    yield open_
    for log in logs:
        log.assert_clean()


Open = Callable[..., tuple[Page, Any]]


def test_the_result_is_nowhere_before_the_prediction(open_page, voila_url) -> None:
    received: list[str | bytes] = []
    tab, log = open_page("about:blank")
    tab.on("websocket", lambda channel: channel.on("framereceived", lambda frame: received.append(frame)))
    tab.goto(voila_url + PARADE)
    drawn(tab)
    page = tab.content()
    sent = page + "".join(frame if isinstance(frame, str) else frame.decode("utf-8", "ignore") for frame in received)
    assert "How many of the day" in sent, "what the page says is in what was received"
    for share in TAKEN.values():
        for written in (words.share(share), words.share(share).replace(words.NO_BREAK, " ")):
            for sentence in (f"{written} lost", f"takes {written}", json.dumps(f"{written} lost")[1:-1]):
                assert sentence not in sent
        assert f"{share:.4f}" not in sent
    for chart, name in (
        ("result", prediction.LOST),
        ("result", prediction.KEPT),
        ("hours", hours.LOST),
        ("picture", LOST),
    ):
        assert data(tab, chart, name) == []
    log.assert_clean()


def test_a_page_that_nobody_touches_is_complete_and_fits(open_chapter: Open) -> None:
    tab, log = open_chapter()
    assert headline(tab) == "1 · The parade"
    expect(tab.get_by_text("The same seats, in places that do not fail together.")).to_be_visible()
    expect(tab.locator("[data-figure=picture] .main-svg").first).to_be_visible()
    assert tab.locator("main h1:visible").count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    for part in (".pp-card", ".pp-player"):
        box = tab.locator(part).bounding_box()
        assert box["y"] + box["height"] <= 800, part
    for label in ("▶ Play the parade", "Step ›"):
        expect(button(tab, label)).to_be_disabled()
    log.reset()
    tab.wait_for_timeout(500)
    assert log.frames_in == 0, "nothing starts by itself"


def test_from_prediction_to_check_right_and_wrong(open_chapter: Open) -> None:
    tab, _ = open_chapter()
    slider = tab.get_by_role("slider")
    slider.fill("20")
    expect(slider).to_have_attribute("aria-valuetext", f"20{words.NO_BREAK}%")
    button(tab, re.compile("Lock in 20.%")).click()
    at_step(tab, "play")
    place = tab.locator(".pp-picture").bounding_box()

    button(tab, "▶ Play the parade").click()
    expect(button(tab, "Pause")).to_be_visible()
    expect(tab.locator(".pp-told")).to_contain_text("Your only café is closed.")
    tab.wait_for_function("document.querySelector('.pp-time b').textContent > '11:10'")
    button(tab, "Pause").click()
    stopped = tab.locator(".pp-time b").inner_text()
    tab.wait_for_timeout(500)
    assert tab.locator(".pp-time b").inner_text() == stopped
    assert len(data(tab, "picture", LOST)) == len(town.world().cells)
    button(tab, "three cafés").click()
    expect(tab.locator(".pp-told")).to_contain_text("Café A is closed.")
    expect(button(tab, "three cafés")).to_have_attribute("aria-pressed", "true")
    expect(button(tab, "three cafés")).to_be_focused()
    assert 0 < len(data(tab, "picture", LOST)) < len(town.world().cells)

    button(tab, "Show the result ›").click()
    at_step(tab, "reveal")
    expect(tab.locator("[data-figure=result] .main-svg .point").first).to_be_attached()
    for share in (TAKEN["one"], TAKEN["three"]):
        assert plain(words.share(share)) in headline(tab)
    assert filled(tab, "result", prediction.LOST) == pytest.approx([TAKEN["one"]], rel=1e-5)
    assert data(tab, "result", prediction.RING) == pytest.approx([0.2])
    ring = tab.locator("[data-figure=result] .tracepp-ring path.point")
    assert ring.evaluate("(path) => getComputedStyle(path).strokeDasharray") == "4px, 3px"
    assert tab.locator(".pp-picture").bounding_box() == place, "the picture stays where it is"

    button(tab, "Name it: high availability ›").click()
    expect(tab.locator(".pp-told")).to_contain_text("high availability")
    expect(tab.locator(".pp-told a")).to_have_attribute("href", re.compile("docs.aws.amazon.com"))
    button(tab, "Check yourself ›").click()
    tab.get_by_label("fairly sure").check()
    button(tab, "About half as much as from one café").click()
    expect(tab.locator(".pp-why")).to_contain_text("Not this one.")
    assert plain(words.share(TAKEN["pair"])) in plain(tab.locator(".pp-why").inner_text())
    expect(tab.locator(".pp-why")).to_be_focused()
    button(tab, "Next question ›").click()
    button(tab, "About as much as from the parade on Long Street").click()
    expect(tab.locator(".pp-why")).to_contain_text("Right.")
    button(tab, "See how you did ›").click()
    expect(tab.locator(".pp-do")).to_contain_text("You answered 1 of 2 right.")
    button(tab, "Mill Street").click()
    expect(tab.locator(".pp-told")).to_contain_text("Café K is closed.")
    kept = json.loads(tab.evaluate(KEPT))
    assert kept["said"] == "20"
    assert kept["given"] == {"same-street": ["half", 0, "b"], "move": ["like", 1, ""]}


def test_answers_are_kept_in_this_browser_and_the_start_page_knows_them(open_chapter: Open, voila_url: str) -> None:
    tab, _ = open_chapter(START)
    expect(tab.get_by_role("link", name="Begin: The parade ›")).to_be_visible()
    tab.get_by_role("link", name="Begin: The parade ›").click()
    drawn(tab)
    button(tab, "I don’t know").click()
    at_step(tab, "play")
    tab.reload()
    drawn(tab)
    at_step(tab, "play")
    expect(tab.locator(".pp-do")).to_contain_text(COURSE["said.unsure"])
    tab.goto(voila_url + START)
    expect(tab.get_by_role("link", name="Go on: The parade ›")).to_be_visible()
    tab.goto(voila_url + PARADE)
    drawn(tab)
    at_step(tab, "play")
    button(tab, "Start this chapter again").click()
    at_step(tab, "predict")
    assert tab.evaluate(KEPT) is None


def test_it_plays_to_its_end_smoothly(open_chapter: Open) -> None:
    tab, log = open_chapter()
    button(tab, "I don’t know").click()
    expect(button(tab, "▶ Play the parade")).to_be_enabled()
    log.reset()
    button(tab, "▶ Play the parade").click()
    tab.wait_for_function("document.querySelector('[data-tick]').hasAttribute('data-ended')", timeout=60_000)
    assert log.frames_out >= town.FRAMES - 1, "every picture was asked for"
    assert log.bytes_in / town.FRAMES < 60_000
    expect(button(tab, "▶ Play the parade")).to_be_visible()
    assert tab.locator(".pp-main").count() == 1
    expect(button(tab, "Show the result ›")).to_have_class(re.compile("pp-main"))


def test_with_reduced_motion_play_is_a_step(open_chapter: Open) -> None:
    tab, _ = open_chapter(reduced_motion="reduce")
    button(tab, "I don’t know").click()
    step = button(tab, "Step ›").locator("visible=true")
    expect(step).to_have_count(1)
    step.click()
    expect(tab.locator(".pp-time b")).to_have_text("10:50")
    tab.wait_for_timeout(400)
    expect(tab.locator(".pp-time b")).to_have_text("10:50")


def test_the_pointer_finds_shops_and_customers(open_chapter: Open) -> None:
    tab, _ = open_chapter()
    box = tab.locator("[data-figure=picture] [data-plot]").bounding_box()
    width_m, height_m = 2240, 1536
    x, y = box["x"] + box["width"] * 1110 / width_m, box["y"] + box["height"] * (1 - 1002 / height_m)
    tab.mouse.move(x + 30, y + 30)
    tab.mouse.move(x, y)
    expect(tab.locator(".pp-tip")).to_contain_text("A")
    expect(tab.locator(".pp-tip")).to_contain_text("State open")


def test_in_jupyterlab_a_chapter_goes_on_where_it_was(open_page, serve_lab, tmp_path: Path, run_cell: Any) -> None:
    shutil.copy(ROOT / "notebooks" / "11_parade.ipynb", tmp_path)
    tab, log = open_page(f"{serve_lab(tmp_path)}/lab/tree/11_parade.ipynb?reset", width=1400, height=1000)
    tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
    run_cell(tab)
    drawn(tab)
    button(tab, "I don’t know").click()
    at_step(tab, "play")
    button(tab, "Show the result ›").click()
    at_step(tab, "reveal")
    assert filled(tab, "result", prediction.LOST) == pytest.approx([TAKEN["one"]], rel=1e-5)
    assert not log.page_errors
    assert not log.foreign
