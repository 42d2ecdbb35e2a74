"""Money going back the way it came: in the book at once, sent by a job that tries until it worked or was refused."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dure.kernel import clock
from dure.kernel.errors import Refusal
from dure.kernel.http import HOUSE, Actor
from dure.kernel.jobs import job
from dure.rooms.ledger import chart
from dure.rooms.ledger.chart import Kind
from dure.rooms.ledger.drafts import NOTHING, Draft, Leg, move
from dure.rooms.ledger.services import entries
from dure.rooms.market import errors
from dure.rooms.market.models import Order, OrderAct, Payment, Refund, Side
from dure.rooms.market.numbering import short
from dure.rooms.market.providers import registry
from dure.rooms.market.providers.contract import RefundAsk, Refunded, State
from dure.rooms.market.queries import payments
from dure.rooms.market.services import notices
from dure.rooms.market.services.acts import note_act

LATE = "late"
SENT_AT_ONCE_MAX = 200
FAILURE_LENGTH_MAX = 200


@transaction.atomic
def give_back(
    *,
    payment_id: UUID,
    takings: Mapping[str, int],
    key: str,
    reason: str,
    fulfilment_id: UUID | None = None,
    about: Mapping[str, str] = NOTHING,
) -> Refund:
    """Give a part of a payment back, out of the accounts it lies in now (account: minor units), and have it sent.

    The same key again is the same refund. `about`: what its entry says besides. More than was paid: RefundTooLarge.
    """
    known = Refund.objects.filter(key=key).first()
    if known:
        return known
    refund = make(
        payment_id=payment_id, amount=sum(takings.values()), key=key, reason=reason, fulfilment_id=fulfilment_id
    )
    entries.record_many(drafts=[_entry(refund, takings, about)], cell_id=refund.cell_id)
    return refund


@transaction.atomic
def make(*, payment_id: UUID, amount: int, key: str, reason: str, fulfilment_id: UUID | None = None) -> Refund:
    """Write a refund down and have it sent, without the book: for who records its entry together with others."""
    payment = Payment.objects.select_for_update().get(id=payment_id)
    known = Refund.objects.filter(key=key).first()
    if known:
        return known
    if payment.status != Payment.Status.PAID or not 0 < amount <= payment.left.minor:
        raise errors.RefundTooLarge(left=payment.left.minor)
    assert payment.order_id is not None, "what is in a wallet is spent, not given back"
    payment.refunded += amount
    payment.save(update_fields=["refunded"])
    refund = Refund.objects.create(
        payment=payment,
        cell_id=payment.cell_id,
        order_id=payment.order_id,
        fulfilment_id=fulfilment_id,
        amount=amount,
        currency=payment.currency,
        reason=reason[:500],
        key=key,
        made_at=clock.now(),
    )
    send_refund.defer(refund_id=str(refund.id))
    return refund


@transaction.atomic
def send_back_late(*, payment_id: UUID) -> Payment:
    """Put money for an order that cannot take it into the book, and all of it back where it came from."""
    payment = payments.payment(payment_id=payment_id)
    refund = make(payment_id=payment_id, amount=payment.amount, key=f"{LATE}:{payment_id}", reason=LATE)
    arrived = Draft(
        reference=f"payment:{payment.id}",
        kind=Kind.DEPOSIT,
        legs=move(
            source=payment.source_account,
            target=chart.held_for_orders(),
            amount=payment.amount,
            unit=payment.currency,
        ),
        about={"order": str(payment.order_id), "for": LATE},
    )
    entries.record_many(
        drafts=[arrived, _entry(refund, {chart.held_for_orders(): payment.amount})], cell_id=payment.cell_id
    )
    _tell_late(payment)
    return payments.payment(payment_id=payment_id)


def send(*, refund_id: UUID) -> Refund:
    """Have the provider give a refund's money back; what it refuses is kept for staff. ProviderAway: try again."""
    refund = _refund(refund_id)
    if refund.status == Refund.Status.SENT:
        return refund
    payment = refund.payment
    ask = RefundAsk(
        refund_id=refund.id, amount=refund.price, reason=refund.reason or "refund", payment=registry.known(payment)
    )
    try:
        answer = registry.provider(payment.provider).refund(ask)
    except Refusal as refusal:
        answer = Refunded(state=State.DECLINED, reason=str(refusal.facts.get("reason", refusal.code)))
    return note(refund_id=refund_id, answer=answer)


