"""A viewer's seat: what a show's page gives a browser for the live room, so that it may speak there. Pure."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from dure.kernel import tokens
from dure.kernel.tokens import TokenExpired

SEAT = b"seat"
SEAT_LIFE = timedelta(hours=6)
VIEWER, HELPER, COHOST, HOST = "viewer", "helper", "cohost", "host"
KEEPERS = frozenset({HELPER, COHOST, HOST})
"""Who has a part in a room: they speak while it is frozen or slow, and are not of the audience."""
PLACED = frozenset({HELPER, COHOST})
"""Who has it by a place in this one show, which may be taken away."""


class SeatPass(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who sits in the room of a show, as `viewer`, `helper`, `cohost` or `host`.

    A stranger (no person) may give hearts only.
    """

    show_id: UUID
    name: str
    until: datetime
    role: str = VIEWER
    person_id: UUID | None = None

    @property
    def may_speak(self) -> bool:
        """Whether chat is open to this seat at all."""
        return self.person_id is not None

    @property
    def keeps_order(self) -> bool:
        """Whether it is a host's or a helper's: no slow mode, no frozen chat."""
        return self.role in KEEPERS


def seat_text(seat: SeatPass, *, key: bytes) -> str:
    """Return a seat as a token that holds until its own time."""
    return tokens.sign(kind=SEAT, payload=_WRITER.encode(seat), key=key, until=seat.until)


def read_seat(token: str, *, key: bytes, now: datetime) -> SeatPass:
    """Return the seat a token carries; TokenSpoilt when nobody signed it, TokenExpired after its time."""
    payload = tokens.read(kind=SEAT, token=token, key=key, now=now)
    try:
        return _SEATS.decode(payload)
    except msgspec.MsgspecError as error:  # genuine, and written by a house of another version
        raise TokenExpired from error


_WRITER = msgspec.msgpack.Encoder()
_SEATS = msgspec.msgpack.Decoder(SeatPass)
