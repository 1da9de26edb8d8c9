"""Worlds to test with: the committed one, a street to be walked, and a line whose numbers are done by hand.

Property tests are the same at every run: no clock, no database, no chance.
"""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import settings

from explainer import World, load_world, make_world
from explainer.model.latency import Travel
from explainer.world import Canvas, Scale, Words

settings.register_profile("steady", deadline=None, derandomize=True, database=None, max_examples=80)
settings.load_profile("steady")

KM = 180 / (math.pi * 6371.0088)  # degrees of longitude on the equator


@pytest.fixture(scope="session")
def aws() -> World:
    """The committed World."""
    return load_world()


@pytest.fixture(scope="session")
def street() -> World:
    """One street, three shops in two blocks, a canal with a bridge between them, minutes on foot.

    km 0 Mill · 0.5 block West (2 shops) · 1 Church · 1.95 bridge 2.05 · 2.5 Quay · 3 block East (1 shop) · 3.25 Park
    """
    regions = pd.DataFrame(
        {
            "region": ["west", "east"],
            "name": ["West block", "East block"],
            "country": "ST",
            "partition": "street",
            "status": "launched",
            "lat": 0.0,
            "lon": [0.5 * KM, 3.0 * KM],
            "area": ["west of the canal", "east of the canal"],
            "zone_count": [2, 1],
            "launch_year": 1999.0,
            "price_index": 1.0,
        }
    ).set_index("region")
    zones = pd.DataFrame({"zone": ["w1", "w2", "e1"], "region": ["west", "west", "east"]}).set_index("zone")
    cells = pd.DataFrame(
        {
            "name": ["Mill", "Church", "Quay", "Park"],
            "country": "ST",
            "country_name": "The street",
            "continent": ["West side", "West side", "East side", "East side"],
            "lat": 0.0,
            "lon": [0.0, 1.0 * KM, 2.5 * KM, 3.25 * KM],
            "users": [30, 20, 40, 10],
            "timezone": "Europe/Paris",
            "area": ["west of the canal", "west of the canal", "east of the canal", "east of the canal"],
        }
    )
    banks = pd.DataFrame(
        {
            "gateway": ["WEST", "EAST"],
            "place": ["West bank", "East bank"],
            "lat": 0.0,
            "lon": [1.95 * KM, 2.05 * KM],
            "area": ["west of the canal", "east of the canal"],
        }
    ).set_index("gateway")
    bridge = pd.DataFrame(
        {
            "cable": ["bridge"],
            "from_gateway": ["WEST"],
            "to_gateway": ["EAST"],
            "length_km": [0.1],
            "passage": ["canal"],
        }
    ).set_index("cable")
    return make_world(
        "street",
        regions,
        zones,
        cells,
        banks,
        bridge,
        travel=Travel(
            per_km=12.0,
            land_factor=1.0,
            region=1.0,
            same_region=0.5,
            region_inflation=1.0,
            user_inflation=1.0,
            access={"on foot": 0.0},
            access_band={"on foot": (0.0, 0.0)},
            band=(0.9, 1.2),
            service=0.0,  # nobody queues, so that waits are walks; test_capacity queues
        ),
        words=Words("block", "shop", "shop", "bridge", "side", "min"),
        scale=Scale((2, 4, 8, 12, 16), ((8, "patience", "asked at the counter"),)),
        canvas=Canvas(((((-0.01, -0.01), (-0.01, 0.01), (0.04, 0.01), (0.04, -0.01), (-0.01, -0.01))),)),
    )


@pytest.fixture(scope="session")
def line() -> World:
    """Two Regions a quarter of the equator apart, three cells: two between them, one on an island without cables.

    One request a second for each 4,320 people (20 a day). Light needs 2 · 1.468 / 299.792458 = 0.009793442 ms/km there
    and back; a degree is 111.195 km; over land to a user it counts 1.5 · 1.3, which makes 2.123516 ms a degree.
    """
    regions = pd.DataFrame(
        {"region": ["A", "B"], "name": ["A", "B"], "lat": 0.0, "lon": [0.0, 90.0], "area": "land", "status": "launched"}
    ).set_index("region")
    zones = pd.DataFrame({"zone": ["a1", "a2", "b1"], "region": ["A", "A", "B"]}).set_index("zone")
    cells = pd.DataFrame(
        {
            "name": ["near A", "near B", "island"],
            "country": ["LA", "LA", "IS"],
            "country_name": ["Land", "Land", "Island"],
            "continent": ["Land", "Land", "Island"],
            "lat": 0.0,
            "lon": [9.0, 81.0, 45.0],
            "users": [4320, 8640, 4320],
            "timezone": "",
            "area": ["land", "land", "island"],
        }
    )
    return make_world("line", regions, zones, cells, travel=Travel(service=0.0))  # nobody queues
