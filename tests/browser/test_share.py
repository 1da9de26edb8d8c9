"""What is shared in real browsers: a link, a file, a table and a notebook cell give the same numbers elsewhere."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from explainer import PRESETS, Outage, Scenario
from explainer.app.framed import USUAL
from explainer.sharing.link import PageState, from_link, to_link
from explainer.view import words

expect.set_options(timeout=30_000)
ROOT = Path(__file__).parents[2]
WORLD = "/voila/render/00_world.ipynb"


def plain(text: str) -> str:
    return " ".join(text.replace(words.NO_BREAK, " ").split())


def headline(tab: Page) -> str:
    return plain(tab.locator("h1[data-text=headline]").inner_text())


def says(tab: Page, text: str) -> None:
    pattern = r"\s+".join(map(re.escape, text.split()))
    expect(tab.locator("h1[data-text=headline]")).to_contain_text(re.compile(pattern))


def drawn(tab: Page) -> Page:
    expect(tab.locator("[data-figure=map] .main-svg path.point").first).to_be_attached()
    return tab


def share(tab: Page) -> Any:
    tab.get_by_role("button", name="Share", exact=True).click()
    panel = tab.locator(".pp-shared")
    expect(panel.locator("input[data-link]")).to_have_value(re.compile(r"[?]s="))
    return panel


def test_a_link_opens_the_same_numbers_in_another_browser(open_page, voila_url, serious: Any, modelled: Any) -> None:
    tab, log = open_page(voila_url + WORLD, permissions=["clipboard-read", "clipboard-write"])
    drawn(tab)
    tab.get_by_role("button", name="The Region", exact=True).click()
    expect(tab.locator(".pp-strip")).to_contain_text("You switched off")
    said = headline(tab)
    panel = share(tab)
    assert serious(tab) == []
    link = panel.locator("input[data-link]").input_value()
    assert link.startswith(voila_url + WORLD)
    panel.get_by_role("button", name=re.compile("^Copy")).first.click()
    expect(panel.get_by_role("button", name=re.compile("^Copied"))).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == link
    scenario = from_link(link).scenarios[0]
    assert Scenario.from_json(panel.locator("textarea").nth(1).input_value()) == scenario
    tab.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    log.assert_clean()

    other, log = open_page(link, width=390, height=844)
    drawn(other)
    says(other, said)
    assert said == modelled(scenario)
    panel = share(other)
    assert panel.bounding_box()["x"] >= 0
    other.wait_for_function("document.documentElement.scrollWidth <= 390")
    log.assert_clean()


def test_a_broken_link_says_so_and_opens_the_usual_page(open_page, voila_url, modelled: Any) -> None:
    link = to_link(PageState("world", (PRESETS["two-regions"].scenario.breaking(Outage("region", "us-east-1")),)))
    tab, log = open_page(f"{voila_url}{WORLD}?s={link[:-3]}zzz")
    drawn(tab)
    expect(tab.locator(".pp-alert")).to_contain_text(USUAL)
    assert headline(tab) == modelled(PRESETS["two-regions"].scenario)
    log.assert_clean()


def test_tables_and_the_whole_page_can_be_kept(open_page, voila_url, tmp_path: Path) -> None:
    tab, log = open_page(voila_url + WORLD)
    drawn(tab)
    tab.get_by_role("button", name="The Region", exact=True).click()
    expect(tab.locator(".pp-strip")).to_contain_text("You switched off")
    said = headline(tab)
    chart = tab.locator("[data-figure=load]")
    chart.locator(".pp-twin summary").click()
    with tab.expect_download() as found:
        chart.get_by_role("button", name="Download as CSV").click()
    found.value.save_as(tmp_path / "load.csv")
    rows = list(csv.reader((tmp_path / "load.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 1 + chart.locator("tbody tr").count()
    assert rows[1][0] == chart.locator("tbody th").first.inner_text()

    panel = share(tab)
    with tab.expect_download(timeout=60_000) as found:
        panel.get_by_role("button", name="Download as one HTML file").click()
    kept = tmp_path / "kept.html"
    found.value.save_as(kept)
    assert kept.stat().st_size < 3_000_000
    log.assert_clean()
    still, log = open_page("about:blank", offline=True)
    still.goto(kept.as_uri())
    drawn(still)
    assert headline(still) == said
    assert not log.page_errors
    assert not [url for url in log.requests if not url.startswith("file:")]


def test_a_chapter_is_shared_where_it_is_and_own_answers_stay(open_page, voila_url) -> None:
    state = {"answered": True, "said": "70", "step": "reveal", "reached": "reveal"}
    link = f"{voila_url}/voila/render/11_parade.ipynb?s={to_link(PageState('chapter', (), state))}"
    tab, log = open_page(voila_url + "/voila/render/10_start.ipynb")
    own = json.dumps({"said": "20", "at": "play", "given": {}}, separators=(",", ":"))
    tab.evaluate("(own) => localStorage.setItem('parade-proof/course/1', own)", own)
    tab.goto(link)
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", "reveal")
    expect(tab.locator("[data-figure=result] .textpoint").filter(has_text="70")).to_be_visible()
    assert tab.evaluate("localStorage.getItem('parade-proof/course/1')") == own
    log.assert_clean()


def test_a_code_is_pasted_in_jupyterlab(open_page, serve_lab, tmp_path: Path, run_cell: Any, modelled: Any) -> None:
    shutil.copy(ROOT / "notebooks" / "00_world.ipynb", tmp_path)
    tab, log = open_page(f"{serve_lab(tmp_path)}/lab/tree/00_world.ipynb?reset", width=1400, height=1000)
    tab.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached")
    run_cell(tab)
    drawn(tab)
    scenario = PRESETS["follow-the-users"].scenario.breaking(Outage("region", "eu-west-1"))
    tab.get_by_role("button", name="Share", exact=True).click()
    panel = tab.locator(".pp-shared")
    expect(panel.locator("textarea").first).to_have_value(re.compile("open_link"))
    panel.get_by_label("Open a link").fill(to_link(PageState("world", (scenario,))))
    panel.get_by_role("button", name="Open", exact=True).click()
    says(tab, modelled(scenario))
    tab.wait_for_timeout(1000)
    assert "s=" not in tab.url, "the address is JupyterLab's"
    assert not log.page_errors
    assert not log.foreign
