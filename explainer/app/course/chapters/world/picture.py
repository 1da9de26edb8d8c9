"""What chapter 8 shows of a moment: the world served from some Regions, and what each further Region brings."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from explainer.app.course import figures
from explainer.app.course.chapter import Moment, Shown, Stage, say
from explainer.app.course.chapters.world import atlas, curve, placing
from explainer.app.course.chapters.world.atlas import Seen
from explainer.app.course.chapters.world.placing import PLACED
from explainer.app.course.chapters.world.question import QUESTION
from explainer.app.course.chapters.world.texts import TEXTS
from explainer.app.course.chapters.world.wording import (
    BESTS,
    BOUND,
    LOST,
    NEAR,
    YOURS,
    counted,
    known,
    listed,
    placed_of,
    status_of,
)
from explainer.app.course.figures import Drawn, Rows
from explainer.app.marks import mark
from explainer.app.world_page import wait_key
from explainer.page import Layer
from explainer.texts import tr
from explainer.view import map as world_map
from explainer.view import words
from explainer.world import load_world

NEVER = Moment("predict", None, {"show": YOURS, "aim": "mean"}, 0)
CIRCLE = '<circle cx="8" cy="8" r="{}" {}/>'


def stage(moment: Moment) -> Stage:
    """Build the figures, showing a moment."""
    world = load_world()
    at = world_map.layers(world)
    lon, lat, radius_px = at["regions"]
    rows = [world.position(code) for code in placing.open_regions()]
    served = {
        "name": {"label": tr("Region"), "kind": "text"},
        "state": {"label": tr("State"), "kind": "text"},
        "share": {"label": tr("Serves, of all people"), "kind": "share"},
    }
    people = {
        "place": {"label": tr("Place"), "kind": "text"},
        "users": {"label": tr("People online"), "kind": "people"},
        "wait": {"label": tr("Wait"), "kind": "ms"},
    }
    waits = {
        "regions": {"label": tr("Regions"), "kind": "number"},
        "names": {"label": tr("The best"), "kind": "text"},
        "wait": {"label": tr("Wait"), "kind": "ms"},
        "proved": {"label": tr("Proved"), "kind": "text"},
    }
    layers = (
        Layer("regions", lon[rows], lat[rows], radius_px[rows], "picture", ("name", "state"), "put"),
        Layer("people", *at["cells"], "people", ("place", "users", "wait")),
    )
    drawn = {
        "picture": Drawn(
            atlas.build(world), atlas.paint, Rows(tr("Regions"), served), sized=atlas.resized, layers=layers
        ),
        "curve": Drawn(curve.build(), curve.paint, Rows(tr("The best"), waits), ("play", "reveal")),
    }
    return figures.stage(TEXTS, drawn, show(moment), key(), "", {"people": Rows(tr("People and their wait"), people)})


def show(moment: Moment) -> Shown:
    """Say what a moment looks like."""
    what, seen = moment.settings["show"], seen_of(moment)
    yours = placing.wait_ms(placing.served(placed_of(moment))) if moment.said else None
    waits, now = _waits(moment), int(what) if what in BESTS else 0
    against = waits[PLACED - 1] if moment.revealed and yours is not None else None
    status, kind = status_of(moment) if moment.committed else ("", "")
    return Shown(
        {
            "picture": atlas.patch(load_world(), seen),
            "curve": curve.patch(waits, yours, now, against),
        },
        {
            "picture": words.plain(status) or say(TEXTS, "picture.before", known()),
            "curve": _told(waits, yours),
        },
        {"picture": _regions(seen), "people": _people(seen), "curve": _rows(len(waits))},
        status,
        kind,
    )


def seen_of(moment: Moment) -> Seen:
    """Say what the map shows of a moment: nothing of anybody's wait before the prediction."""
    if not moment.committed:
        return Seen(yours=QUESTION.codes(moment.draft or QUESTION.start))
    what, aim = moment.settings["show"], moment.settings["aim"]
    ring = placed_of(moment) if moment.said else ()
    if what == NEAR:
        found = placing.detour()
        return Seen(placing.served((found.near, found.fast)), detour=found)
    if what == BOUND:
        return Seen(placing.served(placing.chosen(PLACED, bound=True), bound=True), yours=ring)
    if what == LOST:
        codes = placing.chosen(PLACED)
        return Seen(placing.served(codes, lost=placing.worst_loss()), placing.served(codes), ring)
    codes = placed_of(moment) if what == YOURS else placing.chosen(int(what), aim)
    return Seen(placing.served(codes), yours=ring)


