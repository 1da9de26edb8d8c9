"""A field of years, a square each: empty until it has passed, then filled by the hours that were lost in it.

Size, not colour, says how much, so that it is read in print and by everybody alike; each step is ten times as long.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.texts import tr
from explainer.view import axes
from explainer.view.appraise import shapes
from explainer.view.palette import Palette, ink
from explainer.view.patch import Patch

COLUMNS, ROWS = 40, 25
WIDTH_PX, HEIGHT_PX = 820.0, 562.0
LEFT_PX, TOP_PX, PITCH_PX = 22.0, 46.0, (19.4, 20.0)  # of the first square, and from one to the next across and down
CELL = 0.8  # side of a square, of the pitch
STEPS_H = (0.0, 1.0, 10.0, 100.0)  # a year that lost more than this is drawn one size larger
SIDES = (0.0, 0.22, 0.42, 0.62, 0.9)  # of a square's pitch
NAMES = (tr("no failure"), tr("under 1 h"), "1–10 h", "10–100 h", tr("over 100 h"))
FAINT = 0.22  # opacity of a year that has passed, on any ground
TO_COME, PASSED, LOST, CAPTION = "to come", "passed", "lost", "caption"


def build() -> go.Figure:
    """Build the field, no year passed."""
    caption = axes.text(CAPTION, bold=True, position="middle right")
    caption.update(x=[LEFT_PX - 2], y=[TOP_PX / 2 + 2], text=[""])
    to_come = shapes.bar(TO_COME, 1, line={"width": 1})
    to_come.update(_squares(np.full(COLUMNS * ROWS, CELL)))
    return shapes.sheet([to_come, shapes.bar(PASSED, 1), shapes.bar(LOST, 1), caption], WIDTH_PX, HEIGHT_PX)


def patch(lost_h: NDArray[np.float64], caption: str) -> Patch:
    """Draw the years that have passed.

    Parameters
    ----------
    lost_h
        Hours lost in each of them [h], shape (n,).
    caption
        What the squares are.
    """
    return Patch(
        {
            PASSED: _squares(np.full(len(lost_h), CELL)),
            LOST: _squares(np.take(SIDES, steps(lost_h))),
            CAPTION: {"text": [caption]},
        }
    )


def paint(palette: Palette) -> Patch:
    """Give the field the colours of a theme."""
    clear = "rgba(0,0,0,0)"
    colours: dict[str, Mapping[str, Any]] = {
        TO_COME: {"marker.color": clear, "marker.line.color": ink(palette, "before", 2 * FAINT)},
        PASSED: {"marker.color": ink(palette, "before", FAINT)},
        LOST: {"marker.color": palette["loss"]},
        CAPTION: {"textfont.color": palette["ink"]},
    }
    return Patch(colours, axes.painted(palette))


def steps(lost_h: NDArray[np.float64]) -> NDArray[np.intp]:
    """Give the size in which years are drawn, as positions in `NAMES`.

    Examples
    --------
    >>> steps(np.array([0.0, 0.5, 1.0, 9.0, 500.0])).tolist()
    [0, 1, 1, 2, 4]
    """
    return np.searchsorted(STEPS_H, lost_h, side="left")


def key() -> str:
    """Write the key of the sizes."""
    rows = []
    for name, side in zip(NAMES, SIDES, strict=True):
        size = 16 * side
        square = f'x="{8 - size / 2:g}" y="{8 - size / 2:g}" width="{size:g}" height="{size:g}"'
        rows.append(
            '<span class="pp-item"><svg class="pp-mark" aria-hidden="true" width="16" height="16" viewBox="0 0 16 16">'
            '<rect x="1.6" y="1.6" width="12.8" height="12.8" fill="var(--before)" '
            f'fill-opacity="{FAINT}"/>'
            f'<rect {square} fill="var(--loss)"/></svg>{name}</span>'
        )
    return "".join(rows)


def _squares(sides: NDArray[np.float64]) -> dict[str, Any]:
    """Give the data of the first squares, row by row; those of no size are left out."""
    number = np.arange(len(sides))
    across, down = PITCH_PX
    middle_x = LEFT_PX + across * (number % COLUMNS + 0.5)
    middle_y = TOP_PX + down * (number // COLUMNS + 0.5)
    seen = sides > 0
    half = across * sides / 2
    drawn = shapes.bars((middle_x - half)[seen], (middle_x + half)[seen], middle_y[seen])
    return drawn | {"width": shapes.floats(down * sides[seen])}
