"""Regions, Availability Zones and high availability, to be broken by hand."""

from typing import TYPE_CHECKING

from explainer.errors import InputError
from explainer.outcome import Outcome, Summary
from explainer.presets import PRESETS
from explainer.scenario import Demand, Outage, Placement, Scenario
from explainer.simulate import simulate
from explainer.world import World, load_world, make_world

if TYPE_CHECKING:
    from explainer.app.explainer import Explainer
else:

    def __getattr__(name: str) -> object:
        """Bring the widget, and all that draws, only when it is asked for."""
        if name != "Explainer":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from explainer.app.explainer import Explainer

        globals()[name] = Explainer
        return Explainer

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


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
