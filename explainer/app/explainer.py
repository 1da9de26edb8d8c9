"""The Explainer: one scenario, one observer, one page.

Every control and every click on the map becomes an act; an act gives a scenario; the scenario is the only thing
that changes. Its one observer simulates, patches the page in one message and lets the controls take their look.
It runs in a guard: the visitor gets a sentence, the log the traceback, and the picture stays as it was.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import traitlets

from explainer.app import acts, world_page
from explainer.app.controls import Controls, Lit
from explainer.app.finders import find_place
from explainer.app.framed import Framed, of_page
from explainer.app.guard import LOG, Guard
from explainer.app.history import History
from explainer.app.world_page import Scene
from explainer.errors import InputError, check_known
from explainer.page import Page
from explainer.presets import DEFAULT, PRESETS
from explainer.scenario import Scenario, check
from explainer.sharing.link import PageState
from explainer.sharing.pages import Plain
from explainer.simulate import simulate
from explainer.texts import tr, tr_n
from explainer.view import reaction, sentences, words
from explainer.view.map import Look
from explainer.world import World, load_world

MOST_CELLS = 10_000  # more dots than that no browser repaints in time


class Explainer(Framed):
    """The World page as a widget: break things and see who is still served, and how fast.

    Parameters
    ----------
    scenario
        What to begin with; two Regions by default.
    world
        The World; that of `load_world()` by default.
    seed
        Seed of the dice of "Surprise me".

    Raises
    ------
    InputError
        If the scenario names something that the World does not have.

    Examples
    --------
    >>> from explainer import Outage
    >>> app = Explainer()
    >>> app.scenario = app.scenario.breaking(Outage("region", "us-east-1"))
    >>> round(app.outcome.summary.reach, 2)
    0.96
    """

    scenario = traitlets.Instance(Scenario)

    def __init__(self, scenario: Scenario | None = None, world: World | None = None, seed: int = 0) -> None:
        self.world = self._base = world or load_world()
        first = scenario or PRESETS[DEFAULT].scenario
        check(first, self.world.places, self.world.travel.access)
        self._dice = random.Random(seed)
        self._history = History(first)
        self._look, self._choosing = Look(), False
        self._controls = Controls(acts.presets(self.world), acts.breaks(self.world), self.hear)
        self.outcome = simulate(self.world, first)
        self._before = simulate(self.world, first.restored())
        self._status = reaction.status(self.world, self._before, self.outcome, self._before)
        super().__init__(self._opened(), "pp-world", self._controls.rows, scenario=first)

    def act(self, name: str, value: str = "") -> None:
        """Do what a control or a click on the map asks for.

        Parameters
        ----------
        name
            The act: a name of `acts.ACTS`, or "break", "start", "slo", "undo", "redo", "choose", "region", "cell",
            "place", "open", "close", "cables", "own-reset".
        value
            What it is about: a Region code, an AZ ID, the position of a point of the map.
        """
        with Guard(self._tell):
            if name in acts.ACTS:
                self.scenario = acts.ACTS[name](self.world, self.outcome, value)
            elif name == "break":
                self.scenario = acts.break_something(self.world, self.outcome, value, self._dice)
            elif name == "start":
                self.act("preset", value) if value else self.act("choose")
            elif name == "slo":
                self.scenario = replace(self.scenario, slo_ms=float(value))
            elif name in ("undo", "redo"):
                self.scenario = self._history.undo() if name == "undo" else self._history.redo()
            else:
                self._look_at(name, value)

    def load_demand(self, source: Any) -> None:
        """Replace the people by a file of yours; a fault in it is told on the page and changes nothing.

        Parameters
        ----------
        source
            Path, bytes or frame: name, lat, lon, users, and if known timezone and country.
        """
        with Guard(self._tell):
            world = self.world.with_cells(source)
            if len(world.cells) > MOST_CELLS:
                raise InputError(
                    tr(
                        "Your file has {count} places; the map can show {most}. Join small places into larger ones.",
                        count=f"{len(world.cells):,}",
                        most=f"{MOST_CELLS:,}",
                    )
                )
            self._enter(world, tr("The map now shows your {places}.", places=words.counted(len(world.cells), "place")))

    def load_rtt(self, source: Any) -> None:
        """Use measured round trips between Regions; a fault in the file is told on the page and changes nothing.

        Parameters
        ----------
        source
            Path, bytes or frame of rows Region, Region, round trip [ms].
        """
        with Guard(self._tell):
            world = self.world.with_measured_rtt(source)
            pairs = words.sentence(words.counted(len(world.measured), "pair"))
            said = tr_n(
                "{pairs} of {regions} is now measured.",
                "{pairs} of {regions} are now measured.",
                len(world.measured),
                pairs=pairs,
                regions=words.named(2, world.words.region),
            )
            self._enter(world, said)

    def to_state(self) -> PageState:
        """Give the design and what is opened; files of your own do not travel."""
        cell, cells = self._look.cell, self.world.cells
        place = "" if cell is None else f"{cells['name'].iloc[cell]}, {cells['country_name'].iloc[cell]}"
        own = {"people"} if cells is not self._base.cells else set()
        own |= {"round-trips"} if len(self.world.measured) else set()
        settings: dict[str, Plain] = {"region": self._look.region, "place": place, "cables": self._look.cables}
        return PageState("world", (self.scenario,), settings, frozenset(own))

    def from_state(self, state: PageState) -> None:
        """Show a design and what was opened; a link without the files it was made with says so."""
        settings = of_page(state, "world").settings
        scenario, region, place = state.scenarios[0], str(settings["region"]), str(settings["place"])
        check(scenario, self.world.places, self.world.travel.access)
        check_known(tr(self.world.words.region), [region] if region else [], self.world.places.zones_of)
        cell = find_place(self.world, place) if place and "people" not in state.own else None
        self.scenario, self._choosing = scenario, False
        self._look = Look(region if cell is None else self._serving(cell), cell, bool(settings["cables"]))
        if state.without_own:
            self._status = reaction.Status(tr("Opened from a link."), words.html(state.without_own))
        self._show()

    @traitlets.validate("scenario")
    def _check(self, proposal: dict[str, Any]) -> Scenario:
        scenario: Scenario = proposal["value"]
        check(scenario, self.world.places, self.world.travel.access)
        return scenario

    @traitlets.observe("scenario")
    def _changed(self, change: dict[str, Any]) -> None:
        if not isinstance(change["old"], Scenario):
            return
        with Guard(self._tell):
            self._history.enter(change["new"])
            try:
                self._answer(change["new"])
            except Exception:
                self._page.show(lights=self._lights())  # so that it can be undone
                raise

    def _answer(self, scenario: Scenario) -> None:
        """Simulate and show; what fails leaves the Outcome and the picture as they were."""
        then, now, before = self.outcome, simulate(self.world, scenario), self._before
        if scenario.restored() != before.scenario:
            before = simulate(self.world, scenario.restored())
        status = reaction.status(self.world, then, now, before)
        self.outcome, self._before, self._status = now, before, status
        if self._look.cell is not None:
            self._look = replace(self._look, region=self._serving(self._look.cell))
        self._show()

    def _look_at(self, name: str, value: str) -> None:
        """Open or close something; the scenario stays as it is."""
        if name == "region":
            self._look, self._choosing = replace(self._look, region=str(self.world.regions.index[int(value)])), False
        elif name == "cell":
            cell = self.world.cell(int(value))
            self._look, self._choosing = replace(self._look, cell=cell, region=self._serving(cell)), False
        elif name == "place":
            self._look_at("cell", str(find_place(self.world, value)))
            return
        elif name == "open":
            region = value if value in self.world.places.zones_of else ""
            self._look, self._choosing = replace(self._look.closed(), region=region), False
        elif name == "close":
            self._look, self._choosing = Look(), False
        elif name == "choose":
            self._look, self._choosing = self._look.closed(), not self._choosing
        elif name == "cables":
            self._look, self._choosing = Look(cables=not self._look.cables), False
        elif name == "own-reset":
            self._enter(self._base, tr("The built-in people and round trips are back."))
        else:
            LOG.warning("unknown act %r", name)
            return
        self._show()

    def _serving(self, cell: int) -> str:
        """Give the code of the Region that answers a cell, "" for none."""
        return str(self.world.regions.index[self.outcome.serving[cell]]) if self.outcome.served[cell] else ""

    def _enter(self, world: World, said: str) -> None:
        """Move to another World of the same Regions, keeping the scenario."""
        now, before = simulate(world, self.scenario), simulate(world, self.scenario.restored())
        self.world, self.outcome, self._before, self._look = world, now, before, self._look.closed()
        self._status = reaction.Status(said, sentences.summaries(world, now, before)["map"])
        self._page.close()
        self._page, self._arrived = self._opened(), True
        inside = self.children[0]
        inside.children = (*self._controls.rows, self._page)

    def _opened(self) -> Page:
        page = world_page.build(self._scene())
        page.on_act(self.hear)
        page.on_file(self._file)
        return page

    def _file(self, name: str, content: bytes) -> None:
        {"demand": self.load_demand, "rtt": self.load_rtt}[name](content)
        self._follow_soon()

    def _scene(self, alert: str = "") -> Scene:
        lights = self._lights()
        return Scene(self.world, self.outcome, self._before, self._look, self._choosing, self._status, lights, alert)

    def _show(self) -> None:
        world_page.show(self._page, self._scene())

    def _lights(self) -> dict[str, tuple[bool, bool]]:
        scenario = self._history.present
        usable = acts.usable(self.world, self.outcome) | self._history.usable
        usable |= {"restore"} if scenario.outages else set()
        broken = acts.broken(self.world, self.outcome)
        return self._controls.lights(Lit(acts.preset_of(scenario), self._choosing, broken, usable))
