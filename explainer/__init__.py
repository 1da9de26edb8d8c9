"""Regions, Availability Zones and high availability, to be broken by hand."""

from explainer.app.explainer import Explainer
from explainer.errors import InputError
from explainer.outcome import Outcome, Summary
from explainer.presets import PRESETS
from explainer.scenario import Demand, Outage, Placement, Scenario
from explainer.simulate import simulate
from explainer.world import World, load_world, make_world

__all__ = [
    "PRESETS",
    "Demand",
    "Explainer",
    "InputError",
    "Outage",
    "Outcome",
    "Placement",
    "Scenario",
    "Summary",
    "World",
    "load_world",
    "make_world",
    "simulate",
]
