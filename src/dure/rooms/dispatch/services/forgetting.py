"""Forgetting who received goods, and what proved it, some time after it ended. The trace names nobody and stays."""

from collections.abc import Iterable, Sequence
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import transaction

from dure.kernel import clock, pictures
from dure.rooms.dispatch.models import Driver, Mishap, ProofOfDelivery, Shipment

AT_ONCE = 500
GONE = "–"


def forget_old_receivers() -> int:
    """Forget the receivers of all shipments that ended `DURE_RECEIVERS_KEPT_DAYS` ago; return how many."""
    count = 0
    while done := forget_some_receivers():
        count += done
    return count


@transaction.atomic
def forget_some_receivers() -> int:
    """Take name, phone, street, notes, photos and signatures off some shipments that ended long ago."""
    due = Shipment.objects.select_for_update(skip_locked=True).filter(
        ended_at__lt=clock.now() - settings.RECEIVERS_KEPT, forgotten_at__isnull=True
    )
    ids = list(due.order_by("ended_at").values_list("id", flat=True)[:AT_ONCE])
    _forget(ids)
    return len(ids)


@transaction.atomic
def forget_person(*, person_id: UUID) -> None:
    """Forget a person who left as a receiver and as a driver.

    What is on its way all the same loses its receiver now, and its proofs when its time has come.
    """
    received = Shipment.objects.select_for_update().filter(receiver_id=person_id)
    _forget(list(received.values_list("id", flat=True)))
    driven = Driver.objects.filter(person_id=person_id)
    driven.filter(ended_at__isnull=True).update(ended_at=clock.now())
    driven.update(phone="", end_reason="")


def _forget(ids: Iterable[UUID]) -> None:
    """Take everything personal off shipments."""
    keys: list[str] = []
    for table in (ProofOfDelivery, Mishap):
        shown = table.objects.filter(event__shipment_id__in=ids)
        keys += [key for key in shown.values_list("photo", flat=True) if key]
        shown.update(photo="", removed_at=clock.now())
    ProofOfDelivery.objects.filter(event__shipment_id__in=ids).update(signed_name="", strokes=[])
    Mishap.objects.filter(event__shipment_id__in=ids).update(note="")
    gone = Shipment.objects.filter(id__in=ids)
    gone.update(receiver_name=GONE, receiver_phone="", street="", detail="", note="", receiver_id=None)
    gone.filter(ended_at__isnull=False).update(forgotten_at=clock.now())
    transaction.on_commit(partial(_discard, keys))


def _discard(keys: Sequence[str]) -> None:
    for key in keys:
        pictures.discard(key=key)
