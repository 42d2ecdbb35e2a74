"""What is in a person's wallet, and what came and went last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dure.kernel.http import Actor
from dure.kernel.money import Money
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.queries import accounts, statements
from dure.rooms.ledger.queries.statements import StatementLine
from dure.rooms.ledger.queries.words import kind_words
from dure.rooms.market.models import Order
from dure.rooms.market.queries.payments import order_of

MOVEMENTS_SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Something that came into or went out of a wallet; `order_id` where it was about an order."""

    words: str
    amount: Money
    at: datetime
    entry: tuple[int, int]
    """Cell and number of its entry in the book."""
    order_id: int | None
    is_play_money: bool


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """An order that waits to be paid, and what a wallet lacks for it."""

    order: Order
    missing: Money


def purses(*, person_id: UUID) -> list[Money]:
    """Return what can be spent from a wallet, a sum for each currency that ever was in it."""
    return [
        Money(each.available, each.unit.code)
        for each in accounts.balances(account=chart.wallet(person_id))
        if each.unit.code in Money.CURRENCIES
    ]


def last_movements(*, person_id: UUID, currencies: Sequence[str]) -> list[Movement]:
    """Return what came and went last in these currencies, newest first."""
    account, period = chart.wallet(person_id), statements.everything()
    found = [
        _movement(line, currency)
        for currency in currencies
        for line in statements.lines(statements.statement(account=account, unit=currency, period=period))
    ]
    return sorted(found, key=lambda each: each.at, reverse=True)[:MOVEMENTS_SHOWN]


def waiting_order(*, by: Actor, order_id: int) -> Waiting | None:
    """Return one's own order with what the wallet lacks for it; None once it waits no more."""
    order = order_of(by=by, order_id=order_id)
    if order.status != Order.Status.PLACED:
        return None
    there = accounts.available(account=chart.wallet(order.buyer_id), unit=order.currency)
    return Waiting(order=order, missing=Money(max(order.total - there, 0), order.currency))


def _movement(line: StatementLine, currency: str) -> Movement:
    order = line.about.get("order", "")
    return Movement(
        words=kind_words(kind=line.kind),
        amount=Money(line.amount, currency),
        at=line.happened_at,
        entry=(line.cell_id, line.entry_id),
        order_id=int(order) if order.isdecimal() else None,
        is_play_money=line.kind == Kind.DEPOSIT and line.about.get("for") == "demo",
    )
