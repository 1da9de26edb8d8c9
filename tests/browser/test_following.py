"""The address follows what a page shows: whatever ends the page, loading it again opens the very state."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import Page, expect

from explainer import PRESETS, Outage, Scenario
from explainer.app.course import contents
from explainer.app.framed import USUAL
from explainer.sharing.link import PageState, from_link, to_link

expect.set_options(timeout=30_000)
ROOT = Path(__file__).parents[2]
WORLD, CHAPTER, REPLAY = "90_world.ipynb", f"{contents.entry(1).page}.ipynb", "01_replay.ipynb"
CELL = """
import os, ipywidgets
from explainer import Explainer
ipywidgets.VBox([Explainer(), ipywidgets.Label(f"pid {os.getpid()}")])
"""
COUNT = """() => {
  const replace = history.replaceState;
  window.counted = 0;
  history.replaceState = function (...given) {
    window.counted += 1;
    return replace.apply(this, given);
  };
}"""
PATIENCE_MS = 10_000
REST_MS = 700  # longer than the page waits before its address follows
LOST = {"Kernel connection disconnected"}  # what JupyterLab's own code says of a line that is gone
DEFAULT = PRESETS["two-regions"].scenario
BROKEN = DEFAULT.breaking(Outage("region", "eu-west-1"))  # by the button "The Region": its busiest
KEPT = "localStorage.getItem('parade-proof/course/1')"


@pytest.fixture(scope="module")
def pages(serve_voila, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a server with a chapter, the replay, and a map that says which process is its kernel."""
    folder = tmp_path_factory.mktemp("followed")
    for name in (CHAPTER, REPLAY):
        shutil.copy(ROOT / "notebooks" / name, folder)
    notebook = new_notebook(cells=[new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / WORLD)
    return f"{serve_voila(folder)}/voila/render"


def shows(tab: Page, said: str) -> None:
    pattern = r"\s+".join(map(re.escape, said.split()))
    expect(tab.locator("h1[data-text=headline]")).to_have_text(re.compile(rf"^\s*{pattern}\s*$"), use_inner_text=True)


def click(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def follows(tab: Page, scenario: Scenario) -> str:
    """Wait until the address is that of a design; give it."""
    tab.wait_for_url(re.compile(re.escape(to_link(PageState("world", (scenario,))))), wait_until="commit")
    return tab.url


def test_a_killed_kernel_is_told_and_loading_again_opens_the_state_before_it(open_page, pages, modelled: Any) -> None:
    tab, log = open_page(f"{pages}/{WORLD}")
    expect(tab.get_by_role("button", name="The Region", exact=True)).to_be_enabled()
    tab.wait_for_timeout(REST_MS)
    assert tab.url == f"{pages}/{WORLD}", "nothing has changed, and neither has the address"
    entries = tab.evaluate("history.length")
    click(tab, "The Region")
    address = follows(tab, BROKEN)

    kernel = int(tab.inner_text("text=/^pid/").split()[1])
    os.kill(kernel, signal.SIGSTOP)
    click(tab, "Five Regions")
    os.kill(kernel, signal.SIGKILL)
    tab.wait_for_selector("#trouble[role=alert]:has-text('The connection is lost')", timeout=PATIENCE_MS)
    assert "Reload it to go on" in tab.inner_text("#trouble")
    tab.click("#trouble button")
    tab.wait_for_selector("#trouble", state="hidden")
    shows(tab, modelled(BROKEN))
    assert int(tab.inner_text("text=/^pid/").split()[1]) != kernel
    assert tab.url == address
    assert tab.evaluate("history.length") == entries

    click(tab, "Share")
    expect(tab.locator(".pp-shared input[data-link]")).to_have_value(tab.url)
    tab.keyboard.press("Escape")
    click(tab, "↶ Undo")
    click(tab, "One Region")
    follows(tab, PRESETS["one-region"].scenario)
    tab.reload()
    shows(tab, modelled(PRESETS["one-region"].scenario))
    assert tab.evaluate("history.length") == entries
    assert set(log.page_errors) <= LOST


def test_a_bad_link_stays_until_something_is_done_and_what_stands_beside_it_for_good(
    open_page, pages, modelled: Any
) -> None:
    bad = to_link(PageState("world", (DEFAULT.breaking(Outage("region", "us-east-1")),)))[:-3] + "zzz"
    tab, log = open_page(f"{pages}/{WORLD}?x=a%20b&s={bad}&reset#there")
    expect(tab.locator(".pp-alert")).to_contain_text(USUAL)
    shows(tab, modelled(DEFAULT))
    tab.wait_for_timeout(REST_MS)
    assert bad in tab.url
    other = tab.context.new_page()
    other.goto(f"{pages}/{WORLD}")

    tab.evaluate(COUNT)
    tab.locator("h1").hover()
    tab.mouse.down()
    for name in ("The Region", "Restore everything", "The Region"):
        tab.get_by_role("button", name=name, exact=True).dispatch_event("click")
        tab.wait_for_timeout(60)
    shows(tab, modelled(BROKEN))
    tab.wait_for_timeout(REST_MS)
    assert bad in tab.url, "the pointer is pressed"
    tab.mouse.up()
    code = to_link(PageState("world", (BROKEN,)))
    expected = f"{pages}/{WORLD}?x=a%20b&reset&s={code}#there"
    tab.wait_for_url(lambda url: url == expected, wait_until="commit")
    assert tab.evaluate("counted") == 1
    shows(other, modelled(DEFAULT))
    assert other.url == f"{pages}/{WORLD}", "another tab is on its own"
    log.assert_clean()


def test_own_answers_come_back_with_the_address_and_go_on_being_kept(open_page, pages) -> None:
    tab, log = open_page(f"{pages}/{CHAPTER}")
    tab.locator(".pp-do").get_by_role("slider").fill("20")
    tab.locator("[data-act=predict]").click()
    tab.locator('.pp-do [data-act=go][data-value="reveal"]').click()
    tab.wait_for_url(re.compile("[?]s="), wait_until="commit")
    assert from_link(tab.url).settings["step"] == "reveal"
    tab.locator('[data-act=go][data-value="play"]').first.click()
    tab.wait_for_function("(old) => location.href !== old", arg=tab.url)
    there = from_link(tab.url).settings
    assert (there["step"], there["reached"]) == ("play", "reveal")
    address = tab.url
    tab.reload()
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", "play")
    tab.wait_for_timeout(REST_MS)
    assert tab.url == address
    for step in ("reveal", "name"):
        tab.locator(f'[data-act=go][data-value="{step}"]').first.click()
        expect(tab.locator("i.pp-now")).to_have_attribute("data-step", step)
    assert json.loads(tab.evaluate(KEPT))["at"] == "name", "it is still the visitor's own"

    tab.wait_for_function("(old) => location.href !== old", arg=address)
    newer = json.dumps({"said": "35", "at": "check", "given": {}}, separators=(",", ":"))
    tab.evaluate("(kept) => localStorage.setItem('parade-proof/course/1', kept)", newer)
    tab.reload()
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", "check")
    assert json.loads(tab.evaluate(KEPT))["said"] == "35", "what was answered since is not lost to an older address"
    log.assert_clean()


def test_a_class_stays_a_class_until_it_is_left(open_page, pages) -> None:
    tab, log = open_page(f"{pages}/{CHAPTER}?class=1")
    tab.locator(".pp-do").get_by_role("slider").fill("20")
    tab.locator("[data-act=predict]").click()
    tab.wait_for_url(re.compile(r"[?]class=1&s="), wait_until="commit")
    tab.locator("[data-act=alone]").click()
    tab.wait_for_url(re.compile(r"ipynb[?]s="), wait_until="commit")
    tab.reload()
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", "play")
    assert from_link(tab.url).settings["said"] == "20"
    log.assert_clean()


def test_a_replay_comes_back_with_its_minute(open_page, pages) -> None:
    tab, log = open_page(f"{pages}/{REPLAY}")
    slider = tab.locator("input[data-clock]")
    slider.fill("77")
    tab.wait_for_url(re.compile("[?]s="), wait_until="commit")
    tab.reload()
    expect(slider).to_have_value("77")
    log.assert_clean()
