"""Chapter 6, Several Regions: what is lost with a whole Region, and what it costs to lose less.

The loss is played on real Regions through `standby`; every number of picture, bill, sentences and checks comes from
there.
"""

from __future__ import annotations

from explainer.app.course.chapter import DONE, Chapter, Check, Control, Play, Solved, Term, Texts, say
from explainer.app.course.chapters.several_regions import standby
from explainer.app.course.chapters.several_regions.picture import COMING, FRAMES, LAST, QUESTION, START, show, stage
from explainer.app.course.chapters.several_regions.texts import TEXTS
from explainer.app.course.chapters.several_regions.wording import READY, bills, data, down, known, region, served
from explainer.incidents import load_incidents
from explainer.model.routing import HEALTHY_ABOVE
from explainer.strategies import BACKUP_EVERY_S, PILOT_LAUNCH_MIN, RESTORE_MIN
from explainer.texts import tr
from explainer.timeline import recovery
from explainer.view import words
from explainer.view.appraise.spans import duration, to_the_minute

DOCS = "https://docs.aws.amazon.com"
PILLAR = f"{DOCS}/wellarchitected/latest/reliability-pillar"
READ = "2026-11-28"
ZONES = 3
CANNOT_REACH = 0.25  # of the health checkers, in the check about them


def facts() -> Texts:
    """Give what is known before the prediction."""
    count, exposure, _ = standby.events()
    ways = standby.ways()
    return {
        **known(),
        "zones": words.numeral(ZONES),
        "backup_every": duration(BACKUP_EVERY_S / 60),
        "restore": to_the_minute(RESTORE_MIN),
        "launch": to_the_minute(PILOT_LAUNCH_MIN),
        "events": f"{count}",
        "exposure": f"{exposure:.0f}",
        "noticed": duration(ways["all"].scenario.failover.failover_s / 60),
        "stated_backup": ways["backup"].stated_rto,
        "stated_all": ways["all"].stated_rto,
    }


def results() -> Texts:
    """Give what a backup alone and two serving Regions come to."""
    return {"down_backup": down("backup"), "data_backup": data("backup"), "down_all": down("all")}


def answer() -> str:
    """Give the hours until a backup alone serves everybody again."""
    return QUESTION.read(f"{standby.fared('backup').rto_min / 60}")


def zones_only() -> Solved:
    """Lose a Region with all its zones, and look up that it has happened."""
    share = standby.zones_only().summary.reach
    right = "none" if share <= 0 else "all" if share >= 1 else "part"
    one, two = (standby.october(both) for both in (False, True))
    said = say(TEXTS, "lane.down", {"down": to_the_minute(recovery(two).rto_min)})
    values = {
        **_october(),
        "served": served(share),
        "out": to_the_minute(recovery(one).rto_min),
        "other": region(standby.OTHER_REGION),
        "two": said,
    }
    return Solved(right, {**facts(), **values}, {"ready": "backup"}, COMING + 2)


def no_launches() -> Solved:
    """Lose a Region while nothing starts in the other one."""
    offered = ("data", "some", "all")
    right = next(ready for ready in offered if standby.fared(ready, "none").served_minute is not None)
    values = {
        f"{ready}_served": served(standby.outcome(ready, "none", standby.REPLAY_MIN - 1).summary.reach)
        for ready in offered
    }
    values |= {**_october(), "down": down("all", "none")}
    return Solved(right, {**facts(), **values}, {"ready": "data", "launches": "none"}, LAST)


def checkers() -> Solved:
    """Ask the rule of the health checks about a quarter that cannot reach a Region."""
    right = "stays" if standby.still_healthy(1 - CANNOT_REACH) else "moves"
    shares = {"limit": HEALTHY_ABOVE, "down": CANNOT_REACH, "up": 1 - CANNOT_REACH, "most": 1 - HEALTHY_ABOVE}
    return Solved(right, {**facts(), **{name: words.share(one) for name, one in shares.items()}}, {"ready": "all"}, 0)


def loyalty() -> Solved:
    """Add up what each way costs over the years when an hour is cheap."""
    values = {ready: bills(standby.bill(ready, "day").total) for ready in READY}
    values |= {f"{ready}_year": bills(standby.bill(ready, "year").total) for ready in READY}
    values["years"] = f"{1 / standby.events()[2]:.0f}"
    return Solved(standby.cheapest("day"), {**facts(), **values}, {"hour": "day"}, LAST)


def _october() -> dict[str, str]:
    """Say when, where and for how long nothing started in October 2025, as the provider states it."""
    incident = load_incidents()[standby.OCTOBER]
    whole = next(phase for phase in incident.phases if phase.kind == "control-plane" and phase.severity >= 1)
    assert whole.until is not None, "it was over within the replay"
    begin = incident.start_utc
    return {
        "when": tr("{month} {year}", month=words.MONTHS[begin.month - 1], year=begin.year),
        "where": region(standby.OCTOBER_REGION),
        "no_launch": to_the_minute(whole.until - whole.minute),
    }


CHAPTER = Chapter(
    number=6,
    texts=TEXTS,
    question=QUESTION,
    stage=stage,
    show=show,
    facts=facts,
    results=results,
    answer=answer,
    settings=START,
    controls=(Control("ready", READY), Control("hour", tuple(standby.HOUR_COSTS), since=DONE)),
    play=Play(FRAMES, stride=4),
    reveal=({"ready": "backup"}, LAST),
    terms=(
        Term(
            "goals",
            f"{PILLAR}/rel_planning_for_recovery_objective_defined_recovery.html",
            "AWS Well-Architected: Define recovery objectives",
            READ,
        ),
        Term(
            "ways",
            f"{PILLAR}/rel_planning_for_recovery_disaster_recovery.html",
            "AWS Well-Architected: Use defined recovery strategies",
            READ,
        ),
        Term(
            "health",
            f"{DOCS}/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html",
            "How Route 53 determines whether a health check is healthy",
            READ,
        ),
    ),
    checks=(
        Check("zones", ("all", "part", "none"), zones_only, ("3.2",), claim="Multi-AZ protects from a Region event"),
        Check("launch", ("data", "some", "all"), no_launches, ("1.2", "3.2")),
        Check(
            "checkers",
            ("moves", "stays", "half"),
            checkers,
            ("3.5",),
            claim="Unhealthy if more than 18 % of checkers report unhealthy",
        ),
        Check("loyalty", READY, loyalty, ("1.2", "1.4")),
    ),
)
