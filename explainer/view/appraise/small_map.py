"""A small map, two of which fit side by side: who waits how long, from which Regions.

It takes its ground, marks and data from the large map, but has one size of dots, so that two are redrawn at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

from explainer.outcome import Outcome
from explainer.texts import tr, tr_n
from explainer.view import map as world_map
from explainer.view import words
from explainer.view.map import dots, regions
from explainer.view.palette import WAIT_CLASSES, Palette, rim
from explainer.view.patch import Patch
from explainer.view.projection import Drawing
from explainer.world import World

WIDTH_PX, HEIGHT_PX = 560.0, 290.0
RADIUS_PX, CROSS_PX = 1.7, 4.0
BELOW, DOTS = "rim", tuple(f"wait{c}" for c in range(1, WAIT_CLASSES + 1))
RIMS = {f"rim{c}": f"wait{c}" for c in dots.RIMMED}
GROUND = (world_map.LAND, world_map.LAKES)
PLACE = ("lon", "lat")
SIZES = {"in use": 15, "down": 18}


def build(world: World) -> go.Figure:
    """Build the empty map of a World."""
    large = world_map.build(world)
    taken = {trace.name: trace for trace in large.data}
    widths = dict.fromkeys(RIMS, 2 * (RADIUS_PX + dots.RIM_PX[0])) | dict.fromkeys(DOTS, 2 * RADIUS_PX)
    lines = [
        go.Scattergeo(name=name, mode="lines", lon=[], lat=[], hoverinfo="skip", line={"width": width})
        for name, width in ({BELOW: 2 * (RADIUS_PX + 0.6)} | widths).items()
    ]
    for name, size in SIZES.items():
        taken[name].update(marker={"size": size})
    marks = [taken[name] for name in (dots.LOST, *reversed(SIZES), *regions.LABELS)]
    return go.Figure([*(taken[name] for name in GROUND), *lines, *marks], large.layout)


def patch(world: World, outcome: Outcome, label: bool = True) -> Patch:
    """Draw an Outcome.

    Parameters
    ----------
    world
        The World that the map was built for.
    outcome
        What is shown.
    label
        Whether Regions are named.
    """
    sized = dots.patch(world, outcome).traces
    changed: dict[str, Mapping[str, Any]] = {
        name: {key: np.concatenate([sized[f"{name} s{s}"][key] for s in range(len(dots.RADII_PX))]) for key in PLACE}
        for name in DOTS
    }
    changed |= {below: changed[name] for below, name in RIMS.items()}
    changed[BELOW] = {key: np.concatenate([changed[name][key] for name in DOTS]) for key in PLACE}
    lost = sized[dots.LOST]
    changed[dots.LOST] = {key: lost[key] for key in PLACE} | {"marker.size": CROSS_PX, "marker.line.width": 1.1}
    marked = regions.patch(world, outcome, Drawing(world.canvas, WIDTH_PX, HEIGHT_PX)).traces
    nothing: Mapping[str, Any] = {"lon": [], "lat": [], "text": [], "textposition": []}
    changed |= {name: marked[name] for name in SIZES}
    return Patch(changed | {name: marked[name] if label else nothing for name in regions.LABELS})


def paint(palette: Palette) -> Patch:
    """Give the map the colours of a theme."""
    whole = world_map.paint(palette).traces
    kept = {name: whole[name] for name in (*GROUND, dots.LOST, *SIZES, *regions.LABELS)}
    lines = {name: {"line.color": palette[name]} for name in DOTS}
    lines |= {f"rim{c}": {"line.color": rim(palette, c)} for c in dots.RIMMED}
    return Patch(kept | lines | {BELOW: {"line.color": palette["land"]}})


def table(world: World, outcome: Outcome, label: bool = True) -> dict[str, list[Any]]:
    """Give the people drawn by how long they wait: wait, and their share of all [0..1]; the last row is not served."""
    steps = [f"{step:g}" for step in world.scale.steps]
    unit = f"{words.NO_BREAK}{world.words.unit}"
    waits = [tr("up to {wait}", wait=step + unit) for step in steps]
    waits += [tr("over {wait}", wait=steps[-1] + unit), tr("not served")]
    people = np.bincount(dots.classes(world, outcome), world.users, WAIT_CLASSES + 1)
    shares = people / max(float(people.sum()), 1e-9)
    return {"wait": waits, "share": [*shares[1:].tolist(), float(shares[0])]}


def sentence(world: World, outcome: Outcome, label: bool = True) -> str:
    """Say from where people are served, and how many of them in time."""
    names = world.regions["name"][outcome.region_used].astype(str).tolist()
    if not names:
        return tr("No {region} is in use.", region=tr(world.words.region))
    total, slo = outcome.summary, f"{outcome.scenario.slo_ms:g}{words.NO_BREAK}{world.words.unit}"
    return tr_n(
        "{regions} serves {reach} of people, {share} within {wait}.",
        "{regions} serve {reach} of people, {share} within {wait}.",
        len(names),
        regions=words.listed(names),
        reach=words.share(total.reach),
        share=words.share(total.within_slo),
        wait=slo,
    )
