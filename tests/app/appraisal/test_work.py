"""Works run between the messages of a page, say how far they are, and end when nobody wants them any more."""

from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import nullcontext

import pytest

from explainer.app.appraisal.work import Progress, Works
from explainer.app.guard import Guard
from explainer.errors import InputError


class Counter:
    """A work that counts, and what was seen of it."""

    def __init__(self) -> None:
        self.done, self.shown, self.told = 0, [], []
        self.works = Works(nullcontext, lambda: self.shown.append(self.works.progress))

    def parts(self, total: int = 5) -> Generator[Progress, None, None]:
        for number in range(total):
            self.done = number + 1
            yield Progress(number + 1, total)


def test_without_a_loop_a_work_is_done_when_begin_returns():
    counter = Counter()
    counter.works.begin("count", counter.parts())
    assert counter.done == 5
    assert counter.works.progress == {}
    assert counter.shown == [{}], "shown once, at its end"


def test_in_a_loop_others_have_their_turn_between_two_parts():
    counter, turns = Counter(), []

    async def page() -> None:
        counter.works.begin("count", counter.parts())
        while counter.works.progress:
            turns.append(counter.done)
            await asyncio.sleep(0)

    asyncio.run(page())
    assert counter.done == 5
    assert {1, 2, 3, 4} <= set(turns), "a click could have come after every part"
    shares = [shown["count"].share for shown in counter.shown if "count" in shown]
    assert shares == sorted(shares)
    assert counter.shown[-1] == {}


def test_a_cancelled_work_ends_at_its_next_part_and_is_closed():
    counter, closed = Counter(), []

    def parts() -> Generator[Progress, None, None]:
        try:
            yield from counter.parts(1000)
        finally:
            closed.append(counter.done)

    async def page() -> None:
        counter.works.begin("count", parts())
        while counter.done < 3:
            await asyncio.sleep(0)
        counter.works.cancel("count")
        await asyncio.sleep(0.05)

    asyncio.run(page())
    assert closed
    assert closed[0] <= 4
    assert counter.works.progress == {}


def test_a_work_begun_again_takes_the_place_of_the_one_that_runs():
    counter, found = Counter(), []

    def parts(name: str) -> Generator[Progress, None, None]:
        for number in range(20):
            yield Progress(number, 20)
        found.append(name)

    async def page() -> None:
        counter.works.begin("count", parts("old"))
        await asyncio.sleep(0.02)
        counter.works.begin("count", parts("new"))
        while counter.works.progress:
            await asyncio.sleep(0.01)

    asyncio.run(page())
    assert found == ["new"]


def test_what_fails_is_told_in_a_sentence_and_ends_the_work():
    told: list[str] = []

    def parts() -> Generator[Progress, None, None]:
        yield Progress(1, 2)
        raise InputError("No three Regions serve so many. Ask for fewer.")

    works = Works(lambda: Guard(told.append), lambda: None)
    works.begin("best", parts())
    assert told == ["No three Regions serve so many. Ask for fewer. Your design has not changed."]
    assert works.progress == {}


@pytest.mark.parametrize(
    ("progress", "share", "left_s"),
    [
        (Progress(0, 0), 0.0, None),
        (Progress(1, 4, 2.0), 0.25, 6.0),
        (Progress(4, 4, 2.0), 1.0, 0.0),
        (Progress(1, 1000, 2.0), 0.001, None),
    ],
)
def test_the_rest_of_a_work_takes_as_long_as_its_pace_says(progress, share, left_s):
    assert progress.share == share
    assert progress.left_s == left_s
