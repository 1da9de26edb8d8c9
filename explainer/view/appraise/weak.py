"""Where a design is weak: what each Region's loss would take, and the strait whose cables matter most.

The large map with nothing broken, and on it what might be: a ring round each Region, larger the more people are lost
without it, and the cables that one event would cut.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from explainer.outcome import Outcome
from explainer.survey import Cause
from explainer.texts import tr
from explainer.view import map as world_map
from explainer.view import words
from explainer.view.appraise.blocks import Block, free, placed
from explainer.view.map import Look, dots, flows, regions
from explainer.view.palette import FONT, Palette
from explainer.view.patch import Patch, merge
from explainer.view.projection import Drawing
from explainer.view.words import NO_BREAK
from explainer.world import World

RING, CALM_RING = "weak spots", "harmless spots"
CASING, STRAIT = "strait casing", "strait"
LOST_LABEL, HARMLESS_LABEL, STRAIT_LABEL = "weak spot labels", "harmless labels", "strait label"
TEXTS = {LOST_LABEL: ("loss", 700), HARMLESS_LABEL: ("ink2", 400), STRAIT_LABEL: ("causetext", 700)}
LEAST_RING_PX, RING_PX = 26.0, 36.0  # of nobody lost, and what everybody adds
Point = tuple[float, float]
Line = Sequence[Point]
SAME_PEOPLE = 0.5
LEAST_SAID = 0.01  # a smaller share is said in words
NOBODY = tr("without it: nobody lost")
STRAIT_HALF_PX = 5.0
PHONE = 196 / 440  # how small the map is there [of its size]


def build(world: World) -> go.Figure:
    """Build the large map with the traces of weak spots in it: cables below the Regions, the rest on top."""
    whole = world_map.build(world)
    at = [trace.name for trace in whole.data].index(regions.BELOW)
    lines = [
        go.Scattergeo(name=name, mode="lines", lon=[], lat=[], hoverinfo="skip", line={"width": width})
        for name, width in ((CASING, 5.0), (STRAIT, 3.0))
    ]
    rings = []
    for name, width in ((CALM_RING, 1.3), (RING, 2.0)):
        marker = {"symbol": "circle-open", "size": LEAST_RING_PX, "opacity": 1, "line": {"width": width}}
        rings.append(go.Scattergeo(name=name, mode="markers", lon=[], lat=[], hoverinfo="skip", marker=marker))
    texts = [
        go.Scattergeo(
            name=name,
            mode="text",
            lon=[],
            lat=[],
            text=[],
            hoverinfo="skip",
            textfont={"family": FONT, "size": regions.LABEL_PX, "weight": weight},
        )
        for name, (_, weight) in TEXTS.items()
    ]
    return go.Figure([*whole.data[:at], *lines, *whole.data[at:], *rings, *texts], whole.layout)


def patch(world: World, now: Outcome, spots: pd.DataFrame | None, strait: Cause | None) -> Patch:
    """Draw a design and its weak spots.

    Parameters
    ----------
    world
        The World that the map was built for.
    now
        The design with nothing broken.
    spots
        What `weakest` says of its Regions, or None.
    strait
        The worst of its straits, as `shared_causes` gives it, or None.
    """
    frame = world_map.drawing(world, Look())
    drawn = regions.patch(world, now, frame)
    at = {name: np.flatnonzero(mine) for name, mine in _named(now).items()}
    codes, (lon, lat) = np.concatenate(list(at.values())), regions.positions(world)
    lost = {} if spots is None else dict(zip(spots.index, _shares_lost(world, now, spots), strict=True))
    share = [lost.get(str(world.regions.index[code])) for code in codes]
    names = [_bare(text) for name in at for text in drawn.traces[name]["text"]]
    x, y = frame.pixels(lon[codes], lat[codes])
    blocks = [_block(*each) for each in zip(x.tolist(), y.tolist(), names, share, strict=True)]
    lines = [] if strait is None else [world.cable_line(cable) for cable in strait.targets]
    where, middle = _with_strait(world, frame, blocks, strait, lines)
    return merge(
        flows.patch(world, now, now, show_cables=False),
        dots.patch(world, now),
        drawn,
        _names(at, where),
        _spots(lon[codes], lat[codes], share, where),
        _strait(lines, middle, where[len(codes) :]),
    )


def paint(palette: Palette) -> Patch:
    """Give the map the colours of a theme."""
    colours: dict[str, Mapping[str, Any]] = {
        RING: {"marker.color": palette["loss"], "marker.line.color": palette["loss"]},
        CALM_RING: {"marker.color": palette["ink2"], "marker.line.color": palette["ink2"]},
        CASING: {"line.color": palette["causeink"]},
        STRAIT: {"line.color": palette["cause"]},
    }
    colours |= {name: {"textfont.color": palette[token]} for name, (token, _) in TEXTS.items()}
    return merge(world_map.paint(palette), Patch(colours))


def resized(narrow: bool) -> Patch:
    """Fit the marks to the width of the page; a narrow one has no room for the name of the strait."""
    return merge(world_map.resized(narrow), Patch({STRAIT_LABEL: {"opacity": 0.0 if narrow else 1.0}}))


def table(world: World, now: Outcome, spots: pd.DataFrame | None, strait: Cause | None) -> dict[str, list[Any]]:
    """Give the numbers drawn, the weakest spot first: region, share_lost and reach without it [0..1]."""
    if spots is None:
        return {"region": [], "share_lost": [], "reach": []}
    return {
        "region": [str(world.regions["name"][code]) for code in spots.index],
        "share_lost": _shares_lost(world, now, spots),
        "reach": spots["reach"].tolist(),
    }


def sentence(world: World, now: Outcome, spots: pd.DataFrame | None, strait: Cause | None) -> str:
    """Say which loss takes most, and which strait is marked."""
    said = [tr("Weak spots are not known yet.")]
    if spots is not None and len(spots):
        told = table(world, now, spots, strait)
        worst = int(np.argmax(told["share_lost"]))
        lost, noun = told["share_lost"][worst], tr(world.words.region)
        without = {"name": told["region"][worst], "share": words.share(lost), "region": noun}
        said = [tr("Without {name}, {share} of people get no answer; no {region} weighs more.", **without)]
        if not lost:
            said = [tr("Whichever {region} is lost, nobody is left without an answer.", region=noun)]
    if strait is not None:
        said.append(tr("Marked is {strait}.", strait=_strait_name(world, strait)))
    return " ".join(said)


def _named(now: Outcome) -> dict[str, NDArray[np.bool_]]:
    """Say which Regions the large map names, by the trace of their names."""
    return dict(zip(regions.LABELS, (now.region_used & now.region_up, ~now.region_up), strict=True))


def _bare(label: str) -> str:
    """Take the text out of a label."""
    return unescape(label.replace("<br>", "")).strip(NO_BREAK)


def _shares_lost(world: World, now: Outcome, spots: pd.DataFrame) -> list[float]:
    """Shares of all people who are served now and would not be without each Region [0..1]."""
    total = max(float(world.users.sum()), 1e-9)
    lost = spots["users_lost"].to_numpy(float) - (total - now.summary.users_served)
    return np.where(lost > SAME_PEOPLE, lost / total, 0.0).tolist()  # type: ignore[no-any-return]


def _block(x: float, y: float, name: str, share: float | None) -> Block:
    if share is None:
        return Block(x, y, LEAST_RING_PX / 2, (name,))
    return Block(x, y, _ring_px(share) / 2, (name, _without(share)))


def _ring_px(share: float) -> float:
    return LEAST_RING_PX + RING_PX * share


def _without(share: float) -> str:
    if not share:
        return NOBODY
    said = words.share(share)
    return tr("without it −{share}", share=said) if share >= LEAST_SAID else tr("without it {share} lost", share=said)


def _names(at: Mapping[str, NDArray[np.intp]], where: Sequence[tuple[Block, str]]) -> Patch:
    """Move the names of Regions to where there is room for what is said about them."""
    changed: dict[str, Mapping[str, Any]] = {}
    start = 0
    for name, codes in at.items():
        mine = where[start : start + len(codes)]
        changed[name] = {
            "text": [block.text(0, side) for block, side in mine],
            "textposition": [side for _, side in mine],
        }
        start += len(codes)
    return Patch(changed)


def _spots(
    lon: NDArray[np.float32],
    lat: NDArray[np.float32],
    share: Sequence[float | None],
    where: Sequence[tuple[Block, str]],
) -> Patch:
    """Ring the Regions of which it is known what their loss does, and say it."""
    known = [i for i, each in enumerate(share) if each is not None]
    changed: dict[str, Mapping[str, Any]] = {}
    for ring, label, lossy in ((RING, LOST_LABEL, True), (CALM_RING, HARMLESS_LABEL, False)):
        mine = [i for i in known if bool(share[i]) == lossy]
        size = np.array([_ring_px(share[i] or 0.0) for i in mine], np.float32)
        changed[ring] = {"lon": lon[mine], "lat": lat[mine], "marker.size": size}
        said = [i for i in mine if len(where[i][0].lines) > 1]
        changed[label] = {
            "lon": lon[said],
            "lat": lat[said],
            "text": [where[i][0].text(1, where[i][1]) for i in said],
            "textposition": [where[i][1] for i in said],
        }
    return Patch(changed)


def _with_strait(
    world: World, frame: Drawing, blocks: list[Block], strait: Cause | None, lines: Sequence[Line]
) -> tuple[list[tuple[Block, str]], Point | None]:
    """Place all blocks, and last the name of the strait: at the first of its cables where it covers nothing."""
    where, middle = placed(blocks, frame.width_px, frame.height_px, PHONE), None
    if strait is None:
        return where, middle
    for point in _middles(world, lines):
        x_px, y_px = (float(each) for each in frame.pixels(*point))
        name = Block(x_px, y_px, STRAIT_HALF_PX, (_strait_name(world, strait),))
        tried = placed([*blocks, name], frame.width_px, frame.height_px, PHONE)
        if free(tried[-1], tried[:-1]):
            return tried, point
        if middle is None:
            where, middle = tried, point
    return where, middle


def _strait(lines: Sequence[Line], middle: Point | None, where: Sequence[tuple[Block, str]]) -> Patch:
    """Draw the cables of a strait, and name it at their middle."""
    gaps = [point for line in lines for point in (*line, (np.nan, np.nan))]
    lon, lat = np.array(gaps, np.float32).reshape(-1, 2).T
    way = {"lon": lon, "lat": lat}
    at = np.array([middle] if middle else [], np.float32).reshape(-1, 2)
    name = {
        "lon": at[:, 0],
        "lat": at[:, 1],
        "text": [block.text(0, side) for block, side in where],
        "textposition": [side for _, side in where],
    }
    return Patch({CASING: way, STRAIT: way, STRAIT_LABEL: name})


def _middles(world: World, lines: Sequence[Line]) -> list[Point]:
    """Give the middle of the longest stretch of each cable [lon, lat], that which lies amidst the others first."""
    edge = world.canvas.rotation_lon - 180  # of the map, so that halves of one ocean lie side by side
    halves = []
    for line in lines:
        lon, lat = np.array(line, float).T
        across, up = (np.diff(lon) + 180) % 360 - 180, np.diff(lat)
        longest = int(np.hypot(across, up).argmax())
        east = (lon[longest] + across[longest] / 2 - edge) % 360 + edge
        halves.append((float(east), float(lat[longest] + up[longest] / 2)))
    middle = np.median(halves, axis=0) if halves else None
    return sorted(halves, key=lambda half: float(np.linalg.norm(np.array(half) - middle)))


def _strait_name(world: World, strait: Cause) -> str:
    place = strait.code.partition(":")[2]
    return tr("{place}: {cables}", place=tr(place), cables=words.counted(len(strait.targets), world.words.cable))
