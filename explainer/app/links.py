"""Open what somebody has shared: the page that a link leads to, as a widget for a notebook."""

from __future__ import annotations

from explainer.app.appraisal.appraisal import Appraisal
from explainer.app.course.lesson import Lesson
from explainer.app.explainer import Explainer
from explainer.app.framed import Framed
from explainer.app.replay import Replay
from explainer.sharing.link import from_link


def open_link(link: str) -> Framed:
    """Open a link, or its code, in the state that was shared.

    Parameters
    ----------
    link
        What the panel "Share" of a page gives.

    Returns
    -------
    Framed
        The page as a widget, with the same numbers as where the link was made.

    Raises
    ------
    InputError
        If it is not a link, is damaged or of a newer version, or names something that is not there.

    Examples
    --------
    >>> from explainer import Placement, Scenario
    >>> open_link(Scenario((Placement("eu-west-1"),)).to_link()).scenario.placements[0].region
    'eu-west-1'
    """
    state = from_link(link)
    if state.page == "chapter":
        page: Framed = Lesson(int(state.settings["number"]))
    else:
        page = {"world": Explainer, "replay": Replay, "design": Appraisal}[state.page]()
    page.from_state(state)
    return page
