"""Citrus fruit and the tropical ones, each in a box of 120 by 120."""

from math import cos, radians, sin

from dure.ui.art.shapes import GROUND, ball, calyx, dots, egg_shape, leaf, line, oval, path

STEM = "#5b4a2c"


def wheel(x: float, y: float, radius: float, colours: tuple[str, str, str], parts: int = 8) -> str:
    """Return a citrus cut across; `colours` are its rind, its pith and its flesh."""
    rind, pith, flesh = colours
    inner = radius * 0.78
    spokes = "".join(
        f"M{x:g} {y:g}L{x + inner * cos(radians(angle)):.1f} {y + inner * sin(radians(angle)):.1f}"
        for angle in (360 * part / parts for part in range(parts))
    )
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{rind}"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius * 0.88:.1f}" fill="{pith}"/>'
        f'<circle cx="{x:g}" cy="{y:g}" r="{inner:.1f}" fill="{flesh}"/>' + line(spokes, pith, 2.6)
    )


def orange() -> str:
    """An orange and one cut across."""
    return (
        GROUND
        + ball(48, 60, 36, ("#ee8420", "#d36a10", "#fbc27c"))
        + dots(((34, 66), (48, 76), (58, 54), (40, 84), (62, 70)), (1.3, 1.3), "#b95a0c", 0.6)
        + leaf(50, 26, 32, -20)
        + calyx(48, 27, 6)
        + wheel(84, 80, 26, ("#ee8420", "#fdeccb", "#f7a340"))
    )


def hallabong() -> str:
    """A hallabong with the knob at its stem."""
    return (
        GROUND
        + path("M60 18C50 18 48 28 46 36C26 42 16 58 17 74C19 94 38 105 60 105C82 105 101 94 103 74C104 58 94 42 74 36"
               "C72 28 70 18 60 18Z", "#f09a2e")
        + path("M74 36C94 42 104 58 103 74C101 94 82 105 60 105C88 92 92 58 68 36C68 30 66 22 62 18C70 19 72 28 74 36Z", "#d97c16")
        + line("M28 66q3-15 15-20", "#fdd398", 5)
        + dots(((44, 62), (56, 80), (40, 84), (66, 66), (60, 94), (76, 80)), (1.5, 1.5), "#c26a0e", 0.6)
        + calyx(60, 21, 8, 5, 18)
        + leaf(61, 20, 32, -18, "#68a35f")
    )  # fmt: skip


def pomelo() -> str:
    """A pomelo, broad below, and a peeled piece of it."""
    return (
        GROUND
        + path("M52 16C40 18 14 50 14 74C16 96 34 105 54 105C76 105 92 96 93 74C92 50 64 18 52 16Z", "#d5cf63")
        + path("M52 16C64 18 92 50 93 74C92 96 76 105 54 105C82 92 82 46 52 16Z", "#b8b046")
        + line("M26 70q3-18 14-30", "#f2eea9", 5)
        + leaf(53, 18, 32, -12, "#68a35f")
        + path("M68 104C64 84 84 70 112 76C114 96 92 112 68 104Z", "#fdf3dd")
        + path("M74 101C72 88 86 78 108 80C108 94 92 106 74 101Z", "#f3b0a0")
        + line("M80 98L88 86M90 98L97 84", "#e08d7e", 2)
    )


def yuja() -> str:
    """Yuja: yellow and knobbly."""
    knobs = ((34, 60), (44, 74), (56, 58), (40, 88), (60, 84), (30, 76), (68, 70))
    return (
        GROUND
        + path("M50 32C40 26 34 32 26 40C14 50 12 68 18 82C26 98 42 102 54 104C68 104 84 98 90 82C96 66 92 48 80 40"
               "C72 32 60 28 50 32Z", "#f2c53a")
        + path("M80 40C92 48 96 66 90 82C84 98 68 104 54 104C80 90 84 60 68 33C73 34 77 37 80 40Z", "#d6a320")
        + dots(knobs, (3, 2), "#cf9b1c", 0.75)
        + line("M24 60q2-10 10-15", "#fdeaa6", 5)
        + leaf(54, 32, 38, -30)
        + leaf(52, 32, 28, -80, "#68a35f")
        + wheel(88, 86, 22, ("#f0be2e", "#fdf6d8", "#f8e08a"), 9)
    )  # fmt: skip


