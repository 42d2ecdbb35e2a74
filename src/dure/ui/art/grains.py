"""Grain, beans, nuts and mushrooms, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, dots, egg_shape, line, moved, oval, path

SCATTER = (
    (40, 58), (50, 54), (60, 58), (70, 54), (80, 58), (34, 62), (46, 64), (58, 66), (72, 64), (86, 62), (52, 60), (66, 60), (60, 50), (76, 60), (44, 58),
)  # fmt: skip
"""Where grains lie on the heap in a bowl."""


def bowl(heap: str, shade: str, grain: str, size: tuple[float, float] = (3.4, 2.2)) -> str:
    """Return a wooden bowl heaped with small grains: the heap's colour, its shade, and the single grains."""
    return (
        GROUND
        + path("M16 66C24 44 44 34 60 34C76 34 96 44 104 66Z", heap)
        + path("M104 66C96 48 84 40 74 37C86 46 90 56 90 66Z", shade)
        + dots(tuple((x, y - 4) for x, y in SCATTER), size, grain)
        + dots(((54, 44), (66, 44), (60, 40), (48, 48), (74, 48)), size, grain)
        + path("M10 64H110C110 90 92 104 76 106H44C28 104 10 90 10 64Z", "#a4713a")
        + path("M110 64C110 90 92 104 76 106H60C84 100 96 84 97 64Z", "#84562a")
        + line("M16 74Q60 82 104 74M26 90Q60 97 94 90", "#c08e52", 2)
    )  # fmt: skip


def ears(own: str, shade: str, awn: str = "") -> str:
    """Return three ears of grain, with awns where a colour is given for them."""
    kernels = "".join(
        oval(side * 6, y, (4.6, 7.5), own if side < 0 else shade, side * 24)
        for y in range(0, 44, 9)
        for side in (-1, 1)
    )
    beard = line("M-4 -4L-12 -22M0 -8V-28M4 -4L12 -22M-8 8L-17 -8M8 8L17 -8", awn, 1.8) if awn else ""
    one = line("M0 40V88", shade, 3) + beard + kernels + oval(0, -8, (4.4, 8), own)
    leaves = line("M60 108Q40 92 34 74M62 108Q84 94 90 76", "#a9b35a", 4)
    return (
        GROUND
        + leaves
        + moved(one, 32, 34, 0.92, -16)
        + moved(one, 88, 34, 0.92, 16)
        + moved(one, 60, 30)
        + path("M48 92Q60 97 72 92V100Q60 105 48 100Z", "#b5592f")
    )


def wheat() -> str:
    """Ears of wheat."""
    return ears("#e4b64a", "#c99531")


def barley() -> str:
    """Ears of barley with their long beards."""
    return ears("#d3bd5c", "#b39c3c", "#c4ab4b")


def oats() -> str:
    """Hanging oats."""
    grains = "".join(
        line(f"M{x} {y - 12}V{y - 4}", "#b9a048", 1.8)
        + egg_shape(x, y + 4, (5, 10), ("#e3cd86", "#c4aa58", "#f9efc6"), turn)
        for x, y, turn in (
            (26, 46, 12),
            (40, 34, 8),
            (46, 60, 10),
            (74, 60, -10),
            (80, 34, -8),
            (94, 46, -12),
            (34, 74, 12),
            (86, 74, -12),
            (60, 28, 0),
            (60, 50, 0),
        )
    )
    return (
        GROUND
        + line(
            "M60 110V16M60 22Q38 20 26 36M60 22Q82 20 94 36M60 34Q44 34 40 26M60 34Q76 34 80 26M60 50Q46 44 34 64M60 50Q74 44 86 64",
            "#b9a048",
            2.6,
        )
        + grains
    )


def buckwheat() -> str:
    """A bowl of three-cornered buckwheat."""
    corners = "".join(path(f"M{x} {y - 12}l4.500 7h-9Z", "#3f2a1f") for x, y in SCATTER)
    return bowl("#7a5a44", "#5f432f", "#9c7a5e", (2, 1.4)) + corners


def millet() -> str:
    """A bowl of yellow millet."""
    return bowl("#f0c954", "#d4a932", "#fbe69a", (1.8, 1.8))


def sorghum() -> str:
    """A bowl of red sorghum."""
    return bowl("#a8503a", "#873b28", "#d48a70", (2.4, 2.4))


def black_rice() -> str:
    """A bowl of black rice."""
    return bowl("#3f3442", "#2c2330", "#75667a", (3.6, 1.6))


