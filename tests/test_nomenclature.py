"""NOMENCLATURE.md names everything that is public, nothing that is gone, and gives each a unit and a source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import explainer
from explainer import (
    Cure,
    Demand,
    Failover,
    Incident,
    Outage,
    Outcome,
    Phase,
    Placement,
    Routing,
    Scaling,
    Scenario,
    Summary,
    Timeline,
    World,
    Years,
    load_incidents,
    play,
    simulate,
)
from explainer.day import Day
from explainer.design import Best, Comparison, Cost
from explainer.footprint import Footprint, Presence, Skipped
from explainer.model import availability, capacity, demand, downtime, geo, latency, routing
from explainer.model.latency import Travel
from explainer.presets import PRESETS, Preset
from explainer.rates import Duration, Rate, Rates
from explainer.strategies import Strategy
from explainer.survey import Cause
from explainer.timeline import Recovery
from explainer.world import Canvas, CityCause, Leg, Scale, Words
from explainer.world import Path as Way
from explainer.world.edge import EdgeWay

PAGE = (Path(__file__).parents[1] / "NOMENCLATURE.md").read_text(encoding="utf-8")
HEAD = ("name", "unit", "meaning, source or formula")
CHOSEN: tuple[type[Any], ...] = (Scenario, Placement, Outage, Routing, Scaling, Failover, Demand, Preset)
ANSWERED: tuple[type[Any], ...] = (
    Outcome,
    Summary,
    Timeline,
    Incident,
    Phase,
    Cure,
    Way,
    Leg,
    World,
    Travel,
    Words,
    Scale,
    Canvas,
    CityCause,
    Day,
    Rate,
    Duration,
    Rates,
    Years,
    Cause,
    EdgeWay,
    Cost,
    Best,
    Comparison,
    Strategy,
    Recovery,
    Footprint,
    Presence,
    Skipped,
)
TYPES = {kind.__name__: kind for kind in CHOSEN + ANSWERED}
#: what a World and a Path compute, beside their fields
COMPUTED = {
    "Best": {"placements", "cost_index"},
    "Cost": {"index"},
    "Day": {"lost"},
    "EdgeWay": {"hit_ms", "miss_ms"},
    "Duration": {"median_h", "p90_h", "mean_h"},
    "Footprint": {"instances", "shares"},
    "Path": {"rtt_ms", "gateways"},
    "Rate": {"judged"},
    "Recovery": {"rto_min"},
    "Years": {
        "n", "mean_min", "mean_min_error", "lost_user_minutes", "availability", "availability_error",
        "share_without_loss", "shares_by_cause", "convergence",
    },
    "Timeline": {"lost_requests", "lost_minutes", "lost_user_minutes"},
    "World": {
        "round_trip", "wait_by_region", "region_rtt", "modelled_rtt", "region_rtt_source",
        "users", "utc_offset_h", "continents", "countries",
    },
}  # fmt: skip


def rows(section: str) -> list[tuple[str, ...]]:
    """Rows of a section's table, without its head."""
    body = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)
    text = dict(zip(body[1::2], body[2::2], strict=True))[section]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]
    assert cells[0] == HEAD
    return cells[2:]


def listed(section: str) -> list[str]:
    """Names of a section, in their order."""
    return [name for row in rows(section) for name in re.findall(r"`(\w+)`", row[0])]


def sections() -> list[str]:
    return re.findall(r"^## (.+)$", PAGE, flags=re.MULTILINE)


def assert_same(section: str, names: Iterable[str]) -> None:
    found = listed(section)
    assert len(found) == len(set(found)), f"{section} has a name twice"
    assert set(found) == set(names)


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_field_is_listed_and_no_other(name: str) -> None:
    public = {field.name for field in fields(TYPES[name]) if not field.name.startswith("_")}
    assert_same(name, public | COMPUTED.get(name, set()))


@pytest.mark.parametrize("name", sorted(COMPUTED))
def test_what_is_computed_exists(name: str) -> None:
    assert all(hasattr(TYPES[name], each) for each in COMPUTED[name])


@pytest.mark.parametrize("frame", ["regions", "zones", "cells", "gateways", "cables"])
def test_every_column_of_the_world_is_listed_and_no_other(aws: World, frame: str) -> None:
    assert_same(f"World.{frame}", getattr(aws, frame).columns)


@pytest.mark.parametrize("frame", ["cells", "regions", "zones"])
def test_every_column_of_an_outcome_is_listed_and_no_other(aws: World, frame: str) -> None:
    assert_same(f"Outcome.{frame}", getattr(simulate(aws, PRESETS["one-region"].scenario), frame).columns)


@pytest.mark.parametrize("frame", ["frame", "regions"])
def test_every_column_of_a_timeline_is_listed_and_no_other(aws: World, frame: str) -> None:
    shortest = min(load_incidents().values(), key=lambda incident: incident.minutes)
    assert_same(f"Timeline.{frame}", getattr(play(aws, PRESETS["one-region"].scenario, shortest), frame).columns)


def test_every_column_of_a_grouping_is_listed_and_no_other(aws: World) -> None:
    assert_same("Outcome.by", simulate(aws, PRESETS["one-region"].scenario).by(aws.continents).columns)


def test_every_name_to_import_is_a_section_or_listed() -> None:
    assert set(explainer.__all__) <= {*sections(), *listed("Functions")}


def test_every_constant_exists() -> None:
    modules = (capacity, demand, geo, latency, routing)
    assert all(any(hasattr(module, name) for module in modules) for name in listed("Constants"))


def test_every_formula_of_availability_is_listed_and_no_other() -> None:
    public = {name for module in (availability, downtime) for name, each in vars(module).items()
              if callable(each) and not name.startswith("_") and each.__module__ == module.__name__}  # fmt: skip
    assert_same("Formulas of availability", public)


@pytest.mark.parametrize("section", sections())
def test_every_name_has_a_unit_and_a_meaning(section: str) -> None:
    assert rows(section)
    assert all(len(row) == 3 and all(row) for row in rows(section))


@pytest.mark.parametrize("section", sections())
def test_a_name_that_ends_in_a_unit_has_that_unit(section: str) -> None:
    units = {"_ms": "ms", "_km": "km", "_rps": "req/s", "_h": "h", "_s": "s", "_min": "min"}
    for names, unit, _ in rows(section):
        for name in re.findall(r"`(\w+)`", names):
            ratio = "per_" in name.lower()
            assert ratio or all(unit == says for ending, says in units.items() if name.endswith(ending)), name
