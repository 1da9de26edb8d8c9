from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError, World, load_world
from explainer.model.geo import between_km
from explainer.world import Floats

CABLES = sorted(load_world().places.cables)
RED_SEA = ("ALX-JED", "ALX-DJI", "JED-DJI")
cuts = st.one_of(
    st.sets(st.sampled_from(CABLES), max_size=4),
    st.sets(st.sampled_from(CABLES), min_size=len(CABLES) - 6),
    st.just(set(CABLES)),
)
cells = st.integers(0, len(load_world().cells) - 1)
regions = st.sampled_from(load_world().regions.index.tolist())


def light_ms(world: World, places: Floats) -> Floats:
    return between_km(world.regions[["lat", "lon"]].to_numpy(float), places) * world.travel.per_km


@pytest.mark.parametrize(
    ("one", "other", "rtt_ms"),
    [
        ("us-east-1", "eu-west-1", 71),
        ("us-east-1", "us-west-2", 67),
        ("us-west-1", "ap-northeast-1", 114),
        ("eu-central-1", "ap-southeast-1", 163),
        ("ap-south-1", "eu-central-1", 121),
        ("us-east-1", "sa-east-1", 124),
        ("af-south-1", "eu-west-1", 153),
        ("ap-southeast-1", "ap-southeast-2", 109),
        ("us-west-2", "ap-southeast-2", 170),
    ],
)
def test_documented_round_trips_come_out(aws: World, one: str, other: str, rtt_ms: float) -> None:
    assert aws.region_rtt.loc[one, other] == pytest.approx(rtt_ms, abs=1)


@given(cut=cuts)
def test_the_region_matrix_is_symmetric_whatever_is_cut(aws: World, cut: set[str]) -> None:
    rtt = aws.cut(cut).region_rtt.to_numpy()
    np.testing.assert_array_equal(rtt, rtt.T)
    assert (np.diag(rtt) == aws.travel.same_region).all()


@given(cut=cuts)
def test_the_region_matrix_keeps_the_triangle_inequality_whatever_is_cut(aws: World, cut: set[str]) -> None:
    rtt = aws.cut(cut).region_rtt.to_numpy()
    for via in range(len(rtt)):
        assert (rtt <= (rtt[:, via, None] + rtt[None, via, :]) * (1 + 1e-12)).all()


@given(cut=cuts)
def test_no_round_trip_is_below_light_whatever_is_cut(aws: World, cut: set[str]) -> None:
    world = aws.cut(cut)
    assert (world.region_rtt.to_numpy() >= light_ms(aws, aws.regions[["lat", "lon"]].to_numpy(float))).all()
    assert (world.wait_by_region >= light_ms(aws, aws.cells[["lat", "lon"]].to_numpy(float))).all()


@given(cut=cuts, more=cuts)
def test_a_cut_cable_never_shortens_a_way(aws: World, cut: set[str], more: set[str]) -> None:
    some, all_of_them = aws.cut(cut), aws.cut(cut | more)
    assert (all_of_them.wait_by_region >= some.wait_by_region).all()
    assert (all_of_them.modelled_rtt.to_numpy() >= some.modelled_rtt.to_numpy() * (1 - 1e-12)).all()


@given(cut=cuts, more=cuts)
def test_the_order_of_cuts_does_not_matter(aws: World, cut: set[str], more: set[str]) -> None:
    one, other = aws.cut(cut).cut(more), aws.cut(more).cut(cut)
    assert one.cut_cables == other.cut_cables == cut | more
    np.testing.assert_array_equal(one.wait_by_region, other.wait_by_region)
    np.testing.assert_array_equal(one.region_rtt, other.region_rtt)


@given(cell=cells, region=regions, access=st.sampled_from(["wired", "wifi", "mobile"]), cut=cuts)
def test_the_legs_of_a_path_add_up_to_its_wait(aws: World, cell: int, region: str, access: str, cut: set[str]) -> None:
    world = aws.cut(cut)
    path = world.path(cell, region, access)
    wait = float(world.round_trip[cell, aws.regions.index.get_loc(region)])
    if not np.isfinite(wait):
        assert path.legs == ()
        assert np.isnan([path.rtt_ms, *path.band_ms]).all()
        return
    assert path.rtt_ms == pytest.approx(wait + aws.travel.access[access], rel=1e-6)
    assert path.light_ms <= path.band_ms[0] <= path.rtt_ms <= path.band_ms[1]
    assert (path.legs[0].kind, path.legs[-1].kind) == ("access", "region")
    assert all(one.end == other.start for one, other in zip(path.legs[:-1], path.legs[1:-1], strict=False))
    assert {leg.cable for leg in path.legs if leg.kind == "sea"}.isdisjoint(cut)
    assert all(bool(leg.cable) == (leg.kind == "sea") for leg in path.legs)


