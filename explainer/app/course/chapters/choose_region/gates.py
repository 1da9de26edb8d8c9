"""Four Regions above four criteria, once as a sieve and once as points.

A column is a Region, a row a criterion, and what a Region has of it stands where both meet. As a sieve, each Region
falls until a criterion holds it back; a cross and its own words then say why, and what lies below does not count any
more. As points, nothing is held back: each row adds a bar, and the longest sum wins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.view import axes, words
from explainer.view.appraise.shapes import at, bar, bars, line, mark, segments, texts
from explainer.view.palette import Palette, ink
from explainer.view.patch import Patch
from explainer.view.prediction import RING_PX, RING_UID

ROWS = 4
END = ROWS + 1  # depth at which all is done
HEAD, TRAY, NAME_AT, SAID_AT = 0.1, 4.98, -0.34, -0.65  # of a column, in rows from the top
VALUE_UP, BAR_UP, TOTAL_UP, BARRED_DOWN = 0.42, 0.12, 0.4, 0.32  # above the line of a row, and below the last
FIRST_SEEN = ROWS + 0.3  # height at which the Region with the most points shows up
CLEAR = 0.17  # of a value, from the thread on which it hangs
LEFT, RIGHT, TOP, BOTTOM = -1.92, 3.56, -0.92, 5.46
LABELS_AT, MESH, CURSOR_AT = -1.76, (-0.44, 3.42), 3.49
BLANK, GAP_PX = words.NO_BREAK, 8.0
BAR_HALF, BAR_HIGH, STOP_HALF = 0.36, 0.12, 0.32
GAP, MESH_LINE, HAIR, THREADS, STOPS, CURSOR = "gap", "mesh", "hair", "threads", "stops", "cursor"
GROUND, BARS = "points ground", "points"
RING, SAID = "ring", "said"
FALLING, STUCK, STUCK_CROSS, WON, BARRED = "falling", "stuck", "stuck cross", "won", "barred"
HEADS, HEADS_HELD, LABELS, VALUES, VALUES_HELD, VALUES_PAST, TOTALS, TOTAL_MOST = (
    "heads",
    "heads held",
    "row labels",
    "values",
    "values held",
    "values past",
    "totals",
    "total of the most",
)


@dataclass(frozen=True, eq=False)
class Seen:
    """What is drawn.

    Parameters
    ----------
    names
        How each Region is written.
    labels
        What stands over the rows, beside each of them, and beside the end.
    values
        What each Region has of each criterion, by criterion.
    depth
        How far it has come, in rows.
    points
        What each criterion gives each Region [0..1], (criteria, Regions); None for a sieve.
    held
        Number of the row that holds each Region back, `ROWS` for none.
    barred
        What is written under the Region with the most points if it may not be opened, else "".
    said
        Position of the predicted Region and its words, None for none.
    """

    names: Sequence[str]
    labels: Sequence[str]
    values: Sequence[Sequence[str]]
    depth: float
    points: NDArray[np.float64] | None
    held: NDArray[np.int_]
    barred: str
    said: tuple[int, str] | None


def traces() -> list[Any]:
    """Build the traces, empty."""
    ring = mark(RING, "circle", RING_PX, 2.2)
    ring.uid = RING_UID
    built: list[Any] = [
        go.Scatter(name=GAP, mode="lines", fill="toself", line={"width": 0}, x=[], y=[]),
        line(HAIR, 1),
        line(MESH_LINE, 2, dash="6px 5px"),
        bar(GROUND, BAR_HIGH),
        bar(BARS, BAR_HIGH),
        line(THREADS, 2.5),
        line(STOPS, 3),
        mark(CURSOR, "triangle-left", 10, 0),
        ring,
        mark(FALLING, "diamond", 14, 1.6),
        mark(STUCK, "diamond", 14, 1.4),
        mark(STUCK_CROSS, "x-thin", 9, 2.4),
        mark(WON, "diamond", 20, 2),
        axes.text(HEADS, True, "middle center"),
        axes.text(HEADS_HELD, position="middle center"),
        axes.text(LABELS, position="middle right"),
        axes.text(VALUES, position="middle center"),
        axes.text(VALUES_HELD, True, "middle center"),
        axes.text(VALUES_PAST, position="middle center"),
        axes.text(TOTALS, position="middle center"),
        axes.text(TOTAL_MOST, True, "middle center"),
        axes.text(SAID, position="middle center"),
        axes.text(BARRED, True, "middle center"),
    ]
    for trace in built:
        trace.update(xaxis="x2", yaxis="y2")
    return built


def patch(seen: Seen) -> Patch:
    """Draw a moment."""
    count, rows = len(seen.names), np.arange(1, ROWS + 1)
    held = _held_by_now(seen)
    columns = np.arange(count)
    sieve = seen.points is None
    mesh = [(MESH[0], row, MESH[1], row) for row in rows.tolist()]
    moving = 0 < seen.depth < END
    place = [] if seen.said is None else [seen.said[0]]
    text = [] if seen.said is None else [seen.said[1]]
    changed: dict[str, Mapping[str, Any]] = {
        MESH_LINE: segments(mesh if sieve else []),
        HAIR: segments([] if sieve else mesh),
        CURSOR: at([CURSOR_AT] if moving else [], [_front(seen.depth)] if moving else []),
        RING: at(place, [HEAD] * len(place)),
        SAID: texts(place, [SAID_AT] * len(place), text),
        HEADS: texts(columns[~held], [NAME_AT] * int((~held).sum()), _picked(seen.names, ~held)),
        HEADS_HELD: texts(columns[held], [NAME_AT] * int(held.sum()), _picked(seen.names, held)),
        LABELS: texts([LABELS_AT] * (END + 1), [NAME_AT, *rows, TRAY], seen.labels),
    }
    return Patch(changed | _values(seen, held) | (_sieve(seen, held) if sieve else _points(seen)))


def paint(palette: Palette) -> dict[str, Mapping[str, Any]]:
    """Give the colours of a theme."""
    lines = {MESH_LINE: "ink2", THREADS: "ink", STOPS: "loss"}
    colours: dict[str, Mapping[str, Any]] = {name: {"line.color": palette[token]} for name, token in lines.items()}
    marks = {
        CURSOR: ("ink", "ink"),
        RING: ("page", "ink"),
        FALLING: ("land", "ink"),
        STUCK: ("land", "before"),
        STUCK_CROSS: ("loss", "loss"),
        WON: ("ink", "land"),
    }
    colours |= {
        name: {"marker.color": palette[fill], "marker.line.color": palette[edge]}
        for name, (fill, edge) in marks.items()
    }
    colours[GAP] = {"fillcolor": palette["page"]}
    colours[HAIR] = {"line.color": ink(palette, "before", 0.44)}
    colours |= {GROUND: {"marker.color": ink(palette, "before", 0.3)}, BARS: {"marker.color": palette["ink"]}}
    tokens = {HEADS: "ink", HEADS_HELD: "ink2", LABELS: "ink", VALUES: "ink", VALUES_HELD: "loss", VALUES_PAST: "ink3"}
    tokens |= {TOTALS: "ink", TOTAL_MOST: "ink", SAID: "ink2", BARRED: "loss"}
    return colours | {name: {"textfont.color": palette[token]} for name, token in tokens.items()}


def gap(narrow: bool, width_px: float, height_px: float) -> dict[str, Any]:
    """Draw the gap to the map, as the edge of a part of a size [px]: above on a narrow page, else on the left."""
    across, down = GAP_PX * (RIGHT - LEFT) / width_px, GAP_PX * (BOTTOM - TOP) / height_px
    right, low = (RIGHT, TOP + down) if narrow else (LEFT + across, BOTTOM)
    return at([LEFT, right, right, LEFT], [TOP, TOP, low, low])


def _front(depth: float) -> float:
    """Give where something is that has come so far."""
    return float(np.interp(depth, np.arange(END + 1), [HEAD, *range(1, ROWS + 1), TRAY]))


def _held_by_now(seen: Seen) -> NDArray[np.bool_]:
    """Say which Regions are held back by what was asked so far; points hold nobody back."""
    if seen.points is not None:
        return np.zeros(len(seen.names), bool)
    return np.asarray((seen.held < ROWS) & (seen.held + 1 <= seen.depth))


def _values(seen: Seen, held: NDArray[np.bool_]) -> dict[str, Mapping[str, Any]]:
    """Write what each Region has; what holds it back stands out, and what comes after that steps back."""
    row, column = (each.ravel() for each in np.indices((ROWS, len(seen.names))))
    said = np.array([text for texts_of in seen.values for text in texts_of], object)
    stops = held[column] & (row == seen.held[column])
    past = held[column] & (row > seen.held[column])
    changed: dict[str, Mapping[str, Any]] = {}
    for name, mine in ((VALUES, ~stops & ~past), (VALUES_HELD, stops), (VALUES_PAST, past)):
        changed[name] = texts(column[mine], row[mine] + 1 - VALUE_UP, said[mine].tolist())
    return changed


def _sieve(seen: Seen, held: NDArray[np.bool_]) -> dict[str, Mapping[str, Any]]:
    """Let the Regions fall as far as they come."""
    columns = np.arange(len(seen.names))
    depth = np.minimum(seen.depth, seen.held + 1)
    depth = np.where(seen.held == ROWS, seen.depth, depth)
    front = np.array([_front(each) for each in depth.tolist()])
    won = (seen.held == ROWS) & (seen.depth >= END)
    falls = ~held & ~won
    rest = front - 0.02
    stops = [(c - STOP_HALF, front[c], c + STOP_HALF, front[c]) for c in columns[held].tolist()]
    return {
        THREADS: segments([part for c in columns.tolist() for part in _thread(c, front[c])]),
        STOPS: segments(stops),
        FALLING: at(columns[falls], front[falls]),
        STUCK: at(columns[held], rest[held]),
        STUCK_CROSS: at(columns[held], rest[held]),
        WON: at(columns[won], front[won]),
        BARRED: texts([], [], []),
        GROUND: bars([], [], []),
        BARS: bars([], [], []),
        TOTALS: texts([], [], []),
        TOTAL_MOST: texts([], [], []),
    }


def _thread(column: int, until: float) -> list[tuple[float, float, float, float]]:
    """Draw a thread down to a height, open where a value hangs on it."""
    stops = [HEAD]
    for row in range(1, ROWS + 1):
        stops += [row - VALUE_UP - CLEAR, row - VALUE_UP + CLEAR]
    stops.append(TRAY)
    pairs = zip(stops[::2], stops[1::2], strict=True)
    return [(column, start, column, min(end, until)) for start, end in pairs if start < until]


def _points(seen: Seen) -> dict[str, Mapping[str, Any]]:
    """Let each row give its points, and the sum tell who has the most."""
    points = np.zeros((ROWS, len(seen.names))) if seen.points is None else seen.points
    columns = np.arange(len(seen.names))
    given = np.clip(seen.depth - np.arange(ROWS), 0, 1)[:, None] * points
    row, column = (each.ravel() for each in np.indices(points.shape if seen.depth > 0 else (0, 0)))
    left, at_y = column - BAR_HALF, row + 1 - BAR_UP
    long = 2 * BAR_HALF * given.ravel()[: len(row)]
    return _sums(seen, points.sum(axis=0)) | {
        GROUND: bars(left, left + 2 * BAR_HALF, at_y),
        BARS: bars(left, left + long, at_y),
        FALLING: at(columns, [HEAD] * len(columns)),
        THREADS: segments([]),
        STOPS: segments([]),
        STUCK: at([], []),
        STUCK_CROSS: at([], []),
    }


def _sums(seen: Seen, total: NDArray[np.float64]) -> dict[str, Mapping[str, Any]]:
    """Write the sums once all rows have given, and let the Region with the most come down."""
    columns = np.flatnonzero(np.full(len(total), seen.depth >= ROWS))
    most = columns == int(total.argmax())
    down = seen.depth - ROWS
    winner = columns[most] if down > 0 else columns[:0]
    won_at = [FIRST_SEEN + down * (TRAY - FIRST_SEEN)] * len(winner)
    said = [f"{value:.1f}" for value in total.tolist()]
    changed: dict[str, Mapping[str, Any]] = {
        name: texts(columns[mine], [TRAY - TOTAL_UP] * int(mine.sum()), [said[i] for i in columns[mine].tolist()])
        for name, mine in ((TOTALS, ~most), (TOTAL_MOST, most))
    }
    barred = seen.barred if seen.depth >= END and seen.barred else BLANK
    return changed | {
        WON: at(winner, won_at),
        BARRED: texts(winner, [TRAY + BARRED_DOWN] * len(winner), [barred] * len(winner)),
    }


def _picked(names: Sequence[str], mine: NDArray[np.bool_]) -> list[str]:
    return [words.plot(name) for name, kept in zip(names, mine.tolist(), strict=True) if kept]
