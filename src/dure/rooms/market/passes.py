"""What a page gives a browser for the gate: who orders, and on which terms. Signed, short-lived, not secret. Pure."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from dure.kernel import tokens
from dure.kernel.tokens import TokenExpired
from dure.rooms.market.drafts import Receiving
from dure.rooms.market.quotes import Quote

PASS = b"pass"
QUOTE = b"quote"
PASS_LIFE = timedelta(minutes=15)
QUOTE_LIFE = timedelta(minutes=5)


class Pass(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who orders, where the goods go, and how much may be ordered with it until when (15 minutes at most).

    `pay_with` names the way to pay that was chosen, `total_max` (minor units) the most one order may cost, `fund_ids`
    the funds a gift of the buyer's own may go to, and `known_as` how a live room may call who bought.
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
    known_as: str = ""


def pass_text(found: Pass, *, key: bytes) -> str:
    """Return a pass as a token that holds until its own time."""
    return tokens.sign(kind=PASS, payload=_WRITER.encode(found), key=key, until=found.until)


def read_pass(token: str, *, key: bytes, now: datetime) -> Pass:
    """Return the pass a token carries; TokenSpoilt when nobody signed it, TokenExpired after its time."""
    return dated_pass(token, key=key, now_s=now.timestamp())[0]


def dated_pass(token: str, *, key: bytes, now_s: float) -> tuple[Pass, float]:
    """Return the pass as `read_pass` does, and the second (since 1970) at which its time is over."""
    payload, until_s = tokens.read_dated(kind=PASS, token=token, key=key, now_s=now_s)
    try:
        return _PASSES.decode(payload), until_s
    except msgspec.MsgspecError as error:  # genuine, and written by a house of another version
        raise TokenExpired from error


def quotes_until(now: datetime) -> datetime:
    """Return until when quotes of this moment hold: to a whole minute, so that the pages of a minute carry the same."""
    return now.replace(second=0, microsecond=0) + QUOTE_LIFE


def quote_text(quote: Quote, *, key: bytes, until: datetime) -> str:
    """Return the terms of one offer as a token, the same for every buyer."""
    return tokens.sign(kind=QUOTE, payload=_WRITER.encode(quote), key=key, until=until)


def read_quote(token: str, *, key: bytes, now: datetime) -> Quote:
    """Return the terms a token carries; TokenSpoilt when nobody signed it, TokenExpired after its time."""
    return dated_quote(token, key=key, now_s=now.timestamp())[0]


def dated_quote(token: str, *, key: bytes, now_s: float) -> tuple[Quote, float]:
    """Return the terms as `read_quote` does, and the second (since 1970) at which their time is over."""
    payload, until_s = tokens.read_dated(kind=QUOTE, token=token, key=key, now_s=now_s)
    try:
        return _QUOTES.decode(payload), until_s
    except msgspec.MsgspecError as error:
        raise TokenExpired from error


def read_quotes(written: Iterable[str], *, key: bytes, now: datetime) -> dict[int, Quote]:
    """Return the terms some tokens carry, by the number of their offer; of an offer named twice the last holds."""
    found = (read_quote(token, key=key, now=now) for token in written)
    return {quote.offer_id: quote for quote in found}


_WRITER = msgspec.msgpack.Encoder()
_PASSES = msgspec.msgpack.Decoder(Pass)
_QUOTES = msgspec.msgpack.Decoder(Quote)
