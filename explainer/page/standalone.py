"""A page without a kernel: its present state, its own front end and plotly.js in one HTML file.

The file asks nobody for anything: its policy forbids it, and it opens from a disk with the network off. A small model
stands where the kernel's would (standalone.js). Light and dark, narrow and wide, tables, tips of a map and the clock of
a replay are the browser's own and go on working; what would need the kernel cannot be used.

Whatever a visitor wrote is in the file as data: nothing in it can end the script it lies in, and the policy runs no
script but the two that are named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from importlib import resources
from typing import Any

from explainer.page import plotlyjs
from explainer.page.page import SCRIPT, Page
from explainer.page.wire import as_state
from explainer.texts import LANGUAGE, tr, tr_script
from explainer.view import palette

STILL = tr("This file is a picture of one state. Open the app to change it.")
NO_SCRIPT = tr("This page draws itself with JavaScript. Allow it for this file and reload.")
STATE = ("_skeleton", "_charts", "_texts", "_tables", "_variants", "_lights")
_ARRIVED = 'globalThis[Symbol.for("parade-proof.plotly-here")]'
_EXPORTS = (re.compile(r"\bexport\s*\{\s*([\w$]+) as default\s*\};?"), re.compile(r"\bexport default ([\w$.]+);"))


def html_of(page: Page, title: str, kind: str = "") -> str:
    """Write a page's present state as one HTML file that needs nothing else.

    Parameters
    ----------
    page
        The page.
    title
        Title of the file, as plain text.
    kind
        Class of the page's layout, such as "pp-world"; plain text.

    Raises
    ------
    RuntimeError
        If there is no plotly.js to put into it.

    Examples
    --------
    >>> file = html_of(Page("<p data-text='now'></p>", {}, {"now": "It is 12:00."}, {}, {}), "Now & then")
    >>> "<title>Now &amp; then</title>" in file
    True
    """
    code = plotlyjs.module_code()
    if code is None:
        raise RuntimeError("There is no plotly.js to put into the file: run “parade-proof build” and try again.")
    scripts = {"front": _front(), "plotly": as_script(code.decode())}
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in scripts.values())
    policy = f"script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    places = {
        "policy": f"default-src 'none'; {policy}",
        "language": LANGUAGE,
        "title": html.escape(title),
        "no_script": NO_SCRIPT,
        "kind": html.escape(kind),
        "style": style(page),
        "state": as_data({**state_of(page), "said": STILL}),
        **scripts,
    }
    outline = _read("standalone.html")
    return re.sub(r"\{\{(\w+)\}\}", lambda place: places[place[1]], outline)


def state_of(page: Page) -> dict[str, Any]:
    """Give what the front end of a page opens with: the present state as data, arrays as text.

    Parameters
    ----------
    page
        The page.

    Examples
    --------
    >>> state_of(Page("<p data-text='now'></p>", {}, {"now": "Noon."}, {}, {}))["_texts"]
    {'now': 'Noon.'}
    """
    state = {name: as_text(getattr(page, name)) for name in STATE}
    return {**state, "_bundle": {"path": "", "hash": ""}}


def as_text(value: Any) -> Any:
    """Write plain values as JSON alone: bytes in base64.

    Parameters
    ----------
    value
        Plain values, as `wire.plain` gives them.
    """
    value = as_state(value)
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_text(item) for item in value]
    return base64.b64encode(value).decode() if isinstance(value, bytes | memoryview) else value


def as_data(value: Any) -> str:
    r"""Write a value as JSON that cannot end the script element it stands in.

    Parameters
    ----------
    value
        What JSON can hold.

    Examples
    --------
    >>> as_data("</script><!-- &")
    '"\\u003c/script\\u003e\\u003c!-- \\u0026"'
    """
    written = json.dumps(value, allow_nan=False, separators=(",", ":"))
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


def as_script(module: str) -> str:
    """Turn a module with a default export into one that hands the export to the page it stands on.

    Parameters
    ----------
    module
        Source of the module.

    Raises
    ------
    RuntimeError
        If it has no default export, or something in it would end its script element.

    Examples
    --------
    >>> as_script("const a = 1; export{a as default};").split("(")[-1]
    'a);'
    """
    for export in _EXPORTS:
        written, count = export.subn(rf"{_ARRIVED}(\1);", module)
        if count == 1:
            return _safe(written)
    raise RuntimeError("plotly.js has no default export: run “parade-proof build” and try again.")


def front_end() -> str:
    """Give the script of a page that has no kernel: the page's own front end, and the model in the kernel's place."""
    esm, count = re.subn(r"^export default ", "const frontEnd = ", SCRIPT, flags=re.MULTILINE)
    if count != 1:
        raise RuntimeError("The front end of a page has no single default export.")
    return tr_script(f"{esm}\n{_read('standalone.js')}")


def style(page: Page) -> str:
    """Give the style of a page and of the ground under it."""
    light, dark = palette.LIGHT["page"], palette.DARK["page"]
    ground = _read("standalone.css").replace("{{light}}", light).replace("{{dark}}", dark)
    return f"{page._css}\n{ground.replace('{{font}}', palette.FONT)}"


def _front() -> str:
    return _safe(f"{front_end()}\nopenStill();\n")


def _safe(script: str) -> str:
    """Check that a script of the house can stand in a page; a policy by hashes leaves no room for mending it there."""
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise RuntimeError("A script of the page holds the end of a script element.")
    return script


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _read(name: str) -> str:
    return (resources.files("explainer.page") / name).read_text(encoding="utf-8")
