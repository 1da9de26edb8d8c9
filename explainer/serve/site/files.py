"""The files of the site: pages with relative addresses, and scripts and data named by their content."""

from __future__ import annotations

import gzip
import hashlib
import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from explainer.app.bar import PAGES
from explainer.app.course.texts import COURSE
from explainer.page import Page, plotlyjs
from explainer.page.standalone import as_data, front_end, style
from explainer.texts import tr

RULES = ("table", "lesson", "start", "world")
AWAY = f'<span class="pp-away">{{label}} · {tr("only in the app")}</span>'
KEPT = tr("Your answers stay in this browser. There is no account, and nobody else sees them.")
LOST = tr("A file of this page could not be loaded. Check your connection and try again.")
_OPENED = re.compile(r'<a href="\?[^"]*">(.*?)</a>', re.DOTALL)  # a page opened in a way that only the app knows
_LINK = re.compile(r'<a([^>]*?) data-page="([^"]+)"([^>]*)>(.*?)</a>', re.DOTALL)


@dataclass
class Files:
    """A folder that is filled.

    Parameters
    ----------
    folder
        Where the files go.
    pages
        Notebook to the page that the site has of it.
    sizes
        File to its size [bytes], of those written so far.
    """

    folder: Path
    pages: Mapping[str, str]
    sizes: dict[str, int] = field(default_factory=dict)

    def scripts(self) -> dict[str, str]:
        """Write the scripts that all pages share; give their names.

        Raises
        ------
        RuntimeError
            If there is no plotly.js.
        """
        code = plotlyjs.module_code()
        if code is None:
            raise RuntimeError("There is no plotly.js for the site: run “parade-proof build” and try again.")
        names = {
            "plotly": self.named("plotly.js", code.decode()),
            "front": self.named("front.js", f"{front_end()}\nexport {{expectPlotly, open}};\n"),
            "rules": self.named("rules.js", rules()),
        }
        return names | {"site": self.named("site.js", _filled(_read("open.js"), names))}

    def data(self, name: str, value: Any) -> str:
        """Write data whose texts may hold links, packed; give the name of the file."""
        text = json.dumps(self.linked(value), ensure_ascii=False, separators=(",", ":"))
        return self.named(f"{name}.bin", gzip.compress(text.encode(), mtime=0))

    def page(self, name: str, title: str, layout: str, data: Mapping[str, Any], scripts: Mapping[str, str]) -> None:
        """Write a page with the class of its layout and the data that it opens with."""
        places = {
            "title": html.escape(title),
            "layout": layout,
            "style": f"{style(Page('', {}, {}, {}, {}))}\n{_read('site.css')}",
            "state": as_data(self.linked({**data, "lost": LOST})),
            **scripts,
        }
        self._write(name, _filled(_read("site.html"), places).encode())

    def linked(self, value: Any) -> Any:
        """Lead the links in texts to pages of the site; what it does not have is said to be in the app, or not said."""
        if isinstance(value, str):
            value = value.replace(COURSE["kept"], KEPT)  # an address of the site tells nothing of its visitor
            return _OPENED.sub(AWAY.format(label=r"\1"), _LINK.sub(self._link, value)) if "<a " in value else value
        if isinstance(value, dict):
            return {key: self.linked(item) for key, item in value.items()}
        return [self.linked(item) for item in value] if isinstance(value, list) else value

    def _link(self, found: re.Match[str]) -> str:
        before, page, after, label = found.groups()
        if page in self.pages:
            return f'<a{before} href="{self.pages[page]}"{after}>{label}</a>'
        return f"<a>{label}</a>" if page in PAGES else AWAY.format(label=label.removesuffix(" ›"))

    def named(self, name: str, content: str | bytes) -> str:
        """Write a file under a name that tells its content, so that it may be kept for ever."""
        data = content.encode() if isinstance(content, str) else content
        stem, dot, ending = name.rpartition(".")
        full = f"{stem}-{hashlib.sha256(data).hexdigest()[:10]}{dot}{ending}"
        self._write(full, data)
        return full

    def _write(self, name: str, data: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(data)
        self.sizes[name] = len(data)


def rules() -> str:
    """Give the script of all rules: what the acts of each kind of page lead to."""
    return "\n".join(_read(f"{name}.js") for name in RULES)


def _filled(outline: str, places: Mapping[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda place: places[place[1]], outline)


def _read(name: str) -> str:
    return (resources.files("explainer.serve.site") / name).read_text(encoding="utf-8")
