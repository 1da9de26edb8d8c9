"""What an action did, in words: cause, effect, and whether something was lost.

The sentence under the map compares the Outcomes before and after an action. Its parts are made like those of
`sentences`, so that headline and status never disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from explainer.outcome import Outcome
from explainer.scenario import Outage
from explainer.texts import tr, tr_n
from explainer.view import outages, sentences, words
from explainer.world import World

Tone = Literal["calm", "loss"]


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
        access = sentences.ACCESS.get(now.scenario.access, now.scenario.access)
        return Status(tr("People now use {access} access.", access=access), sentences.half(world, now))
    return Status(tr("This is the design as it stands."), sentences.half(world, now))


def _broke(world: World, then: Outcome, now: Outcome, added: frozenset[Outage]) -> Status:
    cause = outages.cause(world, added)
    if then.summary.users_served - now.summary.users_served > sentences.FELT_SHARE * now.summary.users:
        return Status(cause, _lost(world, then, now, added), "loss")
    moved = bool((then.serving != now.serving).any())
    if not moved and (sentences.felt_ms(then, now) < sentences.FELT_MS or _shared(world, now, added)):
        return _unmoved(world, now, added, cause)
    if {o.kind for o in added} == {"region"} and moved:
        served = tr("{regions} took over: everyone is still served.", regions=sentences.answered_by(world, now))
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
    full = np.flatnonzero(now.region_refused_rps > sentences.FELT_SHARE * now.region_refused_rps.sum())
    who = words.listed([words.html(world.regions["name"].iloc[i]) for i in full])
    took = bool((now.region_rps[full] > then.region_rps[full] * (1 + sentences.FELT_SHARE)).all())
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
    felt = back > sentences.FELT_SHARE * now.summary.users
    gained = tr("{count} people are served again.", count=words.people(back)) if felt else ""
    what = words.sentence(outages.named(world, mended))
    there = tr_n("{what} is back.", "{what} are back.", len(mended), what=what)
    return Status(there, f"{gained}{_change(world, then, now)}".strip())


def _redesigned(world: World, now: Outcome) -> Status:
    names = [words.html(name) for name in world.regions["name"][now.region_used]]
    if not names:
        return Status(tr("The design has no {region}.", region=tr(world.words.region)), sentences.START)
    warned = " ".join(sentences.warnings(world, now))
    design = tr("The design is now {regions}.", regions=words.listed(names))
    return Status(design, f"{sentences.half(world, now)} {warned}".strip())


def _change(world: World, then: Outcome, now: Outcome) -> str:
    if sentences.felt_ms(then, now) < sentences.FELT_MS:
        half, was = now.summary.rtt_p50_ms, then.summary.rtt_p50_ms
        if abs(half - was) < sentences.FELT_MS or half != half or was != was:
            return f" {tr('The waits stay the same.')}"
        waits = {"wait": words.wait(half, world.words.unit), "before": words.bare(was)}
        return f" {tr('Half of them wait less than {wait}, {before} before.', **waits)}"
    slow, was = now.summary.rtt_p95_ms, then.summary.rtt_p95_ms
    if was != was or slow != slow:
        return ""
    said = tr("p95 rises from {before} to {wait}.") if slow > was else tr("p95 falls from {before} to {wait}.")
    return f" {said.format(before=words.bare(was), wait=words.wait(slow, world.words.unit))}"
