"""What stands on a waybill, and how many never had to be printed (the green parcels): reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dure.kernel import papers
from dure.kernel.clock import HOUSE_ZONE
from dure.rooms.dispatch import bars, sscc
from dure.rooms.dispatch.handover import Whereabouts
from dure.rooms.dispatch.models import Parcel, Shipment

TEMPLATE = Path(__file__).resolve().parent.parent / "papers" / "waybills.typ"
SHOWN_DIGITS = 4
TRACK = "/dispatch/track/{key}/"
"""The public page of a shipment; a waybill is made where nobody knows of pages."""


@dataclass(frozen=True, kw_only=True)
class PaperSaved:
    """Delivered parcels, and how many of them came without a printed waybill: each is one slip of paper saved."""

    delivered: int
    saved: int


def paper_saved(
    *, organisation_id: UUID | None = None, first: date | None = None, last: date | None = None
) -> PaperSaved:
    """Count delivered parcels and those whose waybill was never printed, of one sender or of all, first to last day.

    Counted when the parcel is with its receiver, so what is printed late or never sent is no saving.
    """
    found = Parcel.objects.filter(place=Whereabouts.RECEIVER)
    if organisation_id:
        found = found.filter(shipment__sender_id=organisation_id)
    if first:
        found = found.filter(since__gte=datetime.combine(first, time.min, HOUSE_ZONE))
    if last:
        found = found.filter(since__lte=datetime.combine(last, time.max, HOUSE_ZONE))
    counts = found.aggregate(delivered=Count("id"), saved=Count("id", filter=Q(printed_at__isnull=True)))
    return PaperSaved(**counts)


def paper_by_month(*, count: int = 12) -> list[tuple[date, PaperSaved]]:
    """Return the last months in which parcels arrived, newest first; all months together are `paper_saved()`."""
    delivered = Parcel.objects.filter(place=Whereabouts.RECEIVER).order_by()
    months = delivered.annotate(month=TruncMonth("since", tzinfo=HOUSE_ZONE)).values("month")
    counted = months.annotate(delivered=Count("id"), saved=Count("id", filter=Q(printed_at__isnull=True)))
    return [
        (each["month"].date(), PaperSaved(delivered=each["delivered"], saved=each["saved"]))
        for each in counted.order_by("-month")[:count]
    ]


def waybills_pdf(*, shipments: Sequence[Shipment], paper: str) -> bytes:
    """Return the waybills of every box of these shipments (as `queries.shipments.shipments()` brings them) as a PDF."""
    return labels_pdf(labels=[label for shipment in shipments for label in labels_of(shipment)], paper=paper)


def labels_pdf(*, labels: Sequence[dict[str, object]], paper: str) -> bytes:
    """Return labels, told by `labels_of`, as a PDF: one a page of 100 × 150 mm, or four on a sheet of A4."""
    data = {"paper": paper, "title": _("Waybills"), "labels": labels, "words": _words()}
    return papers.pdf(template=TEMPLATE, data=data)


def labels_of(shipment: Shipment) -> list[dict[str, object]]:
    """Return what stands on the waybill of each box, in words."""
    parcels = list(shipment.parcels.all())
    return [_label(shipment, parcel, len(parcels)) for parcel in parcels]


def tracking_address(*, shipment: Shipment, number: str = "") -> str:
    """Return the public address of a shipment's trail; with a parcel's number in it, scanners can read it too."""
    return settings.PUBLIC_ADDRESS + TRACK.format(key=shipment.tracking_key) + (f"?sscc={number}" if number else "")


def masked_phone(*, phone: str) -> str:
    """Return a phone number of which only the last four digits can be read: a label is seen by many."""
    return f"···{phone[-SHOWN_DIGITS:]}" if len(phone) > SHOWN_DIGITS else ""


def _label(shipment: Shipment, parcel: Parcel, count: int) -> dict[str, object]:
    return {
        "kind": shipment.get_kind_display(),
        "order": _("Order %(number)s") % {"number": shipment.order_number} if shipment.order_number else "",
        "box": f"{parcel.position}/{count}",
        "area": shipment.hub.name if shipment.hub and shipment.kind != Shipment.Kind.HOME else _area(shipment),
        "postcode": shipment.postcode,
        "name": shipment.receiver_name,
        "phone": masked_phone(phone=shipment.receiver_phone),
        "address": address_line(shipment=shipment),
        "note": shipment.note,
        "contents": [f"{name} · {how_much}" if how_much else name for name, how_much in parcel.contents],
        "weight": f"{parcel.weight_g / 1000:.1f} kg" if parcel.weight_g else "",
        "sender": shipment.sender.shown_name,
        "route": shipment.hub.name if shipment.hub and shipment.kind == Shipment.Kind.HOME else "",
        "short": parcel.short,
        "sscc": sscc.written(parcel.sscc),
        "bars": bars.gs1_128(parcel.sscc),
        "qr": bars.qr(tracking_address(shipment=shipment, number=parcel.sscc)),
        "is-demo": sscc.is_demo(parcel.sscc),
    }


def _area(shipment: Shipment) -> str:
    """Return the county in the country's own writing: that is what a driver sorts by."""
    return str(shipment.region) if shipment.region else shipment.country


def address_line(*, shipment: Shipment) -> str:
    """Return where the goods go in one line: the receiver's address, or the hub where they are collected."""
    if shipment.hub and shipment.kind != Shipment.Kind.HOME:
        parts = [str(shipment.hub.region), shipment.hub.street, shipment.hub.detail]
    else:
        parts = [str(shipment.region or ""), shipment.street, shipment.detail]
    return " ".join(part for part in parts if part)


def _words() -> dict[str, str]:
    """Return the words of a label in the active language."""
    return {
        "to": pgettext("on a parcel", "To"),
        "from": pgettext("on a parcel", "From"),
        "by-way-of": _("By way of"),
        "contents": _("Contents"),
        "by-hand": _("By hand"),
        "qr": _("QR code of the trail"),
        "demo": _("Demonstration number, not assigned by GS1"),
    }
