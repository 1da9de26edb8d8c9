"""What the warmed parent imports and builds: all that kernels load by and by, and every page.

A page that was built ahead is kept. A kernel is a copy of the parent, so it has a copy of each page, and hands it out
to the first who makes one like it. That takes no time, and no memory but for what is changed in it afterwards. Nobody
is told that its widgets open, as there is nobody yet: when Voilà's page comes, it asks for the state of all of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from traitlets import MetaHasTraits

# What ipykernel needs, the second half only when a kernel starts or runs its first cell. Each one that is missing here
# is read by every kernel anew.
_OF_A_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "encodings.ascii",
    "encodings.idna",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
    "zmq.utils.garbage",
)


@dataclass(frozen=True)
class Built:
    """A page that was built ahead, its widgets and their lines to a browser, both by their ids."""

    page: object
    widgets: dict[str, Any]
    lines: dict[str, Any]


_BUILT: dict[tuple[Any, tuple[int, ...]], Built] = {}


def import_all() -> None:
    """Import what every kernel needs, without the debugger: 8 MB, and no page has a use for it."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]
    for name in _OF_A_KERNEL:
        with suppress(ImportError):  # some are not everywhere
            import_module(name)
    del sys.modules["debugpy"]


def builders() -> Iterator[partial[Any]]:
    """Give what builds each page, those that most visitors open first."""
    from explainer.app.explainer import Explainer

    yield partial(Explainer)
    from explainer.app.course import Lesson, Review, Start, contents

    yield partial(Start)
    from explainer.app.replay import Replay

    yield partial(Replay)
    for entry in contents.written():
        yield partial(Lesson, entry.number)
    from explainer.app.appraisal.appraisal import Appraisal

    yield partial(Appraisal)
    yield partial(Review)


def build(builder: partial[Any]) -> None:
    """Build a page for the kernels to come; each of them still starts without a widget."""
    widgets, lines = _open()
    try:
        page = builder()
    except Exception:
        for each in list(widgets.values()):
            each.close()
        raise
    _BUILT[builder.func, builder.args] = Built(page, dict(widgets), dict(lines))
    widgets.clear()
    lines.clear()


def hand_out() -> None:
    """From now on give what was built ahead to whoever makes a page like it; for a kernel, not for the parent."""
    for kind in {kind for kind, _ in _BUILT}:
        kind.__class__ = _HandedOut


class _HandedOut(MetaHasTraits):
    """What a page class is then: one that looks whether there is a page already. Each page is given once."""

    def __call__(cls, *given: Any, **named: Any) -> Any:  # noqa: N805
        plain = not named and all(type(each) is int for each in given)
        built = _BUILT.pop((cls, given), None) if plain else None
        if built is None:
            return super().__call__(*given, **named)
        from ipykernel.kernelbase import Kernel

        for line in built.lines.values():
            line.kernel = Kernel.instance()  # there was none when the line was made
        widgets, lines = _open()
        widgets.update(built.widgets)
        lines.update(built.lines)
        return built.page


def _open() -> tuple[dict[str, Any], dict[str, Any]]:
    """Give all open widgets and lines by their ids, to be changed."""
    import comm
    from ipywidgets.widgets import widget

    return widget._instances, comm.get_comm_manager().comms
