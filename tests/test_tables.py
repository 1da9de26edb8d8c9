from __future__ import annotations

import pandas as pd

from explainer.tables import Grouping, committed, outline


def test_committed_tables_keep_namibia_and_know_what_is_a_number() -> None:
    assert "NA" in set(committed("countries")["country"])
    assert committed("regions")["launch_year"].dtype == float
    assert committed("cells")["users"].min() > 0


def test_the_outline_is_closed_rings_cut_at_the_seam_of_the_map() -> None:
    for what in ("rings", "lakes"):
        for ring in outline(what):
            assert ring[0] == ring[-1]
            assert all(-169 <= lon <= 191 and -90 <= lat <= 90 for lon, lat in ring)


def test_groups_come_by_weight_and_then_by_name() -> None:
    grouping = Grouping.of("side", pd.Series(["a", "c", "b", "a"]), pd.Series([1, 5, 2, 1]))
    assert grouping.names == ("c", "a", "b")
    assert [grouping.names[code] for code in grouping.codes] == ["a", "c", "b", "a"]
