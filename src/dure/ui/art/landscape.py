"""Hills, paddies and sky. By day the sun stands in it, in the dark theme the moon: only colours change."""

from dataclasses import dataclass
from math import sin
from random import Random

from dure.ui.art.produce import drawn as drawing
from dure.ui.art.trees import standing

WAVES = ((2.1, 0.6), (4.3, 0.28), (7.0, 0.1))
"""How often and how strongly each of a ridge's three waves swings."""

STEPS = 18
HILLS = ((0.42, 34, 2.0), (0.52, 28, 2.6), (0.64, 22, 3.2))
"""Where each far hill lies (part of the height), how high it swings, how often."""

PADDIES = (0.84, 0.90, 0.965)
FIELDS = (0.80, 0.86, 0.93)


@dataclass(frozen=True)
class Planted:
    """A tree in a landscape: what, how far right, how far below the near ridge, how big, which one."""

    kind: str
    x: int
    below: int = 0
    scale: float = 1
    seed: int = 1


@dataclass(frozen=True)
class Land:
    """A landscape: its size, its seed, where the sun stands (parts of width and height) and what grows."""

    seed: str
    width: int = 780
    height: int = 420
    sun: tuple[float, float] = (0.76, 0.24)
    trees: tuple[Planted, ...] = ()
    has_mist: bool = True
    crop: str = ""
    """A kind of produce; then the fields carry rows of it instead of rice."""


@dataclass(frozen=True)
class Ridge:
    """A hill's line."""

    level: float
    swing: float
    often: float
    seed: str
    width: int

    def height_at(self, x: float) -> float:
        """Return the ridge's y at an x."""
        chance = Random(self.seed)  # noqa: S311  a pattern, not a secret
        shifts = [chance.uniform(0, 6.28) for _ in WAVES]
        waves = zip(WAVES, shifts, strict=True)
        return self.level + self.swing * sum(
            strength * sin(x / self.width * self.often * times + shift) for (times, strength), shift in waves
        )

    def shape(self, bottom: int, name: str) -> str:
        """Return the ground under the ridge as a path of class `scene__<name>`."""
        step = self.width / STEPS
        curve = "".join(
            f"Q{step * (i + 0.5):.0f} {self.height_at(step * (i + 0.5)):.0f}"
            f" {step * (i + 1):.0f} {self.height_at(step * (i + 1)):.0f}"
            for i in range(STEPS)
        )
        return f'<path d="M0 {self.height_at(0):.0f}{curve}V{bottom}H0Z" class="scene__{name}"/>'


def landscape(land: Land) -> str:
    """Return the inside of an SVG of the land's size."""
    near = Ridge(land.height * 0.76, 12, 1.6, f"{land.seed}g", land.width)
    return "".join(
        [
            _sky(land),
            *_far_hills(land),
            near.shape(land.height, "hill-4"),
            *(_planted_field(land) if land.crop else _rice_field(land)),
            *_trees(land, near),
        ]
    )


def _sky(land: Land) -> str:
    """Return sky, sun and three streaks of mist."""
    width, height = land.width, land.height
    x, y = land.sun
    sky = (
        f'<rect width="{width}" height="{height}" class="scene__sky"/>'
        f'<circle cx="{width * x:.0f}" cy="{height * y:.0f}" r="{min(width, height) * 0.105:.0f}" class="scene__sun"/>'
    )
    streaks = ((0.06, 0.17, 0.26), (0.14, 0.21, 0.2), (0.62, 0.3, 0.24)) if land.has_mist else ()
    mist = "".join(
        f'<rect x="{width * left:.0f}" y="{height * top:.0f}" width="{width * long:.0f}" height="9" rx="4.500"/>'
        for left, top, long in streaks
    )
    return f'{sky}<g class="scene__mist">{mist}</g>'


def _far_hills(land: Land) -> list[str]:
    """Return the hills behind the village, far ones first."""
    return [
        Ridge(land.height * level, swing, often, f"{land.seed}{index}", land.width).shape(
            land.height, f"hill-{index + 1}"
        )
        for index, (level, swing, often) in enumerate(HILLS)
    ]


def _terraces(land: Land, levels: tuple[float, ...]) -> list[Ridge]:
    """Return the edges of the fields."""
    return [
        Ridge(land.height * level, 9, 1.3 + index * 0.3, f"{land.seed}p{index}", land.width)
        for index, level in enumerate(levels)
    ]


def _rice_field(land: Land) -> list[str]:
    """Return three paddies, rice standing in the second."""
    terraces = _terraces(land, PADDIES)
    grounds = [edge.shape(land.height, f"paddy-{index + 1}") for index, edge in enumerate(terraces)]
    rice = "".join(
        f"M{x} {terraces[1].height_at(x) + 9:.0f}q-3-6-5-7m5 7q3-6 5-7m-5 7v-9" for x in range(14, land.width, 22)
    )
    return [*grounds, f'<path d="{rice}" class="scene__rice"/>']


def _planted_field(land: Land) -> list[str]:
    """Return three fields with rows of what grows there, smaller the farther away."""
    drawn = [f'<symbol id="crop-{land.crop}" viewBox="0 0 120 120">{drawing(land.crop)}</symbol>']
    for index, (edge, (count, size)) in enumerate(
        zip(_terraces(land, FIELDS), ((17, 31), (14, 40), (11, 50)), strict=True)
    ):
        drawn.append(edge.shape(land.height, f"paddy-{index + 1}"))
        xs = [(place + 0.5 * (index % 2) + 0.2) * land.width / count for place in range(count + 1)]
        drawn += [
            f'<use href="#crop-{land.crop}" x="{x - size / 2:.0f}" y="{edge.height_at(x) - size * 0.3:.0f}"'
            f' width="{size}" height="{size}"/>'
            for x in xs
        ]
    return drawn


def _trees(land: Land, ridge: Ridge) -> list[str]:
    """Return the trees, those farther back first."""
    return [
        standing(tree.kind, tree.x, ridge.height_at(tree.x) + tree.below, tree.scale, tree.seed)
        for tree in sorted(land.trees, key=lambda tree: tree.below)
    ]
