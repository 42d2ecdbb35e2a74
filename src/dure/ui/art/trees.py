"""Trees of our forest; each stands on the point 0,0 and grows upwards about 90 units."""

from collections.abc import Callable, Mapping
from random import Random

from dure.ui.art.shapes import leaf, line, path

Tree = Callable[[int], str]
"""Draws the tree; the number makes one differ from the next."""


def pine(seed: int) -> str:
    """A red pine with flat clouds of needles."""
    lean = Random(seed).choice((-1, 1))  # noqa: S311  a pattern, not a secret
    trunk = f"M0 0C{3 * lean} -18 {-7 * lean} -30 {2 * lean} -46C{6 * lean} -56 {2 * lean} -66 {5 * lean} -78"
    arms = f"M{-2 * lean} -38Q{-12 * lean} -42 {-18 * lean} -46M{3 * lean} -54Q{14 * lean} -56 {20 * lean} -60"
    return (
        line(trunk, "#8b4a34", 6)
        + line(arms, "#8b4a34", 3.5)
        + _needles(-19 * lean, -45, 17, "#2f6a43")
        + _needles(21 * lean, -60, 17, "#2f6a43")
        + _needles(0, -68, 24, "#3c7c50")
        + _needles(5 * lean, -82, 18, "#4f9160")
    )


def _needles(x: float, y: float, width: float, fill: str) -> str:
    """Return one flat cloud of needles."""
    steps = (
        (0.05, -0.38, 0.45, -0.36),
        (0.2, -0.36, 0.62, -0.16),
        (0.5, -0.18, 0.6, 0.18),
        (0.38, 0.04, 0.33, 0.34),
        (-1, 0.2, -2, 0),
    )
    curve = "".join("q" + " ".join(f"{width * step:.1f}" for step in curve) for curve in steps)
    return path(f"M{x - width} {y}{curve}Z", fill)


def persimmon_tree(seed: int) -> str:
    """A persimmon tree in fruit."""
    chance = Random(seed)  # noqa: S311  a pattern, not a secret
    fruit = "".join(
        f'<circle cx="{chance.uniform(-24, 24):.0f}" cy="{-52 + chance.uniform(-22, 20):.0f}" r="3.600"/>'
        for _ in range(9)
    )
    crown = "M-34 -50C-38 -70 -18 -86 0 -82C18 -88 38 -70 34 -50C32 -34 14 -28 0 -30C-14 -28 -32 -34 -34 -50Z"
    return (
        line("M0 0C1 -14 -1 -24 0 -40M0 -26Q-10 -32 -14 -40M0 -22Q10 -30 14 -38", "#6b4a30", 5)
        + path(crown, "#5b8f4e")
        + path("M34 -50C38 -70 20 -86 4 -82.500C24 -70 22 -40 0 -30C14 -28 32 -34 34 -50Z", "#4a7b42")
        + f'<g fill="#e4702a">{fruit}</g>'
    )


def ginkgo(_seed: int) -> str:
    """A ginkgo in autumn."""
    crown = "M0 -96C16 -78 28 -58 26 -40C24 -26 10 -22 0 -22C-10 -22 -24 -26 -26 -40C-28 -58 -16 -78 0 -96Z"
    return (
        line("M0 0V-44", "#7a5a36", 5)
        + path(crown, "#e5b13f")
        + path("M0 -96C16 -78 28 -58 26 -40C24 -26 10 -22 0 -22C14 -40 14 -72 0 -96Z", "#cf9628")
    )


def zelkova(_seed: int) -> str:
    """The wide old zelkova a village meets under."""
    crown = (
        "M-46 -52C-54 -66 -42 -82 -28 -82C-22 -96 -2 -100 8 -92C22 -98 40 -88 40 -76C54 -72 54 -54 44 -48"
        "C34 -38 14 -42 0 -40C-16 -38 -38 -40 -46 -52Z"
    )
    shade = "M44 -48C54 -54 54 -72 40 -76C40 -88 24 -97 10 -93C30 -82 34 -56 8 -40.500C22 -41 36 -40 44 -48Z"
    return (
        line("M0 0C-1 -14 1 -24 0 -42M0 -20Q-12 -32 -20 -42M0 -24Q12 -34 20 -44", "#6b4a30", 7)
        + path(crown, "#6b9a57")
        + path(shade, "#568248")
        + line("M-30 -64q6-10 16-11", "#8fb876", 4)
    )


def seedling(_seed: int) -> str:
    """A tree that was planted this spring."""
    return line("M0 0Q1 -10 0 -22", "#4b8a57", 3.5) + leaf(0, -18, 20, -28, "#68a35f") + leaf(0, -14, 18, -152)


TREES: Mapping[str, Tree] = {
    "ginkgo": ginkgo,
    "persimmon": persimmon_tree,
    "pine": pine,
    "seedling": seedling,
    "zelkova": zelkova,
}


def standing(kind: str, x: float, y: float, scale: float = 1, seed: int = 1) -> str:
    """Return a tree standing at a point, with its shadow."""
    shadow = f'<ellipse rx="{20 * scale:.0f}" ry="{4 * scale:.0f}" fill="#12301f" opacity=".16"/>'
    tree = f'<g transform="scale({scale:g})">{TREES[kind](seed)}</g>'
    return f'<g transform="translate({x:g} {y:.0f})">{shadow}{tree}</g>'
