"""A comm that keeps what a page sends, in place of the kernel's: everything above it is the real thing."""

from __future__ import annotations

from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm


class KeepingComm(BaseComm):
    """A comm whose other end is a list."""

    opened: list[KeepingComm] = []  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.kept: list[tuple[dict[str, Any], list[Any]]] = []
        super().__init__(*args, **kwargs)
        KeepingComm.opened.append(self)

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **keys: Any
    ) -> None:
        self.kept.append((data or {}, list(buffers or [])))


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> list[KeepingComm]:
    """The comms opened by widgets made in the test, in order."""
    monkeypatch.setattr(comm, "create_comm", KeepingComm)
    monkeypatch.setattr(KeepingComm, "opened", [])
    return KeepingComm.opened
