"""The page widget in Voilà, JupyterLab and Notebook, with plotly.js served, sent by the kernel or missing."""

from __future__ import annotations

import re
from importlib import resources
from typing import Any

import nbformat
import numpy as np
import pytest
from playwright.sync_api import Page, expect

from explainer.page import plotlyjs
from explainer.texts import tr_script
from explainer.view import words

pytestmark = pytest.mark.browser
expect.set_options(timeout=30000)

CELL = '''
import time
import numpy as np
import plotly.graph_objects as go
from IPython.display import clear_output, display
from explainer.page import Chart, Column, Frame, Layer, Page, Points, Table, plotlyjs
from explainer.view.patch import Patch
PRELUDE
rng = np.random.default_rng(7)
n = 300
lon, lat = rng.uniform(-160, 180, n), rng.uniform(-50, 75, n)
rtt = 20.0 + np.arange(n)

def dots(which):
    gap = np.full(which.sum(), np.nan)
    return {
        "lon": np.stack([lon[which], lon[which] + 0.01, gap], 1).ravel(),
        "lat": np.stack([lat[which], lat[which], gap], 1).ravel(),
    }

def served(lost):
    return np.arange(n) % 5 >= lost

whole = served(0)
world = go.Figure(
    [
        go.Scattergeo(name="served", mode="lines", line={"width": 6, "color": "#4DABA9"}, **dots(whole)),
        go.Scattergeo(name="lost", mode="lines", line={"width": 6, "color": "#BF2E18"}, **dots(~whole)),
    ],
    layout={
        "geo": {"visible": False, "projection": {"type": "natural earth", "rotation": {"lon": 11}}},
        "margin": {"l": 0, "r": 0, "t": 10, "b": 0}, "height": 400, "showlegend": False, "template": None,
    },
)
bars = go.Figure(
    go.Bar(name="now", orientation="h", x=[1.0, 1.0], y=["fast", "served"], marker={"color": "#17202B"}),
    layout={"xaxis": {"range": [0, 1]}, "template": None},
)
SKELETON = """
<style>[data-figure=bars] .pp-plot { height: 120px }</style>
<h1 data-text="headline"></h1><p data-status="status" class="pp-strip"></p>
<button data-act="break" data-value="1">Break</button><button data-act="break" data-value="0">Restore</button>
<button data-act="zoom" data-value="9">Zoom</button><button data-act="slow" data-value="1">Slow</button>
<select data-act="hour" aria-label="Hour"><option>0</option><option>12</option></select>
<figure data-figure="map" class="pp-dots"></figure><figure data-figure="bars"></figure>
<div data-text="extra"></div>
<details class="more"><summary>All places</summary><div data-table="places"></div></details>
"""
EXTRA = '<button data-act="more" data-value="a">More</button><a data-page="09_next">Next</a>'
columns = {
    "name": Column("Place", "text", [f"Place {i} <b>" for i in range(n)]),
    "rtt": Column("Wait", "ms", rtt),
    "region": Column("Region", "category", np.full(n, -1, np.int16), ("Ireland",)),
}
points = Points(np.append(lon, lon + 0.01), np.append(lat, lat))
layer = Layer("places", lon, lat, np.full(n, 3), "places", ("name", "rtt"), "place")

page = Page(
    SKELETON,
    {
        "map": Chart(world, "Map of places", "300 of 300 places are served.", "places", (layer,), points),
        "bars": Chart(bars, "Reach", "All are served."),
    },
    {"headline": "300 served", "status": "Nothing is broken.", "extra": EXTRA},
    {"places": Table("Places and waits", columns)},
    {
        "light": {"bars": Patch({"now": {"marker.color": "#17202B"}})},
        "dark": {"bars": Patch({"now": {"marker.color": "#EEF2F6"}})},
        "narrow": {
            "map": Patch({"served": {"line.width": 3}}, {"height": 196}), "bars": Patch({}, {"height": 160}),
        },
    },
)

def act(name, value):
    if name == "zoom":
        k = int(value)
        return page.show(texts={"status": "zoomed"}, frames={"map": Frame(float(lon[k]), float(lat[k]), 4)})
    if name == "slow":
        time.sleep(2)
    if name != "break":
        return page.show(texts={"status": f"{name} {value}"})
    lost = int(value)
    up = served(lost)
    page.show(
        {
            "map": Patch({"served": dots(up), "lost": dots(~up)}),
            "bars": Patch({"now": {"x": [0.5, up.mean()]}}),
        },
        {"headline": f"{up.sum()} served", "status": f"You broke {lost}.", "extra": f"{EXTRA} {lost}"},
        {"places": {"rtt": np.where(up, rtt, np.nan)}},
        {"map": f"{up.sum()} of 300 places are served."},
    )

page.on_act(act)
'''
ALONE = "display(page)"
BOXED = """
import ipywidgets

two = ipywidgets.Button(description="Two")
two.add_class("pp-toggle")
two.on_click(lambda _: (two.add_class("pp-on"), setattr(redo, "disabled", False)))
redo = ipywidgets.Button(description="Redo", disabled=True)
app = ipywidgets.Box([ipywidgets.HBox([two, redo]), page])
app.add_class("pp-app")
app
"""
PRELUDES = {
    "served": "",
    "sent": "plotlyjs.static_file = lambda: None",
    "missing": "plotlyjs.static_file = lambda: None; plotlyjs.module_code = lambda: None",
}


