"""What you said and what came out, on one axis.

The prediction is a dashed ring: pencil, not yet ink. It stays for good, also beside the result, because who has
said a number first looks at the result with other eyes. What is lost is a crossed square above the line, what holds
a filled circle below it, each with its words on the mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

import plotly.graph_objects as go

from explainer.errors import InputError
from explainer.view import axes, words
from explainer.view.palette import Palette
from explainer.view.patch import Patch

HEIGHT_PX = 112
WIDTH_PX, MARGIN_PX = 352.0, 14.0  # labels are placed for a phone; where they have room there, they have it everywhere
EDGE_PX = 9.0  # how far words may reach beyond the ends of the axis
LETTER_PX = 6.4  # width of a bold letter
ROWS_PX = {"above": 41.0, "said": 22.0, "ticks": -23.0, "below": -41.0}  # where texts stand, up from the axis
RING_PX, MARK_PX = 25.0, 18.0  # the ring has room for a mark: then you were right
AXIS, TICKS, TICK_LABELS = "axis", "ticks", "tick labels"
LOST, KEPT, SAID = "lost", "kept", "said"
RING, RING_UID = "ring", "pp-ring"  # plotly has no dashed markers; page.css dashes the trace of this uid


@dataclass(frozen=True)
class Scale:
    """The axis of a prediction.

    Parameters
    ----------
    low, high
        Its ends, in the unit of the question.
    ticks
        Values that are labelled, and their labels.
    log
        Whether every tenfold is as long as the next; `low` is above 0 then.

    Raises
    ------
    InputError
        If the axis has no length.

    Examples
    --------
    >>> Scale(1, 1000, (), log=True).place(10)
    0.3333333333333333
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    log: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high or (self.log and self.low <= 0):
            raise InputError(f"An axis from {self.low:g} to {self.high:g} has no length. Choose a higher end.")

    def place(self, value: float) -> float:
        """Give the place of a value along the axis [0..1]; what lies outside is put at the end."""
        inside = min(max(value, self.low), self.high)
        if self.log:
            return log10(inside / self.low) / log10(self.high / self.low)
        return (inside - self.low) / (self.high - self.low)


def per_cent() -> Scale:
    """Give the axis of a share [0..1]."""
    return Scale(0.0, 1.0, tuple((share, words.share(share)) for share in (0.0, 0.25, 0.5, 0.75, 1.0)))


@dataclass(frozen=True)
class Result:
    """Something that came out.

    Parameters
    ----------
    value
        In the unit of the axis.
    label
        The words on the mark, its number among them.
    lost
        Whether it is a loss: then it is a crossed square, above the line.
    """

    value: float
    label: str
    lost: bool


def build(scale: Scale) -> go.Figure:
    """Build the empty axis."""
    places = [scale.place(value) for value, _ in scale.ticks]
    across = {"mode": "lines", "hoverinfo": "skip", "cliponaxis": False}
    traces: list[Any] = [
        go.Scatter(name=AXIS, x=[0, 1], y=[0, 0], line={"width": 1.6}, **across),
        go.Scatter(
            name=TICKS,
            x=places,
            y=[0.0] * len(places),
            mode="markers",
            hoverinfo="skip",
            cliponaxis=False,
            marker={"symbol": "line-ns", "size": 9, "line": {"width": 1.2}},
        ),
        axes.text(TICK_LABELS, position="middle center"),
    ]
    ring = {"symbol": "circle", "size": RING_PX, "opacity": 1, "line": {"width": 2.2}}
    traces.append(
        go.Scatter(name=RING, uid=RING_UID, mode="markers", x=[], y=[], marker=ring, hoverinfo="skip", cliponaxis=False)
    )
    for name, symbol in ((LOST, "square-x"), (KEPT, "circle")):
        marker = {"symbol": symbol, "size": MARK_PX, "opacity": 1, "line": {"width": 2}}
        traces += [
            go.Scatter(name=f"{name} leader", x=[], y=[], line={"width": 1.2}, **across),
            go.Scatter(name=name, mode="markers", x=[], y=[], marker=marker, hoverinfo="skip", cliponaxis=False),
            axes.text(f"{name} label", bold=True, position="middle center"),
        ]
    traces.append(axes.text(SAID, position="middle center"))
    half = HEIGHT_PX / 2
    layout = axes.layout(
        height=HEIGHT_PX,
        margin={"l": MARGIN_PX, "r": MARGIN_PX, "t": 0, "b": 0, "pad": 0},
        xaxis=axes.axis(0, 1),
        yaxis=axes.axis(-half, half),
    )
    return go.Figure(traces, layout)


