"""Vegetables, each in a box of 120 by 120."""

from dure.ui.art.shapes import GROUND, ball, calyx, dots, leaf, line, path


def cabbage() -> str:
    """A whole winter cabbage."""
    outer = (
        "M60 12C52 8 44 12 42 18C33 18 28 26 30 34C23 40 22 50 26 56C21 66 24 92 38 104C52 110 68 110 82 104"
        "C96 92 99 66 94 56C98 50 97 40 90 34C92 26 87 18 78 18C76 12 68 8 60 12Z"
    )
    left = "M57 26C49 21 41 26 41 33C33 36 32 46 35 53C29 66 32 92 42 105C48 108 54 108 58 108C50 84 50 50 57 26Z"
    right = "M63 26C71 21 79 26 79 33C87 36 88 46 85 53C91 66 88 92 78 105C72 108 66 108 62 108C70 84 70 50 63 26Z"
    heart = "M60 30C50 33 47 42 49 50C44 66 46 92 51 107C57 109 63 109 69 107C74 92 76 66 71 50C73 42 70 33 60 30Z"
    return (
        GROUND
        + path(outer, "#6ba15a")
        + path(left, "#98c479")
        + path(right, "#83b468")
        + path(heart, "#d7e6a8")
        + path("M60 52C55 70 53 92 53 108C58 109 62 109 67 108C67 92 65 70 60 52Z", "#fbf8e6")
        + line("M44 96Q39 74 43 48M50 74Q44 64 44 58M76 96Q81 74 77 48M70 74Q76 64 76 58", "#5f9150", 1.6)
        + line("M57 66Q53 58 53 48M63 66Q67 58 67 48M56 80Q51 72 50 64M64 80Q69 72 70 64", "#b7cf85", 1.5)
    )


def garlic() -> str:
    """A bulb of garlic."""
    bulb = "M60 12C60 34 52 44 38 54C20 68 22 98 46 105C54 107 66 107 74 105C98 98 100 68 82 54C68 44 62 34 64 12Z"
    shade = "M64 12C62 34 68 44 82 54C100 68 98 98 74 105C70 106 66 106 62 106.5C84 92 84 66 68 52C60 44 61 30 64 12Z"
    return (
        GROUND
        + path(bulb, "#f6ede0")
        + path(shade, "#e4d3c0")
        + line("M58 46C42 58 36 80 46 103M60 48C54 66 54 88 58 106M64 46C78 58 84 80 75 103", "#c9a9b4", 2)
        + path("M48 105q12 6 24 0l-3 4q-9 3-18 0Z", "#c8b293")
        + line("M34 74q2-9 8-14", "#ffffff", 4.5)
        + path("M60 12q-1-4 2-6q3 1 2 6Z", "#c8b293")
    )


def tomato() -> str:
    """Three tomatoes."""
    fruit = ((36, 80, 24, "#d8442f"), (84, 80, 24, "#ce3b28"), (60, 52, 26, "#d8442f"))
    return GROUND + "".join(
        ball(x, y, radius, (own, "#b52e1e", "#f5a58f"))
        + calyx(x + 1, y - radius + 5, 11, 5, 15 * x % 72, "#4b8a57")
        + line(f"M{x + 1} {y - radius + 5}q0-5 2-8", "#35693f", 2.5)
        for x, y, radius, own in fruit
    )


def radish() -> str:
    """A white radish with a green shoulder."""
    return (
        GROUND
        + leaf(58, 40, 40, -128)
        + leaf(62, 40, 40, -52, "#3f7d4f")
        + leaf(60, 42, 42, -92, "#68a35f")
        + path("M38 46C33 76 44 100 60 112C76 100 87 76 82 46C76 36 44 36 38 46Z", "#faf6ea")
        + path("M82 46C87 76 76 100 60 112C72 92 76 66 70 39.5C75 40.5 80 42.5 82 46Z", "#e5ddc8")
        + path("M38 46C37 53 37 58 38 64C50 60 70 60 82 64C83 58 83 53 82 46C76 36 44 36 38 46Z", "#b9d08a")
        + line("M45 78h8M64 84h8M52 94h7", "#cfc4a8", 2)
        + line("M45 52q1 8 0 16", "#ffffff", 4, 0.8)
    )


def potato() -> str:
    """Two potatoes."""
    eyes = ((40, 76), (52, 86), (68, 48), (80, 62), (70, 70), (34, 88))
    behind = "M22 80C20 62 38 54 54 58C70 62 78 80 66 94C54 108 24 102 22 80Z"
    front = "M52 52C54 32 82 24 95 40C108 58 100 88 80 90C64 90 50 70 52 52Z"
    front_shade = "M95 40C108 58 100 88 80 90C74 90 70 88 66 84C84 84 92 62 84 32C88 33 92 36 95 40Z"
    return (
        GROUND
        + path(behind, "#c99a5b")
        + path("M66 94C54 108 30 104 24 90C38 98 58 92 62 62C76 70 76 84 66 94Z", "#b18345")
        + path(front, "#d8ac6d")
        + path(front_shade, "#bf9051")
        + dots(eyes, (2.5, 1.6), "#94692f")
        + line("M60 48q2-9 10-12", "#f0d3a1", 4.5)
    )


