"""Footprints as values: shares, placements, and the way through a table and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError, Outage, Placement, Routing, Scenario, World, simulate
from explainer.footprint import Footprint, Presence, footprint_of, read_footprint
from explainer.scenario import check
from explainer.tables import committed

ZONES_OF = {
    code: tuple(str(zones).split()) for code, zones in committed("regions").set_index("region")["zones"].items()
}
LISTED = sorted(code for code, zones in ZONES_OF.items() if zones)


@st.composite
def placements(draw: st.DrawFn) -> tuple[Placement, ...]:
    """Placements as a scenario of the committed World may have them."""
    placed = []
    for region in draw(st.lists(st.sampled_from(sorted(ZONES_OF)), min_size=1, max_size=5, unique=True)):
        zones = ZONES_OF[region]
        count = st.integers(1, len(zones) or 6)
        named = st.lists(st.sampled_from(zones), min_size=1, unique=True) if zones else count
        chosen = draw(st.one_of(count, named))
        if isinstance(chosen, list):
            chosen = tuple(zone for zone in zones if zone in chosen)
        capacity = draw(st.none() | st.floats(0, 1e9, allow_subnormal=False))
        placed.append(Placement(region, chosen, capacity))
    return tuple(placed)


@given(placements())
def test_a_scenario_comes_back_from_its_table_as_it_was(aws: World, placed: tuple[Placement, ...]) -> None:
    design = Scenario(placed)
    table = footprint_of(design).to_csv()
    back = read_footprint(table, aws.places).to_scenario(design)
    assert [each.zones for each in back.placements] == [each.zones for each in placed]
    for mine, theirs in zip(back.placements, placed, strict=True):
        assert mine.capacity_rps == (None if theirs.capacity_rps is None else pytest.approx(theirs.capacity_rps, 1e-15))


@given(
    st.lists(
        st.tuples(st.sampled_from(["use1-az1", "use1-az4", "us-east-1a", "us-east-1c", "eu-west-1", "EUW1-AZ2"]),
                  st.integers(1, 500)), min_size=1, max_size=8),
    st.none() | st.floats(0.5, 1e4),
)  # fmt: skip
def test_a_footprint_gives_the_scenario_that_its_own_table_gives(
    aws: World, rows: list[tuple[str, int]], rps: float | None
) -> None:
    footprint = read_footprint("az_id,instances\n" + "".join(f"{zone},{count}\n" for zone, count in rows), aws.places)
    design = footprint.to_scenario(Scenario(), rps)
    assert read_footprint(footprint.to_csv(), aws.places).to_scenario(Scenario(), rps) == design
    through_scenario = read_footprint(footprint_of(design).to_csv(), aws.places).to_scenario(Scenario())
    assert [each.zones for each in through_scenario.placements] == [each.zones for each in design.placements]
    assert footprint.instances == sum(count for _, count in rows)
    assert sum(footprint.shares.values()) == pytest.approx(1)
    check(design, aws.places, aws.travel.access)


def test_capacity_follows_servers_and_without_a_rate_is_left_to_scaling() -> None:
    footprint = Footprint("table", (Presence("us-east-1", 3, 9), Presence("eu-west-1", ("euw1-az1",), 3)))
    assert [each.capacity_rps for each in footprint.to_placements()] == [None, None]
    assert [each.capacity_rps for each in footprint.to_placements(200)] == [1800, 600]
    assert footprint.shares == {"us-east-1": 0.75, "eu-west-1": 0.25}


def test_a_load_is_shared_out_by_servers() -> None:
    footprint = Footprint("table", (Presence("us-east-1", 3, 9), Presence("eu-west-1", 1, 3)))
    placed = footprint.to_placements(6000 / footprint.instances)
    assert [each.capacity_rps for each in placed] == [4500, 1500]


def test_a_capacity_in_the_file_counts_before_servers() -> None:
    footprint = Footprint("table", (Presence("us-east-1", 3, 9, 100.0), Presence("eu-west-1", 1, 3, 300.0)))
    assert [each.capacity_rps for each in footprint.to_placements(7)] == [100, 300]
    assert footprint.shares == {"us-east-1": 0.25, "eu-west-1": 0.75}


@pytest.mark.parametrize("rps", [-1, float("nan"), float("inf"), "many"])
def test_a_rate_that_is_no_number_is_told(rps: float) -> None:
    with pytest.raises(InputError, match=r"What one server can carry is .* not between 0 and"):
        Footprint("table", (Presence("us-east-1", 3, 9),)).to_placements(rps)


def test_a_scenario_keeps_everything_but_its_placements() -> None:
    base = Scenario(
        (Placement("eu-west-1"),),
        frozenset({Outage("zone", "use1-az2")}),
        Routing("failover", ("us-east-1",)),
        slo_ms=50,
        access="wired",
    )
    made = Footprint("table", (Presence("us-east-1", ("use1-az2",), 4),)).to_scenario(base)
    assert made.placements == (Placement("us-east-1", ("use1-az2",)),)
    assert (made.outages, made.routing, made.slo_ms, made.access) == (base.outages, base.routing, 50, "wired")


def test_a_footprint_is_a_value_and_can_be_simulated(aws: World) -> None:
    text = "az_id,capacity_rps\nuse1-az1,1e9\nuse1-az2,1e9\n"
    footprint = read_footprint(text, aws.places)
    assert footprint == read_footprint(text.encode(), aws.places)
    assert hash(footprint) == hash(read_footprint(text.encode(), aws.places))
    design = footprint.to_scenario(Scenario())
    assert simulate(aws, design).summary.reach == 1
    assert simulate(aws, design.breaking(Outage("zone", "use1-az1"))).summary.reach == 1
    both = design.breaking(Outage("zone", "use1-az1"), Outage("zone", "use1-az2"))
    assert simulate(aws, both).summary.reach == 0


def test_the_street_has_footprints_too(street: World) -> None:
    footprint = read_footprint("zone,instances\nw2,3\neast,1\n", street.places)
    assert footprint.to_placements() == (Placement("west", ("w2",)), Placement("east", 1))
    assert simulate(street, footprint.to_scenario(Scenario(access="on foot"))).summary.reach == 1
