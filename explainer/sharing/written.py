"""A scenario as text: as JSON, which people can read and change, and as a link to the World page.

The functions are given the class of scenarios, so that a Scenario can use them: see `Scenario.to_json` and its like.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from explainer.errors import InputError, shown
from explainer.sharing import sealed
from explainer.sharing.plain import parsed, plain_of, value_of
from explainer.sharing.versions import VERSION, brought_up, form_of
from explainer.texts import tr

T = TypeVar("T")

FORMAT = "parade-proof scenario"
LONGEST = 500_000
WHAT = tr("This design")


def to_json(scenario: Any) -> str:
    """Write a scenario as JSON.

    Raises
    ------
    InputError
        If it could not be read again: a name that is too long, more than 500 outages, all in all too much.
    """
    plain = plain_of(scenario)
    value_of(type(scenario), plain, "")
    text = json.dumps({"format": FORMAT, "version": VERSION, **plain}, indent=2)
    _check_length(text)
    return text


def from_json(kind: type[T], text: str) -> T:
    """Read a scenario from JSON; what it leaves out is as its version had it.

    Parameters
    ----------
    kind
        The class of scenarios.
    text
        The JSON, from outside.

    Raises
    ------
    InputError
        If it is not such a document, comes from a newer version, or holds a value that is not allowed.
    """
    _check_length(text)
    found = parsed(text.removeprefix("\ufeff"), WHAT)
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise InputError(
            tr("This is not a design of Parade-proof: it has no line {line}. Load another file.", line=shown(FORMAT))
        )
    version = found.get("version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise InputError(tr("{what} has no version. Add one: {version}.", what=WHAT, version=VERSION))
    plain = {name: each for name, each in found.items() if name not in ("format", "version")}
    content = {"scenarios": [form_of(version, WHAT).filled(plain)]}
    return value_of(kind, brought_up(content, version)["scenarios"][0], "")


def to_link(scenario: Any) -> str:
    """Write a scenario as a link to the World page.

    Raises
    ------
    InputError
        If it would be longer than 1,500 characters, or could not be read again.
    """
    plain = plain_of(scenario)
    value_of(type(scenario), plain, "")
    return sealed.seal({"page": "world", "scenarios": [plain]})


def from_link(kind: type[T], text: str) -> T:
    """Read the first design of a link to any page.

    Parameters
    ----------
    kind
        The class of scenarios.
    text
        The link, alone or in an address.

    Raises
    ------
    InputError
        If it is not a link as it was made, comes from a newer version, or has no design.
    """
    designs = sealed.unseal(text).get("scenarios")
    if not designs:
        raise InputError(tr("This link has no design: it leads to a page without one. Open it in the app."))
    return value_of(kind, designs[0], "")


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise InputError(
            tr(
                "{what} has {count} characters, and one may have {most}. Leave something out.",
                what=WHAT,
                count=f"{len(text):,}",
                most=f"{LONGEST:,}",
            )
        )
