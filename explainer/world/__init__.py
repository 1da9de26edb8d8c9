"""A World: places, people, cables, and how long everything takes.

A World is made once from tables and then only read. It knows where the Regions and their zones are, where people
are, which sea cables join the continents, and, from these, the round trip of every cell to every Region. Cutting
cables gives another World of the same places. What its places are called, what a wait is measured in and what it
is drawn on are the World's too, so that a café city and the cloud can be asked the same questions.
"""

from explainer.world.cafe import City, cafes, load_city
from explainer.world.causes import CityCause, causes
from explainer.world.idiom import Canvas, Scale, Words
from explainer.world.load import load_world, make_world
from explainer.world.path import Leg, Path
from explainer.world.world import Floats, World

__all__ = [
    "Canvas",
    "City",
    "CityCause",
    "Floats",
    "Leg",
    "Path",
    "Scale",
    "Words",
    "World",
    "cafes",
    "causes",
    "load_city",
    "load_world",
    "make_world",
]
