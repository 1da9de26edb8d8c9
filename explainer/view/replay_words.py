"""A replay in words: the headline, what was lost, the moments worth a sentence, what would have helped.

Every sentence is made from Timelines, in the words of the World. Where people were hurt the sentences say what
happened and keep the counting to the side.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from explainer.incidents import Incident
from explainer.scenario import Scenario, zones_used
from explainer.texts import tr
from explainer.timeline import Cure, Timeline
from explainer.view import outages, words
from explainer.world import World

LEAST_REQUESTS = 0.5
KINDS = {"incident": 0, "health": 1, "dns": 2, "capacity": 3, "recovery": 4}
LONGEST_CAPTION = 210  # two lines beside each other
DAY_MIN, HOUR_MIN = 1440, 60


@dataclass(frozen=True)
class Moment:
    """A minute at which something happens: all its captions as one text."""

    minute: int
    text: str
    kind: str


def date(at: datetime) -> str:
    """Write a date.

    Examples
    --------
    >>> date(datetime(2025, 10, 20))
    '20 October 2025'
    """
    return tr("{day} {month} {year}", day=at.day, month=words.MONTHS[at.month - 1], year=at.year)


def clock(incident: Incident, minute: int) -> str:
    """Write the time of a minute; with its day where the replay is longer than one."""
    at = incident.start_utc + timedelta(minutes=minute)
    time = f"{at:%H:%M}{words.NO_BREAK}UTC"
    if incident.minutes <= DAY_MIN:
        return time
    return tr("{day} {month}, {time}", day=at.day, month=words.SHORT_MONTHS[at.month - 1], time=time)


def lasted(minutes: float) -> str:
    """Write a length of time.

    Examples
    --------
    >>> lasted(1), lasted(38), lasted(872), lasted(2880)
    ('one minute', '38 minutes', '15 hours', 'two days')
    """
    if minutes < 2 * HOUR_MIN:
        return words.counted(round(minutes), "minute")
    if minutes < 2 * DAY_MIN:
        return words.counted(round(minutes / HOUR_MIN), "hour")
    return words.counted(round(minutes / DAY_MIN), "day")


def lost(timeline: Timeline) -> str:
    """Say how many requests a design lost, and for how long."""
    if timeline.lost_requests < LEAST_REQUESTS:
        return tr("no request")
    count, time = words.people(timeline.lost_requests), lasted(timeline.lost_minutes)
    return tr("{count} requests in {time}", count=count, time=time)


def share_lost(timeline: Timeline) -> float:
    """Share of what was asked for in the whole replay that was dropped [0..1]."""
    offered, dropped = (float(timeline.frame[name].sum()) for name in ("offered_rps", "dropped_rps"))
    return dropped / offered if offered > 0 else 0.0


def headline(incident: Incident, a: Timeline, b: Timeline | None) -> str:
    """Say how the designs fare, as HTML of two lines; where people were hurt, what happened comes first."""
    title = words.html(tr(incident.title))
    if incident.sober:
        time = f"{incident.start_utc:%H:%M}{words.NO_BREAK}UTC"
        what = title.rpartition(",")[0] or title
        begun = tr("{date}, {time}. {what}.", date=date(incident.start_utc), time=time, what=what)
        return f"<span>{begun}</span> <span class='pp-light'>{unanswered(a, b)}</span>"
    told = tr("{incident}, replayed minute by minute on your designs.", incident=title)
    return f"<span>{totals(a, b)}</span> <span class='pp-light'>{told}</span>"


def totals(a: Timeline, b: Timeline | None) -> str:
    """Say what both designs lost."""
    first = (
        tr("Design A loses {requests}.", requests=lost(a))
        if a.lost_requests >= LEAST_REQUESTS
        else tr("Design A answers every request.")
    )
    if b is None:
        return first
    if b.lost_requests < LEAST_REQUESTS:
        return f"{first} {tr('Design B loses none.')}"
    count, time = words.people(b.lost_requests), lasted(b.lost_minutes)
    return f"{first} {tr('Design B loses {count} in {time}.', count=count, time=time)}"


def unanswered(a: Timeline, b: Timeline | None) -> str:
    """Say the same plainly: how many requests of how many have no answer."""
    said = []
    for name, timeline in (("A", a), ("B", b)):
        if timeline is not None:
            share = words.share(share_lost(timeline))
            said.append(tr("Design {name} leaves {share} of the requests unanswered.", name=name, share=share))
    return " ".join(said)


def moments(timeline: Timeline) -> list[Moment]:
    """Give the minutes at which something happens, in their order, what broke before what follows from it."""
    by_minute: dict[int, list[tuple[int, str, str]]] = {}
    for minute, caption, kind in timeline.events:
        by_minute.setdefault(int(minute), []).append((KINDS.get(kind, len(KINDS)), caption, kind))
    found = []
    for minute in sorted(by_minute):
        here = sorted(by_minute[minute], key=lambda event: event[0])
        found.append(Moment(minute, together([caption for _, caption, _ in here]), here[0][2]))
    return found


def together(captions: Sequence[str]) -> str:
    """Join captions of one minute as far as there is room for them.

    Examples
    --------
    >>> together(["One zone is lost.", "Nothing launches."])
    'One zone is lost. Nothing launches.'
    """
    captions = list(dict.fromkeys(captions))
    text = captions[0]
    for number, caption in enumerate(captions[1:], start=1):
        if len(text) + len(caption) > LONGEST_CAPTION:
            more = words.counted(len(captions) - number, "thing")
            return f"{text} {tr('And {things} more.', things=more)}"
        text = f"{text} {caption}"
    return text


def design(world: World, scenario: Scenario) -> str:
    """Say a design in a line: where it runs, and what sets it apart.

    Examples
    --------
    >>> from explainer import load_world
    >>> from explainer.scenario import Placement
    >>> design(load_world(), Scenario((Placement("us-east-1"),), depends_on=frozenset({"compute", "database"})))
    'N. Virginia (three zones), calls the database'
    """
    names = [str(world.regions["name"][placement.region]) for placement in scenario.placements]
    text = words.listed(names)
    if len(names) == 1:
        region = scenario.placements[0].region
        zones = zones_used(scenario.placements[0], world.places.zones_of[region])
        text = tr("{region} ({zones})", region=text, zones=words.counted(len(zones), world.words.zone_short))
    called = sorted(scenario.depends_on - {"compute"})
    if called:
        services = words.listed([outages.SERVICES[name] for name in called])
        text = tr("{design}, calls the {services}", design=text, services=services)
    if scenario.scaling.mode == "on-demand":
        text = tr("{design}, launches on demand", design=text)
    return text


def helped(timeline: Timeline, cure: Cure) -> str:
    """Say what a cure would have saved."""
    share = 1 - cure.lost_requests / timeline.lost_requests if timeline.lost_requests else 0.0
    return tr("{share} of the loss", share=words.share(max(share, 0.0)))