def random_places():
    """The 300 places of the notebook, made the same way."""
    rng = np.random.default_rng(7)
    return rng.uniform(-160, 180, 300), rng.uniform(-50, 75, 300)


def notebook(*cells):
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells], metadata=kernel)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Notebooks that differ only in where plotly.js can come from, and some for JupyterLab."""
    folder = tmp_path_factory.mktemp("pages")
    for name, prelude in PRELUDES.items():
        nbformat.write(notebook(CELL.replace("PRELUDE", prelude) + ALONE), folder / f"{name}.ipynb")
    code = CELL.replace("PRELUDE", "")
    nbformat.write(notebook(code + BOXED), folder / "boxed.ipynb")
    cells = (code + ALONE, "page", "clear_output()\ndisplay(page)")
    for name in ("reloaded", "cleared", "classic"):
        nbformat.write(notebook(*cells), folder / f"{name}.ipynb")
    return folder


@pytest.fixture(scope="module")
def voila(serve_voila, folder):
    return serve_voila(folder)


@pytest.fixture(scope="module")
def lab(serve_lab, folder):
    return serve_lab(folder)


@pytest.fixture
def open_voila(open_page, voila):
    """Open a notebook as an app; in the end it must have made no error and asked no other host."""
    logs = []

    def open_(name: str = "served", **options) -> tuple[Page, Any]:
        tab, log = open_page(f"{voila}/voila/render/{name}.ipynb", width=1000, height=900, **options)
        logs.append(log)
        tab.wait_for_selector(".pp-page")
        return tab, log

    yield open_
    for log in logs:
        log.assert_clean()


@pytest.fixture
def open_lab(open_page, lab):
    """Open a notebook to work in; none of the page's own scripts may have failed in the end."""
    faults: list[str] = []

    def open_(path: str) -> Page:
        tab, _ = open_page(f"{lab}/{path}", width=1000, height=900)
        # the errors of Jupyter's own scripts are not this test's; a widget's script comes from a blob
        tab.on("pageerror", lambda error: faults.append(error.stack) if "blob:" in (error.stack or "") else None)
        tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
        return tab

    yield open_
    assert not faults


def drawn(tab: Page, views: int = 1):
    expect(tab.locator("[data-figure=bars] .main-svg .bars .point path")).to_have_count(2 * views)
    expect(tab.locator("[data-figure=map] path.js-line")).not_to_have_count(0)


def has_dots(tab: Page, *counts: int) -> None:
    """Wait until the traces of the first map have so many dots; a map that has just got its size draws them anew."""
    found: list[int] = []
    for _ in range(100):
        found = tab.evaluate(
            """() => [...document.querySelector("[data-figure=map]").querySelectorAll("path.js-line")]
                .map((path) => (path.getAttribute("d")?.match(/M/g) ?? []).length)"""
        )
        if found == list(counts):
            return
        tab.wait_for_timeout(50)
    assert found == list(counts)


def spot(tab: Page, lon: float, lat: float) -> tuple[float, float]:
    """Where a place is on the screen, by plotly's own projection of the drawn map."""
    return tuple(
        tab.evaluate(
            """([lon, lat]) => {
              const plot = document.querySelector("[data-figure=map] .pp-plot");
              const corner = plot.getBoundingClientRect();
              const [x, y] = plot._fullLayout.geo._subplot.projection([lon, lat]);
              return [corner.left + x, corner.top + y];
            }""",
            [float(lon), float(lat)],
        )
    )


