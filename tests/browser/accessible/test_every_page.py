"""What every page is, for whoever reads, hears, touches or prints it: by the numbers of the acceptance list."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from explainer.app.course.chapter import say
from explainer.app.course.texts import COURSE
from explainer.view import words

WIDTHS = ((1280, 800), (390, 844))
LOOKS = (("light", "none"), ("dark", "none"), ("dark", "active"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
BY_COLOUR = ["color-contrast", "link-in-text-block"]  # the rest does not depend on the theme
MAIN_ACTIONS = ".pp-main, .pp-answer, .pp-unsure, .pp-choices .pp-button, .pp-breaking button"
STANDING = "button:is([data-act=set], [data-act=preset], [data-act=of], .pp-toggle, .pp-pick, .pp-cure, .pp-switch *)"
UNIT = re.compile(r"\d[\s\u00a0]*(%|[a-z])", re.IGNORECASE)


def faults(tab: Any, rules: list[str] | None) -> list[str]:
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    seen = {"exclude": [["[data-plot]"]]}  # drawings are not read; their colours are point 7
    if not tab.evaluate("Boolean(globalThis.axe)"):
        tab.evaluate(Axe().axe_script)
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = tab.evaluate("([seen, options]) => axe.run(seen, options)", [seen, options])["violations"]
    worst = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in worst]


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", text).replace(words.NO_BREAK, " ").replace("&amp;", "&").split())


def test_point_01_there_is_no_serious_fault_in_any_width_and_theme(visit: Any) -> None:
    found = {}
    for (width, height), (theme, forced) in product(WIDTHS, LOOKS):
        tab = visit.look(width, height, theme=theme, forced=forced)
        rules = None if (theme, forced) == LOOKS[0] else BY_COLOUR
        found[width, theme, forced] = faults(tab, rules)
    visit.look()
    assert {look: told for look, told in found.items() if told} == {}


def test_point_02_every_control_has_a_name_of_its_own_and_says_its_value_or_state(visit: Any) -> None:
    visit.unfold(True)
    controls = visit.controls()
    visit.unfold(False)
    assert [one for one in controls if not one["name"]] == []
    same = Counter((one["role"], one["name"]) for one in controls if one["role"] != "link")
    assert [name for name, count in same.items() if count > 1] == []
    for slider in visit.tab.locator("[role=slider], input[type=range]").all():
        assert UNIT.search(slider.get_attribute("aria-valuetext") or ""), slider.get_attribute("aria-valuetext")
    for button in visit.tab.locator(STANDING).all():
        assert button.get_attribute("aria-pressed") in ("true", "false"), button.inner_text()


def test_point_03_every_chart_has_a_name_a_sentence_with_numbers_and_a_table(visit: Any) -> None:
    visit.unfold(True)
    figures = visit.audit("figures")
    visit.unfold(False)
    for figure in figures:
        assert figure["role"] == "figure"
        assert figure["name"]
        assert re.search(r"\w{3}.*\.$", figure["summary"]), figure
        assert figure["hidden"] == "true", "the drawing itself is not read"
        assert figure["captions"], figure["key"]
        assert all(figure["captions"]), figure["key"]
        assert figure["unscoped"] == []


def test_point_04_one_polite_region_is_there_from_the_start(visit: Any, once: None) -> None:
    regions = visit.tab.locator("main [role=status], main [aria-live]")
    assert regions.count() == (0 if visit.page in ("09_under_the_hood", "10_start") else 1)
    for region in regions.all():
        assert region.get_attribute("aria-live") in (None, "polite")


def test_point_08_targets_are_large_enough(visit: Any) -> None:
    small = {}
    for width, height in WIDTHS:
        visit.look(width, height)
        small[width] = visit.audit("smallTargets", 24)
    low = visit.look(390, 844) and visit.audit("lowActions", MAIN_ACTIONS, 44)
    visit.look()
    assert small == {1280: [], 390: []}
    assert low == []


@pytest.mark.parametrize("opened", [False, True], ids=["", "unfolded"])
def test_point_09_nothing_is_cut_or_covered_and_the_page_scrolls_one_way(visit: Any, opened: bool) -> None:
    visit.unfold(opened)
    found = {}
    # 640 × 400 is a window of 1280 × 800 at 200 %
    for size in ((320, 640), (1280, 800)) if opened else ((320, 640), (390, 844), (640, 400), (760, 800), (1280, 800)):
        visit.look(*size)
        found |= {(size, fault): visit.audit(fault) for fault in ("beyond", "cut", "overlaps")}
    visit.look()
    visit.unfold(False)
    assert {where: told for where, told in found.items() if told} == {}


def test_point_10_with_reduced_motion_nothing_moves_and_otherwise_nothing_starts_by_itself(visit: Any) -> None:
    tab = visit.look(motion="reduce")
    moving = visit.audit("moving")
    visit.look(motion="no-preference")
    before = tab.locator("main").inner_text()
    tab.wait_for_timeout(300)
    after = tab.locator("main").inner_text()
    visit.look()
    assert moving == []
    assert after == before


def test_point_12_a_page_has_one_main_one_heading_its_title_and_a_skip_link(visit: Any, once: None) -> None:
    tab = visit.tab
    assert tab.evaluate("document.documentElement.lang") == "en"
    assert tab.locator("main").count() == 1
    assert tab.locator("h1:visible").count() == 1
    levels = tab.locator(":is(h1, h2, h3, h4):visible").evaluate_all("all => all.map((one) => Number(one.tagName[1]))")
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels)), levels
    name = tab.title().removeprefix("Parade-proof: ")
    assert name != tab.title()
    if visit.chapter:
        assert plain(tab.locator("h1:visible").inner_text()) == name
    if visit.page != "09_under_the_hood":
        assert tab.get_by_role("navigation", name="Pages").get_by_role("link").count() == 5
    skip = tab.get_by_role("link", name="Skip to the content")
    skip.focus()
    assert skip.bounding_box()["y"] >= 0, "it is seen when it is reached"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.tagName") == "MAIN"


def test_point_13_on_paper_are_the_words_and_no_controls(visit: Any) -> None:
    tab = visit.look()
    tab.emulate_media(media="print")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.settle()
    controls = (
        tab.locator("main").locator("button, select, input, nav, summary").locator("visible=true").all_inner_texts()
    )
    paper = plain(tab.locator("main").inner_text())
    pages = len(re.findall(rb"/Type\s*/Page\b", tab.pdf(format="A4", print_background=True)))
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    visit.look()
    assert controls == []
    assert plain(tab.locator("h1:visible").inner_text()) in paper
    if visit.chapter:
        assert pages <= 2
    if visit.chapter and visit.state == "after":
        values = {**visit.chapter.facts(), **visit.chapter.results()}
        said = COURSE["said.unsure"], say(visit.chapter.texts, "headline", values)
        said += say(visit.chapter.texts, "conclusion", visit.chapter.facts()), *(t.source for t in visit.chapter.terms)
        assert [one for one in said if plain(words.html(one) if "<" not in one else one) not in paper] == []
