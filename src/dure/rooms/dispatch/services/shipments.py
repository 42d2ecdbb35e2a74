"""Booking and cancelling what is to be carried. `reference` names a shipment in the words of the room that books it."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from dure.kernel import clock
from dure.kernel.http import HOUSE, Actor
from dure.kernel.ids import new_id
from dure.kernel.text import normalise
from dure.rooms.dispatch import errors, sscc
from dure.rooms.dispatch.drafts import Booking, Moment, ParcelDraft, Receiver
from dure.rooms.dispatch.handover import Step
from dure.rooms.dispatch.models import Hub, Parcel, Shipment
from dure.rooms.dispatch.queries import hubs
from dure.rooms.dispatch.queries.shipments import demand_sender
from dure.rooms.dispatch.services.moves import locked, move_parcels

PARCELS_MAX = 50
KEY_BYTES = 18
REFERENCE_LENGTH_MAX = 160


@transaction.atomic
def book_shipment(
    *,
    reference: str,
    sender_organisation_id: UUID,
    kind: str,
    receiver: Receiver,
    parcels: Sequence[ParcelDraft],
    hub_id: UUID | None = None,
    ready_by: date | None = None,
    page: str = "",
    report_days: int | None = None,
    order_number: str = "",
) -> Shipment:
    """Have goods carried, as a `Booking` says; the same reference again returns what was booked first, unchanged."""
    booking = Booking(
        reference=reference,
        sender_organisation_id=sender_organisation_id,
        kind=kind,
        receiver=receiver,
        parcels=parcels,
        hub_id=hub_id,
        ready_by=ready_by,
        page=page,
        report_days=report_days,
        order_number=order_number,
    )
    book_shipments(bookings=[booking])
    return Shipment.objects.get(reference=reference)


@transaction.atomic
def book_shipments(*, bookings: Sequence[Booking]) -> int:
    """Have many goods carried, all or none; a reference that is known is passed over. Return how many are new."""
    for booking in bookings:
        _check(booking.reference, booking.kind, booking.receiver, booking.parcels)
    if any(each.hub_id is None and each.kind != Shipment.Kind.HOME for each in bookings):
        raise errors.HubNeeded
    hub_of = {hub_id: hubs.open_hub(hub_id=hub_id) if hub_id else None for hub_id in {each.hub_id for each in bookings}}
    booked = {each.reference: _shipment_of(each, hub_of[each.hub_id]) for each in bookings}
    Shipment.objects.bulk_create(booked.values(), ignore_conflicts=True)
    fresh = set(Shipment.objects.filter(id__in=[each.id for each in booked.values()]).values_list("id", flat=True))
    _add_parcels(
        [
            (booked[each.reference], position, draft)
            for each in bookings
            if booked[each.reference].id in fresh
            for position, draft in enumerate(each.parcels, start=1)
        ]
    )
    return len(fresh)


def _shipment_of(booking: Booking, hub: Hub | None) -> Shipment:
    return Shipment(
        reference=booking.reference,
        order_number=booking.order_number,
        tracking_key=secrets.token_urlsafe(KEY_BYTES),
        kind=Shipment.Kind(booking.kind),
        sender_id=booking.sender_organisation_id,
        hub=hub,
        ready_by=booking.ready_by,
        page=booking.page,
        report_days=booking.report_days,
        booked_at=clock.now(),
        **_receiver_fields(booking.receiver),
    )


@transaction.atomic
def cancel_shipment(*, reference: str, reason: str = "", by: Actor = HOUSE) -> Shipment:
    """Stop what has not left the sender, with why; AlreadyLeft otherwise. Twice changes nothing."""
    shipment = locked(reference=reference)
    parcels = list(shipment.parcels.all())
    if shipment.ended_at and shipment.cancel_reason:
        return shipment
    if shipment.left_at or shipment.ended_at or any(parcel.hub_id or parcel.driver_id for parcel in parcels):
        raise errors.AlreadyLeft
    shipment.cancel_reason = normalise(reason)[:300] or _("Cancelled")
    shipment.save(update_fields=["cancel_reason"])
    move_parcels(shipment=shipment, parcels=parcels, step=Step.CANCEL, by=by, moment=Moment())
    return shipment


@transaction.atomic
def split_shipment(*, by: Actor, shipment_id: UUID, count: int) -> list[Parcel]:
    """Say into how many boxes a shipment is packed, before it is packed; the contents are told on the first."""
    shipment = locked(shipment_id=shipment_id)
    demand_sender(by=by, shipment=shipment)
    if shipment.packed_at or shipment.ended_at:
        raise errors.AlreadyPacked
    if not 1 <= count <= PARCELS_MAX:
        raise errors.ShipmentWrong(fields={"count": [_("Between 1 and %(limit)s boxes.") % {"limit": PARCELS_MAX}]})
    parcels = list(shipment.parcels.order_by("position"))
    _add_parcels([(shipment, position, ParcelDraft()) for position in range(len(parcels) + 1, count + 1)])
    surplus, kept = parcels[count:], parcels[:count]
    if surplus:
        kept[0].contents += [line for parcel in surplus for line in parcel.contents]
        kept[0].save(update_fields=["contents"])
        Parcel.objects.filter(id__in=[parcel.id for parcel in surplus]).delete()
    return list(shipment.parcels.order_by("position"))


def _check(reference: str, kind: str, receiver: Receiver, parcels: Sequence[ParcelDraft]) -> None:
    wrong = {
        "reference": not 1 <= len(reference) <= REFERENCE_LENGTH_MAX,
        "kind": kind not in Shipment.Kind.values,
        "name": not receiver.name.strip(),
        "parcels": not 1 <= len(parcels) <= PARCELS_MAX,
        "street": kind == Shipment.Kind.HOME and not receiver.street.strip(),
    }
    if any(wrong.values()):
        raise errors.ShipmentWrong(fields={field: [_("Please check this.")] for field, is_so in wrong.items() if is_so})


def _receiver_fields(receiver: Receiver) -> dict[str, object]:
    """Return the shipment's columns that tell of the receiver; lines are cut to what a label holds."""
    lengths = {"name": 120, "phone": 20, "street": 200, "detail": 200, "postcode": 12, "note": 300}
    lines = {name: normalise(getattr(receiver, name))[:most] for name, most in lengths.items()}
    return {
        "receiver_id": receiver.person_id,
        "receiver_name": lines.pop("name"),
        "receiver_phone": lines.pop("phone"),
        "country": receiver.country,
        "region_id": receiver.region_id,
        **lines,
    }


def _add_parcels(drafts: Sequence[tuple[Shipment, int, ParcelDraft]]) -> None:
    """Give each box its own number; each comes with its shipment and its position in it."""
    Parcel.objects.bulk_create(
        Parcel(
            id=new_id(),
            shipment=shipment,
            position=position,
            sscc=number,
            contents=[[normalise(name), normalise(how_much)] for name, how_much in draft.contents],
            weight_g=draft.weight_g,
            since=clock.now(),
        )
        for (shipment, position, draft), number in zip(drafts, _numbers(len(drafts)), strict=True)
    )


def _numbers(count: int) -> Iterable[str]:
    """Return so many fresh parcel numbers; none is ever given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('dispatch_serial') FROM generate_series(1, %s)", [count])
        return [sscc.sscc(prefix=settings.GS1_PREFIX, serial=serial) for (serial,) in cursor.fetchall()]