def patch(scale: Scale, said: tuple[float, str] | None, results: Sequence[Result] = ()) -> Patch:
    """Put the prediction and the results on the axis.

    Parameters
    ----------
    scale
        The axis.
    said
        What was predicted and how it is written, None for nothing.
    results
        What came out: at most one that is lost and one that is not, so that no label meets another.

    Raises
    ------
    InputError
        If there are more results of a kind.
    """
    changed: dict[str, Mapping[str, Any]] = {}
    for name, row in ((LOST, "above"), (KEPT, "below")):
        mine = [result for result in results if result.lost == (name == LOST)]
        if len(mine) > 1:
            raise InputError(f"{len(mine)} results are marked as {name}; the axis has room for one.")
        at = [scale.place(result.value) for result in mine]
        end = ROWS_PX[row] * 0.78
        changed[name] = {"x": at, "y": [_off_the_line(scale, results, result.lost) for result in mine]}
        changed[f"{name} leader"] = {"x": [x for x in at for _ in "ab"], "y": [0.0, end] * len(at)}
        changed[f"{name} label"] = {
            "x": at,
            "y": [ROWS_PX[row]] * len(at),
            "text": [words.plot(result.label) for result in mine],
            "textposition": [_side(x, result.label) for x, result in zip(at, mine, strict=True)],
        }
    changed[TICK_LABELS] = _tick_labels(scale, changed[KEPT]["x"])
    place = [] if said is None else [scale.place(said[0])]
    changed[RING] = {"x": place, "y": [0.0] * len(place)}
    text = [] if said is None else [said[1]]
    put = [_beside(x, label, changed[LOST]["x"]) for x, label in zip(place, text, strict=True)]
    changed[SAID] = {
        "x": [x for x, _ in put],
        "y": [ROWS_PX["said"]] * len(put),
        "text": [words.plot(f"{words.NO_BREAK}{label}{words.NO_BREAK}") for label in text],
        "textposition": [side for _, side in put],
    }
    return Patch(changed)


def paint(palette: Palette) -> Patch:
    """Give the axis the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        AXIS: {"line.color": palette["ink2"]},
        TICKS: {"marker.color": palette["ink2"], "marker.line.color": palette["ink2"]},
        TICK_LABELS: {"textfont.color": palette["ink2"]},
        SAID: {"textfont.color": palette["ink2"]},
    }
    for name, token in ((LOST, "loss"), (KEPT, "ink")):
        colours[name] = {"marker.color": palette[token], "marker.line.color": palette["page"]}
        colours[f"{name} leader"] = {"line.color": palette[token]}
        colours[f"{name} label"] = {"textfont.color": palette[token]}
    colours[RING] = {"marker.color": palette["page"], "marker.line.color": palette["ink"]}
    return Patch(colours, axes.painted(palette))


def table(said: tuple[float, str] | None, results: Sequence[Result]) -> dict[str, list[Any]]:
    """Give what is on the axis as rows: what, and its value in the unit of the axis."""
    rows = [(result.label, result.value) for result in results]
    if said is not None:
        rows.insert(0, (said[1], said[0]))
    return {"what": [what for what, _ in rows], "value": [value for _, value in rows]}


def _off_the_line(scale: Scale, results: Sequence[Result], lost: bool) -> float:
    """Give the height of a mark [px]: on the line, or a little off it where two of them would cover each other."""
    places = [scale.place(result.value) for result in results]
    meet = len(places) > 1 and (max(places) - min(places)) * WIDTH_PX < MARK_PX
    return (MARK_PX / 2 if lost else -MARK_PX / 2) if meet else 0.0


def _tick_labels(scale: Scale, taken: Sequence[float]) -> dict[str, list[Any]]:
    """Label the ticks that neither a mark below the axis nor the label before them takes."""
    shown: list[tuple[float, str]] = []
    for value, label in scale.ticks:
        x = _inside(scale.place(value), label)
        room = len(label) * LETTER_PX / 2 / WIDTH_PX
        met = [*taken, *(before for before, _ in shown[-1:])]
        if all(abs(x - other) > room + 12 / WIDTH_PX for other in met):
            shown.append((x, label))
    return {
        "x": [x for x, _ in shown],
        "y": [ROWS_PX["ticks"]] * len(shown),
        "text": [words.plot(label) for _, label in shown],
    }


def _half(label: str) -> float:
    return len(label) * LETTER_PX / 2 / WIDTH_PX


def _side(place: float, label: str) -> str:
    """Say to which side of its place a label stands, so that none of it is cut off."""
    half, edge = _half(label), EDGE_PX / WIDTH_PX
    if place < half - edge:
        return "middle right"
    return "middle left" if place > 1 - half + edge else "middle center"


def _beside(place: float, label: str, leaders: Sequence[float]) -> tuple[float, str]:
    """Give a label's place and side; where a leader line would cross it, it stands on its own side of that."""
    padded = label + 2 * words.NO_BREAK
    whole = 2 * _half(padded)
    for leader in leaders:
        if abs(leader - place) < whole:
            right, left = max(place, leader), min(place, leader)
            fits_right, fits_left = right + whole <= 1 + EDGE_PX / WIDTH_PX, left - whole >= -EDGE_PX / WIDTH_PX
            to_right = fits_right and (place >= leader or not fits_left)
            return (right, "middle right") if to_right else (left, "middle left")
    return place, _side(place, padded)


def _inside(place: float, label: str) -> float:
    """Move the middle of a short label so that none of it is cut off."""
    half, edge = _half(label), EDGE_PX / WIDTH_PX
    return min(max(place, half - edge), 1 - half + edge)
