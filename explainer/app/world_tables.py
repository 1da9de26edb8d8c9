"""The tables of the World page: what each holds of a scene, and how its columns are read.

Every figure has a table of the same numbers, made from the same Outcomes. What a scene can change is kept apart from
what holds for the World, so that a click sends only the former.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from explainer.page import Column, Table
from explainer.texts import tr, tr_all
from explainer.view import load, reach, waiting, why, words
from explainer.view.map.regions import states
from explainer.world import World

if TYPE_CHECKING:
    from explainer.app.world_page import Scene

STATES_SAID = tr_all(
    {"in use": "in use", "down": "down", "impaired": "impaired", "announced": "announced", "unused": "unused"}
)
STATES = tuple(STATES_SAID)
Columns: TypeAlias = dict[str, Any]


def changing(scene: Scene) -> dict[str, Columns]:
    """Give the columns of each table that a scene can change."""
    world, now, before = scene.world, scene.now, scene.before
    state = states(world, now)
    rows = load.rows(world, now, before, limit=len(world.regions))
    legs = why.told(world, scene.path) if scene.path else []
    waits = waiting.table(world, now, before)
    zones = np.bincount(world.zone_region[now.zone_used], minlength=len(world.regions))
    return {
        "cells": {"region": now.serving.astype(np.int16), "wait": words.tenths(now.rtt_ms)},
        "regions": {
            "state": np.array([STATES.index(name) for name in state], np.int16),
            "zones": zones.astype(np.int16),
            "load": now.region_rps.astype(np.float32),
        },
        "waits": {"before": waits["before"], "now": waits["now"]},
        "parts": reach.table(world, now, before),
        "loads": {
            "name": [row.name for row in rows],
            "up": [tr("up") if row.up else tr("down") for row in rows],
            "before": [row.before_rps for row in rows],
            "now": [row.now_rps for row in rows],
            "room": [row.capacity_rps if np.isfinite(row.capacity_rps) else None for row in rows],
            "refused": [row.refused_rps for row in rows],
        },
        "legs": {
            "leg": [leg[0] for leg in legs],
            "km": [round(leg[1]) for leg in legs],
            "time": [leg[2] for leg in legs],
        },
    }


def fixed(scene: Scene) -> dict[str, Columns]:
    """Give the columns of each table that hold for the World, whatever happens."""
    world, waits = scene.world, waiting.table(scene.world, scene.now, scene.before)
    cells, regions = world.cells, world.regions
    return {
        "cells": {
            "place": [f"{name}, {country}" for name, country in zip(cells["name"], cells["country_name"], strict=True)],
            "users": world.users.astype(np.float32),
        },
        "regions": {
            "name": regions["name"].tolist(),
            "code": regions.index.tolist(),
            "of": regions["zone_count"].tolist(),
        },
        "waits": {"wait": waits["wait"], "meaning": waits["meaning"]},
        "parts": {
            "name": list(world.continents.names),
            "users": np.bincount(world.continents.codes, world.users).astype(np.float32),
        },
    }


def tables(scene: Scene) -> dict[str, Table]:
    """Build every table with its values."""
    now, always = changing(scene), fixed(scene)
    built = {}
    for name, (caption, columns, note) in _forms(scene.world).items():
        values = always.get(name, {}) | now[name]
        built[name] = Table(caption, {key: Column(**form, values=values[key]) for key, form in columns.items()}, note)
    return built


def _forms(world: World) -> Mapping[str, tuple[str, dict[str, dict[str, Any]], str]]:
    """Give caption, columns in their order, and note of each table."""
    names = world.words
    ms = {"kind": "ms", "unit": names.unit}
    region, regions = tr(names.region), words.named(2, names.region)
    zones = words.sentence(words.named(2, names.zone_short))
    people, before, now = tr("People online"), tr("Before"), tr("Now")
    return {
        "cells": (
            tr("People and their wait"),
            {
                "place": {"label": tr("Place"), "kind": "text"},
                "users": {"label": people, "kind": "people"},
                "region": {"label": tr("Served by"), "kind": "category", "names": tuple(world.regions["name"])},
                "wait": {"label": tr("Wait")} | ms,
            },
            tr("Waits are modelled."),
        ),
        "regions": (
            tr("{regions} and their state", regions=regions),
            {
                "name": {"label": region, "kind": "text"},
                "code": {"label": tr("Code"), "kind": "text"},
                "state": {"label": tr("State"), "kind": "category", "names": tuple(STATES_SAID.values())},
                "zones": {"label": tr("{zones} in use", zones=zones), "kind": "number"},
                "of": {"label": tr("{zones} in all", zones=zones), "kind": "number"},
                "load": {"label": tr("Load"), "kind": "rps"},
            },
            "",
        ),
        "waits": (
            tr("Share of all people served within a wait"),
            {
                "wait": {"label": tr("Wait up to")} | ms,
                "meaning": {"label": tr("Meaning (source)"), "kind": "text"},
                "before": {"label": before, "kind": "share"},
                "now": {"label": now, "kind": "share"},
            },
            "",
        ),
        "parts": (
            tr("Reach by {continent}", continent=tr(names.continent)),
            {
                "name": {"label": words.sentence(tr(names.continent)), "kind": "text"},
                "users": {"label": people, "kind": "people"},
                "reach_before": {"label": tr("Served before"), "kind": "share"},
                "reach": {"label": tr("Served now"), "kind": "share"},
                "within_slo_before": {"label": tr("In time before"), "kind": "share"},
                "within_slo": {"label": tr("In time now"), "kind": "share"},
            },
            tr("In time: served within the wait that counts as quick enough."),
        ),
        "loads": (
            tr("Load by {region}", region=region),
            {
                "name": {"label": region, "kind": "text"},
                "up": {"label": tr("State"), "kind": "text"},
                "before": {"label": before, "kind": "rps"},
                "now": {"label": now, "kind": "rps"},
                "room": {"label": tr("Capacity"), "kind": "rps"},
                "refused": {"label": tr("Dropped for lack of it"), "kind": "rps"},
            },
            tr("Without a number, capacity grows with the load."),
        ),
        "legs": (
            tr("The wait, leg by leg"),
            {
                "leg": {"label": tr("Leg"), "kind": "text"},
                "km": {"label": tr("Length"), "kind": "number", "unit": "km"},
                "time": {"label": tr("Time")} | ms,
            },
            tr("Modelled, there and back."),
        ),
    }
