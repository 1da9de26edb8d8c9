"""What chapter 7 shows of a moment: requests on the map and along their way, and how long each of them waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.edge import kiosk, moments, sheet, travel, waits
from explainer.app.course.chapters.edge.kiosk import Orders
from explainer.app.course.chapters.edge.moments import Floats
from explainer.app.course.chapters.edge.texts import TEXTS
from explainer.app.course.figures import Drawn, Rows, Said
from explainer.app.course.questions import Number
from explainer.app.marks import mark
from explainer.texts import tr, tr_all
from explainer.view import words
from explainer.world import Leg
from explainer.world.edge import READ, SOURCE, edge_cities

QUESTION = Number(0, waits.MOST_MS, "ms")
START = {"hits": kiosk.ASKED, "page": "same", "server": "far"}
LEGS = tr_all({"access": "access", "land": "land", "sea": "sea", "region": "region"})  # what a leg goes over
FRAMES = travel.frames()
LAST = FRAMES - 1


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    legs = {
        "start": {"label": tr("From"), "kind": "text"},
        "end": {"label": tr("To"), "kind": "text"},
        "over": {"label": tr("Over"), "kind": "text"},
        "rtt": {"label": tr("Round trip"), "kind": "ms"},
    }
    sorted_ = {"request": {"label": tr("Request"), "kind": "number"}, "wait": {"label": tr("Wait"), "kind": "ms"}}
    drawn = {
        "picture": Drawn(sheet.build(kiosk.world()), sheet.paint, Rows(tr("The way"), legs), sized=sheet.sized),
        "waits": Drawn(waits.build(), waits.paint, Rows(tr("Waits"), sorted_), ("play", "reveal", "check")),
    }
    name = say(TEXTS, "picture.name", {"place": kiosk.PLACE})
    return figures.stage({**TEXTS, "picture.name": name}, drawn, show(moment), key())


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    sent, committed = kiosk.orders(moment.settings), moment.committed
    frame = moment.frame if committed else 0
    answered, lost = travel.done(sent, frame)
    said = figures.said(TEXTS, QUESTION, moment, Number.value)
    status, kind = status_of(sent, frame) if committed else ("", "")
    before = say(TEXTS, "picture.before", moments.names(sent))
    return Shown(
        {
            "picture": sheet.patch(moments.globe_of(sent, frame, committed), moments.strip_of(sent, frame, committed)),
            "waits": waits.patch(moments.waits_of(sent, answered, lost, said)),
        },
        {"picture": words.plain(status) or before, "waits": _told(sent, answered, lost, said)},
        {"picture": _legs(moments.legs_of(sent, committed)), "waits": _sorted(answered, lost)},
        status,
        kind,
        words.wait(frame * travel.STEP_MS),
    )


def status_of(sent: Orders, frame: int) -> tuple[str, str]:
    """Say what has been answered by a picture of the play, and its kind."""
    answered, lost = travel.done(sent, frame)
    values = moments.names(sent) | moments.counts(sent, answered, lost) | {"ratio": words.share(sent.ratio)}
    if not kiosk.reachable(sent.server):
        return say(TEXTS, "status.lost", values), "loss"
    if not frame:
        return say(TEXTS, "status.start", values), ""
    return say(TEXTS, "status.some" if len(answered) else "status.none-yet", values), ""


def key() -> str:
    """Write the key of the marks, the café word first, and where the edge cities come from."""
    circle = '<circle cx="8" cy="8" r="5.5" fill="{}" stroke="{}" stroke-width="1.6"/>'
    items = (
        (_drawn(circle.format("var(--wait6)", "var(--land)")), "customers"),
        (_drawn('<path d="M1.5 2.5h13L8 14Z" fill="var(--ink)"/>'), "edge"),
        (mark("in use"), "region"),
        (_drawn(circle.format("var(--page)", "var(--ink)")), "out"),
        (_drawn(circle.format("var(--wait2)", "var(--rim2)")), "back"),
    )
    marks = "".join(f'<span class="pp-item">{drawn}{TEXTS[f"key.{name}"]}</span>' for drawn, name in items)
    source = {"cities": f"{len(edge_cities())}", "source": SOURCE, "read": READ}
    return f"{TEXTS['key']}{marks}<span>{say(TEXTS, 'key.cities', source)}</span>"


def _drawn(shape: str) -> str:
    return f'<svg class="pp-mark" aria-hidden="true" width="14" height="14" viewBox="0 0 16 16">{shape}</svg>'


def _told(sent: Orders, answered: Floats, lost: int, said: Said) -> str:
    """Say what the chart of waits shows."""
    values = moments.counts(sent, answered, lost)
    if not len(answered):
        told = TEXTS["waits.empty"]
    elif len(answered) == kiosk.COUNT:
        told = say(TEXTS, "waits.all", values | moments.shares(sent))
    else:
        told = say(TEXTS, "waits.told", values)
    gone = f" {words.sentence(say(TEXTS, 'waits.none', values))}." if lost else ""
    return f"{told}{gone} {words.sentence(said[1])}." if said else told + gone


def _legs(legs: Sequence[Leg]) -> dict[str, Any]:
    return {
        "start": [leg.start for leg in legs],
        "end": [leg.end for leg in legs],
        "over": [leg.cable or LEGS[leg.kind] for leg in legs],
        "rtt": [leg.rtt_ms for leg in legs],
    }


def _sorted(answered: Floats, lost: int) -> dict[str, Any]:
    every = np.concatenate([np.sort(answered), np.full(lost, np.nan)])
    return {"request": np.arange(1, len(every) + 1), "wait": every}
