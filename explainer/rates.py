"""How often things fail and for how long, with how sure that is.

What can be counted comes from the committed tables, which count large, publicly documented incidents: a lower bound,
so a judged factor for what stays hidden goes with it. What cannot be counted is judged, and says so by having no
count. Every Region gets the average: the table's rows for single Regions tell of reporting as much as of Regions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import erf, exp, log, sqrt

from explainer.errors import InputError, check_between
from explainer.tables import committed
from explainer.texts import tr

HOURS_PER_YEAR = 8760.0  # of a year of 365 days
HIDDEN_RANGE = (1.0, 5.0)  # events for each one that is known, judged; 1 takes the table as complete
P90 = 1.2815515655446004  # standard normal quantile


@dataclass(frozen=True)
class Rate:
    """How often something happens.

    Parameters
    ----------
    per_year
        Events a year of one thing (a zone, a Region, a cable) [1/year].
    low, high
        Ends of its interval [1/year]: 90 % where it was counted, else the range that is judged sensible.
    count, exposure_years
        What was counted, and over how many years of such things; None where it is judged.

    Examples
    --------
    >>> Rate(0.01, 0.002, 0.05).judged
    True
    """

    per_year: float
    low: float
    high: float
    count: int | None = None
    exposure_years: float | None = None

    def __post_init__(self) -> None:
        check_between(tr("The rate"), self.per_year, 0, 1e4, tr("a year"))
        check_between(tr("The low end of a rate"), self.low, 0, self.per_year, tr("a year"))
        check_between(tr("The high end of a rate"), self.high, self.per_year, 1e5, tr("a year"))

    @property
    def judged(self) -> bool:
        """Whether it is a judgement, not a count."""
        return self.count is None


@dataclass(frozen=True)
class Duration:
    """How long something lasts: a lognormal.

    Parameters
    ----------
    mu_ln_h, sigma
        Mean and standard deviation of the logarithm of the hours; sigma 0 is always the same time.
    mu_low, mu_high, sigma_low, sigma_high
        Ends of their 90 % intervals; None where they are judged.
    count
        Incidents that it was fitted to; None where it is judged.

    Examples
    --------
    >>> usual = Duration(1.55, 1.14)
    >>> round(usual.median_h, 1), round(usual.p90_h), round(usual.mean_h)
    (4.7, 20, 9)
    """

    mu_ln_h: float
    sigma: float
    mu_low: float | None = None
    mu_high: float | None = None
    sigma_low: float | None = None
    sigma_high: float | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        check_between(tr("The mean logarithm of a duration"), self.mu_ln_h, -20, 20)
        check_between(tr("The sigma of a duration"), self.sigma, 0, 10)

    @property
    def median_h(self) -> float:
        """Time that half of them exceed [h]."""
        return exp(self.mu_ln_h)

    @property
    def p90_h(self) -> float:
        """Time that a tenth of them exceed [h]."""
        return exp(self.mu_ln_h + P90 * self.sigma)

    @property
    def mean_h(self) -> float:
        """Mean time [h]; the long ones make it larger than the median."""
        return exp(self.mu_ln_h + self.sigma**2 / 2)

    def mean_within_h(self, limit_h: float = HOURS_PER_YEAR) -> float:
        """Mean time when none counts longer than a limit [h].

        Examples
        --------
        >>> Duration(log(4.0), 0.0).mean_within_h(), Duration(log(4.0), 0.0).mean_within_h(3.0)
        (4.0, 3.0)
        """
        if self.sigma == 0:
            return min(self.median_h, limit_h)
        off = (log(limit_h) - self.mu_ln_h) / self.sigma
        return self.mean_h * _below(off - self.sigma) + limit_h * (1 - _below(off))


@dataclass(frozen=True)
class Rates:
    """What can happen to a design in a year, how often and for how long.

    Parameters
    ----------
    zone
        Events of one zone [per zone-year].
    region
        A whole Region cannot be reached, whatever its zones do [per Region-year].
    control_plane
        Nothing launches or scales in a Region [per Region-year].
    services
        A family of services fails in a Region [per Region-year], by its name.
    cable
        A cable route is cut as a whole [per route-year].
    zone_lost, region_lost
        Fire, flood or attack: lost for good [per zone-year and Region-year].
    duration, cable_duration
        How long events of the provider, and cuts, last.
    lost_duration
        How long what is lost for good counts; nothing counts longer than a year, which is the default: nobody builds
        it anew elsewhere.
    shares
        (share of a zone that an event hits, how often): what is stated in six cases, in three classes by judgement.
    beta
        Share of a zone's events that hit all zones of its Region alike [0..1].
    launches_fail
        How often nothing launches in the Region while a zone event lasts [0..1].
    clustering
        Shape of the gamma distribution that makes some years worse than others [-]; inf: none is.

    Examples
    --------
    >>> rates = load_rates()
    >>> rates.zone.count, round(rates.zone.per_year, 3), round(rates.duration.median_h, 1)
    (18, 0.018, 4.8)
    """

    zone: Rate
    region: Rate
    control_plane: Rate
    services: tuple[tuple[str, Rate], ...]
    cable: Rate
    zone_lost: Rate
    region_lost: Rate
    duration: Duration
    cable_duration: Duration
    lost_duration: Duration = Duration(log(HOURS_PER_YEAR), 0.0)
    shares: tuple[tuple[float, float], ...] = ((0.1, 0.5), (0.375, 0.25), (0.8, 0.25))
    beta: float = 0.03
    launches_fail: float = 0.4
    clustering: float = 2.5

    def __post_init__(self) -> None:
        for share, often in self.shares:
            check_between(tr("The share of a zone that is hit"), share, 0, 1)
            check_between(tr("How often that share is hit"), often, 0, 1)
        total = sum(often for _, often in self.shares)
        if abs(total - 1) > 1e-9:
            told = tr("The shares of a zone event happen {total} times an event. Let them add up to 1.")
            raise InputError(told.format(total=f"{total:g}"))
        check_between(tr("Beta"), self.beta, 0, 1)
        check_between(tr("How often launches fail in a zone event"), self.launches_fail, 0, 1)
        check_between(tr("The clustering"), self.clustering, 0.01, float("inf"))


@lru_cache(maxsize=1)
def load_rates() -> Rates:
    """Load what the committed tables count, and what is judged beside it.

    Judged are: the shares of a zone, from six cases that state one; beta 0.03 (0.005 to 0.13), from none of 13 physical
    zone events that took a second zone; failing launches, since control planes went with zones in 2011, 2012 and 2016;
    a lost zone, as half an event in all zone-years, since none was lost in peace; a lost Region, by none in 300
    Region-years but in war; cuts of whole cable routes, of which the world saw a few in twenty years, and their repair,
    which takes some 20 days (Submarine Telecoms Industry Report, 2013 to 2019); clustering, from yearly counts that
    vary more than chance would (p = 0.009).
    """
    rows = committed("rates").set_index(["events", "regions", "per"]).to_dict("index")
    fits = committed("durations").set_index(["events", "until"]).to_dict("index")
    fit = fits["all", "main"]
    ends = {name: float(fit[name]) for name in ("mu_low", "mu_high", "sigma_low", "sigma_high")}

    def counted(events: str, per: str = "region") -> Rate:
        row = rows[events, "all", per]
        return Rate(row["per_year"], row["low"], row["high"], int(row["count"]), row["exposure_years"])

    families = ("database", "object-store", "dns", "load-balancer")
    return Rates(
        zone=counted("zone", "zone"),
        region=counted("whole-region"),
        control_plane=counted("control-plane"),
        services=tuple((family, counted(family)) for family in families),
        cable=Rate(0.01, 0.002, 0.05),
        zone_lost=Rate(0.0005, 0.0, 0.002),
        region_lost=Rate(0.001, 0.0, 0.05),
        duration=Duration(fit["mu_ln_h"], fit["sigma"], **ends, count=int(fit["count"])),
        cable_duration=Duration(log(16 * 24), 0.7),
    )


def _below(z: float) -> float:
    """Share of a standard normal distribution below z."""
    return (1 + erf(z / sqrt(2))) / 2
