"""How a fork of the warmed parent becomes a kernel like any other."""

from __future__ import annotations

import atexit
import gc
import os
import random
import signal
import sys
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from explainer.serve.forked import pages
from explainer.serve.forked.ahead import App

_NAME = "parade-kernel"  # at most 15 characters, as `ps -o comm` and `top` show it
_MORE_EXPENDABLE = "500"  # of 1000: where memory runs out, a page goes before the server


def become_kernel(app: App, arguments: Sequence[str], env: Mapping[str, str], cwd: str, lifeline: int) -> NoReturn:
    """Run as a kernel to its end.

    Parameters
    ----------
    app
        The program of a kernel, made ahead.
    arguments
        As on the command line of `ipykernel_launcher`: "-f" and the file that tells the kernel's lines.
    env, cwd
        The whole environment and the folder.
    lifeline
        Read end of a pipe that closes with the server.
    """
    code = 1
    try:
        atexit._clear()  # these are the parent's
        _settle(env, cwd, lifeline)
        _run(app, arguments)
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        atexit._run_exitfuncs()
        # No tidying up of the interpreter: it would only copy the memory that is shared.
        os._exit(code)


def _settle(env: Mapping[str, str], cwd: str, lifeline: int) -> None:
    """Leave what was the parent's: its session, files, environment, folder and random numbers."""
    os.setsid()
    for descriptor in [int(each.name) for each in Path("/proc/self/fd").iterdir()]:
        if descriptor > 2 and descriptor != lifeline:
            with suppress(OSError):
                os.close(descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    for name, text in (("comm", _NAME), ("oom_score_adj", _MORE_EXPENDABLE)):
        with suppress(OSError):
            Path("/proc/self", name).write_text(text)
    random.seed()
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    threading.Thread(target=_end_with_the_server, args=(lifeline,), name="lifeline", daemon=True).start()


def _end_with_the_server(lifeline: int) -> None:
    os.read(lifeline, 1)  # nothing ever comes but the end
    os._exit(1)


def _run(app: App, arguments: Sequence[str]) -> None:
    from ipywidgets import register_comm_target

    sys.argv = ["ipykernel_launcher", *arguments]
    gc.enable()
    app.open(arguments[1])
    pages.hand_out()
    register_comm_target()  # ipywidgets does so when it is imported, and then there was no kernel
    app.start()  # type: ignore[no-untyped-call]
