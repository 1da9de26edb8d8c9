"""Small answers: what a browser that takes gzip gets is what the others get, only shorter and at once."""

import asyncio
import gzip
import http.client
import os
import re
import time
import zlib
from contextlib import closing

import brotli
import pytest
from voila import __version__

from explainer.serve.many.compression import LARGEST_FILE, Kept

PIECES = "/voila/render/01_pieces.ipynb"
PLOTLY = "/voila/labextensions/parade-proof/static/plotly.js?v=1"
VOILA = f"/voila/static/{__version__}/voila.js"
TAKES_GZIP = {"Accept-Encoding": "gzip, deflate, zstd"}
TAKES_BOTH = {"Accept-Encoding": "gzip, deflate, br, zstd"}


# --- the files that are kept


def test_a_file_is_compressed_once_until_it_changes_while_everybody_else_goes_on(tmp_path):
    file = tmp_path / "file.js"
    file.write_bytes(os.urandom(2_000_000))

    async def ask():
        kept = Kept()
        asked = [asyncio.create_task(kept.get(str(file), "gzip")) for _ in range(5)]
        await asyncio.sleep(0)
        assert not any(task.done() for task in asked)
        answers = await asyncio.gather(*asked)
        assert {coding for coding, _ in answers} == {"gzip"}
        assert gzip.decompress(answers[0][1]) == file.read_bytes()
        assert all(small is answers[0][1] for _, small in answers)
        file.write_bytes(b"another")
        assert gzip.decompress((await kept.get(str(file), "gzip"))[1]) == b"another"
        kept.close()

    asyncio.run(ask())


def test_no_more_is_kept_than_may_be_and_those_asked_for_last_stay(tmp_path):
    files = [tmp_path / f"{number}.js" for number in range(5)]
    for file in files:
        file.write_bytes(os.urandom(1_000))

    async def ask():
        kept = Kept(most_bytes=3_500)
        _, first = await kept.get(str(files[0]), "gzip")
        for file in files[1:]:
            await kept.get(str(file), "gzip")
            assert kept.taken_bytes <= 3_500
            assert (await kept.get(str(files[0]), "gzip"))[1] is first
        kept.close()

    asyncio.run(ask())


def test_a_file_that_is_too_large_or_not_there_is_not_kept(tmp_path):
    with (tmp_path / "large.js").open("wb") as large:
        large.truncate(LARGEST_FILE + 1)

    async def ask():
        kept = Kept()
        assert await kept.get(str(large.name), "br, gzip") == ("", b"")
        with pytest.raises(FileNotFoundError):
            await kept.get(str(tmp_path / "none.js"), "br, gzip")
        assert kept.taken_bytes == 0

    asyncio.run(ask())


def test_nobody_waits_for_the_smaller_form_that_takes_longer_and_who_comes_later_gets_it(tmp_path):
    file = tmp_path / "file.js"
    file.write_text("".join(f"const a{n} = {n * n % 977};\n" for n in range(20_000)))

    async def ask():
        kept = Kept()
        coding, first = await kept.get(str(file), "gzip, br")
        assert coding == "gzip"
        while coding == "gzip":
            await asyncio.sleep(0.02)
            coding, small = await kept.get(str(file), "gzip, br")
        assert coding == "br"
        assert brotli.decompress(small) == gzip.decompress(first) == file.read_bytes()
        assert len(small) < len(first)
        assert (await kept.get(str(file), "gzip"))[1] is first
        assert (await kept.get(str(file), "br"))[1] is small
        assert await kept.get(str(file), "identity") == ("", b"")
        kept.close()

    asyncio.run(ask())


# --- the real server


@pytest.mark.parametrize("path", [VOILA, PLOTLY])
def test_a_file_is_the_same_and_shorter_and_each_of_the_two_knows_its_own_length_and_mark(site, path):
    plain, small = site.ask(path, Accept_Encoding="zstd, gzip;q=0"), site.ask(path, **TAKES_GZIP)
    assert gzip.decompress(small.body) == plain.body
    assert len(small.body) < 0.4 * len(plain.body)
    assert (plain.headers.get("Content-Encoding"), small.headers["Content-Encoding"]) == (None, "gzip")
    tags = {answer.headers.get("Etag") for answer in (plain, small)}
    assert len(tags) == 2 or tags == {None}
    for answer in (plain, small):
        assert int(answer.headers["Content-Length"]) == len(answer.body)
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Type"] == "text/javascript"
    head = site.ask(path, "HEAD", **TAKES_GZIP)
    assert (head.status, head.body) == (200, b"")
    own = {"Date"}
    assert {name: head.headers[name] for name in {*head.headers} - own} == {
        name: small.headers[name] for name in {*small.headers} - own
    }


