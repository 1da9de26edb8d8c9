"""What chapter 2 shows of a moment: the years that have passed, how their average settles, and the prediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.data_centre import centre, field
from explainer.app.course.chapters.data_centre.texts import TEXTS
from explainer.app.course.questions import Number
from explainer.page import Chart, Column, Table
from explainer.view import prediction, words
from explainer.view.appraise import settling, shapes
from explainer.view.palette import THEMES
from explainer.view.patch import Patch, apply, merge
from explainer.view.prediction import Result, Scale
from explainer.years import Years

QUESTION = Number(0, 8760, "hours")
SCALE = Scale(0.1, 10_000, tuple((h, f"{h:,g}") for h in (0.1, 1, 10, 100, 1000, 10_000)), log=True)
FRAMES = field.ROWS + 1  # none has passed, and then a row each
LAST = FRAMES - 1
START = {"nines": "three", "parts": "one"}


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    figures = {
        "picture": field.build(),
        "settling": settling.build(centre.world()),
        "result": prediction.build(SCALE),
    }
    figures["settling"].update_layout(height=settling.HEIGHT_PX)
    shown = show(moment)
    for name, patch in shown.patches.items():
        apply(figures[name], patch)
    tables = {name: _table(name, columns) for name, columns in shown.tables.items()}
    charts = {
        name: Chart(figure, TEXTS[f"{name}.name"], shown.summaries[name], name) for name, figure in figures.items()
    }
    variants = {
        theme: {"picture": field.paint(each), "settling": settling.paint(each), "result": prediction.paint(each)}
        for theme, each in THEMES.items()
    }
    shown_in = {"result": ("reveal", "name", "check"), "settling": ("play", "reveal")}
    return Stage(charts, tables, variants, shown_in, TEXTS["key"] + field.key(), "pp-city")


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    nines, parts = moment.settings["nines"], moment.settings["parts"]
    count = moment.frame * field.COLUMNS if moment.committed else 0
    told = centre.first(centre.lived(nines, parts), count) if count else None
    formula_h, up = centre.down_h(centre.up(nines, parts)), percent(centre.up(nines, parts))
    said, results = _said(moment), _results(moment)
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
            "picture": status.replace("<b>", "").replace("</b>", "") if told else waits,
            "settling": _settled(told, formula_h),
            "result": _told(said, results),
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
        "mean": hours(told.mean_min / 60),
        "worst": hours(worst),
    }
    return say(TEXTS, "status.some", values), "loss"


def hours(h: float) -> str:
    """Write hours, or minutes where there is less than one.

    Examples
    --------
    >>> [hours(h).replace(words.NO_BREAK, " ") for h in (87.6, 8.76, 0.876)]
    ['88 h', '8.8 h', '53 min']
    """
    if 0 < h < 1:
        return f"{h * 60:.0f}{words.NO_BREAK}min"
    return f"{words.bare(h)}{words.NO_BREAK}h"


def percent(share: float) -> str:
    """Write an availability with as many nines as it has, and two digits of what is missing.

    Examples
    --------
    >>> [percent(a).replace(words.NO_BREAK, " ") for a in (0.99, 0.999, 0.998001, 0.9999, 0.999975, 0.005)]
    ['99 %', '99.9 %', '99.8 %', '99.99 %', '99.9975 %', '0.5 %']
    """
    missing = 100 * min(share, 1 - share)
    decimals = max(1 - int(np.floor(np.log10(missing))), 0) if missing > 0 else 0
    number = f"{100 * share:.{decimals}f}"
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number}{words.NO_BREAK}%"


def _said(moment: Moment) -> tuple[float, str] | None:
    if not moment.said:
        return None
    return Number.value(moment.said), say(TEXTS, "axis.said", {"said": QUESTION.written(TEXTS, moment.said)})


def _results(moment: Moment) -> list[Result]:
    """Give what stands beside the prediction: the formula, and what the years came to."""
    if not moment.revealed:
        return []
    nines, parts = moment.settings["nines"], moment.settings["parts"]
    a, mean_h = centre.up(nines, parts), centre.lived(nines, parts).mean_min / 60
    formula = say(TEXTS, "result.formula", {"up": percent(a), "formula": hours(centre.down_h(a))})
    came = say(TEXTS, "result.years", {"mean": hours(mean_h), "count": f"{centre.COUNT:,}"})
    return [Result(centre.down_h(a), formula, lost=True), Result(mean_h, came, lost=False)]


def _told(said: tuple[float, str] | None, results: list[Result]) -> str:
    if not results:
        return TEXTS["result.empty"]
    told = [result.label for result in results] + ([said[1]] if said else [])
    return words.sentence("; ".join(told)) + "."


def _settling(told: Years | None, formula_h: float) -> Patch:
    """Draw the average so far, in hours, and the formula as the dotted line."""
    drawn = settling.patch(centre.world(), told)
    if told is None or told.n < 2:
        return drawn
    share = min(formula_h * 60 / (2 * told.mean_min), 1.0) if told.mean_min > 0 else 1.0
    level = settling.ZERO - (settling.ZERO - settling.TOP) * share
    here = {
        settling.LEVEL: shapes.at([settling.LEFT, settling.RIGHT], [level, level]),
        settling.VALUE: {"text": [hours(told.mean_min / 60)]},
        settling.UNIT: {"text": [TEXTS["a-year"]]},
    }
    return merge(drawn, Patch(here))


def _settled(told: Years | None, formula_h: float) -> str:
    if told is None:
        return TEXTS["settling.empty"]
    values = {"years": say(TEXTS, "clock", {"years": f"{told.n:,}"}), "mean": hours(told.mean_min / 60)}
    return say(TEXTS, "settling.told", values | {"formula": hours(formula_h)})


def _by_years(told: Years | None) -> dict[str, Any]:
    rows = settling.table(centre.world(), told)
    return {"years": rows["years"]} | {
        name: [minutes / 60 for minutes in rows[f"{key}_min{end}"]]
        for name, key, end in (("mean", "mean", ""), ("error", "mean", "_error"))
    }


def _table(name: str, columns: Mapping[str, Any]) -> Table:
    forms: dict[str, tuple[str, dict[str, dict[str, Any]]]] = {
        "picture": (
            "Years",
            {
                "year": {"label": "Year", "kind": "number"},
                "hours": {"label": "Down", "kind": "ms", "unit": "h"},
            },
        ),
        "settling": (
            "Average so far",
            {
                "years": {"label": "After years", "kind": "number"},
                "mean": {"label": "Average", "kind": "ms", "unit": "h"},
                "error": {"label": "Standard error", "kind": "ms", "unit": "h"},
            },
        ),
        "result": (
            "Down a year",
            {"what": {"label": "Who", "kind": "text"}, "value": {"label": "Down", "kind": "ms", "unit": "h"}},
        ),
    }
    caption, form = forms[name]
    return Table(caption, {key: Column(values=columns[key], **each) for key, each in form.items()})
