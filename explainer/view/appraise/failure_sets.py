"""How many losses at once a design stands: of all sets of one, two, three things, how many take service from somebody.

A set counts as harmless if everybody is served who is served with nothing lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from explainer.errors import InputError
from explainer.texts import tr, tr_n
from explainer.view import axes, words
from explainer.view.appraise import shapes
from explainer.view.palette import Palette
from explainer.view.patch import Patch
from explainer.world import World

ROWS = 4
WIDTH_PX, HEIGHT_PX = 368.0, 90.0
BAR_AT, BAR_TO, COUNTS_AT, WORST_AT = 70.0, 196.0, 286.0, WIDTH_PX
HEAD_AT, ROW_AT = 8.0, 29.0 + 18.0 * np.arange(ROWS)
HEAD = ([COUNTS_AT, WORST_AT], [HEAD_AT] * 2, [tr("lose somebody"), tr("worst leaves")])
COUNTABLE = 10_000  # so many sets are counted, more are told as a share
SAME_PEOPLE = 0.5
HARMLESS, HARMFUL = "harmless", "harmful"
HEADS, NAMES, COUNTS, WORST = "heads", "names", "counts", "worst"


@dataclass(frozen=True)
class Row:
    """The sets of one size: how many there are, how many take service from somebody, what the worst leaves [0..1]."""

    size: int
    sets: int
    harmful: int
    worst_reach: float


def build(world: World) -> go.Figure:
    """Build the empty chart."""
    traces = [
        *(shapes.bar(name, 12) for name in (HARMLESS, HARMFUL)),
        axes.text(HEADS),
        axes.text(NAMES, position="middle right"),
        axes.text(COUNTS),
        axes.text(WORST),
    ]
    return shapes.sheet(traces, WIDTH_PX, HEIGHT_PX)


def patch(world: World, ranked: pd.DataFrame | None) -> Patch:
    """Draw the sets that a survey has ranked; without one, clear the chart.

    Raises
    ------
    InputError
        For a survey that kept only the worst sets, which says nothing about the others.
    """
    found = rows(ranked)
    y, nothing = ROW_AT[: len(found)], np.zeros(len(found))
    harmful = np.array([row.harmful / row.sets for row in found])
    parting = BAR_AT + (BAR_TO - BAR_AT) * (1 - harmful)
    return Patch(
        {
            HARMLESS: shapes.bars(nothing + BAR_AT, parting, y),
            HARMFUL: shapes.bars(parting, nothing + BAR_TO, y),
            NAMES: shapes.texts(nothing, y, [_name(world, ranked, row.size) for row in found]),
            COUNTS: shapes.texts(nothing + COUNTS_AT, y, [_count(row) for row in found]),
            WORST: shapes.texts(nothing + WORST_AT, y, [words.share(row.worst_reach) for row in found]),
            HEADS: shapes.texts(*HEAD if found else ([], [], [])),
        }
    )


def paint(palette: Palette) -> Patch:
    """Give the chart the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        name: {"marker.color": palette[token]} for name, token in ((HARMLESS, "ink"), (HARMFUL, "loss"))
    }
    colours |= {name: {"textfont.color": palette["ink"]} for name in (NAMES, COUNTS, WORST)}
    colours[HEADS] = {"textfont.color": palette["ink2"]}
    return Patch(colours, axes.painted(palette))


def rows(ranked: pd.DataFrame | None) -> list[Row]:
    """Give the rows of the chart, of those sets that are ranked by now."""
    if ranked is None:
        return []
    if ranked.attrs.get("worst") is not None:
        raise InputError("The survey kept only the worst sets. Make it again without worst.")
    usual = float(ranked.attrs.get("whole", {}).get("users_lost", 0.0))
    harmful = ranked["users_lost"].to_numpy() > (usual if usual == usual else 0.0) + SAME_PEOPLE
    found = []
    for size in sorted(set(ranked["size"].tolist()))[:ROWS]:
        mine = (ranked["size"] == size).to_numpy()
        worst_reach = float(ranked["reach"].to_numpy()[mine].min())
        found.append(Row(int(size), int(mine.sum()), int(harmful[mine].sum()), worst_reach))
    return found


def table(world: World, ranked: pd.DataFrame | None) -> dict[str, list[Any]]:
    """Give the numbers of the chart: size, sets, harmful (sets), and worst_reach, what the worst leaves [0..1]."""
    found = rows(ranked)
    return {name: [getattr(row, name) for row in found] for name in ("size", "sets", "harmful", "worst_reach")}


def sentence(world: World, ranked: pd.DataFrame | None) -> str:
    """Say what each number of losses does."""
    found = rows(ranked)
    said = [tr("Of sets of {things}, {what}.", things=_name(world, ranked, row.size), what=_said(row)) for row in found]
    return " ".join(said) or tr("No failures are tried yet.")


def _name(world: World, ranked: pd.DataFrame | None, size: int) -> str:
    """Name the sets of a size: "2 zones"."""
    own = {"zone": world.words.zone_short, "region": world.words.region, "cable": world.words.cable}
    of = "zone" if ranked is None else ranked.attrs.get("of", "zone")
    noun = words.named(size, own[of]) if of in own else tr_n("cause", "causes", size)
    return tr("{count} {noun}", count=size, noun=noun)


def _count(row: Row) -> str:
    if row.sets >= COUNTABLE:
        return words.share(row.harmful / row.sets)
    if not row.harmful:
        return tr("none of {count}", count=f"{row.sets:,}")
    return tr("{number} of {count}", number=row.harmful, count=f"{row.sets:,}")


def _said(row: Row) -> str:
    if not row.harmful:
        return tr("none of {count} loses anybody", count=f"{row.sets:,}")
    return tr_n(
        "{sets} loses somebody; the worst leaves {share}",
        "{sets} lose somebody; the worst leaves {share}",
        row.harmful,
        sets=_count(row),
        share=words.share(row.worst_reach),
    )
