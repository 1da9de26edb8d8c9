"""Who is cut off by cables alone: areas joined by those that are left, without any length or load."""

from __future__ import annotations

from functools import cache

from explainer.scenario import Scenario
from explainer.simulate import damage_of
from explainer.world import World


class Areas:
    """The areas of a World as a design needs them.

    Parameters
    ----------
    world, scenario
        The design; cables that are cut in it stay cut.
    """

    def __init__(self, world: World, scenario: Scenario) -> None:
        area, ends = world.gateways["area"], world.cables[["from_gateway", "to_gateway"]]
        gone = damage_of(world, scenario).cables
        pairs = ((str(cable), frozenset(area[pair])) for cable, pair in zip(ends.index, ends.to_numpy(), strict=True))
        self._joins = {cable: pair for cable, pair in pairs if cable not in gone}
        regions = world.regions["area"]
        self._home = frozenset(str(regions[placement.region]) for placement in scenario.placements)
        users = world.cells.groupby("area")["users"].sum()
        self._shares = {str(name): float(share) for name, share in (users / (users.sum() or 1)).items()}
        self.cut_off_share = cache(self._cut_off_share)

    def _cut_off_share(self, *cuts: str) -> float:
        """Share of the people from whose area no cable leads to a Region of the design any more [0..1]."""
        left = [pair for cable, pair in self._joins.items() if cable not in cuts]
        reached = set(self._home)
        while more := {area for pair in left if reached & pair for area in pair} - reached:
            reached |= more
        return sum(share for area, share in self._shares.items() if area not in reached)