def key() -> str:
    """Write the key of the marks."""
    ring = _drawn(CIRCLE.format(6.5, 'stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="3 2"'))
    marks = (
        (mark("in use"), TEXTS["state.in"]),
        (mark("down"), TEXTS["state.down"]),
        (mark("unused"), TEXTS["state.out"]),
        (ring, TEXTS["state.yours"]),
    )
    grey = _item(_drawn(CIRCLE.format(5, 'fill="var(--before)"')), TEXTS["key.people"])
    waits = f"<b>{TEXTS['key.wait']}</b>{wait_key(load_world())}{grey}"
    row = '<span style="flex-basis:100%"></span>'
    return f"{waits}{row}<b>{tr(load_world().words.region)}</b>{''.join(_item(*each) for each in marks)}"


def _item(drawn: str, label: str) -> str:
    return f'<span class="pp-item">{drawn}{label}</span>'


def _drawn(shape: str) -> str:
    return (
        f'<svg class="pp-mark" aria-hidden="true" width="14" height="14" viewBox="0 0 16 16" fill="none">{shape}</svg>'
    )


def _waits(moment: Moment) -> tuple[float, ...]:
    """Give the waits of the best that may be seen: as far as the play has come, all of them after the reveal."""
    what = moment.settings["show"]
    if moment.revealed:
        return placing.curve()
    return placing.curve()[: int(what)] if moment.committed and what in BESTS else ()


def _told(waits: tuple[float, ...], yours: float | None) -> str:
    parts = [
        say(TEXTS, "curve.told", {"regions": counted(k), "wait": words.wait(wait)})
        for k, wait in enumerate(waits, start=1)
    ]
    parts += [say(TEXTS, "curve.yours", {"wait": words.wait(yours)})] if yours is not None else []
    return " ".join(parts) or TEXTS["curve.empty"]


# tables


def _regions(seen: Seen) -> dict[str, Any]:
    world, now, codes = load_world(), seen.now, placing.open_regions()
    told = now is not None and seen.detour is None
    rows = [world.position(code) for code in codes]
    return {
        "name": [placing.name(code) for code in codes],
        "state": [TEXTS[f"state.{_state(seen, code)}"] for code in codes],
        "share": list(now.region_rps[rows] / now.summary.offered_rps) if told and now else [None] * len(codes),
    }


def _state(seen: Seen, code: str) -> str:
    row, yours = load_world().position(code), code in seen.yours
    if seen.now is None or not seen.now.region_used[row]:
        return "yours" if yours else "out"
    return "down" if not seen.now.region_up[row] else "both" if yours else "in"


def _people(seen: Seen) -> dict[str, Any]:
    cells, told = load_world().cells, seen.now is not None and seen.detour is None
    return {
        "place": _places(),
        "users": cells["users"].to_numpy(np.float32),
        "wait": seen.now.rtt_ms if told and seen.now else np.full(len(cells), np.nan, np.float32),
    }


@lru_cache(maxsize=1)
def _places() -> list[str]:
    cells = load_world().cells
    return [f"{place}, {country}" for place, country in zip(cells["name"], cells["country_name"], strict=True)]


def _rows(count: int) -> dict[str, Any]:
    numbers = list(range(1, count + 1))
    return {
        "regions": numbers,
        "names": [listed(placing.chosen(k)) for k in numbers],
        "wait": list(placing.curve()[:count]) if count else [],
        "proved": [tr("yes") if placing.best(k).proved else tr("no") for k in numbers],
    }
