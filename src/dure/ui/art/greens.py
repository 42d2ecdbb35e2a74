"""Leaves, shoots and herbs, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, dots, leaf, line, oval, path

TIE = path("M42 84Q60 90 78 84V92Q60 98 42 92Z", "#d9b25f") + line("M45 88.500Q60 94 75 88.500", "#b58a3a", 1.6)
"""The straw a bunch is tied with."""


def round_cabbage() -> str:
    """A round cabbage."""
    return (
        GROUND
        + path("M60 22C28 18 8 44 14 74C18 96 38 106 60 106C82 106 102 96 106 74C112 44 92 18 60 22Z", "#7fae5e")
        + path("M60 28C38 26 24 44 26 68C28 90 42 102 60 102C78 102 92 90 94 68C96 44 82 26 60 28Z", "#a5cd80")
        + path("M78 33C92 40 98 58 93 74C88 92 76 102 60 102C84 86 88 56 78 33Z", "#86b466")
        + line("M60 104C58 80 58 60 62 40M59 84Q46 72 36 70M60 68Q48 56 40 50M60 84Q74 74 84 72M61 66Q72 56 80 52", "#e4f0c8", 2.6)
        + line("M14 70Q10 52 20 40M106 70Q110 52 100 40", "#5f9150", 2.4)
    )  # fmt: skip


def lettuce() -> str:
    """A head of red-edged leaf lettuce."""
    frill = (
        "M60 106C30 104 12 88 16 70C8 62 12 48 24 46C24 32 38 24 48 30C54 18 70 18 76 28C88 22 100 34 98 46"
        "C110 50 114 64 104 72C106 90 90 104 60 106Z"
    )
    inner = (
        "M60 104C40 100 28 88 30 74C24 66 28 56 38 56C38 44 50 40 56 46C62 36 76 38 78 48C88 46 94 56 88 64C96 72 90 84 84 90"
        "C78 98 70 103 60 104Z"
    )
    return (
        GROUND + path(frill, "#8c4150") + path(inner.replace("M60 104", "M60 105"), "#7db356")
        + path("M60 104C46 98 42 84 46 72C44 62 54 56 60 62C68 54 78 62 76 72C80 84 74 98 60 104Z", "#b4d67f")
        + line("M60 102V66M60 90Q50 82 48 74M60 84Q70 78 73 72M38 92Q30 82 30 72M82 92Q90 82 90 72", "#e6f1c6", 2.4)
    )  # fmt: skip


def leafy() -> str:
    """Broad leaves on pale stalks: chard, mustard, choy and the like."""
    return (
        GROUND
        + line("M60 106L34 66M60 106L86 66M60 106V58", "#e6ecc2", 8)
        + path("M36 76C14 68 8 44 18 26C40 28 52 48 48 72Z", "#4b8a57")
        + path("M84 76C106 68 112 44 102 26C80 28 68 48 72 72Z", "#3f7d4f")
        + path("M60 70C40 54 42 26 60 10C78 26 80 54 60 70Z", "#68a35f")
        + line("M60 96V22M60 52L50 42M60 52L70 42M42 80L22 34M78 80L98 34", "#cfe0a4", 2.6)
        + TIE
    )


def bok_choy() -> str:
    """A bok choy with its thick white foot."""
    return (
        GROUND
        + path("M46 72C20 66 14 38 26 22C46 26 56 48 54 70ZM74 72C100 66 106 38 94 22C74 26 64 48 66 70Z", "#4b8a57")
        + path("M60 66C40 52 44 24 60 12C76 24 80 52 60 66Z", "#5f9a58")
        + path("M42 64C34 82 36 98 44 106H76C84 98 86 82 78 64C74 56 64 52 60 52C56 52 46 56 42 64Z", "#eef3d9")
        + path("M78 64C86 82 84 98 76 106H64C74 92 74 70 66 54C71 56 76 60 78 64Z", "#d4ddb4")
        + line("M60 104C56 88 56 70 60 54M50 104C46 88 46 76 50 66M60 50V26M34 50L30 34M86 50L90 34", "#b9c994", 2.2)
    )


def spinach() -> str:
    """A bunch of spinach with red roots."""
    blade = "C14 70 6 50 20 40C16 24 34 18 42 30C52 36 52 52 46 62Z"
    right = "C106 70 114 50 100 40C104 24 86 18 78 30C68 36 68 52 74 62Z"
    return (
        GROUND
        + line("M60 100L36 56M60 100L84 56M60 100V46", "#8db35c", 5)
        + path(f"M34 66{blade}", "#3f7d4f")
        + path(f"M86 66{right}", "#35693f")
        + path("M60 62C46 58 40 44 46 34C46 20 56 10 60 8C64 10 74 20 74 34C80 44 74 58 60 62Z", "#4b8a57")
        + line("M60 60V18M60 44L52 36M60 44L68 36M36 58L24 40M84 58L96 40", "#8fbd7c", 2.2)
        + path("M52 94Q60 90 68 94Q66 106 60 114Q54 106 52 94Z", "#c25b66")
        + line("M56 104l-5 8M64 104l5 8", "#c98a90", 1.8)
    )


def perilla_leaf() -> str:
    """A stack of perilla leaves with their saw-toothed edges."""
    edge = (
        "M60 12L66 20L74 22L76 30L86 34L86 42L94 48L92 56L98 64L94 71L96 80L88 85L84 93L74 94L66 100H54L46 94L36 93L32 85"
        "L24 80L26 71L22 64L28 56L26 48L34 42L34 34L44 30L46 22L54 20Z"
    )
    veins = "M60 100V24M60 86L36 72M60 86L84 72M60 68L38 52M60 68L82 52M60 50L46 38M60 50L74 38"
    return (
        GROUND + f'<g transform="rotate(14 60 70)">{path(edge, "#35693f")}</g><g transform="rotate(-12 60 70)">{path(edge, "#4b8a57")}</g>'
        + path(edge, "#5f9a58") + line(veins, "#a5cb8c", 2.2) + line("M60 98V112", "#7d9a4c", 4)
    )  # fmt: skip


def herbs() -> str:
    """A tied bunch of feathery herbs: coriander, water parsley, mugwort."""
    stems = "M60 106L34 46M60 106L48 34M60 106V28M60 106L72 34M60 106L86 46"
    tops = "".join(
        ball(x, y, 8.5, (own, "#35693f", "#9dc98a"))
        for x, y, own in (
            (26, 48, "#4b8a57"), (36, 38, "#5f9a58"), (40, 52, "#4b8a57"), (46, 24, "#5f9a58"), (54, 36, "#4b8a57"),
            (60, 18, "#68a35f"), (66, 34, "#4b8a57"), (74, 24, "#5f9a58"), (80, 52, "#4b8a57"), (84, 38, "#5f9a58"), (94, 48, "#4b8a57"),
        )
    )  # fmt: skip
    return GROUND + line(stems, "#7da957", 4) + tops + TIE


def chives() -> str:
    """A bunch of garlic chives."""
    blades = "".join(
        line(f"M{x} 108Q{x + bend / 3:g} 60 {x + bend} {top}", fill, 4.6)
        for x, bend, top, fill in (
            (48, -24, 26, "#3f7d4f"), (52, -14, 16, "#5f9a58"), (56, -4, 12, "#4b8a57"), (60, 2, 20, "#68a35f"),
            (64, 8, 10, "#3f7d4f"), (68, 18, 18, "#5f9a58"), (72, 28, 28, "#4b8a57"), (62, -16, 34, "#68a35f"),
        )
    )  # fmt: skip
    return GROUND + blades + line("M48 108V96M54 108V96M60 108V96M66 108V96M72 108V96", "#e8efcf", 4.6) + TIE


def bracken() -> str:
    """Curled bracken fronds."""
    fronds = (
        ("M46 108C42 80 34 62 34 46", 34, 38), ("M62 108C62 70 64 50 62 34", 62, 26), ("M76 108C80 84 90 68 92 56", 90, 46),
    )  # fmt: skip
    curls = "".join(
        line(stem, fill, 6)
        + line(f"M{x} {y + 10}C{x - 14} {y + 10} {x - 16} {y - 10} {x} {y - 10}C{x + 13} {y - 10} {x + 12} {y + 6} {x + 2} {y + 5}"
               f"C{x - 6} {y + 4} {x - 5} {y - 3} {x + 1} {y - 3}", fill, 6)
        for (stem, x, y), fill in zip(fronds, ("#7c6a3a", "#6d7d42", "#8a7240"), strict=True)
    )  # fmt: skip
    return GROUND + curls + line("M41 84l-9-5M39 70l7-6M62 82l8-6M62 66l-8-5M80 86l9-4M86 72l-9-3", "#94a45c", 3) + TIE


def mountain_greens() -> str:
    """A shallow basket of gathered mountain greens."""
    leaves = "".join(
        leaf(x, 74, length, turn, fill)
        for x, length, turn, fill in (
            (40, 40, -130, "#3f7d4f"), (52, 48, -110, "#68a35f"), (66, 48, -74, "#4b8a57"), (80, 40, -48, "#3f7d4f"),
            (34, 34, -156, "#68a35f"), (86, 34, -22, "#68a35f"), (60, 52, -94, "#5f9a58"),
        )
    )  # fmt: skip
    return (
        GROUND + leaves + path("M12 68H108C106 92 90 106 60 106C30 106 14 92 12 68Z", "#c99a52")
        + path("M108 68C106 92 90 106 60 106C84 98 94 84 96 68Z", "#a87a38")
        + line("M16 78Q60 88 104 78M24 92Q60 100 96 92M34 70L40 102M60 71V105M86 70L80 102", "#8a602a", 2)
        + line("M12 68H108", "#e2b972", 5)
    )  # fmt: skip


def shoots() -> str:
    """Spears with leafy tips: aralia and toon shoots."""
    spears = "".join(
        line(f"M{x} 106L{x + lean} 58", "#8a6a4a", 8)
        + leaf(x + lean, 60, 40, -90 + lean * 2, "#68a35f") + leaf(x + lean, 62, 32, -122 + lean * 2) + leaf(x + lean, 62, 32, -58 + lean * 2)
        for x, lean in ((40, -10), (80, 10), (60, 0))
    )  # fmt: skip
    return GROUND + spears + line("M52 104V96M36 92l6 2M78 92l6 2M57 88l6 2", "#6b4f33", 2)


def asparagus() -> str:
    """Spears of asparagus, tied."""
    spears = "".join(
        line(f"M{x} 108V{top + 22}", fill, 9.5) + path(f"M{x - 6.500:g} {top + 24}C{x - 8} {top + 12} {x - 3} {top + 2} {x} {top}"
        f"C{x + 3} {top + 2} {x + 8} {top + 12} {x + 6.500:g} {top + 24}Z", "#4b7a4f")
        + line(f"M{x - 3} {top + 20}l3-6l3 6M{x} {top + 40}l3 5M{x} {top + 56}l-3 5", "#9bbf7a", 1.8)
        for x, top, fill in ((40, 24, "#7fae5e"), (50, 14, "#8fbd6a"), (60, 20, "#7fae5e"), (70, 10, "#8fbd6a"), (80, 26, "#7fae5e"))
    )  # fmt: skip
    tie = path("M34 78Q60 86 86 78V87Q60 95 34 87Z", "#d9b25f")
    return GROUND + spears + tie


def broccoli() -> str:
    """A head of broccoli."""
    return GROUND + _floret("#9cc26d", "#7fa653", ("#4f8f52", "#37703c", "#86bd7c"))


def cauliflower() -> str:
    """A head of cauliflower in its leaves."""
    leaves = path(
        "M60 108C26 108 8 82 14 46C30 54 44 78 60 108ZM60 108C94 108 112 82 106 46C90 54 76 78 60 108Z", "#68a35f"
    )
    return (
        GROUND
        + leaves
        + _floret("#e4edc6", "#c9d6a2", ("#f8f2df", "#e0d6b8", "#ffffff"))
        + path(
            "M60 110C38 110 26 96 22 76C38 80 52 92 60 110ZM60 110C82 110 94 96 98 76C82 80 68 92 60 110Z", "#4b8a57"
        )
    )


def _floret(stalk: str, shade: str, head: tuple[str, str, str]) -> str:
    """Return a branching head of buds on its stalk."""
    places = (
        (30, 56, 17),
        (90, 56, 17),
        (44, 40, 18),
        (76, 40, 18),
        (60, 32, 18),
        (60, 56, 20),
        (44, 62, 14),
        (77, 62, 14),
    )
    return (
        path("M44 60L50 106Q60 112 72 106L78 60Z", stalk) + path("M78 60L72 106Q68 108 63 109L66 60Z", shade)
        + "".join(ball(x, y, radius, head) for x, y, radius in places)
    )  # fmt: skip


def celery() -> str:
    """Celery: ribbed stalks and leaves."""
    return (
        GROUND
        + "".join(line(f"M{x} 104L{x + lean} 46", fill, 12) for x, lean, fill in ((46, -8, "#9cc26d"), (74, 8, "#8bb55e"), (60, 0, "#b2d288")))
        + "".join(leaf(x, y, length, turn, fill) for x, y, length, turn, fill in (
            (38, 48, 30, -140, "#4b8a57"), (38, 46, 32, -100, "#68a35f"), (82, 48, 30, -40, "#4b8a57"), (82, 46, 32, -80, "#68a35f"),
            (60, 46, 36, -108, "#5f9a58"), (60, 46, 36, -72, "#4b8a57")))
        + line("M44 98L38 54M50 100L46 66M58 100V56M64 100V60M72 98L80 54", "#dcebbf", 2)
    )  # fmt: skip


def sprouts() -> str:
    """Bean sprouts."""
    beans = ((30, 38, 24), (50, 26, -10), (72, 32, 14), (92, 44, -20), (40, 58, 10), (82, 62, -8))
    stems = line(
        "M30 40C22 66 44 84 34 108M50 28C42 60 60 80 52 110M72 34C82 62 58 84 70 110M92 46C98 70 78 88 90 106"
        "M40 60C50 80 40 96 60 108M82 64C72 82 84 96 66 106", "#f5f1de", 5.4,
    )  # fmt: skip
    return (
        GROUND
        + stems
        + "".join(
            oval(x - 5, y, (7, 9.5), "#f0d264", turn - 24) + oval(x + 5, y, (7, 9.5), "#e0bb45", turn + 24)
            for x, y, turn in beans
        )
    )


def bamboo_shoot() -> str:
    """A bamboo shoot in its sheaths."""
    return (
        GROUND
        + path("M60 8C44 34 26 70 30 98Q44 110 60 108Q76 110 90 98C94 70 76 34 60 8Z", "#a67c42")
        + path("M60 8C76 34 94 70 90 98Q82 106 70 108C80 80 74 40 60 8Z", "#84602f")
        + path("M30 98C40 76 70 66 91 84Q92 92 90 98Q76 110 60 108Q42 110 30 98Z", "#c79c58")
        + path("M40 56C52 48 68 52 78 46Q84 60 88 74C66 60 46 76 32 82Q34 68 40 56Z", "#b78b4b")
        + path("M40 100Q60 92 80 100Q74 109 60 109Q46 109 40 100Z", "#f3e6bd")
        + line("M52 40Q60 46 68 40M56 24Q60 27 64 24M50 78l-4 12M62 76l-2 14M74 80l1 12", "#6e4d22", 2, 0.7)
    )


def dried_greens() -> str:
    """Radish greens hung up to dry under the eaves."""
    hanks = "".join(
        path(f"M{x} 24C{x - 16} 50 {x - 14} 84 {x - 8} 106Q{x} 98 {x + 8} 106C{x + 14} 84 {x + 16} 50 {x} 24Z", fill)
        + line(f"M{x} 34V96M{x - 5} 50L{x - 6} 90M{x + 5} 50L{x + 6} 90", "#54602f", 2)
        for x, fill in ((28, "#7f8a4b"), (60, "#8f9957"), (92, "#76813f"))
    )
    return line("M8 20H112", "#8a6230", 6) + hanks + line("M22 30h12M54 30h12M86 30h12", "#d9b25f", 5)


def tea_leaves() -> str:
    """A twig of tea: two leaves and a bud."""
    return (
        GROUND + line("M60 108C60 80 58 60 60 46", "#6b7a3c", 4.5) + leaf(60, 74, 46, -154, "#3f7d4f") + leaf(60, 70, 46, -24, "#4b8a57")
        + leaf(60, 50, 40, -128, "#68a35f") + leaf(60, 50, 40, -54, "#5f9a58") + leaf(60, 48, 38, -90, "#a5cb6c", "#7fa653")
    )  # fmt: skip


def chrysanthemum() -> str:
    """A yellow chrysanthemum for tea."""
    rings = "".join(
        oval(60, 54 - reach, (6.5, 13), fill, 0).replace('fill="', f'transform="rotate({turn:g} 60 54)" fill="')
        for reach, fill, count in ((27, "#e0ab2c", 14), (17, "#f2c94c", 11))
        for turn in (360 * petal / count for petal in range(count))
    )
    return (
        GROUND
        + line("M60 70V108", "#4b7a3e", 5)
        + leaf(60, 98, 30, -28)
        + leaf(60, 100, 30, -152, "#68a35f")
        + rings
        + ball(60, 54, 11, ("#c98a27", "#a86f1a", "#f3dc90"))
    )


def flowers() -> str:
    """A bunch of cut flowers in paper."""
    heads = "".join(
        "".join(ball(x + dx, y + dy, 8, (own, shade, light)) for dx, dy in ((-8, 0), (8, 0), (0, -8), (0, 8))) + ball(x, y, 5.5, ("#f2c94c", "#d6a320", "#fdeaa6"))
        for x, y, own, shade, light in ((36, 40, "#d9697b", "#b94d61", "#f5bcc5"), (84, 40, "#e8a13d", "#cc8324", "#fbd9a0"), (60, 26, "#f2e8ee", "#d8c8d4", "#ffffff"), (60, 52, "#c2526b", "#a03a53", "#eda9b8"))
    )  # fmt: skip
    return (
        GROUND + leaf(44, 62, 36, -164) + leaf(76, 62, 36, -16) + line("M60 90L38 48M60 90L82 48M60 90V34", "#5e8b3f", 4) + heads
        + path("M30 62L60 78L90 62L72 110H48Z", "#efe2c6") + path("M90 62L72 110H60L66 75Z", "#d8c7a2") + line("M50 92Q60 97 71 92", "#bf4317", 4.5)
    )  # fmt: skip


def potted_plant() -> str:
    """A young plant in a clay pot."""
    return (
        GROUND + line("M60 76V40", "#5e7d3c", 5) + leaf(60, 62, 40, -150, "#4b8a57") + leaf(60, 58, 40, -30, "#3f7d4f")
        + leaf(60, 46, 36, -118, "#68a35f") + leaf(60, 46, 36, -62, "#5f9a58")
        + path("M34 78H86L79 108H41Z", "#c1693c") + path("M86 78L79 108H66L71 78Z", "#9f5029")
        + path("M30 68H90V80H30Z", "#d27a4a") + path("M74 68H90V80H74Z", "#b05d33") + dots(((60, 67),), (26, 2.5), "#5a3b22")
    )  # fmt: skip
