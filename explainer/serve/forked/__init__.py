"""Kernels by fork: one warmed parent has imported and built what all pages share, and each page gets a copy of it.

A page of Voilà is a Python program of its own. Started from nothing it takes seconds and about 150 MB, nearly all of it
the same in every one. Here `parent` is a process that has read and built that once, down to a kernel (`ahead`) and the
pages themselves (`pages`), and then waits, with a single thread; a fork of it opens the kernel's lines within
milliseconds (`child`) and shares its memory until one of the two writes.
Jupyter asks a *provisioner* for kernels, and `provisioner` is one that asks the parent (`asking`) and otherwise does
what Jupyter's own does: a refusal, a failure or an unusual wish ends in an ordinary kernel. Signals, restart and
shutdown stay Jupyter's own code, through a handle on the process (`kernel`).

Nobody is left over: kernels and parent hold the read end of a pipe or socket whose other end only the server has, and
leave when it closes, however the server ended. Kernels do not need the parent, so they live on without it.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

NAME = "parade-proof-forked"


def supported() -> bool:
    """Tell whether kernels can be forked here: Linux with handles on processes (5.4 and later)."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True


def switch_on(wanted: bool = True) -> list[str]:
    """Begin to warm the parent and give the options with which a Jupyter server of this process uses it.

    Parameters
    ----------
    wanted
        False, and nothing happens.

    Returns
    -------
    list of str
        Options as on the server's command line; none where kernels cannot be forked.

    Examples
    --------
    >>> switch_on(wanted=False)
    []
    """
    if not (wanted and supported()):
        return []
    from explainer.serve.forked import asking

    register()
    with suppress(OSError):  # the first kernel will say so
        asking.WARM.start()
    return [f"--KernelProvisionerFactory.default_provisioner_name={NAME}"]


def register() -> None:
    """Make the provisioner known to Jupyter in this process, as an installed entry point would."""
    from importlib.metadata import EntryPoint

    from jupyter_client.provisioning.factory import KernelProvisionerFactory as Factory

    Factory.provisioners[NAME] = EntryPoint(
        NAME, "explainer.serve.forked.provisioner:ForkedProvisioner", Factory.GROUP_NAME
    )
