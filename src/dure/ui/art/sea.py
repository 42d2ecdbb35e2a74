"""From the sea and the rivers, each in a box of 120 by 120."""

from math import cos, radians, sin

from dure.ui.art.shapes import GROUND, ball, dots, leaf, line, moved, oval, path


def whole_fish(back: str, belly: str, fin: str) -> str:
    """Return a fish lying on its side: the colours of its back, its belly and its fins."""
    return (
        GROUND
        + path("M86 62L112 40Q108 62 112 86Z", fin) + path("M48 38Q62 22 78 40ZM52 86Q62 100 74 82Z", fin)
        + path("M8 64C20 42 44 34 62 38C78 42 88 54 94 62C88 72 78 84 62 88C44 90 20 84 8 64Z", belly)
        + path("M8 64C20 42 44 34 62 38C78 42 88 54 94 62C70 58 40 56 8 64Z", back)
        + line("M34 46Q44 62 34 82", fin, 2.4) + oval(23, 58, (4.6, 4.6), "#fdf9ee") + oval(23, 58, (2.4, 2.4), "#221c18")
        + line("M48 66q5 4 0 8M60 66q5 4 0 8M72 66q4 3 0 7M54 76q5 3 0 6", fin, 1.8, 0.7) + path("M42 62L56 66L44 72Z", fin) + line("M8 65q5 3 9 1", fin, 2)
    )  # fmt: skip


def fish() -> str:
    """A fish, for fish in general."""
    return whole_fish("#7f97a8", "#e6ebea", "#5f7889")


def mackerel() -> str:
    """A mackerel with its waves."""
    return whole_fish("#3f6a86", "#e9eeec", "#2e5169") + line(
        "M36 42q4 6 0 12M46 40q4 7 0 14M56 40q4 7 0 16M66 43q4 6 0 14M75 48q3 5 0 10", "#1f3c52", 2.6
    )


def golden_fish() -> str:
    """A yellow croaker."""
    return whole_fish("#b49a5c", "#f1d98e", "#94793c")


def red_fish() -> str:
    """A sea bream."""
    return whole_fish("#d46a62", "#f8d3c8", "#b54a48") + dots(
        ((44, 50), (56, 48), (66, 52), (50, 56), (62, 56)), (1.6, 1.6), "#6fa0c8"
    )


def carp() -> str:
    """A river fish: carp, trout."""
    return whole_fish("#7c7a4a", "#ddd3a2", "#5f5d34") + line("M10 68q-4 6-2 10M16 70q0 6 4 8", "#5f5d34", 2)


def flatfish() -> str:
    """A flatfish with both eyes on one side."""
    return (
        GROUND + path("M88 64L112 46Q106 64 112 84Z", "#7a6544")
        + path("M6 66C18 34 44 24 60 26C80 30 92 50 96 64C92 80 80 98 60 102C44 104 18 96 6 66Z", "#8c744c")
        + path("M16 66C26 44 46 36 60 38C76 42 84 54 88 64C84 76 76 88 60 90C46 92 26 88 16 66Z", "#a98f62")
        + dots(((46, 48), (62, 52), (74, 64), (52, 78), (66, 80), (40, 62), (58, 66)), (3, 2.4), "#6b5534", 0.8)
        + oval(24, 58, (4.5, 4.5), "#fdf9ee") + oval(24, 58, (2.3, 2.3), "#221c18") + oval(33, 50, (4.5, 4.5), "#fdf9ee") + oval(33, 50, (2.3, 2.3), "#221c18") + line("M36 70Q60 60 88 65", "#6b5534", 2)
    )  # fmt: skip


