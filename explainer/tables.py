"""The committed tables, and the codes and groups that are read off them.

What the project brings along was checked when it was built and is trusted here; files of a visitor come in through
`explainer.files`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Ring: TypeAlias = tuple[tuple[float, float], ...]

PACKAGED = Path(__file__).with_name("_data")
FOLDER = PACKAGED if PACKAGED.is_dir() else Path(__file__).parents[1] / "data"


@dataclass(frozen=True)
class Places:
    """The codes of a World: what a scenario may name.

    Parameters
    ----------
    zones_of
        Region code to its zones, in the World's order.
    region_of
        Zone to its Region.
    cables
        Cable codes.
    """

    zones_of: Mapping[str, tuple[str, ...]]
    region_of: Mapping[str, str]
    cables: frozenset[str]


@dataclass(frozen=True, eq=False)
class Grouping:
    """A division of the cells, by continent or by country.

    Parameters
    ----------
    kind
        "continent" or "country".
    names
        Names of the groups, in the order in which they are shown.
    codes
        Position of each cell's group in `names`, shape (cells,).
    """

    kind: str
    names: tuple[str, ...]
    codes: NDArray[np.intp]

    @classmethod
    def of(cls, kind: str, labels: pd.Series, weights: pd.Series) -> Grouping:
        """Group cells by their labels, the heaviest group first.

        Examples
        --------
        >>> Grouping.of("country", pd.Series(["FR", "DE", "FR"]), pd.Series([1, 9, 2])).names
        ('DE', 'FR')
        """
        totals = weights.groupby(labels.to_numpy()).sum()
        names = sorted(totals.index, key=lambda name: (-totals[name], name))
        codes = pd.Index(names).get_indexer(pd.Index(labels))
        return cls(kind, tuple(map(str, names)), codes)


def committed(name: str) -> pd.DataFrame:
    """Read a committed table of data/, text columns as text ("NA" is Namibia).

    Examples
    --------
    >>> "us-east-1" in set(committed("regions")["region"])
    True
    """
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False, na_values={"price_index": "", "launch_year": ""})


def outline(what: str) -> tuple[Ring, ...]:
    """Read a part of the land outline: closed clockwise rings of (lon, lat) [degrees].

    Parameters
    ----------
    what
        "rings" (land) or "lakes".
    """
    rings = json.loads((FOLDER / "land.json").read_text(encoding="utf8"))[what]
    return tuple(tuple((lon, lat) for lon, lat in ring) for ring in rings)
