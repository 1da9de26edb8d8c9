"""Every page of the app, opened once, and brought into the states in which it is looked at."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from explainer.app.bar import PAGES
from explainer.app.course import contents
from explainer.app.course.chapter import Chapter
from explainer.app.course.texts import COURSE
from explainer.texts.catalogue import PSEUDO, pseudo

expect.set_options(timeout=30_000)
AUDIT = (Path(__file__).parent / "audit.js").read_text(encoding="utf-8")
CHAPTERS = {entry.page: entry.number for entry in contents.written()}
EVERY = (*PAGES, *CHAPTERS, contents.REVIEW.page)
BOTH = ("before", "after")  # the result is shown
PLAIN = ("09_under_the_hood", "10_start")  # nothing on them changes by a control
STATES = dict.fromkeys((*PLAIN, "02_design"), ("before",))
DRAWN = "() => audit.all('[data-figure]').every((box) => box.querySelector('.main-svg'))"
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
CONTROLS = {
    "button",
    "link",
    "slider",
    "checkbox",
    "radio",
    "combobox",
    "textbox",
    "spinbutton",
    "listbox",
    "DisclosureTriangle",
}


@dataclass
class Visit:
    """One page in one tab; its states are "before" and, where there is one, "after" the result is shown."""

    page: str
    tab: Page
    log: Any
    wire: Any
    say: Callable[[str], str] = str  # what a text is in the language of the page
    state: str = ""

    @property
    def chapter(self) -> Chapter | None:
        return contents.load(CHAPTERS[self.page]) if self.page in CHAPTERS else None

    def to(self, state: str) -> Page:
        """Bring the page into a state, wherever it is."""
        if state == self.state:
            return self.tab
        self.state = state
        kind = "chapter" if self.chapter else self.page
        {
            "chapter": self._chapter,
            "00_world": self._world,
            "01_replay": self._replay,
            "02_design": self._design,
            contents.REVIEW.page: self._review,
        }.get(kind, lambda _: None)(state)
        if self.page not in PLAIN:
            self.tab.wait_for_function(DRAWN)
        self.settle()
        return self.tab

    def look(
        self,
        width: int = 1280,
        height: int = 800,
        *,
        theme: Any = "light",
        forced: Any = "none",
        motion: Any = "reduce",
    ) -> Page:
        """Look at the page in a window of a size, in a theme; without transitions, so that colours are at rest."""
        self.tab.set_viewport_size({"width": width, "height": height})
        self.tab.emulate_media(media="screen", color_scheme=theme, forced_colors=forced, reduced_motion=motion)
        self.settle()
        return self.tab

    def leave(self) -> None:
        """Leave the page, which ends its kernel."""
        self.tab.goto("about:blank")
        self.tab.context.close()

    def settle(self) -> None:
        """Wait for two frames and for what follows a change of size."""
        self.tab.evaluate(SETTLED)

    def audit(self, name: str, *given: object) -> Any:
        """Run a function of audit.js."""
        return self.tab.evaluate("([name, given]) => audit[name](...given)", [name, list(given)])

    def controls(self) -> list[dict[str, Any]]:
        """Give role, name and properties of every control, as assistive technology is told."""
        nodes = self.wire.send("Accessibility.getFullAXTree")["nodes"]
        found = []
        for node in nodes:
            role = node.get("role", {}).get("value")
            if not node.get("ignored") and role in CONTROLS:
                states = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
                found.append({"role": role, "name": node.get("name", {}).get("value", "").strip(), **states})
        return found

    def unfold(self, opened: bool) -> None:
        """Open or close everything that can be unfolded."""
        self.tab.evaluate(
            "(open) => document.querySelectorAll('main details').forEach((one) => (one.open = open))", opened
        )
        self.settle()

    def step(self, name: str) -> None:
        """Wait until a chapter is at a step."""
        expect(self.tab.locator("i.pp-now")).to_have_attribute("data-step", name)

    def press(self, label: str) -> None:
        self.tab.get_by_role("button", name=self.say(label), exact=True).click()

    def _chapter(self, state: str) -> None:
        tab = self.tab
        now = tab.locator("i.pp-now")
        if state == "before":
            if now.get_attribute("data-step") not in ("look", "predict"):
                tab.locator("[data-act=again]").click()
                expect(now).to_have_attribute("data-step", re.compile("look|predict"))
            if now.get_attribute("data-step") == "look":
                self.press(COURSE["review.skip"])
            self.step("predict")
        elif now.get_attribute("data-step") != "reveal":
            self._chapter("before")
            self.press(COURSE["unsure"])
            self.step("play")
            tab.locator('.pp-do [data-act=go][data-value="reveal"]').click()
            self.step("reveal")

    def _world(self, state: str) -> None:
        toggle = self.tab.locator("button.pp-light-region")
        after = state == "after"
        if (toggle.get_attribute("aria-pressed") == "true") != after:
            toggle.click()
            expect(toggle).to_have_attribute("aria-pressed", str(after).lower())
            finder = self.tab.locator("select[data-act=open]")
            finder.select_option("eu-west-1") if after else self.tab.locator("[data-act=close]").first.click()

    def _replay(self, state: str) -> None:
        self.tab.locator("input[data-clock]").fill("400" if state == "after" else "0")

    def _design(self, state: str) -> None:
        expect(self.tab.locator("[data-text=front-list] tbody tr").first).to_be_attached(timeout=60_000)
        expect(self.tab.locator(".pp-progress:visible")).to_have_count(0, timeout=60_000)

    def _review(self, state: str) -> None:
        answer = self.tab.locator("[data-act=answer]:enabled")
        if state == "after" and answer.count():
            answer.first.click()
            expect(self.tab.locator(".pp-why")).to_be_visible()


def opened(chromium: Browser, log: Any, url: str, page: str, say: Callable[[str], str] = str) -> Visit:
    """Open a page in a tab of its own; `say` gives its texts in its language."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    log.watch(tab)
    if page == contents.REVIEW.page:
        kept = {"said": "20", "at": "check", "given": {"same-street": ["half", 0, "c"], "move": ["like", 1, "b"]}}
        tab.goto(f"{url}/voila/tree")
        tab.evaluate("(value) => localStorage.setItem('parade-proof/course/1', value)", json.dumps(kept))
    tab.goto(f"{url}/voila/render/{page}.ipynb")
    tab.wait_for_function(
        "document.querySelector('main h1')?.textContent && document.querySelector('#loading')?.hidden"
    )
    tab.evaluate(AUDIT)
    if page not in PLAIN:
        tab.wait_for_function(DRAWN)
        tab.wait_for_function("document.querySelectorAll('main .main-svg').length > 0")
    wire = context.new_cdp_session(tab)
    return Visit(page, tab, log, wire, say)


