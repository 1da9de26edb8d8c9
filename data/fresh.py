"""Has the cloud changed since regions.csv was written? `python data/fresh.py`, or `make fresh`.

The table of Regions is kept by hand. Two packages know sooner: botocore lists the Regions of each partition,
and moto holds a copy of AWS's own public list of Availability Zone IDs. This compares the table with the
versions installed and says what differs. It only reports: whatever it meets, it ends with exit code 0, so
that news from outside never breaks a build.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from importlib import metadata, resources
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("regions.csv")
ISOLATED = "aws-iso"  # partitions without a public place, left out of the table on purpose

Facts = dict[str, str]  # what exists -> where it belongs


def known_regions() -> dict[str, dict[str, str]]:
    """Read our own table: Region code -> row."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["region"]: row for row in csv.DictReader(file)}


def read_packaged(package: str, path: str) -> Any:
    """Read a JSON file, gzipped or not, that comes inside an installed package."""
    content = resources.files(package).joinpath(path).read_bytes()
    return json.loads(gzip.decompress(content) if path.endswith(".gz") else content)


def botocore_regions() -> Facts:
    """List the Regions botocore knows: code -> partition."""
    partitions = read_packaged("botocore", "data/partitions.json")["partitions"]
    return {
        region: partition["id"]
        for partition in partitions
        if not partition["id"].startswith(ISOLATED)
        for region in partition["regions"]
        if not region.endswith("-global")
    }


def moto_zones() -> Facts:
    """List the Availability Zone IDs moto knows: AZ ID -> Region."""
    tree = read_packaged("moto", "ssm/resources/regions.json.gz")
    regions = tree["aws"]["service"]["global-infrastructure"]["regions"]
    return {zone: region for region, facts in regions.items() for zone in facts.get("availability-zones", {})}


def changes(kind: str, ours: Facts, theirs: Facts) -> list[str]:
    """Say in sentences what is new, gone or moved.

    Examples
    --------
    >>> changes("Region", {"a": "aws", "b": "aws"}, {"b": "aws-x", "c": "aws"})
    ['new Region: c (aws)', 'Region gone: a (aws)', 'Region b: aws-x, in the table aws']
    """
    return [
        *(f"new {kind}: {code} ({theirs[code]})" for code in sorted(theirs.keys() - ours.keys())),
        *(f"{kind} gone: {code} ({ours[code]})" for code in sorted(ours.keys() - theirs.keys())),
        *(
            f"{kind} {code}: {theirs[code]}, in the table {ours[code]}"
            for code in sorted(ours.keys() & theirs.keys())
            if ours[code] != theirs[code]
        ),
    ]


def report(package: str, kind: str, ours: Facts, read: Callable[[], Facts]) -> list[str]:
    """Compare with one package; a package that is missing or has changed its format is told as a sentence."""
    try:
        found = changes(kind, ours, read())
        source = f"{package} {metadata.version(package)}"
    except ImportError:
        return [f"{package} is not installed, nothing compared: pip install 'parade-proof[data]'"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        return [f"{package} has another format than expected, nothing compared ({type(error).__name__}: {error})"]
    return [f"{source}: {line}" for line in found] or [f"{source}: nothing has changed ({len(ours)} compared)"]


def main() -> None:
    """Print what differs between regions.csv and the installed packages."""
    table = known_regions()
    partitions = {region: row["partition"] for region, row in table.items()}
    zones = {zone: region for region, row in table.items() for zone in row["zones"].split()}
    for line in report("botocore", "Region", partitions, botocore_regions):
        print(line)
    for line in report("moto", "zone", zones, moto_zones):
        print(line)


if __name__ == "__main__":
    main()
