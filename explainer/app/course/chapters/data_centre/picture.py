"""What chapter 2 shows of a moment: the years that have passed, how their average settles, and the prediction."""

from __future__ import annotations

from typing import Any

import numpy as np

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.data_centre import centre, field
from explainer.app.course.chapters.data_centre.texts import TEXTS
from explainer.app.course.figures import Drawn, Rows
from explainer.app.course.questions import Number
from explainer.texts import tr
from explainer.view import prediction, words
from explainer.view.appraise import settling, shapes
from explainer.view.patch import Patch, merge
from explainer.view.prediction import Result, Scale
from explainer.years import Years

QUESTION = Number(0, 8760, tr("hours"))
SCALE = Scale(0.1, 10_000, tuple((h, f"{h:,g}") for h in (0.1, 1, 10, 100, 1000, 10_000)), log=True)
FRAMES = field.ROWS + 1  # none has passed, and then a row each
LAST = FRAMES - 1
HOURS = {"kind": "ms", "unit": "h"}  # a column of hours
START = {"nines": "three", "parts": "one"}


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    years = {"year": {"label": tr("Year"), "kind": "number"}, "hours": {"label": tr("Down"), **HOURS}}
    averages = {
        "years": {"label": tr("After years"), "kind": "number"},
        "mean": {"label": tr("Average"), **HOURS},
        "error": {"label": tr("Standard error"), **HOURS},
    }
    lines = settling.build(centre.world()).update_layout(height=settling.HEIGHT_PX)
    drawn = {
        "picture": Drawn(field.build(), field.paint, Rows(tr("Years"), years)),
        "settling": Drawn(lines, settling.paint, Rows(tr("Average so far"), averages), ("play", "reveal")),
        "result": figures.result(SCALE, tr("Down a year"), {"label": tr("Down"), **HOURS}),
    }
    return figures.stage(TEXTS, drawn, show(moment), TEXTS["key"] + field.key())


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    nines, parts = moment.settings["nines"], moment.settings["parts"]
    count = moment.frame * field.COLUMNS if moment.committed else 0
    told = centre.first(centre.lived(nines, parts), count) if count else None
    formula_h, up = centre.down_h(centre.up(nines, parts)), words.percent(centre.up(nines, parts))
    said, results = figures.said(TEXTS, QUESTION, moment, Number.value), _results(moment)
    status, kind = status_of(told, up)
    caption = TEXTS["picture.caption" if parts == "one" else "picture.caption.parts"]
    lost_h = told.lost_min / 60 if told else np.zeros(0)
    waits = say(TEXTS, "picture.waits", {"count": f"{centre.COUNT:,}"})
    return Shown(
        {
            "picture": field.patch(lost_h, caption),
            "settling": _settling(told, formula_h),
            "result": prediction.patch(SCALE, said, results),
        },
        {
            "picture": words.plain(status) if told else waits,
            "settling": _settled(told, formula_h),
            "result": figures.told(said, results),
        },
        {
            "picture": {"year": np.arange(1, count + 1), "hours": lost_h},
            "settling": _by_years(told),
            "result": prediction.table(said, results),
        },
        status,
        kind,
        say(TEXTS, "clock", {"years": f"{count:,}"}),
    )


def status_of(told: Years | None, up: str) -> tuple[str, str]:
    """Say what has happened so far, and its kind."""
    if told is None:
        return TEXTS["status.start"], ""
    values = {"years": f"{told.n:,}", "up": up}
    if told.mean_min <= 0:
        return say(TEXTS, "status.all-calm", values), ""
    worst = float(told.lost_min.max()) / 60
    values |= {
        "calm": words.share(told.share_without_loss),
        "mean": words.hours(told.mean_min / 60),
        "worst": words.hours(worst),
    }
    return say(TEXTS, "status.some", values), "loss"


def _results(moment: Moment) -> list[Result]:
    """Give what stands beside the prediction: the formula, and what the years came to."""
    if not moment.revealed:
        return []
    nines, parts = moment.settings["nines"], moment.settings["parts"]
    a, mean_h = centre.up(nines, parts), centre.lived(nines, parts).mean_min / 60
    formula = say(TEXTS, "result.formula", {"up": words.percent(a), "formula": words.hours(centre.down_h(a))})
    came = say(TEXTS, "result.years", {"mean": words.hours(mean_h), "count": f"{centre.COUNT:,}"})
    return [Result(centre.down_h(a), formula, lost=True), Result(mean_h, came, lost=False)]


def _settling(told: Years | None, formula_h: float) -> Patch:
    """Draw the average so far, in hours, and the formula as the dotted line."""
    drawn = settling.patch(centre.world(), told)
    if told is None or told.n < 2:
        return drawn
    share = min(formula_h * 60 / (2 * told.mean_min), 1.0) if told.mean_min > 0 else 1.0
    level = settling.ZERO - (settling.ZERO - settling.TOP) * share
    here = {
        settling.LEVEL: shapes.at([settling.LEFT, settling.RIGHT], [level, level]),
        settling.VALUE: {"text": [words.hours(told.mean_min / 60)]},
        settling.UNIT: {"text": [TEXTS["a-year"]]},
    }
    return merge(drawn, Patch(here))


def _settled(told: Years | None, formula_h: float) -> str:
    if told is None:
        return TEXTS["settling.empty"]
    values = {"years": say(TEXTS, "clock", {"years": f"{told.n:,}"}), "mean": words.hours(told.mean_min / 60)}
    return say(TEXTS, "settling.told", values | {"formula": words.hours(formula_h)})


def _by_years(told: Years | None) -> dict[str, Any]:
    rows = settling.table(centre.world(), told)
    return {"years": rows["years"]} | {
        name: [minutes / 60 for minutes in rows[f"{key}_min{end}"]]
        for name, key, end in (("mean", "mean", ""), ("error", "mean", "_error"))
    }
