"""What happened, in words: the headline, the status after an action, the summary of each chart.

Every sentence is made from Outcomes, in the words of the World, cause before effect. Names from outside are
escaped here, because sentences are shown as HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from explainer.outcome import REASONS, Outcome
from explainer.scenario import Outage
from explainer.texts import tr, tr_all, tr_n
from explainer.view import outages, words
from explainer.world import Path, World

Tone = Literal["calm", "loss"]
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


@dataclass(frozen=True)
class Status:
    """The sentence after an action: cause, effect, and whether something was lost."""

    cause: str
    effect: str
    tone: Tone = "calm"

    @property
    def html(self) -> str:
        """The sentence as HTML, the cause in bold."""
        return f'<span class="pp-is-{self.tone}"><b>{self.cause}</b> {self.effect}</span>'


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
        return f"<span>{first}</span> <span class='pp-light'>{_half(world, now)}</span>"
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


def status(world: World, then: Outcome, now: Outcome, before: Outcome) -> Status:
    """Say what an action did.

    Parameters
    ----------
    world
        The World.
    then, now
        The Outcomes before and after the action.
    before
        The Outcome of the present design with nothing broken.
    """
    added = now.scenario.outages - then.scenario.outages
    mended = then.scenario.outages - now.scenario.outages
    if then.scenario.placements != now.scenario.placements:
        return _redesigned(world, now)
    if added and not mended:
        return _broke(world, then, now, added)
    if mended and not added:
        return _mended(world, then, now, mended)
    if then.scenario.access != now.scenario.access:
        access = ACCESS.get(now.scenario.access, now.scenario.access)
        return Status(tr("People now use {access} access.", access=access), _half(world, now))
    return Status(tr("This is the design as it stands."), _half(world, now))


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


def _broke(world: World, then: Outcome, now: Outcome, added: frozenset[Outage]) -> Status:
    cause = outages.cause(world, added)
    if then.summary.users_served - now.summary.users_served > FELT_SHARE * now.summary.users:
        return Status(cause, _lost(world, then, now, added), "loss")
    moved = bool((then.serving != now.serving).any())
    if not moved and (_felt(then, now) < FELT_MS or _shared(world, now, added)):
        return _unmoved(world, now, added, cause)
    if {o.kind for o in added} == {"region"} and moved:
        served = tr("{regions} took over: everyone is still served.", regions=answered_by(world, now))
    else:
        served = tr("Everyone is still served.")
    return Status(cause, f"{served}{_change(world, then, now)}", "loss")


def _lost(world: World, then: Outcome, now: Outcome, added: frozenset[Outage]) -> str:
    """Say how many people an action dropped, and why most of them."""
    more = {
        reason: rps - then.summary.dropped_by_reason.get(reason, 0.0)
        for reason, rps in now.summary.dropped_by_reason.items()
    }
    main = max(more, key=lambda reason: more[reason])
    lost = words.people(then.summary.users_served - now.summary.users_served)
    if main in ("no-capacity", "control-plane"):
        filled = _filled(world, then, now, added)
        if sum(rps > 0 for rps in more.values()) > 1:
            return tr("{filled}: {count} dropped, most of them for lack of capacity.", filled=filled, count=lost)
        return tr("{filled}: {count} dropped for lack of capacity.", filled=filled, count=lost)
    if main == "dependency":
        return tr("What they depend on fails: {count} people are dropped.", count=lost)
    if main == "not-compliant":
        why = tr("No {region} that their rules allow is left: {count} people are dropped.")
    elif now.summary.users_served <= 0:
        why = tr("No {region} is left to answer anybody: {count} people are dropped.")
    else:
        why = tr("No {region} is left to answer them: {count} people are dropped.")
    return why.format(region=tr(world.words.region), count=lost)


def _filled(world: World, then: Outcome, now: Outcome, added: frozenset[Outage]) -> str:
    """Name the Regions that are full, and whose users they took."""
    full = np.flatnonzero(now.region_refused_rps > FELT_SHARE * now.region_refused_rps.sum())
    who = words.listed([words.html(world.regions["name"].iloc[i]) for i in full])
    took = bool((now.region_rps[full] > then.region_rps[full] * (1 + FELT_SHARE)).all())
    if took and {outage.kind for outage in added} == {"region"}:
        said = tr_n("{who} took its users and filled up", "{who} took their users and filled up", len(added), who=who)
    elif took:
        said = tr("{who} filled up", who=who)
    else:
        said = tr("What is left of {who} is full", who=who)
    return tr("{filled} and cannot grow", filled=said) if now.scenario.scaling.mode == "on-demand" else said


def _shared(world: World, now: Outcome, added: frozenset[Outage]) -> bool:
    """Say whether one zone was lost whole, and others of its Region carry its load."""
    if len(added) != 1:
        return False
    (outage,) = added
    if outage.kind != "zone" or outage.severity < 1:
        return False
    zone = world.zones.index.get_loc(outage.target)
    others = now.zone_used & now.zone_up & (world.zone_region == world.zone_region[zone])
    return bool(now.zone_used[zone] and others.any())


def _unmoved(world: World, now: Outcome, added: frozenset[Outage], cause: str) -> Status:
    """Say why nothing moved: the design has enough besides, or does not use what is broken."""
    kinds = {outage.kind for outage in added}
    if kinds == {"cable"}:
        unused = tr_n(
            "Nobody in this design used it: nothing changes.",
            "Nobody in this design used them: nothing changes.",
            len(added),
        )
        return Status(cause, unused)
    if _shared(world, now, added):
        zone = world.zones.index.get_loc(next(iter(added)).target)
        left = int((now.zone_used & now.zone_up & (world.zone_region == world.zone_region[zone])).sum())
        return Status(cause, _carried(left), "loss")
    return Status(cause, tr("This design does not use it: nothing changes."))


def _carried(left: int) -> str:
    """Say what the zones that are left carry more than before."""
    if left == 1:
        return tr("Everyone is still served: the other carries the double.")
    others = words.counted(left, "other")
    if left == 2:
        return tr("Everyone is still served: each of the {others} carries half as much again.", others=others)
    if left == 3:
        return tr("Everyone is still served: each of the {others} carries a third more.", others=others)
    share = words.share(1 / left)
    return tr("Everyone is still served: each of the {others} carries {share} more.", others=others, share=share)


def _mended(world: World, then: Outcome, now: Outcome, mended: frozenset[Outage]) -> Status:
    if not now.scenario.outages:
        return Status(tr("Everything is back."), tr("The numbers are those of the start."))
    back = now.summary.users_served - then.summary.users_served
    felt = back > FELT_SHARE * now.summary.users
    gained = tr("{count} people are served again.", count=words.people(back)) if felt else ""
    what = words.sentence(outages.named(world, mended))
    there = tr_n("{what} is back.", "{what} are back.", len(mended), what=what)
    return Status(there, f"{gained}{_change(world, then, now)}".strip())


def _redesigned(world: World, now: Outcome) -> Status:
    names = [words.html(name) for name in world.regions["name"][now.region_used]]
    if not names:
        return Status(tr("The design has no {region}.", region=tr(world.words.region)), START)
    warned = " ".join(warnings(world, now))
    design = tr("The design is now {regions}.", regions=words.listed(names))
    return Status(design, f"{_half(world, now)} {warned}".strip())


def _whom(world: World, now: Outcome) -> str:
    everyone = words.people(now.summary.users)
    if now.summary.users_served >= now.summary.users * (1 - FELT_SHARE):
        return tr("all {count} people", count=everyone)
    share = words.share(now.summary.users_served / now.summary.users)
    return tr("{share} of {count} people", share=share, count=everyone)


def _half(world: World, now: Outcome) -> str:
    if now.summary.users_served <= 0:
        return tr("Nobody is served.")
    half = words.wait(now.summary.rtt_p50_ms, world.words.unit)
    return tr("Half of them wait less than {wait}.", wait=half)


def _slower(world: World, now: Outcome, before: Outcome) -> str:
    if _felt(before, now) < FELT_MS:
        return ""
    slow, was = words.wait(now.summary.rtt_p95_ms, world.words.unit), words.bare(before.summary.rtt_p95_ms)
    return tr("the slowest 5\u00a0% wait {wait} instead of {before}", wait=slow, before=was)


def _change(world: World, then: Outcome, now: Outcome) -> str:
    if _felt(then, now) < FELT_MS:
        half, was = now.summary.rtt_p50_ms, then.summary.rtt_p50_ms
        if abs(half - was) < FELT_MS or half != half or was != was:
            return f" {tr('The waits stay the same.')}"
        waits = {"wait": words.wait(half, world.words.unit), "before": words.bare(was)}
        return f" {tr('Half of them wait less than {wait}, {before} before.', **waits)}"
    slow, was = now.summary.rtt_p95_ms, then.summary.rtt_p95_ms
    if was != was or slow != slow:
        return ""
    said = tr("p95 rises from {before} to {wait}.") if slow > was else tr("p95 falls from {before} to {wait}.")
    return f" {said.format(before=words.bare(was), wait=words.wait(slow, world.words.unit))}"


def _felt(then: Outcome, now: Outcome) -> float:
    change = abs(now.summary.rtt_p95_ms - then.summary.rtt_p95_ms)
    return 0.0 if change != change else change
