"""Where to run a service: the best placements under a target, what a design costs, and what can be had at all."""

from explainer.design.advice import NotFeasible, OutOfTime
from explainer.design.best import OBJECTIVES, Best, best_placements, best_placements_in_parts
from explainer.design.cost import Cost, cost_of
from explainer.design.front import Comparison, compare, pareto, pareto_in_parts

__all__ = [
    "OBJECTIVES",
    "Best",
    "Comparison",
    "Cost",
    "NotFeasible",
    "OutOfTime",
    "best_placements",
    "best_placements_in_parts",
    "compare",
    "cost_of",
    "pareto",
    "pareto_in_parts",
]
