"""What happens here when a person leaves: the money's facts stay, names, places, words and photos go."""

from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import F, Func, TextField, Value

from dure.kernel.pictures import discard
from dure.rooms.market.models import (
    Addressee,
    Affiliate,
    Basket,
    Booking,
    BookingProposal,
    Dispute,
    Order,
    Payment,
    Photo,
    ProviderNews,
    Refund,
    Return,
    TakenCoupon,
    Touch,
)
from dure.rooms.market.packed import RECEIVER, SEPARATOR
from dure.rooms.people.services.addresses import remove_addresses

KEPT = ("means", "country", "region_id", "hub_id")
"""What of an order's receiver is kept, for figures about regions; the rest is blanked."""


@transaction.atomic
def forget_person(*, person_id: UUID) -> None:
    """Forget a buyer who left. Orders, payments and receipts stay as rows of somebody nameless."""
    Order.objects.filter(buyer_id=person_id).update(receiver=_blanked(), note="")
    Payment.objects.filter(payer_id=person_id).update(about={}, return_to="")
    ProviderNews.objects.filter(payment__payer_id=person_id).update(contents={})
    Refund.objects.filter(payment__payer_id=person_id).update(reason="")
    _forget_complaints(person_id)
    Basket.objects.filter(buyer_id=person_id).delete()
    TakenCoupon.objects.filter(person_id=person_id).delete()
    _forget_meetings(person_id)
    _forget_addressees(person_id)
    Touch.objects.filter(person_id=person_id).delete()
    Affiliate.objects.filter(person_id=person_id).update(is_named=False, status=Affiliate.Status.DECLINED)


def _blanked() -> Func:
    """Return the receiver of an order without what says who and where it is."""
    kept = (
        Func(F("receiver"), Value(SEPARATOR), place, function="split_part", output_field=TextField())
        if name in KEPT
        else Value("")
        for place, name in enumerate(RECEIVER, 1)
    )
    return Func(Value(SEPARATOR), *kept, function="concat_ws", output_field=TextField())


def _forget_meetings(person_id: UUID) -> None:
    """Take words and places off what somebody booked; what became of it stays."""
    Booking.objects.filter(buyer_id=person_id).update(place="", why="")
    BookingProposal.objects.filter(booking__buyer_id=person_id).update(place="", note="")


def _forget_complaints(person_id: UUID) -> None:
    """Take words and photos off reported problems and returns; what was decided stays."""
    disputes = Dispute.objects.filter(fulfilment__buyer_id=person_id)
    returns = Return.objects.filter(fulfilment__buyer_id=person_id)
    photos = Photo.objects.filter(dispute__in=disputes) | Photo.objects.filter(asked_return__in=returns)
    keys = list(photos.values_list("key", flat=True))
    Photo.objects.filter(key__in=keys).delete()
    disputes.update(text="")
    returns.update(reason="")
    for key in keys:
        transaction.on_commit(partial(discard, key=key))


def _forget_addressees(person_id: UUID) -> None:
    book = Addressee.objects.filter(buyer_id=person_id)
    address_ids = list(book.values_list("address_id", flat=True))
    book.delete()
    remove_addresses(address_ids=address_ids)
