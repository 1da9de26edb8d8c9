"""Undo and redo: the scenarios that have been, and where in them we are."""

from __future__ import annotations

from explainer.scenario import Scenario

LONGEST = 200


class History:
    """A list of scenarios and a place in it.

    Parameters
    ----------
    first
        The scenario to begin with.

    Examples
    --------
    >>> history = History(Scenario())
    >>> history.enter(Scenario(slo_ms=50))
    >>> history.undo().slo_ms, history.redo().slo_ms
    (100.0, 50)
    """

    def __init__(self, first: Scenario) -> None:
        self._been, self._at = [first], 0

    def enter(self, scenario: Scenario) -> None:
        """Take a scenario as the newest; one that undo or redo has given is already in the list."""
        if scenario == self._been[self._at]:
            return
        self._been = [*self._been[: self._at + 1], scenario][-LONGEST:]
        self._at = len(self._been) - 1

    @property
    def present(self) -> Scenario:
        """The scenario where we are."""
        return self._been[self._at]

    def undo(self) -> Scenario:
        """Go back one scenario; at the first one, stay."""
        self._at = max(self._at - 1, 0)
        return self._been[self._at]

    def redo(self) -> Scenario:
        """Go forward one scenario; at the last one, stay."""
        self._at = min(self._at + 1, len(self._been) - 1)
        return self._been[self._at]

    @property
    def usable(self) -> frozenset[str]:
        """Which of "undo" and "redo" would do something."""
        found = {"undo"} if self._at else set()
        return frozenset(found | ({"redo"} if self._at < len(self._been) - 1 else set()))
