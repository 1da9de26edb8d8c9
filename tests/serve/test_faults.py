"""What can go wrong with a server for many, done to a real one: afterwards it is whole again, without a hand."""

import asyncio
import contextlib
import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from nbformat.v4 import new_code_cell, new_notebook
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from explainer.serve import forked
from explainer.serve.many.channels import PROTOCOL

ROOT = Path(__file__).parents[2]
RECIPE = ROOT / "explainer" / "serve" / "recipes" / "Caddyfile"
READY, COLD = "/voila/render/00_world.ipynb", "/voila/render/01_cold.ipynb"  # kernels of the first are kept ready
STILLBORN = "/voila/render/02_stillborn.ipynb"  # its kernels end before they answer
VISITOR, SECRET = "198.51.100.1", "what-another-visitor-asked"
CELL = """
import os
import ipywidgets as w
who = w.Label(f"runs in {os.getpid()} for {dict(os.environ)}")
print(who.value)
"""


def wait_until(true, within_s=30.0):
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Answer:
    status: int
    text: str
    headers: dict

    @property
    def kernel(self):
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', self.text)
        return found and found[1]

    @property
    def pid(self):
        return int(re.search(r"runs in (\d+)", self.text)[1])


@dataclass(frozen=True)
class Site:
    process: subprocess.Popen
    port: int
    opened: set = field(default_factory=set)

    def ask(self, path, method="GET", port=None, **headers):
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=60)) as line:
            given = {"X-Forwarded-For": VISITOR, **headers}
            line.request(method, path, headers=given | ({"Content-Length": "0"} if method == "POST" else {}))
            found = line.getresponse()
            answer = Answer(found.status, found.read().decode(errors="replace"), dict(found.getheaders()))
        if answer.kernel:
            self.opened.add(answer.kernel)
        return answer

    def open(self, path=READY):
        answer = self.ask(path)
        assert answer.status == 200, answer
        return answer

    def leave(self, kernel):
        path = f"/voila/api/shutdown/{kernel}?_xsrf=ab"
        assert self.ask(path, "POST", Cookie="_xsrf=ab").status == 204

    def runs(self, kernel):
        return self.ask(f"/api/kernels/{kernel}").status == 200

    def widgets(self, kernel, port=None):
        """Ask for the states of all widgets as a page does; gives their number."""
        return asyncio.run(asyncio.wait_for(self._widgets(kernel, port or self.port), 15))

    async def _widgets(self, kernel, port):
        url = f"ws://127.0.0.1:{port}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
        channel = await websocket_connect(HTTPRequest(url), subprotocols=[PROTOCOL])
        line = channel.protocol.stream
        try:
            comm = uuid.uuid4().hex
            await channel.write_message(packed("comm_open", comm, target_name="jupyter.widget.control"), binary=True)
            await channel.write_message(packed("comm_msg", comm, method="request_states"), binary=True)
            while (found := await channel.read_message()) is not None:
                parts = deserialize_msg_from_ws_v1(found)[1]
                data = json.loads(bytes(parts[3])).get("data", {})
                if data.get("method") == "update_states":
                    return len(data["states"])
            return 0
        finally:
            channel.close()
            line.close()


def packed(kind, comm, target_name="", **data):
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": "s", "username": "v", "version": "5.3"}
    content = {"comm_id": comm, "target_name": target_name, "data": data}
    parts = {"header": header | {"date": ""}, "parent_header": {}, "metadata": {"version": "1.0.0"}, "content": content}
    return serialize_msg_to_ws_v1(parts, "shell", lambda part: json.dumps(part).encode())


@contextlib.contextmanager
def served(verb, folder, home, *options):
    """Serve two pages of which one has a kernel or more kept ready, and one whose kernels end at once."""
    write(folder, READY, COLD, STILLBORN)
    dead = home / "data" / "kernels" / "dead"
    dead.mkdir(parents=True)
    kind = {"argv": [sys.executable, "-c", ""], "display_name": "Dead", "language": "python"}
    (dead / "kernel.json").write_text(json.dumps(kind))
    port = free_port()
    quick = ("--KernelRestarter.time_to_dead=0.5", "--VoilaKernelManager.fill_delay=0.1")
    command = [sys.executable, "-m", "explainer.serve", verb, f"--port={port}", f"--notebooks={folder}"]
    named = {"JUPYTER_CONFIG_DIR": str(home), "IPYTHONDIR": str(home / "ipython"), "JUPYTER_PATH": str(home / "data")}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, *quick, *options],
            cwd=ROOT,
            env={**os.environ, **named},
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    try:
        assert b"is open at" in process.stdout.readline(), (home / "log").read_text()[-3000:]
        yield Site(process, port)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)
        process.stdout.close()


