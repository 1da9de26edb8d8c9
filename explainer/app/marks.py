"""The marks of the map as small pictures, for keys, lists and panels.

The same shapes that plotly draws, as inline SVG in the colours of the page, so that a key can never show another
shape than the map.
"""

from __future__ import annotations

DIAMOND = "M8 1 15 8 8 15 1 8Z"
SQUARE = "M2.5 2.5h11v11h-11Z"
CROSS = "M4.8 4.8 11.2 11.2M11.2 4.8 4.8 11.2"
DIAMOND_CROSS = "M4.5 4.5 11.5 11.5M11.5 4.5 4.5 11.5"

_SHAPES = {
    "in use": f'<path d="{DIAMOND}" fill="var(--ink)"/>',
    "down": (
        f'<path d="{DIAMOND}" fill="var(--loss)"/><path d="{DIAMOND_CROSS}" stroke="var(--land)" stroke-width="2"/>'
    ),
    "impaired": '<path d="M8 2 15 14H1Z" fill="var(--cause)" stroke="var(--causeink)" stroke-width="1.3"/>',
    "announced": (
        '<path d="M8 3 13 8 8 13 3 8Z" fill="var(--land)" stroke="var(--ink2)" stroke-width="1.2"/>'
        '<circle cx="8" cy="8" r="1.4" fill="var(--ink2)"/>'
    ),
    "unused": '<path d="M8 3.5 12.5 8 8 12.5 3.5 8Z" fill="var(--land)" stroke="var(--ink2)" stroke-width="1.3"/>',
    "zone": f'<path d="{SQUARE}" fill="var(--ink)"/>',
    "zone lost": (
        f'<path d="{SQUARE}" fill="var(--loss)"/><path d="{CROSS}" stroke="var(--land)" stroke-width="1.8"/>'
    ),
    "zone unused": '<path d="M3 3h10v10H3Z" fill="var(--page)" stroke="var(--ink2)" stroke-width="1.4"/>',
    "not served": '<path d="M3.5 3.5 12.5 12.5M12.5 3.5 3.5 12.5" stroke="var(--loss)" stroke-width="2"/>',
    "cut": '<path d="M0 8h16" stroke="var(--loss)" stroke-width="2" stroke-dasharray="4 3"/>',
    "cable": '<path d="M0 8h16" stroke="var(--before)" stroke-width="1.4"/>',
    "flag": (
        '<path d="M3 1v14" stroke="var(--ink)" stroke-width="1.6"/>'
        '<path d="M4 2h11l-2.6 3.2L15 8.5H4Z" fill="var(--cause)" stroke="var(--causeink)" stroke-width="1"/>'
    ),
}


def mark(name: str, size: int = 14) -> str:
    """Draw one mark of `symbols`; it is decoration, so its meaning must stand beside it as text.

    Parameters
    ----------
    name
        "in use", "down", "impaired", "announced", "unused", "zone", "zone lost", "zone unused", "not served",
        "cable", "cut" or "flag".
    size
        Width and height [px].
    """
    return _svg(f'<use href="#pp-{name.replace(" ", "-")}"/>', size)


def symbols() -> str:
    """Define every mark once, for a page that shows many of them."""
    shapes = "".join(
        f'<symbol id="pp-{name.replace(" ", "-")}" viewBox="0 0 16 16">{shape}</symbol>'
        for name, shape in _SHAPES.items()
    )
    return f'<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs>{shapes}</defs></svg>'


def dot(wait_class: int) -> str:
    """Draw the dot of a wait class (1 to 6)."""
    edge = f"var(--rim{wait_class})" if wait_class <= 2 else "var(--land)"
    return _svg(f'<circle cx="8" cy="8" r="6" fill="var(--wait{wait_class})" stroke="{edge}" stroke-width="1"/>', 14)


def ring(radius_px: float) -> str:
    """Draw an empty circle of a radius [px], for the key of sizes."""
    size = max(2 * radius_px + 2, 8)
    half = size / 2
    circle = (
        f'<circle cx="{half:g}" cy="{half:g}" r="{radius_px:g}" fill="none" stroke="var(--ink2)" stroke-width="1"/>'
    )
    return f'<svg class="pp-mark" aria-hidden="true" width="{size:g}" height="{size:g}">{circle}</svg>'


def _svg(shape: str, size: int) -> str:
    return (
        f'<svg class="pp-mark" aria-hidden="true" width="{size}" height="{size}" viewBox="0 0 16 16" '
        f'fill="none">{shape}</svg>'
    )
