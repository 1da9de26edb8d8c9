"""The World page as data: each design to start from, whole and with one thing of it broken.

Pictures, tables and sentences are those of `explainer.app.world_page`. What is broken is one Region of the design, its
busiest zone, or the sea cables of one passage; what would need a kernel is taken out of the page, and a sentence says
so. To break another thing is to mend the first before, so there are two sentences about each state: what broke there,
and that it was mended. `world.js` finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from explainer.app import acts, panels, world_page, world_tables
from explainer.app.world_page import Scene
from explainer.outcome import Outcome
from explainer.page.standalone import as_text, state_of
from explainer.presets import DEFAULT
from explainer.scenario import Outage
from explainer.serve.site.table import Table
from explainer.simulate import simulate
from explainer.texts import tr
from explainer.view import reaction, words
from explainer.view.map import Look
from explainer.view.map import regions as region_marks
from explainer.world import World

PAGE = "00_world"  # of the bar
CHARTS = ("map", "waiting", "reach", "load")
TABLES = ("cells", "regions", "waits", "parts", "loads", "spots")
TEXTS = ("headline", "short", "alert", "pairs", "about")  # of the app's page
KINDS = ("zone", "region", "passage")  # what a button breaks
GONE = ("pp-links", "pp-finders", "pp-detail", "pp-why", "pp-own")  # classes of what only the app can do


@dataclass(frozen=True)
class Broken:
    """One thing that is broken.

    Parameters
    ----------
    kind
        A name of `KINDS`, "" for nothing.
    target
        What it is: a Region code, an AZ ID, a passage.
    outages
        What that means to the model.
    """

    kind: str = ""
    target: str = ""
    outages: frozenset[Outage] = frozenset()

    @property
    def key(self) -> str:
        """Its name in the state of the page."""
        return f"{self.kind}:{self.target}" if self.kind else ""


class Written:
    """The page made into data.

    Parameters
    ----------
    world
        The World.
    """

    def __init__(self, world: World) -> None:
        self.world, self._presets = world, acts.presets(world)
        self._whole = {key: simulate(world, preset.scenario) for key, preset in self._presets.items()}
        self._broken = {key: tuple(breakable(world, now)) for key, now in self._whole.items()}

    def states(self) -> list[tuple[str, Broken]]:
        """Give every state: a design, and what is broken."""
        return [(design, one) for design, each in self._broken.items() for one in (Broken(), *each)]

    def state(self) -> dict[str, Any]:
        """Give what the page opens with: the state of the app's page without all that only the app can do."""
        scene = self._scene(DEFAULT, Broken(), opening=True)
        state = state_of(world_page.build(scene))
        charts = {name: state["_charts"][name] for name in CHARTS}
        layers = [{**layer, "act": ""} for layer in charts["map"]["layers"]]
        place = {"lon": "lon", "lat": "lat", "table": "spots", "act": "region"}
        charts["map"] |= {"layers": [layers[0] | place, *layers]}
        columns = state["_tables"]["regions"]["columns"]
        spots = {key: columns[key] for key in layers[0]["tip"]}
        spots |= {key: {**columns["of"], "values": as_text(at)} for key, at in self._spots(scene.now).items()}
        tables = {**state["_tables"], "spots": {**state["_tables"]["regions"], "columns": spots}}
        texts = {"note": self._note(), "status": scene.status.html, **self._texts(scene, DEFAULT, Broken())}
        return {
            **state,
            "_skeleton": skeleton(state["_skeleton"], self.world),
            "_charts": charts,
            "_texts": texts,
            "_tables": {name: tables[name] for name in TABLES},
            "_variants": {
                look: {name: patch for name, patch in patches.items() if name in CHARTS}
                for look, patches in state["_variants"].items()
            },
        }

    def before(self) -> dict[str, Any]:
        """Give the rules that the page opens with."""
        return {"first": [DEFAULT, ""], "regions": self.world.regions.index.tolist()}

    def after(self) -> dict[str, Any]:
        """Give all that acts can lead to."""
        table, states = Table(), self.states()
        columns: dict[tuple[str, ...], list[int]] = {}
        for state in states:
            for place, value in self.places(*state):
                columns.setdefault(place, []).append(table.value(value, place))
        kept = {place: table.column(numbers, len(states)) for place, numbers in columns.items()}
        status, mended = kept.pop(("status",)), kept.pop(("mended",))
        return {
            "rows": ["|".join((design, one.key)) for design, one in states],
            "places": [[column, place] for place, column in kept.items()],
            "status": status,
            "mended": mended,
            **table.written(),
        }

    def places(self, design: str, one: Broken) -> Iterator[tuple[tuple[str, ...], Any]]:
        """Give every place of the page with what a state shows there, and what is said on coming to it or from it."""
        scene = self._scene(design, one)
        for name, patch in world_page.patches(scene).items():
            if name in CHARTS:
                for trace, properties in patch.traces.items():
                    yield from ((("charts", name, "traces", trace, path), value) for path, value in properties.items())
                yield from ((("charts", name, "layout", path), value) for path, value in patch.layout.items())
        tables = world_tables.changing(scene)
        tables["spots"] = {key: tables["regions"][key] for key in ("state", "zones", "load")} | self._spots(scene.now)
        for name in TABLES:
            yield from ((("tables", name, key), values) for key, values in tables[name].items())
        said = world_page.summaries(scene)
        yield from ((("summaries", name), said[name]) for name in CHARTS)
        yield from ((("texts", name), text) for name, text in self._texts(scene, design, one).items())
        yield ("status",), scene.status.html
        whole = self._whole[design]
        yield ("mended",), reaction.status(self.world, scene.now, whole, whole).html if one.kind else ""

    def _scene(self, design: str, one: Broken, opening: bool = False) -> Scene:
        """Give what the app would show; its status is what it says on coming here from the whole design, or another."""
        world, whole = self.world, self._whole[design]
        now = simulate(world, whole.scenario.breaking(*one.outages)) if one.kind else whole
        other = next(each for key, each in self._whole.items() if key != design)
        then = whole if one.kind or opening else other
        return Scene(world, now, whole, Look(), False, reaction.status(world, then, now, whole), {})

    def _texts(self, scene: Scene, design: str, one: Broken) -> dict[str, str]:
        said = {name: text for name, text in world_page.texts(scene).items() if name in TEXTS}
        said["short"] = re.sub(r'<option value="">[^<]*</option>', "", said["short"])  # a design of one's own
        return said | {
            "start": self._start(design),
            "breaking": self._breaking(scene.now, design, one),
            "regions": f"<b>{self.world.words.region}</b>{self._single('region', design, one)}",
            "passages": self._single("passage", design, one),
        }

    def _start(self, design: str) -> str:
        buttons = (
            panels.button("start", key, words.html(preset.label), pressed=key == design)
            for key, preset in self._presets.items()
        )
        return f"<b>{tr('Start from')}</b>{''.join(buttons)}"

    def _breaking(self, now: Outcome, design: str, one: Broken) -> str:
        """Write the buttons of the app; one that is in force mends."""
        likeliest = {kind: self._likeliest(design, kind) for kind in KINDS} | {one.kind: one.key}
        buttons = "".join(
            panels.button("break", likeliest[kind], label, f"pp-break pp-break-{kind}", kind == one.kind)
            for kind, label in acts.breaks(self.world).items()
            if likeliest.get(kind)
        )
        restore = panels.button("restore", "", tr("Restore everything"), "pp-restore")
        return (
            f"<b>{tr('Break something')}</b>{buttons}{restore if one.kind else restore.replace('>', ' disabled>', 1)}"
        )

    def _likeliest(self, design: str, kind: str) -> str:
        """Give the key of what the app would break, "" for nothing."""
        target = acts.PASSAGE if kind == "passage" else acts.busiest(self.world, self._whole[design], kind)
        return next((one.key for one in self._broken[design] if (one.kind, one.target) == (kind, target)), "")

    def _single(self, kind: str, design: str, one: Broken) -> str:
        """Write a button for each thing of a kind, so that no pointer is needed."""
        names = self.world.regions["name"]
        return "".join(
            panels.button(
                "break",
                each.key,
                words.html(names[each.target] if kind == "region" else each.target),
                "pp-break pp-small",
                each.key == one.key,
            )
            for each in self._broken[design]
            if each.kind == kind
        )

    def _spots(self, now: Outcome) -> dict[str, Any]:
        """Give where a click breaks something: at the Regions of the design, and nowhere else."""
        lon, lat = region_marks.positions(self.world)
        return {
            key: np.where(now.region_used, at, np.nan).astype(np.float32) for key, at in (("lon", lon), ("lat", lat))
        }

    def _note(self) -> str:
        names = self.world.words
        return words.html(
            tr(
                "This page has no server: it shows {states} states that were computed beforehand, {designs} designs "
                "with nothing or one thing broken. Only in the app can you choose your own {Region}s and {zone}s, "
                "break several things at once, ask why a place waits, use your own data, and share what you see.",
                states=len(self.states()),
                designs=len(self._presets),
                Region=names.region,
                zone=names.zone_short,
            )
        )