@pytest.fixture(scope="session")
def tabs(chromium: Browser, voila_url: str, new_log: Callable[[], Any]) -> Iterator[Callable[[str], Visit]]:
    """Give the tab of a page, open as long as its tests run; in the end it must have made no error."""
    now: list[Visit] = []

    def leave() -> None:
        for visit in now:
            visit.leave()
            visit.log.assert_clean()

    def open_(page: str) -> Visit:
        if not now or now[0].page != page:
            leave()
            now[:] = [opened(chromium, new_log(), voila_url, page)]
        return now[0]

    yield open_
    leave()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Put the tests of one page, and of one state of it, beside each other."""
    if "visit" not in metafunc.fixturenames:
        return
    pages = [(page, STATES.get(page, BOTH)) for page in EVERY]
    if "once" in metafunc.fixturenames:
        pages = [(page, states[:1]) for page, states in pages]
    if "changing" in metafunc.fixturenames:
        pages = [(page, states[-1:]) for page, states in pages if page not in (*PLAIN, contents.REVIEW.page)]
    chosen = [(page, state) for page, states in pages for state in states]
    names = [f"{page}-{state}" for page, state in chosen]
    metafunc.parametrize("visit", chosen, ids=names, indirect=True, scope="session")


@pytest.fixture(scope="session")
def visit(request: pytest.FixtureRequest, tabs: Callable[[str], Visit]) -> Visit:
    """One page of the app in one state, the same tab for all tests that look at it."""
    page, state = request.param
    found = tabs(page)
    found.to(state)
    return found


@pytest.fixture(scope="session")
def second_language(serve_voila: Any) -> str:
    """Address of the app in the language for tests."""
    return serve_voila(Path(__file__).parents[3] / "notebooks", language=PSEUDO)


@pytest.fixture(params=[page for page in EVERY if page != "09_under_the_hood"])  # which is prose of its own
def translated(
    request: pytest.FixtureRequest, chromium: Browser, second_language: str, new_log: Callable[[], Any]
) -> Iterator[Visit]:
    """Each page of the app in the language for tests."""
    found = opened(chromium, new_log(), second_language, request.param, pseudo)
    yield found
    found.leave()
    found.log.assert_clean()


@pytest.fixture
def changing() -> None:
    """Ask for pages whose controls change what is told, with their result."""


@pytest.fixture
def once() -> None:
    """Ask for a page in its first state only."""
