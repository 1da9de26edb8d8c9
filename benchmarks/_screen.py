"""A learner with a screen: a real browser that clicks, and how long its own page takes to say what happened."""

from __future__ import annotations

import html
import random
import re
import threading
from itertools import cycle

from _browser import launch, visit
from _learner import PATIENCE_S, Script
from playwright.sync_api import Page, sync_playwright

STATUS = "[data-status=status]"
WATCH = """() => {
  const status = document.querySelector("[data-status=status]"), kinds = {childList: true, subtree: true};
  globalThis.load = {};
  addEventListener("click", (event) => (load.start ??= event.timeStamp), {capture: true});
  new MutationObserver(() => (load.said ??= performance.now() - load.start)).observe(status, kinds);
}"""


class Screen(threading.Thread):
    """A real browser on the map that clicks buttons until told to stop."""

    def __init__(self, address: str, script: Script, every_s: float) -> None:
        super().__init__(daemon=True)
        self.address, self.script, self.every_s = address, script, every_s
        self.ms, self.faults = list[float](), list[str]()
        self.ready, self.begin, self.end = threading.Event(), threading.Event(), threading.Event()

    def run(self) -> None:
        """Open the page, click, and leave."""
        try:
            with sync_playwright() as playwright:
                browser = launch(playwright)
                page = visit(browser.new_context(), f"{self.address}/voila/render/{self.script.page}").page
                page.wait_for_selector("[data-figure=map] .geolayer path.js-line", state="attached")
                page.evaluate(WATCH)
                self.ready.set()
                self.begin.wait()
                self._click(page)
                page.goto("about:blank")
                browser.close()
        except Exception as error:
            self.faults.append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
        finally:
            self.ready.set()

    def _click(self, page: Page) -> None:
        for step in cycle(self.script.steps):
            if self.end.wait(self.every_s * random.uniform(0.5, 1.5)):
                return
            page.evaluate("() => void (load.start = load.said = undefined)")
            page.click(f'button:text-is("{step.button}")')
            page.wait_for_function("() => load.said !== undefined", timeout=1000 * PATIENCE_S)
            self.ms.append(page.evaluate("load.said"))
            if plain(said := page.inner_text(STATUS)) != plain(step.texts["status"]):
                self.faults.append(f"after {step} the page says {said!r}")
            if page.locator("#trouble").is_visible():
                self.faults.append(page.inner_text("#trouble"))


def plain(text: str) -> str:
    """Give what HTML says, in words."""
    return " ".join(html.unescape(re.sub("<[^>]+>", "", text)).split())
