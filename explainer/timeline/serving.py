"""What becomes of a minute's requests: sent by the answers that clients hold, served, refused, tried again."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from explainer.model import failover, routing
from explainer.outcome import REASONS, Assignment
from explainer.simulate import queue_ms, send, zone_shares
from explainer.timeline.answers import Answers
from explainer.timeline.broken import REASON, Broken
from explainer.timeline.setting import Setting

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROUNDING = 1e-12  # a share so small is the last bit of a sum


@dataclass(frozen=True, eq=False)
class Now:
    """What a minute is worked out from: the answers that clients hold and their shares, the newest answer last."""

    broken: Broken
    held: tuple[tuple[int, float], ...]
    room: Floats
    growing: Bools
    down: Bools
    unshifted: Bools
    offered: Floats


@dataclass(frozen=True, eq=False)
class Served:
    """What became of a minute's requests; `lost` by reason (row) and cell."""

    answers: Assignment
    refused_rps: Floats
    lost: Floats
    queue_ms: Floats
    rtt_ms: NDArray[np.float32]
    carrying_rps: Floats
    zone_rps: Floats
    attempts_rps: float


def serve(given: Answers, now: Now) -> Served:
    """Work out one minute."""
    broken, world = now.broken, given.setting.world
    size = len(world.regions)
    deaf = ~broken.standing | now.down  # takes every request and answers none
    works = np.where(deaf, 0.0, broken.damage.services)
    lost = np.zeros((len(REASONS), len(now.offered)))
    sent, refused = sent_by(given, now, np.where(deaf, inf, now.room), lost)
    asked = routing.spread(sent.rps, sent.region, size)
    answered = sent.rps * works[sent.region]
    if (works < 1)[asked > 0].any():
        _fail(now, sent, sent.rps - answered, lost)
    region_rps = routing.spread(answered, sent.region, size)
    carrying = now.room[world.zone_region] * broken.zone_share
    zone_rps = region_rps[world.zone_region] * broken.zone_share
    if now.unshifted.any():
        answered, zone_rps = _through_zones(given.setting, now, sent, answered, carrying, lost)
    finite = (now.room > 0) & ~now.growing & ~deaf
    queue = np.where(finite, queue_ms(world, np.where(deaf, 0.0, asked), now.room), 0.0)
    extra = world.travel.access[given.setting.scenario.access] + queue + broken.slow_ms
    rtt = (broken.waits[sent.region, sent.cell] + extra[sent.region]).astype(np.float32)
    answers = Assignment(sent.cell, sent.region, answered)
    refused += np.where(now.down, asked, 0.0)
    attempts = _attempts(given.setting, now, np.where(deaf, 0.0, asked), refused, lost)
    return Served(answers, refused, lost, queue, rtt, carrying, zone_rps, attempts)


def sent_by(given: Answers, now: Now, free: Floats, lost: Floats) -> tuple[Assignment, Floats]:
    """Send everybody by the answer they hold; those with an old one first, since they cannot choose."""
    broken, size, cells = now.broken, len(free), len(now.offered)
    parts, refused = [], np.zeros(size)
    for turn, (answer, share) in enumerate(now.held, 1):
        first, load = given.first_choice(answer, broken), now.offered * share
        wants = Assignment(first.cell, first.region, first.rps * load[first.cell])
        asked = routing.spread(wants.rps, wants.region, size)
        if (asked <= free * (1 + 1e-9)).all():
            sent, over = wants, None
        elif turn < len(now.held):
            fits = np.minimum(np.divide(free, asked, out=np.ones(size), where=asked > 0), 1.0)[wants.region]
            sent = Assignment(wants.cell, wants.region, wants.rps * fits)
            over = wants.rps * (1 - fits)
        else:
            sent = send(given.setting.world, given.setting.scenario, broken.waits, given.masks[answer], load, free)
            left = load - routing.spread(sent.rps, sent.cell, cells)
            over = np.where(left > ROUNDING * load, left, 0.0)[first.cell] * first.rps
        if over is not None:
            np.add.at(lost, (broken.short[wants.region], wants.cell), over)
            refused += routing.spread(over, wants.region, size)
        free = np.maximum(free - routing.spread(sent.rps, sent.region, size), 0.0)
        unnamed = np.ones(cells, bool)
        unnamed[first.cell] = False
        if unnamed.any():
            lost[_waiting(broken)[unnamed], np.flatnonzero(unnamed)] += load[unnamed]
        parts.append(sent)
    columns = zip(*((part.cell, part.region, part.rps) for part in parts), strict=True)
    return Assignment(*(np.concatenate(column) for column in columns)), refused


def _waiting(broken: Broken) -> NDArray[np.intp]:
    """Reason of each cell whose answer leads nowhere: waiting, if a healthy Region could answer it."""
    return np.where(broken.could, REASON["waiting-for-dns"], broken.otherwise)


def _fail(now: Now, sent: Assignment, failed: Floats, lost: Floats) -> None:
    """Book what was sent where it gets no answer."""
    some = np.flatnonzero(failed > 0)
    cell, region = sent.cell[some], sent.region[some]
    where = np.where(now.broken.sent_to[region], REASON["dependency"], _waiting(now.broken)[cell])
    kept_down = now.down & now.broken.standing
    np.add.at(lost, (np.where(kept_down[region], now.broken.short[region], where), cell), failed[some])


def _through_zones(
    setting: Setting, now: Now, sent: Assignment, answered: Floats, carrying: Floats, lost: Floats
) -> tuple[Floats, Floats]:
    """Spread what Regions answer evenly over their zones, where a zone broken in part has not been left yet."""
    zone_region, size = setting.world.zone_region, len(setting.world.regions)
    uneven = np.isin(np.arange(size), zone_region[now.unshifted])
    region_rps = routing.spread(answered, sent.region, size)
    used = setting.plan.zone_used & (now.broken.zone_left > 0)
    even = region_rps[zone_region] * zone_shares(setting.world, used.astype(float))
    shifted = region_rps[zone_region] * now.broken.zone_share
    zone_rps = np.where(uneven[zone_region], np.minimum(even, carrying), shifted)
    through = routing.spread(zone_rps, zone_region, size)
    kept = np.divide(through, region_rps, out=np.ones(size), where=uneven & (region_rps > 0))
    over = answered * (1 - np.minimum(kept, 1.0)[sent.region])
    np.add.at(lost, (now.broken.short[sent.region], sent.cell), over)
    return answered - over, zone_rps


def _attempts(setting: Setting, now: Now, accepted: Floats, refused: Floats, lost: Floats) -> float:
    """How many tries there are [req/s]: retries of what is refused until it fits, of what fails each time all."""
    rules, offered = setting.scenario.failover, float(now.offered.sum())
    if not rules.retries:
        return offered
    asked = accepted + refused
    share = np.divide(accepted, asked, out=np.ones_like(asked), where=asked > 0)
    tries = failover.attempts_per_request(failover.failing_when_shed(share, rules.retries), rules.retries)
    more = float((asked * (tries - 1)).sum()) + rules.retries * max(float(lost.sum()) - float(refused.sum()), 0.0)
    return offered + (more if rules.retry_budget is None else min(more, rules.retry_budget * offered))
