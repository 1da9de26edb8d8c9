"""Kernels of visitors: ended soon after their page is gone, later when a page is left open and untouched.

Jupyter knows one time for both. Here `cull_idle_timeout` counts from the moment the page went away, so that a short
break of the line does no harm, and `left_open_s` is for pages that somebody forgot.

A kernel that dies is not started again (`KernelRestarter.restart_limit` is 0): the new one would be empty, hold a place
and answer nobody. Those that Voilà keeps ready are looked at from time to time, since it never does so itself: one that
has died would be the next visitor's, and none would ever take the place of one that could not be started.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.websocket import WebSocketHandler
from traitlets import Integer
from voila.request_info_handler import RequestInfoSocketHandler


class VisitorKernels(AsyncMappingKernelManager):
    """Jupyter's kernels, with an eye on whether somebody still looks at the page."""

    left_open_s = Integer(3600, config=True, help="Seconds until a page that is open but untouched loses its kernel.")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)  # type: ignore[no-untyped-call]
        self.open_channels: defaultdict[str, set[WebSocketHandler]] = defaultdict(set)
        self._mending: set[asyncio.Task[None]] = set()

    def notify_disconnect(self, kernel_id: str) -> None:
        """Start the clock when the page goes, not when it was last touched."""
        super().notify_disconnect(kernel_id)  # type: ignore[no-untyped-call]
        self.seen(kernel_id)

    def seen(self, kernel_id: str) -> None:
        """Start the clock of a kernel anew."""
        if kernel_id in self._kernels:
            self._kernels[kernel_id].last_activity = datetime.now(UTC)

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody needs, even a busy one: its answer would reach nobody."""
        kernel = self._kernels[kernel_id]
        if not kernel.trait_has_value("last_activity"):  # it starts just now
            return
        patience_s = self.left_open_s if self.open_channels.get(kernel_id) else self.cull_idle_timeout
        if datetime.now(UTC) - kernel.last_activity > timedelta(seconds=patience_s):
            await self.shutdown_kernel(kernel_id)

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
            await self.shutdown_kernel(kept.result()["kernel_id"], now=True)

    def _handle_kernel_died(self, kernel_id: str) -> None:
        """Clear up after a kernel that died."""
        task = asyncio.get_running_loop().create_task(self._clear_up(kernel_id))
        self._mending.add(task)
        task.add_done_callback(self._mending.discard)

    async def _clear_up(self, kernel_id: str) -> None:
        await self.mend_pools(fill=False)
        if kernel_id in self:
            await self.shutdown_kernel(kernel_id, now=True)
        await self.mend_pools()

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """End a kernel, close the channels to it so that its page notices, and forget who asked for it."""
        await super().shutdown_kernel(kernel_id, *args, **kwargs)  # type: ignore[no-untyped-call]
        RequestInfoSocketHandler._cache.pop(kernel_id, None)
        for channel in self.open_channels.pop(kernel_id, set()):
            channel.close(1001, "The kernel has ended.")
