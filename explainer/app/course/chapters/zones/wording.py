"""Numbers of chapter 4 as words: times of a copy, and what a storm leaves."""

from __future__ import annotations

from explainer.app.course.chapter import say
from explainer.app.course.chapters.zones import apart
from explainer.app.course.chapters.zones.texts import TEXTS
from explainer.texts import tr
from explainer.view import words


def copied(ms: float) -> str:
    r"""Write the time of a copy; what would be written as nothing is "under" the least that is written.

    Examples
    --------
    >>> copied(1.763), copied(0.018)
    ('1.8\xa0ms', 'under 0.1\xa0ms')
    """
    return tr("under {wait}", wait=words.wait(0.1)) if ms < 0.1 else words.wait(ms)


def taken(zones: int) -> str:
    """Say how many of the three zones a storm takes.

    Examples
    --------
    >>> taken(1), taken(3)
    ('one zone', 'three zones')
    """
    return words.counted(zones, "zone")


def served(share: float) -> str:
    """Say who is still served.

    Examples
    --------
    >>> served(1), served(0)
    ('everyone is served', 'nobody is served')
    """
    if share <= 0:
        return TEXTS["served.none"]
    return TEXTS["served.all"] if share >= 1 else say(TEXTS, "served.some", {"share": words.share(share)})


IN_A_ROW = words.numeral(apart.IN_A_ROW)
