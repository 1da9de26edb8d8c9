"""Pages served to many visitors, by the real command and behind the real proxy of the recipe."""

from __future__ import annotations

import gzip
import os
import selectors
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from voila import __version__

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "explainer" / "serve" / "recipes" / "Caddyfile"
WORLD, BUTTONS = "/voila/render/00_world.ipynb", "/voila/render/90_buttons.ipynb"
CELL = """
import os, time
import ipywidgets as w
button, told, slow = w.Button(description="Press"), w.Label("before"), w.Button(description="Work long")
button.on_click(lambda _: setattr(told, "value", "after"))
slow.on_click(lambda _: time.sleep(30))
w.VBox([button, told, slow, w.Label(f"pid {os.getpid()}")])
"""
FIRST_VISIT, SECOND_VISIT = 2_300_000, 300_000  # [bytes] over the wire
LOST = {"Kernel connection disconnected"}  # what JupyterLab's own code says of a line that is gone
PATIENCE_MS = 10_000


class Line:
    """A line to a port that counts what comes down, can be cut, and can fall silent without closing anything."""

    def __init__(self, to_port: int) -> None:
        self.to_port, self.bytes_down, self.silent, self.is_cut = to_port, 0, False, False
        self._ears = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._ears.getsockname()[1]
        self._ends: set[socket.socket] = set()
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        for end in list(self._ends):
            end.close()

    def close(self) -> None:
        self.cut()
        self._ears.close()

    def _listen(self) -> None:
        while True:
            try:
                near, _ = self._ears.accept()
            except OSError:
                return
            if self.is_cut:
                near.close()
            else:
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with selectors.DefaultSelector() as both, near:
            try:
                far = socket.create_connection(("127.0.0.1", self.to_port))
            except OSError:
                return
            with far:
                self._ends |= {near, far}
                both.register(near, selectors.EVENT_READ, far)
                both.register(far, selectors.EVENT_READ, near)
                try:
                    while self._pass_on(both, far):
                        pass
                except (OSError, ValueError):
                    pass
                self._ends -= {near, far}

    def _pass_on(self, both: selectors.DefaultSelector, far: socket.socket) -> bool:
        if self.silent:
            time.sleep(0.05)
            return not self.is_cut
        for key, _ in both.select(timeout=0.2):
            part = key.fileobj.recv(65536)
            if not part:
                return False
            self.bytes_down += len(part) if key.fileobj is far else 0
            key.data.sendall(part)
        return not self.is_cut


