"""Predictions of a class come back as short codes, from whatever a teacher has pasted."""

from __future__ import annotations

import random
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError
from explainer.app.course.questions import Choice, Number, Question, Ranking, Share
from explainer.sharing.classroom import BASE_32, LONGEST, SHORT, Prediction, read_codes, to_code

chapters = st.integers(1, 99)
OPTIONS = ("none", "half", "all", "a-third")
SIGNS = string.digits + string.ascii_uppercase + ".?-"


def only(text: str) -> Prediction:
    """The one prediction in a text that holds nothing else."""
    found = read_codes(text)
    assert found.left_over == ()
    assert len(found.predictions) == 1
    return found.predictions[0]


@given(chapters, st.integers(0, 100))
def test_a_share_comes_back(chapter: int, percent: int) -> None:
    code = to_code(chapter, Share().read(str(percent)))
    assert only(code) == Prediction(chapter, str(percent))
    assert only(code).said() == str(percent)
    assert len(code) <= SHORT
    assert code.startswith(f"{chapter}-{percent}-")  # a pupil sees that it is the own one


@given(chapters, st.floats(-1e15, 1e15).filter(lambda number: number == 0 or abs(number) > 1e-10))
def test_a_number_comes_back_in_the_form_of_its_question(chapter: int, number: float) -> None:
    said = Number(-1e15, 1e15, "hours").read(str(number))
    if said == "-0":
        return
    code = to_code(chapter, said)
    assert only(code).said() == said
    assert len(code) <= SHORT


@given(chapters, st.integers(1, 702), st.data())
def test_a_choice_comes_back_by_its_place_on_the_card(chapter: int, count: int, data: st.DataObject) -> None:
    options = tuple(f"option-{number}" for number in range(count))
    chosen = data.draw(st.sampled_from(options))
    code = to_code(chapter, Choice(options).read(chosen), options)
    assert only(code).said(options) == chosen
    assert len(code) <= SHORT
    assert "option" not in code


@given(chapters, st.integers(2, 17), st.randoms(use_true_random=False))
def test_an_order_of_up_to_17_comes_back(chapter: int, count: int, dice: random.Random) -> None:
    options = tuple(f"option-{number}" for number in range(count))
    order = ",".join(dice.sample(options, count))
    code = to_code(chapter, Ranking(options).read(order), options)
    assert only(code).said(options) == order
    assert len(code) <= LONGEST


@given(chapters, st.integers(1, 11), st.randoms(use_true_random=False))
def test_a_placement_in_up_to_11_of_100_places_comes_back(chapter: int, count: int, dice: random.Random) -> None:
    options = tuple(f"region-{number}" for number in range(100))
    placed = ",".join(dice.sample(options, count))
    code = to_code(chapter, placed, options)
    assert only(code).said(options) == placed
    assert len(code) <= LONGEST


@pytest.mark.parametrize("chapter", [1, 99])
def test_i_do_not_know_comes_back(chapter: int) -> None:
    assert only(to_code(chapter, "")).said() == ""
    assert only(to_code(chapter, "", OPTIONS)).said(OPTIONS) == ""


@pytest.mark.parametrize(
    ("question", "answer"),
    [(Share(), "20"), (Number(0, 8760, "hours"), "8.8"), (Choice(OPTIONS), "half"), (Ranking(OPTIONS), "all,half")],
)
def test_what_comes_back_is_an_answer_that_its_question_reads(question: Question, answer: str) -> None:
    options: tuple[str, ...] = getattr(question, "options", ())
    answer = ",".join((*answer.split(","), *options[:1], *options[3:])) if isinstance(question, Ranking) else answer
    back = only(to_code(4, question.read(answer), options)).said(options)
    assert question.read(back) == question.read(answer)


def test_codes_are_found_among_anything_in_any_case_and_each_counts() -> None:
    one, two, three = to_code(1, "20"), to_code(1, "35"), to_code(2, "half", OPTIONS)
    pasted = (
        f"Group 1: {one}, {one.lower()};{two}\r\n"
        f"({three}) – the rest\t{two}.\n\n"
        f"“{one.replace('-', '–')}” {two.replace('-', '‑')}|{three.replace('-', '−')}\n"
        f"<li>{one}</li>\u2028{''.join(chr(ord(sign) + 0xFEE0) for sign in two)}\n"
        "Who has not sent one yet?\n"
    )
    found = read_codes(pasted)
    numbers = [prediction.said(OPTIONS) if prediction.places else prediction.number for prediction in found.predictions]
    assert numbers == ["20", "20", "35", "half", "35", "20", "35", "half", "20", "35"]
    assert found.repeated == 7
    assert found.left_over == ((7, "Who has not sent one yet?"),)


def test_letters_that_look_like_digits_are_read_as_those_in_the_check() -> None:
    codes = [to_code(chapter, str(percent)) for chapter in range(1, 9) for percent in range(101)]
    swaps = {"1": "il", "0": "o"}
    misread = [(code, code[:-1] + letter) for code in codes for letter in swaps.get(code[-1], "")]
    assert len(misread) > 40
    assert all(only(wrong) == only(code) for code, wrong in misread)


