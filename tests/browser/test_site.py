"""The static site as visitors meet it: plain files below a path of an ordinary web server, and no kernel."""

from __future__ import annotations

import functools
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from explainer import Explainer, load_world
from explainer.app.course import Lesson, contents
from explainer.app.course.texts import COURSE
from explainer.serve.site import build
from explainer.view import words

expect.set_options(timeout=30_000)
CHAPTERS = (3, 4)
CHAPTER = contents.load(3)
PAGE = "13_two_data_centres.html"
DATA = """([chart, name, axis]) => {
  const plot = document.querySelector(`[data-figure=${chart}] [data-plot]`);
  const values = plot.data?.find((trace) => trace.name === name)[axis] ?? [];
  return [...values].filter((value) => !Number.isNaN(value));
}"""
PIXELS = """([lon, lat]) => {
  const plot = document.querySelector("[data-figure=map] [data-plot]");
  const corner = plot.getBoundingClientRect();
  const [x, y] = plot._fullLayout.geo._subplot.projection([lon, lat]);
  return [corner.left + x, corner.top + y];
}"""
Open = Callable[..., tuple[Page, Any]]


class Quiet(SimpleHTTPRequestHandler):
    """An ordinary server of files that says nothing of each request."""

    def log_message(self, *_: Any) -> None:
        return

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):  # a page may be closed while it is still loading
            super().copyfile(source, outputfile)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the site below a path; answers with its address, a slash at its end."""
    root: Path = tmp_path_factory.mktemp("host")
    build(root / "some" / "where", CHAPTERS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(root)))
    running = threading.Thread(target=server.serve_forever)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}/some/where/"
    server.shutdown()
    server.server_close()
    running.join()


@pytest.fixture
def open_site(open_page: Any, address: str) -> Iterator[Open]:
    """Open a page of the site; in the end it must have made no error and asked only for what lies below the path."""
    logs = []

    def open_(page: str = PAGE, **options: Any) -> tuple[Page, Any]:
        tab, log = open_page("about:blank", **options)
        log.foreign.clear()  # the empty page has no host
        logs.append(log)
        tab.goto(address + page)
        return tab, log

    yield open_
    for log in logs:
        log.assert_clean()
        assert all(url.startswith(address) for url in log.requests if url != "about:blank")


def plain(text: str) -> str:
    return " ".join(text.replace(words.NO_BREAK, " ").split())


def text_of(html: str) -> str:
    return plain(re.sub(r"<[^>]+>", "", html).replace("&amp;", "&"))


def button(tab: Page, name: str | re.Pattern[str]) -> Any:
    return tab.get_by_role("button", name=name, exact=isinstance(name, str))


def at_step(tab: Page, step: str) -> None:
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", step)


def until(met: Callable[[], bool], tab: Page, what: str) -> None:
    """Wait for something; playwright's own way would evaluate a text, which the site's policy forbids."""
    end = time.monotonic() + 30
    while not met():
        assert time.monotonic() < end, what
        tab.wait_for_timeout(50)


def says(tab: Page, name: str) -> str:
    """A text as the page has it, hidden parts too, without any blanks."""
    return "".join(
        tab.locator(f"[data-text={name}], [data-status={name}]").evaluate("(place) => place.textContent").split()
    )


def holds(tab: Page, figure: str, trace: str, axis: str, expected: Any) -> bool:
    numbers = np.array([np.nan if value is None else value for value in expected], float)
    held = np.array(tab.evaluate(DATA, [figure, trace, axis]), float)
    numbers = numbers[~np.isnan(numbers)]
    return len(held) == len(numbers) and np.allclose(held, numbers, rtol=1e-5, atol=1e-6)


def shows(tab: Page, lesson: Lesson) -> None:
    """The page says what the lesson says, and its drawn pictures hold the lesson's numbers."""
    for name in ("headline", "told", "card", "choices", "clock"):
        expected = "".join(text_of(lesson._page._texts[name]).split())
        until(lambda name=name, expected=expected: says(tab, name) == expected, tab, name)
    compared = 0
    for figure, drawn in lesson.figures.items():
        if not tab.locator(f"[data-figure={figure}]").is_visible():
            continue
        expect(tab.locator(f"[data-figure={figure}] .main-svg").first).to_be_attached()
        for trace, axis in product(drawn.data, ("x", "y")):
            values = trace[axis]
            if values is None or any(isinstance(value, str) for value in values):
                continue
            place = (figure, trace.name, axis)
            until(lambda place=place, values=values: holds(tab, *place, values), tab, str(place))
            compared += len(values)
    assert compared > 10


