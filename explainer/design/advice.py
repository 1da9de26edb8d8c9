"""Why no design does what was asked, and what the nearest is that one can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor

import numpy as np

from explainer.design import goals
from explainer.design.expense import Fullest, Loads
from explainer.design.programme import Found
from explainer.design.question import Question
from explainer.design.search import Parts, search
from explainer.errors import InputError
from explainer.texts import tr, tr_n

MORE_REGIONS = 4  # how many more Regions are tried


class NotFeasible(InputError):  # noqa: N818  a visitor's wish is no error
    """No design keeps all that was asked for.

    Parameters
    ----------
    message
        Which requirement cannot be kept, and what can.
    blocked_by
        That requirement: "slo_share", "most_rps" or "reach".
    nearest
        Parameter to its nearest value with which there is a design, the others left as they are.
    """

    def __init__(self, message: str, blocked_by: str, nearest: Mapping[str, float]) -> None:
        super().__init__(message)
        self.blocked_by, self.nearest = blocked_by, dict(nearest)


class OutOfTime(InputError):  # noqa: N818
    """A search was stopped before it had found anything."""

    def __init__(self) -> None:
        super().__init__(
            tr("No design was found in the time given. Allow more time, fewer Regions, or a smaller share.")
        )


def not_feasible(
    question: Question, deadline: float, slo_share: float | None, most_rps: float | None
) -> Parts[InputError]:
    """Find out which requirement blocks, and tell the nearest that can be had.

    Parameters
    ----------
    question
        What was asked, and cannot be done.
    deadline
        When to stop looking, by `time.perf_counter` [s].
    slo_share, most_rps
        The limits that were asked for.
    """
    if slo_share is not None:
        widest = yield from search(question, goals.within(question), deadline)
        if not widest.proved:
            return OutOfTime()
        if 1 - widest.value < slo_share:
            return (yield from _too_wide(question, deadline, slo_share, 1 - widest.value))
    if most_rps is not None:
        fullest = Fullest(Loads.of(question))
        even = yield from search(question, fullest, deadline, slo_share)
        if not even.proved:
            return OutOfTime()
        if even.value > most_rps:
            least = _up(even.value)
            told = tr(
                "No {regions} share the load so that none is built for more than {most} req/s{after}: "
                "the least is {least}. Allow that, or allow more Regions.",
                most=f"{most_rps:,.0f}",
                least=f"{least:,.0f}",
                **_asked(question),
            )
            return NotFeasible(told, "most_rps", {"most_rps": least})
    told = tr(
        "Some people whom a Region may serve would be served by no {regions}{after}. "
        "Choose more Regions, lose fewer, or let their country be served from more Regions.",
        **_asked(question),
    )
    return NotFeasible(told, "reach", {})


def _too_wide(question: Question, deadline: float, share: float, best: float) -> Parts[NotFeasible]:
    unit = question.world.words.unit
    nearest: dict[str, float] = {"slo_share": floor(best * 1000 + goals.SAME) / 1000}
    ways = [tr("Ask for {share}", share=_percent(nearest["slo_share"]))]
    most = min(question.k + MORE_REGIONS, len(question.rows))
    for more in range(question.k + 1, most + 1) if 1 - goals.within(question).bound >= share else ():
        larger = question.choosing(more)
        found: Found = yield from search(larger, goals.within(larger), deadline)
        if 1 - found.value >= share:
            nearest["k"] = more
            ways.append(tr("allow {count} Regions", count=more))
            break
    waits = goals.Quantile(question.waits_ms, goals.shares_of(question), share, question.survive)
    patient = yield from search(question, waits, deadline)
    if np.isfinite(patient.value) and patient.proved:
        nearest["slo_ms"] = _up(patient.value)
        ways.append(f"{nearest['slo_ms']:g} {unit}")
    told = tr_n(
        "No {regions} serves {share} of people within {wait}{after}: the best is {best}.",
        "No {regions} serve {share} of people within {wait}{after}: the best is {best}.",
        question.k,
        share=_percent(share),
        wait=f"{question.base.slo_ms:g} {unit}",
        best=_percent(nearest["slo_share"]),
        **_asked(question),
    )
    return NotFeasible(f"{told} {_either(ways)}.", "slo_share", nearest)


def _either(ways: Sequence[str]) -> str:
    """Join what can be done instead."""
    return tr("{ways}, or {last}", ways=", ".join(ways[:-1]), last=ways[-1]) if len(ways) > 1 else ways[0]


def _asked(question: Question) -> dict[str, str]:
    """Say how many Regions were asked for, and how many of them may be lost."""
    regions = tr("Region") if question.k == 1 else tr("{count} Regions", count=question.k)
    if not question.survive:
        return {"regions": regions, "after": ""}
    one = " " + tr("after the loss of any one")
    many = " " + tr("after the loss of any {count}", count=question.survive)
    return {"regions": regions, "after": one if question.survive == 1 else many}


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %".replace(".0 %", " %")


def _up(value: float) -> float:
    """Round up to a number that can be said, and that still suffices."""
    step = 10.0 ** max(floor(np.log10(value)) - 2, -3) if value > 0 else 1.0
    return float(round(ceil(value / step - goals.SAME) * step, 6))
