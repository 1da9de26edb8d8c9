"""The way to the server and back as one bar, drawn to scale in time: requests go out above it and come back below.

Lengths are parts of the round trip, so what is long here is what takes long. Outlined are access and doors, hatched is
over land, solid is sea cable, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from explainer.app.course.chapters.edge.globe import CLASSES, USED_PX
from explainer.view import axes
from explainer.view.appraise import shapes
from explainer.view.palette import Palette, rim

HIGH = 172.0  # of the strip, in its own unit, which is a little less than a pixel on a phone
ROWS = {"title": 15.0, "counts": 44.0, "names": 66.0, "out": 84.0, "ms": 140.0, "what": 158.0}
BAR_AT, BACK_AT, PIN_AT, BAR = 100.0, 116.0, 86.0, 11.0
LEFT_PX, RIGHT_PX, MOST_MS = 24.0, 796.0, 330.0
PHONE = 390 / 820  # a pixel of the sheet on a phone
LEGS = {"open": ("access", "region"), "land": ("land",), "sea": ("sea",)}  # how a leg is drawn, by its kind
HATCH = {"shape": "/", "size": 6, "solidity": 0.4, "fgopacity": 1}
EDGE, CUSTOMERS, SERVER, LOST = "strip edge", "strip customers", "strip region", "strip lost"
OUT, DIRECT, STOPS = "out", "direct", "strip landings"
BOLD, SOFT, GONE = "strip bold", "strip soft", "strip gone"
TEXTS = {BOLD: "ink", SOFT: "ink2", GONE: "loss"}
Word = tuple[str, str, float, str, str]  # trace, row, place [ms], words, side


@dataclass(frozen=True, eq=False)
class Strip:
    """What the strip shows.

    Parameters
    ----------
    legs
        Kind, beginning and end of each leg, in round-trip time [ms].
    stops
        Where cables land [ms].
    edge_ms
        Where the edge is [ms], None before there is one.
    direct_ms
        How long the way without the edge takes [ms], None where that is this way.
    down
        Whether nobody answers at its end.
    labels
        Trace, row (a name of `ROWS`), place [ms], words, and on which side of it.
    out, back, back_class
        Requests on their way there and back [ms], and the wait class of the latter.
    """

    legs: Sequence[tuple[str, float, float]]
    stops: Sequence[float]
    edge_ms: float | None
    direct_ms: float | None
    down: bool
    labels: Sequence[Word]
    out: ArrayLike = ()
    back: ArrayLike = ()
    back_class: ArrayLike = ()


def x_px(ms: ArrayLike) -> NDArray[np.float64]:
    """Give the place of a round-trip time along the strip [px].

    Examples
    --------
    >>> x_px([0, 330]).tolist()
    [24.0, 796.0]
    """
    return LEFT_PX + np.asarray(ms, float) / MOST_MS * (RIGHT_PX - LEFT_PX)


def room(words: str, ms: float) -> bool:
    """Say whether words fit over a part of the bar [ms], also on a phone."""
    return shapes.width_px(words) < float(x_px(ms) - x_px(0)) * PHONE


def traces() -> list[Any]:
    """Build the traces, empty."""
    built: list[Any] = [shapes.line(DIRECT, 1.6)]
    built += [
        shapes.bar(f"bar {name}", BAR, line={"width": 1.2}, **({"pattern": HATCH} if name == "land" else {}))
        for name in LEGS
    ]
    built += [shapes.mark(STOPS, "circle", 8, 2), shapes.mark(CUSTOMERS, "circle", 13, 1.2)]
    built += [shapes.mark(EDGE, "triangle-down", USED_PX, 1.6)]
    built += [shapes.mark(SERVER, "diamond", 17, 2), shapes.mark(LOST, "diamond-x", 22, 2)]
    built += [shapes.mark(OUT, "circle", 7, 1.4), *(shapes.mark(f"answers{c}", "circle", 8, 1) for c in CLASSES)]
    built += [axes.text(name, bold=name in (BOLD, GONE)) for name in TEXTS]
    for trace in built:
        trace.yaxis = "y2"
    return built


def patch(seen: Strip) -> dict[str, Mapping[str, Any]]:
    """Draw the strip of a moment."""
    changed: dict[str, Mapping[str, Any]] = {}
    for name, kinds in LEGS.items():
        ends = np.array([(start, end) for kind, start, end in seen.legs if kind in kinds]).reshape(-1, 2)
        changed[f"bar {name}"] = shapes.bars(x_px(ends[:, 0]), x_px(ends[:, 1]), [BAR_AT] * len(ends))
    end_ms, edge = seen.legs[-1][2], [] if seen.edge_ms is None else [seen.edge_ms]
    changed |= {
        STOPS: _on_bar(seen.stops),
        CUSTOMERS: _on_bar([0.0]),
        EDGE: shapes.at(x_px(edge), [PIN_AT] * len(edge)),
        SERVER: _on_bar([] if seen.down else [end_ms]),
        LOST: _on_bar([end_ms] if seen.down else []),
        OUT: shapes.at(x_px(seen.out), np.full(np.size(seen.out), ROWS["out"])),
        DIRECT: shapes.at([], []),
    }
    if seen.direct_ms is not None:
        changed[DIRECT] = shapes.at(np.repeat(x_px(seen.direct_ms), 2), [BAR_AT - BAR, BAR_AT + BAR])
    x, classes = x_px(seen.back), np.asarray(seen.back_class, int)
    for c in CLASSES:
        mine = x[classes == c]
        changed[f"answers{c}"] = shapes.at(mine, np.full(len(mine), BACK_AT))
    return changed | {name: _labels([each[1:] for each in seen.labels if each[0] == name]) for name in TEXTS}


def paint(palette: Palette) -> dict[str, Mapping[str, Any]]:
    """Give the strip its colours."""
    colours: dict[str, Mapping[str, Any]] = {
        "bar open": {"marker.color": palette["page"], "marker.line.color": palette["ink"]},
        "bar sea": {"marker.color": palette["ink"], "marker.line.color": palette["ink"]},
        "bar land": {
            "marker.color": palette["page"],
            "marker.line.color": palette["ink"],
            "marker.pattern.bgcolor": palette["page"],
            "marker.pattern.fgcolor": palette["ink"],
        },
        DIRECT: {"line.color": palette["before"]},
    }
    marks = {
        STOPS: ("page", "ink"),
        CUSTOMERS: ("ink2", "land"),
        EDGE: ("ink", "land"),
        SERVER: ("ink", "land"),
        LOST: ("loss", "land"),
        OUT: ("page", "ink"),
    }
    colours |= {
        name: {"marker.color": palette[fill], "marker.line.color": palette[line]}
        for name, (fill, line) in marks.items()
    }
    for c in CLASSES:
        colours[f"answers{c}"] = {"marker.color": palette[f"wait{c}"], "marker.line.color": rim(palette, c)}
    return colours | {name: {"textfont.color": palette[token]} for name, token in TEXTS.items()}


def _on_bar(ms: Sequence[float]) -> dict[str, Any]:
    return shapes.at(x_px(ms), [BAR_AT] * len(ms))


def _labels(labels: Sequence[tuple[str, float, str, str]]) -> dict[str, Any]:
    x, y = x_px([label[1] for label in labels]), [ROWS[label[0]] for label in labels]
    return shapes.texts(x, y, [label[2] for label in labels], textposition=[label[3] for label in labels])
