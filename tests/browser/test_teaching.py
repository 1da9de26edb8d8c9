"""A class in real browsers: one teacher and three pupils, from the link to the result beside what they said."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from playwright.sync_api import Page, WebSocket, expect

from explainer.app.course import contents, tally
from explainer.app.course.chapter import say
from explainer.app.course.teaching import MOST_PASTED
from explainer.app.course.texts import COURSE
from explainer.view import words

expect.set_options(timeout=30_000)
CHAPTER = contents.load(1)
PAGE = f"/voila/render/{contents.entry(1).page}.ipynb"
SAID = ("20", "24", "60")
WIDTHS = ((390, 844), (1280, 800))


def fits_and_is_accessible(tab: Page, serious: Any) -> None:
    for width, height in WIDTHS:
        tab.set_viewport_size({"width": width, "height": height})
        tab.wait_for_function(f"document.documentElement.scrollWidth <= {width}")
        assert serious(tab) == [], width


def listen(channel: WebSocket, kept: list[str | bytes]) -> None:
    channel.on("framereceived", lambda frame: kept.append(frame))


def predicted(tab: Page, share: str) -> str:
    """Answer on a pupil's page; give the code that it shows."""
    card = tab.locator(".pp-do")
    card.get_by_role("slider").fill(share)
    tab.locator("[data-act=predict]").click()
    expect(card.get_by_role("heading", name=COURSE["code"])).to_be_focused()
    return str(card.get_by_role("textbox", name=COURSE["code"]).input_value())


def drawn(tab: Page) -> Counter[str]:
    """Read the drawing: what stands in a row, and how often; its bars are as long as they say."""
    rows = tab.locator(".pp-tally li")
    expect(rows.first).to_be_visible()
    found = rows.evaluate_all(
        "all => all.map((row) => [row.querySelector('span').firstChild.data.trim(), row.querySelector('b').textContent,"
        " row.querySelector('i').style.getPropertyValue('--of')])"
    )
    most = max(int(count) for _, count, _ in found)
    assert [float(of) for _, _, of in found] == [round(int(count) / most, 3) for _, count, _ in found]
    return Counter({label: int(count) for label, count, _ in found})


def test_a_class_predicts_and_the_teacher_draws_and_reveals(open_page, voila_url, serious: Any) -> None:
    teacher, log = open_page(f"{voila_url}{PAGE}?teacher=1", permissions=["clipboard-read", "clipboard-write"])
    link = teacher.get_by_label(COURSE["class.link"], exact=True)
    expect(link).to_have_value(re.compile(r"ipynb\?class=1&s=1\."))
    teacher.get_by_role("button", name=re.compile(f"^{COURSE['copy']}")).click()
    address = teacher.evaluate("navigator.clipboard.readText()")
    assert address == link.input_value()
    expect(teacher.get_by_role("heading", name=COURSE["teacher"])).to_be_visible()
    expect(teacher.locator(".pp-keys")).to_have_count(0)

    codes, logs = [], [log]
    headline = say(CHAPTER.texts, "headline", {**CHAPTER.facts(), **CHAPTER.results()})
    for share in SAID:
        pupil, log = open_page("about:blank", width=390, height=844)
        logs.append(log)
        received: list[str | bytes] = []
        pupil.on("websocket", lambda channel, kept=received: listen(channel, kept))
        pupil.goto(address)
        expect(pupil.locator(".pp-trail")).to_contain_text(COURSE["step.predict"])
        expect(pupil.locator(".pp-trail")).not_to_contain_text(COURSE["step.reveal"])
        expect(pupil.locator(".pp-player button")).to_have_count(0)
        codes.append(predicted(pupil, share))
        sent = "".join(one if isinstance(one, str) else one.decode("utf-8", "ignore") for one in received)
        assert COURSE["code"] in sent
        for written in (headline, json.dumps(headline)[1:-1]):
            assert written not in sent
        expect(pupil.locator(".pp-page")).not_to_contain_text(COURSE["short"])
    assert codes == [tally.code(CHAPTER, share) for share in SAID]
    fits_and_is_accessible(pupil, serious)

    teacher.get_by_label(COURSE["class.codes"], exact=True).fill("\n".join(codes))
    teacher.get_by_role("button", name=COURSE["class.draw"]).click()
    tenths = Counter(f"{share[0]}0–{share[0]}9{words.NO_BREAK}%" for share in SAID)
    assert +drawn(teacher) == tenths
    expect(teacher.locator(".pp-tally [data-mark]")).to_have_count(0)
    fits_and_is_accessible(teacher, serious)

    teacher.get_by_role("button", name=COURSE["unsure"]).click()
    teacher.locator('.pp-do [data-act=go][data-value="reveal"]').click()
    right = teacher.locator(".pp-tally [data-mark=right]")
    expect(right).to_contain_text(COURSE["check.answer"])
    low, high = map(int, re.findall(r"\d+", right.locator("span").inner_text())[:2])
    assert low <= float(CHAPTER.answer()) <= high
    assert +drawn(teacher) == tenths, "what was said stays what it was"
    teacher.get_by_role("button", name=COURSE["keys.show"]).click()
    expect(teacher.locator(".pp-keys > li")).to_have_count(len(CHAPTER.checks))

    pupil.get_by_role("button", name=COURSE["alone"]).click()
    expect(pupil.locator("i.pp-now")).to_have_attribute("data-step", "play")
    expect(pupil.locator(".pp-do")).to_contain_text(SAID[-1])
    for each in logs:
        each.assert_clean()


def test_a_paste_that_is_too_long_is_cut_and_told(open_page, voila_url) -> None:
    teacher, log = open_page(f"{voila_url}{PAGE}?teacher=1", permissions=["clipboard-read", "clipboard-write"])
    field = teacher.get_by_label(COURSE["class.codes"], exact=True)
    code, names = tally.code(CHAPTER, "20"), "somebody with a long name: "
    pasted = "\n".join([names + code] * 200)
    field.focus()
    teacher.evaluate("(text) => navigator.clipboard.writeText(text)", pasted)
    teacher.keyboard.press("ControlOrMeta+V")
    expect(field).to_have_value(pasted[:MOST_PASTED])
    teacher.get_by_role("button", name=COURSE["class.draw"]).click()
    assert drawn(teacher).total() == pasted[:MOST_PASTED].count(code)
    expect(teacher.locator(".pp-drawn")).to_contain_text(COURSE["class.cut"].format(most=f"{MOST_PASTED:,}"))
    log.assert_clean()


def test_the_way_to_the_teachers_page_is_in_the_notes(open_page, voila_url) -> None:
    tab, log = open_page(voila_url + PAGE)
    tab.locator(".pp-below summary").click()
    link = tab.get_by_role("link", name=COURSE["teach"])
    expect(link).to_be_visible()
    assert link.evaluate("a => a.href") == f"{voila_url}{PAGE}?teacher=1"
    log.assert_clean()
