"""Chapter 5, Choose a Region: the law is a filter, not one weight among others.

What a rule forbids, how long people wait and what is left after the loss of a Region are answers of `simulate`, by
way of `sieve`; so picture, sentences and checks cannot disagree.
"""

from __future__ import annotations

import numpy as np

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Play, Solved, Term, Texts
from explainer.app.course.chapters.choose_region import sieve
from explainer.app.course.chapters.choose_region.picture import ASKED, EACH, FRAMES, LAST, QUESTION, START, show, stage
from explainer.app.course.chapters.choose_region.sieve import CASES, FRANKFURT, LIMIT_MS, LONDON, PARIS, VIRGINIA
from explainer.app.course.chapters.choose_region.texts import TEXTS
from explainer.app.course.chapters.choose_region.wording import countries, country_names, multiple, named, part
from explainer.view import words

READ = "2026-11-28"
BOTH = (FRANKFURT, VIRGINIA)


def facts() -> Texts:
    """Give what is known before the prediction."""
    listed = {name: countries(CASES[name].clinics) for name in ("north", "middle", "ireland")}
    return {
        **listed,
        "clinics": listed[ASKED],
        "middle_short": ", ".join(country_names(CASES["middle"].clinics)),
        "limit": words.wait(LIMIT_MS),
        "base": "1",
        "price_source": sieve.PRICE_SOURCE,
        "service_source": sieve.SERVICE_SOURCE,
        "service_read": sieve.SERVICE_READ,
    }


def results() -> Texts:
    """Give what both ways choose."""
    case, judged = CASES[ASKED], sieve.judge(CASES[ASKED])
    return {
        "by_points": named(case.regions[judged.leader]),
        "by_sieve": named(case.regions[judged.passed]) if judged.passed is not None else "",
    }


def answer() -> str:
    """Give the Region that no sieve holds back, "" for none."""
    case = CASES[ASKED]
    passed = sieve.judge(case).passed
    return case.regions[passed] if passed is not None else ""


def hospital() -> Solved:
    """Want what only a forbidden Region has: strike first, then see what is left."""
    case = CASES["hospital"]
    judged = sieve.judge(case)
    left = np.flatnonzero(judged.lawful)
    best = int(left[np.argmin(judged.wait_ms[left])])
    position = sieve.world_of(case.clinics).position(VIRGINIA)
    alone, beside = sieve.opened(case, VIRGINIA), sieve.opened(case, *BOTH)
    there = float(beside.region_rps[position] / beside.summary.offered_rps)
    right = "feature" if alone.summary.reach >= 1 else "both" if there > 0 else "law"
    values = {
        "served": part(there),
        "left": words.listed([named(case.regions[i]) for i in left.tolist()]),
        "wait": words.wait(float(judged.wait_ms[best])),
        "far": words.wait(float(judged.wait_ms[case.regions.index(VIRGINIA)])),
    }
    return Solved(right, {**facts(), **values}, {"law": "filter", "case": "hospital"}, EACH)


def which_decides() -> Solved:
    """Choose between two that the first sieves let pass."""
    case = CASES["plain"]
    judged = sieve.judge(case)
    one, other = (case.regions.index(code) for code in (FRANKFURT, PARIS))
    values = {
        "best": named(case.regions[judged.passed]) if judged.passed is not None else "",
    }
    for name, at in (("one", one), ("other", other)):
        values[name] = named(case.regions[at])
        values[f"{name}_wait"] = words.wait(float(judged.wait_ms[at]))
        values[f"{name}_price"] = multiple(float(judged.price[at]))
    return Solved(judged.decided_by, {**facts(), **values}, {"law": "filter", "case": "plain"}, LAST)


def second_copy() -> Solved:
    """Lose the Region that was chosen, with the second copy where the rule forbids it."""
    case = CASES[ASKED]
    after, lawful = (sieve.opened(case, FRANKFURT, spare, down=FRANKFURT) for spare in (LONDON, PARIS))
    offered = {"all": 1.0, "half": 0.5, "none": 0.0}
    right = min(offered, key=lambda option: abs(offered[option] - after.summary.reach))
    values = {
        "served": part(after.summary.reach),
        "better": part(lawful.summary.reach),
        "wait": words.wait(sieve.average_ms(lawful)),
    }
    return Solved(right, {**facts(), **values}, {"law": "filter", "spare": LONDON}, LAST)


CHAPTER = Chapter(
    number=5,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    answer=answer,
    settings=START,
    controls=(
        Control("law", ("weight", "filter")),
        Control("case", ("north", "middle", "ireland"), since=DONE),
    ),
    play=Play(FRAMES, stride=EACH),
    reveal=({"law": "filter"}, LAST),
    terms=(
        Term(
            "compliance",
            "https://aws.amazon.com/blogs/architecture/what-to-consider-when-selecting-a-region-for-your-workloads/",
            "AWS Architecture Blog: What to consider when selecting a Region",
            READ,
        ),
        Term(
            "others",
            "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
            "AWS Regions",
            READ,
        ),
        Term(
            "price",
            "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar/"
            "cost_pricing_model_region_cost.html",
            "AWS Well-Architected: Choose Regions based on cost",
            READ,
        ),
    ),
    checks=(
        Check("hospital", ("feature", "both", "law"), hospital, ("3.2",)),
        Check("price", ("wait", "service", "price"), which_decides, ("1.4", "4.1")),
        Check("spare", ("all", "half", "none"), second_copy, ("1.2", "2.1", "3.2")),
    ),
)
