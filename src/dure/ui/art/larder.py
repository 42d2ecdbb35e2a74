"""Meat, cheese and what is made in farm kitchens, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, dots, leaf, line, moved, oval, path

SHINE = line("M33 60q-2 8-1 26", "#ffffff", 4, 0.6)


def meat() -> str:
    """A marbled cut of meat."""
    return (
        GROUND + path("M12 70C10 44 34 24 62 24C92 24 112 40 108 62C104 82 86 80 76 90C62 106 18 104 12 70Z", "#f4dcc8") + path("M20 70C18 48 38 32 62 32C88 32 104 44 100 60C96 74 80 74 70 84C56 96 24 94 20 70Z", "#c3443f")
        + path("M100 60C96 74 80 74 70 84C62 91 50 93 40 91C64 84 60 66 84 62C94 60 98 52 96 46C100 50 101 55 100 60Z", "#a53330")
        + line("M34 56Q44 50 52 56T70 50M30 70Q40 66 46 72T60 70M66 40Q74 46 86 42M52 82Q58 78 64 80", "#f0b9ac", 3) + oval(84, 52, (7, 6), "#fbf1e4") + oval(84, 52, (3.5, 3), "#d9b9a4")
    )  # fmt: skip


def pork() -> str:
    """A slab of pork belly in its layers."""
    return (
        GROUND + path("M14 50L84 28L108 50V84L40 106L14 84Z", "#e99a92") + path("M14 50L84 28L108 50L40 72Z", "#f4c9bf") + path("M40 72L108 50V56L40 79L14 57V50Z", "#f9e9dc")
        + path("M40 86L108 63V70L40 93L14 70V64Z", "#f9e9dc") + path("M40 99L108 77V84L40 106L14 84V78Z", "#e3b58c") + line("M30 52L78 37M46 60L92 45", "#e6a79c", 3)
    )  # fmt: skip


def poultry() -> str:
    """A dressed bird."""
    return (
        GROUND + path("M16 82C16 54 40 40 66 42C92 44 106 62 104 82C98 100 78 104 58 104C36 104 20 100 16 82Z", "#f0cfa2") + path("M84 48C98 55 106 68 104 82C98 100 78 104 58 104C86 96 92 70 84 48Z", "#d8b07c")
        + path("M70 78C64 62 80 52 92 58C104 64 108 80 98 88C90 94 76 92 70 78Z", "#f6dcb6") + path("M96 60L110 38L118 42L106 66Z", "#f6dcb6") + oval(114, 39, (6, 5), "#fbf6ea")
        + path("M30 74C36 64 52 64 60 74C54 88 38 92 30 86Z", "#e4bd8c") + line("M30 62q8-10 20-13", "#fdf0d8", 5) + line("M70 80q8 10 20 8", "#c39a64", 2)
    )  # fmt: skip


def sausage() -> str:
    """Sausages on a string."""
    return (
        GROUND + line("M22 42Q44 66 80 50Q100 40 102 24", "#8e3a2b", 22) + line("M20 84Q48 106 88 88", "#a3452f", 22) + line("M24 36Q46 58 78 44", "#d98a74", 4) + line("M24 78Q50 98 84 82", "#e09a82", 4)
        + line("M102 12V6M14 34L8 26M12 78L6 72M97 84L106 78", "#d9b25f", 3.4) + line("M40 54l5 8M58 52l2 9M46 94l2 8M66 92l0 8", "#6f2a1e", 2.2)
    )  # fmt: skip


def yoghurt() -> str:
    """A pot of yoghurt with a spoon."""
    return (
        GROUND + line("M84 46L104 14", "#b0bac0", 5) + oval(106, 12, (6, 9), "#cdd5d9", 30) + path("M24 48H96L88 106H32Z", "#fbf7ec") + path("M96 48L88 106H72L78 48Z", "#ddd5c2") + oval(60, 48, (38, 12), "#e8e0cf")
        + oval(60, 47, (33, 9), "#fffdf6") + path("M42 46Q54 38 66 44T82 44Q74 54 60 52Q48 52 42 46Z", "#f3eddf") + path("M30 70H91L89 88H32Z", "#8fae5b") + ball(60, 79, 7, ("#d53a3f", "#b72b33", "#f6a0a0"))
    )  # fmt: skip


def cheese() -> str:
    """A wedge of cheese."""
    return (
        GROUND + path("M10 68L78 26Q104 34 110 62V98H10Z", "#f2c84e") + path("M10 68L78 26Q104 34 110 62Z", "#f9e08a") + path("M10 68H110V76H10Z", "#e3b133") + dots(((34, 88), (74, 86), (94, 90)), (7, 5.5), "#d19e24") + dots(((54, 94), (84, 74)), (4, 3), "#d19e24") + dots(((66, 50), (84, 56)), (6, 3), "#e3b94a")
    )  # fmt: skip


def crock(body: str, shade: str, mark: str) -> str:
    """Return an onggi crock with its lid and what is in it painted on a label."""
    return (
        GROUND + path("M36 34H84C104 48 108 76 92 106H28C12 76 16 48 36 34Z", body) + path("M84 34C104 48 108 76 92 106H72C94 78 90 50 74 34Z", shade) + path("M28 26H92L88 38H32Z", shade) + path("M34 18H86L92 27H28Z", body) + path("M52 10H68V19H52Z", shade)
        + line("M22 62Q60 72 98 62", shade, 2.6) + line("M30 50q-6 10-6 22", "#d6b196", 4.500, 0.8) + '<circle cx="58" cy="82" r="15" fill="#fbf2dc"/>' + mark
    )  # fmt: skip


def soybean_paste() -> str:
    """A crock of soybean paste."""
    return crock(
        "#7c4a30",
        "#5f3521",
        oval(54, 80, (6, 4.6), "#c9a04f", -20)
        + oval(63, 84, (6, 4.6), "#c9a04f", 20)
        + oval(58, 89, (5, 4), "#b58a3a"),
    )


def chilli_paste() -> str:
    """A crock of chilli paste."""
    return crock(
        "#7c4a30",
        "#5f3521",
        path("M50 76C60 74 66 82 64 92C56 90 50 84 50 76Z", "#c9382b") + line("M50 76q-2-4 1-6", "#4b8a57", 3),
    )


def salted() -> str:
    """A crock of salted seafood."""
    return crock("#6b5a4a", "#4f4134", path("M46 82Q56 72 66 82L71 77V87L66 82Q56 92 46 82Z", "#5f7889"))


def pickles() -> str:
    """A jar of pickled vegetables."""
    return (
        GROUND + path("M26 34H94Q100 40 100 50V98Q100 106 92 106H28Q20 106 20 98V50Q20 40 26 34Z", "#dde6cf") + path("M25 52H95V98Q95 102 90 102H30Q25 102 25 98Z", "#c5d08a")
        + "".join(oval(x, y, (10, 8), "#6f9a48") + oval(x, y, (7, 5.5), "#cfe0a0") for x, y in ((40, 66), (64, 62), (82, 74), (48, 84), (70, 88)))
        + path("M34 94L58 74L62 79L38 99Z", "#d8402f") + path("M26 20H94V36H26Z", "#8a5a3a") + path("M76 20H94V36H76Z", "#6f442a") + path("M94 34Q100 40 100 50V98Q100 106 92 106H82Q92 100 92 90V44Z", "#b9c49a" ) + line("M27 50V90", "#ffffff", 4, 0.7)
    )  # fmt: skip


def jam() -> str:
    """A jar of jam under a cloth."""
    return (
        GROUND + path("M28 42H92Q98 48 98 58V98Q98 106 90 106H30Q22 106 22 98V58Q22 48 28 42Z", "#c2343f") + path("M92 42Q98 48 98 58V98Q98 106 90 106H76Q88 102 88 90V52Z", "#9c222e")
        + path("M18 40C26 36 26 18 40 16H80C94 18 94 36 102 40Q96 46 90 42Q84 47 78 42Q72 47 66 42Q60 47 54 42Q48 47 42 42Q36 47 30 42Q24 46 18 40Z", "#f6e8cc") + line("M30 34Q60 40 90 34", "#bf4317", 3.4) + path("M36 62H84V92H36Z", "#fbf2dc")
        + path("M60 88C51 84 47 75 51 69Q60 65 69 69C73 75 69 84 60 88Z", "#d53a3f") + line("M55 68l5 3l5-3", "#4b8a57", 3) + line("M29 58V86", "#ee98a0", 4)
    )  # fmt: skip


def kimchi() -> str:
    """A dish of kimchi."""
    return (
        GROUND + path("M22 60C24 38 42 30 52 34C60 24 80 26 86 38C98 40 102 52 98 60Z", "#d5502f") + path("M30 58C34 44 44 40 50 44C52 52 46 58 44 62ZM62 60C60 46 68 36 78 40C84 46 82 56 78 62Z", "#efdfb0") + path("M48 56C46 42 56 34 64 36C66 46 62 54 60 60Z", "#7fae5e")
        + line("M38 46q4 6 2 14M56 40q4 8 0 18M74 44q4 8 0 16M88 48q3 6 0 10", "#b8331c", 3) + dots(((34, 52), (52, 50), (68, 50), (84, 54), (60, 44)), (2, 2), "#f3b14a")
        + path("M8 60H112C110 84 92 98 78 100V106H42V100C28 98 10 84 8 60Z", "#f4efe2") + path("M112 60C110 84 92 98 78 100V106H62V101C88 96 98 80 100 60Z", "#d9cfb9") + line("M14 70Q60 80 106 70", "#33568a", 3.4)
    )  # fmt: skip


def salt() -> str:
    """A heap of sea salt before a wooden scoop."""
    grains = dots(
        (
            (44, 66),
            (56, 56),
            (68, 66),
            (50, 78),
            (64, 80),
            (78, 80),
            (38, 84),
            (58, 92),
            (74, 92),
            (88, 92),
            (30, 96),
            (46, 96),
        ),
        (2.6, 2.6),
        "#c9d6dc",
    )
    return (
        GROUND + line("M86 54L112 22", "#a4713a", 8) + path("M60 32C76 46 96 76 108 104Q60 112 12 104C24 76 44 46 60 32Z", "#fbfaf4") + path("M60 32C76 46 96 76 108 104Q90 108 72 108C84 84 76 56 60 32Z", "#dfe4e2") + grains
        + path("M22 78L54 70Q64 84 54 98L24 102Q14 90 22 78Z", "#c69a5c") + path("M28 82L52 76Q58 86 52 94L29 97Q22 90 28 82Z", "#fdfdf8") + line("M22 90L4 94", "#c69a5c", 7) + line("M20 106h.1M100 110h.1M12 110h.1M108 108h.1", "#fbfaf4", 4)
    )  # fmt: skip


def sugar() -> str:
    """Blocks of brown sugar."""

    def block(own: str, top: str, side: str) -> str:
        return (
            path("M-26 -10L0 -20L26 -10L0 2Z", top)
            + path("M-26 -10L0 2V28L-26 16Z", own)
            + path("M26 -10L0 2V28L26 16Z", side)
        )

    return (
        GROUND
        + moved(block("#8f5430", "#b3744a", "#6f3d1f"), 86, 78)
        + moved(block("#99592f", "#bd7e50", "#774320"), 36, 76)
        + moved(block("#8a4f2b", "#ae6f45", "#6b3a1c"), 60, 48)
        + dots(((60, 38), (50, 42), (70, 42), (36, 66), (86, 68)), (1.6, 1.6), "#f0d2a8")
    )


def noodles() -> str:
    """A bundle of dried noodles in a paper band."""
    strands = "".join(
        line(f"M{x} 12L{x + (60 - x) * 0.2:g} 108", ("#f5e8c4", "#e3d0a0")[index % 2], 4.4)
        for index, x in enumerate(range(34, 90, 5))
    )
    return (
        GROUND
        + strands
        + path("M34 48H88L86 78H37Z", "#bf4317")
        + path("M72 48H88L86 78H72Z", "#9b3410")
        + path("M44 56H70V70H44Z", "#fbf2dc")
        + line("M48 63h18", "#bf4317", 2.6)
    )


def glass_noodles() -> str:
    """A skein of clear glass noodles."""
    loops = "M24 34C24 14 96 14 96 34V86C96 112 24 112 24 86ZM32 36C32 22 88 22 88 36V84C88 104 32 104 32 84ZM40 38C40 30 80 30 80 38V82C80 96 40 96 40 82ZM48 40C48 36 72 36 72 40V80C72 88 48 88 48 80Z"
    return (
        GROUND
        + line(loops, "#a9b2a6", 6.5)
        + line(loops, "#e9ede2", 3.6)
        + path("M18 54H102V68H18Z", "#2c6640")
        + path("M80 54H102V68H80Z", "#1f4f32")
        + line("M40 61h40", "#f5e0b3", 2.6)
    )


def tofu() -> str:
    """A block of tofu, one piece cut off."""
    return (
        GROUND + path("M12 56L58 38L96 52V82L50 102L12 86Z", "#f6f0de") + path("M12 56L58 38L96 52L50 70Z", "#fffdf4") + path("M50 70L96 52V82L50 102Z", "#dfd5bb") + line("M31 63L77 45M31 47.5L71 61M31 63V94", "#d3c8ab", 2)
        + path("M80 88L98 80L114 87V100L96 108L80 101Z", "#f3ecd8") + path("M80 88L98 80L114 87L96 95Z", "#fffdf4") + path("M96 95L114 87V100L96 108Z", "#d9ceb2") + leaf(54, 52, 18, -20, "#68a35f")
    )  # fmt: skip


def jelly() -> str:
    """A block of acorn jelly with an acorn."""
    return (
        GROUND + path("M10 56L56 38L94 52V82L48 102L10 86Z", "#8a5c3e") + path("M10 56L56 38L94 52L48 70Z", "#a9795a") + path("M48 70L94 52V82L48 102Z", "#6d442b") + line("M18 57L54 43", "#cfa78a", 4)
        + path("M82 90C82 106 92 112 96 114C100 112 110 106 110 90Z", "#c79a52") + path("M110 90C110 106 100 112 96 114C102 104 102 98 101 90Z", "#a3782f") + path("M78 92C78 80 86 76 96 76C106 76 114 80 114 92Q96 98 78 92Z", "#6b4a2c") + line("M96 76v-7", "#6b4a2c", 4)
    )  # fmt: skip


def rice_cake() -> str:
    """Rice cakes on a plate."""
    return (
        GROUND + oval(60, 92, (50, 14), "#e9e0cc") + oval(60, 89, (44, 11), "#f9f4e6") + line("M28 78L72 62M34 90L84 72M54 92L94 78", "#e2dac8", 17) + line("M27 76L71 60M33 88L83 70M53 90L93 76", "#fffdf6", 13)
        + ball(44, 50, 15, ("#b7cf8f", "#95b06b", "#e6f2cf")) + ball(74, 44, 15, ("#f3cdd2", "#dba8b0", "#fdeef0")) + dots(((42, 42), (48, 44), (72, 37), (78, 39)), (1.8, 1.2), "#7a5a2c")
    )  # fmt: skip


def sweets() -> str:
    """Hangwa: flower-shaped honey biscuits."""

    def biscuit(own: str, shade: str) -> str:
        petals = "".join(
            ball(x, y, 11, (own, shade, "#f7dca6")) for x, y in ((0, -15), (14, -5), (9, 12), (-9, 12), (-14, -5))
        )
        return (
            petals + ball(0, 0, 12, (own, shade, "#f7dca6")) + dots(((0, 0), (6, -3), (-5, 4)), (2.4, 1.6), "#fbf3dd")
        )

    return (
        GROUND
        + moved(biscuit("#d9953f", "#b87325"), 82, 76)
        + moved(biscuit("#c98032", "#a5621c"), 38, 76)
        + moved(biscuit("#e2a54f", "#c48434"), 60, 44)
    )


def dumplings() -> str:
    """Dumplings in a bamboo steamer."""
    one = (
        path("M-20 10C-22 -8 -10 -16 0 -20C10 -16 22 -8 20 10Q0 18 -20 10Z", "#fbf5e6")
        + path("M20 10C22 -8 10 -16 0 -20C8 -8 10 6 4 14Q13 14 20 10Z", "#e2d8c0")
        + line("M0 -18Q-8 -8 -10 2M0 -18V0M0 -18Q8 -8 10 2", "#cfc2a4", 2)
    )
    return (
        GROUND
        + oval(60, 62, (50, 18), "#a4713a")
        + oval(60, 60, (44, 14), "#7c5229")
        + moved(one, 34, 56)
        + moved(one, 86, 56)
        + moved(one, 60, 50, 1.15)
        + path("M10 62C10 84 20 104 30 106H90C100 104 110 84 110 62Q96 80 60 80Q24 80 10 62Z", "#cf9f58")
        + path("M110 62C110 84 100 104 90 106H68C92 100 98 86 98 73Q106 68 110 62Z", "#a97a38")
        + line("M14 82Q60 100 106 82", "#8a602a", 3)
    )


def soup() -> str:
    """A bowl of hot soup."""
    return (
        GROUND + line("M42 34q-6-8 0-14t0-14M60 32q-6-8 0-14t0-14M78 34q-6-8 0-14t0-14", "#b9aa92", 3.4, 0.7) + path("M12 56H108C108 82 92 98 78 101V107H42V101C28 98 12 82 12 56Z", "#4a3a32") + path("M108 56C108 82 92 98 78 101V107H62V102C86 97 96 80 97 56Z", "#33261f") + oval(60, 56, (48, 13), "#5f4b40") + oval(60, 55, (41, 9.5), "#e6a84c")
        + oval(46, 54, (9, 4), "#fbf3dd") + oval(72, 56, (10, 4), "#fbf3dd") + oval(60, 51, (5, 2), "#4b8a57") + oval(84, 53, (4, 1.8), "#4b8a57") + oval(34, 57, (4, 1.8), "#c9382b")
    )  # fmt: skip


def dried_persimmon() -> str:
    """Dried persimmons hanging on their string."""
    one = (
        path("M0 -16C16 -18 22 -2 16 14C10 26 -10 26 -16 14C-22 -2 -16 -18 0 -16Z", "#b5561f")
        + path("M12 -14C20 -8 20 4 16 14C12 24 2 25 -4 23C12 14 14 0 6 -16Z", "#913f12")
        + line("M-10 -2Q-4 8 -8 16M2 -4Q6 8 2 18", "#8a3a10", 2)
        + line("M-12 2q1-8 6-11", "#f0c6a0", 4)
        + path("M-10 -15Q0 -24 10 -15Q0 -9 -10 -15Z", "#7c6a3a")
    )
    return line("M38 4V100M82 4V100", "#c9a86a", 3) + "".join(
        moved(one, x, y) for x, y in ((38, 28), (82, 28), (38, 64), (82, 64), (38, 98), (82, 98))
    )


def raisin() -> str:
    """Raisins."""
    one = (
        oval(0, 0, (15, 11), "#5a3552")
        + path("M10 -8C18 -2 16 8 6 10C-2 12 -8 10 -11 7C2 8 8 0 10 -8Z", "#40223a")
        + line("M-8 -4Q-2 2 -6 7M2 -7Q0 0 4 6", "#3a1d34", 2)
        + line("M-8 -5q3-3 7-3", "#a88aa4", 2.4)
    )
    places = ((32, 90, 10), (62, 96, -14), (90, 88, 24), (44, 70, -20), (76, 68, 12), (60, 46, 0))
    return GROUND + leaf(60, 36, 34, -26, "#68a35f") + "".join(moved(one, x, y, 1, turn) for x, y, turn in places)


def spices() -> str:
    """Cinnamon, star anise and pepper."""
    star = "".join(
        f'<path d="M0 0C8 -6 10 -18 0 -26C-10 -18 -8 -6 0 0Z" transform="rotate({turn})" fill="#8a4f2b"/><ellipse cx="0" cy="-15" rx="2.4" ry="4" fill="#d9a25f" transform="rotate({turn})"/>'
        for turn in range(0, 360, 45)
    )
    return (
        GROUND
        + line("M16 30L70 84M28 18L84 74", "#a3622f", 13)
        + line("M20 28L72 80M32 17L86 71", "#c98a52", 3)
        + oval(17, 30, (4, 7), "#6f3d1a", -45)
        + oval(29, 19, (4, 7), "#6f3d1a", -45)
        + moved(star, 80, 36, 1.05)
        + "".join(
            ball(x, y, 6, ("#4a3f38", "#2f2722", "#8f8378"))
            for x, y in ((36, 92), (52, 98), (66, 102), (44, 106), (28, 104))
        )
    )


def medicinal_roots() -> str:
    """Dried roots and bark, tied: angelica, astragalus, liquorice."""
    return (
        GROUND + line("M22 104L92 14M36 110L104 26M14 92L78 10M46 112L110 42", "#c9a468", 9) + line("M26 102L94 16M40 108L106 28M18 90L80 12M50 110L111 46", "#a17c42", 2.4) + path("M36 52L72 84L66 93L29 61Z", "#bf4317")
        + oval(92, 88, (17, 13), "#b08c52", -14) + oval(92, 87, (14, 10.500), "#f0deb2", -14) + line("M92 78V96M82 90L102 84", "#d0b478", 2)
    )  # fmt: skip


def lunch() -> str:
    """A tray of prepared dishes."""
    return (
        GROUND + path("M10 44H110L102 104H18Z", "#8a5a3a") + path("M110 44L102 104H88L94 44Z", "#6f442a") + path("M8 34H112V48H8Z", "#a4713a") + oval(34, 40, (17, 10), "#f9f4e6") + oval(60, 40, (14, 10), "#68a35f") + oval(88, 40, (17, 10), "#d5502f")
        + dots(((26, 38), (34, 36), (42, 39), (34, 43)), (3, 2), "#fffdf6") + line("M52 40q8-8 16 0M54 44q6-5 12 0", "#3f7d4f", 2.4) + line("M78 40q4-5 8 0M88 42q5-6 10-1", "#efdfb0", 3) + line("M30 66H90M32 82H88", "#6f442a", 3)
    )  # fmt: skip


def vegetable_box() -> str:
    """A wooden box of vegetables."""
    return (
        GROUND + leaf(30, 52, 34, -100, "#4b8a57") + leaf(34, 52, 36, -72, "#68a35f") + ball(52, 46, 16, ("#d8442f", "#b52e1e", "#f5a58f")) + path("M66 56L76 16L86 56Z", "#ec7f2c") + leaf(76, 20, 18, -60) + leaf(76, 20, 18, -120, "#68a35f") + ball(96, 50, 13, ("#d8ac6d", "#bf9051", "#f0d3a1"))
        + path("M10 52H110V106H10Z", "#c69a5c") + path("M92 52H110V106H92Z", "#a57a3c") + line("M10 70H110M10 88H110", "#8a602a", 3) + line("M20 58V102M100 58V102", "#8a602a", 6) + dots(((20, 61), (20, 79), (20, 97), (100, 61), (100, 79), (100, 97)), (1.6, 1.6), "#f0d8a8")
    )  # fmt: skip


def gift() -> str:
    """A gift wrapped in cloth."""
    return (
        GROUND + path("M14 50H106V106H14Z", "#8e3a52") + path("M84 50H106V106H84Z", "#732c41") + path("M14 50L60 82L106 50V62L60 96L14 62Z", "#a84c66") + path("M60 50C44 26 20 20 18 34C20 46 44 50 60 50ZM60 50C76 26 100 20 102 34C100 46 76 50 60 50Z", "#c4647e") + path("M60 50C52 62 40 70 30 74L40 54ZM60 50C68 62 80 70 90 74L80 54Z", "#b8566f") + ball(60, 49, 10, ("#d27a92", "#a84c66", "#f3c3d0"))
    )  # fmt: skip
