"""Names and numbers of chapter 5 as words."""

from __future__ import annotations

from explainer.texts import tr
from explainer.view import words
from explainer.world import load_world


def named(region: str) -> str:
    """Give the short name of a Region.

    Examples
    --------
    >>> named("eu-central-1")
    'Frankfurt'
    """
    return str(load_world().regions["name"][region])


def multiple(price: float) -> str:
    """Write a price relative to that of N. Virginia.

    Examples
    --------
    >>> multiple(1.2), multiple(1.0), multiple(0)
    ('1.20', '1.00', '0')
    """
    return f"{price:.2f}" if price else "0"


def part(share: float) -> str:
    """Write a share of people, none and all as words.

    Examples
    --------
    >>> part(0), part(1), part(0.5).replace(words.NO_BREAK, " ")
    ('none', 'all', '50 %')
    """
    return {0.0: tr("none"), 1.0: tr("all")}.get(float(share)) or words.share(share)


def countries(clinics: tuple[str, ...]) -> str:
    """List countries as prose.

    Examples
    --------
    >>> countries(("IE", "BE", "NL"))
    'Ireland, Belgium and the Netherlands'
    """
    return words.listed(country_names(clinics))


def country_names(clinics: tuple[str, ...]) -> list[str]:
    """Give the names of countries as they stand within a sentence.

    Examples
    --------
    >>> country_names(("DE", "NL"))
    ['Germany', 'the Netherlands']
    """
    cells = load_world().cells
    names = dict(zip(cells["country"], cells["country_name"], strict=True))
    return [names[code].replace("The ", "the ") for code in clinics]
