"""The table of contents of the course: what is planned, and what of it is written.

A chapter is written when its module is there. Nobody registers anything: pages list what can be found, so a chapter
that is not written yet is nowhere linked.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from explainer.app.course.chapter import Chapter
from explainer.errors import InputError
from explainer.texts import tr

PACKAGE = "explainer.app.course.chapters"
START_PAGE = "10_start"


@dataclass(frozen=True)
class Entry:
    """A line of the table of contents.

    Parameters
    ----------
    number
        Number of the chapter.
    name
        Name of its module.
    page
        Name of its notebook, without the ending.
    title
        Its title.
    """

    number: int
    name: str
    page: str
    title: str


CONTENTS = (
    Entry(1, "parade", "11_parade", tr("The parade")),
    Entry(2, "data_centre", "12_data_centre", tr("One data centre")),
    Entry(3, "two_data_centres", "13_two_data_centres", tr("Two data centres")),
    Entry(4, "zones", "14_zones", tr("Availability Zones")),
    Entry(5, "choose_region", "15_choose_region", tr("Choose a Region")),
    Entry(6, "several_regions", "16_several_regions", tr("Several Regions")),
    Entry(7, "edge", "17_edge", tr("The edge")),
    Entry(8, "world", "18_world", tr("The world")),
)
REVIEW = Entry(9, "review", "19_review", tr("Review"))


def written() -> tuple[Entry, ...]:
    """Give the chapters that there are.

    Examples
    --------
    >>> written()[0].title
    'The parade'
    """
    return tuple(entry for entry in CONTENTS if find_spec(f"{PACKAGE}.{entry.name}"))


def review() -> Entry | None:
    """Give the review page if there is one."""
    return REVIEW if find_spec("explainer.app.course.review") else None


def entry(number: int) -> Entry | None:
    """Give a written chapter's entry, None if it is not written."""
    return next((found for found in written() if found.number == number), None)


def load(number: int) -> Chapter:
    """Load a chapter.

    Raises
    ------
    InputError
        If there is no such chapter.
    """
    found = entry(number)
    if found is None:
        there = ", ".join(str(known.number) for known in written())
        raise InputError(tr("There is no chapter {number}. Chapters: {there}.", number=repr(number), there=there))
    chapter: Chapter = import_module(f"{PACKAGE}.{found.name}").CHAPTER
    return chapter
