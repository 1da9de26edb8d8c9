"""Point 3 of ACCESSIBILITY.md: a table holds what its chart draws, on every page and in every step of the chapters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from explainer.app.appraisal.appraisal import Appraisal
from explainer.app.course import Lesson, contents
from explainer.app.explainer import Explainer
from explainer.app.framed import Framed
from explainer.app.replay import Replay

ALIKE = 0.999  # correlation of a column and of what is drawn to its scale
# Columns that no row of marks draws one by one, by how their numbers stand in the chart instead.
BESIDE = {
    "read off a curve at some places": (
        *("world waiting.wait", "world waiting.before", "world waiting.now"),
        *(
            "replay lanes.minute",
            "replay lanes.served_b",
            "replay lanes.p95_b",
            "design yours.share",
            "design theirs.share",
        ),
        *(
            "chapter 4 trade.km",
            "chapter 4 trade.taken",
            "chapter 4 trade.copy",
            "chapter 4 trade.note",
            "chapter 7 waits.request",
        ),
    ),
    "half the height of a band": ("design settling.mean_min_error", "chapter 2 settling.error"),
    "the length between two ends": ("chapter 6 bill.losses",),
    "marks that are counted, or cut where the axis ends": (
        *("chapter 1 hours.normal", "chapter 1 hours.served", "chapter 2 picture.hours", "design nines.availability"),
        *("design nines.nines", "design nines.downtime_min_per_year", "design recovering.stated_low_min"),
    ),
    "marks that share a place": (
        *("design front.cost_index", "design front.rtt_p95", "design front.within_slo"),
        *("design sets.harmful", "design sets.sets", "design sets.worst_reach", "chapter 7 picture.rtt"),
    ),
    "said in words beside the marks": ("world reach.users", "chapter 5 picture.wait", "chapter 8 picture.share"),
}
SAID_OTHERWISE = {column for columns in BESIDE.values() for column in columns}


def lengths(figure: go.Figure) -> Iterator[np.ndarray[Any, Any]]:
    """Give every row of numbers that a figure draws: places, lengths, ends of lines."""
    for trace in figure.data:
        plain = trace.to_plotly_json()
        for key in ("x", "y", "base", "lon", "lat"):
            values = plain.get(key)
            if values is None or np.ndim(values) != 1:
                continue
            try:
                numbers = np.asarray(values, float)
            except ValueError:
                continue
            yield numbers[np.isfinite(numbers)]


def to_scale(values: np.ndarray[Any, Any], row: np.ndarray[Any, Any]) -> bool:
    """Say whether a row draws the values to a scale, linear or logarithmic, with one mark or several for each."""
    each, rest = divmod(len(row), len(values))
    if rest or not each:
        return False
    scales = [values, np.log(values)] if (values > 0).all() else [values]
    parts = [row[first::each] for first in range(each)]
    return any(np.ptp(part) > 0 and abs(np.corrcoef(scale, part)[0, 1]) > ALIKE for part in parts for scale in scales)


def beside(name: str, page: Framed) -> list[str]:
    """Give the numbers of tables that their charts do not draw."""
    found = []
    for chart, state in page._page._charts.items():
        if not state["table"]:
            continue
        rows = list(lengths(page.figures[chart]))
        for key, column in page._page._tables[state["table"]]["columns"].items():
            if column["kind"] in ("text", "category") or f"{name} {chart}.{key}" in SAID_OTHERWISE:
                continue
            values = np.array([np.nan if one is None else one for one in np.asarray(column["values"], object)], float)
            known = values[np.isfinite(values)]
            if len(np.unique(known)) > 2 and not any(to_scale(known, row) for row in rows):
                found.append(f"{chart}.{key}")
    return found


def test_the_maps_tables_hold_what_its_charts_draw_before_and_after_a_loss() -> None:
    page = Explainer()
    assert not beside("world", page)
    page.act("region-out", "us-east-1")
    assert not beside("world", page)
    page.act("preset", "five-regions")
    assert not beside("world", page)


def test_the_replays_tables_hold_what_its_charts_draw() -> None:
    page = Replay()
    assert not beside("replay", page)
    page.act("minute", "200")
    assert not beside("replay", page)


def test_the_design_pages_tables_hold_what_its_charts_draw() -> None:
    page = Appraisal()
    assert not beside("design", page)
    page.act("preset", "five-regions")
    assert not beside("design", page)


@pytest.mark.parametrize("number", [entry.number for entry in contents.written()])
def test_a_chapters_charts_have_names_without_gaps_and_tables_that_hold_what_they_draw(number: int) -> None:
    page = Lesson(number)
    assert not [chart["name"] for chart in page._page._charts.values() if "{" in chart["name"]]
    assert not beside(f"chapter {number}", page)
    page.act("go", "predict")
    page.act("unsure")
    for step in ("reveal", "name", "check"):
        page.act("go", step)
        assert not beside(f"chapter {number}", page), step
