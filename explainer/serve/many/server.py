"""The server for many visitors: Voilà with a list of open doors instead of closed ones."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

import voila
from jupyter_server.auth.identity import IdentityProvider, PasswordIdentityProvider, User
from tornado.web import RedirectHandler, RequestHandler
from traitlets import Integer, Type
from voila.tornado.treehandler import TornadoVoilaTreeHandler

from explainer.serve.many.channels import ALLOWED, LARGEST_MESSAGE, OwnQuestions, VisitorChannel
from explainer.serve.many.compression import CompressedAnswer, Kept
from explainer.serve.many.headers import guarded, security_headers
from explainer.serve.many.kernels import VisitorKernels
from explainer.serve.many.pages import ExtensionFile, KernelEnd, KernelThere, NoPage, VersionedFile, VisitorPage
from explainer.serve.many.places import Places
from explainer.serve.voila_app import App, run

_KERNEL = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_LISTEN = {
    "max_body_size": 100_000,
    "max_header_size": 16_000,
    "max_buffer_size": 2 * LARGEST_MESSAGE,
    "idle_connection_timeout": 150.0,
    "body_timeout": 30.0,
}


class Unknown(PasswordIdentityProvider):
    """Visitors that nobody knows: no cookie tells one from another, and none is asked for with each file."""

    def set_login_cookie(self, handler: RequestHandler, user: User) -> None:
        """Let a browser remember who it is, if there is a login at all."""
        if self.auth_enabled:
            super().set_login_cookie(handler, user)


class Server(App):
    """The app server, for visitors that nobody knows."""

    classes: ClassVar[list[type[Any]]] = [*App.classes, VisitorKernels]
    identity_provider_class = Type(Unknown, IdentityProvider, config=True, help="Who knows the visitors.")
    places = Integer(20, min=1, config=True, help="Pages that may be open at once; each has a kernel of its own.")
    per_address = Integer(12, min=1, config=True, help="Pages that one address may have open at once.")

    def init_settings(self) -> dict[str, Any]:
        """Give tornado's settings, with the limits."""
        # Voilà's files have no hash in their names, so the address of their folder carries the version.
        self.voila_configuration.page_config_hook = self._versioned
        settings: dict[str, Any] = super().init_settings()
        self.kernel_manager.allowed_message_types = list(ALLOWED)
        return settings | {
            "places": Places(self.places, self.per_address, self.kernel_manager),
            "notebooks": self.root_dir,
            "compressed_files": self.compressed_files,
            "visitor_headers": security_headers(settings["voila_jinja2_env"], self.base_url),
            "websocket_max_message_size": LARGEST_MESSAGE,
            "websocket_compression_options": {"compression_level": 5},
            "default_handler_class": guarded(NoPage),
            "default_handler_args": {"voila_configuration": self.voila_configuration},
        }

    def init_handlers(self) -> list[Any]:
        """Give the doors that are open, each with the headers."""
        known = {"voila_configuration": self.voila_configuration}
        page = {**known, "template_paths": self.template_paths, "config": self.config}
        extensions = "|".join(map(re.escape, [*self.voila_configuration.extension_allowlist, "parade-proof"]))
        doors: list[tuple[str, type[Any], dict[str, Any]]] = [
            ("", RedirectHandler, {"url": self.page, "permanent": False}),
            ("voila/tree/?", TornadoVoilaTreeHandler, known),
            (r"voila/render/([^/]+\.ipynb)", VisitorPage, page),
            (rf"voila/static/{re.escape(voila.__version__)}/(.*)", VersionedFile, {"paths": self.static_paths}),
            (rf"voila/labextensions/((?:{extensions})/static/.*)", ExtensionFile, {"path": self.labextensions_path}),
            (f"api/kernels/{_KERNEL}", KernelThere, {}),
            (f"api/kernels/{_KERNEL}/channels", VisitorChannel, {}),
            (f"voila/api/shutdown/{_KERNEL}", KernelEnd, {}),
            (f"voila/query/{_KERNEL}", OwnQuestions, {}),
        ]
        root = re.escape(self.server_url.rstrip("/")) + "/"
        return [(root + door, guarded(kind), given) for door, kind, given in doors]

    def start(self) -> None:
        """Serve until stopped."""
        self.compressed_files = Kept()
        try:
            super().start()
        finally:
            self.compressed_files.close()

    def listen(self) -> None:
        """Listen, with limits on what a single request may send and small answers."""
        self.app.add_transform(CompressedAnswer)
        self.app.listen = functools.partial(self.app.listen, **_LISTEN)
        super().listen()

    def _versioned(self, page_config: dict[str, Any], **_: Any) -> dict[str, Any]:
        page_config["fullStaticUrl"] = f"{self.base_url.rstrip('/')}/voila/static/{voila.__version__}"
        return page_config


def serve_many(folder: Path, port: int, options: Sequence[str] = ()) -> None:
    """Serve a folder of notebooks to many visitors until stopped.

    Parameters
    ----------
    folder
        The notebooks.
    port
        The port; if it is taken, the server does not start.
    options
        Further options, as on Voilà's command line; those of `Server` among them.
    """
    run(Server.instance(), folder, port, ["--Voila.port_retries=0", *options])
