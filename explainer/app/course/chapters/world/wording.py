"""What chapter 8 says of a moment, and the numbers of its checks as words."""

from __future__ import annotations

from explainer.app.course.chapter import Moment, say
from explainer.app.course.chapters.world import curve, placing
from explainer.app.course.chapters.world.placing import MOST, PLACED, SLOWEST, TODAY, Codes
from explainer.app.course.chapters.world.question import QUESTION
from explainer.app.course.chapters.world.texts import TEXTS
from explainer.design import Best
from explainer.texts import tr
from explainer.view import words
from explainer.world import load_world

BESTS = tuple(str(k) for k in range(1, MOST + 1))
YOURS, NEAR, BOUND, LOST = "yours", "near", "bound", "lost"  # what else the map can show


def known() -> dict[str, str]:
    """Give how many people and Regions there are."""
    return {
        "people": words.people(float(load_world().users.sum())),
        "regions": f"{len(placing.open_regions())}",
        "slowest": words.share(SLOWEST),
    }


def placed_of(moment: Moment) -> Codes:
    """Give the Regions that were placed, or those of today if none were."""
    return QUESTION.codes(moment.said) if moment.said else TODAY


def status_of(moment: Moment) -> tuple[str, str]:
    """Say what the map shows, and the kind of that."""
    what = moment.settings["show"]
    if what in BESTS:
        return _best(moment), ""
    if what == YOURS:
        return _placed(moment), ""
    values = {NEAR: near_values, BOUND: bound_values, LOST: lost_values}[what]()
    return say(TEXTS, f"status.{what}", values), "loss" if what == LOST else ""


def _best(moment: Moment) -> str:
    k, aim = int(moment.settings["show"]), moment.settings["aim"]
    found, wait = placing.best(k, aim), placing.wait_ms(placing.served(placing.chosen(k, aim)), aim)
    values = {"regions": counted(k), "names": listed(placing.chosen(k, aim)), "proof": proof(found, k)}
    said = say(TEXTS, "status.best", values | {"wait": _wait(wait, aim)})
    if k != PLACED or not moment.said or not moment.revealed:
        return said
    yours = placing.wait_ms(placing.served(placed_of(moment)), aim)
    if curve.as_good(yours, wait):
        return say(TEXTS, "status.equal", {"best": said})
    more = {"yours": words.wait(yours), "more": curve.more(yours, wait)}
    return say(TEXTS, "status.against", {"best": said, **more})


def _placed(moment: Moment) -> str:
    codes = placed_of(moment)
    outcome = placing.served(codes)
    values = {
        "names": listed(codes),
        "wait": _wait(placing.wait_ms(outcome, moment.settings["aim"]), moment.settings["aim"]),
        "within": words.share(outcome.summary.within_slo),
        "slo": words.wait(outcome.scenario.slo_ms),
    }
    return say(TEXTS, "status.yours" if moment.said else "status.today", values)


def near_values() -> dict[str, str]:
    """Write what there is to say of the place whose nearest Region is not the quickest."""
    world, found = load_world(), placing.detour()
    return {
        "place": str(world.cells["name"].iloc[found.cell]),
        "near": placing.name(found.near),
        "fast": placing.name(found.fast),
        "near_km": words.distance(found.near_km),
        "fast_km": words.distance(found.fast_km),
        "near_ms": words.wait(found.near_ms),
        "fast_ms": words.wait(found.fast_ms),
        "via": found.via,
        "people": words.people(found.people),
        "share": words.share(found.share),
        "margin": words.wait(placing.MARGIN_MS),
    }


def bound_values() -> dict[str, str]:
    """Write what becomes of the best three when one country is bound to its own Regions."""
    world, found = load_world(), placing.best(PLACED, bound=True)
    codes, ((country, allowed),) = placing.chosen(PLACED, bound=True), placing.rule()
    wait = placing.wait_ms(placing.served(codes, bound=True))
    left = set(codes) & set(placing.chosen(PLACED))
    return {
        "country": str(world.cells["country_name"][world.cells["country"] == country].iloc[0]),
        "bound_region": words.listed([placing.name(code) for code in allowed]),
        "names": listed(codes),
        "kept": words.numeral(len(left)) if left else TEXTS["none"],
        "bound": words.wait(wait),
        "wait": _wait(wait, "mean"),
        "unserved": words.share(1 - placing.served(placing.chosen(PLACED), bound=True).summary.reach),
        "proof": proof(found, PLACED, "rule"),
    }


def who(reach: float) -> str:
    """Say who is served."""
    return TEXTS["served.all"] if reach >= 1 else say(TEXTS, "served.some", {"share": words.share(reach)})


def lost_values() -> dict[str, str]:
    """Write what the loss of one of the best three leaves."""
    codes, lost = placing.chosen(PLACED), placing.worst_loss()
    outcome = placing.served(codes, lost=lost)
    total = outcome.summary
    return {
        "lost": placing.name(lost),
        "dropped": words.sentence(words.people(total.users - total.users_served)),
        "share": words.share(1 - total.reach),
        "served": who(total.reach),
        "wait": _wait(placing.wait_ms(outcome), "mean"),
    }


def proof(found: Best, k: int, among: str = "all") -> str:
    """Say that nothing better exists, or how much better something might be; only what the solver knows.

    Parameters
    ----------
    found
        The best that was found.
    k
        How many Regions it has.
    among
        "all", or "rule" where only those count that keep one.
    """
    if found.proved:
        return say(TEXTS, f"proof.{among}", {"sets": f"{placing.sets(k):,}"})
    return say(TEXTS, "proof.no", {"gap": words.share(found.gap)})


def counted(k: int) -> str:
    """Write so many Regions, just "Region" for one."""
    return words.counted(k, "Region") if k > 1 else tr(load_world().words.region)


def listed(codes: Codes) -> str:
    """List the names of Regions."""
    return words.listed([placing.name(code) for code in codes], MOST)


def _wait(ms: float, aim: str) -> str:
    return say(TEXTS, f"aim.{aim}", {"wait": words.wait(ms), "slowest": words.share(SLOWEST)})
