"""What of the chat is shown: a room where everybody speaks at once would be too quick to read and too dear to send."""

from collections import deque
from collections.abc import Sequence
from typing import Final

from dure.rooms.stage.gate.said import Said

SHOWN_A_SECOND: Final = 60
TICKS_A_SECOND: Final = 5


class Shown:
    """Chooses, tick by tick, what is shown: at most so many in any second, the newest; hosts and helpers always."""

    def __init__(self) -> None:
        """Begin with a quiet second."""
        self._before: deque[int] = deque(maxlen=TICKS_A_SECOND - 1)

    def choose(self, said: Sequence[Said]) -> tuple[list[Said], int]:
        """Return what of a tick's messages is shown, in their order, and how many are not."""
        room = max(SHOWN_A_SECOND - sum(self._before), 0)
        others = [line for line in said if not line.is_keepers]
        left_out = set(map(id, others[: max(len(others) - room, 0)]))
        chosen = [line for line in said if id(line) not in left_out]
        self._before.append(len(others) - len(left_out))
        return chosen, len(left_out)
