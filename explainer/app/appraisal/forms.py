"""The controls of the page as HTML: designs to start from, choices, and how far the running works are."""

from __future__ import annotations

from collections.abc import Mapping

from explainer.app import acts
from explainer.app.appraisal.asked import EVERY, MOST_REGIONS, REBUILT_DAYS, YEARS, Asked
from explainer.app.appraisal.markup import button, link, select
from explainer.app.appraisal.work import Progress
from explainer.model.availability import common_cause, k_of_n, k_of_n_approximate
from explainer.model.downtime import downtime_min_per_year, nines
from explainer.rates import HIDDEN_RANGE
from explainer.texts import tr, tr_all
from explainer.view import words
from explainer.view.appraise import spans
from explainer.view.appraise.nines import Redundancy
from explainer.world import World

KINDS = tr_all(
    {
        "zone": "Zones",
        "region": "Regions",
        "cable": "Cables",
        "cause": "Shared causes",
        EVERY: "All zones there are",
    }
)
OBJECTIVES = tr_all({"within_slo": "most people in time", "cost": "lowest cost", "p95": "shortest p95"})
WORKS = tr_all(  # those that say how far they are
    {
        "survey": "Trying failures",
        "years": "Simulating years",
        "front": "Comparing designs",
        "best": "Searching the best",
    }
)
SLOS_MS = (50, 100, 150, 250)
SHARES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
AVAILABILITIES = (0.99, 0.995, 0.999, 0.9995, 0.9999)


def start(world: World, asked: Asked) -> str:
    """Give the designs to start from."""
    chosen = acts.preset_of(asked.scenario)
    found = acts.presets(world)
    buttons = "".join(button("preset", key, preset.label, pressed=key == chosen) for key, preset in found.items())
    options = [("", tr("your own"))] if not chosen else []
    options += [(key, preset.label) for key, preset in found.items()]
    short = select(tr("Start from"), "preset", options, chosen)
    used = {placement.region for placement in asked.scenario.placements}
    regions = world.regions.sort_values("name")
    codes = [(str(code), f"{'− ' if code in used else '+ '}{name}") for code, name in regions["name"].items()]
    more = select(
        tr("{regions} in it", regions=words.named(2, world.words.region)),
        "use",
        [("", tr("add or take out…")), *codes],
        "",
    )
    return f'<b>{tr("Start from")}</b>{buttons}<span class="pp-narrow-only">{short}</span>{more}'


def progress(works: Mapping[str, Progress], name: str) -> str:
    """Say how far a work is, "" where it does not run; the button that ends it stays where it is."""
    if name not in works:
        return ""
    now = works[name]
    work = f"{WORKS[name]} {now.total:,.0f}:" if now.total > 1 else WORKS[name]
    said = tr("{work} {share} done.", work=work, share=words.share(now.share))
    if now.left_s is not None:
        left = f"{max(now.left_s, 1):.0f}"
        said = tr("{work} {share} done, about {left} s left.", work=work, share=words.share(now.share), left=left)
    return f'<i style="--at:{now.share:.3f}"></i>{said}'


def knobs(asked: Asked) -> str:
    """Give the controls of the simulated years."""
    low, high = (int(end) for end in HIDDEN_RANGE)
    hidden = [(str(n), tr("as counted") if n == low else f"× {n}") for n in range(low, high + 1)]
    days = [(f"{d:g}", spans.duration(1440 * d)) for d in REBUILT_DAYS]
    more = "" if asked.n >= YEARS[-1] else link("years", tr("Simulate {years} years", years=f"{YEARS[-1]:,}"))
    return (
        select(tr("Events"), "hidden", hidden, f"{asked.hidden:g}")
        + select(tr("Lost for good: built anew after"), "rebuilt", days, f"{asked.rebuilt_days:g}")
        + more
    )


def redundancy(asked: Redundancy) -> str:
    """Give the controls of the scale of nines, and its sentence."""
    counts = [(f"n:{n}", str(n)) for n in range(1, 7)]
    needed = [(f"k:{k}", str(k)) for k in range(1, asked.n + 1)]
    each = [(f"a:{a:g}", f"{a * 100:g}{words.NO_BREAK}%") for a in AVAILABILITIES]
    shared = round(100 * asked.beta)
    told = tr("{percent} per cent of failures hit all at once", percent=shared)
    slider = (
        f'<label>{KINDS["cause"]} <input type="range" min="0" max="20" step="1" value="{shared}" data-act="beta" '
        f'aria-valuetext="{told}"> '
        f"<output>{shared}{words.NO_BREAK}%</output></label>"
    )
    alone = float(k_of_n(asked.k, asked.n, asked.a))
    rough = float(k_of_n_approximate(asked.k, asked.n, asked.a))
    both = float(common_cause(asked.k, asked.n, asked.a, asked.beta))
    said = tr(
        "{nines} nines, {minutes} a year; if they failed independently {nines_alone} nines, {minutes_alone} (by the "
        "published approximation {minutes_rough}).",
        nines=f"{nines(both):.1f}",
        minutes=minutes(both),
        nines_alone=f"{nines(alone):.1f}",
        minutes_alone=minutes(alone),
        minutes_rough=minutes(rough),
    )
    return (
        select(KINDS["zone"], "redundancy", counts, f"n:{asked.n}")
        + select(tr("needed"), "redundancy", needed, f"k:{asked.k}")
        + select(tr("each up"), "redundancy", each, f"a:{asked.a:g}")
        + slider
        + f'<p class="pp-note">{said}</p>'
    )


def minutes(availability: float) -> str:
    """Write the minutes a year of an availability, in minutes as they are published: 0.07, 26.3, 262.9."""
    return spans.in_minutes(float(downtime_min_per_year(availability)))


def kinds(asked: Asked) -> str:
    """Give the choice of what is lost."""
    return "".join(button("of", key, label, pressed=key == asked.of) for key, label in KINDS.items())


def target(asked: Asked) -> str:
    """Give the choice of what must stay served."""
    shares = [(f"{share:g}", words.share(share)) for share in (0.5, 0.9, 0.95, 0.99, 0.999)]
    return select(tr("Keep served at least"), "target", shares, f"{asked.target:g}")


def wish(world: World, asked: Asked, works: Mapping[str, Progress]) -> str:
    """Give the form of the search for the best design."""
    now, unit = asked.wish, world.words.unit
    waits = [(f"{ms:g}", tr("within {wait}", wait=words.wait(ms, unit))) for ms in SLOS_MS]
    shares = [(f"{share:g}", words.share(share) if share else tr("any")) for share in SHARES]
    survives = [("0", tr("none")), *((str(n), tr("any {number}", number=n)) for n in (1, 2))]
    fields = (
        ("k", words.named(2, world.words.region), [(str(k), str(k)) for k in range(1, MOST_REGIONS + 1)], str(now.k)),
        ("survive", tr("Survives the loss of"), survives, str(now.survive)),
        ("objective", tr("Aim"), list(OBJECTIVES.items()), now.objective),
        ("slo_ms", tr("In time"), waits, f"{now.slo_ms:g}"),
        ("slo_share", tr("At least in time"), shares, f"{now.slo_share or 0:g}"),
    )
    selects = "".join(
        select(label, "wish", [(f"{name}:{value}", text) for value, text in options], f"{name}:{chosen}")
        for name, label, options, chosen in fields
    )
    running = "best" in works
    find = button("find", "", tr("Find the best"), "pp-main", usable=not running)
    return selects + find
