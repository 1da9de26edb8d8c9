"""The warmed parent as the server sees it: asks it for kernels, hears of their ends, starts it again when it must.

The two talk in small JSON messages over a pair of sockets that nobody else can reach. A request sent while the parent
is still warming up waits in the socket. One thread listens; everything else is called from the server's event loop.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

from explainer.serve.forked.kernel import UNTOLD, ForkedKernel

# Found where a kernel would find it: without the folder that the server was started in.
PROGRAM = "import sys; sys.path[:1] == [''] and sys.path.pop(0); from explainer.serve.forked.parent import main; main()"
_SERVE = Path(__file__).parents[1]
_TABLES = _SERVE.parents[1] / "data"  # of a checkout; an installed package has them inside
PATIENCE_S = 20.0  # warming takes 1 to 2 s, more on a busy machine
AGAIN_AFTER_S = 30.0  # a parent that never answered is not tried again at once
# Read when a program or library starts. A pool of BLAS threads would forbid to fork; threads that take turns need no
# memory of their own; plotly would look for a notebook around it, find none yet, and show figures elsewhere.
AT_START = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",
    "PLOTLY_RENDERER": os.environ.get("PLOTLY_RENDERER", "plotly_mimetype"),
}


class NoForkError(Exception):
    """There is no forked kernel to be had, and why."""


class _EndedError(NoForkError):
    """The parent ended before it answered."""


def newest_source_ns() -> int:
    """Give the time of the newest file of the package or its tables [ns], without `serve`, which no page imports."""
    newest_ns, left_out = 0, (str(_SERVE), "__pycache__")
    for place, _, files in itertools.chain.from_iterable(map(os.walk, (_SERVE.parent, _TABLES))):
        for file in files if not any(each in place for each in left_out) else ():
            with suppress(OSError):  # somebody takes it away just now
                newest_ns = max(newest_ns, Path(place, file).stat().st_mtime_ns)
    return newest_ns


class Parent:
    """One warmed parent and the talk with it.

    Parameters
    ----------
    lifeline
        Read end of a pipe; when it closes, the kernels end.
    program
        What it runs.
    """

    def __init__(self, lifeline: int, program: str = PROGRAM) -> None:
        self.made_from_ns, self.started_s = newest_source_ns(), time.monotonic()
        self.open, self.good = True, False
        self._asked: dict[int, Future[ForkedKernel]] = {}
        self._kernels: dict[int, ForkedKernel] = {}
        self._numbers = itertools.count()
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", program, str(theirs.fileno()), str(lifeline)],
                env={**os.environ, **AT_START},
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), lifeline),
                start_new_session=True,
            )
        self._ear = threading.Thread(target=self._listen, name="forked kernels", daemon=True)
        self._ear.start()

    @property
    def pid(self) -> int:
        """Number of its process."""
        return self._process.pid

    def ask(self, wish: Mapping[str, Any]) -> Future[ForkedKernel]:
        """Ask for a kernel.

        Raises
        ------
        NoForkError
            If the wish cannot be sent.
        """
        number = next(self._numbers)
        answer: Future[ForkedKernel] = Future()
        self._asked[number] = answer
        try:
            self._line.send(json.dumps({"id": number, **wish}).encode(), socket.MSG_DONTWAIT)
        except OSError as error:
            self._asked.pop(number, None)
            if not self.open or isinstance(error, ConnectionError):
                self.open = False
                raise _EndedError("it has ended") from error
            raise NoForkError(f"it cannot be asked: {error}") from error
        return answer

    def retire(self) -> None:
        """Let it go; it stays as long as it has kernels."""
        self.open = False
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """End it, but not its kernels."""
        self.open = self.good = False
        self._process.kill()
        self._ear.join(5)

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                told, handles, _, _ = socket.recv_fds(self._line, 4096, 1, socket.MSG_CMSG_CLOEXEC)
                if not told:
                    break
                self._hear(json.loads(told), handles)
        self.open = False
        for answer in list(self._asked.values()):
            if answer.set_running_or_notify_cancel():
                answer.set_exception(_EndedError("it has ended"))
        for kernel in self._kernels.values():
            kernel.hear(UNTOLD)
        self._process.wait()
        self._line.close()

    def _hear(self, told: dict[str, Any], handles: list[int]) -> None:
        if "ended" in told:
            if told["ended"] in self._kernels:
                self._kernels.pop(told["ended"]).hear(told["code"])
            return
        answer = self._asked.pop(told["id"])
        self.good = True
        wanted = answer.set_running_or_notify_cancel()
        if not handles:
            if wanted:
                answer.set_exception(NoForkError(told["refused"]))
        elif wanted:
            kernel = self._kernels[told["pid"]] = ForkedKernel(told["pid"], handles[0])
            answer.set_result(kernel)
        else:  # whoever asked has gone
            signal.pidfd_send_signal(handles[0], signal.SIGKILL)
            os.close(handles[0])


def forget(answer: Future[ForkedKernel]) -> None:
    """Wait for an answer no longer; a kernel that has come, or comes all the same, ends."""

    def end(done: Future[ForkedKernel]) -> None:
        if not done.cancelled() and not done.exception():
            done.result().kill()

    answer.cancel()
    answer.add_done_callback(end)


class Warm:
    """The warmed parent that there is now: none at first, one after `start`, another if that has ended or is outdated.

    Parameters
    ----------
    program
        What parents run.
    """

    def __init__(self, program: str = PROGRAM) -> None:
        self.program = program
        self.parent: Parent | None = None
        self._lifeline: tuple[int, int] | None = None

    def start(self) -> Parent:
        """Give a parent that can be asked.

        Raises
        ------
        NoForkError
            If the last one never answered, so that trying again at once would help nobody.
        """
        last = self.parent
        if last is not None and last.open and last.made_from_ns != newest_source_ns():
            last.retire()
            last = None
        if last is not None and not last.open and not last.good:
            left_s = AGAIN_AFTER_S - (time.monotonic() - last.started_s)
            if left_s > 0:
                raise NoForkError(f"it did not get warm; tried again in {left_s:.0f} s")
        if last is None or not last.open:
            self._lifeline = self._lifeline or os.pipe()
            last = Parent(self._lifeline[0], self.program)
        self.parent = last
        return last

    async def fork(self, arguments: Sequence[str], env: Mapping[str, str], cwd: str) -> ForkedKernel:
        """Give a new kernel.

        Parameters
        ----------
        arguments
            As on the command line of `ipykernel_launcher`.
        env, cwd
            Its whole environment and its folder.

        Raises
        ------
        NoForkError
            If there is none to be had.
        """
        wish = {"arguments": list(arguments), "env": dict(env), "cwd": cwd}
        try:
            return await self._ask(wish)
        except _EndedError:  # there may be another by now
            return await self._ask(wish)

    async def _ask(self, wish: Mapping[str, Any]) -> ForkedKernel:
        try:
            parent = self.start()
        except OSError as error:
            raise NoForkError(f"it cannot be started: {error}") from error
        answer = parent.ask(wish)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(answer), PATIENCE_S)
        except TimeoutError as error:
            forget(answer)
            parent.kill()
            raise NoForkError(f"it did not answer within {PATIENCE_S:.0f} s") from error
        except asyncio.CancelledError:
            forget(answer)
            raise

    def end(self) -> None:
        """End the parent and all kernels that were ever forked; without it they end when this process does."""
        if self.parent is not None:
            self.parent.kill()
        for end in self._lifeline or ():
            os.close(end)
        self.parent = self._lifeline = None


WARM = Warm()
