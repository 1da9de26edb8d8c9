"""Which place a name means: an AZ ID, a zone named by letter, a Region, or a place at the edge of one.

The names are read off the World's own codes, so that a World with other codes needs no rule of its own. An AZ ID
(use1-az1) is one zone for everybody. A letter (us-east-1a) is another zone in another account.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from explainer.tables import Places

LONGEST_NAME = 80


class Spot(NamedTuple):
    """A place that a name means: kind "zone", "letter", "region" or "edge", its Region, its code."""

    kind: str
    region: str
    code: str


class Naming:
    """The names of a World's places.

    Examples
    --------
    >>> names = Naming(Places({"us-east-1": ("use1-az1",)}, {"use1-az1": "us-east-1"}, frozenset()))
    >>> [names.spot(name).kind for name in ("use1-az1", "us-east-1a", "US-East-1", "us-east-1-bos-1a")]
    ['zone', 'letter', 'region', 'edge']
    """

    def __init__(self, places: Places) -> None:
        self.known = {code.lower(): Spot("region", code, code) for code in places.zones_of}
        self.known |= {zone.lower(): Spot("zone", region, zone) for zone, region in places.region_of.items()}
        heads = {zone.lower().rpartition("-")[0]: region for zone, region in places.region_of.items()}
        self.heads = {head: region for head, region in heads.items() if head}
        self.spot = lru_cache(maxsize=4096)(self._spot)

    def _spot(self, name: str) -> Spot | None:
        """Give the place that a name means, None where there is no such place."""
        if len(name) > LONGEST_NAME:
            return None
        code = name.strip().lower()
        if code in self.known:
            return self.known[code]
        region = self.known.get(code[:-1])
        if region is not None and region.kind == "region" and code[-1:].isalpha():
            return Spot("letter", region.code, code)
        head = code
        while "-" in head:
            head = head.rpartition("-")[0]
            region = self.known.get(head)
            if region is not None and region.kind == "region":
                return Spot("edge", region.code, code)
            if head in self.heads and code.count("-") > head.count("-") + 1:
                return Spot("edge", self.heads[head], code)
        return None
