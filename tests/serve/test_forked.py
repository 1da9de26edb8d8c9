"""Forked kernels, with real processes: like other kernels, each for itself, and nobody left over."""

import asyncio
import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from jupyter_client import KernelManager
from nbformat.v4 import new_code_cell, new_notebook

from explainer.serve import forked
from explainer.serve.forked import asking

pytestmark = pytest.mark.skipif(not forked.supported(), reason="kernels cannot be forked on this system")

ROOT = Path(__file__).parents[2]
MARK = "parade_proof_test"
# The first page is enough here, and half a dozen parents with all of them would take a while.
ONE_PAGE = (
    "from explainer.serve.forked import pages; every = pages.builders; "
    "pages.builders = lambda: iter([next(every())]); " + asking.PROGRAM
)


def wait_until(true, within_s=15.0):
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.05)


def running(pid):
    """Tell whether a process runs; one that has ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def children(pid):
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after[1]) == pid and after[0] != "Z":
            found.append(int(status.parent.name))
    return found


class Kernel:
    """A kernel and a line to it."""

    def __init__(self, **given):
        self.folder = tempfile.TemporaryDirectory()  # paths of sockets have to be short
        file = f"{self.folder.name}/kernel.json"
        self.manager = KernelManager(kernel_name="python3", transport="ipc", connection_file=file)
        metadata = {"provisioner_name": given.pop("provisioner", forked.NAME)}
        self.manager.kernel_spec.metadata = {"kernel_provisioner": metadata}
        self.manager.start_kernel(**given)
        self.connect()

    def connect(self):
        self.line = self.manager.client()
        self.line.start_channels()
        self.line.wait_for_ready(timeout=30)

    @property
    def pid(self):
        return self.manager.provisioner.pid

    @property
    def forked(self):
        return type(self.manager.provisioner.process).__name__ == "ForkedKernel"

    def run(self, code):
        """Run code and give what it wrote as JSON, or the name of its error."""
        written = []

        def hear(message):
            if message["msg_type"] == "stream":
                written.append(message["content"]["text"])

        answer = self.line.execute_interactive(code, timeout=30, output_hook=hear)["content"]
        return answer.get("ename") or json.loads("".join(written) or "null")

    def give(self, what):
        return self.run(f"import json; print(json.dumps({what}))")

    def end(self):
        self.line.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        self.manager.cleanup_resources()
        self.manager.context.term()
        self.folder.cleanup()


@contextmanager
def warmed(monkeypatch, program=ONE_PAGE):
    """Have a parent of our own; others may edit the sources meanwhile."""
    monkeypatch.setattr(asking, "WARM", asking.Warm(program))
    monkeypatch.setattr(asking, "newest_source_ns", lambda: 1)
    forked.register()
    yield asking.WARM
    asking.WARM.end()


@pytest.fixture(scope="module")
def warm(tmp_path_factory):
    with pytest.MonkeyPatch.context() as monkeypatch, warmed(monkeypatch) as found:
        monkeypatch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        found.start()
        yield found


@pytest.fixture
def start(warm):
    kernels = []

    def start(**given):
        kernels.append(Kernel(**given))
        return kernels[-1]

    yield start
    for kernel in kernels:
        kernel.end()


# --- like any other kernel


def test_a_kernel_comes_from_the_warmed_parent_with_all_that_pages_need(start, warm):
    kernel = start()
    assert kernel.forked
    told = kernel.give(
        "[__import__('os').getppid(), 'explainer.app.explainer' in __import__('sys').modules,"
        "len(__import__('ipywidgets').Widget.get_manager_state()['state'])]"
    )
    assert told == [warm.parent.pid, True, 0]


LIKE = """
import gc, json, os, signal, sys, ipywidgets, plotly.io
shown = {
    "env": {name: value for name, value in os.environ.items() if not name.startswith(("JPY_", "PYDEVD_"))},
    "parent": os.environ["JPY_PARENT_PID"],
    "folder": [os.getcwd(), get_ipython().starting_dir],
    "path": sys.path,
    "arguments": len(sys.argv),
    "main": sys.modules["__main__"].__name__,
    "interrupt": str(signal.getsignal(signal.SIGINT)),
    "terminate": str(signal.getsignal(signal.SIGTERM)),
    "collects": gc.isenabled(),
    "figures": plotly.io.renderers.default,
    "targets": sorted(get_ipython().kernel.comm_manager.targets),
    "leads_its_group": os.getpid() == os.getpgid(0) == os.getsid(0),
    "features": get_ipython().kernel.kernel_info.get("supported_features"),
    "read": sys.__stdin__.read(),
}
print(json.dumps(shown))
"""


@pytest.fixture(scope="module")
def pair(warm, tmp_path_factory):
    """A forked kernel and an ordinary one."""
    folder = tmp_path_factory.mktemp("pair")
    given = {"env": {**os.environ, MARK: "öffnen"}, "cwd": str(folder)}
    kernels = Kernel(**given), Kernel(**given, provisioner="local-provisioner")
    assert [kernel.forked for kernel in kernels] == [True, False]
    yield (*kernels, folder)
    for kernel in kernels:
        kernel.end()


def test_a_kernel_is_like_one_that_jupyter_starts_itself(pair):
    ours, theirs, folder = pair
    told, like = ours.run(LIKE), theirs.run(LIKE)
    like["features"].remove("debugger")
    assert told == like
    assert told["env"][MARK] == "öffnen"
    assert told["folder"] == 2 * [str(folder)]
    assert "jupyter.widget" in told["targets"]


def test_a_kernel_holds_no_file_of_the_parent_but_its_lifeline(start, warm):
    first, second = start(), start()
    inherited = {str(each.readlink()) for each in Path(f"/proc/{warm.parent.pid}/fd").iterdir()}
    sockets = {link for link in inherited if link.startswith("socket:")}
    assert len(sockets) == 1
    for kernel in (first, second):
        held = {str(each.readlink()) for each in Path(f"/proc/{kernel.pid}/fd").iterdir()}
        assert not sockets & held
        assert str(Path(f"/proc/{kernel.pid}/fd/0").readlink()) == "/dev/null"


# --- each for itself


def test_two_visitors_do_not_share_state_nor_luck(start):
    first, second = start(), start()
    for kernel in (first, second):
        kernel.run(f"import explainer, numpy; world = explainer.load_world(); mine = {kernel.pid}")
    first.run("import os; os.environ['X'] = 'y'; world.users[0] = -7")
    assert first.give("int(world.users[0])") == -7
    assert second.give("int(world.users[0])") > 0
    assert second.give("'X' in __import__('os').environ") is False
    assert [kernel.give("mine") for kernel in (first, second)] == [first.pid, second.pid]
    later = start()
    assert later.give("['mine' in globals(), int(__import__('explainer').load_world().users[0]) > 0]") == [False, True]
    luck = "[__import__('numpy').random.rand(), __import__('random').random(), str(__import__('uuid').uuid4())]"
    rolled = [kernel.give(luck) for kernel in (first, second, later)]
    assert all(len(set(each)) == 3 for each in zip(*rolled, strict=True))


def test_an_interrupt_reaches_one_kernel_and_no_other(start):
    first, second = start(), start()
    for kernel in (first, second):
        kernel.line.execute("import time; time.sleep(60)")
    time.sleep(0.5)
    first.manager.interrupt_kernel()
    assert first.line.get_shell_msg(timeout=10)["content"]["ename"] == "KeyboardInterrupt"
    assert first.give("1") == 1
    assert running(second.pid)
    with pytest.raises(queue.Empty):
        second.line.get_shell_msg(timeout=0.3)


def test_a_restarted_kernel_is_another_one_and_empty(start, warm):
    kernel = start()
    before = kernel.pid
    kernel.run("mine = 1")
    kernel.line.stop_channels()
    kernel.manager.restart_kernel()
    kernel.connect()
    assert kernel.forked
    assert kernel.pid != before
    assert not running(before)
    assert kernel.give("'mine' in globals()") is False


@pytest.mark.parametrize("_time", range(4))  # its threads end in an order of their own
def test_a_polite_end_is_quick_and_leaves_no_files(start, _time):
    kernel = start()
    pid, file = kernel.pid, Path(kernel.manager.connection_file)
    sockets = list(file.parent.glob("kernel-ipc-*"))
    assert file.is_file()
    assert len(sockets) == 5
    began = time.monotonic()
    kernel.manager.shutdown_kernel()
    assert time.monotonic() - began < 2.5
    assert not running(pid)
    assert not file.exists()
    assert not any(socket.exists() for socket in sockets)


# --- killed


def test_a_killed_kernel_is_noticed_with_its_exit_code_and_others_live_on(start, warm):
    killed, failed, other = start(), start(), start()
    os.kill(killed.pid, signal.SIGKILL)
    failed.line.execute("import os; os._exit(7)")
    codes = []
    for kernel in (killed, failed):
        handle = kernel.manager.provisioner.process
        codes.append(handle.wait(10))
        assert not kernel.manager.is_alive()
        assert not Path(f"/proc/{kernel.pid}").exists(), "a zombie stays"
    assert codes == [-signal.SIGKILL, 7]
    assert other.give("1") == 1
    assert start().give("2") == 2


def test_kernels_outlive_a_killed_parent_and_the_next_one_gets_another(start, warm):
    old, kernel = warm.parent, start()
    os.kill(old.pid, signal.SIGKILL)
    wait_until(lambda: not old.open)
    assert kernel.give("1") == 1
    later = start()
    assert later.forked
    assert later.give("__import__('os').getppid()") == warm.parent.pid != old.pid
    kernel.line.execute("import time; time.sleep(60)")
    time.sleep(0.3)
    kernel.manager.interrupt_kernel()
    assert kernel.line.get_shell_msg(timeout=10)["content"]["ename"] == "KeyboardInterrupt"
    pid = kernel.pid
    kernel.manager.shutdown_kernel()
    assert not running(pid)


def test_after_an_edit_kernels_come_from_a_new_parent_and_old_ones_live_on(start, warm, monkeypatch):
    old, kernel = warm.parent, start()
    monkeypatch.setattr(asking, "newest_source_ns", lambda: 2)
    later = start()
    assert later.give("__import__('os').getppid()") == warm.parent.pid != old.pid
    assert kernel.give("__import__('os').getppid()") == old.pid
    kernel.manager.shutdown_kernel(now=True)
    wait_until(lambda: not running(old.pid))


@pytest.mark.parametrize("late", [False, True], ids=["before the answer", "after it"])
def test_a_kernel_that_nobody_waits_for_any_longer_does_not_stay(start, warm, tmp_path, late):
    start()
    before = set(children(warm.parent.pid))
    answer = warm.parent.ask({"arguments": ["-f", str(tmp_path / "kernel.json")], "env": dict(os.environ), "cwd": "/"})
    if late:
        assert running(answer.result(10).pid)
    asking.forget(answer)
    assert start().give("1") == 1  # it is behind the other in the queue
    wait_until(lambda: len(set(children(warm.parent.pid)) - before) == 1)


# --- not to be forked


QUICK = "from explainer.serve.forked import pages; pages.builders = lambda: iter([pages.partial(int)]); "


def ask(warm):
    return asyncio.run(warm.fork(["-f", "none.json"], dict(os.environ), "/"))


def test_a_parent_that_cannot_get_warm_gives_way_to_ordinary_kernels_and_is_left_alone_for_a_while(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    with warmed(monkeypatch, "raise SystemExit(3)") as warm:
        kernel = Kernel()
        assert not kernel.forked
        assert kernel.give("1") == 1
        kernel.end()
        first = warm.parent
        with pytest.raises(asking.NoForkError, match="did not get warm"):
            ask(warm)
        assert warm.parent is first
        monkeypatch.setattr(asking, "AGAIN_AFTER_S", 0.0)
        with pytest.raises(asking.NoForkError, match="it has ended"):
            ask(warm)
        assert warm.parent is not first


def test_a_parent_with_a_second_thread_refuses(monkeypatch):
    thread = "import threading, time; threading.Thread(target=time.sleep, args=(99,), daemon=True).start(); "
    with (
        warmed(monkeypatch, thread + QUICK + asking.PROGRAM) as warm,
        pytest.raises(asking.NoForkError, match="2 threads"),
    ):
        ask(warm)


def test_a_parent_that_does_not_answer_is_ended(monkeypatch):
    monkeypatch.setattr(asking, "PATIENCE_S", 0.3)
    with warmed(monkeypatch, "import time; time.sleep(99)") as warm:
        with pytest.raises(asking.NoForkError, match="did not answer"):
            ask(warm)
        assert not running(warm.parent.pid)
        with pytest.raises(asking.NoForkError, match="did not get warm"):
            ask(warm)


def test_a_wish_too_long_for_the_socket_is_refused_and_nothing_is_lost(warm, start):
    with pytest.raises(asking.NoForkError, match="cannot be asked"):
        asyncio.run(warm.fork(["-f", "none.json"], {"LONG": "x" * 1_000_000}, "/"))
    assert start().forked


@pytest.mark.parametrize("why", ["system", "python", "sandbox"])
def test_other_systems_switch_nothing_on(monkeypatch, why):
    def refuse(_):
        raise OSError

    if why == "system":
        monkeypatch.setattr(sys, "platform", "darwin")
    elif why == "python":
        monkeypatch.delattr(os, "pidfd_open")
    else:
        monkeypatch.setattr(os, "pidfd_open", refuse)
    assert forked.switch_on() == []


BUILD_ALL = """
import json, os, asyncio.events
from explainer.serve.forked import pages

