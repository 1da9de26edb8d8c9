"""A real server for many visitors, small enough to be filled."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parents[2]
SECRET = "what_only_the_source_says"
PLACES, PER_ADDRESS, AWAY_S = 4, 2, 5


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    body: bytes = b""

    @property
    def kernel_id(self) -> str:
        return re.search(r'"kernelId": "([0-9a-f-]+)"', self.text)[1]


@dataclass(frozen=True)
class Site:
    """Where the server is, asked in raw bytes: no client mends a crooked path on its way."""

    port: int
    folder: Path

    def ask(self, path: str, method: str = "GET", visitor: str = "", body: str | None = None, **headers: str) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if visitor:
            given["X-Forwarded-For"] = visitor
        line.putrequest(method, path, skip_accept_encoding=True)
        for name, value in given.items():
            line.putheader(name, value)
        if body is not None:
            line.putheader("Content-Length", str(len(body)))
        line.endheaders(body.encode() if body is not None else None)
        found = line.getresponse()
        body = found.read()
        answer = Answer(found.status, dict(found.getheaders()), body.decode(errors="replace"), body)
        line.close()
        return answer

    def open(self, visitor: str) -> str:
        """Open a page; answers with its kernel."""
        answer = self.ask("/voila/render/00_world.ipynb", visitor=visitor)
        assert answer.status == 200, answer
        return answer.kernel_id

    def leave(self, kernel_id: str) -> None:
        """Leave a page as its script does."""
        token = "ab" * 16
        path = f"/voila/api/shutdown/{kernel_id}?_xsrf={token}"
        assert self.ask(path, "POST", body="", Cookie=f"_xsrf={token}").status == 204

    def runs(self, kernel_id: str) -> bool:
        return self.ask(f"/api/kernels/{kernel_id}").status == 200


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder, home = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("jupyter")
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# A page"),
            new_code_cell(f"{SECRET} = 1\nimport ipywidgets as w\nw.HTML('x' * 1_000_000)"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, folder / "00_world.ipynb")
    waits = (
        f"import os, time\nwhile not os.path.exists({str(folder / 'go')!r}):\n    time.sleep(0.05)\nprint('told after')"
    )
    in_pieces = new_notebook(cells=[new_code_cell("print('told before')"), new_code_cell(waits)])
    in_pieces.metadata = notebook.metadata
    nbformat.write(in_pieces, folder / "01_pieces.ipynb")
    (folder / "other.py").write_text(f"{SECRET} = 2\n")
    (folder / "more").mkdir()
    nbformat.write(notebook, folder / "more" / "hidden.ipynb")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    limits = (f"--places={PLACES}", f"--per-address={PER_ADDRESS}", "--preheat_kernel=False")
    culling = (f"--MappingKernelManager.cull_idle_timeout={AWAY_S}", "--MappingKernelManager.cull_interval=1")
    command = [sys.executable, "-m", "explainer.serve", "serve", f"--port={port}", f"--notebooks={folder}"]
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(home), "IPYTHONDIR": str(home / "ipython")}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *limits, *culling], cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
        )
    found = Site(port, folder)
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            found.ask("/voila/tree")
            break
        except OSError:
            time.sleep(0.1)
    else:
        pytest.fail((home / "log").read_text()[-3000:])
    yield found
    os.killpg(process.pid, signal.SIGTERM)
    process.wait(timeout=20)
