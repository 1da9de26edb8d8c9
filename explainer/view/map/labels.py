"""Where a name stands beside its mark, so that names cover neither marks nor each other."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.view.words import NO_BREAK

CHARACTER_PX = 6.7
SIDES = ("middle right", "middle left", "top center", "bottom center")
Box = tuple[float, float, float, float]


def sides(
    marks: Sequence[tuple[float, float]],
    texts: Sequence[str],
    width_px: float,
    half_px: float = 12,
    blocked: Sequence[Box] = (),
) -> list[str]:
    """Choose a side for each label, the first that covers nothing.

    Parameters
    ----------
    marks
        Positions of the marks on the drawing [px].
    texts
        The labels, in the same order; an earlier one is placed first.
    width_px
        Width of the drawing, which labels must not leave [px].
    half_px
        Half the size of a mark [px].
    blocked
        Other places that labels keep off [left, top, right, bottom, px].

    Returns
    -------
    list of str
        A `textposition` a label.

    Examples
    --------
    >>> sides([(100, 0), (120, 0)], ["left one", "right one"], 300)
    ['middle left', 'middle right']
    """
    taken = [(x - half_px, y - half_px, x + half_px, y + half_px) for x, y in marks]
    chosen = []
    for i, ((x, y), text) in enumerate(zip(marks, texts, strict=True)):
        width, gap = len(text) * CHARACTER_PX, half_px + 1
        boxes = {
            "middle right": (x + gap, y - 8, x + gap + 4 + width, y + 8),
            "middle left": (x - gap - 4 - width, y - 8, x - gap, y + 8),
            "top center": (x - width / 2, y - gap - 17, x + width / 2, y - gap),
            "bottom center": (x - width / 2, y + gap, x + width / 2, y + gap + 17),
        }
        others = [*taken[:i], *taken[i + 1 :], *blocked]
        inside = [s for s in SIDES if boxes[s][0] >= 0 and boxes[s][2] <= width_px] or list(SIDES)
        side = next((s for s in inside if not any(_overlap(boxes[s], other) for other in others)), inside[0])
        taken.append(boxes[side])
        chosen.append(side)
    return chosen


def beside(text: str, side: str, spaces: int = 5) -> str:
    """Keep a label off its mark: plotly sets text right beside the point, so the gap is made of spaces or a line."""
    if side == "middle right":
        return NO_BREAK * spaces + text
    if side == "middle left":
        return text + NO_BREAK * spaces
    return f"{text}<br>{NO_BREAK}" if side == "top center" else f"{NO_BREAK}<br>{text}"


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
