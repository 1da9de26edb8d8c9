"""Real servers and a real browser for the tests of this folder.

`open_page` gives a page with a log beside it: what it said, whom it asked and how many bytes it took.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from explainer import Scenario
from explainer.app.explainer import Explainer
from explainer.view import words

ROOT = Path(__file__).parents[2]
HERE = {"127.0.0.1", "localhost", "::1"}
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class PageLog:
    """What a page said and took; sizes in bytes, as they came over the wire (0 for what a cache held)."""

    console_errors: list[str] = field(default_factory=list)
    page_errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    http_bytes: int = 0
    bytes_by_url: dict[str, int] = field(default_factory=dict)
    frames_in: int = 0
    frames_out: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    _urls: dict[str, str] = field(default_factory=dict)

    def reset(self) -> None:
        """Forget all counts, for what comes next; errors and foreign requests stay."""
        self.requests.clear()
        self.bytes_by_url.clear()
        self.http_bytes = self.frames_in = self.frames_out = self.bytes_in = self.bytes_out = 0

    def assert_clean(self) -> None:
        """Fail if the page erred or asked another host for anything."""
        assert not self.foreign, self.foreign
        assert not self.page_errors, self.page_errors
        assert not self.console_errors, self.console_errors

    def assert_answered(self, page: Page) -> None:
        """Fail if the kernel sends nothing within some seconds; the count may come after what the message changed."""
        for _ in range(100):
            if self.frames_in:
                return
            page.wait_for_timeout(50)
        raise AssertionError("the kernel sent nothing")

    def watch(self, page: Page) -> None:
        """Follow a page from now on."""
        page.on("console", lambda message: self._said(message.type, message.text, message.location["url"]))
        page.on("pageerror", lambda error: self.page_errors.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", self._channel)
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.requestWillBeSent", lambda e: self._urls.update({e["requestId"]: e["request"]["url"]}))
        wire.on("Network.loadingFinished", self._loaded)

    def _said(self, kind: str, text: str, address: str) -> None:
        if kind == "error":
            self.console_errors.append(f"{text} [{address}]")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob"):
            return
        self.requests.append(url)
        if parts.hostname not in HERE:
            self.foreign.append(url)

    def _loaded(self, event: dict[str, Any]) -> None:
        size, url = int(event["encodedDataLength"]), self._urls.get(event["requestId"], "")
        if not url.startswith(("data:", "blob:")):
            self.http_bytes += size
            self.bytes_by_url[url] = self.bytes_by_url.get(url, 0) + size

    def _channel(self, channel: Any) -> None:
        if urlsplit(channel.url).hostname not in HERE:
            self.foreign.append(channel.url)
        channel.on("framereceived", lambda frame: self._frame(frame, "in"))
        channel.on("framesent", lambda frame: self._frame(frame, "out"))

    def _frame(self, frame: str | bytes, way: str) -> None:
        size = len(frame.encode() if isinstance(frame, str) else frame)
        if way == "in":
            self.frames_in, self.bytes_in = self.frames_in + 1, self.bytes_in + size
        else:
            self.frames_out, self.bytes_out = self.frames_out + 1, self.bytes_out + size


OpenPage = Callable[..., tuple[Page, PageLog]]
Serve = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    wanted = [
        os.environ.get("CHROMIUM"),
        "/usr/bin/chromium-headless-shell",  # without Chromium's own windows, which cost a second of work for each page
        "/usr/bin/chromium",
        shutil.which("chromium"),
        shutil.which("google-chrome"),
    ]
    found = next((path for path in wanted if path and Path(path).is_file()), None)
    if found is None:
        pytest.fail("No browser: install Chromium (apt-get install chromium) or name one in CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def new_log() -> Callable[[], PageLog]:
    """Make a log for a page that a test opens by itself."""
    return PageLog


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open an address in a context of its own; `wait` is playwright's wait_until, the rest its options."""
    contexts = []

    def open_(
        url: str,
        width: int = 1280,
        height: int = 800,
        theme: str = "light",
        wait: Any = "load",
        **options: Any,
    ) -> tuple[Page, PageLog]:
        scheme: Any = theme
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, **options)
        contexts.append(context)
        page, log = context.new_page(), PageLog()
        page.set_default_timeout(30_000)
        log.watch(page)
        page.goto(url, wait_until=wait)
        return page, log

    yield open_
    for context in contexts:
        leave(context)


