"""The World page as visitors meet it: in a real browser, every number beside that of the model."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from explainer import PRESETS, Outage, Outcome, Placement, Scenario, load_world, simulate
from explainer.view import load, reach, waiting, words
from explainer.view.map import dots, opened
from explainer.view.map import regions as marks

expect.set_options(timeout=30_000)
ROOT = Path(__file__).parents[2]
FIRST = "/voila/render/00_world.ipynb"
WORLD = load_world()
TWO = PRESETS["two-regions"].scenario
FIGURES = ("map", "waiting", "reach", "load")
JAYAPURA = WORLD.cell("Jayapura")

# a trace without data holds one gap
DATA = """(name) => {
  const plot = document.querySelector(`[data-figure=${name}] [data-plot]`);
  const empty = (values) => values.length === 1 && Number.isNaN(values[0]);
  const list = (values) =>
    values === undefined || typeof values === "string" ? values : empty(values) ? [] : [...values];
  return Object.fromEntries(plot.data.map(({name, x, y, lon, lat, text}) =>
    [name, {x: list(x), y: list(y), lon: list(lon), lat: list(lat), text: list(text)}]));
}"""
SPOT = """([lon, lat]) => {
  const plot = document.querySelector("[data-figure=map] [data-plot]");
  const corner = plot.getBoundingClientRect();
  const [x, y] = plot._fullLayout.geo._subplot.projection([lon, lat]);
  return [corner.left + x, corner.top + y];
}"""
PLOTLY = """async () => {
  const [loading] = globalThis[Symbol.for("parade-proof.plotly")].values();
  const Plotly = await loading;
  const asked = {restyle: 0, update: 0, redraw: 0};
  for (const name of Object.keys(asked)) {
    const own = Plotly[name];
    Plotly[name] = (...given) => (asked[name]++, own(...given));
  }
  Object.assign(globalThis, {Plotly, asked});
}"""
# what is on the screen, then the same drawn anew as a whole; in which order attributes came does not matter
TWICE = """async (name) => {
  const plot = document.querySelector(`[data-figure=${name}] [data-plot]`);
  const sorted = (node) => {
    const attributes = [...node.attributes].map(({name, value}) => [name, value]).sort();
    for (const [name] of attributes) node.removeAttribute(name);
    for (const [name, value] of attributes) node.setAttribute(name, value);
  };
  const seen = () => [...plot.querySelectorAll("svg.main-svg")].map((svg) => {
    const copy = svg.cloneNode(true);
    copy.querySelectorAll("*").forEach(sorted);
    return copy.innerHTML;
  }).join("");
  const first = seen();
  await Plotly.redraw(plot);
  return [first, seen()];
}"""
PATHS = """(kind) => [...document.querySelectorAll(`[data-figure=map] ${kind}`)]
  .map((path) => (path.getAttribute("d")?.match(/M/g) ?? []).length)"""


def plain(text: str) -> str:
    return " ".join(text.replace(words.NO_BREAK, " ").split())


def data(tab: Page, figure: str) -> dict[str, dict[str, Any]]:
    """What plotly holds of a figure, by trace."""
    return tab.evaluate(DATA, figure)


def picture(tab: Page) -> dict[str, Any]:
    """All that can be read off the page, without the sentence of the last action."""
    said = [tab.locator(f"[data-text={name}]").inner_text() for name in ("headline", "panel", "pairs")]
    return {"said": said} | {figure: data(tab, figure) for figure in FIGURES}


def drawn(tab: Page, views: int = 1) -> Page:
    expect(tab.locator("[data-figure=load] .main-svg .bars .point path").first).to_be_attached()
    expect(tab.locator("[data-figure=map] .main-svg")).not_to_have_count(0)
    tab.wait_for_function(
        f"""document.querySelectorAll("[data-figure=map] path.js-line").length > {views * 10}""", timeout=60_000
    )
    return tab


def spot(tab: Page, lon: float, lat: float) -> tuple[float, float]:
    x, y = tab.evaluate(SPOT, [float(lon), float(lat)])
    return x, y


def region_spot(tab: Page, code: str) -> tuple[float, float]:
    lon, lat = marks.positions(WORLD)
    row = WORLD.regions.index.get_loc(code)
    return spot(tab, lon[row], lat[row])


def cell_spot(tab: Page, cell: int) -> tuple[float, float]:
    return spot(tab, *WORLD.cells.loc[cell, ["lon", "lat"]])


def button(tab: Page, name: str) -> Any:
    return tab.get_by_role("button", name=name, exact=True)


def alike(values: list[Any], numbers: Any) -> None:
    found = [np.nan if value is None else value for value in values]
    np.testing.assert_allclose(found, numbers, rtol=1e-5, atol=1e-4)


def shows(tab: Page, now: Outcome, before: Outcome) -> None:
    """Every picture holds the numbers of an Outcome."""
    curve = data(tab, "waiting")
    for name, outcome in ((waiting.NOW, now), (waiting.BEFORE, before)):
        grid = np.array(curve[name]["x"], np.float32)
        alike(curve[name]["y"], waiting.cumulative(WORLD, outcome, grid).round(2))
    bars, shares = data(tab, "reach"), now.by(WORLD.continents)
    for measure in reach.MEASURES:
        alike(bars[measure]["x"], 100 * shares[measure])
    rows = load.rows(WORLD, now, before)
    loads = data(tab, "load")
    per_rps = max(loads[load.NOW]["x"]) / max(row.now_rps for row in rows)
    alike(loads[load.NOW]["x"], [row.now_rps * per_rps for row in rows])
    alike(loads[load.BEFORE]["x"], [load.BAR_AT + row.before_rps * per_rps for row in rows])
    alike(loads[load.REFUSED]["x"], [row.refused_rps * per_rps for row in rows if row.refused_rps > 0])
    world, kinds = data(tab, "map"), dots.classes(WORLD, now)
    for c in range(1, 7):
        count = sum(len(world[f"wait{c} s{s}"]["lon"]) // 3 for s in range(len(dots.RADII_PX)))
        assert count == (kinds == c).sum(), c
    assert len(world[dots.LOST]["lon"]) == (kinds == 0).sum()
    states = marks.states(WORLD, now)
    assert {state: len(world[state]["lon"]) for state in marks.STATES} == {s: states.count(s) for s in marks.STATES}


@pytest.fixture
def open_world(open_page, voila_url):
    """Open the real page as an app; in the end it must have made no error and asked no other host."""
    logs = []

    def open_(**options: Any) -> Page:
        tab, log = open_page(voila_url + FIRST, **options)
        logs.append(log)
        return drawn(tab)

    yield open_
    for log in logs:
        log.assert_clean()


def test_the_first_screen_draws_every_place_and_fits_without_scrolling(open_world):
    tab = open_world()
    now = simulate(WORLD, TWO)
    shows(tab, now, now)
    # what is drawn, not only what is held: one piece of path a dot, with its rims and those shared by all
    kinds = dots.classes(WORLD, now)
    lines = sum(tab.evaluate(PATHS, "path.js-line"))
    assert lines >= 2 * len(WORLD.cells) + np.isin(kinds, dots.RIMMED).sum()
    assert tab.locator("[data-figure=map] path.point").count() >= len(WORLD.regions)
    assert tab.evaluate("document.querySelector('[data-figure=map] path.js-line').getAttribute('d').length") > 10_000
    assert plain(tab.locator("[data-text=headline]").inner_text()).startswith("Two Regions serve all ")
    offered = tab.evaluate("[...document.querySelectorAll('#pp-places option')].map((option) => option.value)")
    largest = WORLD.cells.sort_values("users", ascending=False, kind="stable")
    assert offered == (largest["name"] + ", " + largest["country_name"]).tolist()
    assert tab.locator("main h1:visible").count() == 1
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    for figure in FIGURES:
        box = tab.locator(f"[data-figure={figure}] [data-plot]").bounding_box()
        assert box["y"] + box["height"] <= 800, figure


def test_a_region_switched_off_changes_every_picture_to_the_models_numbers_and_back(open_world):
    tab = open_world()
    before = simulate(WORLD, TWO)
    start = picture(tab)
    label = WORLD.regions.index[before.region_rps.argmax()]
    broken = TWO.breaking(Outage("region", label))
    now, name = simulate(WORLD, broken), WORLD.regions["name"][label]
    tab.locator("details.pp-twin:has([data-table=regions]) summary").click()
    row = tab.locator("[data-table=regions] tbody tr").filter(has_text=re.compile(rf"^{name}{label}"))
    expect(row).to_contain_text("in use")

    toggle, status = button(tab, "The Region"), tab.get_by_role("status")
    expect(toggle).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(status).to_contain_text(f"You switched off {name}.")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    p95 = plain(words.wait(now.summary.rtt_p95_ms))
    lost = plain(words.people(now.summary.users - now.summary.users_served))
    share = plain(words.share(now.summary.users_served / now.summary.users))
    assert plain(tab.locator("[data-text=headline]").inner_text()).startswith(f"With {name} down, {share} of ")
    assert f"{lost} get no answer" in plain(tab.locator("[data-text=headline]").inner_text())
    assert f"wait {p95} instead of {words.bare(before.summary.rtt_p95_ms)}." in plain(
        tab.locator("[data-text=headline]").inner_text()
    )
    assert f"took its users and filled up: {lost} dropped for lack of capacity." in plain(status.inner_text())
    shows(tab, now, before)
    expect(row).to_contain_text("down")
    cells = tab.locator("[data-table=cells] tbody tr").nth(JAYAPURA)
    assert plain(cells.inner_text()).endswith(plain(words.wait(float(now.rtt_ms[JAYAPURA]))))
    figure = tab.get_by_role("figure", name="How long people wait")
    expect(figure).to_have_accessible_description(re.compile(f"95.% at most {now.summary.rtt_p95_ms:.0f}"))
    broken_picture = picture(tab)

    button(tab, "Restore everything").click()
    expect(status).to_contain_text("Everything is back. The numbers are those of the start.")
    assert picture(tab) == start
    expect(toggle).to_have_attribute("aria-pressed", "false")
    expect(button(tab, "Restore everything")).to_be_disabled()
    button(tab, "↶ Undo").click()
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert picture(tab) == broken_picture
    button(tab, "↷ Redo").click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    assert picture(tab) == start

    button(tab, "Red Sea cables").click()
    expect(status).to_contain_text("You cut the Red Sea cables.")
    cables = [Outage("cable", str(c)) for c in WORLD.cables.index[WORLD.cables["passage"] == "Red Sea"]]
    shows(tab, simulate(WORLD, TWO.breaking(*cables)), before)
    assert data(tab, "map")["cables cut"]["lon"]
    button(tab, "Five Regions").click()
    expect(button(tab, "Five Regions")).to_have_attribute("aria-pressed", "true")
    five = simulate(WORLD, PRESETS["five-regions"].scenario)
    shows(tab, five, five)


def test_a_change_drawn_in_part_is_the_picture_drawn_anew_as_a_whole(open_world):
    tab = open_world()
    drawn(tab).evaluate(PLOTLY)
    acts = (
        "The Region",
        "A zone",
        "Restore everything",
        "Red Sea cables",
        "Five Regions",
        "The Region",
        "One data centre",
    )
    for act in acts:
        said = tab.locator("[data-status=status]").inner_text()
        button(tab, act).click()
        expect(tab.locator("[data-status=status]")).not_to_have_text(said)
        assert tab.evaluate("asked") == {"restyle": 0, "update": 0, "redraw": 0}, act
        for figure in FIGURES:
            first, anew = tab.evaluate(TWICE, figure)
            assert first == anew, (act, figure)
        tab.evaluate("asked.redraw = 0")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_changes_drawn_in_part_one_after_another_end_in_the_picture_drawn_anew(open_world, theme):
    tab = open_world()
    drawn(tab).evaluate(PLOTLY)
    for act in ("The Region", "Red Sea cables", "Restore everything", "Five Regions", "A zone", "↶ Undo", "The Region"):
        said = tab.locator("[data-status=status]").inner_text()
        button(tab, act).click()
        expect(tab.locator("[data-status=status]")).not_to_have_text(said)
    assert tab.evaluate("asked") == {"restyle": 0, "update": 0, "redraw": 0}
    tab.emulate_media(color_scheme=theme)
    expect(tab.locator(f"[data-theme={theme}]").first).to_be_attached()
    for figure in FIGURES:
        first, anew = tab.evaluate(TWICE, figure)
        assert first == anew, figure


def test_a_click_on_the_map_opens_a_region_and_explains_a_place(open_world):
    tab = open_world()
    tip, status = tab.locator("[data-figure=map] .pp-tip"), tab.get_by_role("status")
    before = simulate(WORLD, TWO)
    tab.mouse.move(*region_spot(tab, "eu-west-1"))
    expect(tip.locator("b")).to_have_text("Ireland")
    tab.mouse.click(*region_spot(tab, "eu-west-1"))
    panel = tab.locator("[data-text=panel]")
    expect(panel.locator("h2.pp-title")).to_contain_text("Ireland eu-west-1")
    expect(panel.locator(".pp-zone")).to_have_count(3)
    assert len(data(tab, "map")[opened.UP]["lon"]) == 3
    tab.get_by_role("button", name="euw1-az2 lost").click()
    expect(status).to_contain_text("You switched off euw1-az2. Everyone is still served")
    expect(tab.get_by_role("button", name="euw1-az2 lost")).to_have_attribute("aria-pressed", "true")
    assert len(data(tab, "map")[opened.LOST]["lon"]) == 1
    expect(tab.get_by_role("button", name="euw1-az2 lost")).to_be_focused()
    tab.get_by_role("button", name="euw1-az2 up").click()
    expect(status).to_contain_text("Everything is back.")

    for cell in (JAYAPURA, WORLD.cell("Lima"), WORLD.cell("Perth")):
        tab.mouse.move(*cell_spot(tab, cell))
        place = WORLD.cells.loc[cell]
        expect(tip.locator("b")).to_have_text(f"{place['name']}, {place['country_name']}")
        assert plain(words.wait(float(before.rtt_ms[cell]))) in plain(tip.inner_text())
    tab.mouse.click(*cell_spot(tab, JAYAPURA))
    path = WORLD.path(JAYAPURA, "eu-west-1")
    expect(tab.locator("[data-text=headline]")).to_contain_text("Jayapura waits")
    wait = plain(words.wait(float(before.rtt_ms[JAYAPURA])))
    assert f"Jayapura waits {wait} for Ireland" in plain(tab.locator("[data-text=headline]").inner_text())
    expect(tab.locator("[data-figure=why] .main-svg .textpoint").first).to_be_visible()
    assert data(tab, "why")["names"]["text"] == ["Jayapura", *path.gateways, "Ireland"]
    bars = [x for trace in data(tab, "why").values() if trace["x"] for x in trace["x"] if x is not None]
    assert bars
    names = " ".join(data(tab, "map")["way names"]["text"])
    assert all(gateway in names for gateway in path.gateways)
    tab.mouse.move(*cell_spot(tab, JAYAPURA))
    expect(tip.locator("b")).to_have_text("Jayapura, Indonesia")  # also on the part of the map that is shown now

    offer = tab.locator("[data-text=nearer] button")
    assert "to the design" in offer.inner_text()
    offer.click()
    expect(status).to_contain_text("The design is now")
    code = offer.get_attribute("data-value") if offer.count() else None
    expect(tab.locator("[data-text=nearer]")).to_contain_text("No other Region would answer sooner.")
    assert code is None
    tab.get_by_role("button", name="Close").first.click()
    expect(panel).to_be_empty()
    assert plain(tab.locator("[data-text=headline]").inner_text()).startswith("Three Regions serve all ")
    tab.get_by_label("Why does a place wait?").press_sequentially("jayapura")
    tab.keyboard.press("Enter")
    expect(tab.locator("[data-text=headline]")).to_contain_text("Jayapura waits")
    tab.get_by_label("Open a Region").select_option("eu-west-1")
    expect(panel.locator("h2.pp-title")).to_contain_text("Ireland eu-west-1")


def test_choosing_adds_a_region_and_changes_its_zones(open_world):
    tab = open_world()
    button(tab, "Choose…").click()
    expect(tab.locator(".pp-choice")).to_have_count(len(WORLD.regions))
    tab.locator("input[data-value=ap-south-1]").check()
    expect(tab.get_by_role("status")).to_contain_text("Mumbai")
    three = Scenario((*TWO.placements, Placement("ap-south-1")))
    now = simulate(WORLD, three)
    shows_map = data(tab, "map")
    assert len(shows_map["in use"]["lon"]) == marks.states(WORLD, now).count("in use") == 3
    tab.get_by_label("Zones in N. Virginia").select_option("us-east-1:5")
    expect(tab.get_by_role("status")).to_contain_text("The design is now")
    assert tab.get_by_label("Zones in N. Virginia").input_value() == "us-east-1:5"
    button(tab, "wired").click()
    expect(tab.get_by_role("status")).to_contain_text("People now use wired access.")
    tab.get_by_role("button", name="Close").first.click()
    design = Scenario((Placement("us-east-1", 5), Placement("eu-west-1"), Placement("ap-south-1")), access="wired")
    wired = simulate(WORLD, design)
    expect(tab.locator("[data-figure=load] [data-plot]")).to_be_visible()
    shows(tab, wired, wired)


def test_a_bad_file_is_told_and_keeps_the_picture_and_a_good_one_changes_it(open_world):
    tab = open_world()
    start = picture(tab)
    tab.get_by_text("Use your own data").click()
    people = tab.locator("input[data-file=demand]")
    bad = b"name,lat,lon,users\n<script>alert(1)</script>,95.2,0,1\n"
    people.set_input_files({"name": "bad.csv", "mimeType": "text/csv", "buffer": bad})
    alert = tab.locator("main [role=alert][data-text=alert]")
    expect(alert).to_contain_text("Row 1 of your file: lat 95.2 is not between −90 and 90.")
    expect(alert).to_contain_text("Your design has not changed.")
    assert picture(tab) == start
    people.set_input_files({"name": "big.csv", "mimeType": "text/csv", "buffer": b"x" * 6_000_000})
    expect(alert).to_contain_text("at most 5 MB can be read")
    assert picture(tab) == start
    good = "name,lat,lon,users\n<b>Abéché</b><script>alert(1)</script>,13.8,20.8,12000000\nMumbai,19.1,72.9,20000000\n"
    people.set_input_files({"name": "good.csv", "mimeType": "text/csv", "buffer": good.encode()})
    expect(tab.locator("[data-text=headline]")).to_contain_text("32")
    assert "all 32 million people" in plain(tab.locator("[data-text=headline]").inner_text())
    drawn_cells = "document.querySelector('[data-figure=map] [data-plot]')?.data?.length > 0"
    tab.wait_for_function(drawn_cells)
    assert sum(len(t["lon"]) for n, t in data(tab, "map").items() if re.match(r"wait\d", n)) == 2 * 3
    tab.wait_for_function(
        "document.querySelector('[data-figure=map] [data-plot]')._fullLayout?.geo?._subplot?.projection !== undefined"
    )
    tab.mouse.move(*spot(tab, 20.8, 13.8))
    expect(tab.locator("[data-figure=map] .pp-tip b")).to_have_text("<b>Abéché</b><script>alert(1)</script>, Chad")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_is_accessible_wide_and_narrow_and_the_dock_stays_at_the_bottom(open_world, theme, serious):
    tab = open_world(theme=theme)
    ground = {"light": "rgb(253, 252, 249)", "dark": "rgb(16, 22, 29)"}[theme]
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    assert tab.locator(".pp-app").get_attribute("data-theme") == theme
    land = tab.evaluate("getComputedStyle(document.querySelector('[data-figure=map] path.js-line')).fill")
    assert land == {"light": "rgb(251, 249, 244)", "dark": "rgb(37, 48, 60)"}[theme]
    button(tab, "The Region").click()
    expect(tab.get_by_role("status")).to_contain_text("You switched off")
    assert serious(tab) == []
    button(tab, "Restore everything").click()
    expect(tab.get_by_role("status")).to_contain_text("Everything is back.")
    tab.mouse.click(*cell_spot(tab, JAYAPURA))
    expect(tab.locator("[data-text=headline]")).to_contain_text("Jayapura waits")
    assert serious(tab) == []
    tab.get_by_role("button", name="Close").first.click()
    button(tab, "Choose…").click()
    expect(tab.locator(".pp-choice").first).to_be_visible()
    assert serious(tab) == []
    tab.get_by_role("button", name="Close").first.click()
    if theme == "dark":
        return

    tab.set_viewport_size({"width": 390, "height": 844})
    tab.wait_for_selector(".pp-app.pp-narrow")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    dock = tab.locator(".pp-breaking").bounding_box()
    assert dock["y"] + dock["height"] == pytest.approx(844, abs=2)
    assert dock["y"] > 844 - 130
    assert tab.locator(".pp-short select").is_visible()
    for name in ("The Region", "Red Sea cables", "More", "↶ Undo", "Restore everything"):
        assert button(tab, name).bounding_box()["height"] >= 43.5, name
    expect(button(tab, "A zone")).to_be_hidden()
    button(tab, "More").click()
    expect(button(tab, "A zone")).to_be_visible()
    button(tab, "Less").click()
    tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    foot = tab.locator(".pp-about").bounding_box()
    assert foot["y"] + foot["height"] <= tab.locator(".pp-breaking").bounding_box()["y"]
    assert tab.locator(".pp-breaking").bounding_box()["y"] == pytest.approx(dock["y"], abs=2)


@pytest.fixture(scope="module")
def lab(serve_lab, tmp_path_factory):
    """A JupyterLab with the real notebook, and with one that shows an Explainer twice."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copy(ROOT / "notebooks" / "00_world.ipynb", folder)
    cells = ("from explainer import Explainer\napp = Explainer()\napp", "app")
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells], metadata=kernel)
    nbformat.write(made, folder / "twice.ipynb")
    return serve_lab(folder)


