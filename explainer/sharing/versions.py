"""Which version is written, and how what an older one wrote is brought up to it.

A version is for ever: what version 1 wrote is read by `version_1` as long as there is a Parade-proof, then taken from
version to version by the migrations. A field that is added, renamed or means something else makes a new version: a
module for its form, a migration to it, and a file of its links among the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, TypeAlias

from explainer.errors import InputError
from explainer.sharing import version_1
from explainer.texts import tr

Content: TypeAlias = dict[str, Any]
Migration: TypeAlias = Callable[[Content], Content]

VERSION = 1
FORMS: Mapping[int, ModuleType] = {1: version_1}
MIGRATIONS: Mapping[int, Migration] = {}  # from a version to the next, of "page", "scenarios", "settings", "own"


def form_of(version: int, what: str) -> Any:
    """Give the module that reads and writes a version.

    Parameters
    ----------
    version
        The version.
    what
        What has it, for an error: "This link".

    Raises
    ------
    InputError
        For one that does not exist yet.

    Examples
    --------
    >>> form_of(99, "This link")
    Traceback (most recent call last):
    explainer.errors.InputError: This link was made by a newer Parade-proof. Open it there, or update this one.
    """
    if version > VERSION:
        raise InputError(tr("{what} was made by a newer Parade-proof. Open it there, or update this one.", what=what))
    if version not in FORMS:
        raise InputError(
            tr(
                "{what} says it is of version {version}, which there never was. Ask for a new one.",
                what=what,
                version=version,
            )
        )
    return FORMS[version]


def brought_up(
    content: Content, version: int, to: int = VERSION, migrations: Mapping[int, Migration] = MIGRATIONS
) -> Content:
    """Bring the content of an older version up to a newer one, step by step.

    Examples
    --------
    >>> brought_up({"page": "map"}, 1, 2, {1: lambda content: content | {"page": "world"}})
    {'page': 'world'}
    """
    for step in range(version, to):
        content = migrations[step](content)
    return content
