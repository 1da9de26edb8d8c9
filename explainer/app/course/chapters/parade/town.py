"""The town of chapter 1: which cafés there are, what the parade does to them, and what a day then brings."""

from __future__ import annotations

from functools import lru_cache

from explainer.day import Day, through_the_day
from explainer.outcome import Outcome
from explainer.scenario import Scenario
from explainer.simulate import simulate
from explainer.world import CityCause, World, cafes, causes, load_city, load_world

SEATS = 60.0
SHOPS = {"one": ("A",), "three": ("A", "D", "K"), "pair": ("A", "B")}  # the pair stands on one street
LONG, MILL = "parade-long-street", "parade-mill-street"
WALK_DOWN_H = 2 / 3  # how long the head of the parade takes from one end of the street to the other
FURTHEST = 0.94  # of the street
START_H, STEP_H = 10 + 2 / 3, 1 / 30  # hour of the first picture, and what each of them goes on
FRAMES = 75  # to a little after the parade's end
IN_FULL = 30  # the picture in which it has come all the way


def world() -> World:
    """Give the café city."""
    return load_world("cafe")


def parade(street: str) -> CityCause:
    """Give the parade on a street."""
    return causes()[street]


def hours_h(street: str) -> tuple[float, float]:
    """Give the hours between which a parade fills its street [h]."""
    found = parade(street).hours_h
    assert found is not None, "a parade has hours"
    return found


def hour_h(frame: int) -> float:
    """Give the hour of a picture [h]."""
    return START_H + STEP_H * frame


def progress(street: str, hour: float) -> float:
    """Say how far the head of the parade has come along its street [0..1]; it stops where its flag is still seen."""
    start, _ = hours_h(street)
    return min(max((hour - start) / WALK_DOWN_H, 0.0), 1.0) * FURTHEST


def design(cafes_: str, hour: float | None = None) -> Scenario:
    """Give the cafés of a setting, at an hour."""
    return cafes(*SHOPS[cafes_], seats=SEATS, hour_h=hour)


@lru_cache(maxsize=512)
def outcome(cafes_: str, street: str, hour: float, broken: bool = True) -> Outcome:
    """Say who gets a coffee at an hour, with the parade or without."""
    outages = parade(street).at(hour) if broken else frozenset()
    return simulate(world(), design(cafes_, hour).breaking(*outages))


@lru_cache(maxsize=16)
def day(cafes_: str, street: str) -> Day:
    """Give the day of a parade."""
    return through_the_day(world(), design(cafes_), load_city().opens_h, parade(street).at, hours_h(street))


@lru_cache(maxsize=1)
def normal_day() -> Day:
    """Give a day on which nothing happens; it is the same for all cafés, since all have room."""
    return through_the_day(world(), design("one"), load_city().opens_h, lambda _: frozenset())
