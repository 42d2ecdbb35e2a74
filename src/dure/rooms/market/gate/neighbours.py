"""What other gates told of themselves lately, so that whoever asks one gate hears of all. Pure."""

from typing import Final

import msgspec

SILENT_AFTER_S: Final = 12.0
"""Who has told nothing for so long, or twice what it takes to tell, counts as silent."""

FORGOTTEN_AFTER_S: Final = 60.0


class Neighbours:
    """The last word of each of the other gates."""

    def __init__(self) -> None:
        """Nobody has told anything yet."""
        self._told: dict[str, tuple[float, dict[str, object]]] = {}

    def hear(self, letter: bytes, *, now: float) -> None:
        """Keep what a gate told; `now` is any steady clock. Who is about to end says so, and is forgotten."""
        told = _STATES.decode(letter)
        name = str(told.get("gate", ""))
        if told.get("is_ending"):
            self._told.pop(name, None)
        else:
            self._told[name] = now, told

    def states(self, *, now: float) -> list[dict[str, object]]:
        """Return what they told, by name; `silent_s` says for how many seconds one has told nothing, 0 for a moment."""
        self._told = {name: kept for name, kept in self._told.items() if now - kept[0] < FORGOTTEN_AFTER_S}
        return [
            {**told, "silent_s": round(now - heard_at) if now - heard_at > SILENT_AFTER_S else 0}
            for _name, (heard_at, told) in sorted(self._told.items())
        ]


_STATES = msgspec.json.Decoder(dict[str, object])
