"""What the warmed parent imports and builds: all that kernels load by and by, and every page once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib import import_module

# What ipykernel needs, the second half only when a kernel starts or runs its first cell. Each one that is missing here
# is read by every kernel anew; the debugger alone is 7 MB.
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
)


def import_all() -> None:
    """Import what every kernel needs."""
    for name in _OF_A_KERNEL:
        with suppress(ImportError):  # some are not everywhere
            import_module(name)


def builders() -> Iterator[Callable[[], object]]:
    """Give what builds each page, those that most visitors open first."""
    from explainer.app.explainer import Explainer

    yield Explainer
    from explainer.app.course import Lesson, Review, Start, contents

    yield Start
    from explainer.app.replay import Replay

    yield Replay
    for entry in contents.written():
        yield partial(Lesson, entry.number)
    from explainer.app.appraisal.appraisal import Appraisal

    yield Appraisal
    yield Review


def clear() -> None:
    """Forget the widgets: a kernel starts with none."""
    from ipywidgets import Widget

    Widget.close_all()