@pytest.mark.parametrize("code", [to_code(1, "20"), to_code(12, "8.80125"), to_code(3, "all,none", OPTIONS)])
def test_one_mistyped_sign_and_two_swapped_ones_are_always_found(code: str) -> None:
    right = only(code)
    wrong = {code[:at] + sign + code[at + 1 :] for at in range(len(code)) for sign in SIGNS}
    wrong |= {code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(len(code) - 1)}
    for other in wrong - {code}:
        # a sign before or after a code may part it from what follows, but never makes another one of it
        assert set(read_codes(other).predictions) <= {right}, other
    inside = [other for other in wrong - {code} if re.fullmatch(r"[1-9]\d?-[0-9A-Z.?]+-[0-9A-Z]{2}", other)]
    assert all(read_codes(other).left_over for other in inside if other[-2:].translate(MISREAD) != code[-2:])


MISREAD = str.maketrans("ILO", "110")


def test_a_line_with_a_good_and_a_mistyped_code_gives_the_one_and_is_left_over() -> None:
    good, bad = to_code(1, "20"), to_code(1, "35")[:-1]
    bad += next(sign for sign in BASE_32 if sign != to_code(1, "35")[-1])
    found = read_codes(f"{good} {bad}")
    assert found.predictions == (Prediction(1, "20"),)
    assert found.left_over == ((1, f"{good} {bad}"),)


def test_a_line_that_is_left_over_is_cut_short() -> None:
    assert read_codes("x" * 500).left_over == ((1, "x" * 60),)


@pytest.mark.parametrize(
    ("chapter", "said", "options", "message"),
    [
        (0, "20", (), "number of the chapter is 0, which is not between 1 and 99"),
        (100, "20", (), "number of the chapter is 100"),
        (1, "twenty", (), "'twenty' is not a number of at most six digits"),
        (1, "1234567", (), "'1234567' is not a number of at most six digits"),
        (1, "nan", (), "'nan' is not a number"),
        (1, "inf", (), "'inf' is not a number"),
        (1, "1e99", (), "'1e99' is not a number"),
        (1, "1e99999999", (), "'1e99999999' is not a number"),
        (1, "9" * 10_000, (), "is not a number of at most six digits"),
        (1, "020", (), "'020' is not a number"),
        (1, "-0", (), "'-0' is not a number"),
        (1, "<script>", OPTIONS, "no option '<script>'"),
        (1, "half,", OPTIONS, "no option ''"),
        (1, ",".join(OPTIONS * 6), OPTIONS, "needs 52 characters, and a code has at most 40"),
        (1, "703", tuple(map(str, range(1, 704))), "Option 703 has no letters: a code can name the first 702"),
    ],
)
def test_what_is_no_prediction_gets_no_code(chapter: int, said: str, options: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        to_code(chapter, said, options)


@pytest.mark.parametrize(
    ("prediction", "options", "message"),
    [
        (Prediction(1, "20"), OPTIONS, "20 was predicted where this chapter asks for a choice. Leave it out"),
        (Prediction(1, places=(5,)), OPTIONS, "Option 6 was chosen where this chapter has 4. Leave it out"),
        (Prediction(1, places=(0,)), (), "Option 1 was chosen where this chapter has 0. Leave it out"),
    ],
)
def test_a_prediction_of_another_kind_than_the_question_is_told(
    prediction: Prediction, options: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        prediction.said(options)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n" * 10_001, r"You pasted 10,001 lines\. Paste at most 10,000 at once\."),
        ("x" * 1_000_001, r"You pasted 1,000,001 characters\. Paste at most 1,000,000 at once\."),
    ],
)
def test_more_than_a_class_can_send_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_codes(text)


def test_ten_thousand_lines_are_read() -> None:
    found = read_codes("\n".join([to_code(1, str(number % 101)) for number in range(10_000)]))
    assert len(found.predictions) == 10_000
    assert found.repeated == 10_000 - 101


@given(st.text())
def test_no_text_is_an_error(text: str) -> None:
    assert len(read_codes(text).predictions) <= len(text)


def test_ten_thousand_odd_codes_are_read_or_left_over() -> None:
    dice = random.Random(20261128)
    codes = [to_code(1, "20"), to_code(9, "8.80125"), to_code(3, "half", OPTIONS), to_code(12, "")]
    lines = []
    for _ in range(10_000):
        code = dice.choice(codes)
        at = dice.randrange(len(code))
        odd = dice.choice(["", "\0", "<script>", "-", ".", "?", "9", "Z", "ß", "\ufdfa", "\ud800", "１", code])
        lines.append(code[:at] + odd + code[at + dice.randint(0, 2) :])
    found = read_codes("\n".join(lines))
    assert {prediction.chapter for prediction in found.predictions} <= set(range(1, 100))
    assert len(found.left_over) > 5_000
    for prediction in found.predictions:
        again = [str(place) for place in range(702)] if prediction.places else ()
        assert only(to_code(prediction.chapter, prediction.said(again), again)) == prediction


def test_a_code_says_nothing_of_who_made_it() -> None:
    assert to_code(1, "20") == to_code(1, "20")
    assert re.fullmatch(rf"1-20-[{BASE_32}]{{2}}", to_code(1, "20"))
