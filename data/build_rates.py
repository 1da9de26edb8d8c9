"""How often and how long, from the incidents: rates with Jeffreys intervals, durations with lognormal fits.

Counted are the large incidents of AWS that are publicly documented, against the years that its Regions have run since
2011. That is a lower bound: small incidents mostly go unpublished. us-east-1 has rows of its own because it is the
oldest, the largest and the most reported on, not to rank it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

BEGIN = 2011.0  # the first year whose incidents were looked for
END_DAY = date(2026, 11, 23)  # when the sources were read
PARTITIONS = ("aws", "aws-us-gov")  # those whose incidents are reported in the same places
OLDEST = "us-east-1"
PHYSICAL = ("power", "cooling", "storm")
LEVEL = 0.90
SEED, RESAMPLES = 2026, 20_000

#: what an incident of a whole Region took with it, of what a scenario can name; "other" is a service it cannot name
WHAT_FAILED = {
    "aws-2012-12-24-use1": ("load-balancer",),
    "aws-2015-09-20-use1": ("database",),
    "aws-2017-02-28-use1": ("object-store",),
    "aws-2018-11-21-apne2": ("dns",),
    "aws-2020-11-25-use1": ("other",),  # streams
    "aws-2021-09-01-apne1": ("other",),  # private lines
    "aws-2021-12-07-use1": ("control-plane",),
    "aws-2021-12-15-usw": ("whole-region",),  # cut off from the internet, two Regions at once
    "aws-2023-06-13-use1": ("other",),  # functions
    "aws-2024-07-30-use1": ("other",),  # streams
    "aws-2025-10-20-use1": ("database", "control-plane", "load-balancer"),
    "aws-2026-03-01-mec1": ("lost",),
    "aws-2026-04-mes1": ("lost",),
}
FAILED = ("whole-region", "control-plane", "database", "object-store", "dns", "load-balancer", "other", "lost")

Floats = npt.NDArray[np.float64]


def year_of(day: date) -> float:
    """Give a day as a year with a fraction.

    Examples
    --------
    >>> year_of(date(2026, 7, 2))
    2026.4986301369863
    """
    start, end = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + (day - start).days / (end - start).days


def exposure(regions: pd.DataFrame) -> pd.DataFrame:
    """Years that each Region and its zones were watched: from the middle of its launch year, 2011 at the earliest.

    Examples
    --------
    >>> old_and_new = {"region": ["a", "b"], "partition": "aws", "launch_year": [2006, 2020], "zone_count": [6, 3]}
    >>> exposure(pd.DataFrame(old_and_new)).round(2).to_numpy().tolist()
    [[15.89, 95.36], [6.39, 19.18]]
    """
    launched = pd.to_numeric(regions["launch_year"])
    ours = regions[regions["partition"].isin(PARTITIONS) & launched.notna()]
    opened = launched[ours.index].to_numpy(float)
    years = year_of(END_DAY) - np.where(opened < BEGIN, BEGIN, opened + 0.5)
    frame = pd.DataFrame({"region": years, "zone": years * ours["zone_count"].to_numpy(float)})
    return frame.set_axis(ours["region"].to_numpy())


def hits(incidents: pd.DataFrame) -> pd.DataFrame:
    """One row for every Region that an incident of AWS hit, in a zone or as a whole; global ones are left out."""
    ours = incidents[(incidents["provider"] == "AWS") & (incidents["scale"] != "global-service")]
    rows = ours.assign(region=ours["regions"].str.split(";")).explode("region")
    return rows.assign(zonal=rows["scale"] == "az")


def jeffreys(count: int, years: float) -> tuple[float, float]:
    """Interval of a Poisson rate that holds 90 %, with Jeffreys' prior [1/year].

    Examples
    --------
    >>> [round(end, 3) for end in jeffreys(18, 301.9)]
    [0.04, 0.086]
    """
    tail = (1 - LEVEL) / 2
    low, high = stats.gamma.ppf([tail, 1 - tail], count + 0.5) / years
    return float(low), float(high)


def _four(values: Iterable[float]) -> list[str]:
    """Write numbers with four digits: more would be noise, and another last bit another file."""
    return [f"{value:.4g}" for value in values]


def build_rates(regions: pd.DataFrame, incidents: pd.DataFrame) -> pd.DataFrame:
    """Make the table of rates."""
    years, all_hits = exposure(regions), hits(incidents)
    zonal, whole = all_hits[all_hits["zonal"]], all_hits[~all_hits["zonal"]]
    peaceful = whole[whole["cause"] != "conflict"]
    of_all, of_one, of_rest = years.sum(), years.loc[[OLDEST]].sum(), years.drop(OLDEST).sum()
    rows: list[tuple[str, str, str, int, float]] = []

    def add(events: str, which: pd.DataFrame, apart: bool = True, units: Sequence[str] = ("region",)) -> None:
        mine = which["region"] == OLDEST
        for unit in units:
            rows.append((events, "all", unit, len(which), float(of_all[unit])))
            if apart:
                rows.append((events, OLDEST, unit, int(mine.sum()), float(of_one[unit])))
                rows.append((events, "others", unit, int((~mine).sum()), float(of_rest[unit])))

    add("zone", zonal, units=("zone", "region"))
    add("zone-physical", zonal[zonal["cause"].isin(PHYSICAL)], apart=False, units=("zone", "region"))
    add("region", whole)
    add("region-without-conflict", peaceful)
    for failed in FAILED:
        add(failed, whole[[failed in WHAT_FAILED[name] for name in whole["id"]]], apart=False)
    table = pd.DataFrame(rows, columns=["events", "regions", "per", "count", "exposure_years"])
    ends = [jeffreys(count, span) for count, span in zip(table["count"], table["exposure_years"], strict=True)]
    table["per_year"] = _four(table["count"] / table["exposure_years"])
    table["low"], table["high"] = (_four(column) for column in zip(*ends, strict=True))
    table["exposure_years"] = [f"{span:.1f}" for span in table["exposure_years"]]
    return table


def fit(hours: Floats, rng: np.random.Generator) -> dict[str, float]:
    """Fit a lognormal to durations, with 90 % intervals: t and chi-square of the fit, bootstrap of the quantiles."""
    logs, n, tail = np.log(hours), len(hours), (1 - LEVEL) / 2
    mu, sigma = float(logs.mean()), float(logs.std(ddof=1))
    off = float(stats.t.ppf(1 - tail, n - 1)) * sigma / n**0.5
    spread = np.sqrt((n - 1) / stats.chi2.ppf([1 - tail, tail], n - 1)) * sigma
    again = rng.choice(hours, (RESAMPLES, n))
    numbers = {"mu_ln_h": mu, "mu_low": mu - off, "mu_high": mu + off}
    numbers |= {"sigma": sigma, "sigma_low": float(spread[0]), "sigma_high": float(spread[1])}
    for name, share in (("median", 0.5), ("p90", 0.9)):
        low, high = np.quantile(np.quantile(again, share, axis=1), [tail, 1 - tail])
        numbers |= {f"{name}_h": float(np.quantile(hours, share)), f"{name}_low": low, f"{name}_high": high}
    return numbers | {"longest_h": float(hours.max())}


def build_durations(incidents: pd.DataFrame) -> pd.DataFrame:
    """Make the table of durations; the open-ended ones of conflicts are left out, and those that nobody stated."""
    ours = hits(incidents).drop_duplicates("id")
    ours = ours[ours["cause"] != "conflict"]
    zonal, whole, physical = ours[ours["zonal"]], ours[~ours["zonal"]], ours[ours["cause"].isin(PHYSICAL)]
    sets = {
        ("zone", "main"): zonal["main_h"],
        ("zone-physical", "main"): physical["main_h"],
        ("region", "main"): whole["main_h"],
        ("all", "main"): ours["main_h"],
        ("zone", "full"): zonal["full_h"],
        ("region", "full"): whole["full_h"],
    }
    rng, rows = np.random.default_rng(SEED), []
    for (events, until), stated in sets.items():
        hours = pd.to_numeric(stated).dropna().to_numpy(float)
        numbers = fit(hours, rng)
        row: dict[str, str | int] = {"events": events, "until": until, "count": len(hours)}
        rows.append(row | dict(zip(numbers, _four(numbers.values()), strict=True)))
    return pd.DataFrame(rows)
