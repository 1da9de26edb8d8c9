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
from explainer.view import outages, words
from explainer.world import Path, World

Tone = Literal["calm", "loss"]
START = "Choose one on the map, or start from a design above."
WHY = {
    "dependency": "because what they depend on fails",
    "control-plane": "because nothing new can be launched",
    "no-capacity": "for lack of capacity",
    "waiting-for-dns": "while names still point to what is down",
    "no-route": "with nowhere to go",
    "not-compliant": "because the rules allow no other place",
}
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
        return f"<span>No {world.words.region} chosen yet.</span> <span class='pp-light'>{START}</span>"
    if not now.scenario.outages:
        who = words.sentence(words.counted(used, world.words.region))
        first = f"{who} {'serves' if used == 1 else 'serve'} {_whom(world, now)}."
        return f"<span>{first}</span> <span class='pp-light'>{_half(world, now)}</span>"
    cause = f"With {outages.broken(world, now.scenario.outages)},"
    if design.users_served <= 0:
        return (
            f"<span>{cause} nobody is served.</span> <span class='pp-lost'>All {everyone} people get no answer.</span>"
        )
    lost = before.summary.users_served - design.users_served
    if lost > FELT_SHARE * design.users:
        first = f"{cause} {words.share(design.users_served / design.users)} of {everyone} people are still served."
        second = (
            f"<span class='pp-lost'>{words.people(lost)} get no answer</span>{_slower(world, now, before, ', and ')}."
        )
        return f"<span>{first}</span> <span>{words.sentence(second)}</span>"
    second = words.sentence(_slower(world, now, before)) or "Nobody waits longer than before"
    return f"<span>{cause} {_whom(world, now)} are still served.</span> <span class='pp-light'>{second}.</span>"


def explained(world: World, now: Outcome, cell: int, path: Path | None) -> str:
    """Say why one cell waits as long as it waits, as HTML of two lines."""
    place = words.html(world.cells["name"].iloc[cell])
    unit = world.words.unit
    if path is None:
        why = _unserved(world, now, cell)
        return f"<span>{place} gets no answer.</span> <span class='pp-light'>{why}</span>"
    region = words.html(world.regions["name"].iloc[now.serving[cell]])
    fibre = sum(leg.rtt_ms for leg in path.legs if leg.kind in ("land", "sea"))
    most = "and most of it is distance" if fibre > path.rtt_ms / 2 else "and little of it is distance"
    named = {
        "access": now.scenario.access,
        "region": f"the {world.words.region}",
        "queue": "its queue",
        "slow": "an outage",
    }
    fixed = [(words.wait(leg.rtt_ms, unit), named[leg.kind]) for leg in path.legs if leg.kind in named]
    (first, access), *more = fixed
    parts = words.listed([f"{first} is {access}", *(f"{ms} {what}" for ms, what in more)], at_most=4)
    rest = f"The other {words.wait(fibre, unit)} are fibre, there and back." if fibre >= FELT_MS else ""
    return (
        f"<span>{place} waits {words.wait(path.rtt_ms, unit)} for {region}, {most}.</span> "
        f"<span class='pp-light'>{parts}. {rest}</span>"
    )


def _unserved(world: World, now: Outcome, cell: int) -> str:
    """Say why nobody answers a cell, by the reason that its requests are dropped for."""
    region = world.words.region
    why = {
        "no-capacity": f"Every {region} that it can reach is full.",
        "control-plane": f"Every {region} that it can reach is full, and nothing can be launched.",
        "dependency": f"A service that it needs fails in every {region} that it can reach.",
        "not-compliant": f"No {region} that may serve its country is up.",
    }
    reasons = [reason for reason, lost in now.dropped_rps.items() if lost[cell] > 0]
    return next((why[reason] for reason in reasons if reason in why), f"No {region} that is up can serve it.")


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
        return Status(f"People now use {now.scenario.access} access.", _half(world, now))
    return Status("This is the design as it stands.", _half(world, now))


def answered_by(world: World, outcome: Outcome) -> str:
    """Name the Regions that serve, the busiest first."""
    order = np.argsort(-outcome.region_rps, kind="stable")
    return words.listed([words.html(world.regions["name"].iloc[i]) for i in order if outcome.region_rps[i] > 0])


