"""Long work of a page, done in parts, so that a click is answered in between.

A piece of work is a generator: it gives its turn away several times a second, telling how far it is, and returns what
it found. In a kernel its parts run between the messages of the page; elsewhere, in a test or a script, there is nobody
to wait for, and it runs to its end at once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from time import perf_counter
from typing import TypeAlias

PAUSE_S = 0.02  # after each part, for what has come in meanwhile


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is.

    Parameters
    ----------
    done, total
        What is done, and out of how much; a total of 0 is one that nobody knows.
    since_s
        Time since it began [s].
    """

    done: float
    total: float
    since_s: float = 0.0

    @property
    def share(self) -> float:
        """Share that is done [0..1]."""
        return min(self.done / self.total, 1.0) if self.total else 0.0

    @property
    def left_s(self) -> float | None:
        """Time that the rest may take at the pace so far [s]; None while that is a guess."""
        return self.since_s * (1 - self.share) / self.share if self.share > 0.02 else None


Parts: TypeAlias = Generator[Progress, None, None]


class Works:
    """The works of a page, by name; a work that is begun again takes the place of the one that runs.

    Parameters
    ----------
    guard
        Gives a context that tells the visitor what goes wrong inside it.
    shown
        Called when a work begins, has come further or ends.
    """

    def __init__(self, guard: Callable[[], AbstractContextManager[None]], shown: Callable[[], None]) -> None:
        self._guard, self._shown = guard, shown
        self._progress: dict[str, Progress] = {}
        self._turn: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._one = asyncio.Lock()

    @property
    def progress(self) -> dict[str, Progress]:
        """How far each running work is, by name."""
        return dict(self._progress)

    def begin(self, name: str, parts: Parts) -> None:
        """Begin a work; where no loop runs, do all of it now."""
        self._turn[name] = turn = self._turn.get(name, 0) + 1
        self._progress[name] = Progress(0, 0)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for _ in self._steps(name, turn, parts):
                pass
            self._shown()
            return
        self._shown()
        task = loop.create_task(self._between(name, turn, parts))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self, name: str) -> None:
        """End a work with what it has found so far."""
        self._turn[name] = self._turn.get(name, 0) + 1
        if self._progress.pop(name, None):
            self._shown()

    async def _between(self, name: str, turn: int, parts: Parts) -> None:
        steps = self._steps(name, turn, parts)
        going = True
        while going:
            async with self._one:  # no other work goes on in the pause, only what the page asks
                going = next(steps, self) is not self
                self._shown()
                await asyncio.sleep(PAUSE_S)

    def _steps(self, name: str, turn: int, parts: Parts) -> Generator[None, None, None]:
        """Do a work part by part; what fails is told, and ends it."""
        start = perf_counter()
        with self._guard():
            for now in parts:
                if self._turn[name] != turn:
                    parts.close()
                    return
                self._progress[name] = Progress(now.done, now.total, perf_counter() - start)
                yield
                if self._turn[name] != turn:
                    parts.close()
                    return
        if self._turn[name] == turn:
            self._progress.pop(name, None)