def brown_rice() -> str:
    """A bowl of brown rice."""
    return bowl("#d2b07a", "#b28e55", "#ecd6ae", (3.8, 1.8))


def seeds() -> str:
    """A bowl of small seeds: sesame, perilla."""
    return bowl("#e6d3a6", "#c8b27f", "#fbf2d8", (2.6, 1.6))


def flour() -> str:
    """A paper bag of flour and a heap before it."""
    return (
        GROUND
        + path("M32 22H88V104H32Z", "#efe2c8") + path("M74 22H88V104H74Z", "#d6c5a3") + path("M32 22L40 12H96L88 22Z", "#f9f0dd") + path("M88 22L96 12V92L88 104Z", "#c4b18b")
        + path("M38 44H80V78H38Z", "#fffaf0") + line("M59 74V52M59 60q-8-1-8-8q7 1 8 8M59 60q8-1 8-8q-7 1-8 8M59 70q-8-1-8-8q7 1 8 8M59 70q8-1 8-8q-7 1-8 8", "#c98a27", 2.4)
        + path("M12 106C20 88 34 84 42 90C52 92 60 100 62 106Z", "#fffdf6") + path("M62 106C60 100 52 92 46 91C50 96 52 102 52 106Z", "#e6dcc8")
    )  # fmt: skip


def beans(own: str, shade: str, light: str, eye: str) -> str:
    """Return a few large beans with their eyes."""
    places = ((34, 88, -20), (62, 94, 8), (90, 86, 24), (44, 64, 14), (76, 62, -12), (60, 40, 20))
    return GROUND + "".join(
        egg_shape(x, y, (18, 13), (own, shade, light), turn) + oval(x - 2, y - 1, (5, 1.8), eye, turn)
        for x, y, turn in places
    )


def red_bean() -> str:
    """Red beans."""
    return beans("#9c3535", "#7a2424", "#dc9a94", "#f6e6d6")


def mung_bean() -> str:
    """Mung beans."""
    return beans("#7c9a46", "#5f7a31", "#cfe0a0", "#f1f4dc")


def black_bean() -> str:
    """Black beans."""
    return beans("#332d38", "#211c26", "#8c8496", "#c9c2b4")


def pale_bean() -> str:
    """Pale beans: broad beans, chickpeas, cowpeas."""
    return beans("#dcc48a", "#bda364", "#f8ecc8", "#6a4f2c")


def kidney_bean() -> str:
    """Speckled kidney beans."""
    speckles = (
        (30, 86),
        (40, 91),
        (58, 92),
        (68, 97),
        (86, 84),
        (96, 90),
        (40, 62),
        (50, 67),
        (72, 60),
        (82, 64),
        (56, 38),
        (66, 43),
    )
    return beans("#c48678", "#a3665a", "#f0cbc2", "#fbf2e6") + dots(speckles, (2.6, 1.6), "#7a2f2c", 0.8)


def walnut() -> str:
    """A walnut and one opened to its kernel."""
    return (
        GROUND
        + ball(44, 62, 33, ("#c59a62", "#a37a44", "#ead0a4"))
        + line("M44 29C40 50 40 76 45 95", "#7c5a2e", 3) + line("M30 40q-6 10 0 20q-8 10 2 22M56 38q8 8 2 20q10 12 0 24M22 58q4 4 8 2M64 70q4-4 8 0", "#8c6836", 2.2)
        + ball(86, 82, 25, ("#a97f49", "#876230", "#d9bb8a")) + oval(86, 82, (20, 20), "#5f4320")
        + path("M84 66C74 62 66 74 70 80C66 88 72 100 84 98ZM88 66C98 62 106 74 102 80C106 88 100 100 88 98Z", "#e3be83")
        + line("M78 70q-4 5 0 10q-5 5 1 12M94 70q4 5 0 10q5 5-1 12", "#b98e50", 2.2)
    )  # fmt: skip


def chestnut() -> str:
    """Three chestnuts."""
    one = (
        path("M0 -30C18 -20 30 -4 28 14C22 28 -22 28 -28 14C-30 -4 -18 -20 0 -30Z", "#7c4424") + path("M0 -30C18 -20 30 -4 28 14C26 20 18 24 8 25C18 8 12 -16 0 -30Z", "#5f3018")
        + path("M-28 12C-20 6 20 6 28 12Q28 16 26 18C16 27 -16 27 -26 18Q-28 16 -28 12Z", "#c79a62") + line("M-18 2q1-11 8-17", "#c48a62", 4) + line("M0 -30v-6", "#5f3018", 3)
    )  # fmt: skip
    return GROUND + moved(one, 84, 80, 0.84, 8) + moved(one, 36, 80, 0.84, -8) + moved(one, 60, 58, 1)


