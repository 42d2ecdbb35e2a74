"""Rows of a result: a median with its spread, and the goal it is held against."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured value. `holds` is None where nothing is promised."""

    id: str
    value: float
    unit: str
    spread: tuple[float, float]
    goal: str = ""
    holds: bool | None = None

    def __str__(self) -> str:
        """The row as people read it."""
        words = {None: "", True: f"goal {self.goal} holds", False: f"goal {self.goal} MISSED"}[self.holds]
        least, most = self.spread
        return f"{self.id:34} {self.value:>12,.2f} {self.unit:10} {f'{least:,.2f} … {most:,.2f}':26} {words}".rstrip()


def row(
    name: str, values: Sequence[float], unit: str, *, at_least: float | None = None, at_most: float | None = None
) -> Row:
    """Return the median of some rounds (at least one), held against a least or a greatest value where one is named."""
    median, spread = statistics.median(values), (round(min(values), 2), round(max(values), 2))
    goal, holds = "", None
    if at_least is not None:
        goal, holds = f">={at_least:g}", median >= at_least
    if at_most is not None:
        goal, holds = f"<={at_most:g}", median <= at_most
    return Row(id=name, value=round(median, 2), unit=unit, spread=spread, goal=goal, holds=holds)
