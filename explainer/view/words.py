"""Numbers and names as people read them.

One place says how a wait, a share, a number of people or a load is written, so that the headline, the charts and
the tables never disagree. The page's script follows the same rules for what it writes itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, floor, log10

import numpy as np
from numpy.typing import NDArray

from explainer.texts import plural, tr, tr_n

NO_BREAK = "\u00a0"
NONE = "–"
NUMBERS = (
    *(tr("no"), tr("one"), tr("two"), tr("three"), tr("four"), tr("five"), tr("six"), tr("seven"), tr("eight")),
    *(tr("nine"), tr("ten"), tr("eleven"), tr("twelve")),
)
MONTHS = (
    *(tr("January"), tr("February"), tr("March"), tr("April"), tr("May"), tr("June"), tr("July"), tr("August")),
    *(tr("September"), tr("October"), tr("November"), tr("December")),
)
SHORT_MONTHS = (
    *(tr("Jan"), tr("Feb"), tr("Mar"), tr("Apr"), tr("May"), tr("Jun"), tr("Jul"), tr("Aug")),
    *(tr("Sep"), tr("Oct"), tr("Nov"), tr("Dec")),
)


def wait(value: float, unit: str = "ms") -> str:
    r"""Write a wait: whole, one decimal under 10.

    Examples
    --------
    >>> wait(263.7), wait(7.25), wait(5), wait(float("nan"))
    ('264\xa0ms', '7.2\xa0ms', '5\xa0ms', '–')
    """
    return NONE if value != value else f"{bare(value)}{NO_BREAK}{unit}"


def bare(value: float) -> str:
    """Write a wait without its unit.

    Examples
    --------
    >>> bare(263.7)
    '264'
    """
    if value != value:
        return NONE
    return f"{value:.1f}".removesuffix(".0") if 0 < value < 9.95 else f"{value:,.0f}"


def tenths(waits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut waits to a tenth, so that each is still written as before; a half is written as the whole above it.

    Parameters
    ----------
    waits
        Waits [the World's unit], any shape; none changes by more than a tenth, NaN stays NaN.

    Examples
    --------
    >>> tenths(np.float32([7.26, 9.97, 84.49, 84.51, np.nan])).tolist()
    [7.300000190734863, 10.0, 84.4000015258789, 84.5999984741211, nan]
    """
    exact = waits.astype(np.float64)
    cut = np.floor(exact * 10)
    cut += cut % 10 == 5  # .5 alone would not say to which side it belongs
    return np.where(exact < 9.95, exact.round(1), np.maximum(cut, 100) / 10).astype(np.float32)


def share(value: float) -> str:
    """Write a share [0..1] in per cent: whole, one decimal above 99, "under 1 %" for little.

    Examples
    --------
    >>> [share(x).replace(NO_BREAK, " ") for x in (0.914, 0.9994, 0.99996, 1, 0.004, 0)]
    ['91 %', '99.9 %', '99.9 %', '100 %', 'under 1 %', '0 %']
    """
    if value != value:
        return NONE
    if 0 < value < 0.01:
        return tr("under 1\u00a0%")
    if 0.99 < value < 1:
        return f"{min(value * 100, 99.9):.1f}{NO_BREAK}%"
    return f"{value * 100:.0f}{NO_BREAK}%"


def percent(value: float) -> str:
    """Write a share [0..1] with as many nines as it has, and two digits of what is missing.

    Examples
    --------
    >>> [percent(a).replace(NO_BREAK, " ") for a in (0.99, 0.999, 0.998001, 0.9999, 0.999975, 0.005, 1)]
    ['99 %', '99.9 %', '99.8 %', '99.99 %', '99.9975 %', '0.5 %', '100 %']
    """
    missing = 100 * min(value, 1 - value)
    decimals = max(1 - floor(log10(missing)), 0) if missing > 0 else 0
    number = f"{100 * value:.{decimals}f}"
    return f"{number.rstrip('0').rstrip('.') if '.' in number else number}{NO_BREAK}%"


def hours(h: float) -> str:
    """Write hours, or minutes where there is less than one.

    Examples
    --------
    >>> [hours(h).replace(NO_BREAK, " ") for h in (87.6, 8.76, 0.876)]
    ['88 h', '8.8 h', '53 min']
    """
    return f"{h * 60:.0f}{NO_BREAK}min" if 0 < h < 1 else f"{bare(h)}{NO_BREAK}h"


