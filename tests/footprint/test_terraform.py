"""States and plans as Terraform prints them. All names in them are invented."""

from __future__ import annotations

import json
from typing import Any

import pytest

from explainer import InputError, World
from explainer.footprint import Footprint, read_footprint


def resource(address: str, values: Any, mode: str = "managed") -> dict[str, Any]:
    kind = address.rpartition("module.")[2].split(".")[-2]
    return {
        "address": address,
        "mode": mode,
        "type": kind,
        "name": address.rpartition(".")[2],
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "schema_version": 1,
        "values": values,
    }


def group(name: str, size: int, *subnets: str) -> dict[str, Any]:
    """An Auto Scaling group in some subnets."""
    values = {"desired_capacity": size, "vpc_zone_identifier": [*subnets]}
    return resource(f"aws_autoscaling_group.{name}", values)


def state(*resources: Any, modules: list[Any] | None = None) -> dict[str, Any]:
    root = {"resources": [*resources], "child_modules": modules or []}
    return {"format_version": "1.0", "terraform_version": "1.12.0", "values": {"root_module": root}}


def read(source: Any, world: World) -> Footprint:
    """Read text, bytes, or something to be printed as JSON first."""
    return read_footprint(source if isinstance(source, str | bytes) else json.dumps(source), world.places)


def left_out(footprint: Footprint) -> dict[str, int]:
    """Count what was skipped by the first words of its reason."""
    return {each.reason.partition(",")[0].partition(":")[0]: each.count for each in footprint.skipped}


def test_a_state_counts_instances_and_groups_in_all_modules(aws: World) -> None:
    footprint = read(
        state(
            resource("aws_instance.web[0]", {"availability_zone": "us-east-1a", "instance_state": "running"}),
            resource("aws_instance.web[1]", {"availability_zone": "us-east-1b"}),
            resource("aws_instance.old", {"availability_zone": "us-east-1b", "instance_state": "stopped"}),
            resource("aws_security_group.web", {}),
            resource("random_id.name", {}),
            modules=[
                {
                    "address": "module.site",
                    "resources": [
                        resource(
                            "module.site.aws_autoscaling_group.api",
                            {"desired_capacity": 5, "availability_zones": ["eu-west-1a", "eu-west-1b"]},
                        ),
                        resource("module.site.google_compute_instance.vm", {"zone": "europe-west1-b"}),
                        resource("module.site.azurerm_linux_virtual_machine.vm", {"zone": "1"}),
                    ],
                }
            ],
        ),
        aws,
    )
    assert footprint.kind == "terraform"
    assert [(each.region, each.zones, each.instances) for each in footprint.regions] == [
        ("us-east-1", 2, 2),
        ("eu-west-1", 2, 5),
    ]
    assert left_out(footprint) == {
        "of another provider": 3,
        "not running": 1,
        "no server that is read here": 1,
    }


def test_modules_are_read_however_deep_they_lie(aws: World) -> None:
    module: dict[str, Any] = {"resources": [resource("aws_instance.deep", {"availability_zone": "us-east-1a"})]}
    for _ in range(200):
        module = {"child_modules": [module]}
    assert read(state(modules=[module]), aws).instances == 1


def test_subnets_in_the_same_state_say_the_zone(aws: World) -> None:
    subnets = [
        ("subnet-0a", {"availability_zone": "us-east-1a", "availability_zone_id": "use1-az4"}),
        ("subnet-0b", {"availability_zone": "us-east-1b", "availability_zone_id": "use1-az6"}),
    ]
    footprint = read(
        state(
            *(resource(f"aws_subnet.{name[-2:]}", {"id": name, **zone}, mode="data") for name, zone in subnets),
            resource("aws_instance.a", {"subnet_id": "subnet-0a"}),
            resource("aws_instance.letter", {"availability_zone": "us-east-1b"}),
            resource("aws_instance.lost", {"subnet_id": "subnet-0elsewhere"}),
            group("both", 4, "subnet-0a", "subnet-0b"),
            group("half", 4, "subnet-0a", "subnet-0gone"),
            group("off", 0, "subnet-0a"),
        ),
        aws,
    )  # fmt: skip
    assert footprint.regions[0].by_zone == (("use1-az4", 1 + 2 + 2), ("use1-az6", 1 + 2))
    assert left_out(footprint) == {"without a zone or Region": 1 + 2, "with no server": 1}
    assert footprint.skipped[0].examples == ("aws_instance.lost", "aws_autoscaling_group.half")


