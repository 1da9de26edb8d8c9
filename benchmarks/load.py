"""A class at once: thirty learners click for minutes; whether each click is answered, how soon, and what it costs.

Run it with `python benchmarks/load.py [--learners 30] [--minutes 5] [--every-s 2] [--quick] [--peer]`; Linux only. The
real `parade-proof serve` runs in a process of its own. Learners are websocket clients in this process (`_learner.py`)
that load the page and its files, open its line, take the state of its widgets and send what a click sends. Two of three
are on the map, the others in chapters of the course. Among them one headless Chromium clicks too, to see what a browser
feels. At the end four of five leave as a page does; the others vanish, and their kernels are left to the server.

Memory is PSS (`smaps_rollup`) of the server, the warmed parent and all kernels. Clients and Chromium run on the same
cores as the server, so times are those of a machine that does all of it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from _browser import ROOT
from _learner import Learner, Script, by_buttons, in_lesson, on_map, record
from _screen import Screen
from serve import TICK_S, cpu_s, memory_mb, tree
from tornado.simple_httpclient import SimpleAsyncHTTPClient

from explainer import Explainer
from explainer.app.course import Lesson

GOAL_P95_MS, GOAL_BACK = 1500.0, 0.1
STEPS, SAMPLE_S, ARRIVE_S = 30, 5.0, 10.0
WORLD, CHAPTERS = "00_world.ipynb", {1: "11_parade.ipynb", 2: "12_data_centre.ipynb", 4: "14_zones.ipynb"}
QUICK_LEARNERS, QUICK_MINUTES = 5, 0.5
GONE_WITHIN_S = 240.0  # a page that vanished keeps its kernel for two minutes


class Seen(NamedTuple):
    """Memory of the server itself, of all its processes [MB], and how many others there are."""

    own_mb: float
    mb: float
    processes: int


@dataclass
class Server:
    """A running server and what was seen of its processes."""

    address: str
    pid: int
    log: Path
    seen: list[Seen] = field(default_factory=list)

    def look(self) -> None:
        """Note the memory."""
        taken = {}
        for pid in tree(self.pid):
            with suppress(OSError):  # it ends just now
                taken[pid] = memory_mb(pid, "Pss")
        self.seen.append(Seen(taken[self.pid], sum(taken.values()), len(taken) - 1))

    def count(self) -> int:
        """Give the number of its other processes."""
        return len(tree(self.pid)) - 1

    async def rest(self, quiet_s: int = 4) -> None:
        """Wait until nothing runs any more."""
        still = 0
        for _ in range(60):
            before = cpu_s(tree(self.pid))
            await asyncio.sleep(1)
            still = still + 1 if cpu_s(tree(self.pid)) - before <= 5 * TICK_S else 0
            if still >= quiet_s:
                return


@contextmanager
def serving(learners: int, *options: str) -> Iterator[Server]:
    """Run the server for many with room for a class; gives it once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    places = str(learners + 6)
    line = [sys.executable, "-m", "explainer.serve", "serve", f"--port={port}", "--places", places]
    with tempfile.NamedTemporaryFile() as out:
        process = subprocess.Popen(
            [*line, "--per-address", places, *options],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
        log = Path(out.name)
        try:
            while b"is open at" not in log.read_bytes():
                if process.poll() is not None:
                    raise SystemExit(f"The server did not start.\n{log.read_text()}")
                time.sleep(0.1)
            yield Server(f"http://127.0.0.1:{port}", process.pid, log)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=20)


@dataclass
class Class:
    """Thirty learners and what was seen of them and of the server."""

    server: Server
    learners: list[Learner]
    screen: Screen
    faults: Counter[str] = field(default_factory=Counter)
    busy: tuple[float, float] = (0.0, 0.0)  # [cores] of the server itself, of its kernels
    load: tuple[float, float] = (0.0, 0.0)
    back_s: float = 0.0

    async def come(self) -> None:
        """Let all open their pages within some seconds."""
        await self.server.rest()
        self.server.look()
        self.screen.start()
        await asyncio.to_thread(self.screen.ready.wait)
        await self._all(self._come(each, ARRIVE_S * n / len(self.learners)) for n, each in enumerate(self.learners))
        self.learners = [each for each in self.learners if each.opened_s]
        if not self.learners:
            raise SystemExit(f"No page opened: {self.faults.most_common(3)}")

    async def click(self, minutes: float, every_s: float) -> None:
        """Let all click for some minutes."""
        pid, start, begun = self.server.pid, time.perf_counter(), os.getloadavg()[0]
        before = cpu_s([pid]), cpu_s(tree(pid)[1:])
        watch = asyncio.create_task(self._look())
        self.screen.begin.set()
        await self._all(
            each.learn(every_s, start + 60 * minutes, random.Random(n)) for n, each in enumerate(self.learners)
        )
        took_s = time.perf_counter() - start
        after = cpu_s([pid]), cpu_s(tree(pid)[1:])
        self.busy = (after[0] - before[0]) / took_s, (after[1] - before[1]) / took_s
        self.load = begun, os.getloadavg()[0]
        watch.cancel()

    async def leave(self) -> None:
        """Let all leave, and wait until their kernels are gone."""
        self.server.look()
        self.screen.end.set()
        await asyncio.to_thread(self.screen.join)
        start = time.perf_counter()
        await self._all(each.leave(tells=n % 5 > 0) for n, each in enumerate(self.learners))
        while self.server.count() > self.server.seen[0].processes and time.perf_counter() < start + GONE_WITHIN_S:
            await asyncio.sleep(1)
        self.back_s = time.perf_counter() - start
        await self.server.rest()
        self.server.look()

    async def _come(self, learner: Learner, wait_s: float) -> None:
        await asyncio.sleep(wait_s)
        await learner.open()

    async def _all(self, doings: Iterable[Awaitable[None]]) -> None:
        for found in await asyncio.gather(*doings, return_exceptions=True):
            if isinstance(found, BaseException):
                self.faults[f"{type(found).__name__}: {found}"] += 1

    async def _look(self) -> None:
        while True:
            self.server.look()
            await asyncio.sleep(SAMPLE_S)


