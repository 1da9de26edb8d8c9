"""Places that are chosen by hand: on the site among fewer, so that every choice can be computed beforehand.

What is offered: the Regions that stand at first, the best of all sets of as many, and of each continent the Region
that most people would use if all were in use. A prediction is kept as a set. While it is a draft the order counts,
since each choice moves what has stood longest; `lesson.js` keeps that order, and fills the gaps of the card as `gapped`
names them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np

from explainer.app.course.chapter import Chapter, Moment, Stage
from explainer.app.course.chapters.world import placing
from explainer.app.course.chapters.world.question import Places
from explainer.errors import check_known
from explainer.page import Layer
from explainer.serve.site import moments
from explainer.serve.site.table import Table
from explainer.texts import tr
from explainer.world import load_world

_CHIP = re.compile(r'<button class="pp-button" data-act="draft" data-value="(?:[^"]*,)?([^",]+)"[^>]*>[^<]*</button>')
_GROUP = re.compile(r'<div role="group" aria-label="[^"]*"><b>[^<]*</b></div>')
_CHOICE = re.compile(r'data-act="draft" data-value="(?:[^"]*,)?([^",]+)" aria-pressed="\w+"')


@dataclass(frozen=True)
class Fewer(Places):
    """Some of the places.

    Parameters
    ----------
    offered
        Codes of the Regions that can be chosen.

    Examples
    --------
    >>> question = Fewer(("us-east-1", "eu-west-1"), ("us-east-1", "eu-west-1", "sa-east-1"))
    >>> question.sets
    ('us-east-1,eu-west-1', 'us-east-1,sa-east-1', 'eu-west-1,sa-east-1')
    """

    offered: tuple[str, ...] = ()

    @property
    def sets(self) -> tuple[str, ...]:
        """Every choice, in the order of what is offered."""
        return tuple(map(",".join, combinations(self.offered, len(self.at_first))))

    def control(self, texts: Mapping[str, str], draft: str) -> str:
        """Write the Regions that are offered."""
        every = super().control(texts, draft)
        return _GROUP.sub("", _CHIP.sub(lambda chip: chip[0] if chip[1] in self.offered else "", every))

    def clicked(self, draft: str, row: str) -> str:
        """Choose the Region that was clicked on the map, if it is offered."""
        return self.read(super().clicked(draft, row))

    def read(self, value: str) -> str:
        """Take as many different Regions as there are to place, all of them offered."""
        read = super().read(value)
        check_known(tr("Region to choose"), self.codes(read), self.offered)
        return read


@lru_cache(maxsize=1)
def offered() -> tuple[str, ...]:
    """Give the Regions that can be chosen on the site."""
    every = placing.served(placing.open_regions()).region_rps
    load = dict(zip(map(str, load_world().regions.index), every, strict=True))
    busiest = [max(codes, key=lambda code: load[code]) for codes in placing.by_continent().values()]
    chosen = {*placing.TODAY, *placing.chosen(placing.PLACED), *busiest}
    return tuple(code for codes in placing.by_continent().values() for code in codes if code in chosen)


def kept(chapter: Chapter, question: Places) -> Chapter:
    """Give a chapter that asks for some of the places."""
    fewer = Fewer(question.at_first, offered())
    hint = tr(
        "On this site {few} of the {all} Regions can be chosen, since each choice was computed beforehand. "
        "The best that you are shown are the best of all {all}.",
        few=len(fewer.offered),
        all=len(placing.open_regions()),
    )
    return replace(
        chapter,
        question=fewer,
        put=fewer.clicked,
        texts={**chapter.texts, "question.hint": f"{chapter.texts['question.hint']} {hint}"},
        stage=lambda moment: _clickable(chapter.stage(moment), fewer),
    )


def _clickable(stage: Stage, question: Fewer) -> Stage:
    """Let a click choose what is offered; of the others the map tells as before."""
    chart = stage.charts["picture"]
    layers: list[Layer] = []
    for layer in chart.layers:
        if layer.act != "put":
            layers.append(layer)
            continue
        here = np.isin(placing.open_regions(), question.offered)
        for act, some in (("put", here), ("", ~here)):
            lon, lat = (np.where(some, at, np.nan).astype(np.float32) for at in (layer.lon, layer.lat))
            layers.append(replace(layer, act=act, lon=lon, lat=lat))
    return replace(stage, charts={**stage.charts, "picture": replace(chart, layers=tuple(layers))})


def rules(question: Fewer) -> dict[str, Any]:
    """Give what the site needs to follow a draft."""
    names = {code: placing.name(code) for code in question.offered}
    listed = question.written({}, question.start)
    for at, code in enumerate(question.at_first):
        listed = listed.replace(names[code], f"{{{at}}}")
    points = [code if code in question.offered else "" for code in placing.open_regions()]
    return {
        "start": question.start,
        "offered": list(question.offered),
        "names": names,
        "listed": listed,
        "points": points,
    }


def gapped(card: str, question: Fewer) -> str:
    r"""Write a card with gaps for all that follows the draft.

    Examples
    --------
    >>> question = Fewer(("us-east-1", "eu-west-1"), ("us-east-1", "eu-west-1", "sa-east-1"))
    >>> gapped('<i data-value="us-east-1,eu-west-1">N. Virginia and Ireland</i>', question)
    '<i data-value="{draft}">{names}</i>'
    """
    card = _CHOICE.sub(r'data-act="draft" data-value="{put \1}" aria-pressed="{in \1}"', card)
    lock = f'data-value="{question.start}"'
    return card.replace(lock, 'data-value="{draft}"').replace(question.written({}, question.start), "{names}")


def drafts(chapter: Chapter) -> dict[str, Any]:
    """Give what the page shows of each draft, where drafts differ."""
    question, table = chapter.question, Table()
    assert isinstance(question, Fewer)
    columns: dict[tuple[str, ...], list[int]] = {}
    for draft in question.sets:
        moment = Moment("predict", None, chapter.settings, 0, draft)
        for place, value in moments.places(chapter, moment):
            columns.setdefault(place, []).append(table.value(value, place))
    varied = {place: numbers for place, numbers in columns.items() if len(set(numbers)) > 1}
    found = [[table.column(numbers, len(numbers)), place] for place, numbers in varied.items()]
    return {"rows": list(question.sets), "places": found, **table.written()}
