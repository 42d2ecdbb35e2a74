"""What dispatch knows about a person, for their own export, and why they cannot leave yet: reads."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from dure.rooms.dispatch.handover import Whereabouts
from dure.rooms.dispatch.models import Driver, Parcel, Shipment


def deliveries_of(*, person_id: UUID) -> Iterable[dict[str, object]]:
    """Return what was sent to a person, newest first."""
    for found in Shipment.objects.filter(receiver_id=person_id).select_related("sender", "region"):
        yield {
            "reference": found.reference,
            "from": found.sender.name,
            "status": found.status,
            "name": found.receiver_name,
            "phone": found.receiver_phone,
            "address": f"{found.region or ''} {found.street} {found.detail} {found.postcode}".strip(),
            "note": found.note,
            "booked_at": found.booked_at.isoformat(),
        }


def driving_of(*, person_id: UUID) -> Iterable[dict[str, object]]:
    """Return as what a person drives, or drove."""
    for found in Driver.objects.filter(person_id=person_id).select_related("hub"):
        yield {
            "hub": found.hub.name if found.hub else "",
            "vehicle": found.vehicle,
            "phone": found.phone,
            "asked_at": found.asked_at.isoformat(),
            "approved_at": found.approved_at.isoformat() if found.approved_at else "",
            "ended_at": found.ended_at.isoformat() if found.ended_at else "",
        }


def reasons_to_stay(*, person_id: UUID) -> Iterable[str]:
    """Return why a person cannot leave yet: they still have other people's parcels with them."""
    if count := Parcel.objects.filter(place=Whereabouts.DRIVER, driver__person_id=person_id).count():
        yield _("%(count)s parcels are still with you.") % {"count": count}
