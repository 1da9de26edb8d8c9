"""The hub of values.yaml on one machine, to try it without a cluster. What stands there is read from there.

The proxy is a program of its own, as in the cluster, so that open pages outlive a restart of the hub. README.md says
how to start both.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

VALUES = Path(__file__).with_name("values.yaml")


def configure(c: Any, told: Any = os.environ) -> None:
    """Configure a hub as values.yaml says, with `PARADE_PROOF_…` of the environment for what differs by machine."""
    import yaml  # type: ignore

    values = yaml.safe_load(VALUES.read_text(encoding="utf-8"))
    person, cull = values["singleuser"], values["cull"]
    for name, settings in values["hub"]["config"].items():
        if name != "KubeSpawner":
            c[name].update(settings)
    c.SharedPasswordAuthenticator.user_password = told["PARADE_PROOF_PASSWORD"]

    c.JupyterHub.bind_url = told.get("PARADE_PROOF_ADDRESS", "http://127.0.0.1:8000")
    c.JupyterHub.hub_bind_url = told.get("PARADE_PROOF_HUB", "http://127.0.0.1:8081")
    c.JupyterHub.cleanup_servers = False
    c.ConfigurableHTTPProxy.should_start = False
    c.ConfigurableHTTPProxy.api_url = told.get("PARADE_PROOF_PROXY", "http://127.0.0.1:8001")

    # Names that need no account on this machine; each gets a folder.
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(Path.cwd() / "homes" / "{username}")
    c.Spawner.cmd = [str(Path(sys.executable).with_name(person["cmd"][0])), *person["cmd"][1:]]
    c.Spawner.default_url = person["defaultUrl"]
    c.Spawner.start_timeout = person["startTimeout"]

    # The chart adds the same service when `cull.enabled` is true.
    idle_s = told.get("PARADE_PROOF_IDLE_S", cull["timeout"])
    every_s = int(told.get("PARADE_PROOF_EVERY_S", cull["every"]))
    c.JupyterHub.last_activity_interval = every_s
    culler = [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={idle_s}", f"--cull-every={every_s}"]
    c.JupyterHub.services = [{"name": "idle-culler", "command": culler}]
    may = ["list:users", "read:users:activity", "read:servers", "delete:servers"]
    c.JupyterHub.load_roles = [{"name": "idle-culler", "services": ["idle-culler"], "scopes": may}]


if "get_config" in globals():  # JupyterHub reads this file
    configure(globals()["get_config"]())
