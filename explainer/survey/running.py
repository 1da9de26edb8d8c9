"""Every failure set of a design, ranked: at once, in parts between clicks, or for many designs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from explainer.errors import InputError
from explainer.scenario import Scenario, check
from explainer.survey.asking import NUMBERS, Asking, Key, with_used_regions
from explainer.survey.causes import NEAR_KM
from explainer.survey.cluster import Answers, ask_cluster, ask_each
from explainer.survey.sets import Sets, check_size
from explainer.survey.targets import targets_of
from explainer.world import World

if TYPE_CHECKING:
    from distributed import Client

Progress = Callable[[int, int], bool | None]
SLICE_S = 0.03  # work between two chances to do something else: a click must be painted within 80 ms


class Survey:
    """A survey under way: how far it is, and what it knows by now.

    Parameters
    ----------
    world, scenario
        The design, and what is broken already.
    sets
        The sets to be ranked.
    of
        What they are sets of.
    worst
        How many to keep of each size; None: all.
    """

    def __init__(self, world: World, scenario: Scenario, sets: Sets, of: str, worst: int | None) -> None:
        self.world, self.scenario, self.sets = world, scenario, sets
        self.of, self.worst = of, worst
        self.done = 0
        self._numbers = np.full((len(sets.samples), len(NUMBERS)), np.nan)
        self._count = np.bincount(sets.sample, minlength=len(sets.samples))

    @property
    def total(self) -> int:
        """Number of sets."""
        return len(self.sets.sample)

    def frame(self) -> pd.DataFrame:
        """Rank the sets that are known by now, as `survey` does."""
        ranked = self.sets.frame(self._numbers, self.worst)
        whole = dict(zip(NUMBERS, self._numbers[0].tolist(), strict=True))
        asked = {"of": self.of, "up_to": len(self.sets.rows), "worst": self.worst}
        ranked.attrs.update(asked, complete=self.done == self.total, whole=whole)
        return ranked

    def parts(self, client: Client | None = None) -> Iterator[Survey]:
        """Do the work, and come back every few hundredths of a second."""
        asking, alike, since = Asking(self.world, self.scenario), dict[Key, list[int]](), perf_counter()
        for sample in range(len(self.sets.samples)):
            alike.setdefault(asking.key(self.sets.lost(sample)), []).append(sample)
            if perf_counter() - since > SLICE_S:
                yield self
                since = perf_counter()
        samples = list(alike.values())
        lost = [self.sets.lost(first) for first, *_ in samples]
        answers: Iterator[Answers]
        if client is None:
            answers = ((range(i, i + 1), [asking.numbers(some)]) for i, some in enumerate(lost))
        else:
            answers = ask_cluster(client, self.world, self.scenario, lost)
        for run, found in answers:
            for state, numbers in zip(run, found, strict=True):
                self._numbers[samples[state]] = numbers
                self.done += int(self._count[samples[state]].sum())
            if perf_counter() - since > SLICE_S:
                yield self
                since = perf_counter()
        yield self


def survey_in_parts(
    world: World,
    scenario: Scenario,
    up_to: int = 2,
    of: str = "zone",
    *,
    among: str | Collection[str] = "used",
    worst: int | None = None,
    near_km: float = NEAR_KM,
    client: Client | None = None,
) -> Iterator[Survey]:
    """Do a survey in parts of a few hundredths of a second, so that a page can answer clicks in between.

    Parameters
    ----------
    world, scenario, up_to, of, among, worst, near_km, client
        As for `survey`.

    Yields
    ------
    Survey
        Always the same one: done and total sets, and `frame()`, which ranks what is known by now.

    Raises
    ------
    InputError
        As `survey` does, before any work.

    Examples
    --------
    >>> from explainer import Placement, load_world
    >>> *_, last = survey_in_parts(load_world(), Scenario((Placement("eu-west-1"),)))
    >>> last.done, last.total
    (6, 6)
    """
    check(scenario, world.places, world.travel.access)
    targets = targets_of(world, scenario, of, among, near_km)
    check_size(targets, of, up_to, worst)
    if of in ("cable", "cause"):
        world, scenario = with_used_regions(world, scenario)
    return Survey(world, scenario, Sets.of(targets, up_to), of, worst).parts(client)


def survey(
    world: World,
    scenario: Scenario,
    up_to: int = 2,
    of: str = "zone",
    *,
    among: str | Collection[str] = "used",
    worst: int | None = None,
    near_km: float = NEAR_KM,
    client: Client | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Rank every failure set of a design, the worst first.

    Each number is the one that `simulate` gives for the same outages; what is broken already stays broken.

    Parameters
    ----------
    world
        Places, people and cables.
    scenario
        The design, and what is broken already.
    up_to
        How many may be lost at once.
    of
        "zone", "region", "cable" or "cause" (see `shared_causes`).
    among
        "used": what the design uses and still has; of cables, all that are not cut. "all" of the World; or codes.
    worst
        How many sets to keep of each size; None: all.
    near_km
        How far apart Regions may be to share a storm [km]; for causes.
    client
        A dask client whose workers ask the model; None: it is asked here.
    progress
        Called now and then with sets done and sets in all; if it returns False, the survey ends with what it knows.

    Returns
    -------
    pandas.DataFrame
        One row a set: targets (tuple of codes), size, reach, within_slo [0..1], dropped_rps, short_rps (of these, for
        lack of room) [req/s], users_lost, rtt_p95_ms (NaN when nobody is served). Ranked by reach, then within_slo,
        then size. Its attrs: of, up_to, worst, complete, and whole, the same numbers with nothing of it lost.

    Raises
    ------
    InputError
        For an unknown code or kind, more to be lost than there is, or too many sets.

    Examples
    --------
    >>> from explainer import Placement, load_world
    >>> design = Scenario((Placement("us-east-1", zones=2), Placement("eu-west-1", zones=1)))
    >>> ranked = survey(load_world(), design)
    >>> len(ranked), ranked["targets"][0]
    (6, ('euw1-az1', 'use1-az1'))
    """
    parts = survey_in_parts(world, scenario, up_to, of, among=among, worst=worst, near_km=near_km, client=client)
    for now in parts:
        if progress is not None and progress(now.done, now.total) is False:
            break
    return now.frame()