@pytest.fixture(scope="module")
def served(_run, tmp_path_factory):
    """Port of a server with the project's pages and a page of buttons."""
    folder = tmp_path_factory.mktemp("served") / "notebooks"
    shutil.copytree(ROOT / "notebooks", folder)
    notebook = new_notebook(cells=[new_markdown_cell("# Buttons"), new_code_cell(CELL)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "90_buttons.ipynb")
    soon = ("--MappingKernelManager.cull_idle_timeout=10", "--MappingKernelManager.cull_interval=2")
    return urlsplit(_run("serve", "/voila/tree", f"--notebooks={folder}", *soon)).port


@pytest.fixture
def line(served):
    line = Line(served)
    yield line
    line.close()


@pytest.fixture
def proxied(served, tmp_path):
    """Port of the recipe's proxy in front of the server."""
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.fail("No proxy: install Caddy (apt-get install caddy).")
    recipe = RECIPE.read_text(encoding="utf-8")
    (tmp_path / "Caddyfile").write_text(
        recipe.replace("\tgrace_period", "\tadmin off\n\tgrace_period", 1), encoding="utf-8"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    env = {
        **os.environ,
        "PARADE_PROOF_SITE": f":{port}",
        "PARADE_PROOF_PORT": str(served),
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    command = [caddy, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    end_s = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < end_s:
        try:
            fetch(port, "/voila/tree")
            break
        except OSError:
            time.sleep(0.1)
    else:
        pytest.fail((tmp_path / "log").read_text(errors="replace")[-2000:])
    yield port
    process.terminate()
    process.wait(timeout=15)


def fetch(port, path, **headers):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with direct.open(urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=given), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, dict(refusal.headers), b""


def ready(page):
    page.wait_for_selector("button:has-text('Press')")
    assert page.locator("#trouble").is_hidden()


def works(page):
    page.click("button:has-text('Press')")
    page.wait_for_selector("text=after")


def test_a_page_takes_few_bytes_and_lives_under_its_policy_and_a_script_put_into_it_does_not_run(open_page, line):
    page, log = open_page(f"http://127.0.0.1:{line.port}{WORLD}")
    page.wait_for_selector(".main-svg")
    page.wait_for_load_state("networkidle")
    assert line.bytes_down <= FIRST_VISIT
    page.click("button:has-text('Red Sea cables')")
    page.wait_for_selector("button:has-text('Undo'):enabled")
    log.assert_clean()
    page.evaluate("""() => {
      document.head.append(Object.assign(document.createElement("script"), {textContent: "window.ran = true"}));
      const image = Object.assign(document.createElement("img"), {src: "x"});
      image.setAttribute("onerror", "window.ran = true");
      document.body.append(image);
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in said for said in log.console_errors)


@pytest.mark.parametrize("name", ["11_parade", "01_replay", "09_under_the_hood"])
def test_every_kind_of_page_lives_under_the_policy(open_page, served, name):
    page, log = open_page(f"http://127.0.0.1:{served}/voila/render/{name}.ipynb")
    page.wait_for_selector("main :is(.main-svg, .pp-page, table)")
    page.wait_for_load_state("networkidle")
    log.assert_clean()


def test_a_kernel_killed_while_it_works_is_told_in_time_and_loading_again_makes_the_page_whole(open_page, served):
    page, log = open_page(f"http://127.0.0.1:{served}{BUTTONS}?design=x#there")
    ready(page)
    page.click("button:has-text('Work long')")
    os.kill(int(page.inner_text("text=/^pid/").split()[1]), signal.SIGKILL)
    page.wait_for_selector("#trouble[role=alert]:has-text('The connection is lost')", timeout=PATIENCE_MS)
    assert "Reload it to go on" in page.inner_text("#trouble")
    page.click("#trouble button")
    ready(page)
    works(page)
    assert page.url.endswith(f"{BUTTONS}?design=x#there")
    assert set(log.page_errors) <= LOST


def test_a_proxy_that_goes_away_is_told_in_time_and_loading_again_makes_the_page_whole(open_page, line):
    page, log = open_page(f"http://127.0.0.1:{line.port}{BUTTONS}?design=x")
    ready(page)
    line.cut()
    page.wait_for_selector("#trouble:has-text('The connection is lost')", timeout=PATIENCE_MS)
    line.is_cut = False
    page.click("#trouble button")
    ready(page)
    works(page)
    assert page.url.endswith("?design=x")
    assert set(log.page_errors) <= LOST


def test_a_line_that_falls_silent_is_told_in_time_and_the_word_is_taken_back_when_it_speaks(open_page, line):
    page, log = open_page(f"http://127.0.0.1:{line.port}{BUTTONS}")
    ready(page)
    line.silent = True
    page.wait_for_selector("#trouble:has-text('The connection is lost')", timeout=PATIENCE_MS)
    line.silent = False
    page.wait_for_selector("#trouble", state="hidden", timeout=PATIENCE_MS)
    works(page)
    assert set(log.page_errors) <= LOST


def test_behind_the_proxy_a_page_works_and_two_visits_take_few_bytes(open_page, proxied):
    line = Line(proxied)
    page, log = open_page(f"http://127.0.0.1:{line.port}{WORLD}")
    page.wait_for_selector(".main-svg")
    page.wait_for_load_state("networkidle")
    first = line.bytes_down
    page.click("button:has-text('Red Sea cables')")
    page.wait_for_selector("button:has-text('Undo'):enabled")
    line.bytes_down = 0
    page.reload()
    page.wait_for_selector(".main-svg")
    page.wait_for_load_state("networkidle")
    second = line.bytes_down
    print(f"first visit {first:,} bytes, second {second:,}")
    log.assert_clean()
    line.close()
    assert first <= FIRST_VISIT
    assert second <= SECOND_VISIT


def test_the_proxy_hands_on_the_headers_compresses_nothing_again_and_keeps_the_inner_door_shut(proxied, served):
    for path in ("/voila/tree", f"/voila/static/{__version__}/voila.js"):
        status, headers, small = fetch(proxied, path, Accept_Encoding="gzip")
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "Server" not in headers
        assert headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small) == fetch(served, path)[2]
        assert fetch(proxied, path, Accept_Encoding="gzip", If_None_Match=headers["Etag"])[0] == 304
    assert fetch(proxied, "/voila/query/00000000-0000-4000-8000-000000000000")[0] == 404
