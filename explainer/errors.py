"""Errors that a visitor can act on.

Whatever comes from outside (a scenario, a file, a link) is checked once, where it enters. A bad value raises
`InputError`, whose message says what was given, what is allowed and what to do; the app shows that message as
it stands. Anything else that is raised is a fault of ours.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

from explainer.texts import tr

SHOWN_CHOICES = 8
SHOWN_CHARACTERS = 60


class InputError(ValueError):
    """A value from outside that cannot be used, told in words a visitor can act on."""


def shown(value: object) -> str:
    """Show a value in an error: quoted, at most 60 characters, on one line.

    Examples
    --------
    >>> shown("us-east-9")
    "'us-east-9'"
    """
    text = repr(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


def unknown(what: str, given: object, allowed: Iterable[str], remedy: str = "") -> InputError:
    """Make the error for a name that is not in a list.

    Parameters
    ----------
    what
        What the name stands for, "Region".
    given
        The name that was given.
    allowed
        The names that exist.
    remedy
        What to do; by default the closest names are offered.

    Examples
    --------
    >>> print(unknown("Region", "us-east-9", ["us-east-1", "eu-west-1"]))
    There is no Region 'us-east-9'. Did you mean us-east-1?
    """
    names = sorted(map(str, allowed))
    close = get_close_matches(str(given), names, n=3, cutoff=0.75)
    if remedy:
        advice = remedy
    elif close:
        advice = tr("Did you mean {names}?", names=f" {tr('or')} ".join(close))
    else:
        listed = ", ".join(names[:SHOWN_CHOICES])
        if len(names) > SHOWN_CHOICES:
            listed = tr("{names} and {count} more", names=listed, count=len(names) - SHOWN_CHOICES)
        advice = tr("Choose one of {names}.", names=listed)
    return InputError(tr("There is no {what} {given}. {advice}", what=what, given=shown(given), advice=advice))


def check_known(what: str, given: Iterable[str], allowed: Collection[str]) -> None:
    """Check that every name is in a collection.

    Raises
    ------
    InputError
        Naming the first that is not.
    """
    for name in given:
        if name not in allowed:
            raise unknown(what, name, allowed)


def check_between(what: str, given: float, low: float, high: float, unit: str = "") -> None:
    """Check that a number lies in a range, both ends allowed.

    Raises
    ------
    InputError
        If it is not a number, or outside.

    Examples
    --------
    >>> check_between("The hour", 25, 0, 24)
    Traceback (most recent call last):
    explainer.errors.InputError: The hour is 25, which is not between 0 and 24. Give a number in that range.
    """
    number = isinstance(given, (int, float)) and not isinstance(given, bool)
    if not number or not low <= given <= high:
        raise InputError(
            tr(
                "{what} is {given}, which is not between {low} and {high}. Give a number in that range.",
                what=what,
                given=f"{given:g}" if number else shown(given),
                low=f"{low:g}",
                high=f"{high:g} {unit}".rstrip(),
            )
        )
