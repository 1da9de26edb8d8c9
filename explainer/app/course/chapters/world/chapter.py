"""Chapter 8, The world: where to put a few Regions, and what one more brings.

The prediction is a design, three Regions placed by hand. It meets the best that there is, found and proved by the same
search as on the design page.
"""

from __future__ import annotations

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Solved, Term, Texts
from explainer.app.course.chapters.world import placing
from explainer.app.course.chapters.world.picture import NEVER, show, stage
from explainer.app.course.chapters.world.placing import AIMS, MARGIN_MS, MOST, PLACED
from explainer.app.course.chapters.world.question import QUESTION
from explainer.app.course.chapters.world.texts import TEXTS
from explainer.app.course.chapters.world.wording import (
    BESTS,
    BOUND,
    LOST,
    NEAR,
    YOURS,
    bound_values,
    known,
    lost_values,
    near_values,
    who,
)
from explainer.design import cost_of
from explainer.view import words
from explainer.world import load_world

READ = "2026-11-28"


def facts() -> Texts:
    """Give what is known before any Region is placed."""
    low, high = load_world().travel.band
    return {
        **known(),
        "low": f"{low:g}",
        "high": f"{high:g}",
        "sets": f"{placing.sets(PLACED):,}",
        **{f"n{k}": k for k in BESTS},
    }


def results() -> Texts:
    """Give the wait of the best three Regions, and of twice as many."""
    waits = placing.curve()
    return {"three": words.wait(waits[PLACED - 1]), "six": words.wait(waits[MOST - 1])}


def near() -> Solved:
    """Ask the nearest and the quickest Region of a place."""
    found = placing.detour()
    apart = found.near_ms - found.fast_ms
    return Solved("fast" if apart > MARGIN_MS else "near" if apart < -MARGIN_MS else "same", near_values(), _on(NEAR))


def more() -> Solved:
    """Add a sixth Region, and compare with what the second brought."""
    waits = placing.curve()
    first, last = waits[0] - waits[1], waits[-2] - waits[-1]
    offered = {"same": 1.0, "half": 0.5, "tenth": 0.1}
    right = min(offered, key=lambda option: abs(offered[option] - last / first))
    times = {"first": first, "last": last, "five": waits[-2], "six": waits[-1]}
    values = {name: words.wait(ms) for name, ms in times.items()}
    costs = {name: placing.best(k).cost_index for name, k in (("cost_five", MOST - 1), ("cost_six", MOST))}
    return Solved(right, values | {name: f"{cost:.2g}" for name, cost in costs.items()}, _on(str(MOST)))


def bound() -> Solved:
    """Bind the data of one country to its own Regions."""
    left = len(set(placing.chosen(PLACED, bound=True)) & set(placing.chosen(PLACED)))
    right = {PLACED: "same", 0: "all"}.get(left, "one")
    return Solved(right, {**results(), **bound_values()}, _on(BOUND))


def lose() -> Solved:
    """Lose one of the best three, and see the same with room for it."""
    codes, lost = placing.chosen(PLACED), placing.worst_loss()
    reach = placing.served(codes, lost=lost).summary.reach
    spare = placing.served(codes, lost=lost, spare=1)
    costs = {"cost": placing.served(codes), "cost_spare": placing.served(codes, spare=1)}
    values = lost_values() | {
        "spare_reach": who(spare.summary.reach),
        "spare_wait": words.wait(placing.wait_ms(spare)),
        **{name: f"{cost_of(load_world(), outcome.scenario).index:.2g}" for name, outcome in costs.items()},
    }
    return Solved("slower" if reach >= 1 else "none" if reach <= 0 else "some", values, _on(LOST))


def _on(what: str) -> dict[str, str]:
    return {"show": what}


CHAPTER = Chapter(
    number=8,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    options=placing.open_regions,
    settings=NEVER.settings,
    put=QUESTION.clicked,
    controls=(Control("show", (*BESTS, YOURS)), Control("aim", AIMS, since=DONE)),
    reveal=(_on(str(PLACED)), 0),
    terms=(
        Term(
            "routing",
            "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-latency.html",
            "Amazon Route 53: Latency-based routing",
            READ,
        ),
        Term(
            "residency",
            "https://docs.aws.amazon.com/wellarchitected/latest/data-residency-hybrid-cloud-services-lens/"
            "scenarios.html",
            "AWS Well-Architected: Data Residency Lens",
            READ,
        ),
    ),
    checks=(
        Check("near", ("near", "same", "fast"), near, ("3.2",), claim="Nearest Region = lowest latency"),
        Check("more", ("same", "half", "tenth"), more, ("1.1", "1.4")),
        Check("bound", ("same", "one", "all"), bound, ("2.1", "3.2")),
        Check("lose", ("slower", "some", "none"), lose, ("1.2", "2.1")),
    ),
)
