"""Rates and durations against an earlier count of the same incidents, made by hand with the months of the launches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from explainer.incidents import incident_list, load_incidents
from explainer.tables import committed

RATES = committed("rates").set_index(["events", "regions", "per"])
DURATIONS = committed("durations").set_index(["events", "until"])


@pytest.mark.parametrize(
    ("events", "regions", "count", "years", "per_year", "low", "high"),
    [
        ("zone", "all", 18, 301.9, 0.060, 0.040, 0.086),
        ("zone", "us-east-1", 9, 15.9, 0.57, 0.32, 0.95),
        ("zone", "others", 9, 286, 0.031, 0.018, 0.053),
        ("zone-physical", "all", 13, 301.9, 0.043, 0.027, 0.066),
        ("region", "all", 14, 301.9, 0.046, 0.029, 0.070),
        ("region", "us-east-1", 8, 15.9, 0.50, 0.27, 0.87),
        ("region", "others", 6, 286, 0.021, 0.010, 0.039),
        ("region-without-conflict", "others", 4, 286, 0.014, 0.006, 0.030),
        ("lost", "all", 2, 301.9, 0.007, 0.002, 0.018),
    ],
)
def test_rates_per_region_agree_with_the_earlier_count(
    events: str, regions: str, count: int, years: float, per_year: float, low: float, high: float
) -> None:
    row = RATES.loc[(events, regions, "region")]
    assert row["count"] == count
    # ours start in the middle of each launch year, the earlier ones in its month
    assert row["exposure_years"] == pytest.approx(years, rel=0.01)
    half_digit = 0.5 * 10 ** -len(str(per_year).partition(".")[2])
    for name, published in (("per_year", per_year), ("low", low), ("high", high)):
        assert row[name] == pytest.approx(published, abs=half_digit + 0.01 * published), name


@pytest.mark.parametrize(
    ("regions", "count", "years", "per_year"),
    [("all", 18, 1017, 0.018), ("us-east-1", 9, 95, 0.094), ("others", 9, 921, 0.010)],
)
def test_rates_per_zone_agree_with_the_earlier_count(regions: str, count: int, years: float, per_year: float) -> None:
    row = RATES.loc[("zone", regions, "zone")]
    assert row["count"] == count
    assert row["exposure_years"] == pytest.approx(years, rel=0.01)
    assert row["per_year"] == pytest.approx(per_year, abs=0.0005)


@pytest.mark.parametrize(
    ("events", "until", "count", "median", "p90", "mu", "mu_off", "sigma", "sigma_low", "sigma_high"),
    [
        ("zone", "main", 16, 3.9, 17.6, 1.52, 0.54, 1.22, 0.95, 1.76),
        ("zone-physical", "main", 12, 3.1, 6.4, 1.14, 0.53, 1.02, 0.77, 1.59),
        ("region", "main", 11, 4.8, 17.1, 1.60, 0.58, 1.06, 0.78, 1.68),
        ("all", "main", 27, 4.6, 19, 1.55, 0.37, 1.14, 0.93, 1.48),
        ("zone", "full", 12, 9.9, 57, 2.36, 0.62, 1.20, None, None),
        ("region", "full", 11, 6.2, 24, 1.84, 0.59, 1.07, None, None),
    ],
)
def test_durations_agree_with_the_earlier_count(
    events: str,
    until: str,
    count: int,
    median: float,
    p90: float,
    mu: float,
    mu_off: float,
    sigma: float,
    sigma_low: float | None,
    sigma_high: float | None,
) -> None:
    row = DURATIONS.loc[(events, until)]
    # one duration, of June 2012, was remembered then and is left out of our table; it is a zone's
    missing = events != "region"
    assert row["count"] == count - missing
    near = {"abs": 0.1 if missing else 0.006}
    assert row["mu_ln_h"] == pytest.approx(mu, **near)
    assert row["mu_high"] - row["mu_ln_h"] == pytest.approx(mu_off, **near)
    assert row["sigma"] == pytest.approx(sigma, **near)
    assert row["median_h"] == pytest.approx(median, rel=0.05)
    assert row["p90_h"] == pytest.approx(p90, rel=0.06)
    if sigma_low is not None:
        assert row["sigma_low"] == pytest.approx(sigma_low, **near)
        assert row["sigma_high"] == pytest.approx(sigma_high, abs=0.12 if missing else 0.006)


@pytest.mark.parametrize(
    ("events", "regions", "per", "minutes"),
    [
        ("zone", "others", "zone", 6),
        ("zone", "us-east-1", "zone", 54),
        ("region-without-conflict", "others", "region", 6.5),
        ("region-without-conflict", "us-east-1", "region", 232),
    ],
)
def test_rates_times_mean_durations_give_the_earlier_minutes_a_year(
    events: str, regions: str, per: str, minutes: float
) -> None:
    listed = incident_list()
    ours = listed[
        (listed["provider"] == "AWS") & (listed["scale"] != "global-service") & (listed["cause"] != "conflict")
    ]
    mean_h = ours[(ours["scale"] == "az") == (events == "zone")]["main_h"].mean()
    assert RATES.loc[(events, regions, per), "per_year"] * mean_h * 60 == pytest.approx(minutes, rel=0.05)


def test_bootstrap_intervals_agree_with_the_earlier_ones() -> None:
    row = DURATIONS.loc[("region", "main")]  # the set in which no duration is missing
    for name, published in (("median_low", 1.9), ("median_high", 14.5), ("p90_low", 6.2), ("p90_high", 22)):
        assert row[name] == pytest.approx(published, rel=0.02), name


def test_every_rate_lies_in_its_interval() -> None:
    assert (RATES["low"] < RATES["per_year"]).all()
    assert (RATES["per_year"] < RATES["high"]).all()
    np.testing.assert_allclose(RATES["per_year"], RATES["count"] / RATES["exposure_years"], rtol=0.004)


def test_the_oldest_and_the_others_make_all() -> None:
    for events in ("zone", "region", "region-without-conflict"):
        parts = RATES.loc[events].xs("region", level="per")[["count", "exposure_years"]]
        np.testing.assert_allclose(parts.loc[["us-east-1", "others"]].sum(), parts.loc["all"], rtol=0.001)


def test_single_regions_are_not_ranked() -> None:
    assert set(RATES.index.get_level_values("regions")) == {"all", "us-east-1", "others"}
    first = committed("rates").drop_duplicates("events")["regions"]
    assert (first == "all").all()  # the average is told first, whatever follows


def test_what_failed_agrees_with_the_replays() -> None:
    in_table = {"database": 2, "control-plane": 2, "load-balancer": 2, "object-store": 1, "dns": 1, "whole-region": 2}
    assert {name: RATES.loc[(name, "all", "region"), "count"] for name in in_table} == in_table
    october = load_incidents()["aws-2025-10-20-use1"].phases
    named = {phase.target.partition("/")[2] or phase.kind for phase in october if phase.kind != "note"}
    assert named == {"database", "control-plane", "load-balancer"}
    winter = load_incidents()["aws-2021-12-07-use1"].phases
    assert {phase.kind for phase in winter} - {"note", "slow"} == {"control-plane"}


def test_incidents_come_in_clusters(regions: pd.DataFrame) -> None:
    # the earlier count: chi-square 30.9 on 15 degrees against exposure; 7 or 8 in 2021 and none in 2014
    listed = incident_list()
    ours = listed[(listed["provider"] == "AWS") & (listed["scale"] != "global-service")]
    hit = ours.assign(region=ours["regions"].str.split(";")).explode("region")
    found = pd.to_datetime(hit["start_utc"]).dt.year.value_counts().reindex(range(2011, 2027), fill_value=0)
    assert found[2014] == 0
    assert found.idxmax() == 2021
    mine = regions[regions["partition"].isin(["aws", "aws-us-gov"])]["launch_year"].dropna()
    running = np.array([np.clip(year + 0.5 - mine.where(mine >= 2011, 0), 0, 1).sum() for year in range(2011, 2027)])
    running[-1] *= 0.894
    expected = running / running.sum() * found.sum()
    assert ((found - expected) ** 2 / expected).sum() == pytest.approx(30.9, abs=5)


def test_the_builder_counts_every_incident_of_a_whole_region(data: Path) -> None:
    listed = incident_list()
    ours = listed[(listed["provider"] == "AWS") & ~listed["scale"].isin(["az", "global-service"])]
    source = (data / "build_rates.py").read_text(encoding="utf-8")
    assert all(f'"{name}": (' in source for name in ours["id"])
