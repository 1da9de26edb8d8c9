"""Charts of how good a design is: its years, its weak spots, what redundancy gives, and what else could be had.

Each module is one chart with the same five functions: `build` it once, `patch` it with what is known by now (nothing is
known at first, which empties it), `paint` it, give its `table` of the numbers drawn, and its `sentence`.
"""

from explainer.view.appraise import (
    failure_sets,
    front,
    nines,
    recovering,
    settling,
    small_map,
    spans,
    weak,
    years_chart,
)

__all__ = [
    "failure_sets",
    "front",
    "nines",
    "recovering",
    "settling",
    "small_map",
    "spans",
    "weak",
    "years_chart",
]
