"""The World page: which figures, texts and tables it has, and what each shows of an Outcome.

`build` makes the page once for a World, `show` patches it. Both go through the same functions, so that what the
page opens with is what it would show after any way back to that state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise

import numpy as np

from explainer.app import acts, finders, panels, world_tables
from explainer.app.about import about
from explainer.app.bar import bar
from explainer.app.marks import dot, mark, ring, symbols
from explainer.app.outline import filled
from explainer.app.share import panel
from explainer.outcome import Outcome
from explainer.page import Chart, Frame, Layer, Page, Points
from explainer.texts import tr
from explainer.view import load, reach, reaction, sentences, sure, waiting, why, words
from explainer.view import map as world_map
from explainer.view.map import Look
from explainer.view.map.dots import LARGEST_PX
from explainer.view.palette import THEMES
from explainer.view.patch import Patch, apply
from explainer.world import Path, World

CHARTS = ("map", "waiting", "reach", "load", "why", "sure")
TWINS = {"waiting": "waits", "reach": "parts", "load": "loads", "why": "legs"}  # the map has two, in its own place


@dataclass(frozen=True)
class Scene:
    """All that a page shows at one moment.

    Parameters
    ----------
    world
        The World.
    now, before
        The present Outcome, and that of the same design with nothing broken.
    look
        What is opened and shown.
    choosing
        Whether the choice of Regions is open.
    status
        The sentence about the last action.
    lights
        How the buttons above the map look: key to (on, usable).
    alert
        What went wrong, "" for nothing.
    """

    world: World
    now: Outcome
    before: Outcome
    look: Look
    choosing: bool
    status: reaction.Status
    lights: Mapping[str, tuple[bool, bool]]
    alert: str = ""

    @property
    def path(self) -> Path | None:
        """The explained way, None for none."""
        return world_map.explained(self.world, self.now, self.look)


def build(scene: Scene) -> Page:
    """Build the page of a World, showing a scene."""
    world = scene.world
    modules = {"map": world_map, "waiting": waiting, "reach": reach, "load": load, "why": why, "sure": sure}
    figures = {name: module.build(world) for name, module in modules.items()}
    for name, patch in patches(scene).items():
        apply(figures[name], patch)
    names = _names(world)
    said = summaries(scene)
    charts = {
        name: Chart(
            figures[name],
            names[name],
            said[name],
            TWINS.get(name),
            _layers(world) if name == "map" else (),
            Points(*world_map.points(world)) if name == "map" else None,
        )
        for name in CHARTS
    }
    variants: dict[str, dict[str, Patch]] = {
        theme: {name: module.paint(palette) for name, module in modules.items()} for theme, palette in THEMES.items()
    }
    variants |= {"wide": {"map": world_map.resized(narrow=False)}, "narrow": {"map": world_map.resized(narrow=True)}}
    return Page(skeleton(world), charts, texts(scene) | panel.TEXTS, world_tables.tables(scene), variants, scene.lights)


def show(page: Page, scene: Scene) -> None:
    """Show another scene on a page: one message with what has changed."""
    drawing = world_map.drawing(scene.world, scene.look, tuple(world_map.way.drawn(scene.world, scene.path)))
    frame = None
    if scene.look.cell is not None:
        frame = Frame(*drawing.middle, drawing.scale, drawing.canvas.lat_range)
    page.show(
        patches(scene),
        texts(scene),
        world_tables.changing(scene),
        summaries(scene),
        {"map": frame},
        scene.lights,
    )


def patches(scene: Scene) -> dict[str, Patch]:
    """Give what each figure shows of a scene."""
    world, now, before = scene.world, scene.now, scene.before
    return {
        "map": world_map.patch(world, now, before, scene.look),
        "waiting": waiting.patch(world, now, before),
        "reach": reach.patch(world, now, before),
        "load": load.patch(world, now, before),
        "why": why.patch(world, scene.path),
        "sure": sure.patch(world, scene.path),
    }


def texts(scene: Scene) -> dict[str, str]:
    """Give what each text says of a scene."""
    world, now, look, path = scene.world, scene.now, scene.look, scene.path
    cables = tr("Hide cables") if look.cables else tr("Show cables")
    title = sentences.headline(world, now, scene.before)
    if look.cell is not None:
        title = sentences.explained(world, now, look.cell, path)
    asked = ""
    if path:
        wait = words.wait(path.rtt_ms, world.words.unit)
        asked = tr("Why is this {wait}? <span>· there and back, drawn to scale</span>", wait=wait)
    return {
        "headline": title,
        "short": panels.short_list(acts.presets(world), acts.preset_of(now.scenario)),
        "status": scene.status.html,
        "alert": scene.alert,
        "panel": panels.panel(world, now, look, scene.choosing, path) or _cables(scene),
        "why-title": asked,
        "nearer": panels.nearer(world, now, look.cell, path) if look.cell is not None else "",
        "cables": f'<button class="pp-link" data-act="cables" data-value="">{cables}</button>',
        "pairs": panels.pairs(world.cut(now.cut_cables), tuple(world.regions.index[now.region_used])),
        "about": about(world),
    }


def _cables(scene: Scene) -> str:
    return finders.cable_panel(scene.world, scene.now) if scene.look.cables else ""


def summaries(scene: Scene) -> dict[str, str]:
    """Give the sentence of each figure."""
    said = sentences.summaries(scene.world, scene.now, scene.before)
    path, unit = scene.path, scene.world.words.unit
    if path and path.legs:
        low, high = path.band_ms
        legs = "; ".join(f"{what} {words.wait(ms, unit)}" for what, _, ms in why.told(scene.world, path))
        wait = words.wait(path.rtt_ms, unit)
        said["why"] = tr("{legs}: {wait} in all.", legs=legs, wait=wait)
        said["sure"] = tr(
            "Modelled {wait}, usually measured between {low} and {high}; light in fibre needs {light}.",
            wait=wait,
            low=words.bare(low),
            high=words.wait(high, unit),
            light=words.wait(path.light_ms, unit),
        )
        return said
    return said | dict.fromkeys(("why", "sure"), tr("No wait is being explained."))


def skeleton(world: World) -> str:
    """Give the HTML that the page fills: every figure, text and table has its place in it."""
    outline = (resources.files("explainer.app") / "world.html").read_text(encoding="utf-8")
    style = (resources.files("explainer.app") / "world.css").read_text(encoding="utf-8")
    about_link = f'<a class="pp-bar-end" href="#pp-about">{tr("About the numbers")}</a>'
    places = {"bar": bar("00_world", about_link), "wait-key": wait_key(world), "people-key": _people_key(world)}
    low, high = world.travel.band
    places |= {
        "region-key": _region_key(),
        "finders": finders.finders(world),
        "Region": tr(world.words.region),
        "Regions": words.named(2, world.words.region),
        "unit": world.words.unit,
        "low": f"{low:g}",
        "high": f"{high:g}",
    }
    return f"<style>{style}</style>{symbols()}{filled(outline, places)}"


def _names(world: World) -> dict[str, str]:
    names = world.words
    regions = words.named(2, names.region)
    return {
        "map": tr("Map of people by their wait, and of {regions} by their state", regions=regions),
        "waiting": tr("How long people wait"),
        "reach": tr("Where people are served, by {continent}", continent=tr(names.continent)),
        "load": tr("Load by {region}", region=tr(names.region)),
        "why": tr("Why the wait is as long as it is"),
        "sure": tr("How sure the wait is"),
    }


def _layers(world: World) -> tuple[Layer, ...]:
    at = world_map.layers(world)
    return (
        Layer("regions", *at["regions"], "regions", ("name", "state", "zones", "load"), "region"),
        Layer("cells", *at["cells"], "cells", ("place", "wait", "region", "users"), "cell"),
    )


def wait_key(world: World) -> str:
    """Give the key of the wait classes as HTML."""
    steps = [f"{step:g}" for step in world.scale.steps]
    spans = [f"&lt;{steps[0]}", *(f"{a}–{b}" for a, b in pairwise(steps)), f"{steps[-1]}+"]
    spans[-1] += f" {world.words.unit}"
    keys = [f'<span class="pp-item">{dot(c)}{span}</span>' for c, span in enumerate(spans, start=1)]
    return "".join([*keys, f'<span class="pp-item">{mark("not served")}{tr("not served")}</span>'])


def _people_key(world: World) -> str:
    largest = max(float(world.users.max()), 1.0)
    sizes = [_round(largest / part) for part in (40, 8, 1.7)]
    return "".join(
        f'<span class="pp-item">{ring(max(LARGEST_PX * (size / largest) ** 0.5, 1.5))}{words.people(size)}</span>'
        for size in sizes
    )


def _round(number: float) -> float:
    """Round down to 1, 2 or 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(number))
    return float(max(step * power for step in (1, 2, 5) if step * power <= number))


def _region_key() -> str:
    labels = world_tables.STATES_SAID | {"unused": tr("not used")}
    return "".join(f'<span class="pp-item">{mark(name)}{label}</span>' for name, label in labels.items())
