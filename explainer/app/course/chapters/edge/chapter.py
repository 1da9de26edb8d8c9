"""Chapter 7, The edge: what copies near the customers save, and what only a Region near them can.

Every wait is that of a way through the World, and how many requests have which is the model's. The tests hold the
hundred requests that are shown to the model's average.
"""

from __future__ import annotations

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Play, Solved, Term, Texts
from explainer.app.course.chapters.edge import kiosk
from explainer.app.course.chapters.edge.kiosk import FAR, HITS, NEAR, PLACE
from explainer.app.course.chapters.edge.picture import FRAMES, LAST, QUESTION, START, show, stage
from explainer.app.course.chapters.edge.texts import TEXTS
from explainer.view import words
from explainer.world.edge import READ, SOURCE, edge_cities

DOCS = "https://docs.aws.amazon.com"
#: what customers ask for: how often the edge has what can be kept, and the share that can be; assumed
OFFERED = {"menu": (0.95, 1.0), "news": (0.9, 1.0), "film": (0.98, 1.0), "points": (0.95, 0.0)}
NEVER_MS = 1e-9
FROM, TO = "90", "99"


def facts() -> Texts:
    """Give what is known before the prediction."""
    world = kiosk.world()
    return {
        "place": PLACE,
        "region": str(world.regions["name"][FAR]),
        "near": str(world.regions["name"][NEAR]),
        "direct": words.wait(kiosk.way().direct.rtt_ms),
        "asked": words.share(HITS[kiosk.ASKED]),
        "access": words.wait(world.travel.access["wifi"]),
        "door": words.wait(world.travel.region),
        "cities": f"{len(edge_cities())}",
        "source": SOURCE,
        "read": READ,
        **{f"hits_{name}": words.share(share) for name, share in HITS.items()},
    }


def results() -> Texts:
    """Give what comes of the copies."""
    way, kept = kiosk.way(), HITS[kiosk.ASKED]
    return {
        "mean": words.wait(way.mean_ms(kept)),
        "missed": words.share(1 - kept),
        "miss": words.wait(way.miss_ms),
    }


def answer() -> str:
    """Give the average wait with the copies of the question [ms]."""
    return QUESTION.read(f"{kiosk.way().mean_ms(HITS[kiosk.ASKED])}")


def which_page() -> Solved:
    """Try copies of four things: one is different for everybody."""
    gains = {name: kiosk.gained_ms(*of) for name, of in OFFERED.items()}
    values = {name: words.wait(ms) for name, ms in gains.items()}
    values |= {f"{name}_kept": words.share(kept) for name, (kept, _) in OFFERED.items()}
    nothing = [name for name, ms in gains.items() if ms < NEVER_MS]
    return Solved(min(nothing), {**facts(), **values}, {"page": "fresh"}, LAST)


def higher_ratio() -> Solved:
    """Let nearly everything hit: the misses do the waiting."""
    before, after = (kiosk.way().mean_ms(HITS[name]) for name in (FROM, TO))
    fall = 1 - after / before
    offered = {"tenth": 0.1, "half": 0.5, "hardly": 0.0}
    right = min(offered, key=lambda option: abs(offered[option] - fall))
    values = {
        "from": words.share(HITS[FROM]),
        "to": words.share(HITS[TO]),
        "miss_from": words.share(1 - HITS[FROM]),
        "miss_to": words.percent(1 - HITS[TO]),
        "mean_from": words.wait(before),
        "mean_to": words.wait(after),
        "fall": words.share(fall),
    }
    return Solved(right, {**facts(), **values}, {"hits": TO}, LAST)


def region_lost() -> Solved:
    """Lose the Region: the edge has what it has."""
    settings = {**START, "server": "lost"}
    served = kiosk.orders(settings).answered
    right = "all" if served >= 1 else "none" if served <= 0 else "kept"
    return Solved(right, {**facts(), "served": words.share(served)}, {"server": "lost"}, LAST)


def made_fresh() -> Solved:
    """Make a page faster that cannot be kept: only the server can come closer."""
    way, travel = kiosk.way(), kiosk.world().travel
    at_the_door_ms = travel.access["wifi"] + travel.region + way.onward.rtt_ms
    ways = {
        "ratio": way.mean_ms(kiosk.ratio({"hits": TO, "page": "fresh"})),
        "edge": at_the_door_ms,
        "region": kiosk.way("near").miss_ms,
    }
    values = {
        "ratio": words.wait(ways["ratio"]),
        "edge": words.wait(ways["edge"]),
        "region_ms": words.wait(ways["region"]),
        "now": words.wait(way.miss_ms),
        "none": words.share(kiosk.ratio({"hits": TO, "page": "fresh"})),
    }
    settings = {"page": "fresh", "server": "near"}
    return Solved(min(ways, key=lambda option: ways[option]), {**facts(), **values}, settings, LAST)


CHAPTER = Chapter(
    number=7,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    answer=answer,
    settings=START,
    controls=(Control("hits", tuple(HITS)), Control("page", tuple(kiosk.PAGES), since=DONE)),
    play=Play(FRAMES, stride=10),
    reveal=({"hits": kiosk.ASKED}, LAST),
    terms=(
        Term(
            "edge",
            f"{DOCS}/whitepapers/latest/aws-fault-isolation-boundaries/points-of-presence.html",
            "AWS Fault Isolation Boundaries: Points of presence",
            READ,
        ),
        Term(
            "ratio",
            f"{DOCS}/AmazonCloudFront/latest/DeveloperGuide/ConfiguringCaching.html",
            "Amazon CloudFront: Caching and availability",
            READ,
        ),
        Term(
            "local",
            f"{DOCS}/global-infrastructure/latest/regions/aws-regions-availability-zones.html",
            "AWS Regions and Availability Zones",
            READ,
        ),
        Term("outposts", f"{DOCS}/outposts/latest/APIReference/Welcome.html", "AWS Outposts", READ),
    ),
    checks=(
        Check("page", tuple(OFFERED), which_page, ("3.5",)),
        Check("ratio", ("tenth", "half", "hardly"), higher_ratio, ("3.5",)),
        Check("lost", ("all", "kept", "none"), region_lost, ("3.2",)),
        Check("fresh", ("ratio", "edge", "region"), made_fresh, ("1.1", "3.2")),
    ),
)
