"""What a page lets travel beside its designs: its plain settings, each with what it may be.

A setting that is not described here neither goes into a link nor comes out of one. A new setting can be added at any
time. A default stands for what links leave out, so it never changes, nor does a range ever get narrower; a page whose
own start changes says so in its links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TypeAlias

from explainer.errors import InputError, check_between, check_known, shown, unknown
from explainer.texts import tr

Plain: TypeAlias = str | int | float | bool

MOST_SETTINGS = 60
FAMILY_NAME = re.compile(r"[A-Za-z0-9_/-]{1,40}", re.ASCII)


@dataclass(frozen=True)
class Setting:
    """What a setting may be; its default says of which type it is.

    Parameters
    ----------
    default
        What it is where a link says nothing.
    low, high
        Bounds of a number.
    choices
        The texts that there are; empty for a free text.
    longest
        Characters of a free text.
    """

    default: Plain = ""
    low: float = 0
    high: float = 1_000_000
    choices: tuple[str, ...] = ()
    longest: int = 60

    def read(self, name: str, value: object) -> Plain:
        """Take a value if it may be one; a number of the setting's own type.

        Raises
        ------
        InputError
            Saying what it may be.

        Examples
        --------
        >>> Setting(0).read("fork", 20.0)
        20
        """
        if isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise InputError(
                    tr("The setting {name} is {value}. Give true or false.", name=name, value=shown(value))
                )
            return value
        if isinstance(self.default, str):
            return self._text(name, value)
        check_between(tr("The setting {name}", name=name), value, self.low, self.high)  # type: ignore[arg-type]
        number = float(value)  # type: ignore[arg-type]
        if isinstance(self.default, float):
            return number
        if not isfinite(number) or number != int(number):
            raise InputError(tr("The setting {name} is {value}. Give a whole number.", name=name, value=f"{number:g}"))
        return int(number)

    def _text(self, name: str, value: object) -> str:
        if not isinstance(value, str):
            raise InputError(tr("The setting {name} is {value}. Give a text.", name=name, value=shown(value)))
        if self.choices:
            check_known(tr("choice for {name}", name=name), [value], self.choices)
        if len(value) > self.longest:
            raise InputError(
                tr(
                    "The setting {name} has {count} characters. Give at most {most}.",
                    name=name,
                    count=f"{len(value):,}",
                    most=self.longest,
                )
            )
        return str(value)


@dataclass(frozen=True)
class Kind:
    """What travels of a kind of page.

    Parameters
    ----------
    settings
        Name to setting.
    families
        Beginning of a name to what all settings are that begin so: "control." for every control of a chapter.
    designs
        The least and the most scenarios.
    """

    settings: Mapping[str, Setting]
    families: Mapping[str, Setting] = field(default_factory=dict)
    designs: tuple[int, int] = (1, 1)

    def read(self, page: str, given: Mapping[str, object]) -> dict[str, Plain]:
        """Take settings that a page has, and fill in those that are left out.

        Raises
        ------
        InputError
            For an unknown name, or a value that is not allowed.
        """
        if len(given) > MOST_SETTINGS:
            raise InputError(
                tr("There are {count} settings. Give at most {most}.", count=len(given), most=MOST_SETTINGS)
            )
        found = {name: setting.default for name, setting in self.settings.items()}
        return found | {name: self._setting(page, name).read(name, value) for name, value in given.items()}

    def changed(self, settings: Mapping[str, Plain]) -> dict[str, Plain]:
        """Give the settings that are not as by default."""
        return dict(self._changed(settings))

    def _changed(self, settings: Mapping[str, Plain]) -> Iterator[tuple[str, Plain]]:
        for name, value in settings.items():
            if name not in self.settings or value != self.settings[name].default:
                yield name, value

    def _setting(self, page: str, name: str) -> Setting:
        if name in self.settings:
            return self.settings[name]
        for beginning, setting in self.families.items():
            if name.startswith(beginning) and FAMILY_NAME.fullmatch(name.removeprefix(beginning)):
                return setting
        newer = tr("It may be of a newer Parade-proof.")
        raise unknown(tr("setting of the page {page}", page=page), name, self.settings, newer)


STEPS = ("look", "predict", "play", "reveal", "name", "check")

PAGES: Mapping[str, Kind] = {
    "world": Kind(
        {
            "region": Setting(),  # code of the Region that is opened
            "place": Setting(longest=100),  # name of the place whose wait is explained, with its country
            "cables": Setting(False),
        }
    ),
    "replay": Kind(
        {
            "incident": Setting("aws-2025-10-20-use1"),
            "fork": Setting(0),  # minute from which design B takes the place of A
            "minute": Setting(0),  # where the cursor rests
        },
        designs=(1, 2),
    ),
    "design": Kind(
        {
            "n": Setting(100_000, low=1),  # years to simulate
            "hidden": Setting(1.0, low=1, high=5),
            "rebuilt_days": Setting(7.0, low=0.01, high=365),
            "of": Setting("zone", choices=("zone", "region", "cable", "cause", "every")),
            "target": Setting(0.99, high=1),
            "redundancy_k": Setting(1, low=1, high=99),
            "redundancy_n": Setting(3, low=1, high=99),
            "redundancy_a": Setting(0.995, high=1),
            "redundancy_beta": Setting(0.05, high=1),
            "wish_k": Setting(3, low=1, high=99),
            "wish_survive": Setting(0, high=99),
            "wish_objective": Setting("within_slo", choices=("within_slo", "cost", "p95")),
            "wish_slo_ms": Setting(100.0, low=0.001, high=100_000),
            "wish_slo_share": Setting(0.0, high=1),  # 0: no such target
        }
    ),
    "chapter": Kind(
        {
            "number": Setting(1, low=1, high=99),
            "step": Setting("predict", choices=STEPS),
            "reached": Setting("predict", choices=STEPS),
            "answered": Setting(False),  # whether there is a prediction
            "said": Setting(longest=200),  # the prediction in its fixed form, "" for "I don't know"
            "draft": Setting(longest=200),
            "frame": Setting(0),
            "asked": Setting(0, high=99),
            "sure": Setting(choices=("", "a", "b", "c")),
        },
        families={"control.": Setting(), "answer.": Setting()},
        designs=(0, 0),
    ),
}
