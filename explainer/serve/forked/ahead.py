"""A kernel that the parent makes ahead, all but its lines: a fork of it opens sockets and listens.

What a kernel writes, and be it only that somebody looks at an object (Python counts that in the object), it does not
share any more. IPython's kernel looks at every module while it is made, and reads its options and settings. Done before
the fork, all this costs once. What `IPKernelApp.initialize` does in one go is `make` in the parent and `open` in the
fork.

Left out is what no page uses: the debugger, and the history of what was typed, with its file and its thread.
"""

from __future__ import annotations

import atexit
import sys
from pathlib import Path
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from jupyter_client.session import Session
from traitlets import Type
from traitlets.config import Config

_PATIENCE_S = 1.0


class Kernel(IPythonKernel):
    """IPython's kernel, which gets its lines after it was made."""

    @classmethod
    def instance(cls, *_: Any, parent: App, **lines: Any) -> Kernel:
        """Give the one kernel, as its program asks for it, with the lines that are open by now."""
        kernel: Kernel = parent.kernel
        shell: Any = parent.shell
        for kind in cls._walk_mro():
            kind._instance = kernel  # type: ignore[assignment]
        for name, line in lines.items():
            setattr(kernel, name, line)
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        for sender in (shell.displayhook, shell.display_pub):
            sender.session, sender.pub_socket = kernel.session, kernel.iopub_socket
        return kernel

    async def poll_stopped_queue(self) -> None:
        """Do nothing: there is no debugger to stop at anything."""


class App(IPKernelApp):
    """IPython's program around a kernel, started in two steps."""

    kernel: Any = None
    kernel_class = Type(Kernel)

    def make(self) -> None:
        """Make the kernel; no thread, file or socket comes of it, and nobody takes it for one that runs."""
        super(IPKernelApp, self).initialize([])  # type: ignore[no-untyped-call]
        self._take("init_pdb")
        self.kernel = Kernel(  # type: ignore[no-untyped-call]
            parent=self, log=self.log, profile_dir=self.profile_dir, user_ns=self.user_ns
        )
        self._take("init_shell", "init_code")

    def open(self, connection_file: str) -> None:
        """Open the lines that a file tells, and take over folder and environment."""
        self.connection_file = connection_file
        self.session = Session(parent=self)  # its id must be nobody else's
        self._take("init_connection_file", "init_sockets", "init_heartbeat", "write_connection_file")
        self._take("log_connection_info", "init_io", "init_signal", "init_kernel", "init_path", "init_gui_pylab")
        self._take("init_extensions")
        shell = self.kernel.shell
        shell.init_environment()
        shell.starting_dir = str(Path.cwd())
        atexit.register(shell.atexit_operations)
        atexit.register(self._finish)  # the last to be registered is the first

    def _finish(self) -> None:
        """Let the thread that was told to end say so before its lines close; else both may wait for each other."""
        self.control_thread.stop()
        self.control_thread.join(_PATIENCE_S)

    def _take(self, *steps: str) -> None:
        for step in steps:
            getattr(self, step)()


def make() -> App:
    """Make the one kernel of this process and its forks."""
    # 1: there is a parent, but none to be watched; the lifeline does that.
    app: App = App.instance(parent_handle=1, config=Config(HistoryManager={"enabled": False}))
    app.make()
    return app
