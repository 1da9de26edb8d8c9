"""Lower half of the picture: time before and after the loss, a lane for each way to be ready.

The lanes have one moment in common, the loss. To its left stands, hatched, what was written since the last copy and is
lost for good; to its right how many are not served, minute by minute. Time is on a scale of tenfolds to both sides,
since the ways lie a thousandfold apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.app.course.chapter import say
from explainer.app.course.chapters.several_regions.areas import area, box, hatched, polygons
from explainer.app.course.chapters.several_regions.axis import TICKS_MIN, TICKS_S, after, before
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.view import axes
from explainer.view.appraise.shapes import at, line, mark, segments, texts, within
from explainer.view.palette import Palette, ink
from explainer.view.patch import Patch

Floats = NDArray[np.float64]

ROWS = 4
FEW = (0, 2, 3, 6, 7)  # labels that a phone has room for
HALF, VALUES_UP, AXIS_AT, NOW_TOP = 0.17, 0.34, 3.42, -0.72  # in rows: half a lane, and places above and below
#: pixels of half the time axis, where its middle is, of a row, and from the top to the middle of the first one
WIDE_PX, NARROW_PX = (236.0, 440.0, 58.0, 70.0), (176.0, 195.0, 50.0, 82.0)
WIDE_SIZE, NARROW_SIZE = (820.0, 300.0), (390.0, 280.0)
ONE_PX, COST_PX = 38.0, 716.0  # what one Region costs, and where costs begin on a wide page
PRICE, MORE = "price of one", "price of more"
BASE, SERVED, WRITTEN, DATA_LOST, DOWN, COPY = "base", "served", "written", "data lost", "down", "last copy"
AXIS, LOSS, NOW, HANDLE = "axis", "loss", "now", "handle"
NAMES, CHOSEN, SMALL, COSTS, COST_CHOSEN = "ways", "way chosen", "small", "costs", "cost chosen"
DATA_LABEL, DOWN_LABEL, OPEN_LABEL = "data label", "down label", "open label"
HEADS, LOSS_LABEL, TICKS = "heads", "loss label", "ticks"
BLANK = "\u00a0"


@dataclass(frozen=True, eq=False)
class Course:
    """How a way to be ready fares, as far as it may be seen.

    Parameters
    ----------
    until
        How far time has come along the axis [-1..1].
    data_s
        How old the copy is when the Region is lost [s].
    not_served
        Share that is not served in each minute after the loss [0..1].
    data, down
        What is written over both sides of it.
    """

    until: float
    data_s: float
    not_served: Floats
    data: str
    down: str


@dataclass(frozen=True, eq=False)
class Lane:
    """A way to be ready.

    Parameters
    ----------
    name, small
        What is written beside it.
    cost
        What it costs, compared with the first Region alone [-].
    chosen
        Whether it is the one on the map.
    course
        How it fares, None where nothing of it is shown.
    """

    name: str
    small: str
    cost: float
    chosen: bool
    course: Course | None


@dataclass(frozen=True, eq=False)
class Seen:
    """What is drawn: the lanes, where time stands [-1..1], and what is written over the lanes."""

    lanes: Sequence[Lane]
    now: float | None
    question: str
    heads: tuple[str, str]
    loss: str


def traces() -> list[Any]:
    """Build the traces, empty but for the axis."""
    ticks = [float(before(s)) for s in TICKS_S] + [float(after(m)) for m in TICKS_MIN]
    axis = [(-1.0, AXIS_AT, 1.0, AXIS_AT), *((x, AXIS_AT, x, AXIS_AT + 0.08) for x in ticks)]
    base = [(-1.0, row + HALF, 1.0, row + HALF) for row in range(ROWS)]
    built: list[Any] = [area(SERVED), area(WRITTEN), area(DATA_LOST, hatched=True), area(DOWN), area(PRICE), area(MORE)]
    built += [
        line(BASE, 1).update(segments(base)),
        line(AXIS, 1.2).update(segments(axis)),
        line(COPY, 2.4),
        line(LOSS, 1.6).update(at([0, 0], [NOW_TOP, AXIS_AT + 0.08])),
        line(NOW, 1.6),
        mark(HANDLE, "triangle-down", 12, 0),
    ]
    sides = {NAMES: "right", CHOSEN: "right", SMALL: "right", COSTS: "left", COST_CHOSEN: "left"}
    bold = (CHOSEN, COST_CHOSEN, DATA_LABEL, DOWN_LABEL, OPEN_LABEL, LOSS_LABEL)
    sides |= {DATA_LABEL: "left", DOWN_LABEL: "right", OPEN_LABEL: "right", HEADS: "right", LOSS_LABEL: "center"}
    return built + [
        axes.text(name, name in bold, f"middle {side}") for name, side in (sides | {TICKS: "center"}).items()
    ]


def patch(seen: Seen) -> Patch:
    """Draw a moment."""
    shown = [(row, lane.course) for row, lane in enumerate(seen.lanes) if lane.course]
    lost = [(row, course) for row, course in shown if course.until >= 0]
    copied = [(row, x) for row, course in shown if (x := float(before(course.data_s))) <= course.until]
    asked = [row for row, lane in enumerate(seen.lanes) if lane.chosen and seen.question]
    now = [] if seen.now is None else [seen.now]
    costs = [
        BLANK if lane.course is None else say(TEXTS, "lane.price", {"cost": f"{lane.cost:.2f}"}) for lane in seen.lanes
    ]
    changed: dict[str, Mapping[str, Any]] = {
        SERVED: polygons([_served(row, course) for row, course in shown]),
        WRITTEN: polygons([_written(row, course) for row, course in shown if course.until < 0]),
        DATA_LOST: polygons([_box(row, float(before(course.data_s)), 0.0) for row, course in lost]),
        DOWN: polygons([_down(row, course) for row, course in lost]),
        COPY: segments([(x, row - HALF - 0.06, x, row + HALF + 0.06) for row, x in copied]),
        NOW: at(now * 2, [NOW_TOP, AXIS_AT][: 2 * len(now)]),
        HANDLE: at(now, [NOW_TOP] * len(now)),
        NAMES: {"text": [BLANK if lane.chosen else lane.name for lane in seen.lanes]},
        CHOSEN: {"text": [lane.name if lane.chosen else BLANK for lane in seen.lanes]},
        SMALL: {"text": [lane.small for lane in seen.lanes]},
        COSTS: {"text": [BLANK if lane.chosen else cost for lane, cost in zip(seen.lanes, costs, strict=True)]},
        COST_CHOSEN: {"text": [cost if lane.chosen else BLANK for lane, cost in zip(seen.lanes, costs, strict=True)]},
        PRICE: polygons([_box(row, _cost_at(0), _cost_at(1)) for row, _ in shown]),
        MORE: polygons([_box(row, _cost_at(1), _cost_at(seen.lanes[row].cost)) for row, _ in shown]),
        DATA_LABEL: _labels([(row, course.data) for row, course in lost], -0.02),
        DOWN_LABEL: _labels([(row, course.down) for row, course in lost], 0.02),
        OPEN_LABEL: texts([0.03] * len(asked), asked, [seen.question] * len(asked)),
        HEADS: {"text": list(seen.heads)},
        LOSS_LABEL: {"text": [seen.loss]},
    }
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the lanes their colours."""
    colours: dict[str, Mapping[str, Any]] = {
        SERVED: {"fillcolor": ink(palette, "before", 0.22)},
        BASE: {"line.color": ink(palette, "before", 0.4)},
        WRITTEN: {"fillcolor": ink(palette, "ink", 0.3)},
        DOWN: {"fillcolor": palette["loss"]},
        DATA_LOST: hatched(palette),
        PRICE: {"fillcolor": ink(palette, "before", 0.3)},
        MORE: {"fillcolor": palette["ink"]},
        HANDLE: {"marker.color": palette["ink"], "marker.line.color": palette["ink"]},
    }
    for name, token in {AXIS: "ink2", COPY: "ink", LOSS: "loss", NOW: "ink"}.items():
        colours[name] = {"line.color": palette[token]}
    tokens = dict.fromkeys((NAMES, SMALL, COSTS, HEADS, TICKS), "ink2") | dict.fromkeys((CHOSEN, COST_CHOSEN), "ink")
    for name, token in (
        tokens | dict.fromkeys((DATA_LABEL, DOWN_LABEL, LOSS_LABEL), "loss") | {OPEN_LABEL: "ink"}
    ).items():
        colours[name] = {"textfont.color": palette[token]}
    return Patch(colours)


