"""What every page of the app is: one Page in a box that lends it its width and its theme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ipywidgets as ipw
import plotly.graph_objects as go

from explainer.page import Page


class Framed(ipw.Box):
    """A page as a widget.

    Parameters
    ----------
    page
        The page; a text of it is named "alert".
    kind
        Class of its layout.
    rows
        Controls above it.
    **traits
        First values of the widget's own traits.
    """

    def __init__(self, page: Page, kind: str, rows: Iterable[ipw.Widget] = (), **traits: Any) -> None:
        self._page = page
        inside = ipw.Box([*rows, page])
        for name in ("pp-app", kind):
            inside.add_class(name)
        super().__init__([inside], **traits)
        self.add_class("pp-container")

    @property
    def figures(self) -> dict[str, go.Figure]:
        """The present figures by name, as copies to read, save or show elsewhere."""
        return self._page.figures

    def _tell(self, sentence: str) -> None:
        """Tell the visitor what went wrong."""
        self._page.show(texts={"alert": sentence})
