"""Voilà with small differences: / opens the map, the start is one sentence, plotly.js loads early.

All settings are in `settings/voila.json`; what depends on the run (port, folder, hash) is passed here.
"""

from __future__ import annotations

import logging
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tornado.ioloop import IOLoop
from tornado.web import RedirectHandler
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from explainer.serve import bundle
from explainer.serve.many.ready import ReadyPage
from explainer.texts import LANGUAGE, tr

FIRST_PAGE = "00_world.ipynb"

# Sockets in the file system instead of TCP: no warning about unencrypted kernels, no race for ports. On other
# systems the paths of such sockets get too long.
_QUIET = ("--KernelManager.transport=ipc",) if sys.platform == "linux" else ()


class App(Voila):
    """The app server of this project."""

    browser_wanted = False

    def init_settings(self) -> dict[str, Any]:
        """Give tornado's settings; what the templates say is in the language of this server."""
        settings: dict[str, Any] = super().init_settings()
        for name in ("voila_jinja2_env", "jinja2_env"):
            settings[name].globals.update(tr=tr, language=LANGUAGE)
        return settings

    def init_handlers(self) -> list[Any]:
        """Give Voilà's handlers, with pages whose kernels run, and before them one that sends / to the map."""
        first = (
            f"{self.server_url}/?".replace("//", "/"),
            RedirectHandler,
            {"url": self.page, "permanent": False},
        )
        others = [
            (door, ReadyPage if kind is TornadoVoilaHandler else kind, *rest)
            for door, kind, *rest in super().init_handlers()
        ]
        return [first, *others]

    def start(self) -> None:
        """Serve until stopped; say where as soon as the server answers."""
        IOLoop.current().add_callback(self.announce)
        super().start()

    def announce(self) -> None:
        """Say the address and open it."""
        address = self.connection_url.rstrip("/") + self.page.removeprefix(self.base_url.rstrip("/"))
        print(f"The map is open at {address} (stop with Ctrl+C).", flush=True)
        if self.browser_wanted:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    @property
    def resources(self) -> dict[str, Any]:
        """What a page's template is given."""
        return {"plotly": bundle.bundle_hash(), "tr": tr, "language_code": LANGUAGE}

    @property
    def page(self) -> str:
        """Path of the first page."""
        return f"{self.base_url.rstrip('/')}/voila/render/{FIRST_PAGE}"


def serve(folder: Path, port: int, browser: bool, preheat: bool, extra: Sequence[str] = ()) -> None:
    """Serve a folder of notebooks until stopped.

    Parameters
    ----------
    folder
        The notebooks.
    port
        First port to try.
    browser
        Open the first page in the visitor's browser.
    preheat
        Keep a started kernel ready for the first page.
    extra
        Further options of Voilà, as on its command line.
    """
    app = App.instance()
    app.browser_wanted = browser
    run(app, folder, port, [f"--preheat_kernel={preheat}", *extra])


def run(app: App, folder: Path, port: int, options: Sequence[str]) -> None:
    """Start an app server on a folder of notebooks, with options as on Voilà's command line."""
    quiet = ["--no-browser", f"--Voila.log_level={logging.ERROR}", *_QUIET]
    app.initialize([str(folder), f"--port={port}", *quiet, *options])
    app.config.VoilaConfiguration.resources = app.resources
    logging.getLogger("tornado").setLevel(logging.ERROR)
    app.start()
