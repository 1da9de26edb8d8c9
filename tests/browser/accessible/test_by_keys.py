"""By keys alone: every chapter from its question to its last check, and the map of the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from explainer.app.course import contents

expect.set_options(timeout=30_000)
MOST_STOPS = 25  # from the question to the check
LONGEST_WAY = 80
#: the element with the focus is seen, not covered, and has an outline; of a slider the handle has it
SEEN = """() => {
  const node = document.activeElement, {left, top, width, height} = node.getBoundingClientRect();
  const {outlineStyle, outlineWidth} = getComputedStyle(node);
  const lies = document.elementFromPoint(left + Math.min(width / 2, 40), top + height / 2);
  const name = `${node.tagName} ${node.className} “${node.textContent.trim().slice(0, 40)}”`;
  if (!node.matches(":focus-visible")) return `${name} does not show its focus`;
  const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  if (!outlined && node.type !== "range") return `${name} has no outline`;
  if (!node.contains(lies) && !lies?.contains(node) && ![...(node.labels ?? [])].some((one) => one.contains(lies))) {
    return `${name} is covered by ${lies?.className}`;
  }
  return "";
}"""


class Hand:
    """A hand on the keyboard, which counts where the focus stops."""

    def __init__(self, tab: Page) -> None:
        self.tab, self.stops = tab, 0

    def to(self, what: str, key: str = "Tab") -> None:
        """Go on until the focus is on what a selector says."""
        for _ in range(LONGEST_WAY):
            self.tab.keyboard.press(key)
            self.stops += 1
            if self.tab.evaluate("document.activeElement === document.body"):
                continue  # past the end of the page, on to its start
            assert self.tab.evaluate(SEEN) == ""
            if self.tab.evaluate("(what) => document.activeElement.matches(what)", what):
                return
        raise AssertionError(f"{what} is not reached by {key}")

    def press(self, what: str, back: bool = False) -> None:
        self.to(what, "Shift+Tab" if back else "Tab")
        self.tab.keyboard.press("Enter")


def at_step(tab: Page, step: str) -> None:
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", step)


def answer(hand: Hand) -> None:
    """Say something by whatever control the question has, and lock it in."""
    tab = hand.tab
    hand.to(".pp-do :is(input, button, .pp-hop)")
    hand.stops = 1
    kind = tab.evaluate("document.activeElement.type")
    if kind == "range":
        focused = tab.locator(".pp-guess").screenshot()
        tab.evaluate("document.activeElement.blur()")
        assert tab.locator(".pp-guess").screenshot() != focused, "the handle shows its focus"
        tab.locator(".pp-do input[type=range]").focus()
        for _ in range(3):
            tab.keyboard.press("ArrowRight")
    elif kind == "number":
        tab.keyboard.type("7")
    elif kind == "radio":
        tab.keyboard.press("Space")
    elif tab.locator(".pp-hop").count():
        lock = tab.locator(".pp-do [data-act=predict]")
        before = lock.inner_text()
        hand.press("[data-act=draft]")
        expect(lock).not_to_have_text(before)  # the card is written anew, and the hand is where it was
        expect(tab.locator("[data-act=draft]:focus")).to_have_count(1)
        hand.press(".pp-hop", back=True)
    else:
        tab.keyboard.press("Enter")
    hand.press(".pp-do [data-act=predict]")
    at_step(tab, "play")


@pytest.fixture
def open_drawn(open_page: Callable[..., Any], voila_url: str) -> Any:
    logs = []

    def open_(page: str, **options: Any) -> Page:
        tab, log = open_page(f"{voila_url}/voila/render/{page}.ipynb", **options)
        logs.append(log)
        tab.wait_for_selector("main .main-svg", state="attached")
        return tab

    yield open_
    for log in logs:
        log.assert_clean()


@pytest.mark.parametrize("entry", contents.written(), ids=lambda entry: entry.name)
def test_point_05_a_chapter_goes_from_its_question_to_its_last_check_by_keys_alone(open_drawn: Any, entry: Any) -> None:
    tab = open_drawn(entry.page, reduced_motion="reduce")
    chapter, hand = contents.load(entry.number), Hand(tab)
    if tab.locator("i.pp-now").get_attribute("data-step") == "look":
        hand.press(".pp-do [data-act=go][data-value=predict]")
        at_step(tab, "predict")
    answer(hand)
    for step in ("reveal", "name", "check"):
        hand.press(f".pp-do [data-act=go][data-value={step}]")
        at_step(tab, step)
    assert hand.stops <= MOST_STOPS
    for _ in chapter.checks:
        hand.press("[data-act=answer]")
        expect(tab.locator(".pp-why")).to_be_focused()
        hand.press(".pp-do [data-act=next]")
        expect(tab.locator(".pp-why")).to_have_count(0)
    hand.to(".pp-do a.pp-main")


@pytest.mark.parametrize("width", [1280, 390])
def test_point_05_on_the_map_a_place_is_found_and_a_region_opened_broken_and_mended_by_keys(
    open_drawn: Any, width: int
) -> None:
    tab = open_drawn("00_world", width=width, reduced_motion="reduce")
    hand, headline = Hand(tab), tab.locator("[data-text=headline]")
    hand.to(".pp-finders input")
    tab.keyboard.type("jayapura")
    tab.keyboard.press("Enter")
    expect(headline).to_contain_text("Jayapura waits")
    hand.to(".pp-finders select")
    tab.keyboard.type("Ireland")
    expect(tab.locator("[data-text=panel] h2.pp-title")).to_contain_text("Ireland")
    hand.press("[data-act=zone-out]")
    status = tab.get_by_role("status")
    expect(status).to_contain_text("You switched off")
    hand.press(".pp-undo:enabled", back=width > 700)
    expect(status).not_to_contain_text("You switched off")
