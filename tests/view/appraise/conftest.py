"""What the charts of an appraisal are drawn from, for a World: made once, by the model itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from explainer import Placement, Scenario, World, load_incidents, load_world, simulate
from explainer.design import compare, pareto
from explainer.incidents import Incident, Phase
from explainer.scenario import Scaling
from explainer.strategies import strategies
from explainer.survey import shared_causes, survey, weakest
from explainer.timeline import play, recovery
from explainer.view.appraise import (
    failure_sets,
    front,
    nines,
    recovering,
    settling,
    small_map,
    weak,
    years_chart,
)
from explainer.view.patch import Patch
from explainer.years import years

CHARTS = {
    "years_chart": years_chart,
    "settling": settling,
    "nines": nines,
    "failure_sets": failure_sets,
    "front": front,
    "recovering": recovering,
    "small_map": small_map,
    "weak": weak,
}
TWO = Scenario((Placement("us-east-1"), Placement("eu-west-1")))


@cache
def told_of_aws() -> Mapping[str, tuple[Any, ...]]:
    world = load_world()
    best = pareto(world, k_max=2)
    incident = load_incidents()["aws-2026-03-01-mec1"]
    tried = [
        recovering.Tried(strategy, recovery(play(world, strategy.scenario, incident)))
        for strategy in strategies(world, "me-central-1", "eu-west-1").values()
    ]
    red_sea = next(cause for cause in shared_causes(world, TWO) if cause.code == "strait:Red Sea")
    found, now = years(world, TWO, 4000, seed=1), simulate(world, TWO)
    return {
        "years_chart": (found,),
        "settling": (found,),
        "nines": (nines.Redundancy(),),
        "failure_sets": (survey(world, TWO, 3),),
        "front": (best, compare(world, TWO, best), 3),
        "recovering": (tried,),
        "small_map": (now,),
        "weak": (now, weakest(survey(world, TWO, of="region")), red_sea),
    }


@pytest.fixture
def told() -> Mapping[str, tuple[Any, ...]]:
    """What is known of N. Virginia and Ireland, by chart."""
    return told_of_aws()


@pytest.fixture
def told_of_street(street: World) -> Mapping[str, tuple[Any, ...]]:
    """What is known of all three shops of the street, by chart."""
    shops = Scenario(
        (Placement("west", 2), Placement("east", 1)), scaling=Scaling(spare_regions=1), slo_ms=8, access="on foot"
    )
    found, now = years(street, shops, 500, seed=3), simulate(street, shops)
    best = pareto(street, k_max=2, slo_ms=8, zones=1, base=shops)
    parade = Incident(
        "parade", "A parade", "City", datetime(2026, 3, 1, tzinfo=UTC), 30, "", "seen", "It passes.", "Two blocks.",
        False, (Phase(5, "region", "The parade stands in the west.", "west", until=20),),
    )  # fmt: skip
    tried = [
        recovering.Tried(strategy, recovery(play(street, strategy.scenario, parade)))
        for strategy in strategies(street, "west", "east", base=shops).values()
    ]
    return {
        "years_chart": (found,),
        "settling": (found,),
        "nines": (nines.Redundancy(),),
        "failure_sets": (survey(street, shops, 2),),
        "front": (best, compare(street, shops, best)),
        "recovering": (tried,),
        "small_map": (now,),
        "weak": (now, weakest(survey(street, shops, of="region")), None),
    }


@pytest.fixture
def draw(drawn: Callable[..., Any]) -> Callable[..., Any]:
    """Build a chart by its name and patch it with what is known, one after the other."""

    def draw_(name: str, world: World, *known: tuple[Any, ...]) -> Any:
        patches: list[Patch] = [CHARTS[name].patch(world, *each) for each in known]  # type: ignore[attr-defined]
        return drawn(CHARTS[name], world, *patches)

    return draw_
