"""Catalogues: what a text is in a language. English is what stands in the code; others are gettext's files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from babel.messages import Catalog

HERE = Path(__file__).parent
COLLECTED = "texts.pot"
PSEUDO = "qps"
LONGER = 0.3  # share by which a text of the language for tests is longer, as translations from English are
_WORD = 5  # letters of a word that makes a text longer
# Latin letters with marks, which people can still read and no text in English has.
ACCENTED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "àƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýžÀƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽ"
)
_KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|&\w+;|https?://\S+)")  # gaps, marks of HTML, addresses


class Catalogue(Protocol):
    """What a text is in a language."""

    def said(self, text: str) -> str:
        """Give a text."""

    def counted(self, one: str, many: str, number: float) -> str:
        """Give the form of a text for a number."""


class English:
    """Texts as they stand in the code."""

    def said(self, text: str) -> str:
        """Give the text itself."""
        return text

    def counted(self, one: str, many: str, number: float) -> str:
        """Give the form for one, or that for many."""
        return one if number == 1 else many


class Translated:
    """Texts of a file; what is not in it stays English.

    Parameters
    ----------
    texts
        The forms of each text by its English.
    form
        Which of them a number takes.
    """

    def __init__(self, texts: Mapping[str, tuple[str, ...]], form: Callable[[float], int]) -> None:
        self._texts, self._form = texts, form

    def said(self, text: str) -> str:
        """Give a text."""
        return self._texts.get(text, (text,))[0]

    def counted(self, one: str, many: str, number: float) -> str:
        """Give the form of a text for a number."""
        forms = self._texts.get(one, ())
        if len(forms) < 2:
            return English().counted(one, many, number)
        return forms[min(self._form(number), len(forms) - 1)]


def catalogue(language: str, folder: Path = HERE) -> Catalogue:
    """Give the catalogue of a language.

    Parameters
    ----------
    language
        "en", "qps", or the name of a file in the folder.
    folder
        Where the files are.

    Raises
    ------
    ValueError
        If there is none.

    Examples
    --------
    >>> catalogue("en").counted("day", "days", 2)
    'days'
    """
    if language == "en":
        return English()
    if language not in languages(folder):
        there = ", ".join(languages(folder))
        raise ValueError(f"There is no language {language!r}; there are {there}. Set PARADE_PROOF_LANG to one of them.")
    if language == PSEUDO:
        forms = {
            forms[0]: tuple(map(pseudo, forms))
            for message in _read(folder / COLLECTED)
            if (forms := _texts(message.id))[0]
        }
        return Translated(forms, lambda number: int(number != 1))
    read = _read(folder / f"{language}.po")
    found = {_texts(message.id)[0]: _texts(message.string) for message in read if all(_texts(message.string))}
    form = c2py(read.plural_expr)
    return Translated(found, lambda number: form(int(number)))


def languages(folder: Path = HERE) -> tuple[str, ...]:
    """Give the languages that there are, that for tests last.

    Examples
    --------
    >>> languages()
    ('en', 'qps')
    """
    return ("en", *sorted(file.stem for file in folder.glob("*.po")), PSEUDO)


def pseudo(text: str) -> str:
    """Write a text in the language for tests: letters with accents, a third longer; gaps, marks and addresses stay.

    Examples
    --------
    >>> pseudo("<b>Nobody</b> waits for {region}.")
    '<b>Ñöƀöðý</b> ŵàîţš ƒöŕ {region}. ~~~~~'
    """
    pieces = _KEPT.split(text)
    letters = sum(len(piece) for piece in pieces[::2])
    said = "".join(piece if at % 2 else piece.translate(ACCENTED) for at, piece in enumerate(pieces))
    longer = round(LONGER * letters)
    return " ".join([said, *["~" * _WORD] * (longer // _WORD), *["~" * (longer % _WORD)] * (longer % _WORD > 0)])


def _read(file: Path) -> Catalog:
    from babel.messages.pofile import read_po  # only for a second language: it takes a moment

    with file.open("rb") as lines:
        return read_po(lines)


def _texts(said: str | Sequence[str | None] | None) -> tuple[str, ...]:
    """Give the forms of a message, one or several."""
    return tuple(form or "" for form in ((said,) if said is None or isinstance(said, str) else said))
