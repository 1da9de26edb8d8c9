"""Write the site into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from explainer.app.course import contents
from explainer.app.course.contents import Entry
from explainer.app.course.start import Start
from explainer.app.course.texts import COURSE
from explainer.errors import check_known
from explainer.serve.site import start
from explainer.serve.site.chapter import Written
from explainer.serve.site.files import Files
from explainer.serve.site.moments import CannotBeKeptError
from explainer.serve.site.offered import kept

SHARED = ("plotly", "front", "lesson", "start", "site")


@dataclass(frozen=True)
class Site:
    """What was written.

    Parameters
    ----------
    folder
        Where it lies.
    sizes
        Page to all that a browser takes for it, shared scripts included [bytes].
    left_out
        Number of a chapter that only the app has to the reason.
    """

    folder: Path
    sizes: dict[str, int]
    left_out: dict[int, str]


def build(folder: Path, chapters: Iterable[int] | None = None) -> Site:
    """Write the site.

    Parameters
    ----------
    folder
        Where it goes; files of an earlier build with other content stay beside it.
    chapters
        Numbers of the chapters, all that can be kept by default.

    Raises
    ------
    InputError
        If there is no such chapter.
    RuntimeError
        If there is no plotly.js.
    OSError
        If the folder cannot be written.
    """
    entries = {entry.number: entry for entry in contents.written()}
    wanted = list(entries) if chapters is None else list(chapters)
    check_known("chapter", map(str, wanted), [*map(str, entries)])
    entries_kept, left_out = _kept([entries[number] for number in wanted])
    pages = {contents.START_PAGE: "index.html"} | {entry.page: f"{entry.page}.html" for entry in entries_kept}
    files = Files(folder, pages)
    scripts = files.scripts()
    opened = Start()
    rules = start.written(opened, tuple(entry.number for entry in entries_kept))
    files.page(
        "index.html", COURSE["start.title"], "pp-course", opened._page, {"kind": "start", "rules": rules}, scripts
    )
    more = {}
    for entry in entries_kept:
        written = Written(contents.load(entry.number))
        more[entry.page] = files.data(entry.page, written.after())
        data = {"kind": "lesson", "rules": written.before(), "more": more[entry.page]}
        files.page(f"{entry.page}.html", f"{entry.number} · {entry.title}", "pp-lesson", written.page(), data, scripts)
    shared = sum(files.sizes[scripts[name]] for name in SHARED)
    sizes = {page: shared + files.sizes[page] + files.sizes.get(more.get(name, ""), 0) for name, page in pages.items()}
    return Site(folder, sizes, left_out)


def _kept(entries: Iterable[Entry]) -> tuple[list[Entry], dict[int, str]]:
    found, left_out = [], {}
    for entry in entries:
        try:
            kept(contents.load(entry.number))
            found.append(entry)
        except CannotBeKeptError as error:
            left_out[entry.number] = str(error)
    return found, left_out
