from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from explainer import InputError
from explainer.files import read_demand, read_measured_rtt

HEADING = "name,lat,lon,users,timezone,country\n"


def demand(*rows: str, heading: str = HEADING) -> pd.DataFrame:
    return read_demand((heading + "\n".join(rows)).encode())


def test_a_demand_file_is_read_with_what_it_leaves_out_left_empty() -> None:
    table = demand("Home,51.5,-0.1,10", 'Paris,48.9,2.3,"20"', heading="name,lat,lon,users\n")
    assert table.to_dict("list") == {
        "name": ["Home", "Paris"],
        "lat": [51.5, 48.9],
        "lon": [-0.1, 2.3],
        "users": [10.0, 20.0],
        "timezone": ["", ""],
        "country": ["", ""],
    }


def test_path_bytes_and_frame_say_the_same(tmp_path: Path) -> None:
    text = HEADING + "Windhoek,-22.6,17.1,5,Africa/Windhoek,NA\nHome,51.5,-0.1,10,,\n"
    file = tmp_path / "demand.csv"
    file.write_text(text, encoding="utf-8")
    frame = pd.DataFrame(
        {
            "name": ["Windhoek", "Home"],
            "lat": [-22.6, 51.5],
            "lon": [17.1, -0.1],
            "users": [5, 10],
            "timezone": ["Africa/Windhoek", None],
            "country": ["NA", float("nan")],
        }
    )
    read = [read_demand(source) for source in (text.encode(), file, str(file), frame)]
    for other in read[1:]:
        pd.testing.assert_frame_equal(read[0], other)
    assert read[0]["country"].tolist() == ["NA", ""]  # Namibia is not missing


def test_columns_come_in_any_order_and_names_keep_their_commas() -> None:
    table = demand('3,"Washington, D.C.",-77.0,38.9', heading="users,name,lon,lat\n")
    assert list(table.loc[0, ["name", "lat", "lon", "users"]]) == ["Washington, D.C.", 38.9, -77.0, 3.0]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    assert read_demand("\ufeffname,lat,lon,users\r\nZürich,47.4,8.5,3\r\n\r\n".encode())["name"].tolist() == ["Zürich"]


def test_a_name_may_look_like_a_script_and_stays_text() -> None:
    assert demand("<script>alert(1)</script>,1,2,3,,")["name"].tolist() == ["<script>alert(1)</script>"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["a,1,2,3,,", "b,95.2,2,3,,"], "Row 2 .* lat 95.2 is not between −90 and 90. Correct it and load"),
        (["a,1,-180.5,3,,"], "Row 1 .* lon -180.5 is not between −180 and 180"),
        (["a,1,2,-3,,"], "Row 1 .* users -3 is not between 0 and 100,000,000,000"),
        (["a,1,2,many,,"], "Row 1 .* users many is not between 0 and"),
        (["a,1,2,nan,,"], "Row 1 .* users nan is not between"),
        (["a,1,2,inf,,"], "Row 1 .* users inf is not between"),
        (["a,1,2,,,"], "Row 1 .* users is empty and is not between"),
        (["a,1,2,3,,", ",1,2,3,,"], "Row 2 of your file has no name. Fill it in"),
        (
            ["a,1,2,3,,", "b,1,2,3"],
            "Row 2 of your file has 4 fields, and the heading has 6. Put a name .* in double quotes",
        ),
        (
            ["a,1,2,3,Europe/Atlantis,"],
            "Row 1 .* no time zone 'Europe/Atlantis'. Give an IANA name such as Europe/Paris",
        ),
        (["a,1,2,3,Europe,"], "Row 1 .* no time zone 'Europe'"),
        (["a,1,2,3,../../etc/passwd,"], "Row 1 .* no time zone '../../etc/passwd'"),
        (["a,1,2,0,,"], "no users at all: every row says 0. Give at least one row some users"),
        ([], "heading and no rows. Add at least one place"),
    ],
)
def test_a_bad_row_is_told_with_its_number_its_value_and_the_remedy(rows: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        demand(*rows)


@pytest.mark.parametrize(
    ("heading", "message"),
    [
        ("name,lat,lon", "lacks the column 'users'. Its heading must be name, lat, lon, users, timezone, country"),
        ("name,latitude,longitude,users", "lacks the column 'lat', 'lon'"),
        ("name,lat,lon,users,mood", "has the unknown column 'mood'. Its heading must be name, lat"),
        ("name,lat,lon,users,lat", "repeats the column 'lat'"),
    ],
)
def test_a_bad_heading_is_told_with_the_right_one(heading: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_demand(f"{heading}\na,1,2,3,4\n".encode())


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "lacks the column 'name', 'lat', 'lon', 'users'"),
        (b"\n\n  \n", "lacks the column"),
        (b"\x8b\x1f" * 5_000_000, "10.0 MB; at most 5 MB can be read. Join small places"),
        (
            HEADING.encode() + "Malmö,55.6,13.0,3,,\n".encode("latin-1"),
            "Line 2 of your file is not UTF-8 text. Save it as CSV",
        ),
        (HEADING.encode() + b"a\0b,1,2,3,,\n", "not text. Save the table as CSV"),
        (HEADING.encode() + b'"a,1,2,3,,\n', "cannot be read as CSV: .* Check its quotes"),
        (b"x" * 200_000, "cannot be read as CSV: field larger"),
        (b"PK\x03\x04 rubbish", "lacks the column"),
    ],
    ids=["empty", "blank", "10 MB", "latin-1", "NUL", "open quote", "endless field", "zip"],
)
@pytest.mark.parametrize("read", [read_demand, read_measured_rtt])
def test_what_is_no_table_is_told_in_words(read: object, content: bytes, message: str) -> None:
    if read is read_measured_rtt and message.startswith("lacks"):
        message = "no round trips|fields, not 3"
    with pytest.raises(InputError, match=message):
        read(content)  # type: ignore[operator]


def test_a_file_that_cannot_be_opened_is_told_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"The file 'nowhere\.csv' cannot be opened: No such file"):
        read_demand("nowhere.csv")
    with pytest.raises(InputError, match="cannot be opened: Is a directory"):
        read_demand(tmp_path)


def test_a_matrix_is_read_with_or_without_a_heading() -> None:
    rows = "us-east-1,eu-west-1,70.2\neu-west-1,us-east-1,71\n"
    expected = [("us-east-1", "eu-west-1", 70.2), ("eu-west-1", "us-east-1", 71.0)]
    assert read_measured_rtt(rows.encode()) == expected
    assert read_measured_rtt(f"from,to,ms\n{rows}".encode()) == expected
    assert read_measured_rtt(pd.DataFrame(expected, columns=["from", "to", "ms"])) == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a,b,70\na,c,fast\n", "Row 2 .* round trip 'fast' is not a number of milliseconds above 0 and up to 10,000"),
        ("a,b,-1\n", "Row 1 .* round trip '-1' is not a number"),
        ("a,b,0\n", "Row 1 .* round trip '0' is not"),
        ("from,to,ms\na,b,nan\n", "Row 1 .* 'nan' is not a number"),
        ("from,to,ms\na,b,1e9\n", "Row 1 .* '1e9' is not a number"),
        ("a,b,70\na,c\n", "Row 2 of your file has 2 fields, not 3. Give Region, Region, milliseconds"),
        ("from,to,ms\n", "no round trips. Give rows of Region, Region, milliseconds"),
    ],
)
def test_a_bad_matrix_row_is_told_with_its_number(content: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_measured_rtt(content.encode())
