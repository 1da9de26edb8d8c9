"""What is said to visitors, in their language.

The sentence in English stands where it is used and is its own key: `tr("Half of them wait less than {wait}.", wait=…)`.
`make texts` collects all of them in one place, `texts.pot`; a translation is a file `<language>.po` beside it. The
language belongs to the process and is named in PARADE_PROOF_LANG before the package is imported, so that constants of
modules and what is kept in memory are in it too. Without it, or with "en", a text is said as it stands.

"qps" is a language for tests: every letter of a collected text gets an accent and every text a third more length, so
that a text which was forgotten, or a place that is too narrow, is seen at once.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping

from explainer.texts.catalogue import Catalogue, catalogue

VARIABLE = "PARADE_PROOF_LANG"
LANGUAGE = os.environ.get(VARIABLE, "") or "en"
# what a script or a template says
WRITTEN = re.compile(r"""\btr\(\s*(["'])(?P<text>.+?)\1\s*[,)]""")
_TR = r"const tr = (text, gaps = {}) => (TEXTS[text] ?? text).replace(/\{(\w+)\}/g, (gap, name) => gaps[name] ?? gap);"
_TEXTS: Catalogue = catalogue(LANGUAGE)


def tr(text: str, /, **gaps: object) -> str:
    """Give a text in the language of the process.

    Parameters
    ----------
    text
        The text in English; a gap is a name in braces.
    **gaps
        What fills its gaps, already in that language. Without any, braces stay as they are.

    Raises
    ------
    KeyError
        If a gap has nothing to fill it.

    Examples
    --------
    >>> tr("{lost} people get no answer.", lost="2 million")
    '2 million people get no answer.'
    >>> tr("Reload")
    'Reload'
    """
    said = _TEXTS.said(text)
    return said.format_map(gaps) if gaps else said


def tr_n(one: str, many: str, number: float, /, **gaps: object) -> str:
    """Give a text that depends on a number.

    Parameters
    ----------
    one, many
        The text in English for one, and for any other number.
    number
        The number; it fills the gap {number}, unless something else is given for it.
    **gaps
        What fills the other gaps.

    Examples
    --------
    >>> tr_n("{number} Region is down.", "{number} Regions are down.", 3)
    '3 Regions are down.'
    """
    return _TEXTS.counted(one, many, number).format_map({"number": number, **gaps})


def plural(noun: str) -> str:
    """Give the plural of an English noun, as counts write it.

    Examples
    --------
    >>> plural("Region"), plural("country"), plural("day")
    ('Regions', 'countries', 'days')
    """
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


def tr_all(texts: Mapping[str, str]) -> dict[str, str]:
    """Give a table of texts, each under its name, in the language of the process.

    Examples
    --------
    >>> tr_all({"next": "Next: {title} ›"})
    {'next': 'Next: {title} ›'}
    """
    return {name: tr(text) for name, text in texts.items()}


def tr_script(script: str) -> str:
    """Give a script that says its texts, written `tr("…")`, in the language of the process.

    Examples
    --------
    >>> tr_script('told.textContent = tr("Copied");').splitlines()[-1]
    'told.textContent = tr("Copied");'
    """
    found = {match["text"] for match in WRITTEN.finditer(script)}
    texts = {text: tr(text) for text in sorted(found) if tr(text) != text}
    return f"const TEXTS = {json.dumps(texts)};\n{_TR}\n{script}"
