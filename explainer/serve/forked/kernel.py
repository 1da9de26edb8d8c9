"""A forked kernel as the server holds it: what Jupyter asks of a `subprocess.Popen`, of a process that is no child.

The handle is a file descriptor that the parent opened before anybody could take the kernel's number, so a signal never
reaches a stranger, also when the parent is long gone.
"""

from __future__ import annotations

import os
import select
import signal
from concurrent.futures import Future

UNTOLD = 1  # exit code of a kernel whose parent ended before it could tell
_TELLS_WITHIN_S = 0.5


class ForkedKernel:
    """A kernel that another process forked.

    Parameters
    ----------
    pid
        Its number, which is also that of its process group.
    handle
        A pidfd of it, closed here once the kernel has ended.
    """

    stdin = stdout = stderr = None

    def __init__(self, pid: int, handle: int) -> None:
        self.pid, self._handle = pid, handle
        self.returncode: int | None = None
        self._told: Future[int] = Future()

    def hear(self, code: int) -> None:
        """Take the exit code that the parent tells."""
        self._told.set_result(code)

    def poll(self) -> int | None:
        """Give the exit code, None while the kernel runs."""
        if self.returncode is None and self._has_ended(0):
            try:
                self.returncode = self._told.result(_TELLS_WITHIN_S)
            except TimeoutError:
                self.returncode = UNTOLD
            os.close(self._handle)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        """Wait for the end, so many seconds or for good, and give the exit code."""
        if self.returncode is None:
            self._has_ended(None if timeout is None else 1000 * timeout)
        return self.poll()

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and whatever it has started."""
        if self.poll() is not None:
            return
        try:
            os.killpg(self.pid, signum)
        except ProcessLookupError:  # so young that it has no group yet
            signal.pidfd_send_signal(self._handle, signum)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the kernel."""
        self.send_signal(signal.SIGKILL)

    def _has_ended(self, patience_ms: float | None) -> bool:
        ear = select.poll()
        ear.register(self._handle, select.POLLIN)
        return bool(ear.poll(patience_ms))
