"""The computed checks behind the colours: contrast, and telling classes apart whatever one's eyes see."""

from __future__ import annotations

import re
from itertools import combinations

import numpy as np
import pytest
from numpy.typing import NDArray

from explainer.view.palette import DARK, FONT, LIGHT, THEMES, WAIT_CLASSES, css, ink, rim

Floats = NDArray[np.float64]
CLASSES = [f"wait{c}" for c in range(1, WAIT_CLASSES + 1)]
#: what each eye makes of linear RGB; colour blindness at full strength after Machado, Oliveira and Fernandes, 2009
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ.sum(axis=1)


def linear(colour: str) -> Floats:
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours."""
    dim, bright = sorted(float(linear(colour) @ (0.2126, 0.7152, 0.0722)) for colour in (one, other))
    return (bright + 0.05) / (dim + 0.05)


def lab(colour: str, eye: str = "normal") -> Floats:
    x, y, z = (XYZ @ np.clip(EYES[eye] @ linear(colour), 0, 1)) / WHITE
    fx, fy, fz = (np.cbrt(t) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def ciede2000(one: Floats, other: Floats) -> float:
    """Distance of two Lab colours (Sharma, Wu and Dalal, 2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2) ** 7
    grey = 1 + 0.5 * (1 - np.sqrt(mean7 / (mean7 + 25.0**7)))
    c1, c2 = np.hypot(a1 * grey, b1), np.hypot(a2 * grey, b2)
    h1, h2 = (np.degrees(np.arctan2(b, a * grey)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180 if c1 * c2 else 0.0
    hue = (h1 + turn / 2) % 360 if c1 * c2 else h1 + h2
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    bend = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    s_l = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    s_c, s_h = 1 + 0.045 * chroma, 1 + 0.015 * chroma * bend
    around = 30 * np.exp(-(((hue - 275) / 25) ** 2))
    twist = -np.sin(np.radians(2 * around)) * 2 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    d_l, d_c = (l2 - l1) / s_l, (c2 - c1) / s_c
    d_h = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2)) / s_h
    return float(np.sqrt(d_l**2 + d_c**2 + d_h**2 + twist * d_c * d_h))


def nearest(palette, tokens, eye: str = "normal", distance=ciede2000) -> float:
    return min(distance(lab(palette[a], eye), lab(palette[b], eye)) for a, b in combinations(tokens, 2))


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ],
)
def test_the_distance_gives_the_published_values(one, other, distance):
    assert ciede2000(np.array(one, float), np.array(other, float)) == pytest.approx(distance, abs=1e-4)


def test_contrast_gives_the_published_values():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize(
    ("tokens", "grounds"),
    [
        (("ink", "ink2"), ("page", "panel", "land", "sea", "block", "lossbg", "causebg", "youbg", "btn")),
        (("loss",), ("page", "panel", "land", "sea", "block", "lossbg", "btn")),
        (("ink3",), ("page", "btn")),
        (("causetext",), ("page", "panel", "causebg")),
        (("you",), ("page", "panel", "youbg", "btn")),
        (("page",), ("ink", "loss", "you")),
        (("onink",), ("ink",)),
    ],
)
@pytest.mark.parametrize("theme", THEMES)
def test_point_07_text_is_readable_on_every_ground_it_stands_on(theme, tokens, grounds):
    palette = THEMES[theme]
    told = {f"{t} on {g}": contrast(palette[t], palette[g]) for t in tokens for g in grounds}
    assert {pair: value for pair, value in told.items() if value < 4.5} == {}


@pytest.mark.parametrize("theme", THEMES)
def test_point_07_marks_stand_out_from_land_sea_and_block_by_fill_or_rim(theme):
    palette = THEMES[theme]
    edges = [palette[f"rim{c}"] if c <= 2 else palette[f"wait{c}"] for c in range(1, WAIT_CLASSES + 1)]
    edges += [palette[token] for token in ("ink", "ink2", "loss", "before", "you")]
    assert min(contrast(edge, palette[ground]) for edge in edges for ground in ("land", "sea", "block")) >= 3
    assert contrast(palette["btnline"], palette["page"]) >= 3
    assert contrast(palette["causeink"], palette["cause"]) >= 3
    assert max(contrast(palette[token], palette["land"]) for token in ("cause", "causeink")) >= 7


@pytest.mark.parametrize(
    ("theme", "eye", "apart"),
    [
        ("light", "normal", 17.2),
        ("light", "protan", 15.1),
        ("light", "deutan", 14.7),
        ("light", "tritan", 14.9),
        ("dark", "normal", 13.0),
        ("dark", "protan", 12.3),
        ("dark", "deutan", 12.7),
        ("dark", "tritan", 12.4),
    ],
)
def test_the_six_classes_and_loss_are_told_apart_by_every_eye(theme, eye, apart):
    palette = THEMES[theme]
    assert nearest(palette, CLASSES, eye) >= apart
    assert nearest(palette, CLASSES, eye, lambda a, b: float(np.linalg.norm(a - b))) >= 15
    assert min(ciede2000(lab(palette["loss"], eye), lab(palette[c], eye)) for c in CLASSES) >= 15.6


@pytest.mark.parametrize("eye", EYES)
def test_longer_waits_are_darker_on_paper_and_brighter_at_night(eye):
    assert (np.diff([lab(LIGHT[c], eye)[0] for c in CLASSES]) < -2).all()
    assert (np.diff([lab(DARK[c], eye)[0] for c in CLASSES]) > 2).all()


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("theme", THEMES)
def test_the_five_jobs_of_colour_are_told_apart(theme, eye):
    assert nearest(THEMES[theme], ("ink", "loss", "cause", "you", "before"), eye) >= 15


def test_both_themes_have_the_same_tokens_as_hex_colours():
    assert list(LIGHT) == list(DARK)
    assert all(re.fullmatch("#[0-9A-F]{6}", value) for palette in THEMES.values() for value in palette.values())


def test_css_has_every_token_of_both_themes_and_the_font():
    blocks = css().splitlines()
    assert len(blocks) == len(THEMES)
    for (theme, palette), block in zip(THEMES.items(), blocks, strict=True):
        assert all(f"--{token}: {value};" in block for token, value in palette.items())
        assert f"color-scheme: {theme}" in block
        assert FONT in block
    assert 'data-theme="dark"' in blocks[1]
    assert 'data-theme="dark"' not in blocks[0]


def test_only_the_two_palest_classes_have_a_rim_of_their_own():
    own = [c for c in range(1, WAIT_CLASSES + 1) if rim(LIGHT, c) != LIGHT["land"]]
    assert own == [1, 2]


def test_a_token_with_opacity_is_a_css_colour():
    assert ink(DARK, "loss", 0.5) == "rgba(255,110,112,0.5)"
