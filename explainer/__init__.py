"""Regions, Availability Zones and high availability, to be broken by hand."""

from typing import TYPE_CHECKING

from explainer.errors import InputError
from explainer.incidents import Incident, Phase, load_incidents
from explainer.outcome import Outcome, Summary
from explainer.presets import PRESETS
from explainer.scenario import Demand, Failover, Outage, Placement, Routing, Scaling, Scenario
from explainer.simulate import simulate
from explainer.timeline import Cure, Timeline, cures, play
from explainer.world import World, load_world, make_world

if TYPE_CHECKING:
    from explainer.app.explainer import Explainer
    from explainer.app.replay import Replay
else:

    def __getattr__(name: str) -> object:
        """Bring a widget, and all that draws, only when it is asked for."""
        if name not in ("Explainer", "Replay"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from explainer.app.explainer import Explainer
        from explainer.app.replay import Replay

        globals().update(Explainer=Explainer, Replay=Replay)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "PRESETS",
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
    "cures",
    "load_incidents",
    "load_world",
    "make_world",
    "play",
    "simulate",
]
