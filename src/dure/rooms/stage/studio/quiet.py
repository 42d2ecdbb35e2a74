"""Where silence stands in for a sound that does not come: a microphone may die while the pictures go on. Pure."""

from dataclasses import dataclass
from typing import Final

FRAMES_PATIENCE_US: Final = 1_500_000
RECORDED_PATIENCE_US: Final = 8_000_000
"""A recorder hands its sound over in pieces, which may come long after the pictures of the same moment."""
AHEAD: Final = 5
"""Silence comes as near to the newest picture as this part of the patience: what is said then still finds its place."""


@dataclass(slots=True)
class Quiet:
    """Follows the sound and the pictures of one stretch; all moments are microseconds of the broadcast."""

    patience_us: int
    _until_us: int | None = None
    _is_quiet: bool = False

    def heard(self, until_us: int) -> None:
        """Note that there is sound up to a moment."""
        self._until_us, self._is_quiet = max(until_us, self._until_us or until_us), False

    def seen(self, at_us: int) -> tuple[int, int] | None:
        """Note a picture; return from where to where silence goes out now, if any does."""
        begins = self._until_us = at_us if self._until_us is None else self._until_us
        near = self.patience_us // AHEAD
        if at_us - begins <= (2 * near if self._is_quiet else self.patience_us):
            return None
        self._until_us, self._is_quiet = at_us - near, True
        return begins, self._until_us
