"""The smallest set that breaks the SLO, and the weakest spots, by hand and against the table they are read off."""

from __future__ import annotations

from dataclasses import replace

import pytest

from explainer import PRESETS, InputError, Placement, Scaling, Scenario, World
from explainer.survey import smallest_breaking, survey, weakest

TIGHT = Scenario((Placement("A", 2), Placement("B", 1)), scaling=Scaling(spare_zones=0))
FOLLOW = PRESETS["follow-the-users"].scenario


def test_the_smallest_breaking_set_is_found_by_hand(line: World) -> None:
    # alone b1 leaves 0.25 and a1 0.625 of the load, a1 and a2 together 0.5, a1 and b1 0.125, all three nothing
    ranked = survey(line, TIGHT, up_to=3)
    found = {share: smallest_breaking(ranked, share, by="reach") for share in (0.7, 0.3, 0.2, 0.1, 0.0)}
    assert {share: row if row is None else row["targets"] for share, row in found.items()} == {
        0.7: ("b1",),
        0.3: ("b1",),
        0.2: ("a1", "b1"),
        0.1: ("a1", "a2", "b1"),
        0.0: None,
    }
    assert found[0.2] is not None
    assert found[0.2]["reach"] == 0.125


def test_a_design_that_breaks_it_as_it_stands_needs_no_loss(line: World) -> None:
    row = smallest_breaking(survey(line, TIGHT), 0.8, by="reach")  # the island is a quarter of the load
    assert row is not None
    assert (row["targets"], row["size"], row["reach"]) == ((), 0, 0.75)


def test_none_breaks_it_up_to_the_size_looked_at(aws: World) -> None:
    ranked = survey(aws, FOLLOW, up_to=2)
    assert smallest_breaking(ranked, 0.99, by="reach") is None
    deeper = smallest_breaking(survey(aws, FOLLOW, up_to=3), 0.99, by="reach")
    assert deeper is not None
    assert deeper["size"] == 3


def test_the_worst_of_each_size_are_enough_to_find_it_by_reach(aws: World) -> None:
    tight = replace(FOLLOW, scaling=Scaling(spare_zones=0))
    every, few = survey(aws, tight, up_to=3), survey(aws, tight, up_to=3, worst=1)
    sizes = set()
    for share in (0.999, 0.95, 0.9, 0.85, 0.5):
        one, other = (smallest_breaking(ranked, share, by="reach") for ranked in (every, few))
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert one["targets"] == other["targets"]
            sizes.add(one["size"])
    assert len(sizes) > 1
    with pytest.raises(InputError, match="Only the sets that reach fewest were kept"):
        smallest_breaking(few, 0.1)


def test_the_weakest_spots_are_found_by_hand(line: World) -> None:
    spots = weakest(survey(line, TIGHT, up_to=3))
    assert spots.index.tolist() == ["b1", "a1", "a2"]
    assert spots["reach"].tolist() == [0.25, 0.625, 0.625]
    assert spots["with"].tolist() == ["a1", "b1", "b1"]
    assert spots["reach_with"].tolist() == [0.125, 0.125, 0.125]
    assert spots["users_lost"].tolist() == [12_960, 6_480, 6_480]


@pytest.mark.parametrize("of", ["zone", "region"])
def test_the_weakest_spots_agree_with_the_table(aws: World, of: str) -> None:
    ranked = survey(aws, FOLLOW, of=of)
    spots = weakest(ranked)
    by_set = ranked.set_index("targets")
    for target, spot in spots.iterrows():
        assert spot["reach"] == by_set["reach"][(target,)]
        pairs = ranked[[target in lost and len(lost) == 2 for lost in ranked["targets"]]]
        assert spot["reach_with"] == pairs["reach"].min()
        assert {target, spot["with"]} == set(pairs["targets"].iloc[0])
    assert spots["reach"].is_monotonic_increasing


def test_sets_of_one_have_no_partner(aws: World) -> None:
    spots = weakest(survey(aws, FOLLOW, up_to=1))
    assert len(spots) == 18
    assert spots["with"].isna().all()
    assert spots["reach_with"].isna().all()


def test_a_table_with_sets_left_out_is_refused(aws: World) -> None:
    ended = survey(aws, FOLLOW, up_to=3, progress=lambda done, total: done == 0)
    with pytest.raises(InputError, match="Let it run to its end"):
        smallest_breaking(ended, 0.1)
    with pytest.raises(InputError, match="left sets out"):
        weakest(survey(aws, FOLLOW, worst=4))


@pytest.mark.parametrize(
    ("share", "by", "sentence"),
    [(1.2, "reach", "The share to be served is 1.2"), (0.9, "size", "There is no share 'size'")],
)
def test_what_cannot_be_asked_is_told(aws: World, share: float, by: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        smallest_breaking(survey(aws, replace(FOLLOW), up_to=1), share, by)
