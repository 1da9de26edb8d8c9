"""One way for all tests of this folder to have an Outcome drawn: `drawn` gives a figure with a chart's patch in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from explainer import Outage, Outcome, Placement, Scenario, World, simulate
from explainer.scenario import Scaling
from explainer.view.patch import Patch, apply


class Drawn:
    """A figure whose traces are found by name."""

    def __init__(self, figure: go.Figure) -> None:
        self.figure = figure
        self.traces = {trace.name: trace for trace in figure.data}

    def __getitem__(self, name: str) -> Any:
        return self.traces[name]

    def numbers(self, name: str, key: str = "x") -> list[float]:
        """Values of a trace as plain numbers, gaps left out."""
        values = self.traces[name][key]
        return [float(value) for value in (() if values is None else values) if value is not None and value == value]

    def texts(self, *names: str) -> list[str]:
        """Texts of some traces, without the spaces that keep them off their marks."""
        return [str(t).replace("<br>", "").strip() for n in names for t in (self.traces[n].text or ())]


def arrays(values: Mapping[str, Mapping[str, Any]]) -> list[np.ndarray[Any, Any]]:
    return [value for trace in values.values() for value in trace.values() if isinstance(value, np.ndarray)]


@pytest.fixture
def drawn() -> Callable[..., Drawn]:
    """Build a chart and patch it, checking what every patch must keep."""

    def draw(module: Any, world: World, *patches: Patch) -> Drawn:
        figure = module.build(world)
        names = [trace.name for trace in figure.data]
        assert len(set(names)) == len(names), "names of traces are unique"
        for patch in patches:
            assert set(patch.traces) <= set(names), "a patch names only traces that exist"
            assert {array.dtype for array in arrays(patch.traces)} <= {np.dtype(np.float32)}
            apply(figure, patch)
        assert [trace.name for trace in figure.data] == names, "the order of traces stays"
        return Drawn(figure)

    return draw


Pair = tuple[Outcome, Outcome]


@pytest.fixture
def answers() -> Callable[..., Pair]:
    """Simulate a scenario, and the same with nothing broken."""

    def answer(world: World, scenario: Scenario) -> Pair:
        return simulate(world, scenario), simulate(world, scenario.restored())

    return answer


@pytest.fixture
def two() -> Scenario:
    """N. Virginia and Ireland, three zones each: without one of them the other one is too small."""
    return Scenario((Placement("us-east-1"), Placement("eu-west-1")))


@pytest.fixture
def growing(two: Scenario) -> Scenario:
    """The same two, which grow with their load, so that nothing is ever full."""
    return replace(two, scaling=Scaling("on-demand"))


@pytest.fixture
def shops() -> Scenario:
    """All three shops of the street, on foot, eight minutes being quick enough, with a seat for everybody."""
    spare = Scaling(spare_regions=1)
    return Scenario((Placement("west", 2), Placement("east", 1)), scaling=spare, slo_ms=8, access="on foot")


@pytest.fixture
def cut_off(two: Scenario) -> Scenario:
    """N. Virginia alone, with every cable cut: other continents get no answer."""
    from explainer import load_world

    cables = (Outage("cable", str(cable)) for cable in load_world().cables.index)
    return Scenario(two.placements[:1]).breaking(*cables)
