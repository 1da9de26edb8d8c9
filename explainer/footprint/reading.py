"""Reading a footprint: which kind of file it is, and the table among them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from explainer.errors import InputError, shown
from explainer.footprint.footprint import COLUMNS, Footprint
from explainer.footprint.instances import count_instances, is_listing
from explainer.footprint.tally import Tally
from explainer.footprint.terraform import count_resources, is_state
from explainer.footprint.text import documents, is_json, text_of
from explainer.tables import Places
from explainer.texts import tr

PLACE_COLUMNS = ("az_id", "zone", "availability_zone", "region")  # of several in a row the most precise name counts
DELIMITERS = (",", ";", "\t")
NO_NUMBER = tr("with a number that cannot be used")
MOST_INSTANCES, MOST_RPS = 1_000_000_000, 1e12


def read_footprint(source: bytes | str | Path, places: Places) -> Footprint:
    r"""Read where a visitor's servers run.

    Read are a table (CSV) with a row for each zone or Region and how many instances, or how many requests a second,
    there are (one server a row where it says neither); the JSON that `aws ec2 describe-instances` prints, in pages or
    cut down by a query; and the JSON of `terraform show -json`, of a state or a plan.

    Parameters
    ----------
    source
        The content, as bytes or text, or the path of a file of at most 20 MB.
    places
        The World's Regions and zones, `World.places`.

    Returns
    -------
    Footprint
        What runs where, what was left out and why, and what is assumed.

    Raises
    ------
    InputError
        For what is none of these, or names no running server.

    Examples
    --------
    >>> places = Places({"us-east-1": ("use1-az1", "use1-az2")}, dict.fromkeys(["use1-az1", "use1-az2"], "us-east-1"),
    ...     frozenset())
    >>> read_footprint("az_id,instances\nuse1-az2,4\n", places).regions[0]
    Presence(region='us-east-1', zones=('use1-az2',), instances=4, capacity_rps=None, by_zone=(('use1-az2', 4),))
    """
    text, tally = text_of(source), Tally(places)
    if not is_json(text):
        _count_rows(text, tally)
        return tally.footprint("table")
    seen, kinds = set[str](), set[str]()
    for document in _states_apart(documents(text)):
        if is_state(document):
            count_resources(document, tally)
            kinds.add("terraform")
        elif is_listing(document):
            count_instances(document, tally, seen)
            kinds.add("instances")
        else:
            raise InputError(
                tr(
                    "Your file is JSON, but neither a listing of instances nor a Terraform state. Load what aws ec2 "
                    "describe-instances or terraform show -json prints."
                )
            )
    return tally.footprint(" and ".join(sorted(kinds)))


def _states_apart(found: list[Any]) -> Iterator[Any]:
    """Give documents, and those of a list of states one by one."""
    for document in found:
        if isinstance(document, list) and any(map(is_state, document)):
            yield from document
        else:
            yield document


def _count_rows(text: str, tally: Tally) -> None:
    delimiter = max(DELIMITERS, key=text.lstrip().partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text, newline=None), delimiter=delimiter, strict=True)  # whichever line ends
    at: dict[str, int] = {}
    times, lines = Counter[tuple[str, ...]](), dict[tuple[str, ...], int]()  # equal rows are read once
    try:
        for fields in rows:
            if at:
                row = tuple(fields[i] if i < len(fields) else "" for i in at.values())
                times[row] += 1
                lines.setdefault(row, rows.line_num)
            elif any(field.strip() for field in fields):
                at = _heading(fields)
    except csv.Error as error:
        raise InputError(
            tr("Your file cannot be read as CSV: {fault}. Check its quotes and save it again.", fault=error)
        ) from error
    if not at:
        raise InputError(tr("Your file is empty. Load a table, or what aws ec2 describe-instances prints."))
    for row, count in times.items():
        filled = {name: field.strip() for name, field in zip(at, row, strict=True) if field.strip()}
        if filled:
            _count_row(filled, count, tr("line {line}", line=lines[row]), tally)


def _heading(fields: list[str]) -> dict[str, int]:
    """Give where the columns are; columns with other names are passed over."""
    at = {field.strip().lower(): position for position, field in reversed(list(enumerate(fields)))}
    if not set(PLACE_COLUMNS) & set(at):
        raise InputError(
            tr(
                "Your file has no column of places: its heading is {heading}. Give az_id and instances, or zone or "
                "region and capacity_rps; or load JSON from aws ec2 describe-instances or terraform show -json.",
                heading=shown(", ".join(fields)),
            )
        )
    return {name: at[name] for name in (*PLACE_COLUMNS, *COLUMNS) if name in at}


def _count_row(row: dict[str, str], times: int, what: str, tally: Tally) -> None:
    """Count what a row says, so many times."""
    names = [row[name] for name in PLACE_COLUMNS if name in row]
    numbers = {name: _number(row[name]) for name in ("zones", "instances", "capacity_rps") if name in row}
    wrong = [name for name, number in numbers.items() if not _fits(name, number)]
    if wrong:
        tally.skip(NO_NUMBER, f"{what}: {wrong[0]} {row[wrong[0]]}", times)
        return
    zones, instances, capacity_rps = (numbers.get(name) for name in ("zones", "instances", "capacity_rps"))
    count = int(zones or 1) if instances is None else int(instances)
    rps = None if capacity_rps is None else capacity_rps * times
    tally.add(names, what, count * times, rps, None if zones is None else int(zones))


def _fits(name: str, number: float | None) -> bool:
    if number is None or number < 0:
        return False
    if name == "capacity_rps":
        return number <= MOST_RPS
    return number == int(number) and (1 <= number <= 99 if name == "zones" else number <= MOST_INSTANCES)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None  # nan is not a number to us
