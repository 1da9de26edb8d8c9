"""The state of a page as a link of at most 1,500 characters.

A page gives what it shows as a `PageState`, and takes one back. Whatever comes out of a link has the right types and
lies in its bounds, but codes of Regions, zones, cables, incidents and places are for the page to check against its
World, as it does with any other scenario.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from explainer.errors import InputError, check_known, unknown
from explainer.scenario import Scenario
from explainer.sharing import sealed
from explainer.sharing.pages import PAGES, Plain
from explainer.sharing.plain import list_of, plain_of, record_of, value_of
from explainer.texts import tr, tr_n

OWN: Mapping[str, tuple[str, str]] = {  # what a visitor's files replace: what it is, and what is shown without the file
    "people": (tr("people"), tr("the built-in people")),
    "round-trips": (tr("measured round trips"), tr("modelled round trips")),
}


@dataclass(frozen=True)
class PageState:
    """What a page shows, as it travels.

    Parameters
    ----------
    page
        A name of `PAGES`: "world", "replay", "design" or "chapter".
    scenarios
        Its designs; a replay may have two, a chapter has none.
    settings
        Its settings by name; those left out get the default of their page.
    own
        What was replaced by a visitor's own files, names of `OWN`. The files themselves do not travel.

    Raises
    ------
    InputError
        For a page or a setting that there is not, and for a value that is not allowed.

    Examples
    --------
    >>> PageState("world", (Scenario(),), {"region": "eu-west-1"}).settings
    {'region': 'eu-west-1', 'place': '', 'cables': False}
    """

    page: str
    scenarios: tuple[Scenario, ...] = ()
    settings: Mapping[str, Plain] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.page not in PAGES:
            raise unknown(tr("page"), self.page, PAGES)
        least, most = PAGES[self.page].designs
        if not least <= len(self.scenarios) <= most:
            span = f"{least}" if least == most else tr("{least} to {most}", least=least, most=most)
            raise InputError(
                tr(
                    "The page {page} was given {count} designs. Give {span}.",
                    page=self.page,
                    count=len(self.scenarios),
                    span=span,
                )
            )
        check_known(tr("kind of own numbers"), sorted(self.own), OWN)
        object.__setattr__(self, "scenarios", tuple(self.scenarios))
        object.__setattr__(self, "own", frozenset(self.own))
        object.__setattr__(self, "settings", PAGES[self.page].read(self.page, self.settings))

    @property
    def without_own(self) -> str:
        """Sentence for whoever opens it: that it was made with own files, "" if it was not.

        Examples
        --------
        >>> PageState("world", (Scenario(),), own=frozenset({"people"})).without_own.partition(". ")[0]
        'This link was made with people from a file'
        """
        kinds = [OWN[name] for name in OWN if name in self.own]
        if not kinds:
            return ""
        own, shown_now = (f" {tr('and')} ".join(names) for names in zip(*kinds, strict=True))
        return tr_n(
            "This link was made with {own} from a file. The file is not in the link, so you see {shown}, and your "
            "numbers may differ. Load the same file to get the same numbers.",
            "This link was made with {own} from files. The files are not in the link, so you see {shown}, and your "
            "numbers may differ. Load the same files to get the same numbers.",
            len(kinds),
            own=own,
            shown=shown_now,
        )


def to_link(state: PageState) -> str:
    """Write the state of a page as a link: the part of an address after `?s=`.

    Raises
    ------
    InputError
        If it would be longer than 1,500 characters, or could not be read again.

    Examples
    --------
    >>> from explainer.presets import PRESETS
    >>> state = PageState("world", (PRESETS["two-regions"].scenario,))
    >>> from_link(to_link(state)) == state, len(to_link(state)) < 40
    (True, True)
    """
    content = {
        "page": state.page,
        "scenarios": [plain_of(scenario) for scenario in state.scenarios],
        "settings": PAGES[state.page].changed(state.settings),
        "own": sorted(state.own),
    }
    _state_of(content)
    return sealed.seal(content)


def from_link(text: str) -> PageState:
    """Read a link, alone or in an address.

    Raises
    ------
    InputError
        For anything that is not a link of this or an older version, whole and as it was made.
    """
    return _state_of(sealed.unseal(text))


def _state_of(content: Mapping[str, object]) -> PageState:
    page = value_of(str, content.get("page"), tr("the page of this link"))
    designs = list_of(content.get("scenarios", []), tr("the designs of this link"))
    scenarios = tuple(value_of(Scenario, each, "") for each in designs)
    settings = record_of(content.get("settings", {}), tr("the settings of this link"))
    own = value_of(frozenset[str], content.get("own", []), tr("the own numbers of this link"))
    return PageState(page, scenarios, settings, own)
