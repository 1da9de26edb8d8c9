"""Write the site into a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from explainer.app.course import contents
from explainer.app.course.contents import Entry
from explainer.app.course.start import Start
from explainer.app.course.texts import COURSE
from explainer.errors import check_known
from explainer.page.standalone import state_of
from explainer.serve.site import start
from explainer.serve.site import world as world_page
from explainer.serve.site.chapter import Written
from explainer.serve.site.files import Files
from explainer.serve.site.gaps import CannotBeKeptError
from explainer.serve.site.offered import kept
from explainer.texts import tr
from explainer.world import load_world

LAYOUTS = {"start": "pp-course", "lesson": "pp-lesson", "world": "pp-world"}  # kind of a page to class of its layout
LIMIT_BYTES = 3_000_000  # of a page with all that it may ask for


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


def build(folder: Path, chapters: Iterable[int] | None = None, world: bool = True) -> Site:
    """Write the site.

    Parameters
    ----------
    folder
        Where it goes; files of an earlier build with other content stay beside it.
    chapters
        Numbers of the chapters, all that can be kept by default.
    world
        Whether the World page is there.

    Raises
    ------
    InputError
        If there is no such chapter.
    RuntimeError
        If there is no plotly.js, or a page takes more than `LIMIT_BYTES`.
    OSError
        If the folder cannot be written.
    """
    entries = {entry.number: entry for entry in contents.written()}
    wanted = list(entries) if chapters is None else list(chapters)
    check_known("chapter", map(str, wanted), [*map(str, entries)])
    entries_kept, left_out = _kept([entries[number] for number in wanted])
    titles = {contents.START_PAGE: COURSE["start.title"]} | ({world_page.PAGE: tr("World")} if world else {})
    titles |= {entry.page: f"{entry.number} · {entry.title}" for entry in entries_kept}
    files = Files(folder, {page: f"{page}.html" for page in titles} | {contents.START_PAGE: "index.html"})
    scripts = files.scripts()
    tasks: dict[str, Task] = {contents.START_PAGE: (_start, tuple(entry.number for entry in entries_kept))}
    tasks |= {world_page.PAGE: (_world,)} if world else {}
    tasks |= {entry.page: (_chapter, entry.number) for entry in entries_kept}
    sizes = {}
    for page, made in _all(tasks):
        asked = {name: files.data(f"{page}-{name}", value) for name, value in made.asked.items()}
        name = files.pages[page]
        files.page(name, titles[page], LAYOUTS[made.page["kind"]], {**made.page, **asked}, scripts)
        sizes[name] = sum(files.sizes[each] for each in (name, *asked.values(), *scripts.values()))
        if sizes[name] > LIMIT_BYTES:
            raise RuntimeError(f"{name} takes {sizes[name] / 1e6:.2f} MB; a page may take {LIMIT_BYTES / 1e6:g} MB.")
    return Site(folder, sizes, left_out)


@dataclass(frozen=True)
class _Made:
    """What stands in a page, and what its acts ask for by name."""

    page: dict[str, Any]
    asked: dict[str, Any] = field(default_factory=dict)


Task: TypeAlias = tuple[Any, ...]  # a function and what it is given


def _all(tasks: Mapping[str, Task]) -> Iterator[tuple[str, _Made]]:
    """Make pages, several at a time; the last ones take longest and begin first."""
    if len(tasks) < 4 or (os.cpu_count() or 1) < 2:
        yield from ((page, job(*given)) for page, (job, *given) in tasks.items())
        return
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        making = {page: pool.submit(*tasks[page]) for page in reversed(list(tasks))}
        yield from ((page, making[page].result()) for page in tasks)


def _start(numbers: tuple[int, ...]) -> _Made:
    opened = Start()
    return _Made({"kind": "start", "state": state_of(opened._page), "rules": start.written(opened, numbers)})


def _world() -> _Made:
    written = world_page.Written(load_world())
    return _Made({"kind": "world", "state": written.state(), "rules": written.before()}, {"more": written.after()})


def _chapter(number: int) -> _Made:
    written = Written(contents.load(number))
    drafts = written.drafts()
    return _Made(
        {"kind": "lesson", "state": state_of(written.page()), "rules": written.before()},
        {"more": written.after()} | ({"drafts": drafts} if drafts else {}),
    )


def _kept(entries: Iterable[Entry]) -> tuple[list[Entry], dict[int, str]]:
    found, left_out = [], {}
    for entry in entries:
        try:
            kept(contents.load(entry.number))
            found.append(entry)
        except CannotBeKeptError as error:
            left_out[entry.number] = str(error)
    return found, left_out
