"""The page "How good is it": which figures, texts and tables it has, and what each shows of what is known.

As on the other pages, `build` makes the page once and `show` patches it, both by the same functions. What is not known
yet is an empty figure and a sentence that says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import Any

from explainer.app.appraisal import forms, lists
from explainer.app.appraisal.asked import FRONT_REGIONS, Asked, Known
from explainer.app.appraisal.work import Progress
from explainer.app.bar import bar
from explainer.app.marks import symbols
from explainer.app.outline import filled
from explainer.app.share import panel
from explainer.app.world_page import wait_key
from explainer.page import Chart, Column, Layer, Page, Table
from explainer.survey import smallest_breaking
from explainer.texts import tr
from explainer.view import judging, words
from explainer.view.appraise import (
    failure_sets,
    front,
    nines,
    recovering,
    settling,
    small_map,
    weak,
    years_chart,
)
from explainer.view.palette import THEMES
from explainer.view.patch import Patch, apply
from explainer.world import World

MODULES: Mapping[str, Any] = {
    "weak": weak,
    "years": years_chart,
    "settling": settling,
    "nines": nines,
    "sets": failure_sets,
    "front": front,
    "yours": small_map,
    "theirs": small_map,
    "recovering": recovering,
}
TWINS = {
    "weak": "spots",
    "years": "years",
    "settling": "settling",
    "nines": "nines",
    "sets": "sets",
    "front": "designs",
    "yours": "waits_yours",
    "theirs": "waits_theirs",
    "recovering": "recovering",
}
POINT_PX = 8.0  # from the middle of a point of the front


def build(world: World, asked: Asked, known: Known, works: Mapping[str, Progress]) -> Page:
    """Build the page, showing what is known."""
    figures = {name: module.build(world) for name, module in MODULES.items()}
    for name, patch in patches(world, asked, known).items():
        apply(figures[name], patch)
    said, names = summaries(world, asked, known), _names(world)
    charts = {name: Chart(figures[name], names[name], said[name], TWINS[name], _layers(name)) for name in MODULES}
    variants: dict[str, dict[str, Patch]] = {
        theme: {name: module.paint(palette) for name, module in MODULES.items()} for theme, palette in THEMES.items()
    }
    variants |= {look: {"weak": weak.resized(look == "narrow")} for look in ("wide", "narrow")}
    said_now = texts(world, asked, known, works, "", "")
    return Page(skeleton(world), charts, said_now | panel.TEXTS, _tables(world, asked, known), variants)


def show(
    page: Page, world: World, asked: Asked, known: Known, works: Mapping[str, Progress], status: str, alert: str
) -> None:
    """Show what is known now: one message with what has changed."""
    page.show(
        patches(world, asked, known),
        texts(world, asked, known, works, status, alert),
        columns(world, asked, known),
        summaries(world, asked, known),
    )


def patches(world: World, asked: Asked, known: Known) -> dict[str, Patch]:
    """Give what each figure shows."""
    return {name: MODULES[name].patch(world, *what) for name, what in shown(asked, known).items()}


def summaries(world: World, asked: Asked, known: Known) -> dict[str, str]:
    """Give the sentence of each figure."""
    return {name: MODULES[name].sentence(world, *what) for name, what in shown(asked, known).items()}


def shown(asked: Asked, known: Known) -> dict[str, tuple[Any, ...]]:
    """Give what each figure is drawn from."""
    return {
        "weak": (known.whole, known.spots, known.strait),
        "years": (known.years,),
        "settling": (known.years,),
        "nines": (asked.redundancy,),
        "sets": (known.ranked,),
        "front": (known.front, known.comparison),
        "yours": (known.whole,),
        "theirs": (known.whole if known.best is None else known.best[1],),
        "recovering": (known.tried,),
    }


def texts(
    world: World, asked: Asked, known: Known, works: Mapping[str, Progress], status: str, alert: str
) -> dict[str, str]:
    """Give what each text says."""
    placed = bool(asked.scenario.placements)
    design = judging.designed(world, asked.scenario)
    found = judging.designed(world, known.best[0].scenario) if known.best else tr("not searched yet")
    return {
        "headline": judging.headline(world, asked.scenario, known.years),
        "alert": alert,
        "start": forms.start(world, asked),
        "status": status or tr("This is {design}. Its weak spots are marked on the map.", design=design),
        "simulated": judging.simulated(known.years),
        "knobs": forms.knobs(asked),
        "redundancy": forms.redundancy(asked.redundancy),
        "kinds": forms.kinds(asked),
        "smallest": _smallest(world, asked, known),
        "target": forms.target(asked),
        "worst": lists.worst(world, known.ranked) if placed else "",
        "compared": judging.compared(world, known.comparison),
        "front-list": lists.front(world, known),
        "wish": forms.wish(world, asked, works),
        "best": lists.best(world, known, asked.wish),
        "yours-name": f"· {design}",
        "theirs-name": f"· {found}",
        "lost-title": _lost(world, known),
        "strategies": lists.strategies(world, known) if placed else "",
        "four": lists.four(world, asked, known),
        "footprint": lists.footprint(world, known.footprint),
        "about": lists.about(asked),
    } | {f"{name}-progress": forms.progress(works, name) for name in forms.WORKS}


def _smallest(world: World, asked: Asked, known: Known) -> str:
    if known.ranked is None or known.ranked.empty or not known.ranked.attrs.get("complete", True):
        return ""
    found = smallest_breaking(known.ranked, asked.target, by="reach")
    of = known.ranked.attrs.get("of", "zone")
    return judging.breaking(world, found, asked.target, int(known.ranked["size"].max()), of)


def _lost(world: World, known: Known) -> str:
    if not known.tried:
        return tr("If its busiest Region is lost")
    placements = known.tried[0].strategy.scenario.placements
    first, standby = (words.html(world.regions["name"][each.region]) for each in placements)
    return tr("If {region} is lost, and {standby} stands by", region=first, standby=standby)


def columns(world: World, asked: Asked, known: Known) -> dict[str, dict[str, Any]]:
    """Give the columns of each table."""
    what = shown(asked, known)
    told = {TWINS[name]: MODULES[name].table(world, *what[name]) for name in TWINS}
    designs = told["designs"]
    del designs["chosen"]
    x, y = front.points(known.front, known.comparison)
    return told | {"points": {name: values[: len(x)] for name, values in designs.items()} | {"x": x, "y": y}}


def _tables(world: World, asked: Asked, known: Known) -> dict[str, Table]:
    values, built = columns(world, asked, known), {}
    for name, (caption, form_of) in _forms(world).items():
        made = {key: Column(**form, values=values[name][key]) for key, form in form_of.items()}
        built[name] = Table(caption, made)
    return built


def _forms(world: World) -> Mapping[str, tuple[str, dict[str, dict[str, Any]]]]:
    """Give caption and columns of each table."""
    region, regions = tr(world.words.region), words.named(2, world.words.region)
    ms = {"kind": "ms", "unit": world.words.unit}
    minutes = {"kind": "number", "unit": "min"}
    waits = {"wait": _text(tr("Wait")), "share": _share(tr("People"))}
    design = {
        "design": _text(regions),
        "cost_index": _number(tr("Cost, × one Region")),
        "within_slo": _share(tr("In time")),
        "rtt_p95": {"label": "p95"} | ms,
    }
    return {
        "spots": (
            tr("What each {region} is worth", region=region),
            {
                "region": _text(region),
                "share_lost": _share(tr("Not served without it")),
                "reach": _share(tr("Still served without it")),
            },
        ),
        "years": (
            tr("Years by what each person loses"),
            {
                "label": _text(tr("Lost in the year")),
                "share": _share(tr("Share of the years")),
                "error": _share(tr("Standard error")),
            },
        ),
        "settling": (
            tr("How the average settles"),
            {
                "years": _number(tr("Years")),
                "mean_min": {"label": tr("Lost a year")} | minutes,
                "mean_min_error": {"label": tr("Standard error")} | minutes,
            },
        ),
        "nines": (
            tr("Nines and minutes"),
            {
                "what": _text(tr("What")),
                "availability": _number(tr("Availability")),
                "nines": _number(tr("Nines")),
                "downtime_min_per_year": {"label": tr("Down a year")} | minutes,
            },
        ),
        "sets": (
            tr("Failure sets by size"),
            {
                "size": _number(tr("Lost together")),
                "sets": _number(tr("Sets")),
                "harmful": _number(tr("Sets that lose somebody")),
                "worst_reach": _share(tr("Served after the worst")),
            },
        ),
        "waits_yours": (tr("Wait in your {regions}", regions=regions), waits),
        "waits_theirs": (tr("Wait in the best design"), waits),
        "recovering": (
            tr("When each strategy serves again"),
            {
                "strategy": _text(tr("Strategy")),
                "stated": _text(tr("Stated")),
                "stated_low_min": {"label": tr("Stated, from")} | minutes,
                "stated_high_min": {"label": tr("Stated, to")} | minutes,
                "rto_min": {"label": tr("Measured")} | minutes,
            },
        ),
        "designs": (tr("Designs that no other beats"), design),
        "points": (tr("Where they lie on the chart"), design | {"x": _number("x"), "y": _number("y")}),
    }


def _text(label: str) -> dict[str, Any]:
    return {"label": label, "kind": "text"}


def _share(label: str) -> dict[str, Any]:
    return {"label": label, "kind": "share"}


def _number(label: str) -> dict[str, Any]:
    return {"label": label, "kind": "number"}


def _layers(name: str) -> tuple[Layer, ...]:
    """Give what a pointer can hit: the designs of the front, which lie where the table of them says."""
    if name != "front":
        return ()
    return (Layer("designs", "x", "y", POINT_PX, "points", ("design", "cost_index", "within_slo", "rtt_p95"), "front"),)


def _names(world: World) -> dict[str, str]:
    return {
        "weak": tr("Map of the design with its weak spots, {region} by {region}", region=tr(world.words.region)),
        "years": tr("Years of this design by what each person loses"),
        "settling": tr("How the average of the years settles"),
        "nines": tr("Nines and minutes of several zones, with and without shared causes"),
        "sets": tr("Failure sets that lose somebody, by size"),
        "front": tr("Designs by cost and by people served in time"),
        "yours": tr("Map of your design"),
        "theirs": tr("Map of the best design found"),
        "recovering": tr("Time until each strategy serves again"),
    }


def skeleton(world: World) -> str:
    """Give the HTML that the page fills."""
    folder = resources.files("explainer.app.appraisal")
    outline, style = ((folder / f"appraisal.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    wider = tr("the more is lost without it, the wider")
    places = {
        "bar": bar("02_design", f'<a class="pp-bar-end" href="#pp-about">{tr("About the numbers")}</a>'),
        "wait-key": wait_key(world),
        "weak-key": f'<span class="pp-item"><i class="pp-ring"></i>{wider}</span>',
        "Regions": words.named(2, world.words.region),
        "most": str(FRONT_REGIONS),
    }
    return f"<style>{style}</style>{symbols()}{filled(outline, places)}"
