"""What fails together because it has one cause.

Three are known from the tables: cables that lie in one strait, zones of one Region that share a metro, and Regions so
near each other that one storm reaches both. Each is a set of outages; what it hits is read off the model of damage.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import ceil

import numpy as np

from explainer.errors import check_between
from explainer.model import geo
from explainer.scenario import Outage, Scenario, check
from explainer.simulate import damage_of, plan_of
from explainer.texts import tr
from explainer.world import World

NEAR_KM = 500.0  # Regions so near may share a hazard: Bahrain and the Emirates, 483 km apart, did in 2026; assumed
FURTHEST_KM = 20_038.0  # half way round, as for a hazard


@dataclass(frozen=True)
class Cause:
    """Something that takes several things at once.

    Parameters
    ----------
    code
        Its name in a survey: "strait:Red Sea", "metro:eu-west-1", "storm:eu-west-2+eu-west-3".
    kind
        "strait", "metro" or "storm".
    targets
        What it takes: cables; zones in use; Regions in use, and cables that land between them.
    outages
        The same as outages of a scenario.
    """

    code: str
    kind: str
    targets: tuple[str, ...]
    outages: frozenset[Outage]


def shared_causes(world: World, scenario: Scenario, near_km: float = NEAR_KM) -> tuple[Cause, ...]:
    """List what takes several things of a design at once.

    Parameters
    ----------
    world, scenario
        The design, and what is broken already; what is lost cannot be taken again.
    near_km
        How far apart Regions may be to share a storm [km].

    Returns
    -------
    tuple of Cause
        Straits with at least two cables, Regions with at least two zones in use, pairs of near Regions.

    Raises
    ------
    InputError
        For a distance out of range, or a scenario that the World does not know.

    Examples
    --------
    >>> from explainer import Placement, load_world
    >>> design = Scenario((Placement("eu-west-2"), Placement("eu-west-3", zones=1)))
    >>> [cause.code for cause in shared_causes(load_world(), design) if cause.kind != "strait"]
    ['metro:eu-west-2', 'storm:eu-west-2+eu-west-3']
    """
    check_between(tr("The distance of near Regions"), near_km, 0, FURTHEST_KM, "km")
    check(scenario, world.places, world.travel.access)
    return (*_straits(world, scenario), *_metros(world, scenario), *_storms(world, scenario, near_km))


def _straits(world: World, scenario: Scenario) -> list[Cause]:
    if "passage" not in world.cables:
        return []
    cut = damage_of(world, scenario).cables | world.cut_cables
    whole = world.cables[~world.cables.index.isin(sorted(cut)) & (world.cables["passage"] != "")]
    return [
        _cause("strait", str(passage), "cable", tuple(map(str, cables.index)))
        for passage, cables in whole.groupby("passage", sort=False)
        if len(cables) > 1
    ]


def _metros(world: World, scenario: Scenario) -> list[Cause]:
    damage, plan = damage_of(world, scenario), plan_of(world, scenario)
    standing = plan.zone_used & (damage.zone * damage.region[world.zone_region] > 0)
    return [
        _cause("metro", str(region), "zone", tuple(map(str, zones.index)))
        for region, zones in world.zones[standing].groupby("region", sort=False)
        if len(zones) > 1
    ]


def _cause(kind: str, name: str, of: str, targets: tuple[str, ...]) -> Cause:
    return Cause(f"{kind}:{name}", kind, targets, frozenset(Outage(of, target) for target in targets))


def _storms(world: World, scenario: Scenario, near_km: float) -> list[Cause]:
    damage, plan = damage_of(world, scenario), plan_of(world, scenario)
    used = plan.region_used & (damage.region > 0)
    lat, lon = (world.regions[name].to_numpy(float) for name in ("lat", "lon"))
    found = []
    for one, other in combinations(np.flatnonzero(used).tolist(), 2):
        km = float(geo.great_circle_km(lat[one], lon[one], lat[other], lon[other]))
        if km > near_km:
            continue
        middle = _middle(np.array([lat[one], lat[other]]), np.array([lon[one], lon[other]]))
        storm = Outage("hazard", f"{middle[0]:.3f},{middle[1]:.3f},{min(ceil(km / 2) + 1, FURTHEST_KM):g}")
        hit = damage_of(world, Scenario(outages=frozenset({storm})))
        regions = tuple(map(str, world.regions.index[used & (hit.region < 1)]))
        code = f"storm:{world.regions.index[one]}+{world.regions.index[other]}"
        cables = tuple(sorted(hit.cables - damage.cables - world.cut_cables))
        found.append(Cause(code, "storm", regions + cables, frozenset({storm})))
    return found


def _middle(lat: np.ndarray, lon: np.ndarray) -> tuple[float, float]:
    """Give the point half way along the great circle between two places [degrees]."""
    across, up = np.radians(lon), np.radians(lat)
    x, y = float((np.cos(up) * np.cos(across)).sum()), float((np.cos(up) * np.sin(across)).sum())
    return float(np.degrees(np.arctan2(np.sin(up).sum(), np.hypot(x, y)))), float(np.degrees(np.arctan2(y, x)))
