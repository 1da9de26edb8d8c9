"""About the numbers: what is measured, modelled and assumed, and where it comes from."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from explainer.model import capacity
from explainer.model.demand import REQUESTS_PER_USER_PER_DAY
from explainer.texts import tr
from explainer.view import sentences, words
from explainer.world import World

CREDITS = tr(
    "Places: GeoNames (CC BY 4.0). Land: Natural Earth. People online: CIA World Factbook, scaled to ITU Facts and "
    "Figures 2025. Edge cities of the course: @adaptivelink/pops and airportsdata (MIT), an illustrative list. "
    "Parade-proof is not affiliated with AWS; it uses the names that AWS publishes."
)


@lru_cache(maxsize=16)
def about(world: World) -> str:
    """Write the section about the numbers, every count taken from the World."""
    regions, travel, names = world.regions, world.travel, world.words
    status = regions["status"].value_counts()
    launched = int(status.get("launched", 0) + status.get("impaired", 0))
    low, high = travel.band
    full = float(capacity.queue_ms(np.array([capacity.RATED]), travel.workers, travel.service)[0])
    region, zone = tr(names.region), tr(names.zone_short)
    access = ", ".join(_access(world, name) for name in travel.access)
    rows = {
        (tr("Places"), tr("facts")): tr(
            "{launched} open {regions} with {count} {zones}, {announced} announced, {impaired} of the open ones "
            "impaired. Positions are those of the metropolis; where {zones_short} are is not published.",
            launched=launched,
            regions=words.named(launched, names.region),
            count=len(world.zones),
            zones=words.named(len(world.zones), names.zone),
            announced=int(status.get("announced", 0)),
            impaired=int(status.get("impaired", 0)),
            zones_short=words.named(2, names.zone_short),
        ),
        (tr("People"), tr("derived")): tr(
            "{count} cells for {people} people online, spread over the cities of each country by their size.",
            count=f"{len(world.cells):,}",
            people=words.people(float(world.users.sum())),
        ),
        (tr("Waits"), tr("modelled")): tr(
            "Shortest way over land and {count} sea {cables}; {per_km} {unit} for 1,000 km of fibre there and back, "
            "land counted {land} times, {detours} times for detours, {ms} {unit} in the {region}. Measurements "
            "usually lie between {low} and {high} times the model.",
            count=len(world.cables),
            cables=words.named(len(world.cables), names.cable),
            per_km=f"{travel.per_km * 1000:.1f}",
            unit=names.unit,
            land=f"{travel.land_factor:g}",
            detours=f"{travel.user_inflation:g}",
            ms=f"{travel.region:g}",
            region=region,
            low=f"{low:g}",
            high=f"{high:g}",
        ),
        (tr("Access"), tr("measured by others")): tr("{access}: medians and usual spans, IMC 2021.", access=access),
        (tr("Load"), tr("assumed")): tr(
            "{count} requests a day from everybody online, spread evenly over the day unless an hour is chosen.",
            count=f"{REQUESTS_PER_USER_PER_DAY:g}",
        ),
        (tr("Capacity"), tr("assumed")): tr(
            "Each {region} is built ahead for its usual load with one {zone} lost, so three {zones} are two thirds "
            "busy. What finds no room goes to the next {region}, those nearest to the full one are served first, and "
            "what no one can take is dropped. Own numbers and other rules can be set in a notebook.",
            region=region,
            zone=zone,
            zones=words.named(3, names.zone_short),
        ),
        (tr("Queue"), tr("assumed")): tr(
            "Requests wait for one of {workers} workers, each busy {service} {unit} with one (M/M/{workers}); a full "
            "{region} uses {share} of what its workers could do at most, and adds {wait}.",
            workers=travel.workers,
            service=f"{travel.service:g}",
            unit=names.unit,
            region=region,
            share=words.share(capacity.RATED),
            wait=words.wait(full, names.unit),
        ),
    }
    body = "".join(
        f'<tr><th scope="row">{what}</th><td>{kind}</td><td>{text}</td></tr>' for (what, kind), text in rows.items()
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in (tr("Number"), tr("Kind"), tr("How")))
    return (
        f'<table class="pp-table"><caption>{tr("What is measured, modelled and assumed")}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p class='pp-note'>{CREDITS}</p>"
    )


def _access(world: World, name: str) -> str:
    """Write what an access takes, with its span."""
    low, high = world.travel.access_band[name]
    ms = f"{world.travel.access[name]:g} {world.words.unit}"
    return f"{sentences.ACCESS.get(name, name)} {ms} ({low:g}–{high:g})"
