"""A real server, a real browser, and what a page costs: time to painted, main thread, bytes.

Times are read inside the page by `_painted.js`. Bytes are what the browser tells: of HTTP as they cross the wire, of
the websocket once unpacked (`_relay.py` counts what crosses); a file that the browser still has counts nothing.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright

ROOT = Path(__file__).parents[1]
PAINTED = (Path(__file__).parent / "_painted.js").read_text(encoding="utf-8")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = {"127.0.0.1", "localhost", "::1"}
QUIET_MS, PATIENCE_MS, LOADING_MS, REST_S = 400, 20_000, 45_000, 0.15
CPU = {"TaskDuration": "all", "RecalcStyleDuration": "style", "LayoutDuration": "layout"}


@dataclass
class Wire:
    """What crossed the wire of a page, in bytes; `own` are files that do not come from Voilà or its extensions."""

    frames_in: int = 0
    frames_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    http: int = 0
    own: dict[str, int] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    _urls: dict[str, str] = field(default_factory=dict)

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._loaded)
        session.on("Network.webSocketFrameReceived", lambda event: self._frame(event, "in"))
        session.on("Network.webSocketFrameSent", lambda event: self._frame(event, "out"))

    def reset(self) -> None:
        """Forget what was counted; requests to other hosts stay."""
        self.frames_in = self.frames_out = self.bytes_in = self.bytes_out = self.http = 0
        self.own.clear()

    def _asked(self, event: dict[str, Any]) -> None:
        url = event["request"]["url"]
        self._urls[event["requestId"]] = url
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname not in HERE:
            self.foreign.append(url)

    def _loaded(self, event: dict[str, Any]) -> None:
        url, size = self._urls.get(event["requestId"], ""), int(event["encodedDataLength"])
        if url.startswith(("data:", "blob:")):
            return
        self.http += size
        path = urlsplit(url).path
        if not voilas_own(path):
            self.own[path] = self.own.get(path, 0) + size

    def _frame(self, event: dict[str, Any], way: str) -> None:
        told = event["response"]
        # a binary frame is told in base64
        size = len(told["payloadData"].encode()) if told["opcode"] == 1 else len(told["payloadData"]) * 3 // 4
        setattr(self, f"frames_{way}", getattr(self, f"frames_{way}") + 1)
        setattr(self, f"bytes_{way}", getattr(self, f"bytes_{way}") + size)


def voilas_own(path: str) -> bool:
    """Say whether a file is there whatever the notebook: Voilà's, or that of a widget library all pages load."""
    shared = ("anywidget", "@jupyter-widgets", "@voila-dashboards", "@jupyter-notebook", "jupyterlab_pygments")
    return "/voila/static/" in path or any(f"/voila/labextensions/{name}/" in path for name in shared)


@dataclass
class Click:
    """What one click cost: times [ms], websocket frames and bytes, how often each thing changed, load average."""

    ms: float
    drawn_ms: float
    cpu_ms: Mapping[str, float]
    frames: int
    bytes: int
    seen: Mapping[str, int]
    load: float


@dataclass
class Visit:
    """An open page, its wire and its debugging session."""

    page: Page
    wire: Wire
    session: CDPSession

    def watch(self, texts: Sequence[str], remade: bool = False) -> None:
        """Watch texts and figures from now on; `remade` where figures are made anew."""
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.page.evaluate("bench.watch", {"texts": list(texts), "remade": remade})

    def click(self, button: str, needed: Mapping[str, int]) -> Click:
        """Click a button and wait until each change has come as often as needed and the page is quiet."""
        box = self.page.locator(button).bounding_box()
        if box is None:
            raise RuntimeError(f"there is no button {button}")
        self.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.page.evaluate("bench.arm()")
        self.page.wait_for_timeout(1000 * REST_S)  # the look of a hovered button is not the click's cost
        self.wire.reset()
        before = self._cpu_ms()
        self.page.mouse.down()
        self.page.mouse.up()
        told = self.page.evaluate("([n, q, p]) => bench.done(n, q, p)", [dict(needed), QUIET_MS, PATIENCE_MS])
        after = self._cpu_ms()
        cost = {name: after[name] - before[name] for name in after}
        frames, size = self.wire.frames_in + self.wire.frames_out, self.wire.bytes_in + self.wire.bytes_out
        return Click(told["ms"], told["drawn"], cost, frames, size, told["seen"], os.getloadavg()[0])

    def drawn_s(self, marks: str, least: int) -> float:
        """Time from the start of loading until so many marks are drawn [s]."""
        return float(self.page.evaluate("(given) => bench.drawn(...given)", [marks, least, LOADING_MS])) / 1000

    def _cpu_ms(self) -> dict[str, float]:
        found = self.session.send("Performance.getMetrics")["metrics"]
        return {CPU[each["name"]]: 1000 * each["value"] for each in found if each["name"] in CPU}


def launch(playwright: Playwright) -> Browser:
    """Start Chromium: that of CHROMIUM, or the system's."""
    known = [os.environ.get("CHROMIUM"), "/usr/bin/chromium", shutil.which("chromium"), shutil.which("google-chrome")]
    path = next((path for path in known if path and Path(path).is_file()), None)
    if path is None:
        raise SystemExit("No browser: install Chromium (apt-get install chromium) or name one in CHROMIUM.")
    return playwright.chromium.launch(executable_path=path, args=OPTIONS)


def visit(context: BrowserContext, url: str, patience_ms: float = LOADING_MS) -> Visit:
    """Open a page and count from its first byte."""
    page = context.new_page()
    page.set_default_timeout(LOADING_MS)
    page.add_init_script(PAINTED)
    session, wire = context.new_cdp_session(page), Wire()
    wire.watch(session)
    page.goto(url, timeout=patience_ms)
    return Visit(page, wire, session)


@contextmanager
def server(*command: str) -> Iterator[str]:
    """Run a server given as a Python module with options, in its own process; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    line = [sys.executable, "-m", *command, f"--port={port}", "--no-browser"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(line, cwd=ROOT, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        address = f"http://localhost:{port}"
        _wait_until_up(f"{address}/voila/static/voila.js", process)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_until_up(url: str, process: subprocess.Popen[bytes], patience_s: float = 60) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + patience_s
    while time.monotonic() < end and process.poll() is None:
        try:
            with direct.open(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"The server did not answer at {url}.")
