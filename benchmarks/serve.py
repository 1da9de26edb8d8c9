"""What a page costs the server: time, CPU and memory, with kernels forked from a warmed parent and without.

Run it with `python benchmarks/serve.py [--pages 8] [--page 00_world.ipynb]`; Linux only. Two real apps run at once,
one with `--no-fork`, and pages are opened in both by turns, so that whatever else the machine does meets both alike.
A visitor here is a client that loads the page, opens its websocket, asks for the state of all widgets as a browser
does, and clicks; nothing is drawn, so no browser disturbs the figures.

Memory is the kernel's own account (`smaps_rollup`): PSS shares a page of memory out among those who hold it. "Each
further page" is the PSS of all kernels and of the warmed parent with all pages open, less that with one, divided by the
pages between. CPU is that of the server, the parent and all kernels, from before the page is asked for until its state
has arrived (in steps of 10 ms). Both are as good on a busy machine, times are not.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from _browser import server
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"
CLICKS = ("five-regions", "two-regions")
PATIENCE_S = 60.0
VERSION = {"version": "1.0.0"}  # of how to ask for states
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
GOALS = {"page": "0.8", "cpu": "0.8", "further": "55"}


@dataclass
class Visitor:
    """A page that is open."""

    line: WebSocketClientConnection
    comm: str = ""

    async def say(self, kind: str, **content: Any) -> str:
        """Send a message; gives its id."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "v", "username": "v", "version": "5.3"}
        parts = {"header": header | {"date": ""}, "parent_header": {}, "metadata": VERSION, "content": content}
        await self.line.write_message(
            serialize_msg_to_ws_v1(parts, "shell", lambda part: json.dumps(part).encode()), True
        )
        return header["msg_id"]

    async def hear(self) -> tuple[str, str, dict[str, Any]]:
        """Give the next message: its type, the id of what it answers, its content."""
        told = await asyncio.wait_for(self.line.read_message(), PATIENCE_S)
        if told is None:
            raise SystemExit("The server closed a page.")
        parts = deserialize_msg_from_ws_v1(told)[1]
        header, parent, content = (json.loads(bytes(parts[number])) for number in (0, 1, 3))
        return header["msg_type"], parent.get("msg_id", ""), content

    async def ask_state(self) -> None:
        """Ask for the state of all widgets and keep the name of the page's own."""
        comm = uuid.uuid4().hex
        await self.say("comm_open", comm_id=comm, target_name="jupyter.widget.control", data={})
        await self.say("comm_msg", comm_id=comm, data={"method": "request_states"})
        while not self.comm:
            kind, _, content = await self.hear()
            if kind == "comm_msg" and content["data"].get("method") == "update_states":
                states = content["data"]["states"]
                self.comm = next(name for name, each in states.items() if "_skeleton" in each["state"])

    async def click(self, design: str) -> float:
        """Choose a design; gives the time until all is answered [ms]."""
        start = time.perf_counter()
        asked = await self.say(
            "comm_msg", comm_id=self.comm, data={"method": "custom", "content": {"act": "preset", "value": design}}
        )
        shown = False
        while True:
            kind, parent, content = await self.hear()
            shown |= kind == "comm_msg" and parent == asked
            if kind == "status" and parent == asked and content["execution_state"] == "idle":
                if not shown:
                    raise SystemExit("A click changed nothing.")
                return 1000 * (time.perf_counter() - start)


@dataclass
class Site:
    """A running app and what was measured of it."""

    address: str
    page: str
    pid: int
    page_s: list[float] = field(default_factory=list)
    live_s: list[float] = field(default_factory=list)
    cpu_s: list[float] = field(default_factory=list)
    click_ms: list[float] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)
    pss_mb: list[float] = field(default_factory=list)

    async def load(self) -> str:
        """Load the page; gives its HTML."""
        request = HTTPRequest(f"{self.address}/voila/render/{self.page}", request_timeout=PATIENCE_S)
        return (await AsyncHTTPClient().fetch(request)).body.decode()

    async def open(self) -> None:
        """Open a page as a browser does, and note what it cost."""
        before, start = cpu_s(tree(self.pid)), time.perf_counter()
        html = await self.load()
        self.page_s.append(time.perf_counter() - start)
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', html)
        if found is None:
            raise SystemExit("The page has no kernel.")
        url = f"{self.address.replace('http', 'ws')}/api/kernels/{found[1]}/channels"
        visitor = Visitor(await websocket_connect(url, subprotocols=[PROTOCOL], max_message_size=1 << 28))
        await visitor.ask_state()
        self.live_s.append(time.perf_counter() - start)
        self.cpu_s.append(cpu_s(tree(self.pid)) - before)
        self.visitors.append(visitor)
        self.pss_mb.append(sum(memory_mb(pid, "Pss") for pid in tree(self.pid)[1:]))

    async def rest(self) -> None:
        """Wait until nothing runs any more: the parent builds pages ahead for a while."""
        for _ in range(120):
            before = cpu_s(tree(self.pid))
            await asyncio.sleep(1)
            if cpu_s(tree(self.pid)) - before <= 3 * TICK_S:
                return

    def kernels_mb(self) -> list[float]:
        """Give the memory of its own of each process that no other one forks from [MB]."""
        processes = tree(self.pid)[1:]
        parents = {parent_of(pid) for pid in processes}
        return [memory_mb(pid, "Private_Clean", "Private_Dirty") for pid in processes if pid not in parents]


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def tree(pid: int) -> list[int]:
    """Give a process and all that come from it, itself first."""
    found = [pid]
    for each in found:
        for task in Path(f"/proc/{each}/task").glob("*/children"):
            found += map(int, task.read_text().split())
    return found