def test_the_map_draws_its_marks_as_round_dots(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    has_dots(tab, 300, 0)
    cap = "document.querySelector('.pp-dots path.js-line')"
    assert tab.evaluate(f"getComputedStyle({cap}).strokeLinecap") == "round"


def test_an_act_changes_headline_status_marks_summary_and_bar_together(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    tab.get_by_role("button", name="Break").click()
    expect(tab.locator("h1")).to_have_text("240 served")
    expect(tab.get_by_role("status")).to_have_text("You broke 1.")
    has_dots(tab, 240, 60)
    expect(tab.get_by_role("figure", name="Map of places")).to_have_accessible_description(
        "240 of 300 places are served."
    )
    tab.get_by_role("button", name="Restore").click()
    expect(tab.locator("h1")).to_have_text("300 served")
    has_dots(tab, 300, 0)
    tab.get_by_label("Hour").select_option("12")
    expect(tab.get_by_role("status")).to_have_text("hour 12")


def test_the_pointer_names_the_nearest_of_300_places_and_a_click_picks_it(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    lon, lat = random_places()
    spots = np.array([spot(tab, *place) for place in zip(lon, lat, strict=True)])
    tip = tab.locator("[data-figure=map] .pp-tip")
    for i in range(0, 300, 12):
        target = spots[i] + [1.0, 0.5]
        nearest = int(np.hypot(*(spots - target).T).argmin())
        tab.mouse.move(*target)
        expect(tip).to_have_text(f"Place {nearest} <b>Wait {20 + nearest}\u00a0ms")
        tab.mouse.click(*target)
        expect(tab.get_by_role("status")).to_have_text(f"place {nearest}")


def test_the_pointer_is_right_after_zooming_in_and_blind_outside_the_frame(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    tab.get_by_role("button", name="Zoom").click()
    expect(tab.get_by_role("status")).to_have_text("zoomed")
    lon, lat = random_places()
    middle = tab.locator("[data-figure=map] .pp-plot").bounding_box()
    x, y = spot(tab, lon[9], lat[9])
    assert abs(x - middle["x"] - middle["width"] / 2) < 3
    tab.mouse.click(x, y)
    expect(tab.get_by_role("status")).to_have_text("place 9")
    tab.mouse.move(middle["x"] + 3, middle["y"] + 3)
    expect(tab.locator(".pp-tip")).to_be_hidden()


def test_a_tap_picks_a_place(open_voila):
    tab, _ = open_voila(has_touch=True)
    drawn(tab)
    lon, lat = random_places()
    tab.touchscreen.tap(*spot(tab, lon[26], lat[26]))
    expect(tab.get_by_role("status")).to_have_text("place 26")


def test_the_tooltip_stays_inside_the_figure_and_leaves_on_escape(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    lon, lat = random_places()
    spots = np.array([spot(tab, *place) for place in zip(lon, lat, strict=True)])
    frame = tab.locator("[data-figure=map] .pp-plot").bounding_box()
    tip = tab.locator("[data-figure=map] .pp-tip")
    for i in (spots[:, 0].argmax(), spots[:, 0].argmin(), spots[:, 1].argmax(), spots[:, 1].argmin()):
        tab.mouse.move(*spots[i])
        expect(tip).to_be_visible()
        box = tip.bounding_box()
        assert frame["x"] <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]
        assert frame["y"] <= box["y"]
        assert box["y"] + box["height"] <= frame["y"] + frame["height"]
    tab.get_by_role("button", name="More").focus()
    tab.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_table_is_made_when_it_is_opened_and_follows_changes_while_open(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    assert tab.locator(".pp-table").count() == 0
    tab.get_by_text("Show as table: Map of places").click()
    table = tab.locator(".pp-twin .pp-table")
    expect(table.locator("caption")).to_have_text("Places and waits")
    expect(table.locator("tbody tr")).to_have_count(300)
    expect(table.locator("tbody tr").nth(5)).to_have_text("Place 5 <b>25\u00a0ms–")
    tab.get_by_role("button", name="Break").click()
    expect(table.locator("tbody tr").nth(5)).to_have_text("Place 5 <b>––")
    assert tab.locator(".more .pp-table").count() == 0
    assert table.locator("xpath=..").get_attribute("tabindex") == "0"


def test_quick_changes_are_seen_at_once_and_read_out_at_most_once_a_second(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    status = tab.get_by_role("status")
    expect(status).to_have_attribute("aria-busy", "false")
    tab.get_by_role("button", name="Break").click()
    expect(status).to_have_text("You broke 1.")
    tab.get_by_role("button", name="Restore").click()
    expect(status).to_have_text("You broke 0.")
    assert status.get_attribute("aria-busy") == "true"
    expect(status).to_have_attribute("aria-busy", "false")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_with_controls_and_an_open_table_has_no_serious_accessibility_fault(open_voila, theme, serious):
    tab, _ = open_voila("boxed", theme=theme)
    drawn(tab)
    tab.get_by_text("Show as table: Map of places").click()
    assert serious(tab) == []


def test_focus_stays_on_the_same_control_when_its_text_is_renewed(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    tab.get_by_role("button", name="More").focus()
    tab.evaluate("document.querySelector('[data-act=break]').click()")
    expect(tab.locator("[data-text=extra]")).to_contain_text("1")
    expect(tab.get_by_role("button", name="More")).to_be_focused()


def test_what_takes_longer_than_a_moment_says_so_until_it_is_there(open_voila):
    page, _ = open_voila()
    root = page.locator(".pp-page")
    page.get_by_role("button", name="Slow").click()
    expect(root).to_have_class(re.compile("pp-busy"))
    expect(page.locator("[data-status=status]")).to_have_text("slow 1")
    expect(root).not_to_have_class(re.compile("pp-busy"))
    page.get_by_role("button", name="Zoom").click()
    expect(page.locator("[data-status=status]")).to_have_text("zoomed")
    expect(root).not_to_have_class(re.compile("pp-busy"))


def test_links_lead_to_the_notebook_beside_this_one(open_voila, voila):
    tab, _ = open_voila()
    expect(tab.get_by_role("link", name="Next")).to_have_attribute("href", f"{voila}/voila/render/09_next.ipynb")


def bar_colour(tab: Page) -> str:
    return tab.evaluate("getComputedStyle(document.querySelector('.bars .point path')).fill")


def test_a_change_of_theme_repaints_without_the_kernel(open_voila):
    tab, log = open_voila()
    drawn(tab)
    assert bar_colour(tab) == "rgb(23, 32, 43)"
    log.reset()
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_selector(".pp-page[data-theme=dark]")
    assert bar_colour(tab) == "rgb(238, 242, 246)"
    tab.emulate_media(color_scheme="light")
    tab.wait_for_selector(".pp-page[data-theme=light]")
    assert bar_colour(tab) == "rgb(23, 32, 43)"
    assert log.frames_out == 0


def test_a_narrow_view_takes_its_own_sizes_and_gives_them_back(open_voila):
    tab, _ = open_voila()
    drawn(tab)
    plot, styled = (tab.locator(f"[data-figure={name}] .pp-plot") for name in ("map", "bars"))
    width = "document.querySelector('path.js-line').style.strokeWidth"
    assert (plot.bounding_box()["height"], tab.evaluate(width)) == (400, "6px")
    assert styled.bounding_box()["height"] == 120
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.wait_for_selector(".pp-page.pp-narrow")
    tab.wait_for_function(f"{width} === '3px'")
    assert (plot.bounding_box()["height"], styled.bounding_box()["height"]) == (196, 160)
    tab.wait_for_function("document.querySelector('[data-figure=map] .main-svg').clientWidth <= 390")
    tab.get_by_role("button", name="Break").click()
    expect(tab.locator("h1")).to_have_text("240 served")
    assert tab.evaluate(width) == "3px"
    tab.set_viewport_size({"width": 1000, "height": 844})
    tab.wait_for_function(f"{width} === '6px'")
    assert (plot.bounding_box()["height"], styled.bounding_box()["height"]) == (400, 120)
    tab.wait_for_function("document.querySelector('[data-figure=bars] .main-svg').clientHeight === 120")


def test_beside_controls_the_page_lends_its_parts_and_its_theme_to_the_box_around_both(open_voila):
    tab, _ = open_voila("boxed", theme="dark")
    drawn(tab)
    assert tab.locator(".pp-app").get_attribute("data-theme") == "dark"
    assert tab.evaluate("getComputedStyle(document.querySelector('.pp-app .pp-page')).display") == "contents"
    two, redo = (tab.get_by_role("button", name=name) for name in ("Two", "Redo"))
    expect(two).to_have_attribute("aria-pressed", "false")
    expect(redo).to_have_attribute("aria-disabled", "true")
    two.click()
    expect(two).to_have_attribute("aria-pressed", "true")
    expect(redo).not_to_have_attribute("aria-disabled", "true")
    tab.get_by_role("button", name="Break").click()
    expect(tab.locator("h1")).to_have_text("240 served")
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.wait_for_selector(".pp-app.pp-narrow")


def test_print_uses_the_light_look(open_voila):
    tab, _ = open_voila(theme="dark")
    drawn(tab)
    assert bar_colour(tab) == "rgb(238, 242, 246)"
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert bar_colour(tab) == "rgb(23, 32, 43)"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert bar_colour(tab) == "rgb(238, 242, 246)"


def plotly_bytes(log) -> int:
    return sum(size for url, size in log.bytes_by_url.items() if plotlyjs.STATIC in url)


def test_plotly_comes_once_from_the_server_and_not_again_on_the_next_visit(open_voila):
    tab, log = open_voila()
    drawn(tab)
    assert len([url for url in log.requests if plotlyjs.STATIC in url]) <= 2
    assert plotly_bytes(log) > 1_000_000
    log.reset()
    tab.reload()
    drawn(tab)
    assert plotly_bytes(log) < 2_000


def test_without_the_static_file_the_kernel_sends_plotly(open_voila):
    tab, _ = open_voila("sent")
    drawn(tab)
    has_dots(tab, 300, 0)


def test_without_any_plotly_a_sentence_says_so_and_texts_and_tables_work(open_voila):
    tab, _ = open_voila("missing")
    expect(tab.locator(".pp-missing").first).to_contain_text("Run “parade-proof build”")
    expect(tab.locator(".pp-missing")).to_have_count(2)
    tab.get_by_role("button", name="Break").click()
    expect(tab.locator("h1")).to_have_text("240 served")
    tab.get_by_text("All places").click()
    expect(tab.locator(".more .pp-table tbody tr")).to_have_count(300)


def test_in_jupyterlab_a_second_view_follows_and_a_reload_shows_the_present(open_lab, run_cell):
    tab = open_lab("lab/tree/reloaded.ipynb?reset")
    run_cell(tab, 0)
    drawn(tab)
    run_cell(tab, 1)
    drawn(tab, views=2)
    tab.get_by_role("button", name="Break").last.click()
    expect(tab.locator("h1[data-text]")).to_have_text(["240 served", "240 served"])
    tab.keyboard.press("Control+s")
    tab.wait_for_selector(".jp-mod-current[data-type=document-title]:not(.jp-mod-dirty)")
    tab.reload()
    drawn(tab, views=2)
    expect(tab.locator("h1[data-text]")).to_have_text(["240 served", "240 served"])
    has_dots(tab, 240, 60)
    tab.get_by_role("button", name="Restore").first.click()
    expect(tab.locator("h1[data-text]")).to_have_text(["300 served", "300 served"])


def test_in_jupyterlab_a_cleared_output_shown_again_is_alive_and_the_cleared_one_gone(open_lab, run_cell):
    tab = open_lab("lab/tree/cleared.ipynb?reset")
    run_cell(tab, 0)
    drawn(tab)
    tab.get_by_role("button", name="Break").first.click()
    expect(tab.locator("h1[data-text]").first).to_have_text("240 served")
    run_cell(tab, 2)
    drawn(tab, views=2)
    run_cell(tab, 2)
    drawn(tab, views=2)
    tab.get_by_role("button", name="Restore").last.click()
    expect(tab.locator("h1[data-text]")).to_have_text(["300 served", "300 served"])


def test_in_notebook_7_a_page_draws_and_answers(open_lab, run_cell):
    tab = open_lab("notebooks/classic.ipynb")
    run_cell(tab, 0)
    drawn(tab)
    tab.get_by_role("button", name="Break").first.click()
    expect(tab.locator("h1[data-text]")).to_have_text("240 served")
    has_dots(tab, 240, 60)


def test_tables_write_numbers_as_the_sentences_do(open_voila):
    tab, _ = open_voila()
    kinds = {
        "ms": (words.wait, [263.7, 9.3, 9.97, 0, 1234.4, np.nan]),
        "share": (words.share, [0.914, 0.9994, 0.99996, 1, 0.004, 0, 0.983]),
        "people": (words.people, [5.6e9, 480e6, 2.1e6, 730e3, 12, 999.7e6, 9_400]),
        "rps": (words.load, [1_284_000, 1_200_000, 54_300, 12, 0, 9_800]),
    }
    code = tr_script((resources.files("explainer.page") / "words.js").read_text(encoding="utf-8"))
    for kind, (write, values) in kinds.items():
        told = tab.evaluate(
            """([code, kind, values]) => {
              const cell = Function(`${code}; return cell`)();
              return values.map((_, row) => cell({kind, values}, row));
            }""",
            [code, kind, [None if value != value else value for value in values]],
        )
        assert told == [write(value) for value in values]
