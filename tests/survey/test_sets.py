"""What is ranked, in which order, how far it is, and what cannot be asked."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pandas as pd
import pytest

from explainer import PRESETS, InputError, Placement, Scaling, Scenario, World
from explainer.survey import sets, survey, survey_designs, survey_in_parts
from explainer.survey.sets import Sets
from explainer.survey.targets import NOTHING, Targets

TWO = PRESETS["two-regions"].scenario
FOLLOW = PRESETS["follow-the-users"].scenario


def labelled(*labels: int) -> Targets:
    codes = tuple("abcdefghijklmnopqrstuvwxyz"[: len(labels)])
    return Targets(codes, tuple(frozenset() for _ in codes), np.array(labels, np.intp))


@pytest.mark.parametrize(("of", "up_to", "there"), [("zone", 3, 18), ("region", 3, 6), ("zone", 2, 18)])
def test_there_are_as_many_sets_as_there_are_ways_to_choose(aws: World, of: str, up_to: int, there: int) -> None:
    ranked = survey(aws, FOLLOW, up_to, of)
    assert len(ranked) == sum(comb(there, size) for size in range(1, up_to + 1))
    assert ranked["targets"].is_unique
    assert ranked["size"].tolist() == [len(targets) for targets in ranked["targets"]]


def test_a_set_names_its_targets_in_the_order_of_the_world(aws: World) -> None:
    order = {zone: row for row, zone in enumerate(aws.zones.index)}
    for targets in survey(aws, TWO, up_to=3)["targets"]:
        assert list(targets) == sorted(targets, key=order.__getitem__)


def test_the_worst_comes_first_and_of_equal_ones_the_smaller(aws: World) -> None:
    ranked = survey(aws, FOLLOW, up_to=3)
    rows = list(zip(ranked["reach"], ranked["within_slo"], ranked["size"], strict=True))
    assert rows == sorted(rows)


def test_equal_sets_keep_the_order_of_the_world(aws: World) -> None:
    grows = replace(FOLLOW, scaling=Scaling("on-demand"))
    ranked = survey(aws, grows, up_to=2, among=aws.places.zones_of["us-east-2"])  # no two of them lose anybody
    assert ranked["targets"].tolist() == [
        ("use2-az1",),
        ("use2-az2",),
        ("use2-az3",),
        ("use2-az1", "use2-az2"),
        ("use2-az1", "use2-az3"),
        ("use2-az2", "use2-az3"),
    ]


def test_placements_in_another_order_have_the_same_ranking(aws: World) -> None:
    turned = replace(FOLLOW, placements=FOLLOW.placements[::-1])
    pd.testing.assert_frame_equal(survey(aws, FOLLOW), survey(aws, turned), check_exact=True)


def test_sets_with_the_same_labels_share_a_sample() -> None:
    sets = Sets.of(labelled(3, NOTHING, 3, 5), 3)
    assert sets.samples == ((), (0,), (3,), (0, 2), (0, 3), (0, 2, 3))
    told = [sets.samples[sample] for sample in sets.sample]
    assert told[:4] == [(0,), (), (0,), (3,)]
    assert told[4:10] == [(0,), (0, 2), (0, 3), (0,), (3,), (0, 3)]
    assert told[10:] == [(0, 2), (0, 3), (0, 2, 3), (0, 3)]


def test_sets_too_large_to_be_numbered_are_told_apart_too() -> None:
    sets = Sets.of(labelled(*range(1, 17)), 16)  # 17 to the power of 16 is more than an integer holds
    assert len(sets.samples) == 2**16
    assert sets.sample.tolist() == list(range(1, 2**16))


def test_only_the_worst_of_each_size_are_kept_when_asked(aws: World) -> None:
    every, few = survey(aws, FOLLOW, up_to=3), survey(aws, FOLLOW, up_to=3, worst=5)
    kept = every.groupby("size", sort=False).head(5).reset_index(drop=True)
    pd.testing.assert_frame_equal(few, kept, check_exact=True)


def test_a_survey_in_parts_ends_with_the_same_table(aws: World) -> None:
    parts = survey_in_parts(aws, FOLLOW, up_to=3)
    done, some = [], None
    for now in parts:
        done.append(now.done)
        some = now.frame()
        assert now.total == 987
        assert len(some) == now.done
        assert some.attrs["complete"] == (now.done == now.total)
    assert done == sorted(done)
    assert len(done) > 1
    assert done[-1] == 987
    assert some is not None
    pd.testing.assert_frame_equal(some, survey(aws, FOLLOW, up_to=3), check_exact=True)


def test_a_survey_can_be_ended_and_tells_what_it_knows(aws: World) -> None:
    told: list[tuple[int, int]] = []

    def enough(done: int, total: int) -> bool:
        told.append((done, total))
        return done == 0

    some, every = survey(aws, FOLLOW, up_to=3, progress=enough), survey(aws, FOLLOW, up_to=3)
    assert not some.attrs["complete"]
    assert told[-1] == (len(some), 987)
    assert 0 < len(some) < 987
    known = every.set_index("targets").loc[list(some["targets"])]
    pd.testing.assert_frame_equal(some.set_index("targets"), known, check_exact=True)


def test_progress_that_says_nothing_goes_on(aws: World) -> None:
    told: list[int] = []
    survey(aws, FOLLOW, progress=lambda done, total: told.append(done))
    assert told[-1] == 171


def test_many_designs_are_surveyed_one_by_one(aws: World) -> None:
    designs = {name: PRESETS[name].scenario for name in ("two-regions", "one-region", "five-regions")}
    told: list[tuple[int, int]] = []
    found = survey_designs(aws, designs, progress=lambda *now: told.append(now))
    assert list(found) == list(designs)
    assert told == [(1, 3), (2, 3), (3, 3)]
    for name, scenario in designs.items():
        pd.testing.assert_frame_equal(found[name], survey(aws, scenario), check_exact=True)
    some = survey_designs(aws, designs, progress=lambda done, total: False)
    assert list(some) == ["two-regions"]


def test_nothing_is_changed_by_a_survey(aws: World) -> None:
    before, zones = repr(FOLLOW), aws.zones.copy()
    one, other = survey(aws, FOLLOW), survey(aws, FOLLOW)
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert repr(FOLLOW) == before
    pd.testing.assert_frame_equal(aws.zones, zones)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"up_to": 0}, "up_to is 0. Give a whole number from 1."),
        ({"up_to": 1.5}, "up_to is 1.5. Give a whole number from 1."),
        ({"up_to": True}, "up_to is True. Give a whole number from 1."),
        ({"up_to": 7}, "up_to is 7, and there are 6 zones to lose. Give at most 6."),
        ({"up_to": 3, "of": "region"}, "up_to is 3, and there are 2 Regions to lose. Give at most 2."),
        ({"worst": 0}, "worst is 0. Give a whole number from 1."),
        ({"of": "rack"}, "There is no kind of failure set 'rack'. Choose one of cable, cause, region, zone."),
        ({"among": "mine"}, "among is 'mine'. Give 'used', 'all', or a list of codes."),
        ({"among": ["use1-az9"]}, "There is no zone 'use1-az9'. Did you mean use1-az6 or use1-az5 or use1-az4?"),
        ({"near_km": -1, "of": "cause"}, "The distance of near Regions is -1, which is not between 0 and 20038 km."),
        (
            {"among": "all", "up_to": 4},
            "124 zones have 9,699,125 sets of up to 4; at most 1,000,000 can be ranked. To ask for fewer, keep only",
        ),
        (
            {"among": "all", "up_to": 5, "worst": 10},
            "124 zones have 234,849,149 sets of up to 5; at most 10,000,000 can be ranked. To ask for fewer, lower",
        ),
    ],
)
def test_what_cannot_be_asked_is_told_before_any_work(aws: World, asked: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError) as told:
        survey_in_parts(aws, TWO, **asked)  # type: ignore[arg-type]
    assert str(told.value).startswith(sentence)


def test_a_design_of_nothing_has_nothing_to_lose(aws: World) -> None:
    with pytest.raises(InputError, match="There are no zones to lose"):
        survey(aws, Scenario())
    every = survey(aws, Scenario(), among="all", up_to=1)
    assert len(every) == 124
    assert every["reach"].eq(0).all()


def test_a_code_that_the_world_does_not_have_is_told(aws: World) -> None:
    with pytest.raises(InputError, match="There is no Region 'us-east-9'"):
        survey(aws, Scenario((Placement("us-east-9"),)))
    with pytest.raises(InputError, match="second: There is no Region 'us-east-9'"):
        survey_designs(aws, {"first": TWO, "second": Scenario((Placement("us-east-9"),))})


def test_more_sets_than_fit_in_a_table_are_ranked_if_only_the_worst_are_kept(
    aws: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sets, "MOST_ROWS", 986)
    with pytest.raises(InputError, match="18 zones have 987 sets of up to 3; at most 986 can be ranked"):
        survey(aws, FOLLOW, up_to=3)
    assert survey(aws, FOLLOW, up_to=3, worst=3)["size"].value_counts().to_dict() == {1: 3, 2: 3, 3: 3}
