"""Every chapter of the course in a real browser: from its picture to its last question, and back."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from explainer.app.course import contents
from explainer.app.course.chapter import DONE, Chapter, say
from explainer.app.course.contents import Entry
from explainer.app.course.lesson import earlier
from explainer.app.course.parts import Asked, feedback
from explainer.app.course.texts import COURSE
from explainer.view import words

expect.set_options(timeout=30_000)
CHAPTERS = contents.written()
each = pytest.mark.parametrize("entry", CHAPTERS, ids=[entry.name for entry in CHAPTERS])
WIDTHS = ((390, 844), (1280, 800))


def plain(text: str) -> str:
    """Take marks, no-break spaces and line breaks off a text."""
    return " ".join(re.sub(r"<[^>]+>", "", text).replace(words.NO_BREAK, " ").replace("&amp;", "&").split())


def address(entry: Entry) -> str:
    return f"/voila/render/{entry.page}.ipynb"


def button(tab: Page, label: str) -> Locator:
    return tab.get_by_role("button", name=label, exact=True)


def at_step(tab: Page, step: str) -> None:
    expect(tab.locator("i.pp-now")).to_have_attribute("data-step", step)


def says(place: Locator, text: str) -> None:
    """Wait until a place says a text, whatever its spaces."""
    expect(place).to_contain_text(re.compile(r"\s+".join(map(re.escape, plain(text).split()))))


def drawn(tab: Page) -> int:
    """Count the marks of the picture that can be seen, once there are any."""
    picture = tab.locator("[data-figure=picture] .main-svg")
    expect(picture.first).to_be_visible()
    marks = "[data-figure=picture] :is(.point, .js-line, .js-fill, .textpoint, path.bar)"
    tab.wait_for_function(f'document.querySelectorAll("{marks}").length > 0')
    return int(tab.locator(marks).count())


def look_back(tab: Page, chapter: Chapter) -> None:
    """Answer the question from the chapter before, wrong, and skip the rest."""
    asked = earlier(chapter.number)
    if not asked:
        return
    at_step(tab, "look")
    key, (of, check) = next(iter(asked.items()))
    solved = check.solve()
    wrong = next(option for option in check.options if option != solved.right)
    tab.locator(f'[data-act=answer][data-value="{key}:{wrong}"]').click()
    says(tab.locator(".pp-why"), feedback(Asked(of, check, solved, key), wrong))
    tab.locator("[data-act=next]").click()
    if len(asked) > 1:
        button(tab, COURSE["review.skip"]).click()


def commit(tab: Page) -> None:
    """Say something, by whatever control the question has, and lock it in."""
    at_step(tab, "predict")
    card = tab.locator(".pp-do")
    if card.locator("input[type=number]").count():
        card.locator("input[type=number]").fill("7")
    elif card.locator("input[type=radio]").count():
        card.locator("input[type=radio]").nth(1).check()
    elif card.locator("input[type=range]").count():
        card.get_by_role("slider").fill("30")
    tab.locator("[data-act=predict]").click()
    at_step(tab, "play")


def fits_and_is_accessible(tab: Page, serious: Any) -> None:
    """Look at a check with its feedback; the steps before it are those of accessible/test_every_page.py."""
    for theme, (width, height) in (("dark", (390, 844)), ("light", (1280, 800))):
        tab.emulate_media(color_scheme=theme, reduced_motion="reduce")  # so that colours are at rest
        tab.set_viewport_size({"width": width, "height": height})
        tab.wait_for_function(f"document.documentElement.scrollWidth <= {width}")
        assert serious(tab) == [], (theme, width)


@each
def test_a_chapter_is_complete_without_a_click(open_page, voila_url, entry: Entry) -> None:
    tab, log = open_page(voila_url + address(entry))
    chapter = contents.load(entry.number)
    assert drawn(tab) > 0
    says(tab.locator("h1[data-text=headline]"), f"{entry.number} · {say(chapter.texts, 'title', chapter.facts())}")
    says(tab.locator(".pp-below"), say(chapter.texts, "conclusion", chapter.facts()))
    expect(tab.locator("[data-figure=picture]")).to_have_attribute("aria-label", re.compile(r"\w"))
    log.reset()
    tab.wait_for_timeout(400)
    assert log.frames_in == 0, "nothing starts by itself"
    log.assert_clean()


@each
def test_a_chapter_goes_from_prediction_to_its_last_check(open_page, voila_url, serious: Any, entry: Entry) -> None:
    chapter = contents.load(entry.number)
    facts, results = chapter.facts(), chapter.results()
    headline = say(chapter.texts, "headline", {**facts, **results})
    received: list[str | bytes] = []
    tab, log = open_page("about:blank")
    tab.on("websocket", lambda channel: channel.on("framereceived", lambda frame: received.append(frame)))
    tab.goto(voila_url + address(entry))
    drawn(tab)

    look_back(tab, chapter)
    at_step(tab, "predict")
    sent = tab.content() + "".join(
        frame if isinstance(frame, str) else frame.decode("utf-8", "ignore") for frame in received
    )
    assert plain(say(chapter.texts, "question", facts)) in plain(sent)
    for written in (headline, json.dumps(headline)[1:-1], plain(headline)):
        assert written not in sent, "the result is nowhere before the prediction"
    commit(tab)

    place = tab.locator(".pp-picture").bounding_box()
    if chapter.play:
        play = button(tab, say(chapter.texts, "play.button", {}))
        log.reset()
        play.click()
        tab.wait_for_timeout(1000)
        assert log.frames_in > 2, "pictures come one after another"
        tab.locator(".pp-tick").click()
        expect(play).to_be_visible()
    for control in chapter.controls:
        if control.since == "play":
            log.reset()
            tab.locator(f'[data-act=set][data-value="{control.key}:{control.choices[-1]}"]').click()
            chosen = tab.locator(f'[data-act=set][data-value="{control.key}:{control.choices[-1]}"]')
            expect(chosen).to_have_attribute("aria-pressed", "true")
            log.assert_answered(tab)

    tab.locator('.pp-do [data-act=go][data-value="reveal"]').click()
    at_step(tab, "reveal")
    says(tab.locator("h1[data-text=headline]"), headline)
    says(tab.locator(".pp-do"), say(chapter.texts, "conclusion", {**facts, **results}))
    assert tab.locator(".pp-picture").bounding_box() == place, "the picture stays where it is"
    for name in tab.locator("[data-figure]:visible").evaluate_all("all => all.map((one) => one.dataset.figure)"):
        expect(tab.locator(f"[data-figure={name}] .main-svg").first).to_be_visible()

    tab.locator('.pp-do [data-act=go][data-value="name"]').click()
    at_step(tab, "name")
    for term in chapter.terms:
        says(tab.locator(".pp-told"), say(chapter.texts, f"term.{term.key}.cloud", {**facts, **results}))
        expect(tab.locator(f'.pp-told a[href="{words.html(term.url)}"]').first).to_be_visible()

    tab.locator('.pp-do [data-act=go][data-value="check"]').click()
    at_step(tab, "check")
    for number, check in enumerate(chapter.checks):
        solved = check.solve()
        option = solved.right if number else next(one for one in check.options if one != solved.right)
        tab.locator(f'[data-act=answer][data-value="{check.key}:{option}"]').click()
        says(tab.locator(".pp-why"), feedback(Asked(chapter, check, solved, check.key), option))
        expect(tab.locator(".pp-why")).to_be_focused()
        if not number:
            fits_and_is_accessible(tab, serious)
        tab.locator("[data-act=next]").click()
    count = len(chapter.checks)
    says(tab.locator(".pp-do"), COURSE["done"].format(right=count - 1, count=count))
    for control in chapter.controls:
        if control.since == DONE:
            chosen = tab.locator(f'[data-act=set][data-value="{control.key}:{control.choices[-1]}"]')
            chosen.click()
            expect(chosen).to_have_attribute("aria-pressed", "true")
    expect(tab.locator(".pp-alert")).to_have_text("")
    log.assert_clean()


def test_the_review_asks_marks_keeps_and_shows_what_you_said(open_page, voila_url, serious: Any) -> None:
    tab, log = open_page(voila_url + "/voila/render/10_start.ipynb")
    kept = {"said": "20", "at": "check", "given": {"same-street": ["half", 0, "c"], "move": ["like", 1, "b"]}}
    tab.evaluate("([key, value]) => localStorage.setItem(key, value)", ["parade-proof/course/1", json.dumps(kept)])
    tab.goto(voila_url + address(contents.REVIEW))
    parade = contents.load(1)
    says(tab.locator(".pp-said"), say(parade.texts, "headline", {**parade.facts(), **parade.results()}))
    marks = tab.locator("[data-figure=calibration] .main-svg .point")
    expect(marks).to_have_count(2)

    check = parade.checks[0]
    says(tab.locator(".pp-card"), say(parade.texts, f"check.{check.key}", check.solve().values))
    tab.get_by_label(COURSE["sure.c"]).check()
    right = check.solve().right
    tab.locator(f'[data-act=answer][data-value="1/{check.key}:{right}"]').click()
    says(tab.locator(".pp-why"), feedback(Asked(parade, check, check.solve(), check.key), right))
    expect(marks).to_have_count(3)
    stored = json.loads(tab.evaluate("localStorage.getItem('parade-proof/course/9')"))
    assert stored["given"][f"1/{check.key}"][:3] == [right, 1, "c"]
    for width, height in WIDTHS:
        tab.set_viewport_size({"width": width, "height": height})
        tab.wait_for_function(f"document.documentElement.scrollWidth <= {width}")
        assert serious(tab) == [], width

    tab.reload()
    expect(marks).to_have_count(3)
    following = parade.checks[1]
    says(tab.locator(".pp-card"), say(parade.texts, f"check.{following.key}", following.solve().values))
    tab.locator("[data-act=forget]").click()
    expect(marks).to_have_count(2)
    assert tab.evaluate("localStorage.getItem('parade-proof/course/9')") is None
    log.assert_clean()
