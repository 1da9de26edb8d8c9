"""The Replay: a real incident, minute by minute, on the designs of a visitor.

What is chosen (an incident, design A, design B from a minute on) is one value, the only thing that changes. Its one
observer plays both designs, shows them in one message, and then tries the designs next to A for what would have
helped. The cursor is the browser's own; the kernel only hears where it rests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import traitlets

from explainer.app import replay_lists, replay_page
from explainer.app.designs import HIT, TWO, Choice, designs
from explainer.app.framed import Framed, of_page
from explainer.app.guard import Guard
from explainer.app.replay_page import Replayed
from explainer.errors import InputError, check_known, unknown
from explainer.incidents import Incident, incident_list, load_incidents
from explainer.scenario import Scenario, check
from explainer.sharing.link import PageState
from explainer.sharing.pages import Plain
from explainer.texts import tr
from explainer.timeline import Cure, Timeline, cures, play
from explainer.world import World, load_world

FIRST = "aws-2025-10-20-use1"


@dataclass(frozen=True)
class Take:
    """What is replayed.

    Parameters
    ----------
    incident
        Its id.
    a, b
        The designs; there may be no B.
    fork
        The minute from which B takes the place of A [min]; 0 plays it from the beginning.
    """

    incident: str
    a: Scenario
    b: Scenario | None = None
    fork: int = 0


class Replay(Framed):
    """The Replay page as a widget: a real incident on your own design.

    Parameters
    ----------
    incident
        Id of the incident to begin with.
    design, other
        Designs A and B; by default A is what the incident hit, and B the same with a second Region.
    world
        The World; that of `load_world()` by default.

    Raises
    ------
    InputError
        If the incident is not known, or a design names something that the World does not have.

    Examples
    --------
    >>> from explainer import Placement, Scenario
    >>> app = Replay(design=Scenario((Placement("eu-west-1"),)))
    >>> app.timeline.lost_minutes
    0
    """

    take = traitlets.Instance(Take)

    def __init__(
        self,
        incident: str = FIRST,
        design: Scenario | None = None,
        other: Scenario | None = None,
        world: World | None = None,
    ) -> None:
        self.world = world or load_world()
        self.incidents = load_incidents(places=self.world.places)
        check_known(tr("incident"), [incident], self.incidents)
        self._known = incident_list()
        self._minute, self._cures = 0, _NOT_YET
        self._played: dict[tuple[str, Scenario], Timeline] = {}
        first = self._first(incident) if design is None else Take(incident, design, other)
        first = first if other is None else replace(first, b=other)
        self._check_take(first)
        self.timeline, self.other = self._play(first)
        self._cures = self._tried(self.timeline)
        super().__init__(replay_page.build(self._now(first)), "pp-replay", take=first)
        self._page.on_act(self.hear)

    @property
    def minute(self) -> int:
        """Where the cursor rests [min]."""
        return self._minute

    def act(self, name: str, value: str = "") -> None:
        """Do what a control of the page asks for.

        Parameters
        ----------
        name
            "incident" (its id), "a" or "b" (key of a design, "" for no B), "fork" (the minute), "cure" (its number
            in the list), "minute" (where the cursor rests).
        value
            What it is about.
        """
        with Guard(self._tell):
            if name == "minute":
                self._rest(_whole(value))
            elif name == "incident":
                check_known(tr("incident"), [value], self.incidents)
                self.take = self._first(value)
            elif name == "a":
                self.take = replace(self.take, a=self._design(value, self.take.a))
            elif name == "b":
                other = self._design(value, self.take.b or self.take.a) if value != replay_lists.NONE else None
                self.take = replace(self.take, b=other)
            elif name == "fork":
                self._fork(_whole(value))
            elif name == "cure":
                found = self._cures or ()
                if _whole(value) >= len(found):
                    raise InputError(tr("There is no cure number {number}. Choose one from the list.", number=value))
                self.take = replace(self.take, b=found[_whole(value)].scenario, fork=0)

    def to_state(self) -> PageState:
        """Give what is replayed and where the cursor rests."""
        take = self.take
        settings: dict[str, Plain] = {"incident": take.incident, "fork": take.fork, "minute": self._minute}
        return PageState("replay", tuple(filter(None, (take.a, take.b))), settings)

    def from_state(self, state: PageState) -> None:
        """Replay what was shared."""
        settings = of_page(state, "replay").settings
        a, *b = state.scenarios
        take = Take(str(settings["incident"]), a, b[0] if b else None, int(settings["fork"]))
        self._check_take(take)
        self.take = take
        self._minute = min(int(settings["minute"]), self.incidents[take.incident].minutes - 1)
        replay_page.show(self._page, self._now(take))

    def _design(self, key: str, present: Scenario) -> Scenario:
        choices = self._choices(self.take.incident)
        if key == replay_lists.LOADED:
            return present
        if key not in choices:
            raise unknown(tr("design"), key, choices)
        return choices[key].scenario

    def _first(self, incident: str) -> Take:
        """Begin with what the incident hit, beside the same with a second Region."""
        choices = self._choices(incident)
        return Take(incident, choices[HIT].scenario, choices[TWO].scenario if TWO in choices else None)

    def _fork(self, minute: int) -> None:
        choices = self._choices(self.take.incident)
        other = self.take.b or choices[TWO if TWO in choices else HIT].scenario
        self.take = replace(self.take, b=other, fork=minute)

    def _rest(self, minute: int) -> None:
        incident = self.incidents[self.take.incident]
        self._minute = min(minute, incident.minutes - 1)
        self._page.keep({"clock": replay_lists.slider(incident, self._minute)})

    @traitlets.validate("take")
    def _check(self, proposal: dict[str, Any]) -> Take:
        take: Take = proposal["value"]
        self._check_take(take)
        return take

    def _check_take(self, take: Take) -> None:
        check_known(tr("incident"), [take.incident], self.incidents)
        for scenario in filter(None, (take.a, take.b)):
            check(scenario, self.world.places, self.world.travel.access)
        last = self.incidents[take.incident].minutes - 1
        if not 0 <= take.fork <= last:
            raise InputError(
                tr(
                    "Minute {minute} is not in the replay. Fork at a minute from 0 to {last}.",
                    minute=take.fork,
                    last=last,
                )
            )

    @traitlets.observe("take")
    def _changed(self, change: dict[str, Any]) -> None:
        if not isinstance(change["old"], Take):
            return
        with Guard(self._tell):
            old, take = change["old"], change["new"]
            self.timeline, self.other = self._play(take)
            if take.incident != old.incident:
                self._minute = 0
            again = (take.incident, take.a) != (old.incident, old.a)
            self._cures = _NOT_YET if again else self._cures
            replay_page.show(self._page, self._now(take))
            if again:
                self._cures = self._tried(self.timeline)
                self._page.show(texts={"cures": replay_lists.cures(self.timeline, self.other, self._cures)})

    def _play(self, take: Take) -> tuple[Timeline, Timeline | None]:
        a = self._whole_play(take.incident, take.a)
        if take.b is None:
            return a, None
        return a, a.fork(take.fork, take.b) if take.fork else self._whole_play(take.incident, take.b)

    def _whole_play(self, incident: str, scenario: Scenario) -> Timeline:
        key = (incident, scenario)
        if key not in self._played:
            played = play(self.world, scenario, self.incidents[incident])
            self._played = {**dict(list(self._played.items())[-(_KEPT - 1) :]), key: played}
        return self._played[key]

    def _tried(self, timeline: Timeline) -> Sequence[Cure]:
        if timeline.lost_requests <= 0:
            return ()
        return cures(self.world, timeline.scenario, timeline.incident)

    def _choices(self, incident: str) -> Mapping[str, Choice]:
        return designs(self.world, self.incidents[incident])

    def _now(self, take: Take) -> Replayed:
        found: Mapping[str, Incident] = self.incidents
        return Replayed(
            self.world,
            found,
            self._known,
            self._choices(take.incident),
            self.timeline,
            self.other,
            take.fork,
            self._minute,
            self._cures,
            " ".join(self.incidents.faults),
        )


_NOT_YET: Sequence[Cure] | None = None
_KEPT = 6  # replays that are kept, so that going back to a design costs nothing


def _whole(value: str) -> int:
    if not value.isdecimal():
        raise InputError(tr("{value} is not a whole number. Move the cursor and try again.", value=repr(value)))
    return int(value)
