"""What the design of a Scenario costs, and for what."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from explainer.model import cost, demand, routing
from explainer.scenario import Scenario
from explainer.simulate import plan_of, simulate
from explainer.world import World

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Cost:
    """What a design costs, as an index: 1.0 is everybody served from one Region at price index 1, nothing to spare.

    Parameters
    ----------
    compute
        For what is used on the day's average [-].
    standby
        For what waits for the busiest hour and for failures [-].
    copies
        For every Region before its first request [-]; the share is assumed.
    assumed
        Regions whose price is not known, so that the median of the others stands for it.

    Examples
    --------
    >>> Cost(0.75, 0.5, 0.25).index
    1.5
    """

    compute: float
    standby: float
    copies: float
    assumed: tuple[str, ...] = ()

    @property
    def index(self) -> float:
        """All of it [-]."""
        return self.compute + self.standby + self.copies


def cost_of(world: World, scenario: Scenario) -> Cost:
    """Say what a design costs, whatever is broken now.

    Parameters
    ----------
    world
        Places and people.
    scenario
        The design; a static one pays for all that it was built to carry.

    Raises
    ------
    InputError
        For a Region, zone or access that the World does not have.

    Examples
    --------
    >>> from explainer import Placement, Scaling, load_world
    >>> one = Scenario((Placement("us-east-1"),), scaling=Scaling(spare_zones=0))
    >>> round(cost_of(load_world(), one).index, 9)
    1.0
    >>> spare = cost_of(load_world(), Scenario((Placement("us-east-1"),)))
    >>> round(spare.compute, 3), round(spare.standby, 3), round(spare.copies, 3)
    (0.909, 0.455, 0.091)
    """
    usual = replace(scenario.restored(), demand=replace(scenario.demand, hour_utc=None))
    used_rps = simulate(world, usual).region_rps
    plan, size = plan_of(world, scenario), len(world.regions)
    capacity_rps = plan.region_rps + routing.spread(plan.zone_rps, world.zone_region, size)
    price, assumed = prices(world)
    everybody_rps = float(demand.average_load_rps(world.users, scenario.demand.growth).sum())
    compute = cost.capacity_cost(price, used_rps, everybody_rps)
    # built for just this load, a Region may lack the last bit of it
    standby = cost.capacity_cost(price, np.maximum(capacity_rps - used_rps, 0.0), everybody_rps)
    guessed = world.regions.index[assumed & plan.region_used]
    return Cost(
        float(compute.sum()),
        float(standby.sum()),
        float(cost.copy_cost(price[plan.region_used]).sum()),
        tuple(str(code) for code in guessed),
    )


def prices(world: World) -> tuple[Floats, Bools]:
    """Price index of each Region of a World, and where it is assumed."""
    listed = world.regions["price_index"].to_numpy(float) if "price_index" in world.regions else None
    return cost.price_or_median(np.full(len(world.regions), np.nan) if listed is None else listed)
