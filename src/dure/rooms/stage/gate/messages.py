"""What browsers post to the live room, strictly typed."""

from typing import Annotated, Final
from uuid import UUID

import msgspec

HEARTS_MAX: Final = 20
"""Hearts of one post: what a thumb can do in the second a page collects."""


class ChatPosted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something said; `client_key` names it, so that it counts once however often it is sent."""

    text: str
    client_key: UUID
    pass_: str = msgspec.field(name="pass")


class HeartsPosted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some hearts."""

    pass_: str = msgspec.field(name="pass")
    count: Annotated[int, msgspec.Meta(ge=1, le=HEARTS_MAX)] = 1


class SeatShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which seat somebody has: the only message a viewer may send on a WebSocket."""

    pass_: str = msgspec.field(name="pass")


CHAT = msgspec.json.Decoder(ChatPosted)
HEARTS = msgspec.json.Decoder(HeartsPosted)
SEAT = msgspec.json.Decoder(SeatShown)