def resized(narrow: bool) -> Patch:
    """Fit the lanes to a page: names beside them, or above them on a phone."""
    half, middle, row, first = NARROW_PX if narrow else WIDE_PX
    width, height = NARROW_SIZE if narrow else WIDE_SIZE
    left, right = (8 - middle) / half, (width - 8 - middle) / half
    rows = np.arange(ROWS)
    name = rows - (0.63 if narrow else 0.1)
    top = -first / row
    cost = (right, name) if narrow else (_cost_at(0), rows - VALUES_UP)
    places = {NAMES: (left, name), CHOSEN: (left, name), SMALL: (left, rows + 0.18), COSTS: cost}
    changed: dict[str, dict[str, Any]] = {
        key: at([x] * ROWS, y) for key, (x, y) in (places | {COST_CHOSEN: cost}).items()
    }
    changed[SMALL] = changed[SMALL] | {"visible": not narrow}
    changed |= {key: {"visible": not narrow} for key in (PRICE, MORE)}
    for key in (COSTS, COST_CHOSEN):
        changed[key] = changed[key] | {"textposition": "middle left" if narrow else "middle right"}
    heads = at([left, right], [top + (14 if narrow else 18) / row] * 2)
    changed[HEADS] = heads | {"textposition": ["middle right", "middle left"]}
    changed[LOSS_LABEL] = at([0], [top + (33 if narrow else 18) / row])
    changed[TICKS] = _ticks(narrow)
    across = {"xaxis2.range": [left - 8 / half, right + 8 / half]}
    return Patch(changed, across | {"yaxis2.range": [top + height / row, top]})


