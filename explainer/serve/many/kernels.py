"""Kernels of visitors: ended soon after their page is gone, later when a page is left open and untouched.

Jupyter knows one time for both. Here `cull_idle_timeout` counts from the moment the page went away, so that a short
break of the line does no harm, and `left_open_s` is for pages that somebody forgot.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from tornado.websocket import WebSocketHandler
from traitlets import Integer
from voila.request_info_handler import RequestInfoSocketHandler

from explainer.serve.many.ready import ReadyKernels


class VisitorKernels(ReadyKernels):
    """Kernels, with an eye on whether somebody still looks at the page."""

    left_open_s = Integer(3600, config=True, help="Seconds until a page that is open but untouched loses its kernel.")

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.open_channels: defaultdict[str, set[WebSocketHandler]] = defaultdict(set)

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

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """End a kernel, close the channels to it so that its page notices, and forget who asked for it."""
        await super().shutdown_kernel(kernel_id, *args, **kwargs)  # type: ignore[no-untyped-call]
        RequestInfoSocketHandler._cache.pop(kernel_id, None)
        for channel in self.open_channels.pop(kernel_id, set()):
            channel.close(1001, "The kernel has ended.")
