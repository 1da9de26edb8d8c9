"""What every page of the app is: one Page in a box that lends it its width and its theme.

A page that can be shared says what it shows as a `PageState` and takes one back. Links, the panel "Share" and files to
keep are then the same for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ipywidgets as ipw
import plotly.graph_objects as go

from explainer.app.guard import UNCHANGED, Guard
from explainer.app.share import panel
from explainer.errors import InputError
from explainer.page import Page
from explainer.page.standalone import html_of
from explainer.sharing.link import PageState, from_link
from explainer.sharing.sealed import link_in

USUAL = "The page opens as usual."
SILENT = frozenset({"tick", "minute", "kept", "draft"})  # acts that come often, and change no link that anybody reads


class Framed(ipw.Box):
    """A page as a widget.

    Parameters
    ----------
    page
        The page; a text of it is named "alert", and "share" if it can be shared.
    kind
        Class of its layout.
    rows
        Controls above it.
    **traits
        First values of the widget's own traits.
    """

    def __init__(self, page: Page, kind: str, rows: Iterable[ipw.Widget] = (), **traits: Any) -> None:
        self._page, self._kind, self._sharing = page, kind, False
        inside = ipw.Box([*rows, page])
        for name in ("pp-app", kind):
            inside.add_class(name)
        super().__init__([inside], **traits)
        self.add_class("pp-container")

    @property
    def figures(self) -> dict[str, go.Figure]:
        """The present figures by name, as copies to read, save or show elsewhere."""
        return self._page.figures

    def act(self, name: str, value: str = "") -> None:
        """Do what a control of the page asks for; every page has its own acts."""
        raise NotImplementedError

    def to_state(self) -> PageState:
        """Give what the page shows, to be shared."""
        raise NotImplementedError

    def from_state(self, state: PageState) -> None:
        """Show what was shared.

        Raises
        ------
        InputError
            If the state is of another page, or names something that is not there; then nothing is changed.
        """
        raise NotImplementedError

    def hear(self, name: str, value: str) -> None:
        """Take an act of the page: one of its own, or one that all pages share.

        Parameters
        ----------
        name
            "opened" (the page's address, or a link that was pasted), "share" (open the panel), "file" (all that is
            shown, to keep), or an act of the page's own.
        value
            What it is about.
        """
        if name == "opened":
            self._open(value)
        elif name == "share":
            self._sharing = True
        elif name == "file":
            with Guard(self._tell, UNCHANGED):
                self._page.save("parade-proof.html", html_of(self._page, "Parade-proof", self._kind).encode())
            return
        else:
            self.act(name, value)
        if self._sharing and name not in SILENT:
            self._share()

    def _open(self, address: str) -> None:
        with Guard(self._tell, USUAL):
            link = "" if address.startswith("?") and "=" not in address else link_in(address)
            if link:
                self.from_state(from_link(link))

    def _share(self) -> None:
        with Guard(self._tell, UNCHANGED):
            self._page.show(texts={"share": panel.panel(self.to_state())})

    def _tell(self, sentence: str) -> None:
        """Tell the visitor what went wrong."""
        self._page.show(texts={"alert": sentence})


def of_page(state: PageState, page: str) -> PageState:
    """Give a state if it is of a page.

    Raises
    ------
    InputError
        If it is of another one.
    """
    if state.page != page:
        raise InputError(f"This link leads to another page ({state.page}). Open it there.")
    return state
