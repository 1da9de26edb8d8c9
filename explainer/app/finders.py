"""Ways to the map without a pointer: find a place, open a Region, switch cables.

What a click on the map does can be done here by keyboard as well: a field that takes the name of a place, a list of
Regions, and a panel of cables, each passage with one switch for all of its cables.
"""

from __future__ import annotations

import numpy as np

from explainer.app.marks import mark
from explainer.app.panels import CLOSE, button
from explainer.outcome import Outcome
from explainer.texts import tr
from explainer.view import words
from explainer.world import World


def finders(world: World) -> str:
    """Write the two fields below the map; the page fills in the names of its table of places, the largest first."""
    ordered = world.regions.sort_values("name")
    regions = "".join(
        f'<option value="{words.html(code)}">{words.html(name)}</option>' for code, name in ordered["name"].items()
    )
    opened, tip = tr("Open a {region}", region=tr(world.words.region)), tr("Name of a place")
    return (
        f'<div class="pp-finders"><label>{tr("Why does a place wait?")} '
        f'<input type="text" list="pp-places" data-act="place" placeholder="{tip}" autocomplete="off"></label>'
        f'<datalist id="pp-places" data-names="place" data-of="cells" data-by="users"></datalist>'
        f"<label>{opened} "
        f'<select data-act="open"><option value="">{tr("Choose…")}</option>{regions}</select></label></div>'
    )


def find_place(world: World, text: str) -> int:
    """Give the row of the cell that a visitor names, with or without its country.

    Raises
    ------
    InputError
        For a name that is not on the map, with the closest ones.

    Examples
    --------
    >>> from explainer import load_world
    >>> find_place(load_world(), "jayapura") == find_place(load_world(), "Jayapura, Indonesia")
    True
    """
    wanted = text.strip().casefold()
    names, countries = world.cells["name"].tolist(), world.cells["country_name"].tolist()
    for row in np.argsort(-world.users, kind="stable").tolist():
        if wanted in (names[row].casefold(), f"{names[row]}, {countries[row]}".casefold()):
            return int(row)
    return world.cell(text.strip())


def cable_panel(world: World, now: Outcome) -> str:
    """Show every cable by its passage, with switches."""
    cut = now.scenario.targets("cable")
    groups = []
    for passage, cables in world.cables.groupby("passage"):
        codes = [str(code) for code in cables.index]
        name = words.html(passage or tr("Others"))
        whole = button("passage", str(passage), name, "pp-break", pressed=set(codes) <= cut)
        single = "".join(_switch(world, code, code in cut) for code in codes) if len(codes) > 1 else ""
        groups.append(f'<div class="pp-passage">{whole}<div>{single}</div></div>')
    title = tr("Sea {cables}", cables=words.named(2, world.words.cable))
    said = tr("Cut one, or all of a passage: waits follow the next path.")
    return (
        f'<div class="pp-cables"><div class="pp-panel-head"><h2 class="pp-title">{title}</h2>'
        f'{CLOSE}</div><p class="pp-soft">{mark("cut", 18)} {said}</p>'
        f'<div class="pp-passages" tabindex="0" role="group" aria-label="{tr("Cables")}">{"".join(groups)}</div></div>'
    )


def _switch(world: World, code: str, cut: bool) -> str:
    row = world.cables.loc[code]
    ends = (str(world.gateways["place"][row[end]]) for end in ("from_gateway", "to_gateway"))
    return button("cable", code, words.html(" – ".join(ends)), "pp-break pp-small", pressed=cut)