def pine_nut() -> str:
    """A pine cone and its nuts."""
    scales = "".join(path(f"M{x} {y}C{x - 12} {y + 4} {x - 12} {y + 16} {x} {y + 20}C{x + 12} {y + 16} {x + 12} {y + 4} {x} {y}Z", fill)
        for row, (y, xs) in enumerate(((64, (40, 62)), (50, (30, 51, 72)), (36, (34, 51, 68)), (22, (42, 60)), (10, (51,)))) for x in xs for fill in (("#9a6a3c", "#84562c")[row % 2],))  # fmt: skip
    nut = ("#efd9a6", "#d0b172", "#fff6dc")
    return (
        GROUND
        + oval(51, 56, (27, 36), "#5f3d1e")
        + scales
        + "".join(
            egg_shape(x, y, (7.5, 12), nut, turn)
            for x, y, turn in ((84, 88, 30), (98, 70, -10), (66, 100, 70), (100, 98, 60), (36, 102, 80))
        )
    )


def ginkgo_nut() -> str:
    """Ginkgo nuts on a yellow leaf."""
    fan = path(
        "M60 78C34 76 12 56 10 32C26 20 44 18 57 24L60 36L63 24C76 18 94 20 110 32C108 56 86 76 60 78Z", "#eec23c"
    )
    nut = ("#f3ead0", "#d3c49a", "#ffffff")
    return (
        GROUND + fan + path("M63 24C76 18 94 20 110 32C108 56 86 76 60 78L63 42Z", "#d9a724") + line("M60 76V100M60 74L24 38M60 74L42 30M60 74L78 30M60 74L96 38", "#b98a1c", 2)
        + egg_shape(36, 94, (11, 15), nut, 60) + egg_shape(62, 90, (12, 16), nut) + egg_shape(88, 94, (11, 15), ("#b6c95a", "#93a63c", "#e8f0b8"), -50) + line("M62 76V104", "#b9a878", 1.6)
    )  # fmt: skip


def peanut() -> str:
    """Peanuts in their shells, and two without."""
    shell = (
        path("M-14 -34C-2 -42 16 -36 17 -20C18 -10 10 -6 12 2C18 10 24 18 20 32C14 44 -12 44 -19 30C-24 18 -14 10 -12 2C-10 -8 -20 -24 -14 -34Z", "#dfb878")
        + path("M17 -20C18 -10 10 -6 12 2C18 10 24 18 20 32C16 40 6 43 -2 42C14 30 6 12 2 2C6 -10 10 -24 4 -38C11 -36 16 -30 17 -20Z", "#bf9450")
        + line("M-10 -26l8-4M-8 -16l14-6M-8 16l16-4M-12 26l22-6M-6 36l14-4M0 -36v18M-2 10v24", "#a0783a", 1.8)
    )  # fmt: skip
    return (
        GROUND
        + moved(shell, 78, 56, 1.05, 30)
        + moved(shell, 42, 58, 1.1, -24)
        + egg_shape(52, 98, (13, 9), ("#b5533c", "#913c28", "#eab09c"), -12)
        + egg_shape(82, 98, (13, 9), ("#b5533c", "#913c28", "#eab09c"), 14)
    )


def almond() -> str:
    """Almonds."""
    one = (
        path("M0 -34C18 -22 24 4 18 20C10 36 -10 36 -18 20C-24 4 -18 -22 0 -34Z", "#b9743c") + path("M0 -34C18 -22 24 4 18 20C14 28 7 32 0 32C12 14 12 -14 0 -34Z", "#945626")
        + line("M-8 -10V16M0 -22V22M8 -6V18", "#84491f", 1.8) + line("M-13 2q0-9 4-17", "#e4b27e", 3)
    )  # fmt: skip
    return GROUND + moved(one, 84, 72, 0.95, 24) + moved(one, 40, 74, 1, -22) + moved(one, 62, 62, 1, 4)


def sunflower_seed() -> str:
    """Striped sunflower seeds."""
    one = path("M0 -26C14 -10 16 14 0 22C-16 14 -14 -10 0 -26Z", "#3c3a3c") + line(
        "M-6 -8Q-10 6 -4 16M0 -18V18M6 -8Q10 6 4 16", "#efe9da", 2.4
    )
    places = ((34, 50, -20), (62, 40, 8), (90, 52, 30), (30, 86, -40), (60, 86, -6), (90, 88, 26))
    return GROUND + "".join(moved(one, x, y, 1, turn) for x, y, turn in places)


