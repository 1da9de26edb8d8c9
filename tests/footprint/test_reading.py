"""Files as visitors have them: tables, files of no use, and whatever else comes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import InputError, Placement, World
from explainer.footprint import Footprint, Presence, read_footprint
from explainer.tables import Places


def read(source: Any, world: World) -> Footprint:
    """Read text, bytes, or something to be printed as JSON first."""
    return read_footprint(source if isinstance(source, str | bytes) else json.dumps(source), world.places)


def left_out(footprint: Footprint) -> dict[str, int]:
    """Count what was skipped by the first words of its reason."""
    return {each.reason.partition(",")[0].partition(":")[0]: each.count for each in footprint.skipped}


def test_a_table_counts_servers_by_zone_and_keeps_az_ids(aws: World) -> None:
    footprint = read("az_id,instances\nuse1-az4,6\nuse1-az2,5\nuse1-az4,0\neuw1-az1,2\n", aws)
    assert footprint.kind == "table"
    assert footprint.regions == (
        Presence("us-east-1", ("use1-az2", "use1-az4"), 11, None, (("use1-az2", 5), ("use1-az4", 6))),
        Presence("eu-west-1", ("euw1-az1",), 2, None, (("euw1-az1", 2),)),
    )
    assert left_out(footprint) == {"with no server": 1}


def test_a_table_of_capacity_makes_placements_with_it(aws: World) -> None:
    footprint = read("az_id,capacity_rps\nuse1-az1,100.5\nuse1-az2,99.5\neu-west-1,50\n", aws)
    assert footprint.to_placements() == (
        Placement("us-east-1", ("use1-az1", "use1-az2"), 200.0),
        Placement("eu-west-1", 1, 50.0),
    )


def test_letters_become_a_number_of_zones_and_the_reader_is_told(aws: World) -> None:
    footprint = read("zone,instances\nus-east-1a,4\nus-east-1b,4\nus-east-1f,4\n", aws)
    assert footprint.to_placements() == (Placement("us-east-1", 3),)
    assert "letters differ by account: what is known of these is how many there are, 3" in footprint.notes[0]


def test_a_region_alone_is_taken_for_the_usual_three_zones_as_far_as_its_servers_go(aws: World) -> None:
    footprint = read("region,instances\nus-east-1,40\neu-west-1,2\n", aws)
    assert [each.zones for each in footprint.regions] == [3, 2]
    assert footprint.notes[0] == "In us-east-1 no zone is named. Assumed: 3 zones."


def test_az_ids_and_letters_of_one_region_are_different_zones_unless_the_file_says_otherwise(aws: World) -> None:
    footprint = read("az_id,instances\nuse1-az3,1\nus-east-1a,1\n", aws)
    assert footprint.regions[0].zones == ("use1-az1", "use1-az3")
    same = read("az_id,zone,instances\nuse1-az3,us-east-1a,1\n,us-east-1a,4\n", aws)
    assert same.regions == (Presence("us-east-1", ("use1-az3",), 5, None, (("use1-az3", 5),)),)


def test_uneven_zones_are_told_since_the_model_spreads_evenly(aws: World) -> None:
    uneven = read("az_id,instances\nuse1-az1,10\nuse1-az2,2\nuse1-az3,2\n", aws)
    assert "zones hold 10, 2 and 2 servers. The model spreads" in uneven.notes[0]
    assert read("az_id,instances\nuse1-az1,3\nuse1-az2,2\n", aws).notes == ()  # five cannot be spread more evenly
    assert "100 and 99 req/s" in read("az_id,capacity_rps\nuse1-az1,100\nuse1-az2,99\n", aws).notes[0]


def test_a_part_with_capacity_and_a_part_without_counts_servers(aws: World) -> None:
    footprint = read("az_id,instances,capacity_rps\nuse1-az1,4,100\nuse1-az2,4,\n", aws)
    assert footprint.regions[0].capacity_rps is None
    assert footprint.instances == 8
    assert "only a part has a capacity" in footprint.notes[0]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfaz_id,instances\r\nuse1-az1,4\r\n",
        "az_id,instances\nuse1-az1,4\n".encode("utf-16"),
        "\ufeffaz_id,instances\nuse1-az1,4\n".encode("utf-16-le"),
        "az_id,instances\nuse1-az1,4\n".encode("utf-16-be"),
        "az_id;instances;Größe\nuse1-az1;4;groß\n".encode("latin-1"),
        b"az_id\tinstances\ruse1-az1\t4\r",
        b'\n\n"Instances", AZ_ID \n\n 4 ,"USE1-AZ1"\n,\n',
        b"az_id,instances\nuse1-az1,4.0\n",
        b'az_id,note,instances\nuse1-az1,"a,\nb",4\n',
        b"az_id\nuse1-az1\nuse1-az1\nuse1-az1\nuse1-az1\n",
    ],
    ids=["utf-8 mark", "utf-16", "utf-16 mark", "utf-16-be", "latin-1", "tabs", "blanks", "float", "note", "one a row"],
)  # fmt: skip
def test_tables_are_read_whatever_program_wrote_them(aws: World, content: bytes) -> None:
    assert read(content, aws).regions == (Presence("us-east-1", ("use1-az1",), 4, None, (("use1-az1", 4),)),)


def test_what_cannot_be_read_in_a_row_is_counted_with_examples(aws: World) -> None:
    rows = ["use1-az1,4", "use1-az2,many", "use1-az2,-1", "use1-az2,1.5", "use1-az2,nan", ",3", "use1-az99,2"]
    rows += ["eu-west-7a,1", "us-east-1-bos-1a,5", "use1-bos1-az1,1", "us-east-1-wl1-bos-wlz-1,2", "<script>,1"]
    footprint = read("az_id,instances\n" + "\n".join(rows), aws)
    assert footprint.instances == 4
    assert left_out(footprint) == {
        "in a Local Zone or Wavelength Zone": 8,
        "with a number that cannot be used": 4,
        "in a place that this map does not have": 4,
        "without a zone or Region": 3,
    }
    examples = {each.reason.partition(",")[0]: each.examples for each in footprint.skipped}
    assert examples["in a place that this map does not have"] == ("use1-az99", "eu-west-7a", "<script>")
    assert examples["with a number that cannot be used"][0] == "line 3: instances many"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "Give its path|cannot be opened"),
        (b"", "is empty. Load a table"),
        (b"az_id,instances\n", "no running server that can be put on the map. Load a file that names"),
        (b"az_id,instances\nuse1-az1,0\n", "Left out: 1 with no server"),
        (b"servers\n4\n", "no column of places: its heading is 'servers'. Give az_id and instances"),
        (b'az_id,instances\n"use1-az1,4\n', "cannot be read as CSV"),
        (b"az_id\n" + b"x" * 200_000, "cannot be read as CSV: field larger"),
        (b"PK\x03\x04\0\0rubbish\0", "not text. Load a table as CSV"),
        (b"x" * 20_000_001, "20.0 MB; at most 20 MB can be read. Print only what is needed"),
        (b'{"Subnets": []}', "neither a listing of instances nor a Terraform state. Load what aws ec2"),
        (b'{"Reservations": [', "not JSON from line 1 on. Print it again, whole"),
        (b'{"Reservations": []}\n{"Reserv', "not JSON from line 2 on"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"Reservations": []} 5', "neither a listing"),
        (b"[" + b"9" * 5000 + b"]", "not JSON"),
        (b"{}", "neither"),
        (b"[]", "no running server"),
        (b"[null, 1, true]", "Left out: 1 without a zone or Region"),
        (b'{"Reservations": null, "values": null}', "no running server"),
        (b'{"Reservations": null}', "no running server"),
    ],
)  # fmt: skip
def test_what_is_no_footprint_is_told_in_words(aws: World, content: bytes | str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read(content, aws)


def test_paths_are_read_and_told_by_their_name(aws: World, tmp_path: Path) -> None:
    file = tmp_path / "servers.json"
    file.write_text(json.dumps([{"Placement": {"AvailabilityZone": "us-east-1a"}}]), encoding="utf-16")
    assert read_footprint(file, aws.places) == read_footprint(str(file), aws.places)
    with pytest.raises(InputError, match=r"The file 'none\.csv' cannot be opened: No such file"):
        read_footprint(tmp_path / "none.csv", aws.places)
    with pytest.raises(InputError, match=r"There is no file 'a\\x00b'"):
        read_footprint("a\0b", aws.places)
    file.write_bytes(b"x" * 20_000_001)
    with pytest.raises(InputError, match=r"20\.0 MB; at most 20"):
        read_footprint(file, aws.places)


PLACES = Places({"us-east-1": ("use1-az1",)}, {"use1-az1": "us-east-1"}, frozenset())
WORDS = st.sampled_from(["us-east-1a", "use1-az1", "us-east-1", "running", "stopped", "i-0a", "", "<b>", "\ud800"])
KEYS = st.sampled_from(
    ["Reservations", "Instances", "Placement", "AvailabilityZone", "State", "Name", "values", "root_module",
     "resources", "child_modules", "type", "mode", "instances", "attributes", "planned_values", "subnet_id",
     "desired_capacity", "availability_zones", "InstanceId", "id", "address", "zone_ids", "names"]
)  # fmt: skip
KINDS = ("aws_instance", "aws_autoscaling_group", "aws_subnet", "aws_db_instance", "aws_availability_zones")
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.sampled_from(KINDS)
TREES = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner), max_leaves=25)


def sound(source: bytes | str) -> None:
    """Read it: only an InputError may come of it, and what is read can be shown and placed."""
    try:
        footprint = read_footprint(source, PLACES)
    except InputError as error:
        str(error).encode()
        return
    assert footprint.instances > 0
    assert footprint.to_placements(3)
    repr(footprint).encode()


@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_but_an_input_error(content: bytes) -> None:
    sound(content)
    sound(b"az_id,instances\n" + content)
    sound(b'{"Reservations": [' + content)


@given(st.text(max_size=200))
def test_no_text_raises_anything_but_an_input_error(text: str) -> None:
    sound(text)
    sound("az_id,instances,capacity_rps,zones\nuse1-az1," + text)


@given(TREES, st.sampled_from(["Reservations", "Instances", "values", "resources", "Placement"]))
def test_no_document_raises_anything_but_an_input_error(tree: Any, key: str) -> None:
    sound(json.dumps([tree]))
    sound(json.dumps({key: tree}))
    resources = [tree, *({"type": kind, "values": tree} for kind in KINDS)]
    sound(json.dumps({"values": {"root_module": {"resources": resources, "child_modules": [tree]}}}))
    sound(json.dumps({"Reservations": [{"Instances": [tree, {"Placement": tree, "State": tree}]}]}))


@pytest.mark.parametrize("heading", ["az_id,instances\n", "["])
def test_a_long_list_is_read_whole(aws: World, heading: str) -> None:
    rows = 200_000
    text = heading + ("use1-az1,1\n" * rows if heading != "[" else '"use1-az1",' * rows + '"use1-az1"]')
    assert read(text, aws).instances == rows + (heading == "[")