def lemon() -> str:
    """A lemon and one cut across."""
    return (
        GROUND
        + path("M12 50C10 44 18 42 22 44C36 26 64 24 78 40C84 42 92 50 94 58C88 62 86 66 82 72C68 88 36 86 24 68"
               "C18 64 14 58 12 50Z", "#f3d43b")
        + path("M78 40C84 42 92 50 94 58C88 62 86 66 82 72C72 84 52 86 38 80C66 80 80 60 72 35C74 36 76 38 78 40Z", "#d8b422")
        + line("M34 52q5-10 15-12", "#fdf1ac", 5)
        + leaf(22, 44, 30, -50)
        + wheel(84, 84, 24, ("#f0cc2e", "#fdf8dc", "#f9e873"))
    )  # fmt: skip


def grapefruit() -> str:
    """A grapefruit and one cut across, pink inside."""
    return (
        GROUND
        + ball(46, 60, 37, ("#f0b04a", "#dc8f38", "#fde0ac"))
        + leaf(48, 25, 30, -20)
        + wheel(84, 80, 27, ("#eda23e", "#fdeedd", "#e8717a"))
    )


def kiwi() -> str:
    """A brown kiwi and one cut across."""
    seeds = tuple(
        (80 + 10.5 * cos(radians(angle)), round(80 + 10.5 * sin(radians(angle)), 1)) for angle in range(0, 360, 30)
    )
    rounded = tuple((round(x, 1), y) for x, y in seeds)
    return (
        GROUND
        + egg_shape(46, 62, (34, 28), ("#93703f", "#74552b", "#c8aa7c"), -18)
        + line("M30 58l5-2M42 50l5-2M54 60l5-2M38 70l5-2M52 76l5-2M62 50l4-2", "#6a4c25", 2)
        + oval(80, 80, (29, 27), "#7d5d31")
        + oval(80, 80, (25.5, 23.5), "#8fba3f")
        + oval(80, 80, (17, 15.5), "#a9cf5a")
        + dots(rounded, (1.4, 1.8), "#25301a")
        + oval(80, 80, (6.5, 6), "#f0f3cf")
    )


def banana() -> str:
    """A hand of three bananas."""
    return (
        GROUND
        + path("M40 16C30 50 44 90 98 98C104 98 108 94 104 90C74 80 58 54 54 16Z", "#d6a82a")
        + path("M44 16C44 50 58 76 106 78C112 77 113 71 108 69C82 62 66 44 58 16Z", "#f1c93f")
        + path("M36 18C14 46 18 88 58 108C64 110 68 106 65 101C46 82 42 50 52 18Z", "#f6d65a")
        + path("M52 18C42 50 46 82 65 101C68 106 64 110 58 108C36 84 36 46 44 17Z", "#dfb534")
        + path("M36 20C38 14 42 8 42 6L54 6C54 10 56 14 58 19Q46 26 36 20Z", "#8a7a36")
        + line("M96 96l6-1M105 74l5 0M60 105l4 1", "#5b4a2c", 3.4)
    )


def mango() -> str:
    """A mango with one blushing cheek."""
    body = "M44 26C70 14 102 34 104 64C104 92 78 106 52 102C28 98 12 78 18 56C22 42 32 32 44 26Z"
    return (
        GROUND + path(body, "#f2b23c")
        + path("M44 26C70 14 102 34 104 64C104 78 97 89 86 96C92 62 76 36 44 26Z", "#d8573a")
        + line("M28 60q3-13 14-19", "#fde1a0", 5.5)
        + line("M46 26q-4-8 2-14", STEM, 4) + leaf(48, 18, 36, -14, "#4b8a57")
    )  # fmt: skip


