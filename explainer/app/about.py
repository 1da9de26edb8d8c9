"""About the numbers: what is measured, modelled and assumed, and where it comes from."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from explainer.model import capacity
from explainer.model.demand import REQUESTS_PER_USER_PER_DAY
from explainer.view import words
from explainer.world import World

CREDITS = (
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
    access = ", ".join(
        f"{name} {ms:g} {names.unit} ({travel.access_band[name][0]:g}–{travel.access_band[name][1]:g})"
        for name, ms in travel.access.items()
    )
    rows = {
        ("Places", "facts"): (
            f"{launched} open {names.region}s with {len(world.zones)} {names.zone}s, {int(status.get('announced', 0))} "
            f"announced, {int(status.get('impaired', 0))} of the open ones impaired. Positions are those of the "
            f"metropolis; where {names.zone_short}s are is not published."
        ),
        ("People", "derived"): (
            f"{len(world.cells):,} cells for {words.people(float(world.users.sum()))} people online, spread over the "
            "cities of each country by their size."
        ),
        ("Waits", "modelled"): (
            f"Shortest way over land and {len(world.cables)} sea {names.cable}s; {travel.per_km * 1000:.1f} "
            f"{names.unit} for 1,000 km of fibre there and back, land counted {travel.land_factor:g} times, "
            f"{travel.user_inflation:g} times for detours, {travel.region:g} {names.unit} in the {names.region}. "
            f"Measurements usually lie between {low:g} and {high:g} times the model."
        ),
        ("Access", "measured by others"): f"{access}: medians and usual spans, IMC 2021.",
        ("Load", "assumed"): (
            f"{REQUESTS_PER_USER_PER_DAY:g} requests a day from everybody online, spread evenly over the day unless an "
            "hour is chosen."
        ),
        ("Capacity", "assumed"): (
            f"Each {names.region} is built ahead for its usual load with one {names.zone_short} lost, so three "
            f"{names.zone_short}s are two thirds busy. What finds no room goes to the next {names.region}, those "
            "nearest to the full one are served first, and what no one can take is dropped. Own numbers and other "
            "rules can be set in a notebook."
        ),
        ("Queue", "assumed"): (
            f"Requests wait for one of {travel.workers} workers, each busy {travel.service:g} {names.unit} with one "
            f"(M/M/{travel.workers}); a full {names.region} uses {words.share(capacity.RATED)} of what its workers "
            f"could do at most, and adds {words.wait(full, names.unit)}."
        ),
    }
    body = "".join(
        f'<tr><th scope="row">{what}</th><td>{kind}</td><td>{text}</td></tr>' for (what, kind), text in rows.items()
    )
    return (
        '<table class="pp-table"><caption>What is measured, modelled and assumed</caption>'
        '<thead><tr><th scope="col">Number</th><th scope="col">Kind</th><th scope="col">How</th></tr></thead>'
        f"<tbody>{body}</tbody></table><p class='pp-note'>{CREDITS}</p>"
    )
