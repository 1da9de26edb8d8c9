"""What can be predicted on the site: everything that is in a list, and nothing else.

A number is not typed there, since only what was computed beforehand can be shown: it is chosen from a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from explainer.app.course.chapter import Chapter
from explainer.app.course.chapters.world.question import Places
from explainer.app.course.questions import NAME, Choice, Number, Question, Share
from explainer.app.course.state import UNSURE
from explainer.errors import InputError, shown
from explainer.serve.site import places
from explainer.serve.site.gaps import CannotBeKeptError
from explainer.serve.site.places import Fewer
from explainer.view import words

SERIES = (1, 2, 3, 5, 7)  # of each power of ten


@dataclass(frozen=True)
class Listed(Number):
    """A number that is chosen from a list.

    Parameters
    ----------
    numbers
        What can be chosen, in fixed form.

    Examples
    --------
    >>> Listed(0, 3, "hours", ("0", "1", "2", "3")).read("2")
    '2'
    """

    numbers: tuple[str, ...] = ()

    def control(self, texts: Mapping[str, str], draft: str) -> str:
        """Write the list."""
        options = "".join(
            f'<option value="{number}"{" selected" if number == draft else ""}>'
            f"{words.html(self.written(texts, number))}</option>"
            for number in self.numbers
        )
        return (
            f'<div class="pp-number"><select data-echo="{NAME}" data-unit="{words.NO_BREAK}{words.html(self.unit)}" '
            f'aria-labelledby="pp-question"><option value="">…</option>{options}</select></div>'
        )

    def read(self, value: str) -> str:
        """Take a number of the list."""
        if value not in self.numbers:
            raise InputError(f"{shown(value)} is not in the list. Choose one of its {len(self.numbers)} numbers.")
        return value


def listed(question: Number) -> Listed:
    """Give the numbers of a question that a list offers: none, some of each power of ten, and the most.

    Examples
    --------
    >>> listed(Number(0, 12, "hours")).numbers
    ('0', '0.1', '0.2', '0.3', '0.5', '0.7', '1', '2', '3', '5', '7', '10', '12')
    """
    powers = [factor * 10.0**power for power in range(-1, 5) for factor in SERIES]
    most = [question.low, *(number for number in powers if question.low < number < question.high), question.high]
    return Listed(question.low, question.high, question.unit, tuple(f"{number:.6g}" for number in most))


def kept(chapter: Chapter) -> Chapter:
    """Give a chapter as it can be kept: a number is chosen from a list, places among fewer.

    Raises
    ------
    CannotBeKeptError
        If what can be predicted in it cannot be listed.
    """
    question = chapter.question
    if isinstance(question, Places):
        return places.kept(chapter, question)
    if chapter.put is not None or chapter.clicked is not _CLICKED:
        raise CannotBeKeptError("its answer is made by more acts than can be listed")
    if isinstance(question, Number):
        return replace(chapter, question=listed(question))
    if isinstance(question, Share | Choice):
        return chapter
    raise CannotBeKeptError("what can be predicted in it cannot be listed")


def predictions(question: Question) -> tuple[str, ...]:
    """Give all answers to the question of a chapter that can be kept, that of "I don't know" first."""
    if isinstance(question, Share):
        return (UNSURE, *(str(percent) for percent in range(101)))
    if isinstance(question, Fewer):
        return (UNSURE, *question.sets)
    assert isinstance(question, Listed | Choice)
    return (UNSURE, *(question.numbers if isinstance(question, Listed) else question.options))


_CLICKED = Chapter.__dataclass_fields__["clicked"].default