def test_a_chapter_is_driven_from_the_prediction_to_its_end(open_site):
    tab, log = open_site()
    lesson = Lesson(3)
    asked = tab.locator("[data-figure=picture] .main-svg").first
    expect(asked).to_be_attached()
    at_step(tab, "look")
    shows(tab, lesson)
    assert not [url for url in log.requests if url.endswith(".bin")]  # the results are asked for only later

    button(tab, COURSE["review.skip"]).click()
    lesson.act("go", "predict")
    at_step(tab, "predict")
    option = CHAPTER.question.options[1]
    tab.locator(f"input[value={option}]").check()
    tab.locator("[data-act=predict]").click()
    lesson.act("predict", option)
    at_step(tab, "play")
    assert len([url for url in log.requests if url.endswith(".bin")]) == 1
    shows(tab, lesson)

    button(tab, COURSE["step"]).click()
    lesson.act("stride")
    expect(tab.locator("[data-text=clock]")).to_have_text(text_of(lesson._page._texts["clock"]))
    shows(tab, lesson)
    tab.locator("[data-text=play] [data-tick]").click()
    stood = says(tab, "clock")
    until(lambda: says(tab, "clock") != stood, tab, "the play goes on")
    tab.keyboard.press("Escape")

    for step in ("reveal", "name", "check"):
        tab.locator(f"[data-text=card] [data-act=go][data-value={step}]").click()
        lesson.act("go", step)
        at_step(tab, step)
        shows(tab, lesson)
    for check in CHAPTER.checks:
        right = check.solve().right
        tab.locator(f'[data-act=answer][data-value="{check.key}:{right}"]').click()
        lesson.act("answer", f"{check.key}:{right}")
        expect(tab.locator(".pp-why")).to_contain_text(text_of(COURSE["check.right"]))
        shows(tab, lesson)
        tab.locator("[data-act=next]").click()
        lesson.act("next")
        expect(tab.locator(".pp-why")).to_have_count(0)
    shows(tab, lesson)
    control = CHAPTER.controls[-1]
    for choice in control.choices:
        tab.locator(f'[data-act=set][data-value="{control.key}:{choice}"]').click()
        lesson.act("set", f"{control.key}:{choice}")
        expect(tab.locator(f'[data-value="{control.key}:{choice}"]')).to_have_attribute("aria-pressed", "true")
        shows(tab, lesson)


def test_what_was_answered_is_there_after_a_reload_and_marked_on_the_start_page(open_site, address):
    tab, _ = open_site("14_zones.html")
    at_step(tab, "look")
    button(tab, COURSE["review.skip"]).click()
    tab.locator("input[value='100']").check()
    tab.locator("[data-act=predict]").click()
    at_step(tab, "play")
    tab.reload()
    at_step(tab, "play")
    expect(tab.locator("[data-text=card]")).to_contain_text("100")
    tab.goto(address)
    row = tab.locator(".pp-chapters li").filter(has_text="Availability Zones")
    expect(row.locator("small")).to_have_text(COURSE["start.begun"])
    away = tab.locator(".pp-chapters li").filter(has_text="The world")
    expect(away).to_contain_text("only in the app")
    assert away.locator("a").count() == 0
    row.locator("a").click()
    at_step(tab, "play")
    tab.locator("[data-act=again]").click()
    at_step(tab, "look")


def test_a_file_that_does_not_come_is_told_and_asked_for_again(open_site):
    tab, log = open_site("14_zones.html")
    button(tab, COURSE["review.skip"]).click()
    tab.locator("input[value='100']").check()
    tab.route("**/*.bin", lambda route: route.abort())
    tab.locator("[data-act=predict]").click()
    expect(tab.locator("[data-text=alert]")).to_contain_text("could not be loaded")
    at_step(tab, "predict")
    tab.unroute("**/*.bin")
    tab.locator("[data-act=predict]").click()
    at_step(tab, "play")
    expect(tab.locator("[data-text=alert]")).to_be_empty()
    log.console_errors.clear()
    log.page_errors.clear()


def test_the_world_page_breaks_and_mends_by_key_list_and_map(open_site, address):
    tab, _ = open_site()
    tab.locator(".pp-bar nav a", has_text="World").click()
    expect(tab.locator("[data-figure=map] .main-svg").first).to_be_attached()
    app = Explainer()
    alike(tab, app)

    ireland = tab.locator('[data-text=regions] [data-value="region:eu-west-1"]')
    ireland.focus()
    tab.keyboard.press("Enter")
    expect(ireland).to_have_attribute("aria-pressed", "true")
    expect(ireland).to_be_focused()
    app.act("region-out", "eu-west-1")
    alike(tab, app)

    click_on(tab, "us-east-1")  # another Region: the first is mended before
    app.act("restore")
    app.act("region-out", "us-east-1")
    expect(tab.locator("[data-text=breaking] .pp-break-region")).to_have_attribute("aria-pressed", "true")
    alike(tab, app)
    click_on(tab, "ap-southeast-2")  # not in the design: nothing happens
    alike(tab, app)
    click_on(tab, "us-east-1")
    app.act("restore")
    expect(button(tab, "Restore everything")).to_be_disabled()
    alike(tab, app)

    tab.locator("[data-text=start] [data-value=follow-the-users]").click()
    app.act("preset", "follow-the-users")
    alike(tab, app)
    tab.locator(".pp-passing summary").click()
    tab.locator('[data-text=passages] [data-value="passage:Red Sea"]').click()
    app.act("passage", "Red Sea")
    alike(tab, app)


def click_on(tab: Page, region: str) -> None:
    at = tab.evaluate(PIXELS, load_world().regions.loc[region, ["lon", "lat"]].tolist())
    tab.mouse.click(*at)


def alike(tab: Page, app: Explainer) -> None:
    """The page says what the app says, and draws its numbers."""
    for name in ("headline", "status", "pairs"):
        expected = "".join(text_of(app._page._texts[name]).split())
        until(lambda name=name, expected=expected: says(tab, name) == expected, tab, name)
    drawn = next(each for each in app.figures["waiting"].data if each.name == "now")
    for axis in ("x", "y"):
        until(lambda axis=axis: holds(tab, "waiting", "now", axis, drawn[axis]), tab, f"now {axis}")


@pytest.mark.parametrize("page", ["14_zones.html", "00_world.html"])
def test_a_phone_and_the_dark_find_everything_too(open_site, serious, page):
    tab, _ = open_site(page, width=390, height=844, theme="dark")
    expect(tab.locator(".pp-dots .main-svg, [data-figure=picture] .main-svg").first).to_be_attached()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(16, 22, 29)"
    assert serious(tab) == []
