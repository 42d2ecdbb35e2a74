"""What is drunk, and what is poured from bottles, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, leaf, line, moved, oval, path


def milk() -> str:
    """A bottle and a glass of milk."""
    return (
        GROUND + path("M28 20H58V36C58 44 68 48 68 60V106H18V60C18 48 28 44 28 36Z", "#dfe9ee") + path("M22 58Q43 64 64 58V102H22Z", "#fffef8") + path("M58 36C58 44 68 48 68 60V106H54V60C54 50 50 46 50 36Z", "#c5d3db")
        + path("M26 10H60V22H26Z", "#33568a") + path("M50 10H60V22H50Z", "#27446f") + path("M74 62H110L105 106H79Z", "#dfe9ee") + path("M76 70H108L104.500 103H79.500Z", "#fffef8") + path("M108 70L104.500 103H94L97 70Z", "#e3e0d4") + line("M27 66V90", "#ffffff", 4)
    )  # fmt: skip


def bottle(own: str, shade: str, label: str) -> str:
    """Return a glass bottle with a cork and a label: its liquid, its shade, and what is on the label."""
    return (
        GROUND + path("M50 26H70V42C70 50 84 54 84 68V102Q84 108 78 108H42Q36 108 36 102V68C36 54 50 50 50 42Z", own) + path("M70 42C70 50 84 54 84 68V102Q84 108 78 108H66Q74 106 74 98V68C74 56 62 50 62 42V26H70Z", shade)
        + path("M51 10H69V26H51Z", "#b98a52") + path("M62 10H69V26H62Z", "#946a38") + path("M36 70H84V98H36Z", "#fbf2dc") + label + line("M42 62q1-5 7-9", "#ffffff", 3.4, 0.6)
    )  # fmt: skip


def sesame_oil() -> str:
    """A bottle of sesame or perilla oil."""
    return bottle(
        "#b5732a",
        "#8f5518",
        "".join(
            oval(x, y, (2.6, 4.4), "#c98a27", turn)
            for x, y, turn in ((52, 80, 20), (60, 88, -20), (68, 80, 30), (54, 92, -30), (68, 92, 0), (60, 77, 0))
        ),
    )


def pale_oil() -> str:
    """A bottle of clear yellow oil."""
    return bottle("#ecc648", "#cba226", path("M60 74C66 82 70 86 68 91Q60 98 52 91C50 86 54 82 60 74Z", "#e0ab2c"))


def sauce() -> str:
    """A bottle of soy sauce or vinegar."""
    return bottle(
        "#43291f",
        "#2c1912",
        oval(54, 82, (6, 4.6), "#c9a04f", -20)
        + oval(66, 84, (6, 4.6), "#c9a04f", 20)
        + oval(60, 91, (5, 4), "#b58a3a"),
    )


def juice() -> str:
    """A bottle of pressed juice."""
    return bottle(
        "#e8a13d",
        "#c98124",
        ball(60, 85, 9, ("#c7402f", "#a72f22", "#ee9a86")) + line("M60 77q0-3 3-5", "#5b4a2c", 2.4),
    )


def plum_syrup() -> str:
    """A bottle of green plum syrup."""
    return bottle("#a98a36", "#856a20", ball(60, 85, 9, ("#a9c25a", "#86a23f", "#e4efb4")) + leaf(60, 77, 12, -20))


def sap() -> str:
    """A bottle of clear tree sap."""
    return bottle("#d5e4e6", "#b3c9cd", leaf(52, 92, 22, -45, "#d8733a", "#a9501f"))


def liquor() -> str:
    """A bottle of rice liquor beside its bowl."""
    return (
        moved(
            bottle(
                "#f1ead8",
                "#d5cab0",
                line(
                    "M60 96V74M60 82q-8-1-8-8q7 1 8 8M60 82q8-1 8-8q-7 1-8 8M60 92q-8-1-8-8q7 1 8 8M60 92q8-1 8-8q-7 1-8 8",
                    "#8f9a3f",
                    2.4,
                ),
            ),
            -22,
            0,
        )
        + path("M66 82H116C114 98 104 106 98 107H84C78 106 68 98 66 82Z", "#c9a45a")
        + oval(91, 82, (25, 6), "#fbf7ea")
    )


def wine() -> str:
    """A bottle of fruit wine."""
    return bottle(
        "#5b2440",
        "#40152b",
        "".join(
            ball(x, y, 4.6, ("#6b4a86", "#513468", "#c3a9d6"))
            for x, y in ((54, 78), (63, 78), (58, 86), (67, 86), (62, 93))
        ),
    )


def tea() -> str:
    """A tin of tea and a full cup."""
    return (
        GROUND + path("M14 34H62V104H14Z", "#2c6640") + path("M48 34H62V104H48Z", "#1f4f32") + path("M12 20H64V36H12Z", "#3f7d4f") + path("M50 20H64V36H50Z", "#2c6640") + path("M20 52H56V86H20Z", "#fbf2dc") + leaf(38, 82, 26, -118, "#68a35f") + leaf(38, 82, 26, -62, "#4b8a57")
        + line("M86 62q-4-6 0-11t0-11M98 62q-4-6 0-11t0-11", "#b9aa92", 3, 0.7) + path("M68 72H114C113 92 104 102 98 104H84C78 102 69 92 68 72Z", "#f4efe2") + path("M114 72C113 92 104 102 98 104H90C102 98 106 86 106 72Z", "#d9cfb9") + oval(91, 72, (23, 6), "#b5a23a")
    )  # fmt: skip


def dark_tea() -> str:
    """A pressed cake of dark tea and a cup."""
    return (
        GROUND + ball(48, 54, 40, ("#5c3f2a", "#42291a", "#8a6a4e")) + oval(48, 54, (11, 11), "#42291a") + line("M24 36q8 2 10 8M62 26q2 8-4 12M74 50q-8 0-12 6M34 80q4-8 12-8M22 58q8-4 12 0M66 74q-8-2-10-8", "#8a6a4e", 2.4)
        + path("M64 78H114C112 96 102 105 97 106H82C76 105 66 96 64 78Z", "#f4efe2") + path("M114 78C112 96 102 105 97 106H90C101 101 105 90 105 78Z", "#d9cfb9") + oval(89, 78, (25, 6), "#a1452a")
    )  # fmt: skip


def coffee() -> str:
    """Coffee beans."""
    one = (
        oval(0, 0, (17, 23), "#6f442a")
        + path("M7 -21C22 -14 22 14 7 21C14 8 14 -8 7 -21Z", "#52301b")
        + line("M2 -20C-8 -8 8 8 -2 20", "#3a2010", 3.4)
        + line("M-10 -6q0-6 4-10", "#b18462", 3)
    )
    places = ((32, 50, -24), (64, 38, 12), (92, 56, 30), (40, 86, 40), (76, 86, -16))
    return GROUND + "".join(moved(one, x, y, 1, turn) for x, y, turn in places)