def distance(km: float) -> str:
    r"""Write a distance in km, or in m where there is less than one.

    Examples
    --------
    >>> distance(1000), distance(0.3)
    ('1,000\xa0km', '300\xa0m')
    """
    return f"{km * 1000:.0f}{NO_BREAK}m" if km < 1 else f"{km:,.0f}{NO_BREAK}km"


def people(count: float) -> str:
    """Write a number of people: 5.6 billion, 480 million, 2.1 million, 730 thousand.

    Examples
    --------
    >>> [people(n).replace(NO_BREAK, " ") for n in (5.6e9, 480e6, 2.1e6, 730e3, 12, 999.7e6)]
    ['5.6 billion', '480 million', '2.1 million', '730 thousand', '12', '1 billion']
    """
    if given := _in(count, 1e9):
        return tr_n("{count}\u00a0billion", "{count}\u00a0billion", ceil(float(given)), count=given)
    if given := _in(count, 1e6):
        return tr_n("{count}\u00a0million", "{count}\u00a0million", ceil(float(given)), count=given)
    if given := _in(count, 1e3, least=1e4):
        return tr("{count}\u00a0thousand", count=given)
    return f"{count:,.0f}"


def load(rps: float) -> str:
    """Write a load.

    Examples
    --------
    >>> [load(x).replace(NO_BREAK, " ") for x in (1_284_000, 54_300, 12, 0)]
    ['1.28 M req/s', '54 k req/s', '12 req/s', '0 req/s']
    """
    if rps >= 1e6:
        return f"{rps / 1e6:.3g}{NO_BREAK}M{NO_BREAK}req/s"
    if rps >= 1e4:
        return f"{rps / 1e3:.0f}{NO_BREAK}k{NO_BREAK}req/s"
    return f"{rps:,.0f}{NO_BREAK}req/s"


def listed(names: Sequence[str], at_most: int = 3) -> str:
    """Join names as prose.

    Examples
    --------
    >>> listed(["Ireland"]), listed(["Ireland", "Ohio", "Tokyo"]), listed(list("abcdef"))
    ('Ireland', 'Ireland, Ohio and Tokyo', 'a, b, c and 3 more')
    """
    if len(names) > at_most:
        return tr("{names} and {count} more", names=", ".join(names[:at_most]), count=len(names) - at_most)
    if len(names) > 1:
        return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
    return "".join(names)


def counted(number: int, noun: str) -> str:
    """Write a small count with its noun.

    Examples
    --------
    >>> counted(1, "Region"), counted(3, "zone"), counted(13, "Region"), counted(2, "day"), counted(2, "country")
    ('one Region', 'three zones', '13 Regions', 'two days', 'two countries')
    """
    return tr("{count} {noun}", count=numeral(number), noun=named(number, noun))


def numeral(number: int) -> str:
    """Write a small count as a word.

    Examples
    --------
    >>> numeral(0), numeral(3), numeral(1300)
    ('no', 'three', '1,300')
    """
    return NUMBERS[number] if number < len(NUMBERS) else f"{number:,}"


def named(number: int, noun: str) -> str:
    """Write a noun as it stands beside its count.

    Parameters
    ----------
    number
        How many there are.
    noun
        The noun in English, for one.

    Examples
    --------
    >>> named(1, "Region"), named(2, "zone"), named(0, "country"), named(2, "day")
    ('Region', 'zones', 'countries', 'days')
    """
    return tr_n(noun, plural(noun), number)


def sentence(text: str) -> str:
    """Begin with a capital letter.

    Examples
    --------
    >>> sentence("two Regions serve")
    'Two Regions serve'
    """
    return text[:1].upper() + text[1:]


def plain(html: str) -> str:
    """Take the bold marks off a sentence that is to be read out.

    Examples
    --------
    >>> plain("<b>Nobody</b> is served.")
    'Nobody is served.'
    """
    return html.replace("<b>", "").replace("</b>", "")


def html(text: object) -> str:
    """Escape what came from outside, for showing as text.

    Examples
    --------
    >>> html("<b>")
    '&lt;b&gt;'
    """
    return escape(str(text), quote=True)


def plot(text: object) -> str:
    """Escape a name for a chart label, where plotly would read tags.

    Examples
    --------
    >>> plot("a <b> & c")
    'a &lt;b&gt; &amp; c'
    """
    return escape(str(text), quote=False)


def _in(count: float, scale: float, least: float | None = None) -> str:
    """Write a count in thousands, millions, billions; "" where it is less than one of them, or than the least."""
    digits = 1 if count < 10 * scale else 0
    enough = round(count / scale, digits) * scale >= (scale if least is None else least)
    return f"{count / scale:.{digits}f}".removesuffix(".0") if enough else ""