def hairtail() -> str:
    """A silver hairtail, long as a ribbon."""
    return (
        GROUND + path("M10 34C24 18 40 24 52 36C68 52 84 40 98 46C112 54 108 74 92 76C70 78 52 66 38 80C30 90 44 98 66 96C80 96 92 100 104 108C84 104 62 108 44 106C20 104 16 84 30 70C46 54 70 66 88 62C94 60 92 56 86 56C70 56 58 66 42 54C32 46 26 46 18 48Z", "#c3ccd1")
        + line("M34 30C48 36 60 50 80 46C96 44 104 54 98 66C88 72 60 58 38 72C24 82 26 98 46 101C66 102 84 99 100 106", "#8d9aa3", 2.6)
        + path("M4 40Q12 26 24 26Q32 32 30 44Q16 50 4 46L14 42Z", "#aab6bd") + oval(19, 34, (3.6, 3.6), "#fdf9ee") + oval(19, 34, (2, 2), "#221c18")
    )  # fmt: skip


def eel() -> str:
    """An eel."""
    return (
        GROUND + line("M22 36C52 16 84 30 76 54C68 74 22 62 26 86C30 106 76 104 104 92", "#4f4a3c", 15) + line("M24 40C52 22 78 34 71 54C62 68 20 64 28 88C34 100 74 100 100 90", "#8f8460", 4)
        + oval(20, 36, (12, 10), "#4f4a3c") + oval(16, 34, (3, 3), "#fdf9ee") + oval(16, 34, (1.7, 1.7), "#221c18") + line("M9 40q5 3 10 1", "#2f2b22", 2)
    )  # fmt: skip


def anchovy() -> str:
    """Dried anchovies."""
    one = (
        path("M-34 0C-22 -9 4 -10 26 -3L38 -9V9L26 3C4 9 -22 8 -34 0Z", "#cbd2d2")
        + path("M-34 0C-22 -9 4 -10 26 -3L38 -9V0Z", "#8b9ba3")
        + oval(-25, -1, (2.6, 2.6), "#221c18")
        + line("M-14 1H20", "#f6f7f4", 2)
    )
    places = ((56, 30, 8), (66, 48, -6), (54, 64, 4), (66, 82, -8), (54, 98, 6))
    return GROUND + "".join(moved(one, x, y, 1.1, turn) for x, y, turn in places)


def squid() -> str:
    """A squid."""
    arms = line(
        "M48 78C42 92 34 96 30 108M54 80C52 94 46 100 46 112M60 80V114M66 80C68 94 74 100 74 112M72 78C78 92 86 96 90 108",
        "#c98f86",
        6,
    )
    return (
        GROUND + arms + path("M60 6C48 16 40 22 32 40Q42 40 46 36L42 70Q60 80 78 70L74 36Q78 40 88 40C80 22 72 16 60 6Z", "#e6b5a8") + path("M60 6C72 16 80 22 88 40Q78 40 74 36L78 70Q72 74 64 75C72 54 70 26 60 6Z", "#cc9186")
        + path("M44 68Q60 76 76 68L74 84Q60 90 46 84Z", "#dba398") + oval(52, 77, (4, 4), "#fdf9ee") + oval(68, 77, (4, 4), "#fdf9ee") + oval(52, 77, (2.2, 2.2), "#221c18") + oval(68, 77, (2.2, 2.2), "#221c18")
        + dots(((54, 30), (62, 40), (52, 50), (64, 58), (58, 22), (56, 62)), (2, 2), "#b06f68", 0.7)
    )  # fmt: skip


def oyster() -> str:
    """Opened oysters."""
    one = (
        path("M-28 6C-32 -16 -10 -32 10 -28C30 -24 34 -4 26 14C18 30 -4 32 -16 26C-24 22 -28 14 -28 6Z", "#8b8984") + path("M-22 4C-24 -14 -8 -26 8 -23C25 -20 28 -4 21 11C14 25 -4 27 -13 21C-20 17 -22 10 -22 4Z", "#eeeae0")
        + path("M-14 4C-16 -8 -4 -18 8 -14C20 -10 20 2 14 10C8 18 -4 18 -8 14Z", "#c9c3b4") + path("M-8 6C-8 -4 2 -10 9 -7C15 -3 13 5 8 9C3 13 -5 12 -8 6Z", "#a9a494") + line("M-26 -8l-5-3M-8 -28l-2-5M22 -20l5-4M28 6l5 1", "#6b6964", 3)
    )  # fmt: skip
    return GROUND + moved(one, 82, 78, 0.94, 24) + moved(one, 42, 52, 1.1, -8)


