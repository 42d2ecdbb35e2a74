"""Fruit, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, calyx, dots, leaf, line, path

STEM = "#5b4a2c"


def tangerine() -> str:
    """Three tangerines, the top one with its leaf."""
    return (
        GROUND
        + ball(39, 79, 25, ("#f0932b", "#de7a14", "#fccb83"))
        + ball(82, 80, 24, ("#ee8a20", "#d8700f", "#fbc377"))
        + ball(61, 49, 27, ("#f59c33", "#e4821b", "#ffd596"))
        + calyx(61, 27, 8, 5, 20)
        + leaf(62, 26, 27, -28)
        + line("M61 27q-1-6 3-10", STEM, 3)
        + calyx(38, 62, 4.5, 5, 10, "#4b8a57")
        + calyx(86, 64, 4.5, 5, 40, "#4b8a57")
    )


def persimmon() -> str:
    """A soft persimmon with its four-leaved cap."""
    return (
        GROUND
        + path("M60 38C40 26 18 42 19 68C20 92 40 105 60 104C80 105 100 92 101 68C102 42 80 26 60 38Z", "#e4702a")
        + path("M101 68C102 42 84 30 72 32C92 48 92 88 60 104C80 105 100 92 101 68Z", "#cb5818")
        + line("M29 58q3-13 14-17", "#f8b27c", 5)
        + path("M60 40C50 26 36 32 30 42C42 42 48 48 60 46C72 48 78 42 90 42C84 32 70 26 60 40Z", "#5e8b4a")
        + path("M60 46C52 50 48 56 46 62C56 60 58 54 60 46C62 54 64 60 74 62C72 56 68 50 60 46Z", "#4b7a3e")
        + line("M60 42q-2-12 2-18", STEM, 4)
    )


def apple() -> str:
    """A red apple."""
    freckles = ((48, 70), (58, 84), (70, 66), (44, 86), (76, 82), (60, 58))
    return (
        GROUND
        + path("M60 40C46 27 20 34 22 66C24 94 46 109 60 103C74 109 96 94 98 66C100 34 74 27 60 40Z", "#c7402f")
        + path("M98 66C100 38 82 29 70 33C90 50 88 90 60 103C74 109 96 94 98 66Z", "#a72f22")
        + line("M32 60q2-13 13-17", "#ee9a86", 5.5)
        + dots(freckles, (1.3, 1.3), "#f3c26b", 0.55)
        + line("M50 41q10 7 20 0", "#8b251b", 3)
        + line("M60 42q-2-14 6-22", STEM, 4)
        + leaf(64, 27, 28, -16)
    )


def strawberry() -> str:
    """A strawberry under a double crown of leaves."""
    seeds = (
        (44, 60), (60, 58), (76, 60), (50, 72), (68, 72), (42, 76), (79, 75), (60, 84), (49, 88), (71, 88), (60, 97),
    )  # fmt: skip
    return (
        GROUND
        + path("M60 110C34 98 22 70 32 48C42 36 78 36 88 48C98 70 86 98 60 110Z", "#d53a3f")
        + path("M88 48C98 70 86 98 60 110C78 90 82 62 74 40.5C80 42 85 44.5 88 48Z", "#b72b33")
        + dots(seeds, (1.7, 2.6), "#f7d98b")
        + calyx(60, 42, 28, 7, 8, "#4b8a57")
        + calyx(60, 42, 17, 6, 30, "#68a35f")
        + line("M60 42q-1-14 6-20", "#35693f", 4)
    )


def pear() -> str:
    """A round Korean pear with its freckled skin."""
    freckles = ((42, 58), (55, 50), (68, 60), (48, 76), (62, 72), (76, 78), (54, 92), (70, 92), (84, 62), (38, 82))
    return (
        GROUND
        + path("M60 30C36 26 18 44 19 69C20 93 39 106 60 105C81 106 100 93 101 69C102 44 84 26 60 30Z", "#d9a858")
        + path("M101 69C102 46 87 29 70 29.500C92 46 92 88 60 105C81 106 100 93 101 69Z", "#c08c3d")
        + line("M28 62q2-17 15-23", "#f3d9a4", 5.5)
        + dots(freckles, (1.4, 1.4), "#fbeed0", 0.9)
        + path("M47 33q13 9 26 0q-5 9-13 9t-13-9Z", "#a97830")
        + line("M60 36q-3-14 4-23", STEM, 4.5)
        + leaf(63, 22, 26, -14, "#68a35f")
    )


def peach() -> str:
    """A blushing peach on its two leaves."""
    return (
        GROUND
        + leaf(56, 34, 36, -158, "#4b8a57")
        + leaf(64, 34, 38, -20, "#68a35f")
        + path("M60 34C34 20 14 44 20 70C25 92 44 106 60 107C76 106 95 92 100 70C106 44 86 20 60 34Z", "#f4ab93")
        + path("M60 34C86 20 106 44 100 70C95 92 76 106 60 107C80 88 84 54 60 34Z", "#e5806f")
        + path("M20 70C18 60 20 50 26 43C30 62 34 88 52 106C38 102 24 90 20 70Z", "#f9c7a8")
        + line("M60 35C70 54 71 80 61 104", "#c9604f", 2.4)
        + line("M31 56q3-10 11-13", "#fde5d6", 5)
        + line("M60 36q-2-10 1-16", STEM, 4)
    )


def grape() -> str:
    """A bunch of dark grapes."""
    rows = ((46, (34, 52, 70, 88)), (60, (43, 61, 79)), (74, (34.0, 52, 70, 87)), (86, (46, 63, 78)), (99, (55, 69)))
    colours = (("#6b4a86", "#513468", "#c3a9d6"), ("#5d3f78", "#452b5b", "#b598ca"))
    fruit = "".join(
        ball(x, y, 11.5, colours[(index + row) % 2]) for row, (y, xs) in enumerate(rows) for index, x in enumerate(xs)
    )
    return (
        GROUND
        + line("M60 40q-2-16 4-28", STEM, 4.5)
        + fruit
        + leaf(60, 34, 40, -166, "#4b8a57")
        + leaf(64, 32, 36, -12, "#68a35f")
        + line("M40 36q-10 2-12 10", "#6f8f4a", 2.4)
    )
