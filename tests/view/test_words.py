from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from explainer.view import words


def plain(text: str) -> str:
    return text.replace(words.NO_BREAK, " ")


@pytest.mark.parametrize(
    ("value", "told"),
    [(263.5, "264"), (9.94, "9.9"), (9.96, "10"), (4.0, "4"), (0, "0"), (1234.4, "1,234"), (float("nan"), "–")],
)
def test_waits_are_whole_and_have_one_decimal_under_ten(value: float, told: str) -> None:
    assert words.bare(value) == told


@given(st.floats(0, 3000, width=32))
def test_a_wait_cut_to_a_tenth_is_written_as_before(value: float) -> None:
    least = 0.5 if value >= 9.95 else 0.05
    assume(value % (2 * least) != pytest.approx(least, abs=1e-6))  # a tie, which Python and browsers settle differently
    (cut,) = words.tenths(np.float32([value])).tolist()
    assert words.bare(cut) == words.bare(value)
    assert abs(cut - value) <= 0.1001
    assert round(cut * 10) / 10 == pytest.approx(cut, rel=1e-6)


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0 %"), (0.0099, "under 1 %"), (0.01, "1 %"), (0.99, "99 %"), (0.9901, "99.0 %"), (0.99999, "99.9 %")],
)
def test_little_is_never_nothing_and_nearly_all_is_never_all(value: float, told: str) -> None:
    assert plain(words.share(value)) == told


def test_what_is_not_known_is_a_dash() -> None:
    assert [words.wait(float("nan")), words.share(float("nan"))] == ["–", "–"]


@pytest.mark.parametrize(
    ("count", "told"),
    [(999_949, "1 million"), (9_400, "9,400"), (10_000, "10 thousand"), (1_949_999, "1.9 million"), (0, "0")],
)
def test_people_have_two_digits_or_a_unit(count: float, told: str) -> None:
    assert plain(words.people(count)) == told


def test_names_from_outside_are_text_in_pages_and_in_charts() -> None:
    assert "<" not in words.html("<script>alert('x')</script>")
    assert "'" not in words.html("it's")
    assert "<" not in words.plot("<b>bold</b><br>")


def test_lists_and_counts_read_as_prose() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a", "b"]) == "a and b"
    assert words.counted(0, "Region") == "no Regions"
    assert words.counted(2, "Availability Zone") == "two Availability Zones"
    assert words.counted(2, "country") == "two countries"
