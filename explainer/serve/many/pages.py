"""Pages and files that visitors may ask for; everything else is not there.

Only the notebooks of the folder open, by name. Files are those of Voilà, of the lab extensions that a page starts, and
plotly.js. All of them have their version in the address, so a browser keeps them for good.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from jupyter_server.base.handlers import FileFindHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from voila.handler import BaseVoilaHandler
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.static_file_handler import MultiStaticFileHandler

from explainer.serve.many.compression import CompressedFile
from explainer.serve.many.places import NoPlaceError, Places, Visit, visitor_address
from explainer.serve.many.ready import ReadyPage

LONGEST_ADDRESS = 4_000  # [characters] of a page with its query
PATIENCE_S = 3.0  # a page that is loaded again comes a moment before its old kernel is gone
RETRY_AFTER_S = 30
WAITING = "<script>window.voila_heartbeat()"  # what Voilà sends while there is nothing else to send
FOREVER = "public, max-age=31536000, immutable"


class NoKernelError(Exception):
    """No kernel could be started for a page."""


class _Noting:
    """The kernels, as one page sees them: notes the kernel that it gets, and hands on nobody else's address."""

    def __init__(self, kernels: Any, visit: Visit) -> None:
        self._kernels, self._visit = kernels, visit

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kernels, name)

    async def start_kernel(self, **given: Any) -> str:
        try:
            self._visit.kernel_id = await self._kernels.start_kernel(**given)
        except Exception as error:
            raise NoKernelError from error
        return self._visit.kernel_id

    async def get_rendered_notebook(self, notebook_name: str, **_: Any) -> tuple[Any, list[str], str]:
        # Voilà would give this visitor's address to the kernel that takes the place of theirs, so to the next visitor.
        asked = self._kernels.get_rendered_notebook(notebook_name=notebook_name)
        try:
            task, written, self._visit.kernel_id = await asked
        except Exception as error:
            raise NoKernelError from error
        self._kernels.seen(self._visit.kernel_id)  # it may have stood ready for hours
        return task, written, self._visit.kernel_id


class VisitorPage(ReadyPage):
    """A notebook as a page, if there is a place."""

    visit = Visit("")

    @property
    def kernel_manager(self) -> Any:
        """The kernels, with a note of the one that this page gets."""
        return _Noting(self.settings["kernel_manager"], self.visit)

    async def get(self, path: str = "") -> None:
        """Answer with the page, or say that there is no place."""
        if len(self.request.uri or "") > LONGEST_ADDRESS:
            raise web.HTTPError(414)
        if path not in {file.name for file in Path(self.settings["notebooks"]).glob("*.ipynb")}:
            raise web.HTTPError(404)
        places: Places = self.settings["places"]
        try:
            self.visit = await self._enter(places)
        except NoPlaceError as refusal:
            self._refuse(*((429, "crowded") if refusal.crowded else (503, "full")))
            return
        try:
            await super().get(path)
        except NoKernelError as error:
            self.log.error("A page was refused, because no kernel could be started: %s", error.__cause__)
            self._refuse(503, "failed")
        finally:
            if not self.visit.kernel_id:
                places.leave(self.visit)

    async def get_generator(self, path: str | None = None) -> AsyncIterator[str]:
        """Give the page in pieces; it ends with its kernel, for which Voilà would wait for good."""
        async for piece in super().get_generator(path):
            yield piece
            gone = self.visit.kernel_id and self.visit.kernel_id not in self.settings["kernel_manager"]
            if gone and piece.startswith(WAITING):
                return

    async def _enter(self, places: Places) -> Visit:
        address = visitor_address(self.request.remote_ip or "", self.request.headers)
        loop = asyncio.get_running_loop()
        end_s = loop.time() + PATIENCE_S
        while True:
            try:
                return places.enter(address)
            except NoPlaceError:
                if loop.time() > end_s:
                    raise
                await asyncio.sleep(0.25)

    def _refuse(self, status: int, why: str) -> None:
        self.set_status(status)
        self.set_header("Retry-After", str(RETRY_AFTER_S))
        self.set_header("Cache-Control", "no-store")
        self.finish(self.render_template("refused.html", why=why, again=self.request.uri))


class NoPage(BaseVoilaHandler):
    """Answer to every other address."""

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Say that there is nothing here, whatever was asked."""
        await super().prepare(*args, **kwargs)
        raise web.HTTPError(404)


class KernelThere(KernelHandler):
    """Whether a kernel runs; it cannot be ended from here."""

    SUPPORTED_METHODS = ("GET",)


class KernelEnd(VoilaShutdownKernelHandler):
    """Where a page that is left ends its own kernel."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel, unless it has ended already."""
        kernels = self.settings["kernel_manager"]
        await kernels.mend_pools(fill=False)  # Voilà looks through them, and fails if one has
        if kernel_id in kernels:
            await super().post(kernel_id)
        else:
            self.set_status(204)
            self.finish()


class VersionedFile(CompressedFile, MultiStaticFileHandler):
    """A file of Voilà, whose version is in the address."""

    def set_extra_headers(self, path: str) -> None:
        """Let browsers keep it."""
        self.set_header("Cache-Control", FOREVER)


class ExtensionFile(CompressedFile, FileFindHandler):
    """A file of a lab extension, with a hash in its name or its query."""

    def set_headers(self) -> None:
        """Let browsers keep it if its address changes with its content."""
        super().set_headers()
        if self.get_query_argument("v", "") or re.search(r"\.[0-9a-f]{8,}\.js$", self.request.path):
            self.set_header("Cache-Control", FOREVER)
