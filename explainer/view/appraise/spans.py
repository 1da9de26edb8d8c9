"""Stretches of time as people read them: in the largest unit that fits, so that no zeros have to be counted."""

from __future__ import annotations

from math import ceil, floor, isfinite, log10

from explainer.texts import tr, tr_n
from explainer.view.words import NO_BREAK, NONE, bare

#: unit, its minutes, and from how many of it on the next one is used
UNITS = (("s", 1 / 60, 60), ("min", 1.0, 60), ("h", 60.0, 24), ("days", 1440.0, float("inf")))
MOST_DECIMALS = 2
LEAST_MIN = 0.005
ENDLESS = tr("without end")


def duration(minutes: float) -> str:
    """Write a stretch of time.

    Examples
    --------
    >>> [duration(m).replace(NO_BREAK, " ") for m in (0, 0.01, 0.2, 4.2, 52.56, 59.8, 150, 1440, 4460)]
    ['0 s', 'under 1 s', '12 s', '4.2 min', '53 min', '1 h', '2.5 h', '1 day', '3.1 days']
    """
    if not isfinite(minutes):
        return NONE if minutes != minutes else ENDLESS
    if 0 < minutes < 1 / 60:
        return tr("under 1\u00a0s")
    unit, size = _unit(minutes)
    number = bare(minutes / size)
    if unit == "days":
        return _days(number, 1 if number == "1" else max(ceil(minutes / size), 2))
    return f"{number}{NO_BREAK}{unit}"


def give_or_take(minutes: float, error: float) -> str:
    """Write a stretch of time and how far it may be off, both in its unit and to the first digit of the error.

    Examples
    --------
    >>> [give_or_take(*m).replace(NO_BREAK, " ") for m in ((131.46, 0.62), (252.9, 102.4), (4.2, 0.0), (4.21, 0.038))]
    ['2.19 ± 0.01 h', '4 ± 2 h', '4.2 min', '4.21 ± 0.04 min']
    """
    if not isfinite(minutes) or not isfinite(error) or error <= 0:
        return duration(minutes)
    unit, size = _unit(minutes)
    decimals = min(max(-floor(log10(error / size)), 0), MOST_DECIMALS)
    number = f"{minutes / size:,.{decimals}f} ± {error / size:,.{decimals}f}"
    return tr("{count}\u00a0days", count=number) if unit == "days" else f"{number}{NO_BREAK}{unit}"


def in_minutes(minutes: float) -> str:
    """Write a stretch of time in minutes whatever its length, to be compared with others.

    Examples
    --------
    >>> [in_minutes(m).replace(NO_BREAK, " ") for m in (0.001, 0.0657, 26.34, 131.46, 2628)]
    ['under 0.01 min', '0.07 min', '26.3 min', '131.5 min', '2,628 min']
    """
    if minutes < LEAST_MIN:
        return tr("under 0.01\u00a0min")
    decimals = 2 if minutes < 1 else 1
    number = f"{minutes:,.{decimals}f}" if minutes < 1000 else f"{minutes:,.0f}"
    return f"{number.removesuffix('.0')}{NO_BREAK}min"


def to_the_minute(minutes: float) -> str:
    """Write a measured stretch of time, nothing rounded but the minute.

    Examples
    --------
    >>> [to_the_minute(m).replace(NO_BREAK, " ") for m in (3, 60, 483, 1500)]
    ['3 min', '1 h', '8 h 3 min', '1 day 1 h']
    """
    if not isfinite(minutes):
        return duration(minutes)
    days, rest = divmod(round(minutes), 1440)
    hours, left = divmod(rest, 60)
    said = [_days(f"{days}", days)] if days else []
    said += [f"{count}{NO_BREAK}{unit}" for count, unit in ((hours, "h"), (left, "min")) if count]
    return " ".join(said) or f"0{NO_BREAK}min"


def _days(written: str, count: int) -> str:
    return tr_n("{count}\u00a0day", "{count}\u00a0days", count, count=written)


def _unit(minutes: float) -> tuple[str, float]:
    """Choose the unit in which a stretch of time is written, and its minutes."""
    return next((unit, size) for unit, size, end in UNITS if round(minutes / size) < end)
