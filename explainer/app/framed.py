"""What every page of the app is: one Page in a box that lends it its width and its theme.

A page that can be shared says what it shows as a `PageState` and takes one back. Links, the panel "Share" and files to
keep are then the same for all of them, and so is the address: where Voilà serves the page, it follows what is shown, so
that the page is the same when it is loaded again. The code of a state is sent once the visitor rests, long after the
answer to an act is painted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

import ipywidgets as ipw
import plotly.graph_objects as go

from explainer.app.guard import UNCHANGED, Guard
from explainer.app.share import panel
from explainer.errors import InputError
from explainer.page import Page
from explainer.page.standalone import html_of
from explainer.sharing.link import PageState, from_link, to_link
from explainer.sharing.sealed import link_in
from explainer.texts import tr

USUAL = tr("The page opens as usual.")
SILENT = frozenset({"tick", "minute", "kept", "draft"})  # acts that come often, and change no link that anybody reads
OPENINGS = ("opened", "returned")
REST_S = 0.3  # from the last act to the address that follows; browsers take a hundred changes in half a minute


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
        self._arrived = self._returning = False  # whether the address was read, and is only what followed this visitor
        self._followed: PageState | None = None  # what the address says
        self._soon: asyncio.TimerHandle | None = None
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
            "opened" (the page's address, or a link that was pasted), "returned" (an address that only followed what
            this visitor did here), "share" (open the panel), "file" (all that is shown, to keep), or an act of the
            page's own.
        value
            What it is about.
        """
        if self._followed is None:
            self._followed = self.to_state()
        if name in OPENINGS and value.startswith("?"):
            self._arrive(name, value)
            return
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
        if name == "kept":
            self._followed = self.to_state()  # the visitor has done nothing yet
        else:
            self._follow_soon()

    def _arrive(self, name: str, address: str) -> None:
        """Open with the address, but not where a page takes the place of another: the address is older than that."""
        if self._arrived:
            return
        self._returning = name == "returned"
        self._open(address)
        self._returning, self._followed = False, self.to_state()

    def _open(self, address: str) -> None:
        with Guard(self._tell, USUAL):
            link = "" if address.startswith("?") and "=" not in address else link_in(address)
            if link:
                self.from_state(from_link(link))

    def _follow_soon(self) -> None:
        """Let the address follow once the visitor rests; where no loop runs, there is no browser either."""
        if self._soon is not None:
            self._soon.cancel()
        try:
            self._soon = asyncio.get_running_loop().call_later(REST_S, self._follow)
        except RuntimeError:
            self._soon = None

    def _follow(self) -> None:
        """Send what the address is to say; it stays as it is where a state is too large for a link."""
        with Guard(lambda _: None):
            state = self.to_state()
            if state == self._followed:
                return
            self._page.follow(to_link(state), self._outlived())
            self._followed = state
            if self._sharing:
                self._share()

    def _outlived(self) -> tuple[str, ...]:
        """Give names in the address that do not hold any more."""
        return ()

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
        raise InputError(tr("This link leads to another page ({page}). Open it there.", page=state.page))
    return state
