"""The panel "Share": what a visitor can take along of what is shown.

The kernel writes the code of the state; only the browser knows the address of the page, and makes a link of both
(`data-link`). It copies (`data-copy`), and downloads what stands in the panel (`data-save`).
"""

from __future__ import annotations

from explainer.sharing.link import PageState, to_link
from explainer.texts import tr, tr_all
from explainer.view import words

TEXTS = {"share": ""}  # of a page that is opened
OPEN = "opened"  # the act of a page that was opened by a link, or of a link that was pasted
HEADS = tr_all(
    {
        "link": "Link to this state",
        "cell": "As a notebook cell",
        "json": "The design as JSON",
        "open": "Open a link",
    }
)
NOTES = tr_all(
    {
        "link": "Whoever opens it sees the same numbers.",
        "file": "One HTML file of what is shown, with its tables. It needs no server and no network.",
    }
)


def panel(state: PageState) -> str:
    """Write the panel for a state.

    Raises
    ------
    InputError
        If the state is too large for a link.
    """
    code = to_link(state)
    parts = [
        _part("link", f'<input type="text" readonly data-link="{words.html(code)}" aria-label="{HEADS["link"]}">'),
        f'<p class="pp-note">{NOTES["link"]} {words.html(state.without_own)}</p>',
        _part("cell", _area(cell(code), HEADS["cell"], 3)),
    ]
    if state.scenarios:
        parts.append(_part("json", _area(state.scenarios[0].to_json(), HEADS["json"], 4), saved=True))
    parts.append(
        f'<section><button class="pp-button" data-act="file" data-value="">{tr("Download as one HTML file")}</button>'
        f'<p class="pp-note">{NOTES["file"]}</p></section>'
    )
    tip = tr("Paste a link or its code")
    parts.append(
        f'<section><h3>{HEADS["open"]}</h3><div class="pp-taken">'
        f'<input type="text" data-echo="link" aria-label="{HEADS["open"]}" placeholder="{tip}">'
        f'<button class="pp-button" data-takes="link" data-act="{OPEN}" data-value="" disabled>{tr("Open")}</button>'
        "</div></section>"
    )
    return "".join(parts)


def cell(code: str) -> str:
    """Write the notebook cell that opens a state.

    Examples
    --------
    >>> print(cell("1abc"))
    from explainer import open_link
    <BLANKLINE>
    open_link("1abc")
    """
    return f'from explainer import open_link\n\nopen_link("{code}")'


def _area(text: str, name: str, rows: int) -> str:
    return f'<textarea readonly rows="{rows}" aria-label="{name}" spellcheck="false">{words.html(text)}</textarea>'


def _part(name: str, field: str, saved: bool = False) -> str:
    """Write a field with its ways out: a copy and, where it is to be saved, a download."""
    copy = f'<button class="pp-button" data-copy>{tr("Copy")}<span class="pp-sr">: {HEADS[name]}</span></button>'
    download = tr('Download<span class="pp-sr"> JSON</span>')
    save = f'<button class="pp-button" data-save="design.json">{download}</button>'
    return f"<section><h3>{HEADS[name]}</h3><div class='pp-taken'>{field}{copy}{save if saved else ''}</div></section>"
