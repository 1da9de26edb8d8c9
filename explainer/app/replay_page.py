"""The Replay page: which figures, texts and tables it has, and what each shows of a replay.

As on the World page, `build` makes the page once and `show` patches it, both by the same functions. What follows the
cursor (its line, the values, the caption) is read in the browser from the table of minutes; the kernel draws only
when an incident or a design changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from explainer.app import replay_lists, replay_strips
from explainer.app.bar import bar
from explainer.app.designs import Choice
from explainer.app.marks import symbols
from explainer.app.outline import filled
from explainer.app.share import panel
from explainer.incidents import Incident
from explainer.page import Chart, Column, Page, Table
from explainer.texts import tr
from explainer.timeline import Cure, Timeline
from explainer.view import incident_chart, lanes, replay_words, spans, words
from explainer.view.palette import THEMES
from explainer.view.patch import Patch, apply
from explainer.world import World

PACES = {"20 s": 0.3, "10 s": 0.6, "4 s": 1.5, "1 s": 6.0}  # an hour of the replay in so long: minutes a picture
PACE = "10 s"
MOST_ROWS = 90  # of the table of the lanes

Columns: TypeAlias = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Replayed:
    """All that the page shows.

    Parameters
    ----------
    world
        The World.
    incidents, known
        The incidents that can be replayed, and the list of all.
    choices
        The designs to choose from, by key.
    a, b
        The replays of design A and B; there may be no B.
    fork
        The minute from which B differs [min].
    minute
        Where the cursor stands [min].
    cures
        What would have helped A; None while that is not known yet.
    alert
        What went wrong, "" for nothing.
    """

    world: World
    incidents: Mapping[str, Incident]
    known: pd.DataFrame
    choices: Mapping[str, Choice]
    a: Timeline
    b: Timeline | None = None
    fork: int = 0
    minute: int = 0
    cures: Sequence[Cure] | None = None
    alert: str = ""


def build(now: Replayed) -> Page:
    """Build the page, showing a replay."""
    modules = {"lanes": lanes, "years": incident_chart}
    figures = {name: module.build(now.world) for name, module in modules.items()}
    for name, patch in patches(now).items():
        apply(figures[name], patch)
    said = summaries(now)
    charts = {
        "lanes": Chart(
            figures["lanes"], tr("Requests served and dropped, and the wait, by minute"), said["lanes"], "told"
        ),
        "years": Chart(figures["years"], tr("Known incidents by year, with how long they lasted"), said["years"]),
    }
    variants: dict[str, dict[str, Patch]] = {
        theme: {name: module.paint(palette) for name, module in modules.items()} for theme, palette in THEMES.items()
    }
    variants |= {look: {"lanes": lanes.resized(look == "narrow")} for look in ("wide", "narrow")}
    return Page(skeleton(now), charts, texts(now) | panel.TEXTS, _tables(now), variants)


def show(page: Page, now: Replayed) -> None:
    """Show another replay on the page: one message with what has changed."""
    page.show(patches(now), texts(now), columns(now), summaries(now))


def patches(now: Replayed) -> dict[str, Patch]:
    """Give what each figure shows."""
    return {
        "lanes": lanes.patch(now.world, now.a, now.b),
        "years": incident_chart.patch(now.world, now.known, now.a.incident.id),
    }


def texts(now: Replayed) -> dict[str, str]:
    """Give what each text says."""
    world, incident = now.world, now.a.incident
    return {
        "headline": replay_words.headline(incident, now.a, now.b),
        "alert": now.alert,
        "list": replay_lists.picks(now.incidents, incident),
        "cures": replay_lists.cures(now.a, now.b, now.cures),
        "account": replay_lists.account(incident),
        "designs": replay_lists.designs(world, now.choices, now.a, now.b, now.fork),
        "ticks": replay_strips.ticks(now.a),
        "clock": replay_lists.slider(incident, now.minute),
        "hours": replay_strips.hours(incident),
        "basis": replay_lists.basis(incident),
        "causes": replay_strips.causes(world, incident),
        "over": replay_strips.over(world, now.a, now.b),
        "use": replay_strips.use(world, now.a),
        "states": replay_strips.states(world, now.a, now.b),
        "numbers": replay_lists.numbers(now.a, now.b),
        "moments": replay_lists.moments(now.a, now.b),
        "known": replay_lists.known(world, now.known, now.incidents),
    }


def summaries(now: Replayed) -> dict[str, str]:
    """Give the sentence of each figure."""
    a, known = now.a, now.known
    worst = float(np.nanmin(a.frame["reach"].to_numpy(float), initial=1.0))
    lasting = incident_chart.hours(known).median()
    return {
        "lanes": tr(
            "{totals} At worst A serves {share} of what is asked for.",
            totals=replay_words.totals(a, now.b),
            share=words.share(worst),
        ),
        "years": tr(
            "{count} incidents of {providers} providers since {year}; half of those with a known length lasted over "
            "{hours} hours.",
            count=len(known),
            providers=known["provider"].nunique(),
            year=known["start_utc"].dt.year.min(),
            hours=f"{lasting:.0f}",
        ),
    }


def columns(now: Replayed) -> dict[str, Columns]:
    """Give the columns of each table: every minute for the cursor, some of them to be read."""
    a, b = now.a, now.b
    each = {"served": _served(a), "p95": _wait(a), "served_b": _served(b), "p95_b": _wait(b)}
    shown = _told_minutes(a)
    told = {
        name: [float(values[minute]) if len(values) else np.nan for minute in shown] for name, values in each.items()
    }
    reasons = lanes.parts(a)
    dropped = {name: share for name, share in reasons.items() if name != lanes.SERVED}
    why = [max(dropped, key=lambda name: float(dropped[name][minute])) for minute in shown]
    lost = [sum(float(share[minute]) for share in dropped.values()) for minute in shown]
    return {
        "minutes": {**each, **replay_strips.use_columns(a)},
        "told": {
            "time": [replay_words.clock(a.incident, minute) for minute in shown],
            "minute": list(shown),
            **told,
            "why": [
                replay_strips.REASONS_SAID[reason] if share > 0 else "" for reason, share in zip(why, lost, strict=True)
            ],
        },
    }


def skeleton(now: Replayed) -> str:
    """Give the HTML that the page fills."""
    outline = (resources.files("explainer.app") / "replay.html").read_text(encoding="utf-8")
    style = (resources.files("explainer.app") / "replay.css").read_text(encoding="utf-8")
    paces = "".join(
        f'<option value="{pace:g}"{" selected" if name == PACE else ""}>{tr("1 hour in {time}", time=name)}</option>'
        for name, pace in PACES.items()
    )
    places = {
        "bar": bar("01_replay", f'<a class="pp-bar-end" href="#pp-all">{tr("All incidents")}</a>'),
        "known": str(len(now.known)),
        "paces": paces,
        "scale-key": replay_lists.scale_key(),
    }
    return f"<style>{style}</style>{symbols()}{filled(outline, places)}"


def _served(timeline: Timeline | None) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    if timeline is None:
        return np.array([], np.float32)
    return lanes.parts(timeline)[lanes.SERVED].astype(np.float32)


def _wait(timeline: Timeline | None) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    if timeline is None:
        return np.array([], np.float32)
    return timeline.frame["rtt_p95_ms"].to_numpy(np.float32)


def _told_minutes(timeline: Timeline) -> list[int]:
    """Choose the minutes of the readable table: where something happens, and steady steps between."""
    last = timeline.incident.minutes - 1
    steady = np.linspace(0, last, MOST_ROWS // 2).round().astype(int).tolist()
    happens = [moment.minute for moment in replay_words.moments(timeline)]
    return sorted({*steady, *happens[: MOST_ROWS // 2], last})


def _tables(now: Replayed) -> dict[str, Table]:
    values, ms = columns(now), {"kind": "ms", "unit": now.world.words.unit}
    share = {"kind": "share"}
    forms: dict[str, dict[str, Any]] = {
        "served": {"label": tr("{design} serves", design="A")} | share,
        "p95": {"label": tr("{design}, wait p95", design="A")} | ms,
        "served_b": {"label": tr("{design} serves", design="B")} | share,
        "p95_b": {"label": tr("{design}, wait p95", design="B")} | ms,
    }
    head = {"time": {"label": tr("Time"), "kind": "text"}, "minute": {"label": tr("Minute"), "kind": "number"}}
    uses = {f"use{i}": {"label": tr("Row {number}", number=i + 1)} | share for i in range(spans.MOST_ROWS)}
    why = {"why": {"label": tr("A drops mostly for"), "kind": "text"}}
    built = {}
    for name, caption, form in (
        ("minutes", tr("Every minute"), {**forms, **uses}),
        ("told", tr("Served, and wait, at chosen minutes"), {**head, **forms, **why}),
    ):
        made = {key: Column(**each, values=values[name][key]) for key, each in form.items()}
        built[name] = Table(caption, made)
    return built