def ribbed(own: str, shade: str, light: str) -> str:
    """Return a ribbed shell, seen from outside, and a smaller one beside it."""
    ribs = "M0 30L-26 -12M0 30L-14 -24M0 30V-28M0 30L14 -24M0 30L26 -12"
    one = (
        path("M0 34C-8 34 -12 30 -14 26C-30 18 -38 2 -32 -10C-28 -18 -22 -16 -20 -22C-14 -30 -8 -26 0 -32C8 -26 14 -30 20 -22C22 -16 28 -18 32 -10C38 2 30 18 14 26C12 30 8 34 0 34Z", own)
        + path("M20 -22C22 -16 28 -18 32 -10C38 2 30 18 14 26C12 30 8 34 0 34C20 14 24 -8 14 -27Q18 -26 20 -22Z", shade) + line(ribs, light, 2.6) + path("M-12 26H12L8 36H-8Z", shade)
    )  # fmt: skip
    return GROUND + moved(one, 86, 82, 0.72, 14) + moved(one, 48, 60, 1.2, -8)


def scallop() -> str:
    """Scallops."""
    return ribbed("#e0946f", "#c1734f", "#f8d3bc")


def cockle() -> str:
    """Cockles."""
    return ribbed("#d8cbb4", "#b5a588", "#8b7a5c")


def clam() -> str:
    """Clams with their rings, one open."""
    one = (
        path("M-34 10C-32 -18 -12 -30 4 -28C24 -26 36 -8 34 12C18 28 -20 28 -34 10Z", "#b39c78") + path("M34 12C36 -8 24 -26 4 -28C20 -14 22 6 10 23Q24 21 34 12Z", "#8f7855")
        + line("M-26 10C-24 -10 -10 -20 2 -19C17 -17 26 -4 25 11M-17 12C-16 -2 -8 -10 1 -10C11 -9 17 0 16 13", "#6f5a3b", 2.4) + line("M-24 -4q4-11 12-15", "#ead9ba", 3.4)
    )  # fmt: skip
    return GROUND + moved(one, 84, 76, 0.8, 10) + moved(one, 38, 84, 0.74, -12) + moved(one, 58, 50, 1)


def mussel() -> str:
    """Blue-black mussels, one open."""
    return (
        GROUND
        + path("M20 92C6 66 16 28 42 12C60 26 60 64 40 92Q30 100 20 92Z", "#2f3a4d") + path("M42 12C60 26 60 64 40 92Q34 97 28 96C48 72 50 38 42 12Z", "#1e2635") + line("M20 66q1-22 14-40", "#8196b3", 4)
        + path("M60 98C52 70 66 40 92 30C112 42 112 78 88 104Q70 110 60 98Z", "#2f3a4d") + path("M66 94C60 72 70 48 91 38C105 48 104 76 84 98Q72 102 66 94Z", "#c9d2db") + path("M70 90C68 72 76 56 90 50C98 58 96 76 82 92Q74 96 70 90Z", "#ec9a4a") + line("M74 86Q74 72 86 58", "#c5732a", 2.4)
    )  # fmt: skip


def abalone() -> str:
    """An abalone shell, mother-of-pearl inside."""
    return (
        GROUND + path("M10 72C8 40 36 18 66 20C98 22 114 48 110 72C104 98 76 106 54 104C30 102 12 92 10 72Z", "#7a5f4c") + path("M18 72C18 46 42 28 66 30C92 32 104 52 100 70C95 90 74 96 54 94C36 93 20 86 18 72Z", "#cfe0dc")
        + path("M30 70C32 50 50 40 68 42C86 44 94 58 90 70C84 84 66 86 54 84C42 84 30 80 30 70Z", "#e6c98e") + path("M90 70C94 58 86 44 68 42C80 54 78 72 62 85C74 84 86 80 90 70Z", "#c9a766")
        + line("M24 62q8-20 28-26", "#ffffff", 3.4) + line("M92 44q8 10 5 26", "#e3b9cf", 4) + dots(((22, 84), (32, 92), (44, 98), (58, 100)), (3, 2.4), "#46342a") + line("M46 66Q58 54 74 62", "#b08c4a", 2.4)
    )  # fmt: skip


