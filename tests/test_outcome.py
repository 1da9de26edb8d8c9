from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import Demand, Outage, Placement, Scenario, World, load_world, simulate
from explainer.outcome import REASONS
from explainer.scenario import Scaling

BOTH = Scenario((Placement("A", 2), Placement("B", 1)), scaling=Scaling("on-demand"))
codes = st.sampled_from(sorted(load_world().places.zones_of))


def test_frames_are_aligned_to_the_worlds(aws: World) -> None:
    outcome = simulate(aws, Scenario((Placement("eu-west-1"),)))
    pd.testing.assert_index_equal(outcome.cells.index, aws.cells.index)
    pd.testing.assert_index_equal(outcome.regions.index, aws.regions.index)
    pd.testing.assert_index_equal(outcome.zones.index, aws.zones.index)
    assert list(outcome.cells) == ["region", "rtt_ms", "load_rps", "served"]
    assert list(outcome.regions) == ["used", "up", "load_rps", "capacity_rps", "utilisation", "queue_ms"]
    assert list(outcome.zones) == ["region", "used", "up", "load_rps"]


def test_a_cell_that_nobody_can_serve_is_an_ordinary_row(line: World) -> None:
    cells = simulate(line, BOTH).cells
    assert cells["served"].tolist() == [True, True, False]
    assert cells["region"].tolist()[:2] == ["A", "B"]
    assert cells["region"].isna().tolist() == [False, False, True]
    assert cells["rtt_ms"].isna().tolist() == [False, False, True]
    assert cells["load_rps"].tolist() == [1.0, 2.0, 1.0]  # asked for all the same


def test_zones_share_the_load_of_their_region_evenly_while_they_are_up(line: World) -> None:
    whole, broken = (simulate(line, scenario).zones for scenario in (BOTH, BOTH.breaking(Outage("zone", "a1"))))
    assert whole["load_rps"].tolist() == [0.5, 0.5, 2.0]
    assert broken["load_rps"].tolist() == [0.0, 1.0, 2.0]
    assert broken["up"].tolist() == [False, True, True]
    assert broken["used"].all()


def test_groups_add_up_by_hand(line: World) -> None:
    frame = simulate(line, BOTH).by(line.continents)
    assert frame.index.tolist() == ["Land", "Island"]
    assert frame.index.name == "continent"
    assert frame.to_dict("list") == {
        "users": [12960.0, 4320.0],
        "users_served": [12960.0, 0.0],
        "offered_rps": [3.0, 1.0],
        "served_rps": [3.0, 0.0],
        "reach": [1.0, 0.0],
        "within_slo": [1.0, 0.0],
    }


def test_without_demand_a_group_has_no_reach_instead_of_a_wrong_one(line: World) -> None:
    outcome = simulate(line, Scenario(BOTH.placements, demand=Demand(growth=0)))
    assert outcome.by(line.continents)["reach"].isna().all()
    assert outcome.users_served.tolist() == [4320.0, 8640.0, 0.0]
    assert np.isnan(outcome.summary.rtt_p50_ms)


@given(placed=st.sets(codes, max_size=4), lost=st.sets(codes, max_size=20), hour=st.none() | st.floats(0, 24))
def test_groups_add_up_to_the_summary(aws: World, placed: set[str], lost: set[str], hour: float | None) -> None:
    scenario = Scenario(tuple(Placement(code, 1) for code in sorted(placed)), demand=Demand(hour))
    outcome = simulate(aws, scenario.breaking(*(Outage("region", code) for code in lost)))
    told = outcome.summary
    for grouping in (aws.continents, aws.countries):
        frame = outcome.by(grouping)
        assert frame["offered_rps"].sum() == pytest.approx(told.offered_rps)
        assert frame["served_rps"].sum() == pytest.approx(told.served_rps)
        assert frame["users"].sum() == pytest.approx(told.users)
        assert frame["users_served"].sum() == pytest.approx(told.users_served)
        assert (frame["reach"] * frame["offered_rps"]).sum() / told.offered_rps == pytest.approx(told.reach)
        assert (frame["within_slo"] * frame["offered_rps"]).sum() / told.offered_rps == pytest.approx(told.within_slo)


def test_countries_are_those_of_the_cells(aws: World) -> None:
    frame = simulate(aws, Scenario((Placement("eu-west-1"),))).by(aws.countries)
    assert set(frame.index) == set(aws.cells["country_name"])
    expected = aws.cells.groupby("country_name")["users"].sum()
    assert frame["users"].to_dict() == {name: float(users) for name, users in expected.items()}


def test_every_reason_has_its_place_in_the_order_of_drawing(aws: World) -> None:
    outcome = simulate(aws, Scenario())
    assert set(outcome.dropped_rps) == set(outcome.summary.dropped_by_reason) == {"no-route"} <= set(REASONS)
