"""How things stand, in words: the headline, why a place waits, the summary of each chart, what should be known.

What an action did is in `reaction`. Every sentence is made from Outcomes, in the words of the World, cause before
effect. Names from outside are escaped here, because sentences are shown as HTML.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from explainer.outcome import REASONS, Outcome
from explainer.texts import tr, tr_all, tr_n
from explainer.view import outages, words
from explainer.world import Path, World

START = tr("Choose one on the map, or start from a design above.")
WHY = tr_all(
    {
        "dependency": "because what they depend on fails",
        "control-plane": "because nothing new can be launched",
        "no-capacity": "for lack of capacity",
        "waiting-for-dns": "while names still point to what is down",
        "no-route": "with nowhere to go",
        "not-compliant": "because the rules allow no other place",
    }
)
ACCESS = tr_all({"wired": "wired", "wifi": "wifi", "mobile": "mobile", "on foot": "on foot"})
FELT_MS = 0.5  # a change of the wait that is worth a word
FELT_SHARE = 0.0005  # a change of the reach that is worth a word


def headline(world: World, now: Outcome, before: Outcome) -> str:
    """Say how the world stands, as HTML of two lines."""
    design, everyone = now.summary, words.people(now.summary.users)
    used = int(now.region_used.sum())
    if not used:
        none = tr("No {region} chosen yet.", region=tr(world.words.region))
        return f"<span>{none}</span> <span class='pp-light'>{START}</span>"
    if not now.scenario.outages:
        who = words.sentence(words.counted(used, world.words.region))
        first = tr_n("{who} serves {whom}.", "{who} serve {whom}.", used, who=who, whom=_whom(world, now))
        return f"<span>{first}</span> <span class='pp-light'>{half(world, now)}</span>"
    cause, slower = outages.broken(world, now.scenario.outages), _slower(world, now, before)
    if design.users_served <= 0:
        first, second = tr("With {cause}, nobody is served.", cause=cause), tr("All {count} people get no answer.")
        return f"<span>{first}</span> <span class='pp-lost'>{second.format(count=everyone)}</span>"
    lost = before.summary.users_served - design.users_served
    if lost > FELT_SHARE * design.users:
        still = tr("With {cause}, {share} of {count} people are still served.")
        still = still.format(cause=cause, share=words.share(design.users_served / design.users), count=everyone)
        gone = f"<span class='pp-lost'>{tr('{count} get no answer', count=words.people(lost))}</span>"
        second = tr("{lost}, and {slower}.", lost=gone, slower=slower) if slower else f"{gone}."
        return f"<span>{still}</span> <span>{second}</span>"
    first = tr("With {cause}, {whom} are still served.", cause=cause, whom=_whom(world, now))
    second = words.sentence(slower) or tr("Nobody waits longer than before")
    return f"<span>{first}</span> <span class='pp-light'>{second}.</span>"


def explained(world: World, now: Outcome, cell: int, path: Path | None) -> str:
    """Say why one cell waits as long as it waits, as HTML of two lines."""
    place = words.html(world.cells["name"].iloc[cell])
    unit = world.words.unit
    if path is None:
        none = tr("{place} gets no answer.", place=place)
        return f"<span>{none}</span> <span class='pp-light'>{_unserved(world, now, cell)}</span>"
    fibre = sum(leg.rtt_ms for leg in path.legs if leg.kind in ("land", "sea"))
    waits = (
        tr("{place} waits {wait} for {region}, and most of it is distance.")
        if fibre > path.rtt_ms / 2
        else tr("{place} waits {wait} for {region}, and little of it is distance.")
    )
    region = words.html(world.regions["name"].iloc[now.serving[cell]])
    first = waits.format(place=place, wait=words.wait(path.rtt_ms, unit), region=region)
    rest = tr("The other {wait} are fibre, there and back.", wait=words.wait(fibre, unit)) if fibre >= FELT_MS else ""
    return f"<span>{first}</span> <span class='pp-light'>{_parts(world, now, path)}. {rest}</span>"


def _parts(world: World, now: Outcome, path: Path) -> str:
    """Say what the part of a wait that is no distance consists of."""
    access = now.scenario.access
    named = {
        "access": ACCESS.get(access, access),
        "region": tr("the {region}", region=tr(world.words.region)),
        "queue": tr("its queue"),
        "slow": tr("an outage"),
    }
    fixed = [(words.wait(leg.rtt_ms, world.words.unit), named[leg.kind]) for leg in path.legs if leg.kind in named]
    (first, what), *more = fixed
    told = [tr("{wait} is {what}", wait=first, what=what)]
    return words.listed([*told, *(tr("{wait} {what}", wait=wait, what=what) for wait, what in more)], at_most=4)


def _unserved(world: World, now: Outcome, cell: int) -> str:
    """Say why nobody answers a cell, by the reason that its requests are dropped for."""
    why = tr_all(
        {
            "no-capacity": "Every {region} that it can reach is full.",
            "control-plane": "Every {region} that it can reach is full, and nothing can be launched.",
            "dependency": "A service that it needs fails in every {region} that it can reach.",
            "not-compliant": "No {region} that may serve its country is up.",
        }
    )
    reasons = [reason for reason, lost in now.dropped_rps.items() if lost[cell] > 0]
    found = next((why[reason] for reason in reasons if reason in why), tr("No {region} that is up can serve it."))
    return found.format(region=tr(world.words.region))


def answered_by(world: World, outcome: Outcome) -> str:
    """Name the Regions that serve, the busiest first."""
    order = np.argsort(-outcome.region_rps, kind="stable")
    return words.listed([words.html(world.regions["name"].iloc[i]) for i in order if outcome.region_rps[i] > 0])


def summaries(world: World, now: Outcome, before: Outcome) -> dict[str, str]:
    """Give the sentence of each chart, with its present numbers."""
    names, reach = [words.html(tr(name)) for name in world.continents.names], now.totals(world.continents)["reach"]
    shares = ", ".join(f"{name} {words.share(share)}" for name, share in zip(names, reach, strict=True))
    worst = names[int(np.nanargmin(reach))]
    return {
        "map": _map(world, now),
        "waiting": _waiting(world, now, before),
        "reach": tr("Still served: {shares}. Lowest: {worst}.", shares=shares, worst=worst),
        "load": _load(world, now),
    }


def _map(world: World, now: Outcome) -> str:
    """Say how many Regions stand, how many people are served, and what is dropped why."""
    total, noun = now.summary, world.words.region
    said = tr(
        "{regions} in the design, {down} down; {served} of {count} people are served.",
        regions=words.sentence(words.counted(int(now.region_used.sum()), noun)),
        down=words.counted(int((now.region_used & ~now.region_up).sum()), noun),
        served=words.people(total.users_served),
        count=words.people(total.users),
    )
    dropped = "; ".join(
        f"{words.load(total.dropped_by_reason[r])} {WHY[r]}" for r in REASONS if r in total.dropped_by_reason
    )
    return f"{said} {tr('Dropped: {dropped}.', dropped=dropped)}" if dropped else said


def _waiting(world: World, now: Outcome, before: Outcome) -> str:
    """Say how long half and most of the people wait, now and before."""
    if now.summary.users_served <= 0:
        return tr("Nobody is served.")
    half, slow, half_before, slow_before = (
        words.wait(wait, world.words.unit)
        for outcome in (now, before)
        for wait in (outcome.summary.rtt_p50_ms, outcome.summary.rtt_p95_ms)
    )
    return tr(
        "Half of those who are served wait at most {half}, 95\u00a0% at most {slow}; "
        "before: {half_before} and {slow_before}.",
        half=half,
        slow=slow,
        half_before=half_before,
        slow_before=slow_before,
    )


def _load(world: World, now: Outcome) -> str:
    """Say where the load goes, and which Regions are asked for more than they have."""
    full = [words.html(world.regions["name"].iloc[i]) for i in np.flatnonzero(now.region_refused_rps > 0)]
    regions = answered_by(world, now) or tr("nobody")
    said = tr("Load goes to {regions}: {load} in all.", regions=regions, load=words.load(now.summary.served_rps))
    if not full:
        return said
    refused = words.load(float(now.region_refused_rps.sum()))
    return f"{said} {tr('Full: {regions}; {load} too much.', regions=words.listed(full), load=refused)}"


def warnings(world: World, now: Outcome) -> list[str]:
    """Say what should be known about the chosen Regions: impaired, announced, in another partition."""
    said = []
    for code in world.regions.index[now.region_used]:
        row = world.regions.loc[code]
        name = words.html(row["name"])
        if row["status"] == "impaired":
            impaired = tr(
                "{region} is impaired: on {date} AWS said that it could not restore it. "
                "The model lets it serve as if it were whole.",
                region=name,
                date=words.html(row["status_date"]),
            )
            said.append(impaired)
        elif row["status"] == "announced":
            zones = words.named(2, world.words.zone_short)
            said.append(tr("{region} is announced, not open. Its {zones} are not published.", region=name, zones=zones))
        elif partition := apart(world, code):
            inside = tr("{region} is in the partition {partition}: a separate account, with its own rules.")
            said.append(inside.format(region=name, partition=words.html(partition)))
    return said


def apart(world: World, code: str) -> str:
    """Give the partition of a Region that is not in the usual one, "" for all others.

    Examples
    --------
    >>> from explainer import load_world
    >>> apart(load_world(), "cn-north-1"), apart(load_world(), "eu-west-1")
    ('aws-cn', '')
    """
    if "partition" not in world.regions:
        return ""
    partition = str(world.regions.loc[code, "partition"])
    return "" if partition == _usual_partition(world) else partition


@lru_cache(maxsize=16)
def _usual_partition(world: World) -> str:
    """Give the partition of most Regions."""
    return str(world.regions["partition"].mode()[0])


def _whom(world: World, now: Outcome) -> str:
    everyone = words.people(now.summary.users)
    if now.summary.users_served >= now.summary.users * (1 - FELT_SHARE):
        return tr("all {count} people", count=everyone)
    share = words.share(now.summary.users_served / now.summary.users)
    return tr("{share} of {count} people", share=share, count=everyone)


def half(world: World, now: Outcome) -> str:
    """Say what half of those who are served wait at most."""
    if now.summary.users_served <= 0:
        return tr("Nobody is served.")
    half = words.wait(now.summary.rtt_p50_ms, world.words.unit)
    return tr("Half of them wait less than {wait}.", wait=half)


def _slower(world: World, now: Outcome, before: Outcome) -> str:
    if felt_ms(before, now) < FELT_MS:
        return ""
    slow, was = words.wait(now.summary.rtt_p95_ms, world.words.unit), words.bare(before.summary.rtt_p95_ms)
    return tr("the slowest 5\u00a0% wait {wait} instead of {before}", wait=slow, before=was)


def felt_ms(then: Outcome, now: Outcome) -> float:
    """Give by how much the slow waits (95th percentile) differ [ms], 0 where nobody is served."""
    change = abs(now.summary.rtt_p95_ms - then.summary.rtt_p95_ms)
    return 0.0 if change != change else change
