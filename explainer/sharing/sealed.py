"""Links as text: a version, squeezed content in letters that no address changes, and a check sum.

`1.content.checksum`: the content is base64url of what the version's form packs, the check sum the CRC-32 of all before
it, so a link that was cut or changed on its way is told from one that says something else.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote
from zlib import crc32

from explainer.errors import InputError, shown
from explainer.sharing.versions import VERSION, Content, brought_up, form_of
from explainer.texts import tr

LONGEST = 1_500
LONGEST_ADDRESS = 8_000
KEY = "s"  # of the link in an address: …/00_world.ipynb?s=1.…
FORM = re.compile(r"([0-9]{1,3})\.([A-Za-z0-9_-]+)\.([0-9a-f]{8})", re.ASCII)
BEGIN = re.compile(r"([0-9]{1,3})\.", re.ASCII)
IN_ADDRESS = re.compile(rf"(?:^|[?&]){KEY}=([^&#]*)")
DAMAGED = tr("This link is damaged or was cut on its way. Copy the whole link and try again.")


def seal(content: Mapping[str, Any]) -> str:
    """Write a link.

    Parameters
    ----------
    content
        "page", "scenarios", "settings", "own" as plain data, the scenarios complete.

    Raises
    ------
    InputError
        If it would be too long.
    """
    body = urlsafe_b64encode(form_of(VERSION, tr("This link")).pack(content)).decode("ascii").rstrip("=")
    link = f"{VERSION}.{body}.{_check_sum(str(VERSION), body)}"
    if len(link) > LONGEST:
        raise InputError(
            tr(
                "A link to this would have {count} characters, and one may have {most}. Save the design as a file, or "
                "choose fewer Regions or outages.",
                count=f"{len(link):,}",
                most=f"{LONGEST:,}",
            )
        )
    return link


def unseal(link: str) -> Content:
    """Read a link, or an address that holds one; its content is plain data of the present version, from outside.

    Raises
    ------
    InputError
        If it is no link, was cut or changed, or comes from a newer version.

    Examples
    --------
    >>> unseal(seal({"page": "chapter", "settings": {"number": 3}}))["settings"]
    {'number': 3}
    """
    text = link_in(link)
    if len(text) > LONGEST:
        raise InputError(
            tr(
                "This link has {count} characters, and one may have {most}. Ask for a new one.",
                count=f"{len(text):,}",
                most=f"{LONGEST:,}",
            )
        )
    begin, whole = BEGIN.match(text), FORM.fullmatch(text)
    if begin is None:
        raise InputError(
            tr("{text} is not a link of Parade-proof. Copy the whole link and try again.", text=shown(text))
        )
    form = form_of(int(begin[1]), tr("This link"))
    if whole is None or _check_sum(whole[1], whole[2]) != whole[3]:
        raise InputError(DAMAGED)
    try:
        packed = urlsafe_b64decode(whole[2] + "=" * (-len(whole[2]) % 4))
    except binascii.Error as error:
        raise InputError(DAMAGED) from error
    return brought_up(form.unpack(packed), int(whole[1]))


def link_in(text: str) -> str:
    """Find the link in an address, in the part of an address after its question mark, or alone; "" for none.

    An address may be inside another, as a service that starts the app on demand writes it, and be escaped there.

    Raises
    ------
    InputError
        If the text is longer than any address.

    Examples
    --------
    >>> link_in("https://parade.example/00_world.ipynb?s=1.abc.00000000&theme=dark"), link_in("theme=dark")
    ('1.abc.00000000', '')
    >>> link_in("https://hub.example/v2/tag?urlpath=voila%2Frender%2F00_world.ipynb%3Fs%3D1.abc.00000000")
    '1.abc.00000000'
    """
    if len(text) > LONGEST_ADDRESS:
        raise InputError(
            tr(
                "This has {count} characters, which is too long for a link. Copy the link alone.",
                count=f"{len(text):,}",
            )
        )
    text = "".join(text.split())  # mails break long lines
    if "=" not in text:
        return text
    for _ in range(3):
        found = IN_ADDRESS.search(text)
        if found:
            return unquote(found[1])
        text = unquote(text)
    return ""


def _check_sum(version: str, body: str) -> str:
    return f"{crc32(f'{version}.{body}'.encode('ascii')):08x}"
