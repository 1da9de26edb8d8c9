"""The warmed parent: imports and builds what all pages share, then gives kernels by forking itself.

It has one thread, no event loop, no open file and no socket but that to the server, because a fork copies none of these
well. Whatever it has built before a fork is shared. `gc.freeze` keeps the collector of the kernels from writing into
that memory; without it most of the gain is lost.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import selectors
import signal
import socket
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from explainer.serve.forked import ahead, child, pages

_MOST_BYTES = 1 << 18


def main() -> None:
    """Warm up and serve; the two arguments are the socket to the server and the pipe that closes with it."""
    control, lifeline = socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2])
    gc.disable()
    pages.import_all()
    left = pages.builders()
    _build(next(left))
    app = ahead.make()
    _freeze()
    serve(control, lifeline, app, left)


def serve(control: socket.socket, lifeline: int, app: ahead.App, left: Iterator[partial[Any]]) -> None:
    """Answer until the server and all kernels are gone; build what is left while nobody asks."""
    watched = selectors.PollSelector()
    watched.register(control, selectors.EVENT_READ)
    idle_s: float | None = 0
    while watched.get_map():
        heard = watched.select(idle_s)
        for key, _ in heard:
            if key.fileobj is not control:
                watched.unregister(key.fd)
                _tell_end(control, key.data, key.fd)
                continue
            asked = control.recv(_MOST_BYTES)
            if not asked:
                watched.unregister(control)
                idle_s = None
                continue
            forked = _answer(control, lifeline, app, json.loads(asked))
            if forked is not None:
                watched.register(forked[1], selectors.EVENT_READ, forked[0])
        if not heard:
            builder = next(left, None)
            if builder is None:
                idle_s = None
            else:
                _build(builder)


def _build(builder: partial[Any]) -> None:
    try:
        pages.build(builder)
    except Exception:  # its own page will say so
        traceback.print_exc()
    _freeze()


def _freeze() -> None:
    """Give back what is free, and leave the rest as it is for good."""
    gc.collect()
    gc.freeze()
    with suppress(AttributeError):  # only glibc has it
        ctypes.CDLL(None).malloc_trim(0)


def _answer(control: socket.socket, lifeline: int, app: ahead.App, asked: dict[str, Any]) -> tuple[int, int] | None:
    """Fork, and tell the server; gives the kernel's number and a handle on it."""
    threads = len(list(Path("/proc/self/task").iterdir()))
    if threads != 1:
        _tell(control, {"id": asked["id"], "refused": f"it has {threads} threads"})
        return None
    sys.stdout.flush()
    sys.stderr.flush()
    pid = 0
    try:
        pid = os.fork()
        if pid == 0:
            control.close()
            child.become_kernel(app, asked["arguments"], asked["env"], asked["cwd"], lifeline)
        handle = os.pidfd_open(pid)
    except OSError as error:
        if pid:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        _tell(control, {"id": asked["id"], "refused": str(error)})
        return None
    _tell(control, {"id": asked["id"], "pid": pid}, [handle])
    return pid, handle


def _tell_end(control: socket.socket, pid: int, handle: int) -> None:
    ended = os.waitid(os.P_PIDFD, handle, os.WEXITED)
    os.close(handle)
    if ended is not None:
        code = ended.si_status if ended.si_code == os.CLD_EXITED else -ended.si_status
        _tell(control, {"ended": pid, "code": code})


def _tell(control: socket.socket, told: dict[str, Any], handles: list[int] | None = None) -> None:
    with suppress(OSError):  # the server has gone, and its kernels are about to notice
        socket.send_fds(control, [json.dumps(told).encode()], handles or [])
