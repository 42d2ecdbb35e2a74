"""Turning a basket, or what is wanted at once, into an order: exactly what the page showed, or nothing.

A basket is mended where something changed; what is wanted at once lies nowhere, so the next page shows it as it is.
"""

from typing import Final
from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.idempotency import KeyReused
from dure.kernel.prepared import prepared_cursor
from dure.rooms.ledger.chart import HOME_CELL
from dure.rooms.market.agreements import Agreement, Placing
from dure.rooms.market.drafts import Answer, LineAnswer, LineOutcome, LineRequest, Means, OrderRequest, Outcome
from dure.rooms.market.models import Basket
from dure.rooms.market.queries.checkouts import Purse, Read, Wishes, read_own
from dure.rooms.market.queries.my_orders import order_by_key
from dure.rooms.market.queries.quotes import quotes_read
from dure.rooms.market.queries.reading import KNOWN, TRADING, KnownRow
from dure.rooms.market.services import baskets, intake

USED: Final = "UPDATE market_addressee SET used_at = %(now)s WHERE id = %(addressee_id)s AND buyer_id = %(buyer_id)s"
TAKE_OVER: Final = f"""
WITH known AS ({KNOWN.sql}),
placed AS (
    SELECT known.order_id, %(buyer_id)s::uuid AS buyer_id, %(client_key)s::uuid AS client_key FROM known
),
{baskets.SETTLING},
used AS ({USED} AND EXISTS (SELECT FROM known))
SELECT order_id, status, is_begun FROM known
"""  # noqa: S608  our own words


class _BasketMovedError(Exception):
    """Somebody changed the basket between reading it and ordering: perhaps another page of the same person."""


def place_basket(*, by: Actor, basket_id: UUID | None, agreement: Agreement) -> Placing:
    """Order what the basket holds in one currency, at the sum agreed to; pressed twice it is one order.

    When anything changed nothing is ordered: the basket is mended, and the answer says what changed.
    """
    if by.person_id is None:
        raise NotSignedIn
    baskets.join_baskets(by=by, basket_id=basket_id)
    asked = {"cell_id": HOME_CELL, "client_key": agreement.client_key}
    read = read_own(buyer_id=by.person_id, basket_id=None, more=(TRADING, KNOWN), **asked)
    return place_read(by=by, agreement=agreement, read=read)


def place_read(*, by: Actor, agreement: Agreement, read: Read, addressee_id: UUID | None = None) -> Placing:
    """Order what was read a moment ago (with `TRADING` and `KNOWN`), and note whose address was used.

    Order, basket and address are one transaction; nothing of it when anything changed.
    """
    if by.person_id is None:
        raise NotSignedIn
    if known := read.told.first(KNOWN):
        return Placing(order_id=known.order_id, was_known=True)
    purse = _agreed(read, agreement)
    placing = _place(by, agreement, read, purse, addressee_id) if purse else None
    return placing or _known(by.person_id, agreement) or _mend(by, read)


def take_over(*, by: Actor, client_key: UUID, addressee_id: UUID | None, cell_id: int = HOME_CELL) -> KnownRow | None:
    """Take over an order that the gate has placed under this key, and return it; None where it has placed none.

    What it holds leaves the basket, once, and whose address was used is noted: what a page does with its own orders.
    """
    asked = {"buyer_id": by.person_id, "client_key": client_key, "addressee_id": addressee_id}
    with prepared_cursor() as cursor:
        cursor.execute(TAKE_OVER, baskets.settling_facts(cell_id=cell_id) | asked)
        row = cursor.fetchone()
    return KnownRow(*row) if row else None


def note_use(*, by: Actor, addressee_id: UUID) -> None:
    """Remember that goods were sent to somebody in one's own address book, so that they stand first the next time."""
    with prepared_cursor() as cursor:
        cursor.execute(USED, {"now": now(), "addressee_id": addressee_id, "buyer_id": by.person_id})


