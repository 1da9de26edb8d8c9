"""Lines of text beside marks of different sizes: a name, and what is said about it under it.

A block may stand on eight sides of its mark, so that even neighbours find room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TypeAlias

from explainer.view import words
from explainer.view.map import labels
from explainer.view.words import NO_BREAK

SIDES = (*labels.SIDES, "top right", "bottom right", "top left", "bottom left")
GAP_PX, LINE_PX, SPACE_PX = 4.0, 15.6, 3.33  # beside a mark; of a line of text and of a space


@dataclass(frozen=True)
class Block:
    """Some lines of text beside a mark: where it is on the drawing, and half its size [px]."""

    x: float
    y: float
    half: float
    lines: tuple[str, ...]

    def box(self, side: str) -> labels.Box:
        """Give what the text covers on a side [left, top, right, bottom, px]."""
        up, along = side.split()
        wide = max(map(len, self.lines)) * labels.CHARACTER_PX
        high, gap = len(self.lines) * LINE_PX, self.half + GAP_PX
        off = gap if along == "center" else 0.0  # beside its mark, text may begin at its height
        left = {"right": self.x + gap, "left": self.x - gap - wide}.get(along, self.x - wide / 2)
        top = {"top": self.y - off - high, "bottom": self.y + off}.get(up, self.y - high / 2)
        return left, top, left + wide, top + high

    def seen(self, box: labels.Box, scale: float) -> labels.Box:
        """Give a box beside the mark as it lies on a drawing that has shrunk, where text and marks have not."""
        left, top, right, bottom = box
        x, y = self.x, self.y
        return x + (left - x) / scale, y + (top - y) / scale, x + (right - x) / scale, y + (bottom - y) / scale

    def text(self, line: int, side: str) -> str:
        """Give one of the lines as a label that plotly sets where the whole block puts it."""
        up, along = side.split()
        said = words.plot(self.lines[line])
        if along != "center":
            said = labels.beside(said, f"middle {along}", spaces=ceil((self.half + GAP_PX) / SPACE_PX))
        lines = [said if i == line else NO_BREAK for i in range(len(self.lines))]
        off = [NO_BREAK] * ceil((self.half + GAP_PX - LINE_PX / 4) / LINE_PX) if along == "center" else []
        return "<br>".join([*lines, *off] if up == "top" else [*off, *lines])


Written: TypeAlias = tuple[Block, labels.Box]  # a mark, and its text or itself on the drawing


def placed(
    blocks: Sequence[Block], width_px: float, height_px: float, smallest: float = 1.0
) -> list[tuple[Block, str]]:
    """Choose a side for each block so that it covers nothing; one that has no room is cut down to its first line.

    Parameters
    ----------
    blocks
        What is to be placed; of those with most lines the one with the largest mark comes first.
    width_px, height_px
        Size of the drawing [px].
    smallest
        How small it may be drawn [of its size]; of sides that are equally good the one that is best even then is taken.

    Returns
    -------
    list of (Block, str)
        Each block as it is drawn, and its `textposition`, in the order given; one that has no room even so covers the
        least.
    """
    rings = [(each, _around(each)) for each in blocks]
    taken: list[Written] = []
    found: dict[int, tuple[Block, str]] = {}
    for i in sorted(range(len(blocks)), key=lambda i: (-len(blocks[i].lines), -blocks[i].half)):
        others = [*taken, *rings[:i], *rings[i + 1 :]]
        tries = [
            (each, side)
            for each in (blocks[i], replace(blocks[i], lines=blocks[i].lines[:1]))
            for side in SIDES
            if _inside(each.box(side), width_px, height_px)
        ]
        ranks = [
            (
                _covered_px2(each, side, others, 1.0),
                -len(each.lines),
                not _inside(each.seen(each.box(side), smallest), width_px, height_px),
                _covered_px2(each, side, others, smallest),
            )
            for each, side in tries
        ]
        found[i] = tries[ranks.index(min(ranks))] if tries else (blocks[i], SIDES[0])
        taken.append((found[i][0], found[i][0].box(found[i][1])))
    return [found[i] for i in range(len(blocks))]


def free(last: tuple[Block, str], others: Sequence[tuple[Block, str]]) -> bool:
    """Say whether a block covers none of the others."""
    box = last[0].box(last[1])
    return not any(_common_px2(box, block.box(side)) for block, side in others)


def _around(block: Block) -> labels.Box:
    return block.x - block.half, block.y - block.half, block.x + block.half, block.y + block.half


def _covered_px2(block: Block, side: str, others: Sequence[Written], scale: float) -> float:
    mine = block.seen(block.box(side), scale)
    return sum(_common_px2(mine, other.seen(box, scale)) for other, box in others)


def _inside(box: labels.Box, width_px: float, height_px: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width_px and box[3] <= height_px


def _common_px2(one: labels.Box, other: labels.Box) -> float:
    """Area that two boxes have in common [px²]."""
    wide, high = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)
