"""From what a visitor hands over to text and JSON, whatever program wrote it.

A listing printed on Windows is often UTF-16, a page of it is a document of its own, and a file may be nested without
end. All of that is settled here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from explainer.errors import InputError, shown
from explainer.texts import tr

LARGEST_FILE_MB = 20
BETWEEN = re.compile(r"[\s,]*")  # what may stand between two JSON documents
CONTENT = ("{", "[")


def text_of(source: bytes | str | Path) -> str:
    r"""Give the text of a file.

    Parameters
    ----------
    source
        Its content, as bytes or as text, or its path. A str is text if it has a line break or opens like JSON.

    Raises
    ------
    InputError
        For a file that is too large, cannot be opened or is not text.

    Examples
    --------
    >>> text_of("az_id\nuse1-az1\n".encode("utf-16"))
    'az_id\nuse1-az1\n'
    """
    if isinstance(source, str) and ("\n" in source or "\r" in source or is_json(source)):
        _check_size(len(source))
        text = source
    else:
        content = source if isinstance(source, bytes) else _opened(Path(source))
        _check_size(len(content))
        text = _decoded(content)
    if "\0" in text:
        raise InputError(tr("Your file is not text. Load a table as CSV, or JSON as the command line prints it."))
    return text.removeprefix("\ufeff")


def documents(text: str) -> list[Any]:
    r"""Give the JSON documents of a text, which may stand one after the other.

    Raises
    ------
    InputError
        For what is not JSON, breaks off or is nested too deeply.

    Examples
    --------
    >>> documents('{"page": 1}\n{"page": 2}')
    [{'page': 1}, {'page': 2}]
    """
    decoder, found = json.JSONDecoder(), list[Any]()
    at = _after(text, 0)
    while at < len(text):
        try:
            document, end = decoder.raw_decode(text, at)
        except RecursionError as error:
            raise InputError(
                tr("Your file is nested too deeply to be read. Load it as the program printed it.")
            ) from error
        except ValueError as error:
            line = text.count("\n", 0, getattr(error, "pos", at)) + 1
            raise InputError(
                tr(
                    "Your file is not JSON from line {line} on. Print it again, whole, and with --output json.",
                    line=line,
                )
            ) from error
        found.append(document)
        at = _after(text, end)
    return found


def is_json(text: str) -> bool:
    """Say whether a text means to be JSON."""
    return text.lstrip().startswith(CONTENT)


def _after(text: str, at: int) -> int:
    between = BETWEEN.match(text, at)
    return between.end() if between else at


def _decoded(content: bytes) -> str:
    """Read bytes by the encoding that their first ones show; where that fails, as Latin-1: codes are the same in it."""
    encoding = json.detect_encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _opened(path: Path) -> bytes:
    try:
        size = path.stat().st_size
    except ValueError as error:  # a path holds no NUL
        raise InputError(
            tr("There is no file {name}. Give its path, or its content.", name=shown(path.name))
        ) from error
    except OSError as error:
        raise _closed(path, error) from error
    _check_size(size)
    try:
        return path.read_bytes()
    except OSError as error:
        raise _closed(path, error) from error


def _closed(path: Path, error: OSError) -> InputError:
    return InputError(tr("The file {name} cannot be opened: {fault}.", name=shown(path.name), fault=error.strerror))


def _check_size(size: int) -> None:
    if size > LARGEST_FILE_MB * 1_000_000:
        raise InputError(
            tr(
                "Your file has {size} MB; at most {most} MB can be read. Print only what is needed: the zone and the "
                "state of each instance, one account at a time.",
                size=f"{size / 1e6:.1f}",
                most=LARGEST_FILE_MB,
            )
        )
