"""From a moment of chapter 7 to what map, strip and chart of waits show of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from explainer.app.course.chapter import say
from explainer.app.course.chapters.edge import globe, kiosk, strip, travel
from explainer.app.course.chapters.edge.globe import Globe
from explainer.app.course.chapters.edge.kiosk import Orders
from explainer.app.course.chapters.edge.strip import Strip
from explainer.app.course.chapters.edge.texts import TEXTS
from explainer.app.course.chapters.edge.waits import Waits
from explainer.app.course.figures import Said
from explainer.model.geo import great_circle_km
from explainer.texts import tr
from explainer.view import words
from explainer.view.map import labels
from explainer.world import Leg
from explainer.world.edge import edge_cities

MOST = 0.95  # share of the requests whose wait is told beside that of half of them
NEAR_KM, BESIDE_DEGREES = 300.0, 12.0  # a Region this near to the customers has its mark beside theirs
BESIDE_MS = 15.0  # from the mark of a Region that is near to its name on the strip
UNDER_MS = 0.05  # a leg that is shorter is not drawn

Floats = NDArray[np.float64]


def names(sent: Orders) -> dict[str, str]:
    """Give the names of the places, and how long the direct way takes; a Region named like the city is called one."""
    region = str(kiosk.world().regions["name"][kiosk.SERVERS[sent.server]])
    return {
        "place": kiosk.PLACE,
        "region": tr("Region {name}", name=region) if region == kiosk.PLACE else region,
        "city": sent.way.city,
        "direct": words.wait(sent.way.direct.rtt_ms),
    }


def counts(sent: Orders, answered: Floats, lost: int) -> dict[str, str]:
    """Write how many requests have been answered by now and where, and their average."""
    hits = int((answered <= sent.way.hit_ms).sum())
    return {
        "hits": f"{hits}",
        "misses": f"{len(answered) - hits}",
        "lost": f"{lost}",
        "answered": f"{len(answered)}",
        "mean": words.wait(float(answered.mean())) if len(answered) else words.NONE,
    }


def classes(waits_ms: Any) -> NDArray[np.int_]:
    """Give the wait classes of some waits [ms]."""
    return np.asarray(np.searchsorted(kiosk.world().scale.steps, waits_ms) + 1)


def legs_of(sent: Orders, committed: bool) -> tuple[Leg, ...]:
    """Give the legs of the way: the direct one, and after the prediction that over the edge."""
    return (*sent.way.near.legs, *sent.way.onward.legs) if committed else sent.way.direct.legs


def globe_of(sent: Orders, frame: int, committed: bool) -> Globe:
    """Put a picture of the play on the map; before the prediction there is only the way."""
    line, moving = travel.line(sent.server), travel.under_way(sent, frame)
    answered, _ = travel.done(sent, frame)
    cell = kiosk.world().cells.iloc[kiosk.world().cell(kiosk.PLACE)]
    here, there = (float(cell["lon"]), float(cell["lat"])), _region(sent, float(cell["lat"]), float(cell["lon"]))
    edge = edge_cities().loc[sent.way.edge]
    landings = [leg for leg in legs_of(sent, committed) if leg.kind in ("land", "sea") and leg.end != kiosk.PLACE][:-1]
    on_map = moving.at_ms > sent.way.hit_ms
    out, back = on_map & ~moving.back, on_map & moving.back
    shown_ms = float(answered.mean()) if len(answered) else sent.way.miss_ms if committed else sent.way.direct.rtt_ms
    return Globe(
        (line.lon, line.lat),
        int(classes(sent.way.miss_ms if committed else sent.way.direct.rtt_ms)),
        ([here[0]], [here[1]]),
        int(classes(shown_ms)),
        ([edge["lon"]], [edge["lat"]]) if committed else globe.NOWHERE,
        ([there[0]], [there[1]]),
        not kiosk.reachable(sent.server),
        ([leg.lon for leg in landings], [leg.lat for leg in landings]),
        _places(sent, answered, committed, here, there, landings),
        _seam(line),
        line.places(moving.at_ms[out]),
        line.places(moving.at_ms[back]),
        classes(moving.wait_ms[back]),
    )


def strip_of(sent: Orders, frame: int, committed: bool) -> Strip:
    """Put a picture of the play on the strip."""
    legs = legs_of(sent, committed)
    ends = np.cumsum([0.0, *(leg.rtt_ms for leg in legs)])
    spans = [(leg.kind, float(a), float(b)) for leg, a, b in zip(legs, ends, ends[1:], strict=False)]
    moving = travel.under_way(sent, frame)
    direct_ms = sent.way.direct.rtt_ms if committed and ends[-1] > strip.MOST_MS / 2 else None
    down = committed and not kiosk.reachable(sent.server)
    stops = [span[2] for leg, span in zip(legs, spans, strict=True) if leg.kind == "sea" or _lands(leg)]
    edge_ms = sent.way.hit_ms if committed else None
    back = moving.back
    return Strip(
        spans,
        [stop for stop in stops if stop < ends[-1] - kiosk.world().travel.region - UNDER_MS],
        edge_ms,
        direct_ms,
        down,
        [*_strip_words(sent, frame, committed, float(ends[-1])), *_leg_words(legs, spans), *_direct_words(direct_ms)],
        moving.at_ms[~back],
        moving.at_ms[back],
        classes(moving.wait_ms[back]),
    )


def waits_of(sent: Orders, answered: Floats, lost: int, said: Said) -> Waits:
    """Sort the waits of those answered so far."""
    ordered = np.sort(answered)
    mean = None
    if len(answered):
        mean_ms = float(answered.mean())
        mean = (mean_ms, say(TEXTS, "waits.mean", {"mean": words.wait(mean_ms)}))
    whole = len(answered) == kiosk.COUNT
    return Waits(
        ordered,
        classes(ordered),
        lost,
        mean,
        said,
        (sent.way.direct.rtt_ms, say(TEXTS, "waits.before", names(sent))),
        say(TEXTS, "waits.shares", shares(sent)) if whole else "",
        say(TEXTS, "waits.none", {"lost": str(lost)}) if lost else "",
    )


def shares(sent: Orders) -> dict[str, str]:
    """Write what half of the requests, and nearly all, do not wait longer than."""
    return {
        "half": words.wait(sent.percentile_ms(0.5)),
        "most": words.wait(sent.percentile_ms(MOST)),
        "most_share": words.share(MOST),
    }


def _lands(leg: Leg) -> bool:
    return leg.kind == "land" and leg.end in set(kiosk.world().gateways["place"]) and leg.rtt_ms > 1


def _region(sent: Orders, lat: float, lon: float) -> tuple[float, float]:
    """Place the Region [lon, lat]; one in the customers' own city stands beside them."""
    regions, code = kiosk.world().regions, kiosk.SERVERS[sent.server]
    there = float(regions["lon"][code]), float(regions["lat"][code])
    away_km = float(great_circle_km(lat, lon, there[1], there[0]))
    return there[0] + (BESIDE_DEGREES if away_km < NEAR_KM else 0.0), there[1]


