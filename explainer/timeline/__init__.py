"""Minute by minute: an incident played on a design.

An outage is not a switch but a story. Every minute is the model of one instant with four things that lag behind:
the health checks' view, the answers that clients hold, the servers that were launched, and services that retries
keep full. Within a minute what is broken does not change; shares of clients are exact means over it. What is
assumed: clients that hold an old answer stay with its Region and find no room elsewhere, and have its capacity before
those who can still choose; overload alone does not make a Region unhealthy. Nothing is random without a seed.
"""

from explainer.timeline.events import Event
from explainer.timeline.neighbours import Cure, cures
from explainer.timeline.recovery import Recovery, recovery
from explainer.timeline.timeline import Timeline, play

__all__ = ["Cure", "Event", "Recovery", "Timeline", "cures", "play", "recovery"]