def cpu_s(pids: list[int]) -> float:
    """Give the CPU time that processes have used so far [s]."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return TICK_S * sum(int(each[11]) + int(each[12]) for each in fields)


def memory_mb(pid: int, *kinds: str) -> float:
    """Give a sum of lines of a process's memory account [MB]."""
    lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]]
    return sum(int(line[1]) for line in lines if line[0].rstrip(":") in kinds) / 1024


async def measure(sites: list[Site], pages: int, clicks: int) -> list[float]:
    """Open pages by turns, click through each, then load some at once; gives the times of that [s]."""
    for site in sites:
        await site.rest()
    for _ in range(pages):
        for site in sites:
            await site.open()
    for turn in range(clicks):
        for site in sites:
            for visitor in site.visitors:
                site.click_ms.append(await visitor.click(CLICKS[turn % 2]))
    for site in sites:
        site.pss_mb.append(sum(memory_mb(pid, "Pss") for pid in tree(site.pid)[1:]))
    own = [median(site.kernels_mb()) for site in sites]
    at_once = []
    for site in sites:
        await site.rest()
        start = time.perf_counter()
        await asyncio.gather(*(site.load() for _ in range(pages)))
        at_once.append(time.perf_counter() - start)
    return [*own, *at_once]


def main() -> None:
    """Print all figures."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--pages", type=int, default=8, help="pages open at once in each app (8)")
    asked.add_argument(
        "--clicks", type=int, default=10, help="clicks in each page (10); only the map takes them, so 0 with another"
    )
    asked.add_argument("--page", default="00_world.ipynb", help="the notebook (00_world.ipynb)")
    options = asked.parse_args()
    sites = []
    with ExitStack() as stack:
        for how in ((), ("--no-fork",)):
            known = set(tree(os.getpid()))
            address = stack.enter_context(server("explainer.serve", "app", "--no-preheat", *how))
            new = [pid for pid in tree(os.getpid()) if pid not in known and parent_of(pid) == os.getpid()]
            sites.append(Site(address, options.page, new[0]))
        began = os.getloadavg()[0]
        own = asyncio.run(measure(sites, options.pages, options.clicks))
        report(sites, own, options.pages, f"{began:.1f} to {os.getloadavg()[0]:.1f}")


def report(sites: list[Site], own: list[float], pages: int, load: str) -> None:
    """Print medians, ratios and goals."""
    forked, plain = sites
    further = [(site.pss_mb[pages - 1] - site.pss_mb[0]) / (pages - 1) for site in sites]
    used = [site.pss_mb[-1] / pages for site in sites]
    print(f"{forked.page}, {pages} pages open in each app, median of each; load of the machine {load}")
    print(f"{'':<58} {'forked':>8} {'ordinary':>9} {'ratio':>6}")
    rows = [
        ("start of the kernel and page code, as HTML [s]", median(forked.page_s), median(plain.page_s), GOALS["page"]),
        ("the same and the state of its widgets [s]", median(forked.live_s), median(plain.live_s), ""),
        ("CPU of the server a page [s]", median(forked.cpu_s), median(plain.cpu_s), GOALS["cpu"]),
        ("memory for each further page, PSS [MB]", *further, GOALS["further"]),
        ("memory of a page's own, after its clicks, USS [MB]", *own[:2], ""),
        ("all pages and the warmed parent, after clicks, a page [MB]", *used, ""),
        (f"{pages} more pages loaded at once, all there [s]", *own[2:], ""),
    ]
    if forked.click_ms:
        rows.append(("a click, until the last message [ms]", median(forked.click_ms), median(plain.click_ms), ""))
    for title, ours, theirs, goal in rows:
        wanted = f"   (goal {goal})" if goal else ""
        print(f"{title:<58} {ours:>8.2f} {theirs:>9.2f} {theirs / ours:>6.1f}{wanted}")


if __name__ == "__main__":
    main()
