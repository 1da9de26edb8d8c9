"""The same map and the same clicks in Streamlit and in Dash, beside ours: click to painted, bytes, memory.

Each runs as it is deployed, ours as `parade-proof serve`, and none has a proxy before it. All three ask the same
`simulate` and say the same sentences; after each click headline, status and the places that the map shows as not
served are compared with the model, and a page that says something else ends the run. "Painted" is `_painted.js` in all
three, as in `toggle.py`. Bytes are what crossed the socket, both ways: browsers reach each server through `_relay.py`.
Linux only: memory is read from /proc.
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
from shutil import which
from statistics import median

from _browser import Click, Visit, launch, visit
from _fronts import DASH, FIGURES, OURS, STREAMLIT, Front, Running, missing, name_figures, running
from playwright.sync_api import Browser, BrowserContext, sync_playwright
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
    """What a click cost, and the bytes that crossed the socket meanwhile."""

    click: Click
    bytes: int


@dataclass(frozen=True)
class Page:
    """An open page: time until its map was drawn [s], bytes that crossed the socket until it was quiet."""

    visit: Visit
    drawn_s: float
    bytes: int


@dataclass(frozen=True)
class Cost:
    """What pages of a front cost: first and second visits, memory of the server with one page, with two, … [MB]."""

    first: list[Page]
    again: list[Page]
    pss_mb: list[float]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--clicks", type=int, default=20, help="clicks a series (20)")
    asked.add_argument(
        "--rounds", type=int, default=2, help="rounds that they are spread over, each through all three (2)"
    )
    asked.add_argument("--pages", type=int, default=6, help="pages open at once for the memory of a further one (6)")
    asked.add_argument("--quick", action="store_true", help="one round of 6 clicks, two pages")
    asked.add_argument("--python", default=sys.executable, help="the Python that has Streamlit and Dash (this one)")
    asked.add_argument("--caddy", action="store_true", help="the pages once more, behind Caddy that compresses")
    options = asked.parse_args()
    if options.caddy and not which("caddy"):
        asked.error("there is no caddy on the path")
    if lacking := missing(options.python, NEEDED):
        print(f"Not measured: {options.python} has no {', '.join(lacking)}. Install them: pip install -e '.[peers]'")
        return
    clicks, rounds, count = (6, 1, 2) if options.quick else (options.clicks, options.rounds, options.pages)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        made = clicked(browser, options.python, 2 * ceil(clicks / rounds / 2), rounds)  # off and on make two
        for title, by_front in made.items():
            report_clicks(title, by_front)
        for how in ("", *([" behind Caddy"] if options.caddy else [])):
            report_pages(how, {front.name: openings(browser, front, options.python, count, how) for front in FRONTS})
        browser.close()


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
                        made[title][server.front.name] += through(page, server, steps, clicks)
    return made


@contextmanager
def opened(browser: Browser, server: Running) -> Iterator[Page]:
    """Open a page in an empty browser, and watch it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = come(context, server)
    name_figures(page.visit, server.front)
    page.visit.watch(server.front.texts, remade=True)
    yield page
    leave(page)
    context.close()


def come(context: BrowserContext, server: Running) -> Page:
    """Open a page until its map is drawn and it rests."""
    before = server.relay.bytes
    visited = visit(context, server.relay.address + server.front.path)
    drawn_s = visited.drawn_s(server.front.marks, 10)
    visited.page.wait_for_timeout(1000 * SETTLE_S)
    return Page(visited, drawn_s, server.relay.bytes - before)


def leave(page: Page) -> None:
    """Leave a page for another one, as its visitor does: it may still tell its server."""
    page.visit.page.goto("about:blank")


def through(page: Page, server: Running, steps: Sequence[Step], clicks: int, warm: int = WARM) -> list[Made]:
    """Click through a series; the first clicks warm up and are not counted."""
    front = server.front
    needed = {f"text {text}": 1 for text in front.texts} | {f"figure {figure}": 1 for figure in FIGURES}
    made, then = [], PRESETS[DEFAULT].scenario
    for step in islice(cycle(steps), warm + clicks):
        before = server.relay.bytes
        click = page.visit.click(step.buttons[front.name], needed)
        made.append(Made(click, server.relay.bytes - before))
        check(page, front, then, step.scenario)
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


