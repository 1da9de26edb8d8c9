"""Where Worlds come from: the committed tables, or frames of one's own."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from explainer.errors import unknown
from explainer.model.latency import Travel
from explainer.tables import committed, outline
from explainer.world.cafe import ON_FOOT, SCALE, WORDS, city_frames
from explainer.world.idiom import Canvas, Scale, Words
from explainer.world.world import World


def make_world(
    name: str,
    regions: pd.DataFrame,
    zones: pd.DataFrame,
    cells: pd.DataFrame,
    gateways: pd.DataFrame | None = None,
    cables: pd.DataFrame | None = None,
    travel: Travel | None = None,
    words: Words | None = None,
    scale: Scale | None = None,
    canvas: Canvas | None = None,
) -> World:
    """Make a World from frames.

    Parameters
    ----------
    name
        What to call it.
    regions, zones, cells, gateways, cables
        Frames as `World` describes them; without gateways, places reach each other only within their area.
    travel, words, scale, canvas
        How the World measures, speaks and is drawn; those of the cloud by default.
    """
    no_gateways = pd.DataFrame({"place": [], "lat": [], "lon": [], "area": []}, index=pd.Index([], name="gateway"))
    no_cables = pd.DataFrame(
        {"from_gateway": [], "to_gateway": [], "length_km": [], "passage": []}, index=pd.Index([], name="cable")
    )
    return World(
        name,
        regions,
        zones,
        cells,
        no_gateways if gateways is None else gateways,
        no_cables if cables is None else cables,
        travel=travel or Travel(),
        words=words or Words(),
        scale=scale or Scale(),
        canvas=canvas or Canvas(),
    )


@lru_cache(maxsize=4)
def load_world(name: str = "aws") -> World:
    """Load a World from the committed tables.

    Parameters
    ----------
    name
        "aws", or "cafe": the invented city of the course.

    Returns
    -------
    World
        The same object at each call; read it, do not change it.

    Raises
    ------
    InputError
        For another name.

    Examples
    --------
    >>> world = load_world()
    >>> round(float(world.region_rtt.loc["us-east-1", "eu-west-1"]))
    71
    """
    if name == "cafe":
        return make_world(name, *city_frames(), travel=ON_FOOT, words=WORDS, scale=SCALE)
    if name != "aws":
        raise unknown("World", name, ["aws", "cafe"])
    regions = committed("regions").set_index("region")
    zones = [(zone, code) for code, listed in regions["zones"].items() for zone in str(listed).split()]
    countries = committed("countries").set_index("country")
    cells = committed("cells")
    cells["country_name"] = cells["country"].map(countries["name"])
    cells["continent"] = cells["country"].map(countries["continent"])
    return make_world(
        name,
        regions.drop(columns="zones"),
        pd.DataFrame(zones, columns=["zone", "region"]).set_index("zone"),
        cells,
        committed("gateways").set_index("gateway"),
        committed("cables").set_index("cable"),
        canvas=Canvas(outline("rings"), outline("lakes")),
    )
