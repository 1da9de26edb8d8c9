"""What cannot be had is told with what blocks it and the nearest that can be had, which then can be had."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explainer import InputError, World
from explainer.design import NotFeasible, best_placements


def test_too_wide_a_target_is_told_with_three_ways_out_that_work(aws: World) -> None:
    with pytest.raises(NotFeasible) as told:
        best_placements(aws, 3, slo_share=0.8)
    refused = told.value
    assert str(refused) == (
        "No 3 Regions serve 80 % of people within 100 ms: the best is 74.3 %. "
        f"Ask for 74.3 %, allow 4 Regions, or {refused.nearest['slo_ms']:g} ms."
    )
    assert isinstance(refused, InputError)
    assert refused.blocked_by == "slo_share"
    assert best_placements(aws, 3, slo_share=refused.nearest["slo_share"]).summary.within_slo >= 0.743
    assert best_placements(aws, 4, slo_share=0.8).summary.within_slo >= 0.8
    assert best_placements(aws, 3, refused.nearest["slo_ms"], slo_share=0.8).summary.within_slo >= 0.8


@pytest.mark.parametrize("objective", ["within_slo", "cost", "p95", "mean"])
def test_every_objective_tells_the_nearest_after_a_loss(aws: World, dozen: Any, objective: str) -> None:
    best = dozen.worst(dozen.within, dozen.sets(3)).max()
    with pytest.raises(NotFeasible, match="after the loss of any one: the best is") as told:
        best_placements(aws, 3, survive=1, objective=objective, regions=dozen.codes, slo_share=best + 0.002)
    assert told.value.nearest["slo_share"] == pytest.approx(np.floor(best * 1000) / 1000)
    assert best_placements(aws, 3, survive=1, regions=dozen.codes, slo_share=best - 1e-9).proved


def test_too_small_a_region_is_told_with_the_least_that_works(aws: World, dozen: Any) -> None:
    with pytest.raises(NotFeasible, match="No 3 Regions share the load") as told:
        best_placements(aws, 3, regions=dozen.codes, most_rps=1000)
    assert told.value.blocked_by == "most_rps"
    least = told.value.nearest["most_rps"]
    assert best_placements(aws, 3, regions=dozen.codes, most_rps=least).proved
    everybody_rps = aws.users.sum() * 20 / 86_400
    even = min(dozen.loads(tuple(each)).max() for each in dozen.sets(3)) * everybody_rps
    assert even <= least <= 1.01 * even


def test_people_whom_no_design_can_keep_are_told(aws: World) -> None:
    with pytest.raises(NotFeasible, match="after the loss of any one") as told:
        best_placements(aws, 3, survive=1, objective="mean", residency={"IN": ["ap-south-1"]})
    assert told.value.blocked_by == "reach"


def test_what_all_regions_together_cannot_do_is_not_promised_to_more_of_them(line: World) -> None:
    with pytest.raises(NotFeasible, match=r"^No Region serves 80 % of people within 45 ms: the best is 50 %") as told:
        best_placements(line, 1, 45, slo_share=0.8)
    assert set(told.value.nearest) == {"slo_share"}
    assert str(told.value).endswith("Ask for 50 %.")
