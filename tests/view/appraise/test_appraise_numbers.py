"""What each chart of an appraisal draws is what the model says."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import InputError, load_world
from explainer.model import availability, downtime
from explainer.strategies import strategies
from explainer.survey import survey
from explainer.timeline import Recovery
from explainer.view import words
from explainer.view.appraise import failure_sets, front, nines, recovering, settling, shapes, spans, years_chart
from explainer.view.words import NO_BREAK


def plain(texts: list[str]) -> list[str]:
    return [text.replace(NO_BREAK, " ") for text in texts]


def test_the_rows_of_years_are_all_years_each_once(aws, draw, told):
    (found,) = told["years_chart"]
    rows = years_chart.rows(found)
    assert sum(row.share for row in rows) == pytest.approx(1)
    assert rows[0].share == found.share_without_loss
    lost = found.lost_min - found.cause_min.get("always", 0.0)
    assert rows[4].share == np.mean((lost > 60) & (lost <= 360))
    chart = draw("years_chart", aws, (found,))
    scale = years_chart.BAR_TO - years_chart.BAR_AT
    assert chart.numbers(years_chart.CALM) == pytest.approx([scale * rows[0].share], abs=1e-3)
    lossy = [scale * row.share for row in rows[1:] if row.share]
    assert chart.numbers(years_chart.LOSS) == pytest.approx(lossy, abs=1e-3)
    assert chart.texts(years_chart.VALUES) == [words.share(row.share) for row in rows]


def test_the_error_of_a_share_is_that_of_a_count(aws, draw, told):
    (found,) = told["years_chart"]
    row = years_chart.rows(found)[0]
    assert row.error == pytest.approx((row.share * (1 - row.share) / found.n) ** 0.5)
    chart = draw("years_chart", aws, (found,))
    scale = years_chart.BAR_TO - years_chart.BAR_AT
    assert chart.numbers(years_chart.ERROR)[0] == pytest.approx(4 * scale * row.error, rel=1e-3)


def test_what_is_always_lost_is_taken_off_first(told):
    (found,) = told["years_chart"]
    dull = replace(found, lost_min=np.full(10, 5000.0), cause_min={"always": 5000.0})
    assert [row.share for row in years_chart.rows(dull)] == [1.0, *[0.0] * 6]
    assert "3.5 days a year are lost whatever happens" in years_chart.sentence(load_world(), dull).replace(
        NO_BREAK, " "
    )


def test_edges_belong_to_the_row_below(told):
    (found,) = told["years_chart"]
    lost = np.array([0.0, 1e-9, 0.5, 1, 10, 60, 360, 1440, 1441])
    made = replace(found, lost_min=lost, cause_min={})
    assert [row.share * len(lost) for row in years_chart.rows(made)] == pytest.approx([2, 2, 1, 1, 1, 1, 1])


def test_the_mean_ends_in_the_middle_of_the_height_and_its_error_is_said(aws, draw, told):
    (found,) = told["settling"]
    chart = draw("settling", aws, (found,))
    middle = (settling.TOP + settling.ZERO) / 2
    assert chart.numbers(settling.MEAN, "y")[-1] == pytest.approx(middle)
    assert chart.numbers(settling.MEAN)[-1] == settling.RIGHT
    error = 2 * found.mean_min_error
    assert chart.texts(settling.VALUE) == [spans.give_or_take(found.mean_min, error)]
    y = chart.numbers(settling.BAND, "y")
    half = len(found.convergence)
    height = (middle - settling.TOP) * error / found.mean_min
    assert (y[half - 1], y[half]) == pytest.approx((min(middle + height, settling.ZERO), max(middle - height, 6)))
    assert settling.TOP <= min(y) <= max(y) <= settling.ZERO


def test_while_years_are_still_missing_the_line_ends_early(aws, draw, told):
    (found,) = told["settling"]
    part = replace(found, lost_min=found.lost_min[:1000])
    chart = draw("settling", aws, (part,))
    assert chart.numbers(settling.MEAN)[-1] == pytest.approx(settling.RIGHT / 4)
    assert plain(chart.texts(settling.ENDS)) == ["0", "4,000 years"]
    assert "1,000 of 4,000 years" in settling.sentence(aws, part)


@pytest.mark.parametrize(("n", "lost_min"), [(0, 0.0), (1, 3.0), (5, 0.0)])
def test_few_or_perfect_years_are_drawn_without_a_nan(aws, draw, told, n, lost_min):
    (found,) = told["settling"]
    made = replace(found, lost_min=np.full(n, lost_min), cause_min={})
    for name in ("settling", "years_chart"):
        chart = draw(name, aws, (made,))
        assert not [text for trace in chart.traces for text in chart.texts(trace) if "nan" in text]


@pytest.mark.parametrize(
    ("beta", "said"), [(0.0, "0.07 min"), (0.01, "26.3 min"), (0.05, "131.5 min"), (0.1, "262.8 min")]
)
def test_what_three_zones_of_two_and_a_half_nines_lose_by_what_they_share(aws, draw, beta, said):
    chart = draw("nines", aws, (nines.Redundancy(beta=beta),))
    assert plain(chart.texts(nines.SHARED_LABEL)) == [f"{100 * beta:g} % shared: {said}"]
    assert plain(chart.texts(nines.ALONE_LABEL)) == ["independent: 0.07 min"]
    assert plain(chart.texts(nines.ONE_LABEL)) == ["one zone: 2,628 min"]


def test_the_scale_of_nines_says_shares_above_and_times_below(aws):
    traces = {trace.name: trace for trace in nines.build(aws).data}
    above = ["99 %", "99.9", "99.99", "99.999", "99.9999", "99.99999", "%"]
    assert plain(list(traces[nines.SHARES].text)) == above
    below = ["3.7 days", "8.8 h", "53 min", "5.3 min", "32 s", "3.2 s", "a year"]
    assert plain(list(traces[nines.TIMES].text)) == below


@settings(max_examples=60)
@given(n=st.integers(1, 12), share=st.floats(0, 1), a=st.floats(0.9, 1.0), beta=st.floats(0, 0.2))
def test_marks_of_redundancy_stay_on_the_sheet_and_no_label_covers_another(n, share, a, beta):
    asked = nines.Redundancy(1 + int(share * (n - 1)), n, a, beta)
    traces = nines.patch(load_world(), asked).traces
    boxes = []
    for label in (nines.ONE_LABEL, nines.ALONE_LABEL, nines.SHARED_LABEL):
        (x,), (y,), (text,) = (traces[label][key] for key in ("x", "y", "text"))
        half = shapes.width_px(text) / 2
        assert x - half >= -1e-3
        assert x + half <= nines.WIDTH_PX + 1e-3
        boxes.append((x - half, y - 7, x + half, y + 7))
    assert not any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for i, a in enumerate(boxes) for b in boxes[:i]
    )
    told = nines.table(load_world(), asked)
    assert told["availability"][2] == availability.common_cause(asked.k, n, a, beta)
    assert told["downtime_min_per_year"][1] == downtime.downtime_min_per_year(availability.k_of_n(asked.k, n, a))
    for name, count in zip((nines.ONE, nines.ALONE, nines.SHARED), told["nines"], strict=True):
        inside = min(max(count, nines.LOWEST), nines.HIGHEST)
        pitch = (nines.RIGHT - nines.LEFT) / (nines.HIGHEST - nines.LOWEST)
        assert traces[name]["x"][0] == pytest.approx(nines.LEFT + (inside - nines.LOWEST) * pitch, abs=1e-3)


def test_more_needed_than_there_are_is_refused(aws):
    with pytest.raises(InputError):
        nines.patch(aws, nines.Redundancy(k=4, n=3))


def test_sets_are_counted_by_size_and_the_worst_is_told(aws, draw, told):
    (ranked,) = told["failure_sets"]
    rows = failure_sets.rows(ranked)
    assert [row.sets for row in rows] == [6, 15, 20]
    for row in rows:
        mine = ranked[ranked["size"] == row.size]
        assert row.harmful == (mine["users_lost"] > 0.5).sum()
        assert row.worst_reach == mine["reach"].min()
    chart = draw("failure_sets", aws, (ranked,))
    scale = failure_sets.BAR_TO - failure_sets.BAR_AT
    assert chart.numbers(failure_sets.HARMFUL) == pytest.approx([scale * r.harmful / r.sets for r in rows], abs=1e-3)
    assert chart.numbers(failure_sets.HARMLESS) == pytest.approx(
        [scale * (1 - r.harmful / r.sets) for r in rows], abs=1e-3
    )
    assert chart.texts(failure_sets.NAMES) == ["1 zone", "2 zones", "3 zones"]
    assert chart.texts(failure_sets.COUNTS) == [f"{r.harmful or 'none'} of {r.sets}" for r in rows]
    assert chart.texts(failure_sets.WORST) == [words.share(r.worst_reach) for r in rows]
    assert "3 of 15 lose somebody; the worst leaves 86 %" in failure_sets.sentence(aws, ranked).replace(NO_BREAK, " ")


def test_a_survey_that_kept_the_worst_only_is_refused(aws, two):
    with pytest.raises(InputError, match="without worst"):
        failure_sets.patch(aws, survey(aws, two, worst=3))


def test_at_most_four_sizes_are_drawn(aws, two):
    ranked = survey(aws, two, 6)
    assert [row.size for row in failure_sets.rows(ranked)] == [1, 2, 3, 4]


def test_every_design_of_the_front_is_one_dot_in_the_class_of_its_slowest(aws, draw, told):
    best, own, chosen = told["front"]
    chart = draw("front", aws, told["front"])
    dots = {name: list(zip(chart.numbers(name), chart.numbers(name, "y"), strict=True)) for name in front.DOTS}
    assert sum(map(len, dots.values())) == len(best)
    x, y = front.points(best, own)
    assert y == pytest.approx(best["within_slo"], abs=1e-6)
    assert x / x[0] == pytest.approx(best["cost_index"] / best["cost_index"].iloc[0], abs=1e-6)
    for at, waits in zip(zip(x.tolist(), y.tolist(), strict=True), best["rtt_p95_ms"], strict=True):
        wait_class = 1 + sum(waits > step for step in aws.scale.steps)
        assert at in dots[f"wait{wait_class}"]
    assert (chart.numbers(front.CHOSEN), chart.numbers(front.CHOSEN, "y")) == ([x[chosen]], [y[chosen]])


def test_the_line_of_the_front_never_falls(aws, draw, told):
    chart = draw("front", aws, told["front"])
    line = chart.numbers(front.STEP_LINE, "y")
    assert (np.diff(line) >= 0).all()
    assert (np.diff(chart.numbers(front.STEP_LINE)) >= 0).all()
    assert line[-1] == pytest.approx(told["front"][0]["within_slo"].max())


@pytest.mark.parametrize("times", [0.2, 1.0, 7.0])
def test_ticks_of_cost_are_at_their_numbers_and_the_own_design_is_on_the_sheet(aws, draw, told, times):
    best, own, _ = told["front"]
    own = replace(own, cost_index=own.cost_index * times)
    chart = draw("front", aws, (best, own))
    (x,), (y,) = chart.numbers(front.OWN), chart.numbers(front.OWN, "y")
    assert 0 <= x <= 1
    assert y == pytest.approx(own.within_slo)
    scale = own.cost_index / x
    costs = [float(text) for text in chart.texts(front.COSTS)]
    assert 2 <= len(costs) <= front.MOST_STEPS + 1
    assert chart.numbers(front.COSTS) == pytest.approx([cost / scale for cost in costs], abs=1e-5)
    assert [text.strip(NO_BREAK) for text in chart.texts(front.OWN_LABEL)] == ["yours"]
    assert chart.texts(front.REACH_WORDS) == ["within 100 ms"]
    assert chart.texts(front.COST_WORDS) == ["cost, × one Region"]


def test_the_strategies_are_in_order_of_cost_with_what_was_measured(aws, draw, told):
    (tried,) = told["recovering"]
    chart = draw("recovering", aws, (tried[::-1],))
    assert chart.texts(recovering.NAMES) == [each.strategy.label for each in tried]
    rto = [each.recovery.rto_min for each in tried]
    assert rto == sorted(rto, reverse=True)
    said = [spans.to_the_minute(minutes) if minutes else recovering.ALWAYS for minutes in rto]
    assert chart.texts(recovering.VALUES) == said
    assert chart.texts(recovering.VALUES_NEVER) == []
    assert len(chart.numbers(recovering.OUT)) == sum(minutes > recovering.SHORTEST_MIN for minutes in rto)
    ends = np.add(chart.numbers(recovering.SERVING, "base"), chart.numbers(recovering.SERVING))
    assert ends == pytest.approx([recovering.BAR_TO] * len(tried), abs=1e-3)


def test_a_time_is_drawn_at_its_tick(aws, draw):
    strategy = strategies(aws, "us-east-1", "us-west-2")["pilot-light"]
    axis = recovering.build(aws).layout.xaxis
    for minutes, at in zip(recovering.TICKS_MIN, axis.tickvals, strict=True):
        chart = draw("recovering", aws, ([recovering.Tried(strategy, Recovery(5, 5 + minutes, 0.0, 1.0))],))
        (left,), (wide,) = (chart.numbers(recovering.OUT, key) for key in ("base", "x"))
        assert left + wide == pytest.approx(at, abs=1e-3)
        (low,), (high,) = chart.numbers(recovering.STATED, "base"), chart.numbers(recovering.STATED)
        assert (low, low + high) == pytest.approx((axis.tickvals[1], axis.tickvals[2]), abs=1e-3)


def test_what_never_comes_back_is_without_service_to_the_end(aws, draw):
    strategy = strategies(aws, "us-east-1", "us-west-2")["backup-restore"]
    lost = recovering.Tried(strategy, Recovery(5, None, inf, 1.0))
    chart = draw("recovering", aws, ([lost],))
    assert chart.texts(recovering.VALUES_NEVER) == [recovering.NEVER]
    assert chart.numbers(recovering.OUT, "base")[0] + chart.numbers(recovering.OUT)[0] == recovering.BAR_TO
    assert chart.numbers(recovering.SERVING) == []
    assert recovering.NEVER in recovering.sentence(aws, [lost])