def sea_squirt() -> str:
    """Red sea squirts with their knobs."""
    knobs = "".join(
        ball(x, y, 6.5, ("#e0704a", "#b94a2a", "#f8bfa4"))
        for x, y in (
            (30, 52),
            (48, 38),
            (72, 36),
            (90, 50),
            (26, 78),
            (48, 66),
            (72, 62),
            (94, 78),
            (58, 88),
            (80, 92),
            (38, 94),
        )
    )
    return (
        GROUND
        + path("M60 30C36 28 16 48 18 74C20 98 40 108 60 107C82 108 102 98 103 74C104 48 84 28 60 30Z", "#c9482f")
        + path("M84 38C98 48 104 60 103 74C102 98 82 108 60 107C90 94 94 60 84 38Z", "#a33420")
        + line("M50 32V18M72 32V16", "#c9482f", 10)
        + line("M50 20h.1M72 18h.1", "#7a2415", 5)
        + knobs
    )


def sea_cucumber() -> str:
    """Dried sea cucumbers."""
    one = path("M-40 6C-44 -10 -30 -18 -10 -18C10 -18 34 -18 40 -4C44 10 30 18 8 18C-14 18 -36 20 -40 6Z", "#4a443c") + path("M40 -4C44 10 30 18 8 18C-14 18 -36 20 -40 6C-10 14 24 12 40 -4Z", "#332e28") + "".join(
        path(f"M{x - 4} {y}L{x} {y - 10}L{x + 4} {y}Z", "#6b6358") for x, y in ((-28, -10), (-14, -15), (0, -16), (14, -16), (28, -12), (-20, 2), (-4, 0), (12, 0), (26, 0))
    )  # fmt: skip
    return GROUND + moved(one, 64, 46, 1, -10) + moved(one, 58, 84, 1.05, 6)


def crab() -> str:
    """A crab, seen from above."""
    return (
        GROUND
        + line("M32 66L14 58L8 66M32 76L12 78L8 90M36 86L20 96L20 106M88 66L106 58L112 66M88 76L108 78L112 90M84 86L100 96L100 106", "#c8562f", 5)
        + line("M40 54Q24 46 24 32M80 54Q96 46 96 32", "#c8562f", 8) + path("M24 36C10 32 10 12 22 8L24 22L34 12C40 24 34 36 24 36ZM96 36C110 32 110 12 98 8L96 22L86 12C80 24 86 36 96 36Z", "#dc6a3c")
        + path("M60 44C86 42 100 58 96 76C90 96 76 102 60 102C44 102 30 96 24 76C20 58 34 42 60 44Z", "#dc6a3c") + path("M78 47C94 52 99 64 96 76C90 96 76 102 60 102C86 90 90 64 78 47Z", "#b84c24")
        + line("M52 46V38M68 46V38", "#b84c24", 3) + ball(52, 37, 4, ("#2a211c", "#120d0a", "#ffffff")) + ball(68, 37, 4, ("#2a211c", "#120d0a", "#ffffff")) + line("M46 70Q60 80 74 70M60 76V90", "#a33e1a", 2.4) + line("M34 66q3-9 11-13", "#f8bd9c", 4)
    )  # fmt: skip


