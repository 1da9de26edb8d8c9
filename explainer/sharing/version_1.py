"""Version 1 of the form in which states travel. It never changes again: links of it are in people's mails.

A link leaves out what version 1 took for granted, writes a placement or an outage as a line of a few words, and is
squeezed with a list of words that links had in common when it was made. All three are written down here, apart from
the app: other defaults, other Regions and other designs to start from do not change what an old link says.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from explainer.errors import InputError, shown
from explainer.sharing.plain import list_of, parsed, record_of
from explainer.texts import tr

DEFAULTS: Mapping[str, Any] = {
    "placements": [],
    "outages": [],
    "routing": {"policy": "latency", "order": [], "weights": [], "places": [], "bias": [], "residency": []},
    "failover": {
        "interval_s": 30.0,
        "threshold": 3,
        "ttl_s": 60.0,
        "slow_share": 0.0874,
        "slow_tail_min": 30.0,
        "retries": 0,
        "backoff": True,
        "retry_budget": None,
        "shift_min": 5.0,
        "warm_up_min": 5.0,
        "replication_lag_s": 1.0,
    },
    "scaling": {"mode": "static", "spare_zones": 1, "spare_regions": 0},
    "depends_on": ["compute"],
    "demand": {"hour_utc": None, "growth": 1.0, "profile": "consumer"},
    "slo_ms": 100.0,
    "access": "wifi",
}
PLACEMENT: Mapping[str, Any] = {"zones": 3, "capacity_rps": None}
OUTAGE: Mapping[str, Any] = {"severity": 1.0, "added_ms": 0.0}
PARTS = ("page", "scenarios", "settings", "own")
MOST_CHARACTERS = 32_000  # of what is squeezed

# words that links have in common, as they were when version 1 was made: Regions with the stem of their zones, cables
REGIONS = """
af-south-1:afs1-az ap-east-1:ape1-az ap-east-2:ape2-az ap-northeast-1:apne1-az ap-northeast-2:apne2-az
ap-northeast-3:apne3-az ap-south-1:aps1-az ap-south-2:aps2-az ap-southeast-1:apse1-az ap-southeast-2:apse2-az
ap-southeast-3:apse3-az ap-southeast-4:apse4-az ap-southeast-5:apse5-az ap-southeast-6:apse6-az
ap-southeast-7:apse7-az ca-central-1:cac1-az ca-west-1:caw1-az cn-north-1:cnn1-az cn-northwest-1:cnnw1-az
eu-central-1:euc1-az eu-central-2:euc2-az eu-north-1:eun1-az eu-south-1:eus1-az eu-south-2:eus2-az eu-west-1:euw1-az
eu-west-2:euw2-az eu-west-3:euw3-az eusc-de-east-1:euscdee1-az il-central-1:ilc1-az me-central-1:mec1-az
me-south-1:mes1-az me-west-1: mx-central-1:mxc1-az sa-east-1:sae1-az sa-west-1: us-east-1:use1-az us-east-2:use2-az
us-gov-east-1:usge1-az us-gov-west-1:usgw1-az us-west-1:usw1-az us-west-2:usw2-az
"""
CABLES = """
AKL-HNL AKL-LAX ALG-MRS ALX-DJI ALX-JED CAS-LIS CPT-LOS DJI-BOM DJI-FUJ DJI-SIN DKR-LIS FUJ-BOM GUM-HNL HNL-LAX
JED-DJI LOS-BUD MAA-SIN MIA-FOR MIA-PTY MRS-ALX MRS-TLV NYC-BUD NYC-DUB NYC-SAN PER-SIN PTY-BAQ PTY-LIM SIN-HKG
SIN-TYO SYD-GUM SYD-LAX TYO-GUM TYO-SEA
"""
NAMES = (
    '"interval_s":,"threshold":,"ttl_s":,"slow_share":,"slow_tail_min":,"retries":,"backoff":false,"retry_budget":'
    ',"shift_min":,"warm_up_min":,"replication_lag_s":,"mode":"on-demand","spare_zones":,"spare_regions":'
    ',"hour_utc":,"growth":,"profile":"business","profile":"flat","residency":[["places":[["bias":[["weights":[["order":['
    '"policy":"geoproximity","policy":"geolocation","policy":"weighted","policy":"failover","routing":{"failover":{'
    '"scaling":{"demand":{"depends_on":["compute","database","dns","load-balancer","object-store"]'
    ',"access":"wired","access":"mobile","slo_ms":150.0,"slo_ms":50.0,"own":["people","round-trips"]'
    '","slow  /service  control-plane  hazard  region  zone  0.'
)
PAGES = (
    '"answer."control."step":"reveal","reached":"check","said":"","answered":true,"frame":,"asked":,"number":'
    ',"wish_slo_ms":,"wish_survive":,"wish_objective":"cost","wish_slo_share":0.9,"redundancy_k":,"redundancy_n":'
    ',"n":1000000,"hidden":2.0,"rebuilt_days":30.0,"target":0.95,"of":"every"'
    ',"fork":,"minute":,"incident":"aws-20","region":"","place":"","cables":true'
    '"]},{"placements":["]}],"settings":{"'
)
STARTS = (
    '{"page":"chapter","settings":{"number":1,"step":"play"'
    '{"page":"design","scenarios":[{"placements":["us-east-1 1"],"outages":["cable '
    '{"placements":["ap-south-1","eu-west-1","ap-east-1","us-east-2","sa-east-1","af-south-1"]}]}'
    '{"page":"replay","scenarios":[{"placements":["us-east-1","eu-west-1","ap-northeast-1","ap-south-1","sa-east-1"]}]}'
    '{"page":"world","scenarios":[{"placements":["us-east-1"],"outages":["region us-east-1'
    '{"page":"world","scenarios":[{"placements":["us-east-1","eu-west-1"],"outages":["zone use1-az1"]}]}'
)


def _dictionary() -> bytes:
    """Join the words in common, the likeliest last."""
    regions = [word.split(":") for word in REGIONS.split()]
    lines = [f'","{region} {stem}/123456 {stem}' if stem else f'","{region} 1' for region, stem in regions]
    cables = [f'","cable {code}' for code in CABLES.split()]
    return "".join((*cables, NAMES, PAGES, *lines, STARTS)).encode("ascii")


DICTIONARY = _dictionary()


def pack(content: Mapping[str, Any]) -> bytes:
    """Squeeze the content of a link.

    Parameters
    ----------
    content
        "page", "scenarios", "settings", "own": plain data, complete.

    Raises
    ------
    InputError
        If it is more than `unpack` would let swell.

    Examples
    --------
    >>> from explainer.sharing.plain import plain_of
    >>> from explainer.scenario import Placement, Scenario
    >>> content = {"page": "world", "scenarios": [plain_of(Scenario((Placement("us-east-1"),)))]}
    >>> len(pack(content)) < 30, unpack(pack(content))["scenarios"] == content["scenarios"]
    (True, True)
    """
    short = {name: content[name] for name in PARTS if content.get(name)}
    if "scenarios" in short:
        short["scenarios"] = [_shortened(scenario) for scenario in short["scenarios"]]
    text = json.dumps(short, separators=(",", ":"), allow_nan=False)
    if len(text) > MOST_CHARACTERS:  # though it may squeeze to little, `unpack` would refuse it
        raise InputError(tr("This is more than a link can hold. Save the design as a file."))
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    return squeeze.compress(text.encode("ascii")) + squeeze.flush()


def unpack(squeezed: bytes) -> dict[str, Any]:
    """Give the content of a link back, complete; bytes from outside.

    Raises
    ------
    InputError
        If they are none of this version, or swell to more than a link can hold.
    """
    swell = zlib.decompressobj(-15, DICTIONARY)
    try:
        raw = swell.decompress(squeezed, MOST_CHARACTERS + 1)
        text = raw.decode("ascii")
    except (zlib.error, UnicodeDecodeError) as error:
        raise InputError(tr("This link is damaged. Copy the whole link and try again.")) from error
    if len(raw) > MOST_CHARACTERS:
        raise InputError(tr("This link holds more than any page has. Ask for a new one."))
    if not swell.eof or swell.unused_data:
        raise InputError(tr("This link is damaged. Copy the whole link and try again."))
    short = record_of(parsed(text, tr("This link")), tr("this link"), PARTS)
    scenarios = list_of(short.get("scenarios", []), tr("the designs of this link"))
    return short | {"scenarios": [_lengthened(scenario) for scenario in scenarios]}


def filled(scenario: Any) -> dict[str, Any]:
    """Fill in what a scenario leaves out; what it says otherwise is not looked at yet.

    Examples
    --------
    >>> filled({"demand": {"growth": 2}})["demand"]
    {'hour_utc': None, 'growth': 2, 'profile': 'consumer'}
    """
    given = record_of(scenario, tr("the design"), DEFAULTS)
    found = {name: _filled(given.get(name, default), default) for name, default in DEFAULTS.items()}
    for name, default in (("placements", PLACEMENT), ("outages", OUTAGE)):
        found[name] = [_filled(each, default) for each in list_of(found[name], name)]
    return found


def _filled(given: Any, default: Any) -> Any:
    return {**default, **given} if isinstance(given, dict) and isinstance(default, Mapping) else given


def _shortened(scenario: Mapping[str, Any]) -> dict[str, Any]:
    lines = {
        "placements": [_placement_line(each) for each in scenario["placements"]],
        "outages": [_outage_line(each) for each in scenario["outages"]],
    }
    short = {name: _less(each, DEFAULTS.get(name)) for name, each in {**scenario, **lines}.items()}
    return {name: each for name, each in short.items() if each != DEFAULTS.get(name) and each != {}}


def _lengthened(short: Any) -> dict[str, Any]:
    given = dict(record_of(short, tr("the design"), DEFAULTS))
    for name, read in (("placements", _placement), ("outages", _outage)):
        lines = list_of(given.get(name, []), name)
        given[name] = [read(each) if isinstance(each, str) else each for each in lines]
    return filled(given)


def _less(given: Any, default: Any) -> Any:
    """Leave out of a record what is as by default."""
    if not isinstance(given, dict) or not isinstance(default, Mapping):
        return given
    return {name: each for name, each in given.items() if name not in default or each != default[name]}


def _placement_line(placement: Mapping[str, Any]) -> Any:
    """Write a placement as "us-east-1", "us-east-1 2", "us-east-1 use1-az/14 250.0", where that reads back the same."""
    zones, words = placement["zones"], [placement["region"]]
    if isinstance(zones, list):
        words.append(f"{zones[0][:-1]}/{''.join(zone[-1:] for zone in zones)}")
    elif placement["capacity_rps"] is not None or zones != PLACEMENT["zones"]:
        words.append(str(zones))
    if placement["capacity_rps"] is not None:
        words.append(json.dumps(placement["capacity_rps"]))
    return _line(" ".join(words), placement, PLACEMENT, _placement)


def _placement(line: str) -> dict[str, Any]:
    region, *rest = _words(line, 3)
    placement: dict[str, Any] = {"region": region}
    if rest:
        stem, slash, ends = rest[0].rpartition("/")
        placement["zones"] = [f"{stem}{end}" for end in ends] if slash else _number(rest[0])
    return placement | ({"capacity_rps": _number(rest[1])} if len(rest) > 1 else {})


def _outage_line(outage: Mapping[str, Any]) -> Any:
    """Write an outage as "zone use1-az1", "slow us-east-1 0.5 20.0", where that reads back the same."""
    words = [outage["kind"], outage["target"]]
    if outage["added_ms"] != OUTAGE["added_ms"]:
        words += [json.dumps(outage["severity"]), json.dumps(outage["added_ms"])]
    elif outage["severity"] != OUTAGE["severity"]:
        words.append(json.dumps(outage["severity"]))
    return _line(" ".join(words), outage, OUTAGE, _outage)


def _outage(line: str) -> dict[str, Any]:
    kind, *rest = _words(line, 4)
    numbers = zip(OUTAGE, rest[1:], strict=False)
    return {"kind": kind} | ({"target": rest[0]} if rest else {}) | {name: _number(each) for name, each in numbers}


def _words(line: str, most: int) -> list[str]:
    words = line.split(" ")
    if len(words) > most or not all(words):
        raise InputError(
            tr("This link has {line} in its design, which cannot be read. Ask for a new link.", line=shown(line))
        )
    return words


def _line(line: str, given: Mapping[str, Any], default: Mapping[str, Any], read: Any) -> Any:
    """Give a line if it says the same, else the record: names of an own World may have any character."""
    try:
        same = {**default, **read(line)} == given
    except InputError:
        same = False
    return line if same else _less(dict(given), default)


def _number(text: str) -> Any:
    return parsed(text, tr("This link"))
