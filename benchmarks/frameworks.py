"""The same map and the same clicks in Streamlit and in Dash, beside ours: click to painted, bytes, memory.

All three ask the same `simulate` and say the same sentences; after each click headline, status and the places that the
map shows as not served are compared with the model, and a page that says something else ends the run. "Painted" is
`_painted.js` in all three, as in `toggle.py`. Linux only: memory is read from /proc.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from html import unescape
from itertools import cycle, islice
from math import ceil
from statistics import median
from typing import Any

from _browser import Click, Visit, launch, visit
from _fronts import DASH, FIGURES, OURS, STREAMLIT, Front, Running, missing, name_figures, running
from playwright.sync_api import Browser, sync_playwright
from toggle import load, p95

from explainer import PRESETS, Outage, Scenario, load_world, simulate
from explainer.app.acts import busiest
from explainer.presets import DEFAULT
from explainer.view import reaction, sentences
from explainer.view.map.dots import LOST

FRONTS = (OURS, STREAMLIT, DASH)
NEEDED = ("streamlit", "dash", "flask_compress", "gunicorn")
DESIGNS = ("one-region", "five-regions", "follow-the-users", DEFAULT)  # each draws every figure anew
WARM, SETTLE_S = 2, 2.0
GOAL_RATIO = 2.0
CROSSES = """name => {
  const plot = document.querySelector("[data-figure=map] .js-plotly-plot");
  const {lon} = plot._fullData.find((trace) => trace.name === name);
  return Array.from(lon ?? []).filter(Number.isFinite).length;
}"""


@dataclass(frozen=True)
class Step:
    """A click: what each front calls its button, and the scenario that it leads to."""

    buttons: dict[str, str]
    scenario: Scenario


@dataclass(frozen=True)
class Made:
    """What a click cost, and the bytes of its HTTP answers and of what was posted for them."""

    click: Click
    http: int


@dataclass
class Page:
    """An open page: time until its map was drawn [s], bytes until it was quiet, bytes posted since it was asked."""

    visit: Visit
    drawn_s: float
    http: int = 0
    websocket: int = 0
    posted: int = 0

    def asked(self, event: dict[str, Any]) -> None:
        """Count what a request carries."""
        self.posted += len(event["request"].get("postData", "").encode())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--clicks", type=int, default=20, help="clicks a series (20)")
    asked.add_argument(
        "--rounds", type=int, default=2, help="rounds that they are spread over, each through all three (2)"
    )
    asked.add_argument("--pages", type=int, default=6, help="pages open at once for the memory of a further one (6)")
    asked.add_argument("--quick", action="store_true", help="one round of 6 clicks, two pages")
    asked.add_argument("--python", default=sys.executable, help="the Python that has Streamlit and Dash (this one)")
    options = asked.parse_args()
    if lacking := missing(options.python, NEEDED):
        print(f"Not measured: {options.python} has no {', '.join(lacking)}. Install them: pip install -e '.[peers]'")
        return
    clicks, rounds, count = (6, 1, 2) if options.quick else (options.clicks, options.rounds, options.pages)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        made = clicked(browser, options.python, 2 * ceil(clicks / rounds / 2), rounds)  # off and on make two
        pages = {front.name: openings(browser, front, options.python, count) for front in FRONTS}
        browser.close()
    for title, by_front in made.items():
        report_clicks(title, by_front)
    report_pages(pages)


def both_series() -> dict[str, list[Step]]:
    """Give the two series: the busiest Region off and on, and one design after the other."""
    world, two = load_world(), PRESETS[DEFAULT].scenario
    region = busiest(world, simulate(world, two), "region")
    name = world.regions["name"][region]
    off_on = zip(*(front.outages(name) for front in FRONTS), strict=True)
    names = [front.name for front in FRONTS]
    outage = [
        Step(dict(zip(names, buttons, strict=True)), scenario)
        for buttons, scenario in zip(off_on, (two.breaking(Outage("region", region)), two), strict=True)
    ]
    designs = [
        Step({front.name: front.design.format(PRESETS[key].label) for front in FRONTS}, PRESETS[key].scenario)
        for key in DESIGNS
    ]
    return {f"{name} down and up": outage, "One design after the other": designs}


def clicked(browser: Browser, python: str, clicks: int, rounds: int) -> dict[str, dict[str, list[Made]]]:
    """Click both series in each front by turns, one page open at a time while all three servers run."""
    series = both_series()
    made: dict[str, dict[str, list[Made]]] = {title: {front.name: [] for front in FRONTS} for title in series}
    with ExitStack() as stack:
        servers = [stack.enter_context(running(front, python)) for front in FRONTS]
        for _ in range(rounds):
            for server in servers:
                server.calm()
                with opened(browser, server) as page:
                    server.calm()  # as in toggle.py: ours starts a kernel for the next page meanwhile
                    for title, steps in series.items():
                        made[title][server.front.name] += through(page, server.front, steps, clicks)
    return made


@contextmanager
def opened(browser: Browser, server: Running) -> Iterator[Page]:
    """Open a page in an empty browser until its map is drawn, and watch it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    visited = visit(context, server.address + server.front.path)
    page = Page(visited, visited.drawn_s(server.front.marks, 10))
    visited.page.wait_for_timeout(1000 * SETTLE_S)
    page.http, page.websocket = visited.wire.http, visited.wire.bytes_in + visited.wire.bytes_out
    name_figures(visited, server.front)
    visited.watch(server.front.texts, remade=True)
    visited.session.on("Network.requestWillBeSent", page.asked)
    yield page
    context.close()


