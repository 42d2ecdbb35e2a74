"""Passes and quotes as they arrive: checked once, remembered by their text, refused when their time is over."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias, TypeVar

from dure.kernel import clock
from dure.kernel.tokens import TokenExpired, TokenSpoilt
from dure.rooms.market.drafts import OrderRequest
from dure.rooms.market.gate import answers
from dure.rooms.market.gate.messages import total_of
from dure.rooms.market.gate.refusals import Malformed
from dure.rooms.market.gate.tickets import Ticket, read_ticket
from dure.rooms.market.passes import Pass, dated_pass, dated_quote
from dure.rooms.market.quotes import Quote

PASSES_KEPT: Final = 8192
QUOTES_KEPT: Final = 4096

Found = TypeVar("Found")
Dated: TypeAlias = tuple[Found, float]
"""A paper, and the second (since 1970) at which its time is over."""
DatedQuotes: TypeAlias = Mapping[int, Dated[Quote]]


class Papers:
    """Reads what the pages signed. Somebody who shows a paper twice costs one look into a table."""

    def __init__(self, key: bytes) -> None:
        """Take the key the pages sign with."""
        self._key = key
        self._passes = lru_cache(PASSES_KEPT)(self._read_pass)
        self._quotes = lru_cache(QUOTES_KEPT)(self._read_quote)

    def pass_of(self, text: str) -> Dated[Pass]:
        """Return the pass; 401 when it is spoilt, or its time was over when it was first shown."""
        return _checked(self._passes, text, "pass")

    def quotes_of(self, texts: Iterable[str]) -> DatedQuotes:
        """Return the quotes by their offer; 401 as above."""
        return {dated[0].offer_id: dated for text in texts for dated in (_checked(self._quotes, text, "quote"),)}

    def ticket_of(self, text: str) -> Ticket:
        """Return the ticket; 401 when it is spoilt or its time is over."""
        return _checked(self._read_ticket, text, "ticket")

    def _read_pass(self, text: str) -> Dated[Pass]:
        return dated_pass(text, key=self._key, now_s=clock.now_s())

    def _read_quote(self, text: str) -> Dated[Quote]:
        return dated_quote(text, key=self._key, now_s=clock.now_s())

    def _read_ticket(self, text: str) -> Ticket:
        return read_ticket(text, key=self._key, now=clock.now())


def unexpired(dated: Dated[Found], now_s: float, what: str) -> Found:
    """Return a paper whose time is not over, 401 otherwise; a remembered one is as old as any."""
    if now_s >= dated[1]:
        raise answers.expired(what)
    return dated[0]


def quotes_for(request: OrderRequest, quotes: DatedQuotes, now_s: float) -> dict[int, Quote]:
    """Return the terms of an order's offers; Malformed when one is missing, 401 when its time is over."""
    if not request.lines:
        raise Malformed("bad_line_count")
    found = {}
    for line in request.lines:
        dated = quotes.get(line.offer_id)
        if dated is None:
            raise Malformed("quote_missing")
        found[line.offer_id] = unexpired(dated, now_s, "quote")
    return found


def require_offered(request: OrderRequest, papers: Pass) -> None:
    """Refuse what the page did not offer."""
    if papers.total_max is not None and total_of(request) > papers.total_max:
        raise answers.too_much(papers.total_max)
    if request.gift_fund_id is not None and request.gift_fund_id not in papers.fund_ids:
        raise answers.other_fund()


def _checked(read: Callable[[str], Found], text: str, what: str) -> Found:
    try:
        return read(text)
    except TokenSpoilt:
        raise answers.spoilt(what) from None
    except TokenExpired:
        raise answers.expired(what) from None
