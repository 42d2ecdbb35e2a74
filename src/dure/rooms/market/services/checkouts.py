"""Turning a basket into an order: exactly what the page showed, or nothing, and then the basket is mended."""

from uuid import UUID

from django.db import transaction

from dure.kernel.clock import now
from dure.kernel.errors import NotSignedIn
from dure.kernel.http import Actor
from dure.kernel.idempotency import KeyReused
from dure.rooms.market.agreements import Agreement, Placing
from dure.rooms.market.drafts import Answer, LineAnswer, LineRequest, Means, OrderRequest, Outcome
from dure.rooms.market.models import Addressee, Basket
from dure.rooms.market.queries.checkouts import Purse, Wishes, basket_page
from dure.rooms.market.queries.my_orders import order_by_key
from dure.rooms.market.services import baskets, intake


@transaction.atomic
def place_basket(*, by: Actor, basket_id: UUID | None, agreement: Agreement) -> Placing:
    """Order what the basket holds in one currency, at the sum agreed to; pressed twice it is one order.

    When anything changed nothing is ordered: the basket is mended, and the answer says what changed.
    """
    if by.person_id is None:
        raise NotSignedIn
    basket = baskets.join_baskets(by=by, basket_id=basket_id)  # locked: the same press, sent twice, waits here
    purse = None if _known(by.person_id, agreement) else _agreed(by, basket, agreement)
    if basket is None or purse is None:
        return _known(by.person_id, agreement) or _mend(by, basket)
    outcome = intake.place_orders(requests=[request_of(buyer_id=by.person_id, purse=purse, agreement=agreement)])[0]
    if outcome.answer is Answer.KEY_REUSED:
        raise KeyReused
    if outcome.order_id is None:
        return _known(by.person_id, agreement) or _mend_refused(basket, purse, outcome)
    baskets.empty(basket=basket, order_id=outcome.order_id, offer_ids=[line.offer_id for line in purse.lines])
    return Placing(order_id=outcome.order_id)


@transaction.atomic
def note_use(*, addressee_id: UUID) -> None:
    """Remember that goods were sent to somebody in an address book, so that they stand first the next time."""
    Addressee.objects.filter(id=addressee_id).update(used_at=now())


def _known(buyer_id: UUID, agreement: Agreement) -> Placing | None:
    """Return the order an earlier press placed; None where there is none.

    Asked again whenever something is in the way: the gate may have placed it a moment ago, and what seems sold out or
    gone from the basket is then what this very order took.
    """
    known = order_by_key(buyer_id=buyer_id, client_key=agreement.client_key)
    return Placing(order_id=known.order_id, was_known=True) if known else None


def _agreed(by: Actor, basket: Basket | None, agreement: Agreement) -> Purse | None:
    """Return what is bought if it is just what the page showed; None when anything is different now."""
    wishes = Wishes(
        is_collected=agreement.receiving.means is not Means.HOME,
        with_pledges=agreement.with_pledges,
        gift=agreement.gift,
    )
    shown = basket_page(basket=basket, buyer_id=by.person_id, wishes=wishes)
    purse = shown.purse(agreement.currency)
    if purse is None or purse.bill.total.minor != agreement.total:
        return None
    is_as_seen = list(agreement.seen) == purse.seen if agreement.seen else not shown.changed
    return purse if is_as_seen else None


def _mend(by: Actor, basket: Basket | None) -> Placing:
    """Take over what changed; the person sees it and presses again."""
    changed = baskets.accept_changes(by=by, basket_id=None) if basket else []
    return Placing(mended=tuple(line.offer.name for line in changed if line.offer))


def _mend_refused(basket: Basket, purse: Purse, outcome: Outcome) -> Placing:
    """Take over what the intake answered, which may know more than the page: somebody else was quicker."""
    baskets.take_answers(basket=basket, answers=outcome.lines)
    refused = {each.offer_id for each in outcome.lines if each.answer is not LineAnswer.FITS}
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
