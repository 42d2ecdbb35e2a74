"""What receivers, senders and drivers are told about parcels, through the inbox; each step once.

Each verb hears of a fact some moments later: what has been overtaken meanwhile is not told any more.
"""

from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dure.kernel.clock import today
from dure.rooms.dispatch.handover import Status, Step
from dure.rooms.dispatch.models import Shipment, TraceEvent
from dure.rooms.dispatch.models.traces import REASONS
from dure.rooms.dispatch.queries.hubs import drivers_for
from dure.rooms.dispatch.queries.shipments import shipment as shipment_of
from dure.rooms.inbox.services.notifications import notify, notify_organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TOPIC: Final = "delivery"
WHY: Final = dict(REASONS)
PROOFS: Final = {
    "pin": _("The PIN was right."),
    "photo": _("There is a photo of where it stands."),
    "signature": _("It was signed for."),
}
REPORT_WITHIN = ngettext_lazy(
    "If something is wrong, please tell us within {days} day.",
    "If something is wrong, please tell us within {days} days.",
    "days",
)

Words = Promise | str


@transaction.atomic(savepoint=False)
def tell_handed_over(*, shipment_id: UUID) -> None:
    """Tell the receiver that the goods have left the sender, and who has them."""
    shipment = shipment_of(shipment_id=shipment_id)
    bodies: dict[str, Words] = {
        Status.ON_THE_WAY: _("It was handed to the driver."),
        Status.AT_HUB: _("It is in a hub and goes on from there."),
    }
    if body := bodies.get(shipment.status):
        _tell_receiver(shipment, _("Your parcel from {sender} is on its way"), body, "left")


@transaction.atomic(savepoint=False)
def tell_set_out(*, shipment_id: UUID, day: date) -> None:
    """Tell the receiver that the goods come that day, once a day."""
    shipment = shipment_of(shipment_id=shipment_id)
    if shipment.status == Status.ON_THE_WAY and day == today():
        body = _("The driver has set out. Your PIN is on the page of the delivery.")
        _tell_receiver(shipment, _("Your parcel from {sender} comes today"), body, f"today:{day}")


@transaction.atomic(savepoint=False)
def tell_ready(*, shipment_id: UUID) -> None:
    """Tell the receiver that the goods can be collected, where and when."""
    shipment = shipment_of(shipment_id=shipment_id)
    if shipment.status == Status.TO_COLLECT and shipment.hub is not None:
        hub = shipment.hub
        place = " · ".join(part for part in (hub.name, f"{hub.street} {hub.detail}".strip(), hub.opening_hours) if part)
        _tell_receiver(shipment, _("Your parcel from {sender} can be collected"), place, "ready")


@transaction.atomic(savepoint=False)
def tell_delivered(*, shipment_id: UUID, at: str) -> None:
    """Tell the receiver that the goods have arrived, what shows it, and how long a problem may be reported."""
    shipment = shipment_of(shipment_id=shipment_id)
    if shipment.status != Status.DELIVERED:
        return
    last = shipment.events.filter(step=Step.DELIVER).select_related("proof").order_by("-recorded_at", "-id").first()
    body: Words = PROOFS[last.proof.kind] if last and hasattr(last, "proof") else ""
    if shipment.report_days:
        within = format_lazy(REPORT_WITHIN, days=shipment.report_days)
        body = format_lazy("{proof} {within}", proof=body, within=within)
    _tell_receiver(shipment, _("Your parcel from {sender} has arrived"), body, f"delivered:{at}")


@transaction.atomic(savepoint=False)
def tell_failed(*, shipment_id: UUID, reason: str, at: str, is_final: bool) -> None:
    """Tell receiver and sender why the goods could not be handed over: they are tried again, or missing.

    What came back to its sender is not told here: everybody heard when it turned, and the sender scanned it.
    """
    shipment = shipment_of(shipment_id=shipment_id)
    if is_final:
        _tell_if_lost(shipment, at)
    elif not _is_taken_back(shipment, at):
        body = format_lazy("{why}. {next}", why=WHY[reason], next=_("We will try again."))
        _tell_receiver(shipment, _("Your parcel from {sender} could not be handed over"), body, f"missed:{at}")
        _tell_sender(shipment, _("The delivery for {receiver} could not be handed over"), body, f"missed:{at}")


