"""The panels beside and below the map, as HTML: an opened Region, an explained wait, the choice of Regions.

Panels are texts of the page. Their buttons carry `data-act` and `data-value` and enter the app like any click on
the map. Names are escaped here; nothing else in a panel comes from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import combinations

import numpy as np

from explainer.app.marks import mark
from explainer.outcome import Outcome
from explainer.presets import Preset
from explainer.scenario import zones_used
from explainer.view import sentences, words
from explainer.view.map import regions as region_marks
from explainer.view.map.look import Look
from explainer.world import Path, World

CLOSE = '<button class="pp-button pp-quiet pp-close" data-act="close" data-value="">✕ Close</button>'


def button(act: str, value: str, label: str, kind: str = "", pressed: bool | None = None) -> str:
    """Write a button; `pressed` makes it a toggle."""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    return (
        f'<button class="pp-button {kind}" data-act="{words.html(act)}" data-value="{words.html(value)}"{state}>'
        f"{label}</button>"
    )


def short_list(presets: Mapping[str, Preset], chosen: str) -> str:
    """Write the designs as one list, for a narrow page; the last entry opens the choice of Regions."""
    entries = {key: preset.label for key, preset in presets.items()} | {"": "Your own design…"}
    options = "".join(
        f'<option value="{words.html(key)}"{" selected" if key == chosen else ""}>{words.html(label)}</option>'
        for key, label in entries.items()
    )
    return f'<label><span>Start from</span><select data-act="start">{options}</select></label>'


def region_panel(world: World, now: Outcome, code: str) -> str:
    """Show an opened Region: what it is, its zones with switches, and what can be done with it."""
    row = world.regions.loc[code]
    position = world.position(code)
    used, up = bool(now.region_used[position]), bool(now.region_up[position])
    name, out = words.html(row["name"]), code in now.scenario.targets("region")
    actions = [
        button("use", code, f"Remove {name}" if used else f"Add {name} to the design"),
        button("region-out", code, f"{name} down", "pp-break", pressed=out),
    ]
    state = "" if up else ' <span class="pp-lost">down</span>'
    return (
        f'<div class="pp-region-panel"><div class="pp-panel-head"><h2 class="pp-title">{name} '
        f"<span>{words.html(code)}</span>{state}</h2>{CLOSE}</div>"
        f'<p class="pp-soft">{_about(world, now, code)}</p>'
        f'<div class="pp-zones">{_zone_rows(world, now, code)}</div>'
        f'<div class="pp-actions">{"".join(actions)}</div></div>'
    )


def cell_panel(world: World, now: Outcome, cell: int, path: Path | None) -> str:
    """Show what is known of one cell: who serves it, and how sure its wait is."""
    place = world.cells.iloc[cell]
    name = f"{words.html(place['name'])}, {words.html(place['country_name'])}"
    if path is None:
        return (
            f'<div class="pp-unserved-panel"><div class="pp-panel-head"><h2 class="pp-title">{name}</h2>{CLOSE}</div>'
            f'<p class="pp-soft">{words.people(float(place["users"]))} people, not served.</p></div>'
        )
    wait = words.wait(path.rtt_ms, world.words.unit)
    return f'<div class="pp-cell-panel"><h2>How sure is {wait}? <span>· modelled, not measured</span></h2></div>'


def nearer(world: World, now: Outcome, cell: int, path: Path | None) -> str:
    """Offer the Region that would answer a cell quickest, if the design does not have it."""
    if path is None:
        return ""
    offered = np.array([_offered(world, code) for code in world.regions.index]) & now.region_up & ~now.region_used
    waits = np.where(offered, world.cut(now.cut_cables).wait_by_region[:, cell], np.inf)
    best = int(waits.argmin())
    access = world.travel.access[now.scenario.access]
    if not np.isfinite(waits[best]) or waits[best] + access > path.rtt_ms - 1:
        return f"<p>No other {world.words.region} would answer sooner.</p>"
    name, place = words.html(world.regions["name"].iloc[best]), words.html(world.cells["name"].iloc[cell])
    wait = words.wait(float(waits[best]) + access, world.words.unit)
    offer = button("use", str(world.regions.index[best]), f"Add {name} to the design")
    return f"<p>A nearer {world.words.region} helps: <b>{name} would answer {place} in {wait}.</b></p>{offer}"


def chooser(world: World, now: Outcome) -> str:
    """Show all Regions with a box and a number of zones each, and who asks how."""
    rows = "".join(_choice(world, now, code) for code in _by_longitude(world))
    access = "".join(button("access", name, name, pressed=name == now.scenario.access) for name in world.travel.access)
    slo = "".join(
        button("slo", f"{choice:g}", f"{choice:g}", pressed=choice == now.scenario.slo_ms)
        for choice in world.scale.steps[1:]
    )
    tick = f"Tick {world.words.region}s and say over how many {world.words.zone_short}s each is spread."
    return (
        f'<div class="pp-chooser"><div class="pp-panel-head"><h2 class="pp-title">Your own design</h2>{CLOSE}</div>'
        f'<p class="pp-soft">{tick}</p>'
        f'<div class="pp-choices" tabindex="0" role="group" aria-label="{world.words.region}s">{rows}</div>'
        f'<div class="pp-segment" role="group" aria-label="Access"><span>People use</span>{access}</div>'
        f'<div class="pp-segment" role="group" aria-label="Quick enough"><span>Quick enough, {world.words.unit}</span>'
        f"{slo}</div></div>"
    )


def panel(world: World, now: Outcome, look: Look, choosing: bool, path: Path | None) -> str:
    """Write the panel beside the map; empty when the charts are to be seen."""
    if choosing:
        return chooser(world, now)
    parts = []
    if look.region:
        parts.append(region_panel(world, now, look.region))
    if look.cell is not None:
        parts.append(cell_panel(world, now, look.cell, path))
    return "".join(parts)


@lru_cache(maxsize=256)
def pairs(world: World, codes: tuple[str, ...]) -> str:
    """Show the round trips between Regions, each said to be measured or modelled."""
    rtt, source = world.region_rtt.to_numpy(float), world.region_rtt_source.to_numpy(str)
    name = [words.html(name) for name in world.regions["name"]]
    rows = "".join(
        f"<tr><th scope='row'>{name[one]} – {name[other]}</th>"
        f"<td class='pp-ms'>{words.wait(rtt[one, other], world.words.unit)}</td><td>{source[one, other]}</td></tr>"
        for one, other in combinations([world.position(code) for code in codes], 2)
    )
    if not rows:
        return f"<p class='pp-note'>Choose two {world.words.region}s to see the round trip between them.</p>"
    return (
        f"<table class='pp-table'><caption>Round trips between the {world.words.region}s of the design</caption>"
        "<thead><tr>"
        "<th scope='col'>Pair</th><th scope='col' class='pp-ms'>Round trip</th><th scope='col'>Kind</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )


def _about(world: World, now: Outcome, code: str) -> str:
    row = world.regions.loc[code].to_dict()
    count = int(row["zone_count"])
    zones = words.sentence(words.counted(count, world.words.zone))
    if row["status"] == "announced":
        return f"Announced, not open yet. {zones} are planned; their AZ IDs are not published."
    year = row.get("launch_year", np.nan)
    since = f", open since {year:.0f}" if year == year else ""
    warned = ""
    if row["status"] == "impaired":
        warned = (
            f" <b>Impaired:</b> on {words.html(row['status_date'])} AWS said that it could not restore it;"
            " the model lets it serve as if it were whole."
        )
    partition = sentences.apart(world, code)
    apart = f" Partition {words.html(partition)}: a separate account." if partition else ""
    one = f"one of the {world.words.zone_short}s in use"
    return f"{zones}{since}. A {world.words.region} serves while {one} is up.{apart}{warned}"


def _zone_rows(world: World, now: Outcome, code: str) -> str:
    rows = []
    for position, zone in enumerate(world.zones.index):
        if world.places.region_of[zone] != code:
            continue
        out, up = zone in now.scenario.targets("zone"), bool(now.zone_up[position])
        used = bool(now.zone_used[position])
        shape = "zone lost" if not up else "zone" if used else "zone unused"
        down = code in now.scenario.targets("region")
        state = (
            f"down with its {world.words.region}"
            if down
            else "lost"
            if not up
            else _carried(now, position, world.position(code))
            if used
            else "not used"
        )
        safe = words.html(zone)
        switch = "".join(
            f'<button class="pp-button {kind}" data-act="{act}" data-value="{safe}" aria-pressed="{pressed}" '
            f'aria-label="{safe} {label.lower()}">{label}</button>'
            for act, label, kind, pressed in (
                ("zone-up", "Up", "", str(not out).lower()),
                ("zone-out", "Lost", "pp-break", str(out).lower()),
            )
        )
        rows.append(
            f'<div class="pp-zone">{mark(shape)}<b>{safe}</b><span class="pp-soft">{state}</span>'
            f'<span class="pp-switch">{switch}</span></div>'
        )
    return "".join(rows)


def _carried(now: Outcome, zone: int, region: int) -> str:
    """Say how busy a zone is, or where it grows with its load, what it carries."""
    if np.isfinite(now.region_capacity_rps[region]):
        return f"{words.share(round(float(now.utilisation[region]), 4))} busy"
    return words.load(float(now.zone_rps[zone]))


def _choice(world: World, now: Outcome, code: str) -> str:
    row = world.regions.loc[code].to_dict()
    position = world.position(code)
    used = bool(now.region_used[position])
    placement = next((p for p in now.scenario.placements if p.region == code), None)
    count = len(world.places.zones_of[code]) or int(row["zone_count"])
    chosen = len(zones_used(placement, world.places.zones_of[code])) or count if placement else min(3, count)
    options = "".join(
        f'<option value="{words.html(code)}:{n}"{" selected" if n == chosen else ""}>'
        f"{words.counted(n, world.words.zone_short)}</option>"
        for n in range(1, count + 1)
    )
    name, safe = words.html(row["name"]), words.html(code)
    state = region_marks.states(world, now)[position]
    note = "" if state in ("in use", "unused", "down") else f", {state}"
    zones = words.sentence(f"{world.words.zone_short}s")
    return (
        f'<div class="pp-choice"><label><input type="checkbox" data-act="use" data-value="{safe}"'
        f"{' checked' if used else ''}>{mark(state)}<span>{name}<small>{safe}{note}</small></span></label>"
        f'<select data-act="zones" aria-label="{zones} in {name}"{"" if used else " disabled"}>{options}</select></div>'
    )


def _by_longitude(world: World) -> list[str]:
    """Order Regions from west to east, as they lie on the map."""
    return [str(code) for code in world.regions.sort_values("lon").index]


def _offered(world: World, code: str) -> bool:
    """Say whether a Region is one that anybody could simply choose."""
    return bool(world.regions["status"][code] == "launched") and not sentences.apart(world, code)
