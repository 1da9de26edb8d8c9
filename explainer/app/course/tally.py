"""What a class predicted: codes from a pasted text, counted by what they say.

Shares are counted in ten steps, numbers in steps of one, three and ten of their unit, and everything else by answer,
the most frequent ones each in a row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from explainer.app.course.chapter import Chapter
from explainer.app.course.questions import Number, Ranking, Share
from explainer.app.course.state import UNSURE
from explainer.app.course.texts import COURSE
from explainer.errors import InputError
from explainer.sharing.classroom import Prediction, read_codes, to_code
from explainer.view import words

STEPS = 10  # of the shares from none to all
MOST_ROWS = 8


@dataclass(frozen=True)
class Tally:
    """What was read.

    Parameters
    ----------
    said
        Every prediction for this chapter in its fixed form, "" for "I don't know".
    elsewhere
        Number of the chapter of every code that is for another one.
    odd
        How many codes cannot be an answer to this question.
    left_over
        Lines without a code, or with one that was mistyped; text from outside.
    """

    said: tuple[str, ...] = ()
    elsewhere: tuple[int, ...] = ()
    odd: int = 0
    left_over: tuple[str, ...] = ()

    @property
    def alike(self) -> int:
        """How many say the same as one before them."""
        return len(self.said) - len(set(self.said))


@dataclass(frozen=True)
class Row:
    """A row of the drawing.

    Parameters
    ----------
    label
        What was said (HTML).
    count
        By how many.
    right
        Whether the right answer is in it.
    """

    label: str
    count: int
    right: bool = False


def code(chapter: Chapter, said: str) -> str:
    """Write a prediction as a code to tell a teacher.

    Examples
    --------
    >>> from explainer.app.course import contents
    >>> code(contents.load(1), "20")
    '1-20-XE'
    """
    return to_code(chapter.number, said, options(chapter))


def options(chapter: Chapter) -> tuple[str, ...]:
    """Give what an answer is made of, in the order of the card; nothing for a number."""
    return chapter.options() if chapter.options else tuple(getattr(chapter.question, "options", ()))


@lru_cache(maxsize=8)
def tally(chapter: Chapter, pasted: str) -> Tally:
    """Count the codes in a pasted text.

    Raises
    ------
    InputError
        If the text is far too long.
    """
    codes, said, odd = read_codes(pasted), [], 0
    own = [prediction for prediction in codes.predictions if prediction.chapter == chapter.number]
    for prediction in own:
        try:
            said.append(_said(chapter, prediction))
        except InputError:
            odd += 1
    elsewhere = tuple(each.chapter for each in codes.predictions if each.chapter != chapter.number)
    return Tally(tuple(said), elsewhere, odd, tuple(line for _, line in codes.left_over))


def _said(chapter: Chapter, prediction: Prediction) -> str:
    known = options(chapter)
    said = prediction.said(known)
    if said == UNSURE:
        return said
    answer = chapter.question.read(said)
    if known and not isinstance(chapter.question, Ranking):  # where order says nothing, one order stands for all
        answer = ",".join(sorted(answer.split(","), key=known.index))
    return answer


def rows(chapter: Chapter, said: Sequence[str], answer: str = "") -> tuple[Row, ...]:
    """Count predictions by what they say; a last row for "I don't know" if anybody said so.

    Parameters
    ----------
    chapter
        The chapter.
    said
        Predictions in their fixed form.
    answer
        The right answer, "" for none or none yet.
    """
    known, question = [each for each in said if each != UNSURE], chapter.question
    if isinstance(question, Share):
        found = _shares(known, answer)
    elif isinstance(question, Number):
        found = _numbers(known, answer, question.unit)
    else:
        found = _answers(chapter, known, answer)
    unsure = len(said) - len(known)
    return (*found, *((Row(COURSE["unsure"], unsure),) if unsure else ()))


def _shares(said: Sequence[str], answer: str) -> list[Row]:
    counts = Counter(_tenth(share) for share in said)
    found = []
    for step in range(STEPS):
        low, high = step * 100 // STEPS, (step + 1) * 100 // STEPS - 1
        label = f"{low}–{high if step < STEPS - 1 else 100}{words.NO_BREAK}%"
        found.append(Row(label, counts[step], answer != "" and _tenth(answer) == step))
    return found


def _tenth(share: str) -> int:
    return min(int(float(share)) * STEPS // 100, STEPS - 1)


def _numbers(said: Sequence[str], answer: str, unit: str) -> list[Row]:
    steps = [_step(number) for number in (*said, *([answer] if answer else []))]
    inside = [step for step in steps if step is not None]
    if not steps:
        return []
    low, high = (min(inside), max(inside)) if inside else (1, 0)
    under = len(inside) < len(steps)
    if high - low + 1 + under > MOST_ROWS:
        low, under = high - MOST_ROWS + 2, True
    counts = Counter(_step(number, low) for number in said)
    right = _step(answer, low) if answer else ""
    found = []
    if under:
        label = COURSE["class.under"].format(high=_edge(low if inside else 0), unit=unit)
        found.append(Row(label, counts[None], right is None))
    for step in range(low, high + 1):
        label = COURSE["class.step"].format(low=_edge(step), high=_edge(step + 1), unit=unit)
        found.append(Row(label, counts[step], right == step))
    return found


def _step(number: str, least: int | None = None) -> int | None:
    """Give the number of the step 1-3-10 that a number is in, None for below all of them."""
    exact = Decimal(number)
    if exact <= 0:
        return None
    step = 2 * exact.adjusted() + (exact.as_tuple().digits[0] >= 3)
    return step if least is None or step >= least else None


def _edge(step: int) -> str:
    power, half = divmod(step, 2)
    return f"{float(Decimal(3 if half else 1).scaleb(power)):,.6g}"


def _answers(chapter: Chapter, said: Sequence[str], answer: str) -> list[Row]:
    """Give all options in their order where one is chosen and they are few, else the most frequent answers."""
    counts, offered = Counter(said), options(chapter)
    one = not isinstance(chapter.question, Ranking) and chapter.options is None
    if one and len(offered) <= MOST_ROWS:
        shown = list(offered)
    else:
        shown = sorted(counts, key=lambda each: (-counts[each], each))
        shown = shown[: MOST_ROWS - (len(shown) > MOST_ROWS)]
        if answer and answer not in shown:
            shown = [*shown[: MOST_ROWS - 2], answer]
    found = [Row(chapter.question.written(chapter.texts, each), counts[each], each == answer) for each in shown]
    rest = len(said) - sum(row.count for row in found)
    return [*found, *([Row(COURSE["class.others"], rest)] if rest else [])]