def shrimp() -> str:
    """A shrimp, curled."""
    segments = "".join(
        f"M{60 + 40 * cos(radians(a)):.0f} {62 + 40 * sin(radians(a)):.0f}L{60 + 19 * cos(radians(a)):.0f} {62 + 19 * sin(radians(a)):.0f}"
        for a in (-40, -10, 20, 52, 84)
    )
    return (
        GROUND + line("M30 34C18 30 12 20 10 10M32 30C30 18 34 10 42 6", "#c8583a", 2.4)
        + path("M22 48C24 28 50 16 74 22C98 30 108 56 98 80C90 98 72 106 54 104L40 112L42 100L28 98L46 90C66 92 78 82 80 66C82 52 72 44 60 46C46 50 34 54 22 48Z", "#ef8a66")
        + path("M98 80C90 98 72 106 54 104L50 98C74 100 92 84 94 60C94 46 88 34 78 24C100 34 106 58 98 80Z", "#d2663f") + line(segments, "#c8583a", 2.4) + oval(38, 40, (3.6, 3.6), "#221c18")
        + line("M56 48L50 62M64 46L62 60M72 50L72 62M78 58L72 70", "#d2663f", 3) + line("M46 28q12-5 22-3", "#fbc7b2", 4)
    )  # fmt: skip


def crayfish() -> str:
    """A crayfish."""
    return (
        GROUND + line("M44 44Q24 40 24 24M76 44Q96 40 96 24", "#b8342a", 6) + path("M24 30C12 26 12 10 22 6L25 18L33 10C38 22 32 30 24 30ZM96 30C108 26 108 10 98 6L95 18L87 10C82 22 88 30 96 30Z", "#d0443a")
        + line("M46 56L28 62M46 64L28 74M74 56L92 62M74 64L92 74M52 32Q44 18 46 6M68 32Q76 18 74 6", "#b8342a", 3) + path("M60 22C72 28 78 42 76 58C76 66 70 72 60 72C50 72 44 66 44 58C42 42 48 28 60 22Z", "#d0443a")
        + path("M46 72H74L70 100H50Z", "#c43a30") + line("M47 78H73M48 86H72M49 94H71", "#93241c", 2.4) + path("M60 98L40 102L44 112L60 108L76 112L80 102Z", "#d0443a") + path("M66 26C74 34 78 46 76 58C76 66 70 72 62 72C70 56 70 40 66 26Z", "#a82c23")
        + oval(53, 34, (2.8, 2.8), "#221c18") + oval(67, 34, (2.8, 2.8), "#221c18")
    )  # fmt: skip


def kelp() -> str:
    """Long blades of kelp tied together."""
    return (
        GROUND + path("M30 12C46 30 20 50 36 70C44 84 34 98 30 110H48C56 96 60 84 52 70C38 48 62 32 50 12Z", "#3f5238") + path("M54 10C70 30 46 50 60 70C68 84 60 98 58 110H76C82 96 84 82 76 68C64 48 86 30 74 10Z", "#4f6646")
        + path("M78 14C94 32 74 52 88 70C94 84 86 96 86 108H100C106 94 108 82 102 68C90 50 106 32 94 14Z", "#36482f") + line("M40 14C54 34 30 50 44 72C50 86 42 98 40 108M64 12C78 34 56 50 68 70C74 86 68 98 67 108M86 16C98 34 82 52 95 70C100 84 94 96 93 106", "#7f9468", 2.2)
        + path("M26 56Q60 66 106 54V64Q60 76 28 66Z", "#d9b25f") + line("M30 61Q62 71 104 60", "#b58a3a", 1.6)
    )  # fmt: skip


def sea_mustard() -> str:
    """Wavy fronds of sea mustard."""
    frond = path(
        "M0 0C-8 -20 -26 -20 -30 -36C-18 -36 -12 -32 -6 -26C-14 -44 -24 -48 -22 -66C-10 -60 -6 -50 -2 -42C-4 -60 -8 -72 0 -88C8 -72 4 -60 2 -42C6 -50 10 -60 22 -66C24 -48 14 -44 6 -26C12 -32 18 -36 30 -36C26 -20 8 -20 0 0Z",
        "#3e6144",
    )
    return (
        GROUND
        + moved(frond, 84, 108, 0.92, 18)
        + moved(frond, 36, 108, 0.92, -18)
        + moved(frond.replace("#3e6144", "#527a55"), 60, 110, 1.1)
        + line("M60 108V22M40 102L22 44M80 102L98 44", "#a5bd8a", 2.4)
        + leaf(60, 108, 20, -20, "#527a55")
    )
