"""Payments that are paid come into the book: many at once where all is as it should be, one with care where it is not.

Locks: the order, then its payment, then whatever the book needs. Paid is final; money for an order that cannot take
it any more goes back by itself.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import psycopg
from django.db import DatabaseError, connection, transaction

from dure.kernel import clock
from dure.kernel.numbers import SEQUENCER
from dure.kernel.prepared import prepared_cursor
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import move
from dure.rooms.ledger.errors import BookBusy, InsufficientFunds
from dure.rooms.ledger.services import accounts, entries
from dure.rooms.market.models import Order, Payment
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import Found, State
from dure.rooms.market.queries import payments
from dure.rooms.market.rules import SETTLE_AT_ONCE_MAX
from dure.rooms.market.services import refunds
from dure.rooms.market.services.parts import locked_order

ATTEMPTS_MAX: Final = 8
DAY_CLOSED, REFUSED_BY_THE_BOOK, AGAIN = "DU002", "DU001", frozenset({"23505", "40001", "40P01", "DU002"})
SETTLED, KNOWN, WITH_CARE = 0, 1, 2
"""What the database says of each payment; `sql/settle_payments.sql` tells when."""

CALL: Final = (
    "SELECT market_settle_payments(%s, %s, %s::bigint[], %s::uuid[], %s::bigint[], %s::text[], %s::text[], %s::text[], "
    "%s, %s, %s)"
)
BOOKED: Final = (chart.held_for_orders(), chart.orders_promised(), chart.orders_due())


@dataclass(frozen=True)
class Confirmation:
    """What a company says of a payment of ours: that it is paid, with how much."""

    payment: Payment
    found: Found


def settle_payments(*, confirmations: Sequence[Confirmation]) -> list[Payment]:
    """Put paid payments of orders into the book, up to 256 in one transaction; return how each stands now.

    What does not fit a batch is taken in by itself, as `apply` does: a refusal of one is raised when the others stand.
    """
    answers = settle_what_fits(confirmations=confirmations)
    return [
        apply(payment_id=each.payment.id, found=each.found) if answer == WITH_CARE else each.payment
        for each, answer in zip(confirmations, answers, strict=True)
    ]


def settle_what_fits(*, confirmations: Sequence[Confirmation]) -> list[int]:
    """Settle what is as it should be, with one statement for each part of the book; say of each what became of it.

    InsufficientFunds where a wallet, whose payments come alone, is asked for more than is in it.
    """
    assert len(confirmations) <= SETTLE_AT_ONCE_MAX, "who collects them keeps to the limit"
    answers = [WITH_CARE] * len(confirmations)
    by_cell: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(confirmations):
        if each.found.state is State.PAID and each.found.amount is not None:
            by_cell[each.payment.cell_id].append(place)
    for cell_id, places in by_cell.items():
        told = _settle_cell([confirmations[place] for place in places], cell_id)
        for place, answer in zip(places, told, strict=True):
            answers[place] = answer
    return answers


@transaction.atomic
def apply(*, payment_id: UUID, found: Found) -> Payment:
    """Take in how a payment stands with its provider, in whatever order answers and messages come."""
    order, payment = _locked(payment_id)
    if payment.status == Payment.Status.PAID:
        return payment
    payment.provider_reference = payment.provider_reference or found.provider_reference
    payment.charge_reference = payment.charge_reference or found.charge_reference
    payment.failure = found.reason or payment.failure
    match found.state:
        case State.PAID if found.amount == payment.price:
            return _settle(order, payment, found)
        case State.PAID:
            payment.failure = "amount_differs"
            payment.status = Payment.Status.PENDING if payment.is_open else payment.status
        case State.PROCESSING if payment.is_open:
            payment.status = Payment.Status.PENDING
        case State.DECLINED if payment.is_open:
            return _end(payment, Payment.Status.FAILED)
        case State.GONE if payment.is_open:
            return _end(payment, Payment.Status.CANCELLED)
    payment.save()
    return payment


@transaction.atomic
def end(*, payment_id: UUID, failure: str) -> Payment:
    """Give an open payment up; should its money come all the same, it goes back or pays the order after all."""
    _order, payment = _locked(payment_id)
    if not payment.is_open:
        return payment
    payment.failure = payment.failure or failure
    return _end(payment, Payment.Status.FAILED)


def _settle_cell(confirmations: Sequence[Confirmation], cell_id: int) -> list[int]:
    """Call the database's function, again when somebody took a number first or the day was closed meanwhile."""
    moment = numbered_at = clock.now()
    for _attempt in range(ATTEMPTS_MAX):
        try:
            answers = _call(confirmations, cell_id, moment, numbered_at)
        except DatabaseError as error:
            cause = error.__cause__
            if not isinstance(cause, psycopg.Error) or cause.sqlstate not in AGAIN:
                raise _refusal_of(error, confirmations) from error
            SEQUENCER.change_writer()
            if cause.sqlstate == DAY_CLOSED:
                numbered_at = max(numbered_at, datetime.fromisoformat(cause.diag.message_detail or ""))
        else:
            _note(confirmations, answers, moment)
            return answers
    raise BookBusy


