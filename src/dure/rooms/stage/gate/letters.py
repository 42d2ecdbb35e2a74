"""What gates tell one another of live rooms over NATS. Light and lossy: whatever matters can be read again. Pure."""

from typing import Final
from uuid import UUID

import msgspec

from dure.rooms.stage.gate.goods import Bought
from dure.rooms.stage.gate.said import Caption, Said

CHAT: Final = "stage.chat."
CAPTIONS: Final = "stage.captions."
COUNT: Final = "stage.count."
BOUGHT: Final = "stage.bought."


class ChatLetter(msgspec.Struct, frozen=True, array_like=True):
    """Messages of one show that a gate has written down."""

    gate: str
    lines: tuple[Said, ...]


class CaptionLetter(msgspec.Struct, frozen=True, array_like=True):
    """Captions of one show that a gate has written down."""

    gate: str
    lines: tuple[Caption, ...]


class CountLetter(msgspec.Struct, frozen=True, array_like=True):
    """How many watch one show at a gate."""

    gate: str
    viewers: int


class BoughtLetter(msgspec.Struct, frozen=True, array_like=True):
    """Who bought by a gate, of the things of one show."""

    gate: str
    bought: tuple[Bought, ...]


def show_of(subject: str) -> UUID:
    """Return the show a subject is about; ValueError when it is about none."""
    return UUID(subject.rpartition(".")[2])


WRITE: Final = msgspec.msgpack.Encoder().encode
READ_CHAT: Final = msgspec.msgpack.Decoder(ChatLetter).decode
READ_CAPTIONS: Final = msgspec.msgpack.Decoder(CaptionLetter).decode
READ_COUNT: Final = msgspec.msgpack.Decoder(CountLetter).decode
READ_BOUGHT: Final = msgspec.msgpack.Decoder(BoughtLetter).decode
