"""Files of a visitor: demand, and measured round trips.

A file is checked once, here, and trusted afterwards. The rules of a table are plain data (`Column`), and every fault
is told in the same way: row, column, value, what is allowed, what to do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import pandas as pd

from explainer.errors import InputError, shown
from explainer.texts import tr

Source: TypeAlias = "str | Path | bytes | pd.DataFrame"

LARGEST_FILE_MB = 5


class Row(NamedTuple):
    """One row of a file: its number, the heading's being 1, and its fields."""

    number: int
    fields: list[str]


@dataclass(frozen=True)
class Column:
    """The rule of one column.

    Parameters
    ----------
    name
        Column name.
    low, high
        Smallest and largest number allowed; a column without them holds text.
    required
        Whether it must be there, and every row filled.
    """

    name: str
    low: float | None = None
    high: float | None = None
    required: bool = True


DEMAND_COLUMNS = (
    Column("name"),
    Column("lat", -90, 90),
    Column("lon", -180, 180),
    Column("users", 0, 1e11),
    Column("timezone", required=False),
    Column("country", required=False),
)


def read_demand(source: Source) -> pd.DataFrame:
    r"""Read an own demand file.

    Parameters
    ----------
    source
        Path, bytes or frame with the columns name, lat, lon, users and, if known, timezone and country (ISO2).

    Returns
    -------
    pandas.DataFrame
        The same columns, timezone and country "" where unknown.

    Raises
    ------
    InputError
        Naming row and column of the first fault, and the remedy.

    Examples
    --------
    >>> read_demand(b"name,lat,lon,users\nHome,51.5,-0.1,10\n")["users"].tolist()
    [10.0]
    """
    table = read(source, DEMAND_COLUMNS)
    for row, zone in enumerate(table["timezone"]):
        if zone:
            _check_timezone(zone, row)
    if table["users"].sum() <= 0:
        raise InputError(tr("Your file has no users at all: every row says 0. Give at least one row some users."))
    return table


def read_measured_rtt(source: Source) -> list[tuple[str, str, float]]:
    r"""Read measured round trips between Regions.

    Parameters
    ----------
    source
        Path, bytes or frame with three columns: Region, Region, round trip [ms]. A heading is optional.

    Returns
    -------
    list of (str, str, float)
        One item a row, in the file's order; whether the codes exist is for the World to say.

    Raises
    ------
    InputError
        Naming the row and what is wrong with it.

    Examples
    --------
    >>> read_measured_rtt(b"us-east-1,eu-west-1,70.2\n")
    [('us-east-1', 'eu-west-1', 70.2)]
    """
    rows = _rows(source)
    # Region codes and times have digits, a heading has none
    headed = bool(rows) and len(rows[0].fields) == 3 and not any(mark.isdigit() for mark in "".join(rows[0].fields))
    if headed:
        rows = [Row(row.number - 1, row.fields) for row in rows[1:]]
    if not rows:
        raise InputError(tr("Your file has no round trips. Give rows of Region, Region, milliseconds."))
    pairs = []
    for row in rows:
        if len(row.fields) != 3:
            raise InputError(
                tr(
                    "Row {row} of your file has {count} fields, not 3. Give Region, Region, milliseconds in each row.",
                    row=row.number,
                    count=len(row.fields),
                )
            )
        one, other, text = row.fields
        rtt_ms = _number(text)
        if rtt_ms is None or not 0 < rtt_ms <= 10_000:
            raise InputError(
                tr(
                    "Row {row} of your file: the round trip {value} is not a number of milliseconds above 0 and up to "
                    "10,000. Correct it and load the file again.",
                    row=row.number,
                    value=shown(text),
                )
            )
        pairs.append((one, other, rtt_ms))
    return pairs


def read(source: Source, columns: Sequence[Column]) -> pd.DataFrame:
    """Read a table and check it against its rules.

    Raises
    ------
    InputError
        For a file that is too large, not UTF-8, not a table, has missing or extra columns, or a bad value.
    """
    rows = _rows(source)
    heading = rows[0].fields if rows else []
    _check_heading(heading, columns)
    body = rows[1:]
    if not body:
        raise InputError(tr("Your file has a heading and no rows. Add at least one place."))
    for row in body:
        if len(row.fields) != len(heading):
            raise InputError(
                tr(
                    "Row {row} of your file has {count} fields, and the heading has {wanted}. Put a name that holds a "
                    "comma in double quotes.",
                    row=row.number - 1,
                    count=len(row.fields),
                    wanted=len(heading),
                )
            )
    at = {name: position for position, name in enumerate(heading)}
    return pd.DataFrame({column.name: _checked(body, at.get(column.name), column) for column in columns})


