"""Values as plain data and back: what the user chooses, in lists, records, texts and numbers.

The fields of a dataclass say what may stand where, so a field that is added travels without another line here. What
comes back is from outside: nothing is taken that is not of its field's type, and nothing is run.
"""

from __future__ import annotations

import json
import types
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from math import isfinite
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from explainer.errors import InputError, shown, unknown
from explainer.texts import tr

T = TypeVar("T")

LONGEST_TEXT = 100  # of a code or a target
MOST_ENTRIES = 500  # of a list
MOST_DIGITS = 18  # of a whole number


def plain_of(value: Any) -> Any:
    """Give a value as plain data: a dataclass as a record, a set as a sorted list.

    Examples
    --------
    >>> from explainer.scenario import Placement
    >>> plain_of(Placement("eu-west-1", ("euw1-az1",)))
    {'region': 'eu-west-1', 'zones': ['euw1-az1'], 'capacity_rps': None}
    """
    if is_dataclass(value):
        return {field.name: plain_of(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, frozenset | set):
        return [plain_of(each) for each in sorted(value)]
    if isinstance(value, tuple | list):
        return [plain_of(each) for each in value]
    if isinstance(value, float):
        return float(value)
    return str(value) if isinstance(value, str) else value


def value_of(kind: type[T], plain: Any, at: str) -> T:
    """Make a value of plain data.

    Parameters
    ----------
    kind
        A dataclass, or what a field of one may hold.
    plain
        Plain data, from outside.
    at
        Where it stands, for errors: "outages[2]"; "" for a whole design.

    Raises
    ------
    InputError
        Naming the first place that holds something else than it should.

    Examples
    --------
    >>> from explainer.scenario import Placement
    >>> value_of(Placement, {"region": "eu-west-1", "zones": "all"}, "placements[0]")
    Traceback (most recent call last):
    explainer.errors.InputError: placements[0].zones is 'all'. Give a whole number or a list.
    """
    return _value(kind, plain, at)  # type: ignore[no-any-return]


def parsed(text: str, what: str) -> Any:
    """Read JSON as it is written here: no name twice, no endless nesting, no number that is none.

    Parameters
    ----------
    text
        The JSON, from outside.
    what
        What it is called in an error, "This link".

    Raises
    ------
    InputError
        If it is not JSON, or has one of those.
    """

    def whole(digits: str) -> int:
        if len(digits) > MOST_DIGITS:
            raise InputError(
                tr(
                    "{what} has a number of {count} digits. Give at most {most}.",
                    what=what,
                    count=len(digits),
                    most=MOST_DIGITS,
                )
            )
        return int(digits)

    def constant(name: str) -> float:
        raise InputError(tr("{what} has {name} where a number should be. Give a number.", what=what, name=name))

    def record(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
            raise InputError(
                tr("{what} has {name} twice in one place. Keep one of them.", what=what, name=shown(twice))
            )
        return found

    try:
        return json.loads(text, parse_int=whole, parse_constant=constant, object_pairs_hook=record)
    except json.JSONDecodeError as error:
        raise InputError(
            tr(
                "{what} cannot be read from line {line}, column {column} on. Copy or save it again, whole.",
                what=what,
                line=error.lineno,
                column=error.colno,
            )
        ) from error
    except RecursionError as error:
        raise InputError(tr("{what} is nested too deeply. Copy or save it again.", what=what)) from error


def record_of(plain: Any, at: str, allowed: Iterable[str] | None = None) -> dict[str, Any]:
    """Take plain data as a record, with no other names than those allowed."""
    if not isinstance(plain, dict):
        raise _wrong(at, plain, tr("a record of names and values"))
    if allowed is not None:
        names = list(allowed)
        for name in plain:
            if name not in names:
                raise unknown(tr("field of {at}", at=at), name, names)
    return plain


def list_of(plain: Any, at: str) -> list[Any]:
    """Take plain data as a list that is not too long."""
    if not isinstance(plain, list):
        raise _wrong(at, plain, tr("a list"))
    if len(plain) > MOST_ENTRIES:
        raise InputError(
            tr("{at} has {count} entries. Give at most {most}.", at=at, count=f"{len(plain):,}", most=MOST_ENTRIES)
        )
    return plain


def _value(kind: Any, plain: Any, at: str) -> Any:
    if is_dataclass(kind):
        return _record(kind, plain, at)
    if isinstance(kind, types.UnionType):
        fitting = [each for each in get_args(kind) if _looks_like(each, plain)]
        if not fitting:
            raise _wrong(at, plain, f" {tr('or')} ".join(_NAMES[get_origin(each) or each] for each in get_args(kind)))
        return _value(fitting[0], plain, at)
    if get_origin(kind) in (tuple, frozenset):
        return _entries(kind, list_of(plain, at), at)
    if not _looks_like(kind, plain):
        raise _wrong(at, plain, _NAMES[kind])
    if isinstance(plain, str) and len(plain) > LONGEST_TEXT:
        raise InputError(
            tr("{at} has {count} characters. Give at most {most}.", at=at, count=f"{len(plain):,}", most=LONGEST_TEXT)
        )
    return int(plain) if kind is int else plain


def _record(kind: Any, plain: Any, at: str) -> Any:
    hints = _hints(kind)
    given = record_of(plain, at or tr("the design"), hints)
    for field in fields(kind):
        if field.name not in given and field.default is MISSING and field.default_factory is MISSING:
            raise InputError(tr("{at} has no {name}. Add it.", at=at or tr("The design"), name=field.name))
    inside = f"{at}." if at else ""
    return kind(**{name: _value(hints[name], each, f"{inside}{name}") for name, each in given.items()})


def _entries(kind: Any, plain: list[Any], at: str) -> Any:
    kinds = get_args(kind)
    if get_origin(kind) is frozenset:
        return frozenset(_value(kinds[0], each, f"{at}[{place}]") for place, each in enumerate(plain))
    if kinds[-1] is Ellipsis:
        return tuple(_value(kinds[0], each, f"{at}[{place}]") for place, each in enumerate(plain))
    if len(plain) != len(kinds):
        raise InputError(tr("{at} has {count} entries. Give {wanted}.", at=at, count=len(plain), wanted=len(kinds)))
    return tuple(
        _value(one, each, f"{at}[{place}]") for place, (one, each) in enumerate(zip(kinds, plain, strict=True))
    )


def _looks_like(kind: Any, plain: Any) -> bool:
    """Say whether plain data could be of a kind, by its outside."""
    number = isinstance(plain, int | float) and not isinstance(plain, bool) and isfinite(plain)
    if kind is float:
        return number
    if kind is int:
        return number and plain == int(plain)
    return isinstance(plain, list if get_origin(kind) in (tuple, frozenset) else kind)


def _wrong(at: str, plain: Any, wanted: str) -> InputError:
    return InputError(tr("{at} is {value}. Give {wanted}.", at=at, value=shown(plain), wanted=wanted))


_hints = cache(get_type_hints)
_NAMES: Mapping[Any, str] = {
    str: tr("a text"),
    bool: tr("true or false"),
    int: tr("a whole number"),
    float: tr("a number"),
    tuple: tr("a list"),
    frozenset: tr("a list"),
    types.NoneType: "null",
}
