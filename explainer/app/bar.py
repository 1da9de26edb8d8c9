"""The bar on top of every page: the name, the pages that there are, and a link to what lies behind the numbers."""

from __future__ import annotations

from explainer.app.marks import mark
from explainer.texts import tr, tr_all

#: notebook: what the bar calls it
PAGES = tr_all(
    {
        "00_world": "World",
        "01_replay": "Replay",
        "02_design": "How good is it",
        "10_start": "Course",
        "09_under_the_hood": "Under the hood",
    }
)
HERE = ' aria-current="page"'
SHARING = tr("Share")
SHARE = (
    f'<button class="pp-button pp-sharing" popovertarget="pp-share" data-act="share" data-value="">{SHARING}</button>'
    f'<div id="pp-share" class="pp-shared" popover role="dialog" aria-label="{SHARING}">'
    '<div data-text="share"></div></div>'
)


def bar(page: str, end: str = "", shared: bool = True) -> str:
    """Give the bar of a page.

    Parameters
    ----------
    page
        Its notebook, without the ending.
    end
        HTML at the right end.
    shared
        Whether what the page shows can be shared; then a text of the page is named "share".

    Examples
    --------
    >>> bar("01_replay").count('aria-current="page"')
    1
    """
    links = "".join(f'<a data-page="{name}"{HERE if name == page else ""}>{label}</a>' for name, label in PAGES.items())
    brand = f'<span class="pp-brand">{mark("flag", 18)}Parade-proof</span>'
    nav = f'<nav aria-label="{tr("Pages")}">{links}</nav>'
    return f'<header class="pp-bar">{brand}{nav}{end}{SHARE if shared else ""}</header>'
