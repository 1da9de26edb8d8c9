"""What a visitor asks about a design, and what is known so far."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import log
from typing import Any

import pandas as pd

from explainer.design import Best, Comparison
from explainer.errors import check_between, unknown
from explainer.footprint import Footprint
from explainer.outcome import Outcome
from explainer.presets import DEFAULT, PRESETS
from explainer.rates import HIDDEN_RANGE, Duration, Rates, load_rates
from explainer.scenario import Scenario
from explainer.sharing.link import PageState
from explainer.sharing.pages import Plain
from explainer.survey import Cause
from explainer.texts import tr
from explainer.view.appraise.nines import Redundancy
from explainer.view.appraise.recovering import Tried
from explainer.years import Years

YEARS = (100_000, 1_000_000)  # simulated at once, and when somebody asks for more
REBUILT_DAYS = (1.0, 7.0, 30.0, 365.0)  # choices; assumed, since nobody counts it
KINDS = ("zone", "region", "cable", "cause")
UP_TO = {"zone": 3, "region": 3, "cable": 1, "cause": 2}  # how many at once, where nothing else is asked for
FRONT_REGIONS = 4  # designs of more Regions take a minute to compare, and are searched one by one
MOST_REGIONS = 6  # that the best design is searched for
EVERY = "every"  # sets of all zones of the World, not only of those in use


@dataclass(frozen=True)
class Wish:
    """What the best design should be.

    Parameters
    ----------
    k
        How many Regions.
    slo_ms
        A wait that still counts as quick enough [ms].
    survive
        How many of them may be lost at once.
    objective
        "within_slo", "cost" or "p95".
    slo_share
        Share of all people who must be served in time [0..1]; None: no such target.
    """

    k: int = 3
    slo_ms: float = 100.0
    survive: int = 0
    objective: str = "within_slo"
    slo_share: float | None = None


@dataclass(frozen=True)
class Asked:
    """All that the page can be asked; the only thing that changes.

    Parameters
    ----------
    scenario
        The design, with nothing broken.
    n
        Years to simulate.
    hidden
        Events for each one that is known [1..5].
    rebuilt_days
        After how long what is lost for good is built anew elsewhere [days].
    of
        Which failure sets are ranked: "zone", "region", "cable", "cause", or "every" for all zones of the World.
    target
        Share of all requests that a loss may not push service below [0..1].
    redundancy
        What the scale of nines shows.
    wish
        What the best design should be.
    """

    scenario: Scenario = PRESETS[DEFAULT].scenario
    n: int = YEARS[0]
    hidden: float = 1.0
    rebuilt_days: float = REBUILT_DAYS[1]
    of: str = "zone"
    target: float = 0.99
    redundancy: Redundancy = field(default_factory=Redundancy)
    wish: Wish = field(default_factory=Wish)

    def __post_init__(self) -> None:
        if self.of not in (*KINDS, EVERY):
            raise unknown(tr("kind of failure"), self.of, (*KINDS, EVERY))
        check_between(tr("The number of events for each one that is known"), self.hidden, *HIDDEN_RANGE)
        check_between(tr("The share to be served"), self.target, 0, 1)
        check_between(tr("The time until it is built anew"), self.rebuilt_days, 0.01, 365, tr("days"))

    @property
    def rates(self) -> Rates:
        """How often things fail and for how long."""
        return replace(load_rates(), lost_duration=Duration(log(24 * self.rebuilt_days), 0.0))


@dataclass(frozen=True, eq=False)
class Known:
    """What is known about it so far; None where it is still being worked out.

    Parameters
    ----------
    whole
        The design with nothing broken.
    years
        Its simulated years.
    ranked
        Its failure sets.
    spots
        What each of its Regions is worth: index Region code.
    strait
        The strait whose cables would be missed most.
    tried
        The strategies for the loss of its busiest Region.
    front, comparison
        The designs that no other beats, and this one against them.
    best
        The best design for what was last wished, and its Outcome.
    footprint
        What a visitor's file said, while the design is the one that it gave.
    """

    whole: Outcome
    years: Years | None = None
    ranked: pd.DataFrame | None = None
    spots: pd.DataFrame | None = None
    strait: Cause | None = None
    tried: tuple[Tried, ...] = ()
    front: pd.DataFrame | None = None
    comparison: Comparison | None = None
    best: tuple[Best, Outcome] | None = None
    footprint: Footprint | None = None


def to_state(asked: Asked) -> PageState:
    """Give what is asked as it travels.

    Examples
    --------
    >>> from_state(to_state(Asked(target=0.5))) == Asked(target=0.5)
    True
    """
    nines, wish = asked.redundancy, asked.wish
    settings: dict[str, Plain] = {
        name: getattr(asked, name) for name in ("n", "hidden", "rebuilt_days", "of", "target")
    }
    settings |= {f"redundancy_{name}": getattr(nines, name) for name in ("k", "n", "a", "beta")}
    settings |= {f"wish_{name}": getattr(wish, name) for name in ("k", "survive", "objective", "slo_ms")}
    return PageState("design", (asked.scenario,), settings | {"wish_slo_share": wish.slo_share or 0.0})


def from_state(state: PageState) -> Asked:
    """Take up what was asked.

    Raises
    ------
    InputError
        If it asks for something that the page does not offer.
    """
    of: dict[str, Any] = dict(state.settings)
    wish = {name: of[f"wish_{name}"] for name in ("k", "survive", "objective", "slo_ms")}
    check_between(tr("The number of Regions to search for"), wish["k"], 1, MOST_REGIONS)
    check_between(tr("The number of Regions that may be lost"), wish["survive"], 0, wish["k"] - 1)
    check_between(tr("The number of years"), of["n"], 1, YEARS[-1])
    check_between(tr("The zones that are needed"), of["redundancy_k"], 1, of["redundancy_n"])
    return Asked(
        state.scenarios[0].restored(),
        **{name: of[name] for name in ("n", "hidden", "rebuilt_days", "of", "target")},
        redundancy=Redundancy(**{name: of[f"redundancy_{name}"] for name in ("k", "n", "a", "beta")}),
        wish=Wish(**wish, slo_share=of["wish_slo_share"] or None),
    )
