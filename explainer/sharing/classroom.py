"""Short codes by which the predictions of a class come back to the teacher.

A code is the number of the chapter, the prediction and two check characters: `1-20-XE`. It is short enough to be read
aloud and holds nothing about who made it, so two who predict the same have the same code, and each one that is pasted
counts. A choice or an order goes by its places on the card, as letters: `2-B-XR`, `3-B.A.C-8D`; `?` is "I don't know".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from explainer.errors import InputError, check_between, check_known, shown
from explainer.texts import tr

SHORT, LONGEST = 12, 40  # characters: of a number or a choice, of anything
MOST_LINES, MOST_CHARACTERS = 10_000, 1_000_000
LINE_SHOWN = 60
UNSURE = "?"
BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: Crockford's letters, which nobody takes for one another
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SIGNS = BASE_32 + "ILOU.-?"
PRIME, ROOT = 1021, 39  # a sum modulo a prime below 32 x 32 finds any one sign mistaken, any two neighbours swapped
POWERS = range(-16, 16)  # of ten, in a number that is written in base 32
LARGEST = 999_999  # its digits without the point
WIDEST = 6  # signs of a number
CODE = re.compile(r"(?<![0-9A-Z.?])([1-9][0-9]?)-([0-9A-Z.?]{1,35})-([0-9A-Z]{2})(?![0-9A-Z?-])", re.ASCII)
PLAIN = re.compile(r"(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?", re.ASCII)
PACKED = re.compile(rf"([NM])([{BASE_32}]{{5}})")
PLACES = re.compile(r"[A-Z]{1,2}(?:\.[A-Z]{1,2})*")
MISREAD = str.maketrans("ILO", "110")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"))  # what programs for writing make of a hyphen


@dataclass(frozen=True)
class Prediction:
    """A prediction that came back.

    Parameters
    ----------
    chapter
        Number of the chapter.
    number
        A number or a share in the fixed form of its question, "" for another kind.
    places
        Positions of a choice, or of an order, on the card.

    Examples
    --------
    >>> Prediction(2, places=(1, 0)).said(("one", "two"))
    'two,one'
    """

    chapter: int
    number: str = ""
    places: tuple[int, ...] = ()

    def said(self, options: Sequence[str] = ()) -> str:
        """Give the prediction in the fixed form of its question, "" for "I don't know".

        Parameters
        ----------
        options
            The options of the question, in the order of the card; none for a number.

        Raises
        ------
        InputError
            If it is of another kind than the question.
        """
        if self.number and options:
            raise InputError(
                tr(
                    "{prediction} was predicted where this chapter asks for a choice. Leave it out.",
                    prediction=self.number,
                )
            )
        if any(place >= len(options) for place in self.places):
            raise InputError(
                tr(
                    "Option {option} was chosen where this chapter has {most}. Leave it out.",
                    option=max(self.places) + 1,
                    most=len(options),
                )
            )
        return ",".join(options[place] for place in self.places) or self.number


@dataclass(frozen=True)
class ClassCodes:
    """What was read from a pasted text.

    Parameters
    ----------
    predictions
        Every prediction, in the order of the text; equal ones each count.
    repeated
        How many of them are equal to an earlier one. Pupils may agree, or a code was pasted twice.
    left_over
        Lines without a code, or with one that was mistyped: their number and their first 60 characters. Text from
        outside, to be escaped where it is shown.
    """

    predictions: tuple[Prediction, ...]
    repeated: int
    left_over: tuple[tuple[int, str], ...]


def to_code(chapter: int, said: str, options: Sequence[str] = ()) -> str:
    """Write a prediction as a code.

    Parameters
    ----------
    chapter
        Number of the chapter [1..99].
    said
        The prediction in the fixed form of its question, "" for "I don't know".
    options
        The options of the question, in the order of the card; none for a number or a share.

    Raises
    ------
    InputError
        If it is no such prediction, or needs more than 40 characters.

    Examples
    --------
    >>> to_code(1, "20"), to_code(2, "half", ("all", "half", "none")), to_code(2, "8.80125"), to_code(1, "")
    ('1-20-XE', '2-B-XR', '2-NTVFXB-PP', '1-?-EZ')
    """
    check_between(tr("The number of the chapter"), chapter, 1, 99)
    body = _body(said, options)
    code = f"{chapter}-{body}-{_check(f'{chapter}-{body}')}"
    if len(code) > LONGEST:
        raise InputError(
            tr(
                "This prediction needs {count} characters, and a code has at most {most}.",
                count=len(code),
                most=LONGEST,
            )
        )
    return code


def read_codes(text: str) -> ClassCodes:
    r"""Read the codes in a pasted text: one or many a line, with anything between them, in any case.

    Parameters
    ----------
    text
        What a teacher has pasted, from outside: at most 10,000 lines and 1,000,000 characters.

    Raises
    ------
    InputError
        If it is more than that. A line without a code is no error.

    Examples
    --------
    >>> found = read_codes(f"Group 1: {to_code(1, '20').lower()}, {to_code(1, '35')}\nhello\n")
    >>> [each.number for each in found.predictions], found.left_over
    (['20', '35'], ((2, 'hello'),))
    """
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            tr(
                "You pasted {count} characters. Paste at most {most} at once.",
                count=f"{len(text):,}",
                most=f"{MOST_CHARACTERS:,}",
            )
        )
    lines = text.splitlines()
    if len(lines) > MOST_LINES:
        raise InputError(
            tr(
                "You pasted {count} lines. Paste at most {most} at once.",
                count=f"{len(lines):,}",
                most=f"{MOST_LINES:,}",
            )
        )
    predictions: list[Prediction] = []
    left_over: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        found = list(_found(line))
        good = [prediction for prediction in found if prediction is not None]
        predictions += good
        if line.strip() and (not good or len(good) < len(found)):
            left_over.append((number, line.strip()[:LINE_SHOWN]))
    return ClassCodes(tuple(predictions), len(predictions) - len(set(predictions)), tuple(left_over))


def _found(line: str) -> Iterator[Prediction | None]:
    """Find the codes of a line; None for one that was mistyped."""
    plain = unicodedata.normalize("NFKC", line.translate(DASHES)).upper()
    for chapter, body, check in CODE.findall(plain):
        right = _check(f"{chapter}-{body}") == check.translate(MISREAD)
        yield _prediction(int(chapter), body) if right else None


def _prediction(chapter: int, body: str) -> Prediction | None:
    packed = PACKED.fullmatch(body)
    if body == UNSURE:
        return Prediction(chapter)
    if packed:
        number = _unpacked(packed[1], packed[2])
        return Prediction(chapter, number) if number else None
    if len(body) <= WIDEST and PLAIN.fullmatch(body):
        return Prediction(chapter, body)
    if PLACES.fullmatch(body):
        return Prediction(chapter, places=tuple(_place(letters) for letters in body.split(".")))
    return None


def _body(said: str, options: Sequence[str]) -> str:
    if not said:
        return UNSURE
    if options:
        chosen = said.split(",")
        check_known(tr("option"), chosen, options)
        return ".".join(_letters(list(options).index(option)) for option in chosen)
    if len(said) <= WIDEST and PLAIN.fullmatch(said):
        return said
    return _packed(said)


def _packed(said: str) -> str:
    """Write a number of at most six digits with its power of ten in base 32."""
    try:
        sign, digits, power = Decimal(said).normalize().as_tuple()
    except ArithmeticError:
        sign, digits, power = 0, (), "n"
    mantissa = int("".join(map(str, digits)) or "0")
    if power in POWERS and 0 < mantissa <= LARGEST:
        letter, packed = "NM"[sign], _base_32(mantissa * len(POWERS) + POWERS.index(int(power)), 5)
        if _unpacked(letter, packed) == said:
            return f"{letter}{packed}"
    raise InputError(
        tr("{value} is not a number of at most six digits, so it cannot be made into a code.", value=shown(said))
    )


def _unpacked(letter: str, packed: str) -> str:
    """Give such a number in the form that questions have, "" for none."""
    mantissa, power = divmod(sum(BASE_32.index(sign) * 32**at for at, sign in enumerate(reversed(packed))), len(POWERS))
    minus = "-" if letter == "M" else ""
    return f"{float(f'{minus}{mantissa}e{POWERS[power]}'):.6g}" if 0 < mantissa <= LARGEST else ""


def _letters(place: int) -> str:
    """Name a position: A to Z, then AA to ZZ."""
    first, last = divmod(place, len(LETTERS))
    if first > len(LETTERS):
        raise InputError(
            tr(
                "Option {option} has no letters: a code can name the first {most}.",
                option=place + 1,
                most=len(LETTERS) * 27,
            )
        )
    return (LETTERS[first - 1] if first else "") + LETTERS[last]


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * len(LETTERS) + LETTERS.index(letter) + 1
    return place - 1


def _check(text: str) -> str:
    """Give the two check characters: a polynomial of the signs' numbers modulo a prime."""
    total = 0
    for sign in text:
        total = (total * ROOT + SIGNS.index(sign) + 1) % PRIME
    return _base_32(total, 2)


def _base_32(number: int, width: int) -> str:
    return "".join(BASE_32[number // 32**at % 32] for at in reversed(range(width)))
