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
from explainer.app.world_tables import STATES_SAID
from explainer.outcome import Outcome
from explainer.presets import Preset
from explainer.scenario import zones_used
from explainer.texts import tr, tr_all
from explainer.view import sentences, words
from explainer.view.map import regions as region_marks
from explainer.view.map.look import Look
from explainer.world import Path, World

CLOSE = f'<button class="pp-button pp-quiet pp-close" data-act="close" data-value="">{tr("✕ Close")}</button>'
KINDS = tr_all({"measured": "measured", "modelled": "modelled"})  # of a round trip


def button(act: str, value: str, label: str, kind: str = "", pressed: bool | None = None) -> str:
    """Write a button; `pressed` makes it a toggle."""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    return (
        f'<button class="pp-button {kind}" data-act="{words.html(act)}" data-value="{words.html(value)}"{state}>'
        f"{label}</button>"
    )


def short_list(presets: Mapping[str, Preset], chosen: str) -> str:
    """Write the designs as one list, for a narrow page; the last entry opens the choice of Regions."""
    entries = {key: preset.label for key, preset in presets.items()} | {"": tr("Your own design…")}
    options = "".join(
        f'<option value="{words.html(key)}"{" selected" if key == chosen else ""}>{words.html(label)}</option>'
        for key, label in entries.items()
    )
    return f'<label><span>{tr("Start from")}</span><select data-act="start">{options}</select></label>'


def region_panel(world: World, now: Outcome, code: str) -> str:
    """Show an opened Region: what it is, its zones with switches, and what can be done with it."""
    row = world.regions.loc[code]
    position = world.position(code)
    used, up = bool(now.region_used[position]), bool(now.region_up[position])
    name, out = words.html(row["name"]), code in now.scenario.targets("region")
    actions = [
        button("use", code, tr("Remove {name}", name=name) if used else tr("Add {name} to the design", name=name)),
        button("region-out", code, tr("{name} down", name=name), "pp-break", pressed=out),
    ]
    state = "" if up else f' <span class="pp-lost">{STATES_SAID["down"]}</span>'
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
        said = tr("{people} people, not served.", people=words.people(float(place["users"])))
        return (
            f'<div class="pp-unserved-panel"><div class="pp-panel-head"><h2 class="pp-title">{name}</h2>{CLOSE}</div>'
            f'<p class="pp-soft">{said}</p></div>'
        )
    wait = words.wait(path.rtt_ms, world.words.unit)
    asked = tr("How sure is {wait}? <span>· modelled, not measured</span>", wait=wait)
    return f'<div class="pp-cell-panel"><h2>{asked}</h2></div>'


def nearer(world: World, now: Outcome, cell: int, path: Path | None) -> str:
    """Offer the Region that would answer a cell quickest, if the design does not have it."""
    if path is None:
        return ""
    offered = np.array([_offered(world, code) for code in world.regions.index]) & now.region_up & ~now.region_used
    waits = np.where(offered, world.cut(now.cut_cables).wait_by_region[:, cell], np.inf)
    best = int(waits.argmin())
    access = world.travel.access[now.scenario.access]
    if not np.isfinite(waits[best]) or waits[best] + access > path.rtt_ms - 1:
        return f"<p>{tr('No other {region} would answer sooner.', region=tr(world.words.region))}</p>"
    name, place = words.html(world.regions["name"].iloc[best]), words.html(world.cells["name"].iloc[cell])
    wait = words.wait(float(waits[best]) + access, world.words.unit)
    offer = button("use", str(world.regions.index[best]), tr("Add {name} to the design", name=name))
    said = tr(
        "A nearer {region} helps: <b>{name} would answer {place} in {wait}.</b>",
        region=tr(world.words.region),
        name=name,
        place=place,
        wait=wait,
    )
    return f"<p>{said}</p>{offer}"