def _place(by: Actor, agreement: Agreement, read: Read, purse: Purse, addressee_id: UUID | None) -> Placing | None:
    """Order; None when the basket is another one now."""

    def take_out(outcomes: list[Outcome]) -> None:
        if outcomes[0].answer is Answer.PLACED and outcomes[0].order_id:
            _take_out(read, purse, outcomes[0].order_id)
            if addressee_id:
                note_use(by=by, addressee_id=addressee_id)

    assert by.person_id
    request = request_of(buyer_id=by.person_id, purse=purse, agreement=agreement)
    try:
        outcome = intake.place_orders(requests=[request], quotes=quotes_read(read), within=take_out)[0]
    except _BasketMovedError:
        return None
    if outcome.answer is Answer.KEY_REUSED:
        raise KeyReused
    if outcome.order_id is None:
        return _known(by.person_id, agreement) or _mend_refused(read, purse, outcome.lines)
    return Placing(order_id=outcome.order_id, was_known=outcome.answer is Answer.REPLAYED)


def _take_out(read: Read, purse: Purse, order_id: int) -> None:
    """Take what was ordered out of the basket it was read from."""
    basket, offer_ids = read.basket, [line.offer_id for line in purse.lines]
    if basket is not None and not baskets.empty(
        basket_id=basket.id, changed_at=basket.changed_at, order_id=order_id, offer_ids=offer_ids
    ):
        raise _BasketMovedError


def _known(buyer_id: UUID, agreement: Agreement) -> Placing | None:
    """Return the order an earlier press placed; None where there is none.

    Asked again whenever something is in the way: the gate may have placed it a moment ago, and what seems sold out or
    gone from the basket is then what this very order took.
    """
    known = order_by_key(buyer_id=buyer_id, client_key=agreement.client_key)
    return Placing(order_id=known.order_id, was_known=True) if known else None


def _agreed(read: Read, agreement: Agreement) -> Purse | None:
    """Return what is bought if it is just what the page showed; None when anything is different now."""
    wishes = Wishes(
        is_collected=agreement.receiving.means is not Means.HOME,
        with_pledges=agreement.with_pledges,
        gift=agreement.gift,
    )
    shown = read.shown(wishes)
    purse = shown.purse(agreement.currency)
    if purse is None or purse.bill.total.minor != agreement.total:
        return None
    is_as_seen = list(agreement.seen) == purse.seen if agreement.seen else not shown.changed
    return purse if is_as_seen else None


def _mend(by: Actor, read: Read) -> Placing:
    """Take over what changed; the person sees it and presses again."""
    changed = baskets.accept_changes(by=by, basket_id=None) if read.basket else read.shown().changed
    return Placing(mended=tuple(line.offer.name for line in changed if line.offer))


@transaction.atomic
def _mend_refused(read: Read, purse: Purse, answers: tuple[LineOutcome, ...]) -> Placing:
    """Take over what the intake answered, which may know more than the page: somebody else was quicker."""
    if read.basket:
        baskets.take_answers(basket=Basket.objects.select_for_update().get(id=read.basket.id), answers=answers)
    refused = {each.offer_id for each in answers if each.answer is not LineAnswer.FITS}
    return Placing(mended=tuple(line.offer.name for line in purse.lines if line.offer and line.offer_id in refused))


def request_of(*, buyer_id: UUID, purse: Purse, agreement: Agreement) -> OrderRequest:
    """Return what the intake is asked, by the page and by the gate: the same agreement makes the same request."""
    return OrderRequest(
        client_key=agreement.client_key,
        buyer_id=buyer_id,
        currency=purse.currency,
        lines=tuple(
            LineRequest(offer_id=item.offer_id, quantity=item.quantity, unit_price=item.unit_price.minor)
            for part in purse.bill.parts
            for item in part.items
        ),
        receiving=agreement.receiving,
        fees=purse.fees,
        gift=agreement.gift,
        gift_fund_id=agreement.gift_fund_id,
        note=agreement.note,
        with_pledges=agreement.with_pledges,
    )
