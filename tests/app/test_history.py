from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from explainer import Scenario
from explainer.app.history import LONGEST, History

A, B, C = (Scenario(slo_ms=value) for value in (10, 20, 30))


def test_undo_and_redo_walk_along_what_has_been():
    history = History(A)
    history.enter(B)
    history.enter(C)
    assert [history.undo(), history.undo(), history.undo()] == [B, A, A]
    assert [history.redo(), history.redo(), history.redo()] == [B, C, C]


def test_only_what_would_do_something_is_usable():
    history = History(A)
    assert history.usable == set()
    history.enter(B)
    assert history.usable == {"undo"}
    history.undo()
    assert history.usable == {"redo"}


def test_a_new_scenario_forgets_what_was_undone():
    history = History(A)
    history.enter(B)
    history.undo()
    history.enter(C)
    assert history.usable == {"undo"}
    assert history.undo() == A


def test_the_present_scenario_is_not_entered_twice():
    history = History(A)
    history.enter(B)
    history.enter(Scenario(slo_ms=20))
    assert history.undo() == A


def test_the_list_has_an_end():
    history = History(A)
    for value in range(1, 3 * LONGEST):
        history.enter(Scenario(slo_ms=value))
    for _ in range(2 * LONGEST):
        last = history.undo()
    assert last.slo_ms == 2 * LONGEST
    assert history.usable == {"redo"}


@given(values=st.lists(st.integers(1, 9), min_size=1, max_size=20))
def test_all_the_way_back_and_forth_is_where_it_was(values):
    history = History(A)
    for value in values:
        history.enter(Scenario(slo_ms=value))
    while "undo" in history.usable:
        first = history.undo()
    while "redo" in history.usable:
        last = history.redo()
    if any(value != 10 for value in values):
        assert (first, last) == (A, Scenario(slo_ms=values[-1]))
