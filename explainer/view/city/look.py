"""What the city's picture shows beside the answer, and how its metres become pixels."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.errors import check_between, check_known
from explainer.texts import tr
from explainer.view.map.labels import Box
from explainer.world import causes, load_city

WIDTH_PX, NARROW_PX = 820.0, 390.0  # width of the picture on a wide page and on a phone
NARROW_M = ((16.0, 1808.0), (140.0, 1520.0))  # what a phone shows, 390 x 300 px: from west to east, from south to north
WIDE, NARROW = "", " narrow"  # ending of the traces that are drawn once for each


def m_per_px(size: str = WIDE) -> float:
    """Give the metres of a pixel on a wide page or on a phone.

    Examples
    --------
    >>> round(m_per_px(), 2), round(m_per_px(NARROW), 2)
    (2.73, 4.59)
    """
    return load_city().frame_m[0] / WIDTH_PX if size == WIDE else (NARROW_M[0][1] - NARROW_M[0][0]) / NARROW_PX


def phone_px(x_m: float, y_m: float) -> tuple[float, float]:
    """Give the place on the picture of a phone [px], from its top left corner.

    Labels are placed by it: where they find room on a phone, they find it on a wide page too.
    """
    return (x_m - NARROW_M[0][0]) / m_per_px(NARROW), (NARROW_M[1][1] - y_m) / m_per_px(NARROW)


def phone_box(left_m: float, low_m: float, right_m: float, high_m: float) -> Box:
    """Give a rectangle [m] as one of a phone's picture [left, top, right, bottom, px]."""
    return (*phone_px(left_m, high_m), *phone_px(right_m, low_m))


@dataclass(frozen=True)
class Look:
    """What is drawn beside the answer; it changes no number.

    Parameters
    ----------
    causes
        Names of `causes()` that are drawn.
    progress
        How far the head of a parade has come along its street [0..1]; at 0 it waits at its start.
    walks
        Whether it is drawn who walks where.
    """

    causes: tuple[str, ...] = ()
    progress: float = 0.0
    walks: bool = True

    def __post_init__(self) -> None:
        check_known(tr("cause"), self.causes, causes())
        check_between(tr("The progress of the parade"), self.progress, 0, 1)
