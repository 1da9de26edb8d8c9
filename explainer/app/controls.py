"""The two rows of buttons above the map: start from a design, break something.

Each button says one act and the app answers with a new scenario. No control keeps a state of its own: how the
buttons look (on, usable) follows from that scenario and goes to the browser with the page's one message.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ipywidgets as ipw

from explainer.presets import Preset
from explainer.texts import tr

Act = Callable[[str, str], None]


@dataclass(frozen=True)
class Lit:
    """How the controls should look.

    Parameters
    ----------
    preset
        Key of the design that is in use, "" for an own one.
    choosing
        Whether the choice of Regions is open.
    broken
        Keys of the break buttons that are in force.
    usable
        Keys of the break buttons that would do something, and "undo", "redo", "restore".
    """

    preset: str
    choosing: bool
    broken: frozenset[str]
    usable: frozenset[str]


class Controls:
    """The buttons, and what they say when they are used.

    Parameters
    ----------
    presets
        The designs to start from.
    breaks
        Keys and labels of the buttons that break something.
    act
        Called with an act and its value.
    """

    def __init__(self, presets: Mapping[str, Preset], breaks: Mapping[str, str], act: Act) -> None:
        self._layout, self._style = ipw.Layout(), ipw.ButtonStyle()
        self._presets = {key: self._button(preset.label, "preset", key, act) for key, preset in presets.items()}
        self._choose = self._button(tr("Choose…"), "choose", "", act)
        self._breaks = {
            key: self._button(label, "break", key, act, "pp-break", f"pp-break-{key}") for key, label in breaks.items()
        }
        self._back = {
            "undo": self._button(tr("↶ Undo"), "undo", "", act, "pp-quiet", "pp-undo"),
            "redo": self._button(tr("↷ Redo"), "redo", "", act, "pp-quiet", "pp-redo"),
            "restore": self._button(tr("Restore everything"), "restore", "", act, "pp-restore"),
        }
        self._more = ipw.Button(description=tr("More"), layout=self._layout, style=self._style)
        self._more.add_class("pp-more")
        self._more.on_click(lambda _: self._open_dock())
        for button in (*self._presets.values(), self._choose, *self._breaks.values()):
            button.add_class("pp-toggle")
        named = self._presets | {"choose": self._choose} | self._breaks | self._back
        for key, button in named.items():
            button.add_class(f"pp-light-{key}")
        start = [ipw.HTML(tr("Start from")), *self._presets.values(), self._choose]
        breaking = [ipw.HTML(tr("Break something")), *self._breaks.values(), self._more, *self._back.values()]
        self.rows = (self._row(start, "pp-start"), self._row(breaking, "pp-breaking"))

    def lights(self, lit: Lit) -> dict[str, tuple[bool, bool]]:
        """Give how each button looks: key to (on, usable)."""
        looks = {key: (key == lit.preset, True) for key in self._presets}
        looks["choose"] = (lit.choosing or not lit.preset, True)
        looks |= {key: (key in lit.broken, key in lit.usable) for key in self._breaks}
        return looks | {key: (False, key in lit.usable) for key in self._back}

    def _open_dock(self) -> None:
        row = self.rows[1]
        opened = "pp-opened" in row._dom_classes
        row.remove_class("pp-opened") if opened else row.add_class("pp-opened")
        self._more.description = tr("More") if opened else tr("Less")

    def _button(self, label: str, name: str, value: str, act: Act, *classes: str) -> ipw.Button:
        button = ipw.Button(description=label, layout=self._layout, style=self._style)
        for kind in classes:
            button.add_class(kind)
        button.on_click(lambda _: act(name, value))
        return button

    def _row(self, children: list[ipw.Widget], kind: str) -> ipw.Box:
        row = ipw.Box(children, layout=ipw.Layout(display=None, overflow="visible"))
        row.add_class("pp-row")
        row.add_class(kind)
        return row
