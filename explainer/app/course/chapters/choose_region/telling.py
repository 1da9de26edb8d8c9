"""What is said of a moment of chapter 5: who leads, who is held back and why, and what comes of the choice."""

from __future__ import annotations

import numpy as np

from explainer.app.course.chapter import say
from explainer.app.course.chapters.choose_region import gates, sieve
from explainer.app.course.chapters.choose_region.sieve import CRITERIA, LIMIT_MS, Case, Judged
from explainer.app.course.chapters.choose_region.texts import TEXTS
from explainer.app.course.chapters.choose_region.wording import multiple, named, part
from explainer.view import words

Said = tuple[str, str]  # a status, and its kind


def values_of(case: Case) -> dict[str, str]:
    """Give what fills gaps about a case: where data may lie, the limit, what is wanted."""
    return {
        "where": TEXTS[f"rule.{case.rule}"],
        "wanted": TEXTS[f"wanted.{case.service or 'none'}"],
        "limit": words.wait(LIMIT_MS),
        "most": str(len(CRITERIA)),
    }


def choice(judged: Judged, by_points: bool) -> int | None:
    """Give the position of what is chosen, None if nothing is left."""
    return judged.leader if by_points else judged.passed


def status_of(case: Case, depth: float, by_points: bool, spare: str) -> Said:
    """Say what is happening, and its kind."""
    judged, done = sieve.judge(case), int(depth)
    if not done:
        return TEXTS["status.start"], ""
    if done < gates.END:
        return _counted(case, judged, done) if by_points else _sifted(case, judged, done)
    if by_points:
        return _most(case, judged)
    return _down(case, judged, spare) if spare else _left(case, judged)


def _counted(case: Case, judged: Judged, done: int) -> Said:
    so_far = judged.points[:done].sum(axis=0)
    ahead = np.flatnonzero(np.isclose(so_far, so_far.max()))
    values = {
        "what": words.sentence(TEXTS[f"clock.{done}"]),
        "regions": words.listed([named(case.regions[i]) for i in ahead.tolist()]),
        "points": f"{so_far.max():.1f}",
    }
    return say(TEXTS, "status.leads", values), ""


def _sifted(case: Case, judged: Judged, done: int) -> Said:
    if (judged.held_by < done - 1).all():
        return TEXTS["status.none"], "cause"
    held = np.flatnonzero(judged.held_by == done - 1).tolist()
    values = values_of(case) | {
        "what": TEXTS[f"clock.{done}"],
        "regions": words.listed([named(case.regions[i]) for i in held]),
        "waits": words.listed([words.wait(float(judged.wait_ms[i])) for i in held]),
    }
    return say(TEXTS, f"status.{CRITERIA[done - 1]}" if held else "status.pass", values), "cause" if held else ""


def _most(case: Case, judged: Judged) -> Said:
    leader = judged.leader
    held = int(judged.held_by[leader])
    values = values_of(case) | {
        "region": named(case.regions[leader]),
        "points": f"{judged.total[leader]:.1f}",
        "served": part(sieve.opened(case, case.regions[leader]).summary.reach),
        "what": TEXTS[f"clock.{min(held + 1, len(CRITERIA))}"],
    }
    if not judged.lawful[leader]:
        return say(TEXTS, "status.forbidden", values), "loss"
    return say(TEXTS, "status.agrees" if leader == judged.passed else "status.lacks", values), "cause"


def _left(case: Case, judged: Judged) -> Said:
    if judged.passed is None:
        return TEXTS["status.none"], "cause"
    code = case.regions[judged.passed]
    values = {
        "region": named(code),
        "wait": words.wait(sieve.average_ms(sieve.opened(case, code))),
        "price": multiple(float(judged.price[judged.passed])),
    }
    return say(TEXTS, "status.left", values), ""


def _down(case: Case, judged: Judged, spare: str) -> Said:
    lost = case.regions[judged.passed or 0]
    after = sieve.opened(case, lost, spare, down=lost)
    values = {"lost": named(lost), "spare": named(spare), "served": part(after.summary.reach)}
    return say(TEXTS, "status.down", values), "loss"