def breakable(world: World, whole: Outcome) -> Iterator[Broken]:
    """Give what can be broken in a design: its busiest zone, each of its Regions, the cables of each passage."""
    zone = acts.busiest(world, whole, "zone")
    yield Broken("zone", zone, frozenset([Outage("zone", zone)]))
    for code in map(str, world.regions.index[whole.region_used]):
        yield Broken("region", code, frozenset([Outage("region", code)]))
    for passage in sorted({str(passage) for passage in world.cables["passage"] if passage}):
        yield Broken("passage", passage, acts.passage_cables(world, passage))


def skeleton(app: str, world: World) -> str:
    """Take what only the app can do out of its page, and put in the rows of buttons that stand beside it there."""
    for kind in GONE:
        app = without(app, kind)
    region, cable = world.words.region, world.words.cable
    rows = _group("start", "pp-row pp-start", tr("Start from"))
    rows += _group("breaking", "pp-row pp-breaking", tr("Break something"))
    passages = _group("passages", "pp-single", tr("Cut the {cable}s of one passage", cable=cable))
    single = _group("regions", "pp-single", tr("Break one {Region}", Region=region))
    single += (
        f'<details class="pp-passing"><summary>{tr("Cut the {cable}s of one passage", cable=cable)}</summary>'
        f"{passages}</details>"
    )
    app = _before(app, '<div class="pp-strip"', rows)
    app = _before(app, '<details class="pp-twin"', single)
    return _before(app, '<section id="pp-about"', '<p class="pp-soft" data-text="note"></p>')