def summaries(world: World, now: Outcome, before: Outcome) -> dict[str, str]:
    """Give the sentence of each chart, with its present numbers."""
    unit, total = world.words.unit, now.summary
    names, reach = world.continents.names, now.totals(world.continents)["reach"]
    worst = names[int(np.nanargmin(reach))]
    down = int((now.region_used & ~now.region_up).sum())
    shares = ", ".join(f"{words.html(name)} {words.share(share)}" for name, share in zip(names, reach, strict=True))
    if total.users_served > 0:
        waits = (
            f"Half of those who are served wait at most {words.wait(total.rtt_p50_ms, unit)}, "
            f"95{words.NO_BREAK}% at most {words.wait(total.rtt_p95_ms, unit)}; "
            f"before: {words.wait(before.summary.rtt_p50_ms, unit)} and {words.wait(before.summary.rtt_p95_ms, unit)}."
        )
    else:
        waits = "Nobody is served."
    full = [words.html(world.regions["name"].iloc[i]) for i in np.flatnonzero(now.region_refused_rps > 0)]
    dropped = "; ".join(
        f"{words.load(total.dropped_by_reason[r])} {WHY[r]}" for r in REASONS if r in total.dropped_by_reason
    )
    return {
        "map": (
            f"{words.sentence(words.counted(int(now.region_used.sum()), world.words.region))} in the design, "
            f"{words.counted(down, world.words.region)} down; "
            f"{words.people(total.users_served)} of {words.people(total.users)} people are served."
            f"{f' Dropped: {dropped}.' if dropped else ''}"
        ),
        "waiting": waits,
        "reach": f"Still served: {shares}. Lowest: {words.html(worst)}.",
        "load": f"Load goes to {answered_by(world, now) or 'nobody'}: {words.load(total.served_rps)} in all."
        + (f" Full: {words.listed(full)}; {words.load(float(now.region_refused_rps.sum()))} too much." if full else ""),
    }


def warnings(world: World, now: Outcome) -> list[str]:
    """Say what should be known about the chosen Regions: impaired, announced, in another partition."""
    said = []
    for code in world.regions.index[now.region_used]:
        row = world.regions.loc[code]
        name = words.html(row["name"])
        if row["status"] == "impaired":
            said.append(
                f"{name} is impaired: on {words.html(row['status_date'])} AWS said that it could not restore it. "
                "The model lets it serve as if it were whole."
            )
        elif row["status"] == "announced":
            said.append(f"{name} is announced, not open. Its {world.words.zone_short}s are not published.")
        elif partition := apart(world, code):
            said.append(f"{name} is in the partition {words.html(partition)}: a separate account, with its own rules.")
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
    took = answered_by(world, now)
    who = f"{took} took over: everyone" if {o.kind for o in added} == {"region"} and moved else "Everyone"
    return Status(cause, f"{who} is still served.{_change(world, then, now)}", "loss")


def _lost(world: World, then: Outcome, now: Outcome, added: frozenset[Outage]) -> str:
    """Say how many people an action dropped, and why most of them."""
    more = {
        reason: rps - then.summary.dropped_by_reason.get(reason, 0.0)
        for reason, rps in now.summary.dropped_by_reason.items()
    }
    main = max(more, key=lambda reason: more[reason])
    lost = words.people(then.summary.users_served - now.summary.users_served)
    region, anybody = world.words.region, "anybody" if now.summary.users_served <= 0 else "them"
    if main in ("no-capacity", "control-plane"):
        most = ", most of them" if sum(rps > 0 for rps in more.values()) > 1 else ""
        return f"{_filled(world, then, now, added)}: {lost} dropped{most} for lack of capacity."
    why = {
        "dependency": "What they depend on fails",
        "not-compliant": f"No {region} that their rules allow is left",
    }.get(main, f"No {region} is left to answer {anybody}")
    return f"{why}: {lost} people are dropped."


