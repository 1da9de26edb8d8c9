"""How long a click takes to be painted, ours beside the obvious notebook, and what a page costs to load.

Both pages run in real Voilà servers and are clicked by a headless Chromium, series by series. "Painted" is the same for
both: from the click's time stamp until headline and status have changed, plotly has finished the map and every other
figure that the click redraws, and two frames have passed since the last of it. The machine's load is printed beside
every timing: on a busy machine the numbers say little, the ratio still something.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from _browser import Click, Visit, launch, server, visit
from playwright.sync_api import Browser, Error, sync_playwright

from explainer import Outage, Scaling, Scenario, load_world, simulate
from explainer.app.acts import busiest
from explainer.presets import PRESETS

OUR_PAGE, PEER_PAGE = "/voila/render/00_world.ipynb", "/voila/render/peer.ipynb"
OUR_TEXTS = ("[data-text=headline]", "[data-status=status]")
PEER_TEXTS = (".peer-headline .widget-html-content", ".peer-status .widget-html-content")
MAP_MARKS, PEER_MARKS = "[data-figure=map] .geolayer path.js-line", ".geolayer path.point"
FIGURES = ("map", "waiting", "reach", "load")
PREHEAT_S = 8.0  # until a started kernel is ready for the next page
TRIES, PATIENCE_MS = 10, 15_000  # a plain Voilà loses the answer of every second kernel that fills Output widgets
GOAL_P95_MS, GOAL_RATIO = 80.0, 4.0


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--clicks", type=int, default=40, help="clicks a series (40)")
    asked.add_argument("--quick", action="store_true", help="8 clicks, one load, no cold start")
    options = asked.parse_args()
    clicks = 8 if options.quick else options.clicks
    with sync_playwright() as playwright:
        browser = launch(playwright)
        if not options.quick:
            with server("explainer.serve", "app", "--no-preheat") as address:
                cold(browser, address)
        with server("explainer.serve", "app") as ours, server("voila", "benchmarks/peer") as peer:
            loads(browser, ours, 1 if options.quick else 3)
            both(browser, ours, peer, clicks)
        browser.close()


def cold(browser: Browser, address: str) -> None:
    """Time the first page of a fresh server without a started kernel."""
    context = browser.new_context()
    took = visit(context, address + OUR_PAGE).drawn_s(MAP_MARKS, 10)
    print(f"cold page to drawn map          {took:5.2f} s   (goal 6)     load {load()}")
    context.close()


def loads(browser: Browser, address: str, times: int) -> None:
    """Time pages with a kernel at hand, and count the bytes of a first and a second visit."""
    took = []
    for _ in range(times):
        context = browser.new_context()
        rest(context.new_page(), PREHEAT_S)
        first = visit(context, address + OUR_PAGE)
        took.append(first.drawn_s(MAP_MARKS, 10))
        rest(first.page, PREHEAT_S)
        again = visit(context, address + OUR_PAGE)
        again.drawn_s(MAP_MARKS, 10)
        rest(again.page, 1.0)
        wires = first.wire, again.wire
        context.close()
    print(f"warm page to drawn map          {statistics.median(took):5.2f} s   (goal 2.5)   load {load()}")
    for name, wire in zip(("first visit", "second visit"), wires, strict=True):
        channel, own = (wire.bytes_in + wire.bytes_out) / 1e6, sum(wire.own.values()) / 1e6
        print(f"{name:<13} websocket {channel:.2f} MB (goal 0.6),", end=" ")
        print(
            f"besides Voilà's files {channel + own:.2f} MB (goal 2.5), Voilà's files {wire.http / 1e6 - own:.2f} MB,",
            end=" ",
        )
        print(f"requests to other hosts {len(wire.foreign)}")
    for path, size in sorted(wires[0].own.items(), key=lambda item: -item[1]):
        print(f"    {size / 1e3:8.1f} kB  {path}")


def both(browser: Browser, ours: str, peer: str, clicks: int) -> None:
    """Click through one page, then through the other, and compare."""
    world, two = load_world(), PRESETS["two-regions"].scenario
    region = busiest(world, simulate(world, two), "region")
    name = world.regions["name"][region]
    outage = (two.breaking(Outage("region", region)), two)
    designs = tuple(
        replace(two, placements=PRESETS[key].scenario.placements) for key in ("five-regions", "two-regions")
    )
    chosen = ("Five Regions", "Two Regions")
    needed = {f"text {text}": 1 for text in OUR_TEXTS} | {f"figure {figure}": 1 for figure in FIGURES}
    with opened(browser, ours + OUR_PAGE, MAP_MARKS, OUR_TEXTS) as page:
        quick = [series(page, buttons, needed, clicks) for buttons in (("The Region", "Restore everything"), chosen)]
    needed = {f"text {text}": 1 for text in PEER_TEXTS} | {"figure made anew": len(FIGURES)}
    with opened(browser, peer + PEER_PAGE, PEER_MARKS, PEER_TEXTS, remade=True) as page:
        slow = [
            series(page, buttons, needed, clicks, [summary(simulate(world, roomy(each)).summary) for each in answers])
            for buttons, answers in (((name, name), outage), (chosen, designs))
        ]
    for title, mine, other in zip((f"{name} down and up", "Five Regions and two"), quick, slow, strict=True):
        print(f"\n{title}, {clicks} clicks")
        told("ours", mine)
        told("peer", other)
        print(f"  p95 {p95(mine):.0f} ms (goal {GOAL_P95_MS:.0f});", end=" ")
        print(f"the obvious notebook takes {p95(other) / p95(mine):.1f} times as long (goal {GOAL_RATIO:.0f})")


@contextmanager
def opened(browser: Browser, url: str, marks: str, texts: Sequence[str], remade: bool = False) -> Iterator[Visit]:
    """Open a page until its map is drawn and all behind it rests; no other page is open beside it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    for left in reversed(range(TRIES)):
        try:
            page = visit(context, url, PATIENCE_MS)
            page.drawn_s(marks, 10)
            break
        except Error:
            if not left:
                raise
            print(f"{url} did not come, and is opened again; load {load()}")
            context.pages[-1].close()
    rest(page.page, PREHEAT_S)
    page.watch(texts, remade)
    yield page
    context.close()