def pistachio() -> str:
    """Pistachios, half open."""
    one = (
        path("M0 -24C20 -20 24 8 10 24Q0 28 -10 24C-24 8 -20 -20 0 -24Z", "#e3cda2")
        + path("M0 -24C20 -20 24 8 10 24Q5 27 2 26C14 8 12 -14 0 -24Z", "#c5aa76")
        + path("M-2 -24C-12 -8 -12 8 -2 22C8 8 8 -8 -2 -24Z", "#9db75a")
    )
    places = ((36, 54, -24), (86, 56, 26), (60, 42, 0), (40, 88, -60), (82, 90, 62), (61, 84, 10))
    return GROUND + "".join(moved(one, x, y, 0.92, turn) for x, y, turn in places)


def lily_bulb() -> str:
    """A lily bulb with its scales."""
    return (
        GROUND
        + path("M60 22C34 36 16 62 24 84C32 104 48 106 60 106C72 106 88 104 96 84C104 62 86 36 60 22Z", "#efe3c4") + path("M66 26C90 40 104 64 96 84C88 104 72 106 60 106C92 92 92 56 66 26Z", "#d3c094")
        + path("M60 34C42 46 34 70 42 98Q52 104 60 104Q68 104 78 98C86 70 78 46 60 34Z", "#fbf5e2") + path("M60 52C50 62 48 84 54 103H66C72 84 70 62 60 52Z", "#f3e6c4")
        + line("M24 62Q26 88 44 100M96 62Q94 88 76 100M60 34C42 46 34 70 42 98M60 34C78 46 86 70 78 98M60 54Q51 70 54 102M60 54Q69 70 66 102", "#b9a26e", 2)
        + line("M48 107l-4 6M56 108l-1 6M64 108l1 6M72 107l4 6", "#cdbb96", 1.8)
    )  # fmt: skip


def oyster_mushroom() -> str:
    """A cluster of grey oyster mushrooms."""
    caps = ((34, 50, 22), (84, 46, 24), (58, 34, 22), (46, 70, 20), (78, 70, 20))
    stems = line("M58 106L38 58M60 106L82 54M60 106L58 42M58 106L48 76M62 106L76 76", "#f0e6d4", 9)
    return GROUND + stems + "".join(
        path(f"M{x - r} {y + 4}C{x - r} {y - r * 0.8:g} {x + r} {y - r * 0.8:g} {x + r} {y + 4}Q{x} {y + 16} {x - r} {y + 4}Z", "#9c9188")
        + path(f"M{x + r} {y + 4}C{x + r} {y - 10} {x + r / 2:g} {y - 13} {x + 4} {y - 13}Q{x + r / 2:g} {y} {x + 2} {y + 10}Q{x + r / 2:g} {y + 9} {x + r} {y + 4}Z", "#7f746b")
        + line(f"M{x - r * 0.6:g} {y - 3}q4-5 9-6", "#cfc6bc", 3.4) for x, y, r in caps
    )  # fmt: skip


def king_oyster() -> str:
    """King oyster mushrooms with their thick stalks."""
    one = (
        path("M-15 -14C-20 20 -24 44 -14 56Q0 62 14 56C24 44 20 20 15 -14Z", "#f6efe2") + path("M15 -14C20 20 24 44 14 56Q8 59 2 59C14 40 10 10 6 -14Z", "#dccfb8")
        + path("M-26 -12C-24 -32 24 -32 26 -12Q0 2 -26 -12Z", "#a08463") + path("M26 -12C25 -22 14 -27 2 -27Q16 -18 10 -6Q20 -8 26 -12Z", "#836846") + line("M-17 -17q5-5 11-6", "#d3bea0", 3.4)
    )  # fmt: skip
    return GROUND + moved(one, 84, 52, 0.84, 10) + moved(one, 44, 46, 1, -4)


def enoki() -> str:
    """A tuft of enoki."""
    stalks = ((24, 46), (34, 34), (44, 26), (54, 36), (60, 20), (68, 34), (78, 26), (88, 36), (98, 48))
    return (
        GROUND + "".join(line(f"M{60 + (x - 60) * 0.45:g} 108Q{60 + (x - 60) * 0.7:g} 70 {x} {y}", ("#f7f0df", "#e6dcc4")[index % 2], 5) for index, (x, y) in enumerate(stalks))
        + "".join(ball(x, y, 7, ("#fbf3df", "#dfcfa8", "#ffffff")) for x, y in stalks) + path("M40 92Q60 98 80 92L78 110Q60 114 42 110Z", "#d8c59a")
    )  # fmt: skip


