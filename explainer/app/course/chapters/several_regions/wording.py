"""Names and numbers of chapter 6 as words, and what may be known of them before the prediction."""

from __future__ import annotations

from functools import lru_cache

from explainer.app.course.chapter import Texts, say
from explainer.app.course.chapters.several_regions import standby
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.strategies import WARM_SHARE
from explainer.view import words
from explainer.view.appraise.spans import duration, to_the_minute
from explainer.world import load_world

READY = tuple(standby.READY)
ALL = 1 - 1e-6  # of a share: rounding is nobody's loss


def region(code: str) -> str:
    """Give a Region's name."""
    return str(load_world().regions["name"][code])


@lru_cache(maxsize=1)
def known() -> Texts:
    """Give what every text of the chapter may say: names, the time of the loss, sizes."""
    return {
        "primary": region(standby.PRIMARY),
        "standby": region(standby.STANDBY),
        "time": f"{standby.BEGIN_UTC:%H:%M}",
        "warm": words.share(WARM_SHARE),
        "dns": "Route 53",
    }


def way(ready: str, named: bool = False) -> str:
    """Say what stands ready, by its name in the cloud once that is known."""
    return standby.ways()[ready].label if named else say(TEXTS, f"way.{ready}", known())


def data(ready: str, launches: str = "work") -> str:
    """Write how much of the latest data is lost."""
    return duration(standby.fared(ready, launches).data_lost_min)


def down(ready: str, launches: str = "work") -> str:
    """Write how long customers are not served."""
    return to_the_minute(standby.fared(ready, launches).rto_min).replace(" ", words.NO_BREAK)


def lag(ready: str) -> str:
    """Write how far the copy is behind."""
    return duration(standby.ways()[ready].scenario.failover.replication_lag_s / 60)


def served(share: float) -> str:
    """Say who is served.

    Examples
    --------
    >>> served(0), served(1)
    ('nobody is served', 'everybody is served')
    """
    if share <= 0:
        return TEXTS["served.none"]
    return TEXTS["served.all"] if share >= ALL else say(TEXTS, "served.some", {"share": words.share(share)})


def bills(number: float) -> str:
    """Write a number of monthly bills.

    Examples
    --------
    >>> bills(2.29), bills(177.3)
    ('2.3', '177')
    """
    return f"{number:.1f}" if number < 100 else f"{number:,.0f}"
