"""Small fruit and stone fruit, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, calyx, dots, egg_shape, leaf, line, path

STEM = "#5b4a2c"
HEAP = ((36, 86, 16), (84, 86, 16), (60, 90, 17), (46, 64, 16), (75, 64, 16), (60, 44, 15))
"""Round things piled up: x, y and radius, the hindmost first."""


def heap(colours: tuple[str, str, str]) -> str:
    """Return six round fruits piled up."""
    return "".join(ball(x, y, radius, colours) for x, y, radius in HEAP)


def cherry() -> str:
    """A pair of cherries on one stalk."""
    red = ("#b3243a", "#8e182b", "#ee8f98")
    return (
        GROUND
        + line("M36 78C40 50 54 28 74 16M84 82C86 56 80 32 74 16", "#5e8b3f", 4)
        + leaf(74, 17, 34, 18, "#68a35f")
        + ball(36, 83, 21, red)
        + ball(85, 85, 20, ("#bf2b41", "#99192f", "#f29aa2"))
        + line("M29 66q7 5 14 0M79 69q6 4 12 0", "#7b1424", 2.4)
    )


def plum() -> str:
    """Two dark red plums, one with its bloom."""
    return (
        GROUND
        + leaf(66, 30, 36, -20, "#68a35f")
        + ball(80, 76, 28, ("#8a2f4d", "#6b1f3a", "#d08aa3"))
        + ball(42, 70, 33, ("#a63a55", "#842a42", "#e3a0b1"))
        + line("M43 38C34 54 34 82 44 102", "#7d2740", 2.4)
        + line("M42 40q4-14 24-12", STEM, 4)
    )


def green_plum() -> str:
    """Green plums with their leaves."""
    green = ("#a9c25a", "#86a23f", "#e4efb4")
    return (
        GROUND
        + leaf(58, 34, 36, -160, "#4b8a57")
        + leaf(62, 32, 38, -20, "#68a35f")
        + ball(82, 80, 24, ("#b5cb63", "#8fa944", "#e9f2bd"))
        + ball(38, 80, 25, green)
        + ball(60, 56, 25, green)
        + line("M61 32C54 46 54 66 60 80", "#7c963a", 2.2)
        + line("M60 33q-1-8 4-14", STEM, 3.5)
    )


def apricot() -> str:
    """Two apricots, one cut open to its stone."""
    return (
        GROUND
        + leaf(50, 32, 34, -25, "#68a35f")
        + ball(46, 66, 34, ("#f2a24a", "#dc8430", "#fcd9a2"))
        + line("M48 33C40 50 40 80 50 99", "#cf7526", 2.4)
        + line("M47 34q-1-8 5-12", STEM, 4)
        + ball(86, 84, 23, ("#f7c56f", "#efab4b", "#fff0cf"))
        + ball(86, 84, 10, ("#8a5630", "#6d4020", "#b98a5c"))
    )


def jujube() -> str:
    """Jujubes, red-brown and shining."""
    brown, light = ("#8f3322", "#6f2317", "#d99480"), ("#a8442b", "#85301c", "#e8aa94")
    return (
        GROUND
        + leaf(66, 30, 36, -14, "#68a35f")
        + leaf(60, 30, 32, -158, "#4b8a57")
        + egg_shape(34, 76, (17, 25), brown, -14)
        + egg_shape(88, 76, (17, 25), light, 14)
        + egg_shape(61, 66, (19, 28), light)
        + egg_shape(60, 96, (24, 13), ("#b9a24d", "#978134", "#e9dca0"))
        + line("M61 39q-1-8 4-14", STEM, 3.5)
        + line("M54 60q-3 8 0 16M29 70q-2 8 1 14", "#6f2317", 1.8, 0.7)
    )


def blueberry() -> str:
    """Blueberries with their little crowns."""
    crowns = "".join(calyx(x + 2, y - 3, radius * 0.52, 5, x, "#232f56") for x, y, radius in HEAP)
    return GROUND + leaf(70, 36, 34, -24, "#68a35f") + heap(("#4a5f9e", "#35477f", "#a9b8dd")) + crowns


def aronia() -> str:
    """A cluster of dark aronia berries hanging from red stalks."""
    places = ((34, 62), (54, 72), (76, 70), (92, 56), (42, 88), (64, 94), (86, 88))
    stalks = line(
        "M60 20L34 60M60 20L54 70M60 20L76 70M60 20L92 54M60 20L64 90M60 20L42 86M60 20L86 86", "#8c4a44", 2.6
    )
    berries = "".join(
        ball(x, y, 12.5, ("#2e2438", "#1d1526", "#8d7fa0")) + calyx(x, y + 7, 5, 5, x, "#120c1a") for x, y in places
    )
    return GROUND + leaf(60, 24, 42, -168, "#4b8a57") + leaf(60, 22, 40, -10, "#68a35f") + stalks + berries


def bramble() -> str:
    """Two raspberries made of drupelets."""
    return (
        GROUND
        + leaf(60, 30, 34, -160)
        + leaf(62, 28, 38, -18, "#68a35f")
        + _drupes(40, 52, "#c9364f", "#a52540")
        + (_drupes(80, 58, "#b52c48", "#8f1d37"))
    )


def black_bramble() -> str:
    """Two black raspberries."""
    return (
        GROUND
        + leaf(60, 30, 34, -160)
        + leaf(62, 28, 38, -18, "#68a35f")
        + _drupes(40, 52, "#4a2a4f", "#341a39")
        + (_drupes(80, 58, "#3f2245", "#2a1330"))
    )


def mulberry() -> str:
    """Mulberries: long and dark."""
    return (
        GROUND + leaf(60, 28, 42, -12, "#68a35f") + leaf(58, 28, 36, -164)
        + _drupes(38, 46, "#54304f", "#3a1c38", 5) + _drupes(80, 52, "#6d2f4c", "#4d1b33", 5)
    )  # fmt: skip


def _drupes(x: float, y: float, own: str, shade: str, rows: int = 4) -> str:
    """Return one berry of many beads, hanging from its calyx."""
    beads = "".join(
        ball(x + (place - (count - 1) / 2) * 11.5, y + row * 11, 7.4, (own, shade, "#f0c3cd"))
        for row, count in enumerate((3, 4, 3, 3, 2)[:rows] if rows > 4 else (3, 4, 3, 2))
        for place in range(count)
    )
    return beads + calyx(x, y - 7, 15, 5, 18) + line(f"M{x} {y - 8}Q{x} {y - 20} 60 {y - 26}", "#5e8b3f", 3)


def goji() -> str:
    """Goji berries on a twig."""
    red = ("#d8432c", "#b32f1c", "#f7a78f")
    places = ((30, 64, 12), (50, 78, -6), (72, 76, 10), (92, 62, -14), (40, 94, -40), (80, 96, 40))
    return (
        GROUND
        + line("M14 36Q60 18 108 34M30 34V52M50 28V64M72 28V62M92 31V50", "#6b7a3c", 3.4)
        + leaf(58, 26, 32, -50, "#68a35f")
        + leaf(36, 30, 28, -120)
        + "".join(egg_shape(x, y, (9, 15), red, turn) for x, y, turn in places)
    )


def schisandra() -> str:
    """A hanging cluster of schisandra berries."""
    rows = ((40, (48, 64, 78)), (54, (40, 56, 72, 84)), (68, (46, 62, 78)), (82, (50, 66, 78)), (96, (56, 68)))
    berries = "".join(
        ball(x, y, 9.5, (("#c8283a", "#a01a2b", "#f29aa0"), ("#d43c48", "#ad2635", "#f7abb0"))[(row + index) % 2])
        for row, (y, xs) in enumerate(rows)
        for index, x in enumerate(xs)
    )
    return (
        GROUND
        + leaf(58, 24, 44, -168)
        + leaf(64, 22, 40, -14, "#68a35f")
        + line("M62 36Q58 18 66 8", STEM, 4)
        + berries
    )


def lychee() -> str:
    """Lychees, one peeled."""
    skin = ("#c74a55", "#a33340", "#eda2a6")
    knobs = ((30, 66), (40, 58), (50, 68), (36, 80), (48, 84), (56, 76), (44, 72), (28, 78))
    return (
        GROUND + leaf(50, 34, 38, -24, "#68a35f") + ball(42, 72, 30, skin)
        + dots(knobs, (3, 2.4), "#8e2836", 0.6) + line("M44 42q0-10 6-16", STEM, 4)
        + ball(86, 82, 23, ("#f3eee6", "#dad2c6", "#ffffff"))
        + path("M63 84C66 106 106 106 109 82Q100 92 92 86Q84 96 76 88Q68 94 63 84Z", "#b53d49")
    )  # fmt: skip


def bayberry() -> str:
    """Chinese bayberries: round, red, with a fine velvet skin."""
    places = ((38, 80), (82, 80), (60, 52))
    skin = tuple(
        (x + dx, y + dy) for x, y in places for dx, dy in ((-12, -4), (-4, -13), (4, -2), (-8, 8), (6, 10), (12, -8))
    )
    return (
        GROUND + leaf(62, 30, 42, -16, "#68a35f") + leaf(58, 30, 40, -166)
        + "".join(ball(x, y, 24, ("#a82844", "#821a32", "#e58a9c")) for x, y in places)
        + dots(skin, (2.4, 2.4), "#6b1228", 0.55)
    )  # fmt: skip
