"""Explainers whose messages are kept, to be counted and weighed; everything above the wire is the real thing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from explainer import Explainer, Scenario, World
from explainer.page import Page


class Sent:
    """What pages have sent: one entry a message, its content and its size in bytes."""

    def __init__(self) -> None:
        self.contents: list[dict[str, Any]] = []
        self.sizes: list[int] = []

    def take(self, content: dict[str, Any], buffers: Any = None) -> None:
        self.contents.append(content)
        self.sizes.append(len(json.dumps(content)) + sum(memoryview(b).nbytes for b in buffers or []))

    def clear(self) -> None:
        self.contents.clear()
        self.sizes.clear()


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Every message that a page sends from now on."""
    kept = Sent()
    monkeypatch.setattr(Page, "send", lambda page, content, buffers=None: kept.take(content, buffers))
    return kept


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """Every scenario that the app asks the model for."""
    from explainer.app import explainer as app

    asked: list[Scenario] = []
    real = app.simulate

    def counted(world: World, scenario: Scenario) -> Any:
        asked.append(scenario)
        return real(world, scenario)

    monkeypatch.setattr(app, "simulate", counted)
    return asked


@pytest.fixture
def opened() -> Iterator[Callable[..., Explainer]]:
    """Open Explainers and close them in the end."""
    apps: list[Explainer] = []

    def open_(*args: Any, **options: Any) -> Explainer:
        apps.append(Explainer(*args, **options))
        return apps[-1]

    yield open_
    for app in apps:
        app.close_all()


@pytest.fixture
def app(opened: Callable[..., Explainer]) -> Explainer:
    """The World page as it opens: N. Virginia and Ireland."""
    return opened()
