"""What the pictures of all chapters share: figures put on a stage, and the prediction beside its result.

A chapter says what each of its figures is (`Drawn`), `stage` makes charts, table twins and variants of them. So every
figure of the course has a name, a sentence, a table and the colours of both themes, because there is no other way in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from explainer.app.course.chapter import Moment, Shown, Stage, Texts, say
from explainer.app.course.questions import Question
from explainer.app.course.texts import COURSE
from explainer.page import Chart, Column, Layer, Table
from explainer.texts import tr
from explainer.view import prediction, words
from explainer.view.palette import THEMES, Palette
from explainer.view.patch import Patch, apply
from explainer.view.prediction import Result, Scale

Said = tuple[float, str] | None  # where a prediction stands on its axis, and its words


@dataclass(frozen=True, eq=False)
class Rows:
    """The form of a table: its caption, and what each column says beside its values.

    Parameters
    ----------
    caption
        What the table is about.
    columns
        Column key to the fields of `Column` other than the values.
    """

    caption: str
    columns: Mapping[str, Mapping[str, Any]]

    def of(self, values: Mapping[str, Any]) -> Table:
        """Make the table of some values by column key."""
        return Table(self.caption, {key: Column(values=values[key], **form) for key, form in self.columns.items()})


@dataclass(frozen=True, eq=False)
class Drawn:
    """A figure of a chapter, before it shows anything.

    Parameters
    ----------
    figure
        The figure with all its traces.
    paint
        Its colours in a theme.
    rows
        Its table twin.
    shown_in
        The steps in which it stands beside the picture; empty for the picture itself.
    sized
        What is different on a narrow page (True) and a wide one (False).
    layers
        What a pointer finds on it.
    """

    figure: go.Figure
    paint: Callable[[Palette], Patch]
    rows: Rows
    shown_in: tuple[str, ...] = ()
    sized: Callable[[bool], Patch] | None = None
    layers: tuple[Layer, ...] = field(default=())


def stage(
    texts: Texts,
    drawn: Mapping[str, Drawn],
    shown: Shown,
    key: str = "",
    kind: str = "pp-city",
    more: Mapping[str, Rows] | None = None,
) -> Stage:
    """Put the figures of a chapter on its stage, showing a moment.

    Parameters
    ----------
    texts
        Words of the chapter; text "<figure>.name" is what assistive technology calls it.
    drawn
        Figure name to figure; "picture" is the large one.
    shown
        What they show at first. A figure's table has its name.
    key
        HTML under the picture that explains its marks.
    kind
        Class of the picture.
    more
        Tables that belong to no figure.
    """
    for name, one in drawn.items():
        if one.sized:
            apply(one.figure, one.sized(False))
        apply(one.figure, shown.patches[name])
    charts = {
        name: Chart(one.figure, texts[f"{name}.name"], shown.summaries[name], name, one.layers)
        for name, one in drawn.items()
    }
    forms = {name: one.rows for name, one in drawn.items()} | dict(more or {})
    tables = {name: rows.of(shown.tables[name]) for name, rows in forms.items()}
    variants = {theme: {name: one.paint(palette) for name, one in drawn.items()} for theme, palette in THEMES.items()}
    sized = {name: one.sized for name, one in drawn.items() if one.sized}
    if sized:
        pages = (("wide", False), ("narrow", True))
        variants |= {page: {name: of(narrow) for name, of in sized.items()} for page, narrow in pages}
    shown_in = {name: one.shown_in for name, one in drawn.items() if one.shown_in}
    return Stage(charts, tables, variants, shown_in, key, kind)


def result(
    scale: Scale, caption: str, value: Mapping[str, Any], shown_in: tuple[str, ...] = ("reveal", "name", "check")
) -> Drawn:
    """Build the axis on which the prediction meets the result.

    Parameters
    ----------
    scale
        The axis.
    caption
        What the table twin is about.
    value
        The form of its column of values.
    shown_in
        The steps in which it is shown.
    """
    rows = Rows(caption, {"what": {"label": tr("Who"), "kind": "text"}, "value": value})
    return Drawn(prediction.build(scale), prediction.paint, rows, shown_in)


def said(texts: Texts, question: Question, moment: Moment, value: Callable[[str], float]) -> Said:
    """Give where the prediction of a moment stands on its axis and its words, None for none.

    Parameters
    ----------
    texts
        Words of the chapter.
    question
        What was predicted.
    moment
        The moment.
    value
        From an answer in its fixed form to its place in the unit of the axis.
    """
    if not moment.said:
        return None
    return value(moment.said), say(COURSE, "axis.said", {"said": question.written(texts, moment.said)})


def told(predicted: Said, results: Sequence[Result]) -> str:
    """Say what came out and what was predicted, as one sentence."""
    if not results:
        return COURSE["result.empty"]
    parts = [one.label for one in results] + ([predicted[1]] if predicted else [])
    return words.sentence("; ".join(parts)) + "."
