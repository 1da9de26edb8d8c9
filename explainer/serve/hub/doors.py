"""Who gets in: the person to whom the hub says this server belongs. Everybody else is sent to the hub.

The name comes from a cookie that the hub's login leaves under this server's own address. The hub is asked about it
again after five minutes, and at once when somebody has logged out. Scripts of a page may fetch with this cookie alone;
what changes something asks for the page's own token too.
"""

from __future__ import annotations

from typing import Any

from jupyterhub.services.auth import HubOAuthenticated  # type: ignore
from tornado.web import HTTPError


class Known(HubOAuthenticated):
    """A door that opens to the owner only, in front of any kind of answer."""

    async def prepare(self) -> None:
        """Let in or turn away, before anything else happens."""
        self.current_user = None
        token, session = self.hub_auth.get_token(self), self.hub_auth.get_session_id(self)
        person = await self.hub_auth.user_for_token(token, session_id=session, sync=False) if token else None
        if person is None and self._is_followed_link():
            self.redirect(self.get_login_url())
        elif person is None or not self.hub_auth.check_scopes(self.hub_auth.access_scopes, person):
            raise HTTPError(403)
        elif (later := super().prepare()) is not None:
            await later

    def _is_followed_link(self) -> bool:
        asked = self.request
        by_hand = asked.headers.get("Sec-Fetch-Mode", "navigate") == "navigate" and "Upgrade" not in asked.headers
        return asked.method == "GET" and by_hand


def known(kind: type[Any]) -> type[Any]:
    """Make a kind of answer that only the owner gets."""
    return type(f"Known{kind.__name__}", (Known, kind), {})
