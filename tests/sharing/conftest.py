"""States to travel with: scenarios of any kind, those that the app's own controls reach, and pages that show them."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import strategies as st

from explainer import Demand, Failover, Outage, Placement, Routing, Scaling, Scenario, load_world
from explainer.scenario import OUTAGE_KINDS, PROFILES, SERVICES
from explainer.sharing.link import OWN, PageState, to_link
from explainer.sharing.pages import PAGES, Plain, Setting

PLACES = load_world().places
REGIONS, ZONES, CABLES = sorted(PLACES.zones_of), sorted(PLACES.region_of), sorted(PLACES.cables)


def _laws() -> ModuleType:
    """The random scenarios of the laws of the model."""
    source = spec_from_file_location("laws", Path(__file__).parents[1] / "test_laws.py")
    assert source
    assert source.loader
    module = sys.modules["laws"] = module_from_spec(source)
    source.loader.exec_module(module)
    return module


LAWS = _laws()
names = st.one_of(st.sampled_from([*REGIONS, *ZONES, "", "a b", "1", "a/b", '"']), st.text(max_size=20))
shares, amounts = st.floats(0, 1), st.floats(0, 1000)
pairs = st.lists(st.tuples(names, st.floats(-99, 99)), max_size=3).map(tuple)


@st.composite
def odd_outages(draw: st.DrawFn) -> Outage:
    """Outages of any kind, of things that no World need have."""
    kind, target = draw(st.sampled_from(OUTAGE_KINDS)), draw(names)
    if kind == "hazard":
        target = ",".join(str(draw(st.floats(-end, end))) for end in (90, 180)) + f",{draw(st.floats(0, 20_000))}"
    if kind == "service":
        target = f"{draw(names).replace('/', '')}/{draw(st.sampled_from(SERVICES))}"
    return Outage(kind, target, draw(shares), draw(st.just(0.0) | amounts))


@st.composite
def odd_scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios with every field as it may be, of any World or of none."""
    regions = draw(st.lists(names, unique=True, max_size=5))
    zones = st.integers(1, 99) | st.lists(names, min_size=1, max_size=4).map(tuple)
    capacity = st.none() | st.integers(0, 10**12) | st.floats(0, 1e12)
    routing = Routing(
        draw(st.sampled_from(["latency", "failover", "geolocation", "geoproximity"])),
        draw(st.lists(names, max_size=3).map(tuple)),
        tuple((name, abs(weight)) for name, weight in draw(pairs)),
        draw(st.lists(st.tuples(names, names), max_size=3).map(tuple)),
        draw(pairs),
        draw(st.lists(st.tuples(names, st.lists(names, max_size=2).map(tuple)), max_size=2).map(tuple)),
    )
    failover = Failover(
        *(draw(amounts), draw(st.integers(1, 10)), draw(amounts), draw(shares), draw(amounts)),
        *(draw(st.integers(0, 10)), draw(st.booleans()), draw(st.none() | st.floats(0, 10))),
        *(draw(amounts) for _ in range(3)),
    )
    return Scenario(
        tuple(Placement(region, draw(zones), draw(capacity)) for region in regions),
        frozenset(draw(st.sets(odd_outages(), max_size=5))),
        routing,
        failover,
        Scaling(draw(st.sampled_from(["static", "on-demand"])), draw(st.integers(0, 99)), draw(st.integers(0, 3))),
        draw(st.frozensets(st.sampled_from(SERVICES))),
        Demand(draw(st.none() | st.floats(0, 24)), draw(amounts), draw(st.sampled_from(PROFILES))),
        draw(st.floats(0.001, 100_000)),
        draw(names),
    )


@st.composite
def reached_scenarios(draw: st.DrawFn) -> Scenario:
    """As large as the app's controls and a visitor's file make them: every Region, all zones by name, 20 outages."""
    listed = draw(st.permutations(REGIONS))[: draw(st.integers(39, len(REGIONS)))]
    by_name, given = draw(st.booleans()), draw(st.booleans())
    placements = []
    for region in listed:
        zones = draw(st.permutations(PLACES.zones_of[region])) if by_name and PLACES.zones_of[region] else 3
        capacity = draw(st.floats(0, 1e12)) if given else None
        placements.append(Placement(region, tuple(zones) if isinstance(zones, list) else zones, capacity))
    things = [*(("zone", zone) for zone in ZONES), *(("region", code) for code in REGIONS)]
    things += [("cable", cable) for cable in CABLES]
    broken = draw(st.lists(st.sampled_from(things), min_size=20, max_size=20, unique=True))
    slo_ms, access = draw(st.floats(5, 400)), draw(st.sampled_from(["wired", "wifi", "mobile"]))
    design = Scenario(tuple(placements), slo_ms=slo_ms, access=access)
    return design.breaking(*(Outage(kind, target) for kind, target in broken))


def changed(draw: st.DrawFn, whole: Scenario) -> Scenario:
    """A design one step away, as a replay puts it beside the first."""
    fewer = replace(whole, placements=whole.placements[1:])
    return draw(st.sampled_from([whole, fewer, replace(fewer, scaling=Scaling("on-demand", 2, 3))]))


def values_of(setting: Setting) -> st.SearchStrategy[Plain]:
    if isinstance(setting.default, bool):
        return st.booleans()
    if isinstance(setting.default, int):
        return st.integers(int(setting.low), int(setting.high))
    if isinstance(setting.default, float):
        return st.floats(setting.low, setting.high)
    return st.sampled_from(setting.choices) if setting.choices else st.text(max_size=setting.longest)


@st.composite
def states(draw: st.DrawFn, scenarios: st.SearchStrategy[Scenario], full: bool = False) -> PageState:
    """Pages of any kind with such scenarios; full ones have every setting as it may be."""
    page = draw(st.sampled_from(sorted(PAGES)))
    kind = PAGES[page]
    least, most = kind.designs
    designs = [draw(scenarios)] if least else []
    if most > 1 and draw(st.booleans()):
        designs.append(changed(draw, designs[0]))
    settings: dict[str, Any] = {
        name: draw(values_of(setting)) for name, setting in kind.settings.items() if full or draw(st.booleans())
    }
    for beginning, setting in kind.families.items():
        for name in draw(st.lists(st.from_regex(r"\A[a-z0-9/_-]{1,12}\Z"), max_size=4, unique=True)):
            settings[f"{beginning}{name}"] = draw(values_of(setting))
    return PageState(page, tuple(designs), settings, draw(st.frozensets(st.sampled_from(sorted(OWN)))))


@pytest.fixture(scope="session")
def any_scenario() -> st.SearchStrategy[Scenario]:
    """Scenarios of the committed World and of none."""
    return st.one_of(LAWS.scenarios(), odd_scenarios())


@pytest.fixture(scope="session")
def any_state() -> st.SearchStrategy[PageState]:
    """States of any page."""
    return states(st.one_of(LAWS.scenarios(), odd_scenarios()))


@pytest.fixture(scope="session")
def reached_state() -> st.SearchStrategy[PageState]:
    """The largest states that the app reaches."""
    return states(reached_scenarios())


@pytest.fixture(scope="session")
def chapter_link() -> str:
    """A link to a page without a design."""
    return to_link(PageState("chapter", settings={"number": 2, "answered": True, "said": "8.8"}))
