"""Regions, Availability Zones and high availability, to be broken by hand."""

from importlib import import_module
from typing import TYPE_CHECKING

from explainer.design import best_placements, pareto
from explainer.errors import InputError
from explainer.footprint import read_footprint
from explainer.incidents import Incident, Phase, load_incidents
from explainer.outcome import Outcome, Summary
from explainer.presets import PRESETS
from explainer.scenario import Demand, Failover, Outage, Placement, Routing, Scaling, Scenario
from explainer.simulate import simulate
from explainer.strategies import strategies
from explainer.survey import survey
from explainer.timeline import Cure, Timeline, cures, play
from explainer.world import World, load_world, make_world
from explainer.years import Years, years

if TYPE_CHECKING:
    from explainer.app.appraisal.appraisal import Appraisal
    from explainer.app.explainer import Explainer
    from explainer.app.links import open_link
    from explainer.app.replay import Replay
else:
    _WIDGETS = {
        "Appraisal": "explainer.app.appraisal.appraisal",
        "Explainer": "explainer.app.explainer",
        "Replay": "explainer.app.replay",
        "open_link": "explainer.app.links",
    }

    def __getattr__(name: str) -> object:
        """Bring a widget, and all that draws, only when it is asked for."""
        if name not in _WIDGETS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(import_module(_WIDGETS[name]), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "PRESETS",
    "Appraisal",
    "Cure",
    "Demand",
    "Explainer",
    "Failover",
    "Incident",
    "InputError",
    "Outage",
    "Outcome",
    "Phase",
    "Placement",
    "Replay",
    "Routing",
    "Scaling",
    "Scenario",
    "Summary",
    "Timeline",
    "World",
    "Years",
    "best_placements",
    "cures",
    "load_incidents",
    "load_world",
    "make_world",
    "open_link",
    "pareto",
    "play",
    "read_footprint",
    "simulate",
    "strategies",
    "survey",
    "years",
]