def pineapple() -> str:
    """A pineapple under its crown."""
    crown = "".join(leaf(60, 44, length, angle, fill) for angle, length, fill in (
        (-150, 32, "#3f7d4f"), (-30, 32, "#3f7d4f"), (-126, 38, "#4b8a57"), (-54, 38, "#4b8a57"), (-90, 42, "#68a35f"),
    ))  # fmt: skip
    net = "M33 60L66 108M30 76L54 109M44 46L82 102M62 42L90 82M78 46L91 66M87 60L54 108M90 76L66 109M76 46L38 102M58 42L30 82M42 46L29 66"
    return (
        GROUND + crown + oval(60, 75, (31, 35), "#e3a833")
        + path("M76 45C98 60 96 102 62 110C84 92 88 64 76 45Z", "#c58520") + line(net, "#a96f1a", 2, 0.75)
        + line("M36 66q3-9 8-14", "#f9dc90", 4)
    )  # fmt: skip


def dragon_fruit() -> str:
    """A dragon fruit and its half, white with black seeds."""
    seeds = ((76, 78), (86, 72), (94, 82), (80, 88), (90, 92), (72, 90), (84, 98), (96, 74), (86, 82), (78, 70))
    scales = "".join(
        leaf(x, y, 24, turn, "#a6bf5c", "#86a23f")
        for x, y, turn in ((30, 52, -150), (60, 34, -60), (44, 32, -105), (26, 78, 165))
    )
    return (
        GROUND + scales + oval(46, 66, (30, 36), "#d64277")
        + path("M56 32C80 46 78 96 48 102C66 84 70 54 56 32Z", "#b32b5e") + leaf(42, 52, 20, -130, "#bcd06c", "#86a23f")
        + leaf(44, 84, 20, -140, "#bcd06c", "#86a23f")
        + oval(84, 83, (25, 26), "#d64277") + oval(84, 83, (20, 21), "#fbf6f2") + dots(seeds, (1.3, 1.7), "#26201f")
    )  # fmt: skip


def avocado() -> str:
    """An avocado cut open to its stone."""
    outside = "M60 14C76 14 80 34 88 52C100 76 90 106 60 106C30 106 20 76 32 52C40 34 44 14 60 14Z"
    inside = "M60 22C71 22 74 40 81 56C90 76 82 98 60 98C38 98 30 76 39 56C46 40 49 22 60 22Z"
    return (
        GROUND + path(outside, "#3d5a30") + path(inside, "#b9cc6a")
        + path("M60 30C68 30 70 46 76 59C83 75 77 91 60 91C43 91 37 75 44 59C50 46 52 30 60 30Z", "#e9e8a2")
        + ball(60, 73, 16, ("#8a5630", "#6a3e1f", "#c49a6c"))
    )  # fmt: skip


def coconut() -> str:
    """A coconut and its half."""
    return (
        GROUND + ball(50, 60, 36, ("#8a6239", "#6a4624", "#b08a5c"))
        + line("M24 44q22-18 50-8M20 62q28-14 60 2M28 82q22-10 44 2", "#6a4624", 2, 0.7)
        + dots(((40, 46), (52, 44), (46, 54)), (3.4, 3.4), "#4a2f16")
        + oval(84, 86, (29, 20), "#6a4624") + oval(84, 84, (26, 17), "#fdf9ef") + oval(84, 86, (19, 11), "#e6dfce")
    )  # fmt: skip


def star_fruit() -> str:
    """A star fruit and a slice of it."""
    points = [
        (round(82 + r * sin(radians(36 * i)), 1), round(80 - r * cos(radians(36 * i)), 1))
        for i, r in enumerate((27, 12) * 5)
    ]
    star = "M" + "L".join(f"{x} {y}" for x, y in points) + "Z"
    return (
        GROUND + path("M20 92C8 60 24 26 58 14C74 40 72 80 44 102Q30 104 20 92Z", "#d9c63c")
        + path("M58 14C74 40 72 80 44 102C50 70 50 40 58 14Z", "#b9a524") + line("M22 86C16 60 32 30 56 18", "#f3e78c", 4)
        + path(star, "#e2cf48") + dots(((82, 72), (89, 78), (86, 86), (78, 86), (75, 78)), (1.4, 2.4), "#a8901c")
    )  # fmt: skip
