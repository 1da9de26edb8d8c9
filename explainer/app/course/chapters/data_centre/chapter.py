"""Chapter 2, One data centre: what a share of the time is in hours, and what the years around it look like.

The hours come from the formula, the years from a simulation of the same data centre; each checks the other.
"""

from __future__ import annotations

import numpy as np

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Play, Solved, Term, Texts
from explainer.app.course.chapters.data_centre import centre
from explainer.app.course.chapters.data_centre.picture import (
    FRAMES,
    LAST,
    QUESTION,
    START,
    show,
    stage,
)
from explainer.app.course.chapters.data_centre.texts import TEXTS
from explainer.model import availability
from explainer.rates import load_rates
from explainer.view import words

ASKED = "three"  # nines of the question
ONE_COPY, TWO_ZONES = 0.995, 0.9999  # promised for EC2: SLA of 5 May 2022, instance and Region level


def facts() -> Texts:
    """Give what is known before any year has passed."""
    lasting = load_rates().duration
    return {
        "promise": words.percent(centre.UP[ASKED]),
        "count": f"{centre.COUNT:,}",
        "median": words.hours(lasting.median_h),
        "mean": words.hours(lasting.mean_within_h()),
        **{nines: words.percent(a) for nines, a in centre.UP.items()},
    }


def results() -> Texts:
    """Give the hours, and in how many years nothing fails."""
    calm = centre.lived(ASKED).share_without_loss
    return {"formula": words.hours(centre.down_h(centre.UP[ASKED])), "calm": words.share(calm)}


def answer() -> str:
    """Give the hours a year that the question asks for."""
    return QUESTION.read(f"{centre.down_h(centre.UP[ASKED])}")


def in_series() -> Solved:
    """Need a web server and a database: they multiply."""
    one, both = centre.UP[ASKED], centre.up(ASKED, "both")
    offered = {"same": one, "product": both, "safer": float(availability.parallel([one, one]))}
    came = 1 - centre.lived(ASKED, "both").mean_min / availability.MINUTES_PER_YEAR
    right = min(offered, key=lambda option: abs(offered[option] - came))
    values = {option: words.percent(a) for option, a in offered.items()}
    times = {"one_h": one, "both_h": both, "mean_h": came}
    values |= {name: words.hours(centre.down_h(a)) for name, a in times.items()}
    return Solved(right, {**facts(), **values}, {"nines": ASKED, "parts": "both"}, LAST)


def claimed() -> Solved:
    """Multiply availabilities where one copy is enough: worse than a single one, which cannot be."""
    product = float(availability.series([ONE_COPY] * 2))
    pair = float(availability.parallel([ONE_COPY] * 2))
    right = "downs" if product < ONE_COPY < pair else "nothing"
    shares = {"promised": TWO_ZONES, "single": ONE_COPY, "down": 1 - ONE_COPY, "product": product, "pair": pair}
    values = {name: words.percent(a) for name, a in shares.items()}
    return Solved(right, {**facts(), **values, "pair_h": words.hours(centre.down_h(pair))}, {"nines": ASKED}, LAST)


def bad_year() -> Solved:
    """Meet a year that is longer than the average."""
    told, average_h = centre.lived(ASKED), centre.down_h(centre.UP[ASKED])
    longer = float(np.mean(told.lost_min / 60 > average_h))
    values = {
        "one_h": words.hours(average_h),
        "longer": words.share(longer),
        "calm": words.share(told.share_without_loss),
    }
    return Solved("no" if longer > 0 else "yes", {**facts(), **values}, {"nines": ASKED}, LAST)


CHAPTER = Chapter(
    number=2,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    answer=answer,
    settings=START,
    controls=(Control("nines", tuple(centre.UP)), Control("parts", tuple(centre.PARTS), since=DONE)),
    play=Play(FRAMES, stride=5),
    reveal=({"nines": ASKED}, LAST),
    terms=(
        Term(
            "availability",
            "https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/"
            "understanding-availability.html",
            "Availability and Beyond: Understanding availability",
            "2026-11-25",
        ),
        Term(
            "sla",
            "https://aws.amazon.com/compute/sla/historical/",
            "Amazon Compute Service Level Agreement of May 2022",
            "2026-11-25",
        ),
    ),
    checks=(
        Check("series", ("same", "product", "safer"), in_series, ("1.2",)),
        Check("claim", ("nothing", "downs", "mean"), claimed, ("1.1", "1.2"), claim="99.99 % multi-AZ is .995 x .995"),
        Check("bad-year", ("yes", "no"), bad_year, ("1.2",)),
    ),
)
