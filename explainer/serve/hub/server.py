"""The server of one person, as a hub starts it."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyterhub import __version__  # type: ignore
from jupyterhub.services.auth import HubOAuth, HubOAuthCallbackHandler  # type: ignore

from explainer.errors import InputError
from explainer.serve.hub.doors import known
from explainer.serve.many.channels import OwnQuestions
from explainer.serve.many.headers import guarded
from explainer.serve.many.pages import NoPage
from explainer.serve.many.server import Server
from explainer.serve.voila_app import run

# Without the last two it would not know whom to let in.
TOLD = ("JUPYTERHUB_SERVICE_URL", "JUPYTERHUB_API_TOKEN", "JUPYTERHUB_CLIENT_ID", "JUPYTERHUB_OAUTH_ACCESS_SCOPES")


class OwnServer(Server):
    """The app server, for one person whom a hub knows."""

    @property
    def page(self) -> str:
        """Path of the first page, which the hub may choose."""
        chosen = os.environ.get("JUPYTERHUB_DEFAULT_URL")
        return f"{self.base_url.rstrip('/')}/{chosen.lstrip('/')}" if chosen else super().page

    @property
    def resources(self) -> dict[str, Any]:
        """What a page's template is given; links that are shared lead everybody to their own server."""
        return super().resources | {"shared": f"{HubOAuth.instance().hub_prefix}user-redirect/voila/render/"}

    def init_settings(self) -> dict[str, Any]:
        """Give tornado's settings; the hub looks for its version in the answers."""
        settings = super().init_settings()
        settings["visitor_headers"]["X-JupyterHub-Version"] = __version__
        return settings | {"default_handler_class": known(guarded(NoPage))}

    def init_handlers(self) -> list[Any]:
        """Give the doors, each only for the owner, and the one through which the hub's login comes back."""
        # No kernel is made ready beforehand, so none has to ask who its visitor is. Some proxies write @ as %40.
        own = [
            (path.replace("@", "(?:@|%40)"), known(kind), given)
            for path, kind, given in super().init_handlers()
            if not issubclass(kind, OwnQuestions)
        ]
        return [(f"{re.escape(self.base_url)}oauth_callback", guarded(HubOAuthCallbackHandler), {}), *own]


def told_by_hub() -> tuple[int, list[str]]:
    """Take from the environment what the hub says there, and hide from kernels what is secret in it.

    Returns
    -------
    int, list of str
        The port, and as options on Voilà's command line where to listen and under which address.

    Raises
    ------
    InputError
        If no hub has started this.
    """
    missing = [name for name in TOLD if not os.environ.get(name)]
    if missing:
        raise InputError(
            f"A JupyterHub starts this and says who may come; here it has not: there is no {missing[0]}. "
            "Name this command in the hub's Spawner.cmd. Without a hub, use parade-proof serve."
        )
    listen, hub = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"]), HubOAuth.instance()
    hub.api_token  # noqa: B018  # read now, before it goes
    hub.cookie_options = {"samesite": "Lax", **hub.cookie_options}
    for name in ("JUPYTERHUB_API_TOKEN", "JPY_API_TOKEN"):
        os.environ.pop(name, None)
    return listen.port or 80, [f"--Voila.ip={listen.hostname or ''}", f"--Voila.base_url={hub.base_url}"]


def serve_one(folder: Path, port: int, options: Sequence[str]) -> None:
    """Serve a folder of notebooks to one person until stopped.

    Parameters
    ----------
    folder
        The notebooks.
    port, options
        What `told_by_hub` gives, and further options as on Voilà's command line.
    """
    run(OwnServer.instance(), folder, port, ["--preheat_kernel=False", "--Voila.port_retries=0", *options])
