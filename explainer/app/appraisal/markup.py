"""Buttons, choices and tables of a page as HTML; what is put into them as text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from explainer.view import words


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Write a table; its cells are HTML, the first of each row names it."""

    def cells(values: Sequence[str], head_row: bool = False) -> str:
        made = []
        for i, value in enumerate(values):
            kind = ' class="pp-right"' if i in right else ""
            tag, scope = ("th", ' scope="col"') if head_row else ("th", ' scope="row"') if i == 0 else ("td", "")
            made.append(f"<{tag}{scope}{kind}>{value}</{tag}>")
        return f"<tr>{''.join(made)}</tr>"

    body = "".join(cells(row) for row in rows)
    told = f"<caption>{caption}</caption>" if caption else ""
    return f'<table class="pp-plain">{told}<thead>{cells(head, head_row=True)}</thead><tbody>{body}</tbody></table>'


def button(
    act: str, value: str, label: str, kind: str = "", *, pressed: bool | None = None, usable: bool = True
) -> str:
    """Write a button that says an act."""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    off = "" if usable else ' aria-disabled="true"'
    return (
        f'<button class="pp-button {kind}" data-act="{act}" data-value="{words.html(value)}"{state}{off}>'
        f"{words.html(label)}</button>"
    )


def link(act: str, label: str) -> str:
    """Write an act as a link."""
    return f'<button class="pp-link" data-act="{act}" data-value="">{words.html(label)}</button>'


def select(label: str, act: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """Write a choice of (value, text); choosing says the act with the value."""
    made = "".join(
        f'<option value="{words.html(value)}"{" selected" if value == chosen else ""}>{words.html(text)}</option>'
        for value, text in options
    )
    return f'<label>{words.html(label)} <select data-act="{act}">{made}</select></label>'
