"""The plain problems of facility location have the answers that spopt finds for them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from explainer import Scaling, Scenario, World
from explainer.design import best_placements

BASE = Scenario(scaling=Scaling("on-demand"))  # nobody queues, so that waits are ways and 20 ms of wifi
RADIUS_MS = 90


@pytest.fixture(scope="module")
def some(aws: World) -> World:
    """The largest 150 cells, so that the oracle is quick."""
    return replace(aws, cells=aws.cells.nlargest(150, "users").reset_index(drop=True))


@pytest.fixture(scope="module")
def waits(some: World) -> np.ndarray:
    """Waits of cells (rows) for the Regions that may be chosen [ms]."""
    frame = some.regions
    allowed = np.flatnonzero((frame["partition"] == "aws") & (frame["status"] == "launched"))
    return (some.round_trip[:, allowed] + np.float64(20)).astype(np.float32).astype(float)


@pytest.fixture
def spopt() -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # those of geopandas and pulp
        from spopt import locate

        yield locate


def solver() -> Any:
    import pulp

    return pulp.PULP_CBC_CMD(msg=False)


@pytest.mark.parametrize("k", [1, 3, 5])
def test_the_shortest_mean_is_the_p_median(some: World, waits: np.ndarray, spopt: Any, k: int) -> None:
    theirs = spopt.PMedian.from_cost_matrix(waits, some.users, p_facilities=k).solve(solver())
    ours = best_placements(some, k, objective="mean", base=BASE)
    assert ours.objective_value == pytest.approx(theirs.problem.objective.value() / some.users.sum(), rel=1e-9)


@pytest.mark.parametrize("k", [1, 3, 5])
def test_the_widest_reach_is_the_maximal_covering(some: World, waits: np.ndarray, spopt: Any, k: int) -> None:
    theirs = spopt.MCLP.from_cost_matrix(waits, some.users, service_radius=RADIUS_MS, p_facilities=k).solve(solver())
    ours = best_placements(some, k, RADIUS_MS, base=BASE)
    assert ours.objective_value == pytest.approx(theirs.problem.objective.value() / some.users.sum(), rel=1e-9)


def test_as_many_regions_reach_everybody_as_the_location_set_covering_needs(
    some: World, waits: np.ndarray, spopt: Any
) -> None:
    theirs = spopt.LSCP.from_cost_matrix(waits, service_radius=150).solve(solver())
    needed = round(theirs.problem.objective.value())
    assert best_placements(some, needed, 150, base=BASE).objective_value == pytest.approx(1)
    assert best_placements(some, needed - 1, 150, base=BASE).objective_value < 1 - 1e-6
