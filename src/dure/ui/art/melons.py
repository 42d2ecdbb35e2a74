"""Melons, pomegranate, fig and quince, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, calyx, dots, leaf, line, oval, path

STEM = "#5b4a2c"


def watermelon() -> str:
    """A watermelon and a slice of it."""
    stripes = "M50 22C34 40 34 78 48 98M58 22C58 46 58 78 56 98M34 30C18 48 18 74 32 92M70 26C84 44 84 76 70 94"
    return (
        GROUND
        + ball(52, 60, 40, ("#4c8f4a", "#356f38", "#a9cf9a"))
        + line(stripes, "#245429", 5)
        + line("M52 20q2-8 9-10", "#5e7d3c", 4)
        + path("M60 72L114 66C116 92 98 110 76 108Q64 96 60 72Z", "#3f7d4f")
        + path("M60 72L109 66.500C110 88 95 104 76 103Q66 92 60 72Z", "#eef0c8")
        + path("M60 72L106 67C106 86 93 100 77 99Q67 90 60 72Z", "#dd4a4a")
        + dots(((76, 78), (88, 76), (82, 88), (96, 80), (92, 90)), (1.8, 2.8), "#33201c")
    )


def korean_melon() -> str:
    """Korean melons: yellow with white furrows."""
    return (
        GROUND
        + oval(82, 76, (25, 31), "#e9b92c", 18)
        + line("M92 46Q104 74 86 106M80 46Q84 76 74 104", "#fbf3d0", 3.4)
        + oval(46, 68, (30, 37), "#f6cf3f", -12)
        + path("M52 31C80 44 84 90 58 103C70 80 68 52 52 31Z", "#dcae22")
        + line("M38 32Q20 64 40 102M46 31Q40 66 52 104M54 34Q62 64 62 98", "#fdf6d6", 3.6)
        + line("M40 32q-2-8 3-13", "#5e7d3c", 4.5)
    )


def melon() -> str:
    """A netted melon with its T of stalk."""
    net = "M24 54Q60 40 98 54M20 70Q60 58 100 70M26 88Q60 78 94 88M40 34Q28 68 44 102M60 30V105M80 34Q92 68 76 102"
    crossed = "M34 44L50 62M50 38L70 58M72 38L88 58M28 66L46 84M50 62L68 82M72 60L90 80M86 44L70 60M70 40L50 60M90 64L72 84M68 62L48 84"
    return (
        GROUND + ball(60, 68, 39, ("#b9c98a", "#97aa66", "#e8efcf")) + line(net, "#eff2dc", 2.6) + line(crossed, "#eff2dc", 1.7, 0.85)
        + line("M60 30V16M44 17Q60 11 76 17", "#5e7d3c", 5)
    )  # fmt: skip


def hami_melon() -> str:
    """A long Hami melon and a slice of its orange flesh."""
    return (
        GROUND
        + oval(52, 56, (42, 31), "#d9b95c", -14)
        + path("M78 28C104 46 96 78 60 88C82 70 88 48 78 28Z", "#bd9a3d")
        + line("M20 52q30-20 62-16M20 66q32-14 68-10M30 78q24-8 50-6M36 36l12 44M58 28l12 54", "#f3e6b4", 1.8)
        + path("M52 84C62 112 104 108 114 74Q84 92 52 84Z", "#c5a648")
        + path("M58 85C68 106 100 102 110 77Q84 92 58 85Z", "#f3a352")
        + path("M70 86Q86 90 100 82Q90 96 80 95Q74 93 70 86Z", "#fbd9a0")
    )


def pomegranate() -> str:
    """A pomegranate, opened at one side."""
    seeds = ((58, 64), (68, 60), (78, 66), (62, 76), (73, 76), (83, 78), (66, 87), (77, 88))
    return (
        GROUND
        + path("M48 30L44 12L54 20L60 10L66 20L76 12L72 30Z", "#b53d3a")
        + ball(60, 67, 38, ("#c8473f", "#a4322e", "#efa094"))
        + path("M50 60Q66 46 88 56Q96 78 80 96Q60 96 50 60Z", "#f7e3b5")
        + dots(seeds, (4.6, 5), "#b01f3c")
        + dots(tuple((x - 1.5, y - 1.5) for x, y in seeds), (1.2, 1.2), "#f3a3b0")
    )


def fig() -> str:
    """A fig and its half."""
    return (
        GROUND
        + path("M44 18C50 16 52 26 56 36C70 46 80 62 76 80C72 98 54 104 40 102C22 98 12 84 16 66C20 50 36 42 40 32Z", "#75506f")
        + path("M56 36C70 46 80 62 76 80C72 98 54 104 40 102C62 92 68 62 52 26Z", "#573a54")
        + line("M28 64q3-9 11-15", "#b796b1", 4.5)
        + path("M84 54C88 52 90 58 93 64C104 72 108 84 104 94C98 106 70 108 64 94C60 80 70 70 78 66Z", "#75506f")
        + path("M84 62C96 70 104 82 99 92C94 102 74 102 69 92C66 82 76 72 84 62Z", "#f1d9b8")
        + path("M84 72C92 78 97 85 93 91C89 97 79 97 75 91C73 85 78 78 84 72Z", "#c8505a")
        + dots(((80, 86), (86, 82), (88, 90), (83, 92)), (1.2, 1.4), "#f7dfa8")
    )  # fmt: skip


def quince() -> str:
    """A yellow quince, lumpy and fragrant."""
    return (
        GROUND
        + path("M56 26C40 24 38 36 30 48C18 62 18 88 36 100C52 108 76 108 90 98C106 84 100 58 90 46C82 32 74 26 56 26Z", "#e6c63f")
        + path("M74 30C82 34 86 40 90 46C100 58 106 84 90 98C82 104 70 106 58 106C88 92 92 58 74 30Z", "#c9a526")
        + line("M30 70q2-15 12-25", "#f9eda6", 5.5)
        + line("M58 28q-2-10 4-16", STEM, 4.5)
        + leaf(61, 20, 34, -10)
    )  # fmt: skip


def fruit_bowl() -> str:
    """A bowl of mixed fruit, for fruit in general."""
    return (
        GROUND
        + ball(40, 54, 20, ("#c7402f", "#a72f22", "#ee9a86"))
        + ball(80, 54, 20, ("#f0932b", "#de7a14", "#fccb83"))
        + ball(60, 42, 19, ("#d9a858", "#c08c3d", "#f3d9a4"))
        + leaf(60, 24, 24, -20, "#68a35f")
        + calyx(80, 36, 5)
        + path("M14 62H106C106 88 88 100 76 101V106H44V101C32 100 14 88 14 62Z", "#f6efe0")
        + path("M106 62C106 88 88 100 76 101V106H60V101C82 98 94 82 94 62Z", "#dccfb6")
        + line("M20 72Q60 78 100 72", "#33568a", 3.4)
    )
