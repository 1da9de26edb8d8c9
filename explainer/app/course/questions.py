"""Questions to be answered before anything is revealed: a share, a number, a choice, a ranking.

A question writes its own control and reads what comes back, since that comes from outside. An answer is a short text
in one fixed form, so that a browser can keep it and a reloaded page understands it. The slider and its like follow
the hand in the browser alone; the kernel hears what is locked in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Protocol

from explainer.errors import InputError, shown
from explainer.texts import tr
from explainer.view import words

Texts = Mapping[str, str]
NAME = "guess"  # of the control, for what follows it on the page


class Question(Protocol):
    """What every kind of question can do."""

    @property
    def start(self) -> str:
        """Value of the control before it is touched, "" if there is none to lock in."""

    def control(self, texts: Texts, draft: str) -> str:
        """Write the control (HTML), standing at a draft of the answer."""

    def read(self, value: str) -> str:
        """Bring an answer into its fixed form; InputError if it is none."""

    def written(self, texts: Texts, answer: str) -> str:
        """Write an answer as words."""


@dataclass(frozen=True)
class Share:
    """A share of something, on a slider from none to all, in steps of one in a hundred.

    Parameters
    ----------
    start_percent
        Where the slider stands at first [%].

    Examples
    --------
    >>> Share().read("20"), Share.value("20"), Share().written({}, "20").replace(words.NO_BREAK, " ")
    ('20', 0.2, '20 %')
    """

    start_percent: int = 50

    @property
    def start(self) -> str:
        """Value of the slider before it is touched [%]."""
        return str(self.start_percent)

    def control(self, texts: Texts, draft: str) -> str:
        """Write the slider."""
        stands = int(draft or self.start)
        scale = "".join(f"<span>{words.share(share)}</span>" for share in (0, 0.25, 0.5, 0.75, 1))
        return (
            f'<div class="pp-guess" style="--at:{stands / 100:g}">'
            f'<b class="pp-bubble" aria-hidden="true" data-echoed="{NAME}">{words.share(stands / 100)}</b>'
            f'<input type="range" class="pp-pencil" data-echo="{NAME}" min="0" max="100" step="1" value="{stands}" '
            f'data-unit="{words.NO_BREAK}%" aria-labelledby="pp-question" '
            f'aria-valuetext="{words.share(stands / 100)}">'
            f'<div class="pp-scale" aria-hidden="true">{scale}</div></div>'
        )

    def read(self, value: str) -> str:
        """Bring a share into its fixed form."""
        return f"{_number(value, 0, 100, '%'):.0f}"

    def written(self, texts: Texts, answer: str) -> str:
        """Write it in per cent."""
        return f"{float(answer):.0f}{words.NO_BREAK}%"

    @staticmethod
    def value(answer: str) -> float:
        """Give an answer as a share [0..1]."""
        return float(answer) / 100


@dataclass(frozen=True)
class Number:
    """A number with a unit, typed.

    Parameters
    ----------
    low, high
        What is allowed.
    unit
        Its unit, as the reader sees it.

    Examples
    --------
    >>> Number(0, 8760, "hours").read("8.80")
    '8.8'
    """

    low: float
    high: float
    unit: str

    @property
    def start(self) -> str:
        """Nothing stands there at first."""
        return ""

    def control(self, texts: Texts, draft: str) -> str:
        """Write the field."""
        return (
            f'<div class="pp-number"><input type="number" data-echo="{NAME}" min="{self.low:g}" max="{self.high:g}" '
            f'step="any" value="{words.html(draft)}" data-unit="{words.NO_BREAK}{words.html(self.unit)}" '
            f'aria-labelledby="pp-question"> {words.html(self.unit)}</div>'
        )

    def read(self, value: str) -> str:
        """Bring a number into its fixed form."""
        return f"{_number(value, self.low, self.high, self.unit):.6g}"

    def written(self, texts: Texts, answer: str) -> str:
        """Write it with its unit."""
        return f"{float(answer):,.6g}{words.NO_BREAK}{self.unit}"

    @staticmethod
    def value(answer: str) -> float:
        """Give an answer as a number."""
        return float(answer)


@dataclass(frozen=True)
class Choice:
    """One of several; text "question.<option>" is what an option says.

    Parameters
    ----------
    options
        The options in the order in which they stand.
    """

    options: tuple[str, ...]

    @property
    def start(self) -> str:
        """Nothing is chosen at first."""
        return ""

    def control(self, texts: Texts, draft: str) -> str:
        """Write the options as radio buttons."""
        rows = "".join(
            f'<label class="pp-option"><input type="radio" name="{NAME}" value="{option}" data-echo="{NAME}" '
            f'data-said="{texts[f"question.{option}"]}"{" checked" if option == draft else ""}>'
            f"<span>{texts[f'question.{option}']}</span></label>"
            for option in self.options
        )
        return f'<div class="pp-options" role="radiogroup" aria-labelledby="pp-question">{rows}</div>'

    def read(self, value: str) -> str:
        """Take an option that there is."""
        if value not in self.options:
            raise InputError(
                tr(
                    "There is no option {given}. Choose one of the {count} on the card.",
                    given=shown(value),
                    count=len(self.options),
                )
            )
        return value

    def written(self, texts: Texts, answer: str) -> str:
        """Write the option's own words."""
        return texts[f"question.{answer}"]


@dataclass(frozen=True)
class Ranking:
    """An order of several; text "question.<option>" is what each is called.

    Parameters
    ----------
    options
        What is ranked, in the order in which it stands at first.
    """

    options: tuple[str, ...]

    @property
    def start(self) -> str:
        """The order in which they stand at first."""
        return ",".join(self.options)

    def control(self, texts: Texts, draft: str) -> str:
        """Write the list; each of its buttons carries the whole order that it would make."""
        order = (draft or self.start).split(",")
        rows = []
        for place, option in enumerate(order):
            label, moves = texts[f"question.{option}"], []
            ways = (
                (tr("{option}: up", option=label), "↑", place - 1),
                (tr("{option}: down", option=label), "↓", place + 1),
            )
            for told, mark, other in ways:
                if 0 <= other < len(order):
                    moved = list(order)
                    moved[place], moved[other] = moved[other], moved[place]
                    moves.append(
                        f'<button class="pp-button" data-act="draft" data-value="{",".join(moved)}">{mark}'
                        f'<span class="pp-sr"> {told}</span></button>'
                    )
            rows.append(f"<li><span>{label}</span>{''.join(moves)}</li>")
        return f'<ol class="pp-ranking" data-land tabindex="-1" aria-labelledby="pp-question">{"".join(rows)}</ol>'

    def read(self, value: str) -> str:
        """Take an order of all options."""
        if sorted(value.split(",")) != sorted(self.options):
            raise InputError(
                tr(
                    "{given} is not an order of the {count} on the card. Move them again.",
                    given=shown(value),
                    count=len(self.options),
                )
            )
        return value

    def written(self, texts: Texts, answer: str) -> str:
        """Write the order as a list."""
        return ", ".join(texts[f"question.{option}"] for option in answer.split(","))


def _number(value: str, low: float, high: float, unit: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or not low <= number <= high:
        raise InputError(
            tr(
                "{given} is not a number from {low} to {high} {unit}. Say another one.",
                given=shown(value),
                low=f"{low:g}",
                high=f"{high:g}",
                unit=unit,
            )
        )
    return number
