"""The same map in three frameworks: how each is started, where it says and draws things, what its processes hold."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from _browser import ROOT, Visit
from _relay import Relay, relayed
from serve import cpu_s, memory_mb, tree
from toggle import PREHEAT_S

HERE = Path(__file__).parent
PORT = "PORT"  # stands for the free port in a command
START_S, CALM_S = 90.0, 60.0
CADDYFILE = """
{{
	admin off
	auto_https off
}}
http://:{port} {{
	encode zstd gzip
	reverse_proxy localhost:{target}
}}
"""
FIGURES = ("map", "waiting", "reach", "load")


@dataclass(frozen=True)
class Front:
    """One framework's page.

    Parameters
    ----------
    name
        What it is called in the table.
    command
        Module and options that start it, with `PORT` where the port goes.
    path
        Where its page is.
    marks
        Selector of what is drawn on its map once that is there.
    texts
        Selectors of headline and status.
    figure
        Selector of a figure, to be filled with its name.
    outage, design
        What is clicked, to be filled with the name of a Region or the label of a design; `restore` where another
        button undoes an outage.
    """

    name: str
    command: tuple[str, ...]
    path: str
    marks: str
    texts: tuple[str, str]
    figure: str
    outage: str
    design: str
    restore: str = ""

    def outages(self, region: str) -> tuple[str, str]:
        """Give what switches a Region off, and what switches it on again."""
        return self.outage.format(region), (self.restore or self.outage).format(region)


OURS = Front(
    "Parade-proof",
    ("explainer.serve", "serve", f"--port={PORT}"),
    "/voila/render/00_world.ipynb",
    "[data-figure=map] .geolayer path.js-line",
    ("[data-text=headline]", "[data-status=status]"),
    "[data-figure={}]",
    'button:text-is("The Region")',
    'button:text-is("{}")',
    'button:text-is("Restore everything")',
)
STREAMLIT = Front(
    "Streamlit",
    (
        *("streamlit", "run", str(HERE / "peer" / "streamlit_map.py"), f"--server.port={PORT}"),
        *("--server.headless=true", "--server.fileWatcherType=none", "--browser.gatherUsageStats=false"),
        "--server.enableWebsocketCompression=true",
    ),
    "/",
    ".geolayer path.point",
    (".st-key-headline", ".st-key-status"),
    ".st-key-figure-{}",
    'label:has(:text-is("{}"))',
    '.st-key-design label:has(:text-is("{}"))',
)
DASH = Front(
    "Dash",
    ("gunicorn", f"--bind=localhost:{PORT}", "--threads=8", "--no-control-socket", "dash_map:server"),
    "/",
    ".geolayer path.point",
    ("#headline", "#status"),
    "#figure-{}",
    '#down label:has-text("{}")',
    '#design label:has-text("{}")',
)


@dataclass(frozen=True)
class Running:
    """A server that runs, and the relay that browsers reach it through."""

    front: Front
    relay: Relay
    pid: int

    def pss_mb(self) -> float:
        """Give the memory of all its processes, shared pages shared out [MB]."""
        return sum(memory_mb(pid, "Pss") for pid in tree(self.pid))

    def calm(self) -> None:
        """Wait until it does nothing of its own any more; ours begins a further page only after a while."""
        time.sleep(PREHEAT_S)
        end = time.monotonic() + CALM_S
        while time.monotonic() < end:
            before = cpu_s(tree(self.pid))
            time.sleep(1)
            if cpu_s(tree(self.pid)) - before < 0.05:
                return


@contextmanager
def running(front: Front, python: str, caddy: bool = False) -> Iterator[Running]:
    """Start a front on a free port, the peers with a Python that has their frameworks; if asked, Caddy before it."""
    port = free_port()
    line = [sys.executable if front is OURS else python, "-m", *(part.replace(PORT, port) for part in front.command)]
    paths = os.pathsep.join(map(str, (ROOT, HERE / "peer")))
    with ExitStack() as stack:
        process = stack.enter_context(_started(line, os.environ | {"PYTHONPATH": paths}))
        _wait_until_up(front, port, process)
        if caddy:
            target, port = port, free_port()
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            (folder / "Caddyfile").write_text(CADDYFILE.format(port=port, target=target))
            line = [shutil.which("caddy") or "caddy", "run", "--config", str(folder / "Caddyfile")]
            own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder))
            _wait_until_up(front, port, stack.enter_context(_started(line, os.environ | own)))
        yield Running(front, stack.enter_context(relayed(int(port))), process.pid)


@contextmanager
def _started(line: Sequence[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(line, cwd=ROOT, env=env, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def free_port() -> str:
    """Give a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def missing(python: str, modules: Sequence[str]) -> list[str]:
    """Give the modules that a Python does not have."""
    look = "import sys, importlib.util as u; print(*(m for m in sys.argv[1:] if u.find_spec(m) is None))"
    try:
        told = subprocess.run([python, "-c", look, *modules], capture_output=True, text=True, check=True)
    except OSError as error:
        raise SystemExit(f"There is no Python at {python}.") from error
    return told.stdout.split()


def name_figures(page: Visit, front: Front) -> None:
    """Write the name of each figure on what holds it, where `_painted.js` looks for it."""
    wanted: Mapping[str, str] = {name: front.figure.format(name) for name in FIGURES}
    page.page.evaluate(
        "wanted => Object.entries(wanted).forEach(([n, at]) => (document.querySelector(at).dataset.figure = n))", wanted
    )


def _wait_until_up(front: Front, port: str, process: subprocess.Popen[bytes]) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    probe = f"http://localhost:{port}/{'voila/tree' if front is OURS else ''}"
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with direct.open(probe, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{front.name} did not answer at {probe}.")
