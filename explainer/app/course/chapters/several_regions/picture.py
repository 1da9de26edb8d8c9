"""What chapter 6 shows of a moment: the map, the lanes below it, and the bill beside them."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.several_regions import axis, bill, ground, lanes, standby, telling
from explainer.app.course.chapters.several_regions.lanes import Course, Lane
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.app.course.chapters.several_regions.wording import ALL, READY, data, down, known, lag, way
from explainer.app.course.figures import Drawn, Rows
from explainer.app.course.questions import Number
from explainer.strategies import BACKUP_EVERY_S
from explainer.texts import tr, tr_all
from explainer.view import axes, prediction, words
from explainer.view.palette import Palette
from explainer.view.patch import Patch, merge
from explainer.view.prediction import Result, Scale

QUESTION = Number(0, 168, tr("hours"))
SCALE = Scale(1 / 60, 168, ((1 / 60, "1 min"), (1.0, "1 h"), (24.0, tr("1 day")), (168.0, tr("1 week"))), log=True)
COMING, AFTER = 24, 36  # pictures until the loss, and from it on
FRAMES = COMING + AFTER + 1
LAST = FRAMES - 1
START = {"ready": "backup", "hour": "year", "launches": "work"}
ARRIVES = float(axis.before(BACKUP_EVERY_S))  # the last backup
ON_ITS_WAY = 0.15  # how long a backup travels, along the axis


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    ways = {
        "way": {"label": tr("Ready elsewhere"), "kind": "text"},
        "data": {"label": tr("Data lost"), "kind": "text"},
        "down": {"label": tr("Without service"), "kind": "text"},
        "cost": {"label": tr("A month costs, × one Region"), "kind": "number"},
    }
    numbers = tr_all({"standing": "Standing ready", "losses": "Outages", "total": "Both"})
    rows = {name: {"label": label, "kind": "number"} for name, label in numbers.items()}
    drawn = {
        "picture": Drawn(build(), paint, Rows(tr("Ways to be ready"), ways), sized=resized),
        "result": figures.result(
            SCALE, tr("Without service"), {"label": tr("Hours"), "kind": "number"}, shown_in=("reveal",)
        ),
        "bill": Drawn(
            bill.build(),
            bill.paint,
            Rows(tr("A year, in monthly bills of one Region"), {"way": ways["way"]} | rows),
            ("reveal", "check"),
        ),
    }
    return figures.stage(TEXTS, drawn, show(moment), telling.key())


def build() -> go.Figure:
    """Build the picture: the map above, the lanes below."""
    above, below = ground.traces(), lanes.traces()
    for part, (x, y) in ((above, ("x", "y")), (below, ("x2", "y2"))):
        for trace in part:
            trace.update(xaxis=x, yaxis=y, hoverinfo="skip", cliponaxis=part is above and "text" not in trace.mode)
    sides = {f"{one}axis{n}": axes.axis(0, 1, anchor=f"{other}{n}") for one, other in ("xy", "yx") for n in ("", "2")}
    return go.Figure([*above, *below], axes.layout(**sides))


def paint(palette: Palette) -> Patch:
    """Give the picture its colours."""
    return merge(ground.paint(palette), lanes.paint(palette), Patch({}, axes.painted(palette)))


def resized(narrow: bool) -> Patch:
    """Fit the picture to a page; on a phone it is higher, so that all lanes have room."""
    sizes = [part.NARROW_SIZE if narrow else part.WIDE_SIZE for part in (ground, lanes)]
    whole = sum(height for _, height in sizes)
    edge = sizes[1][1] / whole
    layout: dict[str, Any] = {"yaxis.domain": [edge, 1], "yaxis2.domain": [0, edge]}
    if narrow:
        layout["height"] = whole
    return merge(ground.resized(narrow), lanes.resized(narrow), Patch({}, layout))


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    place, hour = place_of(moment), moment.settings["hour"]
    status, kind = telling.status_of(moment, place)
    said, results = figures.said(TEXTS, QUESTION, moment, Number.value), _results(moment)
    seen = _lanes(moment, place)
    return Shown(
        {
            "picture": merge(ground.patch(_ground(moment, place)), lanes.patch(seen)),
            "result": prediction.patch(SCALE, said, results),
            "bill": bill.patch(hour, moment.revealed),
        },
        {
            "picture": telling.told(moment, status),
            "result": figures.told(said, results),
            "bill": bill.summary(hour, moment.revealed),
        },
        {
            "picture": _rows(moment, place),
            "result": prediction.table(said, results),
            "bill": bill.table(hour, moment.revealed),
        },
        status,
        kind,
        telling.clock(place) if moment.committed else "",
    )


def place_of(moment: Moment) -> float:
    """Give where time stands along the axis [-1..1]: the loss is 0."""
    if not moment.committed:
        return -1.0
    frame = moment.frame - COMING
    return frame / (AFTER if frame > 0 else COMING)


def _ground(moment: Moment, place: float) -> ground.Seen:
    """Put a moment into what is drawn on the map."""
    ready, launches = moment.settings["ready"], moment.settings["launches"]
    minute = None if place < 0 else int(axis.minutes(place))
    now = standby.outcome(ready, launches, minute)
    lost, running = minute is not None, standby.running(ready, launches, minute)
    name, other = known()["primary"], known()["standby"]
    names = (say(TEXTS, "region.lost", {"region": name}) if lost else name, other)
    served = [
        float(now.region_rps[standby.world().position(code)]) / now.summary.offered_rps
        for code in (standby.PRIMARY, standby.STANDBY)
    ]
    first, second = (
        TEXTS["region.all"] if share >= ALL else say(TEXTS, "region.serves", {"share": words.share(share)})
        for share in served
    )
    if served[1] <= 0:
        key = "region.restoring" if lost else f"region.{ready}"
        second = say(TEXTS, key, {"running": words.share(running)})
    copied = ground.BLANK if lost else say(TEXTS, f"copy.{ready}", {"lag": lag(ready)})
    return ground.Seen(
        now,
        lost,
        running,
        ready == "backup",
        _copies(moment, place),
        names,
        (ground.BLANK if lost else first, second),
        copied,
    )


def _copies(moment: Moment, place: float) -> tuple[float, ...]:
    """Give where copies are: a backup travels once, the others follow each other."""
    if moment.settings["ready"] == "backup":
        if not moment.committed:
            return (0.5,)
        share = 1 + (place - ARRIVES) / ON_ITS_WAY
        return (share,) if 0 <= share <= 1 else ()
    step = moment.frame % 4 / 4 if moment.committed else 0.0
    there = tuple((piece + step) / ground.PIECES for piece in range(ground.PIECES))
    return there if moment.settings["ready"] != "all" else there + tuple(1 - share for share in there[::2])


def _lanes(moment: Moment, place: float) -> lanes.Seen:
    """Put a moment into what is drawn below the map: the way that is chosen, or after the reveal all."""
    chosen, launches = moment.settings["ready"], moment.settings["launches"]
    named = moment.step in telling.NAMED
    built = []
    for ready in READY:
        until = place if moment.committed and ready == chosen else 1.0 if moment.revealed else None
        small = way(ready) if named else TEXTS[f"cafe.{ready}"]
        course = None if until is None else _course(ready, launches, until)
        built.append(Lane(way(ready, named), small, standby.ways()[ready].cost_index, ready == chosen, course))
    now = place if moment.committed and 0 < moment.frame < LAST else None
    heads = (say(TEXTS, "lane.ready", known()), TEXTS["lane.cost"] if moment.committed else ground.BLANK)
    question = "" if moment.committed else TEXTS["lane.open"]
    return lanes.Seen(built, now, question, heads, say(TEXTS, "lane.lost", known()))


def _course(ready: str, launches: str, until: float) -> Course:
    """Give how a way fares, as far as time has come along the axis."""
    fared = standby.fared(ready, launches)
    never = TEXTS["lane.never"] if until == 1 else ground.BLANK
    return Course(
        until,
        fared.data_lost_min * 60,
        standby.not_served(ready, launches),
        say(TEXTS, "lane.data", {"data": data(ready, launches)}),
        telling.down_of(ready, launches) if axis.minutes(until) >= fared.rto_min else never,
    )


def _results(moment: Moment) -> list[Result]:
    """Give what stands beside the prediction: a backup alone, and both Regions serving."""
    if not moment.revealed:
        return []
    return [
        Result(
            standby.fared(ready).rto_min / 60, say(TEXTS, f"result.{ready}", {"down": down(ready)}), ready == "backup"
        )
        for ready in ("backup", "all")
    ]


def _seen(moment: Moment, place: float) -> list[str]:
    """Give the ways whose outcome may be read by now."""
    if moment.revealed:
        return list(READY)
    ready, launches = moment.settings["ready"], moment.settings["launches"]
    back = moment.committed and axis.minutes(place) >= standby.fared(ready, launches).rto_min
    return [ready] if back else []


def _rows(moment: Moment, place: float) -> dict[str, Any]:
    seen, launches = _seen(moment, place), moment.settings["launches"]
    return {
        "way": [way(ready, moment.step in telling.NAMED) for ready in READY],
        "data": [data(ready, launches) if ready in seen else None for ready in READY],
        "down": [down(ready, launches) if ready in seen else None for ready in READY],
        "cost": [standby.ways()[ready].cost_index if ready in seen else None for ready in READY],
    }
