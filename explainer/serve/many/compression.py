"""Small answers for browsers that take them: files compressed once and kept, all else while it is written.

The files of Voilà, of its extensions and plotly.js stay as they are while the server runs. The first to ask for one
waits until a thread has compressed it with gzip, as well as that can; afterwards it lies in memory. Brotli makes it a
seventh smaller still, and takes seconds: it is there for those who come later. (Browsers take it only over TLS and from
their own machine.) A page is compressed piece by piece, and each piece can be read as soon as it has come.

The length of a compressed answer can tell a secret to somebody who watches the line and can have guesses written into
the same answer, many times (BREACH). Here are no such answers: a page's only secret, the name of its kernel, is another
one each time, and nothing that a request says stands in a page.
"""

from __future__ import annotations

import asyncio
import gzip
import os
import re
import sys
import threading
import zlib
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import OutputTransform, StaticFileHandler

MOST_BYTES = 32_000_000  # of compressed files in memory; those that pages load take 2 MB, and 1.6 once more
LARGEST_FILE = 16_000_000  # [bytes] that is compressed as a whole
LEAST_BYTES = 1_000  # of a short answer; below, gzip saves nothing
LEVEL_ONCE, LEVEL_EACH_TIME, BROTLI_LEVEL = 9, 6, 10
AT_ONCE, LATER = "gzip", "br"
_MARKS = {AT_ONCE: "gz", LATER: "br"}
_GZIP = 16 + zlib.MAX_WBITS
_WORTH_IT = re.compile(r"text/.*|application/(javascript|json|manifest\+json|xml|wasm)|image/svg\+xml")

_File = tuple[str, str, int, int]


def accepts(coding: str, accepted: str) -> bool:
    """Tell whether a browser takes a coding, by its header `Accept-Encoding`.

    Examples
    --------
    >>> headers = ("gzip, deflate, br", "br, gzip;q=0.5", "gzip;q=0", "identity", "")
    >>> [accepts("gzip", header) for header in headers]
    [True, True, False, False, False]
    """
    offers = (offer.replace(" ", "").partition(";") for offer in accepted.lower().split(","))
    return any(name == coding and not re.fullmatch(r"q=0(\.0*)?", weight) for name, _, weight in offers)


def worth_it(content_type: str) -> bool:
    """Tell whether answers of a type get smaller.

    Examples
    --------
    >>> worth_it("text/html; charset=UTF-8"), worth_it("font/woff2")
    (True, False)
    """
    return _WORTH_IT.fullmatch(content_type.partition(";")[0].strip()) is not None


