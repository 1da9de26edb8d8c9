"""A survey on a dask cluster: the same questions, asked by many workers.

A task is a run of samples or a whole design, and the design or the World is a task too. So the scheduler can do again
whatever a lost worker held, and nothing is sent that a worker can make itself. Answers come back in any order, each
with what it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from explainer.scenario import Outage, Scenario
from explainer.survey.asking import Asking
from explainer.world import World

if TYPE_CHECKING:
    from distributed import Client

SAMPLES_PER_TASK = 50  # about a tenth of a second of work

T = TypeVar("T")
Answers = tuple[range, list[tuple[float, ...]]]


def ask_cluster(
    client: Client, world: World, scenario: Scenario, lost: Sequence[frozenset[Outage]]
) -> Iterator[Answers]:
    """Give the numbers of samples, run by run, as the workers find them."""
    asking = client.submit(Asking, _bare(world), scenario, pure=False)
    runs = [range(start, min(start + SAMPLES_PER_TASK, len(lost))) for start in range(0, len(lost), SAMPLES_PER_TASK)]
    futures = [client.submit(_answers, asking, run, [lost[i] for i in run], pure=False) for run in runs]
    yield from _as_found(client, futures, asking)


def ask_each(
    client: Client, ask: Callable[[World, Scenario], T], world: World, designs: Mapping[str, Scenario]
) -> Iterator[tuple[str, T]]:
    """Give what a question finds about each design, as the workers find it."""
    shared = client.submit(_bare, _bare(world), pure=False)
    futures = [client.submit(_named, name, ask, shared, scenario, pure=False) for name, scenario in designs.items()]
    yield from _as_found(client, futures, shared)


def _as_found(client: Any, futures: list[Any], shared: Any) -> Iterator[Any]:
    from distributed import as_completed  # only who has a client has dask

    try:
        for future in cast(Any, as_completed)(futures):
            yield future.result()
    finally:
        client.cancel([*futures, shared])  # what nobody waits for any more


def _bare(world: World) -> World:
    """Give the World without what it has worked out so far: that is quicker made than sent."""
    return replace(world)


def _answers(asking: Asking, run: range, lost: Sequence[frozenset[Outage]]) -> Answers:
    return run, [asking.numbers(some) for some in lost]


def _named(name: str, ask: Callable[[World, Scenario], T], world: World, scenario: Scenario) -> tuple[str, T]:
    return name, ask(world, scenario)
