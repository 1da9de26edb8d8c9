"""The lists, tables and controls of the page as HTML; every name from outside is escaped where it enters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from explainer.app import acts
from explainer.app.appraisal.asked import EVERY, MOST_REGIONS, REBUILT_DAYS, YEARS, Asked, Known, Wish
from explainer.app.appraisal.work import Progress
from explainer.footprint import Footprint
from explainer.model.availability import common_cause, k_of_n, k_of_n_approximate
from explainer.model.downtime import budget_min, downtime_min_per_year, nines
from explainer.rates import HIDDEN_RANGE
from explainer.view import judging, words
from explainer.view.appraise import spans
from explainer.view.appraise.nines import Redundancy
from explainer.world import World

SHOWN, LOOKED_AT = 12, 2000  # rows of the worst failure sets, made of so many sets
KINDS = {
    "zone": "Zones",
    "region": "Regions",
    "cable": "Cables",
    "cause": "Shared causes",
    EVERY: "All zones there are",
}
OBJECTIVES = {"within_slo": "most people in time", "cost": "lowest cost", "p95": "shortest p95"}
WORKS = {
    "survey": "Trying failures",
    "years": "Simulating years",
    "front": "Comparing designs",
    "best": "Searching the best",
    "strategies": "Losing the Region",
}
SLOS_MS = (50, 100, 150, 250)
SHARES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
AVAILABILITIES = (0.99, 0.995, 0.999, 0.9995, 0.9999)
EC2_SLA = 0.9999  # a month, in two zones or more: AWS Compute SLA, version of May 2022


def start(world: World, asked: Asked) -> str:
    """Give the designs to start from."""
    chosen = acts.preset_of(asked.scenario)
    found = acts.presets(world)
    buttons = "".join(_button("preset", key, preset.label, pressed=key == chosen) for key, preset in found.items())
    options = [("", "your own")] if not chosen else []
    options += [(key, preset.label) for key, preset in found.items()]
    short = _select("Start from", "preset", options, chosen)
    used = {placement.region for placement in asked.scenario.placements}
    regions = world.regions.sort_values("name")
    codes = [(str(code), f"{'− ' if code in used else '+ '}{name}") for code, name in regions["name"].items()]
    more = _select(f"{world.words.region}s", "use", [("", "add or take out…"), *codes], "")
    return f'<b>Start from</b>{buttons}<span class="pp-narrow-only">{short}</span>{more}'


def progress(works: Mapping[str, Progress], names: Iterable[str]) -> str:
    """Say how far the running works of a part of the page are, each with a way to end it."""
    said = []
    for name in names:
        if name not in works:
            continue
        now = works[name]
        count = f"{now.total:,.0f}: " if now.total > 1 else ""
        left = f", about {max(now.left_s, 1):.0f} s left" if now.left_s is not None else ""
        cancel = f'<button class="pp-link" data-act="cancel" data-value="{name}">Cancel</button>'
        said.append(
            f'<span class="pp-progress"><i style="--at:{now.share:.3f}"></i>'
            f"{WORKS[name]} {count}{words.share(now.share)} done{left}. {cancel}</span>"
        )
    return "".join(said)


def knobs(asked: Asked, works: Mapping[str, Progress]) -> str:
    """Give the controls of the simulated years."""
    low, high = (int(end) for end in HIDDEN_RANGE)
    hidden = [(str(n), "as counted" if n == low else f"× {n}") for n in range(low, high + 1)]
    days = [(f"{d:g}", spans.duration(1440 * d)) for d in REBUILT_DAYS]
    more = "" if asked.n >= YEARS[-1] else _link("years", f"Simulate {YEARS[-1]:,} years")
    return (
        progress(works, ["years"])
        or _select("Events", "hidden", hidden, f"{asked.hidden:g}")
        + _select("Lost for good: built anew after", "rebuilt", days, f"{asked.rebuilt_days:g}")
        + more
    )


def redundancy(asked: Redundancy) -> str:
    """Give the controls of the scale of nines, and its sentence."""
    counts = [(f"n:{n}", str(n)) for n in range(1, 7)]
    needed = [(f"k:{k}", str(k)) for k in range(1, asked.n + 1)]
    each = [(f"a:{a:g}", f"{a * 100:g}{words.NO_BREAK}%") for a in AVAILABILITIES]
    shared = round(100 * asked.beta)
    slider = (
        f'<label>Shared causes <input type="range" min="0" max="20" step="1" value="{shared}" data-act="beta" '
        f'aria-valuetext="{shared} per cent of failures hit all at once"> '
        f"<output>{shared}{words.NO_BREAK}%</output></label>"
    )
    alone = float(k_of_n(asked.k, asked.n, asked.a))
    rough = float(k_of_n_approximate(asked.k, asked.n, asked.a))
    both = float(common_cause(asked.k, asked.n, asked.a, asked.beta))
    said = (
        f"{nines(both):.1f} nines, {minutes(both)} a year; if they failed independently {nines(alone):.1f} nines, "
        f"{minutes(alone)} (by the published approximation {minutes(rough)})."
    )
    return (
        _select("Zones", "redundancy", counts, f"n:{asked.n}")
        + _select("needed", "redundancy", needed, f"k:{asked.k}")
        + _select("each up", "redundancy", each, f"a:{asked.a:g}")
        + slider
        + f'<p class="pp-note">{said}</p>'
    )


def minutes(availability: float) -> str:
    """Write the minutes a year of an availability, in minutes as they are published: 0.07, 26.3, 262.9."""
    return spans.in_minutes(float(downtime_min_per_year(availability)))


def kinds(asked: Asked, works: Mapping[str, Progress]) -> str:
    """Give the choice of what is lost."""
    buttons = "".join(_button("of", key, label, pressed=key == asked.of) for key, label in KINDS.items())
    return buttons + progress(works, ["survey"])


def target(asked: Asked) -> str:
    """Give the choice of what must stay served."""
    shares = [(f"{share:g}", words.share(share)) for share in (0.5, 0.9, 0.95, 0.99, 0.999)]
    return _select("Keep served at least", "target", shares, f"{asked.target:g}")


def worst(world: World, ranked: pd.DataFrame | None) -> str:
    """List the worst failure sets, those that are alike in one row."""
    if ranked is None:
        return '<p class="pp-soft">Failures are being tried.</p>'
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
            words.people(each["users_lost"]) if each["users_lost"] else "nobody",
            words.wait(each["rtt_p95_ms"], world.words.unit),
        ]
        for row, each in enumerate(alike.head(SHOWN).to_dict("records"))
    ]
    head = ("Lost together", "sets", "served", "in time", "not served", "p95")
    return _table(f"The worst of {len(ranked):,} failure sets", head, rows, right=(1, 2, 3, 4, 5))


def wish(world: World, asked: Asked, works: Mapping[str, Progress]) -> str:
    """Give the form of the search for the best design."""
    now, unit = asked.wish, world.words.unit
    waits = [(f"{ms:g}", f"within {words.wait(ms, unit)}") for ms in SLOS_MS]
    shares = [(f"{share:g}", words.share(share) if share else "any") for share in SHARES]
    fields = (
        ("k", f"{world.words.region}s", [(str(k), str(k)) for k in range(1, MOST_REGIONS + 1)], str(now.k)),
        ("survive", "Survives the loss of", [("0", "none"), ("1", "any 1"), ("2", "any 2")], str(now.survive)),
        ("objective", "Aim", list(OBJECTIVES.items()), now.objective),
        ("slo_ms", "In time", waits, f"{now.slo_ms:g}"),
        ("slo_share", "At least in time", shares, f"{now.slo_share or 0:g}"),
    )
    selects = "".join(
        _select(label, "wish", [(f"{name}:{value}", text) for value, text in options], f"{name}:{chosen}")
        for name, label, options, chosen in fields
    )
    running = "best" in works
    find = _button("find", "", "Find the best", "pp-main", usable=not running)
    return selects + find + progress(works, ["best", "front"])


def front(world: World, known: Known) -> str:
    """List the designs of the front, each with a button that loads it."""
    if known.front is None:
        return '<p class="pp-soft">Designs are being compared.</p>'
    rows = []
    for position, each in enumerate(known.front.to_dict("records")):
        names = words.listed([words.html(world.regions["name"][code]) for code in each["regions"]], at_most=6)
        load = f'Load<span class="pp-sr"> {names}</span>'
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
    head = (f"{world.words.region}s", "cost", "in time", "p95", "in time, worst one lost", "")
    return _table("Designs that no other beats", head, rows, right=(1, 2, 3, 4))


def best(world: World, known: Known, asked_wish: Wish) -> str:
    """Say what the search found, with a button that loads it."""
    if known.best is None:
        return (
            '<span class="pp-soft">Say what you want and press “Find the best”: the answer comes with a proof.</span>'
        )
    found = known.best[0]
    return f"{judging.best(world, found, asked_wish.slo_ms)} {_button('take', '', 'Load this design')}"


def strategies(world: World, known: Known) -> str:
    """Compare the four strategies: what each states, what was measured, what it costs."""
    if not known.tried:
        return '<p class="pp-soft">The loss of the Region is being played.</p>'
    rows = []
    for each in known.tried:
        plan, fared = each.strategy, each.recovery
        back = spans.duration(fared.rto_min) if fared.served_minute is not None or not fared.rto_min else "not in a day"
        data = spans.duration(fared.data_lost_min) if fared.data_lost_min < 1e9 else "all"
        rows.append(
            [
                plan.label,
                f"{back}<small>stated: {plan.stated_rto}</small>",
                f"{data}<small>stated: {plan.stated_rpo}</small>",
                f"{plan.cost_index:.2f}",
            ]
        )
    head = ("Strategy", "serves again after (RTO)", "data lost (RPO)", "cost")
    source = words.html(known.tried[0].strategy.source)
    table = _table("Four ways to be ready", head, rows, right=(3,))
    note = (
        f"Stated: {source}. Times to serve again are modelled on the timeline; age of the backup, lag of the copy and "
        "launch times are assumed. Cost: what stands ready, compared with the first Region alone; the shares for data "
        "and backup are assumed."
    )
    return f'{table}<p class="pp-note">{note}</p>'


def four(world: World, asked: Asked, known: Known) -> str:
    """Tell the four numbers apart that are often taken for each other."""
    shape = asked.redundancy
    made = float(common_cause(shape.k, shape.n, shape.a, shape.beta))
    whole = known.whole.summary
    told = known.years
    zone = asked.rates.zone
    lived = "being simulated"
    if told is not None and told.n > 1:
        lived = f"{spans.duration(told.mean_min)} a year for this design"
    wait = words.wait(asked.scenario.slo_ms, world.words.unit)
    promised = f"{EC2_SLA:.2%}".replace("%", f"{words.NO_BREAK}%")
    rows = [
        [
            "SLA",
            "a promise of refund",
            f"EC2 in two zones or more: {promised} a month, {budget_min(EC2_SLA):.1f}{words.NO_BREAK}min",
            "Stated: AWS Compute SLA, version of May 2022. No prediction: every large event breaks it.",
        ],
        [
            "SLO",
            "your own aim",
            f"{words.share(asked.target)} served; within {wait} today: {words.share(whole.within_slo)}",
            "Chosen by you; what is kept of it is modelled.",
        ],
        [
            "Designed for",
            "a formula",
            f"{shape.k} of {shape.n} zones at {shape.a * 100:g}{words.NO_BREAK}%: {minutes(made)} a year",
            f"Computed, with {words.share(shape.beta)} shared causes; it knows no Region-wide events.",
        ],
        [
            "Measured",
            "what has happened",
            f"{zone.count} large events in {zone.exposure_years:,.0f} zone-years; {lived}",
            "Counted from public incidents, so a lower bound; the years are modelled from these counts.",
        ],
    ]
    return _table("", ("", "What it is", "Here", "Where it comes from"), rows)


def footprint(world: World, found: Footprint | None) -> str:
    """Report what a file was read as, and what was left out."""
    if found is None:
        return '<p class="pp-soft">No file yet. The page then shows your design.</p>'
    rows = [
        [
            words.html(world.regions["name"][each.region]),
            words.html(", ".join(each.zones)) if isinstance(each.zones, tuple) else words.counted(each.zones, "zone"),
            f"{each.instances:,}" if each.instances else "–",
            words.load(each.capacity_rps) if each.capacity_rps is not None else "–",
        ]
        for each in found.regions
    ]
    read = _table("Read", (world.words.region, "zones", "servers", "capacity"), rows, right=(2, 3))
    left = "".join(
        f"<li>{each.count:,} × {words.html(each.reason)}"
        f"{': ' + words.html(', '.join(each.examples)) if each.examples else ''}</li>"
        for each in found.skipped
    )
    notes = "".join(f"<li>{words.html(note)}</li>" for note in found.notes)
    return (
        read
        + (f"<p><b>Left out</b></p><ul>{left}</ul>" if left else "")
        + (f"<p><b>Assumed</b></p><ul>{notes}</ul>" if notes else "")
    )


def about(asked: Asked) -> str:
    """Say what is counted, judged, modelled and assumed."""
    said = "".join(f"<li>{words.html(line)}.</li>" for line in judging.rates(asked.rates))
    return (
        "<p>Rates count large incidents that their provider or the press has made public: a <b>lower bound</b>. "
        "Small events are far more frequent. Every Region gets the average rate: that older and larger Regions have "
        "more known events tells of reporting as much as of Regions, and is no ranking. Intervals in brackets are 90 "
        "%; of judged rates they are the range thought sensible.</p>"
        f"<ul>{said}</ul>"
        "<p>What is down is answered by the same model as on the World page, overlaps included; then clients move as "
        "health checks and DNS let them. What is lost for good counts until it is built anew elsewhere, after a time "
        "that is assumed. Failure sets are exact. Searches say whether their answer is proved. Costs are relative list "
        "prices of March 2025, never a quote; what a Region costs before its first request is assumed. Not affiliated "
        "with AWS.</p>"
    )


def _table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    def cells(values: Sequence[str], head_row: bool = False) -> str:
        made = []
        for i, value in enumerate(values):
            kind = ' class="pp-right"' if i in right else ""
            tag, scope = ("th", ' scope="col"') if head_row else ("th", ' scope="row"') if i == 0 else ("td", "")
            made.append(f"<{tag}{scope}{kind}>{value}</{tag}>")
        return f"<tr>{''.join(made)}</tr>"

    body = "".join(cells(row) for row in rows)
    told = f"<caption>{caption}</caption>" if caption else ""
    return f'<table class="pp-plain">{told}<thead>{cells(head, head_row=True)}</thead><tbody>{body}</tbody></table>'


def _button(
    act: str, value: str, label: str, kind: str = "", *, pressed: bool | None = None, usable: bool = True
) -> str:
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    off = "" if usable else ' aria-disabled="true"'
    return (
        f'<button class="pp-button {kind}" data-act="{act}" data-value="{words.html(value)}"{state}{off}>'
        f"{words.html(label)}</button>"
    )


def _link(act: str, label: str) -> str:
    return f'<button class="pp-link" data-act="{act}" data-value="">{words.html(label)}</button>'


def _select(label: str, act: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    made = "".join(
        f'<option value="{words.html(value)}"{" selected" if value == chosen else ""}>{words.html(text)}</option>'
        for value, text in options
    )
    return f'<label>{words.html(label)} <select data-act="{act}">{made}</select></label>'
