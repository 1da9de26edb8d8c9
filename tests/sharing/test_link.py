"""The state of any page as a link: it comes back equal, and has at most 1,500 characters."""

from __future__ import annotations

import random
import re
from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer import PRESETS, InputError, Outage, Placement, Scenario, World
from explainer.app.appraisal.asked import Asked, Wish
from explainer.app.course.state import State
from explainer.app.replay import Take
from explainer.sharing.link import PageState, from_link, to_link
from explainer.sharing.pages import PAGES
from explainer.sharing.sealed import LONGEST
from explainer.view.appraise.nines import Redundancy
from explainer.view.map import Look

TWO = PRESETS["two-regions"].scenario
UNRESERVED = re.compile(r"[A-Za-z0-9._-]+")  # what no address ever escapes (RFC 3986, without the tilde)


@given(st.data())
@settings(max_examples=200)
def test_the_state_of_a_page_comes_back_equal(any_state: st.SearchStrategy[PageState], data: st.DataObject) -> None:
    state = data.draw(any_state)
    link = to_link(state)
    again = from_link(link)
    assert again == state
    assert repr([each.placements for each in again.scenarios]) == repr([each.placements for each in state.scenarios])
    assert {name: type(value) for name, value in again.settings.items()} == {
        name: type(value) for name, value in state.settings.items()
    }
    assert UNRESERVED.fullmatch(link)


@given(st.data())
def test_a_scenario_comes_back_equal(any_scenario: st.SearchStrategy[Scenario], data: st.DataObject) -> None:
    scenario = data.draw(any_scenario)
    link = scenario.to_link()
    assert Scenario.from_link(link) == scenario
    assert from_link(link) == PageState("world", (scenario,))


@given(st.data())
@settings(max_examples=40)
def test_whatever_the_app_can_show_fits_and_leaves_room_for_an_address(
    reached_state: st.SearchStrategy[PageState], data: st.DataObject
) -> None:
    state = data.draw(reached_state)
    link = to_link(state)
    assert len(link) <= LONGEST - 200
    assert from_link(link) == state


def largest(world: World, dice: random.Random, digits: int = 17) -> Scenario:
    """Every Region, all zones by name in any order, capacities of so many digits, 20 outages in part."""
    zones_of = world.places.zones_of
    placements = [
        Placement(code, tuple(dice.sample(zones, len(zones))) or 1, float(f"{dice.random() * 1e6:.{digits}g}"))
        for code, zones in dice.sample(sorted(zones_of.items()), len(zones_of))
    ]
    things = [*world.places.region_of, *zones_of]
    slow = [Outage("slow", code, round(dice.random(), 2), dice.randint(1, 300)) for code in dice.sample(things, 20)]
    return Scenario(tuple(placements)).breaking(*slow)


@pytest.mark.parametrize("seed", range(20))
def test_the_largest_design_fits_beside_one_like_it(aws: World, seed: int) -> None:
    design = largest(aws, random.Random(seed))
    beside = Scenario(design.placements[1:], design.outages)
    assert len(to_link(PageState("world", (design,)))) <= LONGEST - 200
    assert len(to_link(PageState("replay", (design, beside)))) <= LONGEST - 200


@pytest.mark.parametrize("seed", range(20))
def test_two_such_designs_that_have_nothing_in_common_fit_too(aws: World, seed: int) -> None:
    dice = random.Random(seed)
    pair = (largest(aws, dice, 6).restored(), largest(aws, dice, 6).restored())
    assert len(to_link(PageState("replay", pair))) <= LONGEST - 200


def test_what_does_not_fit_is_told(aws: World) -> None:
    dice = random.Random(0)
    with pytest.raises(InputError, match=r"would have \d,\d{3} characters, and one may have 1,500. Save the design as"):
        to_link(PageState("replay", (largest(aws, dice), largest(aws, dice))))


def test_what_squeezes_well_but_swells_too_much_is_not_written_either() -> None:
    alike = Scenario(tuple(Placement(f"{'a' * 90}{number}") for number in range(400)))
    with pytest.raises(InputError, match=r"more than a link can hold\. Save the design as a file"):
        alike.to_link()


@pytest.mark.parametrize("page", ["world", "design", "replay"])
@pytest.mark.parametrize("key", PRESETS)
def test_a_design_to_start_from_has_a_link_of_a_few_letters(page: str, key: str) -> None:
    state = PageState(page, (PRESETS[key].scenario,))
    assert from_link(to_link(state)) == state
    assert len(to_link(state)) <= 60


