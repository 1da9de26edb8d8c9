"""A chapter in a class: the pupils' page ends with the prediction, the teacher's page counts what came back."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from explainer.app.course import Lesson, contents, tally, teaching
from explainer.app.course import state as states
from explainer.app.course.chapter import STEPS, Chapter, say
from explainer.app.course.questions import Choice, Number, Ranking, Share
from explainer.app.course.texts import COURSE
from explainer.page import page as pages
from explainer.sharing.classroom import MOST_CHARACTERS, read_codes
from explainer.sharing.link import PageState, to_link
from explainer.view import words

CHAPTERS = [contents.load(entry.number) for entry in contents.written()]
each = pytest.mark.parametrize("chapter", CHAPTERS, ids=[f"chapter {chapter.number}" for chapter in CHAPTERS])
RANKED = replace(CHAPTERS[0], question=Ranking(("a", "b", "c")), texts={f"question.{one}": one for one in "abc"})
TEACHER, PUPIL = "?teacher=1", "?class=1"


@pytest.fixture
def opened() -> Iterator[object]:
    made: list[Lesson] = []

    def open_(number: int, address: str) -> Lesson:
        made.append(Lesson(number))
        made[-1].hear("opened", address)
        return made[-1]

    yield open_
    for lesson in made:
        lesson.close_all()


def texts(lesson: Lesson) -> dict[str, str]:
    return lesson._page._texts


def answers(chapter: Chapter, count: int, seed: int = 1) -> list[str]:
    """Draw what a class may say, "I don't know" among it."""
    dice, question, known = random.Random(seed), chapter.question, tally.options(chapter)
    if isinstance(question, Share):
        drawn = [str(dice.randint(0, 100)) for _ in range(count)]
    elif isinstance(question, Number):
        drawn = [question.read(str(question.high ** dice.random())) for _ in range(count)]
    elif isinstance(question, Ranking):
        drawn = [",".join(dice.sample(known, len(known))) for _ in range(count)]
    elif isinstance(question, Choice):
        drawn = dice.choices(known, k=count)
    else:
        drawn = [",".join(dice.sample(known[:5], len(question.start.split(",")))) for _ in range(count)]
    return [*drawn, "", drawn[0]]


def drawn_rows(html: str) -> dict[str, int]:
    """Read the drawing back: what stands in a row, and its number."""
    found = re.findall(
        r"<li( data-mark=right)?><span>(.*?)(?: <small>.*?</small>)?</span><i [^>]*></i><b>(\d+)</b>", html
    )
    return {label: int(count) for _, label, count in found}


def marked(html: str) -> list[str]:
    return re.findall(r"<li data-mark=right><span>(.*?) <small>", html)


@pytest.mark.parametrize("chapter", [*CHAPTERS, RANKED], ids=[*(str(one.number) for one in CHAPTERS), "ranking"])
def test_a_class_comes_back_as_it_was_said(chapter: Chapter) -> None:
    said = answers(chapter, 60)
    counted = tally.tally(chapter, "\n".join(tally.code(chapter, one) for one in said))
    assert not counted.odd
    assert not counted.left_over
    assert not counted.elsewhere
    assert len(counted.said) == len(said)
    ordered = isinstance(chapter.question, Ranking)
    same = [one if ordered else ",".join(sorted(one.split(","))) for one in said]
    back = [one if ordered else ",".join(sorted(one.split(","))) for one in counted.said]
    assert Counter(back) == Counter(same)
    assert counted.alike == len(said) - len(set(same))
    found = tally.rows(chapter, counted.said)
    assert sum(row.count for row in found) == len(said)
    assert found[-1] == tally.Row(COURSE["unsure"], 1)
    most = tally.STEPS if isinstance(chapter.question, Share) else tally.MOST_ROWS
    assert len(found) <= most + 1


@each
def test_a_pupils_code_is_a_row_on_the_teachers_page(chapter: Chapter, opened) -> None:
    said = answers(chapter, 1)[0]
    pupil, teacher = opened(chapter.number, PUPIL), opened(chapter.number, TEACHER)
    pupil.hear("predict", said)
    own = re.search(r'readonly value="([^"]+)"', texts(pupil)["card"])[1]
    teacher.hear("class", own)
    rows = drawn_rows(texts(teacher)["drawn"])
    assert sum(rows.values()) == 1
    if not isinstance(chapter.question, Share | Number):
        assert rows[chapter.question.written(chapter.texts, tally.tally(chapter, own).said[0])] == 1


def test_shares_are_counted_in_ten_steps_and_the_last_holds_all_of_it() -> None:
    found = tally.rows(CHAPTERS[0], ("0", "9", "10", "19", "20", "90", "99", "100"), answer="19")
    assert [row.count for row in found] == [2, 2, 1, 0, 0, 0, 0, 0, 0, 3]
    assert [row.label.replace(words.NO_BREAK, " ") for row in found][:2] == ["0–9 %", "10–19 %"]
    assert found[-1].label.replace(words.NO_BREAK, " ") == "90–100 %"
    assert [row.right for row in found].index(True) == 1


@pytest.mark.parametrize(
    ("said", "edges", "counts"),
    [
        ("0.3 0.99 1 2.9 3 9.9 10", "0.3 1 3 10 30", (2, 2, 2, 1)),
        ("0 5", "under 3 10", (1, 1)),
        ("0", "under 1", (1,)),
        ("8760 30", "30 100 300 1,000 3,000 10,000", (1, 0, 0, 0, 1)),
        ("8760 0.001", "under 3 10 30 100 300 1,000 3,000 10,000", (1, 0, 0, 0, 0, 0, 0, 1)),
    ],
)
def test_numbers_are_counted_in_steps_of_one_three_and_ten(said: str, edges: str, counts: tuple[int, ...]) -> None:
    found = tally.rows(CHAPTERS[1], said.split())
    steps = pairwise(edges.split())
    labels = [f"under {high}" if low == "under" else f"{low} to under {high}" for low, high in steps]
    assert [row.label for row in found] == [f"{label} hours" for label in labels]
    assert tuple(row.count for row in found) == counts
    assert len(found) <= tally.MOST_ROWS


def test_the_right_number_has_a_row_even_where_nobody_said_it() -> None:
    found = tally.rows(CHAPTERS[1], ("100", "8760"), answer="8.76")
    assert [(row.label, row.count) for row in found if row.right] == [("3 to under 10 hours", 0)]
    found = tally.rows(CHAPTERS[1], ("8760",), answer="0.5")
    assert [(row.label, row.count) for row in found if row.right] == [("under 3 hours", 0)]


def test_placements_that_differ_in_order_only_are_one_answer_and_the_rarest_are_the_others() -> None:
    chapter = CHAPTERS[7]
    known = tally.options(chapter)
    said = ["us-east-1,eu-west-1,ap-south-1", "ap-south-1,us-east-1,eu-west-1"]
    said += [",".join((known[0], known[1], other)) for other in known[2:14]]
    counted = tally.tally(chapter, " ".join(tally.code(chapter, one) for one in said))
    found = tally.rows(chapter, counted.said)
    assert counted.alike == 1
    assert found[0].count == 2
    assert len(found) == tally.MOST_ROWS
    assert found[-1] == tally.Row(COURSE["class.others"], len(said) - 2 - (tally.MOST_ROWS - 2))


def test_all_options_of_a_choice_stand_in_their_order_also_those_that_nobody_chose() -> None:
    chapter = CHAPTERS[2]
    found = tally.rows(chapter, ("tenth", "tenth", ""))
    assert [row.label for row in found[:-1]] == [chapter.texts[f"question.{one}"] for one in chapter.question.options]
    assert [row.count for row in found] == [0, 2, 0, 0, 1]


def test_the_right_answers_are_those_of_the_headlines() -> None:
    right = {chapter.number: chapter.answer() for chapter in CHAPTERS if chapter.answer}
    found = {chapter.number: chapter.results() for chapter in CHAPTERS if chapter.answer}
    assert words.share(float(right[1]) / 100) == found[1]["lost_one"]
    assert words.hours(float(right[2])) == found[2]["formula"]
    assert right[3] == "tenth"
    assert CHAPTERS[3].question.written({}, right[4]) == CHAPTERS[3].facts()["limit"]
    assert CHAPTERS[4].texts[f"question.{right[5]}"] == found[5]["by_sieve"]
    assert f"{float(right[6]) * 60:.0f}" == "483"
    assert found[6]["down_backup"].replace(words.NO_BREAK, " ") == "8 h 3 min"
    assert words.wait(float(right[7])) == found[7]["mean"]
    assert CHAPTERS[7].answer is None, "nobody is to hit the best of thousands of placements"
    for number, answer in right.items():
        assert CHAPTERS[number - 1].question.read(answer) == answer


@each
def test_the_row_that_holds_the_right_answer_is_marked_with_the_reveal_and_not_before(chapter: Chapter, opened) -> None:
    teacher = opened(chapter.number, TEACHER)
    teacher.hear("class", "\n".join(tally.code(chapter, one) for one in answers(chapter, 20)))
    for act, value in (("unsure", ""), ("tick", ""), ("stride", "")):
        assert marked(texts(teacher)["drawn"]) == []
        assert (COURSE["class.later"] in texts(teacher)["drawn"]) == (chapter.answer is not None)
        teacher.hear(act, value)
    teacher.hear("go", "reveal")
    assert len(marked(texts(teacher)["drawn"])) == (1 if chapter.answer else 0)
    assert COURSE["class.later"] not in texts(teacher)["drawn"]


@each
def test_a_pupils_page_holds_no_result_until_the_pupil_goes_on(chapter: Chapter, opened, monkeypatch) -> None:
    pupil = opened(chapter.number, PUPIL)
    asked: list[str] = []
    silent = replace(chapter, results=lambda: asked.append("results") or chapter.results())
    monkeypatch.setattr(pupil, "chapter", silent)
    pupil.hear("predict", answers(chapter, 1)[0])
    assert not asked
    assert pupil.state.said is None, "no picture is asked for what comes after the prediction"
    facts = chapter.facts()
    headline = say(chapter.texts, "headline", {**facts, **chapter.results()})
    page = json.dumps(texts(pupil), ensure_ascii=False)
    for later in (headline, say(chapter.texts, "conclusion", facts), say(chapter.texts, "teacher", facts)):
        assert later not in page
    for check in chapter.checks:
        assert f"{check.key}:" not in page
    assert texts(pupil)["choices"] == texts(pupil)["play"] == texts(pupil)["clock"] == ""
    assert "data-act" not in texts(pupil)["trail"]
    pupil.hear("alone", "")
    assert (pupil.state.step, pupil.state.said) == ("play", chapter.question.read(answers(chapter, 1)[0]))
    assert asked
    assert say(chapter.texts, "conclusion", facts) in texts(pupil)["below"]


@each
@pytest.mark.parametrize("held", [False, True])
def test_what_is_locked_is_refused_by_the_kernel(chapter: Chapter, held: bool, opened) -> None:
    pupil = opened(chapter.number, PUPIL)
    if held:
        pupil.hear("unsure", "")
    before, control = pupil.state, chapter.controls[0]
    acts = [("go", step) for step in STEPS] + [("tick", ""), ("stride", ""), ("next", ""), ("again", ""), ("dance", "")]
    acts += [("set", f"{control.key}:{control.choices[-1]}"), ("answer", f"{chapter.checks[0].key}:x"), ("sure", "a")]
    acts += [("class", "1-20-XE"), ("keys", ""), ("picture", "0")]
    acts += [("predict", answers(chapter, 1)[0]), ("unsure", ""), ("draft", "50"), ("put", "0")] if held else []
    acts += [] if held else [("alone", "")]
    for name, value in acts:
        pupil.hear(name, value)
        assert pupil.state == before, name
        assert texts(pupil)["alert"], name


def test_a_link_does_not_unlock_a_pupils_page(opened) -> None:
    further = {"answered": True, "said": "70", "step": "reveal", "reached": "check", "control.cafes": "three"}
    link = to_link(PageState("chapter", (), further))
    for address in (f"?class=1&s={link}", f"?s={link}&class=1", PUPIL):
        pupil = opened(1, address)
        pupil.hear("opened", link)
        assert pupil.state == states.in_class(CHAPTERS[0], pupil.state, "pupil")


@pytest.mark.parametrize(
    ("address", "role"),
    [
        ("?teacher=1", "teacher"),
        ("?s=1.a.b&class=1", "pupil"),
        ("class=1&s=1.a.b", "pupil"),
        ("?class=1&teacher=1", "teacher"),
        ("https://parade.example/11_parade.ipynb?class=1#top", "pupil"),
        ("?teacher=0", ""),
        ("?teacher=10", ""),
        ("?class", ""),
        ("?myclass=1", ""),
        ("?s=class=1", ""),
        ("", ""),
    ],
)
def test_the_address_says_whose_page_it_is(address: str, role: str) -> None:
    assert teaching.role_in(address) == role


def test_the_pupils_link_opens_at_the_question_of_every_chapter(opened) -> None:
    for chapter in CHAPTERS:
        teacher = opened(chapter.number, TEACHER)
        code, more = re.search(r'data-link="([^"]+)" data-more="([^"]+)"', texts(teacher)["class"]).groups()
        pupil = opened(chapter.number, f"?{more}&s={code}")
        assert texts(pupil)["alert"] == ""
        assert (pupil.state.step, pupil.state.teaching.role) == ("predict", "pupil")
        assert say(chapter.texts, "question", chapter.facts()) in texts(pupil)["card"]


def test_a_damaged_link_still_opens_the_pupils_page_and_says_so(opened) -> None:
    pupil = opened(1, "?class=1&s=1.abc.00000000")
    assert pupil.state.teaching.locked
    assert "damaged" in texts(pupil)["alert"]


@each
def test_the_keys_are_what_the_model_says_and_wait_until_they_are_asked_for(chapter: Chapter, opened) -> None:
    teacher = opened(chapter.number, TEACHER)
    assert say(chapter.texts, "teacher", chapter.facts()) in texts(teacher)["below"]
    assert "<details>" not in texts(teacher)["below"]
    solved = {check: check.solve() for check in chapter.checks}
    why = [say(chapter.texts, f"check.{one.key}.{it.right}.why", it.values) for one, it in solved.items()]
    right = [say(chapter.texts, f"check.{one.key}.{it.right}", it.values) for one, it in solved.items()]
    assert not [each_why for each_why in why if each_why in texts(teacher)["below"]]
    teacher.hear("keys", "")
    assert all(f"<b>✓ {label}</b>" in texts(teacher)["below"] for label in right)
    assert all(each_why in texts(teacher)["below"] for each_why in why)
    teacher.hear("keys", "")
    assert not [each_why for each_why in why if each_why in texts(teacher)["below"]]


def test_only_the_teachers_page_has_what_is_the_teachers(opened) -> None:
    for lesson in (opened(1, ""), opened(1, PUPIL)):
        assert texts(lesson)["class"] == texts(lesson)["drawn"] == ""
        before = lesson.state
        for name in ("class", "keys"):
            lesson.hear(name, "1-20-XE")
            assert lesson.state == before
            assert texts(lesson)["alert"]


def test_the_question_is_there_to_be_read_out(opened) -> None:
    chapter = CHAPTERS[0]
    prompt = COURSE["class.prompt"].format(question=say(chapter.texts, "question", chapter.facts()))
    assert prompt in texts(opened(1, TEACHER))["class"]


def test_a_pupil_who_reloads_has_the_same_code_and_cannot_answer_again(opened) -> None:
    pupil = opened(1, PUPIL)
    pupil.hear("predict", "35")
    card, kept = texts(pupil)["card"], states.to_kept(pupil.state)
    assert words.html(kept) in texts(pupil)["keep"]
    again = Lesson(1)
    again.hear("kept", json.dumps({"1": kept}))
    again.hear("opened", PUPIL)
    assert texts(again)["card"] == card
    again.hear("predict", "20")
    assert again.state.teaching.held == "35"
    again.hear("alone", "")
    assert again.state.said == "35"
    assert "data-keep" in texts(again)["keep"]
    again.close_all()


@pytest.mark.parametrize("address", [TEACHER, PUPIL])
def test_a_class_does_not_touch_what_was_learned_before_in_this_browser(address: str) -> None:
    lesson = Lesson(1)
    kept = {"said": "20", "at": "check", "given": {"same-street": ["same", 1, ""]}}
    lesson.hear("kept", json.dumps({"1": json.dumps(kept)}))
    lesson.hear("opened", address)
    assert (lesson.state.step, lesson.state.said) == ("predict", None), "the class begins together"
    lesson.hear("predict", "70")
    assert texts(lesson)["keep"] == ""
    lesson.close_all()


def test_a_teacher_may_start_again_and_stays_the_teacher(opened) -> None:
    teacher = opened(1, TEACHER)
    teacher.hear("class", "1-20-XE")
    teacher.hear("predict", "20")
    teacher.hear("again", "")
    assert teacher.state.said is None
    assert teacher.state.teaching.pasted == "1-20-XE"
    assert texts(teacher)["keep"] == ""


def test_what_was_not_counted_is_told_and_escaped(opened) -> None:
    teacher = opened(1, TEACHER)
    other = tally.code(CHAPTERS[2], "tenth")
    pasted = f"<script>alert(1)</script>\n1-20-XE\nBea & Tom\n{other}\n1-20-XE\n1-20-XF\nx\n{tally.to_code(1, '500')}"
    teacher.hear("class", pasted)
    said = texts(teacher)["drawn"]
    assert "<script>" not in said
    assert "&lt;script&gt;" in said
    assert "in four lines" in said
    assert "Bea &amp; Tom" in said
    assert said.count("…") == 1, "no more than three of them are shown"
    assert "One code not counted: of chapter 3." in said
    assert "One code not counted: no answer" in said
    assert "Two answers. Given before and counted again, since pupils may agree: one code." in said
    assert texts(teacher)["spoken"].startswith("Two answers.")
    assert sum(drawn_rows(said).values()) == 2


def test_a_code_of_another_kind_than_the_question_is_not_counted() -> None:
    number, choice = tally.to_code(3, "20"), tally.to_code(1, "b", ("a", "b"))
    assert tally.tally(CHAPTERS[2], number) == tally.Tally(odd=1)
    assert tally.tally(CHAPTERS[0], choice) == tally.Tally(odd=1)


def test_a_text_without_a_code_shows_what_one_looks_like(opened) -> None:
    teacher = opened(1, TEACHER)
    teacher.hear("class", "hello")
    example = re.search(r"like this: (\S+)\.<", texts(teacher)["drawn"])[1]
    assert read_codes(example).predictions[0].chapter == 1
    assert drawn_rows(texts(teacher)["drawn"]) == {}


def test_the_field_is_as_long_as_an_act_can_be_and_a_full_one_is_told(opened) -> None:
    assert teaching.MOST_PASTED == pages._LONGEST_VALUE
    teacher = opened(1, TEACHER)
    assert f'maxlength="{pages._LONGEST_VALUE}"' in texts(teacher)["class"]
    full = COURSE["class.cut"].format(most=f"{teaching.MOST_PASTED:,}")
    class_of_40 = "\n".join(["1-20-XE"] * 40)
    codes_of_45 = "\n".join(["x" * 45] * 40)
    for pasted, cut in ((class_of_40, False), (codes_of_45, False), ("x" * 2000, True), ("🙂" * 1000, True)):
        teacher.hear("class", pasted)
        assert (full in texts(teacher)["drawn"]) == cut


def test_far_too_much_is_refused_and_changes_nothing(opened) -> None:
    teacher = opened(1, TEACHER)
    teacher.hear("class", "1-20-XE")
    before = texts(teacher)["drawn"]
    for pasted in ("x" * (MOST_CHARACTERS + 1), "\n" * 10_001):
        teacher.hear("class", pasted)
        assert "at once" in texts(teacher)["alert"]
        assert texts(teacher)["drawn"] == before


def test_ten_thousand_broken_pastes_are_counted_or_told() -> None:
    dice = random.Random(20261128)
    odd = ["", "\0", "<script>", "-", ".", "?", "9", "Z", "ß", "\ud800", "１", "\u2028", "\n", "1e5", "&", "'\""]
    codes = {chapter: [tally.code(chapter, one) for one in answers(chapter, 4)] for chapter in CHAPTERS}
    others = [code for own in codes.values() for code in own]
    for _ in range(10_000):
        chapter = dice.choice(CHAPTERS)
        code = dice.choice(dice.choice((codes[chapter], others)))
        at = dice.randrange(len(code))
        pasted = code[:at] + dice.choice(odd) + code[at + dice.randint(0, 2) :] + dice.choice(("", f"\n{code}"))
        counted = tally.tally(chapter, pasted)
        found = tally.rows(chapter, counted.said)
        assert sum(row.count for row in found) == len(counted.said) <= 2
        state = replace(
            states.first(chapter, reviewed=False), teaching=states.Teaching("teacher", pasted=pasted or "x")
        )
        drawn = teaching.drawing(chapter, state)
        assert "<script>" not in drawn
        drawn.encode()


def test_a_thousand_broken_addresses_open_the_pupils_page(opened) -> None:
    dice, lesson = random.Random(2), opened(1, PUPIL)
    whole = f"?class=1&s={to_link(lesson.to_state())}"
    for _ in range(1_000):
        cut = list(whole[: dice.randint(0, len(whole))])
        for _ in range(dice.randint(1, 3)):
            cut.insert(dice.randint(0, len(cut)), dice.choice(["A", "9", "&", "=", "<script>", "'", "\u2028", "%"]))
        lesson.hear("opened", "".join(cut))
        assert lesson.state.teaching.locked
        assert "<script>" not in texts(lesson)["alert"]
