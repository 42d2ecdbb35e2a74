"""What a page gives a browser for the gate: who orders, and on which terms. Signed, short-lived, not secret. Pure."""

from datetime import datetime
from uuid import UUID

import msgspec

from dure.kernel import tokens
from dure.kernel.tokens import TokenExpired
from dure.rooms.market.drafts import Receiving

PASS = b"pass"


class Pass(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who orders, where the goods go, and how much may be ordered with it until when (15 minutes at most).

    `pay_with` names the way to pay that was chosen, `total_max` (minor units) the most one order may cost, and
    `fund_ids` the funds a gift of the buyer's own may go to.
    """

    buyer_id: UUID
    receiving: Receiving
    pay_with: str
    currency: str
    until: datetime
    with_pledges: bool = True
    orders_per_minute: int = 10
    total_max: int | None = None
    fund_ids: tuple[UUID, ...] = ()


def pass_text(found: Pass, *, key: bytes) -> str:
    """Return a pass as a token that holds until its own time."""
    return tokens.sign(kind=PASS, payload=_WRITER.encode(found), key=key, until=found.until)


def read_pass(token: str, *, key: bytes, now: datetime) -> Pass:
    """Return the pass a token carries; TokenSpoilt when nobody signed it, TokenExpired after its time."""
    payload = tokens.read(kind=PASS, token=token, key=key, now=now)
    try:
        return _PASSES.decode(payload)
    except msgspec.MsgspecError as error:  # genuine, and written by a house of another version
        raise TokenExpired from error


_WRITER = msgspec.msgpack.Encoder()
_PASSES = msgspec.msgpack.Decoder(Pass)
