"""How quick it is to scrub through an incident, against moving a line in the same charts with plotly.

Run it with `python benchmarks/scrub.py`. Both are measured in one open page by turns: ours moves the minute slider of
the Replay page as a hand does, with all its words and numbers; the peer moves nothing but a vertical line through the
same figures with `Plotly.relayout`. A step is over after two animation frames, about 33 ms at the least.
"""

from __future__ import annotations

import os
from statistics import median, quantiles
from typing import Any

from _browser import launch, server, visit
from playwright.sync_api import sync_playwright

STEPS, ROUNDS, GOAL_MS, TIMES = 60, 5, 100, 2
READY = (
    "document.querySelector('[data-figure=lanes] .main-svg .js-line') && document.querySelector('input[data-clock]')"
)
#: gives times of steps, ours and plotly's [ms]
SCRUB = """async ([steps, ours]) => {
  const slider = document.querySelector("input[data-clock]");
  const plots = [...document.querySelectorAll("[data-figure] .js-plotly-plot")].filter((plot) => plot.offsetParent);
  const files = performance.getEntriesByType("resource").map((entry) => entry.name);
  const file = files.find((name) => /plotly[^/]*\\.js/.test(name));
  const {default: Plotly} = await import(file);
  const frame = () => new Promise(requestAnimationFrame);
  const ends = {type: "line", xref: "paper", yref: "paper", y0: 0, y1: 1};
  const line = (share) => ({shapes: [{...ends, x0: share, x1: share}]});
  const took = [];
  for (let i = 0; i < steps; i++) {
    await frame();
    const start = performance.now();
    const minute = (i * 37) % Number(slider.max);
    if (ours) {
      slider.value = minute;
      slider.dispatchEvent(new Event("input", {bubbles: true}));
    } else {
      await Promise.all(plots.map((plot) => Plotly.relayout(plot, line(minute / Number(slider.max)))));
    }
    await frame();
    await frame();
    took.push(performance.now() - start);
  }
  if (!ours) await Promise.all(plots.map((plot) => Plotly.relayout(plot, {shapes: []})));
  return took;
}"""


def main() -> None:
    """Measure and print."""
    made: dict[str, list[float]] = {"ours": [], "plotly": []}
    with server("explainer.serve", "app") as address, sync_playwright() as playwright:
        browser = launch(playwright)
        page: Any = visit(browser.new_context(), f"{address}/voila/render/01_replay.ipynb").page
        page.wait_for_function(READY)
        page.wait_for_timeout(2000)
        for ours in (True, False):
            page.evaluate(SCRUB, [TIMES, ours])
        for _ in range(ROUNDS):
            for name, times in made.items():
                times.extend(page.evaluate(SCRUB, [STEPS, name == "ours"]))
        browser.close()
    for name, times in made.items():
        print(f"{name:>7}: median {median(times):6.1f} ms, 95 of 100 within {quantiles(times, n=20)[-1]:6.1f} ms")
    ratio = median(made["plotly"]) / median(made["ours"])
    print(f"goal: 95 of 100 within {GOAL_MS} ms; plotly takes {ratio:.1f} times as long; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
