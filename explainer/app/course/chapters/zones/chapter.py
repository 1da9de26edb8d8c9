"""Chapter 4, Availability Zones: how far apart they should be.

One distance, two answers: how many zones a storm takes, and how long a copy takes. Both come from the model through
`apart`, so picture, curves, sentences and checks cannot disagree.
"""

from __future__ import annotations

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Solved, Term, Texts
from explainer.app.course.chapters.zones import apart
from explainer.app.course.chapters.zones.apart import LIMIT_KM, STEPS_KM, STORMS_KM
from explainer.app.course.chapters.zones.picture import NEVER, show, stage
from explainer.app.course.chapters.zones.question import QUESTION
from explainer.app.course.chapters.zones.texts import TEXTS
from explainer.app.course.chapters.zones.wording import IN_A_ROW, copied, served, taken
from explainer.view import words
from explainer.world import load_world

DOCS = "https://docs.aws.amazon.com"
READ = "2026-11-25"
STORM_KM = STORMS_KM[0]
NEAR_KM, FAR_KM = STEPS_KM[0], STEPS_KM[-1]


def facts() -> Texts:
    """Give what is known before the prediction."""
    return {
        "storm": words.distance(STORM_KM),
        "saves": IN_A_ROW,
        "smaller": f"{1 / apart.CAFE_SCALE:.0f}",
        "limit": words.distance(LIMIT_KM),
        "miles": f"{apart.LIMIT_MILES:.0f}",
        "az_id": str(load_world().zones.index[load_world().zones["region"] == "eu-west-1"][0]),
        **{f"at_{step:g}": f"{step:,.0f}" for step in STEPS_KM},
        **{f"storm_{radius:g}": words.distance(radius) for radius in STORMS_KM},
    }


def results() -> Texts:
    """Give what comes of the distance that AWS keeps to."""
    hit = apart.storm(LIMIT_KM, STORM_KM)
    return {"taken": taken(hit.taken), "copy": copied(apart.copy_ms(LIMIT_KM))}


def answer() -> str:
    """Give the one distance on the card at which a storm takes one zone and a copy single-digit ms, "" for several."""
    least, most = apart.good_km(STORM_KM) or (1.0, 0.0)
    good = [option for option in QUESTION.options if least <= float(option) <= most]
    return good[0] if len(good) == 1 else ""


def near() -> Solved:
    """Put the zones side by side: they fail together."""
    hit = apart.storm(NEAR_KM, STORM_KM)
    values = {
        "km": words.distance(NEAR_KM),
        "taken": taken(hit.taken),
        "served": served(hit.served),
        "copy": copied(apart.copy_ms(NEAR_KM)),
    }
    return Solved(_reach(hit.served), {**facts(), **values}, {"apart": f"{NEAR_KM:g}"})


def far() -> Solved:
    """Put the zones in different countries: no safer, and slower."""
    ends = {"near": LIMIT_KM, "far": FAR_KM}
    lost = {end: apart.storm(at, STORM_KM).taken for end, at in ends.items()}
    copy = {end: apart.copy_ms(at) for end, at in ends.items()}
    digits = copy["far"] < apart.SINGLE_DIGIT_MS
    right = "safer" if lost["far"] < lost["near"] else "same" if digits else "slower"
    values = {end: words.distance(at) for end, at in ends.items()}
    values |= {f"taken_{end}": taken(count) for end, count in lost.items()}
    values |= {f"copy_{end}": copied(ms) for end, ms in copy.items()}
    values |= {"row_far": copied(copy["far"] * apart.IN_A_ROW), "light_far": copied(apart.light_ms(FAR_KM))}
    return Solved(
        right,
        {**facts(), **values, "saves": words.sentence(IN_A_ROW), "saves_in": IN_A_ROW},
        {"apart": f"{FAR_KM:g}"},
    )


def one() -> Solved:
    """Run in one zone only: the distance of the others does not help."""
    hit = apart.storm(LIMIT_KM, STORM_KM)
    lost = apart.CODES[hit.up.index(False)]
    alone = apart.storm(LIMIT_KM, STORM_KM, (lost,))
    right = {"all": "moved", "some": "part", "none": "none"}[_reach(alone.served)]
    values = {"served": served(alone.served), "served_three": served(hit.served)}
    return Solved(right, {**facts(), **values}, {"apart": f"{LIMIT_KM:g}"})


def count() -> Solved:
    """Look up how many zones Regions have."""
    regions, fewest, most = apart.zones_of_regions()
    right = "right" if fewest < 3 else "always" if fewest == most else "least"
    numbers = {name: words.numeral(n) for name, n in (("fewest", fewest), ("most", most))}
    known = {"regions": str(regions), "read": READ}
    return Solved(right, {**facts(), **numbers, **known}, {"apart": f"{LIMIT_KM:g}"})


def _reach(share: float) -> str:
    return "none" if share <= 0 else "all" if share >= 1 else "some"


CHAPTER = Chapter(
    number=4,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    answer=answer,
    settings=NEVER.settings,
    controls=(
        Control("apart", tuple(f"{step:g}" for step in STEPS_KM)),
        Control("storm", tuple(f"{radius:g}" for radius in STORMS_KM), since=DONE),
    ),
    reveal=({"apart": f"{LIMIT_KM:g}"}, 0),
    terms=(
        Term(
            "zone",
            f"{DOCS}/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html",
            "AWS Fault Isolation Boundaries: Availability Zones",
            READ,
        ),
        Term(
            "region",
            f"{DOCS}/global-infrastructure/latest/regions/aws-availability-zones.html",
            "AWS Regions and Availability Zones",
            READ,
        ),
        Term("az-id", f"{DOCS}/global-infrastructure/latest/regions/az-ids.html", "AZ IDs", READ),
    ),
    checks=(
        Check("near", ("all", "some", "none"), near, ("3.2",)),
        Check("far", ("safer", "slower", "same"), far, ("3.2",)),
        Check("one", ("moved", "part", "none"), one, ("2.1", "3.2")),
        Check("count", ("right", "least", "always"), count, ("3.2",), claim="A Region has 2-6 AZs"),
    ),
)