def _rows(source: Source) -> list[Row]:
    """Split a source into rows of text fields; empty rows are left out but counted."""
    if isinstance(source, pd.DataFrame):
        body = source.astype(object).where(source.notna(), "")
        listed = [[str(name) for name in source.columns], *([str(field) for field in row] for row in body.to_numpy())]
    else:
        listed = _parsed(source if isinstance(source, bytes) else _file(Path(source)))
    stripped = [Row(number, [field.strip() for field in row]) for number, row in enumerate(listed, start=1)]
    return [row for row in stripped if any(row.fields)]


def _parsed(content: bytes) -> list[list[str]]:
    """Read bytes as CSV."""
    if len(content) > LARGEST_FILE_MB * 1_000_000:
        raise InputError(
            tr(
                "Your file has {size} MB; at most {most} MB can be read. Join small places into larger ones.",
                size=f"{len(content) / 1e6:.1f}",
                most=LARGEST_FILE_MB,
            )
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(
            tr(
                "Line {line} of your file is not UTF-8 text. Save it as CSV with UTF-8 encoding and load it again.",
                line=line,
            )
        ) from error
    if "\0" in text:
        raise InputError(tr("Your file is not text. Save the table as CSV and load that."))
    try:
        return list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise InputError(
            tr("Your file cannot be read as CSV: {fault}. Check its quotes and save it again.", fault=error)
        ) from error


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            tr("The file {name} cannot be opened: {fault}.", name=shown(path.name), fault=error.strerror)
        ) from error


def _check_heading(heading: Sequence[str], columns: Sequence[Column]) -> None:
    names = [column.name for column in columns]
    missing = [column.name for column in columns if column.required and column.name not in heading]
    extra = [name for name in heading if name not in names]
    twice = sorted({name for name in heading if heading.count(name) > 1})
    for fault, wrong in (
        (tr("Your file lacks the column {columns}."), missing),
        (tr("Your file has the unknown column {columns}."), extra),
        (tr("Your file repeats the column {columns}."), twice),
    ):
        if wrong:
            told = fault.format(columns=", ".join(shown(name) for name in wrong[:5]))
            raise InputError(tr("{fault} Its heading must be {names}.", fault=told, names=", ".join(names)))


def _checked(body: Sequence[Row], at: int | None, column: Column) -> list[Any]:
    """Check one column; row 1 of a file is the first one below its heading."""
    values = [(row.number - 1, "" if at is None else row.fields[at]) for row in body]
    if column.low is None or column.high is None:
        return [_text(value, number, column) for number, value in values]
    return [_bounded(value, number, column, column.low, column.high) for number, value in values]


def _text(value: str, row: int, column: Column) -> str:
    if column.required and not value:
        raise InputError(
            tr(
                "Row {row} of your file has no {column}. Fill it in and load the file again.",
                row=row,
                column=column.name,
            )
        )
    return value


def _bounded(value: str, row: int, column: Column, low: float, high: float) -> float:
    number = _number(value)
    if number is None or not low <= number <= high:
        least, most = (f"{bound:,.0f}".replace("-", "−") for bound in (low, high))
        given = {"row": row, "column": column.name, "value": value, "least": least, "most": most}
        raise InputError(
            tr(
                "Row {row} of your file: {column} {value} is not between {least} and {most}. Correct it and load the "
                "file again.",
                **given,
            )
            if value
            else tr(
                "Row {row} of your file: {column} is empty and is not between {least} and {most}. Correct it and load "
                "the file again.",
                **given,
            )
        )
    return number


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if number == number else None  # nan is not a number to us


def _check_timezone(name: str, row: int) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            tr(
                "Row {row} of your file: there is no time zone {name}. Give an IANA name such as Europe/Paris, or "
                "leave the field empty.",
                row=row + 1,
                name=shown(name),
            )
        ) from error
