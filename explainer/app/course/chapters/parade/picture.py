"""What chapter 1 shows of a moment: the city, the hours of the day, and the result beside the prediction."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.parade import town
from explainer.app.course.chapters.parade.texts import TEXTS
from explainer.app.course.figures import Drawn, Rows, Said
from explainer.app.course.questions import Share
from explainer.app.marks import dot, mark
from explainer.outcome import Outcome
from explainer.page import Layer
from explainer.texts import tr, tr_all
from explainer.view import city, hours, prediction, words
from explainer.view.city import shops
from explainer.view.patch import Patch
from explainer.view.prediction import Result

SCALE = prediction.per_cent()
SHOPS = Rows(
    tr("Shops"),
    {
        "name": {"label": tr("Shop"), "kind": "text"},
        "state": {"label": tr("State"), "kind": "text"},
        "served": {"label": tr("Customers an hour"), "kind": "people"},
    },
)
CUSTOMERS = Rows(
    tr("Customers"),
    {"place": {"label": tr("Customers"), "kind": "text"}, "walk": {"label": tr("Walk"), "kind": "ms", "unit": "min"}},
)
HOURS = Rows(
    tr("Customers by hour"),
    {
        "hour": {"label": tr("Hour"), "kind": "text"},
        "normal": {"label": tr("Normal day"), "kind": "people"},
        "served": {"label": tr("Served today"), "kind": "people"},
    },
)
NEVER = Moment("predict", None, {"cafes": "one", "street": town.LONG}, 0)


def clock(hour_h: float) -> str:
    """Write an hour of the day.

    Examples
    --------
    >>> clock(10 + 2 / 3)
    '10:40'
    """
    minutes = round(hour_h * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    at = city.layers(town.world())
    layers = (
        Layer("shops", *at["shops"], "picture", ("name", "state", "served")),
        Layer("customers", *at["customers"], "customers", ("place", "walk")),
    )
    band = town.hours_h(town.LONG)
    drawn = {
        "picture": Drawn(city.build(town.world()), city.paint, SHOPS, sized=city.resized, layers=layers),
        "result": figures.result(SCALE, tr("Lost over the day"), {"label": tr("Lost"), "kind": "share"}),
        "hours": Drawn(hours.build(town.normal_day(), band), hours.paint, HOURS, ("look", "predict", "play", "reveal")),
    }
    return figures.stage(TEXTS, drawn, show(moment), key(), more={"customers": CUSTOMERS})


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    cafes, street = moment.settings["cafes"], moment.settings["street"]
    hour = town.hour_h(moment.frame)
    now, before = (town.outcome(cafes, street, hour, broken) for broken in (True, False))
    goes = hour < town.hours_h(street)[1]
    look = city.Look(
        (street,) if goes else (), town.progress(street, hour) if goes else 0.0, bool(now.scenario.outages)
    )
    said = figures.said(TEXTS, Share(), moment, Share.value)
    results = _results(moment)
    status, kind = status_of(now, cafes, street)
    patches = {
        "picture": city.patch(town.world(), now, before, look),
        "result": prediction.patch(SCALE, said, results),
        "hours": _hours(moment, hour),
    }
    return Shown(
        patches,
        {
            "picture": words.plain(f"{clock(hour)}. {status}"),
            "result": figures.told(said, results),
            "hours": _hours_told(moment, hour),
        },
        _columns(moment, now, said, results, hour),
        status,
        kind,
        clock(hour),
    )


def status_of(now: Outcome, cafes: str, street: str) -> tuple[str, str]:
    """Say what is happening, and its kind."""
    if not now.scenario.outages:
        return say(TEXTS, "status.calm", {"walk": words.wait(now.summary.rtt_p50_ms, tr("minutes"))}), ""
    letters = np.array(town.world().zones.index, object)
    closed = letters[now.zone_used & ~now.zone_up].tolist()
    opened = letters[now.zone_used & now.zone_up].tolist()
    asked = f"{now.summary.offered_rps * 3600:.0f}"
    if not opened:
        key = "status.shut" if len(closed) == 1 else "status.shut.more"
        return say(TEXTS, key, {"asked": asked, "closed": named(closed)}), "loss"
    lost = 1 - now.summary.reach
    full = (
        "room"
        if lost <= 0
        else "full"
        if (now.utilisation[now.region_used & now.region_up] > shops.FULL).all()
        else "away"
    )
    told = say(TEXTS, f"status.{full}", {"lost": words.share(lost)})
    key = "status.apart" if closed else "status.cut"
    return say(
        TEXTS, key, {"closed": named(closed), "open": words.listed(opened), "full": told}
    ), "loss" if lost else "cause"


def named(letters: list[str], inside: bool = False) -> str:
    """Name some cafés, at the beginning of a sentence or inside one.

    Examples
    --------
    >>> named(["A"]), named(["A", "B"]), named(["A"], inside=True)
    ('Café A', 'Cafés A and B', 'café A')
    """
    if not letters:
        return ""
    name = say(TEXTS, "cafe" if len(letters) == 1 else "cafes", {"letters": words.listed(letters)})
    return name if inside else words.sentence(name)


def key() -> str:
    """Write the key of the marks."""
    steps = town.world().scale.steps
    spans = [f"&lt;{steps[0]:g}", *(f"{a:g}–{b:g}" for a, b in pairwise(steps)), f"{steps[-1]:g}+"]
    dots = "".join(f'<span class="pp-item">{dot(c)}{span}</span>' for c, span in enumerate(spans, start=1))
    others = tr_all({"not served": "no coffee", "zone": "café", "zone unused": "empty shop"})
    marks = "".join(f'<span class="pp-item">{mark(name)}{label}</span>' for name, label in others.items())
    return f"<b>{tr('Walk, minutes')}</b>{dots}{marks}"


def _results(moment: Moment) -> list[Result]:
    """Give what stands beside the prediction: one café and three, or, for two of them on a street, those and three."""
    if not moment.revealed:
        return []
    street = moment.settings["street"]
    shown = ("pair" if moment.settings["cafes"] == "pair" else "one", "three")
    lost = {cafes: town.day(cafes, street).lost for cafes in shown}
    return [
        Result(value, say(TEXTS, f"result.{cafes}", {"lost": words.share(value)}), cafes != "three")
        for cafes, value in lost.items()
    ]


def _hours(moment: Moment, hour: float) -> Patch:
    street = moment.settings["street"]
    band = town.hours_h(street)
    label = say(TEXTS, "band", {"from": f"{band[0]:.0f}", "to": f"{band[1]:.0f}"})
    if not moment.committed:
        return hours.patch(town.normal_day(), band, label)
    day = town.day(moment.settings["cafes"], street)
    if not moment.revealed:
        return hours.patch(town.normal_day(), band, label, day.until(hour))
    lost = say(TEXTS, "band.lost", {"lost": words.share(day.lost)})
    return hours.patch(town.normal_day(), band, label, day, lost)


def _hours_told(moment: Moment, hour: float) -> str:
    normal = town.normal_day()
    total = float(np.trapezoid(normal.asked, normal.hour_h))
    values = {"day": f"{total:,.0f}", "most": f"{normal.asked.max():.0f}"}
    if not moment.committed:
        busiest = clock(float(normal.hour_h[normal.asked.argmax()]))
        return say(TEXTS, "hours.before", {**values, "busiest": busiest})
    day = town.day(moment.settings["cafes"], moment.settings["street"])
    if moment.revealed:
        return say(TEXTS, "hours.after", {**values, "lost": words.share(day.lost)})
    return say(TEXTS, "hours.so-far", {"clock": clock(hour), "lost": words.share(day.until(hour).lost)})


def _columns(
    moment: Moment, now: Outcome, said: Said, results: list[Result], hour: float
) -> dict[str, Mapping[str, Any]]:
    world = town.world()
    used = now.zone_used
    normal = town.normal_day()
    day = None
    if moment.committed:
        day = town.day(moment.settings["cafes"], moment.settings["street"])
        day = day if moment.revealed else day.until(hour)
    return {
        "picture": {
            "name": list(world.zones.index),
            "state": [shops.STATES[state] for state in shops.states(now)],
            "served": np.where(used, now.zone_rps * 3600, np.nan).astype(np.float32),
        },
        "customers": {"place": world.cells["name"].tolist(), "walk": now.rtt_ms},
        "result": prediction.table(said, results),
        "hours": hours.table(normal, day),
    }
