"""A place in the row before a cell, signed: its number says when it was drawn, so any gate puts it where it belongs."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from dure.kernel import tokens
from dure.kernel.numbers import made_at
from dure.kernel.tokens import TokenExpired

TICKET = b"ticket"
HOLDS = timedelta(hours=2)
"""How long a ticket can be shown; a row that lasts longer is no row any more."""


class Ticket(msgspec.Struct, frozen=True, array_like=True):
    """Who stands where: one place for each buyer and cell; smaller numbers stand before larger ones.

    `row` names the row it was drawn in, 0 when there was none: a ticket drawn before the rush is worth no place in it.
    """

    cell_id: int
    number: int
    buyer_id: UUID
    row: int = 0


def ticket_text(ticket: Ticket, *, key: bytes) -> str:
    """Return a ticket as a token, which holds for two hours from its number."""
    until = made_at(ticket.number) + HOLDS
    return tokens.sign(kind=TICKET, payload=_WRITER.encode(ticket), key=key, until=until)


def read_ticket(text: str, *, key: bytes, now: datetime) -> Ticket:
    """Return the ticket a token carries; TokenSpoilt when nobody signed it, TokenExpired after its time."""
    payload = tokens.read(kind=TICKET, token=text, key=key, now=now)
    try:
        return _READER.decode(payload)
    except msgspec.MsgspecError as error:  # genuine, and written by a house of another version
        raise TokenExpired from error


_WRITER = msgspec.msgpack.Encoder()
_READER = msgspec.msgpack.Decoder(Ticket)
