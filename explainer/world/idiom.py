"""How a World speaks: what it calls things, how its waits are read, what it is drawn on."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.tables import Ring
from explainer.texts import tr


@dataclass(frozen=True)
class Words:
    """What a World calls things.

    Parameters
    ----------
    region, zone, zone_short, cable
        Names of the places, in the singular.
    continent
        What the coarse division of the cells is called.
    unit
        Unit of a wait.
    """

    region: str = "Region"
    zone: str = "Availability Zone"
    zone_short: str = "zone"
    cable: str = "cable"
    continent: str = "continent"
    unit: str = "ms"


@dataclass(frozen=True)
class Scale:
    """How a World's waits are read.

    Parameters
    ----------
    steps
        Upper ends of the first five of the six wait classes [the World's unit]; a value on a step belongs below it.
    thresholds
        Waits that mean something to people: value, word, source.
    """

    steps: tuple[float, ...] = (20, 50, 100, 150, 250)
    thresholds: tuple[tuple[float, str, str], ...] = (
        (20, tr("VR"), tr("motion-to-photon limit of virtual reality; Surrounded by the Clouds, WWW 2021")),
        (100, tr("feels instant"), tr("human perceivable latency; WWW 2021, IMC 2021, Nielsen")),
        (250, tr("reaction time"), tr("human reaction time; WWW 2021, IMC 2021")),
    )


@dataclass(frozen=True)
class Canvas:
    """What a World is drawn on.

    Parameters
    ----------
    land, lakes
        Closed clockwise rings of (lon, lat) [degrees].
    projection, rotation_lon
        Map projection and its central meridian [degrees].
    lat_range, lon_range
        What is shown [degrees].
    """

    land: tuple[Ring, ...] = ()
    lakes: tuple[Ring, ...] = ()
    projection: str = "natural earth"
    rotation_lon: float = 11.0
    lat_range: tuple[float, float] = (-72.0, 90.0)
    lon_range: tuple[float, float] = (-169.0, 191.0)
