"""The colours of the house, for light and dark, each with one job.

Green to plum says how long people wait; vermilion what is lost; marigold what happens; ink is structure and
"now"; blue is you; grey is before. Figures take these values through variant patches, pages through CSS
variables of the same names, so a picture and the text beside it can never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping

Palette = Mapping[str, str]

LIGHT: Palette = {
    "page": "#FDFCF9",
    "panel": "#F4F1EA",
    "sea": "#E4ECF1",
    "land": "#FBF9F4",
    "coast": "#BFC9CF",
    "block": "#ECE7DB",
    "park": "#DBE6D2",
    "water": "#CFE0EA",
    "waterline": "#A9C3D2",
    "ink": "#17202B",
    "ink2": "#4A5663",
    "ink3": "#6A7581",
    "onink": "#FFFFFF",
    "hair": "#DAD6CC",
    "grid": "#E6E2D9",
    "before": "#7C858E",
    "loss": "#BF2E18",
    "lossbg": "#FBE9E4",
    "cause": "#F0A81E",
    "causebg": "#FDF1D8",
    "causeink": "#7A4B00",
    "causetext": "#7A4B00",
    "you": "#0B57B7",
    "youbg": "#E6EFFA",
    "btn": "#FFFFFF",
    "btnline": "#8A939C",
    "wait1": "#A6CDB0",
    "wait2": "#4DABA9",
    "wait3": "#677DB0",
    "wait4": "#712CBC",
    "wait5": "#89095B",
    "wait6": "#401824",
    "rim1": "#3C7552",
    "rim2": "#1C6B6A",
}

DARK: Palette = {
    "page": "#10161D",
    "panel": "#18202A",
    "sea": "#131B24",
    "land": "#25303C",
    "coast": "#465463",
    "block": "#2B3642",
    "park": "#24382E",
    "water": "#16283A",
    "waterline": "#35536B",
    "ink": "#EEF2F6",
    "ink2": "#B4BFCA",
    "ink3": "#919DAA",
    "onink": "#10161D",
    "hair": "#2E3945",
    "grid": "#27323D",
    "before": "#8793A0",
    "loss": "#FF6E70",
    "lossbg": "#3A1D18",
    "cause": "#FFD978",
    "causebg": "#33270F",
    "causeink": "#4A3000",
    "causetext": "#FFD978",
    "you": "#7DB4FF",
    "youbg": "#15263D",
    "btn": "#1C2631",
    "btnline": "#7A8794",
    "wait1": "#365D44",
    "wait2": "#417A89",
    "wait3": "#768CC0",
    "wait4": "#ABACFE",
    "wait5": "#F6B7DB",
    "wait6": "#FFE9E4",
    "rim1": "#7FB392",
    "rim2": "#7DB7C6",
}

THEMES: Mapping[str, Palette] = {"light": LIGHT, "dark": DARK}
WAIT_CLASSES = 6
FONT = '"Segoe UI", "Helvetica Neue", Arial, "Liberation Sans", sans-serif'


def rim(palette: Palette, wait_class: int) -> str:
    """Colour of the thin line round a dot of a wait class (1 to 6).

    Examples
    --------
    >>> rim(LIGHT, 1), rim(LIGHT, 5) == LIGHT["land"]
    ('#3C7552', True)
    """
    return palette.get(f"rim{wait_class}", palette["land"])


def ink(palette: Palette, token: str, opacity: float) -> str:
    """Give a token's colour with an opacity [0..1], as CSS rgba.

    Examples
    --------
    >>> ink(LIGHT, "ink", 0.28)
    'rgba(23,32,43,0.28)'
    """
    red, green, blue = (int(palette[token][i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def css() -> str:
    """Write both palettes as CSS variables, scoped to the page and the controls beside it."""
    roots = {"light": ".pp-page, .pp-app", "dark": '.pp-page[data-theme="dark"], .pp-app[data-theme="dark"]'}
    blocks = []
    for theme, palette in THEMES.items():
        variables = " ".join(f"--{token}: {value};" for token, value in palette.items())
        blocks.append(f"{roots[theme]} {{ {variables} --font: {FONT}; color-scheme: {theme}; }}")
    return "\n".join(blocks)
