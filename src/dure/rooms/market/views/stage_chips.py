"""What the stage's pages show of the market with a clip or a chapter."""

from collections.abc import Mapping, Sequence
from typing import Final, Protocol
from weakref import WeakKeyDictionary

from dure.kernel.http import DureRequest
from dure.rooms.market.queries.stage_chips import Chip, chips


class Shown(Protocol):
    """A clip, or a chapter of a recording: what it stands for, and what the others on its page stand for."""

    key: str
    beside: Sequence[str]


_READ: "Final[WeakKeyDictionary[DureRequest, Mapping[str, Chip | None]]]" = WeakKeyDictionary()


def chip_of(request: DureRequest, thing: Shown) -> dict[str, object] | None:
    """Return the chip of what is shown, read once for all that stand on a page; None for what stands for no offer."""
    known = _READ.get(request, {})
    if thing.key and thing.key not in known:
        keys = [thing.key, *thing.beside]
        known = _READ[request] = {**known, **dict.fromkeys(keys), **chips(keys=keys)}
    found = known.get(thing.key)
    return {"chip": found} if found else None