def test_in_time_a_browser_gets_the_smallest_form_with_a_mark_of_its_own(site):
    small = site.ask(VOILA, **TAKES_GZIP)
    end = time.monotonic() + 30
    while (least := site.ask(VOILA, **TAKES_BOTH)).headers["Content-Encoding"] != "br":
        assert time.monotonic() < end
        time.sleep(0.05)
    assert brotli.decompress(least.body) == gzip.decompress(small.body)
    assert len(least.body) < len(small.body)
    assert least.headers["Etag"] != small.headers["Etag"]
    assert site.ask(VOILA, If_None_Match=least.headers["Etag"], **TAKES_BOTH).status == 304
    assert site.ask(VOILA, **TAKES_GZIP).body == small.body


@pytest.mark.parametrize("path", [VOILA, PLOTLY])
def test_a_browser_that_has_a_file_is_told_so_and_one_that_has_the_other_gets_its_own(site, path):
    plain, small = site.ask(path), site.ask(path, **TAKES_GZIP)
    again = site.ask(path, If_Modified_Since=small.headers["Last-Modified"], **TAKES_GZIP)
    assert (again.status, again.body, again.headers["Vary"]) == (304, b"", "Accept-Encoding")
    for has, asks, status in ((small, TAKES_GZIP, 304), (plain, {}, 304), (small, {}, 200), (plain, TAKES_GZIP, 200)):
        if tag := has.headers.get("Etag"):
            assert site.ask(path, If_None_Match=tag, **asks).status == status


@pytest.mark.parametrize("path", [VOILA, PLOTLY])
def test_a_part_of_a_file_is_a_part_of_the_plain_one_or_the_whole_small_one(site, path):
    plain, small = site.ask(path), site.ask(path, **TAKES_GZIP)
    part = site.ask(path, Range="bytes=5-9")
    assert (part.status, part.body) == (206, plain.body[5:10])
    assert "Content-Encoding" not in part.headers
    whole = site.ask(path, Range="bytes=5-9", **TAKES_GZIP)
    assert (whole.status, whole.body) == (200, small.body)
    assert (plain.headers["Accept-Ranges"], small.headers["Accept-Ranges"]) == ("bytes", "none")


@pytest.mark.parametrize(("path", "status"), [("none.js", 403), ("../../../etc/passwd", 403), ("%2e%2e/app.py", 403)])
def test_no_other_file_is_there_for_who_takes_gzip(site, path, status):
    assert site.ask(f"/voila/static/{__version__}/{path}", **TAKES_GZIP).status == status


@pytest.mark.parametrize(("path", "status"), [("/voila/tree", 200), ("/none", 404)])
def test_other_answers_are_the_same_and_shorter(site, path, status):
    plain, small = site.ask(path), site.ask(path, **TAKES_GZIP)
    assert plain.status == small.status == status
    assert gzip.decompress(small.body) == plain.body
    assert int(small.headers["Content-Length"]) == len(small.body) < 0.5 * len(plain.body)
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    if status == 200:
        assert small.headers["Etag"] == f"W/{plain.headers['Etag']}"
        assert site.ask(path, If_None_Match=small.headers["Etag"], **TAKES_GZIP).status == 304


def test_a_page_is_one_stream_whose_pieces_can_be_read_before_the_next_is_there(site):
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)) as line:
        line.request("GET", PIECES, headers={**TAKES_GZIP, "X-Forwarded-For": "198.51.100.9"})
        found = line.getresponse()
        assert found.headers["Content-Encoding"] == "gzip"
        assert found.headers["Vary"] == "Accept-Encoding"
        stream, page = zlib.decompressobj(16 + zlib.MAX_WBITS), ""
        while "told before" not in page:
            page += stream.decompress(found.read1()).decode()
        assert "told after" not in page
        (site.folder / "go").touch()
        page += (stream.decompress(found.read()) + stream.flush()).decode()
    assert stream.eof
    assert "told after" in page
    assert page.rstrip().endswith("</html>")
    site.leave(re.search(r'"kernelId": "([0-9a-f-]+)"', page)[1])