def sweet_potato() -> str:
    """A sweet potato and one cut open to its yellow flesh."""
    whole = "M10 74C22 48 54 26 84 26C100 26 110 30 112 36C104 62 70 92 40 94C24 94 12 86 10 74Z"
    shade = "M112 36C104 62 70 92 40 94C32 94 25 92 20 88.500C56 88 92 66 104 29C108 30.500 111 33 112 36Z"
    return (
        GROUND
        + line("M108 34q7-6 8-13M12 75q-5 2-7 7", "#8a4a57", 2.6)
        + path(whole, "#a4505f")
        + path(shade, "#843a4b")
        + line("M40 56q6-7 14-11M62 68l9-5M36 76l8-2M80 46l6-4", "#c98490", 2.4)
        + f'<g transform="rotate(-14 78 88)">{path("M52 88C52 74 66 68 80 68C96 68 106 77 106 88Z", "#8f4252")}'
        '<ellipse cx="79" cy="88" rx="27" ry="17" fill="#a4505f"/>'
        '<ellipse cx="79" cy="88" rx="23.500" ry="13.800" fill="#f3c766"/>'
        '<ellipse cx="79" cy="88" rx="15" ry="8" fill="#f8d98c"/></g>'
    )


def pumpkin() -> str:
    """A ribbed pumpkin."""
    ribs = (
        (32, 72, 19, 30, "#d98a2b"),
        (88, 72, 19, 30, "#c67720"),
        (44, 72, 20, 34, "#e69a38"),
        (77, 72, 20, 34, "#d5852a"),
        (60, 73, 19, 35, "#f0ac4c"),
    )
    body = "".join(f'<ellipse cx="{x}" cy="{y}" rx="{rx}" ry="{ry}" fill="{fill}"/>' for x, y, rx, ry, fill in ribs)
    return (
        GROUND
        + body
        + line("M44 54q2-8 7-10", "#fcd591", 5)
        + path("M54 40C55 30 52 24 46 20L56 15C62 20 66 30 67 40Q60 45 54 40Z", "#5e7d3c")
        + leaf(66, 34, 24, -20, "#68a35f")
    )


def mushroom() -> str:
    """A shiitake from an oak log."""
    cap = "M16 66C14 40 36 22 60 22C84 22 106 40 104 66C92 76 28 76 16 66Z"
    cap_shade = "M104 66C106 40 88 25 70 22.5C88 38 88 64 70 73C86 72.5 98 71 104 66Z"
    return (
        GROUND
        + path("M48 66C50 82 46 96 44 104Q60 110 76 104C74 96 70 82 72 66Z", "#f4eada")
        + path("M72 66C70 82 74 96 76 104Q71 106 66 107C64 94 64 80 64 66Z", "#decdb4")
        + path(cap, "#8a5a3a")
        + path(cap_shade, "#6f442a")
        + path("M24 68Q60 78 96 68Q84 74 60 74Q36 74 24 68Z", "#e9d8bd")
        + line("M44 36l6 10l-8 6M64 32l4 9M80 44l-6 8l6 8M32 52l8 4", "#e7cfae", 3)
    )


def spring_onion() -> str:
    """A bunch of spring onions tied with straw."""
    stalks = ((46, 30, 30), (54, 42, 14), (62, 60, 8), (70, 78, 14), (78, 92, 30))
    leaves = "".join(
        line(f"M{x} 74C{x} 54 {top} 46 {top} {y}", ("#4b8a57", "#68a35f")[index % 2], 8.5)
        for index, (x, top, y) in enumerate(stalks)
    )
    bulbs = "".join(
        line(f"M{x} 76V98", "#f7f3e3", 8.5) + line(f"M{x + 2.2:g} 78V98", "#dfe3c0", 3) for x, _, _ in stalks
    )
    roots = line("M45 103l-2 7M48 103l1 7M54 103l-2 8M62 103v8M70 103l2 8M77 103l-1 7M80 103l2 7", "#cdbb96", 1.8)
    pale = "".join(line(f"M{x} 64V80", "#b9d08a", 8.5) for x, _, _ in stalks)
    tie = path("M39 70Q62 78 85 70V78Q62 86 39 78Z", "#d9b25f") + line("M42 74.500Q62 81 82 74.500", "#b58a3a", 1.6)
    lights = line("M32 32C34 44 42 50 44 58M60 12V50", "#9dc98a", 2, 0.8)
    return GROUND + leaves + pale + bulbs + lights + roots + tie


def chilli() -> str:
    """Two red chillies."""
    behind = "M84 34C96 44 92 78 66 104C62 108 57 107 58 102C64 82 64 58 70 40C73 32 79 30 84 34Z"
    front = "M40 34C56 40 60 76 42 106C39 111 34 110 34 105C34 84 24 66 24 46C25 34 32 30 40 34Z"
    front_shade = "M40 34C56 40 60 76 42 106C39 111 34.500 110 34 106C44 84 46 56 34 33.200C36 33 38 33.300 40 34Z"
    return (
        GROUND
        + path(behind, "#b8302a")
        + path("M84 34C96 44 92 78 66 104C62 108 58 107 58 103C76 82 84 58 78 32.500C80 32.500 82 33 84 34Z", "#962420")
        + path("M68 40C70 30 76 27 82 29C88 31 90 36 88 42C82 36 74 36 68 40Z", "#4b8a57")
        + line("M79 30q1-10 10-15", "#3f7d4f", 4.5)
        + path(front, "#d8402f")
        + path(front_shade, "#b5301f")
        + path("M23 47C22 36 28 30 36 31C43 32 47 36 48 43C40 37 30 39 23 47Z", "#5f9a58")
        + line("M35 32q-2-11 5-19", "#3f7d4f", 4.5)
        + line("M30 50q0 12 5 22", "#f49a82", 4)
    )