def openings(browser: Browser, front: Front, python: str, count: int, how: str) -> Cost:
    """Open pages of a fresh server, each clicked twice, then leave each and come again in the same browser."""
    first, again, pss_mb = [], [], []
    steps = next(iter(both_series().values()))
    with running(front, python, caddy=bool(how)) as server, ExitStack() as stack:
        server.calm()
        for _ in range(count):
            first.append(stack.enter_context(opened(browser, server)))
            through(first[-1], server, steps, len(steps), warm=0)
            server.calm()
            pss_mb.append(server.pss_mb())
        for page in first:
            leave(page)
            server.calm()
            again.append(come(page.visit.page.context, server))
            leave(again[-1])
    return Cost(first, again, pss_mb)


def report_clicks(title: str, by_front: dict[str, list[Made]]) -> None:
    """Print a series, and how far the peers are behind."""
    print(f"\n{title}, {len(by_front[OURS.name])} clicks")
    found = {}
    for name, made in by_front.items():
        clicks = [each.click for each in made]
        ms, size = [click.ms for click in clicks], median(each.bytes for each in made)
        found[name] = {"median": median(ms), "p95": p95(clicks), "bytes": size}
        print(f"  {name:<12} painted median {median(ms):4.0f}, p95 {p95(clicks):4.0f}, worst", end=" ")
        print(f"{max(ms):4.0f} ms; last change {median(click.drawn_ms for click in clicks):4.0f} ms;", end=" ")
        print(f"main thread {median(click.cpu_ms['all'] for click in clicks):4.0f} ms;", end=" ")
        print(f"{size / 1e3:6.1f} kB; load {load(clicks)}")
    ours = found[OURS.name]
    for name, theirs in list(found.items())[1:]:
        times, late = (theirs[what] / ours[what] for what in ("median", "p95"))
        print(f"  {name} takes {times:.1f} times as long (p95 {late:.1f}; goal {GOAL_RATIO:.0f});", end=" ")
        print(f"our click is {beside(ours['bytes'], theirs['bytes'])} (goal: smaller)")


def report_pages(how: str, costs: dict[str, Cost]) -> None:
    """Print what pages cost, in medians; memory is told whichever way it falls."""
    print(f"\nA page{how}, {len(costs[OURS.name].first)} of each; load {load()}")
    heads = ("first visit", "drawn after", "second visit", "drawn after", "memory, one", "each further", "other hosts")
    print(" " * 14 + "".join(f"{head:>14}" for head in heads))
    found = {}
    for name, cost in costs.items():
        further = (cost.pss_mb[-1] - cost.pss_mb[0]) / (len(cost.pss_mb) - 1)
        first, again = (median(page.bytes for page in pages) / 1e6 for pages in (cost.first, cost.again))
        first_s, again_s = (median(page.drawn_s for page in pages) for pages in (cost.first, cost.again))
        cells = (f"{first:.3f} MB", f"{first_s:.2f} s", f"{again:.3f} MB", f"{again_s:.2f} s")
        memory = (f"{cost.pss_mb[0]:.0f} MB", f"{further:.1f} MB", f"{len(cost.first[0].visit.wire.foreign)}")
        print(f"  {name:<12}" + "".join(f"{cell:>14}" for cell in (*cells, *memory)))
        found[name] = {"first visit": first, "second visit": again}
        found[name] |= {"memory with one page": cost.pss_mb[0], "memory for each further page": further}
    for name, theirs in list(found.items())[1:]:
        told = (f"{what} {beside(found[OURS.name][what], size)}" for what, size in theirs.items())
        print(f"  beside {name} ours is: {', '.join(told)}")


def beside(ours: float, theirs: float) -> str:
    """Say how many times smaller or larger ours is."""
    if min(ours, theirs) <= 0:  # memory for a further page of a server that keeps nothing of it
        return f"{ours:.1f} beside {theirs:.1f}, too little for a ratio"
    return f"{theirs / ours:.1f} times smaller" if ours < theirs else f"{ours / theirs:.1f} times larger"


if __name__ == "__main__":
    main()
