"""The files of the site: pages with relative addresses, and scripts and data named by their content."""

from __future__ import annotations

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
from explainer.page import Page, plotlyjs
from explainer.page.standalone import as_data, front_end, state_of, style

AWAY = '<span class="pp-away">{label} · only in the app</span>'
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
            "lesson": self.named("lesson.js", _read("lesson.js")),
            "start": self.named("start.js", _read("start.js")),
        }
        return names | {"site": self.named("site.js", _filled(_read("open.js"), names))}

    def data(self, name: str, value: Any) -> str:
        """Write data whose texts may hold links; give the name of the file."""
        return self.named(f"{name}.json", json.dumps(self.linked(value), ensure_ascii=False, separators=(",", ":")))

    def page(
        self, name: str, title: str, kind: str, page: Page, more: Mapping[str, Any], scripts: Mapping[str, str]
    ) -> None:
        """Write a page."""
        state = {"state": state_of(page), **more}
        places = {
            "title": html.escape(title),
            "kind": kind,
            "style": f"{style(page)}\n{_read('site.css')}",
            "state": as_data(self.linked(state)),
            **scripts,
        }
        self._write(name, _filled(_read("site.html"), places))

    def linked(self, value: Any) -> Any:
        """Lead the links in texts to pages of the site; what it does not have is said to be in the app."""
        if isinstance(value, str):
            return _OPENED.sub(AWAY.format(label=r"\1"), _LINK.sub(self._link, value)) if "<a " in value else value
        if isinstance(value, dict):
            return {key: self.linked(item) for key, item in value.items()}
        return [self.linked(item) for item in value] if isinstance(value, list) else value

    def _link(self, found: re.Match[str]) -> str:
        before, page, after, label = found.groups()
        if page in self.pages:
            return f'<a{before} href="{self.pages[page]}"{after}>{label}</a>'
        return f"<a>{label}</a>" if page in PAGES else AWAY.format(label=label.removesuffix(" ›"))

    def named(self, name: str, content: str) -> str:
        """Write a file under a name that tells its content, so that it may be kept for ever."""
        stem, dot, ending = name.rpartition(".")
        full = f"{stem}-{hashlib.sha256(content.encode()).hexdigest()[:10]}{dot}{ending}"
        self._write(full, content)
        return full

    def _write(self, name: str, content: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        data = content.encode()
        (self.folder / name).write_bytes(data)
        self.sizes[name] = len(data)


def _filled(outline: str, places: Mapping[str, str]) -> str:
    return re.sub(r"\{\{(\w+)\}\}", lambda place: places[place[1]], outline)


def _read(name: str) -> str:
    return (resources.files("explainer.serve.site") / name).read_text(encoding="utf-8")