def chooser(world: World, now: Outcome) -> str:
    """Show all Regions with a box and a number of zones each, and who asks how."""
    rows = "".join(_choice(world, now, code) for code in _by_longitude(world))
    access = "".join(
        button("access", name, sentences.ACCESS.get(name, name), pressed=name == now.scenario.access)
        for name in world.travel.access
    )
    slo = "".join(
        button("slo", f"{choice:g}", f"{choice:g}", pressed=choice == now.scenario.slo_ms)
        for choice in world.scale.steps[1:]
    )
    regions, zones = words.named(2, world.words.region), words.named(2, world.words.zone_short)
    tick = tr("Tick {regions} and say over how many {zones} each is spread.", regions=regions, zones=zones)
    enough = tr("Quick enough, {unit}", unit=world.words.unit)
    title = tr("Your own design")
    return (
        f'<div class="pp-chooser"><div class="pp-panel-head"><h2 class="pp-title">{title}</h2>{CLOSE}</div>'
        f'<p class="pp-soft">{tick}</p>'
        f'<div class="pp-choices" tabindex="0" role="group" aria-label="{regions}">{rows}</div>'
        f'<div class="pp-segment" role="group" aria-label="{tr("Access")}">'
        f"<span>{tr('People use')}</span>{access}</div>"
        f'<div class="pp-segment" role="group" aria-label="{tr("Quick enough")}"><span>{enough}</span>'
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
        f"<td class='pp-ms'>{words.wait(rtt[one, other], world.words.unit)}</td>"
        f"<td>{KINDS.get(source[one, other], source[one, other])}</td></tr>"
        for one, other in combinations([world.position(code) for code in codes], 2)
    )
    regions = words.named(2, world.words.region)
    if not rows:
        said = tr("Choose two {regions} to see the round trip between them.", regions=regions)
        return f"<p class='pp-note'>{said}</p>"
    return (
        f"<table class='pp-table'><caption>{tr('Round trips between the {regions} of the design', regions=regions)}"
        f"</caption><thead><tr><th scope='col'>{tr('Pair')}</th><th scope='col' class='pp-ms'>{tr('Round trip')}</th>"
        f"<th scope='col'>{tr('Kind')}</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _about(world: World, now: Outcome, code: str) -> str:
    row = world.regions.loc[code].to_dict()
    count = int(row["zone_count"])
    zones = words.sentence(words.counted(count, world.words.zone))
    if row["status"] == "announced":
        return tr("Announced, not open yet. {zones} are planned; their AZ IDs are not published.", zones=zones)
    year = row.get("launch_year", np.nan)
    has = tr("{zones}.", zones=zones)
    if year == year:
        has = tr("{zones}, open since {year}.", zones=zones, year=f"{year:.0f}")
    serves = tr(
        "A {region} serves while one of the {zones} in use is up.",
        region=tr(world.words.region),
        zones=words.named(2, world.words.zone_short),
    )
    said = [has, serves]
    partition = sentences.apart(world, code)
    if partition:
        said.append(tr("Partition {name}: a separate account.", name=words.html(partition)))
    if row["status"] == "impaired":
        said.append(
            tr(
                "<b>Impaired:</b> on {date} AWS said that it could not restore it; the model lets it serve as if it "
                "were whole.",
                date=words.html(row["status_date"]),
            )
        )
    return " ".join(said)


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
            tr("down with its {region}", region=tr(world.words.region))
            if down
            else tr("lost")
            if not up
            else _carried(now, position, world.position(code))
            if used
            else tr("not used")
        )
        safe = words.html(zone)
        switch = "".join(
            f'<button class="pp-button {kind}" data-act="{act}" data-value="{safe}" aria-pressed="{pressed}" '
            f'aria-label="{safe} {label.lower()}">{label}</button>'
            for act, label, kind, pressed in (
                ("zone-up", tr("Up"), "", str(not out).lower()),
                ("zone-out", tr("Lost"), "pp-break", str(out).lower()),
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
        return tr("{share} busy", share=words.share(round(float(now.utilisation[region]), 4)))
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
    note = "" if state in ("in use", "unused", "down") else f", {STATES_SAID[state]}"
    zones = words.sentence(words.named(2, world.words.zone_short))
    label = tr("{zones} in {name}", zones=zones, name=name)
    return (
        f'<div class="pp-choice"><label><input type="checkbox" data-act="use" data-value="{safe}"'
        f"{' checked' if used else ''}>{mark(state)}<span>{name}<small>{safe}{note}</small></span></label>"
        f'<select data-act="zones" aria-label="{label}"{"" if used else " disabled"}>{options}</select></div>'
    )


def _by_longitude(world: World) -> list[str]:
    """Order Regions from west to east, as they lie on the map."""
    return [str(code) for code in world.regions.sort_values("lon").index]


def _offered(world: World, code: str) -> bool:
    """Say whether a Region is one that anybody could simply choose."""
    return bool(world.regions["status"][code] == "launched") and not sentences.apart(world, code)
