"""The texts around the lanes of a replay: incidents, designs, moments, totals, what would have helped.

All are texts of the page whose buttons and lists carry `data-act`; a button that only moves the cursor carries
`data-go` and asks the kernel for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from explainer.app.designs import Choice, key_of
from explainer.incidents import Incident
from explainer.scenario import Scenario
from explainer.texts import tr, tr_all
from explainer.timeline import Cure, Timeline
from explainer.view import incident_chart, replay_words, words
from explainer.world import World

MOST_CURES = 4
WORTH = 0.01  # a design that saves less of the loss is not worth a sentence
NONE, LOADED = "", "own"
BASES = tr_all({"stated": "stated", "derived": "derived", "assumed": "assumed"})
# of the list of known incidents
CAUSES = tr_all(
    {
        "automation": "automation",
        "capacity-change": "capacity-change",
        "conflict": "conflict",
        "cooling": "cooling",
        "deployment": "deployment",
        "dns": "dns",
        "fire": "fire",
        "human": "human",
        "lightning": "lightning",
        "network": "network",
        "power": "power",
        "software": "software",
        "storm": "storm",
        "water": "water",
    }
)
NO_SUMMARIES = tr_all(
    {
        "AWS Health Dashboard updates": "AWS Health Dashboard updates",
        "AWS Health Dashboard updates, no summary found": "AWS Health Dashboard updates, no summary found",
        "Status-page post, no summary published": "Status-page post, no summary published",
        "": "no page",
    }
)
PLACES = tr_all(
    {
        "global": "global",
        "global (CloudFront VPC Origins)": "global (CloudFront VPC Origins)",
        "multiple": "multiple",
    }
)


def picks(incidents: Mapping[str, Incident], now: Incident) -> str:
    """List the incidents that can be replayed, the latest first; on a phone as one list box."""
    ordered = sorted(incidents.values(), key=lambda each: each.start_utc, reverse=True)
    buttons = "".join(
        f'<button class="pp-pick" data-act="incident" data-value="{words.html(each.id)}" '
        f'aria-pressed="{str(each.id == now.id).lower()}"><small>{replay_words.date(each.start_utc)}</small>'
        f"{words.html(_short_title(each))}</button>"
        for each in ordered
    )
    options = "".join(
        f'<option value="{words.html(each.id)}"{" selected" if each.id == now.id else ""}>{words.html(tr(each.title))}'
        "</option>"
        for each in ordered
    )
    return (
        f'<div class="pp-picks" role="group" aria-label="{tr("Incidents to replay")}">{buttons}</div>'
        f'<select class="pp-pick-short" data-act="incident" aria-label="{tr("Incident")}">{options}</select>'
    )


def account(incident: Incident) -> str:
    """Say what happened, with the official page beside it."""
    return f"<p>{words.html(tr(incident.summary))} {source(incident)}</p>"


def source(incident: Incident) -> str:
    """Name what the account rests on."""
    if incident.url:
        account = tr("{provider}’s own account", provider=words.html(incident.provider))
        return f'<a href="{words.html(incident.url)}" rel="noreferrer" target="_blank">{account}</a>'
    return tr("Source: {source}.", source=words.html(incident.source))


def basis(incident: Incident) -> str:
    """Say how the minutes of what broke are known."""
    known = {phase.basis.get("minute", "assumed") for phase in incident.phases}
    who = words.html(incident.provider)
    if known == {"stated"}:
        return tr("times stated by {provider}", provider=who)
    return tr("times {bases}", bases=words.listed([said for basis, said in BASES.items() if basis in known]))


def designs(world: World, choices: Mapping[str, Choice], a: Timeline, b: Timeline | None, fork: int) -> str:
    """Offer the designs to be compared."""
    since = f"<span>{tr('from minute {minute}', minute=fork)}</span>" if b is not None and fork else ""
    name_a, name_b = (tr("Design {name}", name=name) for name in "AB")
    return (
        f'<label><span><i class="pp-mark-a"></i> {name_a}</span>{_options(world, "a", choices, a.scenario)}</label>'
        f'<label><span><i class="pp-mark-b"></i> {name_b}</span>'
        f"{_options(world, 'b', choices, None if b is None else b.scenario)}{since}</label>"
    )


def _options(world: World, act: str, choices: Mapping[str, Choice], scenario: Scenario | None) -> str:
    chosen = key_of(choices, scenario)
    offered = {key: choice.label for key, choice in choices.items()}
    if act == "b":
        offered = {NONE: tr("none"), **offered}
    if scenario is not None and not chosen:
        chosen = LOADED
        offered[LOADED] = replay_words.design(world, scenario)
    options = "".join(
        f'<option value="{words.html(key)}"{" selected" if key == chosen else ""}>{words.html(label)}</option>'
        for key, label in offered.items()
    )
    name = tr("Design {name}", name=act.upper())
    return f'<select data-act="{act}" aria-label="{name}">{options}</select>'


def slider(incident: Incident, minute: int) -> str:
    """Write the slider of the minutes."""
    name = tr("Minute of {minutes}", minutes=incident.minutes)
    start_ms = round(incident.start_utc.timestamp() * 1000)
    return (
        f'<input type="range" class="pp-slider" data-clock data-start="{start_ms}" min="0" '
        f'max="{incident.minutes - 1}" step="1" value="{minute}" aria-label="{name}">'
    )


def moments(a: Timeline, b: Timeline | None) -> str:
    """List what happens when; the strip above the lanes shows the last that has come."""
    rows = []
    for moment in replay_words.moments(a):
        at = replay_words.clock(a.incident, moment.minute)
        tone = "cause" if moment.kind == "incident" else "calm"
        text = words.html(moment.text)
        rows.append(
            f'<li data-from="{moment.minute}"><button class="pp-link" data-go="{moment.minute}">{at}</button>'
            f"<span>{text}</span>"
            f'<span hidden data-said><span class="pp-is-{tone}"><b>{at}.</b> {text}</span></span></li>'
        )
    head = tr("What happens <span>· a time moves the cursor there</span>")
    if b is not None:
        head = tr("What happens with design A <span>· a time moves the cursor there</span>")
    return f'<h2>{head}</h2><ol class="pp-moments" data-moments>{"".join(rows)}</ol>'


def cures(a: Timeline, b: Timeline | None, found: Sequence[Cure] | None) -> str:
    """Say what would have helped design A, each with a button that makes it design B."""
    if a.lost_requests < replay_words.LEAST_REQUESTS:
        return ""
    head = f"<h2>{tr('What would have helped A')}</h2>"
    if found is None:
        trying = tr("The neighbouring designs are being tried.")
        return f'<div class="pp-cures">{head}<p class="pp-soft">{trying}</p></div>'
    worth = [(i, cure) for i, cure in enumerate(found) if cure.lost_requests < (1 - WORTH) * a.lost_requests]
    if not worth:
        return f'<div class="pp-cures">{head}<p class="pp-soft">{tr("None of the designs next to it.")}</p></div>'
    buttons = "".join(
        f'<button class="pp-cure" data-act="cure" data-value="{i}" '
        f'aria-pressed="{str(b is not None and b.scenario == cure.scenario).lower()}">'
        f"{words.html(words.sentence(cure.label))}: "
        f"<b>{replay_words.helped(a, cure)}</b><span>{tr('Play as B')}</span></button>"
        for i, cure in worth[:MOST_CURES]
    )
    return f'<div class="pp-cures">{head}{buttons}</div>'


def numbers(a: Timeline, b: Timeline | None) -> str:
    """Put the totals of both designs beside each other."""
    shown = [("A", a)] + ([("B", b)] if b is not None else [])
    rows = {
        tr("Requests without an answer"): [words.people(each.lost_requests) for _, each in shown],
        tr("Minutes in which some got none"): [f"{each.lost_minutes:,}" for _, each in shown],
        tr("Minutes without service for the average person"): [f"{_each(timeline):,.0f}" for _, timeline in shown],
        tr("Latest data lost for good"): [_rpo(each.rpo_s) for _, each in shown],
    }
    head = "".join(f'<th scope="col" class="pp-number">{name}</th>' for name, _ in shown)
    body = "".join(
        f'<tr><th scope="row">{what}</th>{"".join(f"<td class=pp-number>{value}</td>" for value in values)}</tr>'
        for what, values in rows.items()
    )
    return (
        f'<table class="pp-table"><caption>{tr("The whole replay in numbers")}</caption>'
        f'<thead><tr><th scope="col">{tr("Design")}</th>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def known(world: World, listed: pd.DataFrame, incidents: Mapping[str, Incident]) -> str:
    """Write the table of all known incidents, the latest first, with their official pages."""
    lasted = incident_chart.hours(listed)
    rows = "".join(
        _known_row(row, float(hours), row["id"] in incidents)
        for (_, row), hours in reversed(list(zip(listed.iterrows(), lasted, strict=True)))
    )
    names = (tr("Begun"), tr("Provider"), tr("Where"), tr("Hit"), tr("Lasted"), tr("Cause"), tr("Account"))
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        f'<table class="pp-table"><caption>{tr("All incidents, the latest first")}</caption>'
        f"<thead><tr>{head}<th scope='col'>{tr('Replay')}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def scale_key() -> str:
    """Write the key of the marks of the chart of years."""
    shapes = {
        "az": '<path d="M3 3h10v10H3Z" fill="var(--ink)"/>',
        "region": '<path d="M8 1 15 8 8 15 1 8Z" fill="var(--ink)"/>',
        "multi-region": '<path d="M8 0 12 8 8 16 4 8Z" fill="var(--ink)"/>',
        "region-service": '<path d="M8 2 15 14H1Z" fill="var(--ink)"/>',
        "global-service": '<path d="M8 14 15 2H1Z" fill="var(--ink)"/>',
    }
    items = "".join(
        f'<span class="pp-item"><svg class="pp-mark" aria-hidden="true" width="12" height="12" viewBox="0 0 16 16">'
        f"{shapes[scale]}</svg>{words.html(said)}</span>"
        for scale, (_, said) in incident_chart.SCALES.items()
    )
    open_end = tr("▲ above: not over, or the end is not known")
    return f"<b>{tr('Hit')}</b>{items}<span class='pp-item'>{open_end}</span>"


def _known_row(row: pd.Series[Any], hours: float, replayed: bool) -> str:
    begun = row["start_utc"]
    assert isinstance(begun, pd.Timestamp)
    scale = incident_chart.SCALES.get(str(row["scale"]), ("", str(row["scale"])))[1]
    lasted = words.NONE if hours != hours else f"{hours:,.1f}".removesuffix(".0") + f"{words.NO_BREAK}h"
    url = str(row["official_url"])
    title = words.html(NO_SUMMARIES.get(str(row["official_title"]), row["official_title"]))
    page = (
        f'<a href="{words.html(url)}" rel="noreferrer" target="_blank">{title}</a>'
        if url.startswith("https://")
        else title
    )
    button = (
        f'<button class="pp-link" data-act="incident" data-value="{words.html(row["id"])}">{tr("Replay")}'
        f'<span class="pp-sr"> {words.html(row["id"])}</span></button>'
        if replayed
        else ""
    )
    cells = (
        words.html(row["provider"]),
        words.html(PLACES.get(str(row["regions"]), str(row["regions"]).replace(";", ", "))),
        scale,
        tr("at least {hours}", hours=lasted) if row["censored"] and hours == hours else lasted,
        words.html(CAUSES.get(str(row["cause"]), row["cause"])),
        page,
        button,
    )
    when = tr("{day} {month} {year}", day=begun.day, month=words.SHORT_MONTHS[begun.month - 1], year=begun.year)
    return f'<tr><th scope="row">{when}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _short_title(incident: Incident) -> str:
    """Give the title without its date."""
    title = tr(incident.title)
    return title.rpartition(",")[0] or title


def _each(timeline: Timeline) -> float:
    return timeline.lost_user_minutes / max(float(timeline.world.users.sum()), 1.0)


def _rpo(seconds: float) -> str:
    if seconds == float("inf"):
        return tr("all of it")
    return tr("none") if seconds <= 0 else f"{seconds:g}{words.NO_BREAK}s"
