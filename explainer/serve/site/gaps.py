"""Sentences that name a prediction, kept with a gap for its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from explainer.app.course.chapter import Chapter

GAP = "\x01"  # stands for the words of the prediction


class CannotBeKeptError(Exception):
    """A chapter that can come into states that cannot be listed; the message says which part of it."""


def in_words(chapter: Chapter, said: str) -> str:
    """Give the words of a prediction, none for "I don't know"."""
    return chapter.question.written(chapter.texts, said) if said else ""


def two(chapter: Chapter, said: Iterable[str]) -> tuple[str, str]:
    """Choose two predictions with long words, which are not found in other words by chance."""
    one, other = sorted(filter(None, said), key=lambda each: len(in_words(chapter, each)))[-2:]
    return one, other


def with_gap(what: str, seen: Mapping[str, Any]) -> str:
    r"""Give the sentence with a gap that two predictions fill to what is seen.

    Parameters
    ----------
    what
        What it is, for the error.
    seen
        Words of each prediction to what is seen after it.

    Raises
    ------
    CannotBeKeptError
        If there is no such sentence.

    Examples
    --------
    >>> with_gap("summary", {"5 h": "Lost: 5 h. You said 5 h.", "70 h": "Lost: 5 h. You said 70 h."})
    'Lost: 5 h. You said \x01.'
    """
    for words, sentence in seen.items():
        pieces = str(sentence).split(words)
        # every place where the words stand, or one of them: the others may say the same by chance
        once = (words.join(pieces[:at]) + GAP + words.join(pieces[at:]) for at in range(1, len(pieces)))
        for found in (GAP.join(pieces), *once):
            if all(found.replace(GAP, other) == expected for other, expected in seen.items()):
                return found
    raise CannotBeKeptError(f"{what} depends both on the prediction and on the picture")
