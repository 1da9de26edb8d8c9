"""The sentences of a judgement: how often a design fails, by what, and what would be better.

Averages hide that most years are quiet and few are terrible, so both are said. What rests on a judgement more than on
counts is said with the number that it moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from explainer.design import Best, Comparison
from explainer.footprint import Footprint
from explainer.rates import Rate, Rates
from explainer.scenario import Scenario
from explainer.view import words
from explainer.view.appraise import spans
from explainer.world import World
from explainer.years import Years

CAUSES = {
    "zone": "a zone in part",
    "zones together": "all zones of a Region at once",
    "zone lost": "a zone lost for good",
    "region": "a whole Region",
    "region lost": "a Region lost for good",
    "control plane": "launches that fail",
    "service": "a service that fails",
    "cable": "cut cables",
    "several at once": "several things at once",
    "moving over": "moving to what still stands",
    "always": "what the design never serves",
}
JUDGED = ("zone lost", "region lost")  # rates that nobody can count
STEADY = 0.1  # a standard error above this share of the mean is worth a word


def designed(world: World, scenario: Scenario) -> str:
    """Name a design by its Regions."""
    names = [str(world.regions["name"][placement.region]) for placement in scenario.placements]
    return words.listed([words.html(name) for name in names], at_most=6)


def headline(world: World, scenario: Scenario, told: Years | None) -> str:
    """Say what a year of the design costs; the second line, what most of it comes from."""
    count = words.counted(len(scenario.placements), world.words.region)
    if not scenario.placements:
        return f"No {world.words.region} chosen yet. Choose a design below."
    if told is None or told.n < 2:
        verb = "is" if len(scenario.placements) == 1 else "are"
        return f"How good {verb} {count}?<span>Years of this design are being simulated.</span>"
    quiet = told.share_without_loss
    always = told.cause_min.get("always", 0.0) > 0
    usual = "nobody goes without more than always" if always else "nobody loses anything"
    first = (
        f"With {count}, each person goes {spans.duration(told.mean_min)} a year without an answer, on average. "
        if told.mean_min > 0
        else f"With {count}, nobody lost anything in {told.n:,} simulated years. "
    )
    return f"{first}<span>In {words.share(quiet)} of the years {usual}.{_mostly(told)}</span>"


def _mostly(told: Years) -> str:
    """Say what most of the loss comes from, and whether that is judged."""
    shares = told.shares_by_cause
    if not shares:
        return ""
    cause, share = next(iter(shares.items()))
    judged = " How often that happens is judged, not counted." if cause in JUDGED else ""
    return f" {words.share(share)} of the loss comes from {CAUSES.get(cause, cause)}.{judged}"


def simulated(told: Years | None) -> str:
    """Say how sure the mean is, and how much of it is judged."""
    if told is None or told.n < 2:
        return "No year is simulated yet."
    counted = told.mean_min - sum(told.cause_min.get(cause, 0.0) for cause in JUDGED)
    ended = " Cancelled before its end." if told.cancelled else ""
    said = f"{told.n:,} years: {spans.give_or_take(told.mean_min, 2 * told.mean_min_error)} a year."
    if told.mean_min_error > STEADY * told.mean_min:
        said += " Few years cost very much, so the mean settles slowly: more years make it surer."
    if any(told.cause_min.get(cause, 0.0) > 0 for cause in JUDGED):
        said += f" Without losses for good, whose rate is judged, it is {spans.duration(max(counted, 0.0))}."
    return said + ended


def breaking(world: World, smallest: pd.Series | None, share: float, size: int, of: str) -> str:
    """Say which smallest set makes the design fail its target, or that none does."""
    thing = {"zone": world.words.zone_short, "region": world.words.region, "cable": world.words.cable, "cause": "cause"}
    aim = f"{words.share(share)} served"
    if smallest is None:
        return f"No loss of up to {words.counted(size, thing[of])} leaves fewer than {aim}."
    if not smallest["targets"]:
        return f"This design serves fewer than {words.share(share)} as it stands."
    names = words.listed([target(world, str(code)) for code in smallest["targets"]])
    what = words.counted(int(smallest["size"]), thing[of])
    return (
        f"<b>The smallest loss that leaves fewer than {aim} is {what}:</b> {names}. "
        f"Then {words.share(float(smallest['reach']))} are served."
    )


def target(world: World, code: str) -> str:
    """Name what is lost in a failure set."""
    kind, _, name = code.partition(":")
    regions = world.regions["name"]
    if code in regions.index:
        return words.html(regions[code])
    if kind == "strait":
        return f"the {words.html(name)} {world.words.cable}s"
    if kind == "metro":
        return f"all of {words.html(regions[name])}"
    if kind == "storm":
        return f"a storm over {words.listed([words.html(regions[each]) for each in name.split('+')])}"
    return words.html(code)


def together(world: World, targets: Sequence[str]) -> str:
    """Name a failure set; zones, of which several are alike, by how many of each Region they are.

    Examples
    --------
    >>> from explainer import load_world
    >>> together(load_world(), ("euw1-az1", "euw1-az3", "use1-az2"))
    'Two zones of Ireland, one of N. Virginia'
    """
    region_of = world.places.region_of
    if not all(code in region_of for code in targets):
        return words.sentence(words.listed([target(world, code) for code in targets]))
    counts = Counter(region_of[code] for code in targets)
    zone = world.words.zone_short
    parts = [
        f"{words.counted(number, zone) if not at else words.counted(number, '').strip()} of {target(world, region)}"
        for at, (region, number) in enumerate(counts.most_common())
    ]
    return words.sentence(", ".join(parts))


def compared(world: World, found: Comparison | None) -> str:
    """See a design against the best ones."""
    if found is None:
        return ""
    own = f"Yours costs {cost(found.cost_index)} and serves {words.share(found.within_slo)} in time."
    if not found.beaten:
        return f"{own} No design that was looked at is better in cost, reach and wait at once."
    parts = []
    if found.cheapest and found.dearer > 0.005:
        parts.append(f"is {words.share(found.dearer)} dearer than {_named(world, found.cheapest)} with as many in time")
    if found.widest and found.missed > 0.005:
        parts.append(
            f"serves {words.share(found.missed)} fewer in time than {_named(world, found.widest)} for no more money"
        )
    return f"{own} It {'; it '.join(parts)}." if parts else f"{own} Others are a little better in wait."


def best(world: World, found: Best, slo_ms: float) -> str:
    """Say what the search has found, and how sure that is."""
    regions = _named(world, [placement.region for placement in found.placements])
    proof = "Proved: nothing is better" if found.proved else f"At most {words.share(found.gap)} could be better"
    summary = found.summary
    said = (
        f"<b>{regions}</b>: {words.share(summary.within_slo)} within {words.wait(slo_ms, world.words.unit)}, "
        f"p95 {words.wait(summary.rtt_p95_ms, world.words.unit)}, cost {cost(found.cost_index)}. {proof}."
    )
    if found.lost:
        worst = found.worst
        said += (
            f" With {_named(world, found.lost)} lost, {words.share(worst.reach)} are served, "
            f"{words.share(worst.within_slo)} in time."
        )
    return said


def cost(index: float) -> str:
    """Write a cost index."""
    return f"{index:.2f}{words.NO_BREAK}× one Region"


def rated(name: str, rate: Rate, per: str) -> str:
    """Say how often something happens, and how that is known."""
    if rate.judged:
        return f"{name}: {rate.per_year:g} a year and {per}, judged ({rate.low:g}–{rate.high:g})"
    return (
        f"{name}: {rate.per_year:.3f} a year and {per} ({rate.low:.3f}–{rate.high:.3f}), "
        f"counted: {rate.count} in {rate.exposure_years:,.0f} {per}-years"
    )


def rates(found: Rates) -> list[str]:
    """Say how often everything happens and how long it lasts, a sentence each."""
    lasting = found.duration
    durations = (
        f"Events last {lasting.median_h:.1f} h in the middle and {lasting.mean_h:.0f} h on average; "
        f"a tenth last over {lasting.p90_h:.0f} h (fitted to {lasting.count} incidents)"
    )
    return [
        rated("An event in a zone", found.zone, "zone"),
        rated("A whole Region out of reach", found.region, "Region"),
        rated("Launches fail in a Region", found.control_plane, "Region"),
        rated("A zone lost for good", found.zone_lost, "zone"),
        rated("A Region lost for good", found.region_lost, "Region"),
        rated("A cable route cut", found.cable, "route"),
        durations,
    ]


def footprint(world: World, found: Footprint) -> str:
    """Say what was read from a visitor's file."""
    regions = _named(world, [presence.region for presence in found.regions])
    said = (
        f"Your file has {words.counted(found.instances, 'server')} in {regions}."
        if found.instances
        else (f"Your file names {regions}.")
    )
    left = sum(each.count for each in found.skipped)
    return said + (f" {words.sentence(words.counted(left, 'entry'))} left out, see below." if left else "")


def _named(world: World, codes: Sequence[str]) -> str:
    return words.listed([words.html(world.regions["name"][code]) for code in codes], at_most=6)