class Kept:
    """Compressed files; when they get too many, those that nobody has asked for lately go.

    Parameters
    ----------
    most_bytes
        How much of memory they may take [bytes].
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._files: OrderedDict[_File, asyncio.Future[bytes]] = OrderedDict()
        self._threads = {
            AT_ONCE: ThreadPoolExecutor(1, AT_ONCE),
            LATER: ThreadPoolExecutor(1, LATER, initializer=_give_way),
        }

    @property
    def taken_bytes(self) -> int:
        """How much they take [bytes]."""
        done = (file for file in self._files.values() if file.done() and not file.exception())
        return sum(len(file.result()) for file in done)

    def close(self) -> None:
        """Begin nothing more, so that the server can end."""
        for thread in self._threads.values():
            thread.shutdown(wait=False, cancel_futures=True)

    async def get(self, path: str, accepted: str) -> tuple[str, bytes]:
        """Give a file in a coding that a browser takes, and its name; nothing if there is none or it is too large.

        Raises
        ------
        OSError
            If it cannot be read.
        """
        found = Path(path).stat()
        if found.st_size > LARGEST_FILE:
            return "", b""
        of_file = path, found.st_mtime_ns, found.st_size
        if accepts(LATER, accepted):
            small = self._made((LATER, *of_file))
            if small.done() and not small.exception():
                return LATER, small.result()
        if not accepts(AT_ONCE, accepted):
            return "", b""
        try:
            return AT_ONCE, await asyncio.shield(self._made((AT_ONCE, *of_file)))
        finally:
            while len(self._files) > 1 and self.taken_bytes > self.most_bytes:
                self._files.popitem(last=False)

    def _made(self, file: _File) -> asyncio.Future[bytes]:
        """Give a compressed file, or begin with it; one that failed is tried again."""
        known = self._files.get(file)
        if known is None or (known.done() and known.exception()):
            loop, (coding, path, *_) = asyncio.get_running_loop(), file
            self._files[file] = loop.run_in_executor(self._threads[coding], _compressed, coding, path)
        self._files.move_to_end(file)
        return self._files[file]


def _give_way() -> None:
    """Leave the processor to everybody else."""
    if sys.platform == "linux":  # elsewhere this would be for the whole server
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


def _compressed(coding: str, path: str) -> bytes:
    content = Path(path).read_bytes()
    if coding == AT_ONCE:
        return gzip.compress(content, LEVEL_ONCE, mtime=0)
    small: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_LEVEL)
    return small


class CompressedFile(StaticFileHandler):
    """What kinds of files share: a browser that takes a compressed one gets that, always as a whole."""

    coding, compressed = "", b""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer with the file."""
        self.coding, self.compressed = await self._compressed(path)
        if not self.compressed:
            await super().get(path, include_body)
            return
        self.modified = self.get_modified_time()
        self.set_headers()
        if self.should_return_304():
            self.set_status(304)
            return
        self.set_header("Content-Length", str(len(self.compressed)))
        if include_body:
            self.write(self.compressed)

    async def _compressed(self, path: str) -> tuple[str, bytes]:
        self.path = self.parse_url_path(path)
        found = self.get_absolute_path(self.root, self.path)
        self.absolute_path = self.validate_absolute_path(self.root, found)
        if self.absolute_path is None or not worth_it(self.get_content_type()):
            return "", b""
        kept: Kept = self.settings["compressed_files"]
        return await kept.get(self.absolute_path, self.request.headers.get("Accept-Encoding", ""))

    def set_headers(self) -> None:
        """Say which of them it is."""
        super().set_headers()
        if worth_it(self.get_content_type()):
            self.set_header("Vary", "Accept-Encoding")
        if self.compressed:
            self.set_header("Content-Encoding", self.coding)
            self.set_header("Accept-Ranges", "none")

    def compute_etag(self) -> str | None:
        """Mark the compressed file, not with `-gzip`: proxies take that off again, as their own mark."""
        mark = super().compute_etag()
        return f'{mark[:-1]}.{_MARKS[self.coding]}"' if mark and self.compressed else mark


class CompressedAnswer(OutputTransform):
    """Compresses all other answers while they are written, and sends on at once what has been flushed."""

    def __init__(self, request: HTTPServerRequest) -> None:
        super().__init__(request)
        self._accepted = accepts(AT_ONCE, request.headers.get("Accept-Encoding", ""))
        self._stream: Any = None

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """Decide, and begin."""
        if not worth_it(headers.get("Content-Type", "")) or "Content-Encoding" in headers:
            return status_code, headers, chunk
        headers["Vary"] = "Accept-Encoding"
        small = finishing and len(chunk) < LEAST_BYTES
        if self._accepted and not small and "Content-Range" not in headers:
            self._stream = zlib.compressobj(LEVEL_EACH_TIME, wbits=_GZIP)
            chunk = self.transform_chunk(chunk, finishing)
            headers["Content-Encoding"] = "gzip"
            headers.pop("Content-Length", None)
            if finishing:
                headers["Content-Length"] = str(len(chunk))
            if headers.get("Etag", "").startswith('"'):
                headers["Etag"] = f"W/{headers['Etag']}"
        return status_code, headers, chunk

    def transform_chunk(self, chunk: bytes, finishing: bool) -> bytes:
        """Go on."""
        if self._stream is None:
            return chunk
        how = zlib.Z_FINISH if finishing else zlib.Z_SYNC_FLUSH
        small: bytes = self._stream.compress(chunk) + self._stream.flush(how)
        return small
