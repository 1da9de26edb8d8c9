"""What chapter 4 shows of a moment: café and cloud side by side, and the two curves of distance."""

from __future__ import annotations

from typing import Any

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.zones import apart, pair, trade
from explainer.app.course.chapters.zones.apart import STEPS_KM, STORMS_KM
from explainer.app.course.chapters.zones.texts import TEXTS
from explainer.app.course.chapters.zones.wording import IN_A_ROW, copied, served, taken
from explainer.app.course.figures import Drawn, Rows
from explainer.app.marks import mark
from explainer.texts import tr
from explainer.view import words

NEVER = Moment("predict", None, {"apart": f"{STEPS_KM[0]:g}", "storm": f"{STORMS_KM[0]:g}"}, 0)


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    places = {
        "shop": {"label": tr("Shop"), "kind": "text"},
        "zone": {"label": tr("Zone"), "kind": "text"},
        "state": {"label": tr("State"), "kind": "text"},
    }
    curves = {
        "km": {"label": tr("Apart, km"), "kind": "number"},
        "taken": {"label": tr("Zones taken"), "kind": "number"},
        "copy": {"label": tr("Copy"), "kind": "ms"},
        "note": {"label": tr("Note in the café"), "kind": "ms", "unit": "min"},
    }
    drawn = {
        "picture": Drawn(pair.build(), pair.paint, Rows(tr("Shops and zones"), places), sized=pair.resized),
        "trade": Drawn(trade.build(), trade.paint, Rows(tr("By distance"), curves), ("play", "reveal", "check")),
    }
    return figures.stage(TEXTS, drawn, show(moment), key())


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    distance_km, radius_km = (float(moment.settings[name]) for name in ("apart", "storm"))
    said = float(moment.said) if moment.said else None
    hit = apart.storm(distance_km, radius_km) if moment.committed else None
    seen = (distance_km, radius_km, said, moment.committed, moment.revealed)
    status, kind = status_of(distance_km, hit) if hit else ("", "")
    return Shown(
        {"picture": pair.patch(distance_km, hit, radius_km), "trade": trade.patch(*seen)},
        {"picture": words.plain(status) or TEXTS["picture.before"], "trade": trade.summary(*seen)},
        {"picture": _places(hit), "trade": _curves(radius_km, moment)},
        status,
        kind,
    )


def status_of(distance_km: float, hit: apart.Hit) -> tuple[str, str]:
    """Say what a storm takes and how long a copy takes, and the kind of that."""
    copy = apart.copy_ms(distance_km)
    values = {
        "km": words.distance(distance_km),
        "taken": taken(hit.taken),
        "served": served(hit.served),
        "copy": copied(copy),
        "saves": IN_A_ROW,
        "row": copied(copy * apart.IN_A_ROW),
        "note": words.wait(apart.note_min(distance_km), tr("minutes")),
    }
    return say(TEXTS, "status", values), "loss" if hit.served < 1 else "cause"


def key() -> str:
    """Write the key of the marks, the café word first."""
    circle = '<circle cx="8" cy="8" r="7" fill="{}" stroke="{}"/>'
    items = (
        (_drawn(circle.format("none", "var(--ink)")), tr("block: Region")),
        (mark("zone"), tr("shop: zone")),
        (_drawn('<path d="M0 8h16" stroke="var(--ink)" stroke-width="2.5"/>'), tr("note: copy")),
        (_drawn(circle.format("var(--cause)", "var(--causeink)")), tr("power cut: storm (tiny ones enlarged)")),
        (mark("zone lost"), tr("no power: lost")),
    )
    marks = "".join(f'<span class="pp-item">{drawn}{label}</span>' for drawn, label in items)
    return f"<b>{tr('One mark, two words')}</b>{marks}"


def _drawn(shape: str) -> str:
    return f'<svg class="pp-mark" aria-hidden="true" width="14" height="14" viewBox="0 0 16 16">{shape}</svg>'


def _places(hit: apart.Hit | None) -> dict[str, Any]:
    states = ["" if hit is None else tr("open") if up else tr("lost") for up in (hit.up if hit else (True,) * 3)]
    return {"shop": list(apart.CODES), "zone": ["1", "2", "3"], "state": states}


def _curves(radius_km: float, moment: Moment) -> dict[str, Any]:
    """Give the numbers of the steps that may be seen by now."""
    far = STEPS_KM[-1] if moment.revealed else float(moment.settings["apart"])
    seen = [step <= far and moment.committed for step in STEPS_KM]
    rows = list(zip(STEPS_KM, seen, strict=True))
    return {
        "km": list(STEPS_KM),
        "taken": [apart.storm(at, radius_km).taken if shown else None for at, shown in rows],
        "copy": [apart.copy_ms(at) if shown else None for at, shown in rows],
        "note": [apart.note_min(at) if shown else None for at, shown in rows],
    }