@transaction.atomic
def note(*, refund_id: UUID, answer: Refunded) -> Refund:
    """Take in how a refund stands with its provider; sent is final, unless the provider says it came back."""
    refund = Refund.objects.select_for_update().get(id=refund_id)
    refund.attempt_count += 1
    refund.provider_reference = answer.reference or refund.provider_reference
    if answer.state is State.PAID:
        refund.status, refund.failure = Refund.Status.SENT, ""
        refund.sent_at = refund.sent_at or clock.now()
    elif answer.state is State.DECLINED:
        refund.status, refund.failure = Refund.Status.FAILED, answer.reason[:FAILURE_LENGTH_MAX] or "refused"
    refund.save()
    return refund


@transaction.atomic
def send_anew(*, by: Actor, refund_id: UUID) -> Refund:
    """Have a refund that failed sent once more, asked for by staff; RefundDone when it was sent."""
    refund = Refund.objects.select_for_update().filter(id=refund_id).first()
    if refund is None:
        raise errors.RefundNotFound
    if refund.status == Refund.Status.SENT:
        raise errors.RefundDone
    refund.status, refund.failure = Refund.Status.TO_SEND, ""
    refund.save(update_fields=["status", "failure"])
    note_act(
        order_id=refund.order_id,
        act=OrderAct.Act.REFUNDED,
        side=Side.STAFF,
        cell_id=refund.cell_id,
        by=by,
        facts={"refund": str(refund.id), "anew": True},
    )
    send_refund.defer(refund_id=str(refund.id))
    return refund


@transaction.atomic
def settle_by_hand(*, by: Actor, refund_id: UUID, reason: str) -> Refund:
    """Note that staff gave a failed refund's money back in another way (by bank, in cash), and how."""
    refund = Refund.objects.select_for_update().filter(id=refund_id).first()
    if refund is None:
        raise errors.RefundNotFound
    if refund.status != Refund.Status.FAILED:
        raise errors.RefundDone
    refund.status, refund.sent_at = Refund.Status.SENT, clock.now()
    refund.provider_reference = f"by hand: {reason}"[:200]
    refund.save(update_fields=["status", "sent_at", "provider_reference"])
    note_act(
        order_id=refund.order_id,
        act=OrderAct.Act.REFUNDED,
        side=Side.STAFF,
        cell_id=refund.cell_id,
        by=by,
        why=reason,
        facts={"refund": str(refund.id), "by_hand": True},
    )
    return refund


@job(retries=12)
def send_refund(*, refund_id: str) -> None:
    """Send one refund, until it worked or the provider said no."""
    send(refund_id=UUID(refund_id))


def _entry(refund: Refund, takings: Mapping[str, int], about: Mapping[str, str] = NOTHING) -> Draft:
    """Return the book's entry of a refund: out of where the money lies, to where it came from."""
    legs = [Leg(account, -amount, refund.currency) for account, amount in sorted(takings.items()) if amount]
    return Draft(
        reference=f"refund:{refund.id}",
        kind=Kind.REFUND,
        legs=(*legs, Leg(refund.payment.source_account, refund.amount, refund.currency)),
        about={"order": str(refund.order_id), "for": refund.reason[:200], **about},
    )


def _refund(refund_id: UUID) -> Refund:
    found = Refund.objects.select_related("payment").filter(id=refund_id).first()
    if found is None:
        raise errors.RefundNotFound
    return found


def _tell_late(payment: Payment) -> None:
    """Write down, and tell the buyer, that money came too late and goes back."""
    assert payment.order_id is not None, "money for a wallet is never too late"
    note_act(
        order_id=payment.order_id,
        act=OrderAct.Act.PAID_LATE,
        side=Side.HOUSE,
        cell_id=payment.cell_id,
        by=HOUSE,
        facts={"payment": str(payment.id), "amount": payment.amount},
    )
    order = Order.objects.get(cell_id=payment.cell_id, order_id=payment.order_id)
    notices.tell_buyer(
        order=order,
        title=format_lazy(_("Order {number}: your money goes back to you"), number=short(order_id=order.order_id)),
        body=_("It arrived when the order could no longer be paid. You need not do anything."),
        key=f"late:{payment.id}",
    )
