"""Listings of instances, whole, in pages and cut down by a query. All IDs are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from explainer import InputError, Placement, World
from explainer.footprint import Footprint, Presence, read_footprint


def instance(number: int, zone: str, state: str = "running", **more: Any) -> dict[str, Any]:
    """One instance as the command line prints it, shortened."""
    return {
        "InstanceId": f"i-0example{number:010d}",
        "ImageId": "ami-0example00000001",
        "State": {"Code": 16, "Name": state},
        "InstanceType": "m7g.large",
        "LaunchTime": "2026-02-03T04:05:06+00:00",
        "Placement": {"GroupName": "", "Tenancy": "default", "AvailabilityZone": zone, **more},
        "Monitoring": {"State": "disabled"},
        "KeyName": "us-west-2",
        "Tags": [{"Key": "Name", "Value": "<script>alert(1)</script>"}],
        "SecurityGroups": [{"GroupName": "web", "GroupId": "sg-0example"}],
    }


def listing(*instances: Any) -> dict[str, Any]:
    return {"Reservations": [{"ReservationId": "r-0example", "OwnerId": "123456789012", "Instances": [*instances]}]}


def read(source: Any, world: World) -> Footprint:
    """Read text, bytes, or something to be printed as JSON first."""
    return read_footprint(source if isinstance(source, str | bytes) else json.dumps(source), world.places)


def left_out(footprint: Footprint) -> dict[str, int]:
    """Count what was skipped by the first words of its reason."""
    return {each.reason.partition(",")[0].partition(":")[0]: each.count for each in footprint.skipped}


def test_a_listing_counts_what_runs_and_tells_what_does_not(aws: World) -> None:
    footprint = read(
        listing(
            instance(1, "us-east-1a"),
            instance(2, "us-east-1a", "pending"),
            instance(3, "us-east-1b", "terminated"),
            instance(4, "us-east-1c", "stopped"),
            instance(5, "us-east-1-bos-1a"),
            instance(6, "us-east-1b"),
            {"InstanceId": "i-0bare"},
            {"InstanceId": "i-0null", "Placement": None, "State": None},
        ),
        aws,
    )
    assert footprint.kind == "instances"
    assert footprint.to_placements() == (Placement("us-east-1", 2),)
    assert footprint.instances == 3
    assert left_out(footprint) == {
        "not running": 2,
        "in a Local Zone or Wavelength Zone": 1,
        "in a place that this map does not have": 2,
    }
    assert footprint.skipped[0].examples == ("i-0example0000000003: terminated", "i-0example0000000004: stopped")


def test_az_ids_in_a_listing_are_exact_and_teach_the_letters(aws: World) -> None:
    footprint = read(
        listing(instance(1, "us-east-1a", AvailabilityZoneId="use1-az6"), instance(2, "us-east-1a")),
        aws,
    )
    assert footprint.regions[0].zones == ("use1-az6",)
    assert footprint.notes == ()


def test_two_accounts_whose_letters_differ_teach_nothing(aws: World) -> None:
    footprint = read(
        listing(
            instance(1, "us-east-1a", AvailabilityZoneId="use1-az6"),
            instance(2, "us-east-1a", AvailabilityZoneId="use1-az4"),
            instance(3, "us-east-1a"),
        ),
        aws,
    )
    assert footprint.regions[0].zones == ("use1-az1", "use1-az4", "use1-az6")
    assert "letters differ by account" in footprint.notes[0]


PAGES = [listing(instance(1, "eu-west-1a"), instance(2, "eu-west-1b")), listing(instance(3, "eu-west-1b"))]


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(json.dumps(page, indent=4) for page in PAGES),
        "".join(json.dumps(page) for page in PAGES),
        json.dumps(PAGES),
        json.dumps([*PAGES, PAGES[0]]),  # a page that is there twice
        json.dumps([page["Reservations"] for page in PAGES]),
        json.dumps(PAGES[0]["Reservations"][0]) + json.dumps(PAGES[1]["Reservations"][0]["Instances"][0]),
    ],
    ids=["lines", "no gap", "list", "twice", "reservations", "parts"],
)
def test_pages_are_read_together(aws: World, text: str) -> None:
    footprint = read(text, aws)
    assert footprint.regions == (Presence("eu-west-1", 2, 3, None, (("eu-west-1a", 1), ("eu-west-1b", 2))),)


@pytest.mark.parametrize(
    "document",
    [
        ["eu-west-1a", "eu-west-1b", "eu-west-1b"],
        [["eu-west-1a"], ["eu-west-1b", "eu-west-1b"]],
        [["i-0a", "eu-west-1a", "running"], ["i-0b", "eu-west-1b", None], ["i-0c", "eu-west-1b", "pending", ["tag"]]],
        [[["i-0a", "eu-west-1a"]], [["i-0b", "eu-west-1b"], ["i-0c", "eu-west-1b"], ["i-0d", "eu-west-1b", "stopped"]]],
        [{"Id": "i-0a", "AZ": "eu-west-1a"}, {"AZ": "eu-west-1b", "S": "running"}, {"AZ": "eu-west-1b", "S": None}],
        [{"AZ": "eu-west-1a"}, {"AZ": "eu-west-1b"}, {"AZ": "eu-west-1b"}, {"AZ": "eu-west-1b", "S": "terminated"}],
        [{"Placement": {"AvailabilityZone": f"eu-west-1{letter}"}} for letter in "abb"],
        [["eu-west-1a", "eu-west-1"], ["eu-west-1b", "eu-west-1"], ["eu-west-1b", "eu-west-1"]],
    ],
    ids=["zones", "zones by reservation", "rows", "nested rows", "objects", "states", "placements", "zone and Region"],
)
def test_lists_that_a_query_leaves_are_read(aws: World, document: Any) -> None:
    assert read(document, aws).regions == (Presence("eu-west-1", 2, 3, None, (("eu-west-1a", 1), ("eu-west-1b", 2))),)


def test_a_zone_named_twice_in_a_row_is_one_server(aws: World) -> None:
    footprint = read([["us-east-1a", "use1-az6"], ["us-east-1b", "use1-az1"]], aws)
    assert footprint.regions == (
        Presence("us-east-1", ("use1-az1", "use1-az6"), 2, None, (("use1-az1", 1), ("use1-az6", 1))),
    )


def test_what_is_available_but_does_not_run_is_no_server(aws: World) -> None:
    with pytest.raises(InputError, match="Left out: 1 not running"):
        read([{"AvailabilityZone": "us-east-1a", "State": "available", "SubnetId": "subnet-0example"}], aws)


@pytest.fixture(scope="module")
def large() -> bytes:
    """A listing of nearly 20 MB."""
    one = len(json.dumps(instance(0, "us-east-1a"), indent=4))
    return json.dumps(
        listing(*(instance(n, f"us-east-1{'abcdef'[n % 6]}") for n in range(19_000_000 // one // 2))), indent=4
    ).encode()


def test_a_file_of_the_largest_size_is_read_whole(aws: World, large: bytes) -> None:
    assert 12_000_000 < len(large) <= 20_000_000
    footprint = read(large, aws)
    assert footprint.instances == large.count(b'"InstanceId"')
    assert footprint.regions[0].zones == 6
    with pytest.raises(InputError, match="at most 20 MB"):
        read(large + b" " * 20_000_000, aws)