def test_a_link_is_found_in_the_address_that_holds_it_however_it_was_sent() -> None:
    state = PageState("world", (TWO,), {"region": "eu-west-1", "place": "São Paulo, Brazil"})
    link = to_link(state)
    plain = f"https://parade.example/voila/render/00_world.ipynb?s={link}"
    nested = f"https://hub.example/v2/gh/o/r/tag?urlpath=voila%2Frender%2F00_world.ipynb%3Fs%3D{link}"
    half = len(link) // 2
    broken_by_mail = f"{link[:half]}\r\n  {link[half:]}"
    ways = (link, f" {link}\n", broken_by_mail, plain, f"{plain}&theme=dark#map", nested, f"theme=dark&s={link}")
    assert all(from_link(text) == state for text in ways)


def test_a_link_with_own_files_says_that_they_are_not_in_it() -> None:
    both = from_link(to_link(PageState("world", (TWO,), own=frozenset({"people", "round-trips"}))))
    assert both.without_own == (
        "This link was made with people and measured round trips from files. The files are not in the link, so you see "
        "the built-in people and modelled round trips, and your numbers may differ. "
        "Load the same files to get the same numbers."
    )
    one = from_link(to_link(PageState("world", (TWO,), own=frozenset({"people"}))))
    assert one.without_own.startswith("This link was made with people from a file. The file is not in the link")
    assert PageState("world", (TWO,)).without_own == ""


@pytest.mark.parametrize(
    ("page", "shown", "elsewhere"),
    [
        ("world", {field.name for field in fields(Look)}, {"cell": "place"}),
        ("replay", {field.name for field in fields(Take)}, {"a": None, "b": None}),
        (
            "design",
            {field.name for field in fields(Asked)}
            | {f"redundancy_{field.name}" for field in fields(Redundancy)}
            | {f"wish_{field.name}" for field in fields(Wish)},
            {"scenario": None, "redundancy": None, "wish": None},
        ),
        (  # who teaches or learns is a part of the address, beside the link
            "chapter",
            {field.name for field in fields(State)},
            {"settings": "control.", "given": "answer.", "teaching": None},
        ),
    ],
)
def test_all_that_a_page_shows_can_travel(page: str, shown: set[str], elsewhere: dict[str, str | None]) -> None:
    names = {elsewhere.get(name, name) for name in shown} - {None}
    assert names <= {*PAGES[page].settings, *PAGES[page].families}


@pytest.mark.parametrize(
    ("page", "scenarios", "given", "own", "message"),
    [
        ("map", (TWO,), {}, (), "no page 'map'"),
        ("world", (), {}, (), "was given 0 designs. Give 1"),
        ("world", (TWO, TWO), {}, (), "was given 2 designs. Give 1"),
        ("replay", (TWO,) * 3, {}, (), "was given 3 designs. Give 1 to 2"),
        ("chapter", (TWO,), {}, (), "was given 1 designs. Give 0"),
        ("world", (TWO,), {"colour": "red"}, (), "no setting of the page world 'colour'. It may be of a newer"),
        ("world", (TWO,), {"control.nines": "2"}, (), "no setting of the page world 'control.nines'"),
        ("world", (TWO,), {"cables": 1}, (), "cables is 1. Give true or false"),
        ("world", (TWO,), {"region": 5}, (), "region is 5. Give a text"),
        ("world", (TWO,), {"region": "x" * 61}, (), "region has 61 characters. Give at most 60"),
        ("world", (TWO,), {}, ("dreams",), "no kind of own numbers 'dreams'"),
        ("replay", (TWO,), {"fork": -1}, (), "fork is -1, which is not between 0 and 1e"),
        ("replay", (TWO,), {"fork": 1.5}, (), "fork is 1.5. Give a whole number"),
        ("replay", (TWO,), {"fork": "1"}, (), "fork is '1', which is not between"),
        ("replay", (TWO,), {"fork": True}, (), "fork is True, which is not between"),
        ("design", (TWO,), {"of": "moon"}, (), "no choice for of 'moon'"),
        ("design", (TWO,), {"hidden": float("nan")}, (), "hidden is nan, which is not between 1 and 5"),
        ("chapter", (), {"number": 0}, (), "number is 0, which is not between 1 and 99"),
        ("chapter", (), {"control.": "x"}, (), "no setting of the page chapter 'control.'"),
        ("chapter", (), {"control.<b>": "x"}, (), "no setting of the page chapter 'control.<b>'"),
        ("chapter", (), {f"control.{n}": "x" for n in range(61)}, (), "There are 61 settings. Give at most 60"),
    ],
)
def test_a_state_that_no_page_has_is_refused(
    page: str, scenarios: tuple[Scenario, ...], given: dict[str, str], own: tuple[str, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        PageState(page, scenarios, given, frozenset(own))
