"""Programme and list find the same; a search can be watched, stopped and given up, and says how sure it is."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from threading import active_count
from time import perf_counter
from typing import Any

import pytest

from explainer import InputError, World, load_world
from explainer.design import OutOfTime, best_placements, best_placements_in_parts, goals
from explainer.design.programme import Programme
from explainer.design.question import ask
from explainer.design.search import finish, search

LATER = 1e9


@pytest.mark.parametrize("survive", [0, 1, 2])
@pytest.mark.parametrize("share", [None, 0.1])
@pytest.mark.parametrize("sought", [goals.within, goals.mean, goals.p95])
def test_the_programme_and_the_list_of_all_sets_find_the_same(
    aws: World, dozen: Any, monkeypatch: pytest.MonkeyPatch, survive: int, share: float | None, sought: Any
) -> None:
    question = ask(aws, 3 if survive == 2 else 4, 120, survive, dozen.codes[:9])
    found = []
    for few in (10**6, 0):
        monkeypatch.setattr("explainer.design.search.FEW_SETS", few)
        monkeypatch.setattr("explainer.design.search.FEW_WITH_LOSSES", few)
        found.append(finish(search(question, sought(question), LATER, share)))
    assert all(each.proved for each in found)
    assert found[0].value == pytest.approx(found[1].value, abs=1e-9)


@pytest.mark.parametrize(("objective", "survive"), [("cost", 0), ("within_slo", 1)])
def test_it_tells_how_far_it_is_up_to_the_end(aws: World, objective: str, survive: int) -> None:
    seen: list[tuple[float, float]] = []
    best_placements(aws, 4, survive=survive, objective=objective, progress=lambda *told: seen.append(told))
    assert seen == sorted(seen)
    assert {total for _, total in seen} == {35_960}
    assert seen[-1][0] == 35_960


@pytest.mark.parametrize("objective", ["cost", "p95"])
def test_a_search_that_is_stopped_gives_its_best_with_an_honest_gap(aws: World, objective: str) -> None:
    whole = best_placements(aws, 4, survive=1, objective=objective)
    early = best_placements(aws, 4, survive=1, objective=objective, progress=lambda done, total: False)
    assert whole.proved
    assert not early.proved
    assert early.objective_value * (1 - early.gap) <= whole.objective_value <= early.objective_value


def test_a_search_without_time_still_says_how_far_it_may_be(aws: World) -> None:
    early = best_placements(aws, 5, survive=1, time_limit_s=0)
    whole = best_placements(aws, 5, survive=1)
    assert not early.proved
    assert early.objective_value <= whole.objective_value <= early.objective_value * (1 + early.gap)


def test_a_programme_that_is_stopped_before_it_has_found_anything_says_so(aws: World) -> None:
    with pytest.raises(OutOfTime, match="Allow more time"):
        best_placements(aws, 12, survive=2, objective="mean", progress=lambda done, total: False)


def test_a_search_that_is_given_up_leaves_nothing_running(aws: World) -> None:
    before = active_count()
    parts = best_placements_in_parts(aws, 12, survive=1, objective="mean")
    while active_count() == before:
        next(parts)
    start = perf_counter()
    parts.close()
    assert active_count() == before
    assert perf_counter() - start < 20


def test_others_get_a_turn_while_a_programme_is_solved(aws: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explainer.design.search.FEW_WITH_LOSSES", 0)
    turns = []
    best_placements(aws, 5, survive=1, progress=lambda done, total: turns.append(done))
    assert len(turns) >= 3
    assert turns == sorted(turns)


def test_two_searches_can_take_turns(aws: World) -> None:
    searches = [best_placements_in_parts(aws, k, objective="mean") for k in (4, 6)]
    found = []
    while searches:
        for each in list(searches):
            try:
                next(each)
            except StopIteration as end:
                found.append(end.value)
                searches.remove(each)
    for best in found:
        alone = best_placements(aws, len(best.placements), objective="mean")
        assert best.scenario == alone.scenario


def test_parts_check_what_is_asked_before_the_first_of_them(aws: World) -> None:
    with pytest.raises(InputError, match="number of Regions is 0"):
        best_placements_in_parts(aws, 0)


def test_the_solver_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with redirect_stdout(StringIO()) as said:
        best_placements(load_world(), 2)
    assert (said.getvalue(), capfd.readouterr().out) == ("", "")


def test_a_forbidden_set_is_not_found_again(dozen: Any, aws: World) -> None:
    question = ask(aws, 2, 100, 0, dozen.codes)
    misses = goals.within(question).misses
    programme = Programme(len(question.rows), 2, 0)
    finish(programme.minimise(misses))
    first, _ = finish(programme.solve(LATER))
    assert first is not None
    programme.forbid(first)
    second, _ = finish(programme.solve(LATER))
    assert second is not None
    assert first.tolist() != second.tolist()
    assert misses.worst(second[None])[0] >= misses.worst(first[None])[0]