def through(page: Page, front: Front, steps: Sequence[Step], clicks: int, warm: int = WARM) -> list[Made]:
    """Click through a series; the first clicks warm up and are not counted."""
    needed = {f"text {text}": 1 for text in front.texts} | {f"figure {figure}": 1 for figure in FIGURES}
    made, then = [], PRESETS[DEFAULT].scenario
    for step in islice(cycle(steps), warm + clicks):
        page.posted = 0
        click = page.visit.click(step.buttons[front.name], needed)
        check(page, front, then, step.scenario)
        made.append(Made(click, page.visit.wire.http + page.posted))
        then = step.scenario
    return made[warm:]


def check(page: Page, front: Front, then: Scenario, scenario: Scenario) -> None:
    """Compare what a page says and draws with the model."""
    world = load_world()
    last, now, before = (simulate(world, each) for each in (then, scenario, scenario.restored()))
    said = [*(bare(page.visit.page.inner_text(text)) for text in front.texts), page.visit.page.evaluate(CROSSES, LOST)]
    wanted = [
        bare(sentences.headline(world, now, before)),
        bare(reaction.status(world, last, now, before).html),
        int((~now.served).sum()),
    ]
    if said != wanted:
        raise RuntimeError(f"{front.name} shows {said}, the model answers {wanted}")


def bare(text: str) -> str:
    """Give a text without tags, entities and line breaks."""
    return " ".join(unescape(re.sub("<[^>]+>", "", text)).split())


def openings(browser: Browser, front: Front, python: str, count: int) -> tuple[list[Page], list[float]]:
    """Open pages of a fresh server, each clicked twice; gives them and the memory after each [MB]."""
    pages, pss_mb = [], []
    steps = next(iter(both_series().values()))
    with running(front, python) as server, ExitStack() as stack:
        server.calm()
        for _ in range(count):
            pages.append(stack.enter_context(opened(browser, server)))
            through(pages[-1], front, steps, len(steps), warm=0)
            server.calm()
            pss_mb.append(server.pss_mb())
    return pages, pss_mb


def report_clicks(title: str, by_front: dict[str, list[Made]]) -> None:
    """Print a series, and how far the peers are behind."""
    print(f"\n{title}, {len(by_front[OURS.name])} clicks")
    found = {}
    for name, made in by_front.items():
        clicks = [each.click for each in made]
        ms, size = [click.ms for click in clicks], median(each.click.bytes + each.http for each in made)
        found[name] = {"median": median(ms), "p95": p95(clicks), "bytes": size}
        print(f"  {name:<12} painted median {median(ms):4.0f}, p95 {p95(clicks):4.0f}, worst", end=" ")
        print(f"{max(ms):4.0f} ms; last change {median(click.drawn_ms for click in clicks):4.0f} ms;", end=" ")
        print(f"main thread {median(click.cpu_ms['all'] for click in clicks):4.0f} ms;", end=" ")
        print(f"{size / 1e3:6.1f} kB; load {load(clicks)}")
    for name in list(found)[1:]:
        times, late, size = (found[name][what] / found[OURS.name][what] for what in ("median", "p95", "bytes"))
        print(f"  {name} takes {times:.1f} times as long (p95 {late:.1f}; goal {GOAL_RATIO:.0f})", end=" ")
        print(f"and {size:.1f} times the bytes (goal: more than 1)")


def report_pages(opened: dict[str, tuple[list[Page], list[float]]]) -> None:
    """Print what pages cost; memory is told whichever way it falls."""
    print(f"\nA page in an empty browser, {len(opened[OURS.name][0])} of each; load {load()}")
    for name, (pages, pss_mb) in opened.items():
        first, further = pages[0], (pss_mb[-1] - pss_mb[0]) / (len(pss_mb) - 1)
        print(f"  {name:<12} drawn map after {median(page.drawn_s for page in pages):5.2f} s;", end=" ")
        print(f"first visit {(first.http + first.websocket) / 1e6:5.2f} MB,", end=" ")
        print(f"requests to other hosts {len(first.visit.wire.foreign)};", end=" ")
        print(f"server {pss_mb[0]:4.0f} MB with one page, {further:5.1f} MB for each further")


if __name__ == "__main__":
    main()
