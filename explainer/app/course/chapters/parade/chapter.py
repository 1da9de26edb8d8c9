"""Chapter 1, The parade: one café, a blocked street, and the same seats in three places.

What is drawn is the café city, what is counted is its day. Both come from the model through `town`, so picture,
charts, sentences and checks cannot disagree.
"""

from __future__ import annotations

import numpy as np

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Play, Solved, Term, Texts
from explainer.app.course.chapters.parade import town
from explainer.app.course.chapters.parade.picture import NEVER, clock, named, show, stage
from explainer.app.course.chapters.parade.texts import TEXTS
from explainer.app.course.questions import Share
from explainer.view import words
from explainer.world.cafe import ON_FOOT, STAY_MIN

QUESTION = Share()
ALIKE = 0.02  # shares of a day that differ by less are about the same


def facts() -> Texts:
    """Give what is known before the parade."""
    start, end = town.hours_h(town.LONG)
    return {
        "seats": f"{town.SEATS:.0f}",
        "from": clock(start),
        "to": clock(end),
        "pace": f"{ON_FOOT.per_km:.0f}",
        "stay": f"{STAY_MIN:.0f}",
    }


def results() -> Texts:
    """Give what the parade takes."""
    return {f"lost_{cafes}": words.share(town.day(cafes, town.LONG).lost) for cafes in ("one", "three")}


def answer() -> str:
    """Give the share of one café's day that the parade takes."""
    return QUESTION.read(f"{100 * town.day('one', town.LONG).lost}")


def same_street() -> Solved:
    """Open two cafés on one street: they share what fails."""
    one, pair = (town.day(cafes, town.LONG).lost for cafes in ("one", "pair"))
    right = "none" if pair <= 0 else "same" if abs(pair - one) < ALIKE else "half"
    values = {"lost_one": words.share(one), "lost_pair": words.share(pair)}
    return Solved(right, {**facts(), **values}, {"cafes": "pair"}, town.IN_FULL)


def moved() -> Solved:
    """Let the parade take another street: one café closes wherever it goes."""
    before, after = (town.day("three", street).lost for street in (town.LONG, town.MILL))
    right = "none" if after <= 0 else "like" if abs(after - before) < ALIKE else "more"
    now = town.outcome("three", town.MILL, town.hour_h(town.IN_FULL))
    letters = np.array(town.world().zones.index, object)
    closed = named(letters[now.zone_used & ~now.zone_up].tolist(), inside=True)
    lost = {"three": before, "move": after, "lucky": town.day("one", town.MILL).lost}
    values = {"closed": closed} | {f"lost_{what}": words.share(share) for what, share in lost.items()}
    return Solved(right, {**facts(), **values}, {"cafes": "three", "street": town.MILL}, town.IN_FULL)


CHAPTER = Chapter(
    number=1,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    answer=answer,
    settings=NEVER.settings,
    controls=(
        Control("cafes", ("one", "three")),
        Control("street", (town.LONG, town.MILL), since=DONE),
    ),
    play=Play(town.FRAMES, stride=5),
    reveal=({"cafes": "three"}, town.IN_FULL),
    terms=(
        Term(
            "high",
            "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html",
            "AWS Fault Isolation Boundaries: Availability Zones",
            "2026-11-25",
        ),
    ),
    checks=(
        Check("same-street", ("none", "half", "same"), same_street, ("1.1", "3.2")),
        Check("move", ("none", "like", "more"), moved, ("3.2",)),
    ),
)
