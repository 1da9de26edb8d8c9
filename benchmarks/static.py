"""How soon each page of the static site shows its first picture, and how many bytes it takes.

Run it with `python benchmarks/static.py`, or `python benchmarks/static.py FOLDER` for a site that is already built. A
plain server of files on this machine serves it, without compression; every page is opened in a fresh browser context
so that nothing is in a cache. Goals: the first picture within a second, and at most 3 MB a page with all that its acts
ask for.

The first picture is there when the first mark is in the page's main figure, counted from the start of loading; on the
start page, which has no picture, when its text is there. The main thread's own time says more on a busy machine.
"""

from __future__ import annotations

import functools
import json
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from _browser import launch
from playwright.sync_api import Browser, sync_playwright

from explainer.serve.site import build
from explainer.serve.site.build import LIMIT_BYTES

ROUNDS, GOAL_MS, PATIENCE_S = 3, 1000, 60
#: notes in the page itself when its first picture is there
WATCH = """new MutationObserver((_, observer) => {
  const mark = ":is([data-figure=picture], [data-figure=map]) .main-svg :is(.point, .js-line), [data-text=start] ol";
  if (!document.querySelector(mark)) return;
  performance.mark("pp-first");
  observer.disconnect();
}).observe(document, {subtree: true, childList: true});"""
FIRST_MS = """() => performance.getEntriesByName("pp-first")[0]?.startTime ?? null"""
STATE = re.compile(r'id="pp-state">(.*)</script>')


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that says nothing of each request."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file, unless the browser has gone meanwhile."""
        with suppress(BrokenPipeError, ConnectionResetError):
            super().copyfile(source, outputfile)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    running.join()


def first(browser: Browser, address: str) -> tuple[float, float, int]:
    """Open a page once: its first picture [ms], the main thread's time until then [ms], and what it took [bytes].

    Files that acts ask for are not counted, though a page may fetch them as soon as it is idle.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(WATCH)
    page = context.new_page()
    session, sizes, packed = context.new_cdp_session(page), [], set()
    session.send("Network.enable")
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.on(
        "Network.requestWillBeSent", lambda e: e["request"]["url"].endswith(".bin") and packed.add(e["requestId"])
    )
    session.on(
        "Network.loadingFinished", lambda e: e["requestId"] in packed or sizes.append(int(e["encodedDataLength"]))
    )
    page.goto(address, wait_until="commit")
    end = time.monotonic() + PATIENCE_S
    while (taken := page.evaluate(FIRST_MS)) is None:
        if time.monotonic() > end:
            raise SystemExit(f"{address} shows no picture")
        page.wait_for_timeout(20)
    busy = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}["TaskDuration"]
    page.wait_for_load_state("load")
    size = sum(sizes)
    context.close()
    return float(taken), busy * 1000, size


def in_all(folder: Path, page: Path, opened: int) -> int:
    """Add to what a page took on opening the files that its acts ask for [bytes]."""
    found = STATE.findall(page.read_text(encoding="utf-8"))
    state = json.loads(found[0])
    return opened + sum((folder / state[name]).stat().st_size for name in ("more", "drafts") if name in state)


def main(folder: Path) -> None:
    """Measure and print."""
    print(f"{'page':<26}{'first picture':>15}{'main thread':>13}{'on opening':>12}{'in all':>9}   load")
    slowest, largest = 0.0, 0
    with served(folder) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        first(browser, address)  # warms up
        for page in sorted(folder.glob("*.html")):
            taken, busy, sizes = zip(*(first(browser, address + page.name) for _ in range(ROUNDS)), strict=True)
            most = in_all(folder, page, max(sizes))
            slowest, largest = max(slowest, median(taken)), max(largest, most)
            print(
                f"{page.name:<26}{median(taken):>12.0f} ms{median(busy):>10.0f} ms{max(sizes) / 1e6:>9.2f} MB"
                f"{most / 1e6:>6.2f} MB   {os.getloadavg()[0]:.1f}"
            )
        browser.close()
    print(f"slowest {slowest:.0f} ms, goal {GOAL_MS}; largest {largest / 1e6:.2f} MB, goal {LIMIT_BYTES / 1e6:g}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as made:
            start = time.monotonic()
            build(Path(made))
            print(f"built in {time.monotonic() - start:.0f} s on {os.cpu_count()} cores")
            main(Path(made))
