"""What grows under the ground, and the fruit vegetables, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, calyx, dots, egg_shape, leaf, line, moved, oval, path


def carrot() -> str:
    """Two carrots with their tops."""
    one = (
        leaf(0, -2, 34, -118) + leaf(0, -2, 36, -90, "#68a35f") + leaf(0, -2, 34, -62, "#3f7d4f")
        + path("M-15 4C-14 36 -6 62 2 78C10 62 16 36 15 4C8 -4 -8 -4 -15 4Z", "#ec7f2c")
        + path("M15 4C16 36 10 62 2 78C4 50 8 24 5 -2C9 -1 13 1 15 4Z", "#cf6416")
        + line("M-12 18h9M-9 36h8M4 28h7M-3 52h6", "#b95610", 2)
    )  # fmt: skip
    return GROUND + moved(one, 78, 36, 0.9, -12) + moved(one, 44, 34, 1, 12)


def ginseng() -> str:
    """A ginseng root with its legs and fine hairs."""
    return (
        GROUND
        + line("M60 28V16", "#7d9a4c", 5) + leaf(60, 18, 30, -24, "#68a35f") + leaf(60, 18, 30, -156) + leaf(60, 18, 22, -90, "#68a35f")
        + line("M46 56C34 62 26 70 20 84M74 56C86 62 92 70 100 82M50 86C44 98 38 104 34 112M68 86C74 98 80 104 86 112", "#dcbb82", 7)
        + path("M52 28C40 40 42 56 46 68C44 80 46 96 42 110C52 106 56 94 60 84C66 96 68 106 78 110C74 96 78 80 74 68C78 56 80 40 68 28Q60 24 52 28Z", "#ecd2a0")
        + path("M68 28C80 40 78 56 74 68C78 80 74 96 78 110C68 106 66 96 60 84C68 66 70 44 64 26Z", "#d3b077")
        + line("M48 42h10M50 52h7M64 60h8M52 66h8", "#a88550", 2)
        + line("M26 76l-8 2M22 82l-3 10M94 76l8 3M98 80l3 10M40 104l-9 2M80 104l9 2M44 108l-1 8M76 108l1 8", "#b89862", 1.7)
    )  # fmt: skip


def red_ginseng() -> str:
    """Steamed red ginseng with a cut slice."""
    return (
        GROUND
        + line("M40 62C28 70 24 84 18 94M72 62C86 70 88 84 96 92", "#8a4a26", 7)
        + path("M46 22C34 38 36 54 40 68C38 82 38 96 32 108C46 104 52 94 56 82C62 94 66 104 80 108C72 96 74 82 72 68C76 54 78 38 66 22Q56 16 46 22Z", "#a65c2e")
        + path("M66 22C78 38 76 54 72 68C74 82 72 96 80 108C66 104 62 94 56 82C64 62 66 40 60 19Z", "#84431f")
        + line("M42 38h12M44 50h8M60 56h9M47 66h8", "#6b3416", 2.2)
        + oval(92, 58, (17, 15), "#8a4a26") + oval(92, 57, (13.500, 11.500), "#c98a4a") + oval(92, 57, (6, 5), "#e0aa6a")
    )  # fmt: skip


def wild_root() -> str:
    """Knobbly wild roots with rings: deodeok and bellflower."""
    one = (
        path("M-12 0C-18 16 -10 26 -14 42C-10 58 -6 68 0 84C6 68 12 58 12 42C10 26 18 14 12 0Q0 -8 -12 0Z", "#d9bd8a")
        + path("M12 0C18 14 10 26 12 42C12 58 6 68 0 84C4 58 4 26 5 -3Q9 -2 12 0Z", "#b9985f")
        + line("M-12 8Q0 13 12 8M-11 20Q0 25 11 20M-12 33Q0 38 11 33M-12 46Q0 51 11 46M-7 60Q0 64 7 60", "#8f7040", 2)
    )  # fmt: skip
    sprig = leaf(0, 0, 26, -60, "#68a35f") + leaf(0, 0, 26, -120)
    return (
        GROUND
        + moved(sprig, 38, 24)
        + moved(sprig, 84, 28)
        + moved(one, 84, 28, 0.9, -8)
        + moved(one, 60, 20, 1, -2)
        + moved(one, 36, 24, 0.96, 10)
    )


def bellflower() -> str:
    """Peeled bellflower roots under the purple flower they grow from."""
    bell = "".join(
        f'<path d="M0 0C9 -8 9 -20 0 -26C-9 -20 -9 -8 0 0Z" transform="translate(84 34) rotate({turn})" fill="#7d74b8"/>'
        for turn in range(0, 360, 72)
    )
    return (
        GROUND
        + line("M28 28C22 56 30 84 20 110M50 24C54 56 44 84 54 112M36 26C42 60 36 86 38 110", "#f2e6cb", 10)
        + line("M31 34C26 60 33 84 23 108M53 34C56 60 47 84 56 108", "#d3bf96", 2.2)
        + line("M24 26Q40 16 56 24", "#b99c66", 6)
        + line("M84 40C90 70 84 90 80 108", "#5e8b3f", 4) + leaf(87, 76, 26, -30) + leaf(84, 88, 26, -150, "#68a35f")
        + bell + ball(84, 34, 5, ("#f4efda", "#d8cfae", "#ffffff"))
    )  # fmt: skip


def burdock() -> str:
    """Long brown burdock roots, one cut aslant."""
    return (
        GROUND
        + line("M14 96L98 20", "#8f6d43", 12) + line("M18 98L100 26", "#6f5230", 3)
        + line("M26 108L108 42", "#a17c4e", 12) + line("M30 110L110 48", "#7d5d37", 3)
        + oval(25, 108, (6, 8.500), "#f0e2c4", 40) + oval(13, 97, (6, 8.500), "#f0e2c4", 40)
        + line("M40 78l5 5M58 60l5 5M76 44l5 5M52 90l4 5M72 74l4 5", "#5d4325", 2)
    )  # fmt: skip


def yam() -> str:
    """A long yam and its white slices."""
    return (
        GROUND
        + path("M24 14C38 10 48 18 52 34C58 58 66 74 84 88C90 96 86 106 76 108C52 108 34 90 26 64C20 46 12 24 24 14Z", "#c7a878")
        + path("M52 34C58 58 66 74 84 88C90 96 86 106 76 108C60 92 44 64 36 13C44 15 50 22 52 34Z", "#a78858")
        + dots(((26, 34), (32, 52), (40, 66), (50, 82), (62, 94), (28, 22)), (1.8, 1.8), "#7c6038")
        + oval(84, 50, (19, 15), "#c7a878", -14) + oval(84, 49, (16, 12.500), "#fbf6e8", -14)
        + oval(94, 72, (17, 13), "#b89868", -14) + oval(94, 71, (14, 10.500), "#fffdf4", -14)
    )  # fmt: skip


def lotus_root() -> str:
    """A slice of lotus root before the whole."""
    holes = ((60, 70), (46, 60), (46, 80), (60, 50), (74, 60), (74, 80), (60, 91))
    return (
        GROUND
        + oval(34, 34, (26, 19), "#d2b48a", -18) + oval(80, 26, (28, 19), "#c8a97c", 8) + oval(58, 30, (6, 12), "#8f7248")
        + ball(60, 70, 38, ("#d9bd92", "#b9996a", "#f3e3c4")) + oval(60, 70, (33, 33), "#fbf3e2")
        + "".join(oval(x, y, (6 if (x, y) == (60, 70) else 6.500, 8 if (x, y) != (60, 70) else 6), "#b08f60", 0) for x, y in holes)
    )  # fmt: skip


def taro() -> str:
    """Taro corms with their rings."""
    one = (
        egg_shape(0, 0, (24, 28), ("#8f6f50", "#6e5238", "#c0a386"))
        + line("M-20 -12Q0 -4 20 -12M-23 2Q0 10 23 2M-19 16Q0 23 19 16", "#58402a", 2)
    )  # fmt: skip
    return (
        GROUND
        + moved(one, 82, 74, 0.9, 16)
        + moved(one, 42, 70, 1.06, -10)
        + oval(62, 96, (17, 12), "#6e5238")
        + oval(62, 95, (14, 9.500), "#f1e8ee")
        + dots(((58, 93), (66, 97), (62, 91), (56, 98)), (1.2, 1.2), "#a885a8")
    )


def beet() -> str:
    """A beetroot with red-ribbed leaves."""
    return (
        GROUND
        + leaf(58, 46, 42, -124, "#4b8a57", "#b23a56") + leaf(62, 46, 42, -56, "#3f7d4f", "#b23a56") + leaf(60, 46, 44, -90, "#68a35f", "#b23a56")
        + path("M60 42C34 40 22 56 24 72C26 90 46 98 58 112Q61 116 62 110C72 98 94 90 96 72C98 56 86 40 60 42Z", "#8c2648")
        + path("M76 44C92 50 98 62 96 72C94 90 72 98 62 110C80 84 84 62 76 44Z", "#6b1735")
        + line("M34 66q2-9 9-13", "#d88fa5", 5) + line("M44 88Q60 94 74 86", "#6b1735", 2)
    )  # fmt: skip


def kohlrabi() -> str:
    """A purple kohlrabi with its stalks."""
    return (
        GROUND + line("M46 54L30 24M60 50V16M74 54L90 24", "#a9b97a", 5) + leaf(30, 28, 26, -120) + leaf(60, 22, 24, -90, "#68a35f") + leaf(90, 28, 26, -60)
        + ball(60, 76, 31, ("#8a5a86", "#6c4269", "#cda9ca")) + line("M40 66Q50 58 60 64M66 62Q76 60 82 70", "#c9b0c6", 2.4)
    )  # fmt: skip


def onion() -> str:
    """A golden onion and a cut half."""
    return (
        GROUND
        + path("M48 14C50 28 44 34 32 42C14 52 12 86 28 98Q44 108 62 100C82 88 80 54 62 42C52 34 50 28 54 14Z", "#d89a45")
        + path("M54 14C50 28 52 34 62 42C80 54 82 88 62 100Q54 104 46 104C70 86 68 54 52 40C48 32 49 24 51 14Z", "#b87a2a")
        + line("M44 40C28 56 26 82 38 102M51 42C50 62 52 84 52 102", "#a96d22", 2) + line("M24 66q2-10 8-16", "#f5d79a", 4.500)
        + oval(86, 84, (25, 24), "#c98a38") + oval(86, 84, (22.500, 21.500), "#fbf4ea")
        + '<g fill="none" stroke="#d9cbe0" stroke-width="2.400"><circle cx="86" cy="84" r="16.500"/><circle cx="86" cy="84" r="11"/><circle cx="86" cy="84" r="5"/></g>'
    )  # fmt: skip


def ginger() -> str:
    """A hand of ginger."""
    return (
        GROUND
        + path("M14 70C10 56 26 48 36 54C38 40 32 28 44 22C56 18 62 32 60 44C70 44 76 34 88 36C102 40 98 56 88 60C100 66 110 74 104 86C98 96 84 90 78 82C72 92 78 104 64 106C50 106 50 92 50 82C38 90 18 86 14 70Z", "#d8b474")
        + path("M88 60C100 66 110 74 104 86C98 96 84 90 78 82C72 92 78 104 64 106C60 106 57 105 55 103C66 92 60 78 74 70C84 66 92 56 90 37C102 40 98 56 88 60Z", "#b8924f")
        + line("M24 60Q30 66 26 76M42 34Q50 36 56 32M46 62Q54 66 62 60M88 44Q84 50 88 56M58 88Q64 92 70 88M90 76Q94 80 98 78", "#94703a", 2.2)
        + oval(45, 25, (8, 5), "#f2dfae", -14)
    )  # fmt: skip


def cucumber() -> str:
    """A cucumber and its slices."""
    return (
        GROUND
        + path("M12 78C6 66 16 58 28 54C54 46 76 32 90 16C98 10 108 18 104 28C92 56 62 78 34 88C24 92 16 88 12 78Z", "#4f8f4a")
        + path("M104 28C92 56 62 78 34 88C26 91 20 90 16 86C50 76 84 54 100 16C105 18 106 22 104 28Z", "#357038")
        + line("M28 70Q60 58 84 34M40 66l1 0M60 56l1 0M74 44l1 0", "#86bd7c", 2.4) + dots(((36, 62), (50, 58), (64, 48), (78, 38), (88, 28), (46, 76), (62, 68), (76, 56)), (1.8, 1.8), "#cfe5b4")
        + oval(74, 94, (17, 14), "#357038") + oval(74, 93.500, (14, 11.500), "#dcecbb") + dots(((70, 90), (78, 90), (74, 98), (69, 96), (79, 96)), (1.3, 2), "#a9bf78")
        + oval(98, 84, (15, 13), "#357038") + oval(98, 83.500, (12.500, 10.500), "#e6f2ca") + dots(((95, 81), (101, 81), (98, 87)), (1.3, 2), "#a9bf78")
    )  # fmt: skip


def courgette() -> str:
    """A pale green Korean courgette."""
    return (
        GROUND
        + path("M16 88C8 76 16 62 28 58C50 50 68 42 82 26C92 18 108 26 106 40C98 66 64 90 38 98C28 100 20 96 16 88Z", "#9cc46a")
        + path("M106 40C98 66 64 90 38 98C32 99 26 98 22 95C60 82 90 58 98 25C104 28 107 34 106 40Z", "#78a34a")
        + line("M26 78Q64 66 92 38M22 70Q56 58 84 30", "#c9e09c", 2.6) + path("M86 28L98 10L110 16L104 34Q96 24 86 28Z", "#5e7d3c") + line("M26 66q6-4 12-6", "#e9f4cc", 4)
    )  # fmt: skip


def kabocha() -> str:
    """A dark green kabocha with a wedge cut out."""
    return (
        GROUND
        + oval(34, 66, (22, 30), "#3b6440") + oval(86, 66, (22, 30), "#274a2e") + oval(48, 66, (22, 34), "#44714a") + oval(74, 66, (22, 34), "#335a39") + oval(60, 67, (19, 35), "#4d7c52")
        + line("M28 50q-6 14 0 30M44 40q-8 24 0 50M78 40q8 24 0 50M92 50q6 14 0 30", "#8fb082", 1.8, 0.8)
        + path("M60 104L48 58Q62 50 78 58Z", "#f2b23c") + path("M60 96L54 66Q63 61 72 66Z", "#e19424") + dots(((60, 72), (66, 74), (62, 80)), (1.800, 3), "#fbefcf")
        + path("M54 36C55 28 52 22 47 18L58 14C64 20 66 28 67 36Q60 41 54 36Z", "#b39a5c")
    )  # fmt: skip


def aubergine() -> str:
    """An aubergine."""
    return (
        GROUND
        + path("M34 98C18 90 18 68 34 58C52 48 62 38 72 26C84 20 98 32 94 46C86 78 62 106 34 98Z", "#563a6b")
        + path("M94 46C86 78 62 106 34 98C64 92 82 62 84 23C92 27 97 36 94 46Z", "#3e2750")
        + line("M34 76q4-8 14-13", "#a68bb8", 5.500)
        + path("M64 36C66 24 76 16 88 18L98 8L106 14L98 26C102 36 98 48 92 54C88 44 80 36 64 36Z", "#5f8a4f")
    )  # fmt: skip


def bell_pepper() -> str:
    """A red and a yellow bell pepper."""

    def one(own: str, shade: str, light: str) -> str:
        return (
            path("M0 -28C-12 -36 -28 -28 -28 -8C-28 12 -22 30 -12 32Q-5 34 0 30Q6 35 13 32C23 30 28 12 28 -8C28 -28 12 -36 0 -28Z", own)
            + path("M28 -8C28 12 23 30 13 32Q9 33 5 32C18 14 18 -10 8 -31C20 -32 28 -22 28 -8Z", shade)
            + line("M-2 -20Q-8 4 -2 26", shade, 2.4) + line("M-21 -6q1-11 8-15", light, 5)
            + path("M-9 -26Q0 -20 10 -26L5 -32Q3 -40 6 -44L-2 -46Q-6 -38 -5 -32Z", "#5e8b3f")
        )  # fmt: skip

    return (
        GROUND
        + moved(one("#f0b92f", "#d3971a", "#fdeaa6"), 80, 68, 0.92)
        + moved(one("#d0382f", "#a92620", "#f4a08c"), 44, 72)
    )


def green_chilli() -> str:
    """Three green chillies."""

    def one(own: str, shade: str) -> str:
        return (
            path("M-9 0C-10 30 -6 54 4 74C10 56 12 28 9 0Q0 -6 -9 0Z", own) + path("M9 0C12 28 10 56 4 74C4 48 6 24 3 -3Q7 -2 9 0Z", shade)
            + path("M-11 2Q-9 -8 0 -9Q9 -8 11 2Q0 -3 -11 2Z", "#86a85a") + line("M0 -8q-1-8 4-13", "#6d8f45", 4) + line("M-5 10q0 12 3 22", "#bcdc9a", 3)
        )  # fmt: skip

    return (
        GROUND
        + moved(one("#4b8a45", "#336b33"), 86, 34, 0.95, 14)
        + moved(one("#5f9f4e", "#437d38"), 60, 30, 1)
        + moved(one("#55953f", "#3c742f"), 34, 34, 0.95, -14)
    )


def bitter_gourd() -> str:
    """A bitter gourd with its warts."""
    warts = tuple((34 + 9 * i, 82 - 8 * i + d) for i in range(6) for d in (-9, 2, 12))
    return (
        GROUND + path("M12 96C14 70 40 50 64 38C82 28 98 20 108 20C106 44 88 68 66 84C46 98 26 102 12 96Z", "#6fa552")
        + path("M108 20C106 44 88 68 66 84C46 98 26 102 12 96C50 90 86 62 108 20Z", "#4f853a") + dots(warts, (3, 3), "#a8d07f", 0.85)
        + line("M106 21q5-8 10-10", "#5e7d3c", 4)
    )  # fmt: skip


def sweetcorn() -> str:
    """A cob of sweetcorn half out of its leaves."""
    rows = tuple(
        (60 + dx + (2.500 if row % 2 else 0), 24 + row * 9)
        for row in range(8)
        for dx in (-14, -5, 4, 13)
        if abs(dx) < 10 or row > 0
    )
    return (
        GROUND
        + path("M60 8C76 14 84 40 80 72L60 104L40 72C36 40 44 14 60 8Z", "#f0c43c") + path("M66 11C78 20 83 44 80 72L62 100C74 70 74 36 66 11Z", "#d9a521")
        + dots(rows, (3.800, 3.600), "#fbe083")
        + path("M58 110C30 104 18 78 26 48C40 62 54 84 58 110Z", "#68a35f") + path("M60 110C90 104 104 78 94 46C80 62 66 84 60 110Z", "#4b8a57")
        + path("M60 111C48 104 42 90 44 74C54 82 60 94 60 111ZM60 111C72 104 78 90 76 74C66 82 60 94 60 111Z", "#8fbd6a") + line("M34 64Q46 84 56 104M88 62Q74 84 64 104", "#cfe0a4", 1.800)
    )  # fmt: skip


def pea_pod() -> str:
    """An open pod of peas."""
    return (
        GROUND
        + path("M8 74C20 40 60 20 106 26C110 60 70 98 28 94C16 92 8 86 8 74Z", "#68a35f") + path("M106 26C110 60 70 98 28 94C20 93 14 90 10 84C50 84 90 62 106 26Z", "#4b8a57")
        + path("M20 74C34 50 66 36 98 34C88 60 56 82 30 82C23 81 20 78 20 74Z", "#3f7d4f")
        + "".join(ball(x, y, radius, ("#9ccb62", "#78aa42", "#dcf0b4")) for x, y, radius in ((36, 71, 10), (53, 62, 11.500), (71, 52, 11), (87, 43, 8.500)))
        + line("M104 27q6-6 11-8", "#5e7d3c", 4) + calyx(104, 27, 9, 4)
    )  # fmt: skip


def green_beans() -> str:
    """A handful of long green beans."""
    pods = "M20 96C40 80 64 50 84 14M36 104C56 86 82 58 98 26M50 108C72 94 94 74 108 44M16 78C34 58 50 34 66 12"
    return (
        GROUND
        + line(pods, "#4b8a57", 9)
        + line(pods, "#7db356", 4.500)
        + line("M84 14l4-6M98 26l6-5M108 44l5-5M66 12l3-6", "#5e7d3c", 3.4)
    )
