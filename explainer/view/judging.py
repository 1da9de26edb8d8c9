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
from explainer.texts import tr, tr_all, tr_n
from explainer.view import words
from explainer.view.appraise import spans
from explainer.world import World
from explainer.years import Years

CAUSES = tr_all(
    {
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
)
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
        return tr("No {region} chosen yet. Choose a design below.", region=tr(world.words.region))
    if told is None or told.n < 2:
        asked = tr_n("How good is {regions}?", "How good are {regions}?", len(scenario.placements), regions=count)
        return f"{asked}<span>{tr('Years of this design are being simulated.')}</span>"
    share = words.share(told.share_without_loss)
    if told.mean_min > 0:
        first = tr("With {regions}, each person goes {time} a year without an answer, on average.")
    else:
        first = tr("With {regions}, nobody lost anything in {years} simulated years.")
    first = first.format(regions=count, time=spans.duration(told.mean_min), years=f"{told.n:,}")
    if told.cause_min.get("always", 0.0) > 0:
        usual = tr("In {share} of the years nobody goes without more than always.", share=share)
    else:
        usual = tr("In {share} of the years nobody loses anything.", share=share)
    return f"{first} <span>{usual}{_mostly(told)}</span>"


def _mostly(told: Years) -> str:
    """Say what most of the loss comes from, and whether that is judged."""
    shares = told.shares_by_cause
    if not shares:
        return ""
    cause, share = next(iter(shares.items()))
    said = tr("{share} of the loss comes from {cause}.", share=words.share(share), cause=CAUSES.get(cause, cause))
    judged = f" {tr('How often that happens is judged, not counted.')}" if cause in JUDGED else ""
    return f" {said}{judged}"


def simulated(told: Years | None) -> str:
    """Say how sure the mean is, and how much of it is judged."""
    if told is None or told.n < 2:
        return tr("No year is simulated yet.")
    mean = spans.give_or_take(told.mean_min, 2 * told.mean_min_error)
    said = [tr("{years} years: {time} a year.", years=f"{told.n:,}", time=mean)]
    if told.mean_min_error > STEADY * told.mean_min:
        said.append(tr("Few years cost very much, so the mean settles slowly: more years make it surer."))
    if any(told.cause_min.get(cause, 0.0) > 0 for cause in JUDGED):
        counted_min = told.mean_min - sum(told.cause_min.get(cause, 0.0) for cause in JUDGED)
        time = spans.duration(max(counted_min, 0.0))
        said.append(tr("Without losses for good, whose rate is judged, it is {time}.", time=time))
    if told.cancelled:
        said.append(tr("Cancelled before its end."))
    return " ".join(said)


def breaking(world: World, smallest: pd.Series | None, share: float, size: int, of: str) -> str:
    """Say which smallest set makes the design fail its target, or that none does."""
    thing = {"zone": world.words.zone_short, "region": world.words.region, "cable": world.words.cable, "cause": "cause"}
    aim = words.share(share)
    if smallest is None:
        most = words.counted(size, thing[of])
        return tr("No loss of up to {things} leaves fewer than {share} served.", things=most, share=aim)
    if not smallest["targets"]:
        return tr("This design serves fewer than {share} as it stands.", share=aim)
    return tr(
        "<b>The smallest loss that leaves fewer than {share} served is {things}:</b> {names}. Then {reach} are served.",
        share=aim,
        things=words.counted(int(smallest["size"]), thing[of]),
        names=words.listed([target(world, str(code)) for code in smallest["targets"]]),
        reach=words.share(float(smallest["reach"])),
    )


def target(world: World, code: str) -> str:
    """Name what is lost in a failure set."""
    kind, _, name = code.partition(":")
    regions = world.regions["name"]
    if code in regions.index:
        return words.html(regions[code])
    if kind == "strait":
        cables = words.named(2, world.words.cable)
        return tr("the {passage} {cables}", passage=words.html(tr(name)), cables=cables)
    if kind == "metro":
        return tr("all of {region}", region=words.html(regions[name]))
    if kind == "storm":
        names = words.listed([words.html(regions[each]) for each in name.split("+")])
        return tr("a storm over {regions}", regions=names)
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
    parts: list[str] = []
    for region, number in counts.most_common():
        many = words.numeral(number) if parts else words.counted(number, world.words.zone_short)
        parts.append(tr("{zones} of {region}", zones=many, region=target(world, region)))
    return words.sentence(", ".join(parts))


def compared(world: World, found: Comparison | None) -> str:
    """See a design against the best ones."""
    if found is None:
        return ""
    costs, share = cost(found.cost_index), words.share(found.within_slo)
    own = tr("Yours costs {cost} and serves {share} in time.", cost=costs, share=share)
    if not found.beaten:
        return f"{own} {tr('No design that was looked at is better in cost, reach and wait at once.')}"
    parts = []
    if found.cheapest and found.dearer > 0.005:
        dearer = tr("it is {share} dearer than {regions} with as many in time")
        parts.append(dearer.format(share=words.share(found.dearer), regions=_named(world, found.cheapest)))
    if found.widest and found.missed > 0.005:
        fewer = tr("it serves {share} fewer in time than {regions} for no more money")
        parts.append(fewer.format(share=words.share(found.missed), regions=_named(world, found.widest)))
    if parts:
        return f"{own} {words.sentence('; '.join(parts))}."
    return f"{own} {tr('Others are a little better in wait.')}"


def best(world: World, found: Best, slo_ms: float) -> str:
    """Say what the search has found, and how sure that is."""
    summary, unit = found.summary, world.words.unit
    said = tr(
        "<b>{regions}</b>: {share} within {wait}, p95 {slow}, cost {cost}.",
        regions=_named(world, [placement.region for placement in found.placements]),
        share=words.share(summary.within_slo),
        wait=words.wait(slo_ms, unit),
        slow=words.wait(summary.rtt_p95_ms, unit),
        cost=cost(found.cost_index),
    )
    if found.proved:
        proof = tr("Proved: nothing is better.")
    else:
        proof = tr("At most {share} could be better.", share=words.share(found.gap))
    return f"{said} {proof}{_with_lost(world, found)}"


def _with_lost(world: World, found: Best) -> str:
    """Say what is left of a best design when what it must bear is lost."""
    if not found.lost:
        return ""
    told = tr("With {regions} lost, {reach} are served, {share} in time.")
    reach, share = words.share(found.worst.reach), words.share(found.worst.within_slo)
    return f" {told.format(regions=_named(world, found.lost), reach=reach, share=share)}"


def cost(index: float) -> str:
    """Write a cost index."""
    return tr("{cost}\u00a0× one Region", cost=f"{index:.2f}")


def rated(name: str, rate: Rate, per: str) -> str:
    """Say how often something happens, and how that is known."""
    if rate.judged:
        ends = {"rate": f"{rate.per_year:g}", "low": f"{rate.low:g}", "high": f"{rate.high:g}"}
        return tr("{name}: {rate} a year and {per}, judged ({low}–{high})", name=name, per=per, **ends)
    return tr(
        "{name}: {rate} a year and {per} ({low}–{high}), counted: {count} in {years} {per}-years",
        name=name,
        per=per,
        rate=f"{rate.per_year:.3f}",
        low=f"{rate.low:.3f}",
        high=f"{rate.high:.3f}",
        count=rate.count,
        years=f"{rate.exposure_years:,.0f}",
    )


def rates(found: Rates) -> list[str]:
    """Say how often everything happens and how long it lasts, a sentence each."""
    lasting = found.duration
    durations = tr(
        "Events last {middle} h in the middle and {mean} h on average; "
        "a tenth last over {long} h (fitted to {count} incidents)",
        middle=f"{lasting.median_h:.1f}",
        mean=f"{lasting.mean_h:.0f}",
        long=f"{lasting.p90_h:.0f}",
        count=lasting.count,
    )
    zone, region = tr("zone"), tr("Region")
    return [
        rated(tr("An event in a zone"), found.zone, zone),
        rated(tr("A whole Region out of reach"), found.region, region),
        rated(tr("Launches fail in a Region"), found.control_plane, region),
        rated(tr("A zone lost for good"), found.zone_lost, zone),
        rated(tr("A Region lost for good"), found.region_lost, region),
        rated(tr("A cable route cut"), found.cable, tr("route")),
        durations,
    ]


def footprint(world: World, found: Footprint) -> str:
    """Say what was read from a visitor's file."""
    regions = _named(world, [presence.region for presence in found.regions])
    if found.instances:
        servers = words.counted(found.instances, "server")
        said = tr("Your file has {servers} in {regions}.", servers=servers, regions=regions)
    else:
        said = tr("Your file names {regions}.", regions=regions)
    left = sum(each.count for each in found.skipped)
    if not left:
        return said
    entries = words.sentence(words.counted(left, "entry"))
    return f"{said} {tr('{entries} left out, see below.', entries=entries)}"


def _named(world: World, codes: Sequence[str]) -> str:
    return words.listed([words.html(world.regions["name"][code]) for code in codes], at_most=6)
