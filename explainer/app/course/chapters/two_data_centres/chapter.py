"""Chapter 3, Two data centres: what is left of an outage when a second site may take over, and when it cannot.

What a failure costs comes from `simulate`, what is left over the years from the formula with a share in common; the
tests hold both to the simulated years.
"""

from __future__ import annotations

from math import log

import numpy as np

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Play, Solved, Term, Texts
from explainer.app.course.chapters.data_centre import centre
from explainer.app.course.chapters.two_data_centres import sites
from explainer.app.course.chapters.two_data_centres.picture import (
    EACH,
    FRAMES,
    LAST,
    LEFT,
    QUESTION,
    START,
    down,
    show,
    stage,
)
from explainer.app.course.chapters.two_data_centres.texts import TEXTS
from explainer.model import availability, capacity
from explainer.view import words
from explainer.view.appraise.spans import duration

ASKED = "some"  # what the sites of the question share
ONE_COPY = 0.9995  # of the claim
PAIRS = {"flood": "some", "update": "some", "apart": "none"}  # what each pair on offer has in common


def facts() -> Texts:
    """Give what is known before the first failure."""
    needed = float(capacity.needed_per_zone(np.array([1.0]), np.array([2.0]), 1)[0])
    return {
        "spare": "N+1",
        "promise": words.percent(sites.UP),
        "shared": words.share(sites.SHARED[ASKED]),
        "most": words.share(1 / (2 * needed)),
        "half_busy": words.share(sites.BUSY["half"]),
        "sixty": words.share(sites.BUSY["sixty"]),
        "eighty": words.share(sites.BUSY["eighty"]),
        **{f"{shared}_share": words.share(beta) for shared, beta in sites.SHARED.items()},
    }


def results() -> Texts:
    """Give what is left of the outage."""
    return {"one": duration(centre.down_h(sites.UP) * 60), "two": down(ASKED), "alone": down("none")}


def answer() -> str:
    """Give the option that is closest to what is left; each is that many times another."""
    return min(LEFT, key=lambda option: abs(log(LEFT[option] / sites.left(ASKED))))


def which_pair() -> Solved:
    """Choose the pair that shares least."""
    right = min(PAIRS, key=lambda pair: sites.down_h(PAIRS[pair]))
    values = {f"{pair}_h": down(shared) for pair, shared in PAIRS.items()}
    return Solved(right, {**facts(), **values, "share": words.share(sites.SHARED["some"])}, {"shared": "none"}, LAST)


def how_much_room() -> Solved:
    """Lose one of two sites that are busier than half."""
    now = sites.outcome("sixty", "A")
    offered = {"none": 0.0, "some": 1 / 6, "half": 0.5}
    not_served = 1 - now.summary.reach
    right = min(offered, key=lambda option: abs(offered[option] - not_served))
    values = {
        "asked": f"{now.summary.offered_rps:.0f}",
        "room": f"{now.summary.served_rps:.0f}",
        "not_served": f"{100 * not_served:.1f}{words.NO_BREAK}%",
    }
    single = int(np.argmin(sites.failures(ASKED, "sixty").both))
    return Solved(right, {**facts(), **values}, {"busy": "sixty"}, EACH * single + 1)


def where_the_bracket() -> Solved:
    """Square what is up instead of what is down: nearly never up, which cannot be."""
    pair = float(availability.parallel([ONE_COPY] * 2))
    offered = {"fine": 1 - ONE_COPY**2, "down": 1 - (1 - ONE_COPY) ** 2, "squared": ONE_COPY**2}
    right = min(offered, key=lambda option: abs(offered[option] - pair))
    shares = {
        "single": ONE_COPY,
        "down": 1 - ONE_COPY,
        "written": offered["fine"],
        "product": ONE_COPY**2,
        "pair": pair,
    }
    values = {name: words.percent(a) for name, a in shares.items()} | {"pair_h": duration(centre.down_h(pair) * 60)}
    return Solved(right, {**facts(), **values}, {"shared": "none"}, LAST)


CHAPTER = Chapter(
    number=3,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    answer=answer,
    settings=START,
    controls=(Control("shared", tuple(sites.SHARED)), Control("busy", tuple(sites.BUSY), since=DONE)),
    play=Play(FRAMES, stride=EACH),
    reveal=({"shared": ASKED}, LAST),
    terms=(
        Term(
            "domain",
            "https://docs.aws.amazon.com/wellarchitected/latest/framework/rel10.html",
            "AWS Well-Architected: Use fault isolation to protect your workload",
            "2026-11-25",
        ),
        Term(
            "spare",
            "https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/"
            "availability-with-redundancy.html",
            "Availability and Beyond: Availability with redundancy",
            "2026-11-25",
        ),
    ),
    checks=(
        Check("room", ("none", "some", "half"), how_much_room, ("2.1",)),
        Check("pair", ("flood", "update", "apart"), which_pair, ("2.1", "3.2")),
        Check(
            "bracket", ("fine", "down", "squared"), where_the_bracket, ("1.2",), claim="1 - (0.9995^2) = 99.999975 %"
        ),
    ),
)
