"""Forgetting who received goods and what proved it, half a year after it ended. The trace names nobody and stays."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.db import transaction

from dure.kernel import clock, pictures
from dure.rooms.dispatch.models import Mishap, ProofOfDelivery, Shipment

KEPT = timedelta(days=180)
AT_ONCE = 500
GONE = "–"


@transaction.atomic
def forget_old_receivers() -> int:
    """Take name, phone, street, notes, photos and signatures off shipments that ended long ago; return how many."""
    due = Shipment.objects.select_for_update(skip_locked=True).filter(
        ended_at__lt=clock.now() - KEPT, forgotten_at__isnull=True
    )
    ids = list(due.order_by("ended_at").values_list("id", flat=True)[:AT_ONCE])
    keys: list[str] = []
    for table in (ProofOfDelivery, Mishap):
        shown = table.objects.filter(event__shipment_id__in=ids)
        keys += [key for key in shown.values_list("photo", flat=True) if key]
        shown.update(photo="", removed_at=clock.now())
    ProofOfDelivery.objects.filter(event__shipment_id__in=ids).update(signed_name="", strokes=[])
    Mishap.objects.filter(event__shipment_id__in=ids).update(note="")
    Shipment.objects.filter(id__in=ids).update(
        receiver_name=GONE, receiver_phone="", street="", detail="", note="", receiver_id=None,
        forgotten_at=clock.now(),
    )  # fmt: skip
    transaction.on_commit(partial(_discard, keys))
    return len(ids)


def _discard(keys: Sequence[str]) -> None:
    for key in keys:
        pictures.discard(key=key)
