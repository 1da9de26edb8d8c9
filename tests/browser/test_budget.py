"""What a visit and a click may cost on the wire."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer.serve import bundle

expect.set_options(timeout=30_000)
FIRST = "/voila/render/00_world.ipynb"
#: what any Voilà page with a widget takes
OF_VOILA = re.compile(
    r"^http://[^/]+/(static/|voila/(static|templates|themes)/|voila/labextensions/(?!parade-proof|anywidget))"
)
LOAD_SOCKET, LOAD_HTTP, LOAD_HTTP_WHOLE = 600_000, 2_500_000, 6_000_000
CLICK_FRAMES, CLICK_BYTES = 8, 60_000
CLICKS = (
    *("The Region", "Restore everything", "A zone", "↶ Undo", "Red Sea cables", "Restore everything"),
    *("Five Regions", "Follow the users", "One Region", "↶ Undo"),
)


def drawn(tab: Page) -> None:
    expect(tab.locator("[data-figure=load] .main-svg .bars .point path").first).to_be_attached()
    tab.wait_for_function("document.querySelectorAll('[data-figure=map] path.js-line').length > 10")
    tab.wait_for_load_state("networkidle")
    tab.wait_for_timeout(300)


def ours(log: Any) -> dict[str, int]:
    return {url: size for url, size in log.bytes_by_url.items() if url and not OF_VOILA.search(url)}


@pytest.fixture
def visit(open_page, voila_url):
    tab, log = open_page(voila_url + FIRST)
    drawn(tab)
    yield tab, log
    log.assert_clean()


def test_a_first_visit_stays_within_its_budget_and_the_second_takes_nothing_big_again(visit):
    tab, log = visit
    built = bundle.build()
    assert log.bytes_in <= LOAD_SOCKET
    assert sum(ours(log).values()) <= (LOAD_HTTP if built.kind == "cut" else LOAD_HTTP_WHOLE), ours(log)
    log.reset()
    tab.reload()
    drawn(tab)
    assert log.http_bytes <= 150_000, log.bytes_by_url
    assert max(log.bytes_by_url.values()) <= 100_000
    assert log.bytes_in <= LOAD_SOCKET


def test_each_of_the_usual_clicks_stays_within_its_budget(visit):
    tab, log = visit
    status, dear = tab.get_by_role("status"), []
    for name in CLICKS:
        before = status.inner_text()
        log.reset()
        tab.get_by_role("button", name=name, exact=True).click()
        expect(status).not_to_have_text(before)
        tab.wait_for_timeout(400)
        frames, size = log.frames_in + log.frames_out, log.bytes_in + log.bytes_out
        if frames > CLICK_FRAMES or size > CLICK_BYTES:
            dear.append((name, frames, size))
    assert dear == []
