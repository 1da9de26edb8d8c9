"""What chapter 6 says of a moment: where time stands, who is served and what is lost, and what the marks mean."""

from __future__ import annotations

from math import isfinite

from explainer.app.course.chapter import Moment, say
from explainer.app.course.chapters.several_regions import axis, standby
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.app.course.chapters.several_regions.wording import ALL, READY, data, down, known, way
from explainer.app.marks import dot, mark
from explainer.texts import tr
from explainer.view import words
from explainer.view.appraise.spans import duration

NAMED = ("name", "check")  # steps in which the ways have their names
WAITS = (1, 2, 3)  # classes of wait that occur here


def clock(place: float) -> str:
    """Write where time stands.

    Examples
    --------
    >>> clock(0.0), clock(1.0).replace(words.NO_BREAK, " ")
    ('14:20', '1 day after')
    """
    if place == 0:
        return say(TEXTS, "clock.lost", known())
    key = "clock.after" if place > 0 else "clock.before"
    return say(TEXTS, key, {"time": duration(abs(axis.minutes(place)))})


def status_of(moment: Moment, place: float) -> tuple[str, str]:
    """Say what is happening, and its kind."""
    ready, launches = moment.settings["ready"], moment.settings["launches"]
    if not moment.committed:
        return "", ""
    if place < 0:
        written_min = standby.fared(ready).data_lost_min + axis.minutes(place)
        if written_min <= 0:
            return say(TEXTS, "status.copied", known()), ""
        return say(TEXTS, "status.calm", {"written": duration(written_min)}), ""
    minute = axis.minutes(place)
    share = standby.outcome(ready, launches, int(minute)).summary.reach
    values = {**known(), "share": words.share(share), "data": data(ready, launches), "down": down(ready, launches)}
    back = minute >= standby.fared(ready, launches).rto_min
    happens = ("all" if share >= ALL else "back") if back else "some" if share > 0 else "none"
    return say(TEXTS, f"status.{happens}", values), "" if back else "loss"


def down_of(ready: str, launches: str) -> str:
    """Say how long customers go without, and how many of them if not all."""
    most = float(standby.not_served(ready, launches).max())
    key = "lane.down" if most >= ALL else "lane.down.part"
    return say(TEXTS, key, {"down": down(ready, launches), "share": words.share(most)})


def told(moment: Moment, status: str) -> str:
    """Say what the picture shows."""
    if not moment.committed:
        return say(TEXTS, "picture.before", known())
    if not moment.revealed:
        return words.plain(status)
    launches = moment.settings["launches"]
    told = [
        say(
            TEXTS,
            "lane.told",
            {
                "way": way(ready, moment.step in NAMED),
                "data": data(ready, launches),
                "down": down_of(ready, launches)
                if isfinite(standby.fared(ready, launches).rto_min)
                else TEXTS["lane.never"],
                "cost": f"{standby.ways()[ready].cost_index:.2f}",
            },
        )
        for ready in READY
    ]
    return f"{words.plain(status)} {say(TEXTS, 'picture.lanes', {'lanes': '; '.join(told)})}"


def key() -> str:
    """Write the key of the marks, the café word first."""
    shapes = {
        tr("shop: zone"): mark("zone"),
        tr("cold oven: nothing runs"): mark("zone unused"),
        tr("book: data"): _drawn('<path d="M2 4h12M2 8h12M2 12h12" stroke="var(--ink)" stroke-width="2"/>'),
        tr("lost for good"): _drawn(
            '<path d="M1 2h14v12H1Z" fill="var(--lossbg)"/>'
            '<path d="M1 9 8 2M1 15 14 2M8 15 15 8" stroke="var(--loss)" stroke-width="2"/>'
        ),
        tr("not served"): mark("not served") + _drawn('<path d="M1 4h14v8H1Z" fill="var(--loss)"/>'),
    }
    marks = "".join(f'<span class="pp-item">{drawn}{label}</span>' for label, drawn in shapes.items())
    waits = "".join(dot(c) for c in WAITS)
    return f'{marks}<span class="pp-item">{waits}{tr("served, by wait")}</span>'


def _drawn(shape: str) -> str:
    return f'<svg class="pp-mark" aria-hidden="true" width="14" height="14" viewBox="0 0 16 16">{shape}</svg>'
