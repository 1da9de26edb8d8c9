"""What holds for simulated years of any design: seeds, parts, stopping, laws, and the sum beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from explainer import PRESETS, InputError, Placement, Scaling, Scenario, World
from explainer.model.availability import MINUTES_PER_YEAR
from explainer.rates import Rates, load_rates
from explainer.years import CAUSES, Years, expected, threats_of, years, years_in_parts
from explainer.years.draw import BLOCK

Only = Callable[..., Rates]

TWO = PRESETS["two-regions"].scenario
WEST = Scenario((Placement("west", 2), Placement("east", 1)), access="on foot")
RATES = load_rates()


@pytest.fixture(scope="module")
def told(aws: World) -> Years:
    return years(aws, TWO, 30_000, seed=3)


def test_the_same_seed_gives_the_same_years_and_another_others(aws: World, told: Years) -> None:
    again = years(aws, TWO, 30_000, seed=3)
    np.testing.assert_array_equal(again.lost_min, told.lost_min)
    assert again.cause_min == told.cause_min
    assert (years(aws, TWO, 30_000, seed=4).lost_min != told.lost_min).any()


def test_few_years_are_the_first_of_many(aws: World, told: Years) -> None:
    few = years(aws, TWO, BLOCK + 7, seed=3)
    np.testing.assert_array_equal(few.lost_min, told.lost_min[: BLOCK + 7])


def test_how_the_work_is_parted_changes_nothing(aws: World, told: Years) -> None:
    parts = list(years_in_parts(aws, TWO, 30_000, seed=3, part_s=0.0))
    assert len(parts) > 100
    assert [part.n for part in parts] == sorted(part.n for part in parts)
    np.testing.assert_array_equal(parts[-1].lost_min, told.lost_min)
    assert parts[-1].cause_min == told.cause_min
    for part in parts[:: len(parts) // 7]:
        np.testing.assert_array_equal(part.lost_min, told.lost_min[: part.n])


def test_before_the_first_year_there_are_no_numbers_yet(aws: World) -> None:
    first = next(iter(years_in_parts(aws, TWO, 5000, seed=3, part_s=0.0)))
    assert (first.n, first.asked, first.cause_min) == (0, 5000, {})
    assert np.isnan([first.mean_min, first.mean_min_error, first.availability, first.share_without_loss]).all()
    assert np.isnan(first.quantiles(0.5, 0.9)).all()
    assert first.convergence.empty


def test_it_can_be_stopped_and_gives_what_it_has(aws: World, told: Years) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> bool:
        seen.append((done, total))
        return done < 2 * BLOCK

    stopped = years(aws, TWO, 10_000_000, seed=3, progress=progress)
    assert stopped.cancelled
    assert 2 * BLOCK <= stopped.n < stopped.asked == 10_000_000
    assert seen[-1] == (stopped.n, 10_000_000)
    both = min(stopped.n, told.n)
    np.testing.assert_array_equal(stopped.lost_min[:both], told.lost_min[:both])


def test_progress_is_told_to_the_end(aws: World) -> None:
    seen: list[tuple[int, int]] = []
    whole = years(aws, TWO, 5000, seed=3, progress=lambda *done: seen.append(done))
    assert seen[-1] == (5000, 5000)
    assert not whole.cancelled


def test_the_lost_minutes_are_laid_to_causes_without_rest(told: Years) -> None:
    assert set(told.cause_min) <= set(CAUSES)
    assert sum(told.cause_min.values()) == pytest.approx(told.mean_min)
    assert sum(told.shares_by_cause.values()) == pytest.approx(1)
    assert list(told.shares_by_cause.values()) == sorted(told.shares_by_cause.values(), reverse=True)


def test_every_year_loses_between_nothing_and_all_of_it(told: Years) -> None:
    assert (told.lost_min >= 0).all()
    assert (told.lost_min <= MINUTES_PER_YEAR + 1e-6).all()
    assert 0 <= told.availability <= 1
    assert told.lost_user_minutes == told.mean_min * told.users
    assert told.share_without_loss == pytest.approx((told.lost_min == 0).mean())


def test_quantiles_and_errors_are_those_of_the_years(told: Years) -> None:
    assert told.quantiles(0.5, 0.99) == tuple(np.quantile(told.lost_min, [0.5, 0.99]))
    assert told.mean_min_error == pytest.approx(told.lost_min.std(ddof=1) / told.n**0.5)
    assert told.availability_error == told.mean_min_error / MINUTES_PER_YEAR


def test_the_mean_settles_at_fifty_points(told: Years) -> None:
    settling = told.convergence
    assert len(settling) == 50
    assert settling["years"].iloc[-1] == told.n
    assert settling["mean_min"].iloc[-1] == pytest.approx(told.mean_min)
    assert settling["mean_min_error"].iloc[-1] == pytest.approx(told.mean_min_error)
    first = told.lost_min[: settling["years"].iloc[0]]
    assert settling.iloc[0].tolist() == pytest.approx([len(first), first.mean(), first.std(ddof=1) / len(first) ** 0.5])


@pytest.mark.parametrize("name", ["one-data-centre", "one-region", "two-regions"])
def test_the_sum_of_events_agrees_where_two_at_once_are_rare(aws: World, name: str) -> None:
    rates = replace(RATES, clustering=float("inf"))
    simulated = years(aws, PRESETS[name].scenario, 60_000, 5, rates=rates)
    summed = expected(aws, PRESETS[name].scenario, rates=rates)
    assert abs(simulated.mean_min - summed.mean_min) <= 3 * simulated.mean_min_error
    assert summed.availability == 1 - summed.mean_min / MINUTES_PER_YEAR


def test_the_sum_is_exact_for_one_rare_thing(line: World, only: Only) -> None:
    # 2 events a year of 40 hours take three quarters of the people; a quarter is never served
    summed = expected(line, Scenario((Placement("B", 1),)), rates=only(region=2))
    assert summed.cause_min == pytest.approx({"always": 0.25 * 525_600, "region": 0.75 * 2 * 40 * 60})


def test_more_hidden_events_cost_more(aws: World) -> None:
    sums = [expected(aws, TWO, hidden=hidden).mean_min for hidden in (1.0, 2.0, 5.0)]
    assert sums == sorted(set(sums))


def test_more_common_cause_costs_more_where_one_zone_is_to_spare(aws: World) -> None:
    one = PRESETS["one-region"].scenario
    sums = [expected(aws, one, rates=replace(RATES, beta=beta)).mean_min for beta in (0.0, 0.03, 0.13, 1.0)]
    assert sums == sorted(set(sums))


def test_a_second_region_to_spare_leaves_little_more_than_moving_over(aws: World) -> None:
    rates = replace(RATES, cable=replace(RATES.cable, per_year=0.0, low=0.0))
    spare = expected(aws, replace(TWO, scaling=Scaling(spare_regions=1)), rates=rates)
    assert spare.cause_min["moving over"] > 0.99 * spare.mean_min
    assert spare.mean_min < 0.001 * expected(aws, PRESETS["one-region"].scenario, rates=rates).mean_min


def test_a_street_of_shops_is_a_world_like_any_other(street: World) -> None:
    told = years(street, WEST, 5000, 2)
    assert 0 < told.mean_min < MINUTES_PER_YEAR
    assert told.users == 100


def test_a_design_of_nothing_loses_everything_always(aws: World) -> None:
    nothing = years(aws, Scenario(()), 50, 1)
    assert (nothing.lost_min == MINUTES_PER_YEAR).all()
    assert nothing.shares_by_cause == {"always": 1.0}
    assert nothing.share_without_loss == 1  # beyond what is lost always


def test_a_region_whose_zones_are_not_published_stands_or_falls_as_one(aws: World) -> None:
    announced = Scenario((Placement("sa-west-1", 3),))
    threats = threats_of(aws, announced, RATES, 1.0)
    hit = {outage.kind for threat in threats if threat.cause != "cable" for outage in threat.outages}
    assert hit == {"region"}
    zonal = sum(threat.per_year for threat in threats if threat.cause in ("zone", "zones together"))
    assert zonal == pytest.approx(RATES.zone.per_year)


def test_threats_add_up_to_the_rates(aws: World) -> None:
    design = replace(TWO, scaling=Scaling("on-demand"), depends_on=frozenset({"compute", "database"}))
    sums = dict.fromkeys(CAUSES, 0.0)
    for threat in threats_of(aws, design, RATES, 2.0):
        sums[threat.cause] += threat.per_year
    assert sums["zone"] == pytest.approx(6 * 2 * RATES.zone.per_year * (1 - RATES.beta))
    assert sums["zones together"] == pytest.approx(2 * 2 * RATES.zone.per_year * RATES.beta)
    assert sums["region"] == pytest.approx(2 * 2 * RATES.region.per_year)
    assert sums["service"] == pytest.approx(2 * 2 * dict(RATES.services)["database"].per_year)
    assert sums["control plane"] == pytest.approx(2 * 2 * RATES.control_plane.per_year)
    assert sums["cable"] == pytest.approx(len(aws.cables) * RATES.cable.per_year)
    assert sums["region lost"] == pytest.approx(2 * RATES.region_lost.per_year)


def test_failing_launches_come_with_zone_events_only_where_something_launches(aws: World) -> None:
    def with_launches(mode: str) -> float:
        threats = threats_of(aws, replace(TWO, scaling=Scaling(mode)), RATES, 1.0)
        zonal = [threat for threat in threats if threat.cause == "zone"]
        fails = [threat for threat in zonal if any(outage.kind == "control-plane" for outage in threat.outages)]
        return sum(threat.per_year for threat in fails) / sum(threat.per_year for threat in zonal)

    assert with_launches("on-demand") == pytest.approx(RATES.launches_fail)
    assert with_launches("static") == 0


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"n": 0}, "number of years is 0"),
        ({"n": 2.5}, "number of years is 2.5"),
        ({"seed": -1}, "seed is -1"),
        ({"hidden": 7.0}, "each one that is known is 7"),
        ({"scenario": Scenario((Placement("us-east-9"),))}, "us-east-9"),
    ],
)
def test_what_cannot_be_is_told_by_its_value(aws: World, given: dict[str, object], named: str) -> None:
    with pytest.raises(InputError, match=named):
        years(aws, **{"scenario": TWO, "n": 10, "seed": 1} | given)  # type: ignore[arg-type]