def files():
    return len(os.listdir("/proc/self/fd"))

before = files()
pages.import_all()
built = [pages.build(builder) for builder in pages.builders()]
from ipywidgets import Widget

found = {
    "pages": len(built),
    "threads": len(os.listdir("/proc/self/task")),
    "files": files() - before,
    "widgets": len(Widget.get_manager_state()["state"]),
    "loop": asyncio.events._get_running_loop() is not None,
}
print(json.dumps(found))
"""


def test_every_page_is_built_ahead_without_a_thread_a_file_or_a_widget_that_stays():
    env = {**os.environ, **asking.AT_START}
    ran = subprocess.run([sys.executable, "-c", BUILD_ALL], capture_output=True, text=True, env=env, check=False)
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found.pop("pages") >= 5
    assert found == {"threads": 1, "files": 0, "widgets": 0, "loop": False}


# --- the real server


@dataclass
class Site:
    """A real server with one page that says where it runs."""

    process: subprocess.Popen
    port: int

    def ask(self, path):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as line:
            line.request("GET", path, headers={"Connection": "close"})
            answer = line.getresponse()
            return answer.status, answer.read().decode()

    def open(self):
        """Open the page; answers with the numbers of its process and of that which started it."""
        status, text = self.ask("/voila/render/00_world.ipynb")
        assert status == 200
        return tuple(map(int, re.search(r"runs in (\d+) of (\d+)", text).groups()))


@pytest.fixture
def serve(tmp_path):
    notebook = new_notebook(
        cells=[
            new_code_cell(
                "import os\nfrom explainer import Explainer\nExplainer()\n"
                "print('runs in', os.getpid(), 'of', os.getppid())"
            )
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, tmp_path / "00_world.ipynb")
    started = []

    def serve(*options):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        command = ["-m", "explainer.serve", "app", "--no-browser", "--no-preheat", f"--port={port}", *options]
        env = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path / "config"), "IPYTHONDIR": str(tmp_path / "ipython")}
        process = subprocess.Popen(
            [sys.executable, *command, f"--notebooks={tmp_path}"],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        assert b"is open at" in process.stdout.readline()
        return Site(process, port)

    yield serve
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_server_opens_pages_in_forked_kernels_and_nobody_is_left_when_it_ends(serve, how):
    site = serve()
    first, second = site.open(), site.open()
    parents = {first[1], second[1]}  # one, unless somebody edits the sources just now
    assert set(children(site.process.pid)) == parents
    there = {*first, *second}
    if how == signal.SIGKILL:
        for parent in parents:  # the hardest case: kernels without a parent
            os.kill(parent, signal.SIGKILL)
        third = site.open()
        assert third[1] not in (*parents, site.process.pid)
        there = (there | set(third)) - parents
        assert all(map(running, there))
    site.process.send_signal(how)
    site.process.wait(20)
    wait_until(lambda: not any(map(running, there)))


def test_a_server_that_shall_not_fork_warms_nobody(serve):
    assert children(serve("--no-fork").process.pid) == []
