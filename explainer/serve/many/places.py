"""Who is in: one place for each running page, so many in all and so many for one address.

A place is taken when a page is asked for and free again when its kernel is gone, whoever ended it. Nothing has to be
told: the kernels that run are counted anew each time somebody comes.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Container, Mapping
from dataclasses import dataclass


class NoPlaceError(Exception):
    """There is no place: `crowded` if this address has all it may have, else the whole server is full."""

    def __init__(self, crowded: bool) -> None:
        super().__init__("crowded" if crowded else "full")
        self.crowded = crowded


@dataclass(eq=False)
class Visit:
    """One page of one visitor; it has no kernel yet while that starts."""

    address: str
    kernel_id: str = ""


class Places:
    """The places of a server: `total` in all, `per_address` for one address.

    Parameters
    ----------
    total, per_address
        How many pages may be open at once.
    running
        The kernels that run, by id.

    Examples
    --------
    >>> running = {"k1"}
    >>> places = Places(total=2, per_address=1, running=running)
    >>> places.enter("192.0.2.1").kernel_id = "k1"
    >>> places.taken
    1
    >>> running.clear()
    >>> places.taken
    0
    """

    def __init__(self, total: int, per_address: int, running: Container[str]) -> None:
        self.total, self.per_address, self.running = total, per_address, running
        self._visits: list[Visit] = []

    @property
    def taken(self) -> int:
        """How many places are taken now."""
        self._visits = [visit for visit in self._visits if not visit.kernel_id or visit.kernel_id in self.running]
        return len(self._visits)

    def enter(self, address: str) -> Visit:
        """Take a place.

        Raises
        ------
        NoPlaceError
            If the server is full or the address has all it may have.
        """
        taken = self.taken
        if sum(visit.address == address for visit in self._visits) >= self.per_address:
            raise NoPlaceError(crowded=True)
        if taken >= self.total:
            raise NoPlaceError(crowded=False)
        visit = Visit(address)
        self._visits.append(visit)
        return visit

    def leave(self, visit: Visit) -> None:
        """Give a place back whose kernel never started."""
        self._visits.remove(visit)


def visitor_address(peer: str, headers: Mapping[str, str]) -> str:
    """Address that a visitor's places are counted by.

    `X-Forwarded-For` counts only when a proxy on this machine sends it, and of it the last entry, which that proxy
    wrote itself: whatever stands before came from the visitor. An IPv6 visitor owns a whole /64 network.

    Examples
    --------
    >>> visitor_address("127.0.0.1", {"X-Forwarded-For": "10.9.9.9, 192.0.2.7"})
    '192.0.2.7'
    >>> visitor_address("192.0.2.8", {"X-Forwarded-For": "10.9.9.9"})
    '192.0.2.8'
    >>> visitor_address("2001:db8:1:2:3:4:5:6", {})
    '2001:db8:1:2::/64'
    """
    address = _parse(peer)
    if address is not None and address.is_loopback:
        address = _parse(headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()) or address
    if isinstance(address, ipaddress.IPv6Address) and not address.is_loopback:
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address or peer)


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
