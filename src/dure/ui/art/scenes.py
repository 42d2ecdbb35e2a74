"""Ready pictures by name: heroes, and one for every kind of empty page."""

from collections.abc import Callable, Mapping

from dure.ui.art.landscape import Land, Planted, landscape
from dure.ui.art.people import farmer
from dure.ui.art.produce import KINDS, placed
from dure.ui.art.shapes import line, path
from dure.ui.art.trees import standing

SIZE = (780, 420)
"""Box of the landscapes."""

SMALL = (320, 240)
"""Box of the pictures for empty pages."""


FIELD_CROPS = frozenset({
    "cabbage", "round-cabbage", "lettuce", "bok-choy", "leafy", "spinach", "broccoli", "cauliflower", "spring-onion", "chives",
    "pumpkin", "kabocha", "watermelon", "melon", "korean-melon", "strawberry", "sweetcorn", "beet", "kohlrabi", "radish",
})  # fmt: skip
"""What is seen standing in rows on a field."""


def village(kind: str = "cabbage") -> str:
    """A village's fields at sunrise, with rows of a crop; goods that stand in no field lie large before the paddies."""
    trees = (
        Planted("pine", 120, -14, 1.15, 3),
        Planted("persimmon", 214, -8, 0.72, 2),
        Planted("ginkgo", 262, -6, 0.7),
        Planted("pine", 492, -12, 1.3, 5),
        Planted("pine", 560, -4, 0.95, 8),
        Planted("persimmon", 640, -6, 0.95, 4),
        Planted("ginkgo", 704, -2, 0.85),
    )
    crop = kind if kind in FIELD_CROPS else ""
    land = landscape(Land("haenam", sun=(0.74, 0.25), trees=trees, has_mist=False, crop=crop))
    return land if crop or kind not in KINDS else land + placed(kind, 350, 176, 150)


def forest() -> str:
    """The shared forest."""
    trees = (
        Planted("persimmon", 96, 6, 1.2, 7),
        Planted("pine", 236, -18, 1.7, 3),
        Planted("seedling", 330, 30, 1.1),
        Planted("ginkgo", 400, 4, 1.25),
        Planted("zelkova", 530, -10, 1.5),
        Planted("seedling", 620, 34, 1),
        Planted("pine", 690, 0, 1.4, 6),
    )
    return landscape(Land("forest", sun=(0.36, 0.22), trees=trees))


def market() -> str:
    """A farmer before the fields, basket in arms."""
    trees = (Planted("persimmon", 160, 8, 1, 4), Planted("pine", 640, 4, 1.2, 2))
    figure = f'<g transform="translate(258 78) scale(1.15)">{farmer("pine", "tangerine")}</g>'
    return landscape(Land("wimi", sun=(0.72, 0.2), trees=trees)) + figure


def _ground(inner: str) -> str:
    """Return a small empty-page picture: sky, one hill, and what stands on it."""
    return (
        '<rect width="320" height="240" class="scene__sky"/><circle cx="246" cy="66" r="26" class="scene__sun"/>'
        '<path d="M0 150Q70 118 150 138T320 122V240H0Z" class="scene__hill-1"/>'
        '<path d="M0 178Q90 152 180 170T320 160V240H0Z" class="scene__hill-2"/>'
        f'<path d="M0 204Q110 188 200 198T320 194V240H0Z" class="scene__paddy-1"/>{inner}'
    )


def empty_field() -> str:
    """A tilled field with the first seedlings: nothing here yet."""
    furrows = line("M20 226Q160 210 300 226M8 238Q160 222 312 238", "#8a6a2f", 2.5, 0.5)
    return _ground(furrows + "".join(standing("seedling", x, 214, 0.9) for x in (70, 120, 170, 220, 270)))


def empty_basket() -> str:
    """An empty basket under a persimmon tree."""
    basket = (
        path("M180 178H262L252 222H190Z", "#b8813f")
        + path("M262 178L252 222H232L238 178Z", "#9a6a30")
        + line("M184 192H258M187 206H255M204 180L208 220M224 180V220M244 180L240 220", "#8a5c29", 2)
        + '<ellipse cx="221" cy="178" rx="43" ry="7" fill="#6f4a20"/>'
        + line("M182 174Q221 112 260 174", "#a4713a", 5)
    )
    return _ground(standing("persimmon", 96, 206, 1.35, 3) + basket)


def lost_path() -> str:
    """A path that ends at a signpost: no such page."""
    road = path("M132 240Q150 208 168 196Q184 184 178 172H190Q204 186 190 200Q176 214 184 240Z", "#efe0bd")
    post = line("M232 222V132", "#7a5a36", 7)
    boards = (
        path("M204 138H258L270 149L258 160H204Z", "#c69a5c")
        + path("M258 168H206L194 178L206 188H258Z", "#b58848")
        + line("M214 149H250M212 178H248", "#8a6230", 3)
    )
    return _ground(road + standing("pine", 84, 204, 1.2, 2) + post + boards)


def closed_gate() -> str:
    """A brushwood gate that is shut: not for you, or not now."""
    bars = "".join(line(f"M{x} 222V150", "#8a6230", 6) for x in range(116, 214, 16))
    frame = line("M104 226V136M226 226V136", "#6b4a30", 9) + line("M112 170H218M112 204H218", "#a4783f", 6)
    roof = path("M84 140Q165 108 246 140L238 148Q165 122 92 148Z", "#c9a45a")
    return _ground(standing("zelkova", 280, 200, 0.85) + bars + frame + roof)


def broken_line() -> str:
    """A telegraph line fallen in the night: no connection, or a fault of ours."""
    posts = line("M70 224V108M250 224V108", "#6b4a30", 7) + line("M52 122H88M232 122H268", "#6b4a30", 5)
    wires = line("M54 120Q90 150 108 196M266 120Q236 150 206 204", "#3b3a36", 2.4)
    spark = line("M112 204l-6 8M118 202l2 10M124 198l9 6", "#c98a27", 3)
    return _ground(posts + wires + spark)


def storehouse() -> str:
    """A storehouse with its door open: kept things, records."""
    house = path("M74 150H246V222H74Z", "#efe0bd") + path("M204 150H246V222H204Z", "#dbc79c")
    roof = path("M56 154Q160 96 264 154Q262 164 252 162Q160 116 68 162Q58 164 56 154Z", "#5f6a6e")
    door = path("M136 172H184V222H136Z", "#6f4a28") + line("M160 172V222", "#553618", 2)
    beams = line("M82 150V222M122 150V222M198 150V222M238 150V222", "#8a6230", 5)
    return _ground(house + beams + door + roof)


SCENES: Mapping[str, tuple[Callable[[], str], tuple[int, int]]] = {
    "broken-line": (broken_line, SMALL),
    "closed-gate": (closed_gate, SMALL),
    "empty-basket": (empty_basket, SMALL),
    "empty-field": (empty_field, SMALL),
    "forest": (forest, SIZE),
    "lost-path": (lost_path, SMALL),
    "market": (market, SIZE),
    "storehouse": (storehouse, SMALL),
    "village": (village, SIZE),
}
"""Every picture: how it is drawn, and its box."""
