"""What chapter 3 shows of a moment: the sites, their failures so far, and what is left beside the prediction."""

from __future__ import annotations

from typing import Any

import numpy as np

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.two_data_centres import drawing, sites
from explainer.app.course.chapters.two_data_centres.texts import TEXTS
from explainer.app.course.figures import Drawn, Rows
from explainer.app.course.questions import Choice
from explainer.app.marks import mark
from explainer.outcome import Outcome
from explainer.texts import tr, tr_all
from explainer.view import prediction, words
from explainer.view.appraise.spans import duration
from explainer.view.prediction import Result, Scale

LEFT = {"half": 0.5, "tenth": 0.1, "thousandth": 0.001, "same": 1.0}  # of the outage, by the answer
QUESTION = Choice(tuple(LEFT))
SCALE = Scale(
    0.0004,
    1.0,
    ((0.001, tr("a thousandth")), (0.01, tr("a hundredth")), (0.1, tr("a tenth")), (1.0, tr("all of it"))),
    log=True,
)
EACH = 3  # pictures a failure, in which the cursor goes on: slow enough to be seen, and for nothing to flash
FRAMES = 1 + EACH * sites.COUNT
LAST = FRAMES - 1
START = {"shared": "some", "busy": "half"}


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    columns = {
        "failure": {"label": tr("Failure"), "kind": "number"},
        "lost": {"label": tr("Lost"), "kind": "text"},
        "not_served": {"label": tr("Customers not served"), "kind": "share"},
    }
    drawn = {
        "picture": Drawn(drawing.build(), drawing.paint, Rows(tr("Failures"), columns)),
        "result": figures.result(SCALE, tr("Outage left"), {"label": tr("Of one site's"), "kind": "share"}),
    }
    return figures.stage(TEXTS, drawn, show(moment), key())


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    shared, busy = moment.settings["shared"], moment.settings["busy"]
    count = -(-moment.frame // EACH) if moment.committed else 0
    past = sites.failures(shared, busy).first(count)
    lost = tuple(site for site, gone in zip(sites.SITES, past.lost[-1], strict=True) if gone) if count else ()
    now = sites.outcome(busy, *lost)
    status, kind = status_of(now, lost, past, busy)
    results = _results(moment)
    said = figures.said(TEXTS, QUESTION, moment, LEFT.__getitem__)
    return Shown(
        {
            "picture": drawing.patch(_seen(now, lost, past, moment)),
            "result": prediction.patch(SCALE, said, results),
        },
        {"picture": words.plain(status), "result": figures.told(said, results)},
        {"picture": _rows(past), "result": prediction.table(said, results)},
        status,
        kind,
        _clock(count),
    )


def status_of(now: Outcome, lost: tuple[str, ...], past: sites.Failures, busy: str) -> tuple[str, str]:
    """Say what is happening, and its kind."""
    if not lost:
        return say(TEXTS, "status.calm", {"busy": words.share(sites.BUSY[busy])}), ""
    left = [site for site in sites.SITES if site not in lost]
    not_served = 1 - now.summary.reach
    values = {"lost": lost[0], "left": words.listed(left), "not_served": words.share(not_served)}
    happens = "both" if not left else "one" if not_served <= 0 else "full"
    both = int(past.both.sum())
    counts = {"one": len(past.lost) - both, "both": both}
    tally = say(TEXTS, "status.tally", {name: words.counted(count, "failure") for name, count in counts.items()})
    return f"{say(TEXTS, f'status.{happens}', values)} {tally}", "loss" if not_served > 0 else "cause"


def key() -> str:
    """Write the key of the marks."""
    names = tr_all({"zone": "site up", "zone lost": "site lost", "impaired": "what both hang on has failed"})
    return "".join(f'<span class="pp-item">{mark(name)}{label}</span>' for name, label in names.items())


def _seen(now: Outcome, lost: tuple[str, ...], past: sites.Failures, moment: Moment) -> drawing.Seen:
    """Put a moment into what is drawn and written on the sheet."""
    settings, playing = moment.settings, moment.committed and 0 < moment.frame < LAST
    share, room_rps = sites.SHARED[settings["shared"]], sites.LOAD_RPS / sites.BUSY[settings["busy"]] / 2
    gone = [site in lost for site in sites.SITES]
    over_rps = (now.summary.offered_rps - now.summary.served_rps) * ~np.array(gone)
    loads = [
        TEXTS["site.load.none"]
        if away
        else say(
            TEXTS,
            "site.load.over" if over > 0 else "site.load",
            {"load": f"{rps:.0f}", "room": f"{room_rps:.0f}", "over": f"{over:.0f}"},
        )
        for rps, over, away in zip(now.zone_rps.tolist(), over_rps.tolist(), gone, strict=True)
    ]
    names = [
        say(TEXTS, "site.lost" if away else "site.up", {"site": site})
        for site, away in zip(sites.SITES, gone, strict=True)
    ]
    line = say(TEXTS, "line.common" if share else "line.own", {"share": words.share(share)})
    used, over = (now.zone_rps / room_rps).tolist(), (over_rps / room_rps).tolist()
    titles = (TEXTS["lanes"], TEXTS["lanes.not-served"])
    return drawing.Seen(
        share > 0, gone, used, over, past, moment.frame / EACH if playing else None, names, loads, line, titles
    )


def _clock(count: int) -> str:
    if count < 2:
        return TEXTS["clock.one" if count else "clock.none"]
    return say(TEXTS, "clock.some", {"count": f"{count}"})


def _results(moment: Moment) -> list[Result]:
    """Give what stands beside the prediction: two sites as they are, and the same two with nothing in common."""
    if not moment.revealed:
        return []
    shared, busy = moment.settings["shared"], moment.settings["busy"]
    alone = say(TEXTS, "result.alone", {"down": down("none", busy)})
    found = [Result(sites.left("none", busy), alone, lost=False)]
    if sites.SHARED[shared]:
        values = {"share": words.share(sites.SHARED[shared]), "down": down(shared, busy)}
        found.insert(0, Result(sites.left(shared, busy), say(TEXTS, "result.shared", values), lost=True))
    return found


def down(shared: str, busy: str = "half") -> str:
    """Write what customers of two sites lose a year."""
    return duration(sites.down_h(shared, busy) * 60)


def _rows(past: sites.Failures) -> dict[str, Any]:
    taken = [
        words.listed([site for site, gone in zip(sites.SITES, row, strict=True) if gone]) for row in past.lost.tolist()
    ]
    return {"failure": np.arange(1, len(taken) + 1), "lost": taken, "not_served": past.not_served}
