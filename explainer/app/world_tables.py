"""The tables of the World page: what each holds of a scene, and how its columns are read.

Every figure has a table of the same numbers, made from the same Outcomes. What a scene can change is kept apart from
what holds for the World, so that a click sends only the former.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from explainer.page import Column, Table
from explainer.view import load, reach, waiting, why, words
from explainer.view.map.regions import states
from explainer.world import World

if TYPE_CHECKING:
    from explainer.app.world_page import Scene

STATES = ("in use", "down", "impaired", "announced", "unused")
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
        "cells": {"region": now.serving.astype(np.int16), "wait": now.rtt_ms},
        "regions": {
            "state": np.array([STATES.index(name) for name in state], np.int16),
            "zones": zones.astype(np.int16),
            "load": now.region_rps.astype(np.float32),
        },
        "waits": {"before": waits["before"], "now": waits["now"]},
        "parts": reach.table(world, now, before),
        "loads": {
            "name": [row.name for row in rows],
            "up": ["up" if row.up else "down" for row in rows],
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
    zones = words.sentence(names.zone_short)
    return {
        "cells": (
            "People and their wait",
            {
                "place": {"label": "Place", "kind": "text"},
                "users": {"label": "People online", "kind": "people"},
                "region": {"label": "Served by", "kind": "category", "names": tuple(world.regions["name"])},
                "wait": {"label": "Wait"} | ms,
            },
            "Waits are modelled.",
        ),
        "regions": (
            f"{names.region}s and their state",
            {
                "name": {"label": names.region, "kind": "text"},
                "code": {"label": "Code", "kind": "text"},
                "state": {"label": "State", "kind": "category", "names": STATES},
                "zones": {"label": f"{zones}s in use", "kind": "number"},
                "of": {"label": f"{zones}s in all", "kind": "number"},
                "load": {"label": "Load", "kind": "rps"},
            },
            "",
        ),
        "waits": (
            "Share of all people served within a wait",
            {
                "wait": {"label": "Wait up to"} | ms,
                "meaning": {"label": "Meaning (source)", "kind": "text"},
                "before": {"label": "Before", "kind": "share"},
                "now": {"label": "Now", "kind": "share"},
            },
            "",
        ),
        "parts": (
            f"Reach by {names.continent}",
            {
                "name": {"label": words.sentence(names.continent), "kind": "text"},
                "users": {"label": "People online", "kind": "people"},
                "reach_before": {"label": "Served before", "kind": "share"},
                "reach": {"label": "Served now", "kind": "share"},
                "within_slo_before": {"label": "In time before", "kind": "share"},
                "within_slo": {"label": "In time now", "kind": "share"},
            },
            "In time: served within the wait that counts as quick enough.",
        ),
        "loads": (
            f"Load by {names.region}",
            {
                "name": {"label": names.region, "kind": "text"},
                "up": {"label": "State", "kind": "text"},
                "before": {"label": "Before", "kind": "rps"},
                "now": {"label": "Now", "kind": "rps"},
                "room": {"label": "Capacity", "kind": "rps"},
                "refused": {"label": "Dropped for lack of it", "kind": "rps"},
            },
            "Without a number, capacity grows with the load.",
        ),
        "legs": (
            "The wait, leg by leg",
            {
                "leg": {"label": "Leg", "kind": "text"},
                "km": {"label": "Length", "kind": "number", "unit": "km"},
                "time": {"label": "Time"} | ms,
            },
            "Modelled, there and back.",
        ),
    }