def test_jayapura_waits_287_ms_for_ireland_by_way_of_five_landings(aws: World) -> None:
    path = aws.path("Jayapura", "eu-west-1")
    assert path.rtt_ms == pytest.approx(287, abs=0.5)
    # Dublin, the sixth landing, is at the Region: a leg of no length is no leg
    assert path.gateways == ("Singapore", "Djibouti", "Jeddah", "Alexandria", "Marseille")
    assert [leg.kind for leg in path.legs] == ["access", "land", "sea", "sea", "sea", "sea", "land", "region"]
    assert [leg.cable for leg in path.legs if leg.cable] == ["DJI-SIN", "JED-DJI", "ALX-JED", "MRS-ALX"]


def test_red_sea_cables_cut_send_jayapura_another_way(aws: World) -> None:
    path = aws.cut(RED_SEA).path("Jayapura", "eu-west-1")
    assert path.rtt_ms > aws.path("Jayapura", "eu-west-1").rtt_ms
    assert path.gateways == ("Singapore", "Tokyo Bay", "Hillsboro", "New York")


def test_within_one_area_no_landing_is_needed(aws: World) -> None:
    path = aws.path("Paris", "eu-west-1")
    assert path.gateways == ()
    assert [leg.kind for leg in path.legs] == ["access", "land", "region"]


def test_the_band_spans_what_is_usual_and_never_goes_below_light(aws: World, street: World) -> None:
    path = aws.path("New York City", "us-east-1", "wired")
    low, high = aws.travel.band
    assert path.band_ms == (low * path.rtt_ms, high * path.rtt_ms)
    # Mill to the east block: 37 minutes, of which walking straight takes 36; 0.9 · 37 = 33.3 would be too quick
    assert street.path("Mill", "east", "on foot").band_ms == pytest.approx((36, 1.2 * 37))


def test_cables_cut_all_together_leave_islands_without_a_way(aws: World) -> None:
    world = aws.cut(aws.cables.index)
    same_area = aws.cells["area"].to_numpy()[:, None] == aws.regions["area"].to_numpy()
    np.testing.assert_array_equal(np.isfinite(world.round_trip), same_area)


def test_cutting_nothing_is_the_same_world(aws: World) -> None:
    assert aws.cut(()) is aws
    some = aws.cut(RED_SEA)
    assert some.cut(RED_SEA[:1]) is some
    assert not aws.cut_cables


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda world: world.cut(["NYC-MARS"]), "no cable 'NYC-MARS'"),
        (lambda world: world.path("Atlantis", "eu-west-1"), "no place 'Atlantis'"),
        (lambda world: world.path("Paris", "eu-west-9"), "no Region 'eu-west-9'. Did you mean eu-west-"),
        (lambda world: world.path("Paris", "eu-west-1", "pigeon"), "no access 'pigeon'"),
        (lambda world: world.path(10**6, "eu-west-1"), r"no cell 1000000. Give a row from 0 to \d+"),
        (lambda world: world.path(-1, "eu-west-1"), "no cell -1. Give a row from 0"),
        (lambda world: load_world("mars"), "no World 'mars'. Choose one of aws"),
    ],
)
def test_an_unknown_name_is_told_with_what_exists(aws: World, act: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        act(aws)  # type: ignore[operator]


def test_a_name_means_the_largest_place_of_that_name(aws: World) -> None:
    twins = aws.cells["name"].value_counts()
    name = twins.index[0]
    assert twins.iloc[0] > 1
    assert aws.cell(name) == aws.cells[aws.cells["name"] == name]["users"].idxmax()


def test_every_place_has_an_area_with_a_way_to_every_region(aws: World) -> None:
    assert np.isfinite(aws.round_trip).all()
    assert np.isfinite(aws.region_rtt.to_numpy()).all()
    assert aws.round_trip.shape == (len(aws.cells), len(aws.regions))
    assert aws.round_trip.dtype == np.float32


def test_the_street_is_walked_in_minutes(street: World) -> None:
    # 12 minutes a kilometre and one at the counter; the bridge is the only way across
    assert street.round_trip.round(3).tolist() == [[7, 37], [7, 25], [25, 7], [34, 4]]
    assert street.region_rtt.loc["west", "east"] == pytest.approx(31)  # 2.5 km and the counter
    assert street.path("Mill", "east", "on foot").gateways == ("West bank", "East bank")
    closed = street.cut(["bridge"])
    assert np.isinf(closed.round_trip).tolist() == [[False, True]] * 2 + [[True, False]] * 2
    assert closed.path("Mill", "east", "on foot").legs == ()
