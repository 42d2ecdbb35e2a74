"""How many watch a show at all gates, and how many hearts it was given. Pure: the clock is handed in."""

from typing import Final

FAR_HOLDS_S: Final = 3.5
"""A gate that has not said for so long how many watch there has none."""


class Counts:
    """What one gate knows of a show's audience; hearts are shown before they are written down and never fewer."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._far: dict[str, tuple[int, float]] = {}
        self._hearts_kept = 0
        self._hearts_under_way = 0
        self._hearts_unsaved = 0
        self._hearts_told = 0
        self._peak = 0
        self._peak_kept = 0

    def heard(self, gate: str, viewers: int, now_s: float) -> None:
        """Take how many watch at another gate."""
        self._far[gate] = (viewers, now_s)

    def given(self, hearts: int) -> None:
        """Take hearts that were given here."""
        self._hearts_unsaved += hearts

    def kept(self, hearts: int) -> None:
        """Take how many hearts are written down, by all gates."""
        self._hearts_kept = max(self._hearts_kept, hearts)

    def now(self, here: int, now_s: float) -> tuple[int, int]:
        """Return how many watch, `here` among them, and the hearts given so far."""
        self._far = {gate: far for gate, far in self._far.items() if now_s - far[1] < FAR_HOLDS_S}
        viewers = here + sum(count for count, _at in self._far.values())
        hearts = self._hearts_kept + self._hearts_under_way + self._hearts_unsaved
        self._hearts_told = max(self._hearts_told, hearts)
        return viewers, self._hearts_told

    def saw(self, viewers: int) -> None:
        """Note how many watched at a moment at which everybody had said who he is."""
        self._peak = max(self._peak, viewers)

    # Writing down.

    @property
    def are_kept(self) -> bool:
        """Whether there is nothing to write down."""
        return not self._hearts_unsaved and self._peak <= self._peak_kept

    def take(self) -> tuple[int, int]:
        """Return the hearts to add and the most viewers seen; either `saved` or `given_back` comes next."""
        self._hearts_under_way, self._hearts_unsaved = self._hearts_unsaved, 0
        return self._hearts_under_way, self._peak

    def saved(self, hearts: int, peak: int) -> None:
        """Know that what was taken is written down, and how many hearts that makes."""
        self._hearts_under_way = 0
        self._peak_kept = peak
        self.kept(hearts)

    def give_back(self) -> None:
        """Know that what was taken could not be written down: it is tried again."""
        self._hearts_unsaved += self._hearts_under_way
        self._hearts_under_way = 0
