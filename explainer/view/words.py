"""Numbers and names as people read them.

One place says how a wait, a share, a number of people or a load is written, so that the headline, the charts and
the tables never disagree. The page's script follows the same rules for what it writes itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import floor, log10

NO_BREAK = "\u00a0"
NONE = "–"


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
        return f"under 1{NO_BREAK}%"
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
    return _scaled(count, ((1e9, "billion"), (1e6, "million"), (1e4, "thousand")), {"thousand": 1e3})


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
        return f"{', '.join(names[:at_most])} and {len(names) - at_most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def counted(number: int, noun: str) -> str:
    """Write a small count with its noun.

    Examples
    --------
    >>> counted(1, "Region"), counted(3, "zone"), counted(13, "Region"), counted(2, "day"), counted(2, "country")
    ('one Region', 'three zones', '13 Regions', 'two days', 'two countries')
    """
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    word = words[number] if number < len(words) else f"{number:,}"
    if noun.endswith("y") and noun[-2] not in "aeiou" and number != 1:
        return f"{word} {noun[:-1]}ies"
    return f"{word} {noun}{'' if number == 1 else 's'}"


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


def _scaled(count: float, units: Sequence[tuple[float, str]], divisor: dict[str, float]) -> str:
    for size, word in units:
        scale = divisor.get(word, size)
        digits = 1 if count < 10 * scale else 0
        if round(count / scale, digits) * scale >= size:
            return f"{count / scale:.{digits}f}".removesuffix(".0") + f"{NO_BREAK}{word}"
    return f"{count:,.0f}"