@transaction.atomic(savepoint=False)
def tell_turned_back(*, shipment_id: UUID, reason: str, at: str) -> None:
    """Tell receiver and sender that the goods go back, and why."""
    shipment = shipment_of(shipment_id=shipment_id)
    if not shipment.is_returning:
        return
    why = format_lazy("{why}. ", why=WHY[reason]) if reason else ""
    to_receiver = format_lazy("{why}{next}", why=why, next=_("It goes back to the sender. You need not do anything."))
    to_sender = format_lazy("{why}{next}", why=why, next=_("Scan it as “Came back to us” when you have it."))
    _tell_receiver(shipment, _("Your parcel from {sender} will not come"), to_receiver, f"back:{at}")
    _tell_sender(shipment, _("The delivery for {receiver} comes back to you"), to_sender, f"back:{at}")


@transaction.atomic(savepoint=False)
def tell_corrected(*, shipment_id: UUID, step: str, told_at: str) -> None:
    """Tell who had heard of a step that it was noted by mistake."""
    shipment = shipment_of(shipment_id=shipment_id)
    body = _("That was noted by mistake. It is still on its way.")
    title = _("Your parcel from {sender} is still on its way")
    _tell_receiver(shipment, title, body, f"corrected:{told_at}")
    if step == Step.MISS:
        _tell_sender(shipment, _("The delivery for {receiver} is still on its way"), body, f"corrected:{told_at}")


@transaction.atomic(savepoint=False)
def tell_drivers(*, shipment_id: UUID) -> None:
    """Tell those who may fetch a shipment that parcels wait; each of them once a day, however many come."""
    shipment = shipment_of(shipment_id=shipment_id)
    if shipment.status not in {Status.PACKED, Status.AT_HUB}:
        return
    hub = next((parcel.hub for parcel in shipment.parcels.all() if parcel.hub), None)
    where = hub.name if hub else _sender(shipment)
    notify(
        people=[driver.person_id for driver in drivers_for(shipment=shipment)],
        topic=TOPIC,
        title=_("Parcels wait for you today"),
        body=format_lazy(_("The first are at {place}. Your stops show all of them."), place=where),
        link="/dispatch/driving/",
        key=f"round:{today()}",
    )


def _tell_if_lost(shipment: Shipment, at: str) -> None:
    if shipment.status == Status.LOST:
        body = _("The driver cannot find it. Our staff looks into it and decides what happens next.")
        _tell_receiver(shipment, _("Your parcel from {sender} is missing"), body, f"lost:{at}")
        _tell_sender(shipment, _("The delivery for {receiver} is missing"), body, f"lost:{at}")


def _shown_name(shipment: Shipment) -> str:
    return shipment.sender.shown_name


_sender = lazy(_shown_name, str)
"""The sender's name as each reader's language writes it, known only when it is read."""


def _tell_receiver(shipment: Shipment, title: "_StrPromise", body: Words, key: str) -> None:
    """Tell a receiver who is known here; the title names the sender."""
    if shipment.receiver_id:
        notify(
            people=[shipment.receiver_id],
            topic=TOPIC,
            title=format_lazy(title, sender=_sender(shipment)),
            body=body,
            link=shipment.page or f"/dispatch/track/{shipment.tracking_key}/",
            key=f"shipment:{shipment.id}:{key}",
        )


def _tell_sender(shipment: Shipment, title: "_StrPromise", body: Words, key: str) -> None:
    """Tell the people of the sender; the title names the receiver."""
    notify_organisation(
        organisation_id=shipment.sender_id,
        topic=TOPIC,
        title=format_lazy(title, receiver=shipment.receiver_name),
        body=body,
        link=f"/dispatch/{shipment.sender_id}/shipments/{shipment.id}/",
        key=f"sent:{shipment.id}:{key}",
    )


def _is_taken_back(shipment: Shipment, at: str) -> bool:
    return TraceEvent.objects.filter(
        shipment=shipment, happened_at=at, corrects=None, correction__isnull=False
    ).exists()