@pytest.fixture
def open_lab(open_page, lab):
    """Open a notebook to work in; none of the page's own scripts may have failed, nor any other host been asked."""
    faults_seen: list[str] = []
    logs = []

    def open_(name: str) -> Page:
        tab, log = open_page(f"{lab}/lab/tree/{name}?reset", width=1400, height=1000)
        tab.on("pageerror", lambda e: faults_seen.append(e.stack) if "blob:" in (e.stack or "") else None)
        logs.append(log)
        tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
        return tab

    yield open_
    assert faults_seen == []
    assert not [url for log in logs for url in log.foreign]


def test_in_jupyterlab_the_real_notebook_draws_and_a_region_switched_off_changes_it(open_lab, run_cell):
    tab = open_lab("00_world.ipynb")
    run_cell(tab, 0)
    drawn(tab)
    before = simulate(WORLD, TWO)
    shows(tab, before, before)
    button(tab, "The Region").click()
    code = WORLD.regions.index[before.region_rps.argmax()]
    expect(tab.get_by_role("status")).to_contain_text(f"You switched off {WORLD.regions['name'][code]}.")
    shows(tab, simulate(WORLD, TWO.breaking(Outage("region", code))), before)


def test_in_jupyterlab_two_views_follow_each_other_and_a_reload_shows_the_present(open_lab, run_cell):
    tab = open_lab("twice.ipynb")
    run_cell(tab, 0)
    drawn(tab)
    run_cell(tab, 1)
    drawn(tab, views=2)
    headlines = tab.locator("[data-text=headline]")
    button(tab, "The Region").last.click()
    down = re.compile(r"^With .* down, \d")
    expect(headlines).to_have_text([down, down])
    tab.keyboard.press("Control+s")
    tab.wait_for_selector(".jp-mod-current[data-type=document-title]:not(.jp-mod-dirty)")
    tab.reload()
    drawn(tab, views=2)
    expect(headlines).to_have_text([down, down])
    before = simulate(WORLD, TWO)
    code = WORLD.regions.index[before.region_rps.argmax()]
    shows(tab, simulate(WORLD, TWO.breaking(Outage("region", code))), before)
    expect(button(tab, "The Region").first).to_have_attribute("aria-pressed", "true")
    button(tab, "Restore everything").first.click()
    whole = re.compile(r"^Two Regions serve all")
    expect(headlines).to_have_text([whole, whole])
