from __future__ import annotations

import numpy as np
import pytest

from explainer import PRESETS, Outage, World, simulate
from explainer.presets import DEFAULT, Preset
from explainer.scenario import check, zones_used

presets = pytest.mark.parametrize("preset", PRESETS.values(), ids=PRESETS)


@presets
def test_every_preset_is_valid_and_serves_everybody(aws: World, preset: Preset) -> None:
    check(preset.scenario, aws.places, aws.travel.access)
    assert not preset.scenario.outages
    assert simulate(aws, preset.scenario).summary.reach == 1.0


@presets
def test_every_preset_rests_on_launched_public_regions(aws: World, preset: Preset) -> None:
    chosen = aws.regions.loc[[placement.region for placement in preset.scenario.placements]]
    assert set(chosen["status"]) == {"launched"}
    assert set(chosen["partition"]) == {"aws"}


def test_presets_are_told_apart_by_label_and_by_design() -> None:
    assert len({preset.label for preset in PRESETS.values()}) == len(PRESETS)
    assert len({frozenset(preset.scenario.placements) for preset in PRESETS.values()}) == len(PRESETS)
    assert DEFAULT in PRESETS


def test_the_number_in_the_name_is_the_number_of_regions(aws: World) -> None:
    used = {key: len(preset.scenario.placements) for key, preset in PRESETS.items()}
    assert (used["one-region"], used["two-regions"], used["five-regions"]) == (1, 2, 5)
    (only,) = PRESETS["one-data-centre"].scenario.placements
    assert len(zones_used(only, aws.places.zones_of[only.region])) == 1


def test_one_data_centre_falls_with_one_zone_and_one_region_does_not(aws: World) -> None:
    lost = Outage("zone", aws.places.zones_of["us-east-1"][0])
    reach = {
        key: simulate(aws, PRESETS[key].scenario.breaking(lost)).summary.reach
        for key in ("one-data-centre", "one-region")
    }
    assert reach == {"one-data-centre": 0.0, "one-region": 1.0}


@presets
def test_every_preset_is_two_thirds_busy_and_survives_any_of_its_zones(aws: World, preset: Preset) -> None:
    whole = simulate(aws, preset.scenario)
    zones = len(aws.zones.index[whole.zone_used]) // len(preset.scenario.placements)
    busy = whole.utilisation[whole.region_used]
    assert busy == pytest.approx([(zones - 1) / zones if zones > 1 else 1.0] * len(busy))
    if zones > 1:
        for zone in aws.zones.index[whole.zone_used]:
            assert simulate(aws, preset.scenario.breaking(Outage("zone", str(zone)))).summary.reach == 1.0


def test_follow_the_users_is_what_the_greedy_rule_gives(aws: World) -> None:
    allowed = aws.regions["partition"].eq("aws") & aws.regions["status"].eq("launched")
    candidates = np.flatnonzero(allowed)
    waits, chosen = aws.wait_by_region.astype(float), []
    best = np.full(len(aws.cells), np.inf)
    for _ in range(6):
        total = {r: float(aws.users @ np.minimum(best, waits[r])) for r in candidates if r not in chosen}
        chosen.append(min(total, key=lambda r: total[r]))
        best = np.minimum(best, waits[chosen[-1]])
    follows = [placement.region for placement in PRESETS["follow-the-users"].scenario.placements]
    assert follows == [aws.regions.index[int(r)] for r in chosen]