def test_the_zones_that_a_state_looked_up_teach_the_letters(aws: World) -> None:
    zones = {"names": ["us-east-1a", "us-east-1b"], "zone_ids": ["use1-az6", "use1-az1"]}
    footprint = read(
        state(
            resource("data.aws_availability_zones.all", zones, mode="data"),
            resource("aws_instance.a", {"availability_zone": "us-east-1b"}),
        ),
        aws,
    )
    assert footprint.regions[0].zones == ("use1-az1",)


def test_a_plan_counts_what_it_leads_to_and_not_what_was(aws: World) -> None:
    plan = {
        "format_version": "1.2",
        "prior_state": state(*(resource(f"aws_instance.a[{n}]", {"availability_zone": "us-east-1a"}) for n in "12")),
        "planned_values": state(resource("aws_instance.a", {"availability_zone": "us-west-2a"}))["values"],
        "resource_changes": [{"type": "aws_instance", "change": {"before": None}}],
    }
    assert [each.region for each in read(plan, aws).regions] == ["us-west-2"]


def test_a_server_whose_zone_is_not_known_yet_is_placed_by_its_region(aws: World) -> None:
    arn = "arn:aws:ec2:eu-north-1:123456789012:instance/i-0example"
    servers = resource("aws_instance.a", {"arn": arn}), resource("aws_instance.b", {"region": "sa-east-1"})
    footprint = read(state(*servers), aws)
    assert [each.region for each in footprint.regions] == ["eu-north-1", "sa-east-1"]


def test_databases_are_told_and_not_counted(aws: World) -> None:
    footprint = read(
        state(
            resource("aws_instance.a", {"availability_zone": "us-east-1a"}),
            resource("aws_db_instance.safe", {"availability_zone": "us-east-1a", "multi_az": True}),
            resource("aws_db_instance.lone", {"availability_zone": "us-east-1a", "multi_az": False}),
            resource("aws_db_instance.unsaid", {"availability_zone": "us-east-1a"}),
        ),
        aws,
    )
    assert footprint.instances == 1
    assert "The file has 3; in more than one zone: 1, in a single zone: 2" in footprint.notes[0]


def test_state_files_and_lists_of_states_are_read_too(aws: World) -> None:
    copies = [{"index_key": n, "attributes": {"availability_zone": "us-east-1a"}} for n in range(3)]
    raw = {
        "version": 4,
        "terraform_version": "1.12.0",
        "resources": [
            {"mode": "managed", "type": "aws_instance", "name": "web", "instances": copies},
            {"mode": "managed", "type": "aws_instance", "name": "none", "instances": [{"attributes": None}, 7]},
        ],
    }
    assert read(raw, aws).instances == 3
    assert read([raw, state(resource("aws_instance.a", {"availability_zone": "us-east-1b"}))], aws).instances == 4


@pytest.mark.parametrize("values", [None, 5, [], {"availability_zone": 3, "arn": [], "subnet_id": {}, "region": None}])
def test_values_of_another_shape_are_skipped(aws: World, values: Any) -> None:
    group = {"desired_capacity": "many", "min_size": None, "availability_zones": {"a": 1}}
    with pytest.raises(InputError, match=r"1 without a zone or Region \('aws_instance.a'\); 1 with no server"):
        read(state(resource("aws_instance.a", values), resource("aws_autoscaling_group.g", group)), aws)
