"""What goes wrong in an act: a sentence for the visitor, the traceback for the log, and the state as it was."""

from __future__ import annotations

import logging
from collections.abc import Callable

from explainer.errors import InputError
from explainer.texts import tr
from explainer.view import words

LOG = logging.getLogger(__name__)
OUR_FAULT = tr("This could not be computed, so the picture still shows the state before. Undo, or reload the page.")
UNCHANGED = tr("Your design has not changed.")


class Guard:
    """Turn what goes wrong into a sentence for the visitor and a traceback for the log.

    Parameters
    ----------
    tell
        Shows the visitor a sentence (HTML).
    after
        What is added to what a visitor can mend.
    """

    def __init__(self, tell: Callable[[str], None], after: str = UNCHANGED) -> None:
        self._tell, self._after = tell, after

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if error is None:
            return False
        if isinstance(error, InputError):
            self._tell(f"{words.html(error)} {self._after}".strip())
            return True
        if isinstance(error, Exception):
            LOG.error("an act failed", exc_info=error)
            self._tell(OUR_FAULT)
            return True
        return False