def _cost_at(cost: float) -> float:
    """Give the place of a cost on a wide page, beside the time axis."""
    half, middle, *_ = WIDE_PX
    return (COST_PX + ONE_PX * cost - middle) / half


def _box(row: int, left: float, right: float) -> Floats:
    return box(left, right, row, HALF)


def _written(row: int, course: Course) -> Floats:
    """Give what was written since the last copy, as far as time has come."""
    start = float(before(course.data_s))
    return _box(row, start, course.until) if course.until > start else np.zeros((0, 2))


def _steps(course: Course) -> tuple[Floats, Floats]:
    """Give the share that is not served, as steps along the axis from the loss to where time has come."""
    edges = after(np.arange(len(course.not_served) + 1))
    x, share = np.repeat(edges, 2)[1:-1], np.repeat(course.not_served, 2)
    seen = x <= course.until
    held = share[seen][-1] if seen.any() else share[0]
    x, share = np.append(x[seen], course.until), np.append(share[seen], held)
    turns = np.append(True, (np.diff(share) != 0))
    kept = turns | np.append(turns[1:], True)  # both ends of what stays the same
    return x[kept], share[kept]


def _down(row: int, course: Course) -> Floats:
    x, share = _steps(course)
    if not (share > 0).any():
        return np.zeros((0, 2))
    foot = row - HALF + 2 * HALF * share
    return np.vstack([np.column_stack([x, foot]), [(x[-1], row - HALF), (x[0], row - HALF)]])


def _served(row: int, course: Course) -> Floats:
    """Give who is served: all until the loss, after it the part that stands."""
    if course.until <= 0:
        return _box(row, -1.0, course.until)
    x, share = _steps(course)
    top = row - HALF + 2 * HALF * share
    start = [(-1.0, row + HALF), (-1.0, row - HALF), (0.0, row - HALF)]
    return np.vstack([start, np.column_stack([x, top]), [(x[-1], row + HALF)]])


def _labels(said: Sequence[tuple[int, str]], x: float) -> dict[str, Any]:
    return texts([x] * len(said), [row - VALUES_UP for row, _ in said], [label for _, label in said])


def _ticks(narrow: bool) -> dict[str, Any]:
    """Label the axis; the ends say on which side of the loss they are."""
    x = np.array([*before(list(TICKS_S)), *after(list(TICKS_MIN))])
    said = [*TICKS_S.values(), *TICKS_MIN.values()]
    kept = list(FEW if narrow else range(len(said)))
    ends = {0: "axis.before", len(said) - 1: "axis.after"}
    labels = [say(TEXTS, ends[i], {"time": said[i]}) if i in ends else said[i] for i in kept]
    half, middle, *_ = NARROW_PX if narrow else WIDE_PX
    width, _ = NARROW_SIZE if narrow else WIDE_SIZE
    px = [within(middle + half * at_, label, width) for at_, label in zip(x[kept].tolist(), labels, strict=True)]
    return texts((np.array(px) - middle) / half, [AXIS_AT + 0.26] * len(kept), labels)
