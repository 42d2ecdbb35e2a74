"""What is not eaten, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, dots, leaf, line, oval, path


def box() -> str:
    """A cardboard box, for anything else."""
    return (
        GROUND
        + path("M14 44L60 28L106 44V90L60 108L14 90Z", "#c99a5c")
        + path("M60 62L106 44V90L60 108Z", "#a87a3f")
        + path("M14 44L60 28L106 44L60 62Z", "#e0b87e")
        + path("M34 37L80 55V70L70 74V59L25 41Z", "#f3e2bd")
        + line("M24 76l16 6M24 68l16 6", "#8a602a", 3)
    )


def pottery() -> str:
    """A celadon vase and a bowl."""
    return (
        GROUND + path("M40 12H60C58 22 58 28 64 36C84 50 84 84 66 106H34C16 84 16 50 36 36C42 28 42 22 40 12Z", "#9db8a4") + path("M60 12C58 22 58 28 64 36C84 50 84 84 66 106H52C72 82 70 50 54 34C52 28 52 20 53 12Z", "#7b9a84") + line("M28 62Q36 52 44 62T62 62M26 76Q36 66 46 76T70 74", "#eef4ea", 2.6) + line("M27 56q3-8 8-12", "#dceae0", 4)
        + path("M70 78H116C114 96 104 104 100 105H86C80 104 72 96 70 78Z", "#f1ead8") + path("M116 78C114 96 104 104 100 105H92C104 100 107 90 107 78Z", "#d5cab0") + line("M73 86Q93 92 113 86", "#33568a", 3)
    )  # fmt: skip


def basket() -> str:
    """A woven basket."""
    return (
        GROUND + line("M26 54C28 8 92 8 94 54", "#a4713a", 7) + path("M12 50H108L98 106H22Z", "#d3a560") + path("M108 50L98 106H80L88 50Z", "#ad7f3e") + line("M16 66H105M19 80H103M21 94H100", "#8a602a", 2.6) + line("M30 52L36 104M46 52L49 104M60 52V104M76 52L73 104M92 52L86 104", "#8a602a", 2.6) + line("M12 50H108", "#e6c286", 8)
    )  # fmt: skip


def cloth() -> str:
    """Folded cloth."""
    return (
        GROUND + path("M16 78Q60 88 104 78V102Q60 112 16 102Z", "#33568a") + path("M84 82L104 78V102L84 106Z", "#27446f") + path("M14 54Q60 64 106 54V78Q60 88 14 78Z", "#efe2c6") + path("M86 58L106 54V78L86 82Z", "#d3c4a0") + path("M18 30Q60 40 102 30V54Q60 64 18 54Z", "#c4647e") + path("M84 34L102 30V54L84 58Z", "#a34a64") + path("M18 30Q60 18 102 30Q60 40 18 30Z", "#dd8ea2")
        + line("M24 44Q60 52 96 44M20 68Q60 77 100 68M22 92Q60 101 98 92", "#fbf2dc", 2, 0.7)
    )  # fmt: skip


def clothes() -> str:
    """A jacket in the Korean cut."""
    return (
        GROUND + path("M40 20L60 30L80 20L114 52L98 70L86 60V104H34V60L22 70L6 52Z", "#e7d9b8") + path("M80 20L114 52L98 70L86 60V104H70V40Z", "#cdbb92") + path("M40 20L60 52L80 20L86 24L62 64L34 24Z", "#bf4317") + line("M60 58L52 92M61 58L68 88", "#8e3a52", 5) + line("M34 98H86", "#b9a67c", 2)
    )  # fmt: skip


def quilt() -> str:
    """A rolled quilt of patchwork."""
    return (
        GROUND
        + path("M30 34H104Q112 62 104 96H30Z", "#dd9aa6")
        + path("M30 78H108Q107 88 104 96H30Z", "#c07a88")
        + line("M30 56H109M30 76H108M54 34V96M80 34V96", "#fbf2dc", 2.4)
        + oval(30, 65, (20, 31), "#f4e6cf")
        + line("M30 38C44 44 46 86 30 90C16 86 16 52 30 48C40 52 40 80 30 80C22 76 24 60 30 58", "#c7a97c", 3.4)
    )


def seed_packet() -> str:
    """A packet of seeds with a seedling on it."""
    return (
        GROUND + path("M28 16H88V104H28Z", "#f6ead0") + path("M72 16H88V104H72Z", "#dccba6") + path("M28 16H88V32H28Z", "#2c6640") + line("M58 82V52", "#5e7d3c", 4) + leaf(58, 60, 24, -32, "#68a35f") + leaf(58, 64, 24, -148, "#4b8a57") + path("M38 82Q58 74 78 82V92H38Z", "#8a5a3a") + dots(((96, 92), (104, 100), (94, 106), (18, 100), (12, 92)), (3.4, 2.4), "#8a5a3a")
    )  # fmt: skip


def sapling() -> str:
    """A young tree with its roots in a ball of earth."""
    return (
        GROUND
        + line("M60 84V30M60 56L42 40M60 50L78 34", "#8a5a3a", 5)
        + "".join(
            leaf(x, y, 26, turn, fill)
            for x, y, turn, fill in (
                (60, 34, -90, "#68a35f"),
                (60, 36, -140, "#4b8a57"),
                (60, 36, -40, "#4b8a57"),
                (42, 42, -150, "#68a35f"),
                (42, 42, -200, "#3f7d4f"),
                (78, 36, -30, "#68a35f"),
                (78, 36, 20, "#3f7d4f"),
            )
        )
        + ball(60, 88, 21, ("#b58a52", "#926a36", "#dcbb8a"))
        + line("M42 80Q60 92 78 80M40 92Q60 102 80 92M60 68V108", "#7c5829", 2.4)
    )


def compost() -> str:
    """A sack of compost with a sprout."""
    return (
        GROUND + path("M26 30H94L100 104Q60 112 20 104Z", "#5f7d46") + path("M94 30L100 104Q90 107 78 108L76 30Z", "#46612f") + path("M24 18H96L94 34H26Z", "#78985c") + line("M26 33H94", "#33491f", 3) + path("M38 50H80V90H38Z", "#f4ecd4") + line("M59 84V64", "#5e7d3c", 4) + leaf(59, 68, 17, -30, "#68a35f") + leaf(59, 70, 17, -150) + path("M44 84Q59 78 74 84V88H44Z", "#6b4a2c")
    )  # fmt: skip


def soap() -> str:
    """Bars of soap with bubbles."""
    return (
        GROUND + path("M14 84L74 70L106 84V98L46 110L14 98Z", "#a9c08a") + path("M14 84L74 70L106 84L46 96Z", "#c9dcae") + path("M20 58L76 46L102 58V74L48 86L20 74Z", "#e9cfa4") + path("M20 58L76 46L102 58L48 71Z", "#f7e6c8") + path("M48 71L102 58V74L48 86Z", "#d0b07c") + leaf(50, 62, 24, -14, "#68a35f")
        + "".join(f'<circle cx="{x}" cy="{y}" r="{r}" fill="#dfeaf2" stroke="#9db8cc" stroke-width="2"/>' for x, y, r in ((36, 34, 9), (56, 22, 6), (76, 30, 8), (94, 40, 5)))
    )  # fmt: skip


def candle() -> str:
    """A lit candle."""
    return (
        GROUND
        + path("M60 10C70 24 72 30 66 38Q60 42 54 38C48 30 50 24 60 10Z", "#f2a03a")
        + path("M60 22C65 30 65 34 60 38C55 34 55 30 60 22Z", "#fbe7a0")
        + line("M60 38V46", "#4a3a2c", 3)
        + path("M42 46Q60 52 78 46V98H42Z", "#f6ead0")
        + path("M78 46V98H64V50Q72 49 78 46Z", "#dccba6")
        + path("M42 46Q60 40 78 46Q60 52 42 46Z", "#fffaf0")
        + line("M48 50V66M54 52V60", "#ffffff", 4)
        + path("M24 94H96Q94 106 82 108H38Q26 106 24 94Z", "#a4713a")
        + path("M96 94Q94 106 82 108H68Q78 104 80 94Z", "#84562a")
    )


def pot() -> str:
    """An iron pot with its lid."""
    return (
        GROUND
        + path("M14 52H106C108 82 96 106 76 107H44C24 106 12 82 14 52Z", "#4a4743")
        + path("M106 52C108 82 96 106 76 107H62C86 98 94 78 92 52Z", "#33302d")
        + path("M10 50C20 30 40 24 60 24C80 24 100 30 110 50Z", "#5f5b56")
        + path("M110 50C100 30 82 25 66 24C82 30 88 40 90 50Z", "#4a4743")
        + path("M50 14H70V25H50Z", "#8a602a")
        + line("M10 51H110", "#2a2825", 4)
        + line("M10 64H4M110 64H116", "#33302d", 8)
        + line("M28 70q2 12 8 20", "#8a857e", 4)
    )


def wood_ware() -> str:
    """A wooden bowl and spoons."""
    return (
        GROUND
        + line("M72 58L102 14M56 56L76 10", "#b5834a", 6)
        + oval(104, 13, (7, 10), "#c69a5c", 35)
        + oval(77, 10, (6, 9), "#c69a5c", 25)
        + oval(58, 58, (48, 13), "#7c5229")
        + path("M10 58C10 84 28 102 44 106H72C88 102 106 84 106 58Q90 72 58 72Q26 72 10 58Z", "#b9824a")
        + path("M106 58C106 84 88 102 72 106H58C84 96 92 82 93 66Q101 63 106 58Z", "#946335")
        + line("M24 80Q58 92 92 80", "#8a5a2c", 2)
    )


def charcoal() -> str:
    """Sticks of charcoal."""

    def stick(x: int, y: int) -> str:
        return (
            path(f"M{x} {y}L{x + 60} {y - 20}L{x + 66} {y - 6}L{x + 6} {y + 14}Z", "#3a3835")
            + oval(x + 3, y + 7, (6, 8), "#5f5c57", -18)
            + oval(x + 3, y + 7, (2.6, 3.6), "#2a2826", -18)
            + line(f"M{x + 16} {y + 2}L{x + 52} {y - 10}", "#6b6863", 2)
        )

    return GROUND + "".join(stick(x, y) for x, y in ((40, 94), (12, 88), (30, 66), (44, 48)))


def tools() -> str:
    """A hand hoe and a sickle."""
    return (
        GROUND
        + line("M34 108L48 72", "#a4713a", 9)
        + line("M48 72Q54 56 46 46", "#6b6863", 6)
        + path("M52 50C36 48 22 36 18 16C38 18 56 30 58 46Z", "#8d9296")
        + path("M52 50C44 42 32 28 18 16C38 18 56 30 58 46Z", "#adb3b6")
        + line("M88 108L80 74", "#8a5a2c", 9)
        + line("M80 74C104 66 112 36 90 16C96 40 92 58 74 62", "#8d9296", 5)
        + path("M79 72C106 62 112 34 90 14C98 40 92 56 72 62Z", "#adb3b6")
    )


def books() -> str:
    """A pile of books."""

    def book(x: int, y: int, width: int, own: str, shade: str) -> str:
        return (
            path(f"M{x} {y}H{x + width}V{y + 20}H{x}Q{x - 6} {y + 10} {x} {y}Z", own)
            + path(f"M{x + 6} {y + 5}H{x + width}V{y + 15}H{x + 6}Q{x + 2} {y + 10} {x + 6} {y + 5}Z", "#fbf4e2")
            + line(f"M{x + 10} {y + 10}H{x + width}", "#d8cbb0", 2)
            + path(f"M{x + width - 26} {y}h8v5h-8Z", shade)
        )

    return (
        GROUND
        + book(18, 86, 86, "#2c6640", "#1f4f32")
        + book(26, 65, 76, "#bf4317", "#9b3410")
        + book(20, 44, 80, "#33568a", "#27446f")
        + book(34, 23, 62, "#c98a27", "#a86f1a")
    )


def cream() -> str:
    """A jar of cream and a dropper bottle."""
    return (
        GROUND
        + path("M70 44H102V106H70Z", "#a9c08a")
        + path("M92 44H102V106H92Z", "#8aa36a")
        + path("M76 22H96V46H76Z", "#4a3a32")
        + path("M80 8H92V24H80Z", "#6b5a4a")
        + path("M74 64H96V90H74Z", "#fbf2dc")
        + leaf(78, 86, 20, -50, "#68a35f")
        + path("M10 70H64V100Q64 106 58 106H16Q10 106 10 100Z", "#f6ead8")
        + path("M52 70H64V100Q64 106 58 106H46Q52 104 52 98Z", "#dccbb0")
        + path("M6 56H68V72H6Z", "#c4647e")
        + path("M54 56H68V72H54Z", "#a34a64")
        + line("M20 84H44", "#c4647e", 3)
    )


def paper() -> str:
    """A folding fan of paper."""
    ribs = "M60 98L12 54M60 98L24 34M60 98L42 22M60 98V18M60 98L78 22M60 98L96 34M60 98L108 54"
    return (
        GROUND
        + path("M10 56C22 28 40 18 60 16C80 18 98 28 110 56L82 76C76 66 68 62 60 62C52 62 44 66 38 76Z", "#f6ead0")
        + path("M78 20C94 26 104 38 110 56L82 76C79 71 76 68 72 65Z", "#dfcfa8")
        + line(ribs, "#a4713a", 2.6)
        + line("M40 44Q52 32 62 40T84 40", "#2c6640", 4)
        + ball(88, 38, 5, ("#bf4317", "#9b3410", "#f3a47c"))
        + ball(60, 98, 5, ("#6f442a", "#52301b", "#b18462"))
    )


def straw() -> str:
    """Straw sandals."""
    return "".join(
        f'<g transform="translate({x} 62) rotate({turn})">{oval(0, 0, (20, 46), "#d8b257")}{oval(0, 4, (12, 32), "#b58a34")}{line("M-18 -10Q0 -34 18 -10M-18 10H18M-16 22H16M-12 32H12M-4 -40L-14 -14M4 -40L14 -14", "#efd68f", 4)}</g>'
        for x, turn in ((36, -8), (84, 8))
    ) + line("M20 112H100", "#2a1c08", 4, 0.1)


def pet_food() -> str:
    """A bowl of pet food with a bone."""
    return (
        GROUND
        + "".join(
            ball(x, y, 8, ("#a4713a", "#84562a", "#d3a873"))
            for x, y in ((30, 62), (44, 54), (60, 50), (76, 54), (90, 62), (52, 64), (70, 64))
        )
        + path("M16 64H104L114 106H6Z", "#bf4317")
        + path("M104 64L114 106H92L88 64Z", "#9b3410")
        + line("M44 86H76", "#fbf2dc", 8)
        + "".join(
            ball(x, y, 5.5, ("#fbf2dc", "#fbf2dc", "#fbf2dc")) for x, y in ((42, 81), (42, 91), (78, 81), (78, 91))
        )
    )


def medicine() -> str:
    """A medicine box with tablets."""
    return (
        GROUND
        + path("M16 34H80V104H16Z", "#fbf7ec")
        + path("M64 34H80V104H64Z", "#ddd5c2")
        + path("M16 34H80V48H16Z", "#2c6640")
        + path("M42 58H54V70H66V82H54V94H42V82H30V70H42Z", "#2c6640")
        + line("M88 96L108 76", "#d53a3f", 13)
        + line("M98 86L108 76", "#fbf2dc", 13)
        + ball(98, 54, 9, ("#fbf2dc", "#dccba6", "#ffffff"))
    )


def fireworks() -> str:
    """A rocket and its sparks."""
    return (
        GROUND
        + line("M40 108L66 50", "#a4713a", 5)
        + path("M54 66L66 30L84 38L68 72Z", "#bf4317")
        + path("M66 30L84 18V38Z", "#33568a")
        + line("M92 30l12-6M94 46l14 2M84 12l4-10M30 40l-10-6M34 56l-14 4M44 26l-6-10", "#e0ab2c", 4)
        + dots(((104, 62), (20, 80), (24, 20), (110, 10)), (3, 3), "#c4647e")
    )


def animal() -> str:
    """A chick."""
    return (
        GROUND
        + ball(60, 70, 34, ("#f6d65a", "#dfb534", "#fdf1b8"))
        + ball(60, 38, 22, ("#f8de70", "#e6c042", "#fdf1b8"))
        + path("M80 36L94 42L80 48Z", "#e0812a")
        + dots(((68, 34),), (3, 3), "#2a211c")
        + path("M34 70C40 60 56 62 62 74C54 86 40 84 34 70Z", "#e6c042")
        + line("M50 102v8M70 102v8M44 110h12M64 110h12", "#e0812a", 3.4)
    )
