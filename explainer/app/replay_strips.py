"""The lanes of a replay that say states: what broke, how full each place is, health checks and DNS.

They are texts of the page on the same time axis as the curves. Each bar says in words what it shows, and all of them
take their places from the same rule: a minute as a share of the whole replay.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from explainer.incidents import Incident
from explainer.texts import tr, tr_all
from explainer.timeline import Timeline
from explainer.view import replay_words, spans, words
from explainer.view.lanes import ORDERS_PX, labels
from explainer.view.spans import Span
from explainer.world import World

INK_PERCENT = (0, 10, 26, 46, 70, 94)  # of the steps of utilisation; 0 where there is nothing to use
HOURS = (1, 2, 3, 6, 12, 24)
MOST_MARKS = 8
REASONS_SAID = tr_all(
    {
        "dependency": "dependency",
        "control-plane": "control plane",
        "no-capacity": "no capacity",
        "waiting-for-dns": "waiting for dns",
        "no-route": "no route",
        "not-compliant": "not compliant",
    }
)


def percent(minute: float, minutes: int) -> str:
    """Write the place of a minute on the time axis.

    Examples
    --------
    >>> percent(240, 960)
    '25%'
    """
    return f"{100 * minute / max(minutes, 1):.3f}".rstrip("0").rstrip(".") + "%"


def place(start: float, stop: float, minutes: int) -> str:
    """Write the place of a stretch as CSS."""
    return f"left:{percent(start, minutes)};width:{percent(stop - start, minutes)}"


def causes(world: World, incident: Incident) -> str:
    """Draw what broke: a hatched bar each, its words on a chip."""
    bars = spans.causes(world, incident)
    count = max((bar.row for bar in bars), default=0) + 1
    drawn = "".join(
        f'<li style="--row:{bar.row};--from:{percent(bar.start, incident.minutes)}">'
        f'<i style="{place(bar.start, bar.stop, incident.minutes)}"></i><b>{words.html(bar.label)}</b>'
        f'<span class="pp-sr">{tr(", minute {start} to {stop}", start=bar.start, stop=bar.stop)}</span></li>'
        for bar in bars
    )
    return f'<ul class="pp-causes" style="--rows:{count}">{drawn}</ul>'


def over(world: World, a: Timeline, b: Timeline | None) -> str:
    """Write the words on the curves: which reason an area is, which line is which design."""
    top, height = ORDERS_PX
    minutes = a.incident.minutes
    drawn = []
    for label in labels(a):
        y = top + height * (1 - label.share)
        said = tr("dropped: {reason}", reason=REASONS_SAID[label.reason])
        drawn.append(
            f'<span class="pp-reason" style="--x:{percent(label.minute, minutes)};top:{y:.0f}px">{said}</span>'
        )
    name = words.html(replay_words.design(world, a.scenario))
    drawn.append(f'<span class="pp-line-a">A <span>{name}</span></span>')
    if b is not None:
        name = words.html(replay_words.design(world, b.scenario))
        drawn.append(f'<span class="pp-line-b">B <span>{name}</span></span>')
    return "".join(drawn)


def use(world: World, timeline: Timeline) -> str:
    """Draw how full each zone or Region of design A is, in steps of ink, with the value of the cursor's minute."""
    one_region = len(timeline.scenario.placements) == 1
    what = words.named(2, world.words.zone_short if one_region else world.words.region)
    title = tr("{zones} of {design}", zones=words.sentence(what), design="A")
    drawn = []
    for number, (code, values) in enumerate(spans.rows(timeline).items()):
        name = code.rpartition("-")[2] if one_region else str(world.regions["name"].get(code, code))
        drawn.append(
            f'<div class="pp-row"><span class="pp-row-name" title="{words.html(code)}">{words.html(name)}</span>'
            f'<i style="background:{_shades(spans.runs(spans.ink_steps(values)), len(values))}"></i>'
            f'<span class="pp-row-value" data-pick="minutes:use{number}"></span></div>'
        )
    return (
        f'<p class="pp-lane-name"><b>{title}</b><span>{tr("dark is full")}</span></p>'
        f'<div class="pp-uses">{"".join(drawn)}</div>'
    )


