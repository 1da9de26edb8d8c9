"""What chapter 5 shows of a moment: the map, the Regions over the criteria, and the choice beside the prediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.choose_region import drawing, gates, ground, sieve
from explainer.app.course.chapters.choose_region.sieve import CASES, CRITERIA, FOUR, Case, Judged
from explainer.app.course.chapters.choose_region.telling import choice, status_of, values_of
from explainer.app.course.chapters.choose_region.texts import TEXTS
from explainer.app.course.chapters.choose_region.wording import multiple, named
from explainer.app.course.figures import Drawn, Rows
from explainer.app.course.questions import Choice
from explainer.app.marks import dot, mark
from explainer.outcome import Outcome
from explainer.texts import tr, tr_all
from explainer.view import prediction, words
from explainer.view.prediction import Result, Scale

QUESTION = Choice(FOUR)
EACH = 6  # pictures a row
FRAMES = 1 + EACH * gates.END
LAST = FRAMES - 1
START = {"law": "weight", "case": "north", "spare": ""}
NEVER = Moment("predict", None, START, 0)
ASKED = "north"  # the case of the question
WAIT = Scale(0.0, 40.0, tuple((float(ms), words.wait(ms) if ms == 40 else f"{ms}") for ms in (0, 10, 20, 30, 40)))
PRICE = Scale(0.0, 1.5, tuple((times, multiple(times)) for times in (0.0, 0.5, 1.0, 1.5)))
BESIDE = ("play", "reveal")


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    drawn = {
        "picture": Drawn(
            drawing.build(sieve.world_of(CASES[ASKED].clinics)),
            drawing.paint,
            Rows(
                tr("Regions"),
                {
                    "region": {"label": tr("Region"), "kind": "text"},
                    "law": {"label": tr("By the rule"), "kind": "text"},
                    "wait": {"label": tr("Average wait"), "kind": "ms"},
                    "service": {"label": tr("Service"), "kind": "text"},
                    "price": {"label": tr("Price, × N. Virginia"), "kind": "text"},
                    "points": {"label": tr("Points"), "kind": "text"},
                    "state": {"label": tr("State"), "kind": "text"},
                },
            ),
            sized=drawing.sized,
        ),
        "wait": figures.result(WAIT, tr("Average wait"), {"label": tr("Wait"), "kind": "ms"}, BESIDE),
        "price": figures.result(PRICE, tr("Price"), {"label": tr("× N. Virginia"), "kind": "number"}, BESIDE),
    }
    return figures.stage(TEXTS, drawn, show(moment), key())


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    case = CASES[moment.settings["case"]]
    judged, depth = sieve.judge(case), moment.frame / EACH if moment.committed else 0.0
    by_points, spare = moment.settings["law"] == "weight", moment.settings["spare"]
    outcome = _outcome(case, judged, depth, by_points, spare)
    status, kind = status_of(case, depth, by_points, spare) if moment.committed else (TEXTS["status.before"], "")
    held = judged.held_by
    by_now = (held < gates.ROWS) & (held + 1 <= depth) & (not by_points)
    seen = ground.Seen(
        sieve.world_of(case.clinics),
        case.regions,
        [_on_map(case, code, outcome) for code in case.regions],
        by_now.tolist(),
        outcome,
        _people(case, outcome),
    )
    wait, price = (_beside(moment, case, judged, what) for what in ("wait", "price"))
    return Shown(
        {
            "picture": drawing.patch(seen, _asked(moment, case, judged, depth)),
            "wait": prediction.patch(WAIT, *wait),
            "price": prediction.patch(PRICE, *price),
        },
        {
            "picture": words.plain(status),
            "wait": figures.told(*wait),
            "price": figures.told(*price),
        },
        {
            "picture": _rows(case, judged, by_now, depth, by_points),
            "wait": prediction.table(*wait),
            "price": prediction.table(*price),
        },
        status if moment.committed else "",
        kind,
        TEXTS[f"clock.{int(np.ceil(depth))}"],
    )


def key() -> str:
    """Write the key of the marks, and where the numbers come from."""
    marks = tr_all({"unused": "to choose from", "in use": "chosen", "not served": "held back, not served"})
    items = [f"{mark(name)}{label}" for name, label in marks.items()]
    items += [f"{dot(c)}{span}" for c, span in ((1, tr("wait under 20 ms")), (2, "20–50 ms"))]
    note = tr(
        "Waits are modelled, the limit is assumed; service by {service}, prices by {prices}.",
        service=sieve.SERVICE_SOURCE,
        prices=sieve.PRICE_SOURCE,
    )
    return "".join(f'<span class="pp-item">{item}</span>' for item in items) + f"<span>{note}</span>"


def _outcome(case: Case, judged: Judged, depth: float, by_points: bool, spare: str) -> Outcome | None:
    """Open what is chosen once all has been asked, and let the model say who is served under the rule."""
    chosen = judged.leader if by_points else judged.passed
    if depth < gates.END or chosen is None:
        return None
    code = case.regions[chosen]
    return sieve.opened(case, code, spare, down=code) if spare else sieve.opened(case, code)


def _asked(moment: Moment, case: Case, judged: Judged, depth: float) -> gates.Seen:
    by_points = moment.settings["law"] == "weight"
    labels = [TEXTS["row.open"] if not by_points else say(TEXTS, "row.points", {"most": str(len(CRITERIA))})]
    gaps = values_of(case)
    said = None
    if moment.said and moment.settings["case"] == ASKED:
        said = (FOUR.index(moment.said), TEXTS["axis.said"])
    return gates.Seen(
        [named(code) for code in case.regions],
        [TEXTS["row.want"], *(say(TEXTS, f"row.{name}", gaps) for name in CRITERIA), *labels],
        _cells(case, judged),
        depth,
        judged.points if by_points else None,
        judged.held_by,
        "" if judged.lawful[judged.leader] else TEXTS["row.barred"],
        said,
    )


def _cells(case: Case, judged: Judged) -> list[list[str]]:
    """Write what each Region has of each criterion."""
    has = ("cell.no", "cell.yes") if case.service else ("cell.any", "cell.any")
    return [
        [TEXTS["cell.in" if lawful else "cell.out"] for lawful in judged.lawful.tolist()],
        [words.wait(ms) for ms in judged.wait_ms.tolist()],
        [TEXTS[has[int(there)]] for there in judged.has.tolist()],
        [say(TEXTS, "cell.price", {"price": multiple(price)}) for price in judged.price.tolist()],
    ]


def _on_map(case: Case, code: str, outcome: Outcome | None) -> str:
    if outcome is not None and not outcome.region_up[sieve.world_of(case.clinics).position(code)]:
        return say(TEXTS, "map.down", {"region": named(code)})
    return say(TEXTS, "map.away", {"region": named(code)}) if code == sieve.VIRGINIA else named(code)


def _people(case: Case, outcome: Outcome | None) -> dict[str, str]:
    """Write the name of each country, and how its people fare."""
    cells = sieve.world_of(case.clinics).cells
    said = {}
    for country, name in dict(zip(cells["country"], cells["country_name"], strict=True)).items():
        if outcome is None:
            said[str(country)] = words.plot(name)
            continue
        here = (cells["country"] == country).to_numpy()
        served = outcome.served & here
        ms = float(np.average(outcome.rtt_ms[served], weights=outcome.served_rps[served])) if served.any() else np.nan
        text = say(TEXTS, "map.served" if served.any() else "map.lost", {"country": name, "wait": words.wait(ms)})
        said[str(country)] = text
    return said


def _beside(moment: Moment, case: Case, judged: Judged, what: str) -> tuple[figures.Said, list[Result]]:
    """Give what stands on an axis: the prediction, what points choose, and what the sieve leaves."""
    value = judged.wait_ms if what == "wait" else judged.price
    written = words.wait if what == "wait" else multiple
    said = None
    if moment.settings["case"] == ASKED:
        said = figures.said(TEXTS, QUESTION, moment, lambda code: float(value[case.regions.index(code)]))
    if not moment.revealed:
        return said, []
    found = []
    for name, chosen in (("points", judged.leader), ("sieve", judged.passed)):
        if chosen is not None and (name == "sieve" or chosen != judged.passed):
            region = named(case.regions[chosen])
            label = say(TEXTS, f"result.{name}", {"region": region, "value": written(float(value[chosen]))})
            found.append(Result(float(value[chosen]), label, lost=name == "points"))
    return said, found


def _rows(case: Case, judged: Judged, by_now: Any, depth: float, by_points: bool) -> Mapping[str, Any]:
    cells = _cells(case, judged)
    counted = by_points and depth >= gates.END
    state = np.where(by_now, tr("held back"), tr("to choose from")).astype(object)
    chosen = choice(judged, by_points) if depth >= gates.END else None
    if chosen is not None:
        state[chosen] = tr("chosen")
    return {
        "region": [named(code) for code in case.regions],
        "law": cells[0],
        "wait": judged.wait_ms,
        "service": cells[2],
        "price": cells[3],
        "points": [f"{total:.1f}" if counted else "" for total in judged.total.tolist()],
        "state": state.tolist(),
    }