def _filled(world: World, then: Outcome, now: Outcome, added: frozenset[Outage]) -> str:
    """Name the Regions that are full, and whose users they took."""
    full = np.flatnonzero(now.region_refused_rps > FELT_SHARE * now.region_refused_rps.sum())
    who = words.listed([words.html(world.regions["name"].iloc[i]) for i in full])
    took = bool((now.region_rps[full] > then.region_rps[full] * (1 + FELT_SHARE)).all())
    frozen = " and cannot grow" if now.scenario.scaling.mode == "on-demand" else ""
    if took and {outage.kind for outage in added} == {"region"}:
        whose = "its" if len(added) == 1 else "their"
        return f"{who} took {whose} users and filled up{frozen}"
    return f"{who} filled up{frozen}" if took else f"What is left of {who} is full{frozen}"


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
        return Status(cause, f"Nobody in this design used {'it' if len(added) == 1 else 'them'}: nothing changes.")
    if _shared(world, now, added):
        zone = world.zones.index.get_loc(next(iter(added)).target)
        left = int((now.zone_used & now.zone_up & (world.zone_region == world.zone_region[zone])).sum())
        more = {1: "carries the double", 2: "carries half as much again", 3: "carries a third more"}
        extra = more.get(left, f"carries {words.share(1 / left)} more")
        who = f"each of the {words.counted(left, 'other')}" if left > 1 else "the other"
        return Status(cause, f"Everyone is still served: {who} {extra}.", "loss")
    return Status(cause, "This design does not use it: nothing changes.")


def _mended(world: World, then: Outcome, now: Outcome, mended: frozenset[Outage]) -> Status:
    if not now.scenario.outages:
        return Status("Everything is back.", "The numbers are those of the start.")
    back = now.summary.users_served - then.summary.users_served
    gained = f"{words.people(back)} people are served again." if back > FELT_SHARE * now.summary.users else ""
    verb = "is" if len(mended) == 1 else "are"
    return Status(
        f"{words.sentence(outages.named(world, mended))} {verb} back.", f"{gained}{_change(world, then, now)}".strip()
    )


def _redesigned(world: World, now: Outcome) -> Status:
    names = [words.html(name) for name in world.regions["name"][now.region_used]]
    if not names:
        return Status(f"The design has no {world.words.region}.", START)
    warned = " ".join(warnings(world, now))
    return Status(f"The design is now {words.listed(names)}.", f"{_half(world, now)} {warned}".strip())


def _whom(world: World, now: Outcome) -> str:
    everyone = words.people(now.summary.users)
    if now.summary.users_served >= now.summary.users * (1 - FELT_SHARE):
        return f"all {everyone} people"
    return f"{words.share(now.summary.users_served / now.summary.users)} of {everyone} people"


def _half(world: World, now: Outcome) -> str:
    if now.summary.users_served <= 0:
        return "Nobody is served."
    return f"Half of them wait less than {words.wait(now.summary.rtt_p50_ms, world.words.unit)}."


def _slower(world: World, now: Outcome, before: Outcome, joint: str = "") -> str:
    if _felt(before, now) < FELT_MS:
        return ""
    slow, was = now.summary.rtt_p95_ms, before.summary.rtt_p95_ms
    return (
        f"{joint}the slowest 5{words.NO_BREAK}% wait {words.wait(slow, world.words.unit)} instead of {words.bare(was)}"
    )


def _change(world: World, then: Outcome, now: Outcome) -> str:
    if _felt(then, now) < FELT_MS:
        half, was = now.summary.rtt_p50_ms, then.summary.rtt_p50_ms
        if abs(half - was) < FELT_MS or half != half or was != was:
            return " The waits stay the same."
        return f" Half of them wait less than {words.wait(half, world.words.unit)}, {words.bare(was)} before."
    slow, was = now.summary.rtt_p95_ms, then.summary.rtt_p95_ms
    if was != was or slow != slow:
        return ""
    verb = "rises" if slow > was else "falls"
    return f" p95 {verb} from {words.bare(was)} to {words.wait(slow, world.words.unit)}."


def _felt(then: Outcome, now: Outcome) -> float:
    change = abs(now.summary.rtt_p95_ms - then.summary.rtt_p95_ms)
    return 0.0 if change != change else change