def _places(
    sent: Orders,
    answered: Floats,
    committed: bool,
    here: tuple[float, float],
    there: tuple[float, float],
    landings: list[Leg],
) -> list[globe.Name]:
    values = names(sent) | counts(sent, answered, 0)
    told = "before" if not committed else "after" if len(answered) else "place"
    down = not kiosk.reachable(sent.server)
    side, aside = "middle left", "bottom right"
    over = "top center" if there[1] > here[1] + 1 else "bottom left"  # above the customers stands the pin
    found: list[globe.Name] = [
        (globe.PLACES, *here, labels.beside(say(TEXTS, f"map.{told}", values), side), side),
        (
            globe.LOST_PLACE if down else globe.PLACES,
            *there,
            labels.beside(say(TEXTS, "map.lost" if down else "map.region", values), over),
            over,
        ),
    ]
    return found + [
        (globe.LANDED, float(leg.lon), float(leg.lat), labels.beside(leg.end, aside), aside) for leg in landings
    ]


def _seam(line: travel.Line) -> tuple[float, str, str] | None:
    """Say where the way leaves the map on the right, and what it goes on to."""
    edge = globe.MIDDLE_LON + 180
    if not line.lon.min() < edge < line.lon.max():
        return None
    lat = float(np.interp(edge, line.lon, line.lat))
    stop = next(leg.end for leg in kiosk.way().onward.legs if leg.kind == "sea")
    return lat, say(TEXTS, "map.on", {"stop": stop}), say(TEXTS, "map.from", {"place": kiosk.PLACE})


def _strip_words(sent: Orders, frame: int, committed: bool, end_ms: float) -> list[strip.Word]:
    """Write over the strip what it is, and who has answered how many."""
    answered, lost = travel.done(sent, frame)
    values = names(sent) | counts(sent, answered, lost) | {"wait": words.wait(end_ms)}
    found: list[strip.Word] = [
        (strip.BOLD, "title", 0.0, say(TEXTS, "strip.title", values), "middle right"),
        (strip.SOFT, "names", 0.0, kiosk.PLACE, "middle right"),
    ]
    far = end_ms > strip.MOST_MS / 2
    beyond, side, row = (end_ms, "middle left", "counts") if far else (end_ms + BESIDE_MS, "middle right", "names")
    if not committed:
        return [*found, (strip.SOFT, "names", end_ms, values["region"], "middle left")]
    found.append((strip.BOLD, "counts", sent.way.hit_ms, say(TEXTS, "strip.edge", values), "middle right"))
    if kiosk.reachable(sent.server):
        found.append((strip.BOLD, row, beyond, say(TEXTS, "strip.server", values), side))
    else:
        found.append((strip.GONE, row, beyond, say(TEXTS, "strip.lost", values), side))
    return found


def _leg_words(legs: tuple[Leg, ...], spans: list[tuple[str, float, float]]) -> list[strip.Word]:
    """Write under each leg how long it takes and what it is, and over it where it ends, where there is room."""
    found: list[strip.Word] = []
    for leg, (kind, start, end) in zip(legs, spans, strict=True):
        middle, what, time = (start + end) / 2, TEXTS.get(f"strip.{kind}", ""), words.bare(leg.rtt_ms)
        told = {"ms": time, "what": what}
        found += [
            (strip.SOFT, row, middle, said, "middle center")
            for row, said in told.items()
            if what and strip.room(said, leg.rtt_ms)
        ]
        if kind in ("land", "sea") and leg is not legs[-2] and leg.rtt_ms > 1:
            found.append((strip.SOFT, "names", end, leg.end, "middle center"))
    return found


def _direct_words(direct_ms: float | None) -> list[strip.Word]:
    if direct_ms is None:
        return []
    time = words.bare(direct_ms)
    return [
        (strip.SOFT, "ms", direct_ms, time, "middle center"),
        (strip.SOFT, "what", direct_ms, TEXTS["strip.direct"], "middle center"),
    ]
