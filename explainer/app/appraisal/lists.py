"""The lists and tables of the page as HTML; every name from outside is escaped where it enters."""

from __future__ import annotations

import pandas as pd

from explainer.app.appraisal.asked import Asked, Known, Wish
from explainer.app.appraisal.forms import minutes
from explainer.app.appraisal.markup import button, table
from explainer.footprint import Footprint
from explainer.model.availability import common_cause
from explainer.model.downtime import budget_min
from explainer.texts import tr
from explainer.view import judging, words
from explainer.view.appraise import spans
from explainer.world import World

SHOWN, LOOKED_AT = 12, 2000  # rows of the worst failure sets, made of so many sets
EC2_SLA = 0.9999  # a month, in two zones or more: AWS Compute SLA, version of May 2022
RATES = tr(
    "Rates count large incidents that their provider or the press has made public: a <b>lower bound</b>. Small events "
    "are far more frequent. Every Region gets the average rate: that older and larger Regions have more known events "
    "tells of reporting as much as of Regions, and is no ranking. Intervals in brackets are 90 %; of judged rates they "
    "are the range thought sensible."
)
MODEL = tr(
    "What is down is answered by the same model as on the World page, overlaps included; then clients move as health "
    "checks and DNS let them. What is lost for good counts until it is built anew elsewhere, after a time that is "
    "assumed. Failure sets are exact. Searches say whether their answer is proved. Costs are relative list prices of "
    "March 2025, never a quote; what a Region costs before its first request is assumed. Not affiliated with AWS."
)


def worst(world: World, ranked: pd.DataFrame | None) -> str:
    """List the worst failure sets, those that are alike in one row."""
    if ranked is None:
        return f'<p class="pp-soft">{tr("Failures are being tried.")}</p>'
    numbers = ["reach", "within_slo", "users_lost", "rtt_p95_ms"]
    first = ranked.head(LOOKED_AT)
    named = first.assign(what=[judging.together(world, targets) for targets in first["targets"]])
    alike = named.groupby(["what", *numbers], sort=False, dropna=False).size().reset_index(name="sets")
    cut_off = len(ranked) > LOOKED_AT
    rows = [
        [
            each["what"],
            f"{each['sets']:,}{'+' if cut_off and row == len(alike) - 1 else ''}",
            words.share(each["reach"]),
            words.share(each["within_slo"]),
            words.people(each["users_lost"]) if each["users_lost"] else tr("nobody"),
            words.wait(each["rtt_p95_ms"], world.words.unit),
        ]
        for row, each in enumerate(alike.head(SHOWN).to_dict("records"))
    ]
    head = (tr("Lost together"), tr("sets"), tr("served"), tr("in time"), tr("not served"), "p95")
    return table(tr("The worst of {count} failure sets", count=f"{len(ranked):,}"), head, rows, right=(1, 2, 3, 4, 5))


def front(world: World, known: Known) -> str:
    """List the designs of the front, each with a button that loads it."""
    if known.front is None:
        return f'<p class="pp-soft">{tr("Designs are being compared.")}</p>'
    rows = []
    for position, each in enumerate(known.front.to_dict("records")):
        names = words.listed([words.html(world.regions["name"][code]) for code in each["regions"]], at_most=6)
        load = tr('Load<span class="pp-sr"> {design}</span>', design=names)
        rows.append(
            [
                names,
                f"{each['cost_index']:.2f}",
                words.share(each["within_slo"]),
                words.wait(each["rtt_p95_ms"], world.words.unit),
                words.share(each["within_slo_one_lost"]),
                f'<button class="pp-link" data-act="front" data-value="{position}">{load}</button>',
            ]
        )
    regions = words.named(2, world.words.region)
    head = (regions, tr("cost"), tr("in time"), "p95", tr("in time, worst one lost"), "")
    return table(tr("Designs that no other beats"), head, rows, right=(1, 2, 3, 4))


def best(world: World, known: Known, asked_wish: Wish) -> str:
    """Say what the search found, with a button that loads it."""
    if known.best is None:
        said = tr("Say what you want and press “Find the best”: the answer comes with a proof.")
        return f'<span class="pp-soft">{said}</span>'
    found = known.best[0]
    return f"{judging.best(world, found, asked_wish.slo_ms)} {button('take', '', tr('Load this design'))}"


