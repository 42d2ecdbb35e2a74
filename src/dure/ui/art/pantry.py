"""What is kept rather than picked: grain, eggs, honey, and what comes from the sea. Boxes of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, dots, line, path


def rice() -> str:
    """A sack of rice."""
    sprig = "M56 90V66M56 78q-9-1-9-9q8 1 9 9M56 72q9-1 9-9q-8 1-9 9M56 86q9-1 9-9q-8 1-9 9"
    return (
        GROUND
        + path("M30 40C20 60 20 92 28 104Q60 112 92 104C100 92 100 60 90 40Z", "#eadfc6")
        + path("M90 40C100 60 100 92 92 104Q82 107 72 108C84 92 84 60 76 40Z", "#d6c7a6")
        + path("M34 40Q60 48 86 40L94 24Q84 28 78 20Q70 28 60 20Q50 28 42 20Q36 28 26 24Z", "#f4ecd8")
        + line("M31 41Q60 50 89 41", "#a8602f", 5)
        + '<circle cx="56" cy="76" r="19" fill="#2c6640"/>'
        + line(sprig, "#f5e0b3", 2.6)
    )


def egg() -> str:
    """Three eggs in a nest of straw."""
    shells = (
        ("M22 76C22 56 32 42 42 42C52 42 62 56 62 76C62 92 54 98 42 98C30 98 22 92 22 76Z", "#e3b98d"),
        ("M58 76C58 56 68 42 78 42C88 42 98 56 98 76C98 92 90 98 78 98C66 98 58 92 58 76Z", "#d9a877"),
        ("M39 72C39 48 50 32 60 32C70 32 81 48 81 72C81 90 72 98 60 98C48 98 39 90 39 72Z", "#f0d0a8"),
    )
    straw = "M14 88Q34 98 52 96M20 96Q48 104 78 96M42 100Q74 104 106 88M66 96Q88 98 104 94M16 92L30 84M104 90L92 84"
    return (
        GROUND
        + "".join(path(d, fill) for d, fill in shells)
        + path("M81 72C81 90 72 98 60 98C56 98 52 97 49 95C66 90 74 66 66 35C74 41 81 56 81 72Z", "#dcb486")
        + line("M48 62q2-12 8-18", "#fff3dd", 4.5)
        + path("M10 84Q60 104 110 84Q106 110 60 110Q14 110 10 84Z", "#d8b257")
        + line(straw, "#b58a34", 2.4)
        + line("M24 102Q60 110 96 101", "#f0d68f", 2)
    )


def honey() -> str:
    """A jar of honey with its dipper."""
    return (
        GROUND
        + path("M28 46Q22 52 22 62V92Q22 106 36 106H84Q98 106 98 92V62Q98 52 92 46Z", "#e2a02c")
        + path("M92 46Q98 52 98 62V92Q98 106 84 106H72Q86 104 86 90V60Q86 50 80 46Z", "#c37f17")
        + path("M28 46Q24 50 22.600 56Q60 66 97.400 56Q96 50 92 46Z", "#f2be55")
        + '<rect x="26" y="32" width="68" height="16" rx="5" fill="#8a5a3a"/>'
        + '<rect x="78" y="32" width="16" height="16" rx="5" fill="#6f442a"/>'
        + path("M36 66H84V96H36Z", "#fbf2dc")
        + path("M60 70l9.500 5.500v11L60 92l-9.500-5.500v-11Z", "#e2a02c")
        + path("M60 75l5 3v6l-5 3l-5-3v-6Z", "#fbf2dc")
        + line("M31 62q-2 6-2 22", "#fbdc94", 4.5)
        + line("M62 32L70 8", "#a97845", 4.5)
        + line("M66 15l7 2.500M64.500 20l7 2.500M63 25l7 2.500", "#7c5229", 3)
    )


def seaweed() -> str:
    """A bundle of laver sheets tied with a paper band."""
    sheets = "".join(
        path(f"M{18 - rise} {88 - 5 * rise}L62 {104 - 5 * rise}L{102 + rise} {86 - 5 * rise}L58 {70 - 5 * rise}Z", fill)
        for rise, fill in ((0, "#16241c"), (1, "#24382b"), (2, "#1a2a20"), (3, "#2b4233"), (4, "#1f3026"))
    )
    top = path("M13 62L62 79L107 60L58 43Z", "#2f4a39") + path("M58 43L107 60L62 79Q78 62 58 43Z", "#243b2d")
    grain = dots(
        ((30, 62), (40, 58), (50, 52), (48, 66), (60, 60), (72, 56), (68, 68), (82, 62), (92, 60), (58, 72)),
        (2.4, 1),
        "#5c7f63",
        0.8,
    )
    band = path("M33 53L82 71V92L86 90V69L38 51Z", "#fbf2dc") + path("M33 53L38 51L86 69L82 71Z", "#f1e2bf")
    front = path("M82 71L86 69V90L82 92Z", "#e4d3ad")
    seal = '<circle cx="59" cy="61.500" r="6.500" fill="#bf4317"/>' + line("M55.500 61.500h7", "#fbf2dc", 2)
    return GROUND + sheets + top + grain + band + front + seal + line("M24 61L44 53", "#7da284", 2, 0.7)


def dried_pollack() -> str:
    """A dried pollack hung by its mouth."""
    body = "M60 16C74 22 80 44 76 66C74 78 68 88 65 95L78 112Q60 106 42 112L55 95C52 88 46 78 44 66C40 44 46 22 60 16Z"
    shade = "M60 16C74 22 80 44 76 66C74 78 68 88 65 95L78 112Q70 109 62 109C62 80 70 50 60 16Z"
    return (
        '<ellipse cx="60" cy="113" rx="28" ry="3.500" fill="#2a1c08" opacity=".13"/>'
        + line("M60 20C56 10 58 4 66 4C72 5 71 11 66 13", "#b58a3a", 3)
        + path(body, "#d9b06a")
        + path(shade, "#bf924b")
        + path("M45 52L33 66L46 68ZM75 52L87 66L74 68Z", "#c89b54")
        + line("M48 34Q60 42 72 34", "#a4783a", 2.4)
        + dots(((53, 29), (67, 29)), (2.6, 2.6), "#3a2a18")
        + line("M60 44V92M52 52l8 5l8-5M51 62l9 5l9-5M53 72l7 4l7-4M55 82l5 3l5-3", "#a4783a", 1.8)
        + line("M48 44Q46 58 50 70", "#f3dba8", 3.6)
        + line("M55 97L50 106M60 98V105M65 97L70 106", "#a4783a", 1.8)
    )


def soybean() -> str:
    """Meju beans in a pod, and three beside it."""
    pod = "M16 66C22 40 60 22 98 30C106 32 108 38 104 43C88 66 54 86 28 82C19 80 14 74 16 66Z"
    return (
        GROUND
        + path(pod, "#8fae5b")
        + path("M104 43C88 66 54 86 28 82C22 81 18 78 16.500 74C50 76 84 60 100 31C106 33 107 38 104 43Z", "#738f45")
        + ball(42, 64, 12, ("#e2c77c", "#c8a955", "#f6e6b5"))
        + ball(64, 54, 12, ("#e2c77c", "#c8a955", "#f6e6b5"))
        + ball(84, 43, 10, ("#e2c77c", "#c8a955", "#f6e6b5"))
        + line("M100 32q8-6 14-7", "#5e7d3c", 4)
        + ball(56, 94, 11, ("#e8d08c", "#cbb05e", "#f9ecc4"))
        + ball(84, 92, 12, ("#e2c77c", "#c8a955", "#f6e6b5"))
    )
