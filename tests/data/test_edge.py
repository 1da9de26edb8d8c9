"""The edge cities: in the world, in their countries' areas, read from the packages as they are."""

from __future__ import annotations

import doctest
import importlib.util
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from explainer.model.geo import great_circle_km

AIRPORTS = (
    '"icao","iata","name","city","subd","country","elevation","lat","lon","tz","lid"\n'
    '"EIDW","DUB","Dublin Airport","Dublin","Leinster","IE",242,53.4213,-6.27007,"Europe/Dublin",""\n'
    '"CYYZ","YYZ","Toronto Pearson","Mississauga","Ontario","CA",569,43.6772,-79.6306,"America/Toronto",""\n'
    '"00AA","","Aero B Ranch","Leoti","Kansas","US",3435,38.7,-101.4,"America/Chicago",""\n'
)
BUNDLE = 'const A={providers:{cloudfront:{name:"AWS Cloudfront",url:"u",pops:["YYZ","DUB"]},deno:{pops:["FRA"]}}}'


@pytest.fixture(scope="module")
def build_edge(data: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_edge", data / "build_edge.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cities(data: Path) -> pd.DataFrame:
    return pd.read_csv(data / "edge_cities.csv", keep_default_na=False)


def test_each_city_is_there_once_and_has_a_name(cities: pd.DataFrame) -> None:
    assert cities["edge"].is_unique
    assert cities["edge"].str.fullmatch("[A-Z]{3}").all()
    assert (cities["name"] != "").all()
    assert not cities.duplicated(["name", "country"]).any()
    assert cities["edge"].is_monotonic_increasing


def test_each_city_has_the_area_of_its_country(cities: pd.DataFrame, countries: pd.DataFrame) -> None:
    area = countries.set_index("country")["area"]
    assert (cities["country"].map(area) == cities["area"]).all()


def test_each_city_lies_near_people_of_its_country(cities: pd.DataFrame, cells: pd.DataFrame) -> None:
    far = {}
    for city in cities.itertuples():
        own = cells[cells["country"] == city.country]
        km = float(great_circle_km(city.lat, city.lon, own["lat"], own["lon"]).min())
        if km > 150:  # a cell stands for many towns
            far[city.edge] = round(km)
    assert far == {}


def test_places_are_where_they_are_known_to_be(cities: pd.DataFrame) -> None:
    known = {"SYD": (-33.9, 151.2), "DUB": (53.3, -6.3), "BRU": (50.85, 4.35), "GRU": (-23.5, -46.6)}
    for code, at in known.items():
        row = cities.set_index("edge").loc[code]
        assert float(great_circle_km(row["lat"], row["lon"], *at)) < 30, code


def test_documented_examples_hold(build_edge: ModuleType) -> None:
    assert doctest.testmod(build_edge) == (0, 1)


def test_a_table_is_made_of_the_codes_of_one_provider(build_edge: ModuleType) -> None:
    countries = pd.DataFrame({"country": ["IE", "CA"], "area": ["EU", "NAM"]})
    made = build_edge.build_edge(BUNDLE, AIRPORTS, countries)
    assert made.to_dict("list") == {
        "edge": ["DUB", "YYZ"],
        "name": ["Dublin", "Toronto"],
        "country": ["IE", "CA"],
        "lat": [53.42, 43.68],
        "lon": [-6.27, -79.63],
        "area": ["EU", "NAM"],
    }


def test_a_package_of_another_form_is_told(build_edge: ModuleType) -> None:
    with pytest.raises(ValueError, match="no list of codes for cloudfront"):
        build_edge.listed("export default {}")
    countries = pd.DataFrame({"country": ["IE"], "area": ["EU"]})
    with pytest.raises(ValueError, match="no airport in airportsdata==20260905 has the code YYZ"):
        build_edge.build_edge(BUNDLE, AIRPORTS.replace("YYZ", "XXX"), countries)
