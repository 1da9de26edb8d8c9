"""One instant: who is served, by whom, how fast.

The model in one place: demand asks, faults say what still stands, routing says who is asked first, capacity says how
much each Region can take, and the rest is adding up. Nothing here is random and nothing is changed; the same World
and Scenario give the same Outcome.
"""

from explainer.simulate.damage import Damage, damage_of
from explainer.simulate.instant import answer, simulate
from explainer.simulate.plan import ON_DEMAND_ROOM, Plan, offered_rps, plan_of
from explainer.simulate.sending import allowed_by, named_by, send
from explainer.simulate.sums import by_cell, queue_ms, summarise, zone_shares

__all__ = [
    "ON_DEMAND_ROOM",
    "Damage",
    "Plan",
    "allowed_by",
    "answer",
    "by_cell",
    "damage_of",
    "named_by",
    "offered_rps",
    "plan_of",
    "queue_ms",
    "send",
    "simulate",
    "summarise",
    "zone_shares",
]
