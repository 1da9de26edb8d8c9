"""Real incidents as data: what broke, from which minute to which, and how we know.

An incident is one readable file: a head and its phases in order of their minutes. It says what the incident itself
named and nothing more, so that a replay on a learner's own design hits only that. Every value carries its basis:
stated by the provider, derived from what is stated, or assumed so that it can be played. A file is checked once,
where it is read; one with a fault is told about and left out, and the others still load.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from explainer.errors import InputError, check_between, check_known, shown, unknown
from explainer.tables import FOLDER, Places
from explainer.texts import tr

KINDS = ("zone", "region", "service", "control-plane", "slow", "note")
SERVICES = ("database", "object-store", "dns", "load-balancer")
BASES = ("stated", "derived", "assumed")

TEXT, WHOLE, NUMBER, YES_NO = tr("a text"), tr("a whole number"), tr("a number"), tr("true or false")
TABLE, TABLES = tr("a table"), tr("one or more [[phase]] tables")
MOMENT = tr("a date and time with its offset")
TYPES: dict[str, tuple[type, ...]] = {
    TEXT: (str,),
    WHOLE: (int,),
    NUMBER: (int, float),
    YES_NO: (bool,),
    TABLE: (dict,),
    MOMENT: (datetime,),
    TABLES: (list,),
}
HEAD = {
    **dict.fromkeys(("id", "title", "provider", "url", "source", "summary", "lesson"), TEXT),
    "start_utc": MOMENT,
    "minutes": WHOLE,
    "sober": YES_NO,
    "basis": TABLE,
    "phase": TABLES,
}
VALUES = {"minute": WHOLE, "until": WHOLE, "target": TEXT, "severity": NUMBER, "added_ms": NUMBER}
PHASE = {**VALUES, "kind": TEXT, "caption": TEXT, "basis": TABLE}


@dataclass(frozen=True)
class Phase:
    """Something that is broken for a while, or a moment worth a sentence.

    Parameters
    ----------
    minute
        When it begins [min after the incident's start].
    kind
        "zone", "region", "service", "control-plane", "slow" or "note"; a note breaks nothing.
    caption
        What a visitor reads at that minute.
    target
        AZ ID, Region code, or "Region code/service"; "" for a note.
    until
        When it is over [min], itself no longer included; None when that is beyond the replay.
    severity
        Share of the target that is hit [0..1]. Where phases with one target overlap, the largest counts.
    added_ms
        Wait that is added [ms]; only for "slow".
    basis
        Name of each value to "stated", "derived" or "assumed".

    Examples
    --------
    >>> power = Phase(10, "zone", "One zone loses power.", "use1-az4", until=30)
    >>> [power.active(minute) for minute in (9, 10, 29, 30)]
    [False, True, True, False]
    """

    minute: int
    kind: str
    caption: str
    target: str = ""
    until: int | None = None
    severity: float = 1.0
    added_ms: float = 0.0
    basis: Mapping[str, str] = field(default_factory=dict, hash=False)

    def active(self, minute: float) -> bool:
        """Say whether something is broken by this phase at a minute of the replay; a note never is."""
        return self.kind != "note" and self.minute <= minute and (self.until is None or minute < self.until)


@dataclass(frozen=True)
class Incident:
    """An incident that can be replayed.

    Parameters
    ----------
    id, title, provider
        Its name in the tables, its name for people, and whose it was.
    start_utc
        When minute 0 was.
    minutes
        Length of the replay [min].
    url, source
        The official page; where there is none, "" and what the account rests on.
    summary, lesson
        What happened, and what it teaches.
    sober
        Whether people were hurt, so that the page speaks plainly.
    phases
        In order of their minutes.
    basis
        "start_utc" to "stated", "derived" or "assumed".
    """

    id: str
    title: str
    provider: str
    start_utc: datetime
    minutes: int
    url: str
    source: str
    summary: str
    lesson: str
    sober: bool
    phases: tuple[Phase, ...]
    basis: Mapping[str, str] = field(default_factory=dict, hash=False)


class Incidents(dict[str, Incident]):
    """Incidents by id, the earliest first.

    Parameters
    ----------
    incidents
        The incidents that loaded.
    faults
        A sentence for each file that did not: file, phase, fault, remedy.
    """

    def __init__(self, incidents: Sequence[Incident] = (), faults: Sequence[str] = ()) -> None:
        ordered = sorted(incidents, key=lambda incident: (incident.start_utc, incident.id))
        super().__init__((incident.id, incident) for incident in ordered)
        self.faults = tuple(faults)


def load_incidents(folder: Path | None = None, places: Places | None = None) -> Incidents:
    """Read the incidents of a folder, one file each.

    Parameters
    ----------
    folder
        Where the files are; by default the committed ones.
    places
        A World's Regions and zones; with them a phase that names another place is a fault.

    Raises
    ------
    InputError
        If there is no such folder. A file with a fault raises nothing: its fault is in `faults`.

    Examples
    --------
    >>> incidents = load_incidents()
    >>> incidents["aws-2025-10-20-use1"].phases[0].target, incidents.faults
    ('us-east-1/database', ())
    """
    folder = FOLDER / "incidents" if folder is None else folder
    if not folder.is_dir():
        raise InputError(
            tr("There is no folder {folder}. Name the folder that holds the incident files.", folder=shown(str(folder)))
        )
    loaded, faults = [], []
    for file in sorted(folder.glob("*.toml")):
        try:
            loaded.append(check_incident(_read(file), file.name, places))
        except InputError as fault:
            faults.append(str(fault))
    return Incidents(loaded, faults)


def check_incident(content: Mapping[str, Any], file: str, places: Places | None = None) -> Incident:
    """Check what an incident file holds, and make the incident.

    Parameters
    ----------
    content
        The file as read.
    file
        Its name, for the error; without its ending it is the incident's id.
    places
        A World's Regions and zones, if targets are to be checked against them.

    Raises
    ------
    InputError
        Naming the file, the phase where there is one, the fault and the remedy.
    """
    with _telling(file):
        _check_keys(content, HEAD, set(HEAD) - {"source"}, may_be_empty=("url", "source"))
        _check_head(content, Path(file).stem)
    phases: list[Phase] = []
    for number, given in enumerate(content["phase"], 1):
        with _telling(tr("{file}, phase {number}", file=file, number=number)):
            phases.append(_phase(given, content["minutes"], phases[-1].minute if phases else 0))
            if places is not None:
                _check_place(phases[-1], places)
    head = {"source": "", **content, "start_utc": content["start_utc"].astimezone(UTC)}
    return Incident(phases=tuple(phases), **{name: head[name] for name in HEAD if name != "phase"})


def incident_list() -> pd.DataFrame:
    """Read the list of known incidents, the ones without a replay too.

    Returns
    -------
    pandas.DataFrame
        The columns of data/incidents.csv, with start_utc as a time, main_h and full_h [h], NaN where unknown,
        censored (full_h is a lower bound) as true or false, and hour_known: whether the start is more than a day.

    Examples
    --------
    >>> known = incident_list()
    >>> len(known), known["provider"].value_counts()["AWS"]
    (41, np.int64(32))
    """
    unknown_hours = {"main_h": "", "full_h": ""}
    known = pd.read_csv(FOLDER / "incidents.csv", keep_default_na=False, na_values=unknown_hours)
    starts = pd.to_datetime(known["start_utc"], format="ISO8601", utc=True)
    hour_known = known["start_utc"].str.contains("T")
    return known.assign(start_utc=starts, censored=known["censored"] == 1, hour_known=hour_known)


@contextmanager
def _telling(where: str) -> Iterator[None]:
    """Put the place of a fault before it."""
    try:
        yield
    except InputError as fault:
        raise InputError(f"{where}: {fault}") from fault


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_bytes().decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, OSError) as error:
        raise InputError(
            tr("{file}: This is not a TOML file: {fault}. Correct it, or take it away.", file=file.name, fault=error)
        ) from error


def _check_keys(
    given: Mapping[str, Any], known: Mapping[str, str], required: Collection[str], may_be_empty: Collection[str] = ()
) -> None:
    check_known(tr("key"), given, known)
    missing = [name for name in known if name in required and name not in given]
    if missing:
        name = missing[0]
        raise InputError(tr("The key {key} is missing. Add it: {kind}.", key=shown(name), kind=known[name]))
    for name, value in given.items():
        kind = known[name]
        if not isinstance(value, TYPES[kind]) or (isinstance(value, bool) and kind != YES_NO):
            raise InputError(
                tr("The value of {name} is {value}. Give {kind}.", name=name, value=shown(value), kind=kind)
            )
        if kind in (TEXT, TABLES) and not value and name not in may_be_empty:
            raise InputError(tr("The value of {name} is empty. Give {kind}.", name=name, kind=kind))


def _check_head(head: Mapping[str, Any], stem: str) -> None:
    if head["id"] != stem:
        raise InputError(
            tr(
                "The id is {id} and the file is named {name}. Give both one name.",
                id=shown(head["id"]),
                name=shown(stem),
            )
        )
    if head["start_utc"].tzinfo is None:
        raise InputError(tr("The value of start_utc has no offset. Write it with a Z at its end."))
    check_between(tr("The year of the start"), head["start_utc"].year, 1990, 2100)
    check_between(tr("The length of the replay"), head["minutes"], 1, 100_000, "min")
    if head["url"] and not head["url"].startswith("https://"):
        raise InputError(tr("The url is {url}. Give an https:// address, or leave it empty.", url=shown(head["url"])))
    if not head["url"] and not head.get("source"):
        raise InputError(
            tr("There is neither a url nor a source. Give the official page, or what the account rests on.")
        )
    _check_basis(head["basis"], ("start_utc",))


def _phase(given: object, minutes: int, after: int) -> Phase:
    if not isinstance(given, dict):
        raise InputError(tr("This is {value}. Write each phase as a [[phase]] table.", value=shown(given)))
    kind = given.get("kind")
    if "kind" in given and kind not in KINDS:
        raise unknown(tr("kind of phase"), kind, KINDS)
    target = set() if kind == "note" else {"target"}
    added = {"added_ms"} if kind == "slow" else set()
    _check_keys(given, PHASE, {"minute", "kind", "caption", "basis"} | target | added)
    idle = {"target", "until", "severity", "added_ms"} if kind == "note" else {"added_ms"} - added
    if idle & set(given):
        name = min(idle & set(given))
        raise InputError(
            tr(
                "The key {key} has no meaning for the kind {kind}. Take it away.",
                key=shown(name),
                kind=shown(kind),
            )
        )
    _check_minutes(given, minutes, after)
    check_between(tr("The severity"), given.get("severity", 1), 0, 1)
    check_between(tr("The added wait"), given.get("added_ms", 0), 0, 10_000, "ms")
    if kind == "service":
        _check_service(given["target"])
    _check_basis(given["basis"], [name for name in VALUES if name in given])
    return Phase(**given)


def _check_minutes(given: Mapping[str, Any], minutes: int, after: int) -> None:
    minute, until = given["minute"], given.get("until")
    if minute < 0 or minute >= minutes:
        raise InputError(
            tr(
                "Minute {minute} is outside the replay of {minutes} minutes. Move it, or lengthen the replay.",
                minute=minute,
                minutes=minutes,
            )
        )
    if minute < after:
        raise InputError(
            tr(
                "Minute {minute} is before minute {after} of the phase above. Put phases in their order.",
                minute=minute,
                after=after,
            )
        )
    if until is not None and until <= minute:
        raise InputError(
            tr(
                "It is over at minute {until} and begins at minute {minute}. Give a later end.",
                until=until,
                minute=minute,
            )
        )
    if until is not None and until > minutes:
        raise InputError(
            tr(
                "It is over at minute {until}, beyond the replay of {minutes} minutes. Leave until out.",
                until=until,
                minutes=minutes,
            )
        )


def _check_service(target: str) -> None:
    region, slash, family = target.partition("/")
    if not slash or not region:
        raise InputError(
            tr("The service {service} names no Region. Write it as Region/service.", service=shown(target))
        )
    check_known(tr("service"), [family], SERVICES)


def _check_basis(basis: Mapping[str, Any], values: Sequence[str]) -> None:
    missing = [name for name in values if name not in basis]
    if missing:
        raise InputError(
            tr(
                "The value of {name} has no basis. Say whether it is {bases}.",
                name=missing[0],
                bases=", ".join(BASES),
            )
        )
    check_known(tr("value with the name"), basis, values)
    check_known(tr("basis"), map(str, basis.values()), BASES)


def _check_place(phase: Phase, places: Places) -> None:
    if phase.kind == "zone":
        check_known(tr("zone"), [phase.target], places.region_of)
    elif phase.kind != "note":
        check_known(tr("Region"), [phase.target.partition("/")[0]], places.zones_of)
