"""How sure, and how right: the answers of a visitor in a row for each degree of being sure.

Each answer is a mark, in the order of answering: a filled circle is right, a hollow one is not. Whoever knows what
they know has few hollow ones in the last row. Words at the end of a row say the count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from explainer.texts import tr
from explainer.view import axes
from explainer.view.appraise import shapes
from explainer.view.palette import Palette
from explainer.view.patch import Patch

WIDTH_PX, ROW_PX, TOP_PX = 352.0, 34.0, 18.0
LEFT_PX, RIGHT_PX, STEP_PX, MARK_PX = 96.0, 276.0, 15.0, 11.0
GROUND, RIGHT, WRONG, NAMES, COUNTS = "ground", "right", "wrong", "names", "counts"


def build(names: Sequence[str]) -> go.Figure:
    """Build the rows, without an answer.

    Parameters
    ----------
    names
        What each row is called, from the top.
    """
    heights = [_y(row) for row in range(len(names))]
    ground, label = shapes.line(GROUND, 1), axes.text(NAMES, position="middle right")
    ground.update(shapes.segments((LEFT_PX, y, RIGHT_PX, y) for y in heights))
    label.update(shapes.texts([0.0] * len(names), heights, names))
    traces = [
        ground,
        label,
        shapes.mark(RIGHT, "circle", MARK_PX, 1),
        shapes.mark(WRONG, "circle", MARK_PX - 2, 2),
        axes.text(COUNTS, bold=True, position="middle left"),
    ]
    return shapes.sheet(traces, WIDTH_PX, height_px(len(names))).update_layout(height=height_px(len(names)))


def height_px(rows: int) -> float:
    """Give the height of a chart of so many rows [px]."""
    return 2 * TOP_PX + (rows - 1) * ROW_PX


def patch(answers: Mapping[str, Sequence[bool]]) -> Patch:
    """Show answers.

    Parameters
    ----------
    answers
        Name of a row to whether each of its answers was right, in order.
    """
    places: dict[bool, tuple[list[float], list[float]]] = {True: ([], []), False: ([], [])}
    for row, given in enumerate(answers.values()):
        step = min(STEP_PX, (RIGHT_PX - LEFT_PX - MARK_PX) / max(len(given) - 1, 1))
        for at, right in enumerate(given):
            x, y = places[bool(right)]
            x.append(LEFT_PX + MARK_PX / 2 + at * step)
            y.append(_y(row))
    said = [count(given) for given in answers.values()]
    heights = [_y(row) for row in range(len(said))]
    return Patch(
        {
            RIGHT: shapes.at(*places[True]),
            WRONG: shapes.at(*places[False]),
            COUNTS: shapes.texts([WIDTH_PX] * len(said), heights, said),
        }
    )


def count(given: Sequence[bool]) -> str:
    r"""Write how many of some answers were right.

    Examples
    --------
    >>> count([True, False, True]), count([])
    ('2 of 3 right', 'none\xa0yet')
    """
    if not given:
        return tr("none\u00a0yet")
    return tr("{right} of {count} right", right=sum(given), count=len(given))


def paint(palette: Palette) -> Patch:
    """Give the rows the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        GROUND: {"line.color": palette["hair"]},
        NAMES: {"textfont.color": palette["ink2"]},
        COUNTS: {"textfont.color": palette["ink"]},
        RIGHT: {"marker.color": palette["ink"], "marker.line.color": palette["page"]},
        WRONG: {"marker.color": palette["page"], "marker.line.color": palette["ink2"]},
    }
    return Patch(colours, axes.painted(palette))


def _y(row: int) -> float:
    return TOP_PX + row * ROW_PX