def report(seen: Class, minutes: float) -> tuple[float, float]:
    """Print all figures; gives the 95th percentile [ms] and the memory that the class took [MB]."""
    clicks = [answer for each in seen.learners for answer in each.answers]
    lost = Counter(f"{answer.fault} (after {answer.step})" for answer in clicks if answer.fault)
    ms = [answer.ms for answer in clicks]
    faults = seen.faults + Counter(seen.screen.faults)
    traces = seen.server.log.read_text(errors="replace").count("Traceback")
    alarms, opened = sum(each.alarms for each in seen.learners), [each.opened_s for each in seen.learners]
    load = " to ".join(f"{each:.1f}" for each in seen.load)
    print(f"{len(seen.learners)} learners and a browser, {minutes:g} min; load {load} on {os.cpu_count()} cores")
    print(f"page with its widgets there     median {np.median(opened):.2f} s, last {max(opened):.2f} s")
    print(f"click to status                 {quantiles(ms)}, {len(ms)} clicks   (goal p95 {GOAL_P95_MS:.0f})")
    print(f"the same in a real browser      {quantiles(seen.screen.ms)}, {len(seen.screen.ms)} clicks")
    print(f"clicks lost or answered wrong   {lost.total()}   (goal 0)")
    print(f"errors {faults.total()} (goal 0), tracebacks in the log {traces}, alarms of a lost connection {alarms}")
    for what, times in (lost + faults).most_common(8):
        print(f"    {times} x {what}")
    print(f"CPU while they clicked          server {seen.busy[0]:.2f}, kernels {seen.busy[1]:.2f} cores")
    first, peak, last = seen.server.seen[0], max(seen.server.seen, key=lambda each: each.mb), seen.server.seen[-1]
    for name, each in (("before", first), ("at most", peak), ("after they left", last)):
        print(f"memory {name:<24} {each.mb:.0f} MB (server {each.own_mb:.0f}), {each.processes} other processes")
    took_mb = peak.mb - first.mb
    kept = (last.mb - first.mb) / took_mb
    print(
        f"kept of what they took          {kept:.0%}   (goal {GOAL_BACK:.0%}); kernels gone after {seen.back_s:.0f} s"
    )
    return (float(np.percentile(ms, 95)) if ms else np.nan), took_mb


def quantiles(ms: Sequence[float]) -> str:
    """Say median and tail of times."""
    if not ms:
        return "nothing"
    middle, p95, p99 = np.percentile(ms, [50, 95, 99])
    return f"median {middle:.0f}, p95 {p95:.0f}, p99 {p99:.0f}, max {max(ms):.0f} ms"


def scripts() -> tuple[list[Script], Script]:
    """Record what learners do, two of three of them on the map, and what the browser does."""
    chapters = [
        record(page, partial(Lesson, number), partial(in_lesson, dice=random.Random(number), length=STEPS))
        for number, page in CHAPTERS.items()
    ]
    maps = [
        record(WORLD, Explainer, partial(on_map, dice=random.Random(n), length=STEPS)) for n in range(2 * len(chapters))
    ]
    mixed = [script for n, chapter in enumerate(chapters) for script in (*maps[2 * n : 2 * n + 2], chapter)]
    return mixed, record(WORLD, Explainer, by_buttons)


async def run(server: Server, asked: argparse.Namespace, learners: Sequence[Script], screen: Script) -> Class:
    """Hold one class from coming to leaving."""
    client = SimpleAsyncHTTPClient(force_instance=True, max_clients=500, max_body_size=1 << 28)
    those = [Learner(server.address, learners[n % len(learners)], client) for n in range(asked.learners)]
    seen = Class(server, those, Screen(server.address, screen, asked.every_s))
    await seen.come()
    await seen.click(asked.minutes, asked.every_s)
    await seen.leave()
    return seen


def main() -> None:
    """Print all figures."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--learners", type=int, default=30, help="websocket clients (30)")
    options.add_argument("--minutes", type=float, default=5.0, help="how long they click (5)")
    options.add_argument(
        "--every-s", type=float, default=2.0, help="seconds from click to click, half to half more (2)"
    )
    options.add_argument("--quick", action="store_true", help="five learners, half a minute")
    options.add_argument("--peer", action="store_true", help="the same with --no-fork too, a minute at most")
    asked = options.parse_args()
    if asked.quick:
        asked.learners, asked.minutes = QUICK_LEARNERS, QUICK_MINUTES
    learners, screen = scripts()
    with serving(asked.learners) as server:
        ours = report(asyncio.run(run(server, asked, learners, screen)), asked.minutes)
    if asked.peer:
        asked.minutes = min(asked.minutes, 1.0)
        print("\nThe same with --no-fork")
        with serving(asked.learners, "--no-fork") as server:
            theirs = report(asyncio.run(run(server, asked, learners, screen)), asked.minutes)
        print(f"without forking {theirs[0] / ours[0]:.1f} times the p95, {theirs[1] / ours[1]:.1f} times the memory")


if __name__ == "__main__":
    main()
