"""Servers as a Terraform state or plan names them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from explainer.footprint.instances import NOT_RUNNING, RUNS
from explainer.footprint.tally import NONE_RUNS, Tally
from explainer.texts import tr

OTHER_PROVIDER = tr("of another provider")
NO_SERVER = tr("no server that is read here: instances and Auto Scaling groups are")
KEYS = frozenset({"values", "planned_values", "terraform_version", "format_version"})


class Resource(NamedTuple):
    """A resource: whether it is managed, its type, its address and its values."""

    managed: bool
    kind: str
    address: str
    values: dict[str, Any]


def is_state(document: Any) -> bool:
    """Say whether a document is what `terraform show -json` prints, or a state file."""
    return isinstance(document, dict) and bool(KEYS & set(document))


def count_resources(document: dict[str, Any], tally: Tally) -> None:
    """Count the servers of a state, or of what a plan leads to."""
    resources = list(_resources(document))
    subnets = _subnets(resources, tally)
    databases = [0, 0]
    for resource in resources:
        if not resource.managed:
            continue
        if resource.kind == "aws_instance":
            _count_instance(resource, subnets, tally)
        elif resource.kind == "aws_autoscaling_group":
            _count_group(resource, subnets, tally)
        elif resource.kind == "aws_db_instance":
            databases[resource.values.get("multi_az") is True] += 1
        else:
            tally.skip(NO_SERVER if resource.kind.startswith("aws_") else OTHER_PROVIDER, resource.address)
    if sum(databases):
        tally.notes.append(
            tr(
                "Databases are not counted as servers. The file has {count}; in more than one zone: {several}, in a "
                "single zone: {single}.",
                count=sum(databases),
                several=databases[1],
                single=databases[0],
            )
        )


def _resources(document: dict[str, Any]) -> Iterator[Resource]:
    """Give the resources of every module, however deep it lies; of a plan those that it leads to."""
    values = document.get("planned_values") or document.get("values")
    modules = [values.get("root_module")] if isinstance(values, dict) else [document]
    while modules:
        module = modules.pop()
        if not isinstance(module, dict):
            continue
        modules.extend(reversed(_listed(module.get("child_modules"))))
        for given in _listed(module.get("resources")):
            if isinstance(given, dict):
                yield from _copies(given)


def _copies(given: dict[str, Any]) -> Iterator[Resource]:
    """Give a resource; in a state file, which has another shape, each of its instances."""
    kind, managed = _text(given.get("type")), given.get("mode") != "data"
    address = _text(given.get("address")) or f"{kind}.{_text(given.get('name'))}"
    values = [given.get("values")]
    if "instances" in given:
        values = [each.get("attributes") for each in _listed(given["instances"]) if isinstance(each, dict)]
    for each in values:
        yield Resource(managed, kind, address, each if isinstance(each, dict) else {})


def _subnets(resources: list[Resource], tally: Tally) -> dict[str, list[str]]:
    """Give the zone names of every subnet, and learn from the file which zone a letter stands for."""
    subnets: dict[str, list[str]] = {}
    for resource in resources:
        values = resource.values
        if resource.kind == "aws_subnet":
            names = [_text(values.get(key)) for key in ("availability_zone_id", "availability_zone")]
            tally.place(tuple(names))
            subnets[_text(values.get("id"))] = names
        elif resource.kind == "aws_availability_zones":
            for pair in zip(_listed(values.get("zone_ids")), _listed(values.get("names")), strict=False):
                tally.place(tuple(map(_text, pair)))
    subnets.pop("", None)
    return subnets


def _count_instance(resource: Resource, subnets: dict[str, list[str]], tally: Tally) -> None:
    values = resource.values
    state = _text(values.get("instance_state"))
    if state and state not in RUNS:
        tally.skip(NOT_RUNNING, f"{resource.address}: {state}")
        return
    of_subnet = subnets.get(_text(values.get("subnet_id")), [])
    tally.add([_text(values.get("availability_zone")), *of_subnet, *_region(values)], resource.address)


def _count_group(resource: Resource, subnets: dict[str, list[str]], tally: Tally) -> None:
    """Spread the servers of a group evenly over its zones."""
    values = resource.values
    sizes = [values.get(key) for key in ("desired_capacity", "min_size")]
    size = next((int(each) for each in sizes if isinstance(each, int | float) and 0 <= each <= 1e6), 0)
    if not size:
        tally.skip(NONE_RUNS, resource.address)
        return
    named = [[_text(zone)] for zone in _listed(values.get("availability_zones"))]
    identifiers = sorted(_text(each) for each in _listed(values.get("vpc_zone_identifier")))
    zones = named or [subnets.get(each, []) for each in identifiers] or [[]]
    each, more = divmod(size, len(zones))
    for turn, names in enumerate(zones):
        if each + (turn < more):
            tally.add([*names, *_region(values)], resource.address, each + (turn < more))


def _region(values: dict[str, Any]) -> list[str]:
    """Give the Region that a resource names besides a zone: newer providers tell it, and its ARN does."""
    arn = _text(values.get("arn")).split(":")
    return [_text(values.get("region")), arn[3] if len(arn) > 3 else ""]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
