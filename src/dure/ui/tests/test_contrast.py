"""Colours: every pair of tokens that carries words or draws a control is told apart by weak eyes, light and dark."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[1] / "frontend" / "src" / "styles" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
PLAIN = re.compile(r"--([\w-]+): (#\w{6});")

WORDS = 4.5
CONTROLS = 3.0
HUES = ("pine", "persimmon", "jujube", "indigo")

SPOKEN = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("paper", "surface", "sunk")),
    *(("on-solid", hue) for hue in HUES),
    *((f"{hue}-ink", f"{hue}-tint") for hue in (*HUES, "ochre")),
    *((f"{hue}-ink", "surface") for hue in (*HUES, "ochre")),
    ("on-deep", "deep"), ("on-deep-2", "deep"), ("paper", "ink"), ("ink", "hero"), ("ink-2", "hero"),
    ("ink", "sky"), ("ink-2", "sky"), ("ink", "patch-1"),
]  # fmt: skip
DRAWN = [("edge", "surface"), ("edge", "paper"), ("focus", "paper"), ("focus", "surface"), ("bar", "surface")]


def _tokens() -> dict[str, tuple[str, str]]:
    """Return each colour token, light and dark."""
    text = TOKENS.read_text(encoding="utf-8")
    return {name: (value, value) for name, value in PLAIN.findall(text)} | {
        name: (light, dark) for name, light, dark in PAIR.findall(text)
    }


def _luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour (WCAG 2.2)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), SPOKEN)
def test_words_can_be_read(words, ground, theme):
    tokens = _tokens()
    assert contrast(tokens[words][theme], tokens[ground][theme]) >= WORDS


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("drawn", "ground"), DRAWN)
def test_controls_and_figures_can_be_seen(drawn, ground, theme):
    tokens = _tokens()
    assert contrast(tokens[drawn][theme], tokens[ground][theme]) >= CONTROLS