def _group(text: str, kind: str, label: str) -> str:
    return f'<div class="{kind}" role="group" aria-label="{label}" data-text="{text}"></div>'


def without(html: str, kind: str) -> str:
    """Take the one element of a class out of a page.

    Raises
    ------
    RuntimeError
        If there is none.

    Examples
    --------
    >>> without("<b>1</b><div class='x'></div>", "y")
    Traceback (most recent call last):
        ...
    RuntimeError: The World page has no element of the class y.
    >>> without('<b>1</b><div class="x y"><div>2</div></div><i>3</i>', "y")
    '<b>1</b><i>3</i>'
    """
    start = re.search(rf'<(\w+) class="(?:[^"]* )?{kind}(?: [^"]*)?"', html)
    if start is None:
        raise RuntimeError(f"The World page has no element of the class {kind}.")
    depth = 0
    for tag in re.finditer(rf"<(/?){start[1]}\b", html[start.start() :]):
        depth += -1 if tag[1] else 1
        if not depth:
            end = html.index(">", start.start() + tag.end()) + 1
            return html[: start.start()] + html[end:]
    raise RuntimeError(f"The element of the class {kind} does not end.")


def _before(html: str, place: str, more: str) -> str:
    if html.count(place) != 1:
        raise RuntimeError(f"The World page does not have {place} once.")
    return html.replace(place, more + place)