def states(world: World, a: Timeline, b: Timeline | None) -> str:
    """Draw whom the health checks trust and where DNS sends people, for each design."""
    drawn = []
    for label, timeline in (("A", a), ("B", b)):
        if timeline is None:
            continue
        minutes = timeline.incident.minutes
        health = [(span, _health(world, span)) for span in spans.trust(timeline)]
        dns = [(span, _dns(world, span)) for span in spans.answers(timeline)]
        shown = [(tr("<b>Health check</b> of {design}", design=label), health)]
        if len(timeline.scenario.placements) > 1:  # with one Region there is nothing to choose between
            shown.append((tr("<b>DNS</b> of {design}", design=label), dns))
        for name, row in shown:
            drawn.append(
                f'<div><p class="pp-state-name">{name}</p>'
                f'<div class="pp-states pp-{label.lower()}">{_bars(row, minutes)}</div></div>'
            )
    return "".join(drawn)


def hours(incident: Incident) -> str:
    """Write the hours on the time axis, with a line through all lanes each."""
    step = next((h for h in HOURS if incident.minutes / (60 * h) <= MOST_MARKS), HOURS[-1])
    start = pd.Timestamp(incident.start_utc)
    first = start.ceil(f"{step}h")
    end = start + pd.Timedelta(minutes=incident.minutes)
    drawn = []
    for at in pd.date_range(first, end, freq=f"{step}h"):
        minute = (at - start).total_seconds() / 60
        text = f"{at:%H:%M}"
        if not at.hour and incident.minutes > replay_words.DAY_MIN:
            text = tr("{day} {month}", day=at.day, month=words.SHORT_MONTHS[at.month - 1])
        drawn.append(f'<span style="left:{percent(minute, incident.minutes)}"><b>{text}</b></span>')
    return f'<b class="pp-utc">UTC</b>{"".join(drawn)}'


def ticks(timeline: Timeline) -> str:
    """Draw a tick on the slider for each minute at which something breaks or ends."""
    minutes = timeline.incident.minutes
    known = [moment.minute for moment in replay_words.moments(timeline) if moment.kind == "incident"]
    return "".join(f'<i style="left:{percent(minute, minutes)}"></i>' for minute in known)


def _health(world: World, span: Span) -> tuple[str, str]:
    if span.value == spans.NOWHERE:
        return "pp-sick", tr("✕ unhealthy; no other {region} could answer", region=tr(world.words.region))
    if not span.value:
        return "pp-fine", tr("✓ healthy")
    return "pp-sick", tr("✕ {names} unhealthy", names=words.listed(_names(world, span.value)))


def _dns(world: World, span: Span) -> tuple[str, str]:
    if not span.value:
        return "pp-fine", tr("✓ names every {region} of the design", region=tr(world.words.region))
    names = words.listed(_names(world, [code for code, _ in span.value]))
    over = all(done for _, done in span.value)
    return "pp-moved", tr("→ away from {names}", names=names) if over else tr("→ moving away from {names}", names=names)


def _names(world: World, codes: Sequence[str]) -> list[str]:
    return [str(world.regions["name"].get(code, code)) for code in codes]


def _bars(row: list[tuple[Span, tuple[str, str]]], minutes: int) -> str:
    drawn = []
    for span, (kind, said) in row:
        stop, (mark, _, text) = min(span.stop, minutes), said.partition(" ")
        drawn.append(
            f'<div class="{kind}" style="{place(span.start, stop, minutes)}" title="{words.html(said)}">'
            f'<i aria-hidden="true">{mark}</i> <span>{words.html(text)}</span></div>'
        )
    return "".join(drawn)


def _shades(found: list[Span], length: int) -> str:
    """Write stretches of ink as one CSS gradient with hard edges."""
    stops = []
    for span in found:
        ink = f"color-mix(in srgb,var(--ink) {INK_PERCENT[int(span.value)]}%,var(--page))"
        colour = ink if span.value else "var(--lossbg)"
        stops.append(f"{colour} {percent(span.start, length)} {percent(span.stop, length)}")
    return f"linear-gradient(to right,{','.join(stops)})"


def use_columns(timeline: Timeline) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float32]]]:
    """Give the utilisation of the drawn rows as columns use0, use1, …; rows that are not there are gaps."""
    found = list(spans.rows(timeline).values())
    empty = np.full(len(timeline.frame), np.nan)
    return {f"use{i}": (found[i] if i < len(found) else empty).astype(np.float32) for i in range(spans.MOST_ROWS)}
