"""Outlines of pages: HTML files with gaps, and with what they say to visitors.

A gap is `{{name}}`; a text is `{{tr("How long people wait")}}`, and its own gaps, in single braces, take what the gaps
of the file take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from explainer.texts import tr

GAP = re.compile(r"""\{\{(?:tr\((["'])(?P<text>.+?)\1\)|(?P<name>[\w-]+))\}\}""")


def filled(outline: str, places: Mapping[str, str]) -> str:
    """Fill the gaps of an outline.

    Parameters
    ----------
    outline
        The outline.
    places
        Name of each gap to HTML.

    Raises
    ------
    KeyError
        If nothing is given for a gap.

    Examples
    --------
    >>> filled("<h2>{{tr('Load by {Region}')}}</h2>{{key}}", {"Region": "Region", "key": "<i></i>"})
    '<h2>Load by Region</h2><i></i>'
    """
    return GAP.sub(lambda gap: tr(gap["text"], **places) if gap["text"] else places[gap["name"]], outline)
