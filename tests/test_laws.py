"""The laws of the model, for any design and any set of outages of the committed World.

Each test takes many scenarios: up to six Regions with one to three zones each, every rule of routing and scaling,
and outages of every kind, most of them where the design is. Laws that need capacity enough for all take `roomy` ones.
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import Demand, Outage, Outcome, Placement, Scenario, World, load_world, simulate
from explainer.model.geo import between_km
from explainer.outcome import REASONS
from explainer.scenario import PROFILES, SERVICES, Routing, Scaling, zones_used

ZONES_OF = load_world().places.zones_of
REGIONS, CABLES = sorted(ZONES_OF), sorted(load_world().places.cables)
ZONES = sorted(load_world().places.region_of)


@st.composite
def placements(draw: st.DrawFn) -> tuple[Placement, ...]:
    chosen = draw(st.lists(st.sampled_from(REGIONS), unique=True, max_size=6))
    return tuple(Placement(code, draw(st.integers(1, min(3, len(ZONES_OF[code]) or 3)))) for code in chosen)


def outages_of(design: tuple[Placement, ...]) -> st.SearchStrategy[set[Outage]]:
    """Outages, most of them in the Regions of the design."""
    mine = [placement.region for placement in design] or REGIONS
    near = [zone for code in mine for zone in ZONES_OF[code]] or ZONES
    everywhere = st.one_of(
        st.sampled_from(near).map(lambda zone: Outage("zone", zone)),
        st.sampled_from(mine).map(lambda code: Outage("region", code)),
        st.sampled_from(CABLES).map(lambda cable: Outage("cable", cable)),
        st.sampled_from(ZONES).map(lambda zone: Outage("zone", zone)),
        st.sampled_from(REGIONS).map(lambda code: Outage("region", code)),
    )
    all_cables = st.just({Outage("cable", cable) for cable in CABLES})
    return st.one_of(st.sets(everywhere, max_size=8), st.sets(everywhere, max_size=4), all_cables)


def half_outages(design: tuple[Placement, ...]) -> st.SearchStrategy[set[Outage]]:
    """Outages that leave something: a part, a wait, no launches, a service, a circle of land."""
    mine = st.sampled_from([placement.region for placement in design] or REGIONS)
    share = st.sampled_from([0.0, 0.3, 0.82, 0.9, 1.0])
    lat, lon, km = st.sampled_from([-33, 0, 39, 51]), st.sampled_from([-77, 0, 72, 140]), st.sampled_from([80, 4000])
    each = st.one_of(
        st.builds(lambda code, s: Outage("region", code, s), mine, share),
        st.builds(lambda code, s: Outage("control-plane", code, s), mine, share),
        st.builds(lambda code, name, s: Outage("service", f"{code}/{name}", s), mine, st.sampled_from(SERVICES), share),
        st.builds(lambda code, s, ms: Outage("slow", code, s, ms), mine, share, st.floats(0, 500)),
        st.builds(lambda zone, s, ms: Outage("slow", zone, s, ms), st.sampled_from(ZONES), share, st.floats(0, 500)),
        st.builds(lambda *circle: Outage("hazard", "{},{},{}".format(*circle)), lat, lon, km),
    )
    return st.sets(each, max_size=5)


@st.composite
def routings(draw: st.DrawFn, design: tuple[Placement, ...]) -> Routing:
    """Rules of any policy about the Regions of a design."""
    mine = [placement.region for placement in design] or REGIONS[:2]
    some = draw(st.lists(st.sampled_from(mine), unique=True, min_size=1))
    kept = draw(st.sampled_from([(), (("IN", tuple(some)),), (("US", ("eu-west-1",)), ("CN", tuple(some)))]))
    rules = {
        "latency": {},
        "failover": {"order": tuple(some)},
        "weighted": {"weights": tuple((code, draw(st.sampled_from([1.0, 5.0]))) for code in some)},
        "geolocation": {"places": tuple(zip(("*", "Asia", "US", "BR", "FR", "Africa"), some, strict=False))},
        "geoproximity": {"bias": tuple((code, draw(st.integers(-99, 99))) for code in some)},
    }
    policy = draw(st.sampled_from(sorted(rules)))
    return Routing(policy, residency=kept, **rules[policy])  # type: ignore[arg-type]


@st.composite
def roomy(draw: st.DrawFn, broken: bool = True) -> Scenario:
    """Draw a design that grows with its load, each cell asking the quickest Region."""
    design = draw(placements())
    hour = draw(st.none() | st.floats(0, 24))
    demand = Demand(hour, draw(st.floats(0.01, 50)), draw(st.sampled_from(PROFILES)))
    access = draw(st.sampled_from(["wired", "wifi", "mobile"]))
    whole = Scenario(design, scaling=Scaling("on-demand"), demand=demand, slo_ms=draw(st.floats(5, 400)), access=access)
    return whole.breaking(*draw(outages_of(design))) if broken else whole


@st.composite
def scenarios(draw: st.DrawFn, broken: bool = True) -> Scenario:
    """Draw a design of any kind, broken in any way."""
    plain = draw(roomy(broken))
    own = draw(st.none() | st.floats(0, 1e6))
    design = tuple(replace(each, capacity_rps=own) for each in plain.placements[:1]) + plain.placements[1:]
    scaling = Scaling(draw(st.sampled_from(["static", "on-demand"])), draw(st.integers(0, 3)), draw(st.integers(0, 2)))
    needs = draw(st.sampled_from([{"compute"}, {"compute", "database"}, set(SERVICES)]))
    chosen = replace(
        plain, placements=design, routing=draw(routings(design)), scaling=scaling, depends_on=frozenset(needs)
    )
    return chosen.breaking(*draw(half_outages(design))) if broken else chosen


def assert_equal_in_every_number(one: Outcome, other: Outcome) -> None:
    for field in fields(Outcome):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        if isinstance(mine, np.ndarray):
            np.testing.assert_array_equal(mine, theirs, err_msg=field.name)
    assert set(one.dropped_rps) == set(other.dropped_rps)
    for reason in one.dropped_rps:
        np.testing.assert_array_equal(one.dropped_rps[reason], other.dropped_rps[reason])
    assert repr(one.summary) == repr(other.summary)  # as text, since nan is not equal to itself


@given(scenarios())
def test_offered_is_served_plus_dropped_in_every_cell_and_in_total(aws: World, scenario: Scenario) -> None:
    outcome = simulate(aws, scenario)
    dropped = sum(outcome.dropped_rps.values(), np.zeros(len(aws.cells)))
    np.testing.assert_allclose(outcome.offered_rps, outcome.served_rps + dropped, rtol=1e-12)
    assert (outcome.served_rps >= 0).all()
    assert (dropped >= 0).all()
    told = outcome.summary
    assert told.offered_rps == pytest.approx(told.served_rps + told.dropped_rps)
    assert told.dropped_rps == pytest.approx(sum(told.dropped_by_reason.values()))
    assert set(outcome.dropped_rps) <= set(REASONS)


@given(scenarios())
def test_what_regions_and_zones_carry_is_what_is_served(aws: World, scenario: Scenario) -> None:
    outcome = simulate(aws, scenario)
    assert outcome.region_rps.sum() == pytest.approx(outcome.summary.served_rps)
    assert (outcome.region_rps[~(outcome.region_up & outcome.region_used)] == 0).all()
    assert (outcome.zone_rps[~(outcome.zone_up & outcome.zone_used)] == 0).all()
    assert (outcome.region_rps <= outcome.region_capacity_rps * (1 + 1e-6)).all()
    by_zone = np.bincount(aws.zone_region, outcome.zone_rps, len(aws.regions))
    published = np.isin(np.arange(len(aws.regions)), aws.zone_region)
    np.testing.assert_allclose(by_zone[published], outcome.region_rps[published])


@given(roomy())
def test_each_cell_is_served_by_the_quickest_region_that_stands(aws: World, scenario: Scenario) -> None:
    outcome = simulate(aws, scenario)
    lost = {outage.target for outage in scenario.outages}
    standing = [
        placement.region
        for placement in scenario.placements
        if placement.region not in lost
        and (not ZONES_OF[placement.region] or set(zones_used(placement, ZONES_OF[placement.region])) - lost)
    ]
    waits = pd.DataFrame(aws.cut(scenario.targets("cable")).round_trip, columns=aws.regions.index)
    waits = waits[[code for code in aws.regions.index if code in standing]]
    best = waits.min(axis=1).replace(np.inf, np.nan) + aws.travel.access[scenario.access]
    np.testing.assert_allclose(outcome.rtt_ms, best.to_numpy(float), rtol=1e-6)
    served = np.flatnonzero(outcome.served)
    answering = waits.columns.get_indexer(pd.Index(outcome.cells["region"].iloc[served]))
    np.testing.assert_array_equal(waits.to_numpy()[served, answering], waits.min(axis=1).to_numpy()[served])


@given(scenarios())
def test_no_round_trip_is_below_light_in_fibre(aws: World, scenario: Scenario) -> None:
    outcome = simulate(aws, scenario)
    places = [frame[["lat", "lon"]].to_numpy(float) for frame in (aws.cells, aws.regions)]
    light = between_km(*places)[np.arange(len(aws.cells)), outcome.serving] * aws.travel.per_km
    assert (outcome.rtt_ms[outcome.served] >= light[outcome.served]).all()


@given(scenarios())
def test_an_unserved_cell_is_an_ordinary_row(aws: World, scenario: Scenario) -> None:
    cells = simulate(aws, scenario).cells
    np.testing.assert_array_equal(cells["region"].isna(), ~cells["served"])
    np.testing.assert_array_equal(cells["rtt_ms"].isna(), ~cells["served"])
    served_by = set(cells["region"].dropna())
    assert served_by <= {placement.region for placement in scenario.placements}


@given(scenarios(), st.randoms(use_true_random=False))
def test_the_order_of_outages_and_of_placements_does_not_matter(aws: World, scenario: Scenario, dice: object) -> None:
    shuffled, design = sorted(scenario.outages), list(scenario.placements)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    dice.shuffle(design)  # type: ignore[attr-defined]
    one_by_one = replace(scenario.restored(), placements=tuple(design))
    for outage in shuffled:
        one_by_one = one_by_one.breaking(outage)
    assert_equal_in_every_number(simulate(aws, scenario), simulate(aws, one_by_one))


@given(scenarios(broken=False), st.data())
def test_restoring_gives_the_first_outcome_equal_in_every_number(
    aws: World, whole: Scenario, data: st.DataObject
) -> None:
    outages = data.draw(outages_of(whole.placements)) | data.draw(half_outages(whole.placements))
    first = simulate(aws, whole)
    simulate(aws, whole.breaking(*outages))
    assert_equal_in_every_number(first, simulate(aws, whole.breaking(*outages).restored()))
    assert_equal_in_every_number(first, simulate(aws, whole.breaking(*outages).mending(*outages)))


@given(roomy(), st.sampled_from(REGIONS))
def test_an_added_placement_never_lowers_reach(aws: World, scenario: Scenario, region: str) -> None:
    kept = tuple(placement for placement in scenario.placements if placement.region != region)
    fewer, more = replace(scenario, placements=kept), replace(scenario, placements=(*kept, Placement(region, 1)))
    before, after = simulate(aws, fewer), simulate(aws, more)
    assert after.summary.reach >= before.summary.reach
    assert after.summary.within_slo >= before.summary.within_slo
    assert (after.rtt_ms[before.served] <= before.rtt_ms[before.served]).all()


@given(roomy(), st.data())
def test_an_added_outage_never_raises_reach(aws: World, scenario: Scenario, data: st.DataObject) -> None:
    more = scenario.breaking(*data.draw(outages_of(scenario.placements)))
    before, after = simulate(aws, scenario), simulate(aws, more)
    assert after.summary.reach <= before.summary.reach
    assert after.summary.within_slo <= before.summary.within_slo
    assert (after.rtt_ms[after.served] >= before.rtt_ms[after.served]).all()
    assert not (after.served & ~before.served).any()


@given(scenarios())
def test_the_same_question_gets_the_same_answer_and_changes_nothing(aws: World, scenario: Scenario) -> None:
    inputs = {name: frame.copy() for name, frame in aws.frames.items()} | {"cables": aws.cables.copy()}
    waits, text = aws.wait_by_region.copy(), repr(scenario)
    first = simulate(aws, scenario)
    assert first.cells is first.cells
    assert_equal_in_every_number(first, simulate(aws, scenario))
    for name, frame in inputs.items():
        pd.testing.assert_frame_equal(frame, getattr(aws, name))
    np.testing.assert_array_equal(aws.wait_by_region, waits)
    assert repr(scenario) == text


@given(scenarios())
def test_percentiles_are_those_of_numpy(aws: World, scenario: Scenario) -> None:
    outcome = simulate(aws, scenario)
    told, there = outcome.summary, outcome.served
    found = [told.rtt_p50_ms, told.rtt_p95_ms, told.rtt_p99_ms]
    if not there.any():
        assert np.isnan(found).all()
        return
    waits, weights = outcome.answers_rtt_ms.astype(float), outcome.answers.rps
    assert found == np.percentile(waits, [50, 95, 99], method="inverted_cdf", weights=weights).tolist()


@given(scenarios())
def test_what_was_refused_is_what_was_dropped_for_lack_of_room(aws: World, scenario: Scenario) -> None:
    outcome = simulate(aws, scenario)
    short = sum(outcome.summary.dropped_by_reason.get(reason, 0.0) for reason in ("no-capacity", "control-plane"))
    assert outcome.region_refused_rps.sum() == pytest.approx(short, rel=1e-6, abs=1e-6 * outcome.summary.offered_rps)
    assert (outcome.region_refused_rps[~(outcome.region_up & outcome.region_used)] == 0).all()


@given(scenarios(broken=False), st.data())
def test_more_headroom_never_serves_less(aws: World, whole: Scenario, data: st.DataObject) -> None:
    fewer = whole.breaking(*data.draw(outages_of(whole.placements)))
    scaling = fewer.scaling
    for more in (
        replace(scaling, spare_zones=scaling.spare_zones + 1),
        replace(scaling, spare_regions=scaling.spare_regions + 1),
    ):
        one, other = simulate(aws, fewer), simulate(aws, replace(fewer, scaling=more))
        assert (other.served_rps >= one.served_rps - 1e-6 * one.offered_rps).all()


@given(scenarios(broken=False), st.floats(0, 24))
def test_at_any_hour_an_undisturbed_design_serves_all_that_it_may(aws: World, whole: Scenario, hour: float) -> None:
    built = tuple(replace(placement, capacity_rps=None) for placement in whole.placements)
    outcome = simulate(aws, replace(whole, placements=built, demand=replace(whole.demand, hour_utc=hour)))
    assert {"no-capacity", "control-plane"}.isdisjoint(outcome.dropped_rps)


@given(scenarios())
def test_nobody_is_served_where_the_rules_forbid(aws: World, scenario: Scenario) -> None:
    region = simulate(aws, scenario).cells["region"]
    for country, allowed in scenario.routing.residency:
        assert set(region[aws.cells["country"] == country].dropna()) <= set(allowed)