def survey_designs(
    world: World,
    designs: Mapping[str, Scenario],
    up_to: int = 2,
    of: str = "zone",
    *,
    among: str = "used",
    worst: int | None = None,
    near_km: float = NEAR_KM,
    client: Client | None = None,
    progress: Progress | None = None,
) -> dict[str, pd.DataFrame]:
    """Make the survey of many designs.

    Parameters
    ----------
    world
        Places, people and cables.
    designs
        Name to design.
    up_to, of, among, worst, near_km
        As for `survey`.
    client
        A dask client whose workers take a design each; None: all are done here.
    progress
        Called after each design with designs done and designs in all; if it returns False, the rest is left out.

    Returns
    -------
    dict
        Name to what `survey` gives, in the order of the designs.

    Raises
    ------
    InputError
        As `survey` does, naming the design, before any work.

    Examples
    --------
    >>> from explainer import PRESETS, load_world
    >>> designs = {name: PRESETS[name].scenario for name in ("one-region", "two-regions")}
    >>> {name: len(ranked) for name, ranked in survey_designs(load_world(), designs).items()}
    {'one-region': 6, 'two-regions': 21}
    """
    ask = partial(survey, up_to=up_to, of=of, among=among, worst=worst, near_km=near_km)
    for name, scenario in designs.items():
        try:
            check(scenario, world.places, world.travel.access)
            check_size(targets_of(world, scenario, of, among, near_km), of, up_to, worst)
        except InputError as fault:
            raise InputError(f"{name}: {fault}") from fault
    found: Iterator[tuple[str, pd.DataFrame]]
    if client is None:
        found = ((name, ask(world, scenario)) for name, scenario in designs.items())
    else:
        found = ask_each(client, ask, world, designs)
    ranked: dict[str, pd.DataFrame] = {}
    for name, frame in found:
        ranked[name] = frame
        if progress is not None and progress(len(ranked), len(designs)) is False:
            break
    return {name: ranked[name] for name in designs if name in ranked}
