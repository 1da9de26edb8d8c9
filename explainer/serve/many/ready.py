"""Kernels that stand ready: none is handed out that does not run.

Voilà starts some kernels beforehand and then never looks at them again. One that has died would be the next visitor's,
and none would ever take the place of one that could not be started. So they are looked at from time to time, and each
time a page is asked for.

A kernel that dies is not started again (`KernelRestarter.restart_limit` is 0): the new one would be empty, hold a place
and answer nobody.
"""

from __future__ import annotations

import asyncio
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from voila.tornado.handler import TornadoVoilaHandler


class ReadyKernels(AsyncMappingKernelManager):
    """Jupyter's kernels, with an eye on those that Voilà keeps ready."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]
        self._mending: set[asyncio.Task[None]] = set()

    async def cull_kernels(self) -> None:
        """End kernels that nobody needs, and see that those kept ready are."""
        await super().cull_kernels()  # type: ignore[no-untyped-call]
        await self.mend_pools()

    async def mend_pools(self, fill: bool = True) -> None:
        """Drop kernels kept ready that did not start or run no more; start others in their place."""
        for notebook, pool in list(getattr(self, "_pools", {}).items()):  # Voilà's, if it keeps kernels ready
            for kept in list(pool):
                if not await self._is_ready(kept) and kept in pool:
                    pool.remove(kept)
                    await self._end(kept)
            if fill:
                self.fill_if_needed(notebook_name=notebook)  # type: ignore[attr-defined]

    async def _is_ready(self, kept: asyncio.Task[dict[str, Any]]) -> bool:
        """Tell whether a kernel kept ready is, or still may become so."""
        if not kept.done():
            return True
        if kept.cancelled() or kept.exception():
            return False
        kernel_id, page = kept.result()["kernel_id"], kept.result()["task"]
        failed = page.done() and (page.cancelled() or page.exception() is not None)
        return not failed and kernel_id in self and bool(await self.is_alive(kernel_id))

    async def _end(self, kept: asyncio.Task[dict[str, Any]]) -> None:
        """End what is left of a kernel that is not ready."""
        if not (kept.cancelled() or kept.exception()) and kept.result()["kernel_id"] in self:
            await self.shutdown_kernel(kept.result()["kernel_id"], now=True)  # type: ignore[no-untyped-call]

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Clear up after a kernel that died."""
        task = asyncio.get_running_loop().create_task(self._clear_up(kernel_id))
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)

    async def _clear_up(self, kernel_id: str) -> None:
        await self.mend_pools(fill=False)
        if kernel_id in self:
            await self.shutdown_kernel(kernel_id, now=True)  # type: ignore[no-untyped-call]
        await self.mend_pools()


class ReadyPage(TornadoVoilaHandler):
    """A notebook as a page, by a kernel that runs."""

    async def get(self, path: str = "") -> None:
        """Answer with the page."""
        kernels = self.settings["kernel_manager"]
        await kernels.mend_pools(fill=False)  # one that starts only now would be waited for
        await super().get(path)
        await kernels.mend_pools()
