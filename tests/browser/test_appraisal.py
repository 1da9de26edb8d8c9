"""The page "How good is it" as visitors meet it: long work says how far it is, can be ended, and freezes nothing."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer import PRESETS, best_placements, load_world, pareto, survey
from explainer.app.appraisal.asked import FRONT_REGIONS
from explainer.view import words
from explainer.view.appraise import front as front_chart

expect.set_options(timeout=30_000)
ROOT = Path(__file__).parents[2]
PAGE = "/voila/render/02_design.ipynb"
WORLD = load_world()
TWO = PRESETS["two-regions"].scenario
FIGURES = ("weak", "years", "settling", "nines", "sets", "front", "yours", "theirs", "recovering")
MARKS = """(name) => document.querySelectorAll(
  `[data-figure=${name}] :is(path.js-line[d], path.point, .bars .point path, text)`).length"""
SPOT = """([x, y]) => {
  const plot = document.querySelector("[data-figure=front] [data-plot]");
  plot.scrollIntoView({block: "center"});
  const {left, top} = plot.getBoundingClientRect();
  const {xaxis, yaxis} = plot._fullLayout;
  return [left + xaxis._offset + xaxis.d2p(x), top + yaxis._offset + yaxis.d2p(y)];
}"""
Open = Callable[..., Page]


def plain(text: str) -> str:
    return " ".join(text.replace(words.NO_BREAK, " ").split())


def button(tab: Page, name: str) -> Any:
    return tab.get_by_role("button", name=name, exact=True)


def settled(tab: Page) -> Page:
    """Wait until all that is worked out is there and nothing runs any more."""
    expect(tab.locator("[data-text=front-list] tbody tr").first).to_be_attached(timeout=60_000)
    expect(tab.locator("[data-text=strategies] tbody tr")).to_have_count(4, timeout=60_000)
    expect(tab.locator(".pp-progress:visible")).to_have_count(0, timeout=60_000)
    for figure in FIGURES:
        tab.wait_for_function(f"({MARKS})('{figure}') > 3")
    return tab


@pytest.fixture
def open_design(open_page, voila_url):
    """Open the real page; in the end it must have made no error and asked no other host."""
    logs = []

    def open_(**options: Any) -> Page:
        tab, log = open_page(voila_url + PAGE, **options)
        logs.append(log)
        return settled(tab)

    yield open_
    for log in logs:
        log.assert_clean()


def test_it_opens_with_the_models_numbers_and_every_figure_drawn(open_design: Open) -> None:
    tab = open_design()
    assert plain(tab.locator("h1[data-text=headline]").inner_text()).startswith("With two Regions, each person goes ")
    rows = [plain(row.inner_text()) for row in tab.locator("[data-text=worst] tbody tr").all()]
    ranked = survey(WORLD, TWO, 3)
    assert rows[0].startswith("Three zones of Ireland 1 ")
    assert plain(words.share(ranked["reach"][0])) in rows[0]
    assert f"The worst of {len(ranked)} failure sets" in tab.locator("[data-text=worst] caption").inner_text()
    best = best_placements(WORLD, 2)
    told = plain(tab.locator("[data-text=best]").inner_text())
    assert all(WORLD.regions["name"][placement.region] in told for placement in best.placements)
    assert plain(words.share(best.summary.within_slo)) in told
    assert "Proved" in told
    labels = tab.locator("[data-figure=weak] .main-svg text").all_text_contents()
    assert "without it −46 %" in {plain(label) for label in labels}


def test_a_point_of_the_front_is_loaded_by_a_click_and_by_keyboard(open_design: Open) -> None:
    tab = open_design()
    found = pareto(WORLD, FRONT_REGIONS, base=TWO)
    x, y = front_chart.points(found, None)
    alone = next(i for i in range(len(found)) if len(found["regions"][i]) == 1 and found["within_slo"][i] < 0.2)
    place = tab.evaluate(SPOT, [float(x[alone]), float(y[alone])])
    tab.mouse.move(*place)
    expect(tab.locator("[data-figure=front] .pp-tip")).to_be_visible()
    tab.mouse.click(*place)
    expect(tab.locator("h1[data-text=headline]")).to_contain_text("With one Region")
    tab.locator("[data-figure=front] details summary", has_text="Choose from a list").click()
    row = tab.locator("[data-text=front-list] tbody tr").filter(has_text="Stockholm").first
    name = row.locator("th").inner_text()
    row.get_by_role("button").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-status=status]")).to_contain_text(f"This is {name}.")
    settled(tab)


def test_long_work_says_how_far_it_is_lets_clicks_through_and_can_be_ended(open_design: Open) -> None:
    tab = open_design()
    button(tab, "Simulate 1,000,000 years").click()
    progress = tab.locator(".pp-progress:has([data-text=years-progress])")
    expect(progress).to_contain_text("Simulating years 1,000,000:")
    first = share(progress.inner_text())
    tab.locator("input[data-act=beta]").focus()
    tab.keyboard.press("ArrowRight")
    expect(tab.locator("[data-text=redundancy] output")).to_have_text(re.compile(r"6\s%"))
    assert progress.is_visible(), "the click was answered while the years were still being simulated"
    told = "document.querySelector('[data-text=years-progress]').textContent"
    tab.wait_for_function(f"Number({told}.match(/(\\d+)\\s%/)[1]) > {first}")
    progress.get_by_role("button", name="Cancel").click(delay=100)  # as long as a finger takes
    expect(progress).to_be_hidden()
    told = plain(tab.locator("[data-text=simulated]").inner_text())
    assert told.endswith("Cancelled before its end.")
    assert 0 < int(told.split(" years")[0].replace(",", "")) < 1_000_000


def share(text: str) -> int:
    return int(re.search(r"(\d+)\s%", text.replace(words.NO_BREAK, " ")).group(1))


def test_all_zones_of_the_world_are_tried(open_design: Open) -> None:
    tab = open_design()
    button(tab, "All zones there are").click()
    count = sum(n for n in (124, 124 * 123 // 2, 124 * 123 * 122 // 6))
    expect(tab.locator("[data-text=worst] caption")).to_contain_text(f"The worst of {count:,} failure sets")


def test_the_best_design_is_searched_as_wished_and_loaded(open_design: Open) -> None:
    tab = open_design()
    for name, value in (("Regions", "k:3"), ("Survives the loss of", "survive:1")):
        tab.locator("[data-text=wish] label", has_text=re.compile(f"^{name}")).locator("select").select_option(value)
        expect(tab.locator(f"[data-text=wish] option[value='{value}']")).to_have_attribute("selected", "")
    button(tab, "Find the best").click()
    best = best_placements(WORLD, 3, survive=1)
    for placement in best.placements:
        expect(tab.locator("[data-text=best]")).to_contain_text(str(WORLD.regions["name"][placement.region]))
    button(tab, "Load this design").click()
    expect(tab.locator("h1[data-text=headline]")).to_contain_text("With three Regions")
    settled(tab)


def test_a_footprint_of_many_megabytes_is_read_and_a_bad_one_told(open_design: Open) -> None:
    tab = open_design()
    footprint = tab.locator("input[data-file=footprint]")
    instances = [
        {"InstanceId": f"i-{n:09d}", "State": {"Name": "running"}, "Placement": {"AvailabilityZone": f"eu-west-2{z}"}}
        | {"Tags": [{"Key": "note", "Value": "x" * 400}]}
        for n, z in ((n, "abc"[n % 3]) for n in range(16_000))
    ]
    big = json.dumps({"Reservations": [{"Instances": instances}]}).encode()
    assert len(big) > 8_000_000
    footprint.set_input_files({"name": "big.json", "mimeType": "application/json", "buffer": big})
    expect(tab.locator("[data-status=status]")).to_contain_text("Your file has 16,000 servers in London.")
    expect(tab.locator("[data-text=footprint]")).to_contain_text("letters")
    footprint.set_input_files({"name": "bad.csv", "mimeType": "text/csv", "buffer": b"<script>alert(1)</script>,2\n"})
    expect(tab.locator("[role=alert][data-text=alert]")).to_contain_text("Your design has not changed.")
    expect(tab.locator("h1[data-text=headline]")).to_contain_text("With one Region")


def test_in_jupyterlab_it_works_beside_the_clicks(open_page, serve_lab, tmp_path: Path, run_cell: Any) -> None:
    shutil.copy(ROOT / "notebooks" / "02_design.ipynb", tmp_path)
    tab, log = open_page(f"{serve_lab(tmp_path)}/lab/tree/02_design.ipynb?reset", width=1400, height=1000)
    tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
    run_cell(tab)
    settled(tab)
    button(tab, "Five Regions").click()
    expect(tab.locator("h1[data-text=headline]")).to_contain_text("With five Regions, ")
    settled(tab)
    assert not log.page_errors
    assert not log.foreign
