"""What gates write to one another about a cell they do not lead: orders and answers, places in the row. Pure."""

from collections.abc import Sequence
from types import MappingProxyType
from uuid import UUID

import msgspec

from dure.rooms.market.drafts import OrderRequest, Outcome
from dure.rooms.market.gate.asked import Answer, Asked
from dure.rooms.market.gate.refusals import Busy, Outage
from dure.rooms.market.gate.terms import Stamp
from dure.rooms.market.gate.tickets import Ticket
from dure.rooms.market.gate.waiting import Standing
from dure.rooms.market.quotes import Quote


class AskedLetter(msgspec.Struct, frozen=True, array_like=True):
    """One order; `quotes` are places in the letter's list."""

    request: OrderRequest
    quotes: tuple[int, ...]
    ticket: Ticket | None


class OrdersLetter(msgspec.Struct, frozen=True):
    """Orders in the order they came, every quote once, and for how many more seconds somebody waits."""

    stamp: Stamp
    orders: tuple[AskedLetter, ...]
    quotes: tuple[Quote, ...]
    within_s: float


class AnswerLetter(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one order: an outcome, or when to come again; neither is an outage."""

    outcome: Outcome | None = None
    again_in_s: int | None = None
    ticket: Ticket | None = None
    ahead: int | None = None


class AnswersLetter(msgspec.Struct, frozen=True):
    """The answers to the orders of a letter; none when it does not count in this `term`: nothing is done."""

    term: UUID | None
    answers: tuple[AnswerLetter, ...] | None = None


class StandLetter(msgspec.Struct, frozen=True, array_like=True):
    """Somebody asks where he stands."""

    buyer_id: UUID
    ticket: Ticket | None


class NewsLetter(msgspec.Struct, frozen=True):
    """A gate began to lead a cell, or let go of it."""

    gate: str
    cell_id: int
    leads: bool


def orders_letter(batch: Sequence[Asked], *, stamp: Stamp, within_s: float) -> bytes:
    """Write orders down."""
    places: dict[int, int] = {}
    quotes: list[Quote] = []
    for asked in batch:
        for quote in asked.quotes.values():
            if places.setdefault(id(quote), len(quotes)) == len(quotes):
                quotes.append(quote)
    orders = tuple(
        AskedLetter(asked.request, tuple(places[id(quote)] for quote in asked.quotes.values()), asked.ticket)
        for asked in batch
    )
    return write(OrdersLetter(stamp, orders, tuple(quotes), within_s))


def read_orders(letter: bytes) -> tuple[Stamp, list[Asked], float]:
    """Return a letter's stamp and orders, and how long somebody waits for the answers."""
    found = _ORDERS.decode(letter)
    return found.stamp, [_asked(order, found.quotes) for order in found.orders], found.within_s


def answers_letter(term: UUID | None, answers: Sequence[Answer] | None) -> bytes:
    """Write down in which term a letter was read, and what it is answered; None: it does not count there."""
    written = None if answers is None else tuple(_answer_letter(answer) for answer in answers)
    return write(AnswersLetter(term, written))


def read_answers(letter: bytes) -> tuple[UUID | None, list[Answer] | None]:
    """Return in which term a letter was read, and the answers, None when it did not count there."""
    found = _ANSWERS.decode(letter)
    return found.term, None if found.answers is None else [_answer(each) for each in found.answers]


def read_stands(letter: bytes) -> list[StandLetter]:
    """Return who asks where he stands."""
    return _STANDS.decode(letter)


def read_standings(letter: bytes) -> list[Standing]:
    """Return where those who asked stand."""
    return _STANDINGS.decode(letter)


def read_news(letter: bytes) -> NewsLetter:
    """Return a piece of news."""
    return _NEWS.decode(letter)


def write(content: object) -> bytes:
    """Write any of these letters down."""
    return _WRITER.encode(content)


def _asked(order: AskedLetter, quotes: Sequence[Quote]) -> Asked:
    theirs = [quotes[place] for place in order.quotes]
    return Asked(order.request, {quote.offer_id: quote for quote in theirs}, order.ticket, is_forwarded=True)


def _answer_letter(answer: Answer) -> AnswerLetter:
    if isinstance(answer, Outcome):
        return AnswerLetter(outcome=answer)
    if isinstance(answer, Busy):
        return AnswerLetter(again_in_s=answer.again_in_s, ticket=answer.ticket, ahead=answer.ahead)
    return AnswerLetter()


def _answer(found: AnswerLetter) -> Answer:
    if found.outcome is not None:
        return found.outcome
    return Outage() if found.again_in_s is None else Busy(found.again_in_s, ticket=found.ticket, ahead=found.ahead)


def _plain(value: object) -> object:
    """Return what the format has no word for in one it has."""
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise NotImplementedError(type(value).__name__)


_WRITER = msgspec.msgpack.Encoder(enc_hook=_plain)
_ORDERS = msgspec.msgpack.Decoder(OrdersLetter)
_ANSWERS = msgspec.msgpack.Decoder(AnswersLetter)
_STANDS = msgspec.msgpack.Decoder(list[StandLetter])
_STANDINGS = msgspec.msgpack.Decoder(list[Standing])
_NEWS = msgspec.msgpack.Decoder(NewsLetter)
