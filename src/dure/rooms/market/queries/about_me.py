"""What the market knows about one person, for their own file, and why they cannot leave yet: reads."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dure.rooms.market.models import (
    Addressee,
    BasketLine,
    Booking,
    Dispute,
    Fulfilment,
    Order,
    OrderLine,
    Payment,
    Photo,
    Receipt,
    Refund,
    Return,
    TakenCoupon,
)

CHUNK = 500
NUMBERS_SHOWN = 5


def orders_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return a person's orders with their lines, oldest first."""
    for order in Order.objects.filter(buyer_id=person_id).order_by("order_id").iterator(CHUNK):
        lines = OrderLine.objects.filter(cell_id=order.cell_id, order_id=order.order_id).order_by("line_no")
        yield {
            "order": str(order.order_id),
            "placed_at": order.placed_at,
            "status": Order.Status(order.status).name.lower(),
            "currency": order.currency,
            "total": str(order.total),
            "gift": str(order.gift),
            "delivery_to": order.delivery_to,
            "note": order.note,
            "lines": [
                {
                    "seller": str(line.seller_id), "what": line.about, "quantity": line.quantity,
                    "cancelled": line.cancelled, "unit_price": str(line.unit_price), "refunded": str(line.refunded),
                }
                for line in lines
            ],
        }  # fmt: skip


def addressees_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return a person's address book, with what was taken out of it."""
    fields = (
        "name", "phone", "hint", "address__country", "address__region__name_ko", "address__street", "address__detail",
        "address__postcode", "used_at", "removed_at",
    )  # fmt: skip
    yield from Addressee.objects.filter(buyer_id=person_id).order_by("id").values(*fields)


def coupons_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return the coupons a person took."""
    fields = ("coupon__show_id", "offer_id", "coupon__off", "coupon__currency", "coupon__until", "taken_at")
    yield from TakenCoupon.objects.filter(person_id=person_id).order_by("id").values(*fields)


def bookings_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return what a person booked, with the dates that were proposed."""
    fields = ("order_id", "seller_id", "name", "status", "deposit", "currency", "asked_at", "meets_at", "place", "why")
    for booking in Booking.objects.filter(buyer_id=person_id).order_by("id"):
        proposed = booking.proposals.order_by("made_at").values("side", "meets_at", "place", "note", "answer")
        yield {**{name: getattr(booking, name) for name in fields}, "dates": list(proposed)}


def basket_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return what lies in a person's basket."""
    lines = BasketLine.objects.filter(basket__buyer_id=person_id).order_by("id")
    for line in lines:
        yield {"offer": str(line.offer_id), "quantity": line.quantity, "added_at": line.added_at}


def payments_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return a person's payments, each with what went back of it."""
    for payment in Payment.objects.filter(payer_id=person_id).order_by("id").prefetch_related("refunds"):
        yield {
            "for": payment.purpose,
            "order": str(payment.order_id or ""),
            "provider": payment.provider,
            "reference": payment.provider_reference,
            "status": payment.status,
            "amount": str(payment.amount),
            "currency": payment.currency,
            "begun_at": payment.begun_at,
            "paid_at": payment.paid_at,
            "refunds": [
                {"amount": str(each.amount), "reason": each.reason, "made_at": each.made_at, "status": each.status}
                for each in payment.refunds.all()
            ],
        }


def complaints_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return the problems a person reported and the returns they asked for, with where their photos are seen."""
    for reported in _of(Dispute.objects, person_id):
        yield {**_asked(reported), "problem": reported.problem, "wish": reported.wish, "text": reported.text,
               "decision": reported.decision, "at": reported.opened_at}  # fmt: skip
    for returned in _of(Return.objects, person_id):
        yield {**_asked(returned), "text": returned.reason, "decision": returned.answer, "at": returned.asked_at}


def receipts_of(*, person_id: UUID) -> Iterator[dict[str, object]]:
    """Return the receipts of a person's orders, oldest first."""
    numbers = Order.objects.filter(buyer_id=person_id).values("order_id")
    for receipt in Receipt.objects.filter(order_id__in=numbers).order_by("id").iterator(CHUNK):
        yield {
            "number": receipt.number,
            "order": str(receipt.order_id),
            "issued_at": receipt.issued_at,
            "contents": receipt.contents,
        }


def reasons_to_stay(*, person_id: UUID) -> Iterator[str]:
    """Return why a person cannot leave yet: an order, a reported problem or money that is still under way."""
    if numbers := _unfinished(person_id):
        yield _("These orders are not finished yet: %(numbers)s.") % {
            "numbers": ", ".join(f"#{number % 1_000_000:06d}" for number in numbers[:NUMBERS_SHOWN])
        }
    undecided = _of(Dispute.objects.filter(status__in=Dispute.UNDECIDED), person_id).exists()
    if undecided or _of(Return.objects.filter(status__in=Return.OPEN), person_id).exists():
        yield _("A problem you reported, or a return, is not settled yet.")
    if Refund.objects.filter(payment__payer_id=person_id, status=Refund.Status.TO_SEND).exists():
        yield _("Money is still on its way back to you.")


def _unfinished(person_id: UUID) -> list[int]:
    """Return the numbers of orders that wait for payment, or of which a part is still open."""
    unpaid = Order.objects.filter(buyer_id=person_id, status=Order.Status.PLACED).values_list("order_id", flat=True)
    parts = Fulfilment.objects.filter(buyer_id=person_id, status__in=Fulfilment.OPEN)
    return sorted({*unpaid, *parts.values_list("order_id", flat=True)})


def _of(found: Any, person_id: UUID) -> "QuerySet[Any]":
    """Return what of these is about a person's own orders."""
    mine: QuerySet[Any] = found.filter(fulfilment__buyer_id=person_id).select_related("fulfilment").order_by("id")
    return mine


def _asked(found: Dispute | Return) -> dict[str, object]:
    """Return what a reported problem and a return have in common."""
    photos = (
        Photo.objects.filter(dispute=found) if isinstance(found, Dispute) else Photo.objects.filter(asked_return=found)
    )
    return {
        "order": str(found.fulfilment.order_id),
        "status": found.status,
        "lines": found.lines,
        "refunded": str(found.amount),
        "photos": [f"/market/photos/{photo.id}/large.webp" for photo in photos],
    }
