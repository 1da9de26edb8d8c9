"""What can be lost: the zones, Regions, cables or shared causes that a survey breaks, one by one and together.

Zones of a Region are alike while the design treats them alike: the same capacity, the same share left, the same wait.
What the design does not use, or has lost already, changes nothing. Both are known before the model is asked once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explainer.errors import InputError, check_known, unknown
from explainer.scenario import Outage, Scenario
from explainer.simulate import damage_of, plan_of
from explainer.survey.causes import shared_causes
from explainer.world import World

Labels = NDArray[np.intp]
Bools = NDArray[np.bool_]

KINDS = ("zone", "region", "cable", "cause")
AMONG = ("used", "all")
NOTHING = 0  # label of what changes nothing when it is lost


@dataclass(frozen=True, eq=False)
class Targets:
    """What a survey breaks.

    Parameters
    ----------
    codes
        AZ IDs, Region codes, cables or codes of causes, in the World's order.
    outages
        What each of them breaks.
    alike
        A label each: targets of one label can stand for each other, `NOTHING` changes nothing; shape (targets,).
    """

    codes: tuple[str, ...]
    outages: tuple[frozenset[Outage], ...]
    alike: Labels


def targets_of(world: World, scenario: Scenario, of: str, among: str | Collection[str], near_km: float) -> Targets:
    """List what a survey breaks.

    Parameters
    ----------
    world, scenario
        The design, and what is broken already.
    of
        One of `KINDS`.
    among
        "used" (what the design uses and still has; for cables, all that are not cut), "all" of the World, or codes.
    near_km
        How far apart Regions may be to share a storm [km].

    Raises
    ------
    InputError
        For an unknown kind, choice or code.
    """
    if of not in KINDS:
        raise unknown("kind of failure set", of, KINDS)
    if isinstance(among, str) and among not in AMONG:
        raise InputError(f"among is {among!r}. Give 'used', 'all', or a list of codes.")
    if of == "cause":
        causes = shared_causes(world, scenario, near_km)
        every = Targets(tuple(cause.code for cause in causes), tuple(cause.outages for cause in causes), _own(causes))
    else:
        index = {"zone": world.zones, "region": world.regions, "cable": world.cables}[of].index
        codes = tuple(map(str, index))
        label = {"zone": _zones_alike, "region": _regions_alike, "cable": _cables_alike}[of](world, scenario)
        every = Targets(codes, tuple(frozenset({Outage(of, code)}) for code in codes), label)
    if among == "all":
        return every
    if among == "used":
        return _only(every, every.alike != NOTHING)
    check_known(of, among, every.codes)
    return _only(every, np.isin(every.codes, list(among)))


def _own(things: Collection[object]) -> Labels:
    return np.arange(len(things), dtype=np.intp) + 1


def _only(every: Targets, chosen: Bools) -> Targets:
    rows = np.flatnonzero(chosen)
    return Targets(tuple(every.codes[i] for i in rows), tuple(every.outages[i] for i in rows), every.alike[rows])


def _zones_alike(world: World, scenario: Scenario) -> Labels:
    """Label the zones: of one Region alike if all that stand in it are, else each for itself."""
    damage, plan = damage_of(world, scenario), plan_of(world, scenario)
    left = damage.zone * damage.region[world.zone_region] * plan.zone_used
    traits = np.column_stack([plan.zone_rps, left, damage.zone_slow_ms])
    label = np.full(len(left), NOTHING, np.intp)
    for region in np.unique(world.zone_region[left > 0]):
        zones = np.flatnonzero((left > 0) & (world.zone_region == region))
        same = (traits[zones] == traits[zones[0]]).all()
        label[zones] = 1 + (zones[0] if same else zones)
    return label


def _regions_alike(world: World, scenario: Scenario) -> Labels:
    """Label the Regions: each for itself if the design has something left there."""
    damage, plan = damage_of(world, scenario), plan_of(world, scenario)
    listed = np.bincount(world.zone_region[plan.zone_used], minlength=len(world.regions)) > 0
    standing = np.bincount(world.zone_region[plan.zone_used & (damage.zone > 0)], minlength=len(world.regions)) > 0
    there = plan.region_used & (damage.region > 0) & (standing | ~listed)
    return np.where(there, _own(world.regions.index), NOTHING)


def _cables_alike(world: World, scenario: Scenario) -> Labels:
    """Label the cables: each for itself if it is not cut yet."""
    cut = damage_of(world, scenario).cables | world.cut_cables
    return np.where(world.cables.index.isin(sorted(cut)), NOTHING, _own(world.cables.index))