def _call(confirmations: Sequence[Confirmation], cell_id: int, moment: datetime, numbered_at: datetime) -> list[int]:
    """Ask once: a transaction by itself, or within another a part of it that may fail alone."""
    alone = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with alone, prepared_cursor() as cursor:
        cursor.execute(CALL, [cell_id, moment, *_columns(confirmations, numbered_at), *BOOKED])
        answers: list[int] = cursor.fetchone()[0]
        return answers


def _columns(confirmations: Sequence[Confirmation], numbered_at: datetime) -> list[list[Any]]:
    found = [each.found for each in confirmations]
    amounts = [each.amount for each in found if each.amount]
    return [
        SEQUENCER.take(len(found), at=numbered_at),
        [each.payment.id for each in confirmations],
        [amount.minor for amount in amounts],
        [amount.currency for amount in amounts],
        [each.provider_reference for each in found],
        [each.charge_reference for each in found],
    ]


def _note(confirmations: Sequence[Confirmation], answers: Sequence[int], moment: datetime) -> None:
    """Write on the rows in hand what the database wrote, so that nobody need read them again."""
    for each, answer in zip(confirmations, answers, strict=True):
        payment, found = each.payment, each.found
        if answer == SETTLED:
            payment.status, payment.failure, payment.ask_at = Payment.Status.PAID, "", None
            payment.paid_at = payment.ended_at = moment
            payment.provider_reference = payment.provider_reference or found.provider_reference
            payment.charge_reference = payment.charge_reference or found.charge_reference
        elif answer == KNOWN:
            payment.refresh_from_db()


def _refusal_of(error: DatabaseError, confirmations: Sequence[Confirmation]) -> Exception:
    """Return what stands behind an error of the database: too little in a wallet, or the error itself."""
    cause = error.__cause__
    if not isinstance(cause, psycopg.Error) or cause.sqlstate != REFUSED_BY_THE_BOOK:
        return error
    problem = json.loads(cause.diag.message_detail or "[]")[0]
    if problem["code"] != InsufficientFunds.code or len(confirmations) > 1:
        return error
    return InsufficientFunds(account=confirmations[0].payment.source_account, missing=problem["missing"])


def _locked(payment_id: UUID) -> tuple[Order | None, Payment]:
    """Lock a payment's order (a wallet has none), then the payment."""
    known, order = payments.payment(payment_id=payment_id), None
    if known.order_id is not None:
        order = Order.objects.select_for_update().get(cell_id=known.cell_id, order_id=known.order_id)
    return order, Payment.objects.select_for_update().get(id=payment_id)


def _settle(order: Order | None, payment: Payment, found: Found) -> Payment:
    """Put a paid payment into the book: for its order, into the wallet, or back when the order is gone."""
    is_wanted = order is not None and order.status == Order.Status.PLACED and order.price == payment.price
    if is_wanted:
        return _settle_alone(payment, found)
    if order and registry.provider(payment.provider).is_inside:
        return _end(payment, Payment.Status.CANCELLED)  # nothing was taken yet
    payment.status, payment.failure, payment.paid_at = Payment.Status.PAID, "", clock.now()
    payment.ended_at, payment.ask_at = payment.paid_at, None
    payment.save()
    if order is None:
        _fill_wallet(payment)
        return payment
    locked_order(order_id=order.order_id, cell_id=order.cell_id)  # back from the archive, should it lie there
    return refunds.send_back_late(payment_id=payment.id)


def _settle_alone(payment: Payment, found: Found) -> Payment:
    """Settle a payment that is as it should be, once the accounts it needs are open."""
    for code in (payment.source_account, *BOOKED):
        accounts.open_account(code=code)
    [answer] = settle_what_fits(confirmations=[Confirmation(payment, found)])
    assert answer == SETTLED, f"payment {payment.id} cannot be settled: {answer}"
    return payment


def _fill_wallet(payment: Payment) -> None:
    entries.record(
        reference=f"payment:{payment.id}",
        kind=Kind.DEPOSIT,
        legs=move(
            source=payment.source_account,
            target=chart.wallet(payment.payer_id),
            amount=payment.amount,
            unit=payment.currency,
        ),
        about={"provider": payment.provider},
        cell_id=payment.cell_id,
    )


def _end(payment: Payment, status: Payment.Status) -> Payment:
    payment.status, payment.ended_at, payment.ask_at = status, clock.now(), None
    payment.save()
    return payment