def strategies(world: World, known: Known) -> str:
    """Compare the four strategies: what each states, what was measured, what it costs."""
    if not known.tried:
        return f'<p class="pp-soft">{tr("The loss of the Region is being played.")}</p>'
    rows = []
    for each in known.tried:
        plan, fared = each.strategy, each.recovery
        back, data = tr("not in a day"), tr("all")
        if fared.served_minute is not None or not fared.rto_min:
            back = spans.duration(fared.rto_min)
        if fared.data_lost_min < 1e9:
            data = spans.duration(fared.data_lost_min)
        rows.append(
            [
                plan.label,
                f"{back}<small>{tr('stated: {stated}', stated=plan.stated_rto)}</small>",
                f"{data}<small>{tr('stated: {stated}', stated=plan.stated_rpo)}</small>",
                f"{plan.cost_index:.2f}",
            ]
        )
    head = (tr("Strategy"), tr("serves again after (RTO)"), tr("data lost (RPO)"), tr("cost"))
    source = words.html(known.tried[0].strategy.source)
    told = table(tr("Four ways to be ready"), head, rows, right=(3,))
    note = tr(
        "Stated: {source}. Times to serve again are modelled on the timeline; age of the backup, lag of the copy and "
        "launch times are assumed. Cost: what stands ready, compared with the first Region alone; the shares for data "
        "and backup are assumed.",
        source=source,
    )
    return f'{told}<p class="pp-note">{note}</p>'


def four(world: World, asked: Asked, known: Known) -> str:
    """Tell the four numbers apart that are often taken for each other."""
    shape = asked.redundancy
    made = float(common_cause(shape.k, shape.n, shape.a, shape.beta))
    whole = known.whole.summary
    told = known.years
    zone = asked.rates.zone
    lived = tr("being simulated")
    if told is not None and told.n > 1:
        lived = tr("{time} a year for this design", time=spans.duration(told.mean_min))
    wait = words.wait(asked.scenario.slo_ms, world.words.unit)
    budget = f"{budget_min(EC2_SLA):.1f}{words.NO_BREAK}min"
    promised = f"{EC2_SLA:.2%}".replace("%", f"{words.NO_BREAK}%")
    rows = [
        [
            tr("SLA"),
            tr("a promise of refund"),
            tr("EC2 in two zones or more: {share} a month, {minutes}", share=promised, minutes=budget),
            tr("Stated: AWS Compute SLA, version of May 2022. No prediction: every large event breaks it."),
        ],
        [
            tr("SLO"),
            tr("your own aim"),
            tr(
                "{target} served; within {wait} today: {share}",
                target=words.share(asked.target),
                wait=wait,
                share=words.share(whole.within_slo),
            ),
            tr("Chosen by you; what is kept of it is modelled."),
        ],
        [
            tr("Designed for"),
            tr("a formula"),
            tr(
                "{k} of {n} zones at {share}: {minutes} a year",
                k=shape.k,
                n=shape.n,
                share=f"{shape.a * 100:g}{words.NO_BREAK}%",
                minutes=minutes(made),
            ),
            tr("Computed, with {share} shared causes; it knows no Region-wide events.", share=words.share(shape.beta)),
        ],
        [
            tr("Measured"),
            tr("what has happened"),
            tr(
                "{count} large events in {years} zone-years; {lived}",
                count=zone.count,
                years=f"{zone.exposure_years:,.0f}",
                lived=lived,
            ),
            tr("Counted from public incidents, so a lower bound; the years are modelled from these counts."),
        ],
    ]
    return table("", ("", tr("What it is"), tr("Here"), tr("Where it comes from")), rows)


def footprint(world: World, found: Footprint | None) -> str:
    """Report what a file was read as, and what was left out."""
    if found is None:
        return f'<p class="pp-soft">{tr("No file yet. The page then shows your design.")}</p>'
    rows = [
        [
            words.html(world.regions["name"][each.region]),
            words.html(", ".join(each.zones)) if isinstance(each.zones, tuple) else words.counted(each.zones, "zone"),
            f"{each.instances:,}" if each.instances else "–",
            words.load(each.capacity_rps) if each.capacity_rps is not None else "–",
        ]
        for each in found.regions
    ]
    head = (tr(world.words.region), tr("zones"), tr("servers"), tr("capacity"))
    read = table(tr("Read"), head, rows, right=(2, 3))
    left = "".join(
        f"<li>{each.count:,} × {words.html(each.reason)}"
        f"{': ' + words.html(', '.join(each.examples)) if each.examples else ''}</li>"
        for each in found.skipped
    )
    notes = "".join(f"<li>{words.html(note)}</li>" for note in found.notes)
    return (
        read
        + (f"<p><b>{tr('Left out')}</b></p><ul>{left}</ul>" if left else "")
        + (f"<p><b>{tr('Assumed')}</b></p><ul>{notes}</ul>" if notes else "")
    )


def about(asked: Asked) -> str:
    """Say what is counted, judged, modelled and assumed."""
    said = "".join(f"<li>{words.html(line)}.</li>" for line in judging.rates(asked.rates))
    return f"<p>{RATES}</p><ul>{said}</ul><p>{MODEL}</p>"
