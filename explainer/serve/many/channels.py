"""The channel between a page and its kernel: what may pass, how fast and how much.

Voilà runs the cells itself, over a line of its own. What comes from a browser is only ever talk between widgets, so
nothing else passes: a message that asks for code to be run ends the connection. Whoever sends too fast is read more
slowly, which fills their own line and nobody else's.
"""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from tornado import web
from voila.request_info_handler import RequestInfoSocketHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

PROTOCOL = "v1.kernel.websocket.jupyter.org"
ALLOWED = ("comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request")
LARGEST_MESSAGE = 8_000_000  # [bytes] a file that a visitor reads in travels as one message
MOST_PARTS = 64  # of a message: its heads, and a buffer for each array or file
CHANNELS_PER_KERNEL = 3  # a page opens one; while it reconnects, two
MESSAGES_PER_S, MESSAGES_AT_ONCE = 40.0, 300.0  # a dragged slider sends as fast as answers come, about 15 a second
BYTES_PER_S, BYTES_AT_ONCE = 1e6, 2e7
UNREAD_BYTES = 32_000_000  # a page that does not read what it asked for


class Pace:
    """How long to wait so that no more than `per_s` a second pass, with `at_once` in reserve.

    Examples
    --------
    >>> pace = Pace(per_s=10, at_once=2, now_s=0.0)
    >>> [round(pace.wait_s(now_s=0.0), 1) for _ in range(4)]
    [0.0, 0.0, 0.1, 0.2]
    """

    def __init__(self, per_s: float, at_once: float, now_s: float) -> None:
        self.per_s, self.at_once, self.left, self.then_s = per_s, at_once, at_once, now_s

    def wait_s(self, now_s: float, much: float = 1.0) -> float:
        """Seconds to wait before `much` more may pass."""
        self.left = min(self.at_once, self.left + (now_s - self.then_s) * self.per_s) - much
        self.then_s = now_s
        return max(0.0, -self.left / self.per_s)


def may_pass(message: str | bytes) -> bool:
    """Tell whether a message is talk between widgets, in the one form that is spoken here."""
    if isinstance(message, str):
        return False
    # Jupyter counts up to the number of parts that the message claims to have, be it 2**64, and copies each part, be it
    # the whole message every time.
    number = int.from_bytes(message[:8], "little")
    if not 8 * number < min(len(message), 8 * MOST_PARTS):
        return False
    starts = [int.from_bytes(message[8 * n : 8 * n + 8], "little") for n in range(1, number + 1)]
    if starts != sorted(starts) or starts[-1:] > [len(message)]:
        return False
    try:
        channel, parts = deserialize_msg_from_ws_v1(message)  # type: ignore[no-untyped-call]
        return channel in ("shell", "control") and json.loads(bytes(parts[0]))["msg_type"] in ALLOWED
    except (ValueError, LookupError, TypeError, OverflowError):
        return False


class VisitorChannel(VoilaKernelWebsocketHandler):
    """Voilà's channel, for visitors that nobody knows."""

    unread_bytes = 0

    async def get(self, kernel_id: str) -> None:
        """Open a channel and stay until it closes."""
        if PROTOCOL not in self.request.headers.get("Sec-WebSocket-Protocol", ""):
            raise web.HTTPError(400, "This channel speaks another protocol.")
        if kernel_id not in self.kernel_manager:
            raise web.HTTPError(404)
        there = self.kernel_manager.open_channels[kernel_id]
        if len(there) >= CHANNELS_PER_KERNEL:
            raise web.HTTPError(429)
        now_s = time.monotonic()
        self.messages = Pace(MESSAGES_PER_S, MESSAGES_AT_ONCE, now_s)
        self.bytes = Pace(BYTES_PER_S, BYTES_AT_ONCE, now_s)
        there.add(self)
        try:
            await super().get(kernel_id)
        finally:
            there.discard(self)
            if not there:
                self.kernel_manager.open_channels.pop(kernel_id, None)

    async def on_message(self, message: str | bytes) -> None:
        """Pass a message on, later if many came; tornado reads the next one only then."""
        if not may_pass(message):
            self.close(1008, "Only messages of widgets pass here.")
            return
        now_s = time.monotonic()
        wait_s = max(self.messages.wait_s(now_s), self.bytes.wait_s(now_s, len(message)))
        if wait_s:
            await asyncio.sleep(wait_s)
        # Once a channel is closed Jupyter does not know its protocol any more and would misread the message, at length.
        if self.connection is not None and self.ws_connection is not None:
            super().on_message(message)

    def on_close(self) -> None:
        """Let go of the kernel, once."""
        if self.connection is not None:
            super().on_close()

    def write_message(self, message: Any, binary: bool = False) -> Any:
        """Send to the page unless it has stopped reading."""
        if self.unread_bytes > UNREAD_BYTES:
            if self.ws_connection is not None:
                self.ws_connection.stream.close()  # a word of farewell would wait behind the rest
            return None
        sent = super().write_message(message, binary)
        if sent is not None:
            size = len(message)
            self.unread_bytes += size
            sent.add_done_callback(lambda _: self._was_read(size))
        return sent

    def _was_read(self, size: int) -> None:
        self.unread_bytes -= size


class OwnQuestions(RequestInfoSocketHandler):
    """Where a kernel that was ready beforehand asks who its visitor is; only for kernels of this machine."""

    def prepare(self) -> None:
        """Turn away browsers, and all that comes through a proxy."""
        headers = self.request.headers
        outside = "Origin" in headers or "X-Forwarded-For" in headers
        if outside or self.request.remote_ip not in ("127.0.0.1", "::1"):
            raise web.HTTPError(404)

    def check_origin(self, origin: str) -> bool:
        """Never: a browser says its origin, a kernel has none."""
        return False
