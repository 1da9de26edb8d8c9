"""No shown design is beaten, and none that is not beaten is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from explainer import PRESETS, InputError, Placement, Scenario, World, simulate
from explainer.design import best_placements, compare, cost_of, pareto, pareto_in_parts


@pytest.fixture(scope="module")
def front(aws: World, dozen: Any) -> pd.DataFrame:
    return pareto(aws, 4, regions=dozen.codes)


def brute(dozen: Any, survive: int) -> np.ndarray:
    """Values of all sets of one to four that none beats: cost, share out of time, wait."""
    values = []
    for k in range(survive + 1, 5):
        sets = dozen.sets(k)
        measures = (dozen.within, lambda sets: -dozen.p95(sets))
        values += [-(dozen.worst(of, sets) if survive else of(sets)) for of in measures]
        values.append(np.array([dozen.cost(tuple(each), survive) for each in sets]))
    table = np.column_stack([np.concatenate(values[place::3]) for place in (2, 0, 1)]).round(9)
    beaten = [((table <= mine).all(axis=1) & (table < mine).any(axis=1)).any() for mine in table]
    return np.unique(table[~np.array(beaten)], axis=0)


@pytest.mark.parametrize("survive", [0, 1])
def test_the_front_is_that_of_all_sets(aws: World, dozen: Any, survive: int) -> None:
    told = pareto(aws, 4, survive=survive, regions=dozen.codes)
    ours = np.column_stack([told["cost_index"], -told["within_slo"], told["rtt_p95_ms"]]).round(9)
    theirs = brute(dozen, survive)
    assert len(theirs) > 20
    np.testing.assert_allclose(np.unique(ours, axis=0), theirs, atol=2e-9)


def test_its_numbers_are_those_of_the_model(aws: World, front: pd.DataFrame) -> None:
    for row in front.iloc[::7].itertuples():
        design = Scenario(tuple(Placement(code) for code in row.regions))
        assert cost_of(aws, design).index == pytest.approx(row.cost_index, abs=1e-11)
        summary = simulate(aws, design).summary
        assert summary.within_slo == pytest.approx(row.within_slo, abs=1e-11)
        assert summary.rtt_p95_ms == row.rtt_p95_ms


def test_no_row_beats_another(front: pd.DataFrame) -> None:
    values = np.column_stack([front["cost_index"], -front["within_slo"], front["rtt_p95_ms"]])
    for mine in values:
        assert not ((values <= mine).all(axis=1) & (values < mine).any(axis=1)).any()


def test_a_design_built_to_lose_one_survives_one(aws: World, dozen: Any, front: pd.DataFrame) -> None:
    spare = pareto(aws, 3, survive=1, regions=dozen.codes)
    assert spare["survives_one"].all()
    assert (spare["within_slo_one_lost"] >= spare["within_slo"] - 1e-9).all()
    assert not front["survives_one"].any()
    assert (front["within_slo_one_lost"] <= front["within_slo"]).all()


def test_the_ends_of_the_front_are_the_best_placements(aws: World, dozen: Any, front: pd.DataFrame) -> None:
    widest = max(best_placements(aws, k, regions=dozen.codes).objective_value for k in range(1, 5))
    assert front["within_slo"].max() == pytest.approx(widest, abs=1e-9)
    quickest = best_placements(aws, 4, objective="p95", regions=dozen.codes)
    assert front["rtt_p95_ms"].min() == quickest.objective_value


def test_the_street_has_a_front(street: World) -> None:
    told = pareto(street, 2, 14)
    assert told["regions"].map(len).max() == 2
    assert told.attrs["complete"]


def test_a_front_that_is_stopped_says_so_and_shows_no_beaten_row(aws: World) -> None:
    early = pareto(aws, 4, progress=lambda done, total: done < 10_000)
    assert not early.attrs["complete"]
    assert len(early)
    parts = pareto_in_parts(aws, 3)
    done, total = next(parts)
    assert (done, total) == (32, 32 + 496 + 4960)
    parts.close()


def test_a_design_of_the_front_is_not_dearer_than_need_be(aws: World, front: pd.DataFrame) -> None:
    row = front.iloc[len(front) // 2]
    own = Scenario(tuple(Placement(code) for code in row["regions"]))
    seen = compare(aws, own, front)
    assert seen.cheapest == row["regions"]
    assert seen.dearer == pytest.approx(0, abs=1e-9)
    assert not seen.beaten


def test_a_beaten_design_is_told_by_how_much(aws: World, front: pd.DataFrame) -> None:
    own = PRESETS["two-regions"].scenario
    seen = compare(aws, own, front)
    as_wide = front[front["within_slo"] >= seen.within_slo]
    assert seen.beaten
    assert seen.within_slo == simulate(aws, own).summary.within_slo
    assert seen.dearer == pytest.approx(seen.cost_index / as_wide["cost_index"].min() - 1)
    assert seen.dearer > 0
    affordable = front[front["cost_index"] <= seen.cost_index]
    assert seen.missed == pytest.approx(affordable["within_slo"].max() - seen.within_slo)
    assert seen.widest in set(front["regions"])


def test_a_design_wider_than_the_front_has_nothing_as_wide(aws: World, dozen: Any) -> None:
    small = pareto(aws, 1, regions=dozen.codes)
    seen = compare(aws, PRESETS["follow-the-users"].scenario, small)
    assert (seen.cheapest, seen.beaten) == ((), False)
    assert np.isnan(seen.dearer)


def test_a_design_cheaper_than_the_front_finds_nothing_as_cheap(aws: World, dozen: Any) -> None:
    spare = pareto(aws, 2, survive=1, regions=dozen.codes)
    seen = compare(aws, PRESETS["one-data-centre"].scenario, spare)
    assert seen.widest == ()
    assert np.isnan(seen.missed)


def test_designs_are_compared_by_the_slo_of_the_front(aws: World, front: pd.DataFrame) -> None:
    own = PRESETS["two-regions"].scenario
    assert compare(aws, replace(own, slo_ms=20), front) == compare(aws, own, front)


def test_a_frame_that_is_no_front_is_told(aws: World) -> None:
    with pytest.raises(InputError, match="This is no front"):
        compare(aws, Scenario(), pd.DataFrame({"cost_index": [1.0]}))