def button_mushroom() -> str:
    """White button mushrooms."""
    one = (
        path("M-13 8V26Q0 33 13 26V8Z", "#efe6d4") + path("M13 8V26Q8 29 2 29.500V8Z", "#d8ccb4") + path("M-32 8C-32 -32 32 -32 32 8Q0 20 -32 8Z", "#fbf6ea")
        + path("M32 8C32 -14 20 -22 6 -22C22 -8 18 6 8 14Q22 13 32 8Z", "#dfd3bc") + line("M-21 -2q3-10 12-13", "#ffffff", 4.500)
    )  # fmt: skip
    return GROUND + moved(one, 84, 68, 0.86) + moved(one, 44, 62, 1.06)


def wood_ear() -> str:
    """Dark wood ears."""
    return (
        GROUND
        + path("M58 92C30 100 10 84 16 60C20 42 40 34 50 46C58 58 50 70 58 92Z", "#43322c") + path("M16 60C20 42 40 34 50 46C58 58 50 70 58 92C50 78 46 64 36 60Q24 56 16 60Z", "#65504a")
        + path("M62 94C92 104 110 82 104 60C98 40 78 36 70 50C64 62 70 76 62 94Z", "#3a2a25") + path("M104 60C98 40 78 36 70 50C64 62 70 76 62 94C74 80 74 66 84 61Q94 56 104 60Z", "#5a4640")
        + path("M60 82C42 70 36 40 54 26C70 16 86 28 82 46C78 62 64 62 60 82Z", "#4e3b35") + path("M54 26C70 16 86 28 82 46C78 62 64 62 60 82C60 62 70 54 68 42Q64 30 54 26Z", "#755f57")
        + line("M28 76Q40 76 50 84M92 78Q80 78 70 86M54 44Q56 58 60 68", "#2a1d19", 2) + line("M46 36q3-5 7-7", "#a8938a", 3)
    )  # fmt: skip


def snow_fungus() -> str:
    """A frilled white snow fungus."""
    frills = "".join(
        path("M0 0C-16 -8 -18 -26 -8 -36C-4 -30 0 -38 4 -32C10 -40 18 -28 14 -20C18 -10 10 -2 0 0Z", fill).replace("<path", f'<path transform="translate(60 70) rotate({turn}) scale({scale})"')
        for turn, fill, scale in ((-110, "#efe3bd", 1.2), (-70, "#f7eed0", 1.25), (-30, "#efe3bd", 1.3), (10, "#f7eed0", 1.3), (50, "#efe3bd", 1.25), (95, "#f3e8c6", 1.2), (140, "#e3d4a6", 1), (-150, "#e3d4a6", 1), (-50, "#fffaea", 0.8), (0, "#fffdf4", 0.85), (50, "#fffaea", 0.8), (-100, "#fdf5dc", 0.7), (100, "#fdf5dc", 0.7))
    )  # fmt: skip
    return GROUND + frills + ball(60, 70, 9, ("#e0b75e", "#c59a40", "#f6e3b0"))


def lions_mane() -> str:
    """A lion's mane mushroom with its hanging spines."""
    spines = "".join(f"M{x} {62 + abs(x - 60) * -0.3:g}V{102 - abs(x - 60) * 0.55:g}" for x in range(28, 96, 8))
    return (
        GROUND
        + ball(60, 56, 37, ("#efe0bf", "#d6c093", "#fffaf0"))
        + line(spines, "#f3e6c8", 7)
        + line(spines, "#b59a63", 2)
        + line("M36 44V58M48 36V52M60 34V48M72 36V52M84 44V58", "#bfa672", 2.4)
    )


def lingzhi() -> str:
    """A lacquered lingzhi."""
    return (
        GROUND + path("M52 60C56 80 48 94 46 106Q56 112 66 106C64 92 68 78 66 60Z", "#6b2f1e")
        + path("M8 60C10 30 36 16 62 18C92 20 112 38 112 62C100 76 24 78 8 60Z", "#a3452a") + path("M112 62C112 44 98 26 76 20C96 40 96 62 80 72C94 71 106 68 112 62Z", "#7d2f1a")
        + path("M8 60C30 70 92 70 112 62Q108 68 98 70C76 77 24 76 8 60Z", "#efcf7a") + line("M24 52Q60 34 98 50M38 38Q60 28 82 36", "#7d2f1a", 2.4) + line("M22 48q6-12 18-18", "#dc8a66", 4)
    )  # fmt: skip