@pytest.fixture(scope="session")
def _run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    running: list[subprocess.Popen[bytes]] = []
    home = tmp_path_factory.mktemp("jupyter")
    env = {
        **os.environ,
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "IPYTHONDIR": str(home / "ipython"),
    }

    def run(verb: str, ready: str, *options: str, language: str = "en") -> str:
        port = free_port()
        log = home / f"{verb}-{port}.log"
        command = [sys.executable, "-m", "explainer.serve", verb, f"--port={port}", "--no-browser", *options]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**env, "PARADE_PROOF_LANG": language},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        running.append(process)
        address = f"http://localhost:{port}"
        wait_until_up(f"{address}{ready}", process, log)
        return address

    yield run
    for process in running:
        stop(process)


@pytest.fixture(scope="session")
def serve_voila(_run: Serve) -> Serve:
    """Serve a folder of notebooks by the real command; answers with the address, no slash at its end."""

    def serve(folder: Path, *options: str, language: str = "en") -> str:
        return _run("app", "/voila/tree", f"--notebooks={folder}", *options, language=language)

    return serve


@pytest.fixture(scope="session")
def serve_lab(_run: Serve) -> Serve:
    """Open a folder in a real JupyterLab without a token; `<address>/lab/tree/<notebook>` shows one."""

    def serve(folder: Path, *options: str) -> str:
        local = (
            "--allow-root",
            "--IdentityProvider.token=",
            "--ServerApp.port_retries=0",
            "--ServerApp.log_level=ERROR",
        )
        return _run("lab", "/api", f"--notebooks={folder}", *local, *options)

    return serve


@pytest.fixture(scope="session")
def voila_url(serve_voila: Serve) -> str:
    """Address of the app with the project's own notebooks."""
    return serve_voila(ROOT / "notebooks")


@pytest.fixture(scope="session")
def lab_url(serve_lab: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a JupyterLab on a copy of the project's notebooks."""
    copy = tmp_path_factory.mktemp("lab") / "notebooks"
    shutil.copytree(ROOT / "notebooks", copy)
    return serve_lab(copy)


@pytest.fixture(scope="session")
def modelled() -> Callable[[Scenario], str]:
    """Give the headline that the model has for a design, as it is read."""

    def headline(scenario: Scenario) -> str:
        app: Any = Explainer(scenario)
        said = re.sub("<[^>]+>", "", app._page._texts["headline"].replace("<br>", " "))
        app.close_all()
        return " ".join(said.replace(words.NO_BREAK, " ").split())

    return headline


@pytest.fixture(scope="session")
def serious() -> Callable[[Page], list[str]]:
    """Give the serious faults that axe finds on a page, with the first place of each."""

    def found(tab: Page) -> list[str]:
        faults = Axe().run(tab).response["violations"]
        return [f"{f['id']}: {f['nodes'][0]['html'][:160]}" for f in faults if f["impact"] in ("serious", "critical")]

    return found


@pytest.fixture(scope="session")
def run_cell() -> Callable[..., None]:
    """Run a code cell; tried again, since JupyterLab drops keys and whole runs until its kernel is connected."""

    def run(tab: Page, number: int = 0) -> None:
        cell = tab.locator(".jp-CodeCell").nth(number)
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        ran = re.compile(r"\[\d+\]:")
        end = time.monotonic() + 90
        while not (ran.search(prompt.inner_text()) and prompt.inner_text() != before):
            assert time.monotonic() < end, f"the cell does not run; its prompt says {prompt.inner_text()!r}"
            if tab.locator(".jp-Dialog").count():
                tab.keyboard.press("Escape")
            elif "*" not in prompt.inner_text():
                cell.locator(".jp-InputArea .jp-Editor").click()
                tab.keyboard.press("Control+Enter")
            tab.wait_for_timeout(1000)

    return run


def leave(context: BrowserContext) -> None:
    """Close a context as somebody who leaves its pages: a page that is closed at once does not end its kernel."""
    for page in context.pages:
        if "/voila/render/" in page.url:
            with contextlib.suppress(Error):
                page.goto("about:blank")
    context.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(url: str, process: subprocess.Popen[bytes], log: Path, patience: float = 60) -> None:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + patience
    while time.monotonic() < end and process.poll() is None:
        try:
            with direct.open(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"The server did not answer at {url}:\n{log.read_text(errors='replace')[-3000:]}")


def stop(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
        try:
            process.wait(timeout=15)
            return
        except subprocess.TimeoutExpired:
            continue
