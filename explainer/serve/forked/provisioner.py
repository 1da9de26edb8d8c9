"""Where Jupyter gets kernels from: forked if that is possible, else as always."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from explainer.serve.forked import asking

LAUNCHER = ("-m", "ipykernel_launcher", "-f")
_READ_AT_START = ("PYTHON", "IPYTHON", "LD_", "LC_", "LANG", "TZ")


def can_be_forked(command: Sequence[str], env: Mapping[str, str], wishes: Sequence[str] = ()) -> bool:
    """Tell whether a fork of this Python would be the same as the kernel that is asked for.

    Parameters
    ----------
    command
        The command of the kernel.
    env
        Its environment; what Python reads of it when it starts must be as it is here.
    wishes
        Names of further options of `subprocess.Popen`.

    Examples
    --------
    >>> command = [sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"]
    >>> can_be_forked(command, os.environ)
    True
    >>> can_be_forked(["R", "--slave"], os.environ)
    False
    >>> can_be_forked(command, {**os.environ, "PYTHONPATH": "/other"})
    False
    """
    ours = list(command[:-1]) == [sys.executable, *LAUNCHER]
    return ours and not wishes and _read_at_start(env) == _read_at_start(os.environ)


def _read_at_start(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith(_READ_AT_START)}


class ForkedProvisioner(LocalProvisioner):
    """Jupyter's provisioner of local kernels, with another way to start one."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start a kernel, by a fork if that gives the same."""
        wishes = self._scrub_kwargs(kwargs)
        env = dict(wishes.pop("env", None) or os.environ) | {"JPY_PARENT_PID": str(os.getpid())}
        cwd = str(wishes.pop("cwd", None) or Path.cwd())
        if not can_be_forked(cmd, env, list(wishes)):
            return await super().launch_kernel(cmd, **kwargs)
        try:
            kernel = await asking.WARM.fork(cmd[3:], env, cwd)
        except asking.NoForkError as error:
            self.log.error("This kernel is an ordinary one. None could be forked from the warmed parent: %s.", error)
            return await super().launch_kernel(cmd, **kwargs)
        # The handle sends signals to the group itself; a number kept here might be another's by then.
        self.process = kernel  # type: ignore[assignment]
        self.pid, self.pgid, self.cwd = kernel.pid, None, cwd
        return self.connection_info
