"""What a browser may do with a page: headers that stand on every answer.

The Content Security Policy names no other host. Scripts come from this server; those few that stand inside the page
are named by their hash, taken from the very template that writes them, so an inserted script does not run. `blob:` is
how anywidget starts the code of a widget; styles inside the page are how JupyterLab's parts look as they should.

A page loads a hundred files. What a file may do as part of a page, the page's own headers say; by itself it may do
nothing, which takes few words.
"""

from __future__ import annotations

import base64
import hashlib
from http.client import responses
from typing import Any

import jinja2
from jupyter_server.base.handlers import APIHandler
from tornado.web import StaticFileHandler
from voila.handler import BaseVoilaHandler

from explainer.texts import tr

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",  # what frame-ancestors says, for browsers of old
    "Referrer-Policy": "same-origin",  # a link may hold a visitor's design
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{power}=()"
        for power in (
            "accelerometer",
            "autoplay",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
        )
    ),
}
_OF_FILES = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_INLINE = ("waiting", "opening", "closing", "theme", "heartbeat")


def security_headers(templates: jinja2.Environment, base_url: str) -> dict[str, str]:
    """Headers for every answer of a server that writes its pages from these templates."""
    written = templates.get_template("inline.html.j2").make_module({"base": base_url})
    hashes = " ".join(f"'{_hash(str(getattr(written, name)(base_url, tr)))}'" for name in _INLINE)
    policy = {
        "default-src": "'none'",
        "script-src": f"'self' blob: {hashes}",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }
    return {"Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()), **_FIXED}


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


class Guarded:
    """What every kind of answer shares: the headers, and no word about what the server is made of."""

    settings: dict[str, Any]

    def set_default_headers(self) -> None:
        """Set the headers; tornado calls this for good answers and for errors."""
        super().set_default_headers()  # type: ignore[misc]
        headers = _OF_FILES if isinstance(self, StaticFileHandler) else self.settings["visitor_headers"]
        for name, value in headers.items():
            self.set_header(name, value)  # type: ignore[attr-defined]
        self.clear_header("Server")  # type: ignore[attr-defined]

    def write_error(self, status_code: int, **details: Any) -> None:
        """Say what is wrong: as a page, as JSON, or else in two words."""
        if isinstance(self, (BaseVoilaHandler, APIHandler)):
            super().write_error(status_code, **details)  # type: ignore[misc]
        else:
            self.set_header("Content-Type", "text/plain; charset=utf-8")  # type: ignore[attr-defined]
            self.finish(f"{status_code} {responses.get(status_code, 'Refused')}")  # type: ignore[attr-defined]


def guarded(kind: type[Any]) -> type[Any]:
    """Make a kind of answer that has the headers."""
    return type(f"Guarded{kind.__name__}", (Guarded, kind), {})