def series(
    page: Visit, buttons: Sequence[str], needed: Mapping[str, int], clicks: int, expected: Sequence[str] = ()
) -> list[Click]:
    """Click two buttons by turns; the first two clicks warm up and are not counted."""
    made = []
    for turn in range(clicks + 2):
        made.append(page.click(f'button:text-is("{buttons[turn % 2]}")', needed))
        if expected and expected[turn % 2] not in (said := page.page.inner_text(PEER_TEXTS[1])):
            raise RuntimeError(f"the notebook says {said!r}, the model {expected[turn % 2]!r}")
    return made[2:]


def roomy(scenario: Scenario) -> Scenario:
    """Give the scenario as the peer sees it: it knows no capacity, so every Region grows with its load."""
    return replace(scenario, scaling=Scaling("on-demand"))


def summary(found: object) -> str:
    """Say the numbers of a summary as the notebook says them."""
    reach, quick, p95 = (getattr(found, name) for name in ("reach", "within_slo", "rtt_p95_ms"))
    return f"{100 * reach:.2f} % served, {100 * quick:.2f} % in time, p95 {p95:.2f} ms"


def told(name: str, made: Sequence[Click]) -> None:
    """Print a series."""
    ms, middle = [click.ms for click in made], statistics.median
    cpu = {part: middle(click.cpu_ms[part] for click in made) for part in made[0].cpu_ms}
    figures = ", ".join(f"{what[7:]} {n}" for what, n in sorted(made[0].seen.items()) if what.startswith("figure"))
    print(f"  {name}: painted median {middle(ms):.0f}, p95 {p95(made):.0f}, worst {max(ms):.0f} ms;", end=" ")
    print(f"last change median {middle(click.drawn_ms for click in made):.0f} ms; load {load(made)}")
    print(f"    main thread {cpu['all']:.0f} ms (style {cpu['style']:.0f}, layout {cpu['layout']:.0f});", end=" ")
    print(f"websocket {middle(c.frames for c in made):.0f} frames,", end=" ")
    print(f"{middle(c.bytes for c in made) / 1e3:.0f} kB; drawings: {figures}")


def p95(made: Sequence[Click]) -> float:
    """Time to painted that 95 of 100 clicks do not exceed [ms]."""
    return float(np.percentile([click.ms for click in made], 95))


def load(made: Sequence[Click] = ()) -> str:
    """Say the load average of the last minute, over a series or now, and the number of cores."""
    average = statistics.median(click.load for click in made) if made else os.getloadavg()[0]
    return f"{average:.1f} on {os.cpu_count()} cores"


def rest(page: object, seconds: float) -> None:
    """Let the page and the servers come to rest."""
    page.wait_for_timeout(1000 * seconds)  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
