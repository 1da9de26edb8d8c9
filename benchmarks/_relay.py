"""Bytes as they cross a socket: a TCP relay between browser and server that counts what passes, and changes nothing.

A browser tells frames of a websocket after it has unpacked them, so compression cannot be seen from inside it. What
the relay counts is what TCP carries, both ways: requests, headers, frames, compressed or not. It delays every server
behind it alike.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

AT_ONCE_BYTES = 1 << 16


@dataclass
class Relay:
    """A relay to a port of this machine, and what has crossed it so far.

    Parameters
    ----------
    target
        The server's port.
    up, down
        What went to the server, and what came from it [bytes].
    """

    target: int
    up: int = 0
    down: int = 0
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    @property
    def bytes(self) -> int:
        """What has crossed it, both ways."""
        return self.up + self.down

    def listen(self) -> None:
        """Take lines until the listener is shut."""
        with suppress(OSError):
            while True:
                browser = self.listener.accept()[0]
                threading.Thread(target=self._meet, args=(browser,), daemon=True).start()

    def _meet(self, browser: socket.socket) -> None:
        with suppress(OSError), browser, socket.create_connection(("localhost", self.target)) as server:
            for end in (browser, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            back = threading.Thread(target=self._pass, args=(server, browser, "down"), daemon=True)
            back.start()
            self._pass(browser, server, "up")
            back.join()

    def _pass(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with suppress(OSError):  # either side may go at any time
            while told := source.recv(AT_ONCE_BYTES):
                with self._lock:
                    setattr(self, way, getattr(self, way) + len(told))
                sink.sendall(told)
        with suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


@contextmanager
def relayed(target: int) -> Iterator[Relay]:
    """Relay to a port of this machine; lines that are open at the end live until one side closes them."""
    relay = Relay(target)
    thread = threading.Thread(target=relay.listen, daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        relay.listener.shutdown(socket.SHUT_RDWR)  # wakes the thread, which closing alone does not
        thread.join()
        relay.listener.close()