def write(folder, *pages):
    for page in pages:
        name = "dead" if page is STILLBORN else "python3"
        kind = {"kernelspec": {"name": name, "display_name": name, "language": "python"}}
        nbformat.write(new_notebook(cells=[new_code_cell(CELL)], metadata=kind), folder / Path(page).name)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server with two places, two kernels ready for one page and none for the others."""
    options = (
        "--places=2",
        "--MappingKernelManager.cull_interval=1",
        "--VoilaConfiguration.http_keep_alive_timeout=1",
        "--VoilaKernelManager.kernel_pools_config={'default': {'pool_size': 0}, '00_world.ipynb': {'pool_size': 2}}",
    )
    with served("serve", tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("jupyter"), *options) as site:
        yield site


@pytest.fixture(autouse=True)
def nobody_stays(site):
    yield
    while site.opened:
        site.leave(site.opened.pop())


def children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += map(int, task.read_text().split())
    return found


def kernels(site):
    """Numbers of the processes that are kernels, kept ready or in use."""
    parents = children(site.process.pid)
    found = [each for parent in parents for each in children(parent)]
    return found or parents  # without forking they are the server's own


def whole(site):
    """Open both pages, see them answer and leave: all that a server is there for."""
    for path in (READY, COLD):
        page = site.open(path)
        assert site.widgets(page.kernel) >= 3
        site.leave(page.kernel)
    wait_until(lambda: len(kernels(site)) == 2)


def test_kernels_kept_ready_that_are_killed_are_replaced_and_no_visitor_gets_one_of_them(site):
    wait_until(lambda: len(kernels(site)) == 2)
    time.sleep(1)  # or they are not ready yet, which does no harm
    killed = kernels(site)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(set(kernels(site)) - set(killed)) == 2)
    for _ in range(3):
        page = site.open()
        assert page.pid not in killed
        assert site.widgets(page.kernel) >= 3
        site.leave(page.kernel)
    whole(site)


def test_the_app_of_one_visitor_hands_out_no_killed_kernel_either(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    with served("app", tmp_path, home, "--no-browser") as app:
        wait_until(lambda: len(kernels(app)) == 1)
        time.sleep(1)
        (killed,) = kernels(app)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: killed not in kernels(app))
        page = app.open()
        assert page.pid != killed
        assert app.widgets(page.kernel) >= 3
        wait_until(lambda: len(kernels(app)) == 2)  # one is ready for the next


def test_a_killed_kernel_gives_its_place_back(site):
    pages = [site.open(COLD), site.open(COLD)]
    os.kill(pages[0].pid, signal.SIGKILL)
    wait_until(lambda: not site.runs(pages[0].kernel))
    another = site.open(COLD)
    assert all(site.widgets(page.kernel) >= 3 for page in (another, pages[1]))


def test_the_next_visitor_learns_nothing_of_the_one_before(site):
    site.open(f"{READY}?s={SECRET}")
    wait_until(lambda: len(kernels(site)) == 3)
    time.sleep(1)
    for _ in range(3):
        later = site.open()
        assert SECRET not in later.text
        site.leave(later.kernel)


def test_on_a_full_disk_no_kernel_starts_which_is_told_in_a_sentence_and_with_room_all_is_whole(site):
    """Every kernel begins with a file; the limit makes each write fail, as a full disk does."""
    pid = site.process.pid
    wait_until(lambda: len(kernels(site)) == 2)
    room = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, room[1]))
    try:
        ready = [site.open(), site.open()]
        for page in ready:
            assert site.widgets(page.kernel) >= 3
            site.leave(page.kernel)
        for path in (COLD, READY, COLD):
            refused = site.ask(path + "?s=x")
            assert (refused.status, refused.headers["Retry-After"]) == (503, "30")
            assert "No page can start just now" in refused.text
            assert f'href="{path}?s=x"' in refused.text
            assert "default-src 'none'" in refused.headers["Content-Security-Policy"]
            assert not re.search("Traceback|Error|too large|/tmp|kernelId", refused.text)
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, room)
    whole(site)


def test_a_page_whose_kernel_ends_at_once_ends_too_and_gives_its_place_back(site):
    for _ in range(3):
        page = site.open(STILLBORN)
        assert not site.runs(page.kernel)
        assert "voila_finish()" not in page.text  # so it says that it could not be opened


def test_where_memory_runs_out_a_page_goes_before_the_server(site):
    if not forked.supported():
        pytest.skip("kernels cannot be forked on this system")
    wait_until(lambda: len(kernels(site)) == 2)

    def expendable(pid):
        return int(Path(f"/proc/{pid}/oom_score_adj").read_text())

    others = [site.process.pid, *children(site.process.pid)]
    assert min(map(expendable, kernels(site))) > max(map(expendable, others))


def test_a_page_outlives_a_proxy_that_is_started_anew(site, tmp_path):
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.fail("No proxy: install Caddy (apt-get install caddy).")
    recipe = RECIPE.read_text(encoding="utf-8").replace("\tgrace_period", "\tadmin off\n\tgrace_period", 1)
    (tmp_path / "Caddyfile").write_text(recipe, encoding="utf-8")
    port = free_port()
    given = {"PARADE_PROOF_SITE": f":{port}", "PARADE_PROOF_PORT": str(site.port)}
    env = {**os.environ, **given, "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}

    @contextlib.contextmanager
    def proxy():
        command = [caddy, "run", "--config", str(tmp_path / "Caddyfile"), "--adapter", "caddyfile"]
        with (tmp_path / "log").open("wb") as log:
            process = subprocess.Popen(command, env=env, stdout=log, stderr=log)
        try:
            wait_until(lambda: answers(port))
            yield
        finally:
            process.kill()
            process.wait()

    with proxy():
        page = site.ask(COLD, port=port)
        assert site.widgets(page.kernel, port) >= 3
    assert not answers(port)
    with proxy():
        assert site.widgets(page.kernel, port) >= 3


def answers(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
        return True
    return False


@pytest.mark.parametrize(
    ("path", "status"), [("/none", 404), ("/voila/render/none.ipynb", 404), (COLD + "?" + "x" * 4000, 414)]
)
def test_a_refused_page_says_so_in_a_sentence_with_a_way_on(site, path, status):
    refused = site.ask(path)
    assert refused.status == status
    main = re.search(r"<main.*</main>", refused.text, re.DOTALL)[0]
    assert re.search(r"<p>[A-Z][^<]+\.", main)
    assert "<a href=" in main


def test_a_site_that_does_not_fit_on_the_disk_is_told_in_a_sentence(tmp_path):
    small = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (9999, 9999)); "
    run = small + "from explainer.serve.command import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", run, "site", "--out", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "The site could not be written" in done.stderr
    assert "Traceback" not in done.stderr
